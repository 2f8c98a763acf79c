//! Attributes of an account (AWS: *DescribeAccountAttributes*). The limits are those of an account that never asked
//! for more, November 2026.

use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// What an account has.
pub(super) static FAMILY: Family = Family {
    moves: &[("DescribeAccountAttributes", Move::Do(describe))],
    ..Family::NONE
};

const LIMITS: &[(&str, &str)] = &[
    ("supported-platforms", "VPC"),
    ("vpc-max-security-groups-per-interface", "5"),
    ("max-elastic-ips", "5"),
    ("max-instances", "20"),
    ("vpc-max-elastic-ips", "5"),
];

/// `DescribeAccountAttributes`.
pub(super) fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let names = given.texts("AttributeNames");
    let default = super::vpc::default_id(call).unwrap_or_else(|| "none".to_owned());
    let known: Vec<(&str, &str)> = LIMITS
        .iter()
        .copied()
        .chain([("default-vpc", default.as_str())])
        .collect();
    if let Some(name) = names
        .iter()
        .find(|name| !known.iter().any(|(known, _)| known == *name))
    {
        let message = format!("Value ({name}) for parameter attributeName is invalid. Unknown attribute.");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let attributes: Value = known
        .iter()
        .filter(|(name, _)| names.is_empty() || names.contains(name))
        .map(|(name, text)| {
            value!({ "AttributeName": (*name), "AttributeValues": [{ "AttributeValue": (*text) }] })
        })
        .collect();
    Ok(value!({ "AccountAttributes": attributes }))
}
