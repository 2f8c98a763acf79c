//! Answers of EC2.

use super::{given, instant, same};
use crate::conformance::clients::wait;
use aws_smithy_types::base64;
use serde_json::{Value as Json, json};

#[test]
fn answers_are_read_alike() {
    let (answer, config) = given(
        "<DescribeInstancesResponse><requestId>r-1</requestId><reservationSet><item><ownerId>111122223333</ownerId>\
         <instancesSet><item><instanceId>i-1</instanceId><instanceState><code>16</code><name>running</name></instanceState>\
         <launchTime>2026-11-24T05:30:00.000Z</launchTime><monitoring><state>disabled</state></monitoring>\
         <groupSet><item><groupId>sg-1</groupId><groupName>http-world</groupName></item></groupSet>\
         <sourceDestCheck>true</sourceDestCheck><tagSet><item><key>Name</key><value>web &amp; more</value></item></tagSet>\
         <blockDeviceMapping/></item></instancesSet></item></reservationSet><nextToken>more</nextToken>\
         </DescribeInstancesResponse>",
    );
    let read = wait(aws_sdk_ec2::Client::new(&config).describe_instances().send()).unwrap();
    let one = &read.reservations()[0].instances()[0];
    let state = one.state().unwrap();
    same(
        "ec2",
        "DescribeInstances",
        &answer,
        &[
            ("NextToken", json!(read.next_token())),
            ("Reservations.0.OwnerId", json!(read.reservations()[0].owner_id())),
            ("Reservations.0.Instances.0.InstanceId", json!(one.instance_id())),
            ("Reservations.0.Instances.0.State.Code", json!(state.code())),
            (
                "Reservations.0.Instances.0.State.Name",
                json!(state.name().map(|name| name.as_str())),
            ),
            (
                "Reservations.0.Instances.0.LaunchTime",
                instant(one.launch_time()),
            ),
            (
                "Reservations.0.Instances.0.SecurityGroups.0.GroupName",
                json!(one.security_groups()[0].group_name()),
            ),
            (
                "Reservations.0.Instances.0.SourceDestCheck",
                json!(one.source_dest_check()),
            ),
            (
                "Reservations.0.Instances.0.Tags.0.Value",
                json!(one.tags()[0].value()),
            ),
            (
                "Reservations.0.Instances.0.BlockDeviceMappings",
                json!(Vec::<Json>::from_iter(
                    one.block_device_mappings().iter().map(|_| Json::Null)
                )),
            ),
        ],
    );

    let (answer, config) = given(
        "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item>\
         <ipProtocol>tcp</ipProtocol><fromPort>80</fromPort><toPort>80</toPort><groups/><ipRanges><item>\
         <cidrIp>0.0.0.0/0</cidrIp><description>the world</description></item></ipRanges></item></ipPermissions>\
         </item></securityGroupInfo></DescribeSecurityGroupsResponse>",
    );
    let read = wait(
        aws_sdk_ec2::Client::new(&config)
            .describe_security_groups()
            .send(),
    )
    .unwrap();
    let rule = &read.security_groups()[0].ip_permissions()[0];
    same(
        "ec2",
        "DescribeSecurityGroups",
        &answer,
        &[
            (
                "SecurityGroups.0.IpPermissions.0.IpProtocol",
                json!(rule.ip_protocol()),
            ),
            (
                "SecurityGroups.0.IpPermissions.0.FromPort",
                json!(rule.from_port()),
            ),
            (
                "SecurityGroups.0.IpPermissions.0.IpRanges.0.CidrIp",
                json!(rule.ip_ranges()[0].cidr_ip()),
            ),
            (
                "SecurityGroups.0.IpPermissions.0.IpRanges.0.Description",
                json!(rule.ip_ranges()[0].description()),
            ),
        ],
    );

    // The typed client hands the console's output on as it travels; boto3 and we decode it.
    let (answer, config) = given(
        "<GetConsoleOutputResponse><instanceId>i-1</instanceId><timestamp>2026-11-24T05:30:00Z</timestamp>\
         <output>aGVsbG8K</output></GetConsoleOutputResponse>",
    );
    let read = wait(
        aws_sdk_ec2::Client::new(&config)
            .get_console_output()
            .instance_id("i-1")
            .send(),
    )
    .unwrap();
    let output = base64::decode(read.output().unwrap()).unwrap();
    same(
        "ec2",
        "GetConsoleOutput",
        &answer,
        &[
            ("InstanceId", json!(read.instance_id())),
            ("Timestamp", instant(read.timestamp())),
            ("Output", json!(String::from_utf8(output).unwrap())),
        ],
    );
}
