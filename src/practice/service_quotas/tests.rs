use crate::practice::lab::Lab;
use crate::value;
use crate::value::Value;

fn vpcs() -> Value {
    value!({ "ServiceCode": "vpc", "QuotaCode": "L-F678F1CE" })
}

fn wanting(wanted: f64) -> Value {
    let mut input = vpcs();
    input.set("DesiredValue", wanted);
    input
}

#[test]
fn limits_are_listed_by_service_and_got_by_code() {
    let quotas = Lab::new("service-quotas");
    let services = quotas.ok("ListServices", value!({}));
    let codes: Vec<&str> = services
        .get("Services")
        .items()
        .iter()
        .map(|service| service.get("ServiceCode").text())
        .collect();
    assert_eq!(codes, ["ec2", "vpc"]);
    let quota = quotas.ok("GetServiceQuota", vpcs());
    assert_eq!(quota.at("Quota.Value"), &Value::Float(5.0));
    assert!(quota.at("Quota.QuotaArn").text().ends_with(":vpc/L-F678F1CE"));
    let usual = quotas.ok("GetAWSDefaultServiceQuota", vpcs());
    assert_eq!(
        usual.at("Quota.QuotaArn").text(),
        "arn:aws:servicequotas:us-east-1::vpc/L-F678F1CE"
    );
    let of = |service: &str| value!({ "ServiceCode": service });
    let all = quotas.ok("ListServiceQuotas", of("ec2"));
    assert_eq!(all.get("Quotas").items().len(), 2);
    let all = quotas.ok("ListAWSDefaultServiceQuotas", of("ec2"));
    assert_eq!(all.at("Quotas.1.Value"), &Value::Float(5.0));
    for (input, told) in [
        (
            value!({ "ServiceCode": "ecs2", "QuotaCode": "L-1" }),
            "specified service",
        ),
        (value!({ "ServiceCode": "vpc", "QuotaCode": "L-1" }), "quota L-1"),
    ] {
        let (code, message) = quotas.no("GetServiceQuota", input);
        assert!(
            code == "NoSuchResourceException" && message.contains(told),
            "{message}"
        );
    }
}

#[test]
fn services_refuse_beyond_a_limit_until_more_is_granted() {
    let ec2 = Lab::new("ec2");
    let quotas = ec2.of("service-quotas");
    let one = || value!({ "CidrBlock": "10.0.0.0/16" });
    for _ in 0..4 {
        ec2.ok("CreateVpc", one());
        ec2.ok("CreateInternetGateway", value!({}));
    }
    let (code, message) = ec2.no("CreateVpc", one());
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("VpcLimitExceeded", "The maximum number of VPCs has been reached.")
    );
    assert_eq!(
        ec2.no("CreateInternetGateway", value!({})).0,
        "InternetGatewayLimitExceeded"
    );
    assert_eq!(
        quotas.no("RequestServiceQuotaIncrease", wanting(5.0)).0,
        "IllegalArgumentException"
    );
    let asked = quotas.ok("RequestServiceQuotaIncrease", wanting(6.0));
    assert_eq!(asked.at("RequestedQuota.Status").text(), "PENDING");
    assert_eq!(
        quotas.no("RequestServiceQuotaIncrease", wanting(7.0)).0,
        "ResourceAlreadyExistsException"
    );
    assert_eq!(ec2.no("CreateVpc", one()).0, "VpcLimitExceeded");
    quotas.pass(3600);
    let id = asked.at("RequestedQuota.Id").clone();
    let now = quotas.ok("GetRequestedServiceQuotaChange", value!({ "RequestId": id }));
    assert_eq!(now.at("RequestedQuota.Status").text(), "APPROVED");
    assert_eq!(
        quotas.ok("GetServiceQuota", vpcs()).at("Quota.Value"),
        &Value::Float(6.0)
    );
    ec2.ok("CreateVpc", one());
    assert_eq!(ec2.no("CreateVpc", one()).0, "VpcLimitExceeded");
}

#[test]
fn what_was_asked_for_is_listed_and_far_too_much_is_left_to_a_person() {
    let quotas = Lab::new("service-quotas");
    quotas.ok("RequestServiceQuotaIncrease", wanting(1000.0));
    quotas.pass(3600);
    let by_quota = quotas.ok("ListRequestedServiceQuotaChangeHistoryByQuota", vpcs());
    assert_eq!(by_quota.at("RequestedQuotas.0.Status").text(), "CASE_OPENED");
    let of = |status: &str| {
        let input = value!({ "ServiceCode": "vpc", "Status": status });
        let answer = quotas.ok("ListRequestedServiceQuotaChangeHistory", input);
        answer.get("RequestedQuotas").items().len()
    };
    assert_eq!((of("CASE_OPENED"), of("APPROVED")), (1, 0));
    assert_eq!(
        quotas.ok("GetServiceQuota", vpcs()).at("Quota.Value"),
        &Value::Float(5.0)
    );
    let (code, _) = quotas.no("GetRequestedServiceQuotaChange", value!({ "RequestId": "none" }));
    assert_eq!(code, "NoSuchResourceException");
}
