#!/usr/bin/env python3
"""What botocore says of the models, as the oracle of the room `api`: JSON lines on stdout.

    model_oracle.py endpoints SERVICE...  where each service is: in each region, plain, FIPS, dual stack and both; with
                                          an endpoint given; for S3 and S3 Control by bucket, access point and the like.
                                          "url", "scheme", "signing_name", "signing_region", or "error"
    model_oracle.py names SERVICE...      of each operation: its "method", and made-up inputs from good to bad, each
                                          with "accepted" as botocore's validator judges

Values are made up with a fixed seed. Nothing leaves the process.
"""

import json
import pathlib
import random
import sys

import botocore
import botocore.config
import botocore.exceptions
import botocore.session
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.utils import is_json_value_header
from botocore.validate import ParamValidator

DATA = pathlib.Path(botocore.__file__).parent / "data"
LOADER = Loader(extra_search_paths=[str(DATA)], include_default_search_paths=False)


# --- endpoints ------------------------------------------------------------------------------------------------------

REGIONS = (
    "us-east-1",
    "eu-central-1",
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "eusc-de-east-1",
    "ap-unknown-9",
    "aws-global",
)
GIVEN = "https://given.example:8443/base"


def parameters(provider, asked):
    """The built-in parameters as botocore's client computes them without configuration."""
    region, given = asked["region"], asked.get("endpoint")
    known = {
        "AWS::Region": region,
        "SDK::Endpoint": given,
        "AWS::UseFIPS": asked["fips"] and not given,
        "AWS::UseDualStack": asked["dual_stack"] and not given,
        "AWS::Auth::AccountIdEndpointMode": "preferred",
        "AWS::S3::UseGlobalEndpoint": region == "us-east-1",
        "AWS::S3::ForcePathStyle": bool(given),
        "AWS::S3::UseArnRegion": True,
        "AWS::S3::Accelerate": False,
        "AWS::S3::DisableMultiRegionAccessPoints": False,
        "AWS::S3Control::UseArnRegion": False,
        "AWS::STS::UseGlobalEndpoint": False,
    }
    listed = provider.ruleset.parameters.items()
    return {name: known[spec.builtin] for name, spec in listed if known.get(spec.builtin) is not None}


def told(find, meta, region):
    try:
        found = find()
    except EndpointProviderError as refusal:
        return {"error": refusal.kwargs["msg"]}
    except botocore.exceptions.BotoCoreError as refusal:
        return {"refused": str(refusal)}
    listed = found.properties.get("authSchemes", [])
    known = ("sigv4", "sigv4-s3express")
    schemes = [scheme for scheme in listed if scheme["name"] in known]
    if listed and not schemes:
        return {"unsigned": listed[0]["name"]}
    scheme = schemes[0] if schemes else {}
    return {
        "url": found.url,
        "scheme": scheme.get("name"),
        "signing_name": scheme.get("signingName", meta.get("signingName", meta["endpointPrefix"])),
        "signing_region": scheme.get("signingRegion", region),
    }


