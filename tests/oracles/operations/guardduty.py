"""GuardDuty: a detector, sample findings, filters and statistics, as boto3 sees them.

Wording: "BadRequestException" of the GuardDuty API reference and the answers that users quote.
"""

from harness import check, eventually, expect_error, run

ABSENT = "0" * 32
NOT_OWNED = "The request is rejected because the input detectorId is not owned by the current account."


def refuses(operation, saying=None, because="", **words):
    """A check that a call with these words is refused as a bad request."""

    @check(f"guardduty:{operation} refuse {because}".strip())
    def _(target):
        client = target.client("guardduty")
        names = {client.meta.method_to_api_mapping[name]: name for name in client.meta.method_to_api_mapping}
        given = {name: value(target) if callable(value) else value for name, value in words.items()}
        with expect_error("BadRequestException", saying, 400):
            getattr(client, names[operation])(**given)


def detector(target):
    return target.detector


@check("guardduty:ListDetectors read none")
def _(target):
    assert target.client("guardduty").list_detectors()["DetectorIds"] == []


@check("guardduty:CreateDetector create")
def _(target):
    made = target.client("guardduty").create_detector(Enable=True, FindingPublishingFrequency="FIFTEEN_MINUTES", Tags={"team": "red"})
    assert len(made["DetectorId"]) == 32, made
    target.detector = made["DetectorId"]


refuses("CreateDetector", "The request is rejected because a detector already exists for the current account.", Enable=True)


@check("guardduty:CreateDetector create the role of the service")
def _(target):
    target.client("guardduty").list_detectors()
    if target.practice:
        role = target.client("iam").get_role(RoleName="AWSServiceRoleForAmazonGuardDuty")["Role"]
        assert role["Path"] == "/aws-service-role/guardduty.amazonaws.com/", role
    with expect_error("BadRequestException"):
        target.client("guardduty").create_detector(Enable=True)


@check("guardduty:GetDetector read")
def _(target):
    found = target.client("guardduty").get_detector(DetectorId=target.detector)
    assert found["Status"] == "ENABLED" and found["FindingPublishingFrequency"] == "FIFTEEN_MINUTES", found
    assert found["Tags"] == {"team": "red"} and found["CreatedAt"] and found["ServiceRole"], found
    features = {one["Name"]: one["Status"] for one in found["Features"]}
    for name in ("CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"):
        assert features[name] == "ENABLED", features


@check("guardduty:ListDetectors read")
def _(target):
    assert target.client("guardduty").list_detectors()["DetectorIds"] == [target.detector]
    assert target.client("guardduty", region="eu-west-1").list_detectors()["DetectorIds"] == []


@check("guardduty:UpdateDetector create")
def _(target):
    client = target.client("guardduty")
    client.update_detector(DetectorId=target.detector, Enable=False, FindingPublishingFrequency="ONE_HOUR")
    found = client.get_detector(DetectorId=target.detector)
    assert found["Status"] == "DISABLED" and found["FindingPublishingFrequency"] == "ONE_HOUR", found
    client.update_detector(DetectorId=target.detector, Enable=True, Features=[{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}])
    features = {one["Name"]: one["Status"] for one in client.get_detector(DetectorId=target.detector)["Features"]}
    assert features["S3_DATA_EVENTS"] == "DISABLED", features


refuses("UpdateDetector", because="an unknown feature", DetectorId=detector, Features=[{"Name": "MIND_READING", "Status": "ENABLED"}])
refuses("CreateDetector", because="an unknown frequency", Enable=True, FindingPublishingFrequency="DAILY")

WANTED = ["UnauthorizedAccess:EC2/SSHBruteForce", "Recon:EC2/PortProbeUnprotectedPort", "CryptoCurrency:EC2/BitcoinTool.B!DNS"]


@check("guardduty:CreateSampleFindings create")
def _(target):
    target.client("guardduty").create_sample_findings(DetectorId=target.detector, FindingTypes=WANTED)


@check("guardduty:ListFindings read")
def _(target):
    client = target.client("guardduty")
    found = eventually(
        lambda: (ids := client.list_findings(DetectorId=target.detector)["FindingIds"]) and len(ids) == 3 and ids, "three findings", 20
    )
    high = client.list_findings(
        DetectorId=target.detector, FindingCriteria={"Criterion": {"severity": {"GreaterThanOrEqual": 8}}}
    )["FindingIds"]
    assert len(high) == 1 and high[0] in found, high
    pages = [page["FindingIds"] for page in client.get_paginator("list_findings").paginate(DetectorId=target.detector, PaginationConfig={"PageSize": 2})]
    assert [len(page) for page in pages] == [2, 1], pages
    target.findings = found


