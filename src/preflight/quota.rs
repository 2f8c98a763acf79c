//! How much the runbook wants of what AWS limits, beside what is in use and what there may be.
//!
//! How much a runbook makes is not counted from without: its calls stand in loops, and behind a look at what is there.
//! Its author states it under `preflight:`; where nothing is stated, one call that is seen counts as one thing at least.

use super::finding::{Finding, Fix, Readiness, Topic};
use super::site::Site;
use super::used::used;
use crate::document::{Amount, Runbook};
use crate::event::Role;
use crate::port::CloudError;
use crate::script::Survey;
use crate::value;
use crate::value::Value;

const TOPIC: Topic = Topic::Quotas;

/// An amount, its quota's service, code and name, and the operations that make one more. Sources: AWS's pages *Amazon EC2
/// endpoints and quotas* and *Amazon VPC quotas*, November 2026.
const QUOTAS: [(Amount, &str, &str, &str, &[&str]); 5] = [
    (
        Amount::Vpcs,
        "vpc",
        "L-F678F1CE",
        "VPCs per Region",
        &["CreateVpc", "CreateDefaultVpc"],
    ),
    (
        Amount::InternetGateways,
        "vpc",
        "L-A4707A72",
        "internet gateways per Region",
        &["CreateInternetGateway"],
    ),
    (
        Amount::NatGatewaysPerZone,
        "vpc",
        "L-FE5A380F",
        "NAT gateways per zone",
        &["CreateNatGateway"],
    ),
    (
        Amount::ElasticIps,
        "ec2",
        "L-0263D0A3",
        "elastic IP addresses",
        &["AllocateAddress"],
    ),
    (
        Amount::Vcpus,
        "ec2",
        "L-1216C47A",
        "vCPUs of on-demand instances",
        &["RunInstances"],
    ),
];

pub(super) fn look(runbook: &Runbook, survey: &Survey, site: &Site) -> Vec<Finding> {
    let made = |names: &[&str]| {
        survey
            .blocks
            .iter()
            .filter(|block| block.role == Some(Role::Solve))
            .flat_map(|block| &block.calls)
            .any(|called| called.service == "ec2" && names.contains(&called.operation.as_str()))
    };
    let mut found = Vec::new();
    for (amount, service, code, name, names) in QUOTAS {
        let stated = runbook.front.preflight.amounts.get(&amount).copied();
        let wanted = match stated {
            Some(0) => continue,
            Some(stated) => stated as usize,
            None if made(names) => 1,
            None => continue,
        };
        let quota = Asked {
            amount,
            service,
            code,
            name,
            wanted,
            stated: stated.is_some(),
        };
        found.push(quota.finding(site));
    }
    found
}

/// A quota that the runbook needs something of.
struct Asked {
    amount: Amount,
    service: &'static str,
    code: &'static str,
    name: &'static str,
    wanted: usize,
    stated: bool,
}

impl Asked {
    fn finding(&self, site: &Site) -> Finding {
        let least = if self.stated { "" } else { "at least " };
        let needs = format!("the runbook needs {least}{}", self.wanted);
        let used = match used(self.amount, site) {
            Ok(used) => used,
            Err(error) => return self.untold(&needs, &error),
        };
        let limit = match self.limit(site) {
            Ok(Some(limit)) => limit,
            Ok(None) => {
                let evidence = format!("{needs}, {used} in use, and AWS names no limit");
                return TOPIC
                    .found(self.name, Readiness::CouldNotBeTold, evidence)
                    .fix(Fix::of("look at the quota in the console").at(self.link(site)));
            }
            Err(error) => return self.untold(&format!("{needs}, {used} in use"), &error),
        };
        let evidence = format!("{needs}; {used} of {limit} in use");
        let free = limit.saturating_sub(used);
        if self.wanted > free {
            let short = self.wanted - free;
            let fix = Fix::of(format!("make room for {short}: delete what nobody needs, or ask AWS for more"))
                .by(format!(
                    "{} service-quotas request-service-quota-increase --service-code {} --quota-code {} --desired-value {} --region {}",
                    site.ground.aws,
                    self.service,
                    self.code,
                    used + self.wanted,
                    site.ground.region,
                ))
                .at(self.link(site));
            return TOPIC.found(self.name, Readiness::Blocked, evidence).fix(fix);
        }
        if !self.stated {
            let fix = Fix::of(format!(
                "the author states how many: `preflight: {{ {}: {} }}` in the front matter",
                self.amount.key(),
                self.wanted
            ));
            return TOPIC.found(self.name, Readiness::Attention, evidence).fix(fix);
        }
        TOPIC.found(self.name, Readiness::Ready, evidence)
    }

