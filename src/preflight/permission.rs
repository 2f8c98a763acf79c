//! What policies say of the runbook's actions, simulated by IAM.
//!
//! Each statement of the runbook's own policy is put to IAM under the conditions that it names, as the calls will be made
//! (IAM user guide, *Testing IAM policies with the IAM policy simulator*). What a simulation does not see: policies on
//! the things themselves, policies of a session, conditions of an organization's policies.

use super::finding::{Finding, Fix, Item, Readiness, Topic};
use super::site::Site;
use crate::analysis::{self, Statement};
use crate::cloud::identity;
use crate::document::Runbook;
use crate::port::{CloudError, Fault, Request};
use crate::script::Survey;
use crate::value::Value;
use aws_sdk_iam::Client;
use aws_sdk_iam::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_iam::types::{ContextEntry, ContextKeyTypeEnum, EvaluationResult, PolicyEvaluationDecisionType};
use indexmap::IndexMap;

const TOPIC: Topic = Topic::Permissions;
const SUBJECT: &str = "what policies allow";
/// Actions that are asked about at once.
const BATCH: usize = 100;

/// Why an action is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Why {
    Organization,
    Boundary,
    Explicit,
    /// It depends on what a simulation has no value of: whether there was a second factor, a tag.
    Unsure,
    Implicit,
}

pub(super) fn look(runbook: &Runbook, survey: &Survey, site: &Site) -> Vec<Finding> {
    let policy = analysis::policy(runbook, survey, site.catalogue);
    let count = policy.actions().len();
    if count == 0 {
        return vec![TOPIC.found(SUBJECT, Readiness::Ready, "the runbook needs none")];
    }
    let arn = match identity(site.cloud()) {
        Ok(who) => who.arn,
        Err(error) => return vec![TOPIC.untold(SUBJECT, &error)],
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let error = CloudError::new(&question(), Fault::Machine, "NoRuntime", error.to_string());
            return vec![TOPIC.untold(SUBJECT, &error)];
        }
    };
    let iam = site.typed.iam();
    let simulated = runtime.block_on(async {
        let source = match source(&iam, &arn).await {
            Ok(source) => source,
            Err(finding) => return Err(finding),
        };
        let simulated = simulate(&iam, &source, &policy.statement, &site.ground.region).await;
        simulated
            .map(|denied| (source, denied))
            .map_err(|error| Box::new(unsimulated(&error)))
    });
    let (source, denied) = match simulated {
        Ok(simulated) => simulated,
        Err(finding) => return vec![*finding],
    };
    if denied.is_empty() {
        let evidence = format!("all {count} actions that the runbook needs are allowed to {source}");
        return vec![TOPIC.found(SUBJECT, Readiness::Ready, evidence)];
    }
    let steps = steps(runbook, survey, site);
    let mut groups: IndexMap<(String, bool, Why), Vec<Item>> = IndexMap::new();
    for (action, (own, why)) in denied {
        let service = action.split(':').next().unwrap_or_default().to_owned();
        let item = Item {
            steps: steps.get(&action).cloned().unwrap_or_default(),
            name: action,
        };
        groups.entry((service, own, why)).or_default().push(item);
    }
    groups.sort_keys();
    groups
        .into_iter()
        .map(|((service, own, why), items)| {
            let mut finding = told(&service, why, items, &source, runbook);
            if own {
                finding.verdict = Readiness::Attention;
                finding.evidence += "; the runbook works without, a cleanup sees less of what is left";
            }
            finding
        })
        .collect()
}

/// What is told of one service.
fn told(service: &str, why: Why, items: Vec<Item>, source: &str, runbook: &Runbook) -> Finding {
    let (evidence, fix) = match why {
        Why::Organization => (
            "the organization's service control policies do not allow it".to_owned(),
            Fix::of("ask whoever runs the organization, or work in another account"),
        ),
        Why::Boundary => (
            format!("the permissions boundary of {source} does not allow it"),
            Fix::of("have the boundary widened"),
        ),
        Why::Explicit => (
            format!("a policy denies it to {source}"),
            Fix::of("have the statement that denies taken from the policies"),
        ),
        Why::Unsure => (
            format!(
                "a policy makes it depend on more than the call for {source}: a second factor, a tag, a network"
            ),
            Fix::of("look at the conditions in the policies"),
        ),
        Why::Implicit => (
            format!("no policy allows it to {source}, or not on every resource"),
            Fix::of("attach the runbook's policy to whoever works here")
                .by(format!("runbook policy {}", runbook.source.name())),
        ),
    };
    let verdict = match why {
        Why::Unsure => Readiness::CouldNotBeTold,
        Why::Organization | Why::Boundary | Why::Explicit | Why::Implicit => Readiness::Blocked,
    };
    let mut finding = TOPIC.found(service, verdict, evidence).fix(fix);
    finding.items = items;
    finding
}

