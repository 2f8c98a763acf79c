//! How long GuardDuty is still free in a region.

use super::{DETECTOR, feature};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;

/// Days that GuardDuty costs nothing in a region (GuardDuty pricing page).
const DAYS: i64 = 30;

pub(super) fn remaining(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let record = call.get(&DETECTOR, given.text("DetectorId"))?;
    let born = record.get("_born").as_time().unwrap_or(call.born());
    let passed = (call.now().as_second() - born.as_second()) / (24 * 60 * 60);
    let days = (DAYS - passed).max(0);
    let features = record.get("Features");
    let free: Vec<Value> = features
        .items()
        .iter()
        .map(|feature| feature.get("Name").text())
        .filter(|name| feature::is_on(features, name))
        .flat_map(billed)
        .map(|name| value!({ "Name": name, "FreeTrialDaysRemaining": days }))
        .collect();
    let account = call.account.clone();
    let (mut accounts, mut unprocessed) = (Vec::new(), Vec::new());
    for id in given.texts("AccountIds") {
        if id == account {
            accounts.push(value!({ "AccountId": id, "Features": (free.clone()) }));
        } else {
            unprocessed.push(value!({
                "AccountId": id,
                "Result": "The request is rejected because the account ID is not an associated member of this account.",
            }));
        }
    }
    Ok(value!({ "Accounts": accounts, "UnprocessedAccounts": unprocessed }))
}

/// A feature under the names by which its trial is counted.
fn billed(feature: &str) -> Vec<&str> {
    match feature {
        "RUNTIME_MONITORING" => vec!["EC2_RUNTIME_MONITORING", "FARGATE_RUNTIME_MONITORING"],
        "AI_ANALYST" => Vec::new(),
        feature => vec![feature],
    }
}
