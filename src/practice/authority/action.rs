//! The action that a call needs, by its operation and by what it names.

use crate::api::{action, action_on_version, is_free as needs_nothing};
use crate::practice::model::Model;
use crate::value::Value;

/// The one that is allowed or denied object by object.
const EACH: (&str, &str) = ("s3", "DeleteObjects");

/// The action of a call: `s3:ListBucket`.
pub(super) fn of(model: Model, input: &Value) -> String {
    let plain = action(model.service, &model.operation.name);
    if input.get("VersionId").is_null() {
        plain
    } else {
        action_on_version(&plain).to_owned()
    }
}

/// True where everybody may, where the policy of the role decides, or where the handler asks.
pub(super) fn is_free(model: Model, action: &str) -> bool {
    let (service, operation) = (model.service.name.as_str(), model.operation.name.as_str());
    needs_nothing(action) || action == super::TRUST || (service, operation) == EACH
}
