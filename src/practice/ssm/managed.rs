//! Managed instances: which are, since when, and the machine behind each.

use super::reach;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Seed;
use crate::practice::machine::{self, Facts, Metadata, Platform, State};
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{self, Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use jiff::{SignedDuration, Timestamp};

pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DescribeInstanceInformation", Move::Do(describe)),
        ("GetConnectionStatus", Move::Do(connection)),
    ],
    ..Family::NONE
};

/// The member of EC2's record of an instance that holds what happened on it.
const STATE: &str = "_Machine";

/// EC2's instances.
fn instances() -> Option<&'static Resource> {
    registry::resource("ec2:instance")
}

/// EC2's record of an instance.
pub(super) fn instance<'c>(call: &'c Call<'_>, id: &str) -> Option<&'c Value> {
    call.found(instances()?, id)
}

/// The ids of the instances that have a tag with one of these values, or, without values, the key.
pub(super) fn tagged(call: &Call<'_>, key: &str, values: &[&str]) -> Vec<String> {
    let has = |record: &&Value| {
        record.get("Tags").items().iter().any(|tag| {
            tag.get("Key").text() == key && (values.is_empty() || values.contains(&tag.get("Value").text()))
        })
    };
    let all = instances().into_iter().flat_map(|of| call.all(of));
    all.filter(has)
        .map(|record| record.get("InstanceId").text().to_owned())
        .collect()
}

/// The name of the role in an instance's profile.
fn role(call: &Call<'_>, record: &Value) -> Option<String> {
    let arn = record.at("IamInstanceProfile.Arn").as_text()?;
    let name = arn.rsplit('/').next()?;
    let profiles = registry::resource("iam:instance-profile")?;
    let profile = call.found(profiles, name)?;
    profile.at("_roles.0").as_text().map(str::to_owned)
}

/// True where a role lets EC2 assume it and may register an instance (AWS: Systems Manager user guide, "Configure instance
/// permissions required for Systems Manager").
fn may_register(call: &Call<'_>, role: &str, id: &str) -> bool {
    let arn = format!("arn:aws:ec2:{}:{}:instance/{id}", call.region, call.account);
    call.role_trusts(role, "ec2.amazonaws.com") && call.role_may(role, "ssm:UpdateInstanceInformation", &arn)
}

/// Since when an instance is managed: one to three minutes after it began to run.
fn registered(call: &Call<'_>, record: &Value, since: Timestamp) -> Timestamp {
    let chance = Seed::new(0, record.get("InstanceId").text(), call.account.as_str(), 0).below(90);
    let seconds = 60 + i64::try_from(chance).unwrap_or(0);
    since
        .saturating_add(SignedDuration::from_secs(seconds))
        .unwrap_or(since)
}

/// `Online`, `ConnectionLost`; none where Systems Manager does not know it.
pub(in crate::practice) fn ping(call: &Call<'_>, record: &Value) -> Option<(&'static str, Timestamp)> {
    let launched = record.get("LaunchTime").as_time()?;
    let state = record.at("State.Name").text();
    if ["terminated", "shutting-down", "pending"].contains(&state) {
        return None;
    }
    role(call, record).filter(|role| may_register(call, role, record.get("InstanceId").text()))?;
    let booted = record.get("_BootedAt").as_time();
    let at = registered(call, record, booted.unwrap_or(launched));
    let reaches = reach::outside(call, record).is_some();
    match state {
        "running" if reaches && at <= call.now() => Some(("Online", at)),
        // A machine that was managed and cannot be heard any more; one that never had a way out never was.
        "stopping" | "stopped" if at <= call.now() => Some(("ConnectionLost", at)),
        _ => None,
    }
}

/// The system of an instance's image.
pub(super) fn platform(record: &Value) -> Platform {
    if record.get("Platform").text().eq_ignore_ascii_case("windows") {
        return Platform::Windows;
    }
    Platform::of(record.get("_ImageName").text())
}

/// A machine as its surroundings have it now.
pub(super) fn facts(call: &Call<'_>, record: &Value) -> Facts {
    let text = |path: &str| record.at(path).text().to_owned();
    let options = record.get("MetadataOptions");
    let interface = record.at("NetworkInterfaces.0");
    let now = call.now();
    Facts {
        instance: text("InstanceId"),
        image: text("ImageId"),
        kind: text("InstanceType"),
        account: call.account.clone(),
        region: call.region.clone(),
        zone: text("Placement.AvailabilityZone"),
        private: text("PrivateIpAddress"),
        public: record.get("PublicIpAddress").as_text().map(str::to_owned),
        mac: interface.get("MacAddress").text().to_owned(),
        groups: record
            .get("SecurityGroups")
            .items()
            .iter()
            .map(|group| group.get("GroupName").text().to_owned())
            .collect(),
        tags: record
            .get("Tags")
            .items()
            .iter()
            .map(|tag| {
                (
                    tag.get("Key").text().to_owned(),
                    tag.get("Value").text().to_owned(),
                )
            })
            .collect(),
        role: role(call, record),
        platform: platform(record),
        metadata: Metadata {
            enabled: options.get("HttpEndpoint").text() != "disabled",
            tokens: options.get("HttpTokens").text() == "required",
            tags: options.get("InstanceMetadataTags").text() == "enabled",
        },
        outside: reach::outside(call, record),
        open: reach::open(call, record),
        user_data: decoded(record.get("_UserData").text()),
        booted: record
            .get("_BootedAt")
            .as_time()
            .or_else(|| record.get("LaunchTime").as_time())
            .unwrap_or(now),
        now,
        seed: Seed::new(0, &call.account, record.get("InstanceId").text(), 1).below(u64::MAX),
    }
}

