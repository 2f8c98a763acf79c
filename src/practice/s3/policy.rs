//! Bucket policies: whether S3 would take one, and whether it is public.

use super::acl::blocks;
use super::{BUCKET, bucket_of, transfer};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::principal::Principal;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move, Owned};
use crate::practice::world::World;
use crate::value;
use crate::value::Value;
use serde_json::Value as Json;

/// Bucket policies.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DeleteBucketPolicy", Move::Do(delete)),
        ("GetBucketPolicy", Move::Do(get)),
        ("GetBucketPolicyStatus", Move::Do(status)),
        ("PutBucketPolicy", Move::Do(put)),
    ],
    ..Family::NONE
};

/// The longest policy (AWS: *Bucket policies for Amazon S3*).
const LONGEST: usize = 20 * 1024;

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    transfer(given);
    given.flag("ConfirmRemoveSelfBucketAccess");
    let text = given.text("Policy");
    let statements = check(bucket, text)?;
    let public = statements.iter().any(is_public);
    if public && blocks(call.get(&BUCKET, bucket)?, "BlockPublicPolicy") {
        let message = format!(
            "User: {} is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::{bucket}\" because \
             public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
            call.principal.arn
        );
        return Err(Refusal::new("AccessDenied", message).status(403));
    }
    call.edit(&BUCKET, bucket, |record| record.set("_Policy", text))?;
    Ok(Value::map())
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    Ok(value!({ "Policy": (policy_of(call, bucket)?) }))
}

fn status(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let statements = check(bucket, policy_of(call, bucket)?)?;
    let public = statements.iter().any(is_public);
    Ok(value!({ "PolicyStatus": { "IsPublic": public } }))
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    call.edit(&BUCKET, bucket, |record| {
        if let Some(members) = record.as_map_mut() {
            members.shift_remove("_Policy");
        }
    })?;
    Ok(Value::map())
}

fn policy_of<'c>(call: &'c Call<'_>, bucket: &str) -> Result<&'c str, Refusal> {
    let policy = call.get(&BUCKET, bucket)?.get("_Policy").as_text();
    policy.ok_or_else(|| Refusal::new("NoSuchBucketPolicy", "The bucket policy does not exist").status(404))
}

/// The service that delivers logs of other services.
const DELIVERY: &str = "delivery.logs.amazonaws.com";

/// Lets the delivery of logs write into the account's bucket, as AWS does when the owner sets one up. A policy that is
/// there keeps its statements (AWS: *Amazon S3 bucket permissions for flow logs*).
pub(in crate::practice) fn welcome(call: &mut Call<'_>, bucket: &str) {
    let (account, arn) = (call.account.clone(), format!("arn:aws:s3:::{bucket}"));
    let source = format!("arn:aws:logs:{}:{account}:*", call.region);
    let statement = |sid: &str, action: &str, resource: &str, acl: Option<&str>| {
        let mut equals = serde_json::json!({ "aws:SourceAccount": (&account) });
        if let Some(acl) = acl {
            equals["s3:x-amz-acl"] = acl.into();
        }
        serde_json::json!({
            "Sid": sid,
            "Effect": "Allow",
            "Principal": { "Service": DELIVERY },
            "Action": action,
            "Resource": resource,
            "Condition": { "StringEquals": equals, "ArnLike": { "aws:SourceArn": (&source) } },
        })
    };
    let Ok(record) = call.get(&BUCKET, bucket) else {
        return;
    };
    let mut policy: Json = serde_json::from_str(record.get("_Policy").text()).unwrap_or_else(|_| {
        serde_json::json!({ "Version": "2012-10-17", "Id": "AWSLogDeliveryWrite20150319", "Statement": [] })
    });
    let mut statements = match policy["Statement"].take() {
        Json::Array(statements) => statements,
        statement => vec![statement],
    };
    if statements.iter().any(is_welcome) {
        return;
    }
    let objects = format!("{arn}/AWSLogs/{account}/*");
    let owned = Some("bucket-owner-full-control");
    statements.push(statement("AWSLogDeliveryWrite", "s3:PutObject", &objects, owned));
    statements.push(statement("AWSLogDeliveryAclCheck", "s3:GetBucketAcl", &arn, None));
    policy["Statement"] = statements.into();
    let text = policy.to_string();
    let mut record = record.clone();
    record.set("_Policy", text);
    call.keep(&BUCKET, bucket, record);
}

