//! Log groups.

use super::metric_filter::METRIC_FILTER;
use super::stream;
use super::{ABSENT, EXISTS, arn, constraint, limited, millis, named, tag, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Log groups.
pub(super) static FAMILY: Family = Family {
    resources: &[&GROUP],
    moves: &[
        ("CreateLogGroup", Move::Do(create)),
        ("DeleteLogGroup", Move::Do(delete)),
        ("DeleteRetentionPolicy", Move::Do(delete_retention)),
        ("DescribeLogGroups", Move::Do(describe)),
        ("ListLogGroups", Move::Do(list)),
        ("PutLogGroupDeletionProtection", Move::Do(protect)),
        ("PutRetentionPolicy", Move::Do(put_retention)),
    ],
    ..Family::NONE
};

/// A log group. Its tags are a map in `_tags`.
pub(in crate::practice) static GROUP: Resource = Resource {
    kind: "logs:log-group",
    shape: "LogGroup",
    key: "logGroupName",
    absent: (ABSENT, "The specified log group does not exist."),
    ..Resource::NONE
};

/// The days that events may be kept (AWS: *PutRetentionPolicy*).
const DAYS: &[i64] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/// Groups that an account may have in a region.
const QUOTA: usize = 1_000_000;

fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("logGroupName");
    named(
        name,
        "logGroupName",
        |c| c.is_ascii_alphanumeric() || ".-_/#".contains(c),
        r"[\.\-_/#A-Za-z0-9]+",
    )?;
    if name.starts_with("aws/") {
        return Err(unfit("Log groups starting with AWS/ are reserved for AWS."));
    }
    if call.found(&GROUP, name).is_some() {
        return Err(Refusal::new(EXISTS, "The specified log group already exists"));
    }
    if call.all(&GROUP).count() >= QUOTA {
        return Err(Refusal::new("LimitExceededException", "Resource limit exceeded."));
    }
    let class = given.opt("logGroupClass").unwrap_or("STANDARD").to_owned();
    let protected = given.flag("deletionProtectionEnabled").unwrap_or(false);
    let tags = tag::given(given.value("tags"))?;
    make(call, name);
    call.edit(&GROUP, name, |group| {
        group.set("logGroupClass", class);
        group.set("deletionProtectionEnabled", protected);
        if !tags.is_empty() {
            group.set("_tags", tags);
        }
    })?;
    Ok(Value::map())
}

/// A new group, as anybody's call or a delivery makes it.
pub(in crate::practice) fn make(call: &mut Call<'_>, name: &str) {
    let group = value!({
        "logGroupName": name,
        "creationTime": (millis(call.now())),
        "metricFilterCount": 0,
        "arn": (arn(call, &format!("log-group:{name}:*"))),
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
        "logGroupArn": (arn(call, &format!("log-group:{name}"))),
        "deletionProtectionEnabled": false,
    });
    call.keep(&GROUP, name, group);
}

/// The group that a call names by `logGroupName`, or by a name or ARN in `logGroupIdentifier`.
pub(super) fn identified<'a>(call: &Call<'_>, given: &Given<'a>) -> Result<&'a str, Refusal> {
    let (name, identifier) = (given.opt("logGroupName"), given.opt("logGroupIdentifier"));
    let name = match (name, identifier) {
        (Some(name), None) => name,
        (None, Some(identifier)) => name_of(call, identifier)?,
        (Some(_), Some(_)) => {
            let message = "LogGroupName and LogGroupIdentifier are mutually exclusive parameters.";
            return Err(unfit(message));
        }
        (None, None) => return Err(unfit("LogGroupName or LogGroupIdentifier is required.")),
    };
    call.get(&GROUP, name)?;
    Ok(name)
}