    /// What there may be here: what holds for this account, else what AWS gives to everybody.
    fn limit(&self, site: &Site) -> Result<Option<usize>, CloudError> {
        let input = || value!({ "ServiceCode": (self.service), "QuotaCode": (self.code) });
        let answer = match site.ask("service-quotas", "GetServiceQuota", input()) {
            Err(error) if error.code == "NoSuchResourceException" => {
                site.ask("service-quotas", "GetAWSDefaultServiceQuota", input())
            }
            answer => answer,
        }?;
        Ok(whole(answer.at("Quota.Value")))
    }

    fn untold(&self, so_far: &str, error: &CloudError) -> Finding {
        let mut finding = TOPIC.untold(self.name, error);
        finding.evidence = format!("{so_far}; {}", finding.evidence);
        finding
    }

    fn link(&self, site: &Site) -> String {
        site.console(&format!(
            "servicequotas/home/services/{}/quotas/{}",
            self.service, self.code
        ))
    }
}

/// A limit, which AWS gives as a float.
fn whole(value: &Value) -> Option<usize> {
    match value {
        Value::Int(whole) => usize::try_from(*whole).ok(),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "quotas are small numbers, and a float that is none becomes the nearest one"
        )]
        Value::Float(float) => Some(*float as usize),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::port::{FakeCloud, Fault, Latch, Request};
    use crate::preflight::Ground;
    use std::sync::Arc;

    /// What is found where four addresses are needed, one is used, and Service Quotas answers so.
    fn found(answers: Vec<Result<Value, CloudError>>) -> (Readiness, String) {
        let one = value!({ "Addresses": [
            { "AllocationId": "eipalloc-1" }, { "AllocationId": "eipalloc-2" },
        ] });
        let ground = Ground {
            region: "us-east-1".to_owned(),
            owned: ["eipalloc-2".to_owned()].into(),
            aws: "aws".to_owned(),
            ..Ground::default()
        };
        let answers: Vec<Result<Value, CloudError>> = [Ok(one)].into_iter().chain(answers).collect();
        let cloud = Arc::new(FakeCloud::answering(answers));
        let site = Site::new(cloud, ground, Catalogue::embedded(), Latch::default());
        let (amount, service, code, name, _) = QUOTAS[3];
        let asked = Asked {
            amount,
            service,
            code,
            name,
            wanted: 4,
            stated: true,
        };
        let found = asked.finding(&site);
        (found.verdict, format!("{} {:?}", found.evidence, found.fix))
    }

    #[test]
    fn what_holds_for_the_account_comes_before_what_everybody_has() {
        let quota = |value: f64| Ok(value!({ "Quota": { "Value": value } }));
        let refused = |code: &str| {
            let request = Request::new("service-quotas", "GetServiceQuota", Value::map());
            Err(CloudError::new(&request, Fault::Service, code, "no"))
        };
        assert_eq!(found(vec![quota(5.0)]).0, Readiness::Ready);
        let (verdict, told) = found(vec![quota(4.0)]);
        assert_eq!(verdict, Readiness::Blocked);
        assert!(
            told.contains("1 of 4 in use")
                && told.contains("--desired-value 5")
                && told.contains("L-0263D0A3"),
            "{told}"
        );
        let none = || refused("NoSuchResourceException");
        assert_eq!(found(vec![none(), quota(5.0)]).0, Readiness::Ready);
        assert_eq!(found(vec![none(), none()]).0, Readiness::CouldNotBeTold);
        let (verdict, told) = found(vec![refused("AccessDeniedException")]);
        assert!(
            verdict == Readiness::CouldNotBeTold && told.contains("needs 4, 1 in use"),
            "{told}"
        );
        let (verdict, _) = found(vec![Ok(value!({ "Quota": {} }))]);
        assert_eq!(verdict, Readiness::CouldNotBeTold);
    }
}
