//! Attributes of instances, one a call, and options of the metadata service (AWS: *ModifyInstanceAttribute*,
//! *DescribeInstanceAttribute*, *ModifyInstanceMetadataOptions*).

use super::launch::packed;
use super::{INSTANCE, chosen, refresh, refresh_volumes};
use crate::practice::call::Call;
use crate::practice::ec2::network_interface::{self, NETWORK_INTERFACE};
use crate::practice::ec2::volume::{self, VOLUME};
use crate::practice::ec2::{image, instance_type};
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;

/// An attribute: its word in a description, its member in input and answer, the member of the record.
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("disableApiStop", "DisableApiStop", "_DisableApiStop"),
    (
        "disableApiTermination",
        "DisableApiTermination",
        "_DisableApiTermination",
    ),
    ("ebsOptimized", "EbsOptimized", "EbsOptimized"),
    ("enaSupport", "EnaSupport", "EnaSupport"),
    (
        "instanceInitiatedShutdownBehavior",
        "InstanceInitiatedShutdownBehavior",
        "_Shutdown",
    ),
    ("instanceType", "InstanceType", "InstanceType"),
    ("kernel", "KernelId", "KernelId"),
    ("ramdisk", "RamdiskId", "RamdiskId"),
    ("rootDeviceName", "RootDeviceName", "RootDeviceName"),
    ("sourceDestCheck", "SourceDestCheck", "SourceDestCheck"),
    ("sriovNetSupport", "SriovNetSupport", "SriovNetSupport"),
    ("userData", "UserData", "_UserData"),
];

/// `DescribeInstanceAttribute`.
pub(super) fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, wanted) = (given.text("InstanceId"), given.text("Attribute"));
    let record = call.get(&INSTANCE, id)?;
    let mut answer = value!({ "InstanceId": id });
    match wanted {
        "blockDeviceMapping" => answer.set("BlockDeviceMappings", record.get("BlockDeviceMappings")),
        "groupSet" => answer.set("Groups", record.get("SecurityGroups")),
        "productCodes" => answer.set("ProductCodes", record.get("ProductCodes")),
        "enclaveOptions" => answer.set("EnclaveOptions", record.get("EnclaveOptions")),
        _ => {
            let Some((_, member, kept)) = ATTRIBUTES.iter().find(|(word, ..)| *word == wanted) else {
                let message =
                    format!("Value ({wanted}) for parameter attribute is invalid. Unknown attribute.");
                return Err(Refusal::new("InvalidParameterValue", message));
            };
            let value = record.get(kept);
            // An attribute without a value is an empty structure.
            answer.set(
                member,
                if value.is_null() {
                    Value::map()
                } else {
                    value!({ "Value": value })
                },
            );
        }
    }
    Ok(answer)
}

/// What of an instance can be changed.
const CHANGED: [&str; 9] = [
    "BlockDeviceMappings",
    "DisableApiStop",
    "DisableApiTermination",
    "EbsOptimized",
    "Groups",
    "InstanceInitiatedShutdownBehavior",
    "InstanceType",
    "SourceDestCheck",
    "UserData",
];

/// `ModifyInstanceAttribute`: one attribute, by its own member or as `Attribute` and `Value`.
pub(super) fn modify(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("InstanceId");
    let record = call.get(&INSTANCE, id)?.clone();
    let mut wanted: Vec<&str> = CHANGED.into_iter().filter(|member| given.has(member)).collect();
    let flat = given.opt("Attribute").filter(|_| given.has("Value"));
    if let Some(word) = flat {
        let known = ATTRIBUTES.iter().find(|(known, ..)| *known == word);
        wanted.extend(
            known
                .map(|(_, member, _)| *member)
                .filter(|member| CHANGED.contains(member)),
        );
    }
    let [attribute] = wanted[..] else {
        let message = if wanted.is_empty() {
            "No attributes specified."
        } else {
            "Fields for multiple attribute types specified"
        };
        return Err(Refusal::new("InvalidParameterCombination", message));
    };
    if ["terminated", "shutting-down"].contains(&record.at("State.Name").text()) {
        return Err(INSTANCE.is_absent(id));
    }
    let value = match flat {
        Some(_) => given.value("Value").clone(),
        None if ["Groups", "BlockDeviceMappings"].contains(&attribute) => Value::Null,
        None => given.get(attribute).value("Value").clone(),
    };
    let flag = Value::from(value.as_bool() == Some(true) || value.text() == "true");
    match attribute {
        "Groups" => return regroup(call, id, &record, &given.texts("Groups")),
        "BlockDeviceMappings" => return remap(call, id, given),
        "SourceDestCheck" => {
            for interface in call.with(&NETWORK_INTERFACE, "Attachment.InstanceId", id) {
                call.edit(&NETWORK_INTERFACE, &interface, |interface| {
                    interface.set("SourceDestCheck", &flag);
                })?;
            }
            refresh(call, id)?;
        }
        "InstanceType" | "UserData" | "EbsOptimized" if record.at("State.Name").text() != "stopped" => {
            let message = format!("The instance '{id}' is not in the 'stopped' state.");
            return Err(Refusal::new("IncorrectInstanceState", message));
        }
        "InstanceType" => {
            let kind = instance_type::get(&call.region, value.text())?;
            image::fits(&image::get(&call.region, record.get("ImageId").text())?, kind)?;
            instance_type::offered(
                &call.region,
                record.at("Placement.AvailabilityZone").text(),
                value.text(),
            )?;
            let part = |member: &str| kind.get("VCpuInfo").get(member).clone();
            let cpus = value!({ "CoreCount": (part("DefaultCores")), "ThreadsPerCore": (part("DefaultThreadsPerCore")) });
            call.edit(&INSTANCE, id, |record| {
                record.set("InstanceType", &value);
                record.set("CpuOptions", cpus);
            })?;
        }
        "UserData" => {
            let text = packed(&plain(&value)?)?;
            call.edit(&INSTANCE, id, |record| record.set("_UserData", text))?;
        }
        "InstanceInitiatedShutdownBehavior" => {
            if !["stop", "terminate"].contains(&value.text()) {
                let message = format!(
                    "Value ({}) for parameter instanceInitiatedShutdownBehavior is invalid.",
                    value.text()
                );
                return Err(Refusal::new("InvalidParameterValue", message));
            }
            call.edit(&INSTANCE, id, |record| record.set("_Shutdown", &value))?;
        }
        other => {
            let kept = ATTRIBUTES
                .iter()
                .find(|(_, member, _)| *member == other)
                .map_or(other, |found| found.2);
            call.edit(&INSTANCE, id, |record| record.set(kept, flag))?;
        }
    }
    Ok(Value::map())
}

