"""First inputs for the fuzz targets, where there is no corpus to go on from: `python tests/fuzz/seeds.py FOLDER`.

Answers are what `tools/oracle.py` makes up from botocore's models (needs botocore); models are the smaller members of
the embedded file.
"""

import base64
import json
import pathlib
import re
import subprocess
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Beyond these, an input slows the search down more than it adds.
LONGEST_ANSWER, LONGEST_MODEL = 9000, 2600

ENDPOINTS = [
    "s3 eu-west-1\nBucket lab-logs\n",
    "s3 us-east-1\nBucket arn:aws:s3:us-west-2:123456789012:accesspoint/a\npath\n",
    "s3 us-east-1\nBucket arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01/accesspoint/reports\n",
    "s3 us-east-1\nBucket arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/banner\ndual\n",
    "s3 eu-west-1\nBucket b\nendpoint http://127.0.0.1:5000/x\nfips\n",
    "s3 us-east-1\nBucket bucket--use1-az4--x-s3\nUseS3ExpressControlEndpoint true\n",
    "s3control us-west-2\nAccountId 123456789012\nRequiresAccountId true\nBucket arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01/bucket/b\n",
    "dynamodb us-east-1\naccount 123456789012\n",
    "dynamodb us-east-1\nResourceArn arn:aws:dynamodb:us-east-1:222222222222:table/t\n",
    "events us-east-1\nEndpointId abc.123\ndual\n",
    "iam cn-north-1\n",
    "sts aws-global\n",
    "ec2 us-gov-west-1\nfips\n",
    "kinesis us-east-1\nStreamARN arn:aws:kinesis:us-east-1:123:stream/s\nOperationType control\n",
]


def answers():
    feed = (ROOT / "tests/fuzz/feed/answers.rs").read_text()
    spread = set(re.findall(r'\("([a-z0-9-]+)", "(\w+)"\)', feed))
    oracle = [sys.executable, str(ROOT / "tools/oracle.py"), "answers", *sorted({service for service, _ in spread})]
    for line in subprocess.run(oracle, capture_output=True, text=True, check=True).stdout.splitlines():
        made = json.loads(line)
        service, operation = made["service"], made["operation"]
        if (service, operation) not in spread or "answer" not in made:
            continue
        answer = made["answer"]
        head = [f"{service} {operation} {answer['status']}", *(f"{k}: {v}" for k, v in answer["headers"].items())]
        body = base64.b64decode(answer["body"])
        if len(body) <= LONGEST_ANSWER:
            yield f"{service}-{operation}-{made['variant']}", "\n".join([*head, "", ""]).encode() + body


def models():
    file = (ROOT / "src/api/models/aws.models").read_bytes()
    header, _, members = file.partition(b"\n\n")
    for line in header.decode().splitlines()[1:]:
        name, start, packed, size = line.split(" ")
        packed = members[int(start) : int(start) + int(packed)]
        if not name.startswith("#") and int(size) <= LONGEST_MODEL:
            yield name, zlib.decompress(packed)
        if name == "sts":
            first = header.decode().splitlines()[0]
            yield "whole-sts", f"{first}\nsts 0 {len(packed)} {size}\n\n".encode() + packed


def main():
    endpoints = ((str(i), text.encode()) for i, text in enumerate(ENDPOINTS))
    for target, inputs in (("answers", answers()), ("models", models()), ("endpoints", endpoints)):
        folder = pathlib.Path(sys.argv[1]) / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in inputs:
            (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
