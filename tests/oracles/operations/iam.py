"""IAM: users, groups, roles, policies, and what they allow, as boto3 sees them.

Wording and statuses: "IAM API reference" and the user guide's "Troubleshoot access denied error messages".
"""

import json

from harness import check, eventually, expect_error, run


def trust(service="ec2.amazonaws.com", **more):
    principal = {"Service": service} if service else more.pop("Principal")
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def policy(action, resource="*", effect="Allow", **more):
    statement = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
EC2_READ_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess"
BROKEN = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}'


def refuses(operation, code, saying=None, status=None, **words):
    """A check that a call with these words is refused."""

    @check(f"iam:{operation} refuse" + (f" {words.pop('because')}" if "because" in words else ""))
    def _(target):
        iam = target.client("iam")
        names = {iam.meta.method_to_api_mapping[name]: name for name in iam.meta.method_to_api_mapping}
        with expect_error(code, saying, status):
            getattr(iam, names[operation])(**words)


# --- users


@check("iam:CreateUser create")
def _(target):
    user = target.client("iam").create_user(UserName="ana", Path="/staff/", Tags=[{"Key": "team", "Value": "red"}])["User"]
    account = target.client("sts").get_caller_identity()["Account"]
    assert user["Arn"] == f"arn:aws:iam::{account}:user/staff/ana", user
    assert user["UserId"].startswith("AIDA") and len(user["UserId"]) == 21, user
    assert user["Path"] == "/staff/" and user["Tags"] == [{"Key": "team", "Value": "red"}], user
    assert "PasswordLastUsed" not in user, user
    target.account = account


refuses("CreateUser", "EntityAlreadyExists", "User with name ana already exists.", 409, UserName="ana")
refuses("CreateUser", "EntityAlreadyExists", status=409, UserName="ANA", because="in another case")
refuses("CreateUser", "ValidationError", "alphanumeric", 400, UserName="a b", because="of its letters")
refuses("CreateUser", "ValidationError", status=400, UserName="x" * 65, because="of its length")
refuses(
    "CreateUser",
    "NoSuchEntity",
    status=404,
    UserName="bound",
    PermissionsBoundary="arn:aws:iam::aws:policy/Nothing",
    because="of its boundary",
)


@check("iam:GetUser read")
def _(target):
    user = target.client("iam").get_user(UserName="ana")["User"]
    assert user["UserName"] == "ana" and user["Path"] == "/staff/", user
    assert user["CreateDate"].tzinfo and user["Tags"] == [{"Key": "team", "Value": "red"}], user


refuses("GetUser", "NoSuchEntity", "The user with name nobody cannot be found.", 404, UserName="nobody")


@check("iam:ListUsers read")
def _(target):
    iam = target.client("iam")
    for number in range(5):
        iam.create_user(UserName=f"page-{number}", Path="/pages/")
    pages = list(iam.get_paginator("list_users").paginate(PathPrefix="/pages/", PaginationConfig={"PageSize": 2}))
    found = [user["UserName"] for page in pages for user in page["Users"]]
    assert found == [f"page-{number}" for number in range(5)] and len(pages) == 3, (len(pages), found)
    assert not pages[-1]["IsTruncated"] and pages[0]["IsTruncated"], pages
    for name in found:
        iam.delete_user(UserName=name)
    # A list leaves tags out ("ListUsers": "does not include ... Tags").
    assert all("Tags" not in user for user in iam.list_users()["Users"]), iam.list_users()


refuses("ListUsers", "ValidationError", status=400, Marker="nonsense", because="of its marker")


@check("iam:UpdateUser create")
def _(target):
    iam = target.client("iam")
    before = iam.get_user(UserName="ana")["User"]
    iam.update_user(UserName="ana", NewUserName="anna", NewPath="/")
    after = iam.get_user(UserName="anna")["User"]
    assert after["UserId"] == before["UserId"] and after["Arn"].endswith(":user/anna"), after
    with expect_error("NoSuchEntity"):
        iam.get_user(UserName="ana")
    iam.update_user(UserName="anna", NewUserName="ana")


refuses("UpdateUser", "NoSuchEntity", status=404, UserName="nobody", NewUserName="somebody")


@check("iam:TagUser create")
def _(target):
    target.client("iam").tag_user(UserName="ana", Tags=[{"Key": "team", "Value": "blue"}, {"Key": "lab", "Value": ""}])


@check("iam:ListUserTags read")
def _(target):
    tags = target.client("iam").list_user_tags(UserName="ana")
    assert {tag["Key"]: tag["Value"] for tag in tags["Tags"]} == {"team": "blue", "lab": ""}, tags
    assert tags["IsTruncated"] is False, tags


@check("iam:UntagUser delete")
def _(target):
    iam = target.client("iam")
    iam.untag_user(UserName="ana", TagKeys=["lab", "never"])
    assert [tag["Key"] for tag in iam.list_user_tags(UserName="ana")["Tags"]] == ["team"]


refuses("TagUser", "NoSuchEntity", status=404, UserName="nobody", Tags=[{"Key": "a", "Value": "b"}])
refuses("ListUserTags", "NoSuchEntity", status=404, UserName="nobody")
refuses("UntagUser", "NoSuchEntity", status=404, UserName="nobody", TagKeys=["a"])


@check("iam:CreateAccessKey create")
def _(target):
    key = target.client("iam").create_access_key(UserName="ana")["AccessKey"]
    assert key["AccessKeyId"].startswith("AKIA") and len(key["AccessKeyId"]) == 20, key
    assert len(key["SecretAccessKey"]) == 40 and key["Status"] == "Active" and key["UserName"] == "ana", key
    target.key = key


@check("iam:CreateAccessKey refuse")
def _(target):
    iam = target.client("iam")
    second = iam.create_access_key(UserName="ana")["AccessKey"]["AccessKeyId"]
    with expect_error("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", 409):
        iam.create_access_key(UserName="ana")
    iam.delete_access_key(UserName="ana", AccessKeyId=second)


@check("iam:ListAccessKeys read")
def _(target):
    keys = target.client("iam").list_access_keys(UserName="ana")["AccessKeyMetadata"]
    assert [key["AccessKeyId"] for key in keys] == [target.key["AccessKeyId"]], keys
    assert "SecretAccessKey" not in keys[0] and keys[0]["Status"] == "Active", keys


