//! AWS's typed clients through the layers and the live target to moto's server: the whole way there and back.

use super::moto::{Moto, connect};
use aws_sdk_s3::primitives::ByteStream;
use runbook::api::Catalogue;
use runbook::cloud::{Door, Doors, Opening, Pin, Typed, identity, stack};
use runbook::event::{Access, Event};
use runbook::port::{Latch, Memory};
use runbook::wire::served::Served;
use std::sync::Arc;

const REGION: &str = "us-east-1";

#[test]
fn typed_calls_go_to_moto_and_back() {
    let moto = Moto::start();
    let folder = tempfile::tempdir().unwrap();
    let credentials = folder.path().join("credentials");
    let keys = "[moto]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n";
    std::fs::write(&credentials, keys).unwrap();
    let live = connect(&moto, &credentials);
    let pin = Pin {
        account: identity(&live).unwrap().account,
        region: REGION.to_owned(),
        ..Pin::default()
    };
    let memory = Arc::new(Memory::default());
    let doors = Doors {
        catalogue: Catalogue::embedded(),
        sink: memory.clone(),
        latch: Latch::default(),
    };
    let door = Door::new(Opening {
        cloud: stack(Arc::new(live), pin, doors),
        served: Served::new(Catalogue::embedded()),
        access: Access::Mutate,
        step: None,
        region: Some(REGION.to_owned()),
        account: Box::new(|_| None),
    });
    let typed = Typed::new(door, REGION);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(walk(&typed));

    let told: Vec<String> = memory
        .events()
        .into_iter()
        .filter_map(|event| match event {
            Event::CallAnswered {
                service, operation, ..
            } => Some(format!("{service}:{operation}")),
            _ => None,
        })
        .collect();
    assert_eq!(
        told,
        [
            "s3:CreateBucket",
            "s3:PutObject",
            "s3:GetObject",
            "s3:HeadObject",
            "s3:ListObjectsV2",
            "s3:GetObject",
            "ssm:PutParameter",
            "ssm:GetParameter",
            "ssm:GetParameter",
            "athena:StartQueryExecution",
            "athena:GetQueryExecution",
        ]
    );
}

async fn walk(typed: &Typed) {
    let s3 = typed.s3();
    s3.create_bucket().bucket("lab-bucket").send().await.unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let put = s3
        .put_object()
        .bucket("lab-bucket")
        .key("a b/c+é")
        .metadata("k", "v")
        .body(ByteStream::from(bytes.clone()));
    assert!(put.send().await.unwrap().e_tag().is_some());
    let got = s3
        .get_object()
        .bucket("lab-bucket")
        .key("a b/c+é")
        .send()
        .await
        .unwrap();
    assert_eq!(got.metadata().unwrap()["k"], "v");
    assert_eq!(got.body.collect().await.unwrap().to_vec(), bytes);
    let head = s3
        .head_object()
        .bucket("lab-bucket")
        .key("a b/c+é")
        .send()
        .await
        .unwrap();
    assert_eq!(head.content_length(), Some(70_000));
    let listed = s3.list_objects_v2().bucket("lab-bucket").send().await.unwrap();
    assert_eq!(listed.contents()[0].key(), Some("a b/c+é"));
    let error = s3
        .get_object()
        .bucket("lab-bucket")
        .key("absent")
        .send()
        .await
        .unwrap_err();
    assert!(error.into_service_error().is_no_such_key());

    let ssm = typed.ssm();
    let put = ssm
        .put_parameter()
        .name("/lab/é")
        .value("a & b")
        .r#type(aws_sdk_ssm::types::ParameterType::SecureString);
    assert_eq!(put.send().await.unwrap().version(), 1);
    let got = ssm
        .get_parameter()
        .name("/lab/é")
        .with_decryption(true)
        .send()
        .await
        .unwrap();
    assert_eq!(got.parameter().unwrap().value(), Some("a & b"));
    let error = ssm.get_parameter().name("/absent").send().await.unwrap_err();
    assert!(error.into_service_error().is_parameter_not_found());

    let athena = typed.athena();
    let result = aws_sdk_athena::types::ResultConfiguration::builder()
        .output_location("s3://lab-bucket/results/")
        .build();
    let started = athena
        .start_query_execution()
        .query_string("select 1")
        .result_configuration(result)
        .send()
        .await
        .unwrap();
    let id = started.query_execution_id().unwrap();
    let run = athena
        .get_query_execution()
        .query_execution_id(id)
        .send()
        .await
        .unwrap();
    assert_eq!(run.query_execution().unwrap().query(), Some("select 1"));
}
