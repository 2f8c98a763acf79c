//! Tags of users, roles and instance profiles.

use super::{ROLE, invalid, role};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Tags that a thing may have.
const QUOTA: usize = 50;

/// The tags of the input.
///
/// # Errors
/// A key twice, a key of AWS's own, or too many.
pub(super) fn given(given: &Given<'_>) -> Result<Vec<Value>, Refusal> {
    let mut tags: Vec<Value> = Vec::new();
    for tag in given.list("Tags") {
        let (key, value) = (tag.text("Key"), tag.text("Value"));
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(Refusal::new(
                "InvalidInput",
                "Tag keys beginning with aws: are reserved for system use",
            ));
        }
        if tags
            .iter()
            .any(|other| other.get("Key").text().eq_ignore_ascii_case(key))
        {
            return Err(Refusal::new(
                "InvalidInput",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        tags.push(value!({ "Key": key, "Value": value }));
    }
    few(&tags)?;
    Ok(tags)
}

fn few(tags: &[Value]) -> Result<(), Refusal> {
    if tags.len() <= QUOTA {
        return Ok(());
    }
    Err(invalid(format!(
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or \
         equal to {QUOTA}"
    )))
}

/// That a thing is the account's to tag.
fn changeable(call: &Call<'_>, of: &Resource, name: &str) -> Result<(), Refusal> {
    if of.kind == ROLE.kind {
        role::changeable(call, name)
    } else {
        call.get(of, name).map(|_| ())
    }
}

pub(super) fn tag(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let name = given.text(of.key);
    changeable(call, of, name)?;
    let mut tags = call.get(of, name)?.get("Tags").items().to_vec();
    for tag in self::given(given)? {
        let key = tag.get("Key").text().to_owned();
        match tags
            .iter_mut()
            .find(|other| other.get("Key").text().eq_ignore_ascii_case(&key))
        {
            Some(other) => *other = tag,
            None => tags.push(tag),
        }
    }
    few(&tags)?;
    call.edit(of, name, |record| record.set("Tags", tags))?;
    Ok(Value::map())
}

pub(super) fn untag(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let (name, keys) = (given.text(of.key), given.texts("TagKeys"));
    changeable(call, of, name)?;
    call.edit(of, name, |record| {
        let mut tags = record.get("Tags").items().to_vec();
        tags.retain(|tag| {
            !keys
                .iter()
                .any(|key| tag.get("Key").text().eq_ignore_ascii_case(key))
        });
        record.set("Tags", tags);
        super::member::tidy(record, "Tags");
    })?;
    Ok(Value::map())
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let tags = call.get(of, given.text(of.key))?.get("Tags").items().to_vec();
    let tags = call.cut(given, tags)?;
    Ok(value!({ "Tags": tags }))
}
