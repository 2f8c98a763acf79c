//! Access keys of users.

use super::{KEY, USER, names, user, within};
use crate::practice::call::Call;
use crate::practice::credential;
use crate::practice::given::Given;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;

/// Keys that a user may have.
pub(super) const QUOTA: usize = 2;

pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = &*user::named(call, given)?;
    call.get(&USER, name)?;
    within(
        "AccessKeysPerUser",
        QUOTA,
        call.with(&KEY, "UserName", name).len(),
    )?;
    let seed = call.mint(&KEY);
    let id = credential::key_id(KEY.prefix, &call.account, seed);
    // It opens nothing outside this world.
    let secret = credential::secret(call.random("iam:secret"));
    let record = value!({
        "UserName": name,
        "AccessKeyId": (&id),
        "Status": "Active",
        "CreateDate": (names::second(call.now())),
        "_secret": (&secret),
    });
    call.keep(&KEY, &id, record.clone());
    let mut shown = record;
    shown.set("SecretAccessKey", secret);
    Ok(value!({ "AccessKey": shown }))
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = &*user::named(call, given)?;
    call.get(&USER, name)?;
    let keys: Vec<Value> = call
        .with(&KEY, "UserName", name)
        .iter()
        .filter_map(|id| call.found(&KEY, id))
        .cloned()
        .collect();
    let keys = call.cut(given, keys)?;
    Ok(value!({ "AccessKeyMetadata": keys }))
}

pub(super) fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = owned(call, given)?;
    let status = given.text("Status");
    call.edit(&KEY, &id, |key| key.set("Status", status))?;
    Ok(Value::map())
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = owned(call, given)?;
    call.remove(&KEY, &id)?;
    Ok(Value::map())
}

/// When a key last called, and what (AWS: "GetAccessKeyLastUsed": `N/A` for one that never did).
pub(super) fn last_used(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("AccessKeyId");
    let key = call.get(&KEY, id)?;
    let never = value!({ "ServiceName": "N/A", "Region": "N/A" });
    let used = call.found(&credential::USE, id).cloned().unwrap_or(never);
    Ok(value!({ "UserName": (key.get("UserName")), "AccessKeyLastUsed": used }))
}

/// The key that is named, which must be that user's.
fn owned(call: &Call<'_>, given: &Given<'_>) -> Result<String, crate::practice::refusal::Refusal> {
    let (name, id) = (&*user::named(call, given)?, given.text("AccessKeyId"));
    call.get(&USER, name)?;
    let key = call.get(&KEY, id)?;
    if key.get("UserName").text() == name {
        Ok(id.to_owned())
    } else {
        Err(KEY.is_absent(id))
    }
}
