//! Tags of log groups, by the operations of today (ARN) and of old (name).

use super::group::{self, GROUP};
use super::unfit;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::{Map, Value};

/// Tags.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("ListTagsForResource", Move::Do(list)),
        ("ListTagsLogGroup", Move::Do(list_old)),
        ("TagLogGroup", Move::Do(tag_old)),
        ("TagResource", Move::Do(tag)),
        ("UntagLogGroup", Move::Do(untag_old)),
        ("UntagResource", Move::Do(untag)),
    ],
    ..Family::NONE
};

/// Tags a group may have.
const MOST: usize = 50;

/// Tags as given, held against AWS's limits.
pub(super) fn given(tags: &Value) -> Result<Map, Refusal> {
    let tags = tags.as_map().cloned().unwrap_or_default();
    for (key, value) in &tags {
        if key.starts_with("aws:") {
            return Err(unfit("Tag keys starting with aws: are reserved for system use."));
        }
        if key.is_empty() || key.chars().count() > 128 || value.text().chars().count() > 256 {
            return Err(unfit(format!("The tag '{key}' is too long or has no key.")));
        }
    }
    if tags.len() > MOST {
        return Err(unfit(format!("A resource can have at most {MOST} tags.")));
    }
    Ok(tags)
}

/// The group of an ARN. Other things of CloudWatch Logs that carry tags are not here.
fn tagged<'a>(call: &Call<'_>, given: &Given<'a>) -> Result<&'a str, Refusal> {
    let arn = given.text("resourceArn");
    if !arn.starts_with("arn:") {
        return Err(unfit(format!("The ARN '{arn}' is invalid.")));
    }
    group::name_of(call, arn)
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    tags_of(call, tagged(call, given)?)
}

fn list_old(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    tags_of(call, given.text("logGroupName"))
}

fn tags_of(call: &Call<'_>, group: &str) -> Answer {
    let tags = call.get(&GROUP, group)?.get("_tags").as_map().cloned();
    Ok(value!({ "tags": (tags.unwrap_or_default()) }))
}

fn tag(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = tagged(call, given)?;
    add(call, name, given)
}

fn tag_old(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    add(call, given.text("logGroupName"), given)
}

fn add(call: &mut Call<'_>, name: &str, input: &Given<'_>) -> Answer {
    let tags = given(input.value("tags"))?;
    let mut all = call
        .get(&GROUP, name)?
        .get("_tags")
        .as_map()
        .cloned()
        .unwrap_or_default();
    all.extend(tags);
    if all.len() > MOST {
        let message = format!("A resource can have at most {MOST} tags.");
        return Err(Refusal::new("TooManyTagsException", message));
    }
    put(call, name, all)
}

fn untag(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (name, keys) = (tagged(call, given)?, given.texts("tagKeys"));
    take(call, name, &keys)
}

fn untag_old(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let keys = given.texts("tags");
    take(call, given.text("logGroupName"), &keys)
}

fn take(call: &mut Call<'_>, name: &str, keys: &[&str]) -> Answer {
    let mut left = call
        .get(&GROUP, name)?
        .get("_tags")
        .as_map()
        .cloned()
        .unwrap_or_default();
    left.retain(|key, _| !keys.contains(&key.as_str()));
    put(call, name, left)
}

fn put(call: &mut Call<'_>, name: &str, tags: Map) -> Answer {
    call.edit(&GROUP, name, |group| {
        if !tags.is_empty() {
            group.set("_tags", tags);
        } else if let Some(members) = group.as_map_mut() {
            members.shift_remove("_tags");
        }
    })?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;
    use crate::value::Value;

    #[test]
    fn tags_are_put_read_and_taken_by_arn_and_by_name() {
        let aws = Lab::new("logs");
        let arn = "arn:aws:logs:us-east-1:111122223333:log-group:g";
        let by_arn = || value!({ "resourceArn": arn });
        let by_name = || value!({ "logGroupName": "g" });
        assert_eq!(
            aws.no("ListTagsForResource", by_arn()).0,
            "ResourceNotFoundException"
        );
        assert_eq!(
            aws.no("ListTagsLogGroup", by_name()).0,
            "ResourceNotFoundException"
        );
        aws.ok("CreateLogGroup", by_name());
        let before = aws.world();
        aws.ok(
            "TagResource",
            value!({ "resourceArn": arn, "tags": { "a": "1" } }),
        );
        aws.ok(
            "TagLogGroup",
            value!({ "logGroupName": "g", "tags": { "b": "2" } }),
        );
        let both = value!({ "a": "1", "b": "2" });
        assert_eq!(aws.ok("ListTagsForResource", by_arn()).get("tags"), &both);
        assert_eq!(aws.ok("ListTagsLogGroup", by_name()).get("tags"), &both);
        let many: value::Map = (0..49).map(|n| (format!("k{n}"), Value::from("v"))).collect();
        let input = value!({ "resourceArn": arn, "tags": many });
        assert_eq!(aws.no("TagResource", input).0, "TooManyTagsException");
        let reserved = value!({ "logGroupName": "g", "tags": { "aws:x": "2" } });
        assert_eq!(aws.no("TagLogGroup", reserved).0, "InvalidParameterException");
        aws.ok("UntagResource", value!({ "resourceArn": arn, "tagKeys": ["a"] }));
        aws.ok(
            "UntagLogGroup",
            value!({ "logGroupName": "g", "tags": ["b", "none"] }),
        );
        assert_eq!(aws.ok("ListTagsForResource", by_arn()).get("tags"), &Value::map());
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }
}
