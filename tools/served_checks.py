"""Holds a served practice account to what users of boto3 rely on.

    AWS_CONFIG_FILE=... AWS_SHARED_CREDENTIALS_FILE=... served_checks.py

Prints one JSON line for each check: its name, and why it failed or null. The profiles `practice` and `practice-partner`
are those that `runbook practice serve --account partner` writes.
"""

import contextlib
import datetime
import json
import threading
import urllib.error
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.exceptions
import botocore.session

ONCE = botocore.config.Config(retries={"max_attempts": 1, "mode": "standard"})
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def session(profile="practice"):
    return boto3.Session(profile_name=profile)


def client(name, profile="practice", **more):
    return session(profile).client(name, config=ONCE, **more)


@contextlib.contextmanager
def refused(code, status):
    """The block is refused with this code and status."""
    try:
        yield
    except botocore.exceptions.ClientError as error:
        found = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        assert found == (code, status), f"{found}: {error}"
        assert error.response["ResponseMetadata"]["RequestId"], "no request id"
    else:
        raise AssertionError(f"not refused, and {code} was expected")


@contextlib.contextmanager
def clock(minutes):
    """What botocore signs, it signs so many minutes later."""
    real = botocore.auth.get_current_datetime
    shifted = lambda *words: real(*words) + datetime.timedelta(minutes=minutes)
    botocore.auth.get_current_datetime = shifted
    try:
        yield
    finally:
        botocore.auth.get_current_datetime = real


def stranger(name, key="AKIAIOSFODNN7EXAMPLE", secret="secret", token=None):
    """A client with keys of its own."""
    own = session()
    endpoint = own.client("sts").meta.endpoint_url
    return boto3.client(
        name,
        config=ONCE,
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
    )


def learner():
    return session().get_credentials().get_frozen_credentials()


# One call of each protocol that is served: query, ec2, rest-json, json.
KINDS = {
    "iam": lambda iam: iam.list_users(),
    "ec2": lambda ec2: ec2.describe_vpcs(),
    "guardduty": lambda guardduty: guardduty.list_detectors(),
    "cloudtrail": lambda cloudtrail: cloudtrail.lookup_events(),
}


@check
def each_account_is_its_keys():
    own = client("sts").get_caller_identity()
    partner = client("sts", "practice-partner").get_caller_identity()
    assert own["Account"] == "111122223333" and own["Arn"].endswith("/learner"), own
    assert partner["Account"] != own["Account"] and len(partner["Account"]) == 12, partner
    client("iam").create_user(UserName="only-here")
    names = [user["UserName"] for user in client("iam", "practice-partner").list_users()["Users"]]
    assert "only-here" not in names, names
    client("iam").delete_user(UserName="only-here")


@check
def every_protocol_is_spoken():
    for name, call in KINDS.items():
        answer = call(client(name))
        meta = answer["ResponseMetadata"]
        assert meta["HTTPStatusCode"] == 200 and meta["RequestId"], (name, answer)


@check
def unknown_keys_are_refused_as_each_service_does():
    for name, code, status in [
        ("iam", "InvalidClientTokenId", 403),
        ("ec2", "AuthFailure", 401),
        ("guardduty", "UnrecognizedClientException", 403),
        ("cloudtrail", "UnrecognizedClientException", 400),
    ]:
        with refused(code, status):
            KINDS[name](stranger(name))


@check
def wrong_secrets_are_refused_as_each_service_does():
    keys = learner()
    for name, code, status in [
        ("iam", "SignatureDoesNotMatch", 403),
        ("ec2", "AuthFailure", 401),
        ("guardduty", "InvalidSignatureException", 403),
        ("cloudtrail", "InvalidSignatureException", 400),
    ]:
        with refused(code, status):
            KINDS[name](stranger(name, keys.access_key, "another", keys.token))


@check
def a_session_without_its_token_is_refused():
    keys = learner()
    for token in [None, "another"]:
        with refused("InvalidClientTokenId", 403):
            stranger("iam", keys.access_key, keys.secret_key, token).list_users()


@check
def signatures_of_another_time_are_refused():
    for minutes in [-20, 20]:
        for name, code, status in [
            ("iam", "SignatureDoesNotMatch", 403),
            ("ec2", "RequestExpired", 400),
            ("guardduty", "InvalidSignatureException", 403),
            ("cloudtrail", "InvalidSignatureException", 400),
        ]:
            with clock(minutes), refused(code, status):
                KINDS[name](client(name))
    with clock(-10):
        client("iam").list_users()