/// Whether the delivery of logs may write into the account's bucket.
pub(in crate::practice) fn welcomes(call: &Call<'_>, bucket: &str) -> bool {
    let Ok(policy) = policy_of(call, bucket) else {
        return false;
    };
    let source = format!("arn:aws:logs:{}:{}:*", call.region, call.account);
    let keys = [
        ("aws:SourceArn", source.as_str()),
        ("s3:x-amz-acl", "bucket-owner-full-control"),
    ];
    let resource = format!("arn:aws:s3:::{bucket}/AWSLogs/{}/vpcflowlogs", call.account);
    call.service_may(policy, DELIVERY, "s3:PutObject", &resource, &keys)
}

/// The bucket that a call is about: whose it is, and its policy. One that is public gives other accounts nothing where
/// the bucket restricts such policies (AWS: *Blocking public access*, `RestrictPublicBuckets`).
pub(in crate::practice) fn owned(
    world: &World,
    principal: &Principal,
    operation: &str,
    input: &Value,
) -> Option<Owned> {
    let name = input
        .get("Bucket")
        .as_text()
        .filter(|_| operation != "CreateBucket")?;
    let (account, bucket) = world.anywhere(BUCKET.kind, name)?;
    let text = bucket.get("_Policy").text();
    let restricted = account != principal.account
        && blocks(bucket, "RestrictPublicBuckets")
        && check(name, text).is_ok_and(|statements| statements.iter().any(is_public));
    Some(Owned {
        account: account.to_owned(),
        policy: if restricted {
            String::new()
        } else {
            text.to_owned()
        },
    })
}

/// That the caller may do something to an object, or all, of a bucket, whoever's it is.
pub(super) fn admits(call: &Call<'_>, bucket: &str, action: &str, resource: &str) -> Result<(), Refusal> {
    let input = value!({ "Bucket": bucket });
    match owned(call.world(), &call.principal, "", &input) {
        Some(owned) => call.admitted(action, resource, &[], (&owned.policy, &owned.account)),
        None => Ok(()),
    }
}

fn is_welcome(statement: &Json) -> bool {
    let services = statement
        .get("Principal")
        .and_then(|principal| texts(principal.get("Service")?));
    let actions = statement.get("Action").and_then(texts);
    statement.get("Effect").and_then(Json::as_str) == Some("Allow")
        && services.is_some_and(|services| services.contains(&DELIVERY))
        && actions.is_some_and(|actions| {
            actions
                .iter()
                .any(|action| ["s3:PutObject", "s3:Put*", "s3:*", "*"].contains(action))
        })
}

fn malformed(message: &str) -> Refusal {
    Refusal::new("MalformedPolicy", message).status(400)
}

/// The statements of a policy that S3 would take for a bucket.
fn check(bucket: &str, text: &str) -> Result<Vec<Json>, Refusal> {
    if text.len() > LONGEST {
        return Err(malformed("Policy exceeds the maximum allowed document size."));
    }
    let json = "Policies must be valid JSON and the first byte must be '{'";
    if !text.trim_start().starts_with('{') {
        return Err(malformed(json));
    }
    let policy: Json = serde_json::from_str(text).map_err(|_| malformed(json))?;
    if let Some(version) = policy.get("Version")
        && !matches!(version.as_str(), Some("2012-10-17" | "2008-10-17"))
    {
        return Err(malformed("The policy must contain a valid version string"));
    }
    let statements = match policy.get("Statement") {
        Some(Json::Array(statements)) if !statements.is_empty() => statements.clone(),
        Some(statement @ Json::Object(_)) => vec![statement.clone()],
        Some(_) => return Err(malformed("Could not parse the policy: Statement is empty!")),
        None => return Err(malformed("Missing required field Statement")),
    };
    for statement in &statements {
        stated(bucket, statement)?;
    }
    Ok(statements)
}

fn stated(bucket: &str, statement: &Json) -> Result<(), Refusal> {
    match statement.get("Effect").and_then(Json::as_str) {
        Some("Allow" | "Deny") => {}
        Some(other) => return Err(malformed(&format!("Invalid effect: {other}"))),
        None => return Err(malformed("Missing required field Effect")),
    }
    let principal = statement
        .get("Principal")
        .or_else(|| statement.get("NotPrincipal"));
    if !named(principal.ok_or_else(|| malformed("Missing required field Principal"))?) {
        return Err(malformed("Invalid principal in policy"));
    }
    let texts = |names: [&str; 2]| names.iter().find_map(|name| texts(statement.get(*name)?));
    let actions = texts(["Action", "NotAction"]).ok_or_else(|| malformed("Missing required field Action"))?;
    if !actions
        .iter()
        .all(|action| *action == "*" || action.to_lowercase().starts_with("s3:"))
    {
        return Err(malformed("Policy has invalid action"));
    }
    let resources =
        texts(["Resource", "NotResource"]).ok_or_else(|| malformed("Missing required field Resource"))?;
    let own = format!("arn:aws:s3:::{bucket}");
    let fits = |resource: &&str| {
        let of_bucket = resource.split('/').next().unwrap_or_default();
        of_bucket == own || of_bucket.contains(['*', '?'])
    };
    if !resources.iter().all(fits) {
        return Err(malformed("Policy has invalid resource"));
    }
    Ok(())
}

