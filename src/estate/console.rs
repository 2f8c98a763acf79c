//! Links into AWS's console. The paths are those of the console in autumn 2026.

use super::kind::Kind;
use crate::event::Creation;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// boto3's service name and the path of its console; `{region}` stands for the region.
const SERVICES: [(&str, &str); 17] = [
    ("athena", "athena/home?region={region}#/query-editor"),
    ("cloudtrail", "cloudtrailv2/home?region={region}#/trails"),
    ("cloudwatch", "cloudwatch/home?region={region}"),
    ("config", "config/home?region={region}#/dashboard"),
    ("detective", "detective/home?region={region}#summary"),
    ("ec2", "ec2/home?region={region}#Home:"),
    ("elbv2", "ec2/home?region={region}#LoadBalancers:"),
    ("events", "events/home?region={region}#/rules"),
    ("guardduty", "guardduty/home?region={region}#/summary"),
    ("iam", "iam/home?region={region}#/home"),
    ("inspector2", "inspector/v2/home?region={region}#/dashboard"),
    ("kms", "kms/home?region={region}#/kms/keys"),
    ("logs", "cloudwatch/home?region={region}#logsV2:log-groups"),
    ("s3", "s3/buckets?region={region}"),
    ("securityhub", "securityhub/home?region={region}#/summary"),
    ("sns", "sns/v3/home?region={region}#/topics"),
    ("ssm", "systems-manager/home?region={region}"),
];

/// The pages of single things; `{id}` stands for the id.
const THINGS: [(&str, &str); 19] = [
    (
        "ec2:elastic-ip",
        "ec2/home?region={region}#ElasticIpDetails:AllocationId={id}",
    ),
    ("ec2:flow-log", "vpcconsole/home?region={region}#vpcs:"),
    (
        "ec2:instance",
        "ec2/home?region={region}#InstanceDetails:instanceId={id}",
    ),
    (
        "ec2:internet-gateway",
        "vpcconsole/home?region={region}#InternetGateway:internetGatewayId={id}",
    ),
    (
        "ec2:nat-gateway",
        "vpcconsole/home?region={region}#NatGatewayDetails:natGatewayId={id}",
    ),
    (
        "ec2:network-acl",
        "vpcconsole/home?region={region}#NetworkAclDetails:networkAclId={id}",
    ),
    (
        "ec2:route-table",
        "vpcconsole/home?region={region}#RouteTableDetails:RouteTableId={id}",
    ),
    (
        "ec2:security-group",
        "vpcconsole/home?region={region}#SecurityGroup:groupId={id}",
    ),
    (
        "ec2:subnet",
        "vpcconsole/home?region={region}#SubnetDetails:subnetId={id}",
    ),
    (
        "ec2:volume",
        "ec2/home?region={region}#VolumeDetails:volumeId={id}",
    ),
    ("ec2:vpc", "vpcconsole/home?region={region}#VpcDetails:VpcId={id}"),
    (
        "ec2:vpc-endpoint",
        "vpcconsole/home?region={region}#EndpointDetails:vpcEndpointId={id}",
    ),
    ("iam:group", "iam/home#/groups/details/{id}"),
    (
        "iam:login-profile",
        "iam/home#/users/details/{id}?section=security_credentials",
    ),
    ("iam:role", "iam/home#/roles/details/{id}"),
    ("iam:user", "iam/home#/users/details/{id}"),
    (
        "inspector2:activation",
        "inspector/v2/home?region={region}#/settings/account-management",
    ),
    (
        "logs:log-group",
        "cloudwatch/home?region={region}#logsV2:log-groups/log-group/{id}",
    ),
    ("s3:bucket", "s3/buckets/{id}?region={region}"),
];

/// What an id may have in a link as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Where a person can see a thing of a claim.
#[must_use]
pub fn link(kind: &str, id: &str, region: &str) -> String {
    let service = kind.split_once(':').map_or(kind, |(service, _)| service);
    let path = THINGS
        .iter()
        .find(|(known, _)| *known == kind)
        .or_else(|| SERVICES.iter().find(|(known, _)| *known == service))
        .map_or("console/home?region={region}", |(_, path)| path);
    let id = utf8_percent_encode(id, PLAIN).to_string();
    let region = if region.is_empty() { "us-east-1" } else { region };
    let path = path.replace("{region}", region).replace("{id}", &id);
    format!("https://{region}.console.aws.amazon.com/{path}")
}

/// Where a person can see what was created.
#[must_use]
pub fn link_of(creation: &Creation) -> String {
    let kind = Kind::made_by(&creation.service, &creation.operation).map_or_else(
        || {
            creation
                .operation
                .strip_prefix("Create")
                .unwrap_or_default()
                .to_owned()
        },
        |kind| kind.name.to_owned(),
    );
    let kind = if kind.contains(':') {
        kind
    } else {
        format!("{}:{}", creation.service, dashed(&kind))
    };
    let id = creation.ids.iter().min_by_key(|id| id.starts_with("arn:"));
    link(&kind, id.map_or("", String::as_str), &creation.region)
}

/// `network-acl` for `NetworkAcl`.
fn dashed(noun: &str) -> String {
    let mut dashed = String::new();
    for (at, c) in noun.char_indices() {
        if c.is_ascii_uppercase() && at > 0 {
            dashed.push('-');
        }
        dashed.push(c.to_ascii_lowercase());
    }
    dashed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Map;

    #[test]
    fn links() {
        let link = |service: &str, operation: &str, id: &str| {
            link_of(&Creation {
                step: None,
                service: service.to_owned(),
                operation: operation.to_owned(),
                region: "eu-west-1".to_owned(),
                ids: vec![id.to_owned()],
                identifiers: Map::new(),
            })
        };
        let base = "https://eu-west-1.console.aws.amazon.com";
        let table = [
            (
                "ec2",
                "CreateVpc",
                "vpc-1",
                "vpcconsole/home?region=eu-west-1#VpcDetails:VpcId=vpc-1",
            ),
            (
                "ec2",
                "RunInstances",
                "i-1",
                "ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-1",
            ),
            (
                "ec2",
                "CreateNetworkAcl",
                "acl-1",
                "vpcconsole/home?region=eu-west-1#NetworkAclDetails:networkAclId=acl-1",
            ),
            (
                "ec2",
                "CreateSnapshot",
                "snap-1",
                "ec2/home?region=eu-west-1#Home:",
            ),
            (
                "iam",
                "CreateUser",
                "a b/<c>",
                "iam/home#/users/details/a%20b%2F%3Cc%3E",
            ),
            ("glue", "CreateDatabase", "x", "console/home?region=eu-west-1"),
        ];
        for (service, operation, id, path) in table {
            assert_eq!(link(service, operation, id), format!("{base}/{path}"));
        }
        assert_eq!(
            super::link("inspector2:coverage", "1", ""),
            "https://us-east-1.console.aws.amazon.com/inspector/v2/home?region=us-east-1#/dashboard"
        );
    }
}
