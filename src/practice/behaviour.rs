//! What happens in the world by itself: traffic on its networks, and the logs of it that are delivered.
//!
//! Nothing of it is computed before somebody can see it: a call that looks at logs or objects, or that is about to
//! change the world, first lets happen what is due ([`delivery::due`]).

mod delivery;
mod traffic;

use super::model::Model;
use super::world::World;

/// Lets happen what is due before a call that looks or changes.
pub(super) fn before(world: &mut World, model: Model) {
    let looks = matches!(model.service.name.as_str(), "logs" | "s3");
    let asks = model.operation.name == "DescribeFlowLogs";
    if looks || asks || model.operation.class.mutates() {
        delivery::due(world);
    }
}
