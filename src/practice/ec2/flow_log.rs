//! VPC flow logs: what is to be recorded of a network, and where to.
//!
//! AWS: *VPC Flow Logs*, *Flow log records* (VPC user guide); *CreateFlowLogs*. A flow log is made even where its role
//! or log group does not serve: that is seen later, by `DeliverLogsStatus` `FAILED` and `DeliverLogsErrorMessage`
//! `Access error`, which whoever delivers the records sets.

use super::network_interface::NETWORK_INTERFACE;
use super::subnet::SUBNET;
use super::vpc::VPC;
use super::{log_bucket, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Flow logs.
pub(super) static FAMILY: Family = Family {
    resources: &[&FLOW_LOG],
    moves: &[
        ("CreateFlowLogs", Move::Do(create)),
        ("DeleteFlowLogs", Move::Do(delete)),
        ("DescribeFlowLogs", Move::List(&FLOW_LOG)),
    ],
    ..Family::NONE
};

/// The kind is named as AWS names it where things are tagged. A record has, besides what AWS shows, nothing.
pub(super) static FLOW_LOG: Resource = Resource {
    kind: "ec2:vpc-flow-log",
    shape: "FlowLog",
    key: "FlowLogId",
    ids: "FlowLogIds",
    prefix: "fl-",
    absent: (
        "InvalidFlowLogId.NotFound",
        "These flow log ids in the input list are not found: [TotalCount: 1] {}",
    ),
    filters: &[
        "deliver-log-status=DeliverLogsStatus",
        "flow-log-id",
        "log-destination-type",
        "log-group-name",
        "resource-id",
        "tag",
        "traffic-type",
    ],
    ..Resource::NONE
};

/// The format where none is given (AWS: *Flow log records*, version 2).
const FORMAT: &str = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} \
                      ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

/// The fields that a format may have beside those of the default one (AWS: *Flow log records*, versions 3 to 8,
/// November 2026).
const FIELDS: &[&str] = &[
    "vpc-id",
    "subnet-id",
    "instance-id",
    "tcp-flags",
    "type",
    "pkt-srcaddr",
    "pkt-dstaddr",
    "region",
    "az-id",
    "sublocation-type",
    "sublocation-id",
    "pkt-src-aws-service",
    "pkt-dst-aws-service",
    "flow-direction",
    "traffic-path",
    "ecs-cluster-arn",
    "ecs-cluster-name",
    "ecs-container-instance-arn",
    "ecs-container-instance-id",
    "ecs-container-id",
    "ecs-second-container-id",
    "ecs-service-name",
    "ecs-task-definition-arn",
    "ecs-task-arn",
    "ecs-task-id",
    "reject-reason",
];

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new("InvalidParameter", message)
}

/// The format that is given, held against the known fields.
fn format(given: &Given<'_>) -> Result<String, Refusal> {
    let Some(format) = given.opt("LogFormat") else {
        return Ok(FORMAT.to_owned());
    };
    let known = |field: &str| {
        let name = field.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        name.is_some_and(|name| FIELDS.contains(&name) || FORMAT.split(' ').any(|known| known == field))
    };
    match format.split(' ').find(|field| !known(field)) {
        Some(field) => Err(invalid(format!("Unknown fields provided: {field}"))),
        None => Ok(format.to_owned()),
    }
}

