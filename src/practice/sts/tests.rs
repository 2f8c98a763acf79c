//! Sessions, within an account and across two.

use crate::port::{Clock, Cloud, CloudError, Fault, Latch, Request, Role};
use crate::practice::lab::Lab;
use crate::practice::{Options, Practice};
use crate::value;
use crate::value::Value;
use std::time::Duration;

fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

fn iam_in(practice: &Practice, account: Option<&str>, operation: &str, input: Value) -> Value {
    let mut request = Request::new("iam", operation, input).mutating();
    request.account = account.map(str::to_owned);
    practice.call(&request).unwrap_or_else(|error| panic!("{error}"))
}

fn role(practice: &Practice, account: Option<&str>, name: &str, trust: &str) -> Role {
    let input = value!({ "RoleName": name, "AssumeRolePolicyDocument": trust });
    let made = iam_in(practice, account, "CreateRole", input);
    Role::of(made.at("Role.Arn").text()).unwrap()
}

fn as_role(practice: &Practice, role: &Role, service: &str, operation: &str) -> Result<Value, CloudError> {
    let mut request = Request::new(service, operation, value!({}));
    request.roles = vec![role.clone()];
    practice.call(&request)
}

fn identity(practice: &Practice, key: Option<&str>) -> Result<Value, CloudError> {
    let mut request = Request::new("sts", "GetCallerIdentity", value!({}));
    request.key = key.map(str::to_owned);
    practice.call(&request)
}

#[test]
fn the_caller_is_the_role_of_the_account_that_is_called() {
    let practice = Practice::in_memory(&Options::new("us-east-1"));
    let own = identity(&practice, None).unwrap();
    assert_eq!(own.get("Account").text(), "111122223333");
    assert!(
        own.get("Arn")
            .text()
            .ends_with(":assumed-role/WorkshopParticipant/learner")
    );
    assert!(own.get("UserId").text().starts_with("AROA") && own.get("UserId").text().ends_with(":learner"));
    let mut request = Request::new("sts", "GetCallerIdentity", value!({}));
    request.account = Some("partner".to_owned());
    let partner = practice.call(&request).unwrap().get("Account").text().to_owned();
    assert_eq!(partner, practice.account(Some("partner")));
    assert!(partner.len() == 12 && partner != "111122223333");
}

#[test]
fn a_role_is_assumed_both_ways_between_two_accounts_and_refuses_others() {
    let practice = Practice::in_memory(&Options::new("us-east-1"));
    let partner = practice.account(Some("partner"));
    let third = practice.account(Some("third"));
    let here = role(
        &practice,
        None,
        "for-partner",
        &trusting(&format!("arn:aws:iam::{partner}:root")),
    );
    let there = role(&practice, Some("partner"), "for-us", &trusting("111122223333"));
    for role in [&here, &there] {
        let policy = value!({ "RoleName": (role.arn().rsplit('/').next().unwrap()), "PolicyArn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess" });
        let account = (role == &there).then_some("partner");
        iam_in(&practice, account, "AttachRolePolicy", policy);
    }
    let told = as_role(&practice, &there, "sts", "GetCallerIdentity").unwrap();
    assert_eq!(told.get("Account").text(), partner);
    assert_eq!(
        told.get("Arn").text(),
        format!("arn:aws:sts::{partner}:assumed-role/for-us/runbook")
    );
    as_role(&practice, &there, "iam", "ListUsers").unwrap();
    assert_eq!(
        as_role(&practice, &there, "ec2", "DescribeVpcs")
            .unwrap_err()
            .code,
        "UnauthorizedOperation"
    );
    // Our role trusts the partner, not us, and no third account.
    let refused = as_role(&practice, &here, "iam", "ListUsers").unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.operation.as_str(), refused.fault),
        ("AccessDenied", "AssumeRole", Fault::Service)
    );
    assert_eq!(
        refused.message,
        format!(
            "User: arn:aws:sts::111122223333:assumed-role/WorkshopParticipant/learner is not authorized to perform: \
             sts:AssumeRole on resource: {}",
            here.arn()
        )
    );
    for (account, fits) in [("partner", true), (third.as_str(), false)] {
        let mut request = Request::new("iam", "ListUsers", value!({}));
        request.account = Some(account.to_owned());
        request.roles = vec![here.clone()];
        assert_eq!(practice.call(&request).is_ok(), fits, "{account}");
    }
    let events: Vec<String> = practice
        .world()
        .trail
        .iter()
        .filter(|event| event.get("eventName").text() == "AssumeRole")
        .map(|event| event.get("errorCode").text().to_owned())
        .collect();
    assert_eq!(
        events,
        ["", "AccessDenied", "", "AccessDenied"],
        "one session serves several calls"
    );
    // A trust that is withdrawn ends it for the next block, though AWS lets a session run out.
    let mut request = Request::new(
        "iam",
        "UpdateAssumeRolePolicy",
        value!({ "RoleName": "for-us", "PolicyDocument": (trusting(&third)) }),
    )
    .mutating();
    request.account = Some("partner".to_owned());
    practice.call(&request).unwrap();
    assert_eq!(
        as_role(&practice, &there, "iam", "ListUsers").unwrap_err().code,
        "AccessDenied"
    );
}

#[test]
fn an_external_id_is_asked_for() {
    let practice = Practice::in_memory(&Options::new("us-east-1"));
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x-7"}}}]}"#;
    let mut guarded = role(&practice, None, "guarded", trust);
    let ask = |role: &Role| as_role(&practice, role, "sts", "GetCallerIdentity").map(|_| ());
    assert_eq!(ask(&guarded).unwrap_err().code, "AccessDenied");
    guarded.external_id = Some("x-8".to_owned());
    assert_eq!(ask(&guarded).unwrap_err().code, "AccessDenied");
    guarded.external_id = Some("x-7".to_owned());
    ask(&guarded).unwrap();
}

