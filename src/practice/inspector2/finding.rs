//! Findings: vulnerable packages of instances whose packages are known, and ports that the internet reaches.
//!
//! AWS: *Understanding finding types in Amazon Inspector* (network reachability is looked at whether or not an instance
//! is managed). Severities of reachable ports are illustrative.

use super::criteria::{Criteria, Table};
use super::vulnerability::{BIONIC, Vulnerability};
use super::{coverage, invalid, own};
use crate::practice::call::Call;
use crate::practice::ec2::security_group_rule::SECURITY_GROUP_RULE;
use crate::practice::given::Given;
use crate::practice::ids::Seed;
use crate::practice::refusal::Answer;
use crate::practice::ssm::reach;
use crate::value;
use crate::value::Value;
use jiff::Timestamp;

const TEXTS: Table = &[
    ("awsAccountId", "awsAccountId"),
    ("ec2InstanceImageId", "resources.details.awsEc2Instance.imageId"),
    ("ec2InstanceSubnetId", "resources.details.awsEc2Instance.subnetId"),
    ("ec2InstanceVpcId", "resources.details.awsEc2Instance.vpcId"),
    ("exploitAvailable", "exploitAvailable"),
    ("findingArn", "findingArn"),
    ("findingStatus", "status"),
    ("findingType", "type"),
    ("fixAvailable", "fixAvailable"),
    ("networkProtocol", "networkReachabilityDetails.protocol"),
    ("resourceId", "resources.id"),
    ("resourceType", "resources.type"),
    ("severity", "severity"),
    ("title", "title"),
    ("vendorSeverity", "packageVulnerabilityDetails.vendorSeverity"),
    ("vulnerabilityId", "packageVulnerabilityDetails.vulnerabilityId"),
    ("vulnerabilitySource", "packageVulnerabilityDetails.source"),
];

/// What all findings have.
fn blank(call: &Call<'_>, instance: &Value, what: &str, at: Timestamp) -> Value {
    let id = instance.get("InstanceId").text();
    let (account, region) = (&call.account, &call.region);
    let seed = Seed::new(0, id, what, 0).hex(32);
    let linux = if instance.at("_ImageName").text().contains("bionic") {
        "UBUNTU_18_04"
    } else {
        "UNKNOWN"
    };
    let addresses: Vec<Value> = ["PrivateIpAddress", "PublicIpAddress"]
        .iter()
        .map(|member| instance.get(member).clone())
        .filter(|address| !address.is_null())
        .collect();
    let mut details = value!({
        "type": (instance.get("InstanceType")),
        "imageId": (instance.get("ImageId")),
        "ipV4Addresses": addresses,
        "ipV6Addresses": [],
        "vpcId": (instance.get("VpcId")),
        "subnetId": (instance.get("SubnetId")),
        "launchedAt": (instance.get("LaunchTime")),
        "platform": linux,
    });
    for (member, path) in [
        ("iamInstanceProfileArn", "IamInstanceProfile.Arn"),
        ("keyName", "KeyName"),
    ] {
        if !instance.at(path).is_null() {
            details.set(member, instance.at(path));
        }
    }
    value!({
        "findingArn": (format!("arn:aws:inspector2:{region}:{account}:finding/{seed}")),
        "awsAccountId": account,
        "status": "ACTIVE",
        "firstObservedAt": at,
        "lastObservedAt": at,
        "updatedAt": at,
        "resources": [{
            "type": "AWS_EC2_INSTANCE",
            "id": id,
            "partition": "aws",
            "region": region,
            "tags": (coverage::tags(instance)),
            "details": { "awsEc2Instance": details },
        }],
    })
}

/// A vulnerable package.
fn package(call: &Call<'_>, instance: &Value, of: &Vulnerability, at: Timestamp) -> Value {
    let mut finding = blank(call, instance, of.id, at);
    let url = format!("https://ubuntu.com/security/{}", of.id);
    for (member, value) in [
        ("type", Value::from("PACKAGE_VULNERABILITY")),
        ("title", Value::from(format!("{} - {}", of.id, of.package))),
        (
            "description",
            Value::from(format!(
                "{} of {} is told of in Ubuntu's notice {}.",
                of.id, of.package, of.notice
            )),
        ),
        ("severity", Value::from(of.severity)),
        ("inspectorScore", Value::from(of.score)),
        ("fixAvailable", Value::from("YES")),
        ("exploitAvailable", Value::from("NO")),
        (
            "remediation",
            value!({ "recommendation": { "text": "None Provided" } }),
        ),
    ] {
        finding.set(member, value);
    }
    finding.set(
        "packageVulnerabilityDetails",
        value!({
            "vulnerabilityId": (of.id),
            "vulnerablePackages": [{
                "name": (of.package),
                "version": (of.version),
                "epoch": (of.epoch),
                "release": (of.release),
                "arch": "X86_64",
                "packageManager": "OS",
                "fixedInVersion": (of.fixed),
                "remediation": (format!("apt-get update && apt-get install --only-upgrade {}", of.package)),
            }],
            "source": "UBUNTU_CVE",
            "cvss": [{ "baseScore": (of.score), "scoringVector": "", "version": "3.1", "source": "UBUNTU_CVE" }],
            "relatedVulnerabilities": [(of.notice)],
            "sourceUrl": (&url),
            "vendorSeverity": (of.severity.to_ascii_lowercase()),
            "vendorCreatedAt": (of.published.parse::<Timestamp>().ok()),
            "referenceUrls": [(format!("https://ubuntu.com/security/notices/{}", of.notice)), (&url)],
        }),
    );
    finding
}