@check("iam:GetAccessKeyLastUsed read")
def _(target):
    iam = target.client("iam")
    used = iam.get_access_key_last_used(AccessKeyId=target.key["AccessKeyId"])
    assert used["UserName"] == "ana", used
    # One that was never used ("GetAccessKeyLastUsed": N/A).
    assert used["AccessKeyLastUsed"]["ServiceName"] == "N/A" and used["AccessKeyLastUsed"]["Region"] == "N/A", used
    assert "LastUsedDate" not in used["AccessKeyLastUsed"], used
    target.with_keys(target.key, "sts").get_caller_identity()
    used = eventually(
        lambda: (found := iam.get_access_key_last_used(AccessKeyId=target.key["AccessKeyId"])["AccessKeyLastUsed"])
        if (found := iam.get_access_key_last_used(AccessKeyId=target.key["AccessKeyId"])["AccessKeyLastUsed"]).get("LastUsedDate")
        else None,
        "the use of a key is known",
        5,
    )
    assert used["ServiceName"] == "sts" and used["Region"] == "us-east-1", used


@check("iam:UpdateAccessKey create")
def _(target):
    iam = target.client("iam")
    iam.update_access_key(UserName="ana", AccessKeyId=target.key["AccessKeyId"], Status="Inactive")
    assert iam.list_access_keys(UserName="ana")["AccessKeyMetadata"][0]["Status"] == "Inactive"
    with expect_error("InvalidClientTokenId", status=403):
        target.with_keys(target.key, "sts").get_caller_identity()
    iam.update_access_key(UserName="ana", AccessKeyId=target.key["AccessKeyId"], Status="Active")


refuses("CreateAccessKey", "NoSuchEntity", status=404, UserName="nobody", because="of nobody")
refuses("ListAccessKeys", "NoSuchEntity", status=404, UserName="nobody")
refuses("UpdateAccessKey", "NoSuchEntity", status=404, UserName="ana", AccessKeyId="AKIAIOSFODNN7EXAMPLE", Status="Active")
refuses("DeleteAccessKey", "NoSuchEntity", status=404, UserName="ana", AccessKeyId="AKIAIOSFODNN7EXAMPLE")


@check("iam:CreateLoginProfile create")
def _(target):
    made = target.client("iam").create_login_profile(UserName="ana", Password="Corr3ct-horse", PasswordResetRequired=True)
    assert made["LoginProfile"]["UserName"] == "ana" and made["LoginProfile"]["PasswordResetRequired"] is True, made


refuses(
    "CreateLoginProfile", "EntityAlreadyExists", "Login Profile for user ana already exists.", 409, UserName="ana", Password="Corr3ct-horse"
)


@check("iam:CreateLoginProfile refuse weak")
def _(target):
    iam = target.client("iam")
    iam.create_user(UserName="weak")
    with expect_error("PasswordPolicyViolation", status=400):
        iam.create_login_profile(UserName="weak", Password="a")
    iam.delete_user(UserName="weak")


@check("iam:GetLoginProfile read")
def _(target):
    profile = target.client("iam").get_login_profile(UserName="ana")["LoginProfile"]
    assert profile["PasswordResetRequired"] is True and profile["CreateDate"], profile


@check("iam:UpdateLoginProfile create")
def _(target):
    iam = target.client("iam")
    iam.update_login_profile(UserName="ana", Password="An0ther-horse", PasswordResetRequired=False)
    assert iam.get_login_profile(UserName="ana")["LoginProfile"]["PasswordResetRequired"] is False


refuses("GetLoginProfile", "NoSuchEntity", status=404, UserName="nobody", because="of nobody")


@check("iam:GetLoginProfile refuse without one")
def _(target):
    iam = target.client("iam")
    iam.create_user(UserName="silent")
    with expect_error("NoSuchEntity", "Login Profile for User silent cannot be found.", 404):
        iam.get_login_profile(UserName="silent")
    iam.delete_user(UserName="silent")


refuses("UpdateLoginProfile", "NoSuchEntity", status=404, UserName="nobody", PasswordResetRequired=True)
refuses("DeleteLoginProfile", "NoSuchEntity", status=404, UserName="nobody")


@check("iam:AttachUserPolicy create")
def _(target):
    target.client("iam").attach_user_policy(UserName="ana", PolicyArn=READ_ONLY)


@check("iam:ListAttachedUserPolicies read")
def _(target):
    found = target.client("iam").list_attached_user_policies(UserName="ana")["AttachedPolicies"]
    assert found == [{"PolicyName": "ReadOnlyAccess", "PolicyArn": READ_ONLY}], found


refuses(
    "AttachUserPolicy",
    "NoSuchEntity",
    "Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable.",
    404,
    UserName="ana",
    PolicyArn="arn:aws:iam::aws:policy/Nothing",
)
refuses("ListAttachedUserPolicies", "NoSuchEntity", status=404, UserName="nobody")
refuses("DetachUserPolicy", "NoSuchEntity", status=404, UserName="ana", PolicyArn=EC2_READ_ONLY)


@check("iam:PutUserPolicy create")
def _(target):
    target.client("iam").put_user_policy(UserName="ana", PolicyName="own", PolicyDocument=policy("s3:*"))


@check("iam:GetUserPolicy read")
def _(target):
    found = target.client("iam").get_user_policy(UserName="ana", PolicyName="own")
    # botocore decodes the document.
    assert found["PolicyDocument"]["Statement"][0]["Action"] == "s3:*" and found["UserName"] == "ana", found


@check("iam:ListUserPolicies read")
def _(target):
    assert target.client("iam").list_user_policies(UserName="ana")["PolicyNames"] == ["own"]


refuses("PutUserPolicy", "MalformedPolicyDocument", status=400, UserName="ana", PolicyName="bad", PolicyDocument=BROKEN)
refuses(
    "PutUserPolicy", "MalformedPolicyDocument", status=400, UserName="ana", PolicyName="bad", PolicyDocument="{", because="of its syntax"
)
refuses("GetUserPolicy", "NoSuchEntity", "The user policy with name other cannot be found.", 404, UserName="ana", PolicyName="other")
refuses("ListUserPolicies", "NoSuchEntity", status=404, UserName="nobody")
refuses("DeleteUserPolicy", "NoSuchEntity", status=404, UserName="ana", PolicyName="other")


@check("iam:PutUserPermissionsBoundary create")
def _(target):
    iam = target.client("iam")
    iam.put_user_permissions_boundary(UserName="ana", PermissionsBoundary=READ_ONLY)
    boundary = iam.get_user(UserName="ana")["User"]["PermissionsBoundary"]
    assert boundary == {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": READ_ONLY} or (
        boundary["PermissionsBoundaryArn"] == READ_ONLY
    ), boundary


@check("iam:DeleteUserPermissionsBoundary delete")
def _(target):
    iam = target.client("iam")
    iam.delete_user_permissions_boundary(UserName="ana")
    assert "PermissionsBoundary" not in iam.get_user(UserName="ana")["User"]


refuses("PutUserPermissionsBoundary", "NoSuchEntity", status=404, UserName="nobody", PermissionsBoundary=READ_ONLY)
refuses("DeleteUserPermissionsBoundary", "NoSuchEntity", status=404, UserName="ana", because="without one")

# --- groups


