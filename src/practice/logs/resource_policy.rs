//! Resource policies of an account's logs: which services may write into them.

use super::{ABSENT, limited, millis, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Resource policies.
pub(super) static FAMILY: Family = Family {
    resources: &[&POLICY],
    moves: &[
        ("DeleteResourcePolicy", Move::Do(delete)),
        ("DescribeResourcePolicies", Move::Do(describe)),
        ("PutResourcePolicy", Move::Do(put)),
    ],
    ..Family::NONE
};

/// A policy, under its name.
static POLICY: Resource = Resource {
    kind: "logs:resource-policy",
    shape: "ResourcePolicy",
    key: "policyName",
    absent: (ABSENT, "Policy with name [{}] does not exist."),
    ..Resource::NONE
};

/// Policies that an account may have in a region, and how long each may be (AWS: *PutResourcePolicy*).
const QUOTA: usize = 10;
const LONGEST: usize = 5120;

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (name, document) = (given.text("policyName"), given.text("policyDocument"));
    if name.is_empty() {
        return Err(unfit("PolicyName is required."));
    }
    if document.len() > LONGEST {
        return Err(unfit(format!("The policy is longer than {LONGEST} bytes.")));
    }
    let policy: serde_json::Value = serde_json::from_str(document).unwrap_or_default();
    let statements = match policy.get("Statement") {
        Some(serde_json::Value::Array(statements)) => statements.as_slice(),
        Some(statement) => std::slice::from_ref(statement),
        None => {
            return Err(unfit(
                "The policy document is not valid JSON, or has no statement.",
            ));
        }
    };
    let whole = ["Effect", "Principal", "Action", "Resource"];
    if statements.is_empty()
        || !statements
            .iter()
            .all(|one| whole.iter().all(|word| one.get(word).is_some()))
    {
        return Err(unfit(
            "Each statement of the policy document needs Effect, Principal, Action and Resource.",
        ));
    }
    if call.found(&POLICY, name).is_none() && call.all(&POLICY).count() >= QUOTA {
        return Err(Refusal::new("LimitExceededException", "Resource limit exceeded."));
    }
    let policy = value!({
        "policyName": name,
        "policyDocument": document,
        "lastUpdatedTime": (millis(call.now())),
        "policyScope": "ACCOUNT",
    });
    call.keep(&POLICY, name, policy.clone());
    Ok(value!({ "resourcePolicy": policy }))
}

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "limit", 50)?;
    let policies: Vec<Value> = match given.opt("policyScope") {
        // There are none of single resources here.
        Some("RESOURCE") => Vec::new(),
        _ => call.all(&POLICY).cloned().collect(),
    };
    let policies = call.cut(given, policies)?;
    Ok(value!({ "resourcePolicies": policies }))
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.remove(&POLICY, given.text("policyName"))?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;

    #[test]
    fn a_policy_is_put_described_and_deleted() {
        let aws = Lab::new("logs");
        let before = aws.world();
        let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"delivery.logs.amazonaws.com"},"Action":["logs:PutLogEvents"],"Resource":"*"}]}"#;
        let put = |document: &str| value!({ "policyName": "p", "policyDocument": document });
        let made = aws.ok("PutResourcePolicy", put(document));
        assert_eq!(made.at("resourcePolicy.policyDocument").text(), document);
        let found = aws.ok("DescribeResourcePolicies", value!({}));
        assert_eq!(found.at("resourcePolicies.0.policyName").text(), "p");
        for bad in [
            "no json",
            r#"{"Statement":[]}"#,
            r#"{"Statement":[{"Effect":"Allow"}]}"#,
        ] {
            assert_eq!(
                aws.no("PutResourcePolicy", put(bad)).0,
                "InvalidParameterException"
            );
        }
        aws.ok("DeleteResourcePolicy", value!({ "policyName": "p" }));
        let (code, message) = aws.no("DeleteResourcePolicy", value!({ "policyName": "p" }));
        assert_eq!(code, "ResourceNotFoundException");
        assert_eq!(message, "Policy with name [p] does not exist.");
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }
}
