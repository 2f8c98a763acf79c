"""Calls per second of boto3 against a server: `boto3_calls.py URL SECONDS THREADS` prints JSON's and EC2's, made one after
the other, by threads that share the clients, and by threads that have clients of their own."""

import sys
import threading
import time

import boto3
from botocore.config import Config

url, seconds, threads = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])


def clients():
    session = boto3.Session(aws_access_key_id="AKIAEXAMPLE", aws_secret_access_key="secret", region_name="us-east-1")
    config = Config(max_pool_connections=threads)
    return [session.client(name, endpoint_url=url, config=config) for name in ("ssm", "ec2")]


def get(ssm, _):
    ssm.get_parameter(Name="/lab/name")


def list_some(_, ec2):
    ec2.describe_instances(Filters=[{"Name": "tag:Name", "Values": ["web-1", "web-2"]}])


def count(call, given, end):
    calls = 0
    while time.perf_counter() < end:
        call(*given)
        calls += 1
    return calls


def rate(call, workers):
    for given in workers:
        for _ in range(20):
            call(*given)
    counts = []
    start = time.perf_counter()
    run = [
        threading.Thread(target=lambda given=given: counts.append(count(call, given, start + seconds)))
        for given in workers
    ]
    for thread in run:
        thread.start()
    for thread in run:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


one = clients()
for workers in ([one], [one] * threads, [clients() for _ in range(threads)]):
    print(rate(get, workers))
    print(rate(list_some, workers))
