//! The account that is looked at, behind a guard.

use crate::api::Catalogue;
use crate::cloud::{self, Door, Doors, Opening, Pin, Typed};
use crate::event::Access;
use crate::port::{Cloud, CloudError, Latch, Request, Tee};
use crate::value::Value;
use crate::wire::served::Served;
use indexmap::IndexMap;
use std::collections::HashSet;
use std::sync::Arc;

/// What is known of the account before it is asked.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// The account's id.
    pub account: String,
    /// The id that somebody said it must have.
    pub expected: Option<String>,
    /// The region of calls that name none.
    pub region: String,
    /// The further accounts that can be reached: the names of the front matter, and ids.
    pub further: IndexMap<String, String>,
    /// The ids of what runs of this runbook own here already: it is not counted against the runbook again.
    pub owned: HashSet<String>,
    /// What begins a command of the AWS CLI there: `aws`, `runbook aws --world class`.
    pub aws: String,
}

/// The account, to be looked at.
pub struct Site {
    pub(super) ground: Ground,
    pub(super) catalogue: &'static Catalogue,
    pub(super) typed: Typed,
    cloud: Arc<dyn Cloud>,
    latch: Latch,
}

impl Site {
    /// Puts the guard around a target: from here, nothing that changes anything is sent.
    #[must_use]
    pub fn new(target: Arc<dyn Cloud>, ground: Ground, catalogue: &'static Catalogue, latch: Latch) -> Site {
        let pin = Pin {
            account: ground.account.clone(),
            region: ground.region.clone(),
            accounts: ground.further.clone(),
            ..Pin::default()
        };
        let doors = Doors {
            catalogue,
            // Questions of the program itself are on no record.
            sink: Arc::new(Tee(Vec::new())),
            latch: latch.clone(),
        };
        let cloud = cloud::stack(target, pin, doors);
        let door = Door::new(Opening {
            cloud: Arc::clone(&cloud),
            served: Served::new(catalogue),
            access: Access::Read,
            step: None,
            region: Some(ground.region.clone()),
            account: Box::new(|_| None),
        });
        Site {
            typed: Typed::new(door, &ground.region),
            ground,
            catalogue,
            cloud,
            latch,
        }
    }

    /// Asks, in the account's own region.
    pub(super) fn ask(&self, service: &str, operation: &str, input: Value) -> Result<Value, CloudError> {
        self.cloud.call(&Request::new(service, operation, input))
    }

    /// The account, for what asks by itself.
    pub(super) fn cloud(&self) -> &dyn Cloud {
        self.cloud.as_ref()
    }

    /// True where somebody wants to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.latch.get().is_some()
    }

    /// A page of the console.
    pub(super) fn console(&self, path: &str) -> String {
        format!("https://{}.console.aws.amazon.com/{path}", self.ground.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{FakeCloud, Fault};
    use crate::value;

    #[test]
    fn nothing_that_changes_anything_leaves() {
        let target = Arc::new(FakeCloud::default());
        let ground = Ground {
            region: "us-east-1".to_owned(),
            ..Ground::default()
        };
        let site = Site::new(target.clone(), ground, Catalogue::embedded(), Latch::default());
        let refused = site.ask("ec2", "CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }));
        assert_eq!(refused.unwrap_err().fault, Fault::Guard);
        assert!(target.requests().is_empty());
    }
}
