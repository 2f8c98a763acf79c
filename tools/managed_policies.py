"""Extracts AWS's managed policies into one compact file: all of them by name, with documents for those of a lab.

    python tools/managed_policies.py            # writes src/practice/iam/managed_policies.json.gz
    python tools/managed_policies.py --check    # fails when the file would differ

The documents are AWS's own, as the PyPI package moto (Apache-2.0) carries them. Same moto, same text: keys are
sorted, and the gzip header has neither name nor time. A policy that moto does not carry is an error, not a gap.
"""

import gzip
import io
import json
import pathlib
import sys
from importlib.metadata import version

MOTO = "5.2.5"
TARGET = pathlib.Path(__file__).parent.parent / "src/practice/iam/managed_policies.json.gz"

# Whose documents are kept: what the workshop attaches, what its services' service-linked roles carry, and the policies
# that a learner would reasonably try instead. The others can be listed and attached; their documents say that practice
# does not have them.
DOCUMENTS = """
AdministratorAccess PowerUserAccess ReadOnlyAccess ViewOnlyAccess SecurityAudit Billing AWSSupportAccess
IAMFullAccess IAMReadOnlyAccess IAMUserChangePassword
AmazonEC2RoleforSSM AmazonSSMManagedInstanceCore AmazonSSMManagedEC2InstanceDefaultPolicy AmazonSSMFullAccess
AmazonSSMReadOnlyAccess
AmazonEC2FullAccess AmazonEC2ReadOnlyAccess AmazonVPCFullAccess AmazonVPCReadOnlyAccess
AmazonS3FullAccess AmazonS3ReadOnlyAccess
AmazonGuardDutyFullAccess_v2 AmazonGuardDutyReadOnlyAccess AmazonGuardDutyServiceRolePolicy
AmazonGuardDutyMalwareProtectionServiceRolePolicy
AmazonInspector2FullAccess_v2 AmazonInspector2ReadOnlyAccess AmazonInspector2ServiceRolePolicy
AWSSecurityHubFullAccess AWSSecurityHubReadOnlyAccess AWSSecurityHubServiceRolePolicy
AmazonDetectiveFullAccess AmazonDetectiveServiceLinkedRolePolicy
AWSCloudTrail_FullAccess AWSCloudTrail_ReadOnlyAccess CloudTrailServiceRolePolicy
CloudWatchAgentServerPolicy CloudWatchFullAccessV2 CloudWatchReadOnlyAccess
CloudWatchLogsFullAccess CloudWatchLogsReadOnlyAccess
AWS_ConfigRole AWSConfigServiceRolePolicy AWSConfigUserAccess
AmazonAthenaFullAccess AWSGlueServiceRole AWSGlueConsoleFullAccess
AWSLambdaBasicExecutionRole AmazonEventBridgeFullAccess AmazonSNSFullAccess
AWSWAFFullAccess AWSWAFReadOnlyAccess
AutoScalingFullAccess AutoScalingReadOnlyAccess AutoScalingServiceRolePolicy
ElasticLoadBalancingFullAccess ElasticLoadBalancingReadOnly AWSElasticLoadBalancingServiceRolePolicy
AWSCertificateManagerFullAccess AWSCertificateManagerReadOnly AWSCloudShellFullAccess
""".split()


def extract() -> bytes:
    """The catalogue, before it is packed."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    if version("moto") != MOTO:
        sys.exit(f"moto {MOTO} is wanted, {version('moto')} is installed: raise MOTO here and the source in NOTICE together")
    known = json.loads(aws_managed_policies_data)
    if missing := sorted(set(DOCUMENTS) - known.keys()):
        sys.exit(f"moto {MOTO} does not carry: {', '.join(missing)}")
    policies = []
    for name in sorted(known):
        policy = {
            "name": name,
            "path": known[name]["Path"],
            "version": known[name]["DefaultVersionId"],
            "created": known[name]["CreateDate"].replace("+00:00", "Z"),
            "updated": known[name]["UpdateDate"].replace("+00:00", "Z"),
        }
        if name in DOCUMENTS:
            # As text: IAM hands a document out as it was stored, and so does the practice world.
            policy["document"] = json.dumps(known[name]["Document"], indent=4)
        policies.append(policy)
    return json.dumps({"source": f"moto {MOTO}", "policies": policies}, separators=(",", ":"), sort_keys=True).encode()


def pack(raw: bytes) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, compresslevel=9, mtime=0) as file:
        file.write(raw)
    return packed.getvalue()


def main() -> None:
    raw = extract()
    if "--check" in sys.argv[1:]:
        # What is inside is compared: zlib's builds pack the same text into different bytes.
        if gzip.decompress(TARGET.read_bytes()) != raw:
            sys.exit(f"{TARGET} is not what moto {MOTO} gives: run this tool without --check")
    else:
        TARGET.write_bytes(pack(raw))
    print(f"{len(DOCUMENTS)} documents, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
