//! Flow logs over a small network: a web server in the open, a private machine behind a NAT gateway, a quiet interface.

use super::*;
use crate::practice::behaviour::traffic::tests::{PLACE, network_with};
use crate::practice::lab::Lab;
use flate2::read::GzDecoder;
use std::io::Read;

const ROLE: &str = "arn:aws:iam::111122223333:role/flow-logs";

fn role(principal: &str) -> Value {
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
    );
    let inline =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}"#;
    value!({
        "Path": "/",
        "RoleName": "flow-logs",
        "Arn": ROLE,
        "AssumeRolePolicyDocument": trust,
        "_inline": { "all": inline },
    })
}

/// An account with the network and a flow log of its VPC.
fn watched(destination: &Value) -> Lab {
    let mut world = network_with(&[80]);
    let mut log = value!({
        "FlowLogId": "fl-1",
        "FlowLogStatus": "ACTIVE",
        "CreationTime": (world.now),
        "DeliverLogsStatus": "SUCCESS",
        "ResourceId": "vpc-1",
        "TrafficType": "ALL",
        "LogFormat": (format::DEFAULT),
        "MaxAggregationInterval": 60,
    });
    for (name, value) in destination.as_map().unwrap() {
        log.set(name, value);
    }
    put(
        &mut world,
        "111122223333/aws-global",
        "iam:role",
        "flow-logs",
        role("vpc-flow-logs.amazonaws.com"),
    );
    put(&mut world, PLACE, FLOW_LOG, "fl-1", log);
    world.commit();
    Lab::over(world, "logs")
}

fn to_logs() -> Value {
    value!({ "LogDestinationType": "cloud-watch-logs", "LogGroupName": "flows", "DeliverLogsPermissionArn": ROLE })
}

fn lines(aws: &Lab, pattern: &str) -> Vec<String> {
    let found = aws.ok(
        "FilterLogEvents",
        value!({ "logGroupName": "flows", "filterPattern": pattern }),
    );
    let events = found.get("events").items();
    events
        .iter()
        .map(|event| event.get("message").text().to_owned())
        .collect()
}

const COLUMNS: &str = "[version, account, eni, src, dst, srcport, dstport, protocol, packets, bytes, start, end, action, status]";

#[test]
fn lines_arrive_in_a_stream_an_interface_when_somebody_looks() {
    let aws = watched(&to_logs());
    let before = aws.world();
    aws.pass(3600);
    let waited = aws.world();
    assert_eq!(
        before.places, waited.places,
        "nothing is computed while nobody looks"
    );
    let streams = aws.ok("DescribeLogStreams", value!({ "logGroupName": "flows" }));
    let names: Vec<&str> = streams
        .get("logStreams")
        .items()
        .iter()
        .map(|stream| stream.get("logStreamName").text())
        .collect();
    assert_eq!(names, ["eni-nat-all", "eni-private-all", "eni-web-all"]);
    let all = lines(&aws, COLUMNS);
    assert!(all.len() > 180, "{}", all.len());
    assert!(
        all.iter().all(|line| line.starts_with("2 111122223333 eni-")),
        "{}",
        all[0]
    );
    let rejected = lines(&aws, &COLUMNS.replace("action", "action = REJECT"));
    assert!(!rejected.is_empty());
    assert!(
        rejected
            .iter()
            .all(|line| line.contains(" eni-web ") && !line.contains(" 80 6 "))
    );
    let web = lines(
        &aws,
        &COLUMNS
            .replace("dstport", "dstport = 80")
            .replace("action", "action = ACCEPT"),
    );
    assert!(!web.is_empty());
    let resolved = lines(&aws, &COLUMNS.replace("dstport", "dstport = \"53\""));
    let asked = resolved.iter().filter(|line| !line.contains(" eni-nat "));
    assert!(asked.clone().count() > 0);
    assert!(asked.clone().all(|line| line.contains(" 203.0.113.53 ")));
    assert!(!lines(&aws, &COLUMNS.replace("status", "status = NODATA")).is_empty());
    assert_eq!(lines(&aws, COLUMNS), all, "looking again adds nothing");
    let again = watched(&to_logs());
    again.pass(3600);
    assert_eq!(lines(&again, COLUMNS), all, "the same in every world of a seed");
}

