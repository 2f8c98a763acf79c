//! The practice account by HTTP: the official runtime at its door hears what a direct call hears.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::support::account::settings;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use runbook::api::Catalogue;
use runbook::cloud::{Door, Live, METADATA, Opening, Settings};
use runbook::event::Access;
use runbook::port::{Clock, Cloud, CloudError, Fault, Latch, Request};
use runbook::practice::{Options, Practice};
use runbook::value;
use runbook::value::Value;
use runbook::wire::served::Served;
use std::sync::Arc;
use std::time::Duration;

const REGION: &str = "us-east-1";

/// Two worlds that begin alike: one is called directly, the other through the runtime and the door.
struct Both {
    direct: Practice,
    through: Live,
    behind: Practice,
    _keys: tempfile::TempDir,
    calls: usize,
}

impl Both {
    fn new() -> Both {
        let world = || Practice::in_memory(&Options::new(REGION));
        let behind = world();
        let door = Door::new(Opening {
            cloud: Arc::new(behind.clone()),
            served: Served::new(Catalogue::embedded()),
            access: Access::Mutate,
            step: None,
            region: Some(REGION.to_owned()),
            account: Box::new(|_| None),
        });
        let (keys, settings) = settings("", &Latch::default());
        let settings = Settings {
            endpoint: None,
            region: Some(REGION.to_owned()),
            http: Some(SharedHttpClient::new(door)),
            ..settings
        };
        Both {
            direct: world(),
            behind,
            through: Live::connect(settings).unwrap(),
            _keys: keys,
            calls: 0,
        }
    }

    /// Makes one call in both, holds the answers to each other, and gives the direct one.
    fn call(&mut self, service: &str, operation: &str, input: Value) -> Result<Value, CloudError> {
        let request = Request::new(service, operation, input).mutating();
        let direct = self.direct.call(&request);
        let through = self.through.call(&request);
        self.calls += 1;
        match (&direct, through) {
            (Ok(direct), Ok(mut through)) => {
                let mut direct = direct.clone();
                // Each is a request of its own.
                for answer in [&mut through, &mut direct] {
                    answer
                        .as_map_mut()
                        .and_then(|members| members.shift_remove(METADATA))
                        .unwrap();
                }
                assert_eq!(
                    without_nothing(&through),
                    without_nothing(&direct),
                    "{service}:{operation}"
                );
            }
            (Err(direct), Err(through)) => {
                assert_eq!(through.code, direct.code, "{service}:{operation} {through:?}");
                assert_eq!(through.message, direct.message);
                assert_eq!((direct.fault, through.fault), (Fault::Service, Fault::Service));
                assert_eq!(
                    through.status, direct.status,
                    "{service}:{operation} {}",
                    direct.code
                );
                assert!(through.request_id.is_some());
            }
            (direct, through) => panic!("{service}:{operation}: {direct:?} and {through:?}"),
        }
        direct
    }

    /// Lets time pass in both.
    fn wait(&self, minutes: u64) {
        let span = Duration::from_secs(60 * minutes);
        for world in [&self.direct, &self.behind] {
            world.clock().wait(span, &Latch::default()).unwrap();
        }
    }

    fn must(&mut self, service: &str, operation: &str, input: Value) -> Value {
        self.call(service, operation, input)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn refused(&mut self, service: &str, operation: &str, input: Value, code: &str) {
        let error = self.call(service, operation, input).unwrap_err();
        assert_eq!(error.code, code, "{error}");
    }
}

/// A member that AWS left out is not on the wire.
fn without_nothing(value: &Value) -> Value {
    match value {
        Value::Map(members) => Value::Map(
            members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name.clone(), without_nothing(value)))
                .collect(),
        ),
        Value::List(items) => items.iter().map(without_nothing).collect(),
        // The parameters of an event are JSON, whose order says nothing.
        Value::Text(text) if text.starts_with('{') => match serde_json::from_str(text) {
            Ok(json) => Value::from_json(json).unwrap(),
            Err(_) => value.clone(),
        },
        value => value.clone(),
    }
}

