//! Saved filters. One with the action `ARCHIVE` archives what arrives and fits: a suppression rule.

use super::criteria::Criteria;
use super::{DETECTOR, FILTER, paged, rejected, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;

/// Filters a detector may have (GuardDuty user guide, "GuardDuty quotas").
const QUOTA: usize = 100;

pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (detector, name) = (given.text("DetectorId"), given.text("Name"));
    call.get(&DETECTOR, detector)?;
    let id = format!("{detector}/{name}");
    if call.found(&FILTER, &id).is_some() {
        return Err(rejected("a filter with the given name already exists."));
    }
    Criteria::given(given)?;
    let there = call.with(&FILTER, "_detector", detector).len();
    if there >= QUOTA {
        return Err(rejected("the number of filters would exceed the quota."));
    }
    let now = call.now();
    let rank = i64::try_from(there).unwrap_or(i64::MAX).saturating_add(1);
    let mut record = value!({
        "Name": name,
        "Action": (given.opt("Action").unwrap_or("NOOP")),
        "Rank": (given.int("Rank").unwrap_or(rank)),
        "FindingCriteria": (given.value("FindingCriteria")),
        "CreatedAt": now,
        "UpdatedAt": now,
        "Version": 1,
        "_detector": detector,
    });
    if let Some(description) = given.opt("Description") {
        record.set("Description", description);
    }
    tags::keep(&mut record, given.value("Tags"));
    call.keep(&FILTER, &id, record);
    Ok(value!({ "Name": name }))
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = named(call, given)?;
    call.get(&FILTER, &id).cloned()
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let detector = given.text("DetectorId");
    call.get(&DETECTOR, detector)?;
    paged(given)?;
    let names: Vec<Value> = call
        .all(&FILTER)
        .filter(|filter| filter.get("_detector").text() == detector)
        .map(|filter| filter.get("Name").clone())
        .collect();
    let names = call.cut(given, names)?;
    Ok(value!({ "FilterNames": names }))
}

pub(super) fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = named(call, given)?;
    if given.has("FindingCriteria") {
        Criteria::given(given)?;
    }
    let now = call.now();
    let changes: Vec<(&str, Value)> = ["Description", "Action", "Rank", "FindingCriteria"]
        .into_iter()
        .map(|member| (member, given.value(member).clone()))
        .filter(|(_, value)| !value.is_null())
        .collect();
    let filter = call.edit(&FILTER, &id, |filter| {
        let version = filter.get("Version").as_int().unwrap_or(1) + 1;
        for (member, value) in changes {
            filter.set(member, value);
        }
        filter.set("Version", version);
        filter.set("UpdatedAt", now);
    })?;
    Ok(value!({ "Name": (filter.get("Name")) }))
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = named(call, given)?;
    call.remove(&FILTER, &id)?;
    Ok(Value::map())
}

/// The id of the filter that a call names, which must be there.
fn named(call: &Call<'_>, given: &Given<'_>) -> Result<String, crate::practice::refusal::Refusal> {
    let detector = given.text("DetectorId");
    call.get(&DETECTOR, detector)?;
    let id = format!("{detector}/{}", given.text("FilterName"));
    call.get(&FILTER, &id)?;
    Ok(id)
}
