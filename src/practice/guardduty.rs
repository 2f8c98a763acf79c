//! GuardDuty: the detector of a region, the findings it shows, and the filters that sort them.
//!
//! Findings are samples: GuardDuty makes one for each type that is asked for, about resources that do not exist. They
//! arrive a while after they were asked for. Wording is AWS's as callers report it; where AWS documents a behaviour
//! without its wording, the refusal is the one AWS gives for any unfit input ([`unfit`]). Sources: GuardDuty API
//! reference and user guide, read 2026-11-24.

mod catalogue;
mod criteria;
mod detector;
mod feature;
mod filters;
mod findings;
mod sample;
mod statistics;
mod tags;
mod trial;

#[cfg(test)]
mod tests;

use super::given::Given;
use super::ids::Form;
use super::refusal::Refusal;
use super::registry::{Family, Move, Service};
use super::resource::Resource;
use jiff::Timestamp;

/// A detector: GuardDuty, switched on in a region.
pub(crate) static DETECTOR: Resource = Resource {
    kind: "guardduty:detector",
    shape: "GetDetectorResponse",
    key: "DetectorId",
    form: Form::Hex32,
    absent: (
        "BadRequestException",
        "The request is rejected because the input detectorId is not owned by the current account.",
    ),
    ..Resource::NONE
};

/// A finding. GuardDuty deletes none: an archived one is what there is instead.
pub(crate) static FINDING: Resource = Resource {
    kind: "guardduty:finding",
    shape: "Finding",
    key: "Id",
    form: Form::Hex32,
    absent: ("BadRequestException", NO_SUCH_RESOURCE),
    refs: &[("Service.DetectorId", "guardduty:detector")],
    ghost: Some(("_state", "archived")),
    ..Resource::NONE
};

/// A saved filter, under `detector/name`.
pub(crate) static FILTER: Resource = Resource {
    kind: "guardduty:filter",
    shape: "GetFilterResponse",
    key: "Name",
    absent: ("BadRequestException", NO_SUCH_RESOURCE),
    refs: &[("_detector", "guardduty:detector")],
    ..Resource::NONE
};

const NO_SUCH_RESOURCE: &str = "The request is rejected since no such resource found.";

/// The service.
pub(crate) static SERVICE: Service = Service {
    name: "guardduty",
    families: &[&Family {
        resources: &[&DETECTOR, &FINDING, &FILTER],
        moves: &[
            ("CreateDetector", Move::Do(detector::create)),
            ("GetDetector", Move::Do(detector::get)),
            ("ListDetectors", Move::Do(detector::list)),
            ("UpdateDetector", Move::Do(detector::update)),
            ("DeleteDetector", Move::Do(detector::delete)),
            ("CreateSampleFindings", Move::Do(findings::create_samples)),
            ("ListFindings", Move::Do(findings::list)),
            ("GetFindings", Move::Do(findings::get)),
            ("ArchiveFindings", Move::Do(findings::archive)),
            ("UnarchiveFindings", Move::Do(findings::unarchive)),
            ("UpdateFindingsFeedback", Move::Do(findings::feedback)),
            ("GetFindingsStatistics", Move::Do(statistics::get)),
            ("CreateFilter", Move::Do(filters::create)),
            ("GetFilter", Move::Do(filters::get)),
            ("ListFilters", Move::Do(filters::list)),
            ("UpdateFilter", Move::Do(filters::update)),
            ("DeleteFilter", Move::Do(filters::delete)),
            ("TagResource", Move::Do(tags::tag)),
            ("UntagResource", Move::Do(tags::untag)),
            ("ListTagsForResource", Move::Do(tags::list)),
            ("GetRemainingFreeTrialDays", Move::Do(trial::remaining)),
        ],
        timers: &[(findings::ARRIVE, findings::arrive)],
    }],
    ..Service::NONE
};

/// The refusal of input that does not fit, in the words that GuardDuty has for all of it.
fn unfit() -> Refusal {
    rejected("an invalid or out-of-range value is specified as an input parameter.")
}

/// The refusal for a reason.
fn rejected(because: &str) -> Refusal {
    Refusal::new(
        "BadRequestException",
        format!("The request is rejected because {because}"),
    )
}

/// Items that a page may ask for.
const PAGE: i64 = 50;

/// That a call asks for a page of a size that GuardDuty gives.
///
/// # Errors
/// A page that is too long.
fn paged(given: &Given<'_>) -> Result<(), Refusal> {
    if given.int("MaxResults").is_some_and(|size| size > PAGE) {
        Err(unfit())
    } else {
        Ok(())
    }
}

/// An instant as GuardDuty writes most of them: as text, to the millisecond.
fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}
