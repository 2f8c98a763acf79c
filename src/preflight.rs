//! Whether an account is ready for a runbook: asked before anybody begins, so that nobody stands before a refusal in the
//! middle of a class.
//!
//! What the runbook needs is read from its survey and from `preflight:` in its front matter; what the account has is asked
//! of AWS, reading only: the calls go through the guard of [`cloud`](crate::cloud), which lets nothing out that changes
//! anything. Each [`Finding`] says what was looked at, what came of it and how to mend it. What the account does not let
//! us see *could not be told*, which is not a pass. The room runs no script and shows nothing.

mod athena;
mod enabled;
mod finding;
mod identity;
mod offering;
mod permission;
mod quota;
mod region;
mod site;
mod used;

pub use finding::{Finding, Fix, Item, Readiness, Topic};
pub use site::{Ground, Site};

use crate::document::Runbook;
use crate::script::Survey;

/// Looks at everything that the runbook needs, in the order in which a person would mend it, and says what it comes to
/// next. Stops early where the site's latch is set.
#[must_use]
pub fn preflight(runbook: &Runbook, survey: &Survey, site: &Site, next: &dyn Fn(Topic)) -> Vec<Finding> {
    let looks: [(Topic, &dyn Fn() -> Vec<Finding>); 7] = [
        (Topic::Identity, &|| identity::look(runbook, site)),
        (Topic::Region, &|| region::look(runbook, site)),
        (Topic::Permissions, &|| permission::look(runbook, survey, site)),
        (Topic::Quotas, &|| quota::look(runbook, survey, site)),
        (Topic::InstanceTypes, &|| offering::look(runbook, survey, site)),
        (Topic::Services, &|| enabled::look(survey, site)),
        (Topic::Athena, &|| athena::look(runbook, site)),
    ];
    let mut found = Vec::new();
    for (topic, look) in looks {
        if site.is_stopped() {
            break;
        }
        next(topic);
        found.extend(look());
    }
    found
}
