//! Calls of principals of the world, allowed and denied.

use crate::port::{Cloud, CloudError, Fault, Request};
use crate::practice::lab::Lab;
use crate::practice::{Practice, registry};
use crate::value;
use crate::value::Value;

const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/// The lab's read-only user, and the world called as it.
fn read_only() -> (Lab, Practice) {
    let iam = Lab::new("iam");
    iam.ok("CreateGroup", value!({ "GroupName": "RO" }));
    iam.ok(
        "AttachGroupPolicy",
        value!({ "GroupName": "RO", "PolicyArn": READ_ONLY }),
    );
    iam.ok("CreateUser", value!({ "UserName": "ana" }));
    iam.ok("AddUserToGroup", value!({ "GroupName": "RO", "UserName": "ana" }));
    let user = iam.practice.clone().acting("user/ana");
    (iam, user)
}

fn call(practice: &Practice, service: &str, operation: &str, input: Value) -> Result<Value, CloudError> {
    practice.call(&Request::new(service, operation, input).mutating())
}

#[test]
fn the_read_only_user_reads_and_changes_nothing() {
    let (iam, user) = read_only();
    let told = call(&user, "sts", "GetCallerIdentity", value!({})).unwrap();
    assert_eq!(told.get("Arn").text(), "arn:aws:iam::111122223333:user/ana");
    call(&user, "ec2", "DescribeVpcs", value!({})).unwrap();
    call(&user, "iam", "ListUsers", value!({})).unwrap();
    let before = iam.world();
    let denied = call(&user, "ec2", "CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" })).unwrap_err();
    assert_eq!(
        (denied.code.as_str(), denied.status, denied.fault),
        ("UnauthorizedOperation", Some(403), Fault::Service)
    );
    assert!(
        denied.message.starts_with(
            "You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/ana is not \
             authorized to perform: ec2:CreateVpc on resource: arn:aws:ec2:us-east-1:111122223333:vpc/* because no \
             identity-based policy allows the ec2:CreateVpc action. Encoded authorization failure message: "
        ),
        "{}",
        denied.message
    );
    let denied = call(&user, "iam", "CreateUser", value!({ "UserName": "bob" })).unwrap_err();
    assert_eq!((denied.code.as_str(), denied.status), ("AccessDenied", Some(403)));
    assert_eq!(
        denied.message,
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: iam:CreateUser on resource: \
         arn:aws:iam::111122223333:user/bob because no identity-based policy allows the iam:CreateUser action"
    );
    let denied = call(&user, "guardduty", "CreateDetector", value!({ "Enable": true })).unwrap_err();
    assert_eq!(
        (denied.code.as_str(), denied.status),
        ("AccessDeniedException", Some(403))
    );
    assert_eq!(before.differences(&iam.world()), Vec::<String>::new());
    let world = iam.world();
    let events: Vec<_> = world.trail.iter().rev().take(3).collect();
    assert_eq!(events[2].get("errorCode").text(), "Client.UnauthorizedOperation");
    assert_eq!(events[1].get("errorCode").text(), "AccessDenied");
    assert_eq!(events[1].at("userIdentity.type").text(), "IAMUser");
    assert_eq!(events[1].at("userIdentity.userName").text(), "ana");
}

/// Every operation that practice has: what the models class as mutating is denied, before its input is looked at closer.
#[test]
fn the_read_only_user_is_denied_everything_that_changes() {
    let policy = crate::practice::iam::document_of(&Lab::new("iam").world(), "111122223333", READ_ONLY)
        .and_then(crate::practice::policy::parsed)
        .unwrap();
    let own = crate::practice::policy::Policies {
        identity: vec![(READ_ONLY.to_owned(), policy)],
        ..Default::default()
    };
    let mut denied = 0;
    for service in registry::SERVICES {
        for (operation, _) in service.moves() {
            let model = crate::practice::model::Model::of(service.name, operation).unwrap();
            let question =
                crate::practice::policy::Question::new(&super::action::of(model, &Value::map()), "*");
            let allowed = own.decide(&question) == crate::practice::policy::Decision::Allowed;
            if model.operation.class.mutates() {
                assert!(!allowed, "{}:{operation}", service.name);
                denied += 1;
            }
        }
    }
    assert!(denied > 50, "{denied}");
}