@check("iam:CreateGroup create")
def _(target):
    group = target.client("iam").create_group(GroupName="readers")["Group"]
    assert group["GroupId"].startswith("AGPA") and group["Arn"].endswith(":group/readers") and group["Path"] == "/", group


refuses("CreateGroup", "EntityAlreadyExists", "Group with name readers already exists.", 409, GroupName="readers")


@check("iam:AddUserToGroup create")
def _(target):
    target.client("iam").add_user_to_group(UserName="ana", GroupName="readers")


@check("iam:GetGroup read")
def _(target):
    found = target.client("iam").get_group(GroupName="readers")
    assert [user["UserName"] for user in found["Users"]] == ["ana"] and found["Group"]["GroupName"] == "readers", found


@check("iam:ListGroupsForUser read")
def _(target):
    found = target.client("iam").list_groups_for_user(UserName="ana")["Groups"]
    assert [group["GroupName"] for group in found] == ["readers"], found


@check("iam:ListGroups read")
def _(target):
    found = target.client("iam").list_groups(PathPrefix="/")["Groups"]
    assert "readers" in [group["GroupName"] for group in found], found


refuses("GetGroup", "NoSuchEntity", "The group with name nobody cannot be found.", 404, GroupName="nobody")
refuses("AddUserToGroup", "NoSuchEntity", "The user with name nobody cannot be found.", 404, UserName="nobody", GroupName="readers")
refuses("AddUserToGroup", "NoSuchEntity", "The group with name nobody cannot be found.", 404, UserName="ana", GroupName="nobody", because="of its group")
refuses("ListGroupsForUser", "NoSuchEntity", status=404, UserName="nobody")
refuses("RemoveUserFromGroup", "NoSuchEntity", status=404, UserName="nobody", GroupName="readers")
refuses("DeleteGroup", "DeleteConflict", "Cannot delete entity, must remove users from group first.", 409, GroupName="readers")


@check("iam:UpdateGroup create")
def _(target):
    iam = target.client("iam")
    iam.update_group(GroupName="readers", NewGroupName="lookers", NewPath="/class/")
    group = iam.get_group(GroupName="lookers")["Group"]
    assert group["Arn"].endswith(":group/class/lookers"), group
    iam.update_group(GroupName="lookers", NewGroupName="readers", NewPath="/")


refuses("UpdateGroup", "NoSuchEntity", status=404, GroupName="nobody", NewGroupName="somebody")


@check("iam:AttachGroupPolicy create")
def _(target):
    target.client("iam").attach_group_policy(GroupName="readers", PolicyArn=EC2_READ_ONLY)


@check("iam:ListAttachedGroupPolicies read")
def _(target):
    found = target.client("iam").list_attached_group_policies(GroupName="readers")["AttachedPolicies"]
    assert [one["PolicyArn"] for one in found] == [EC2_READ_ONLY], found


refuses("AttachGroupPolicy", "NoSuchEntity", status=404, GroupName="nobody", PolicyArn=READ_ONLY)
refuses("ListAttachedGroupPolicies", "NoSuchEntity", status=404, GroupName="nobody")
refuses("DetachGroupPolicy", "NoSuchEntity", status=404, GroupName="readers", PolicyArn=READ_ONLY)


@check("iam:PutGroupPolicy create")
def _(target):
    target.client("iam").put_group_policy(GroupName="readers", PolicyName="own", PolicyDocument=policy("logs:Get*"))


@check("iam:GetGroupPolicy read")
def _(target):
    found = target.client("iam").get_group_policy(GroupName="readers", PolicyName="own")
    assert found["PolicyDocument"]["Statement"][0]["Action"] == "logs:Get*", found


@check("iam:ListGroupPolicies read")
def _(target):
    assert target.client("iam").list_group_policies(GroupName="readers")["PolicyNames"] == ["own"]


refuses("PutGroupPolicy", "MalformedPolicyDocument", status=400, GroupName="readers", PolicyName="bad", PolicyDocument=BROKEN)
refuses("GetGroupPolicy", "NoSuchEntity", status=404, GroupName="readers", PolicyName="other")
refuses("ListGroupPolicies", "NoSuchEntity", status=404, GroupName="nobody")
refuses("DeleteGroupPolicy", "NoSuchEntity", status=404, GroupName="readers", PolicyName="other")


@check("iam:DeleteGroupPolicy delete")
def _(target):
    iam = target.client("iam")
    iam.delete_group_policy(GroupName="readers", PolicyName="own")
    assert iam.list_group_policies(GroupName="readers")["PolicyNames"] == []


@check("iam:RemoveUserFromGroup delete")
def _(target):
    iam = target.client("iam")
    iam.remove_user_from_group(UserName="ana", GroupName="readers")
    assert iam.get_group(GroupName="readers")["Users"] == []


refuses("DeleteGroup", "DeleteConflict", "Cannot delete entity, must detach all policies first.", 409, GroupName="readers", because="with policies")


@check("iam:DetachGroupPolicy delete")
def _(target):
    iam = target.client("iam")
    iam.detach_group_policy(GroupName="readers", PolicyArn=EC2_READ_ONLY)
    assert iam.list_attached_group_policies(GroupName="readers")["AttachedPolicies"] == []


@check("iam:DeleteGroup delete")
def _(target):
    iam = target.client("iam")
    iam.delete_group(GroupName="readers")
    with expect_error("NoSuchEntity"):
        iam.delete_group(GroupName="readers")


# --- managed policies


@check("iam:CreatePolicy create")
def _(target):
    made = target.client("iam").create_policy(
        PolicyName="buckets", PolicyDocument=policy("s3:ListAllMyBuckets"), Description="Sees buckets", Tags=[{"Key": "a", "Value": "b"}]
    )["Policy"]
    assert made["Arn"] == f"arn:aws:iam::{target.account}:policy/buckets" and made["PolicyId"].startswith("ANPA"), made
    assert made["DefaultVersionId"] == "v1" and made["AttachmentCount"] == 0 and made["IsAttachable"] is True, made
    assert "PolicyDocument" not in made and made["PermissionsBoundaryUsageCount"] == 0, made
    target.policy = made["Arn"]


refuses(
    "CreatePolicy",
    "EntityAlreadyExists",
    "A policy called buckets already exists. Duplicate names are not allowed.",
    409,
    PolicyName="buckets",
    PolicyDocument=policy("s3:*"),
)
refuses("CreatePolicy", "MalformedPolicyDocument", status=400, PolicyName="bad", PolicyDocument=BROKEN, because="of its document")
refuses(
    "CreatePolicy",
    "MalformedPolicyDocument",
    status=400,
    PolicyName="bad",
    PolicyDocument=trust(),
    because="with a principal",
)


