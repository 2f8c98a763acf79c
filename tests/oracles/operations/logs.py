"""CloudWatch Logs: groups, streams, events, patterns and queries, as boto3 sees them."""

import json

from harness import check, eventually, expect_error, run

GROUP, STREAM = "/lab/app", "one"
ABSENT = "The specified log group does not exist."


def refuses(operation, code, saying=None, because="", **words):
    """A check that a call with these words is refused."""

    @check(f"logs:{operation} refuse {because}".strip())
    def _(target):
        logs = target.client("logs")
        names = {logs.meta.method_to_api_mapping[name]: name for name in logs.meta.method_to_api_mapping}
        given = {name: value(target) if callable(value) else value for name, value in words.items()}
        with expect_error(code, saying, 400):
            getattr(logs, names[operation])(**given)


def arn(target, name=GROUP):
    account = target.client("sts").get_caller_identity()["Account"]
    return f"arn:aws:logs:us-east-1:{account}:log-group:{name}"


def group(target, name=GROUP):
    return target.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]


# --- groups


@check("logs:CreateLogGroup create")
def _(target):
    logs = target.client("logs")
    logs.create_log_group(logGroupName=GROUP, tags={"team": "red"})
    for name in ("/lab/b", "/lab/c"):
        logs.create_log_group(logGroupName=name)


refuses("CreateLogGroup", "ResourceAlreadyExistsException", "The specified log group already exists", logGroupName=GROUP)
refuses("CreateLogGroup", "InvalidParameterException", because="its name", logGroupName="a b")


@check("logs:DescribeLogGroups read")
def _(target):
    logs = target.client("logs")
    found = group(target)
    assert found["logGroupName"] == GROUP and found["arn"] == arn(target) + ":*" and found["storedBytes"] == 0, found
    assert found["metricFilterCount"] == 0 and found["creationTime"] and "retentionInDays" not in found, found
    pages = list(logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="/lab/", PaginationConfig={"PageSize": 2}))
    assert [one["logGroupName"] for page in pages for one in page["logGroups"]] == [GROUP, "/lab/b", "/lab/c"], pages
    assert [one["logGroupName"] for one in logs.describe_log_groups(logGroupNamePattern="ab/ap")["logGroups"]] == [GROUP]
    target.now = found["creationTime"]


refuses("DescribeLogGroups", "InvalidParameterException", because="a long page", limit=51)
refuses("DescribeLogGroups", "InvalidParameterException", because="prefix and pattern", logGroupNamePrefix="a", logGroupNamePattern="abc")
refuses("DescribeLogGroups", "InvalidParameterException", because="its token", nextToken="nonsense")


@check("logs:ListLogGroups read")
def _(target):
    found = target.client("logs").list_log_groups(logGroupNamePattern="lab")["logGroups"]
    assert [one["logGroupName"] for one in found] == [GROUP, "/lab/b", "/lab/c"], found
    assert found[0]["logGroupArn"] == arn(target) and found[0]["logGroupClass"] == "STANDARD", found


refuses("ListLogGroups", "InvalidParameterException", because="a long page", limit=1001)


@check("logs:PutRetentionPolicy create")
def _(target):
    target.client("logs").put_retention_policy(logGroupName=GROUP, retentionInDays=7)
    assert group(target)["retentionInDays"] == 7


refuses("PutRetentionPolicy", "InvalidParameterException", because="its days", logGroupName=GROUP, retentionInDays=6)
refuses("PutRetentionPolicy", "ResourceNotFoundException", ABSENT, "no group", logGroupName="/nothing", retentionInDays=7)


@check("logs:DeleteRetentionPolicy delete")
def _(target):
    target.client("logs").delete_retention_policy(logGroupName=GROUP)
    assert "retentionInDays" not in group(target)


refuses("DeleteRetentionPolicy", "ResourceNotFoundException", ABSENT, logGroupName="/nothing")


@check("logs:TagLogGroup create")
def _(target):
    target.client("logs").tag_log_group(logGroupName=GROUP, tags={"old": "way"})


