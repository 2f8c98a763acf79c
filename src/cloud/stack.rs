//! The layers around a target, in order.

use crate::api::Catalogue;
use crate::port::{Cloud, Latch, Sink};
use std::sync::Arc;

/// What a run is pinned to: shown and agreed to at its start, compared again before each mutating step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// The account's id.
    pub account: String,
    /// The region of calls that name none.
    pub region: String,
    /// The regions of the front matter, the only ones where a call may mutate; empty where it names none.
    pub regions: Vec<String>,
}

/// What the layers need of the outside.
#[derive(Clone)]
pub struct Doors {
    /// The models.
    pub catalogue: &'static Catalogue,
    /// Who hears of calls.
    pub sink: Arc<dyn Sink>,
    /// The stop that a refused call sets.
    pub latch: Latch,
}

/// The target inside its layers: validation, ledger, guard, pages, from the outside in.
#[must_use]
pub fn stack(inner: Arc<dyn Cloud>, pin: Pin, doors: Doors) -> Arc<dyn Cloud> {
    let Doors { .. } = doors;
    todo!("{pin:?} {}", Arc::strong_count(&inner))
}
