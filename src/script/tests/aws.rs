//! Calls of AWS.

use crate::event::{Access, Role};
use crate::script::testing::{Bench, checks};
use crate::value;

#[test]
fn a_call_carries_who_makes_it_and_leaves_out_what_is_nothing() {
    let code = "\
let made = ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\", DryRun: (), TagSpecifications: [#{ ResourceType: \"vpc\", Tags: tags(#{ Name: \"x\" }) }] });
say(made.Vpc.VpcId);
in_region(\"us-west-2\", || guardduty::list_detectors());
as_account(\"partner\", || in_region(\"eu-west-1\", || ec2::describe_vpcs(#{})));
ec2::describe_vpcs();";
    let bench = Bench::with_partner("solve", code).answering([
        Ok(value!({ "Vpc": { "VpcId": "vpc-1" } })),
        Ok(value!({ "DetectorIds": [] })),
        Ok(value!({ "Vpcs": [] })),
        Ok(value!({ "Vpcs": [] })),
    ]);
    let report = bench.run(Role::Solve);
    assert!(report.failure.is_none(), "{:?}", report.failure);
    let requests = bench.cloud.requests();
    let first = &requests[0];
    assert_eq!(
        (first.service.as_str(), first.operation.as_str(), first.access),
        ("ec2", "CreateVpc", Access::Mutate)
    );
    assert_eq!(
        first.input,
        value!({ "CidrBlock": "10.0.0.0/16", "TagSpecifications": [{ "ResourceType": "vpc", "Tags": [{ "Key": "Name", "Value": "x" }] }] })
    );
    assert_eq!(first.step.as_deref(), Some("step"));
    assert_eq!(requests[1].region.as_deref(), Some("us-west-2"));
    assert_eq!(
        (requests[2].account.as_deref(), requests[2].region.as_deref()),
        (Some("partner"), Some("eu-west-1"))
    );
    assert_eq!((&requests[3].account, &requests[3].region), (&None, &None));
}

#[test]
fn a_role_is_carried_by_the_calls_inside_and_by_no_other() {
    let code = "\
let lab = \"arn:aws:iam::222222222222:role/Lab\";
let next = \"arn:aws:iam::333333333333:role/Next\";
assume(lab, #{ RoleSessionName: \"ada\", ExternalId: \"x-1\", DurationSeconds: 900, Policy: to_json(#{}) }, || {
    in_region(\"eu-west-1\", || ec2::describe_vpcs());
    assume(next, || ec2::describe_vpcs());
    as_account(\"partner\", || ec2::describe_vpcs());
});
as_account(\"partner\", || assume(lab, || ec2::describe_vpcs()));
try { assume(lab, || throw \"no\") } catch { }
ec2::describe_vpcs();";
    let answers = (0..5).map(|_| Ok(value!({ "Vpcs": [] })));
    let bench = Bench::with_partner("check", code).answering(answers);
    let report = bench.run(Role::Check);
    assert!(report.failure.is_none(), "{:?}", report.failure);
    let seen: Vec<(Option<String>, Vec<String>)> = bench
        .cloud
        .requests()
        .into_iter()
        .map(|request| {
            let role = |role: &crate::port::Role| {
                format!("{} {}", role.arn().rsplit('/').next().unwrap(), role.session)
            };
            (request.account, request.roles.iter().map(role).collect())
        })
        .collect();
    let partner = || Some("partner".to_owned());
    let roles = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        seen,
        [
            (None, roles(&["Lab ada"])),
            (None, roles(&["Lab ada", "Next runbook"])),
            (partner(), roles(&[])),
            (partner(), roles(&["Lab runbook"])),
            (None, roles(&[])),
        ]
    );
    let first = bench.cloud.requests()[0].clone();
    let role = &first.roles[0];
    assert_eq!(first.region.as_deref(), Some("eu-west-1"));
    assert_eq!(
        (role.external_id.as_deref(), role.seconds, role.policy.as_deref()),
        (Some("x-1"), Some(900), Some("{}"))
    );
}

#[test]
fn a_role_or_an_option_that_is_none_is_told() {
    let told: Vec<String> = [
        "assume(\"Lab\", || 1);",
        "assume(\"arn:aws:iam::222222222222:role/Lab\", #{ SessionName: \"ada\" }, || 1);",
        "assume(\"arn:aws:iam::222222222222:role/Lab\", #{ DurationSeconds: 60, ExternalId: 7 }, || 1);",
        "assume(\"arn:aws:iam::222222222222:role/Lab\");",
    ]
    .iter()
    .map(|code| {
        let text = Bench::block("solve", code).wrong(Role::Solve);
        let lines = text
            .lines()
            .filter(|line| line.starts_with("error") || line.contains("= help"));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    error[wrong-role]: `Lab` is not the ARN of a role = help: write it as `arn:aws:iam::ACCOUNT:role/NAME`, or take the `Arn` of `iam::get_role`
    error[wrong-parameters]: `assume` has no option `SessionName` = help: it can be `RoleSessionName`, `ExternalId`, `DurationSeconds` or `Policy`
    error[wrong-parameters]: `assume`: `DurationSeconds` is 60, less than 900; `ExternalId` must be a string, not an integer
    error[unknown-function]: there is no `assume` that takes text = help: it is written `assume(role_arn, #{ RoleSessionName, ExternalId, DurationSeconds, Policy }?, || ...)`
    ");
}

#[test]
fn an_assumed_role_is_a_call_of_sts_in_a_survey() {
    let module = "fn inside(role) { assume(role, || ec2::describe_vpcs()) }";
    let bench = Bench::block(
        "check",
        "assume(\"arn:aws:iam::222222222222:role/Lab\", || iam::list_users());\nlab::far::inside(\"x\");",
    )
    .module("far", module);
    let survey = bench.survey();
    let mut calls: Vec<String> = survey.blocks[0]
        .calls
        .iter()
        .map(|call| format!("{}:{}", call.service, call.operation))
        .collect();
    calls.sort();
    assert_eq!(
        calls,
        [
            "ec2:DescribeVpcs",
            "iam:ListUsers",
            "sts:AssumeRole",
            "sts:AssumeRole"
        ]
    );
}

#[test]
fn blocks_that_look_call_as_readers() {
    for (role, access) in [
        ("check", Access::Read),
        ("hint", Access::Read),
        ("cleanup", Access::Mutate),
    ] {
        let bench = Bench::block(role, "ec2::describe_vpcs();").answering([Ok(value!({ "Vpcs": [] }))]);
        let kind = bench.step(0).blocks[0].task.role().unwrap();
        assert!(bench.run(kind).failure.is_none());
        assert_eq!(bench.cloud.requests()[0].access, access, "{role}");
    }
}

#[test]
fn trap_members_that_aws_left_out_are_nothing_and_typos_fail() {
    let code = "\
let vpc = ec2::describe_vpcs().Vpcs[0];
check(\"left out\", vpc.CidrBlock == ());
check_eq(\"with a default\", vpc.CidrBlock ?? \"none\", \"none\");
check_eq(\"deep\", vpc.Tags?.len ?? 0, 0);
check(\"typo\", vpc.CidrBlok == ());";
    let bench = Bench::block("check", code).answering([Ok(value!({ "Vpcs": [{ "VpcId": "vpc-1" }] }))]);
    let report = bench.run(Role::Check);
    insta::assert_snapshot!(checks(&report).join("\n"), @r#"
    7 Passed left out: nothing
    8 Passed with a default: "none"
    9 Passed deep: 0
    10 Errored typo: there is no member `CidrBlok`
    "#);
}

#[test]
fn reserved_words_as_members_are_reached_by_index() {
    let bench = Bench::block(
        "check",
        "let r = #{ \"default\": 1 };\ncheck_eq(\"x\", r[\"default\"], 1);",
    );
    assert_eq!(checks(&bench.run(Role::Check)), ["7 Passed x: 1"]);
}

#[test]
fn a_service_with_a_dash_is_written_with_an_underscore() {
    let bench = Bench::block("solve", "cognito_idp::list_user_pools(#{ MaxResults: 1 });")
        .answering([Ok(value!({ "UserPools": [] }))]);
    assert!(bench.run(Role::Solve).failure.is_none());
    assert_eq!(bench.cloud.requests()[0].service, "cognito-idp");
}
