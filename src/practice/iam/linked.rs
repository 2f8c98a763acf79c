//! Service-linked roles: made by services, or asked for by name; only the service may change them.

use super::{ROLE, invalid, names};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Where they are.
const PATH: &str = "/aws-service-role/";

/// Services, their role and its policy. Source: each service's page on its service-linked role, as moto's catalogue of
/// AWS's managed policies has the policies; read 2026-11-24.
const SERVICES: &[(&str, &str, &str)] = &[
    (
        "autoscaling.amazonaws.com",
        "AWSServiceRoleForAutoScaling",
        "AutoScalingServiceRolePolicy",
    ),
    (
        "cloudtrail.amazonaws.com",
        "AWSServiceRoleForCloudTrail",
        "CloudTrailServiceRolePolicy",
    ),
    (
        "config.amazonaws.com",
        "AWSServiceRoleForConfig",
        "AWSConfigServiceRolePolicy",
    ),
    (
        "detective.amazonaws.com",
        "AWSServiceRoleForDetective",
        "AmazonDetectiveServiceLinkedRolePolicy",
    ),
    (
        "elasticloadbalancing.amazonaws.com",
        "AWSServiceRoleForElasticLoadBalancing",
        "AWSElasticLoadBalancingServiceRolePolicy",
    ),
    (
        "guardduty.amazonaws.com",
        "AWSServiceRoleForAmazonGuardDuty",
        "AmazonGuardDutyServiceRolePolicy",
    ),
    (
        "inspector2.amazonaws.com",
        "AWSServiceRoleForAmazonInspector2",
        "AmazonInspector2ServiceRolePolicy",
    ),
    (
        "securityhub.amazonaws.com",
        "AWSServiceRoleForSecurityHub",
        "AWSSecurityHubServiceRolePolicy",
    ),
];

/// Service-linked roles.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("CreateServiceLinkedRole", Move::Do(create)),
        ("DeleteServiceLinkedRole", Move::Do(delete)),
        ("GetServiceLinkedRoleDeletionStatus", Move::Do(deletion)),
    ],
    ..Family::NONE
};

/// A deletion that was asked for. Kept for practice's own sake: an account shows none of them.
static DELETION: Resource = Resource {
    kind: "practice:iam-deletion",
    absent: (super::ABSENT, "Deletion task {} cannot be found."),
    global: true,
    ..Resource::NONE
};

/// True for the record of one.
pub(super) fn is(role: &Value) -> bool {
    role.get("Path").text().starts_with(PATH)
}

/// Makes the service-linked role of a service unless it is there, as enabling the service does.
pub(crate) fn service_linked(
    call: &mut Call<'_>,
    principal: &str,
    name: &str,
    policy: &str,
    description: &str,
) {
    if call.found(&ROLE, name).is_some() {
        return;
    }
    let path = format!("{PATH}{principal}/");
    let trust = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": principal }, "Action": "sts:AssumeRole" }],
    });
    let record = value!({
        "Path": (&path),
        "RoleName": name,
        "RoleId": (call.mint(&ROLE).id(ROLE.prefix, Form::Unique)),
        "Arn": (names::arn(call, "role", &path, name)),
        "CreateDate": (names::second(call.now())),
        "AssumeRolePolicyDocument": (trust.to_string()),
        "Description": description,
        "MaxSessionDuration": 3600,
        "_attached": [(format!("arn:aws:iam::aws:policy/aws-service-role/{policy}"))],
    });
    call.keep(&ROLE, name, record);
}

fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let principal = given.text("AWSServiceName");
    let description = given.text("Description");
    let Some((_, name, policy)) = SERVICES.iter().find(|(service, ..)| *service == principal) else {
        return Err(Refusal::unmodelled(&format!(
            "the service-linked role of {principal}"
        )));
    };
    if call.found(&ROLE, name).is_some() {
        return Err(Refusal::new(
            "InvalidInput",
            format!(
                "Service role name {name} has been taken in this account, please try a different suffix."
            ),
        ));
    }
    service_linked(call, principal, name, policy, description);
    Ok(value!({ "Role": (super::role::listed(call.get(&ROLE, name)?)) }))
}

/// Deleting takes a task. Practice does not ask the service whether it still needs the role, and is done at once.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("RoleName");
    let role = call.get(&ROLE, name)?.clone();
    if !is(&role) {
        return Err(invalid(format!("The role {name} is not a service-linked role.")));
    }
    call.remove(&ROLE, name)?;
    let path = role.get("Path").text().trim_start_matches('/').to_owned();
    let task = call.random("iam:deletion").uuid();
    let task = format!("task/{path}{name}/{task}");
    call.keep(&DELETION, &task, value!({ "Status": "SUCCEEDED" }));
    Ok(value!({ "DeletionTaskId": task }))
}

fn deletion(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let task = call.get(&DELETION, given.text("DeletionTaskId"))?;
    Ok(value!({ "Status": (task.get("Status")) }))
}
