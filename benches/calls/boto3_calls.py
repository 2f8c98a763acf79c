"""Calls per second of boto3 against a server: `boto3_calls.py URL SECONDS THREADS` prints JSON's and EC2's, made one after
the other, and then made by threads that share the clients."""

import sys
import threading
import time

import boto3
from botocore.config import Config

url, seconds, threads = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
session = boto3.Session(aws_access_key_id="AKIAEXAMPLE", aws_secret_access_key="secret", region_name="us-east-1")
config = Config(max_pool_connections=threads)
ssm, ec2 = (session.client(name, endpoint_url=url, config=config) for name in ("ssm", "ec2"))


def count(call, end):
    calls = 0
    while time.perf_counter() < end:
        call()
        calls += 1
    return calls


def rate(call, workers):
    for _ in range(20):
        call()
    counts = []
    start = time.perf_counter()
    work = [threading.Thread(target=lambda: counts.append(count(call, start + seconds))) for _ in range(workers)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


filters = [{"Name": "tag:Name", "Values": ["web-1", "web-2"]}]
for workers in (1, threads):
    print(rate(lambda: ssm.get_parameter(Name="/lab/name"), workers))
    print(rate(lambda: ec2.describe_instances(Filters=filters), workers))
