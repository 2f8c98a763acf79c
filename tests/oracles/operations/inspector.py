"""Amazon Inspector: switching it on and off, what it covers, what it finds.

It looks at two instances: an old Ubuntu that Systems Manager manages, with port 22 open to everybody, and one that
nobody manages.
"""

import json

from ec2_base import by, ec2, tagged
from harness import check, eventually, expect_error, refuses, run

UBUNTU = "/aws/service/canonical/ubuntu/server/18.04/stable/current/amd64/hvm/ebs-gp2/ami-id"
# The clock of the practice account goes sixty times as fast.
LONG = 60


def inspector(target):
    return target.client("inspector2")


def equals(**members):
    return {name: [{"comparison": "EQUALS", "value": value}] for name, value in members.items()}


def instances(target):
    """The managed one and the other, running."""

    def make(target):
        iam = target.client("iam")
        who = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [who]})
        iam.create_role(RoleName="managed", AssumeRolePolicyDocument=trust)
        what = {"Effect": "Allow", "Action": ["ssm:*", "ssmmessages:*", "ec2messages:*"], "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [what]})
        iam.put_role_policy(RoleName="managed", PolicyName="managed", PolicyDocument=policy)
        iam.create_instance_profile(InstanceProfileName="managed")
        iam.add_role_to_instance_profile(InstanceProfileName="managed", RoleName="managed")
        group = ec2(target).create_security_group(GroupName="ssh-world", Description="ssh")["GroupId"]
        ec2(target).authorize_security_group_ingress(
            GroupId=group, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
        )
        image = target.client("ssm").get_parameter(Name=UBUNTU)["Parameter"]["Value"]
        words = {"ImageId": image, "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}
        managed = ec2(target).run_instances(
            SecurityGroupIds=[group],
            IamInstanceProfile={"Name": "managed"},
            TagSpecifications=tagged("instance", "old"),
            **words,
        )
        other = ec2(target).run_instances(**words)
        return [made["Instances"][0]["InstanceId"] for made in (managed, other)]

    return target.kept("instances", make)


@check("inspector2:BatchGetAccountStatus read before")
def _(target):
    told = inspector(target).batch_get_account_status()
    (account,) = told["accounts"]
    assert account["state"]["status"] == "DISABLED" and told.get("failedAccounts", []) == [], told
    assert account["resourceState"]["ec2"]["status"] == "DISABLED", told


@check("inspector2:Enable create")
def _(target):
    told = inspector(target).enable(resourceTypes=["EC2"])
    (account,) = told["accounts"]
    assert account["status"] == "ENABLING" and account["resourceStatus"]["ec2"] == "ENABLING", told
    assert account["resourceStatus"]["ecr"] == "DISABLED" and told.get("failedAccounts", []) == [], told


@check("inspector2:BatchGetAccountStatus read")
def _(target):
    status = lambda: inspector(target).batch_get_account_status()["accounts"][0]
    told = eventually(lambda: status() if status()["state"]["status"] == "ENABLED" else None, "enabled", LONG)
    assert told["resourceState"]["ec2"]["status"] == "ENABLED", told
    assert told["resourceState"]["lambda"]["status"] == "DISABLED", told
    role = target.client("iam").get_role(RoleName="AWSServiceRoleForAmazonInspector2")["Role"]
    assert role["Path"] == "/aws-service-role/inspector2.amazonaws.com/", role


@check("inspector2:Enable refuse another account")
def _(target):
    told = inspector(target).enable(accountIds=["999988887777"], resourceTypes=["EC2"])
    (failed,) = told["failedAccounts"]
    assert failed["accountId"] == "999988887777" and failed["errorCode"] == "ACCESS_DENIED", told
    assert told["accounts"] == [], told


@check("inspector2:BatchGetAccountStatus refuse another account")
def _(target):
    told = inspector(target).batch_get_account_status(accountIds=["999988887777"])
    assert told["accounts"] == [] and told["failedAccounts"][0]["errorCode"] == "ACCESS_DENIED", told


@check("inspector2:Disable refuse another account")
def _(target):
    told = inspector(target).disable(accountIds=["999988887777"])
    assert told["accounts"] == [] and told["failedAccounts"][0]["errorCode"] == "ACCESS_DENIED", told


refuses(
    "inspector2:Enable refuse unknown kinds",
    "ValidationException",
    lambda target: inspector(target).enable(resourceTypes=["AMI"]),
    status=400,
)


@check("inspector2:GetEc2DeepInspectionConfiguration read")
def _(target):
    told = inspector(target).get_ec2_deep_inspection_configuration()
    assert told["status"] == "ACTIVATED" and told["packagePaths"] == [], told


@check("inspector2:ListAccountPermissions read")
def _(target):
    told = inspector(target).list_account_permissions()["permissions"]
    pairs = {(one["service"], one["operation"]) for one in told}
    assert ("EC2", "ENABLE_SCANNING") in pairs and ("EC2", "DISABLE_SCANNING") in pairs, told
    told = inspector(target).list_account_permissions(service="ECR")["permissions"]
    assert {one["service"] for one in told} == {"ECR"}, told


@check("inspector2:ListCoverage read")
def _(target):
    managed, other = instances(target)

    def covered():
        told = inspector(target).list_coverage(filterCriteria=equals(scanStatusCode="ACTIVE"))["coveredResources"]
        return told if told and told[0]["scanStatus"]["reason"] == "SUCCESSFUL" else None

    (one,) = eventually(covered, "a successful scan", LONG)
    assert one["resourceId"] == managed and one["resourceType"] == "AWS_EC2_INSTANCE", one
    assert one["scanType"] == "PACKAGE" and one["scanMode"] == "EC2_SSM_AGENT_BASED", one
    assert one["resourceMetadata"]["ec2"]["platform"] == "LINUX" and one["lastScannedAt"], one
    assert one["resourceMetadata"]["ec2"]["tags"] == {"Name": "old"}, one
    (one,) = inspector(target).list_coverage(filterCriteria=equals(resourceId=other))["coveredResources"]
    assert one["scanStatus"] == {"statusCode": "INACTIVE", "reason": "UNMANAGED_EC2_INSTANCE"}, one


@check("inspector2:ListCoverage read by tag")
def _(target):
    tag = [{"comparison": "EQUALS", "key": "Name", "value": "old"}]
    told = inspector(target).list_coverage(filterCriteria={"ec2InstanceTags": tag})["coveredResources"]
    assert [one["resourceId"] for one in told] == instances(target)[:1], told


@check("inspector2:ListCoverage read in pages")
def _(target):
    pages = inspector(target).get_paginator("list_coverage").paginate(PaginationConfig={"PageSize": 1})
    told = [one["resourceId"] for page in pages for one in page["coveredResources"]]
    assert sorted(told) == sorted(instances(target)), told


@check("inspector2:ListCoverageStatistics read")
def _(target):
    told = inspector(target).list_coverage_statistics(groupBy="SCAN_STATUS_CODE")
    groups = {one["groupKey"]: one["count"] for one in told["countsByGroup"]}
    assert groups == {"ACTIVE": 1, "INACTIVE": 1} and told["totalCounts"] == 2, told
    told = inspector(target).list_coverage_statistics(filterCriteria=equals(scanStatusCode="ACTIVE"))
    assert told["totalCounts"] == 1, told


@check("inspector2:ListFindings read vulnerable packages")
def _(target):
    managed = instances(target)[0]

    def vulnerable():
        criteria = equals(resourceId=managed, findingType="PACKAGE_VULNERABILITY")
        return inspector(target).list_findings(filterCriteria=criteria)["findings"]

    told = eventually(vulnerable, "findings", LONG)
    severities = {one["severity"] for one in told}
    assert {"CRITICAL", "HIGH"} <= severities, severities
    for one in told:
        details = one["packageVulnerabilityDetails"]
        assert one["title"].startswith(details["vulnerabilityId"]) and one["status"] == "ACTIVE", one
        assert details["vulnerablePackages"][0]["fixedInVersion"] and details["sourceUrl"], one
        assert one["findingArn"].startswith("arn:aws:inspector2:us-east-1:"), one


@check("inspector2:ListFindingAggregations read")
def _(target):
    managed = instances(target)[0]
    told = inspector(target).list_finding_aggregations(aggregationType="AWS_EC2_INSTANCE")
    counted = {one["ec2InstanceAggregation"]["instanceId"]: one["ec2InstanceAggregation"] for one in told["responses"]}
    severities = counted[managed]["severityCounts"]
    assert told["aggregationType"] == "AWS_EC2_INSTANCE" and severities["critical"] >= 1, told
    assert severities["all"] >= severities["critical"] + severities["high"] + severities["medium"], told
    told = inspector(target).list_finding_aggregations(aggregationType="PACKAGE")["responses"]
    assert "openssh-client" in {one["packageAggregation"]["packageName"] for one in told}, told


refuses(
    "inspector2:ListFindingAggregations refuse unknown kinds",
    "ValidationException",
    lambda target: inspector(target).list_finding_aggregations(aggregationType="COLOUR"),
    status=400,
)


@check("inspector2:BatchGetFindingDetails read")
def _(target):
    criteria = equals(findingType="PACKAGE_VULNERABILITY")
    arn = inspector(target).list_findings(filterCriteria=criteria)["findings"][0]["findingArn"]
    told = inspector(target).batch_get_finding_details(findingArns=[arn])
    (one,) = told["findingDetails"]
    assert one["findingArn"] == arn and one["referenceUrls"] and told.get("errors", []) == [], told


@check("inspector2:BatchGetFindingDetails refuse unknown findings")
def _(target):
    arn = "arn:aws:inspector2:us-east-1:111122223333:finding/" + "0" * 32
    told = inspector(target).batch_get_finding_details(findingArns=[arn])
    assert told["errors"][0]["errorCode"] == "FINDING_DETAILS_NOT_FOUND", told


@check("inspector2:ListFindings read reachable ports")
def _(target):
    managed = instances(target)[0]

    def reachable():
        criteria = equals(resourceId=managed, findingType="NETWORK_REACHABILITY")
        return inspector(target).list_findings(filterCriteria=criteria)["findings"]

    (one,) = eventually(reachable, "a finding", LONG)
    details = one["networkReachabilityDetails"]
    assert details["openPortRange"] == {"begin": 22, "end": 22} and details["protocol"] == "TCP", one
    assert "Port 22 is reachable from an Internet Gateway" in one["title"], one
    kinds = {step["componentType"] for step in details["networkPath"]["steps"]}
    assert {"AWS::EC2::SecurityGroup", "AWS::EC2::Instance"} <= kinds, one


@check("inspector2:ListFindings read sorted and in pages")
def _(target):
    order = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNTRIAGED"]
    words = {"sortCriteria": {"field": "SEVERITY", "sortOrder": "DESC"}}
    pages = inspector(target).get_paginator("list_findings").paginate(PaginationConfig={"PageSize": 3}, **words)
    told = [one["severity"] for page in pages for one in page["findings"]]
    assert len(told) > 3 and told == sorted(told, key=order.index), told


@check("inspector2:ListFindings delete with the instance's way out to the world")
def _(target):
    managed = instances(target)[0]
    (group,) = ec2(target).describe_security_groups(Filters=by("group-name", "ssh-world"))["SecurityGroups"]
    ec2(target).revoke_security_group_ingress(
        GroupId=group["GroupId"], IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
    )
    criteria = equals(resourceId=managed, findingType="NETWORK_REACHABILITY", findingStatus="ACTIVE")
    gone = lambda: inspector(target).list_findings(filterCriteria=criteria)["findings"] == []
    eventually(gone, "no finding", LONG)


for operation in ["list_findings", "list_coverage"]:
    name = operation.replace("list_", "List").replace("findings", "Findings").replace("coverage", "Coverage")

    def ask(target, operation=operation):
        getattr(inspector(target), operation)(nextToken="nothing of ours")

    refuses(f"inspector2:{name} refuse an unknown token", "ValidationException", ask, status=400)

refuses(
    "inspector2:ListCoverageStatistics refuse an unknown grouping",
    "ValidationException",
    lambda target: inspector(target).list_coverage_statistics(groupBy="COLOUR"),
    status=400,
)


@check("inspector2:Disable delete")
def _(target):
    told = inspector(target).disable(resourceTypes=["EC2"])
    assert told["accounts"][0]["status"] in ("DISABLING", "DISABLED"), told
    off = lambda: inspector(target).batch_get_account_status()["accounts"][0]["state"]["status"] == "DISABLED"
    eventually(off, "disabled", LONG)
    assert inspector(target).list_findings()["findings"] == []
    assert inspector(target).list_coverage()["coveredResources"] == []

run()