/// The steps that need an action, by themselves or for what their calls need besides.
fn steps(runbook: &Runbook, survey: &Survey, site: &Site) -> IndexMap<String, Vec<String>> {
    let mut steps: IndexMap<String, Vec<String>> = IndexMap::new();
    let all = runbook.steps.iter().map(|step| Some(step.id.as_str()));
    for step in [None].into_iter().chain(all) {
        let alone = Survey {
            blocks: survey.of(step).cloned().collect(),
            ..Survey::default()
        };
        let policy = analysis::policy(runbook, &alone, site.catalogue);
        let statements = policy.statement.iter().filter(|one| !one.is_of_the_program());
        for action in statements.flat_map(|statement| &statement.action) {
            let step = step.unwrap_or("the setup of the document").to_owned();
            steps.entry(action.clone()).or_default().push(step);
        }
    }
    steps
}

/// The ARN whose policies are simulated: of a session, that of its role.
async fn source(iam: &Client, arn: &str) -> Result<String, Box<Finding>> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let (partition, account) = (parts.get(1).unwrap_or(&"aws"), parts.get(4).unwrap_or(&""));
    let mut rest = parts.get(5).unwrap_or(&"").split('/');
    match (rest.next(), rest.next()) {
        (Some("user"), _) => Ok(arn.to_owned()),
        (Some("root"), _) => {
            let evidence = "the root user is not simulated: no policy holds it back but its organization's";
            Err(Box::new(TOPIC.found(SUBJECT, Readiness::Ready, evidence)))
        }
        (Some("assumed-role"), Some(role)) => {
            // The ARN of a session leaves out the path of its role.
            let known = iam.get_role().role_name(role).send().await.ok();
            let known = known.and_then(|answer| answer.role.map(|role| role.arn));
            Ok(known.unwrap_or_else(|| format!("arn:{partition}:iam::{account}:role/{role}")))
        }
        _ => {
            let evidence = format!("IAM simulates users and roles, and {arn} is neither");
            let fix = Fix::of("look as the user or the role that will do the work");
            Err(Box::new(
                TOPIC.found(SUBJECT, Readiness::CouldNotBeTold, evidence).fix(fix),
            ))
        }
    }
}

/// What is not allowed, whether only the program asks it, and why.
async fn simulate(
    iam: &Client,
    source: &str,
    statements: &[Statement],
    region: &str,
) -> Result<IndexMap<String, (bool, Why)>, CloudError> {
    let account = source.split(':').nth(4).unwrap_or_default();
    let mut denied = IndexMap::new();
    for statement in statements {
        let resource = statement.resource.replace("iam::*:", &format!("iam::{account}:"));
        for context in contexts(statement, region) {
            let actions: Vec<String> = statement.action.iter().cloned().collect();
            for batch in actions.chunks(BATCH) {
                let results = iam
                    .simulate_principal_policy()
                    .policy_source_arn(source)
                    .set_action_names(Some(batch.to_vec()))
                    .resource_arns(&resource)
                    .set_context_entries(Some(context.clone()))
                    .into_paginator()
                    .items()
                    .send();
                let results = results.collect::<Result<Vec<_>, _>>().await;
                for result in results.map_err(|error| refused(&error))? {
                    if let Some(why) = why(&result) {
                        denied.insert(result.eval_action_name, (statement.is_of_the_program(), why));
                    }
                }
            }
        }
    }
    Ok(denied)
}

/// The conditions that the calls of a statement are made under: the region, and each value of the others for itself,
/// since the keys are of one value.
fn contexts(statement: &Statement, region: &str) -> Vec<Vec<ContextEntry>> {
    let entry = |key: &str, value: &str| {
        ContextEntry::builder()
            .context_key_name(key)
            .context_key_type(ContextKeyTypeEnum::String)
            .context_key_values(value)
            .build()
    };
    let here = entry("aws:RequestedRegion", region);
    let mut contexts = Vec::new();
    let keys = statement.condition.values().filter_map(|keys| keys.as_object());
    for (key, values) in keys.flatten().filter(|(key, _)| *key != "aws:RequestedRegion") {
        let values = values
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|value| value.as_str());
        contexts.extend(values.map(|value| vec![here.clone(), entry(key, value)]));
    }
    if contexts.is_empty() {
        contexts.push(vec![here]);
    }
    contexts
}

