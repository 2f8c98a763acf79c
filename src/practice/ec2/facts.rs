//! Images of Amazon Linux and instance types: facts, embedded, read when first asked for.
//!
//! Source: the PyPI package moto 5.2.5 (Apache-2.0), which has them from AWS, October 2026; `tools/compute_facts.py`
//! extracts them. They are what they are whatever the world's clock says.

use crate::value::Value;
use flate2::read::GzDecoder;
use std::sync::LazyLock;

static FACTS: LazyLock<Value> = LazyLock::new(|| {
    let packed = include_bytes!("compute_facts.json.gz");
    let facts = serde_json::from_reader(GzDecoder::new(packed.as_slice()))
        .expect("the embedded facts are well-formed");
    Value::from_json(facts).expect("the embedded facts are plain")
});

/// What a region has: `images`, `parameters` (of Systems Manager, their last part and the image's id), `zones` (the
/// letters of those that offer a type).
pub(super) fn region(name: &str) -> &'static Value {
    FACTS.get("regions").get(name)
}

/// The facts have the types of the free plan of accounts opened since July 2025; the practice account is older, and
/// `t2.micro` is in its free tier (AWS: *Amazon EC2 Free Tier benefits before and after July 15, 2025*).
static TYPES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut types = FACTS.get("types").items().to_vec();
    for kind in &mut types {
        if kind.get("InstanceType").text() == "t2.micro" {
            kind.set("FreeTierEligible", true);
        }
    }
    types
});

/// All instance types of the table, as `DescribeInstanceTypes` has them.
pub(super) fn types() -> &'static [Value] {
    &TYPES
}