#[test]
fn iam_answers_the_same_through_the_door() {
    let mut both = Both::new();
    let group = || value!({ "GroupName": "readers" });
    let user = || value!({ "UserName": "ada" });
    both.must("sts", "GetCallerIdentity", Value::map());
    both.must("iam", "CreateGroup", group());
    both.refused("iam", "CreateGroup", group(), "EntityAlreadyExists");
    both.refused("iam", "GetUser", user(), "NoSuchEntity");
    let tags = value!([{ "Key": "team é", "Value": "a & b = c" }]);
    both.must(
        "iam",
        "CreateUser",
        value!({ "UserName": "ada", "Tags": (tags.clone()) }),
    );
    both.must(
        "iam",
        "AddUserToGroup",
        value!({ "GroupName": "readers", "UserName": "ada" }),
    );
    let policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    both.must(
        "iam",
        "AttachGroupPolicy",
        value!({ "GroupName": "readers", "PolicyArn": policy }),
    );
    for (operation, input) in [
        ("GetGroup", group()),
        ("ListGroups", Value::map()),
        ("ListUsers", Value::map()),
        ("ListAttachedGroupPolicies", group()),
        ("ListGroupPolicies", group()),
        ("ListAttachedUserPolicies", user()),
        ("ListGroupsForUser", user()),
        ("ListUserTags", user()),
        ("ListAccessKeys", user()),
        ("GetUser", user()),
        ("GetAccountSummary", Value::map()),
        ("ListAccountAliases", Value::map()),
        ("GetPolicy", value!({ "PolicyArn": policy })),
        ("ListPolicies", value!({ "Scope": "AWS", "MaxItems": 3 })),
    ] {
        both.must("iam", operation, input);
    }
    let versions = both.must("iam", "GetPolicy", value!({ "PolicyArn": policy }));
    let version = versions.at("Policy.DefaultVersionId").text().to_owned();
    let document = both.must(
        "iam",
        "GetPolicyVersion",
        value!({ "PolicyArn": policy, "VersionId": version }),
    );
    assert!(
        document
            .at("PolicyVersion.Document")
            .text()
            .contains("\"Statement\""),
        "{document:?}"
    );
    both.refused("iam", "GetLoginProfile", user(), "NoSuchEntity");
    both.refused("iam", "GetAccountPasswordPolicy", Value::map(), "NoSuchEntity");
    both.must(
        "iam",
        "UpdateAccountPasswordPolicy",
        value!({ "MinimumPasswordLength": 14, "RequireSymbols": true }),
    );
    both.must("iam", "GetAccountPasswordPolicy", Value::map());
    let profile =
        |password: &str| value!({ "UserName": "ada", "Password": password, "PasswordResetRequired": true });
    both.refused(
        "iam",
        "CreateLoginProfile",
        profile("short"),
        "PasswordPolicyViolation",
    );
    both.must("iam", "CreateLoginProfile", profile("A-long-one+2026!"));
    both.must("iam", "GetLoginProfile", user());
    both.must(
        "iam",
        "UpdateLoginProfile",
        value!({ "UserName": "ada", "PasswordResetRequired": false }),
    );
    both.refused("iam", "DeleteUser", user(), "DeleteConflict");
    both.must("iam", "TagUser", value!({ "UserName": "ada", "Tags": (tags) }));
    both.must(
        "iam",
        "UntagUser",
        value!({ "UserName": "ada", "TagKeys": ["team é"] }),
    );
    both.must("iam", "DeleteLoginProfile", user());
    both.must("iam", "DeleteAccountPasswordPolicy", Value::map());
    both.must(
        "iam",
        "RemoveUserFromGroup",
        value!({ "GroupName": "readers", "UserName": "ada" }),
    );
    both.must(
        "iam",
        "DetachGroupPolicy",
        value!({ "GroupName": "readers", "PolicyArn": policy }),
    );
    both.must("iam", "DeleteUser", user());
    both.must("iam", "DeleteGroup", group());
    assert_eq!(
        both.direct
            .world()
            .differences(&Practice::in_memory(&Options::new(REGION)).world())
            .len(),
        0
    );
    assert!(both.calls >= 40, "{}", both.calls);
}

#[test]
fn ec2_answers_the_same_through_the_door() {
    let mut both = Both::new();
    both.must("ec2", "DescribeRegions", Value::map());
    both.must(
        "ec2",
        "DescribeAvailabilityZones",
        value!({ "Filters": [{ "Name": "state", "Values": ["available"] }] }),
    );
    let made = both.must("ec2", "CreateVpc", value!({ "CidrBlock": "10.9.0.0/16" }));
    let id = made.at("Vpc.VpcId").text().to_owned();
    both.refused(
        "ec2",
        "CreateVpc",
        value!({ "CidrBlock": "10.9.0.0/99" }),
        "InvalidParameterValue",
    );
    both.refused(
        "ec2",
        "DescribeVpcs",
        value!({ "VpcIds": ["vpc-0123456789abcdef0"] }),
        "InvalidVpcID.NotFound",
    );
    both.must(
        "ec2",
        "CreateTags",
        value!({ "Resources": [(&id)], "Tags": [{ "Key": "Name", "Value": "lab <1>" }] }),
    );
    let found = both.must(
        "ec2",
        "DescribeVpcs",
        value!({ "Filters": [{ "Name": "tag:Name", "Values": ["lab <1>"] }] }),
    );
    assert_eq!(found.at("Vpcs.0.VpcId").text(), id);
    both.must(
        "ec2",
        "ModifyVpcAttribute",
        value!({ "VpcId": (&id), "EnableDnsHostnames": { "Value": true } }),
    );
    let dns = both.must(
        "ec2",
        "DescribeVpcAttribute",
        value!({ "VpcId": (&id), "Attribute": "enableDnsHostnames" }),
    );
    assert_eq!(dns.at("EnableDnsHostnames.Value").as_bool(), Some(true));
    for operation in [
        "DescribeVpcs",
        "DescribeSubnets",
        "DescribeInternetGateways",
        "DescribeRouteTables",
        "DescribeSecurityGroups",
        "DescribeNetworkAcls",
        "DescribeDhcpOptions",
        "DescribeTags",
    ] {
        both.must("ec2", operation, Value::map());
    }
    both.must(
        "ec2",
        "DeleteTags",
        value!({ "Resources": [(&id)], "Tags": [{ "Key": "Name" }] }),
    );
    both.must("ec2", "DeleteVpc", value!({ "VpcId": (&id) }));
    both.refused(
        "ec2",
        "DeleteVpc",
        value!({ "VpcId": (&id) }),
        "InvalidVpcID.NotFound",
    );
    let dry = both.call(
        "ec2",
        "CreateVpc",
        value!({ "CidrBlock": "10.8.0.0/16", "DryRun": true }),
    );
    assert_eq!(dry.unwrap_err().status, Some(412));
}

