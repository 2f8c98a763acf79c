//! Leaving what goes on: back to the menu, or out of the run.

use super::{Phase, Session};
use crate::event::{Event, Verdict};
use jiff::Timestamp;

impl Session {
    /// Leaves what goes on for the menu; false where there is none to come back to.
    pub(super) fn comes_back(&mut self, now: Timestamp, told: &mut Vec<Event>) -> bool {
        match self.phase {
            Phase::Entering => self.blocked = true,
            Phase::Awaiting { last: false, .. } => (self.blocked, self.gated) = (true, true),
            Phase::Awaiting { leg, last: true } => {
                self.arrive(leg, true, now, told);
                return true;
            }
            Phase::Looking => {
                self.phase = Phase::Showing;
                return true;
            }
            Phase::Showing
            | Phase::Jumping
            | Phase::Refreshing
            | Phase::Working
            | Phase::Querying
            | Phase::Checking(_)
            | Phase::Telling(_) => {}
            Phase::Opening
            | Phase::Surveying { .. }
            | Phase::Listing
            | Phase::Choosing
            | Phase::Advising(_)
            | Phase::Cleaning
            | Phase::Returning
            | Phase::Proving
            | Phase::Tidying
            | Phase::Over(_) => return false,
        }
        self.phase = Phase::Choosing;
        true
    }

    pub(super) fn stop(&mut self, now: Timestamp, told: &mut Vec<Event>) {
        let within = match self.phase {
            Phase::Opening | Phase::Surveying { .. } | Phase::Listing | Phase::Tidying | Phase::Over(_) => {
                false
            }
            Phase::Entering
            | Phase::Looking
            | Phase::Showing
            | Phase::Choosing
            | Phase::Jumping
            | Phase::Refreshing
            | Phase::Working
            | Phase::Checking(_)
            | Phase::Telling(_)
            | Phase::Querying
            | Phase::Advising(_)
            | Phase::Cleaning
            | Phase::Returning
            | Phase::Proving => true,
            Phase::Awaiting { last, .. } => !last,
        };
        for leg in std::mem::take(&mut self.deferred) {
            let id = self.legs[leg].id.clone();
            self.record(&id, Verdict::Stopped, false, now, told);
        }
        if within {
            let id = self.leg().id.clone();
            self.record(&id, Verdict::Stopped, false, now, told);
        }
        self.trouble = self.trouble.max(self.pending);
        self.end(Verdict::Stopped, now, told);
    }
}