/// User data as the API has it here: bytes, or base64 in the flat form.
fn plain(value: &Value) -> Result<Vec<u8>, Refusal> {
    use base64::Engine;
    match value {
        Value::Blob(bytes) => Ok(bytes.clone()),
        other => base64::prelude::BASE64_STANDARD
            .decode(other.text())
            .map_err(|_| Refusal::new("InvalidParameterValue", "Invalid BASE64 encoding of user data.")),
    }
}

/// Other security groups.
fn regroup(call: &mut Call<'_>, id: &str, record: &Value, groups: &[&str]) -> Answer {
    let groups = network_interface::groups(call, record.get("VpcId").text(), groups)?;
    let first = record.at("NetworkInterfaces.0.NetworkInterfaceId").text();
    call.edit(&NETWORK_INTERFACE, first, |interface| {
        interface.set("Groups", groups);
    })?;
    refresh(call, id)?;
    Ok(Value::map())
}

/// Whether volumes go with the instance.
fn remap(call: &mut Call<'_>, id: &str, given: &Given<'_>) -> Answer {
    for mapping in given.list("BlockDeviceMappings") {
        let device = mapping.text("DeviceName");
        let with_it = mapping.get("Ebs").flag("DeleteOnTermination");
        let mut volumes = volume::of_instance(call, id).into_iter();
        let found = volumes.find(|volume| volume.at("Attachments.0.Device").text() == device);
        let Some(found) = found else {
            let message = format!("No device is currently mapped at {device}");
            return Err(Refusal::new("InvalidInstanceAttributeValue", message));
        };
        let mut attachment = found.at("Attachments.0").clone();
        attachment.set("DeleteOnTermination", with_it.unwrap_or_default());
        call.edit(&VOLUME, found.get("VolumeId").text(), |volume| {
            volume.set("Attachments", vec![attachment]);
        })?;
    }
    refresh_volumes(call, id)?;
    Ok(Value::map())
}

/// `ModifyInstanceMetadataOptions`: what is given; the answer is still `pending`.
pub(super) fn modify_metadata(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("InstanceId");
    let mut options = call.get(&INSTANCE, id)?.get("MetadataOptions").clone();
    for member in [
        "HttpTokens",
        "HttpEndpoint",
        "HttpProtocolIpv6",
        "InstanceMetadataTags",
    ] {
        if let Some(text) = given.opt(member) {
            options.set(member, text);
        }
    }
    if let Some(hops) = given.int("HttpPutResponseHopLimit") {
        if !(1..=64).contains(&hops) {
            let message = format!(
                "Value ({hops}) for parameter httpPutResponseHopLimit is invalid. It must be from 1 to 64."
            );
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        options.set("HttpPutResponseHopLimit", hops);
    }
    call.edit(&INSTANCE, id, |record| record.set("MetadataOptions", &options))?;
    options.set("State", "pending");
    Ok(value!({ "InstanceId": id, "InstanceMetadataOptions": options }))
}

/// `DescribeInstanceCreditSpecifications`: of burstable instances.
pub(super) fn describe_credits(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let filters = Filter::read(call, &INSTANCE, given)?;
    let mut found = Vec::new();
    for id in chosen(call, given, &filters)? {
        let credits = call.get(&INSTANCE, &id)?.get("_CpuCredits");
        if !credits.is_null() {
            found.push(value!({ "InstanceId": (&id), "CpuCredits": credits }));
        }
    }
    Ok(value!({ "InstanceCreditSpecifications": found }))
}
