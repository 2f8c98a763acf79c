"""STS: who calls, and the sessions of roles, as boto3 sees them.

Wording: STS API reference; "Troubleshoot IAM roles" of the IAM user guide.
"""

import json

from harness import check, eventually, expect_error, run


def trust(principal, **more):
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def policy(action, resource="*", effect="Allow"):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource}]})


READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@check("sts:GetCallerIdentity read")
def _(target):
    own = target.client("sts").get_caller_identity()
    theirs = target.client("sts", "partner").get_caller_identity()
    assert len(own["Account"]) == 12 and own["Account"] in own["Arn"], own
    assert theirs["Account"] != own["Account"], theirs
    target.own, target.partner = own["Account"], theirs["Account"]


@check("sts:GetCallerIdentity refuse")
def _(target):
    nobody = {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "secret", "SessionToken": "token"}
    with expect_error("InvalidClientTokenId", "The security token included in the request is invalid", 403):
        target.with_keys(nobody, "sts").get_caller_identity()


@check("sts:AssumeRole create")
def _(target):
    iam = target.client("iam")
    iam.create_role(RoleName="Look", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{target.own}:root"), MaxSessionDuration=7200)
    iam.attach_role_policy(RoleName="Look", PolicyArn=READ_ONLY)
    user = iam.create_user(UserName="sam")["User"]
    target.key = iam.create_access_key(UserName="sam")["AccessKey"]
    target.sam = user["Arn"]
    target.look = f"arn:aws:iam::{target.own}:role/Look"
    iam.put_user_policy(UserName="sam", PolicyName="assume", PolicyDocument=policy("sts:AssumeRole", target.look))
    made = target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="s1")
    assert made["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{target.own}:assumed-role/Look/s1", made
    assert made["AssumedRoleUser"]["AssumedRoleId"].startswith("AROA") and made["AssumedRoleUser"]["AssumedRoleId"].endswith(":s1"), made
    keys = made["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA") and len(keys["SecretAccessKey"]) == 40 and keys["Expiration"], keys
    target.session = keys


@check("sts:GetCallerIdentity read of a session")
def _(target):
    found = target.with_keys(target.session, "sts").get_caller_identity()
    assert found["Arn"] == f"arn:aws:sts::{target.own}:assumed-role/Look/s1" and found["Account"] == target.own, found
    assert found["UserId"].endswith(":s1"), found


@check("sts:AssumeRole refuse what a session may not")
def _(target):
    # A session may what its role may: ReadOnlyAccess.
    target.with_keys(target.session, "ec2").describe_vpcs()
    with expect_error("UnauthorizedOperation", f"User: arn:aws:sts::{target.own}:assumed-role/Look/s1 is not authorized to perform: ec2:CreateVpc", 403):
        target.with_keys(target.session, "ec2").create_vpc(CidrBlock="10.0.0.0/16")
    with expect_error("AccessDenied", f"is not authorized to perform: sts:AssumeRole on resource: {target.look}", 403):
        target.with_keys(target.session, "sts").assume_role(RoleArn=target.look, RoleSessionName="again")


@check("sts:AssumeRole refuse without permission")
def _(target):
    iam = target.client("iam")
    iam.delete_user_policy(UserName="sam", PolicyName="assume")
    with expect_error("AccessDenied", f"User: {target.sam} is not authorized to perform: sts:AssumeRole on resource: {target.look}", 403):
        target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="s2")
    iam.put_user_policy(UserName="sam", PolicyName="assume", PolicyDocument=policy("sts:AssumeRole"))


@check("sts:AssumeRole refuse a role that is not there")
def _(target):
    arn = f"arn:aws:iam::{target.own}:role/Nothing"
    with expect_error("AccessDenied", f"is not authorized to perform: sts:AssumeRole on resource: {arn}", 403):
        target.with_keys(target.key, "sts").assume_role(RoleArn=arn, RoleSessionName="s0")


