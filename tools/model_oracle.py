#!/usr/bin/env python3
"""What botocore says of the models, as the oracle of the room `api`: JSON lines on stdout.

    model_oracle.py endpoints REGION...   where each service is in each region, in four variants (plain, FIPS, dual
                                          stack, both): "url", "scheme", "signing_name", "signing_region", or "error"
    model_oracle.py validation            of each operation: its "method", and made-up inputs from good to bad, each
                                          with "accepted" as botocore's validator judges

Values are made up with a fixed seed. Nothing leaves the process.
"""

import json
import pathlib
import random
import sys

import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.utils import is_json_value_header
from botocore.validate import ParamValidator

DATA = pathlib.Path(botocore.__file__).parent / "data"
LOADER = Loader(extra_search_paths=[str(DATA)], include_default_search_paths=False)


def services():
    return sorted(LOADER.list_available_services("service-2"))


# --- endpoints ------------------------------------------------------------------------------------------------------


def parameters(provider, region, fips, dual_stack):
    """The built-in parameters as botocore's client computes them without configuration."""
    given = {
        "AWS::Region": region,
        "AWS::UseFIPS": fips,
        "AWS::UseDualStack": dual_stack,
        "AWS::Auth::AccountIdEndpointMode": "preferred",
        "AWS::S3::UseGlobalEndpoint": region == "us-east-1",
        "AWS::S3::ForcePathStyle": False,
        "AWS::S3::UseArnRegion": True,
        "AWS::S3::Accelerate": False,
        "AWS::S3::DisableMultiRegionAccessPoints": False,
        "AWS::S3Control::UseArnRegion": False,
        "AWS::STS::UseGlobalEndpoint": False,
    }
    listed = provider.ruleset.parameters.items()
    return {name: given[spec.builtin] for name, spec in listed if given.get(spec.builtin) is not None}


def endpoint(provider, meta, region, fips, dual_stack):
    try:
        found = provider.resolve_endpoint(**parameters(provider, region, fips, dual_stack))
    except EndpointProviderError as refusal:
        return {"error": refusal.kwargs["msg"]}
    known = ("sigv4", "sigv4-s3express")
    schemes = [scheme for scheme in found.properties.get("authSchemes", []) if scheme["name"] in known]
    scheme = schemes[0] if schemes else {}
    return {
        "url": found.url,
        "scheme": scheme.get("name"),
        "signing_name": scheme.get("signingName", meta.get("signingName", meta["endpointPrefix"])),
        "signing_region": scheme.get("signingRegion", region),
    }


def endpoints(regions):
    partitions = LOADER.load_data("partitions")
    for service in services():
        provider = EndpointProvider(LOADER.load_service_model(service, "endpoint-rule-set-1"), partitions)
        meta = LOADER.load_service_model(service, "service-2")["metadata"]
        for region in regions:
            for fips, dual_stack in ((False, False), (True, False), (False, True), (True, True)):
                asked = {"service": service, "region": region, "fips": fips, "dual_stack": dual_stack}
                yield asked | endpoint(provider, meta, region, fips, dual_stack)


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


def validation():
    validator, dice = ParamValidator(), random.Random(7)
    for service in services():
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
    what, *rest = sys.argv[1:]
    for line in {"endpoints": endpoints, "validation": validation}[what](*([rest] if rest else [])):
        print(json.dumps(line))


if __name__ == "__main__":
    main()
