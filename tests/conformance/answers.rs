//! The same answer, read by the typed client and by the dynamic one, says the same.

mod athena;
mod ec2;
mod iam;
mod s3;
mod ssm;

use super::catcher::Catcher;
use super::clients::{self, wait};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::DateTime;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::SdkConfig;
use jiff::{Timestamp, Unit};
use runbook::api::Catalogue;
use runbook::value::Value;
use runbook::wire::{self, WireAnswer, WireError};
use serde_json::{Value as Json, json};

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> WireAnswer {
    WireAnswer {
        status,
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

/// An answer, and the configuration of a typed client that gets it.
fn given(body: &str) -> (WireAnswer, SdkConfig) {
    let answer = answer(200, &[], body);
    let config = clients::config(&Catcher::answering(answer.clone()));
    (answer, config)
}

fn ours(service: &str, operation: &str, answer: &WireAnswer) -> Result<Value, WireError> {
    let service = Catalogue::embedded().service(service).unwrap();
    wire::answer(service, service.operation(operation).unwrap(), answer)
}

/// Holds members of our reading against what the typed client read.
#[track_caller]
fn same(service: &str, operation: &str, answer: &WireAnswer, theirs: &[(&str, Json)]) {
    let ours = ours(service, operation, answer).unwrap();
    for (path, theirs) in theirs {
        assert!(
            !theirs.is_null(),
            "{operation}: the typed client read nothing at {path}"
        );
        assert_eq!(&ours.at(path).to_json(), theirs, "{operation} {path}");
    }
}

/// Holds code and message of our reading of an error against the typed client's.
#[track_caller]
fn same_error<E: ProvideErrorMetadata + std::fmt::Debug>(
    service: &str,
    operation: &str,
    answer: &WireAnswer,
    theirs: &SdkError<E, Response>,
) {
    let Err(WireError::Failed(ours)) = ours(service, operation, answer) else {
        panic!("{operation}: not read as an error");
    };
    let error = theirs.as_service_error().unwrap().meta();
    assert_eq!(
        (Some(&*ours.code), Some(&*ours.message)),
        (error.code(), error.message())
    );
}

/// Their instant as ours are written. JSON's are floating-point numbers, which mean no more than microseconds.
fn instant(time: Option<&DateTime>) -> Json {
    let time = Timestamp::from_nanosecond(time.unwrap().as_nanos()).unwrap();
    json!({ "$time": time.round(Unit::Microsecond).unwrap().to_string() })
}

#[test]
fn errors_are_read_alike() {
    let failing = |status, headers: &[(&str, &str)], body: &str| {
        let answer = answer(status, headers, body);
        let config = clients::config(&Catcher::answering(answer.clone()));
        (answer, config)
    };
    let (answer, config) = failing(
        400,
        &[],
        "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>gone</Message></Error></Errors>\
         <RequestID>r-1</RequestID></Response>",
    );
    let error = wait(aws_sdk_ec2::Client::new(&config).describe_vpcs().send()).unwrap_err();
    same_error("ec2", "DescribeVpcs", &answer, &error);

    let (answer, config) = failing(
        404,
        &[],
        "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no such user</Message></Error>\
         <RequestId>r-1</RequestId></ErrorResponse>",
    );
    let error = wait(
        aws_sdk_iam::Client::new(&config)
            .get_user()
            .user_name("ada")
            .send(),
    )
    .unwrap_err();
    same_error("iam", "GetUser", &answer, &error);

    let (answer, config) = failing(
        400,
        &[],
        r#"{"__type":"com.amazonaws.ssm#ParameterNotFound","message":"none"}"#,
    );
    let error = wait(
        aws_sdk_ssm::Client::new(&config)
            .get_parameter()
            .name("/a")
            .send(),
    )
    .unwrap_err();
    same_error("ssm", "GetParameter", &answer, &error);

    let (answer, config) = failing(
        404,
        &[("x-amz-request-id", "r-1")],
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucketPolicy</Code>\
         <Message>The bucket policy does not exist</Message><BucketName>b</BucketName></Error>",
    );
    let error = wait(
        aws_sdk_s3::Client::new(&config)
            .get_bucket_policy()
            .bucket("b")
            .send(),
    )
    .unwrap_err();
    same_error("s3", "GetBucketPolicy", &answer, &error);

    let (answer, config) = failing(
        400,
        &[("x-amzn-errortype", "InvalidRequestException")],
        r#"{"AthenaErrorCode":"INVALID_INPUT","Message":"no such work group"}"#,
    );
    let call = aws_sdk_athena::Client::new(&config)
        .get_work_group()
        .work_group("w");
    same_error("athena", "GetWorkGroup", &answer, &wait(call.send()).unwrap_err());
}
