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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::port::{CloudError, FakeCloud, Fault, Latch, Request};
    use crate::preflight::Ground;
    use std::sync::Arc;

    fn found(service: &str, answer: Result<Value, CloudError>) -> (Readiness, String) {
        let site = Site::new(
            Arc::new(FakeCloud::answering([answer])),
            Ground::default(),
            Catalogue::embedded(),
            Latch::default(),
        );
        let switch = SWITCHES.iter().find(|switch| switch.service == service);
        let found = one(switch.expect("a switch"), &site);
        (found.verdict, found.evidence)
    }

    #[test]
    fn a_service_is_on_off_or_not_to_be_seen() {
        let refused = |code: &str| {
            let request = Request::new("securityhub", "DescribeHub", Value::map());
            Err(CloudError::new(&request, Fault::Service, code, "no"))
        };
        assert_eq!(
            found("securityhub", refused("InvalidAccessException")).0,
            Readiness::Ready
        );
        assert_eq!(
            found("securityhub", refused("AccessDeniedException")).0,
            Readiness::CouldNotBeTold
        );
        let hub = value!({ "HubArn": "arn:aws:securityhub:us-east-1:111122223333:hub/default" });
        let (verdict, told) = found("securityhub", Ok(hub));
        assert!(
            verdict == Readiness::Attention && told.contains("hub/default"),
            "{told}"
        );
        let recorder = value!({ "ConfigurationRecorders": [{ "name": "default" }] });
        assert_eq!(found("config", Ok(recorder)).0, Readiness::Attention);
        let none = value!({ "ConfigurationRecorders": [] });
        assert_eq!(found("config", Ok(none)).0, Readiness::Ready);
        let graph = value!({ "GraphList": [{ "Arn": "arn:aws:detective:us-east-1:111122223333:graph:1" }] });
        assert_eq!(found("detective", Ok(graph)).0, Readiness::Attention);
        let off = value!({ "accounts": [{ "state": { "status": "DISABLED" } }] });
        assert_eq!(found("inspector2", Ok(off)).0, Readiness::Ready);
    }

    /// Every switch names operations that AWS has; the question changes nothing.
    #[test]
    fn the_table_fits_the_models() {
        for switch in SWITCHES {
            let catalogue = Catalogue::embedded();
            let turns = catalogue.find(switch.service, switch.operation);
            let asks = catalogue.find(switch.service, switch.question);
            assert!(
                turns.expect("an operation").1.class.mutates(),
                "{}",
                switch.operation
            );
            assert!(
                !asks.expect("an operation").1.class.mutates(),
                "{}",
                switch.question
            );
        }
    }
}