/// Where the records go, as a flow log has it.
fn destination(call: &Call<'_>, given: &Given<'_>) -> Answer {
    let kind = given.opt("LogDestinationType").unwrap_or("cloud-watch-logs");
    let (arn, group) = (given.opt("LogDestination"), given.opt("LogGroupName"));
    let role = given.opt("DeliverLogsPermissionArn");
    let mut shown = value!({ "LogDestinationType": kind });
    match (kind, arn, group) {
        (_, None, None) => {
            return Err(invalid(
                "LogDestination can't be empty if LogGroupName is not provided.",
            ));
        }
        ("s3", _, Some(_)) => {
            return Err(invalid(
                "LogDestination type must be cloud-watch-logs if LogGroupName is provided.",
            ));
        }
        ("s3", Some(arn), None) => {
            if log_bucket::parts(arn).is_none() {
                return Err(invalid(format!("LogDestination: {arn} is not valid.")));
            }
            shown.set("LogDestination", arn);
        }
        ("cloud-watch-logs", arn, group) => {
            let Some(role) = role else {
                return Err(invalid(
                    "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
                ));
            };
            if !role.starts_with("arn:aws:iam::") || !role.contains(":role/") {
                return Err(invalid(format!(
                    "DeliverLogsPermissionArn: {role} is not the ARN of a role."
                )));
            }
            shown.set("DeliverLogsPermissionArn", role);
            let stem = format!("arn:aws:logs:{}:{}:log-group:", call.region, call.account);
            let named = arn.map(|arn| arn.strip_prefix(&stem).map(|name| name.trim_end_matches(":*")));
            let name = match (named, group) {
                (Some(None | Some("")), _) => {
                    let message = format!("LogDestination: {} is not valid.", arn.unwrap_or_default());
                    return Err(invalid(message));
                }
                (Some(Some(_)), Some(_)) => {
                    return Err(invalid(
                        "Please only provide LogGroupName or only provide LogDestination.",
                    ));
                }
                (Some(Some(name)), None) => name,
                (None, group) => group.unwrap_or_default(),
            };
            shown.set("LogGroupName", name);
            if let Some(arn) = arn {
                shown.set("LogDestination", arn);
            }
        }
        _ => return Err(Refusal::unmodelled(&format!("flow logs to {kind}"))),
    }
    Ok(shown)
}

/// How files are written to S3.
fn options(given: &Given<'_>) -> Answer {
    let options = given.get("DestinationOptions");
    if options
        .opt("FileFormat")
        .is_some_and(|format| format != "plain-text")
    {
        return Err(Refusal::unmodelled(
            "flow logs as Parquet; the plain text it does",
        ));
    }
    Ok(value!({
        "FileFormat": "plain-text",
        "HiveCompatiblePartitions": (options.flag("HiveCompatiblePartitions").unwrap_or_default()),
        "PerHourPartition": (options.flag("PerHourPartition").unwrap_or_default()),
    }))
}

/// `CreateFlowLogs`: one for each resource.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let tags = tags::specified(given, "vpc-flow-log")?;
    let token = given.value("ClientToken");
    let (kind, ids) = (given.text("ResourceType"), given.texts("ResourceIds"));
    let of = match kind {
        "VPC" => &VPC,
        "Subnet" => &SUBNET,
        "NetworkInterface" => &NETWORK_INTERFACE,
        _ => return Err(Refusal::unmodelled(&format!("flow logs of a {kind}"))),
    };
    let Some(traffic) = given.opt("TrafficType") else {
        let message = "The request must contain the parameter TrafficType";
        return Err(Refusal::new("MissingParameter", message));
    };
    let interval = given.int("MaxAggregationInterval").unwrap_or(600);
    if ![60, 600].contains(&interval) {
        return Err(invalid("Invalid Flow Log Max Aggregation Interval"));
    }
    let mut record = destination(call, given)?;
    if record.get("LogDestinationType").text() == "s3" {
        record.set("DestinationOptions", options(given)?);
    }
    for (member, value) in [
        ("LogFormat", Value::from(format(given)?)),
        ("TrafficType", traffic.into()),
        ("MaxAggregationInterval", interval.into()),
        ("CreationTime", call.now().into()),
        ("DeliverLogsStatus", "SUCCESS".into()),
        ("FlowLogStatus", "ACTIVE".into()),
        ("Tags", tags),
    ] {
        record.set(member, value);
    }
    let unfit = match log_bucket::parts(record.get("LogDestination").text()) {
        Some((bucket, folder)) => log_bucket::open(call, bucket, folder)?,
        None => None,
    };
    let (mut made, mut unsuccessful) = (Vec::new(), Vec::new());
    for id in ids {
        call.get(of, id)?;
        if let Some(message) = &unfit {
            let error = value!({ "Code": "400", "Message": message });
            unsuccessful.push(value!({ "ResourceId": id, "Error": error }));
            continue;
        }
        record.set("ResourceId", id);
        let alike = |other: &Value| {
            [
                "ResourceId",
                "TrafficType",
                "LogDestinationType",
                "LogDestination",
                "LogGroupName",
            ]
            .iter()
            .all(|member| other.get(member) == record.get(member))
        };
        if call.all(&FLOW_LOG).any(alike) {
            let message =
                "Error. There is an existing Flow Log with the same configuration and log destination.";
            return Err(Refusal::new("FlowLogAlreadyExists", message));
        }
        made.push(call.make(&FLOW_LOG, record.clone()).get("FlowLogId").clone());
    }
    Ok(value!({ "ClientToken": token, "FlowLogIds": made, "Unsuccessful": unsuccessful }))
}