/// The name in a group's ARN, which a plain name is as well.
pub(super) fn name_of<'a>(call: &Call<'_>, identifier: &'a str) -> Result<&'a str, Refusal> {
    if !identifier.starts_with("arn:") {
        return Ok(identifier);
    }
    let own = arn(call, "log-group:");
    let name = identifier
        .strip_prefix(&own)
        .ok_or_else(|| Refusal::new(ABSENT, "The specified log group does not exist."))?;
    Ok(name.strip_suffix(":*").unwrap_or(name))
}

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "limit", 50)?;
    let (prefix, pattern) = (given.opt("logGroupNamePrefix"), given.opt("logGroupNamePattern"));
    if prefix.is_some() && pattern.is_some() {
        let message = "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.";
        return Err(unfit(message));
    }
    let identifiers = given.texts("logGroupIdentifiers");
    let names = identifiers
        .iter()
        .map(|identifier| name_of(call, identifier))
        .collect::<Result<Vec<&str>, Refusal>>()?;
    let groups = wanted(call, given, pattern)?;
    let groups: Vec<Value> = groups
        .into_iter()
        .filter(|name| prefix.is_none_or(|prefix| name.starts_with(prefix)))
        .filter(|name| names.is_empty() || names.contains(&name.as_str()))
        .map(|name| shown(call, &name))
        .collect::<Result<_, Refusal>>()?;
    let groups = call.cut(given, groups)?;
    Ok(value!({ "logGroups": groups }))
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "limit", 1000)?;
    let pattern = given.opt("logGroupNamePattern");
    let groups = wanted(call, given, pattern)?;
    let groups = call.cut(given, groups)?;
    let groups = groups
        .iter()
        .map(|name| {
            let group = call.get(&GROUP, name)?;
            Ok(value!({
                "logGroupName": name,
                "logGroupArn": (group.get("logGroupArn")),
                "logGroupClass": (group.get("logGroupClass")),
            }))
        })
        .collect::<Result<Vec<Value>, Refusal>>()?;
    Ok(value!({ "logGroups": groups }))
}

/// The names of the groups whose name holds a pattern, in no case, and that have the class asked for; by name.
fn wanted(call: &Call<'_>, given: &Given<'_>, pattern: Option<&str>) -> Result<Vec<String>, Refusal> {
    let class = given.opt("logGroupClass");
    let accounts = given.texts("accountIdentifiers");
    if given.flag("includeLinkedAccounts") == Some(true) && accounts != [call.account.as_str()] {
        let what = "includeLinkedAccounts of logs: accounts here are not linked";
        return Err(Refusal::unmodelled(what));
    }
    let pattern = pattern.map(str::to_lowercase);
    let mut names: Vec<String> = call
        .all(&GROUP)
        .filter(|group| class.is_none_or(|class| group.get("logGroupClass").text() == class))
        .map(|group| group.get("logGroupName").text())
        .filter(|name| {
            pattern
                .as_ref()
                .is_none_or(|pattern| name.to_lowercase().contains(pattern))
        })
        .map(str::to_owned)
        .collect();
    names.sort();
    Ok(names)
}

/// A group with what its streams add up to. (AWS's figure lags by hours, and is of the compressed events.)
fn shown(call: &Call<'_>, name: &str) -> Answer {
    let mut group = call.get(&GROUP, name)?.clone();
    let bytes: i64 = stream::of(call, name)
        .filter_map(|stream| stream.get("_bytes").as_int())
        .sum();
    group.set("storedBytes", bytes);
    group.set(
        "metricFilterCount",
        call.with(&METRIC_FILTER, "logGroupName", name).len(),
    );
    Ok(group)
}

/// `DeleteLogGroup`: with its streams, events and filters.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("logGroupName");
    let group = call.get(&GROUP, name)?;
    if group.get("deletionProtectionEnabled").as_bool() == Some(true) {
        let message = "The specified log group has deletion protection enabled.";
        return Err(Refusal::new("ValidationException", message));
    }
    let streams: Vec<String> = stream::of(call, name)
        .map(|stream| stream.get("logStreamName").text().to_owned())
        .collect();
    for stream in streams {
        stream::remove(call, name, &stream)?;
    }
    for filter in call.with(&METRIC_FILTER, "logGroupName", name) {
        call.remove(&METRIC_FILTER, &filter)?;
    }
    call.drop_unused(&GROUP, name)?;
    Ok(Value::map())
}

fn protect(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = name_of(call, given.text("logGroupIdentifier"))?.to_owned();
    let protected = given.flag("deletionProtectionEnabled").unwrap_or(false);
    call.edit(&GROUP, &name, |group| {
        group.set("deletionProtectionEnabled", protected);
    })?;
    Ok(Value::map())
}

fn put_retention(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("logGroupName");
    let days = given.int("retentionInDays").unwrap_or_default();
    if !DAYS.contains(&days) {
        let known: Vec<String> = DAYS.iter().map(i64::to_string).collect();
        let rule = format!("satisfy enum value set: [{}]", known.join(", "));
        return Err(constraint(&days.to_string(), "retentionInDays", &rule));
    }
    call.edit(&GROUP, name, |group| group.set("retentionInDays", days))?;
    Ok(Value::map())
}

fn delete_retention(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.edit(&GROUP, given.text("logGroupName"), |group| {
        if let Some(members) = group.as_map_mut() {
            members.shift_remove("retentionInDays");
        }
    })?;
    Ok(Value::map())
}