@check("logs:ListTagsLogGroup read")
def _(target):
    assert target.client("logs").list_tags_log_group(logGroupName=GROUP)["tags"] == {"team": "red", "old": "way"}


@check("logs:UntagLogGroup delete")
def _(target):
    logs = target.client("logs")
    logs.untag_log_group(logGroupName=GROUP, tags=["old"])
    assert logs.list_tags_log_group(logGroupName=GROUP)["tags"] == {"team": "red"}


@check("logs:TagResource create")
def _(target):
    target.client("logs").tag_resource(resourceArn=arn(target), tags={"lab": "1"})


@check("logs:ListTagsForResource read")
def _(target):
    assert target.client("logs").list_tags_for_resource(resourceArn=arn(target))["tags"] == {"team": "red", "lab": "1"}


@check("logs:UntagResource delete")
def _(target):
    logs = target.client("logs")
    logs.untag_resource(resourceArn=arn(target), tagKeys=["lab"])
    assert logs.list_tags_for_resource(resourceArn=arn(target))["tags"] == {"team": "red"}


refuses("TagLogGroup", "ResourceNotFoundException", logGroupName="/nothing", tags={"a": "b"})
refuses("ListTagsLogGroup", "ResourceNotFoundException", logGroupName="/nothing")
refuses("UntagLogGroup", "ResourceNotFoundException", logGroupName="/nothing", tags=["a"])
refuses("TagResource", "ResourceNotFoundException", resourceArn=lambda t: arn(t, "/nothing"), tags={"a": "b"})
refuses("ListTagsForResource", "ResourceNotFoundException", resourceArn=lambda t: arn(t, "/nothing"))
refuses("UntagResource", "ResourceNotFoundException", resourceArn=lambda t: arn(t, "/nothing"), tagKeys=["a"])


@check("logs:PutLogGroupDeletionProtection create")
def _(target):
    logs = target.client("logs")
    logs.put_log_group_deletion_protection(logGroupIdentifier="/lab/c", deletionProtectionEnabled=True)
    assert group(target, "/lab/c")["deletionProtectionEnabled"] is True


@check("logs:DeleteLogGroup refuse what is protected")
def _(target):
    with expect_error(("ValidationException", "OperationAbortedException", "InvalidParameterException"), status=400):
        target.client("logs").delete_log_group(logGroupName="/lab/c")
    target.client("logs").put_log_group_deletion_protection(logGroupIdentifier="/lab/c", deletionProtectionEnabled=False)


refuses("PutLogGroupDeletionProtection", "ResourceNotFoundException", logGroupIdentifier="/nothing", deletionProtectionEnabled=True)

# --- streams and events


@check("logs:CreateLogStream create")
def _(target):
    logs = target.client("logs")
    for name in (STREAM, "two"):
        logs.create_log_stream(logGroupName=GROUP, logStreamName=name)


refuses("CreateLogStream", "ResourceAlreadyExistsException", "The specified log stream already exists", logGroupName=GROUP, logStreamName=STREAM)
refuses("CreateLogStream", "ResourceNotFoundException", ABSENT, "no group", logGroupName="/nothing", logStreamName=STREAM)
refuses("CreateLogStream", "InvalidParameterException", because="its name", logGroupName=GROUP, logStreamName="a:b")

LINES = [
    '{"level": "error", "status": 500, "path": "/a", "user": {"name": "ana"}}',
    '{"level": "info", "status": 200, "path": "/b", "user": {"name": "bob"}}',
    "127.0.0.1 - frank [10/Oct/2000:13:25:15] GET /x 404 1534",
    "ERROR the disk is full",
    "WARN the disk fills",
]


@check("logs:PutLogEvents create")
def _(target):
    events = [{"timestamp": target.now + number, "message": line} for number, line in enumerate(LINES)]
    made = target.client("logs").put_log_events(logGroupName=GROUP, logStreamName=STREAM, logEvents=events)
    assert "rejectedLogEventsInfo" not in made, made
    target.client("logs").put_log_events(logGroupName=GROUP, logStreamName="two", logEvents=[{"timestamp": target.now, "message": "ERROR elsewhere"}])


