//! The least-privilege policy of a runbook: what an IAM principal must be allowed, to do all of it.

use crate::api::{self, Catalogue};
use crate::document::Runbook;
use crate::estate;
use crate::event::Class;
use crate::script::{Called, Survey};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// A policy document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Policy {
    /// The version of the policy language.
    pub version: &'static str,
    /// The statements, each with at least one action.
    pub statement: Vec<Statement>,
}

/// One statement, which allows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    /// What it is for.
    pub sid: &'static str,
    /// `Allow`.
    pub effect: &'static str,
    /// The actions, in order.
    pub action: BTreeSet<String>,
    /// What on.
    pub resource: &'static str,
    /// When; empty for always.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub condition: Map<String, Json>,
}

/// What the program asks by itself.
const OWN: &str = "LookWhatIsLeft";

impl Statement {
    /// True where the program asks by itself, to tell what is left of a run: the runbook works without.
    #[must_use]
    pub fn is_of_the_program(&self) -> bool {
        self.sid == OWN
    }
}

impl Policy {
    /// Every action that is allowed, once.
    #[must_use]
    pub fn actions(&self) -> BTreeSet<&str> {
        self.statement
            .iter()
            .flat_map(|statement| statement.action.iter().map(String::as_str))
            .collect()
    }
}

/// Services whose calls are not told apart by a region: those that have none, and S3, which lists and finds buckets of
/// all regions (AWS: "aws:RequestedRegion" of the global condition keys).
const EVERYWHERE: &[&str] = &[
    "account",
    "budgets",
    "ce",
    "cloudfront",
    "globalaccelerator",
    "iam",
    "organizations",
    "route53",
    "route53domains",
    "s3",
    "shield",
    "sts",
    "support",
];

/// Actions that an operation needs besides its own: service, operation, actions. Sources: AWS's "Service Authorization
/// Reference" (dependent actions), and "Publish flow logs to Amazon S3" and "Troubleshoot ... Athena" of the user guides,
/// read in November 2026.
const BESIDES: &[(&str, &str, &[&str])] = &[
    (
        "athena",
        "StartQueryExecution",
        &[
            "glue:GetDatabase",
            "glue:GetPartitions",
            "glue:GetTable",
            "s3:GetBucketLocation",
            "s3:GetObject",
            "s3:ListBucket",
            "s3:PutObject",
        ],
    ),
    (
        "ec2",
        "CreateFlowLogs",
        &[
            "logs:CreateLogDelivery",
            "logs:DeleteLogDelivery",
            "s3:GetBucketPolicy",
            "s3:PutBucketPolicy",
        ],
    ),
    ("ec2", "DeleteFlowLogs", &["logs:DeleteLogDelivery"]),
    // Which version a call names is not seen from without.
    ("s3", "DeleteObject", &["s3:DeleteObjectVersion"]),
    ("s3", "DeleteObjects", &["s3:DeleteObjectVersion"]),
    ("s3", "CopyObject", &["s3:GetObject"]),
];

/// Operations that make a role of the service's own, and the service, where an account has none yet.
const LINKED: &[(&str, &str, &[&str])] = &[
    ("config", "PutConfigurationRecorder", &["config.amazonaws.com"]),
    ("detective", "CreateGraph", &["detective.amazonaws.com"]),
    (
        "elbv2",
        "CreateLoadBalancer",
        &["elasticloadbalancing.amazonaws.com"],
    ),
    ("guardduty", "CreateDetector", &["guardduty.amazonaws.com"]),
    (
        "inspector2",
        "Enable",
        &["agentless.inspector2.amazonaws.com", "inspector2.amazonaws.com"],
    ),
    ("securityhub", "EnableSecurityHub", &["securityhub.amazonaws.com"]),
];

/// Members by which a thing is tagged while it is made, and the action that this needs.
const TAGGING: &[(&str, &str, &str)] = &[
    ("ec2", "TagSpecifications", "ec2:CreateTags"),
    ("guardduty", "Tags", "guardduty:TagResource"),
    ("logs", "tags", "logs:TagResource"),
    ("elbv2", "Tags", "elasticloadbalancing:AddTags"),
];

/// IAM's own tagging has an action for each kind of thing.
const IAM_TAGGING: &[(&str, &str)] = &[
    ("CreateInstanceProfile", "iam:TagInstanceProfile"),
    ("CreatePolicy", "iam:TagPolicy"),
    ("CreateRole", "iam:TagRole"),
    ("CreateUser", "iam:TagUser"),
];