/// The instant before which a group keeps nothing.
pub(super) fn horizon(call: &Call<'_>, name: &str) -> Option<i64> {
    let days = call.found(&GROUP, name)?.get("retentionInDays").as_int()?;
    Some(millis(call.now()) - days * 24 * 3_600_000)
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;

    #[test]
    fn a_group_is_made_found_kept_for_days_and_deleted() {
        let aws = Lab::new("logs");
        let before = aws.world();
        let name = "Flow-logs-VPC-10-0-0-0";
        let group = || value!({ "logGroupName": name });
        let input = value!({ "logGroupName": name, "tags": { "Name": "lab" } });
        aws.ok("CreateLogGroup", input.clone());
        assert_eq!(
            aws.no("CreateLogGroup", input),
            (
                "ResourceAlreadyExistsException".to_owned(),
                "The specified log group already exists".to_owned()
            )
        );
        aws.ok(
            "PutRetentionPolicy",
            value!({ "logGroupName": name, "retentionInDays": 7 }),
        );
        let (code, message) = aws.no(
            "PutRetentionPolicy",
            value!({ "logGroupName": name, "retentionInDays": 2 }),
        );
        assert_eq!(code, "InvalidParameterException");
        assert!(message.contains("Value '2' at 'retentionInDays'"), "{message}");
        let found = aws.ok("DescribeLogGroups", value!({ "logGroupNamePrefix": "Flow" }));
        let found = found.at("logGroups.0");
        assert_eq!(found.get("retentionInDays").as_int(), Some(7));
        assert_eq!(
            found.get("arn").text(),
            "arn:aws:logs:us-east-1:111122223333:log-group:Flow-logs-VPC-10-0-0-0:*"
        );
        assert!(found.get("_tags").is_null());
        aws.ok("DeleteRetentionPolicy", group());
        for (member, word, count) in [
            ("logGroupNamePattern", "LOGS-vpc", 1),
            ("logGroupNamePattern", "other", 0),
            ("logGroupNamePrefix", "flow", 0),
        ] {
            let mut input = value!({ "logGroupClass": "STANDARD" });
            input.set(member, word);
            let found = aws.ok("DescribeLogGroups", input);
            assert_eq!(found.get("logGroups").items().len(), count, "{word}");
        }
        let listed = aws.ok("ListLogGroups", value!({}));
        assert_eq!(listed.at("logGroups.0.logGroupName").text(), name);
        let both = value!({ "logGroupNamePrefix": "a", "logGroupNamePattern": "abc" });
        assert_eq!(aws.no("DescribeLogGroups", both).0, "InvalidParameterException");
        let protect = |on: bool| value!({ "logGroupIdentifier": name, "deletionProtectionEnabled": on });
        aws.ok("PutLogGroupDeletionProtection", protect(true));
        assert_eq!(aws.no("DeleteLogGroup", group()).0, "ValidationException");
        aws.ok("PutLogGroupDeletionProtection", protect(false));
        aws.ok("DeleteLogGroup", group());
        let (code, message) = aws.no("DeleteLogGroup", group());
        assert_eq!(code, "ResourceNotFoundException");
        assert_eq!(message, "The specified log group does not exist.");
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }

    #[test]
    fn names_are_held_to_amazons_rule() {
        let aws = Lab::new("logs");
        for name in ["", "a b", "ä", &"x".repeat(513), "aws/mine"] {
            let (code, _) = aws.no("CreateLogGroup", value!({ "logGroupName": name }));
            assert!(
                ["InvalidParameterException", "ParameterValidation"].contains(&code.as_str()),
                "{code}"
            );
        }
        let (_, message) = aws.no("CreateLogGroup", value!({ "logGroupName": "a b" }));
        assert_eq!(
            message,
            "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"
        );
    }

    #[test]
    fn groups_come_by_name_a_page_at_a_time() {
        let aws = Lab::new("logs");
        for name in ["c", "a", "b"] {
            aws.ok("CreateLogGroup", value!({ "logGroupName": name }));
        }
        let first = aws.ok("DescribeLogGroups", value!({ "limit": 2 }));
        assert_eq!(first.at("logGroups.1.logGroupName").text(), "b");
        let rest = aws.ok(
            "DescribeLogGroups",
            value!({ "limit": 2, "nextToken": (first.get("nextToken")) }),
        );
        assert_eq!(rest.at("logGroups.0.logGroupName").text(), "c");
        assert_eq!(
            aws.no("DescribeLogGroups", value!({ "limit": 51 })).0,
            "InvalidParameterException"
        );
    }
}