@check("guardduty:GetFindings read")
def _(target):
    found = target.client("guardduty").get_findings(DetectorId=target.detector, FindingIds=target.findings)["Findings"]
    assert sorted(one["Type"] for one in found) == sorted(WANTED), found
    ssh = [one for one in found if "SSHBruteForce" in one["Type"]][0]
    assert ssh["Title"].startswith("[SAMPLE]") and ssh["Resource"]["InstanceDetails"]["InstanceId"] == "i-99999999", ssh
    assert ssh["Service"]["Archived"] is False and ssh["Service"]["Count"] >= 1 and ssh["Severity"] == 2, ssh
    assert ssh["Service"]["Action"]["ActionType"] == "NETWORK_CONNECTION" and ssh["Region"] == "us-east-1", ssh
    assert ssh["Arn"].endswith(f":detector/{target.detector}/finding/{ssh['Id']}"), ssh["Arn"]


@check("guardduty:GetFindingsStatistics read")
def _(target):
    client = target.client("guardduty")
    found = client.get_findings_statistics(DetectorId=target.detector, FindingStatisticTypes=["COUNT_BY_SEVERITY"])["FindingStatistics"]
    assert sum(found["CountBySeverity"].values()) == 3, found
    kinds = client.get_findings_statistics(DetectorId=target.detector, GroupBy="FINDING_TYPE")["FindingStatistics"]["GroupedByFindingType"]
    assert sorted(one["FindingType"] for one in kinds) == sorted(WANTED), kinds


@check("guardduty:ArchiveFindings delete")
def _(target):
    client = target.client("guardduty")
    client.archive_findings(DetectorId=target.detector, FindingIds=target.findings[:1])
    current = client.list_findings(DetectorId=target.detector, FindingCriteria={"Criterion": {"service.archived": {"Eq": ["false"]}}})
    assert sorted(current["FindingIds"]) == sorted(target.findings[1:]), current
    assert client.get_findings(DetectorId=target.detector, FindingIds=target.findings[:1])["Findings"][0]["Service"]["Archived"] is True


@check("guardduty:UnarchiveFindings create")
def _(target):
    client = target.client("guardduty")
    client.unarchive_findings(DetectorId=target.detector, FindingIds=target.findings[:1])
    assert client.get_findings(DetectorId=target.detector, FindingIds=target.findings[:1])["Findings"][0]["Service"]["Archived"] is False


@check("guardduty:UpdateFindingsFeedback create")
def _(target):
    client = target.client("guardduty")
    client.update_findings_feedback(DetectorId=target.detector, FindingIds=target.findings[:1], Feedback="USEFUL", Comments="so it is")
    assert client.get_findings(DetectorId=target.detector, FindingIds=target.findings[:1])["Findings"][0]["Service"]["UserFeedback"] == "USEFUL"


CRITERIA = {"Criterion": {"type": {"Eq": ["Recon:EC2/PortProbeUnprotectedPort"]}}}


@check("guardduty:CreateFilter create")
def _(target):
    made = target.client("guardduty").create_filter(
        DetectorId=target.detector, Name="probes", Action="ARCHIVE", Rank=1, Description="Known", FindingCriteria=CRITERIA
    )
    assert made["Name"] == "probes", made


@check("guardduty:GetFilter read")
def _(target):
    found = target.client("guardduty").get_filter(DetectorId=target.detector, FilterName="probes")
    assert found["Action"] == "ARCHIVE" and found["Rank"] == 1 and found["Description"] == "Known", found
    assert found["FindingCriteria"]["Criterion"]["type"]["Eq"] == ["Recon:EC2/PortProbeUnprotectedPort"], found


@check("guardduty:ListFilters read")
def _(target):
    assert target.client("guardduty").list_filters(DetectorId=target.detector)["FilterNames"] == ["probes"]


refuses("CreateFilter", because="twice", DetectorId=detector, Name="probes", FindingCriteria=CRITERIA)
refuses("CreateFilter", because="an unknown attribute", DetectorId=detector, Name="odd", FindingCriteria={"Criterion": {"colour": {"Eq": ["red"]}}})


