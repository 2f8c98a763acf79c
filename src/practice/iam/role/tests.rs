//! Roles, instance profiles, versions, boundaries and simulations, as a lab uses them.

use crate::practice::lab::Lab;
use crate::value;
use crate::value::Value;

const FOR_EC2: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
const SSM: &str = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

fn document(action: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"*"}}]}}"#
    )
}

fn refused(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

#[test]
fn a_role_and_its_profile_are_made_read_back_and_taken_apart_in_order() {
    let iam = Lab::new("iam");
    let before = iam.world();
    let role = value!({ "RoleName": "web" });
    let tags = value!([{ "Key": "Name", "Value": "ROLE-web" }]);
    let made = iam.ok(
        "CreateRole",
        value!({ "RoleName": "web", "AssumeRolePolicyDocument": FOR_EC2, "Description": "d", "Tags": tags }),
    );
    assert_eq!(made.at("Role.Arn").text(), "arn:aws:iam::111122223333:role/web");
    assert!(made.at("Role.RoleId").text().starts_with("AROA"));
    assert_eq!(made.at("Role.MaxSessionDuration").as_int(), Some(3600));
    let attach = value!({ "RoleName": "web", "PolicyArn": SSM });
    iam.ok("AttachRolePolicy", attach.clone());
    let inline = value!({ "RoleName": "web", "PolicyName": "p", "PolicyDocument": (document("logs:*")) });
    iam.ok("PutRolePolicy", inline);
    let named = value!({ "RoleName": "web", "PolicyName": "p" });
    assert_eq!(
        iam.ok("GetRolePolicy", named.clone())
            .get("PolicyDocument")
            .text(),
        document("logs:*")
    );
    iam.ok(
        "TagRole",
        value!({ "RoleName": "web", "Tags": [{ "Key": "team", "Value": "a" }] }),
    );
    iam.ok("UntagRole", value!({ "RoleName": "web", "TagKeys": ["Name"] }));
    let tags = iam.ok("ListRoleTags", role.clone());
    assert_eq!(
        (tags.get("Tags").items().len(), tags.at("Tags.0.Key").text()),
        (1, "team")
    );
    iam.ok(
        "UpdateRole",
        value!({ "RoleName": "web", "MaxSessionDuration": 7200 }),
    );
    iam.ok(
        "UpdateRoleDescription",
        value!({ "RoleName": "web", "Description": "e" }),
    );
    let got = iam.ok("GetRole", role.clone());
    assert_eq!(
        (
            got.at("Role.MaxSessionDuration").as_int(),
            got.at("Role.Description").text()
        ),
        (Some(7200), "e")
    );

    let profile = value!({ "InstanceProfileName": "web" });
    iam.ok("CreateInstanceProfile", profile.clone());
    let pair = value!({ "InstanceProfileName": "web", "RoleName": "web" });
    iam.ok("AddRoleToInstanceProfile", pair.clone());
    assert_eq!(
        iam.no("AddRoleToInstanceProfile", pair.clone()),
        refused(
            "LimitExceeded",
            "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
        )
    );
    let got = iam.ok("GetInstanceProfile", profile.clone());
    assert_eq!(got.at("InstanceProfile.Roles.0.RoleName").text(), "web");
    let list = iam.ok("ListInstanceProfilesForRole", role.clone());
    assert_eq!(list.at("InstanceProfiles.0.InstanceProfileName").text(), "web");
    assert_eq!(
        iam.ok("ListInstanceProfiles", value!({}))
            .get("InstanceProfiles")
            .items()
            .len(),
        1
    );
    iam.ok(
        "TagInstanceProfile",
        value!({ "InstanceProfileName": "web", "Tags": [{ "Key": "a", "Value": "b" }] }),
    );
    assert_eq!(
        iam.ok("ListInstanceProfileTags", profile.clone())
            .at("Tags.0.Value")
            .text(),
        "b"
    );
    iam.ok(
        "UntagInstanceProfile",
        value!({ "InstanceProfileName": "web", "TagKeys": ["a"] }),
    );

    let conflict = |what: &str| {
        refused(
            "DeleteConflict",
            &format!("Cannot delete entity, must {what} first."),
        )
    };
    let gone = conflict("remove roles from instance profile");
    assert_eq!(iam.no("DeleteRole", role.clone()), gone);
    assert_eq!(iam.no("DeleteInstanceProfile", profile.clone()), gone);
    iam.ok("RemoveRoleFromInstanceProfile", pair.clone());
    assert_eq!(
        iam.no("RemoveRoleFromInstanceProfile", pair),
        refused("NoSuchEntity", "The role with name web cannot be found.")
    );
    iam.ok("DeleteInstanceProfile", profile.clone());
    assert_eq!(
        iam.no("GetInstanceProfile", profile),
        refused("NoSuchEntity", "Instance Profile web cannot be found.")
    );
    assert_eq!(
        iam.no("DeleteRole", role.clone()),
        conflict("detach all policies")
    );
    iam.ok("DetachRolePolicy", attach);
    assert_eq!(iam.no("DeleteRole", role.clone()), conflict("delete policies"));
    iam.ok("DeleteRolePolicy", named);
    iam.ok("DeleteRole", role.clone());
    assert_eq!(iam.no("GetRole", role).0, "NoSuchEntity");
    assert_eq!(before.differences(&iam.world()), Vec::<String>::new());
}

#[test]
fn trust_policies_are_held_to_their_form_and_their_principals_are_there() {
    let iam = Lab::new("iam");
    iam.ok("CreateUser", value!({ "UserName": "ana" }));
    let with = |inside: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{{{inside}}}]}}"#);
    let ana = r#""Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/ana"},"Action":"sts:AssumeRole""#;
    let learner = ana.replace("user/ana", "role/WorkshopParticipant");
    for (at, fits) in [ana, &learner].iter().enumerate() {
        let input = value!({ "RoleName": (format!("r{at}")), "AssumeRolePolicyDocument": (with(fits)) });
        iam.ok("CreateRole", input);
    }
    for (text, message) in [
        ("no json".to_owned(), "This policy contains invalid Json"),
        (
            with(&ana.replace("user/ana", "user/bob")),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/bob\"",
        ),
        (
            with(&ana.replace("arn:aws:iam::111122223333:user/ana", "ana")),
            "Invalid principal in policy: \"AWS\":\"ana\"",
        ),
        (
            with(&format!(r#"{ana},"Resource":"*""#)),
            "Has prohibited field Resource",
        ),
        (
            with(r#""Effect":"Allow","Action":"sts:AssumeRole""#),
            "Missing required field Principal",
        ),
        (
            with(&ana.replace("sts:AssumeRole", "s3:GetObject")),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (with(&ana.replace("Allow", "Maybe")), "Syntax errors in policy."),
    ] {
        let input = value!({ "RoleName": "r0", "PolicyDocument": text });
        assert_eq!(
            iam.no("UpdateAssumeRolePolicy", input),
            refused("MalformedPolicyDocument", message)
        );
    }
    let taken = value!({ "RoleName": "R0", "AssumeRolePolicyDocument": FOR_EC2 });
    assert_eq!(
        iam.no("CreateRole", taken),
        refused("EntityAlreadyExists", "Role with name R0 already exists.")
    );
}

#[test]
fn service_linked_roles_are_the_services_own() {
    let iam = Lab::new("iam");
    let asked = value!({ "AWSServiceName": "inspector2.amazonaws.com" });
    let made = iam.ok("CreateServiceLinkedRole", asked.clone());
    let name = made.at("Role.RoleName").text();
    assert_eq!(name, "AWSServiceRoleForAmazonInspector2");
    assert_eq!(iam.no("CreateServiceLinkedRole", asked).0, "InvalidInput");
    for (operation, input) in [
        ("DeleteRole", value!({ "RoleName": name })),
        ("AttachRolePolicy", value!({ "RoleName": name, "PolicyArn": SSM })),
        ("TagRole", value!({ "RoleName": name, "Tags": [] })),
    ] {
        assert_eq!(iam.no(operation, input).0, "UnmodifiableEntity", "{operation}");
    }
    let task = iam.ok("DeleteServiceLinkedRole", value!({ "RoleName": name }));
    let status = value!({ "DeletionTaskId": (task.get("DeletionTaskId")) });
    assert_eq!(
        iam.ok("GetServiceLinkedRoleDeletionStatus", status)
            .get("Status")
            .text(),
        "SUCCEEDED"
    );
}

#[test]
fn five_versions_of_a_policy_and_one_in_force() {
    let iam = Lab::new("iam");
    let made = iam.ok(
        "CreatePolicy",
        value!({ "PolicyName": "p", "PolicyDocument": (document("s3:*")) }),
    );
    let arn = made.at("Policy.Arn").text().to_owned();
    let version = |id: &str| value!({ "PolicyArn": (&arn), "VersionId": id });
    for (action, default) in [
        ("ec2:*", true),
        ("iam:*", false),
        ("sns:*", false),
        ("sqs:*", false),
    ] {
        let input =
            value!({ "PolicyArn": (&arn), "PolicyDocument": (document(action)), "SetAsDefault": default });
        iam.ok("CreatePolicyVersion", input);
    }
    let one_more = value!({ "PolicyArn": (&arn), "PolicyDocument": (document("x:*")) });
    assert_eq!(iam.no("CreatePolicyVersion", one_more.clone()).0, "LimitExceeded");
    let policy = iam.ok("GetPolicy", value!({ "PolicyArn": (&arn) }));
    assert_eq!(policy.at("Policy.DefaultVersionId").text(), "v2");
    assert_eq!(iam.no("DeletePolicyVersion", version("v2")).0, "DeleteConflict");
    iam.ok("SetDefaultPolicyVersion", version("v1"));
    iam.ok("DeletePolicyVersion", version("v5"));
    let again = iam.ok("CreatePolicyVersion", one_more);
    assert_eq!(again.at("PolicyVersion.VersionId").text(), "v6");
    assert_eq!(iam.no("SetDefaultPolicyVersion", version("v5")).0, "NoSuchEntity");
    assert_eq!(
        iam.no("DeletePolicy", value!({ "PolicyArn": (&arn) })).0,
        "DeleteConflict"
    );
    for id in ["v2", "v3", "v4", "v6"] {
        iam.ok("DeletePolicyVersion", version(id));
    }
    iam.ok("DeletePolicy", value!({ "PolicyArn": (&arn) }));
}

#[test]
fn a_simulation_says_what_a_call_would_meet() {
    let iam = Lab::new("iam");
    iam.ok("CreateUser", value!({ "UserName": "ana" }));
    let attach = |arn: &str| value!({ "UserName": "ana", "PolicyArn": arn });
    iam.ok(
        "AttachUserPolicy",
        attach("arn:aws:iam::aws:policy/ReadOnlyAccess"),
    );
    let source = "arn:aws:iam::111122223333:user/ana";
    let simulate = |more: &[(&str, Value)]| {
        let mut input =
            value!({ "PolicySourceArn": source, "ActionNames": ["ec2:DescribeVpcs", "ec2:CreateVpc"] });
        for (member, value) in more {
            input.set(member, value.clone());
        }
        let answer = iam.ok("SimulatePrincipalPolicy", input);
        let results = answer.get("EvaluationResults").items().iter();
        results
            .map(|result| result.get("EvalDecision").text().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(simulate(&[]), ["allowed", "implicitDeny"]);
    let deny = document("ec2:*").replace("Allow", "Deny");
    assert_eq!(
        simulate(&[("PolicyInputList", value!([(&deny)]))]),
        ["explicitDeny", "explicitDeny"]
    );
    assert_eq!(
        simulate(&[("PermissionsBoundaryPolicyInputList", value!([(document("s3:*"))]))]),
        ["implicitDeny", "implicitDeny"]
    );
    let region = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}]}"#;
    let custom = |value: &str| {
        let entry = value!({ "ContextKeyName": "aws:RequestedRegion", "ContextKeyType": "string", "ContextKeyValues": [value] });
        let input = value!({ "PolicyInputList": [region], "ActionNames": ["ec2:RunInstances"], "ContextEntries": [entry] });
        let answer = iam.ok("SimulateCustomPolicy", input);
        answer.at("EvaluationResults.0.EvalDecision").text().to_owned()
    };
    assert_eq!(
        (custom("eu-west-1"), custom("us-east-1")),
        ("allowed".into(), "implicitDeny".into())
    );
    let nobody = value!({ "PolicySourceArn": "arn:aws:iam::111122223333:user/none", "ActionNames": ["a:b"] });
    assert_eq!(iam.no("SimulatePrincipalPolicy", nobody).0, "NoSuchEntity");

    // A boundary is put and taken away; a key's last use is told.
    iam.ok(
        "PutUserPermissionsBoundary",
        value!({ "UserName": "ana", "PermissionsBoundary": "arn:aws:iam::aws:policy/AmazonS3FullAccess" }),
    );
    assert_eq!(simulate(&[]), ["implicitDeny", "implicitDeny"]);
    iam.ok("DeleteUserPermissionsBoundary", value!({ "UserName": "ana" }));
    assert_eq!(
        iam.no("DeleteUserPermissionsBoundary", value!({ "UserName": "ana" }))
            .0,
        "NoSuchEntity"
    );
    let key = iam.ok("CreateAccessKey", value!({ "UserName": "ana" }));
    let id = key.at("AccessKey.AccessKeyId").text().to_owned();
    let used = || {
        let told = iam.ok("GetAccessKeyLastUsed", value!({ "AccessKeyId": (&id) }));
        told.at("AccessKeyLastUsed.ServiceName").text().to_owned()
    };
    assert_eq!(used(), "N/A");
    let mut request = crate::port::Request::new("ec2", "DescribeVpcs", value!({}));
    request.key = Some(id.clone());
    crate::port::Cloud::call(&iam.practice, &request).unwrap();
    assert_eq!(used(), "ec2");
}

#[test]
fn a_simulation_names_what_it_was_not_given() {
    let iam = Lab::new("iam");
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*",
        "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}},{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let asked = |action: &str, more: Value| {
        let mut input = value!({ "PolicyInputList": [policy], "ActionNames": [action] });
        for (member, value) in more.as_map().into_iter().flatten() {
            input.set(member, value);
        }
        iam.ok("SimulateCustomPolicy", input)
            .at("EvaluationResults.0")
            .clone()
    };
    let denied = asked("ec2:CreateVpc", value!({}));
    assert_eq!(denied.get("EvalDecision").text(), "implicitDeny");
    assert_eq!(
        denied.get("MissingContextValues"),
        &value!(["aws:MultiFactorAuthPresent"])
    );
    assert_eq!(
        asked("s3:GetObject", value!({})).get("MissingContextValues"),
        &value!([])
    );
    // Of a resource that is named, it is told with the resource.
    let named = asked(
        "ec2:CreateVpc",
        value!({ "ResourceArns": ["arn:aws:ec2:us-east-1:111122223333:vpc/*"] }),
    );
    assert_eq!(named.get("MissingContextValues"), &value!([]));
    let one = named.at("ResourceSpecificResults.0");
    assert_eq!(
        one.get("MissingContextValues"),
        &value!(["aws:MultiFactorAuthPresent"])
    );
    let entry = value!({
        "ContextKeyName": "aws:MultiFactorAuthPresent",
        "ContextKeyType": "boolean",
        "ContextKeyValues": ["true"],
    });
    let given = asked("ec2:CreateVpc", value!({ "ContextEntries": [entry] }));
    assert_eq!(given.get("EvalDecision").text(), "allowed");
    assert_eq!(given.get("MissingContextValues"), &value!([]));
}
