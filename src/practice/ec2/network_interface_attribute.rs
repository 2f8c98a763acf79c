//! Attributes of a network interface, described and changed one a call.

use super::instance;
use super::network_interface::{NETWORK_INTERFACE, groups};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// Attributes of network interfaces.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DescribeNetworkInterfaceAttribute", Move::Do(describe_attribute)),
        ("ModifyNetworkInterfaceAttribute", Move::Do(modify_attribute)),
    ],
    ..Family::NONE
};

/// The attributes: the word in a description, the member of its answer, the member of the record, whether the answer
/// wraps it as a `Value`.
const ATTRIBUTES: &[(&str, &str, bool)] = &[
    ("attachment", "Attachment", false),
    ("description", "Description", true),
    ("groupSet", "Groups", false),
    ("sourceDestCheck", "SourceDestCheck", true),
];

/// `DescribeNetworkInterfaceAttribute`: one attribute a call.
fn describe_attribute(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, wanted) = (given.text("NetworkInterfaceId"), given.text("Attribute"));
    let interface = call.get(&NETWORK_INTERFACE, id)?;
    let Some((_, member, wrapped)) = ATTRIBUTES.iter().find(|(name, ..)| *name == wanted) else {
        let message = format!("Value ({wanted}) for parameter attribute is invalid. Unknown attribute.");
        return Err(Refusal::new("InvalidParameterValue", message));
    };
    let mut value = interface.get(member).clone();
    if *wrapped {
        value = value!({ "Value": value });
    }
    let mut answer = value!({ "NetworkInterfaceId": id });
    answer.set(member, value);
    Ok(answer)
}

/// `ModifyNetworkInterfaceAttribute`: one attribute a call.
fn modify_attribute(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("NetworkInterfaceId");
    let interface = call.get(&NETWORK_INTERFACE, id)?.clone();
    let attributes = ["Attachment", "Description", "Groups", "SourceDestCheck"];
    let [attribute] = attributes
        .into_iter()
        .filter(|member| given.has(member))
        .collect::<Vec<_>>()[..]
    else {
        let message = "The request must contain exactly one attribute to modify.";
        return Err(Refusal::new("InvalidParameterCombination", message));
    };
    let value = match attribute {
        "Groups" => groups(call, interface.get("VpcId").text(), &given.texts("Groups"))?,
        "Attachment" => {
            let changes = given.get("Attachment");
            let mut attachment = interface.get("Attachment").clone();
            let named = changes.text("AttachmentId");
            if attachment.is_null() || attachment.get("AttachmentId").text() != named {
                let message = format!("The attachment ID '{named}' does not exist");
                return Err(Refusal::new("InvalidAttachmentID.NotFound", message));
            }
            attachment.set(
                "DeleteOnTermination",
                changes.value("DeleteOnTermination").clone(),
            );
            attachment
        }
        _ => given.get(attribute).value("Value").clone(),
    };
    let changed = call.edit(&NETWORK_INTERFACE, id, |interface| {
        interface.set(attribute, value);
    })?;
    instance::follow(call, &changed)?;
    Ok(Value::map())
}