/// A text, or a list of texts that is not empty.
fn texts(value: &Json) -> Option<Vec<&str>> {
    match value {
        Json::String(text) => Some(vec![text]),
        Json::Array(items) if !items.is_empty() => items.iter().map(Json::as_str).collect(),
        _ => None,
    }
}

/// Whether a principal is of a form that S3 knows.
fn named(principal: &Json) -> bool {
    match principal {
        Json::String(text) => text == "*",
        Json::Object(kinds) => {
            !kinds.is_empty()
                && kinds.iter().all(|(kind, names)| {
                    let Some(names) = texts(names) else { return false };
                    match kind.as_str() {
                        "AWS" => names.iter().all(|name| is_account(name)),
                        "Service" => names.iter().all(|name| name.ends_with(".amazonaws.com")),
                        "Federated" | "CanonicalUser" => true,
                        _ => false,
                    }
                })
        }
        _ => false,
    }
}

fn is_account(name: &str) -> bool {
    let number = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    match name.splitn(6, ':').collect::<Vec<_>>().as_slice() {
        ["*"] => true,
        [account] => number(account),
        ["arn", "aws", "iam" | "sts", "", account, rest] => number(account) && !rest.is_empty(),
        _ => false,
    }
}

/// Whether a statement opens the bucket to everybody: allowed to all, without a condition that narrows who that is
/// (AWS: *The meaning of "public"*).
fn is_public(statement: &Json) -> bool {
    const NARROW: &[&str] = &[
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    ];
    let all = match statement.get("Principal") {
        Some(Json::String(text)) => text == "*",
        Some(Json::Object(kinds)) => kinds
            .get("AWS")
            .and_then(texts)
            .is_some_and(|names| names.contains(&"*")),
        _ => false,
    };
    let narrowed = statement
        .get("Condition")
        .and_then(Json::as_object)
        .is_some_and(|operators| {
            operators
                .values()
                .filter_map(Json::as_object)
                .flat_map(|keys| keys.keys())
                .any(|key| NARROW.contains(&key.to_lowercase().as_str()))
        });
    statement.get("Effect").and_then(Json::as_str) == Some("Allow") && all && !narrowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_s3_would_not_take_is_told_in_its_words() {
        let said = |inside: &str| {
            let text = format!(r#"{{"Version":"2012-10-17","Statement":[{{{inside}}}]}}"#);
            check("mine", &text)
                .map(|_| ())
                .map_err(|refusal| refusal.message)
        };
        let good = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::mine/*""#;
        assert_eq!(said(good), Ok(()));
        for (from, to, message) in [
            ("Allow", "Maybe", "Invalid effect: Maybe"),
            ("111122223333", "nobody", "Invalid principal in policy"),
            (
                r#""Principal":{"AWS":"111122223333"},"#,
                "",
                "Missing required field Principal",
            ),
            ("s3:GetObject", "ec2:RunInstances", "Policy has invalid action"),
            ("mine", "other", "Policy has invalid resource"),
        ] {
            assert_eq!(said(&good.replace(from, to)).unwrap_err(), message);
        }
        assert!(check("mine", "no json").is_err());
        assert!(check("mine", "{").is_err());
        assert!(check("mine", r#"{"Statement":[]}"#).is_err());
    }

    #[test]
    fn what_everybody_may_is_public_unless_narrowed() {
        let public = |text: &str| is_public(&serde_json::from_str(text).unwrap());
        assert!(public(r#"{"Effect":"Allow","Principal":"*"}"#));
        assert!(public(r#"{"Effect":"Allow","Principal":{"AWS":["*"]}}"#));
        assert!(!public(r#"{"Effect":"Deny","Principal":"*"}"#));
        assert!(!public(
            r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"}}"#
        ));
        assert!(!public(
            r#"{"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}"#
        ));
    }
}
