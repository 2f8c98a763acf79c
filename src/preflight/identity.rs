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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::document::parse;
    use crate::port::{FakeCloud, Latch};
    use crate::preflight::Ground;
    use crate::source::Source;
    use crate::value;
    use std::sync::Arc;

    /// What is found where every question who asks is answered with this ARN.
    fn found(arn: &str, expected: Option<&str>, further: Option<&str>) -> Vec<(Readiness, String)> {
        let who = value!({ "Account": "111122223333", "Arn": arn, "UserId": "AIDA" });
        let cloud = FakeCloud::answering([Ok(who.clone()), Ok(who)]);
        let ground = Ground {
            account: "111122223333".to_owned(),
            expected: expected.map(str::to_owned),
            region: "us-east-1".to_owned(),
            further: further
                .map(|id| ("partner".to_owned(), id.to_owned()))
                .into_iter()
                .collect(),
            ..Ground::default()
        };
        let site = Site::new(Arc::new(cloud), ground, Catalogue::embedded(), Latch::default());
        let text = "---\naccounts: { partner: a neighbour }\n---\n# T\n";
        let (runbook, _) = parse(&Source::new("a.md", text));
        look(&runbook, &site)
            .into_iter()
            .map(|found| (found.verdict, found.evidence))
            .collect()
    }

    #[test]
    fn root_another_account_and_a_partner_that_is_none_are_told() {
        let user = "arn:aws:iam::111122223333:user/ada";
        let verdicts = |found: &[(Readiness, String)]| -> Vec<Readiness> {
            found.iter().map(|(verdict, _)| *verdict).collect()
        };
        use Readiness::{Attention, Blocked, Ready};
        let all = found(user, Some("1111-2222-3333"), None);
        assert_eq!(verdicts(&all), [Ready, Attention]);
        assert!(
            all[1].1.contains("a neighbour") && all[1].1.contains("nothing is bound"),
            "{all:?}"
        );
        let all = found(user, Some("444455556666"), Some("111122223333"));
        assert_eq!(verdicts(&all), [Blocked, Attention]);
        assert!(all[1].1.contains("is the account itself"), "{all:?}");
        let all = found("arn:aws:iam::111122223333:root", None, None);
        assert_eq!(verdicts(&all)[0], Attention);
    }
}
