//! The ARNs that a call is about, as policies name them.
//!
//! Source: AWS's "Service Authorization Reference", read 2026-11-24, for the operations that labs use; what is not here
//! is `*`, which a policy for certain resources does not allow.

use super::Asker;
use crate::practice::iam::{GROUP, ROLE, USER};
use crate::practice::principal::Acts;
use crate::practice::world::GLOBAL;
use crate::value::Value;

/// What EC2 makes: the type of the new thing's ARN.
const MADE: &[(&str, &[&str])] = &[
    ("AllocateAddress", &["elastic-ip"]),
    ("CreateFlowLogs", &["vpc-flow-log"]),
    ("CreateInternetGateway", &["internet-gateway"]),
    ("CreateKeyPair", &["key-pair"]),
    ("CreateNatGateway", &["natgateway"]),
    ("CreateNetworkAcl", &["network-acl"]),
    ("CreateNetworkInterface", &["network-interface"]),
    ("CreateRouteTable", &["route-table"]),
    ("CreateSecurityGroup", &["security-group"]),
    ("CreateSubnet", &["subnet"]),
    ("CreateVolume", &["volume"]),
    ("CreateVpc", &["vpc"]),
    ("RunInstances", &["instance", "network-interface", "volume"]),
];

/// EC2's members that name things, and the type in their ARN.
const NAMED: &[(&str, &str)] = &[
    ("AllocationId", "elastic-ip"),
    ("DhcpOptionsId", "dhcp-options"),
    ("FlowLogIds", "vpc-flow-log"),
    ("GroupId", "security-group"),
    ("ImageId", "image"),
    ("InstanceId", "instance"),
    ("InstanceIds", "instance"),
    ("InternetGatewayId", "internet-gateway"),
    ("KeyName", "key-pair"),
    ("NatGatewayId", "natgateway"),
    ("NetworkAclId", "network-acl"),
    ("NetworkInterfaceId", "network-interface"),
    ("RouteTableId", "route-table"),
    ("SecurityGroupIds", "security-group"),
    ("SubnetId", "subnet"),
    ("VolumeId", "volume"),
    ("VpcId", "vpc"),
];

/// Ids that tags are put on, by what they begin with, where that is not the type's own name.
const PREFIXES: &[(&str, &str)] = &[
    ("acl", "network-acl"),
    ("ami", "image"),
    ("dopt", "dhcp-options"),
    ("eipalloc", "elastic-ip"),
    ("eni", "network-interface"),
    ("fl", "vpc-flow-log"),
    ("i", "instance"),
    ("igw", "internet-gateway"),
    ("nat", "natgateway"),
    ("rtb", "route-table"),
    ("sg", "security-group"),
    ("snap", "snapshot"),
    ("vol", "volume"),
];

/// Members of other services that name things: service, part of the operation's name, member, the ARN with `{r}` for
/// the region, `{a}` for the account and `{}` for the value.
const OTHERS: &[(&str, &str, &str, &str)] = &[
    ("cloudtrail", "", "Name", "arn:aws:cloudtrail:{r}:{a}:trail/{}"),
    (
        "cloudtrail",
        "",
        "TrailName",
        "arn:aws:cloudtrail:{r}:{a}:trail/{}",
    ),
    (
        "guardduty",
        "CreateDetector",
        "",
        "arn:aws:guardduty:{r}:{a}:detector/*",
    ),
    (
        "guardduty",
        "",
        "DetectorId",
        "arn:aws:guardduty:{r}:{a}:detector/{}",
    ),
    (
        "iam",
        "InstanceProfile",
        "InstanceProfileName",
        "arn:aws:iam::{a}:instance-profile/{}",
    ),
    ("iam", "ListUsers", "", "arn:aws:iam::{a}:user/"),
    ("iam", "ListGroups", "", "arn:aws:iam::{a}:group/"),
    ("iam", "ListRoles", "", "arn:aws:iam::{a}:role/"),
    ("iam", "ListPolicies", "", "arn:aws:iam::{a}:policy/"),
    ("iam", "CreatePolicy", "PolicyName", "arn:aws:iam::{a}:policy/{}"),
    (
        "iam",
        "CreateServiceLinkedRole",
        "AWSServiceName",
        "arn:aws:iam::{a}:role/aws-service-role/{}/*",
    ),
    (
        "logs",
        "",
        "logGroupName",
        "arn:aws:logs:{r}:{a}:log-group:{}:log-stream:",
    ),
    (
        "logs",
        "DescribeLogGroups",
        "",
        "arn:aws:logs:{r}:{a}:log-group::log-stream:",
    ),
    ("s3", "Object", "Bucket", "arn:aws:s3:::{}"),
    ("s3", "", "Bucket", "arn:aws:s3:::{}"),
    ("ssm", "Parameter", "Name", "arn:aws:ssm:{r}:{a}:parameter/{}"),
    ("ssm", "Parameter", "Names", "arn:aws:ssm:{r}:{a}:parameter/{}"),
    ("ssm", "Parameter", "Path", "arn:aws:ssm:{r}:{a}:parameter/{}"),
    ("ssm", "Document", "Name", "arn:aws:ssm:{r}:{a}:document/{}"),
    ("ssm", "", "DocumentName", "arn:aws:ssm:{r}:{a}:document/{}"),
    (
        "ssm",
        "SendCommand",
        "InstanceIds",
        "arn:aws:ec2:{r}:{a}:instance/{}",
    ),
    ("ssm", "StartSession", "Target", "arn:aws:ec2:{r}:{a}:instance/{}"),
    ("ssm", "", "SessionId", "arn:aws:ssm:{r}:{a}:session/{}"),
];