/// `DeleteFlowLogs`: all or none.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let ids = given.texts("FlowLogIds");
    let absent: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| call.found(&FLOW_LOG, id).is_none())
        .collect();
    if !absent.is_empty() {
        let message = format!(
            "These flow log ids in the input list are not found: [TotalCount: {}] {}",
            absent.len(),
            absent.join(" ")
        );
        return Err(Refusal::new("InvalidFlowLogId.NotFound", message));
    }
    for id in ids {
        call.remove(&FLOW_LOG, id)?;
    }
    Ok(value!({ "Unsuccessful": [] }))
}

/// Takes away the flow logs of a thing that is gone.
pub(super) fn drop_of(call: &mut Call<'_>, resource: &str) -> Result<(), Refusal> {
    for id in call.with(&FLOW_LOG, "ResourceId", resource) {
        call.remove(&FLOW_LOG, &id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::port::{Cloud, Request};
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;
    use crate::value::Value;

    /// The input of a flow log of a VPC, with some members changed.
    fn asked(vpc: &str, changes: Value) -> Value {
        let mut input = value!({
            "ResourceIds": [vpc], "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "flows",
            "DeliverLogsPermissionArn": "arn:aws:iam::111122223333:role/flows",
        });
        let Value::Map(changes) = changes else {
            panic!("changes are members");
        };
        for (member, value) in changes {
            input.set(&member, value);
        }
        input
    }

    fn to_s3(changes: Value) -> Value {
        let mut input = value!({
            "LogGroupName": null, "DeliverLogsPermissionArn": null, "LogDestinationType": "s3",
            "LogDestination": "arn:aws:s3:::flows-of-the-lab/vpc/",
        });
        let Value::Map(changes) = changes else {
            panic!("changes are members");
        };
        for (member, value) in changes {
            input.set(&member, value);
        }
        input
    }

    #[test]
    fn a_vpc_s_traffic_is_recorded_to_both_places() {
        let aws = Asker::new();
        let before = aws.practice.world();
        let vpc = aws.made("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }), "Vpc.VpcId");
        let tagged = value!({ "MaxAggregationInterval": 60, "TagSpecifications": [{ "ResourceType": "vpc-flow-log", "Tags": [{ "Key": "Name", "Value": "to-logs" }] }] });
        let made = aws.ok("CreateFlowLogs", asked(&vpc, tagged));
        assert_eq!(made.get("Unsuccessful"), &value!([]));
        let nowhere = aws.ok("CreateFlowLogs", asked(&vpc, to_s3(value!({}))));
        assert_eq!(nowhere.get("FlowLogIds"), &value!([]));
        let why = nowhere.at("Unsuccessful.0.Error.Message").text();
        assert_eq!(why, "LogDestination: flows-of-the-lab does not exist.");
        let bucket = |operation: &str| {
            let input = value!({ "Bucket": "flows-of-the-lab" });
            aws.practice
                .call(&Request::new("s3", operation, input).mutating())
        };
        bucket("CreateBucket").unwrap();
        let s3 = aws.made("CreateFlowLogs", asked(&vpc, to_s3(value!({}))), "FlowLogIds.0");
        let policy = bucket("GetBucketPolicy").unwrap();
        let policy = policy.get("Policy").text();
        assert!(
            policy.contains("delivery.logs.amazonaws.com") && policy.contains("/vpc/AWSLogs/111122223333/*"),
            "{policy}"
        );
        let of = |name: &str, text: &str| {
            let filter = value!({ "Filter": [{ "Name": name, "Values": [text] }] });
            aws.ok("DescribeFlowLogs", filter).get("FlowLogs").clone()
        };
        assert_eq!(of("resource-id", &vpc).items().len(), 2);
        let logs = of("tag:Name", "to-logs");
        let log = logs.at("0");
        assert_eq!(log.get("FlowLogId"), made.at("FlowLogIds.0"));
        assert_eq!(log.get("DeliverLogsStatus").text(), "SUCCESS");
        assert!(log.get("LogFormat").text().ends_with("${action} ${log-status}"));
        assert_eq!(log.get("MaxAggregationInterval").as_int(), Some(60));
        let files = of("log-destination-type", "s3");
        assert_eq!(files.at("0.DestinationOptions.FileFormat").text(), "plain-text");
        for id in [made.at("FlowLogIds.0").text(), &s3] {
            aws.ok("DeleteFlowLogs", value!({ "FlowLogIds": [id] }));
        }
        let again = aws.call("DeleteFlowLogs", value!({ "FlowLogIds": [s3] }));
        assert_eq!(code(again), "InvalidFlowLogId.NotFound");
        aws.ok("CreateFlowLogs", asked(&vpc, value!({})));
        aws.ok("DeleteVpc", value!({ "VpcId": vpc }));
        bucket("DeleteBucket").unwrap();
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let aws = Asker::new();
        let vpc = aws.made("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }), "Vpc.VpcId");
        aws.ok("CreateFlowLogs", asked(&vpc, value!({})));
        for (changes, expected) in [
            (value!({}), "FlowLogAlreadyExists"),
            (value!({ "ResourceIds": ["vpc-0"] }), "InvalidVpcID.NotFound"),
            (value!({ "DeliverLogsPermissionArn": null }), "InvalidParameter"),
            (
                value!({ "DeliverLogsPermissionArn": "flows" }),
                "InvalidParameter",
            ),
            (value!({ "LogGroupName": null }), "InvalidParameter"),
            (
                value!({ "LogDestination": "arn:aws:logs:us-east-1:1:log-group:a" }),
                "InvalidParameter",
            ),
            (value!({ "MaxAggregationInterval": 90 }), "InvalidParameter"),
            (value!({ "TrafficType": null }), "MissingParameter"),
            (
                value!({ "LogFormat": "${version} ${colour}" }),
                "InvalidParameter",
            ),
            (to_s3(value!({ "LogGroupName": "flows" })), "InvalidParameter"),
            (
                to_s3(value!({ "LogDestination": "arn:aws:s3:::b/AWSLogs/" })),
                "InvalidParameter",
            ),
            (
                to_s3(value!({ "DestinationOptions": { "FileFormat": "parquet" } })),
                "NotModelled",
            ),
        ] {
            assert_eq!(
                code(aws.call("CreateFlowLogs", asked(&vpc, changes.clone()))),
                expected,
                "{changes:?}"
            );
        }
        aws.ok(
            "CreateFlowLogs",
            asked(
                &vpc,
                value!({ "LogFormat": "${version} ${vpc-id}", "TrafficType": "REJECT" }),
            ),
        );
    }
}