#[test]
fn sessions_end_are_narrowed_and_have_limits() {
    let sts = Lab::new("sts");
    let iam = sts.of("iam");
    role(&sts.practice, None, "lab", &trusting("111122223333"));
    iam.ok(
        "AttachRolePolicy",
        value!({ "RoleName": "lab", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess" }),
    );
    let arn = "arn:aws:iam::111122223333:role/lab";
    let narrow =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:List*","Resource":"*"}]}"#;
    let asked =
        value!({ "RoleArn": arn, "RoleSessionName": "ana", "DurationSeconds": 900, "Policy": narrow });
    let given = sts.ok("AssumeRole", asked);
    let key = given.at("Credentials.AccessKeyId").text();
    assert!(
        key.starts_with("ASIA")
            && given
                .at("AssumedRoleUser.AssumedRoleId")
                .text()
                .starts_with("AROA")
    );
    let (secret, token) = sts.practice.secret_of(key).unwrap();
    assert_eq!(secret, given.at("Credentials.SecretAccessKey").text());
    assert_eq!(token.as_deref(), given.at("Credentials.SessionToken").as_text());
    assert_eq!(
        sts.ok("GetAccessKeyInfo", value!({ "AccessKeyId": key }))
            .get("Account")
            .text(),
        "111122223333"
    );
    let call = |service: &str, operation: &str, input: Value| {
        let mut request = Request::new(service, operation, input).mutating();
        request.key = Some(key.to_owned());
        sts.practice.call(&request)
    };
    call("iam", "ListUsers", value!({})).unwrap();
    let denied = call("iam", "CreateUser", value!({ "UserName": "x" })).unwrap_err();
    assert!(
        denied
            .message
            .ends_with("because no session policy allows the iam:CreateUser action"),
        "{denied}"
    );
    let chained = value!({ "RoleArn": arn, "RoleSessionName": "ana", "DurationSeconds": 7200 });
    assert_eq!(
        sts.no("AssumeRole", chained),
        (
            "ValidationError".to_owned(),
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.".to_owned()
        )
    );
    sts.practice
        .clock()
        .wait(Duration::from_secs(901), &Latch::default())
        .unwrap();
    for (service, operation, code) in [
        ("iam", "ListUsers", "ExpiredToken"),
        ("ec2", "DescribeVpcs", "RequestExpired"),
        ("cloudtrail", "LookupEvents", "ExpiredTokenException"),
    ] {
        assert_eq!(call(service, operation, value!({})).unwrap_err().code, code);
    }
    let nowhere = value!({ "RoleArn": "arn:aws:iam::111122223333:role/none", "RoleSessionName": "ana" });
    assert_eq!(sts.no("AssumeRole", nowhere).0, "AccessDenied");
}

#[test]
fn users_have_sessions_and_their_trust_is_their_own() {
    let sts = Lab::new("sts");
    let iam = sts.of("iam");
    for name in ["ana", "bob"] {
        iam.ok("CreateUser", value!({ "UserName": name }));
    }
    assert_eq!(
        sts.no("GetSessionToken", value!({})).1,
        "Cannot call GetSessionToken with session credentials"
    );
    let key = iam.ok("CreateAccessKey", value!({ "UserName": "ana" }));
    let mut request = Request::new("sts", "GetSessionToken", value!({})).mutating();
    request.key = key.at("AccessKey.AccessKeyId").as_text().map(str::to_owned);
    let session = sts.practice.call(&request).unwrap();
    let told = identity(&sts.practice, session.at("Credentials.AccessKeyId").as_text()).unwrap();
    assert_eq!(told.get("Arn").text(), "arn:aws:iam::111122223333:user/ana");
    // A trust policy that names a user is enough in the same account; one that names the account is not.
    role(
        &sts.practice,
        None,
        "named",
        &trusting("arn:aws:iam::111122223333:user/ana"),
    );
    role(&sts.practice, None, "account", &trusting("111122223333"));
    for (user, role, fits) in [
        ("ana", "named", true),
        ("bob", "named", false),
        ("ana", "account", false),
    ] {
        let caller = sts.practice.clone().acting(&format!("user/{user}"));
        let input = value!({ "RoleArn": (format!("arn:aws:iam::111122223333:role/{role}")), "RoleSessionName": "s1" });
        let got = caller.call(&Request::new("sts", "AssumeRole", input).mutating());
        assert_eq!(got.is_ok(), fits, "{user} {role}");
    }
}

#[test]
fn an_encoded_denial_can_be_decoded() {
    let sts = Lab::new("sts");
    sts.of("iam").ok("CreateUser", value!({ "UserName": "ana" }));
    let caller = sts.practice.clone().acting("user/ana");
    let vpc = Request::new("ec2", "CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" })).mutating();
    let denied = caller.call(&vpc).unwrap_err().message;
    let encoded = denied.rsplit(' ').next().unwrap();
    let told = sts.ok(
        "DecodeAuthorizationMessage",
        value!({ "EncodedMessage": encoded }),
    );
    let told: serde_json::Value = serde_json::from_str(told.get("DecodedMessage").text()).unwrap();
    assert_eq!(told["context"]["action"], "ec2:CreateVpc");
    assert_eq!(
        sts.no("DecodeAuthorizationMessage", value!({ "EncodedMessage": "x" }))
            .0,
        "InvalidAuthorizationMessageException"
    );
}