/// Ports that every address reaches: of an instance with a public address, by its groups' rules, routes and network ACLs.
fn reachable(call: &Call<'_>, instance: &Value, at: Timestamp) -> Vec<Value> {
    if instance.get("PublicIpAddress").is_null() {
        return Vec::new();
    }
    let groups = instance.get("SecurityGroups").items();
    call.all(&SECURITY_GROUP_RULE)
        .filter(|rule| {
            rule.get("IsEgress").as_bool() == Some(false)
                && ["0.0.0.0/0", "::/0"].contains(&rule.get("CidrIpv4").as_text().unwrap_or(rule.get("CidrIpv6").text()))
                && ["tcp", "udp"].contains(&rule.get("IpProtocol").text())
                && groups.iter().any(|group| group.get("GroupId") == rule.get("GroupId"))
                && reach::routed(call, instance, rule.get("FromPort").as_int().unwrap_or_default())
        })
        .map(|rule| {
            let (from, to) = (rule.get("FromPort"), rule.get("ToPort"));
            let port = from.as_int().unwrap_or_default();
            let mut finding = blank(call, instance, rule.get("SecurityGroupRuleId").text(), at);
            let ports = if from == to { format!("Port {port} is") } else { format!("Ports {port} to {} are", to.as_int().unwrap_or_default()) };
            let severity = if [22, 3389].contains(&port) { "HIGH" } else { "MEDIUM" };
            for (member, text) in [
                ("type", "NETWORK_REACHABILITY"),
                ("severity", severity),
                ("title", &format!("{ports} reachable from an Internet Gateway")),
                (
                    "description",
                    "On the instance, the port range is reachable from the internet by way of a security group's rule.",
                ),
            ] {
                finding.set(member, text);
            }
            let step = |id: &Value, kind: &str| value!({ "componentId": id, "componentType": kind });
            finding.set("remediation", value!({ "recommendation": { "text": "Restrict the sources of the security group's rule." } }));
            finding.set("networkReachabilityDetails", value!({
                "openPortRange": { "begin": from, "end": to },
                "protocol": (rule.get("IpProtocol").text().to_ascii_uppercase()),
                "networkPath": { "steps": [
                    (step(rule.get("GroupId"), "AWS::EC2::SecurityGroup")),
                    (step(instance.at("NetworkInterfaces.0.NetworkInterfaceId"), "AWS::EC2::NetworkInterface")),
                    (step(instance.get("InstanceId"), "AWS::EC2::Instance")),
                ] },
            }));
            finding
        })
        .collect()
}

/// All findings of now.
pub(super) fn all(call: &Call<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    let Some(on) = own(call).and_then(|record| record.get("_since").as_time()) else {
        return found;
    };
    let arrives = |from: Timestamp| {
        from.checked_add(coverage::SCANNED)
            .ok()
            .filter(|at| *at <= call.now())
    };
    for instance in coverage::instances(call) {
        if let Some(at) = instance
            .get("_BootedAt")
            .as_time()
            .and_then(|booted| arrives(booted.max(on)))
        {
            found.extend(reachable(call, &instance, at));
        }
        let old = instance.get("_ImageName").text().contains("bionic-18.04");
        if let Some(at) = coverage::since(call, &instance).and_then(arrives).filter(|_| old) {
            found.extend(BIONIC.iter().map(|one| package(call, &instance, one, at)));
        }
    }
    found
}

/// `ListFindings`: by criteria, sorted as asked for.
pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    const SEVERITIES: [&str; 6] = ["UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
    let criteria = Criteria::read(given, TEXTS, "resourceTags", "resources.0.tags");
    let mut found = all(call);
    found.retain(|one| criteria.admit(one));
    let sort = given.get("sortCriteria");
    if let Some(field) = sort.opt("field") {
        let rank = |one: &Value| {
            SEVERITIES
                .iter()
                .position(|word| *word == one.get("severity").text())
        };
        match field {
            "SEVERITY" => found.sort_by_key(rank),
            "FINDING_TYPE" => found.sort_by_key(|one| one.get("type").text().to_owned()),
            "FIRST_OBSERVED_AT" | "LAST_OBSERVED_AT" => {
                found.sort_by_key(|one| one.get("firstObservedAt").as_time());
            }
            "VULNERABILITY_ID" => {
                found.sort_by_key(|one| {
                    one.at("packageVulnerabilityDetails.vulnerabilityId")
                        .text()
                        .to_owned()
                });
            }
            "INSPECTOR_SCORE" => {
                found.sort_by_key(|one| one.get("inspectorScore").to_json().as_f64().map(f64::to_bits));
            }
            "RESOURCE_TYPE" | "FINDING_STATUS" | "AWS_ACCOUNT_ID" => {}
            other => return Err(invalid(format!("Findings cannot be sorted by {other}."))),
        }
        if sort.text("sortOrder") == "DESC" {
            found.reverse();
        }
    }
    let findings = call.cut(given, found)?;
    Ok(value!({ "findings": findings }))
}