@check("iam:GetPolicy read")
def _(target):
    iam = target.client("iam")
    found = iam.get_policy(PolicyArn=target.policy)["Policy"]
    assert found["PolicyName"] == "buckets" and found["Description"] == "Sees buckets", found
    assert found["Tags"] == [{"Key": "a", "Value": "b"}], found
    awss = iam.get_policy(PolicyArn=READ_ONLY)["Policy"]
    # ana has it.
    assert awss["AttachmentCount"] == 1 and awss["PolicyName"] == "ReadOnlyAccess", awss


refuses(
    "GetPolicy", "NoSuchEntity", "Policy arn:aws:iam::aws:policy/Nothing was not found.", 404, PolicyArn="arn:aws:iam::aws:policy/Nothing"
)


@check("iam:ListPolicies read")
def _(target):
    iam = target.client("iam")
    own = iam.list_policies(Scope="Local")["Policies"]
    assert [one["PolicyName"] for one in own] == ["buckets"], own
    attached = [one["PolicyName"] for one in iam.list_policies(Scope="AWS", OnlyAttached=True)["Policies"]]
    assert "ReadOnlyAccess" in attached, attached
    pages = iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 100})
    names = [one["PolicyName"] for page in pages for one in page["Policies"]]
    assert len(names) > 900 and "AdministratorAccess" in names and len(set(names)) == len(names), len(names)


refuses("ListPolicies", "ValidationError", status=400, Scope="Ours", because="of its scope")


@check("iam:CreatePolicyVersion create")
def _(target):
    made = target.client("iam").create_policy_version(
        PolicyArn=target.policy, PolicyDocument=policy(["s3:ListAllMyBuckets", "s3:GetObject"]), SetAsDefault=True
    )["PolicyVersion"]
    assert made["VersionId"] == "v2" and made["IsDefaultVersion"] is True, made


@check("iam:GetPolicyVersion read")
def _(target):
    iam = target.client("iam")
    found = iam.get_policy_version(PolicyArn=target.policy, VersionId="v1")["PolicyVersion"]
    assert found["Document"]["Statement"][0]["Action"] == "s3:ListAllMyBuckets" and found["IsDefaultVersion"] is False, found
    version = iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["DefaultVersionId"]
    awss = iam.get_policy_version(PolicyArn=READ_ONLY, VersionId=version)["PolicyVersion"]
    assert "s3:Get*" in json.dumps(awss["Document"]), version


@check("iam:ListPolicyVersions read")
def _(target):
    found = target.client("iam").list_policy_versions(PolicyArn=target.policy)["Versions"]
    assert {one["VersionId"]: one["IsDefaultVersion"] for one in found} == {"v1": False, "v2": True}, found


@check("iam:SetDefaultPolicyVersion create")
def _(target):
    iam = target.client("iam")
    iam.set_default_policy_version(PolicyArn=target.policy, VersionId="v1")
    assert iam.get_policy(PolicyArn=target.policy)["Policy"]["DefaultVersionId"] == "v1"


@check("iam:CreatePolicyVersion refuse")
def _(target):
    iam = target.client("iam")
    for _ in range(3):
        iam.create_policy_version(PolicyArn=target.policy, PolicyDocument=policy("s3:*"))
    with expect_error("LimitExceeded", "A managed policy can have up to 5 versions.", 409):
        iam.create_policy_version(PolicyArn=target.policy, PolicyDocument=policy("s3:*"))


@check("iam:DeletePolicyVersion refuse")
def _(target):
    iam = target.client("iam")
    with expect_error("DeleteConflict", "Cannot delete the default version of a policy.", 409):
        iam.delete_policy_version(PolicyArn=target.policy, VersionId="v1")
    with expect_error("NoSuchEntity", status=404):
        iam.delete_policy_version(PolicyArn=target.policy, VersionId="v9")


@check("iam:DeletePolicyVersion delete")
def _(target):
    iam = target.client("iam")
    for number in range(2, 6):
        iam.delete_policy_version(PolicyArn=target.policy, VersionId=f"v{number}")
    assert [one["VersionId"] for one in iam.list_policy_versions(PolicyArn=target.policy)["Versions"]] == ["v1"]
    # A number is not used twice.
    made = iam.create_policy_version(PolicyArn=target.policy, PolicyDocument=policy("s3:*"))["PolicyVersion"]
    assert made["VersionId"] == "v6", made
    iam.delete_policy_version(PolicyArn=target.policy, VersionId="v6")


@check("iam:GetPolicyVersion refuse")
def _(target):
    with expect_error("NoSuchEntity", status=404):
        target.client("iam").get_policy_version(PolicyArn=target.policy, VersionId="v9")


@check("iam:SetDefaultPolicyVersion refuse")
def _(target):
    with expect_error("NoSuchEntity", status=404):
        target.client("iam").set_default_policy_version(PolicyArn=target.policy, VersionId="v9")


@check("iam:ListPolicyVersions refuse")
def _(target):
    with expect_error("NoSuchEntity", status=404):
        target.client("iam").list_policy_versions(PolicyArn=f"{target.policy}-not")


@check("iam:ListEntitiesForPolicy read")
def _(target):
    iam = target.client("iam")
    found = iam.list_entities_for_policy(PolicyArn=READ_ONLY)
    assert [user["UserName"] for user in found["PolicyUsers"]] == ["ana"] and found["PolicyRoles"] == [], found
    assert found["PolicyUsers"][0]["UserId"].startswith("AIDA"), found


@check("iam:ListEntitiesForPolicy refuse")
def _(target):
    with expect_error("NoSuchEntity", status=404):
        target.client("iam").list_entities_for_policy(PolicyArn=f"{target.policy}-not")


@check("iam:DeletePolicy refuse")
def _(target):
    iam = target.client("iam")
    iam.attach_user_policy(UserName="ana", PolicyArn=target.policy)
    with expect_error("DeleteConflict", "Cannot delete a policy attached to entities.", 409):
        iam.delete_policy(PolicyArn=target.policy)
    iam.detach_user_policy(UserName="ana", PolicyArn=target.policy)


@check("iam:DeletePolicy delete")
def _(target):
    iam = target.client("iam")
    iam.delete_policy(PolicyArn=target.policy)
    with expect_error("NoSuchEntity", status=404):
        iam.get_policy(PolicyArn=target.policy)


# --- roles and instance profiles


@check("iam:CreateRole create")
def _(target):
    role = target.client("iam").create_role(
        RoleName="Web", AssumeRolePolicyDocument=trust(), Description="For web servers", MaxSessionDuration=7200
    )["Role"]
    assert role["RoleId"].startswith("AROA") and role["Arn"].endswith(":role/Web") and role["Path"] == "/", role
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "ec2.amazonaws.com"}, role


