//! Tags of detectors and filters.

use super::{DETECTOR, FILTER, FINDING, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::{Map, Value};

/// Tags that a thing may have.
const QUOTA: usize = 50;

/// Gives a new record the tags of the input, if there are any.
pub(super) fn keep(record: &mut Value, tags: &Value) {
    if tags.as_map().is_some_and(|tags| !tags.is_empty()) {
        record.set("Tags", tags);
    }
}

pub(super) fn tag(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (of, id) = named(call, given.text("ResourceArn"))?;
    let more = given.value("Tags").as_map().cloned().unwrap_or_default();
    let mut tags = call
        .get(of, &id)?
        .get("Tags")
        .as_map()
        .cloned()
        .unwrap_or_default();
    tags.extend(more);
    if tags.len() > QUOTA
        || tags
            .keys()
            .any(|key| key.to_ascii_lowercase().starts_with("aws:"))
    {
        return Err(unfit());
    }
    store(call, of, &id, tags)
}

pub(super) fn untag(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (of, id) = named(call, given.text("ResourceArn"))?;
    let keys = given.texts("TagKeys");
    let mut tags = call
        .get(of, &id)?
        .get("Tags")
        .as_map()
        .cloned()
        .unwrap_or_default();
    tags.retain(|key, _| !keys.contains(&key.as_str()));
    store(call, of, &id, tags)
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (of, id) = named(call, given.text("ResourceArn"))?;
    let tags = call
        .get(of, &id)?
        .get("Tags")
        .as_map()
        .cloned()
        .unwrap_or_default();
    Ok(value!({ "Tags": tags }))
}

fn store(call: &mut Call<'_>, of: &Resource, id: &str, tags: Map) -> Answer {
    call.edit(of, id, |record| {
        if tags.is_empty() {
            if let Some(members) = record.as_map_mut() {
                members.shift_remove("Tags");
            }
        } else {
            record.set("Tags", tags);
        }
    })?;
    Ok(Value::map())
}

/// The thing that an ARN names.
fn named(call: &Call<'_>, arn: &str) -> Result<(&'static Resource, String), Refusal> {
    let own = format!("arn:aws:guardduty:{}:{}:detector/", call.region, call.account);
    let rest = arn.strip_prefix(&own).ok_or_else(unfit)?;
    let (of, id): (&'static Resource, String) = match rest.split('/').collect::<Vec<_>>().as_slice() {
        [detector] => (&DETECTOR, (*detector).to_owned()),
        [detector, "filter", name] => (&FILTER, format!("{detector}/{name}")),
        [_, "finding", _] => return Err(Refusal::unmodelled(&format!("tags of {}", FINDING.kind))),
        _ => return Err(unfit()),
    };
    call.get(of, &id)?;
    Ok((of, id))
}
