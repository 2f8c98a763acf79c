//! Regions and their zones.
//!
//! Facts: the regions of the partition `aws` and which of them an account must opt in to, from botocore 1.43's
//! endpoints and AWS's *Regions* page, November 2026. Zone letters and ids of the regions that every account has, from
//! moto 5.2.5, which has them from real accounts; AWS maps letters to ids anew for no account opened since November
//! 2025 (AWS: *AZ IDs*), so that one table serves all.

use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// A region that every account has: its name, the stem of its zones' ids, letter and number of each zone.
struct Open(&'static str, &'static str, &'static [(char, u8)]);

const OPEN: &[Open] = &[
    Open("ap-northeast-1", "apne1", &[('a', 4), ('c', 1), ('d', 2)]),
    Open(
        "ap-northeast-2",
        "apne2",
        &[('a', 1), ('b', 2), ('c', 3), ('d', 4)],
    ),
    Open("ap-northeast-3", "apne3", &[('a', 1), ('b', 2), ('c', 3)]),
    Open("ap-south-1", "aps1", &[('a', 1), ('b', 3), ('c', 2)]),
    Open("ap-southeast-1", "apse1", &[('a', 1), ('b', 2), ('c', 3)]),
    Open("ap-southeast-2", "apse2", &[('a', 1), ('b', 3), ('c', 2)]),
    Open("ca-central-1", "cac1", &[('a', 1), ('b', 2), ('d', 4)]),
    Open("eu-central-1", "euc1", &[('a', 1), ('b', 2), ('c', 3)]),
    Open("eu-north-1", "eun1", &[('a', 1), ('b', 2), ('c', 3)]),
    Open("eu-west-1", "euw1", &[('a', 3), ('b', 1), ('c', 2)]),
    Open("eu-west-2", "euw2", &[('a', 2), ('b', 3), ('c', 1)]),
    Open("eu-west-3", "euw3", &[('a', 1), ('b', 2), ('c', 3)]),
    Open("sa-east-1", "sae1", &[('a', 1), ('b', 2), ('c', 3)]),
    Open(
        "us-east-1",
        "use1",
        &[('a', 6), ('b', 1), ('c', 2), ('d', 4), ('e', 3), ('f', 5)],
    ),
    Open("us-east-2", "use2", &[('a', 1), ('b', 2), ('c', 3)]),
    Open("us-west-1", "usw1", &[('a', 3), ('b', 1)]),
    Open("us-west-2", "usw2", &[('a', 2), ('b', 1), ('c', 3), ('d', 4)]),
];

/// The regions that an account must opt in to; a fresh one has not.
const CLOSED: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// Zone name and zone id of each zone of a region, in the order of the letters.
pub(crate) fn zones(region: &str) -> impl Iterator<Item = (String, String)> {
    let found = OPEN.iter().find(|open| open.0 == region);
    found.into_iter().flat_map(|Open(name, stem, zones)| {
        zones
            .iter()
            .map(move |(letter, number)| (format!("{name}{letter}"), format!("{stem}-az{number}")))
    })
}

/// That a region exists and the account has it.
///
/// # Errors
/// The refusal that AWS gives in a region without opt-in, where no key of the account is known; for a region that does
/// not exist, what a client says that finds no endpoint.
pub(in crate::practice) fn enabled(service: &str, region: &str) -> Result<(), Refusal> {
    if OPEN.iter().any(|open| open.0 == region) {
        return Ok(());
    }
    if !CLOSED.contains(&region) {
        return Err(Refusal {
            code: "EndpointConnectionError".to_owned(),
            message: format!("there is no endpoint of {service} in `{region}`: AWS has no such region"),
            status: None,
            fault: crate::port::Fault::Invalid,
        });
    }
    Err(if service == "ec2" {
        Refusal::new(
            "AuthFailure",
            "AWS was not able to validate the provided access credentials",
        )
        .status(401)
    } else {
        Refusal::new(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        )
        .status(403)
    })
}

/// Regions and zones.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DescribeAvailabilityZones", Move::Do(describe_zones)),
        ("DescribeRegions", Move::Do(describe)),
    ],
    ..Family::NONE
};

