"""Extracts images and instance types into one compact file: Amazon Linux with real ids, the types that a lab starts.

    python tools/compute_facts.py            # writes src/practice/ec2/compute_facts.json.gz
    python tools/compute_facts.py --check    # fails when the file would differ

The facts are AWS's own answers, as the PyPI package moto (Apache-2.0) carries them.
"""

import gzip
import json
import pathlib
import sys
from importlib.metadata import version

import moto
from managed_policies import MOTO, pack

TARGET = pathlib.Path(__file__).parent.parent / "src/practice/ec2/compute_facts.json.gz"
RESOURCES = pathlib.Path(moto.__file__).parent

REGIONS = """
ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1
eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2
""".split()

TYPES = """
t2.nano t2.micro t2.small t2.medium t2.large t3.nano t3.micro t3.small t3.medium t3.large t3.xlarge
t3a.micro t3a.small t3a.medium t4g.micro t4g.small t4g.medium m5.large m5.xlarge m6i.large m7g.large m7i-flex.large
c5.large c6i.large c7i-flex.large r5.large
""".split()


def read(path: str):
    return json.loads(gzip.decompress((RESOURCES / path).read_bytes()))


def images(region: str) -> list:
    # The newest first-hand images; those of Amazon Linux 1 and of the preview of 2027 are left out.
    kept = [i for i in read(f"ec2/resources/latest_amis/{region}.json.gz") if i["name"].startswith(("al2023", "amzn2"))]
    return [
        {"id": i["ami_id"], "name": i["name"], "description": i["description"], "architecture": i["architecture"]}
        for i in sorted(kept, key=lambda i: i["name"])
    ]


def parameters(region: str, known: set) -> dict:
    told = read(f"ssm/resources/ami-amazon-linux-latest/{region}.json.gz")
    return {p["Name"].rsplit("/", 1)[1]: p["Value"] for p in sorted(told, key=lambda p: p["Name"]) if p["Value"] in known}


def zones(region: str) -> dict:
    offered: dict = {}
    for offer in read(f"ec2/resources/instance_type_offerings/availability-zone/{region}.json.gz"):
        if offer["InstanceType"] in TYPES:
            offered.setdefault(offer["InstanceType"], set()).add(offer["Location"].removeprefix(region))
    return {name: "".join(sorted(letters)) for name, letters in sorted(offered.items())}


def extract() -> bytes:
    if version("moto") != MOTO:
        sys.exit(f"moto {MOTO} is wanted, {version('moto')} is installed: raise MOTO and the source in NOTICE together")
    types = read("ec2/resources/instance_types.json.gz")
    if missing := [name for name in TYPES if name not in types]:
        sys.exit(f"moto {MOTO} does not carry: {', '.join(missing)}")
    regions = {}
    for region in REGIONS:
        found = images(region)
        regions[region] = {
            "images": found,
            "parameters": parameters(region, {i["id"] for i in found}),
            "zones": zones(region),
        }
    facts = {"source": f"moto {MOTO}", "types": [types[name] for name in TYPES], "regions": regions}
    return json.dumps(facts, separators=(",", ":"), sort_keys=True).encode()


def main() -> None:
    raw = extract()
    if "--check" in sys.argv[1:]:
        if gzip.decompress(TARGET.read_bytes()) != raw:
            sys.exit(f"{TARGET} is not what moto {MOTO} gives: run this tool without --check")
    else:
        TARGET.write_bytes(pack(raw))
    print(f"{len(TYPES)} instance types, {len(REGIONS)} regions, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
