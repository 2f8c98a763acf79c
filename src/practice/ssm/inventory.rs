//! The inventory of managed instances: what each says of itself. Of AWS's types that is `AWS:InstanceInformation`, which
//! every managed node has without being set up (AWS: "AWS Systems Manager Inventory", "Metadata collected by inventory").

use super::{managed, validation};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

pub(super) static FAMILY: Family = Family {
    moves: &[("GetInventory", Move::Do(get))],
    ..Family::NONE
};

/// The one type.
const TYPE: &str = "AWS:InstanceInformation";

/// Its attributes, and where they are in the description of an instance.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("AgentVersion", "AgentVersion"),
    ("ComputerName", "ComputerName"),
    ("InstanceId", "InstanceId"),
    ("IpAddress", "IPAddress"),
    ("PlatformName", "PlatformName"),
    ("PlatformType", "PlatformType"),
    ("PlatformVersion", "PlatformVersion"),
    ("ResourceType", "ResourceType"),
];

/// One condition: attribute, operator, values.
type Wanted<'a> = (&'a str, &'a str, Vec<&'a str>);

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    for result in given.list("ResultAttributes") {
        let kind = result.text("TypeName");
        if kind != TYPE {
            return Err(Refusal::unmodelled(&format!("{kind} of Inventory")));
        }
    }
    let mut filters: Vec<Wanted<'_>> = Vec::new();
    for filter in given.list("Filters") {
        let (key, operator) = (filter.text("Key"), filter.opt("Type").unwrap_or("Equal"));
        let attribute = key.strip_prefix(TYPE).and_then(|rest| rest.strip_prefix('.'));
        let attribute = attribute
            .filter(|name| known(name))
            .ok_or_else(|| Refusal::new("InvalidFilter", format!("The filter key {key} is not valid.")))?;
        if !["Equal", "NotEqual", "BeginWith"].contains(&operator) {
            return Err(validation(format!(
                "The operator {operator} cannot be applied to {key}"
            )));
        }
        filters.push((attribute, operator, filter.texts("Values")));
    }
    let entities = managed::all(call)
        .into_iter()
        .map(|about| described(&about))
        .filter(|content| filters.iter().all(|filter| fits(content, filter)))
        .map(|content| {
            let data = value!({
                "TypeName": TYPE,
                "SchemaVersion": "1.0",
                "CaptureTime": (call.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
                "Content": [(content.clone())],
            });
            let mut kinds = Value::map();
            kinds.set(TYPE, data);
            value!({ "Id": (content.get("InstanceId")), "Data": kinds })
        })
        .collect();
    let entities = call.cut(given, entities)?;
    Ok(value!({ "Entities": entities }))
}

fn known(name: &str) -> bool {
    ["AgentType", "InstanceStatus"].contains(&name)
        || ATTRIBUTES.iter().any(|(attribute, _)| *attribute == name)
}

fn described(about: &Value) -> Value {
    let mut content = value!({ "AgentType": "amazon-ssm-agent", "InstanceStatus": "Active" });
    for (attribute, member) in ATTRIBUTES {
        content.set(attribute, about.get(member));
    }
    if about.get("PingStatus").text() != "Online" {
        content.set("InstanceStatus", "Inactive");
    }
    content
}

fn fits(content: &Value, (attribute, operator, values): &Wanted<'_>) -> bool {
    let found = content.get(attribute).text();
    match *operator {
        "NotEqual" => !values.contains(&found),
        "BeginWith" => values.iter().any(|start| found.starts_with(start)),
        _ => values.contains(&found),
    }
}