/// Why a result is no; none where it is yes.
fn why(result: &EvaluationResult) -> Option<Why> {
    let by_organization = result
        .organizations_decision_detail
        .as_ref()
        .is_some_and(|detail| !detail.allowed_by_organizations);
    let by_boundary = result
        .permissions_boundary_decision_detail
        .as_ref()
        .is_some_and(|detail| !detail.allowed_by_permissions_boundary);
    match &result.eval_decision {
        PolicyEvaluationDecisionType::Allowed => None,
        _ if by_organization => Some(Why::Organization),
        _ if by_boundary => Some(Why::Boundary),
        // A policy that wants a second factor denies everything to a simulation, which has none.
        _ if is_unsure(result) => Some(Why::Unsure),
        PolicyEvaluationDecisionType::ExplicitDeny => Some(Why::Explicit),
        _ => Some(Why::Implicit),
    }
}

/// Whether policies depend on what the simulation was not given: told with the result, or with its resource.
fn is_unsure(result: &EvaluationResult) -> bool {
    let of_resources = result.resource_specific_results();
    !result.missing_context_values().is_empty()
        || of_resources
            .iter()
            .any(|one| !one.missing_context_values().is_empty())
}

/// That IAM did not simulate.
fn unsimulated(error: &CloudError) -> Finding {
    let mut finding = TOPIC.untold(SUBJECT, error);
    if error.fault == Fault::Service && error.code == "AccessDenied" {
        finding.fix = Some(Fix::of(
            "have iam:SimulatePrincipalPolicy and iam:GetRole allowed to whoever looks; till then, the first refusal tells",
        ));
    }
    if error.code == "NoSuchEntity" {
        finding.fix = Some(Fix::of(
            "have iam:GetRole allowed to whoever looks: the ARN of a session does not tell the path of its role",
        ));
    }
    finding
}

/// A refusal of a typed client, as every other call's.
fn refused<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> CloudError {
    let asked = question();
    match error.as_service_error() {
        Some(service) => CloudError::new(
            &asked,
            Fault::Service,
            service.code().unwrap_or("Unknown"),
            service.message().unwrap_or("IAM gave no reason"),
        ),
        None => CloudError::new(&asked, Fault::Transport, "NoAnswer", error.to_string()),
    }
}

fn question() -> Request {
    Request::new("iam", "SimulatePrincipalPolicy", Value::map())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_iam::types::{OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail};
    use serde_json::json;

    #[test]
    fn a_denial_is_put_down_to_whoever_denies() {
        let of = |decision: &str, organization: Option<bool>, boundary: Option<bool>| {
            let organization = organization.map(|allowed| {
                OrganizationsDecisionDetail::builder()
                    .allowed_by_organizations(allowed)
                    .build()
            });
            let boundary = boundary.map(|allowed| {
                PermissionsBoundaryDecisionDetail::builder()
                    .allowed_by_permissions_boundary(allowed)
                    .build()
            });
            let result = EvaluationResult::builder()
                .eval_action_name("ec2:CreateVpc")
                .eval_decision(decision.into())
                .set_organizations_decision_detail(organization)
                .set_permissions_boundary_decision_detail(boundary)
                .build();
            why(&result.expect("both members are there"))
        };
        let unsure = EvaluationResult::builder()
            .eval_action_name("ec2:CreateVpc")
            .eval_decision("implicitDeny".into())
            .missing_context_values("aws:MultiFactorAuthPresent")
            .build();
        assert_eq!(why(&unsure.expect("both members are there")), Some(Why::Unsure));
        assert_eq!(of("allowed", Some(true), None), None);
        assert_eq!(of("implicitDeny", None, None), Some(Why::Implicit));
        assert_eq!(of("explicitDeny", Some(true), Some(true)), Some(Why::Explicit));
        assert_eq!(of("implicitDeny", Some(true), Some(false)), Some(Why::Boundary));
        assert_eq!(
            of("explicitDeny", Some(false), Some(false)),
            Some(Why::Organization)
        );
    }

    #[test]
    fn each_service_that_a_role_is_passed_to_is_asked_about_for_itself() {
        let mut statement = Statement {
            sid: "PassRoles",
            effect: "Allow",
            action: ["iam:PassRole".to_owned()].into(),
            resource: "*",
            condition: serde_json::Map::new(),
        };
        assert_eq!(contexts(&statement, "eu-west-1").len(), 1);
        let condition =
            json!({ "StringEquals": { "iam:PassedToService": ["ec2.amazonaws.com", "ssm.amazonaws.com"] } });
        statement.condition = condition.as_object().expect("a map").clone();
        let contexts = contexts(&statement, "eu-west-1");
        let told: Vec<&str> = contexts
            .iter()
            .flatten()
            .flat_map(|entry| entry.context_key_values())
            .map(String::as_str)
            .collect();
        assert_eq!(
            told,
            ["eu-west-1", "ec2.amazonaws.com", "eu-west-1", "ssm.amazonaws.com"]
        );
    }
}
