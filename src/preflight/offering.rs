//! The types of instances that the runbook launches, and the zones where they can be had.

use super::finding::{Finding, Fix, Readiness, Topic};
use super::site::Site;
use crate::document::Runbook;
use crate::event::Role;
use crate::script::{Called, Survey};
use crate::value;
use std::collections::BTreeSet;

const TOPIC: Topic = Topic::InstanceTypes;

pub(super) fn look(runbook: &Runbook, survey: &Survey, site: &Site) -> Vec<Finding> {
    let stated = &runbook.front.preflight.instance_types;
    let launches: Vec<&Called> = survey
        .blocks
        .iter()
        .filter(|block| block.role == Some(Role::Solve))
        .flat_map(|block| &block.calls)
        .filter(|called| called.service == "ec2" && called.operation == "RunInstances")
        .collect();
    let written: Vec<Option<&str>> = launches.iter().map(|called| written(called)).collect();
    let types: BTreeSet<&str> = stated
        .iter()
        .map(String::as_str)
        .chain(written.iter().flatten().copied())
        .collect();
    let mut found: Vec<Finding> = Vec::new();
    if stated.is_empty() && written.contains(&None) {
        let evidence = "a script computes what it launches";
        let fix = Fix::of(
            "the author states what it may be: `preflight: { instance-types: [t3.micro] }` in the front matter",
        );
        found.push(
            TOPIC
                .found("a type that is not written out", Readiness::Attention, evidence)
                .fix(fix),
        );
    }
    found.extend(types.into_iter().map(|kind| one(kind, runbook, site)));
    found
}

/// The type that a call writes out.
fn written(called: &Called) -> Option<&str> {
    let parameters = called.parameters.as_ref()?;
    let kind = parameters
        .iter()
        .find(|parameter| parameter.name == "InstanceType")?;
    kind.literal.as_ref()?.as_text()
}

/// One type.
fn one(kind: &str, runbook: &Runbook, site: &Site) -> Finding {
    let input = value!({
        "LocationType": "availability-zone",
        "Filters": [{ "Name": "instance-type", "Values": [kind] }],
    });
    let answer = match site.ask("ec2", "DescribeInstanceTypeOfferings", input) {
        Ok(answer) => answer,
        Err(error) => return TOPIC.untold(kind, &error),
    };
    let offered: BTreeSet<&str> = answer
        .get("InstanceTypeOfferings")
        .items()
        .iter()
        .map(|offering| offering.get("Location").text())
        .collect();
    let region = &site.ground.region;
    let wanted: Vec<String> = runbook
        .front
        .preflight
        .zones
        .iter()
        .map(|zone| format!("{region}{zone}"))
        .collect();
    let missing: Vec<&str> = wanted
        .iter()
        .map(String::as_str)
        .filter(|zone| !offered.contains(zone))
        .collect();
    let list = |zones: &BTreeSet<&str>| zones.iter().copied().collect::<Vec<_>>().join(", ");
    if offered.is_empty() {
        let fix = Fix::of("choose another type or another region; the author may name both");
        return TOPIC
            .found(kind, Readiness::Blocked, format!("not offered in {region}"))
            .fix(fix);
    }
    if !missing.is_empty() {
        let evidence = format!(
            "not offered in {}; in {} it is",
            missing.join(", "),
            list(&offered)
        );
        let fix = Fix::of("choose other zones or another type; the author may name both").at(site.console(
            &format!("ec2/home?region={region}#InstanceTypes:instanceType={kind}"),
        ));
        return TOPIC.found(kind, Readiness::Blocked, evidence).fix(fix);
    }
    TOPIC.found(kind, Readiness::Ready, format!("offered in {}", list(&offered)))
}