@check("sts:AssumeRole refuse a long session")
def _(target):
    with expect_error("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", 400):
        target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="s0", DurationSeconds=10000)
    made = target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="s0", DurationSeconds=7200)
    assert made["Credentials"]["AccessKeyId"], made


@check("sts:AssumeRole refuse a name")
def _(target):
    with expect_error("ValidationError", status=400):
        target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="not a name")


@check("sts:AssumeRole refuse a broken policy")
def _(target):
    with expect_error("MalformedPolicyDocument", status=400):
        target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="s0", Policy="{")


@check("sts:AssumeRole create narrowed")
def _(target):
    made = target.with_keys(target.key, "sts").assume_role(
        RoleArn=target.look, RoleSessionName="narrow", Policy=policy("ec2:DescribeVpcs")
    )
    assert made["PackedPolicySize"] >= 1, made
    keys = made["Credentials"]
    target.with_keys(keys, "ec2").describe_vpcs()
    with expect_error("UnauthorizedOperation", "because no session policy allows the ec2:DescribeSubnets action", 403):
        target.with_keys(keys, "ec2").describe_subnets()


@check("sts:AssumeRole create across accounts")
def _(target):
    iam = target.client("iam")
    iam.create_role(
        RoleName="Shared",
        AssumeRolePolicyDocument=trust(
            f"arn:aws:iam::{target.partner}:root", Condition={"StringEquals": {"sts:ExternalId": "seven"}}
        ),
    )
    iam.attach_role_policy(RoleName="Shared", PolicyArn=READ_ONLY)
    target.shared = f"arn:aws:iam::{target.own}:role/Shared"
    made = target.client("sts", "partner").assume_role(RoleArn=target.shared, RoleSessionName="far", ExternalId="seven")
    found = target.with_keys(made["Credentials"], "sts").get_caller_identity()
    assert found["Account"] == target.own and found["Arn"].endswith("assumed-role/Shared/far"), found
    names = [role["RoleName"] for role in target.with_keys(made["Credentials"], "iam").list_roles()["Roles"]]
    assert "Shared" in names, names


@check("sts:AssumeRole refuse another ExternalId")
def _(target):
    theirs = target.client("sts", "partner")
    for words in [{}, {"ExternalId": "eight"}]:
        with expect_error("AccessDenied", f"is not authorized to perform: sts:AssumeRole on resource: {target.shared}", 403):
            theirs.assume_role(RoleArn=target.shared, RoleSessionName="far", **words)


@check("sts:AssumeRole refuse another account")
def _(target):
    with expect_error("AccessDenied", f"is not authorized to perform: sts:AssumeRole on resource: {target.look}", 403):
        target.client("sts", "partner").assume_role(RoleArn=target.look, RoleSessionName="far")


@check("sts:AssumeRole refuse a user of the other account without permission")
def _(target):
    theirs = target.client("iam", "partner")
    theirs.create_user(UserName="pat")
    key = theirs.create_access_key(UserName="pat")["AccessKey"]
    words = {"RoleArn": target.shared, "RoleSessionName": "far", "ExternalId": "seven"}
    with expect_error("AccessDenied", status=403):
        target.with_keys(key, "sts").assume_role(**words)
    theirs.put_user_policy(UserName="pat", PolicyName="far", PolicyDocument=policy("sts:AssumeRole", target.shared))
    target.with_keys(key, "sts").assume_role(**words)
    theirs.delete_user_policy(UserName="pat", PolicyName="far")
    theirs.delete_access_key(UserName="pat", AccessKeyId=key["AccessKeyId"])
    theirs.delete_user(UserName="pat")