#[test]
fn a_day_is_told_from_its_end() {
    let aws = watched(&to_logs());
    aws.pass(86_400);
    let all = lines(&aws, COLUMNS);
    assert!((1000..30_000).contains(&all.len()), "{}", all.len());
    assert_eq!(lines(&aws, "SKIPDATA").len(), 3);
}

#[test]
fn a_role_that_does_not_trust_or_may_not_write_is_an_access_error() {
    let mut powerless = role("vpc-flow-logs.amazonaws.com");
    powerless.set("_inline", Value::map());
    for wrong in [role("ec2.amazonaws.com"), powerless] {
        let mut world = watched(&to_logs()).world();
        put(
            &mut world,
            "111122223333/aws-global",
            "iam:role",
            "flow-logs",
            wrong,
        );
        let aws = Lab::over(world, "logs");
        aws.pass(120);
        let none = aws.ok("DescribeLogGroups", value!({}));
        assert_eq!(none.get("logGroups").items().len(), 0);
        let world = aws.world();
        let log = world.record(PLACE, FLOW_LOG, "fl-1").unwrap();
        assert_eq!(log.get("DeliverLogsStatus").text(), "FAILED");
        assert_eq!(log.get("DeliverLogsErrorMessage").text(), "Access error");
    }
}

#[test]
fn files_arrive_in_a_bucket_under_their_names_and_can_be_cleaned_up() {
    let mut world = watched(&to_logs()).world();
    world.change(Change::Take {
        place: PLACE.into(),
        kind: FLOW_LOG.into(),
        id: "fl-1".into(),
    });
    let before = world.clone();
    let s3 = Lab::over(world, "s3");
    s3.ok("CreateBucket", value!({ "Bucket": "flow-files" }));
    let log =
        watched(&value!({ "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::flow-files" })).world();
    let log = log.record(PLACE, FLOW_LOG, "fl-1").unwrap().clone();
    let mut world = s3.world();
    put(&mut world, PLACE, FLOW_LOG, "fl-1", log);
    let s3 = Lab::over(world, "s3");
    s3.pass(1200);
    let policy = s3.ok("GetBucketPolicy", value!({ "Bucket": "flow-files" }));
    assert!(policy.get("Policy").text().contains("AWSLogDeliveryWrite"));
    let listed = s3.ok("ListObjectsV2", value!({ "Bucket": "flow-files", "Prefix": "AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/01/05/" }));
    let keys: Vec<&str> = listed
        .get("Contents")
        .items()
        .iter()
        .map(|object| object.get("Key").text())
        .collect();
    assert_eq!(keys.len(), 4, "{keys:?}");
    assert!(
        keys[0].contains("/111122223333_vpcflowlogs_us-east-1_fl-1_20260105T0905Z_"),
        "{}",
        keys[0]
    );
    let got = s3.ok("GetObject", value!({ "Bucket": "flow-files", "Key": (keys[0]) }));
    let Value::Blob(bytes) = got.get("Body") else {
        panic!("{got:?}")
    };
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    let mut lines = text.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("version account-id interface-id srcaddr")
    );
    assert!(lines.all(|line| line.starts_with("2 111122223333 eni-")));
    s3.ok("DeleteBucketPolicy", value!({ "Bucket": "flow-files" }));
    s3.pass(600);
    let listed = s3.ok("ListObjectsV2", value!({ "Bucket": "flow-files" }));
    assert_eq!(
        listed.get("Contents").items().len(),
        4,
        "nothing without the policy"
    );
    let mut world = s3.world();
    assert_eq!(
        world
            .record(PLACE, FLOW_LOG, "fl-1")
            .unwrap()
            .get("DeliverLogsStatus")
            .text(),
        "FAILED"
    );
    world.change(Change::Take {
        place: PLACE.into(),
        kind: FLOW_LOG.into(),
        id: "fl-1".into(),
    });
    let s3 = Lab::over(world, "s3");
    for key in keys {
        s3.ok("DeleteObject", value!({ "Bucket": "flow-files", "Key": key }));
    }
    s3.ok("DeleteBucket", value!({ "Bucket": "flow-files" }));
    let after = s3.world();
    assert_eq!(before.differences(&after), Vec::<String>::new());
    assert_eq!(after.shelf(PLACE, CURSOR), None);
}
