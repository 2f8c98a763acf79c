"""Calls per second of boto3 against a server: `boto3_calls.py URL SECONDS` prints JSON's and EC2's."""

import sys
import time

import boto3

url, seconds = sys.argv[1], float(sys.argv[2])
session = boto3.Session(aws_access_key_id="AKIAEXAMPLE", aws_secret_access_key="secret", region_name="us-east-1")
ssm, ec2 = (session.client(name, endpoint_url=url) for name in ("ssm", "ec2"))


def rate(call):
    for _ in range(20):
        call()
    start, calls = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        call()
        calls += 1
    return calls / (time.perf_counter() - start)


filters = [{"Name": "tag:Name", "Values": ["web-1", "web-2"]}]
print(rate(lambda: ssm.get_parameter(Name="/lab/name")))
print(rate(lambda: ec2.describe_instances(Filters=filters)))
