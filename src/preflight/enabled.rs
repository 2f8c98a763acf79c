//! Services that the runbook turns on, and that are on already: they are adopted, and left as they were found.

use super::finding::{Finding, Fix, Readiness, Topic};
use super::site::Site;
use crate::event::Role;
use crate::script::Survey;
use crate::value;
use crate::value::Value;

const TOPIC: Topic = Topic::Services;

/// A service that is on or off in a region.
struct Switch {
    service: &'static str,
    /// What turns it on.
    operation: &'static str,
    /// Its name.
    name: &'static str,
    /// What tells whether it is.
    question: &'static str,
    /// Code of the answer where it is off, if that is an error.
    off: Option<&'static str>,
    /// What it is called there, where it is on.
    seen: fn(&Value) -> Option<String>,
    /// Where the console shows it.
    page: &'static str,
}

/// Sources: the API references of the services, November 2026.
const SWITCHES: &[Switch] = &[
    Switch {
        service: "guardduty",
        operation: "CreateDetector",
        name: "GuardDuty",
        question: "ListDetectors",
        off: None,
        seen: |answer| named(answer, "DetectorIds.0", "detector"),
        page: "guardduty/home",
    },
    Switch {
        service: "inspector2",
        operation: "Enable",
        name: "Amazon Inspector",
        question: "BatchGetAccountStatus",
        off: None,
        seen: |answer| {
            let state = answer.at("accounts.0.state.status").as_text()?;
            (state != "DISABLED").then(|| state.to_lowercase())
        },
        page: "inspector/v2/home",
    },
    Switch {
        service: "securityhub",
        operation: "EnableSecurityHub",
        name: "Security Hub CSPM",
        question: "DescribeHub",
        off: Some("InvalidAccessException"),
        seen: |answer| named(answer, "HubArn", "hub"),
        page: "securityhub/home",
    },
    Switch {
        service: "config",
        operation: "PutConfigurationRecorder",
        name: "AWS Config",
        question: "DescribeConfigurationRecorders",
        off: None,
        seen: |answer| named(answer, "ConfigurationRecorders.0.name", "recorder"),
        page: "config/home",
    },
    Switch {
        service: "detective",
        operation: "CreateGraph",
        name: "Amazon Detective",
        question: "ListGraphs",
        off: None,
        seen: |answer| named(answer, "GraphList.0.Arn", "graph"),
        page: "detective/home",
    },
];

fn named(answer: &Value, path: &str, what: &str) -> Option<String> {
    answer.at(path).as_text().map(|name| format!("{what} {name}"))
}

pub(super) fn look(survey: &Survey, site: &Site) -> Vec<Finding> {
    let turned_on = |switch: &&Switch| {
        survey
            .blocks
            .iter()
            .filter(|block| block.role == Some(Role::Solve))
            .flat_map(|block| &block.calls)
            .any(|called| called.service == switch.service && called.operation == switch.operation)
    };
    SWITCHES
        .iter()
        .filter(turned_on)
        .map(|switch| one(switch, site))
        .collect()
}

fn one(switch: &Switch, site: &Site) -> Finding {
    let answer = match site.ask(switch.service, switch.question, Value::map()) {
        Ok(answer) => answer,
        Err(error) if switch.off == Some(error.code.as_str()) => value!({}),
        Err(error) => return TOPIC.untold(switch.name, &error),
    };
    match (switch.seen)(&answer) {
        None => TOPIC.found(switch.name, Readiness::Ready, "off; the runbook turns it on"),
        Some(seen)
            if site
                .ground
                .owned
                .iter()
                .any(|id| !id.is_empty() && seen.ends_with(id)) =>
        {
            TOPIC.found(
                switch.name,
                Readiness::Ready,
                format!("on, by a run of this runbook: {seen}"),
            )
        }
        Some(seen) => {
            let evidence = format!("on already: {seen}");
            let fix = Fix::of("nothing must be done: a run adopts it, and cleanup leaves it as it was")
                .at(site.console(&format!("{}?region={}", switch.page, site.ground.region)));
            TOPIC.found(switch.name, Readiness::Attention, evidence).fix(fix)
        }
    }
}
