//! Where a session stands.

use crate::engine::action::Look;
use crate::engine::menu::Key;
use crate::event::Verdict;

/// Where a session stands within the run and within its step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Opening,
    /// `cleanup` after a crash: one look at each step, so that what was created and never claimed is claimed.
    Surveying {
        entered: bool,
    },
    Listing,
    Entering,
    Looking,
    Showing,
    Choosing,
    Jumping,
    /// Entering again before the person's check, for setup may find something else by now.
    Refreshing,
    Working,
    Checking(Look),
    Telling(Key),
    Querying,
    /// What a leg put off is waited for: before the step that needs it, or at last.
    Awaiting {
        leg: usize,
        last: bool,
    },
    /// Nobody is there to ask for a hint: it is given with the verdict.
    Advising(Verdict),
    Cleaning,
    Returning,
    Proving,
    Tidying,
    Over(Verdict),
}
