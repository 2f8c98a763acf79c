//! The region, and whether the account has it.

use super::finding::{Finding, Fix, Readiness, Topic};
use super::site::Site;
use crate::document::Runbook;
use crate::value;

const TOPIC: Topic = Topic::Region;

pub(super) fn look(runbook: &Runbook, site: &Site) -> Vec<Finding> {
    let (here, wanted) = (&site.ground.region, &runbook.front.regions);
    let mut found = Vec::new();
    if !wanted.is_empty() && !wanted.contains(here) {
        let evidence = format!("the runbook works in {} only", wanted.join(", "));
        let fix = Fix::of("choose its region").by(format!("--region {}", wanted[0]));
        found.push(TOPIC.found(here, Readiness::Blocked, evidence).fix(fix));
    }
    let answer = match site.ask("ec2", "DescribeRegions", value!({ "AllRegions": true })) {
        Ok(answer) => answer,
        Err(error) => {
            found.push(TOPIC.untold("the regions of the account", &error));
            return found;
        }
    };
    let wanted = if wanted.is_empty() {
        std::slice::from_ref(here)
    } else {
        wanted
    };
    for region in wanted {
        let known = answer
            .get("Regions")
            .items()
            .iter()
            .find(|known| known.get("RegionName").text() == region);
        let (verdict, evidence) = match known.map(|known| known.get("OptInStatus").text()) {
            None => (Readiness::Blocked, "AWS has no such region".to_owned()),
            Some("not-opted-in") => (
                Readiness::Blocked,
                "the account has not opted in to it".to_owned(),
            ),
            Some("opted-in") => (Readiness::Ready, "the account has opted in to it".to_owned()),
            Some(_) => (Readiness::Ready, "every account has it".to_owned()),
        };
        let finding = TOPIC.found(region, verdict, evidence);
        found.push(match (verdict, known) {
            (Readiness::Blocked, Some(_)) => finding.fix(
                Fix::of("enable it; that takes minutes to hours")
                    .by(format!(
                        "{} account enable-region --region-name {region}",
                        site.ground.aws
                    ))
                    .at("https://console.aws.amazon.com/billing/home#/account"),
            ),
            (Readiness::Blocked, None) => {
                finding.fix(Fix::of("the author names another region under `regions:`"))
            }
            _ => finding,
        });
    }
    found
}
