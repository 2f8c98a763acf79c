//! Who works here, and which accounts are reached.

use super::finding::{Finding, Fix, Readiness, Topic};
use super::site::Site;
use crate::cloud::{identity, identity_of};
use crate::document::Runbook;

const TOPIC: Topic = Topic::Identity;

pub(super) fn look(runbook: &Runbook, site: &Site) -> Vec<Finding> {
    let mut found = vec![own(site)];
    for need in &runbook.front.accounts {
        let about = need.summary.clone().unwrap_or_default();
        found.push(further(&need.name, &about, site));
    }
    found
}

/// The account's own.
fn own(site: &Site) -> Finding {
    let who = match identity(site.cloud()) {
        Ok(who) => who,
        Err(error) => return TOPIC.untold("who works here", &error),
    };
    let subject = format!("account {}", who.account);
    let expected = site.ground.expected.as_ref().map(|id| id.replace('-', ""));
    if let Some(expected) = expected.filter(|expected| *expected != who.account) {
        let evidence = format!("the credentials of {} belong to it, not to {expected}", who.arn);
        let fix = Fix::of("choose other credentials with --profile, or give the account that is meant");
        return TOPIC.found(subject, Readiness::Blocked, evidence).fix(fix);
    }
    if who.arn.ends_with(":root") {
        let evidence = "as the root user, whom no policy holds back";
        let fix = Fix::of("work as a user or role that is an administrator, and keep root's keys out of use")
            .at("https://console.aws.amazon.com/iam/home#/users/create");
        return TOPIC.found(subject, Readiness::Attention, evidence).fix(fix);
    }
    TOPIC.found(subject, Readiness::Ready, format!("as {}", who.arn))
}

/// One that the front matter names.
fn further(name: &str, about: &str, site: &Site) -> Finding {
    let subject = format!("further account `{name}`");
    let bind = || {
        Fix::of("give what reaches it, or pair up with a neighbour")
            .by(format!("--bind {name}=PROFILE, or --bind {name}=ROLE_ARN"))
    };
    let Some(id) = site.ground.further.get(name) else {
        let about = if about.is_empty() {
            String::new()
        } else {
            format!(", {about},")
        };
        let evidence = format!("the runbook names it{about} and nothing is bound to it");
        return TOPIC.found(subject, Readiness::Attention, evidence).fix(bind());
    };
    match identity_of(site.cloud(), Some(name)) {
        Err(error) => TOPIC.untold(subject, &error),
        Ok(who) if who.account == site.ground.account => {
            let evidence = format!("{id} is the account itself");
            TOPIC.found(subject, Readiness::Attention, evidence).fix(bind())
        }
        Ok(who) => TOPIC.found(
            subject,
            Readiness::Ready,
            format!("{} as {}", who.account, who.arn),
        ),
    }
}
