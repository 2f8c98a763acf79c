//! Findings: asked for as samples, arriving later, listed, read, archived, judged.

use super::criteria::{Attribute, Criteria};
use super::sample::{self, Place};
use super::{DETECTOR, FILTER, FINDING, catalogue, paged, stamp, unfit};
use crate::practice::call::Call;
use crate::practice::change::Then;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// How long samples take to show. Illustrative: AWS says "within minutes" and is often quicker.
const DELAY: Duration = Duration::from_secs(90);

/// The timer that brings samples.
pub(super) const ARRIVE: &str = "samples";

/// Ids that one call may name.
const BATCH: usize = 50;

/// Puts samples of the types off until they arrive; of all types where none is said.
pub(super) fn create_samples(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("DetectorId");
    let types = given.texts("FindingTypes");
    call.get(&DETECTOR, id)?;
    if types.len() > BATCH || types.iter().any(|name| catalogue::find(name).is_none()) {
        return Err(unfit());
    }
    let batch: Value = types.into_iter().map(Value::from).collect();
    call.edit(&DETECTOR, id, |detector| {
        let mut batches = detector.get("_samples").items().to_vec();
        batches.push(batch);
        detector.set("_samples", batches);
    })?;
    call.later(DELAY, &DETECTOR, id, Then::Do(ARRIVE.to_owned()));
    Ok(Value::map())
}

/// The next batch of samples arrives, unless its detector is gone.
pub(super) fn arrive(call: &mut Call<'_>, detector: &str) {
    let mut batch = None;
    let edited = call.edit(&DETECTOR, detector, |record| {
        let mut batches = record.get("_samples").items().to_vec();
        batch = (!batches.is_empty()).then(|| batches.remove(0));
        record.set("_samples", batches);
        if record.get("_samples").items().is_empty()
            && let Some(members) = record.as_map_mut()
        {
            members.shift_remove("_samples");
        }
    });
    let (Ok(_), Some(batch)) = (edited, batch) else {
        return;
    };
    let wanted = batch.items();
    let all = catalogue::all().iter();
    for kind in all.filter(|kind| wanted.is_empty() || wanted.iter().any(|name| name.text() == kind.name)) {
        appear(call, detector, kind);
    }
}

/// A sample of a type: a new finding, or the one that is there, seen once more. One that was archived shows again.
fn appear(call: &mut Call<'_>, detector: &str, kind: &'static catalogue::FindingType) {
    let now = call.now();
    let there = call
        .all(&FINDING)
        .find(|finding| {
            finding.get("Type").text() == kind.name && finding.at("Service.DetectorId").text() == detector
        })
        .cloned();
    let mut finding = match there {
        Some(mut finding) => {
            let count = finding.at("Service.Count").as_int().unwrap_or(0) + 1;
            finding.set("UpdatedAt", stamp(now));
            within(&mut finding, "Count", count);
            within(&mut finding, "EventLastSeen", stamp(now));
            finding
        }
        None => {
            let id = call.mint(&FINDING).id(FINDING.prefix, FINDING.form);
            let place = Place {
                account: &call.account,
                region: &call.region,
                detector,
            };
            sample::finding(kind, &place, &id, now)
        }
    };
    let hidden = suppressed(call, detector, &finding);
    shelve(&mut finding, hidden);
    let id = finding.get("Id").text().to_owned();
    call.keep(&FINDING, &id, finding);
}

/// True where a filter of the detector archives such findings by itself.
fn suppressed(call: &Call<'_>, detector: &str, finding: &Value) -> bool {
    call.all(&FILTER)
        .filter(|filter| {
            filter.get("_detector").text() == detector && filter.get("Action").text() == "ARCHIVE"
        })
        .any(|filter| {
            Criteria::of(filter.get("FindingCriteria")).is_ok_and(|criteria| criteria.admits(finding))
        })
}

/// Marks a finding as archived or not. GuardDuty deletes none: an archived one is what there is instead, and counts as
/// gone when worlds are compared.
fn shelve(finding: &mut Value, archived: bool) {
    within(finding, "Archived", archived);
    finding.set("_state", if archived { "archived" } else { "current" });
}

/// Sets a member of the finding's `Service`.
fn within(finding: &mut Value, member: &str, value: impl Into<Value>) {
    if let Some(service) = finding
        .as_map_mut()
        .and_then(|members| members.get_mut("Service"))
    {
        service.set(member, value);
    }
}

/// The findings of a detector that fit the criteria of a call.
///
/// # Errors
/// No such detector, or criteria that do not fit.
pub(super) fn admitted<'c>(call: &'c Call<'_>, given: &Given<'_>) -> Result<Vec<&'c Value>, Refusal> {
    let detector = given.text("DetectorId");
    call.get(&DETECTOR, detector)?;
    let criteria = Criteria::given(given)?;
    Ok(call
        .all(&FINDING)
        .filter(|finding| finding.at("Service.DetectorId").text() == detector && criteria.admits(finding))
        .collect())
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    paged(given)?;
    let mut findings = admitted(call, given)?;
    sort(&mut findings, given)?;
    let ids: Vec<Value> = findings
        .into_iter()
        .map(|finding| finding.get("Id").clone())
        .collect();
    let ids = call.cut(given, ids)?;
    Ok(value!({ "FindingIds": ids }))
}

/// Ids that there are not are passed over, as GuardDuty does.
pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let ids = named(call, given)?;
    let mut findings: Vec<&Value> = ids.iter().filter_map(|id| call.found(&FINDING, id)).collect();
    sort(&mut findings, given)?;
    let findings: Value = findings.into_iter().cloned().collect();
    Ok(value!({ "Findings": findings }))
}

fn sort(findings: &mut [&Value], given: &Given<'_>) -> Result<(), Refusal> {
    let order = given.get("SortCriteria");
    if let Some(name) = order.opt("AttributeName") {
        let attribute = Attribute::named(name)?;
        findings.sort_by(|one, other| attribute.order(one, other));
    }
    if order.opt("OrderBy") == Some("DESC") {
        findings.reverse();
    }
    Ok(())
}

pub(super) fn archive(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    set_archived(call, given, true)
}

pub(super) fn unarchive(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    set_archived(call, given, false)
}

fn set_archived(call: &mut Call<'_>, given: &Given<'_>, archived: bool) -> Answer {
    for id in named(call, given)? {
        call.edit(&FINDING, &id, |finding| shelve(finding, archived))?;
    }
    Ok(Value::map())
}

pub(super) fn feedback(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (word, comments) = (given.text("Feedback"), given.opt("Comments"));
    for id in named(call, given)? {
        call.edit(&FINDING, &id, |finding| {
            within(finding, "UserFeedback", word);
            if let Some(comments) = comments {
                finding.set("_comments", comments);
            }
        })?;
    }
    Ok(Value::map())
}

/// The ids that a call names, of those that the detector has.
fn named(call: &Call<'_>, given: &Given<'_>) -> Result<Vec<String>, Refusal> {
    let detector = given.text("DetectorId");
    call.get(&DETECTOR, detector)?;
    let ids = given.texts("FindingIds");
    if ids.len() > BATCH {
        return Err(unfit());
    }
    let has = |id: &&str| {
        call.found(&FINDING, id)
            .is_some_and(|finding| finding.at("Service.DetectorId").text() == detector)
    };
    Ok(ids.into_iter().filter(has).map(str::to_owned).collect())
}
