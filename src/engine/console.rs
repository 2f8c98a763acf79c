//! Links into AWS's console, by service. The paths are those of the console in autumn 2026.

use crate::event::Creation;

/// boto3's service name and the path of its console; `{region}` stands for the region.
const PATHS: [(&str, &str); 17] = [
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

/// Lists of EC2's console that belong to VPC, by the noun of the operation that creates an item.
const VPC: [(&str, &str); 8] = [
    ("Vpc", "vpcs:"),
    ("Subnet", "subnets:"),
    ("RouteTable", "RouteTables:"),
    ("InternetGateway", "igws:"),
    ("NatGateway", "NatGateways:"),
    ("SecurityGroup", "SecurityGroups:"),
    ("NetworkAcl", "acls:"),
    ("VpcEndpoint", "Endpoints:"),
];

/// Where a person can see what was created.
pub(super) fn link(creation: &Creation) -> String {
    let region = &creation.region;
    let list = VPC
        .iter()
        .filter(|_| creation.service == "ec2")
        .find(|(noun, _)| creation.operation.strip_prefix("Create") == Some(noun));
    let path = match list {
        Some((_, list)) => format!("vpcconsole/home?region={region}#{list}"),
        None => PATHS
            .iter()
            .find(|(service, _)| *service == creation.service)
            .map_or_else(
                || format!("console/home?region={region}"),
                |(_, path)| path.replace("{region}", region),
            ),
    };
    format!("https://{region}.console.aws.amazon.com/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Map;

    #[test]
    fn links() {
        let link = |service: &str, operation: &str| {
            link(&Creation {
                step: None,
                service: service.to_owned(),
                operation: operation.to_owned(),
                region: "eu-west-1".to_owned(),
                ids: Vec::new(),
                identifiers: Map::new(),
            })
        };
        let base = "https://eu-west-1.console.aws.amazon.com";
        assert_eq!(
            link("ec2", "CreateVpc"),
            format!("{base}/vpcconsole/home?region=eu-west-1#vpcs:")
        );
        assert_eq!(
            link("ec2", "RunInstances"),
            format!("{base}/ec2/home?region=eu-west-1#Home:")
        );
        assert_eq!(
            link("iam", "CreateUser"),
            format!("{base}/iam/home?region=eu-west-1#/home")
        );
        assert_eq!(
            link("glue", "CreateDatabase"),
            format!("{base}/console/home?region=eu-west-1")
        );
    }
}
