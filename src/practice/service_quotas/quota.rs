//! The quotas: facts.
//!
//! Codes, names and figures of Amazon VPC are those of moto 5.2.5, which has them from AWS; of Amazon EC2 they are from
//! AWS's pages *Amazon EC2 endpoints and quotas* and *EC2 On-Demand instance limits*, read November 2026.

use super::asked::ASKED;
use crate::practice::call::Call;
use crate::value;
use crate::value::Value;

/// The services by their codes.
pub(super) const SERVICES: &[(&str, &str)] = &[
    ("ec2", "Amazon Elastic Compute Cloud (Amazon EC2)"),
    ("vpc", "Amazon Virtual Private Cloud (Amazon VPC)"),
];

/// How much of something an account may have.
#[derive(Debug)]
pub(in crate::practice) struct Quota {
    /// The code of its service, which is not always that of the service which refuses.
    pub(super) service: &'static str,
    /// Its own.
    pub(super) code: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// What AWS gives to everybody.
    usual: u32,
    /// What a practice account has, where that is more.
    applied: Option<u32>,
}

const fn vpc(code: &'static str, name: &'static str, usual: u32) -> Quota {
    Quota {
        service: "vpc",
        code,
        name,
        usual,
        applied: None,
    }
}

/// Elastic IP addresses in a region.
pub(in crate::practice) static ELASTIC_IPS: Quota = Quota {
    service: "ec2",
    code: "L-0263D0A3",
    name: "EC2-VPC Elastic IPs",
    usual: 5,
    applied: None,
};
/// Virtual CPUs of all running instances of the usual families. AWS gives a new account few and raises the figure by
/// itself as they are used; a lab in practice is not to meet it.
pub(in crate::practice) static VCPUS: Quota = Quota {
    service: "ec2",
    code: "L-1216C47A",
    name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    usual: 5,
    applied: Some(20_000),
};
pub(in crate::practice) static INTERNET_GATEWAYS: Quota =
    vpc("L-A4707A72", "Internet gateways per Region", 5);
pub(in crate::practice) static NAT_GATEWAYS: Quota =
    vpc("L-FE5A380F", "NAT gateways per Availability Zone", 5);
pub(in crate::practice) static NETWORK_ACLS: Quota = vpc("L-B4A6D682", "Network ACLs per VPC", 200);
pub(in crate::practice) static NETWORK_ACL_RULES: Quota = vpc("L-2AEEBF1A", "Rules per network ACL", 20);
pub(in crate::practice) static ROUTE_TABLES: Quota = vpc("L-589F43AA", "Route tables per VPC", 200);
pub(in crate::practice) static SECURITY_GROUP_RULES: Quota =
    vpc("L-0EA8095F", "Inbound or outbound rules per security group", 60);
pub(in crate::practice) static SUBNETS: Quota = vpc("L-407747CB", "Subnets per VPC", 200);
pub(in crate::practice) static VPCS: Quota = vpc("L-F678F1CE", "VPCs per Region", 5);

/// All of them, by service and name.
pub(super) static QUOTAS: &[&Quota] = &[
    &ELASTIC_IPS,
    &VCPUS,
    &SECURITY_GROUP_RULES,
    &INTERNET_GATEWAYS,
    &NAT_GATEWAYS,
    &NETWORK_ACLS,
    &ROUTE_TABLES,
    &NETWORK_ACL_RULES,
    &SUBNETS,
    &VPCS,
];

impl Quota {
    /// How many there may be here and now.
    pub(in crate::practice) fn limit(&self, call: &Call<'_>) -> usize {
        let granted = call
            .all(&ASKED)
            .filter(|asked| {
                asked.get("QuotaCode").text() == self.code && asked.get("Status").text() == "APPROVED"
            })
            .filter_map(|asked| whole(asked.get("DesiredValue")))
            .max();
        let own = self.applied.unwrap_or(self.usual);
        granted.map_or(own, |granted| granted.max(own)) as usize
    }

    /// The figure that is everybody's.
    pub(super) fn figure(&self) -> u32 {
        self.usual
    }

    /// As AWS gives it to everybody.
    pub(super) fn usual(&self, call: &Call<'_>) -> Value {
        let mut quota = self.shown(&format!(
            "arn:aws:servicequotas:{}::{}/{}",
            call.region, self.service, self.code
        ));
        quota.set("Value", f64::from(self.usual));
        quota
    }

    /// As it holds in this account.
    pub(super) fn applied(&self, call: &Call<'_>) -> Value {
        let mut quota = self.shown(&self.arn(call));
        let limit = u32::try_from(self.limit(call)).unwrap_or(u32::MAX);
        quota.set("Value", f64::from(limit));
        quota.set("QuotaAppliedAtLevel", "ACCOUNT");
        quota
    }

    /// Its ARN in this account.
    pub(super) fn arn(&self, call: &Call<'_>) -> String {
        format!(
            "arn:aws:servicequotas:{}:{}:{}/{}",
            call.region, call.account, self.service, self.code
        )
    }

    /// The full name of its service.
    pub(super) fn service_name(&self) -> &'static str {
        SERVICES
            .iter()
            .find(|(code, _)| *code == self.service)
            .map_or("", |(_, name)| *name)
    }

    fn shown(&self, arn: &str) -> Value {
        value!({
            "ServiceCode": (self.service),
            "ServiceName": (self.service_name()),
            "QuotaArn": arn,
            "QuotaCode": (self.code),
            "QuotaName": (self.name),
            "Unit": "None",
            "Adjustable": true,
            "GlobalQuota": false,
        })
    }
}

/// A whole number of things, in an answer's float.
pub(super) fn whole(value: &Value) -> Option<u32> {
    let figure = match value {
        Value::Float(figure) => *figure,
        Value::Int(figure) => return u32::try_from(*figure).ok(),
        _ => return None,
    };
    let fits = figure >= 0.0 && figure <= f64::from(u32::MAX) && figure.fract() == 0.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was seen to be a whole number in range"
    )]
    fits.then_some(figure as u32)
}
