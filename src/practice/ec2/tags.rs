//! Tags of everything in EC2.
//!
//! AWS: *Tag your Amazon EC2 resources* (50 tags a resource, keys of 1 to 128 characters, values up to 256, `aws:`
//! reserved), *CreateTags*, *DeleteTags* (a tag with a value goes only if the value is the same; no tags given: all
//! go but AWS's own).

use super::SERVICE;
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Tags of everything.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("CreateTags", Move::Do(create)),
        ("DeleteTags", Move::Do(delete)),
        ("DescribeTags", Move::Do(describe)),
    ],
    ..Family::NONE
};

static TAG: Resource = Resource {
    kind: "ec2:tag",
    shape: "TagDescription",
    filters: &["key", "resource-id", "resource-type", "value"],
    ..Resource::NONE
};

/// Kinds whose descriptions leave `Tags` out where there are none; the others give an empty list.
const BARE: &[&str] = &[
    "ec2:elastic-ip",
    "ec2:instance",
    "ec2:security-group",
    "ec2:subnet",
    "ec2:volume",
    "ec2:vpc",
];

/// The resource that an id is of, by its prefix.
fn resource_of(id: &str) -> Result<&'static Resource, Refusal> {
    let found = SERVICE.resources().find(|resource| {
        !resource.prefix.is_empty()
            && id
                .strip_prefix(resource.prefix)
                .is_some_and(|rest| !rest.is_empty() && !rest.contains('-'))
    });
    found.ok_or_else(|| {
        let message = format!("The ID '{id}' is not valid");
        Refusal::new("InvalidID", message)
    })
}

/// Tags as given, held against AWS's limits.
fn read(tags: &[Given<'_>]) -> Result<Vec<(String, String)>, Refusal> {
    let mut read: Vec<(String, String)> = Vec::new();
    for tag in tags {
        let (key, value) = (tag.text("Key"), tag.text("Value"));
        let refused = |message: String| Err(Refusal::new("InvalidParameterValue", message));
        if key.is_empty() {
            return refused("Tag keys cannot be empty. You must specify a key.".to_owned());
        }
        if key.starts_with("aws:") {
            return refused("Tag keys starting with 'aws:' are reserved for internal use".to_owned());
        }
        if key.chars().count() > 128 {
            return refused(format!(
                "Tag key exceeds the maximum length of 128 characters: '{key}'"
            ));
        }
        if value.chars().count() > 256 {
            return refused(format!(
                "Tag value exceeds the maximum length of 256 characters: '{value}'"
            ));
        }
        if read.iter().any(|(known, _)| known == key) {
            return refused(format!("Duplicate tag key '{key}' specified."));
        }
        read.push((key.to_owned(), value.to_owned()));
    }
    Ok(read)
}

/// The tags of a creating call for the kind of thing that it makes. Other kinds are refused, as it makes none.
///
/// # Errors
/// Tags beyond AWS's limits, or for another kind of thing.
pub(super) fn specified(given: &Given<'_>, of: &str) -> Result<Value, Refusal> {
    specified_among(given, of, &[of])
}

/// The tags of a creating call for one of the kinds of things that it makes.
///
/// # Errors
/// Tags beyond AWS's limits, or for a kind of thing that it does not make.
pub(super) fn specified_among(given: &Given<'_>, of: &str, makes: &[&str]) -> Result<Value, Refusal> {
    let mut tags = Vec::new();
    for specification in given.list("TagSpecifications") {
        let kind = specification.text("ResourceType");
        if !makes.contains(&kind) {
            let message = format!("'{kind}' is not a valid taggable resource type for this operation.");
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        let given = read(&specification.list("Tags"))?;
        if kind == of {
            tags.extend(given);
        }
    }
    Ok(tags
        .into_iter()
        .map(|(key, value)| value!({ "Key": key, "Value": value }))
        .collect())
}

/// `CreateTags`: adds or overwrites, on every resource or on none.
pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let tags = read(&given.list("Tags"))?;
    for id in given.texts("Resources") {
        let of = resource_of(id)?;
        call.get(of, id)?;
        call.amend(of, id, |record| {
            let mut kept = record.get(of.tags).items().to_vec();
            for (key, value) in &tags {
                let tag = value!({ "Key": key, "Value": value });
                match kept.iter_mut().find(|kept| kept.get("Key").text() == key) {
                    Some(kept) => *kept = tag,
                    None => kept.push(tag),
                }
            }
            record.set(of.tags, kept);
        });
        if call.get(of, id)?.get(of.tags).items().len() > 50 {
            let message = format!("The maximum number of tags (50) for resource '{id}' has been reached.");
            return Err(Refusal::new("TagLimitExceeded", message));
        }
    }
    Ok(Value::map())
}

/// `DeleteTags`: those given, with a value only where it is the same; none given, all.
pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let tags: Vec<(&str, Option<&str>)> = given
        .list("Tags")
        .iter()
        .map(|tag| (tag.text("Key"), tag.opt("Value")))
        .collect();
    for id in given.texts("Resources") {
        let of = resource_of(id)?;
        call.edit(of, id, |record| {
            let doomed = |tag: &Value| {
                let (key, value) = (tag.get("Key").text(), tag.get("Value").text());
                !key.starts_with("aws:")
                    && (tags.is_empty()
                        || tags
                            .iter()
                            .any(|(given, only)| *given == key && only.is_none_or(|only| only == value)))
            };
            let left: Vec<Value> = record
                .get(of.tags)
                .items()
                .iter()
                .filter(|tag| !doomed(tag))
                .cloned()
                .collect();
            if left.is_empty() && BARE.contains(&of.kind) {
                if let Some(members) = record.as_map_mut() {
                    members.shift_remove(of.tags);
                }
            } else {
                record.set(of.tags, left);
            }
        })?;
    }
    Ok(Value::map())
}

