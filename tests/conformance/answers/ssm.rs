//! Answers of Systems Manager.

use super::{given, instant, ours, same};
use crate::conformance::clients::wait;
use serde_json::json;

#[test]
fn answers_are_read_alike() {
    let (answer, config) = given(
        r#"{"Parameter":{"Name":"/class/a","Type":"SecureString","Value":"é\n","Version":3,"LastModifiedDate":1795498200.0,
            "DataType":"text","Unknown":[1]}}"#,
    );
    let read = wait(
        aws_sdk_ssm::Client::new(&config)
            .get_parameter()
            .name("/class/a")
            .send(),
    )
    .unwrap();
    let parameter = read.parameter().unwrap();
    same(
        "ssm",
        "GetParameter",
        &answer,
        &[
            ("Parameter.Name", json!(parameter.name())),
            ("Parameter.Type", json!(parameter.r#type().map(|of| of.as_str()))),
            ("Parameter.Value", json!(parameter.value())),
            ("Parameter.Version", json!(parameter.version())),
            (
                "Parameter.LastModifiedDate",
                instant(parameter.last_modified_date()),
            ),
        ],
    );

    let (answer, config) = given(
        r#"{"InstanceInformationList":[{"InstanceId":"i-1","PingStatus":"Online","IsLatestVersion":false,
            "AssociationOverview":{"InstanceAssociationStatusAggregatedCount":{"Success":2}}}],"NextToken":null}"#,
    );
    let read = wait(
        aws_sdk_ssm::Client::new(&config)
            .describe_instance_information()
            .send(),
    )
    .unwrap();
    let one = &read.instance_information_list()[0];
    let counts = one
        .association_overview()
        .unwrap()
        .instance_association_status_aggregated_count();
    same(
        "ssm",
        "DescribeInstanceInformation",
        &answer,
        &[
            ("InstanceInformationList.0.InstanceId", json!(one.instance_id())),
            (
                "InstanceInformationList.0.PingStatus",
                json!(one.ping_status().map(|status| status.as_str())),
            ),
            (
                "InstanceInformationList.0.IsLatestVersion",
                json!(one.is_latest_version()),
            ),
            (
                "InstanceInformationList.0.AssociationOverview.InstanceAssociationStatusAggregatedCount.Success",
                json!(counts.unwrap()["Success"]),
            ),
        ],
    );
    assert_eq!(read.next_token(), None);
    assert!(
        ours("ssm", "DescribeInstanceInformation", &answer)
            .unwrap()
            .get("NextToken")
            .is_null()
    );
}
