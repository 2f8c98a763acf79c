//! What `cleanup` does besides: the survey, the list, the verdict of a step that was undone.

use super::{Phase, Session};
use crate::engine::Trouble;
use crate::event::{Event, Verdict};
use jiff::Timestamp;

impl Session {
    pub(super) fn survey_from(&mut self, at: usize) {
        let next = (at..self.legs.len()).find(|at| self.legs[*at].checks);
        self.at = next.unwrap_or(0);
        self.phase = match next {
            Some(_) => Phase::Surveying { entered: false },
            None => Phase::Listing,
        };
    }

    pub(super) fn listed(
        &mut self,
        holding: Vec<String>,
        agreed: bool,
        now: Timestamp,
        told: &mut Vec<Event>,
    ) {
        if holding.is_empty() {
            self.phase = Phase::Tidying;
        } else if agreed {
            self.holding = holding;
            self.arrive(0, false, now, told);
        } else {
            self.trouble = Some(Trouble::Refused);
            self.end(Verdict::Skipped, now, told);
        }
    }

    pub(super) fn cleaned(&mut self, still: bool, now: Timestamp, told: &mut Vec<Event>) {
        let verdict = match (self.pending, still) {
            (Some(_), _) => Verdict::Errored,
            (None, true) => Verdict::Failed,
            (None, false) => Verdict::Passed,
        };
        self.finish(verdict, false, now, told);
    }
}