refuses("CreateRole", "EntityAlreadyExists", "Role with name Web already exists.", 409, RoleName="Web", AssumeRolePolicyDocument=trust())
refuses("CreateRole", "MalformedPolicyDocument", status=400, RoleName="Bad", AssumeRolePolicyDocument="{", because="of its syntax")
refuses(
    "CreateRole",
    "MalformedPolicyDocument",
    status=400,
    RoleName="Bad",
    AssumeRolePolicyDocument=policy("sts:AssumeRole"),
    because="with a resource",
)
refuses(
    "CreateRole",
    "MalformedPolicyDocument",
    "Invalid principal in policy",
    400,
    RoleName="Bad",
    AssumeRolePolicyDocument=trust(None, Principal={"AWS": "arn:aws:iam::111122223333:user/never-was"}),
    because="trusting nobody",
)
refuses(
    "CreateRole", "ValidationError", status=400, RoleName="Bad", AssumeRolePolicyDocument=trust(), MaxSessionDuration=99999, because="of its sessions"
)


@check("iam:GetRole read")
def _(target):
    role = target.client("iam").get_role(RoleName="Web")["Role"]
    assert role["MaxSessionDuration"] == 7200 and role["Description"] == "For web servers", role
    assert role["RoleLastUsed"] == {} and role["CreateDate"], role


@check("iam:ListRoles read")
def _(target):
    roles = target.client("iam").list_roles()["Roles"]
    web = [role for role in roles if role["RoleName"] == "Web"]
    assert len(web) == 1 and web[0]["AssumeRolePolicyDocument"]["Version"] == "2012-10-17", roles
    assert "Tags" not in web[0] and "RoleLastUsed" not in web[0], web


refuses("GetRole", "NoSuchEntity", "The role with name Nobody cannot be found.", 404, RoleName="Nobody")


@check("iam:UpdateRole create")
def _(target):
    iam = target.client("iam")
    iam.update_role(RoleName="Web", Description="Again", MaxSessionDuration=3600)
    role = iam.get_role(RoleName="Web")["Role"]
    assert role["Description"] == "Again" and role["MaxSessionDuration"] == 3600, role


@check("iam:UpdateRoleDescription create")
def _(target):
    role = target.client("iam").update_role_description(RoleName="Web", Description="For web servers")["Role"]
    assert role["Description"] == "For web servers" and role["RoleName"] == "Web", role


@check("iam:UpdateAssumeRolePolicy create")
def _(target):
    iam = target.client("iam")
    iam.update_assume_role_policy(RoleName="Web", PolicyDocument=trust("lambda.amazonaws.com"))
    found = iam.get_role(RoleName="Web")["Role"]["AssumeRolePolicyDocument"]
    assert found["Statement"][0]["Principal"]["Service"] == "lambda.amazonaws.com", found
    iam.update_assume_role_policy(RoleName="Web", PolicyDocument=trust())


refuses("UpdateRole", "NoSuchEntity", status=404, RoleName="Nobody", Description="x")
refuses("UpdateRoleDescription", "NoSuchEntity", status=404, RoleName="Nobody", Description="x")
refuses("UpdateAssumeRolePolicy", "NoSuchEntity", status=404, RoleName="Nobody", PolicyDocument=trust())
refuses("UpdateAssumeRolePolicy", "MalformedPolicyDocument", status=400, RoleName="Web", PolicyDocument="{", because="of its syntax")


@check("iam:TagRole create")
def _(target):
    target.client("iam").tag_role(RoleName="Web", Tags=[{"Key": "team", "Value": "red"}])


@check("iam:ListRoleTags read")
def _(target):
    assert target.client("iam").list_role_tags(RoleName="Web")["Tags"] == [{"Key": "team", "Value": "red"}]


@check("iam:UntagRole delete")
def _(target):
    iam = target.client("iam")
    iam.untag_role(RoleName="Web", TagKeys=["team"])
    assert iam.list_role_tags(RoleName="Web")["Tags"] == []


refuses("TagRole", "NoSuchEntity", status=404, RoleName="Nobody", Tags=[{"Key": "a", "Value": "b"}])
refuses("ListRoleTags", "NoSuchEntity", status=404, RoleName="Nobody")
refuses("UntagRole", "NoSuchEntity", status=404, RoleName="Nobody", TagKeys=["a"])


@check("iam:AttachRolePolicy create")
def _(target):
    target.client("iam").attach_role_policy(RoleName="Web", PolicyArn=EC2_READ_ONLY)


@check("iam:ListAttachedRolePolicies read")
def _(target):
    found = target.client("iam").list_attached_role_policies(RoleName="Web")["AttachedPolicies"]
    assert [one["PolicyName"] for one in found] == ["AmazonEC2ReadOnlyAccess"], found


refuses("AttachRolePolicy", "NoSuchEntity", status=404, RoleName="Nobody", PolicyArn=READ_ONLY)
refuses("ListAttachedRolePolicies", "NoSuchEntity", status=404, RoleName="Nobody")
refuses("DetachRolePolicy", "NoSuchEntity", status=404, RoleName="Web", PolicyArn=READ_ONLY)
refuses("DeleteRole", "DeleteConflict", "Cannot delete entity, must detach all policies first.", 409, RoleName="Web")


@check("iam:DetachRolePolicy delete")
def _(target):
    iam = target.client("iam")
    iam.detach_role_policy(RoleName="Web", PolicyArn=EC2_READ_ONLY)
    assert iam.list_attached_role_policies(RoleName="Web")["AttachedPolicies"] == []


@check("iam:PutRolePolicy create")
def _(target):
    target.client("iam").put_role_policy(RoleName="Web", PolicyName="own", PolicyDocument=policy("ec2:Describe*"))


@check("iam:GetRolePolicy read")
def _(target):
    found = target.client("iam").get_role_policy(RoleName="Web", PolicyName="own")
    assert found["PolicyDocument"]["Statement"][0]["Action"] == "ec2:Describe*", found


@check("iam:ListRolePolicies read")
def _(target):
    assert target.client("iam").list_role_policies(RoleName="Web")["PolicyNames"] == ["own"]


refuses("PutRolePolicy", "MalformedPolicyDocument", status=400, RoleName="Web", PolicyName="bad", PolicyDocument=BROKEN)
refuses("GetRolePolicy", "NoSuchEntity", "The role policy with name other cannot be found.", 404, RoleName="Web", PolicyName="other")
refuses("ListRolePolicies", "NoSuchEntity", status=404, RoleName="Nobody")
refuses("DeleteRolePolicy", "NoSuchEntity", status=404, RoleName="Web", PolicyName="other")
refuses("DeleteRole", "DeleteConflict", "Cannot delete entity, must delete policies first.", 409, RoleName="Web", because="with a policy of its own")


@check("iam:DeleteRolePolicy delete")
def _(target):
    iam = target.client("iam")
    iam.delete_role_policy(RoleName="Web", PolicyName="own")
    assert iam.list_role_policies(RoleName="Web")["PolicyNames"] == []