@check("sts:AssumeRole refuse a longer chain")
def _(target):
    iam = target.client("iam")
    iam.create_role(RoleName="Second", AssumeRolePolicyDocument=trust(target.look), MaxSessionDuration=7200)
    second = f"arn:aws:iam::{target.own}:role/Second"
    chained = target.with_keys(target.session, "sts")
    made = chained.assume_role(RoleArn=second, RoleSessionName="two")
    assert made["AssumedRoleUser"]["Arn"].endswith("assumed-role/Second/two"), made
    with expect_error("ValidationError", "exceeds the 1 hour session limit for roles assumed by role chaining", 400):
        chained.assume_role(RoleArn=second, RoleSessionName="two", DurationSeconds=7200)
    iam.delete_role(RoleName="Second")


@check("sts:AssumeRole delete by time")
def _(target):
    # A session ends; the clock of practice is faster than the wall's.
    if not target.practice:
        target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="short", DurationSeconds=900)
        return
    made = target.with_keys(target.key, "sts").assume_role(RoleArn=target.look, RoleSessionName="short", DurationSeconds=900)
    keys = made["Credentials"]
    target.with_keys(keys, "sts").get_caller_identity()

    def over():
        try:
            target.with_keys(keys, "sts").get_caller_identity()
        except Exception as error:
            return error

    error = eventually(over, "the end of a session of 15 minutes", 40)
    assert error.response["Error"]["Code"] == "ExpiredToken", error
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 403, error


@check("sts:GetSessionToken create")
def _(target):
    keys = target.with_keys(target.key, "sts").get_session_token(DurationSeconds=3600)["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA") and keys["SessionToken"], keys
    assert target.with_keys(keys, "sts").get_caller_identity()["Arn"] == target.sam
    target.token = keys


@check("sts:GetSessionToken refuse a session")
def _(target):
    with expect_error("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        target.with_keys(target.token, "sts").get_session_token()


@check("sts:GetAccessKeyInfo read")
def _(target):
    assert target.client("sts").get_access_key_info(AccessKeyId=target.key["AccessKeyId"])["Account"] == target.own
    assert target.client("sts").get_access_key_info(AccessKeyId=target.session["AccessKeyId"])["Account"] == target.own


@check("sts:GetAccessKeyInfo refuse")
def _(target):
    with expect_error("ValidationError", status=400):
        target.client("sts").get_access_key_info(AccessKeyId="short-but-16-and")


@check("sts:DecodeAuthorizationMessage read")
def _(target):
    with expect_error("UnauthorizedOperation", "Encoded authorization failure message: ", 403) as denied:
        target.with_keys(target.session, "ec2").delete_vpc(VpcId="vpc-0123456789abcdef0")
    message = denied.message.split("Encoded authorization failure message: ")[1].split(" ")[0]
    told = json.loads(target.client("sts").decode_authorization_message(EncodedMessage=message)["DecodedMessage"])
    assert told["allowed"] is False and told["explicitDeny"] is False, told
    assert told["context"]["action"] == "ec2:DeleteVpc" and told["context"]["resource"].endswith(":vpc/vpc-0123456789abcdef0"), told


@check("sts:DecodeAuthorizationMessage refuse")
def _(target):
    with expect_error("InvalidAuthorizationMessageException", status=400):
        target.client("sts").decode_authorization_message(EncodedMessage="nonsense")


@check("sts:DecodeAuthorizationMessage refuse who may not")
def _(target):
    with expect_error("AccessDenied", "sts:DecodeAuthorizationMessage", 403):
        target.with_keys(target.key, "sts").decode_authorization_message(EncodedMessage="nonsense")


@check("sts:GetCallerIdentity refuse the session of a role that is gone")
def _(target):
    iam = target.client("iam")
    for name in ("Look", "Shared"):
        iam.detach_role_policy(RoleName=name, PolicyArn=READ_ONLY)
        iam.delete_role(RoleName=name)
    iam.delete_user_policy(UserName="sam", PolicyName="assume")
    iam.delete_access_key(UserName="sam", AccessKeyId=target.key["AccessKeyId"])
    iam.delete_user(UserName="sam")
    with expect_error("InvalidClientTokenId", status=403):
        target.with_keys(target.session, "sts").get_caller_identity()


run()
