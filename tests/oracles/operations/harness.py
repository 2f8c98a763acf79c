"""Named checks of operations, run by boto3 against a served practice account and against moto's server, side by side.

A file of checks:

    from harness import check, expect_error, run

    @check("ec2:CreateVpc create")
    def _(target):
        vpc = target.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]
        assert vpc["State"] == "pending", vpc
        target.vpc = vpc["VpcId"]

    run()

A name is an operation and what is asked of it: `create`, `read`, `refuse` or `delete`, with words behind where one
operation has several such checks. A check must call the operation of its name. What checks put on the target, later
ones of the file find there. Checks run in order, all of them against practice and then all of them against moto:

    FILE.py --practice URL --moto URL --profiles FOLDER

prints `{"checks": {NAME: {"practice": WHY, "moto": WHY}}}`; WHY is null where the check passed. The folder is the one
that `runbook practice serve --profiles FOLDER --account partner` writes. Either URL may be left out.

Every answer is held against botocore's model besides: its own parser reads it, and then required members must be there,
types and enumerations right. What is wrong fails the check that made the call.
"""

import argparse
import contextlib
import datetime
import json
import os
import time
import traceback
import urllib.request

import boto3
import botocore.config
import botocore.exceptions
import botocore.response
import botocore.session

# A refusal is the answer; only throttling would be worth another try, and neither target throttles.
ONCE = botocore.config.Config(retries={"max_attempts": 1, "mode": "standard"}, read_timeout=60)
KINDS = ("create", "read", "refuse", "delete")
REGION = "us-east-1"
# The account of the profile `practice-partner`, at moto.
MOTO_PARTNER = "444455556666"
# What AWS answers and its own model does not list.
BEYOND_THE_MODEL = {
    # The example of "DescribeInternetGateways" in the API reference of EC2.
    ("InternetGatewayAttachment", "State"): ["available"],
    # The example of "CreateNetworkInterface" there.
    ("NetworkInterface", "Status"): ["pending"],
    # The values of the filter `interface-type` of "DescribeNetworkInterfaces" there.
    ("NetworkInterface", "InterfaceType"): ["nat_gateway"],
    # As moto recorded it from AWS in October 2026.
    ("ProcessorInfo", "SupportedFeatures"): [["nested-virtualization", "metal-compatibility"]],
    # "DescribeImages" says of Windows `windows` in its examples, and so do its filters.
    ("Image", "Platform"): ["windows"],
    # A command that tells nobody, in the example of `send-command` in the AWS CLI reference.
    ("NotificationConfig", "NotificationType"): [""],
    # The examples of `list-coverage-statistics` there: the values of a group's key, of which the model lists the names.
    ("Counts", "groupKey"): ["ACTIVE", "INACTIVE", "AWS_EC2_INSTANCE"],
}

# Required members that AWS answers as null, which botocore leaves out: an account without an error has none.
NULL = {("State", "errorCode"), ("State", "errorMessage")}

CHECKS = []


def check(name):
    """Registers a check under its name, `service:Operation kind ...`."""
    operation, kind = name.split()[:2]
    assert ":" in operation and kind in KINDS, name
    assert name not in [known for known, _ in CHECKS], f"two checks are named {name}"

    def register(function):
        CHECKS.append((name, function))
        return function

    return register


class Refusal:
    """What a call was refused with."""

    code = message = status = response = None


@contextlib.contextmanager
def expect_error(code, saying=None, status=None):
    """The block's last call is refused with this code (or one of these); `saying` is a part of the message."""
    found = Refusal()
    try:
        yield found
    except botocore.exceptions.ClientError as error:
        found.response = error.response
        found.code = error.response["Error"]["Code"]
        found.message = error.response["Error"].get("Message", "")
        found.status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        codes = (code,) if isinstance(code, str) else code
        assert found.code in codes, f"{found.code} ({found.message}) is not {' or '.join(codes)}"
        assert saying is None or saying in found.message, f"`{found.message}` does not say `{saying}`"
        assert status is None or found.status == status, f"status {found.status} is not {status}"
    else:
        raise AssertionError(f"answered, and {code} was expected")


def refuses(name, code, call, saying=None, status=None):
    """Registers a check that a call, `call(target)`, is refused."""

    @check(name)
    def _(target):
        with expect_error(code, saying, status):
            call(target)