#[test]
fn guardduty_and_cloudtrail_answer_the_same_through_the_door() {
    let mut both = Both::new();
    both.must("guardduty", "ListDetectors", Value::map());
    let made = both.must(
        "guardduty",
        "CreateDetector",
        value!({ "Enable": true, "FindingPublishingFrequency": "FIFTEEN_MINUTES", "ClientToken": "once" }),
    );
    let id = made.get("DetectorId").text().to_owned();
    both.refused(
        "guardduty",
        "CreateDetector",
        value!({ "Enable": true, "ClientToken": "twice" }),
        "BadRequestException",
    );
    both.must("guardduty", "GetDetector", value!({ "DetectorId": (&id) }));
    both.refused(
        "guardduty",
        "GetDetector",
        value!({ "DetectorId": "00000000000000000000000000000000" }),
        "BadRequestException",
    );
    both.must(
        "guardduty",
        "UpdateDetector",
        value!({ "DetectorId": (&id), "Enable": true }),
    );
    let kinds = value!([
        "Recon:EC2/PortProbeUnprotectedPort",
        "UnauthorizedAccess:EC2/SSHBruteForce"
    ]);
    both.must(
        "guardduty",
        "CreateSampleFindings",
        value!({ "DetectorId": (&id), "FindingTypes": (kinds) }),
    );
    both.wait(10);
    let criteria = value!({ "Criterion": { "severity": { "GreaterThanOrEqual": 1 }, "service.archived": { "Equals": ["false"] } } });
    let found = both.must(
        "guardduty",
        "ListFindings",
        value!({ "DetectorId": (&id), "FindingCriteria": (criteria), "SortCriteria": { "AttributeName": "severity", "OrderBy": "DESC" } }),
    );
    let ids = found.get("FindingIds").clone();
    assert_eq!(ids.items().len(), 2, "{found:?}");
    let named = || value!({ "DetectorId": (&id), "FindingIds": (ids.clone()) });
    both.must("guardduty", "GetFindings", named());
    both.must("guardduty", "ArchiveFindings", named());
    both.must("guardduty", "UnarchiveFindings", named());
    both.must(
        "guardduty",
        "GetFindingsStatistics",
        value!({ "DetectorId": (&id), "FindingStatisticTypes": ["COUNT_BY_SEVERITY"] }),
    );
    let who = both.must("sts", "GetCallerIdentity", Value::map());
    let arn = format!(
        "arn:aws:guardduty:{REGION}:{}:detector/{id}",
        who.get("Account").text()
    );
    both.must(
        "guardduty",
        "TagResource",
        value!({ "ResourceArn": (&arn), "Tags": { "Name": "a b/é" } }),
    );
    both.must(
        "guardduty",
        "ListTagsForResource",
        value!({ "ResourceArn": (&arn) }),
    );
    both.must(
        "guardduty",
        "UntagResource",
        value!({ "ResourceArn": (&arn), "TagKeys": ["Name"] }),
    );
    both.must("guardduty", "DeleteDetector", value!({ "DetectorId": (&id) }));
    let attribute = value!([{ "AttributeKey": "EventSource", "AttributeValue": "guardduty.amazonaws.com" }]);
    let events = both.must(
        "cloudtrail",
        "LookupEvents",
        value!({ "LookupAttributes": (attribute) }),
    );
    assert!(events.get("Events").items().len() >= 8, "{events:?}");
}

#[test]
fn what_practice_does_not_model_is_said_so_through_the_door() {
    let both = Both::new();
    let request = Request::new("macie2", "ListClassificationJobs", Value::map());
    let direct = both.direct.call(&request).unwrap_err();
    assert_eq!(direct.fault, Fault::Unmodelled);
    assert!(direct.advice.is_some());
    // The wire has no words for it, and the client behind the same door hears it whole.
    assert_eq!(both.through.call(&request).unwrap_err(), direct);
}
