//! `preflight` against moto's server: an account that is somebody else's reading of AWS. What moto does not serve could
//! not be told, each for itself, and ends nothing.

use super::moto::Moto;
use crate::support::Lab;
use serde_json::Value as Json;
use std::collections::BTreeMap;

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

/// What moto serves comes out as in practice.
const SERVED: &[&str] = &[
    "account 123456789012",
    "us-east-1",
    "VPCs per Region",
    "internet gateways per Region",
    "NAT gateways per zone",
    "t2.micro",
    "t3.micro",
    "GuardDuty",
    "Amazon Inspector",
];

/// What it does not: simulations, quotas of EC2.
const NOT_SERVED: &[&str] = &[
    "what policies allow",
    "elastic IP addresses",
    "vCPUs of on-demand instances",
];

#[test]
fn preflight_in_motos_account_tells_what_it_can() {
    let moto = Moto::start();
    let lab = Lab::new().against(&moto.url, "us-east-1");
    let told = lab
        .run(&["--output", "json", "preflight", DAY1, "--live"])
        .code(1)
        .stdout();
    let told: Json = serde_json::from_str(&told).unwrap();
    let found: BTreeMap<&str, &str> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            (
                finding["subject"].as_str().unwrap(),
                finding["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    for subject in SERVED {
        assert_eq!(found.get(subject), Some(&"ready"), "{subject}: {told}");
    }
    for subject in NOT_SERVED {
        assert_eq!(
            found.get(subject),
            Some(&"could-not-be-told"),
            "{subject}: {told}"
        );
    }
    // Nobody is bound to the neighbour's account.
    assert_eq!(
        found.get("further account `partner`"),
        Some(&"attention"),
        "{told}"
    );
}
