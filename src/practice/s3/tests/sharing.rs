//! Bucket policies: who else may, and who may not.

use crate::port::{Cloud, CloudError, Request};
use crate::practice::lab::Lab;
use crate::value;
use crate::value::Value;

/// A call as the learner of the account that a runbook calls `partner`.
fn theirs(aws: &Lab, operation: &str, input: Value) -> Result<Value, CloudError> {
    let mut request = Request::new("s3", operation, input).mutating();
    request.account = Some("partner".to_owned());
    aws.practice.call(&request)
}

fn object(key: &str) -> Value {
    value!({ "Bucket": "shared", "Key": key })
}

/// A bucket with the objects `a/1` and `b`, and a policy of one statement about `a/*`.
fn lab(effect: &str, principal: &str, action: &str) -> Lab {
    let aws = Lab::new("s3");
    aws.ok("CreateBucket", value!({ "Bucket": "shared" }));
    for key in ["a/1", "b"] {
        let mut input = object(key);
        input.set("Body", key);
        aws.ok("PutObject", input);
    }
    decree(&aws, effect, principal, action);
    aws
}

fn decree(aws: &Lab, effect: &str, principal: &str, action: &str) {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"{effect}","Principal":{principal},"Action":"{action}","Resource":"arn:aws:s3:::shared/a/*"}}]}}"#
    );
    aws.ok("PutBucketPolicy", value!({ "Bucket": "shared", "Policy": text }));
}

/// The partner, as a policy names its account.
fn partner(aws: &Lab) -> String {
    let mut request = Request::new("sts", "GetCallerIdentity", value!({}));
    request.account = Some("partner".to_owned());
    let account = aws.practice.call(&request).unwrap();
    format!(r#"{{"AWS":"{}"}}"#, account.get("Account").text())
}

#[test]
fn another_account_reads_what_the_policy_gives_it_and_is_told_of_nothing_else() {
    let who = partner(&Lab::new("s3"));
    let aws = lab("Allow", &who, "s3:GetObject");
    let read = theirs(&aws, "GetObject", object("a/1")).unwrap();
    assert_eq!(read.get("Body"), &Value::Blob(b"a/1".to_vec()));
    for (operation, input) in [
        ("GetObject", object("b")),
        ("GetObject", object("a/none")),
        ("PutObject", object("a/2")),
        ("ListObjectsV2", value!({ "Bucket": "shared" })),
        ("DeleteBucket", value!({ "Bucket": "shared" })),
    ] {
        let error = theirs(&aws, operation, input).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.message.as_str(), error.status),
            ("AccessDenied", "Access Denied", Some(403)),
            "{operation}"
        );
    }
    // A copy reads from the one bucket and writes into the other.
    theirs(&aws, "CreateBucket", value!({ "Bucket": "theirs" })).unwrap();
    let copy =
        |from: &str| value!({ "Bucket": "theirs", "Key": "c", "CopySource": (format!("shared/{from}")) });
    theirs(&aws, "CopyObject", copy("a/1")).unwrap();
    assert_eq!(
        theirs(&aws, "CopyObject", copy("b")).unwrap_err().code,
        "AccessDenied"
    );
    assert_eq!(
        aws.no("GetObject", value!({ "Bucket": "theirs", "Key": "c" })).0,
        "AccessDenied"
    );
}

#[test]
fn what_another_account_writes_is_in_the_owners_bucket_and_deletions_are_judged_one_by_one() {
    let who = partner(&Lab::new("s3"));
    let aws = lab("Allow", &who, "s3:*Object");
    theirs(&aws, "PutObject", object("a/2")).unwrap();
    aws.ok("HeadObject", object("a/2"));
    let doomed = value!({ "Bucket": "shared", "Delete": { "Objects": [{ "Key": "a/2" }, { "Key": "b" }] } });
    let told = theirs(&aws, "DeleteObjects", doomed).unwrap();
    assert_eq!(told.at("Deleted.0.Key").text(), "a/2");
    assert_eq!(told.at("Errors.0.Key").text(), "b");
    assert_eq!(told.at("Errors.0.Code").text(), "AccessDenied");
    aws.ok("HeadObject", object("b"));
}

#[test]
fn a_denial_binds_the_owners_learner_and_says_why() {
    let aws = lab("Deny", "\"*\"", "s3:GetObject");
    let (code, message) = aws.no("GetObject", object("a/1"));
    assert_eq!(code, "AccessDenied");
    assert!(
        message.ends_with(
            "is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::shared/a/1\" with an explicit deny \
             in a resource-based policy"
        ),
        "{message}"
    );
    assert_eq!(aws.no("HeadObject", object("a/1")).0, "AccessDenied");
    aws.ok("GetObject", object("b"));
    decree(&aws, "Deny", "\"*\"", "s3:PutObject");
    aws.ok("GetObject", object("a/1"));
}

#[test]
fn a_public_bucket_that_restricts_is_closed_to_other_accounts() {
    let aws = lab("Deny", "\"*\"", "s3:PutObject");
    let block = |restrict: bool| {
        let block = value!({ "BlockPublicPolicy": false, "RestrictPublicBuckets": restrict });
        aws.ok(
            "PutPublicAccessBlock",
            value!({ "Bucket": "shared", "PublicAccessBlockConfiguration": block }),
        );
    };
    block(true);
    decree(&aws, "Allow", "\"*\"", "s3:GetObject");
    assert_eq!(
        theirs(&aws, "GetObject", object("a/1")).unwrap_err().code,
        "AccessDenied"
    );
    block(false);
    theirs(&aws, "GetObject", object("a/1")).unwrap();
}