@check("logs:PutLogEvents refuse")
def _(target):
    logs = target.client("logs")
    with expect_error("ResourceNotFoundException", "The specified log stream does not exist.", 400):
        logs.put_log_events(logGroupName=GROUP, logStreamName="nothing", logEvents=[{"timestamp": target.now, "message": "x"}])
    with expect_error("InvalidParameterException", "Log events in a single PutLogEvents request must be in chronological order.", 400):
        logs.put_log_events(
            logGroupName=GROUP, logStreamName=STREAM, logEvents=[{"timestamp": target.now + 9, "message": "x"}, {"timestamp": target.now, "message": "y"}]
        )


@check("logs:PutLogEvents create one too old")
def _(target):
    day = 24 * 3600 * 1000
    words = {"logGroupName": GROUP, "logStreamName": STREAM}
    made = target.client("logs").put_log_events(**words, logEvents=[{"timestamp": target.now - 20 * day, "message": "long ago"}])
    assert made["rejectedLogEventsInfo"]["tooOldLogEventEndIndex"] == 1, made
    target.client("logs").put_log_events(**words, logEvents=[{"timestamp": target.now + 5, "message": "last"}])


@check("logs:DescribeLogStreams read")
def _(target):
    logs = target.client("logs")
    found = logs.describe_log_streams(logGroupName=GROUP)["logStreams"]
    assert [one["logStreamName"] for one in found] == [STREAM, "two"], found
    assert found[0]["firstEventTimestamp"] == target.now and found[0]["lastEventTimestamp"] == target.now + 5, found
    assert found[0]["arn"] == f"{arn(target)}:log-stream:{STREAM}" and found[0]["uploadSequenceToken"], found
    newest = logs.describe_log_streams(logGroupName=GROUP, orderBy="LastEventTime", descending=True, limit=1)
    assert [one["logStreamName"] for one in newest["logStreams"]] == [STREAM] and newest["nextToken"], newest


refuses("DescribeLogStreams", "ResourceNotFoundException", ABSENT, "no group", logGroupName="/nothing")
refuses("DescribeLogStreams", "InvalidParameterException", because="prefix by time", logGroupName=GROUP, orderBy="LastEventTime", logStreamNamePrefix="a")


@check("logs:GetLogEvents read")
def _(target):
    logs = target.client("logs")
    found = logs.get_log_events(logGroupName=GROUP, logStreamName=STREAM, startFromHead=True)
    assert [one["message"] for one in found["events"]] == [*LINES, "last"], found
    assert found["nextForwardToken"].startswith("f/") and found["nextBackwardToken"].startswith("b/"), found
    again = logs.get_log_events(logGroupName=GROUP, logStreamName=STREAM, nextToken=found["nextForwardToken"], startFromHead=True)
    assert again["events"] == [] and again["nextForwardToken"] == found["nextForwardToken"], again
    last = logs.get_log_events(logGroupName=GROUP, logStreamName=STREAM, limit=2)
    assert [one["message"] for one in last["events"]] == [LINES[-1], "last"], last
    middle = logs.get_log_events(logGroupName=GROUP, logStreamName=STREAM, startTime=target.now + 1, endTime=target.now + 3, startFromHead=True)
    assert [one["message"] for one in middle["events"]] == LINES[1:3], middle


refuses("GetLogEvents", "ResourceNotFoundException", because="no stream", logGroupName=GROUP, logStreamName="nothing")


