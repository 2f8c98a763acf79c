#!/usr/bin/env python3
"""What botocore answers about endpoints, as JSON lines on stdout: the oracle of `Service::endpoint`.

    python tools/dump_endpoints.py us-east-1 cn-north-1 > endpoints.jsonl

For each service, each region and each of four variants (plain, FIPS, dual stack, both) one line:
{"service", "region", "fips", "dual_stack", and either "url", "scheme", "signing_name", "signing_region" or "error"}.
"""

import json
import pathlib
import sys

import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader


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


def main():
    data = pathlib.Path(botocore.__file__).parent / "data"
    loader = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    partitions = loader.load_data("partitions")
    for service in sorted(loader.list_available_services("service-2")):
        provider = EndpointProvider(loader.load_service_model(service, "endpoint-rule-set-1"), partitions)
        meta = loader.load_service_model(service, "service-2")["metadata"]
        for region in sys.argv[1:]:
            for fips, dual_stack in ((False, False), (True, False), (False, True), (True, True)):
                line = {"service": service, "region": region, "fips": fips, "dual_stack": dual_stack}
                try:
                    found = provider.resolve_endpoint(**parameters(provider, region, fips, dual_stack))
                except EndpointProviderError as refusal:
                    line["error"] = refusal.kwargs["msg"]
                else:
                    known = ("sigv4", "sigv4-s3express")
                    schemes = [s for s in found.properties.get("authSchemes", []) if s["name"] in known]
                    scheme = schemes[0] if schemes else {}
                    line["url"] = found.url
                    line["scheme"] = scheme.get("name")
                    line["signing_name"] = scheme.get("signingName", meta.get("signingName", meta["endpointPrefix"]))
                    line["signing_region"] = scheme.get("signingRegion", region)
                print(json.dumps(line))


if __name__ == "__main__":
    main()