#[test]
fn passing_a_role_is_asked_for_by_itself() {
    let iam = Lab::new("iam");
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    iam.ok(
        "CreateRole",
        value!({ "RoleName": "web", "AssumeRolePolicyDocument": trust }),
    );
    iam.ok("CreateInstanceProfile", value!({ "InstanceProfileName": "web" }));
    iam.ok("CreateUser", value!({ "UserName": "ana" }));
    let put = |text: &str| {
        let input = value!({ "UserName": "ana", "PolicyName": "p", "PolicyDocument": text });
        iam.ok("PutUserPolicy", input);
    };
    let user = iam.practice.clone().acting("user/ana");
    let add = || {
        let input = value!({ "InstanceProfileName": "web", "RoleName": "web" });
        call(&user, "iam", "AddRoleToInstanceProfile", input)
    };
    put(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:AddRoleToInstanceProfile","Resource":"*"}]}"#,
    );
    assert_eq!(
        add().unwrap_err().message,
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: iam:PassRole on resource: \
         arn:aws:iam::111122223333:role/web because no identity-based policy allows the iam:PassRole action"
    );
    put(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:AddRoleToInstanceProfile","Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}}]}"#,
    );
    add().unwrap();
}

#[test]
fn authorisation_comes_before_a_dry_run() {
    let (_, user) = read_only();
    let dry = value!({ "CidrBlock": "10.0.0.0/16", "DryRun": true });
    assert_eq!(
        call(&user, "ec2", "CreateVpc", dry).unwrap_err().code,
        "UnauthorizedOperation"
    );
    let dry = value!({ "DryRun": true });
    assert_eq!(
        call(&user, "ec2", "DescribeVpcs", dry).unwrap_err().code,
        "DryRunOperation"
    );
}

#[test]
fn own_policies_boundaries_and_denials_count() {
    let iam = Lab::new("iam");
    iam.ok("CreateUser", value!({ "UserName": "ana" }));
    let user = iam.practice.clone().acting("user/ana");
    let put = |name: &str, text: &str| {
        iam.ok(
            "PutUserPolicy",
            value!({ "UserName": "ana", "PolicyName": name, "PolicyDocument": text }),
        );
    };
    let message = |operation: &str, input: Value| call(&user, "iam", operation, input).unwrap_err().message;
    assert!(message("ListUsers", value!({})).ends_with(
        "iam:ListUsers on resource: arn:aws:iam::111122223333:user/ because no identity-based policy allows the \
         iam:ListUsers action"
    ));
    put(
        "all",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}"#,
    );
    call(&user, "iam", "ListUsers", value!({})).unwrap();
    put(
        "self",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","NotResource":"arn:aws:iam::*:user/${aws:username}"}}"#,
    );
    call(&user, "iam", "CreateAccessKey", value!({ "UserName": "ana" })).unwrap();
    assert!(
        message("CreateUser", value!({ "UserName": "bob" }))
            .ends_with("with an explicit deny in an identity-based policy")
    );
}

#[test]
fn a_role_is_asked_for_a_service() {
    let world = Lab::new("iam");
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}]}"#;
    let logs = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"arn:aws:logs:*:*:log-group:flow*"}]}"#;
    world.ok(
        "CreateRole",
        value!({ "RoleName": "flow", "AssumeRolePolicyDocument": trust }),
    );
    world.ok(
        "PutRolePolicy",
        value!({ "RoleName": "flow", "PolicyName": "logs", "PolicyDocument": logs }),
    );
    let mut state = world.world();
    let learner = crate::practice::Principal::learner(&state, "111122223333");
    let asking = crate::practice::call::Call::new(
        &mut state,
        learner,
        "ec2",
        "CreateFlowLogs",
        "111122223333",
        "us-east-1",
    );
    assert!(asking.role_trusts("flow", "vpc-flow-logs.amazonaws.com"));
    assert!(
        !asking.role_trusts("flow", "ec2.amazonaws.com") && !asking.role_trusts("none", "ec2.amazonaws.com")
    );
    let group = |name: &str| format!("arn:aws:logs:us-east-1:111122223333:log-group:{name}");
    assert!(asking.role_may("flow", "logs:PutLogEvents", &group("flow-1")));
    assert!(!asking.role_may("flow", "logs:PutLogEvents", &group("other")));
    assert!(!asking.role_may("none", "logs:PutLogEvents", "*"));
    let gone = call(
        &world.practice.clone().acting("user/nobody"),
        "iam",
        "ListUsers",
        value!({}),
    )
    .unwrap_err();
    assert_eq!(
        (gone.fault, gone.code.as_str()),
        (Fault::Credentials, "NoSuchPrincipal")
    );
    assert!(!world.practice.has_principal("role/none"));
}
