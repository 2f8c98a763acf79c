//! Calls of IAM as a lab makes them.

use crate::practice::lab::Lab;
use crate::value;
use crate::value::Value;

const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

fn refusal(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

/// The lab's own group and user, made as its page says.
fn read_only_group(iam: &Lab) {
    iam.ok("CreateGroup", value!({ "GroupName": "ana-RO-GROUP" }));
    iam.ok(
        "AttachGroupPolicy",
        value!({ "GroupName": "ana-RO-GROUP", "PolicyArn": READ_ONLY }),
    );
    iam.ok("CreateUser", value!({ "UserName": "ana-RO" }));
    iam.ok(
        "CreateLoginProfile",
        value!({ "UserName": "ana-RO", "Password": "correct-Horse-7" }),
    );
    iam.ok(
        "AddUserToGroup",
        value!({ "GroupName": "ana-RO-GROUP", "UserName": "ana-RO" }),
    );
}

#[test]
fn a_read_only_group_is_made_read_back_and_taken_apart_in_order() {
    let iam = Lab::new("iam");
    let before = iam.world();
    read_only_group(&iam);

    let group = iam.ok("GetGroup", value!({ "GroupName": "ana-RO-GROUP" }));
    assert_eq!(
        group.at("Group.Arn").text(),
        "arn:aws:iam::111122223333:group/ana-RO-GROUP"
    );
    assert!(group.at("Group.GroupId").text().starts_with("AGPA"));
    assert_eq!(group.at("Users.0.UserName").text(), "ana-RO");
    assert_eq!(group.get("IsTruncated").as_bool(), Some(false));
    let groups = iam.ok("ListGroupsForUser", value!({ "UserName": "ana-RO" }));
    assert_eq!(groups.at("Groups.0.GroupName").text(), "ana-RO-GROUP");
    let attached = iam.ok(
        "ListAttachedGroupPolicies",
        value!({ "GroupName": "ana-RO-GROUP" }),
    );
    assert_eq!(
        attached.at("AttachedPolicies.0.PolicyName").text(),
        "ReadOnlyAccess"
    );
    let policy = iam.ok("GetPolicy", value!({ "PolicyArn": READ_ONLY }));
    assert_eq!(policy.at("Policy.AttachmentCount").as_int(), Some(1));
    let version = policy.at("Policy.DefaultVersionId").text();
    let version = iam.ok(
        "GetPolicyVersion",
        value!({ "PolicyArn": READ_ONLY, "VersionId": version }),
    );
    assert!(
        version
            .at("PolicyVersion.Document")
            .text()
            .contains("\"ec2:Describe*\"")
    );
    assert_eq!(
        iam.ok("GetUser", value!({ "UserName": "ana-RO" }))
            .at("User.Path")
            .text(),
        "/"
    );
    let login = iam.ok("GetLoginProfile", value!({ "UserName": "ana-RO" }));
    assert_eq!(
        login.at("LoginProfile.PasswordResetRequired").as_bool(),
        Some(false)
    );

    let conflict = |what: &str| {
        refusal(
            "DeleteConflict",
            &format!("Cannot delete entity, must {what} first."),
        )
    };
    let group = value!({ "GroupName": "ana-RO-GROUP" });
    let user = value!({ "UserName": "ana-RO" });
    assert_eq!(
        iam.no("DeleteGroup", group.clone()),
        conflict("detach all policies")
    );
    iam.ok(
        "DetachGroupPolicy",
        value!({ "GroupName": "ana-RO-GROUP", "PolicyArn": READ_ONLY }),
    );
    assert_eq!(
        iam.no("DeleteGroup", group.clone()),
        conflict("remove users from group")
    );
    assert_eq!(
        iam.no("DeleteUser", user.clone()),
        conflict("remove users from group")
    );
    iam.ok(
        "RemoveUserFromGroup",
        value!({ "GroupName": "ana-RO-GROUP", "UserName": "ana-RO" }),
    );
    assert_eq!(
        iam.no("DeleteUser", user.clone()),
        conflict("delete login profile")
    );
    iam.ok("DeleteLoginProfile", user.clone());
    iam.ok("DeleteUser", user);
    iam.ok("DeleteGroup", group);
    assert_eq!(before.differences(&iam.world()), Vec::<String>::new());
}

#[test]
fn what_is_not_there_or_taken_or_misspelt_is_refused_in_iams_words() {
    let iam = Lab::new("iam");
    read_only_group(&iam);
    let absent = |message: &str| refusal("NoSuchEntity", message);
    let user = value!({ "UserName": "nobody" });
    for (operation, input, expected) in [
        (
            "GetGroup",
            value!({ "GroupName": "none" }),
            absent("The group with name none cannot be found."),
        ),
        (
            "GetUser",
            user.clone(),
            absent("The user with name nobody cannot be found."),
        ),
        (
            "CreateLoginProfile",
            value!({ "UserName": "nobody", "Password": "x" }),
            absent("The user with name nobody cannot be found."),
        ),
        (
            "DetachGroupPolicy",
            value!({ "GroupName": "ana-RO-GROUP", "PolicyArn": "arn:aws:iam::aws:policy/SecurityAudit" }),
            absent("Policy arn:aws:iam::aws:policy/SecurityAudit was not found."),
        ),
        (
            "AttachGroupPolicy",
            value!({ "GroupName": "ana-RO-GROUP", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnly" }),
            absent("Policy arn:aws:iam::aws:policy/ReadOnly does not exist or is not attachable."),
        ),
        (
            "AttachGroupPolicy",
            value!({ "GroupName": "ana-RO-GROUP", "PolicyArn": "ReadOnlyAccess-as-a-name" }),
            refusal("InvalidInput", "ARN ReadOnlyAccess-as-a-name is not valid."),
        ),
        (
            "AttachUserPolicy",
            value!({ "UserName": "ana-RO", "PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/AmazonGuardDutyServiceRolePolicy" }),
            refusal(
                "PolicyNotAttachable",
                "Cannot attach a Service Role Policy to a Customer Role.",
            ),
        ),
        (
            "GetGroupPolicy",
            value!({ "GroupName": "ana-RO-GROUP", "PolicyName": "p" }),
            absent("The group policy with name p cannot be found."),
        ),
        (
            "GetAccountPasswordPolicy",
            value!({}),
            absent("The Password Policy with domain name 111122223333 cannot be found."),
        ),
        (
            "CreateGroup",
            value!({ "GroupName": "ANA-ro-group" }),
            refusal(
                "EntityAlreadyExists",
                "Group with name ANA-ro-group already exists.",
            ),
        ),
        (
            "CreateUser",
            value!({ "UserName": "ana-RO" }),
            refusal("EntityAlreadyExists", "User with name ana-RO already exists."),
        ),
        (
            "CreateLoginProfile",
            value!({ "UserName": "ana-RO", "Password": "Other-pass-1" }),
            refusal(
                "EntityAlreadyExists",
                "Login Profile for user ana-RO already exists.",
            ),
        ),
        (
            "CreateGroup",
            value!({ "GroupName": "my group" }),
            refusal(
                "ValidationError",
                "The specified value for groupName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
            ),
        ),
        (
            "CreateUser",
            value!({ "UserName": "x", "Path": "team" }),
            refusal(
                "ValidationError",
                "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
            ),
        ),
        (
            "PutGroupPolicy",
            value!({ "GroupName": "ana-RO-GROUP", "PolicyName": "p", "PolicyDocument": "{}" }),
            refusal("MalformedPolicyDocument", "Syntax errors in policy."),
        ),
        (
            "CreateAccountAlias",
            value!({ "AccountAlias": "Class--07" }),
            refusal(
                "ValidationError",
                "1 validation error detected: Value at 'accountAlias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
            ),
        ),
    ] {
        assert_eq!(iam.no(operation, input), expected, "{operation}");
    }
    let status = iam.call("GetUser", user).unwrap_err().status;
    assert_eq!(status, Some(404));
}

#[test]
fn a_user_is_in_ten_groups_at_most_and_lists_come_in_pages() {
    let iam = Lab::new("iam");
    iam.ok("CreateUser", value!({ "UserName": "u" }));
    let join = |n: i64| {
        iam.ok("CreateGroup", value!({ "GroupName": (format!("g{n}")) }));
        iam.call(
            "AddUserToGroup",
            value!({ "GroupName": (format!("g{n}")), "UserName": "u" }),
        )
    };
    for n in 0..10 {
        join(n).unwrap();
        iam.ok(
            "AddUserToGroup",
            value!({ "GroupName": (format!("g{n}")), "UserName": "u" }),
        );
    }
    let error = join(10).unwrap_err();
    assert_eq!((error.code.as_str(), error.status), ("LimitExceeded", Some(409)));
    assert_eq!(error.message, "Cannot exceed quota for GroupsPerUser: 10");

    let mut names = Vec::new();
    let mut marker = Value::Null;
    loop {
        let page = iam.ok("ListGroups", value!({ "MaxItems": 4, "Marker": marker }));
        names.extend(
            page.get("Groups")
                .items()
                .iter()
                .map(|group| group.get("GroupName").text().to_owned()),
        );
        if page.get("IsTruncated").as_bool() == Some(false) {
            assert!(page.get("Marker").is_null());
            break;
        }
        assert_eq!(page.get("Groups").items().len(), 4);
        marker = page.get("Marker").clone();
    }
    assert_eq!(names.len(), 11);
    assert_eq!(iam.ok("ListGroups", value!({})).get("Groups").items().len(), 11);
}

#[test]
fn a_password_is_held_against_the_policy_and_never_kept() {
    let iam = Lab::new("iam");
    iam.ok("CreateUser", value!({ "UserName": "u" }));
    let login = |word: &str| {
        iam.call(
            "CreateLoginProfile",
            value!({ "UserName": "u", "Password": word }),
        )
    };
    let said = |word: &str| {
        let error = login(word).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.status),
            ("PasswordPolicyViolation", Some(400))
        );
        error.message
    };
    assert_eq!(said("short1!"), "Password should have a minimum length of 8");
    iam.ok(
        "UpdateAccountPasswordPolicy",
        value!({ "MinimumPasswordLength": 12, "RequireSymbols": true, "MaxPasswordAge": 90 }),
    );
    let policy = iam.ok("GetAccountPasswordPolicy", value!({}));
    assert_eq!(policy.at("PasswordPolicy.ExpirePasswords").as_bool(), Some(true));
    assert_eq!(policy.at("PasswordPolicy.RequireNumbers").as_bool(), Some(false));
    assert_eq!(said("correcthorse"), "Password should have at least one symbol");
    login("correct-horse-7").unwrap();
    iam.ok(
        "UpdateLoginProfile",
        value!({ "UserName": "u", "PasswordResetRequired": true }),
    );
    let error = iam.no(
        "UpdateLoginProfile",
        value!({ "UserName": "u", "Password": "weakweakweak" }),
    );
    assert_eq!(error.0, "PasswordPolicyViolation");
    let world = serde_json::to_string(&iam.world()).unwrap();
    for word in ["correct-horse-7", "weakweakweak", "correcthorse"] {
        assert!(!world.contains(word), "{word} is in the world");
    }
    iam.ok("DeleteAccountPasswordPolicy", value!({}));
    assert_eq!(
        iam.no("DeleteAccountPasswordPolicy", value!({})).0,
        "NoSuchEntity"
    );
}

#[test]
fn policies_of_aws_and_of_the_account_are_listed_attached_and_counted() {
    let iam = Lab::new("iam");
    read_only_group(&iam);
    let before = iam.world();
    let document =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ec2:*","Resource":"*"}}"#;
    let made = iam.ok(
        "CreatePolicy",
        value!({ "PolicyName": "no-ec2", "Path": "/lab/", "PolicyDocument": document }),
    );
    let arn = made.at("Policy.Arn").text();
    assert_eq!(arn, "arn:aws:iam::111122223333:policy/lab/no-ec2");
    iam.ok(
        "AttachUserPolicy",
        value!({ "UserName": "ana-RO", "PolicyArn": arn }),
    );
    iam.ok(
        "AttachUserPolicy",
        value!({ "UserName": "ana-RO", "PolicyArn": READ_ONLY }),
    );

    let list = |input: Value| iam.ok("ListPolicies", input).get("Policies").items().to_vec();
    let local = list(value!({ "Scope": "Local" }));
    assert_eq!(
        (local.len(), local[0].get("AttachmentCount").as_int()),
        (1, Some(1))
    );
    let attached = list(value!({ "OnlyAttached": true }));
    let counts: Vec<_> = attached
        .iter()
        .map(|policy| policy.get("AttachmentCount").as_int().unwrap())
        .collect();
    assert_eq!(counts, [1, 2]);
    assert!(list(value!({ "Scope": "AWS", "PathPrefix": "/job-function/" })).len() > 3);
    let version = value!({ "PolicyArn": arn, "VersionId": "v1" });
    assert_eq!(
        iam.ok("GetPolicyVersion", version)
            .at("PolicyVersion.Document")
            .text(),
        document
    );
    let entities = iam.ok("ListEntitiesForPolicy", value!({ "PolicyArn": READ_ONLY }));
    assert_eq!(entities.at("PolicyGroups.0.GroupName").text(), "ana-RO-GROUP");
    assert_eq!(entities.at("PolicyUsers.0.UserName").text(), "ana-RO");
    let users = iam.ok(
        "ListEntitiesForPolicy",
        value!({ "PolicyArn": READ_ONLY, "EntityFilter": "User" }),
    );
    assert!(users.get("PolicyGroups").items().is_empty());

    let conflict = iam.no("DeletePolicy", value!({ "PolicyArn": arn }));
    assert_eq!(
        conflict,
        refusal("DeleteConflict", "Cannot delete a policy attached to entities.")
    );
    let again = iam.no(
        "CreatePolicy",
        value!({ "PolicyName": "NO-EC2", "PolicyDocument": document }),
    );
    assert_eq!(
        again.1,
        "A policy called NO-EC2 already exists. Duplicate names are not allowed."
    );
    iam.ok(
        "DetachUserPolicy",
        value!({ "UserName": "ana-RO", "PolicyArn": arn }),
    );
    iam.ok(
        "DetachUserPolicy",
        value!({ "UserName": "ana-RO", "PolicyArn": READ_ONLY }),
    );
    iam.ok("DeletePolicy", value!({ "PolicyArn": arn }));
    iam.ok(
        "PutUserPolicy",
        value!({ "UserName": "ana-RO", "PolicyName": "p", "PolicyDocument": document }),
    );
    assert_eq!(
        iam.ok("ListUserPolicies", value!({ "UserName": "ana-RO" }))
            .at("PolicyNames.0")
            .text(),
        "p"
    );
    let inline = iam.ok(
        "GetUserPolicy",
        value!({ "UserName": "ana-RO", "PolicyName": "p" }),
    );
    assert_eq!(inline.get("PolicyDocument").text(), document);
    iam.ok(
        "DeleteUserPolicy",
        value!({ "UserName": "ana-RO", "PolicyName": "p" }),
    );
    assert_eq!(before.differences(&iam.world()), Vec::<String>::new());
    let summary = iam.ok("GetAccountSummary", value!({}));
    assert_eq!(summary.at("SummaryMap.Users").as_int(), Some(1));
}

#[test]
fn names_keys_and_tags_follow_a_user_that_is_renamed() {
    let iam = Lab::new("iam");
    read_only_group(&iam);
    iam.ok(
        "TagUser",
        value!({ "UserName": "ana-RO", "Tags": [{ "Key": "Team", "Value": "red" }] }),
    );
    iam.ok(
        "TagUser",
        value!({ "UserName": "ana-RO", "Tags": [{ "Key": "team", "Value": "blue" }] }),
    );
    let key = iam.ok("CreateAccessKey", value!({ "UserName": "ana-RO" }));
    assert_eq!(key.at("AccessKey.AccessKeyId").text().len(), 20);
    assert_eq!(key.at("AccessKey.SecretAccessKey").text().len(), 40);
    iam.ok(
        "UpdateUser",
        value!({ "UserName": "ana-RO", "NewUserName": "eva-RO", "NewPath": "/lab/" }),
    );
    assert_eq!(
        iam.no("GetUser", value!({ "UserName": "ana-RO" })).0,
        "NoSuchEntity"
    );
    let user = iam.ok("GetUser", value!({ "UserName": "eva-RO" }));
    assert_eq!(
        user.at("User.Arn").text(),
        "arn:aws:iam::111122223333:user/lab/eva-RO"
    );
    assert_eq!(
        user.at("User.Tags"),
        &value!([{ "Key": "team", "Value": "blue" }])
    );
    let group = iam.ok("GetGroup", value!({ "GroupName": "ana-RO-GROUP" }));
    assert_eq!(group.at("Users.0.UserName").text(), "eva-RO");
    iam.ok("GetLoginProfile", value!({ "UserName": "eva-RO" }));
    let keys = iam.ok("ListAccessKeys", value!({ "UserName": "eva-RO" }));
    assert_eq!(
        keys.at("AccessKeyMetadata.0.AccessKeyId"),
        key.at("AccessKey.AccessKeyId")
    );
    assert!(keys.at("AccessKeyMetadata.0.SecretAccessKey").is_null());
    iam.ok(
        "UpdateGroup",
        value!({ "GroupName": "ana-RO-GROUP", "NewGroupName": "RO" }),
    );
    let groups = iam.ok("ListGroupsForUser", value!({ "UserName": "eva-RO" }));
    assert_eq!(groups.at("Groups.0.GroupName").text(), "RO");
    assert_eq!(iam.no("GetUser", value!({})).0, "ValidationError");
}

#[test]
fn an_account_has_one_place_for_all_regions_and_one_alias() {
    let iam = Lab::new("iam");
    iam.call_in("eu-west-1", "CreateGroup", value!({ "GroupName": "g" }))
        .unwrap();
    iam.ok("GetGroup", value!({ "GroupName": "g" }));
    iam.ok("CreateAccountAlias", value!({ "AccountAlias": "class-07" }));
    iam.ok("CreateAccountAlias", value!({ "AccountAlias": "class-08" }));
    assert_eq!(
        iam.ok("ListAccountAliases", value!({})).get("AccountAliases"),
        &value!(["class-08"])
    );
    assert_eq!(
        iam.no("DeleteAccountAlias", value!({ "AccountAlias": "class-07" }))
            .0,
        "NoSuchEntity"
    );
    iam.ok("DeleteAccountAlias", value!({ "AccountAlias": "class-08" }));
}

#[test]
fn a_policy_that_bounds_a_user_is_in_use_but_not_attached() {
    let iam = Lab::new("iam");
    let document =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    let made = iam.ok(
        "CreatePolicy",
        value!({ "PolicyName": "bound", "PolicyDocument": document }),
    );
    let arn = made.at("Policy.Arn").text();
    iam.ok(
        "CreateUser",
        value!({ "UserName": "u", "PermissionsBoundary": arn }),
    );
    let policy = iam.ok("GetPolicy", value!({ "PolicyArn": arn }));
    assert_eq!(policy.at("Policy.AttachmentCount").as_int(), Some(0));
    assert_eq!(
        policy.at("Policy.PermissionsBoundaryUsageCount").as_int(),
        Some(1)
    );
    assert_eq!(
        iam.no("DeletePolicy", value!({ "PolicyArn": arn })).0,
        "DeleteConflict"
    );
    iam.ok("DeleteUser", value!({ "UserName": "u" }));
    iam.ok("DeletePolicy", value!({ "PolicyArn": arn }));
}
