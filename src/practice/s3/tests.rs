//! Buckets and objects from making to deleting.

mod sharing;

use crate::practice::lab::Lab;
use crate::value;
use crate::value::Value;

fn lab() -> Lab {
    let aws = Lab::new("s3");
    aws.ok("CreateBucket", value!({ "Bucket": "mine" }));
    aws
}

/// A call on the bucket.
fn on(mut more: Value) -> Value {
    more.set("Bucket", "mine");
    more
}

fn put(aws: &Lab, key: &str, body: &str) -> Value {
    let bytes = body.as_bytes().to_vec();
    aws.ok("PutObject", on(value!({ "Key": key, "Body": bytes })))
}

fn body(answer: &Value) -> String {
    match answer.get("Body") {
        Value::Blob(bytes) => String::from_utf8(bytes.clone()).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bucket_is_made_found_and_deleted() {
    let aws = Lab::new("s3");
    let before = aws.world();
    let made = aws.ok(
        "CreateBucket",
        value!({ "Bucket": "s3-vpc-flow-logs-vpc-10-0-0-0-xxxxx" }),
    );
    assert_eq!(
        made.get("Location").text(),
        "/s3-vpc-flow-logs-vpc-10-0-0-0-xxxxx"
    );
    // Again, in the first region, is no error.
    aws.ok(
        "CreateBucket",
        value!({ "Bucket": "s3-vpc-flow-logs-vpc-10-0-0-0-xxxxx" }),
    );
    let named = value!({ "Bucket": "s3-vpc-flow-logs-vpc-10-0-0-0-xxxxx" });
    assert!(
        aws.ok("GetBucketLocation", named.clone())
            .get("LocationConstraint")
            .is_null()
    );
    assert_eq!(
        aws.ok("HeadBucket", named.clone()).get("BucketRegion").text(),
        "us-east-1"
    );
    let listed = aws.ok("ListBuckets", value!({}));
    assert_eq!(listed.at("Buckets.0.Name"), named.get("Bucket"));
    assert_eq!(listed.at("Owner.ID").text().len(), 64);
    assert_eq!(
        aws.no("CreateBucket", value!({ "Bucket": "Mine" })).0,
        "InvalidBucketName"
    );
    let owned = value!({ "Bucket": (named.get("Bucket")), "ExpectedBucketOwner": "999999999999" });
    assert_eq!(aws.no("GetBucketLocation", owned).0, "AccessDenied");
    aws.ok("DeleteBucket", named.clone());
    let (code, message) = aws.no("DeleteBucket", named.clone());
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("NoSuchBucket", "The specified bucket does not exist")
    );
    assert_eq!(aws.no("HeadBucket", named).0, "404");
    assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
}

#[test]
fn where_a_bucket_is_made_depends_on_endpoint_and_constraint() {
    let aws = Lab::new("s3");
    let there = |place: &str| value!({ "Bucket": "over-there", "CreateBucketConfiguration": { "LocationConstraint": place } });
    for (endpoint, input, code) in [
        ("us-east-1", there("us-east-1"), "InvalidLocationConstraint"),
        ("us-east-1", there("nowhere-1"), "InvalidLocationConstraint"),
        (
            "eu-west-1",
            value!({ "Bucket": "over-there" }),
            "IllegalLocationConstraintException",
        ),
        (
            "eu-west-1",
            there("eu-west-2"),
            "IllegalLocationConstraintException",
        ),
    ] {
        let code_told = aws.call_in(endpoint, "CreateBucket", input).unwrap_err().code;
        assert!(
            [code, "ParameterValidation"].contains(&code_told.as_str()),
            "{code_told}"
        );
    }
    aws.call_in("eu-west-1", "CreateBucket", there("eu-west-1"))
        .unwrap();
    let again = aws
        .call_in("eu-west-1", "CreateBucket", there("eu-west-1"))
        .unwrap_err();
    assert_eq!(
        (again.code.as_str(), again.status),
        ("BucketAlreadyOwnedByYou", Some(409))
    );
    let location = aws.ok("GetBucketLocation", value!({ "Bucket": "over-there" }));
    assert_eq!(location.get("LocationConstraint").text(), "eu-west-1");
}

#[test]
fn names_are_taken_for_all_accounts() {
    use crate::port::{Cloud, Request};
    let aws = lab();
    let partner = |operation: &str| {
        let mut request = Request::new("s3", operation, value!({ "Bucket": "mine" })).mutating();
        request.account = Some("partner".to_owned());
        aws.practice.call(&request).unwrap_err()
    };
    let taken = partner("CreateBucket");
    assert_eq!(
        (taken.code.as_str(), taken.status),
        ("BucketAlreadyExists", Some(409))
    );
    assert_eq!(partner("DeleteBucket").code, "AccessDenied");
}

#[test]
fn settings_are_put_read_and_taken_away() {
    let aws = lab();
    let before = aws.world();
    let nothing = || on(value!({}));
    let rule = value!({ "Rules": [{ "ID": "a", "Status": "Enabled", "Filter": { "Prefix": "" }, "Expiration": { "Days": 7 } }] });
    let website = value!({ "IndexDocument": { "Suffix": "index.html" } });
    let cors = value!({ "CORSRules": [{ "AllowedMethods": ["GET"], "AllowedOrigins": ["*"] }] });
    let encryption =
        value!({ "Rules": [{ "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms" } }] });
    let public = value!({ "BlockPublicAcls": false, "BlockPublicPolicy": true });
    let tagging = value!({ "TagSet": [{ "Key": "a", "Value": "b" }] });
    for (put, member, document, get, at, delete, code) in [
        (
            "PutBucketLifecycleConfiguration",
            "LifecycleConfiguration",
            &rule,
            "GetBucketLifecycleConfiguration",
            "Rules.0.ID",
            "DeleteBucketLifecycle",
            "NoSuchLifecycleConfiguration",
        ),
        (
            "PutBucketWebsite",
            "WebsiteConfiguration",
            &website,
            "GetBucketWebsite",
            "IndexDocument.Suffix",
            "DeleteBucketWebsite",
            "NoSuchWebsiteConfiguration",
        ),
        (
            "PutBucketCors",
            "CORSConfiguration",
            &cors,
            "GetBucketCors",
            "CORSRules.0.AllowedMethods.0",
            "DeleteBucketCors",
            "NoSuchCORSConfiguration",
        ),
        (
            "PutBucketTagging",
            "Tagging",
            &tagging,
            "GetBucketTagging",
            "TagSet.0.Key",
            "DeleteBucketTagging",
            "NoSuchTagSet",
        ),
    ] {
        assert_eq!(aws.no(get, nothing()).0, code);
        let mut input = nothing();
        input.set(member, document);
        aws.ok(put, input);
        assert_eq!(aws.ok(get, nothing()).at(at), document.at(at), "{get}");
        aws.ok(delete, nothing());
        assert_eq!(aws.no(get, nothing()).0, code);
    }
    let default = aws.ok("GetBucketEncryption", nothing());
    let algorithm =
        "ServerSideEncryptionConfiguration.Rules.0.ApplyServerSideEncryptionByDefault.SSEAlgorithm";
    assert_eq!(default.at(algorithm).text(), "AES256");
    aws.ok(
        "PutBucketEncryption",
        on(value!({ "ServerSideEncryptionConfiguration": encryption })),
    );
    assert_eq!(
        aws.ok("GetBucketEncryption", nothing()).at(algorithm).text(),
        "aws:kms"
    );
    aws.ok("DeleteBucketEncryption", nothing());
    assert_eq!(
        aws.ok("GetBucketRequestPayment", nothing()).get("Payer").text(),
        "BucketOwner"
    );
    assert_eq!(aws.ok("GetBucketLogging", nothing()), Value::map());
    let logging = |bucket: &str| {
        on(
            value!({ "BucketLoggingStatus": { "LoggingEnabled": { "TargetBucket": bucket, "TargetPrefix": "" } } }),
        )
    };
    assert_eq!(
        aws.no("PutBucketLogging", logging("other")).0,
        "InvalidTargetBucketForLogging"
    );
    assert_eq!(
        aws.ok("GetBucketNotificationConfiguration", nothing()),
        Value::map()
    );
    assert_eq!(
        aws.no("GetBucketReplication", nothing()).0,
        "ReplicationConfigurationNotFoundError"
    );
    assert_eq!(
        aws.no("GetObjectLockConfiguration", nothing()).0,
        "ObjectLockConfigurationNotFoundError"
    );
    let controls = aws.ok("GetBucketOwnershipControls", nothing());
    assert_eq!(
        controls.at("OwnershipControls.Rules.0.ObjectOwnership").text(),
        "BucketOwnerEnforced"
    );
    let blocked = aws.ok("GetPublicAccessBlock", nothing());
    assert_eq!(
        blocked
            .at("PublicAccessBlockConfiguration.BlockPublicPolicy")
            .as_bool(),
        Some(true)
    );
    assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    aws.ok(
        "PutPublicAccessBlock",
        on(value!({ "PublicAccessBlockConfiguration": public })),
    );
    aws.ok("DeletePublicAccessBlock", nothing());
    assert_eq!(
        aws.no("GetPublicAccessBlock", nothing()).0,
        "NoSuchPublicAccessBlockConfiguration"
    );
    aws.ok("DeleteBucketOwnershipControls", nothing());
    assert_eq!(
        aws.no("GetBucketOwnershipControls", nothing()).0,
        "OwnershipControlsNotFoundError"
    );
    let twice =
        on(value!({ "Tagging": { "TagSet": [{ "Key": "a", "Value": "" }, { "Key": "a", "Value": "" }] } }));
    assert_eq!(aws.no("PutBucketTagging", twice).0, "InvalidTag");
}