/// `DescribeTags`: of everything, flattened.
pub(super) fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let filters = Filter::read(call, &TAG, given)?;
    let mut found = Vec::new();
    for of in SERVICE.resources() {
        let kind = of.kind.trim_start_matches("ec2:");
        for record in call.all(of) {
            let id = record.get(of.key);
            // Judged before it is made: of a hundred thousand tags one may be wanted.
            let wanted = |tag: &&Value| {
                let text = |path: &str| match path {
                    "ResourceId" => id.text(),
                    "ResourceType" => kind,
                    member => tag.get(member).text(),
                };
                filters.iter().all(|filter| filter.admits_text(text))
            };
            found.extend(record.get(of.tags).items().iter().filter(wanted).map(|tag| {
                value!({
                    "Key": (tag.get("Key")),
                    "ResourceId": id,
                    "ResourceType": kind,
                    "Value": (tag.get("Value")),
                })
            }));
        }
    }
    let tags = call.cut(given, found)?;
    Ok(value!({ "Tags": tags }))
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;
    use crate::value::Value;

    fn default_vpc(aws: &Asker) -> String {
        aws.ok("DescribeVpcs", value!({}))
            .at("Vpcs.0.VpcId")
            .text()
            .to_owned()
    }

    #[test]
    fn a_name_is_given_found_changed_and_taken_away() {
        let aws = Asker::new();
        let id = default_vpc(&aws);
        let before = aws.practice.world();
        let name =
            |value: &str| value!({ "Resources": [(&id)], "Tags": [{ "Key": "Name", "Value": value }] });
        aws.ok("CreateTags", name("one"));
        aws.ok("CreateTags", name("lab"));
        let found = aws.ok(
            "DescribeVpcs",
            value!({ "Filters": [{ "Name": "tag:Name", "Values": ["l*"] }] }),
        );
        assert_eq!(
            found.at("Vpcs.0.Tags"),
            &value!([{ "Key": "Name", "Value": "lab" }])
        );
        let listed = aws.ok(
            "DescribeTags",
            value!({ "Filters": [{ "Name": "resource-id", "Values": [(&id)] }] }),
        );
        let tag = value!([{ "Key": "Name", "ResourceId": (&id), "ResourceType": "vpc", "Value": "lab" }]);
        assert_eq!(listed.get("Tags"), &tag);
        aws.ok("DeleteTags", name("one"));
        assert_eq!(
            aws.ok("DescribeTags", value!({})).get("Tags").items().len(),
            1,
            "another value stays"
        );
        assert_eq!(before.differences(&aws.practice.world()).len(), 1);
        aws.ok(
            "DeleteTags",
            value!({ "Resources": [(&id)], "Tags": [{ "Key": "Name" }] }),
        );
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
        assert!(aws.ok("DescribeVpcs", value!({})).at("Vpcs.0.Tags").is_null());
    }

    #[test]
    fn limits_are_held_and_nothing_of_a_refused_call_stays() {
        let aws = Asker::new();
        let id = default_vpc(&aws);
        let many: Value = (0..51)
            .map(|n| value!({ "Key": (format!("k{n}")), "Value": "" }))
            .collect();
        let cases = [
            (value!({ "Resources": [(&id)], "Tags": many }), "TagLimitExceeded"),
            (
                value!({ "Resources": [(&id)], "Tags": [{ "Key": "aws:x", "Value": "" }] }),
                "InvalidParameterValue",
            ),
            (
                value!({ "Resources": [(&id), "subnet-0"], "Tags": [{ "Key": "a", "Value": "" }] }),
                "InvalidSubnetID.NotFound",
            ),
            (
                value!({ "Resources": ["what"], "Tags": [{ "Key": "a", "Value": "" }] }),
                "InvalidID",
            ),
        ];
        for (input, expected) in cases {
            assert_eq!(code(aws.call("CreateTags", input)), expected);
        }
        assert_eq!(aws.ok("DescribeTags", value!({})).get("Tags").items().len(), 0);
    }
}
