//! A host over doubles, from a runbook's text.

use super::*;

/// The engine with every word.
pub(super) fn engine() -> rhai::Engine {
    let doors = survey::nowhere();
    engine::build(
        &std::sync::Arc::new(stage::Stage::new(doors)),
        &std::sync::Arc::default(),
    )
}
