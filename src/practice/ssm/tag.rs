//! Tags of Systems Manager's things: parameters have them here.

use super::parameter::PARAMETER;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

pub(super) static FAMILY: Family = Family {
    moves: &[
        ("AddTagsToResource", Move::Do(add)),
        ("RemoveTagsFromResource", Move::Do(remove)),
        ("ListTagsForResource", Move::Do(list)),
    ],
    ..Family::NONE
};

/// The name of the parameter that a call is about.
fn named<'a>(call: &Call<'_>, given: &Given<'a>) -> Result<&'a str, Refusal> {
    let kind = given.text("ResourceType");
    if kind != "Parameter" {
        return Err(Refusal::unmodelled(&format!("tags of {kind} in Systems Manager")));
    }
    let id = given.text("ResourceId");
    match call.found(&PARAMETER, id) {
        Some(_) => Ok(id),
        None => Err(Refusal::new(
            "InvalidResourceId",
            "The resource ID is not valid. Verify that you entered the correct ID and try again.",
        )),
    }
}

fn add(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = named(call, given)?;
    let new = given.value("Tags").items().to_vec();
    call.edit(&PARAMETER, name, |record| {
        let mut tags = record.get("_Tags").items().to_vec();
        tags.retain(|tag| !new.iter().any(|other| other.get("Key") == tag.get("Key")));
        tags.extend(new);
        record.set("_Tags", tags);
    })?;
    Ok(Value::map())
}

fn remove(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = named(call, given)?;
    let keys = given.texts("TagKeys");
    call.edit(&PARAMETER, name, |record| {
        let mut tags = record.get("_Tags").items().to_vec();
        tags.retain(|tag| !keys.contains(&tag.get("Key").text()));
        record.set("_Tags", tags);
    })?;
    Ok(Value::map())
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = named(call, given)?;
    let tags = call.get(&PARAMETER, name)?.get("_Tags").clone();
    Ok(value!({ "TagList": tags }))
}