fn decoded(text: &str) -> Option<String> {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(text.trim())
        .ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned()).filter(|text| !text.is_empty())
}

/// Runs a script on an instance. A machine that was never looked at boots first, at its own time.
///
/// # Errors
/// AWS's refusal of an instance that is not there.
pub(super) fn run(
    call: &mut Call<'_>,
    id: &str,
    script: machine::Script<'_>,
) -> Result<machine::Outcome, Refusal> {
    let gone = || Refusal::new("InvalidInstanceId", "");
    let of = instances().ok_or_else(gone)?;
    let record = call.found(of, id).cloned().ok_or_else(gone)?;
    let facts = facts(call, &record);
    let mut state = State::from_value(record.get(STATE));
    let awake = facts
        .booted
        .saturating_add(SignedDuration::from_secs(40))
        .unwrap_or(facts.booted);
    let early = Facts {
        now: awake.min(facts.now),
        ..facts.clone()
    };
    machine::boot(&early, &mut state);
    let outcome = machine::run(&facts, &mut state, script);
    call.edit(of, id, |record| record.set(STATE, state.to_value()))?;
    Ok(outcome)
}

const FILTERS: [&str; 8] = [
    "InstanceIds",
    "AgentVersion",
    "PingStatus",
    "PlatformTypes",
    "ActivationIds",
    "IamRole",
    "ResourceType",
    "AssociationStatus",
];

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut filters = Vec::new();
    for (list, key, values) in [
        ("Filters", "Key", "Values"),
        ("InstanceInformationFilterList", "key", "valueSet"),
    ] {
        for filter in given.list(list) {
            filters.push((filter.text(key), filter.texts(values)));
        }
    }
    if let Some((key, _)) = filters
        .iter()
        .find(|(key, _)| !FILTERS.contains(key) && !key.starts_with("tag:") && *key != "tag-key")
    {
        return Err(Refusal::new(
            "InvalidFilterKey",
            format!("The specified filter key {key} is not valid."),
        ));
    }
    let all: Vec<&Value> = instances().into_iter().flat_map(|of| call.all(of)).collect();
    let mut found = Vec::new();
    for record in all {
        let Some((ping, since)) = ping(call, record) else {
            continue;
        };
        let about = about(call, record, ping, since);
        let fits = filters.iter().all(|(key, values)| {
            let has = |text: &str| values.contains(&text);
            match *key {
                "InstanceIds" => has(about.get("InstanceId").text()),
                "PlatformTypes" => has(about.get("PlatformType").text()),
                "tag-key" => record
                    .get("Tags")
                    .items()
                    .iter()
                    .any(|tag| has(tag.get("Key").text())),
                key => match key.strip_prefix("tag:") {
                    Some(name) => record
                        .get("Tags")
                        .items()
                        .iter()
                        .any(|tag| tag.get("Key").text() == name && has(tag.get("Value").text())),
                    None => has(about.get(key).text()),
                },
            }
        });
        if fits {
            found.push(about);
        }
    }
    let found = call.cut(given, found)?;
    Ok(value!({ "InstanceInformationList": found }))
}

/// What is told of every managed instance.
pub(super) fn all(call: &Call<'_>) -> Vec<Value> {
    let records = instances().into_iter().flat_map(|of| call.all(of));
    records
        .filter_map(|record| {
            let (ping, since) = ping(call, record)?;
            Some(about(call, record, ping, since))
        })
        .collect()
}

fn about(call: &Call<'_>, record: &Value, ping: &str, since: Timestamp) -> Value {
    let platform = platform(record);
    let id = record.get("InstanceId").text();
    // The agent says hello every five minutes.
    let spans = call.now().duration_since(since).as_secs().max(0) / 300;
    let heard = since
        .saturating_add(SignedDuration::from_secs(spans * 300))
        .unwrap_or(since);
    let mut about = value!({
        "InstanceId": id,
        "PingStatus": ping,
        "LastPingDateTime": heard,
        "AgentVersion": "3.3.3050.0",
        "IsLatestVersion": true,
        "PlatformType": (if platform == Platform::Windows { "Windows" } else { "Linux" }),
        "PlatformName": (platform.name()),
        "PlatformVersion": (platform.version()),
        "ResourceType": "EC2Instance",
        "IPAddress": (record.get("PrivateIpAddress")),
        "ComputerName": (facts(call, record).domain()),
        "SourceId": id,
        "SourceType": "AWS::EC2::Instance",
    });
    if record.get("PrivateIpAddress").is_null() {
        about.set("IPAddress", "");
    }
    about
}

fn connection(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let target = given.text("Target");
    let online = instance(call, target)
        .and_then(|record| ping(call, record))
        .is_some_and(|(ping, _)| ping == "Online");
    Ok(value!({ "Target": target, "Status": (if online { "connected" } else { "notconnected" }) }))
}
