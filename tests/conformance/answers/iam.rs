//! Answers of IAM.

use super::{given, instant, same};
use crate::conformance::clients::wait;
use serde_json::json;

#[test]
fn answers_are_read_alike() {
    let (answer, config) = given(
        "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult><Role><Path>/</Path>\
         <RoleName>ROLE</RoleName><RoleId>AROA1</RoleId><Arn>arn:aws:iam::111122223333:role/ROLE</Arn>\
         <CreateDate>2026-11-24T05:30:00Z</CreateDate><MaxSessionDuration>3600</MaxSessionDuration>\
         <Tags><member><Key>Name</Key><Value>ROLE</Value></member></Tags></Role></GetRoleResult>\
         <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetRoleResponse>",
    );
    let read = wait(
        aws_sdk_iam::Client::new(&config)
            .get_role()
            .role_name("ROLE")
            .send(),
    )
    .unwrap();
    let role = read.role().unwrap();
    same(
        "iam",
        "GetRole",
        &answer,
        &[
            ("Role.RoleName", json!(role.role_name())),
            ("Role.Arn", json!(role.arn())),
            ("Role.CreateDate", instant(Some(role.create_date()))),
            ("Role.MaxSessionDuration", json!(role.max_session_duration())),
            ("Role.Tags.0.Key", json!(role.tags()[0].key())),
        ],
    );

    let (answer, config) = given(
        "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>\
         <EvaluationResults><member><EvalActionName>s3:GetObject</EvalActionName><EvalDecision>implicitDeny</EvalDecision>\
         <EvalResourceName>*</EvalResourceName><MatchedStatements/><MissingContextValues/></member></EvaluationResults>\
         </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>",
    );
    let call = aws_sdk_iam::Client::new(&config)
        .simulate_principal_policy()
        .policy_source_arn("arn:aws:iam::111122223333:user/ada")
        .action_names("s3:GetObject");
    let read = wait(call.send()).unwrap();
    let result = &read.evaluation_results()[0];
    same(
        "iam",
        "SimulatePrincipalPolicy",
        &answer,
        &[
            ("IsTruncated", json!(read.is_truncated())),
            (
                "EvaluationResults.0.EvalActionName",
                json!(result.eval_action_name()),
            ),
            (
                "EvaluationResults.0.EvalDecision",
                json!(result.eval_decision().as_str()),
            ),
            (
                "EvaluationResults.0.MatchedStatements",
                json!(vec![(); result.matched_statements().len()]),
            ),
        ],
    );

    let (answer, config) = given(
        "<GetAccountSummaryResponse><GetAccountSummaryResult><SummaryMap><entry><key>Users</key><value>27</value></entry>\
         <entry><key>AccountMFAEnabled</key><value>1</value></entry></SummaryMap></GetAccountSummaryResult>\
         </GetAccountSummaryResponse>",
    );
    let read = wait(aws_sdk_iam::Client::new(&config).get_account_summary().send()).unwrap();
    let summary = read.summary_map().unwrap();
    same(
        "iam",
        "GetAccountSummary",
        &answer,
        &[
            ("SummaryMap.Users", json!(summary[&"Users".into()])),
            (
                "SummaryMap.AccountMFAEnabled",
                json!(summary[&"AccountMFAEnabled".into()]),
            ),
        ],
    );
}
