"""Service Quotas as boto3 sees them, and EC2 held to them.

Wording: Service Quotas API reference; issues of clients.
"""

from harness import check, eventually, expect_error, refuses, run

VPCS = {"ServiceCode": "vpc", "QuotaCode": "L-F678F1CE"}
ADDRESSES = {"ServiceCode": "ec2", "QuotaCode": "L-0263D0A3"}
NOWHERE = {"ServiceCode": "vpc", "QuotaCode": "L-00000000"}


def quotas(target):
    return target.client("service-quotas")


@check("service-quotas:ListServices read")
def _(target):
    found = {service["ServiceCode"]: service["ServiceName"] for service in quotas(target).list_services()["Services"]}
    assert "Amazon Virtual Private Cloud" in found["vpc"] and "Amazon Elastic Compute Cloud" in found["ec2"], found


@check("service-quotas:ListAWSDefaultServiceQuotas read")
def _(target):
    found = quotas(target).list_aws_default_service_quotas(ServiceCode="vpc")["Quotas"]
    vpcs = next(quota for quota in found if quota["QuotaCode"] == "L-F678F1CE")
    assert vpcs["Value"] == 5.0 and vpcs["Adjustable"] and not vpcs["GlobalQuota"], vpcs
    assert vpcs["QuotaName"] == "VPCs per Region" and vpcs["QuotaArn"].endswith("::vpc/L-F678F1CE"), vpcs


@check("service-quotas:ListServiceQuotas read")
def _(target):
    pages = quotas(target).get_paginator("list_service_quotas").paginate(ServiceCode="vpc", PaginationConfig={"PageSize": 3})
    codes = [quota["QuotaCode"] for page in pages for quota in page["Quotas"]]
    assert len(codes) == len(set(codes)) and {"L-F678F1CE", "L-A4707A72", "L-FE5A380F"} <= set(codes), codes


@check("service-quotas:GetServiceQuota read")
def _(target):
    found = quotas(target).get_service_quota(**VPCS)["Quota"]
    assert found["Value"] == 5.0 and found["QuotaName"] == "VPCs per Region" and found["Unit"] == "None", found


@check("service-quotas:GetServiceQuota read of EC2")
def _(target):
    found = quotas(target).get_service_quota(**ADDRESSES)["Quota"]
    assert found["Value"] == 5.0 and found["QuotaName"] == "EC2-VPC Elastic IPs", found
    assert found["QuotaAppliedAtLevel"] == "ACCOUNT" and ":ec2/L-0263D0A3" in found["QuotaArn"], found


@check("service-quotas:GetAWSDefaultServiceQuota read")
def _(target):
    found = quotas(target).get_aws_default_service_quota(**ADDRESSES)["Quota"]
    assert found["Value"] == 5.0 and "QuotaAppliedAtLevel" not in found, found


refuses(
    "service-quotas:GetServiceQuota refuse",
    "NoSuchResourceException",
    lambda target: quotas(target).get_service_quota(**NOWHERE),
)
refuses(
    "service-quotas:GetAWSDefaultServiceQuota refuse",
    "NoSuchResourceException",
    lambda target: quotas(target).get_aws_default_service_quota(**NOWHERE),
)
refuses(
    "service-quotas:ListServiceQuotas refuse",
    "NoSuchResourceException",
    lambda target: quotas(target).list_service_quotas(ServiceCode="nowhere"),
)
refuses(
    "service-quotas:RequestServiceQuotaIncrease refuse less",
    "IllegalArgumentException",
    lambda target: quotas(target).request_service_quota_increase(DesiredValue=5, **VPCS),
    "You must provide a quota value greater than the current quota value",
)


@check("service-quotas:RequestServiceQuotaIncrease create")
def _(target):
    ec2 = target.client("ec2")
    while len(ec2.describe_vpcs()["Vpcs"]) < 5:
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
    with expect_error("VpcLimitExceeded", "The maximum number of VPCs has been reached."):
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
    asked = quotas(target).request_service_quota_increase(DesiredValue=6, **VPCS)["RequestedQuota"]
    assert asked["Status"] == "PENDING" and asked["DesiredValue"] == 6.0, asked
    target.asked = asked["Id"]
    with expect_error("ResourceAlreadyExistsException", "Only one open service quota increase request is allowed per quota"):
        quotas(target).request_service_quota_increase(DesiredValue=7, **VPCS)


@check("service-quotas:GetRequestedServiceQuotaChange read")
def _(target):
    def granted():
        found = quotas(target).get_requested_service_quota_change(RequestId=target.asked)["RequestedQuota"]
        return found["Status"] == "APPROVED"

    eventually(granted, "the request is granted")
    assert quotas(target).get_service_quota(**VPCS)["Quota"]["Value"] == 6.0
    made = target.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    target.client("ec2").delete_vpc(VpcId=made)


@check("service-quotas:ListRequestedServiceQuotaChangeHistory read")
def _(target):
    found = quotas(target).list_requested_service_quota_change_history(ServiceCode="vpc", Status="APPROVED")["RequestedQuotas"]
    assert [asked["Id"] for asked in found] == [target.asked], found


@check("service-quotas:ListRequestedServiceQuotaChangeHistoryByQuota read")
def _(target):
    found = quotas(target).list_requested_service_quota_change_history_by_quota(**VPCS)["RequestedQuotas"]
    assert [asked["QuotaCode"] for asked in found] == ["L-F678F1CE"], found
    assert quotas(target).list_requested_service_quota_change_history_by_quota(**ADDRESSES)["RequestedQuotas"] == []


run()
