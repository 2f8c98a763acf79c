//! Simulations: what policies would say, without making a call.

use super::{GROUP, managed};
use crate::practice::authority::Authority;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::policy::{Decision, Kind, OnResource, Policies, Policy, Question, Subject, Why, parsed};
use crate::practice::principal::{LEARNERS_ROLE, Principal, Session};
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;
use std::sync::Arc;

/// Simulations.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("SimulateCustomPolicy", Move::Do(custom)),
        ("SimulatePrincipalPolicy", Move::Do(principal)),
    ],
    ..Family::NONE
};

/// A document that the input gives.
fn document(text: &str) -> Result<Arc<Policy>, Refusal> {
    parsed(text).ok_or_else(|| Refusal::new("InvalidInput", "Syntax errors in policy."))
}

fn custom(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut policies = Policies::default();
    add(&mut policies, given)?;
    let caller = given.opt("CallerArn").unwrap_or(&call.principal.arn).to_owned();
    evaluate(call, given, &policies, subject(&caller))
}

/// The policies of a user with its groups, of a group, or of a role; and those of the input besides.
fn principal(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let arn = given.text("PolicySourceArn");
    let name = arn.rsplit('/').next().unwrap_or_default();
    let world = call.world();
    let account = arn.split(':').nth(4).unwrap_or_default();
    let absent = || Refusal::new(super::ABSENT, format!("The entity {arn} cannot be found."));
    let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
    let authority = match resource.split_once('/') {
        Some(("user", _)) => Principal::user(world, account, name).map(|user| Authority::of(world, &user)),
        // The role of the class is in no list of roles, and may do everything.
        Some(("role", LEARNERS_ROLE)) => Some(Authority::of(world, &Principal::learner(world, account))),
        Some(("role", _)) => {
            Principal::role(world, account, name, Session::default()).map(|role| Authority::of(world, &role))
        }
        Some(("group", _)) => call
            .found(&GROUP, name)
            .map(|group| Authority::of_record(world, account, group)),
        _ => return Err(Refusal::new("InvalidInput", format!("Invalid Entity Arn: {arn}"))),
    };
    let authority = authority.filter(|_| account == call.account).ok_or_else(absent)?;
    if !authority.unread.is_empty() {
        return Err(Refusal::unmodelled(&format!(
            "the document of {}",
            authority.unread.join(", ")
        )));
    }
    let mut policies = authority.policies;
    add(&mut policies, given)?;
    let caller = given.opt("CallerArn").unwrap_or(arn).to_owned();
    evaluate(call, given, &policies, subject(&caller))
}

/// The policies that the input brings.
fn add(policies: &mut Policies, given: &Given<'_>) -> Result<(), Refusal> {
    for (at, text) in given.texts("PolicyInputList").iter().enumerate() {
        policies
            .identity
            .push((format!("PolicyInputList.{}", at + 1), document(text)?));
    }
    let boundaries = given.texts("PermissionsBoundaryPolicyInputList");
    if let Some(text) = boundaries.first() {
        policies.boundary = Some(("PermissionsBoundaryPolicyInputList.1".to_owned(), document(text)?));
    }
    Ok(())
}

fn subject(arn: &str) -> Subject {
    Subject {
        account: arn.split(':').nth(4).unwrap_or_default().to_owned(),
        arn: arn.to_owned(),
        role: arn.contains(":role/").then(|| arn.to_owned()),
        service: None,
    }
}

/// Each action on each resource.
fn evaluate(call: &mut Call<'_>, given: &Given<'_>, policies: &Policies, subject: Subject) -> Answer {
    let actions = given.texts("ActionNames");
    let mut resources = given.texts("ResourceArns");
    if resources.is_empty() {
        resources.push("*");
    }
    let on_resource = given.opt("ResourcePolicy").map(document).transpose()?;
    let owner = given.opt("ResourceOwner").unwrap_or(&subject.account);
    let owner = owner.split(':').nth(4).unwrap_or(owner).to_owned();
    let mut base = Question::new("", "").by(subject);
    for entry in given.list("ContextEntries") {
        let (key, _) = (entry.text("ContextKeyName"), entry.text("ContextKeyType"));
        for value in entry.texts("ContextKeyValues") {
            base = base.with(key, value);
        }
    }
    let mut results = Vec::new();
    for action in actions {
        if !action.contains(':') {
            return Err(Refusal::new(
                "InvalidInput",
                format!("Invalid Action Name: {action}"),
            ));
        }
        for resource in &resources {
            let question = base.about(action, resource);
            let on = on_resource.as_deref().map(|policy| OnResource {
                policy: Some(policy),
                account: &owner,
                alone: false,
            });
            results.push(result(policies, &question, policies.decide_with(&question, on)));
        }
    }
    let results = call.cut(given, results)?;
    Ok(value!({ "EvaluationResults": results }))
}

fn result(policies: &Policies, question: &Question, decision: Decision) -> Value {
    let word = match decision {
        Decision::Allowed => "allowed",
        Decision::Denied(Why::Explicit(_)) => "explicitDeny",
        Decision::Denied(Why::Implicit(_)) => "implicitDeny",
    };
    let matched: Vec<Value> = policies
        .matched(question, decision == Decision::Allowed)
        .map(|source| {
            let kind = if managed::find(source).is_some() {
                "aws-managed"
            } else if source.starts_with("arn:") {
                "user-managed"
            } else {
                "none"
            };
            value!({ "SourcePolicyId": source, "SourcePolicyType": kind })
        })
        .collect();
    let missing: Vec<Value> = policies.missing(question).into_iter().map(Value::from).collect();
    // Of a resource that is named, what is missing is told with it (IAM API reference, *EvaluationResult*).
    let whole = question.resource == "*";
    let mut result = value!({
        "EvalActionName": (&question.action),
        "EvalResourceName": (&question.resource),
        "EvalDecision": word,
        "MatchedStatements": (matched.clone()),
        "MissingContextValues": (if whole { missing.clone() } else { Vec::new() }),
    });
    if !whole {
        let one = value!({
            "EvalResourceName": (&question.resource),
            "EvalResourceDecision": word,
            "MatchedStatements": matched,
            "MissingContextValues": missing,
        });
        result.set("ResourceSpecificResults", vec![one]);
    }
    if policies.boundary.is_some() {
        let bounded = matches!(
            decision,
            Decision::Denied(Why::Implicit(Kind::Boundary) | Why::Explicit(Kind::Boundary))
        );
        result.set(
            "PermissionsBoundaryDecisionDetail",
            value!({ "AllowedByPermissionsBoundary": (!bounded) }),
        );
    }
    result
}