#[test]
fn acls_say_the_owner_and_take_nothing_else() {
    let aws = lab();
    let acl = aws.ok("GetBucketAcl", on(value!({})));
    assert_eq!(acl.at("Grants.0.Permission").text(), "FULL_CONTROL");
    let (code, message) = aws.no("PutBucketAcl", on(value!({ "ACL": "public-read" })));
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("AccessControlListNotSupported", "The bucket does not allow ACLs")
    );
    put(&aws, "a", "x");
    aws.ok("GetObjectAcl", on(value!({ "Key": "a" })));
    aws.ok(
        "PutObjectAcl",
        on(value!({ "Key": "a", "ACL": "bucket-owner-full-control" })),
    );
    let controls = value!({ "Rules": [{ "ObjectOwnership": "ObjectWriter" }] });
    aws.ok(
        "PutBucketOwnershipControls",
        on(value!({ "OwnershipControls": controls })),
    );
    assert_eq!(
        aws.no("PutBucketAcl", on(value!({ "ACL": "public-read" }))).0,
        "AccessDenied"
    );
    aws.ok("PutBucketAcl", on(value!({ "ACL": "private" })));
}

#[test]
fn a_policy_is_kept_unless_it_is_public_or_none() {
    let aws = lab();
    let policy = |principal: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"s3:PutObject","Resource":"arn:aws:s3:::mine/*"}}]}}"#
        );
        on(value!({ "Policy": text }))
    };
    let nothing = || on(value!({}));
    assert_eq!(aws.no("GetBucketPolicy", nothing()).0, "NoSuchBucketPolicy");
    let service = policy(r#"{"Service":"delivery.logs.amazonaws.com"}"#);
    aws.ok("PutBucketPolicy", service.clone());
    assert_eq!(
        aws.ok("GetBucketPolicy", nothing()).get("Policy"),
        service.get("Policy")
    );
    let status = aws.ok("GetBucketPolicyStatus", nothing());
    assert_eq!(status.at("PolicyStatus.IsPublic").as_bool(), Some(false));
    let (code, message) = aws.no("PutBucketPolicy", policy("\"*\""));
    assert_eq!(code, "AccessDenied");
    assert!(message.contains("BlockPublicPolicy"), "{message}");
    let (code, message) = aws.no("PutBucketPolicy", policy(r#"{"AWS":"nobody"}"#));
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("MalformedPolicy", "Invalid principal in policy")
    );
    aws.ok("DeleteBucketPolicy", nothing());
    assert_eq!(aws.no("GetBucketPolicyStatus", nothing()).0, "NoSuchBucketPolicy");
}

#[test]
fn an_object_is_put_read_in_part_and_on_conditions_and_deleted() {
    let aws = lab();
    let before = aws.world();
    let made = aws.ok(
        "PutObject",
        on(value!({
            "Key": "a/b.txt",
            "Body": (b"hello world".to_vec()),
            "ContentType": "text/plain",
            "Metadata": { "by": "me" },
            "Tagging": "team=blue",
            "ChecksumCRC32": "DUoRhQ==",
        })),
    );
    assert_eq!(made.get("ETag").text(), "\"5eb63bbbe01eeed093cb22bb8f5acdc3\"");
    let key = || on(value!({ "Key": "a/b.txt" }));
    let with = |member: &str, value: &str| {
        let mut input = key();
        input.set(member, value);
        input
    };
    let got = aws.ok("GetObject", key());
    assert_eq!(body(&got), "hello world");
    assert_eq!(got.get("ContentType").text(), "text/plain");
    assert_eq!(got.at("Metadata.by").text(), "me");
    assert_eq!(got.get("TagCount").as_int(), Some(1));
    let part = aws.ok("GetObject", with("Range", "bytes=6-"));
    assert_eq!(body(&part), "world");
    assert_eq!(part.get("ContentRange").text(), "bytes 6-10/11");
    assert_eq!(aws.no("GetObject", with("Range", "bytes=11-")).0, "InvalidRange");
    assert_eq!(
        aws.no("GetObject", with("IfMatch", "\"other\"")).0,
        "PreconditionFailed"
    );
    assert_eq!(
        aws.no("GetObject", with("IfNoneMatch", made.get("ETag").text()))
            .0,
        "304"
    );
    assert_eq!(
        aws.ok("HeadObject", with("ChecksumMode", "ENABLED"))
            .get("ChecksumCRC32")
            .text(),
        "DUoRhQ=="
    );
    assert_eq!(
        aws.no("PutObject", with("IfNoneMatch", "*")).0,
        "PreconditionFailed"
    );
    assert_eq!(
        aws.no("PutObject", with("ChecksumCRC32", "AAAAAQ==")).0,
        "BadDigest"
    );
    let attributes = on(value!({ "Key": "a/b.txt", "ObjectAttributes": ["ETag", "ObjectSize", "Checksum"] }));
    assert_eq!(
        aws.ok("GetObjectAttributes", attributes)
            .get("ObjectSize")
            .as_int(),
        Some(11)
    );
    let tags = on(value!({ "Key": "a/b.txt", "Tagging": { "TagSet": [{ "Key": "x", "Value": "y" }] } }));
    aws.ok("PutObjectTagging", tags);
    assert_eq!(aws.ok("GetObjectTagging", key()).at("TagSet.0.Key").text(), "x");
    aws.ok("DeleteObjectTagging", key());
    assert_eq!(aws.ok("GetObjectTagging", key()).get("TagSet").items().len(), 0);
    let copied = on(value!({ "Key": "c", "CopySource": "mine/a%2Fb.txt" }));
    let copied = aws.ok("CopyObject", copied);
    assert_eq!(copied.at("CopyObjectResult.ETag"), made.get("ETag"));
    assert_eq!(
        aws.ok("HeadObject", on(value!({ "Key": "c" })))
            .at("Metadata.by")
            .text(),
        "me"
    );
    let itself = on(value!({ "Key": "c", "CopySource": "/mine/c" }));
    assert_eq!(aws.no("CopyObject", itself).0, "InvalidRequest");
    assert_eq!(
        aws.no(
            "CopyObject",
            on(value!({ "Key": "d", "CopySource": "mine/none" }))
        )
        .0,
        "NoSuchKey"
    );
    let (code, message) = aws.no("DeleteBucket", on(value!({})));
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("BucketNotEmpty", "The bucket you tried to delete is not empty")
    );
    aws.ok("DeleteObject", key());
    aws.ok("DeleteObject", key());
    let many = on(value!({ "Delete": { "Objects": [{ "Key": "c" }, { "Key": "none" }] } }));
    assert_eq!(aws.ok("DeleteObjects", many).get("Deleted").items().len(), 2);
    assert_eq!(aws.no("GetObject", key()).1, "The specified key does not exist.");
    assert_eq!(aws.no("HeadObject", key()).0, "404");
    assert_eq!(
        aws.no("DeleteObjects", on(value!({ "Delete": { "Objects": [] } })))
            .0,
        "MalformedXML"
    );
    assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
}