# What a call names, and each variant's configuration of botocore's client.
NAMED = {
    "s3": [
        ("GetObject", {"Bucket": bucket, "Key": "a b/ü"})
        for bucket in (
            "lab-logs",
            "lab.logs.example",
            "Lab_Logs",
            "1.2.3.4",
            "ab",
            "arn:aws:s3:us-west-2:111122223333:accesspoint:mine",
            "arn:aws:s3:us-west-2:111122223333:accesspoint/mine",
            "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint:mine",
            "arn:aws:s3::111122223333:accesspoint:mfzwi23gnjvgw.mrap",
            "arn:aws:s3-object-lambda:us-west-2:111122223333:accesspoint/banner",
            "arn:aws:s3-outposts:us-west-2:111122223333:outpost/op-01234567890123456/accesspoint/mine",
            "arn:aws:s3-outposts:us-west-2:111122223333:outpost:op-1:accesspoint:mine",
            "arn:aws:s3:us-west-2:111122223333:bucket:mine",
            "arn:aws:sqs:us-west-2:111122223333:queue",
            "arn:aws:s3:us-west-2::accesspoint:mine",
            "lab--use1-az4--x-s3",
            "lab--xa-s3",
            "test-accessp-o0b1de75774aa3e8c3ohijkl--op-s3",
        )
    ]
    + [
        ("GetBucketLocation", {"Bucket": "lab-logs"}),
        ("GetBucketLocation", {"Bucket": "arn:aws:s3:us-west-2:111122223333:accesspoint:mine"}),
        ("CreateBucket", {"Bucket": "lab-logs"}),
        ("CreateBucket", {"Bucket": "lab--use1-az4--x-s3"}),
        ("CreateSession", {"Bucket": "lab--use1-az4--x-s3"}),
        ("ListBuckets", {}),
        ("ListDirectoryBuckets", {}),
        ("WriteGetObjectResponse", {"RequestRoute": "route-1", "RequestToken": "t"}),
    ],
    "s3control": [
        ("GetAccessPoint", {"AccountId": "111122223333", "Name": name})
        for name in (
            "mine",
            "arn:aws:s3-outposts:us-west-2:111122223333:outpost:op-01234567890123456:accesspoint:mine",
            "arn:aws:s3-outposts:us-west-2:444455556666:outpost:op-01234567890123456:accesspoint:mine",
            "mine--use1-az4--xa-s3",
        )
    ]
    + [
        ("GetBucket", {"AccountId": "111122223333", "Bucket": bucket})
        for bucket in (
            "lab-logs",
            "arn:aws:s3-outposts:us-west-2:111122223333:outpost:op-01234567890123456:bucket:mine",
            "arn:aws:s3-outposts:us-west-2:111122223333:outpost:op-01234567890123456",
            "arn:aws:s3:us-west-2:111122223333:bucket:mine",
        )
    ]
    + [
        ("ListRegionalBuckets", {"AccountId": "111122223333", "OutpostId": "op-01234567890123456"}),
        ("ListRegionalBuckets", {"AccountId": "111122223333"}),
        ("CreateBucket", {"Bucket": "lab-logs", "OutpostId": "op-01234567890123456"}),
        ("GetPublicAccessBlock", {"AccountId": "111122223333"}),
        ("GetPublicAccessBlock", {"AccountId": "not a label"}),
        ("ListAccessGrants", {"AccountId": "111122223333"}),
    ],
    "events": [("PutEvents", {"Entries": []}), ("PutEvents", {"Entries": [], "EndpointId": "abc.123"})],
    "dynamodb": [
        ("GetItem", {"TableName": "t", "Key": {}}),
        ("GetItem", {"TableName": "arn:aws:dynamodb:us-east-1:111122223333:table/t", "Key": {}}),
        ("BatchGetItem", {"RequestItems": {"arn:aws:dynamodb:us-east-1:111122223333:table/t": {}}}),
        (
            "TransactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "arn:aws:dynamodb:us-east-1:111122223333:table/t", "Item": {}}}]},
        ),
    ],
    "kinesis": [
        ("PutRecord", {"StreamARN": "arn:aws:kinesis:us-east-1:111122223333:stream/s"}),
        ("GetRecords", {"ShardIterator": "i", "StreamARN": "arn:aws:kinesis:us-east-1:111122223333:stream/s"}),
        ("DescribeStream", {"StreamName": "s"}),
    ],
    "cloudfront-keyvaluestore": [
        ("ListKeys", {"KvsARN": "arn:aws:cloudfront::111122223333:key-value-store/abc"}),
        ("ListKeys", {"KvsARN": "not an ARN"}),
    ],
}
WAYS = {
    "plain": {},
    "path": {"s3": {"addressing_style": "path"}},
    "fips": {"use_fips_endpoint": True},
    "dual": {"use_dualstack_endpoint": True},
    "fips,dual": {"use_fips_endpoint": True, "use_dualstack_endpoint": True},
    "accelerate": {"s3": {"use_accelerate_endpoint": True}},
    "accelerate,dual": {"s3": {"use_accelerate_endpoint": True}, "use_dualstack_endpoint": True},
    "given": {},
}


def by_name(service, meta):
    session = botocore.session.get_session()
    for region in ("us-east-1", "eu-central-1", "us-west-2", "cn-north-1", "us-gov-west-1"):
        for way, said in WAYS.items():
            if service != "s3" and ("accelerate" in way or way == "path"):
                continue
            given = GIVEN if way == "given" else None
            client = session.create_client(
                service,
                region,
                endpoint_url=given,
                config=botocore.config.Config(**said),
                aws_access_key_id="AKIDEXAMPLE",
                aws_secret_access_key="secret",
            )
            context = {"client_config": client.meta.config, "signing": {}}
            for number, (operation, call) in enumerate(NAMED[service]):
                model = client.meta.service_model.operation_model(operation)
                find = lambda: client._ruleset_resolver.construct_endpoint(model, dict(call), dict(context))
                asked = {
                    "service": service,
                    "operation": operation,
                    "variant": f"{region},{way},call-{number}",
                    "input": call,
                    "region": region,
                    "fips": "fips" in way,
                    "dual_stack": "dual" in way,
                    "accelerate": "accelerate" in way,
                    "path": way == "path",
                    "endpoint": given,
                }
                yield asked | told(find, meta, region)