static REGION: Resource = Resource {
    kind: "ec2:region",
    shape: "Region",
    key: "RegionName",
    filters: &["endpoint", "opt-in-status", "region-name"],
    ..Resource::NONE
};

static ZONE: Resource = Resource {
    kind: "ec2:zone",
    shape: "AvailabilityZone",
    key: "ZoneName",
    filters: &[
        "group-name",
        "message=Messages.Message",
        "opt-in-status",
        "parent-zone-id",
        "parent-zone-name",
        "region-name",
        "state",
        "zone-id",
        "zone-name",
        "zone-type",
    ],
    ..Resource::NONE
};

/// `DescribeRegions`: the enabled ones, or all.
pub(super) fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let all = given.flag("AllRegions") == Some(true);
    let names = given.texts("RegionNames");
    let filters = Filter::read(call, &REGION, given)?;
    let known = |name: &&str| OPEN.iter().any(|open| open.0 == *name) || CLOSED.contains(name);
    if let Some(absent) = names.iter().find(|name| !known(name)) {
        return Err(Refusal::new(
            "InvalidParameterValue",
            format!("Invalid region name provided: {absent}"),
        ));
    }
    let closed = CLOSED.iter().map(|name| (*name, "not-opted-in"));
    let regions: Value = OPEN
        .iter()
        .map(|open| (open.0, "opt-in-not-required"))
        .chain(closed)
        .filter(|(name, status)| all || names.contains(name) || *status != "not-opted-in")
        .filter(|(name, _)| names.is_empty() || names.contains(name))
        .map(|(name, status)| {
            value!({
                "OptInStatus": status,
                "RegionName": name,
                "Endpoint": (format!("ec2.{name}.amazonaws.com")),
            })
        })
        .filter(|region| filters.iter().all(|filter| filter.admits(region)))
        .collect();
    Ok(value!({ "Regions": regions }))
}

/// `DescribeAvailabilityZones` of the region that is called.
pub(super) fn describe_zones(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    // Local and Wavelength Zones that are not opted in to would be added; practice has none.
    given.flag("AllAvailabilityZones");
    let (names, ids) = (given.texts("ZoneNames"), given.texts("ZoneIds"));
    let filters = Filter::read(call, &ZONE, given)?;
    let region = call.region.clone();
    let zones: Vec<(String, String)> = zones(&region).collect();
    for name in &names {
        if !zones.iter().any(|(known, _)| known == name) {
            let message = format!("Invalid availability zone: [{name}]");
            return Err(Refusal::new("InvalidParameterValue", message));
        }
    }
    for id in &ids {
        if !zones.iter().any(|(_, known)| known == id) {
            let message = format!("Invalid availability zone-id: [{id}]");
            return Err(Refusal::new("InvalidParameterValue", message));
        }
    }
    let zones: Value = zones
        .iter()
        .filter(|(name, _)| names.is_empty() || names.contains(&name.as_str()))
        .filter(|(_, id)| ids.is_empty() || ids.contains(&id.as_str()))
        .map(|(name, id)| {
            value!({
                "OptInStatus": "opt-in-not-required",
                "Messages": [],
                "RegionName": (&region),
                "ZoneName": name,
                "ZoneId": id,
                "GroupName": (format!("{region}-zg-1")),
                "NetworkBorderGroup": (&region),
                "ZoneType": "availability-zone",
                "State": "available",
            })
        })
        .filter(|zone| filters.iter().all(|filter| filter.admits(zone)))
        .collect();
    Ok(value!({ "AvailabilityZones": zones }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_listed_once() {
        let mut names: Vec<&str> = OPEN
            .iter()
            .map(|open| open.0)
            .chain(CLOSED.iter().copied())
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), count), (34, 34));
        assert_eq!(zones("us-east-1").count(), 6);
        assert_eq!(
            zones("ca-central-1").last().unwrap(),
            ("ca-central-1d".into(), "cac1-az4".into())
        );
    }
}