/// What the statements gather.
#[derive(Default)]
struct Needs {
    read: BTreeSet<String>,
    change: BTreeSet<String>,
    change_everywhere: BTreeSet<String>,
    own: BTreeSet<String>,
    assumes: bool,
    passed_to: BTreeSet<&'static str>,
    linked: BTreeSet<&'static str>,
}

/// The policy of a runbook, with what the program itself asks. Calls in further accounts are among it: a script may name
/// its account anew each time.
#[must_use]
pub fn policy(runbook: &Runbook, survey: &Survey, catalogue: &Catalogue) -> Policy {
    let mut needs = Needs::default();
    for block in &survey.blocks {
        for called in &block.calls {
            needs.take(called, catalogue);
        }
    }
    let kinds = survey
        .blocks
        .iter()
        .flat_map(|block| block.kinds.iter().map(String::as_str));
    for (service, operation) in estate::questions(kinds) {
        let action = catalogue
            .service(service)
            .map(|service| api::action(service, operation));
        needs.own.extend(action);
    }
    needs.policy(&runbook.front.regions)
}

impl Needs {
    fn take(&mut self, called: &Called, catalogue: &Catalogue) {
        let (service, operation) = (called.service.as_str(), called.operation.as_str());
        let Some(known) = catalogue.service(service) else {
            return;
        };
        let action = api::action(known, operation);
        if api::is_free(&action) {
            return;
        }
        if action == "sts:AssumeRole" {
            self.assumes = true;
            return;
        }
        match called.class {
            Class::List | Class::Read => {
                self.read.insert(action);
            }
            Class::Write | Class::Tag | Class::Permissions | Class::Destroy => {
                let tags = TAGGING
                    .iter()
                    .filter(|(of, member, _)| *of == service && gives(called, catalogue, member))
                    .map(|(.., action)| *action);
                let iam = IAM_TAGGING
                    .iter()
                    .filter(|(made, _)| {
                        service == "iam" && *made == operation && gives(called, catalogue, "Tags")
                    })
                    .map(|(_, action)| *action);
                let besides = BESIDES
                    .iter()
                    .filter(|(of, name, _)| *of == service && *name == operation)
                    .flat_map(|(.., actions)| actions.iter().copied());
                let more: Vec<String> = tags.chain(iam).chain(besides).map(str::to_owned).collect();
                self.changes(action);
                more.into_iter().for_each(|action| self.changes(action));
            }
        }
        let passed = api::PASSED.iter().filter(|(of, name, member, _)| {
            let top = member.split('.').next().unwrap_or(member);
            *of == service && *name == operation && gives(called, catalogue, top)
        });
        self.passed_to.extend(passed.map(|(.., to)| *to));
        let linked = LINKED
            .iter()
            .filter(|(of, name, _)| *of == service && *name == operation);
        self.linked
            .extend(linked.flat_map(|(.., services)| services.iter().copied()));
    }

    fn changes(&mut self, action: String) {
        let everywhere = action
            .split_once(':')
            .is_some_and(|(service, _)| EVERYWHERE.contains(&service));
        if everywhere {
            self.change_everywhere.insert(action);
        } else {
            self.change.insert(action);
        }
    }

    fn policy(self, regions: &[String]) -> Policy {
        let none = Map::new;
        let when = |key: &str, values: Json| {
            let mut keys = Map::new();
            keys.insert(key.to_owned(), values);
            let mut condition = Map::new();
            condition.insert("StringEquals".to_owned(), Json::Object(keys));
            condition
        };
        let here = if regions.is_empty() {
            none()
        } else {
            when("aws:RequestedRegion", json!(regions))
        };
        let one = |action: &str, wanted: bool| -> BTreeSet<String> {
            wanted.then(|| action.to_owned()).into_iter().collect()
        };
        let own = self.own.difference(&self.read).cloned().collect();
        let statements = [
            ("Look", self.read, "*", none()),
            (OWN, own, "*", none()),
            ("Change", self.change, "*", here),
            ("ChangeEverywhere", self.change_everywhere, "*", none()),
            (
                "AssumeRoles",
                one("sts:AssumeRole", self.assumes),
                "arn:aws:iam::*:role/*",
                none(),
            ),
            (
                "PassRoles",
                one("iam:PassRole", !self.passed_to.is_empty()),
                "arn:aws:iam::*:role/*",
                when("iam:PassedToService", json!(self.passed_to)),
            ),
            (
                "MakeRolesOfServices",
                one("iam:CreateServiceLinkedRole", !self.linked.is_empty()),
                "arn:aws:iam::*:role/aws-service-role/*",
                when("iam:AWSServiceName", json!(self.linked)),
            ),
        ];
        let statement = statements
            .into_iter()
            .filter(|(_, actions, ..)| !actions.is_empty())
            .map(|(sid, action, resource, condition)| Statement {
                sid,
                effect: "Allow",
                action,
                resource,
                condition,
            });
        Policy {
            version: "2012-10-17",
            statement: statement.collect(),
        }
    }
}