@check("iam:PutRolePermissionsBoundary create")
def _(target):
    iam = target.client("iam")
    iam.put_role_permissions_boundary(RoleName="Web", PermissionsBoundary=READ_ONLY)
    assert iam.get_role(RoleName="Web")["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY


@check("iam:DeleteRolePermissionsBoundary delete")
def _(target):
    iam = target.client("iam")
    iam.delete_role_permissions_boundary(RoleName="Web")
    assert "PermissionsBoundary" not in iam.get_role(RoleName="Web")["Role"]


refuses("PutRolePermissionsBoundary", "NoSuchEntity", status=404, RoleName="Nobody", PermissionsBoundary=READ_ONLY)
refuses("DeleteRolePermissionsBoundary", "NoSuchEntity", status=404, RoleName="Nobody")


@check("iam:CreateInstanceProfile create")
def _(target):
    profile = target.client("iam").create_instance_profile(InstanceProfileName="Web", Tags=[{"Key": "a", "Value": "b"}])["InstanceProfile"]
    assert profile["InstanceProfileId"].startswith("AIPA") and profile["Roles"] == [], profile
    assert profile["Arn"].endswith(":instance-profile/Web"), profile


refuses("CreateInstanceProfile", "EntityAlreadyExists", "Instance Profile Web already exists.", 409, InstanceProfileName="Web")


@check("iam:AddRoleToInstanceProfile create")
def _(target):
    target.client("iam").add_role_to_instance_profile(InstanceProfileName="Web", RoleName="Web")


@check("iam:AddRoleToInstanceProfile refuse")
def _(target):
    iam = target.client("iam")
    with expect_error("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", 409):
        iam.add_role_to_instance_profile(InstanceProfileName="Web", RoleName="Web")
    with expect_error("NoSuchEntity", status=404):
        iam.add_role_to_instance_profile(InstanceProfileName="Nothing", RoleName="Web")


@check("iam:GetInstanceProfile read")
def _(target):
    profile = target.client("iam").get_instance_profile(InstanceProfileName="Web")["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == ["Web"], profile
    assert profile["Roles"][0]["AssumeRolePolicyDocument"]["Statement"], profile


@check("iam:ListInstanceProfiles read")
def _(target):
    found = target.client("iam").list_instance_profiles()["InstanceProfiles"]
    assert "Web" in [one["InstanceProfileName"] for one in found], found


@check("iam:ListInstanceProfilesForRole read")
def _(target):
    found = target.client("iam").list_instance_profiles_for_role(RoleName="Web")["InstanceProfiles"]
    assert [one["InstanceProfileName"] for one in found] == ["Web"], found


@check("iam:TagInstanceProfile create")
def _(target):
    target.client("iam").tag_instance_profile(InstanceProfileName="Web", Tags=[{"Key": "c", "Value": "d"}])


@check("iam:ListInstanceProfileTags read")
def _(target):
    tags = target.client("iam").list_instance_profile_tags(InstanceProfileName="Web")["Tags"]
    assert sorted(tag["Key"] for tag in tags) == ["a", "c"], tags


@check("iam:UntagInstanceProfile delete")
def _(target):
    iam = target.client("iam")
    iam.untag_instance_profile(InstanceProfileName="Web", TagKeys=["a", "c"])
    assert iam.list_instance_profile_tags(InstanceProfileName="Web")["Tags"] == []


refuses(
    "GetInstanceProfile", "NoSuchEntity", "Instance Profile Nothing cannot be found.", 404, InstanceProfileName="Nothing"
)
refuses("ListInstanceProfilesForRole", "NoSuchEntity", status=404, RoleName="Nobody")
refuses("TagInstanceProfile", "NoSuchEntity", status=404, InstanceProfileName="Nothing", Tags=[{"Key": "a", "Value": "b"}])
refuses("ListInstanceProfileTags", "NoSuchEntity", status=404, InstanceProfileName="Nothing")
refuses("UntagInstanceProfile", "NoSuchEntity", status=404, InstanceProfileName="Nothing", TagKeys=["a"])
refuses("RemoveRoleFromInstanceProfile", "NoSuchEntity", status=404, InstanceProfileName="Web", RoleName="Nobody")
refuses("DeleteInstanceProfile", "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.", 409, InstanceProfileName="Web")
refuses(
    "DeleteRole", "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.", 409, RoleName="Web", because="in a profile"
)


@check("iam:RemoveRoleFromInstanceProfile delete")
def _(target):
    iam = target.client("iam")
    iam.remove_role_from_instance_profile(InstanceProfileName="Web", RoleName="Web")
    assert iam.get_instance_profile(InstanceProfileName="Web")["InstanceProfile"]["Roles"] == []


@check("iam:DeleteInstanceProfile delete")
def _(target):
    iam = target.client("iam")
    iam.delete_instance_profile(InstanceProfileName="Web")
    with expect_error("NoSuchEntity", status=404):
        iam.get_instance_profile(InstanceProfileName="Web")


@check("iam:DeleteRole delete")
def _(target):
    iam = target.client("iam")
    iam.delete_role(RoleName="Web")
    with expect_error("NoSuchEntity", status=404):
        iam.delete_role(RoleName="Web")


@check("iam:CreateServiceLinkedRole create")
def _(target):
    role = target.client("iam").create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")["Role"]
    assert role["Path"] == "/aws-service-role/autoscaling.amazonaws.com/", role
    assert role["RoleName"] == "AWSServiceRoleForAutoScaling", role


refuses("CreateServiceLinkedRole", "InvalidInput", "has been taken in this account", 400, AWSServiceName="autoscaling.amazonaws.com")
refuses("DeleteRole", "UnmodifiableEntity", status=400, RoleName="AWSServiceRoleForAutoScaling", because="of a service")
refuses("AttachRolePolicy", "UnmodifiableEntity", status=400, RoleName="AWSServiceRoleForAutoScaling", PolicyArn=READ_ONLY, because="of a service")


@check("iam:DeleteServiceLinkedRole delete")
def _(target):
    iam = target.client("iam")
    target.task = iam.delete_service_linked_role(RoleName="AWSServiceRoleForAutoScaling")["DeletionTaskId"]
    assert target.task.startswith("task/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling/"), target.task


@check("iam:GetServiceLinkedRoleDeletionStatus read")
def _(target):
    iam = target.client("iam")
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=target.task)
    assert status["Status"] == "SUCCEEDED", status
    with expect_error("NoSuchEntity", status=404):
        iam.get_role(RoleName="AWSServiceRoleForAutoScaling")


refuses("DeleteServiceLinkedRole", "NoSuchEntity", status=404, RoleName="AWSServiceRoleForNothing")
refuses(
    "GetServiceLinkedRoleDeletionStatus",
    "NoSuchEntity",
    status=404,
    DeletionTaskId="task/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling/b7d4e1a0-0000-4000-8000-000000000000",
)

# --- the account


@check("iam:CreateAccountAlias create")
def _(target):
    target.client("iam").create_account_alias(AccountAlias="a-class")


refuses("CreateAccountAlias", "ValidationError", status=400, AccountAlias="A Class")


@check("iam:ListAccountAliases read")
def _(target):
    assert target.client("iam").list_account_aliases()["AccountAliases"] == ["a-class"]


@check("iam:DeleteAccountAlias delete")
def _(target):
    iam = target.client("iam")
    iam.delete_account_alias(AccountAlias="a-class")
    assert iam.list_account_aliases()["AccountAliases"] == []


refuses("DeleteAccountAlias", "NoSuchEntity", status=404, AccountAlias="a-class")
refuses("GetAccountPasswordPolicy", "NoSuchEntity", status=404)


@check("iam:UpdateAccountPasswordPolicy create")
def _(target):
    target.client("iam").update_account_password_policy(MinimumPasswordLength=14, RequireSymbols=True, MaxPasswordAge=90)


@check("iam:GetAccountPasswordPolicy read")
def _(target):
    found = target.client("iam").get_account_password_policy()["PasswordPolicy"]
    assert found["MinimumPasswordLength"] == 14 and found["RequireSymbols"] is True and found["RequireNumbers"] is False, found
    assert found["ExpirePasswords"] is True and found["MaxPasswordAge"] == 90, found


refuses("UpdateAccountPasswordPolicy", "ValidationError", status=400, MinimumPasswordLength=200)


@check("iam:UpdateLoginProfile refuse weak")
def _(target):
    with expect_error("PasswordPolicyViolation", status=400):
        target.client("iam").update_login_profile(UserName="ana", Password="Sh0rt-horse")


@check("iam:DeleteAccountPasswordPolicy delete")
def _(target):
    iam = target.client("iam")
    iam.delete_account_password_policy()
    with expect_error("NoSuchEntity", status=404):
        iam.get_account_password_policy()


@check("iam:DeleteAccountPasswordPolicy refuse")
def _(target):
    with expect_error("NoSuchEntity", status=404):
        target.client("iam").delete_account_password_policy()


@check("iam:GetAccountSummary read")
def _(target):
    found = target.client("iam").get_account_summary()["SummaryMap"]
    assert found["Users"] >= 1 and found["UsersQuota"] == 5000 and found["AccessKeysPerUserQuota"] == 2, found
    assert found["AttachedPoliciesPerUserQuota"] == 10 and found["VersionsPerPolicyQuota"] == 5, found


# --- what policies allow, simulated and in earnest


@check("iam:SimulateCustomPolicy read")
def _(target):
    found = target.client("iam").simulate_custom_policy(
        PolicyInputList=[policy("s3:Get*", "arn:aws:s3:::lab/*"), policy("s3:GetObject", "arn:aws:s3:::lab/secret", "Deny")],
        ActionNames=["s3:GetObject", "s3:PutObject"],
        ResourceArns=["arn:aws:s3:::lab/open", "arn:aws:s3:::lab/secret"],
    )["EvaluationResults"]
    said = {(one["EvalActionName"], one["EvalResourceName"].rsplit("/")[-1]): one["EvalDecision"] for one in found}
    assert said == {
        ("s3:GetObject", "open"): "allowed",
        ("s3:GetObject", "secret"): "explicitDeny",
        ("s3:PutObject", "open"): "implicitDeny",
        ("s3:PutObject", "secret"): "implicitDeny",
    }, said


@check("iam:SimulatePrincipalPolicy read")
def _(target):
    found = target.client("iam").simulate_principal_policy(
        PolicySourceArn=f"arn:aws:iam::{target.account}:user/ana", ActionNames=["ec2:DescribeVpcs", "ec2:DeleteVpc"]
    )["EvaluationResults"]
    assert [one["EvalDecision"] for one in found] == ["allowed", "implicitDeny"], found


refuses("SimulateCustomPolicy", "InvalidInput", status=400, PolicyInputList=["{"], ActionNames=["s3:GetObject"])


@check("iam:SimulatePrincipalPolicy refuse")
def _(target):
    with expect_error("NoSuchEntity", status=404):
        target.client("iam").simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::{target.account}:user/nobody", ActionNames=["ec2:DescribeVpcs"]
        )