#[test]
fn lists_are_rolled_up_and_cut_by_keys() {
    let aws = lab();
    for key in ["a/1", "a/2", "b", "c/d/1", "z \u{fc}"] {
        put(&aws, key, key);
    }
    let list = |operation: &str, more: Value| aws.ok(operation, on(more));
    let keys = |answer: &Value| -> Vec<String> {
        answer
            .get("Contents")
            .items()
            .iter()
            .map(|o| o.get("Key").text().to_owned())
            .collect()
    };
    let groups = |answer: &Value| -> Vec<String> {
        answer
            .get("CommonPrefixes")
            .items()
            .iter()
            .map(|p| p.get("Prefix").text().to_owned())
            .collect()
    };
    let all = list("ListObjectsV2", value!({}));
    assert_eq!(keys(&all).len(), 5);
    assert_eq!(all.get("IsTruncated").as_bool(), Some(false));
    let rolled = list(
        "ListObjectsV2",
        value!({ "Delimiter": "/", "EncodingType": "url" }),
    );
    assert_eq!(keys(&rolled), ["b", "z \u{fc}"]);
    assert_eq!(groups(&rolled), ["a/", "c/"]);
    let mut token = Value::Null;
    let mut pages = Vec::new();
    loop {
        let page = list(
            "ListObjectsV2",
            value!({ "Delimiter": "/", "MaxKeys": 1, "ContinuationToken": token }),
        );
        pages.extend(keys(&page));
        pages.extend(groups(&page));
        token = page.get("NextContinuationToken").clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(pages, ["a/", "b", "c/", "z \u{fc}"]);
    assert_eq!(
        keys(&list(
            "ListObjectsV2",
            value!({ "Prefix": "a/", "StartAfter": "a/1" })
        )),
        ["a/2"]
    );
    let old = list("ListObjects", value!({ "MaxKeys": 2, "Delimiter": "/" }));
    assert_eq!(old.get("NextMarker").text(), "b");
    let rest = list("ListObjects", value!({ "Marker": "b", "Delimiter": "/" }));
    assert_eq!(
        (keys(&rest), groups(&rest)),
        (vec!["z \u{fc}".to_owned()], vec!["c/".to_owned()])
    );
    assert_eq!(
        list("ListObjectsV2", value!({ "MaxKeys": 0 }))
            .get("IsTruncated")
            .as_bool(),
        Some(false)
    );
    assert_eq!(
        aws.no("ListObjectsV2", on(value!({ "ContinuationToken": "!" })))
            .0,
        "InvalidArgument"
    );
    assert_eq!(
        aws.no("ListObjects", value!({ "Bucket": "none" })).0,
        "NoSuchBucket"
    );
}

#[test]
fn versions_are_kept_marked_and_taken_one_by_one() {
    let aws = lab();
    let versioning = |status: &str| on(value!({ "VersioningConfiguration": { "Status": status } }));
    put(&aws, "a", "zero");
    aws.ok("PutBucketVersioning", versioning("Enabled"));
    assert_eq!(
        aws.ok("GetBucketVersioning", on(value!({}))).get("Status").text(),
        "Enabled"
    );
    let one = put(&aws, "a", "one").get("VersionId").text().to_owned();
    put(&aws, "a", "two");
    let gone = aws.ok("DeleteObject", on(value!({ "Key": "a" })));
    assert_eq!(gone.get("DeleteMarker").as_bool(), Some(true));
    assert_eq!(aws.no("GetObject", on(value!({ "Key": "a" }))).0, "NoSuchKey");
    let of = |version: &str| on(value!({ "Key": "a", "VersionId": version }));
    assert_eq!(body(&aws.ok("GetObject", of(&one))), "one");
    assert_eq!(body(&aws.ok("GetObject", of("null"))), "zero");
    assert_eq!(aws.no("GetObject", of("none")).0, "NoSuchVersion");
    assert_eq!(
        aws.no("GetObject", of(gone.get("VersionId").text())).0,
        "MethodNotAllowed"
    );
    let all = aws.ok("ListObjectVersions", on(value!({})));
    assert_eq!(all.get("Versions").items().len(), 3);
    assert_eq!(all.at("DeleteMarkers.0.IsLatest").as_bool(), Some(true));
    let first = aws.ok("ListObjectVersions", on(value!({ "MaxKeys": 2 })));
    let markers = value!({
        "KeyMarker": (first.get("NextKeyMarker")),
        "VersionIdMarker": (first.get("NextVersionIdMarker")),
    });
    let rest = aws.ok("ListObjectVersions", on(markers));
    let left: Vec<&str> = rest
        .get("Versions")
        .items()
        .iter()
        .map(|v| v.get("VersionId").text())
        .collect();
    assert_eq!(left, [one.as_str(), "null"]);
    aws.ok("DeleteObject", of(gone.get("VersionId").text()));
    assert_eq!(body(&aws.ok("GetObject", on(value!({ "Key": "a" })))), "two");
    aws.ok("PutBucketVersioning", versioning("Suspended"));
    put(&aws, "a", "three");
    assert_eq!(body(&aws.ok("GetObject", on(value!({ "Key": "a" })))), "three");
    assert_eq!(
        aws.ok("ListObjectVersions", on(value!({})))
            .get("Versions")
            .items()
            .len(),
        3
    );
    let (code, message) = aws.no("DeleteBucket", on(value!({})));
    assert!(
        code == "BucketNotEmpty" && message.contains("all versions"),
        "{message}"
    );
}

#[test]
fn an_upload_in_parts_becomes_one_object_or_nothing() {
    let aws = lab();
    let before = aws.world();
    let made = aws.ok(
        "CreateMultipartUpload",
        on(value!({ "Key": "big", "ContentType": "text/plain" })),
    );
    let id = made.get("UploadId").text().to_owned();
    let of = |more: Value| {
        let mut input = on(more);
        input.set("Key", "big");
        input.set("UploadId", id.as_str());
        input
    };
    let large = vec![b'x'; 5 * 1024 * 1024];
    let first = aws.ok("UploadPart", of(value!({ "PartNumber": 1, "Body": large })));
    let second = aws.ok(
        "UploadPart",
        of(value!({ "PartNumber": 2, "Body": (b"end".to_vec()) })),
    );
    let parts = aws.ok("ListParts", of(value!({ "MaxParts": 1 })));
    assert_eq!(parts.get("NextPartNumberMarker").as_int(), Some(1));
    assert_eq!(parts.get("IsTruncated").as_bool(), Some(true));
    assert_eq!(
        aws.ok("ListMultipartUploads", on(value!({})))
            .at("Uploads.0.UploadId")
            .text(),
        id
    );
    let list = |numbers: &[i64]| {
        let parts: Value = numbers
            .iter()
            .map(|n| {
                let tag = if *n == 1 {
                    first.get("ETag")
                } else {
                    second.get("ETag")
                };
                value!({ "PartNumber": (*n), "ETag": tag })
            })
            .collect();
        of(value!({ "MultipartUpload": { "Parts": parts } }))
    };
    assert_eq!(aws.no("CompleteMultipartUpload", list(&[1, 3])).0, "InvalidPart");
    assert_eq!(
        aws.no("CompleteMultipartUpload", list(&[2, 1])).0,
        "InvalidPartOrder"
    );
    let done = aws.ok("CompleteMultipartUpload", list(&[1, 2]));
    assert!(done.get("ETag").text().ends_with("-2\""), "{done:?}");
    let second = aws.ok("GetObject", on(value!({ "Key": "big", "PartNumber": 2 })));
    assert_eq!(body(&second), "end");
    assert_eq!(second.get("PartsCount").as_int(), Some(2));
    assert_eq!(aws.no("AbortMultipartUpload", of(value!({}))).0, "NoSuchUpload");
    aws.ok("DeleteObject", on(value!({ "Key": "big" })));
    let made = aws.ok("CreateMultipartUpload", on(value!({ "Key": "big" })));
    let mut again = on(value!({ "Key": "big" }));
    again.set("UploadId", made.get("UploadId"));
    aws.ok("AbortMultipartUpload", again);
    assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
}

#[test]
fn what_is_written_into_objects_and_logs_is_no_event_of_the_history() {
    let aws = lab();
    put(&aws, "a", "secret");
    let found = aws.of("cloudtrail").ok("LookupEvents", value!({}));
    let names: Vec<&str> = found
        .get("Events")
        .items()
        .iter()
        .map(|e| e.get("EventName").text())
        .collect();
    assert_eq!(names, ["CreateBucket"]);
}