@check("logs:FilterLogEvents read")
def _(target):
    logs = target.client("logs")

    def matching(pattern, **more):
        return [one["message"] for one in logs.filter_log_events(logGroupName=GROUP, filterPattern=pattern, **more)["events"]]

    assert sorted(matching("ERROR")) == ["ERROR elsewhere", LINES[3]], matching("ERROR")
    assert matching("ERROR", logStreamNames=[STREAM]) == [LINES[3]]
    assert sorted(matching("?ERROR ?WARN")) == ["ERROR elsewhere", LINES[3], LINES[4]]
    assert matching("disk -full") == [LINES[4]]
    assert matching('"disk is full"') == [LINES[3]]
    assert matching("{ $.status = 500 }") == [LINES[0]]
    assert matching('{ $.level = "info" && $.status < 300 }') == [LINES[1]]
    assert matching('{ $.user.name = "a*" }') == [LINES[0]]
    assert matching("[ip, dash, user, stamp, method, path, status = 4*, size]") == [LINES[2]]
    assert matching("%d.s[kc]%") == [LINES[3], LINES[4]]
    one = logs.filter_log_events(logGroupName=GROUP, filterPattern="full")["events"][0]
    assert one["logStreamName"] == STREAM and one["timestamp"] == target.now + 3 and one["eventId"] and one["ingestionTime"], one


refuses("FilterLogEvents", "ResourceNotFoundException", ABSENT, "no group", logGroupName="/nothing")
refuses("FilterLogEvents", "InvalidParameterException", because="its pattern", logGroupName=GROUP, filterPattern="{ $.a = ")

# --- metric filters and policies

CHANGE = [{"metricName": "Errors", "metricNamespace": "Lab", "metricValue": "1"}]


@check("logs:PutMetricFilter create")
def _(target):
    target.client("logs").put_metric_filter(logGroupName=GROUP, filterName="errors", filterPattern="ERROR", metricTransformations=CHANGE)
    assert group(target)["metricFilterCount"] == 1


@check("logs:DescribeMetricFilters read")
def _(target):
    found = target.client("logs").describe_metric_filters(logGroupName=GROUP)["metricFilters"]
    assert found[0]["filterName"] == "errors" and found[0]["filterPattern"] == "ERROR" and found[0]["logGroupName"] == GROUP, found
    assert found[0]["metricTransformations"][0]["metricName"] == "Errors" and found[0]["creationTime"], found


@check("logs:TestMetricFilter read")
def _(target):
    found = target.client("logs").test_metric_filter(filterPattern="[ip, dash, user, stamp, method, path, status, size]", logEventMessages=LINES)["matches"]
    mine = [one for one in found if one["eventNumber"] == 3][0]
    assert mine["eventMessage"] == LINES[2] and mine["extractedValues"]["$status"] == "404", found


@check("logs:DeleteMetricFilter delete")
def _(target):
    logs = target.client("logs")
    logs.delete_metric_filter(logGroupName=GROUP, filterName="errors")
    assert logs.describe_metric_filters(logGroupName=GROUP)["metricFilters"] == []
    assert group(target)["metricFilterCount"] == 0


refuses("PutMetricFilter", "ResourceNotFoundException", logGroupName="/nothing", filterName="a", filterPattern="", metricTransformations=CHANGE)
refuses("PutMetricFilter", "InvalidParameterException", because="its pattern", logGroupName=GROUP, filterName="a", filterPattern="{ $.a = ", metricTransformations=CHANGE)
refuses("DescribeMetricFilters", "ResourceNotFoundException", logGroupName="/nothing")
refuses("TestMetricFilter", "InvalidParameterException", filterPattern="{ $.a = ", logEventMessages=["a"])
refuses("DeleteMetricFilter", "ResourceNotFoundException", logGroupName=GROUP, filterName="nothing")

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}, "Action": "logs:PutLogEvents", "Resource": "*"}],
}


@check("logs:PutResourcePolicy create")
def _(target):
    made = target.client("logs").put_resource_policy(policyName="deliver", policyDocument=json.dumps(POLICY))["resourcePolicy"]
    assert made["policyName"] == "deliver" and json.loads(made["policyDocument"]) == POLICY and made["lastUpdatedTime"], made


@check("logs:DescribeResourcePolicies read")
def _(target):
    found = target.client("logs").describe_resource_policies()["resourcePolicies"]
    assert [one["policyName"] for one in found] == ["deliver"], found


@check("logs:DeleteResourcePolicy delete")
def _(target):
    logs = target.client("logs")
    logs.delete_resource_policy(policyName="deliver")
    assert logs.describe_resource_policies()["resourcePolicies"] == []


