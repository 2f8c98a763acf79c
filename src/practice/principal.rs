//! Who calls.

use super::ids::Seed;
use super::world::World;
use crate::value;
use crate::value::Value;

/// The identity behind a call. Today every world has one, which may do everything, as the role that a class is given;
/// policies are evaluated against it once principals of the world can call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The account that it belongs to.
    pub account: String,
    /// Its ARN.
    pub arn: String,
    /// `AROA...:learner`.
    pub id: String,
    /// `AssumedRole`, as CloudTrail words it.
    pub kind: &'static str,
    /// The name that event history shows.
    pub name: String,
}

impl Principal {
    /// The role that a class works as, in an account of the world.
    #[must_use]
    pub fn learner(world: &World, account: &str) -> Principal {
        let role = Seed::new(world.seed, account, "principal", 0).unique(17);
        Principal {
            account: account.to_owned(),
            arn: format!("arn:aws:sts::{account}:assumed-role/WorkshopParticipant/learner"),
            id: format!("AROA{role}:learner"),
            kind: "AssumedRole",
            name: "learner".to_owned(),
        }
    }

    /// The `userIdentity` of its CloudTrail events.
    pub(crate) fn identity(&self) -> Value {
        value!({
            "type": (self.kind),
            "principalId": (&self.id),
            "arn": (&self.arn),
            "accountId": (&self.account),
        })
    }
}
