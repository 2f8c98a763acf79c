"""CloudTrail: the event history of what other checks do, as boto3 sees it."""

import datetime
import json

from harness import check, expect_error, run


def looked_up(target, **words):
    events = []
    for page in target.client("cloudtrail").get_paginator("lookup_events").paginate(**words):
        events += page["Events"]
    return events


def by(key, value):
    return [{"AttributeKey": key, "AttributeValue": value}]


@check("cloudtrail:LookupEvents create")
def _(target):
    ec2, iam = target.client("ec2"), target.client("iam")
    made = ec2.create_vpc(CidrBlock="10.77.0.0/16")
    target.vpc, target.request = made["Vpc"]["VpcId"], made["ResponseMetadata"]["RequestId"]
    iam.create_user(UserName="trailed")
    target.key = iam.create_access_key(UserName="trailed")["AccessKey"]
    with expect_error("UnauthorizedOperation"):
        target.with_keys(target.key, "ec2").create_vpc(CidrBlock="10.78.0.0/16")
    events = looked_up(target, LookupAttributes=by("EventName", "CreateVpc"))
    assert len(events) >= 2, events
    times = [event["EventTime"] for event in events]
    assert times == sorted(times, reverse=True), times
    target.events = events


@check("cloudtrail:LookupEvents read a success")
def _(target):
    events = [json.loads(event["CloudTrailEvent"]) for event in looked_up(target, LookupAttributes=by("EventName", "CreateVpc"))]
    mine = [event for event in events if event["requestID"] == target.request]
    assert len(mine) == 1, (target.request, [event["requestID"] for event in events])
    event = mine[0]
    assert event["eventSource"] == "ec2.amazonaws.com" and event["awsRegion"] == "us-east-1", event
    assert "errorCode" not in event and event["readOnly"] is False and event["eventType"] == "AwsApiCall", event
    assert event["userIdentity"]["arn"] == target.client("sts").get_caller_identity()["Arn"], event["userIdentity"]


@check("cloudtrail:LookupEvents read a denial")
def _(target):
    found = looked_up(target, LookupAttributes=by("Username", "trailed"))
    assert [event["EventName"] for event in found] == ["CreateVpc"], found
    event = json.loads(found[0]["CloudTrailEvent"])
    assert event["errorCode"] == "Client.UnauthorizedOperation", event
    assert event["userIdentity"]["type"] == "IAMUser" and event["userIdentity"]["userName"] == "trailed", event["userIdentity"]
    assert event["userIdentity"]["accessKeyId"] == target.key["AccessKeyId"], event["userIdentity"]


@check("cloudtrail:LookupEvents read by attributes")
def _(target):
    event = looked_up(target, LookupAttributes=by("EventName", "CreateUser"))[0]
    assert event["EventSource"] == "iam.amazonaws.com" and event["ReadOnly"] == "false", event
    assert [one["EventId"] for one in looked_up(target, LookupAttributes=by("EventId", event["EventId"]))] == [event["EventId"]]
    assert {one["EventSource"] for one in looked_up(target, LookupAttributes=by("EventSource", "iam.amazonaws.com"))} == {"iam.amazonaws.com"}
    assert event["EventId"] in [one["EventId"] for one in looked_up(target, LookupAttributes=by("ReadOnly", "false"))]
    found = looked_up(target, LookupAttributes=by("AccessKeyId", target.key["AccessKeyId"]))
    assert [one["EventName"] for one in found] == ["CreateVpc"] and found[0]["AccessKeyId"] == target.key["AccessKeyId"], found


@check("cloudtrail:LookupEvents read by time and page")
def _(target):
    newest = looked_up(target)[0]["EventTime"]
    later = newest + datetime.timedelta(hours=1)
    assert looked_up(target, StartTime=later, EndTime=later + datetime.timedelta(hours=1)) == []
    page = target.client("cloudtrail").lookup_events(MaxResults=1)
    assert len(page["Events"]) == 1 and page["NextToken"], page


@check("cloudtrail:LookupEvents refuse a time that ends before it begins")
def _(target):
    now = datetime.datetime(2026, 1, 5, tzinfo=datetime.timezone.utc)
    with expect_error("InvalidTimeRangeException", status=400):
        target.client("cloudtrail").lookup_events(StartTime=now, EndTime=now - datetime.timedelta(hours=1))


@check("cloudtrail:LookupEvents refuse two attributes")
def _(target):
    with expect_error("InvalidLookupAttributesException", status=400):
        target.client("cloudtrail").lookup_events(LookupAttributes=by("EventName", "a") + by("Username", "b"))


@check("cloudtrail:LookupEvents refuse a page")
def _(target):
    with expect_error("InvalidMaxResultsException", status=400):
        target.client("cloudtrail").lookup_events(MaxResults=51)
    with expect_error("InvalidNextTokenException", status=400):
        target.client("cloudtrail").lookup_events(NextToken="nonsense")


@check("cloudtrail:LookupEvents refuse who may not")
def _(target):
    with expect_error("AccessDeniedException", "is not authorized to perform: cloudtrail:LookupEvents", 400):
        target.with_keys(target.key, "cloudtrail").lookup_events()


@check("cloudtrail:LookupEvents delete what it was about")
def _(target):
    iam = target.client("iam")
    target.client("ec2").delete_vpc(VpcId=target.vpc)
    iam.delete_access_key(UserName="trailed", AccessKeyId=target.key["AccessKeyId"])
    iam.delete_user(UserName="trailed")
    # The history keeps what happened to what is gone.
    assert looked_up(target, LookupAttributes=by("EventName", "DeleteVpc")), "no event"
    assert looked_up(target, LookupAttributes=by("Username", "trailed")), "no event"


run()