/// The ARNs of a call: all of them must be allowed.
pub(super) fn of(asker: &Asker<'_>, input: &Value) -> Vec<String> {
    let operation = asker.model.operation.name.as_str();
    let mut found = match asker.model.service.name.as_str() {
        "ec2" if operation.starts_with("Describe") => Vec::new(),
        "ec2" => ec2(asker, operation, input),
        "iam" => iam(asker, input),
        _ => Vec::new(),
    };
    if found.is_empty() {
        found = others(asker, operation, input);
    }
    if found.is_empty() {
        found.extend(own_arn(asker, input));
    }
    if found.is_empty() {
        found.push("*".to_owned());
    }
    found
}

fn ec2(asker: &Asker<'_>, operation: &str, input: &Value) -> Vec<String> {
    let (region, account) = (asker.region, asker.principal.account.as_str());
    // Images and snapshots may be anybody's: their ARNs name no account.
    let arn = |kind: &str, id: &str| {
        let owner = if matches!(kind, "image" | "snapshot") {
            ""
        } else {
            account
        };
        format!("arn:aws:ec2:{region}:{owner}:{kind}/{id}")
    };
    let made = MADE.iter().find(|(name, _)| *name == operation);
    let mut all: Vec<String> = made
        .into_iter()
        .flat_map(|(_, kinds)| kinds.iter())
        .map(|kind| arn(kind, "*"))
        .collect();
    for (member, kind) in NAMED {
        all.extend(texts(input.get(member)).map(|id| arn(kind, id)));
    }
    for id in texts(input.get("Resources")) {
        let prefix = id.rsplit_once('-').map_or(id, |(prefix, _)| prefix);
        let kind = PREFIXES
            .iter()
            .find(|(known, _)| *known == prefix)
            .map_or(prefix, |(_, kind)| kind);
        all.push(arn(kind, id));
    }
    all
}

/// IAM's things may have paths: the record knows its ARN.
fn iam(asker: &Asker<'_>, input: &Value) -> Vec<String> {
    let account = asker.principal.account.as_str();
    let place = format!("{account}/{GLOBAL}");
    for (of, kind) in [(&USER, "user"), (&GROUP, "group"), (&ROLE, "role")] {
        if let Some(name) = input.get(of.key).as_text() {
            let record = asker.world.record(&place, of.kind, name);
            let arn = record.and_then(|record| record.get("Arn").as_text());
            let plain = || {
                let path = input.get("Path").as_text().unwrap_or("/");
                format!("arn:aws:iam::{account}:{kind}{path}{name}")
            };
            return vec![arn.map_or_else(plain, str::to_owned)];
        }
    }
    let about_user = {
        let input = asker
            .model
            .operation
            .input
            .map(|id| asker.model.service.shape(id));
        input.is_some_and(|input| input.member("UserName").is_some_and(|member| !member.required))
    };
    match &asker.principal.acts {
        Acts::User(_) if about_user => vec![asker.principal.arn.clone()],
        _ => texts(input.get("PolicyArn")).map(str::to_owned).collect(),
    }
}

fn others(asker: &Asker<'_>, operation: &str, input: &Value) -> Vec<String> {
    let service = asker.model.service.name.as_str();
    let mut all = Vec::new();
    for (_, _, member, template) in OTHERS
        .iter()
        .filter(|(of, part, ..)| *of == service && operation.contains(part))
    {
        let filled = |value: &str| {
            // A parameter's ARN does not double the slash of its name; documents of AWS belong to no account.
            let value = if template.contains(":parameter/") {
                value.trim_start_matches('/')
            } else {
                value
            };
            let awss = template.contains(":document/") && value.starts_with("AWS-");
            let account = if awss {
                ""
            } else {
                asker.principal.account.as_str()
            };
            template
                .replace("{r}", asker.region)
                .replace("{a}", account)
                .replace("{}", value)
        };
        if member.is_empty() {
            all.push(filled(""));
        }
        for value in texts(input.get(member)) {
            let whole = value.starts_with("arn:");
            let mut arn = if whole { value.to_owned() } else { filled(value) };
            if let (true, Some(key)) = (service == "s3", input.get("Key").as_text()) {
                arn = format!("{arn}/{key}");
            }
            if let Some(stream) = input.get("logStreamName").as_text() {
                arn.push_str(stream);
            }
            if !all.contains(&arn) {
                all.push(arn);
            }
        }
    }
    all
}

/// The first member that is an ARN of the service itself.
fn own_arn(asker: &Asker<'_>, input: &Value) -> Option<String> {
    let start = format!("arn:aws:{}:", asker.model.service.signing_name);
    let mut values = input.as_map()?.values().filter_map(Value::as_text);
    values.find(|text| text.starts_with(&start)).map(str::to_owned)
}

/// A text, or the texts of a list.
pub(super) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_text()
        .into_iter()
        .chain(value.items().iter().filter_map(Value::as_text))
}