def eventually(condition, what, seconds=30):
    """Waits till the condition is true, and gives what it gave."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


def unfit(shape, value, path=""):
    """What of an answer is not as the model says."""
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            yield f"{path} is no structure: {value!r}"
            return
        for name in shape.required_members:
            if name not in value and (shape.name, name) not in NULL:
                yield f"{path}.{name} is required and absent"
        for name, member in shape.members.items():
            # botocore's own handlers leave None where there is nothing: the place of a bucket in us-east-1.
            if value.get(name) is not None:
                if value[name] not in BEYOND_THE_MODEL.get((shape.name, name), []):
                    yield from unfit(member, value[name], f"{path}.{name}")
    elif kind == "list":
        if not isinstance(value, list):
            yield f"{path} is no list: {value!r}"
            return
        for place, item in enumerate(value):
            yield from unfit(shape.member, item, f"{path}.{place}")
    elif kind == "map":
        if not isinstance(value, dict):
            yield f"{path} is no map: {value!r}"
            return
        for key, item in value.items():
            yield from unfit(shape.key, key, f"{path} key")
            yield from unfit(shape.value, item, f"{path}.{key}")
    elif kind in ("string", "character"):
        if not isinstance(value, str):
            yield f"{path} is no string: {value!r}"
        elif getattr(shape, "enum", None) and value not in shape.enum:
            yield f"{path} is {value!r}, none of {', '.join(shape.enum)}"
    elif kind in ("integer", "long"):
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{path} is no integer: {value!r}"
    elif kind in ("float", "double"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f"{path} is no number: {value!r}"
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield f"{path} is no boolean: {value!r}"
    elif kind == "timestamp":
        if not isinstance(value, datetime.datetime):
            yield f"{path} is no time: {value!r}"
    elif kind == "blob":
        if not isinstance(value, (bytes, botocore.response.StreamingBody)):
            yield f"{path} is no blob: {type(value)}"


class Target:
    """One of the two, and what the checks of a file keep on it."""

    def __init__(self, name, sessions):
        self.name = name
        self._sessions = sessions
        self._clients = {}
        self._called = []
        self._unfit = []

    @property
    def practice(self):
        """It is the practice account: for what moto has no way to be asked."""
        return self.name == "practice"

    def kept(self, name, make):
        """What was kept under a name, made the first time it is asked for: so that one failed check fails no others."""
        if not hasattr(self, name):
            setattr(self, name, make(self))
        return getattr(self, name)

    def session(self, account="own"):
        return self._sessions[account][0]

    def client(self, service, account="own", region=REGION, **more):
        """A client of an account, `own` or `partner`; kept unless more is said of it."""
        key = (service, account, region)
        if more or key not in self._clients:
            session, words = self._sessions[account]
            made = session.client(service, region_name=region, config=more.pop("config", ONCE), **words, **more)
            made.meta.events.register_first(f"after-call.{made.meta.service_model.service_id.hyphenize()}", self._answered)
            if more:
                return made
            self._clients[key] = made
        return self._clients[key]

    def with_keys(self, keys, service, region=REGION):
        """A client with keys of its own: a structure `Credentials` or `AccessKey`."""
        _, words = self._sessions["own"]
        session = boto3.Session(
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys.get("SessionToken"),
        )
        endpoint = words.get("endpoint_url") or self.client("sts").meta.endpoint_url
        made = session.client(service, region_name=region, config=ONCE, endpoint_url=endpoint)
        made.meta.events.register_first(f"after-call.{made.meta.service_model.service_id.hyphenize()}", self._answered)
        return made

    # Registered first: botocore's own handlers put documents in place of their texts.
    def _answered(self, model, http_response, parsed, **_):
        service = model.service_model.service_name
        self._called.append(f"{service}:{model.name}")
        if http_response.status_code < 300 and model.output_shape is not None:
            told = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
            self._unfit += [f"{model.name}: {what}" for what in unfit(model.output_shape, told)]
        if "RequestId" not in parsed.get("ResponseMetadata", {}):
            self._unfit.append(f"{model.name}: no request id")

    def why(self, name, function):
        """Why a check fails, or None."""
        self._called, self._unfit = [], []
        try:
            function(self)
        except AssertionError as error:
            return str(error) or last_line(error)
        except Exception as error:
            return f"{type(error).__name__}: {error} ({last_line(error)})"
        operation = name.split()[0]
        if operation not in self._called:
            return f"never calls {operation}"
        return "; ".join(dict.fromkeys(self._unfit)) or None


def last_line(error):
    """Where in the file of checks it failed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.name == "_"]
    return f"line {frames[-1].lineno}: {frames[-1].line}" if frames else ""


def practice(folder, url):
    """The practice account that is served at a URL, with the profiles that its server wrote."""
    if os.path.isfile(folder):
        folder = os.path.dirname(folder)
    os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
    own = boto3.Session(profile_name="practice")
    sessions = {"own": (own, {"endpoint_url": url})}
    if "practice-partner" in own.available_profiles:
        partner = boto3.Session(profile_name="practice-partner")
        sessions["partner"] = (partner, {"endpoint_url": url})
    return Target("practice", sessions)


def moto(url):
    """moto's server, emptied. Keys of another account are had there by assuming a role of that account."""
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).read()
    words = {"endpoint_url": url}
    own = boto3.Session(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="secret")
    sts = own.client("sts", region_name=REGION, **words)
    role = f"arn:aws:iam::{MOTO_PARTNER}:role/partner"
    keys = sts.assume_role(RoleArn=role, RoleSessionName="partner")["Credentials"]
    partner = boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    return Target("moto", {"own": (own, words), "partner": (partner, words)})


def run():
    """Runs the checks of the file against the targets that are named, and prints the table."""
    words = argparse.ArgumentParser()
    words.add_argument("--practice", metavar="URL")
    words.add_argument("--moto", metavar="URL")
    words.add_argument("--profiles", metavar="FOLDER")
    words.add_argument("--only", metavar="TEXT", default="", help="checks whose name has this text")
    given = words.parse_args()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    targets = []
    if given.practice:
        targets.append(practice(given.profiles, given.practice))
    if given.moto:
        targets.append(moto(given.moto))
    table = {name: {} for name, _ in CHECKS if given.only in name}
    for target in targets:
        for name, function in CHECKS:
            if name in table:
                table[name][target.name] = target.why(name, function)
    print(json.dumps({"checks": table}, indent=1))
