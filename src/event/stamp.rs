//! When an event happened, for those that say.

use super::Event;
use jiff::Timestamp;

impl Event {
    /// The time on the wall, for starts, ends and what was put off; what lies between happened between.
    #[must_use]
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Event::RunStarted { at, .. }
            | Event::RunResumed { at, .. }
            | Event::StepStarted { at, .. }
            | Event::Deferred { at, .. }
            | Event::StepFinished { at, .. }
            | Event::RunFinished { at, .. }
            | Event::RunUndone { at, .. } => Some(*at),
            Event::StepLooked { .. }
            | Event::ProseShown { .. }
            | Event::BlockStarted { .. }
            | Event::BlockFinished { .. }
            | Event::Answered { .. }
            | Event::Said { .. }
            | Event::TableShown { .. }
            | Event::ChartShown { .. }
            | Event::SecretShown { .. }
            | Event::CallIntended { .. }
            | Event::CallAnswered { .. }
            | Event::Checked { .. }
            | Event::Waited { .. }
            | Event::StepsListed { .. }
            | Event::Claimed { .. }
            | Event::Remembered { .. }
            | Event::Released { .. }
            | Event::HoldingsListed { .. }
            | Event::NotUndone { .. }
            | Event::CostTold { .. }
            | Event::LeftOver { .. } => None,
        }
    }
}