/// True where a call gives a member, or may: its parameters are not written out, and the operation has it.
fn gives(called: &Called, catalogue: &Catalogue, member: &str) -> bool {
    match &called.parameters {
        Some(parameters) => parameters.iter().any(|parameter| parameter.name == member),
        None => catalogue
            .find(&called.service, &called.operation)
            .ok()
            .and_then(|(service, operation)| Some(service.shape(operation.input?)))
            .is_some_and(|shape| shape.member(member).is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::script::{Library, survey};
    use crate::source::Source;

    fn of(script: &str) -> Policy {
        let text =
            format!("---\ntitle: T\nregions: [us-east-1]\n---\n# T\n## S\n```rhai solve\n{script}\n```\n");
        let (runbook, found) = parse(&Source::new("a.md", &text));
        assert!(found.is_empty(), "{found:?}");
        policy(
            &runbook,
            &survey(&runbook, &Library::default()),
            Catalogue::embedded(),
        )
    }

    fn statement<'a>(policy: &'a Policy, sid: &str) -> Option<(Vec<&'a str>, String)> {
        let found = policy.statement.iter().find(|one| one.sid == sid)?;
        let condition = Json::Object(found.condition.clone()).to_string();
        Some((found.action.iter().map(String::as_str).collect(), condition))
    }

    #[test]
    fn actions_are_named_as_iam_names_them_and_changes_are_held_to_the_region() {
        let policy = of(
            "s3::list_objects_v2(#{ Bucket: \"b\" });\nsts::get_caller_identity();\n\
            ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\" });\niam::create_user(#{ UserName: \"a\" });\n\
            s3::delete_bucket(#{ Bucket: \"b\" });",
        );
        assert_eq!(statement(&policy, "Look").unwrap().0, ["s3:ListBucket"]);
        let (change, condition) = statement(&policy, "Change").unwrap();
        assert_eq!(change, ["ec2:CreateVpc"]);
        assert_eq!(
            condition,
            r#"{"StringEquals":{"aws:RequestedRegion":["us-east-1"]}}"#
        );
        let (everywhere, condition) = statement(&policy, "ChangeEverywhere").unwrap();
        assert_eq!(
            (everywhere, condition.as_str()),
            (vec!["iam:CreateUser", "s3:DeleteBucket"], "{}")
        );
        assert!(statement(&policy, "PassRoles").is_none());
    }

    #[test]
    fn what_a_call_hands_on_tags_or_needs_besides_is_allowed() {
        let policy = of(
            "ec2::run_instances(#{ MinCount: 1, MaxCount: 1, IamInstanceProfile: #{ Name: \"r\" }, \
            TagSpecifications: [] });\nguardduty::create_detector(#{ Enable: true });\n\
            ec2::delete_flow_logs(#{ FlowLogIds: [] });\nclaim(\"ec2:instance\", \"i-1\");\nassume(\"arn\", || 1);",
        );
        let (change, _) = statement(&policy, "Change").unwrap();
        assert_eq!(
            change,
            [
                "ec2:CreateTags",
                "ec2:DeleteFlowLogs",
                "ec2:RunInstances",
                "guardduty:CreateDetector",
                "logs:DeleteLogDelivery"
            ]
        );
        let (_, to) = statement(&policy, "PassRoles").unwrap();
        assert!(
            to.contains(r#""iam:PassedToService":["ec2.amazonaws.com"]"#),
            "{to}"
        );
        let (_, linked) = statement(&policy, "MakeRolesOfServices").unwrap();
        assert!(linked.contains("guardduty.amazonaws.com"), "{linked}");
        assert!(statement(&policy, "AssumeRoles").is_some());
        let (own, _) = statement(&policy, "LookWhatIsLeft").unwrap();
        assert!(
            own.contains(&"ec2:DescribeVolumes") && own.contains(&"cloudtrail:LookupEvents"),
            "{own:?}"
        );
    }
}