refuses("PutResourcePolicy", "InvalidParameterException", because="no JSON", policyName="bad", policyDocument="{")
refuses("DeleteResourcePolicy", "ResourceNotFoundException", policyName="nothing")
refuses("DescribeResourcePolicies", "InvalidParameterException", because="its token", nextToken="nonsense")

# --- queries


def window(target):
    return {"startTime": target.now // 1000 - 60, "endTime": target.now // 1000 + 60}


@check("logs:StartQuery create")
def _(target):
    made = target.client("logs").start_query(
        logGroupName=GROUP, **window(target), queryString="fields @timestamp, @message | filter @message like /ERROR/ | sort @timestamp asc"
    )
    target.query = made["queryId"]


@check("logs:DescribeQueries read")
def _(target):
    found = target.client("logs").describe_queries(logGroupName=GROUP)["queries"]
    assert target.query in [one["queryId"] for one in found] and found[0]["logGroupName"] == GROUP, found


def results(target, query):
    logs = target.client("logs")

    def ended():
        found = logs.get_query_results(queryId=query)
        return found if found["status"] not in ("Scheduled", "Running") else None

    return eventually(ended, "the query has run", 20)


@check("logs:GetQueryResults read")
def _(target):
    found = results(target, target.query)
    assert found["status"] == "Complete", found
    rows = [{one["field"]: one["value"] for one in row} for row in found["results"]]
    assert sorted(row["@message"] for row in rows) == ["ERROR elsewhere", LINES[3]] and all("@ptr" in row for row in rows), rows
    assert found["statistics"]["recordsMatched"] == 2 and found["statistics"]["recordsScanned"] == 7, found["statistics"]


@check("logs:GetQueryResults read statistics")
def _(target):
    logs = target.client("logs")
    query = logs.start_query(logGroupName=GROUP, **window(target), queryString="filter ispresent(level) | stats count(*) as n, max(status) as worst by level | sort n desc, level asc")
    rows = [{one["field"]: one["value"] for one in row} for row in results(target, query["queryId"])["results"]]
    assert rows == [{"level": "error", "n": "1", "worst": "500"}, {"level": "info", "n": "1", "worst": "200"}], rows


@check("logs:StopQuery delete")
def _(target):
    logs = target.client("logs")
    query = logs.start_query(logGroupName=GROUP, **window(target), queryString="fields @message")["queryId"]
    assert logs.stop_query(queryId=query)["success"] is True


@check("logs:StopQuery refuse one that has ended")
def _(target):
    with expect_error("InvalidParameterException", status=400):
        target.client("logs").stop_query(queryId=target.query)


refuses("StartQuery", "MalformedQueryException", because="no query", logGroupName=GROUP, startTime=0, endTime=1, queryString="feilds @message")
refuses("StartQuery", "ResourceNotFoundException", because="no group", logGroupName="/nothing", startTime=0, endTime=1, queryString="fields @message")
refuses("GetQueryResults", "ResourceNotFoundException", queryId="00000000-0000-0000-0000-000000000000")
refuses("StopQuery", "ResourceNotFoundException", because="none", queryId="00000000-0000-0000-0000-000000000000")
refuses("DescribeQueries", "InvalidParameterException", because="a long page", maxResults=1001)

# --- and away with it


@check("logs:DeleteLogStream delete")
def _(target):
    logs = target.client("logs")
    logs.delete_log_stream(logGroupName=GROUP, logStreamName=STREAM)
    assert [one["logStreamName"] for one in logs.describe_log_streams(logGroupName=GROUP)["logStreams"]] == ["two"]


refuses("DeleteLogStream", "ResourceNotFoundException", "The specified log stream does not exist.", logGroupName=GROUP, logStreamName=STREAM)


@check("logs:DeleteLogGroup delete")
def _(target):
    logs = target.client("logs")
    for name in (GROUP, "/lab/b", "/lab/c"):
        logs.delete_log_group(logGroupName=name)
    assert logs.describe_log_groups(logGroupNamePrefix="/lab/")["logGroups"] == []


refuses("DeleteLogGroup", "ResourceNotFoundException", ABSENT, logGroupName=GROUP)

run()
