//! Parts inside of records, which have ids but no shelf of their own.

use crate::practice::call::Call;
use crate::practice::ids::Form;
use crate::value::Value;

/// An id of something inside a record, as `rtbassoc-0123...`.
pub(super) fn id(call: &mut Call<'_>, prefix: &str) -> String {
    call.random(&format!("ec2:{prefix}")).id(prefix, Form::Hex17)
}

/// Adds an item to a record's list.
pub(super) fn add(record: &mut Value, list: &str, item: Value) {
    let mut items = record.get(list).items().to_vec();
    items.push(item);
    record.set(list, items);
}

/// Takes the items out of a record's list whose member is `text`.
pub(super) fn without(record: &mut Value, list: &str, member: &str, text: &str) {
    let left: Value = record
        .get(list)
        .items()
        .iter()
        .filter(|item| item.get(member).text() != text)
        .cloned()
        .collect();
    record.set(list, left);
}