MUTATIONS = [
    ("iam", "create_user", {"UserName": "eve"}),
    ("iam", "delete_user", {"UserName": "ana"}),
    ("iam", "create_group", {"GroupName": "eve"}),
    ("iam", "create_role", {"RoleName": "Eve", "AssumeRolePolicyDocument": trust()}),
    ("iam", "attach_user_policy", {"UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
    ("iam", "create_access_key", {"UserName": "ana"}),
    ("iam", "update_account_password_policy", {"MinimumPasswordLength": 6}),
    ("ec2", "create_vpc", {"CidrBlock": "10.66.0.0/16"}),
    ("ec2", "delete_vpc", {"VpcId": "vpc-0"}),
    ("ec2", "run_instances", {"ImageId": "ami-0", "MinCount": 1, "MaxCount": 1}),
    ("ec2", "create_security_group", {"GroupName": "eve", "Description": "eve"}),
    ("s3", "create_bucket", {"Bucket": "eve-was-here"}),
    ("s3", "put_object", {"Bucket": "eve-was-here", "Key": "a", "Body": b"a"}),
    ("logs", "create_log_group", {"logGroupName": "eve"}),
    ("logs", "put_retention_policy", {"logGroupName": "eve", "retentionInDays": 1}),
    ("ssm", "put_parameter", {"Name": "eve", "Value": "eve", "Type": "String"}),
    ("ssm", "send_command", {"DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-0123456789abcdef0"], "Parameters": {"commands": ["id"]}}),
    ("guardduty", "create_detector", {"Enable": True}),
    ("inspector2", "enable", {"resourceTypes": ["EC2"]}),
]
DENIED = {"iam": "AccessDenied", "ec2": "UnauthorizedOperation", "s3": "AccessDenied"}


@check("iam:DeleteUserPolicy delete")
def _(target):
    iam = target.client("iam")
    iam.delete_user_policy(UserName="ana", PolicyName="own")
    assert iam.list_user_policies(UserName="ana")["PolicyNames"] == []


@check("iam:CreateUser refuse to who may only read")
def _(target):
    who = f"arn:aws:iam::{target.account}:user/ana"
    for service, method, words in MUTATIONS:
        with expect_error(DENIED.get(service, "AccessDeniedException")) as denied:
            getattr(target.with_keys(target.key, service), method)(**words)
        action = "".join(part.title() for part in method.split("_")).replace("Vpc", "Vpc")
        said = f"User: {who} is not authorized to perform: {service}:{action}"
        assert said in denied.message, denied.message
        assert f"because no identity-based policy allows the {service}:{action} action" in denied.message, denied.message
        assert denied.status == (400 if service in ("logs", "ssm") else 403), (service, denied.status)
    assert target.with_keys(target.key, "iam").get_user()["User"]["UserName"] == "ana"


@check("iam:PutUserPolicy create a denial")
def _(target):
    iam = target.client("iam")
    iam.put_user_policy(UserName="ana", PolicyName="not-vpcs", PolicyDocument=policy("ec2:DescribeVpcs", effect="Deny"))
    with expect_error("UnauthorizedOperation", "with an explicit deny in an identity-based policy", 403) as denied:
        target.with_keys(target.key, "ec2").describe_vpcs()
    assert denied.message.startswith("You are not authorized to perform this operation."), denied.message
    target.with_keys(target.key, "ec2").describe_subnets()
    iam.delete_user_policy(UserName="ana", PolicyName="not-vpcs")
    target.with_keys(target.key, "ec2").describe_vpcs()


@check("iam:PutUserPermissionsBoundary create a limit")
def _(target):
    iam = target.client("iam")
    iam.put_user_permissions_boundary(UserName="ana", PermissionsBoundary=EC2_READ_ONLY)
    with expect_error("AccessDenied", "because no permissions boundary allows the iam:ListUsers action", 403):
        target.with_keys(target.key, "iam").list_users()
    target.with_keys(target.key, "ec2").describe_vpcs()
    iam.delete_user_permissions_boundary(UserName="ana")


@check("iam:AttachUserPolicy create for a tagger")
def _(target):
    iam = target.client("iam")
    document = policy("ssm:PutParameter", condition := "*", Condition={"StringEquals": {"aws:RequestTag/team": "red"}})
    iam.put_user_policy(UserName="ana", PolicyName="red-only", PolicyDocument=document)
    iam.detach_user_policy(UserName="ana", PolicyArn=READ_ONLY)
    iam.attach_user_policy(UserName="ana", PolicyArn=EC2_READ_ONLY)
    ssm = target.with_keys(target.key, "ssm")
    with expect_error("AccessDeniedException", status=400):
        ssm.put_parameter(Name="tagged", Value="v", Type="String", Tags=[{"Key": "team", "Value": "blue"}])
    with expect_error("AccessDeniedException", status=400):
        ssm.put_parameter(Name="tagged", Value="v", Type="String")
    iam.put_user_policy(
        UserName="ana",
        PolicyName="red-only",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [*json.loads(document)["Statement"], {"Effect": "Allow", "Action": "ssm:AddTagsToResource", "Resource": condition}],
            }
        ),
    )
    ssm.put_parameter(Name="tagged", Value="v", Type="String", Tags=[{"Key": "team", "Value": "red"}])
    target.client("ssm").delete_parameter(Name="tagged")
    iam.delete_user_policy(UserName="ana", PolicyName="red-only")
    iam.detach_user_policy(UserName="ana", PolicyArn=EC2_READ_ONLY)
    iam.attach_user_policy(UserName="ana", PolicyArn=READ_ONLY)