@check
def unsigned_calls_are_refused():
    unsigned = botocore.config.Config(signature_version=botocore.UNSIGNED)
    with refused("MissingAuthenticationToken", 403):
        session().client("iam", config=unsigned).list_users()


@check
def presigned_calls_live_as_long_as_they_say():
    sts = client("sts")
    url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    told = urllib.request.urlopen(url).read().decode()
    assert "<Account>111122223333</Account>" in told, told
    with clock(-2):
        old = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    for broken in [old, url.replace("X-Amz-Signature=", "X-Amz-Signature=0")]:
        try:
            urllib.request.urlopen(broken)
        except urllib.error.HTTPError as error:
            assert error.code in (400, 403), error
        else:
            raise AssertionError(f"answered: {broken}")


@check
def users_keys_sign_until_they_are_switched_off():
    iam = client("iam")
    iam.create_user(UserName="ana")
    key = iam.create_access_key(UserName="ana")["AccessKey"]
    sts = stranger("sts", key["AccessKeyId"], key["SecretAccessKey"])
    assert sts.get_caller_identity()["Arn"] == "arn:aws:iam::111122223333:user/ana"
    iam.update_access_key(UserName="ana", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    with refused("InvalidClientTokenId", 403):
        sts.get_caller_identity()
    iam.delete_access_key(UserName="ana", AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName="ana")


@check
def errors_have_awss_codes():
    for call, code, status in [
        (lambda: client("iam").get_user(UserName="nobody"), "NoSuchEntity", 404),
        (lambda: client("ec2").describe_vpcs(VpcIds=["vpc-1"]), "InvalidVpcID.NotFound", 400),
        (lambda: client("guardduty").get_detector(DetectorId="0" * 32), "BadRequestException", 400),
        (lambda: client("ec2").create_vpc(CidrBlock="10.0.0.0/16", DryRun=True), "DryRunOperation", 412),
        (lambda: client("ec2").describe_vpcs(Filters=[{"Name": "no-such", "Values": ["x"]}]), "InvalidParameterValue", 400),
    ]:
        with refused(code, status):
            call()
    iam = client("iam")
    try:
        iam.get_group(GroupName="nobody")
    except iam.exceptions.NoSuchEntityException:
        pass


@check
def lists_come_in_pages():
    iam = client("iam")
    names = [f"page-{number:02}" for number in range(7)]
    for name in names:
        iam.create_user(UserName=name)
    pages = list(iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 3}))
    found = [user["UserName"] for page in pages for user in page["Users"]]
    assert found == names and len(pages) == 3, (len(pages), found)
    for name in names:
        iam.delete_user(UserName=name)


@check
def waiters_end():
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]
    ec2.get_waiter("vpc_available").wait(VpcIds=[vpc["VpcId"]], WaiterConfig={"Delay": 1, "MaxAttempts": 15})
    iam = client("iam")
    iam.create_user(UserName="waited")
    iam.get_waiter("user_exists").wait(UserName="waited")
    iam.delete_user(UserName="waited")
    ec2.delete_vpc(VpcId=vpc["VpcId"])


@check
def text_of_all_scripts_comes_back():
    ec2 = client("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    value = "Zürich <&> \"日本\" + %20 'é'"
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "note", "Value": value}])
    tags = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"]
    assert {"Key": "note", "Value": value} in tags, tags
    ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "note"}])


@check
def the_resource_interface_works():
    iam = session().resource("iam")
    group = iam.create_group(GroupName="class")
    assert [found.name for found in iam.groups.all()] == ["class"]
    group.delete()
    assert len(list(session().resource("ec2").vpcs.all())) == 1


@check
def regions_are_apart():
    west = session().client("ec2", config=ONCE, region_name="us-west-2")
    west.create_vpc(CidrBlock="10.8.0.0/16")
    assert len(west.describe_vpcs()["Vpcs"]) == 2
    assert len(client("ec2").describe_vpcs()["Vpcs"]) == 1


@check
def many_clients_at_once_are_all_answered():
    seen, failed = [], []

    def work(number):
        try:
            iam = client("iam")
            for turn in range(5):
                name = f"many-{number}-{turn}"
                seen.append(iam.create_user(UserName=name)["User"]["UserId"])
                iam.delete_user(UserName=name)
        except Exception as error:  # told to the thread that asserts
            failed.append(error)

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed
    assert len(set(seen)) == 40, len(set(seen))


def main():
    for one in CHECKS:
        why = None
        try:
            one()
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
        print(json.dumps({"check": one.__name__, "why": why}), flush=True)


main()
