//! Answers of S3.

use super::{answer, given, instant, same};
use crate::conformance::catcher::Catcher;
use crate::conformance::clients::{self, wait};
use aws_smithy_types::base64;
use runbook::wire::WireAnswer;
use serde_json::json;

#[test]
fn answers_are_read_alike() {
    let (answer, config) = given(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Name>b</Name><KeyCount>1</KeyCount><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>\
         <Contents><Key>a &amp; b</Key><LastModified>2026-11-24T05:30:00.000Z</LastModified><ETag>&quot;e&quot;</ETag>\
         <Size>5000000000</Size></Contents><CommonPrefixes><Prefix>logs/</Prefix></CommonPrefixes></ListBucketResult>",
    );
    let read = wait(
        aws_sdk_s3::Client::new(&config)
            .list_objects_v2()
            .bucket("b")
            .send(),
    )
    .unwrap();
    let object = &read.contents()[0];
    same(
        "s3",
        "ListObjectsV2",
        &answer,
        &[
            ("KeyCount", json!(read.key_count())),
            ("IsTruncated", json!(read.is_truncated())),
            ("NextContinuationToken", json!(read.next_continuation_token())),
            ("Contents.0.Key", json!(object.key())),
            ("Contents.0.LastModified", instant(object.last_modified())),
            ("Contents.0.ETag", json!(object.e_tag())),
            ("Contents.0.Size", json!(object.size())),
            (
                "CommonPrefixes.0.Prefix",
                json!(read.common_prefixes()[0].prefix()),
            ),
        ],
    );

    let object = answer_of_object();
    let config = clients::config(&Catcher::answering(object.clone()));
    let read = wait(
        aws_sdk_s3::Client::new(&config)
            .get_object()
            .bucket("b")
            .key("k")
            .send(),
    )
    .unwrap();
    let members = [
        ("ContentLength", json!(read.content_length())),
        ("ContentType", json!(read.content_type())),
        ("LastModified", instant(read.last_modified())),
        ("ETag", json!(read.e_tag())),
        ("Metadata.owner", json!(read.metadata().unwrap()["owner"])),
        (
            "ServerSideEncryption",
            json!(read.server_side_encryption().map(|of| of.as_str())),
        ),
    ];
    let bytes = wait(read.body.collect()).unwrap().into_bytes();
    same("s3", "GetObject", &object, &members);
    same(
        "s3",
        "GetObject",
        &object,
        &[("Body", json!({ "$blob": base64::encode(bytes) }))],
    );

    let (answer, config) = given(
        "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-2</LocationConstraint>",
    );
    let read = wait(
        aws_sdk_s3::Client::new(&config)
            .get_bucket_location()
            .bucket("b")
            .send(),
    )
    .unwrap();
    let place = json!(read.location_constraint().map(|place| place.as_str()));
    same(
        "s3",
        "GetBucketLocation",
        &answer,
        &[("LocationConstraint", place)],
    );

    let (answer, config) = given(r#"{"Version":"2012-10-17","Statement":[]}"#);
    let read = wait(
        aws_sdk_s3::Client::new(&config)
            .get_bucket_policy()
            .bucket("b")
            .send(),
    )
    .unwrap();
    same(
        "s3",
        "GetBucketPolicy",
        &answer,
        &[("Policy", json!(read.policy()))],
    );
}

fn answer_of_object() -> WireAnswer {
    answer(
        200,
        &[
            ("content-length", "5"),
            ("content-type", "text/plain"),
            ("last-modified", "Tue, 24 Nov 2026 05:30:00 GMT"),
            ("etag", "\"e\""),
            ("x-amz-meta-owner", "ada"),
            ("x-amz-server-side-encryption", "AES256"),
        ],
        "hello",
    )
}