def endpoints(service):
    provider = EndpointProvider(LOADER.load_service_model(service, "endpoint-rule-set-1"), LOADER.load_data("partitions"))
    meta = LOADER.load_service_model(service, "service-2")["metadata"]
    for region in REGIONS:
        for given in (None, GIVEN) if region in ("us-east-1", "cn-north-1") else (None,):
            for fips, dual_stack in ((False, False), (True, False), (False, True), (True, True)):
                asked = {"service": service, "region": region, "fips": fips, "dual_stack": dual_stack, "endpoint": given}
                words = [region, "fips" * fips, "dual" * dual_stack, "given" * bool(given)]
                asked["variant"] = ",".join(filter(None, words))
                yield asked | told(lambda: provider.resolve_endpoint(**parameters(provider, asked)), meta, region)
    if service in NAMED:
        yield from by_name(service, meta)


# --- validation -----------------------------------------------------------------------------------------------------


class TooDeep(Exception):
    """A required member that never ends."""


class Maker:
    """Makes up inputs, each part of them wrong with a given chance."""

    def __init__(self, chance, dice):
        self.chance, self.dice = chance, dice

    def errs(self):
        return self.dice.random() < self.chance

    def make(self, shape, depth=0):
        if self.errs():
            return self.dice.choice([1.5, "x", [], {}, 3, True])
        if getattr(shape, "is_document_type", False):
            return self.dice.choice([{"a": 1}, [1, "x"], "t", True])
        if is_json_value_header(shape):
            return "{}"
        low = shape.metadata.get("min", 0)
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            count = min(max(low, self.dice.choice([0, 1, 2])), 30)
            return self.within([], lambda: [self.make(shape.member, depth + 1) for _ in range(count - self.errs())])
        if kind == "map":
            fitting = Maker(0, self.dice)
            pair = lambda: (fitting.make(shape.key, depth + 1), self.make(shape.value, depth + 1))
            return self.within({}, lambda: dict(pair() for _ in range(self.dice.choice([0, 1, 2]))))
        if kind == "string":
            if shape.enum:
                return self.dice.choice(shape.enum)
            return "a" * (min(max(low, self.dice.choice([0, 3])), 400) - (low > 0 and self.errs()))
        if kind in ("integer", "long"):
            return int(low) - self.errs()
        if kind in ("float", "double"):
            return float(low) + self.dice.choice([0, 0.5]) - self.errs()
        if kind == "boolean":
            return self.dice.choice([True, False])
        if kind == "timestamp":
            return self.dice.choice(["2020-01-01T00:00:00Z", "2020-01-01", 1595808000, 1595808000.5])
        return "abc"

    def within(self, otherwise, make):
        try:
            return make()
        except TooDeep:
            return otherwise

    def structure(self, shape, depth):
        if depth > 5:
            raise TooDeep
        made, names = {}, list(shape.members)
        union = getattr(shape, "is_tagged_union", False)
        if union:
            self.dice.shuffle(names)
        wanted = self.dice.choice([0, 2]) if union and self.errs() else 1
        required = shape.metadata.get("required", [])
        for name in names:
            if union and len(made) == wanted:
                break
            if union or (not self.errs() if name in required else self.dice.random() < 0.3 / (1 + depth)):
                try:
                    made[name] = self.make(shape.members[name], depth + 1)
                except TooDeep:
                    if name in required:
                        raise
        if union and len(made) < wanted:
            raise TooDeep
        if self.errs():
            made["Xyzzy"] = 1
        return made


def judged_otherwise(value, shape):
    """What the crate judges otherwise on purpose: a boolean is no number, a value of an enum is one of its values."""
    kind = shape.type_name
    if getattr(shape, "is_document_type", False) or is_json_value_header(shape):
        return False
    if isinstance(value, bool):
        return kind in ("integer", "long", "float", "double", "timestamp")
    if isinstance(value, str):
        return kind == "string" and bool(shape.enum) and value not in shape.enum
    if isinstance(value, dict) and kind == "structure":
        return any(judged_otherwise(item, shape.members[name]) for name, item in value.items() if name in shape.members)
    if isinstance(value, dict) and kind == "map":
        return any(judged_otherwise(item, shape.value) for item in value.values())
    if isinstance(value, list) and kind == "list":
        return any(judged_otherwise(item, shape.member) for item in value)
    return False


def names(service):
    validator, dice = ParamValidator(), random.Random(service)
    model = ServiceModel(LOADER.load_service_model(service, "service-2"), service)
    for operation in model.operation_names:
        shape = model.operation_model(operation).input_shape
        inputs = []
        for chance in (0, 0.03, 0.1) if shape else ():
            try:
                value = Maker(chance, dice).make(shape)
            except TooDeep:
                continue
            if isinstance(value, dict) and not judged_otherwise(value, shape):
                accepted = not validator.validate(value, shape).has_errors()
                inputs.append({"input": value, "accepted": accepted})
        method = botocore.xform_name(operation)
        yield {"service": service, "operation": operation, "method": method, "inputs": inputs}


def main():
    what, *services = sys.argv[1:]
    say = {"endpoints": endpoints, "names": names}[what]
    for service in services:
        for line in say(service):
            print(json.dumps(line))


if __name__ == "__main__":
    main()