@check("guardduty:UpdateFilter create")
def _(target):
    client = target.client("guardduty")
    assert client.update_filter(DetectorId=target.detector, FilterName="probes", Action="NOOP", Description="Again")["Name"] == "probes"
    found = client.get_filter(DetectorId=target.detector, FilterName="probes")
    assert found["Action"] == "NOOP" and found["Description"] == "Again", found


@check("guardduty:DeleteFilter delete")
def _(target):
    client = target.client("guardduty")
    client.delete_filter(DetectorId=target.detector, FilterName="probes")
    assert client.list_filters(DetectorId=target.detector)["FilterNames"] == []


def arn(target):
    return f"arn:aws:guardduty:us-east-1:{target.client('sts').get_caller_identity()['Account']}:detector/{target.detector}"


@check("guardduty:TagResource create")
def _(target):
    target.client("guardduty").tag_resource(ResourceArn=arn(target), Tags={"lab": "one"})


@check("guardduty:ListTagsForResource read")
def _(target):
    assert target.client("guardduty").list_tags_for_resource(ResourceArn=arn(target))["Tags"] == {"team": "red", "lab": "one"}


@check("guardduty:UntagResource delete")
def _(target):
    client = target.client("guardduty")
    client.untag_resource(ResourceArn=arn(target), TagKeys=["team"])
    assert client.list_tags_for_resource(ResourceArn=arn(target))["Tags"] == {"lab": "one"}


@check("guardduty:GetRemainingFreeTrialDays read")
def _(target):
    account = target.client("sts").get_caller_identity()["Account"]
    found = target.client("guardduty").get_remaining_free_trial_days(DetectorId=target.detector, AccountIds=[account])["Accounts"]
    assert found[0]["AccountId"] == account, found
    days = {one["Name"]: one["FreeTrialDaysRemaining"] for one in found[0]["Features"]}
    assert days and all(0 <= left <= 30 for left in days.values()), days


BAD_ARN = f"arn:aws:guardduty:us-east-1:111122223333:detector/{ABSENT}"
for operation, words in {
    "GetDetector": {},
    "UpdateDetector": {"Enable": True},
    "DeleteDetector": {},
    "CreateSampleFindings": {},
    "ListFindings": {},
    "GetFindings": {"FindingIds": [ABSENT]},
    "ArchiveFindings": {"FindingIds": [ABSENT]},
    "UnarchiveFindings": {"FindingIds": [ABSENT]},
    "UpdateFindingsFeedback": {"FindingIds": [ABSENT], "Feedback": "USEFUL"},
    "GetFindingsStatistics": {"FindingStatisticTypes": ["COUNT_BY_SEVERITY"]},
    "CreateFilter": {"Name": "abc", "FindingCriteria": CRITERIA},
    "GetFilter": {"FilterName": "a"},
    "ListFilters": {},
    "UpdateFilter": {"FilterName": "a"},
    "DeleteFilter": {"FilterName": "a"},
    "GetRemainingFreeTrialDays": {"AccountIds": ["111122223333"]},
}.items():
    refuses(operation, NOT_OWNED, "without a detector", DetectorId=ABSENT, **words)

refuses("ListDetectors", because="a long page", MaxResults=51)
refuses("ListFindings", because="its token", DetectorId=detector, NextToken="nonsense")
refuses("CreateSampleFindings", because="an unknown type", DetectorId=detector, FindingTypes=["Nothing:EC2/Here"])
refuses("GetFilter", because="one that is not there", DetectorId=detector, FilterName="nothing")
refuses("UpdateFilter", because="one that is not there", DetectorId=detector, FilterName="nothing", Action="NOOP")
refuses("DeleteFilter", because="one that is not there", DetectorId=detector, FilterName="nothing")
for operation, words in {"TagResource": {"Tags": {"a": "b"}}, "UntagResource": {"TagKeys": ["a"]}, "ListTagsForResource": {}}.items():
    refuses(operation, because="of nothing", ResourceArn=BAD_ARN, **words)


@check("guardduty:DeleteDetector delete")
def _(target):
    client = target.client("guardduty")
    client.delete_detector(DetectorId=target.detector)
    assert client.list_detectors()["DetectorIds"] == []
    with expect_error("BadRequestException", NOT_OWNED, 400):
        client.list_findings(DetectorId=target.detector)


run()