@check("iam:CreateRole create one that may not be passed")
def _(target):
    iam, ec2 = target.client("iam"), target.client("ec2")
    iam.create_role(RoleName="Passed", AssumeRolePolicyDocument=trust())
    iam.create_instance_profile(InstanceProfileName="Passed")
    iam.add_role_to_instance_profile(InstanceProfileName="Passed", RoleName="Passed")
    iam.put_user_policy(UserName="ana", PolicyName="launches", PolicyDocument=policy(["ec2:RunInstances", "ec2:AssociateIamInstanceProfile"]))
    images = ec2.describe_images(Owners=["amazon"], Filters=[{"Name": "architecture", "Values": ["x86_64"]}])["Images"]
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    words = {
        "ImageId": sorted(image["ImageId"] for image in images if "al2023" in image.get("Name", "") or "amzn" in image.get("Name", ""))[0],
        "InstanceType": "t3.micro",
        "MinCount": 1,
        "MaxCount": 1,
        "SubnetId": subnet,
        "IamInstanceProfile": {"Name": "Passed"},
    }
    anas = target.with_keys(target.key, "ec2")
    with expect_error("UnauthorizedOperation", f"iam:PassRole on resource: arn:aws:iam::{target.account}:role/Passed", 403):
        anas.run_instances(**words)
    passing = policy("iam:PassRole", f"arn:aws:iam::{target.account}:role/Passed", Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}})
    iam.put_user_policy(UserName="ana", PolicyName="passes", PolicyDocument=passing)
    made = anas.run_instances(**words)["Instances"][0]["InstanceId"]
    ec2.terminate_instances(InstanceIds=[made])
    for name in ("launches", "passes"):
        iam.delete_user_policy(UserName="ana", PolicyName=name)
    iam.remove_role_from_instance_profile(InstanceProfileName="Passed", RoleName="Passed")
    iam.delete_instance_profile(InstanceProfileName="Passed")
    iam.delete_role(RoleName="Passed")


# --- and away with it


@check("iam:DeleteUser refuse")
def _(target):
    with expect_error("DeleteConflict", "Cannot delete entity, must ", 409):
        target.client("iam").delete_user(UserName="ana")


@check("iam:DetachUserPolicy delete")
def _(target):
    iam = target.client("iam")
    iam.detach_user_policy(UserName="ana", PolicyArn=READ_ONLY)
    assert iam.list_attached_user_policies(UserName="ana")["AttachedPolicies"] == []


@check("iam:DeleteUser refuse with a password")
def _(target):
    with expect_error("DeleteConflict", status=409):
        target.client("iam").delete_user(UserName="ana")


@check("iam:DeleteLoginProfile delete")
def _(target):
    iam = target.client("iam")
    iam.delete_login_profile(UserName="ana")
    with expect_error("NoSuchEntity", status=404):
        iam.get_login_profile(UserName="ana")


@check("iam:DeleteUser refuse with a key")
def _(target):
    with expect_error("DeleteConflict", "Cannot delete entity, must delete access keys first.", 409):
        target.client("iam").delete_user(UserName="ana")


@check("iam:DeleteAccessKey delete")
def _(target):
    iam = target.client("iam")
    iam.delete_access_key(UserName="ana", AccessKeyId=target.key["AccessKeyId"])
    assert iam.list_access_keys(UserName="ana")["AccessKeyMetadata"] == []
    with expect_error("InvalidClientTokenId", status=403):
        target.with_keys(target.key, "sts").get_caller_identity()


@check("iam:GetAccessKeyLastUsed refuse")
def _(target):
    with expect_error(("AccessDenied", "NoSuchEntity"), status=None):
        target.client("iam").get_access_key_last_used(AccessKeyId="AKIAIOSFODNN7EXAMPLE")


@check("iam:DeleteUser delete")
def _(target):
    iam = target.client("iam")
    iam.delete_user(UserName="ana")
    with expect_error("NoSuchEntity", "The user with name ana cannot be found.", 404):
        iam.delete_user(UserName="ana")


run()
