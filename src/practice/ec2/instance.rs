//! Instances: what is kept of them, how they are found, and what their interfaces show.
//!
//! Hidden members: `_UserData` (base64, as it was given), `_BootedAt` (when it was last seen running; none while it is
//! not), `_ImageName`, `_ReservationId`, `_Shutdown`, `_DisableApiTermination`, `_DisableApiStop`, `_CpuCredits`, `_Public` is on the
//! interface. The timer [`RUNNING`] finds a pending instance running: what happens at boot begins there.

mod attribute;
mod launch;
mod power;
mod status;

use super::network_interface::NETWORK_INTERFACE;
use super::volume;
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Instances.
pub(super) static FAMILY: Family = Family {
    resources: &[&INSTANCE],
    moves: &[
        ("DescribeInstanceAttribute", Move::Do(attribute::describe)),
        (
            "DescribeInstanceCreditSpecifications",
            Move::Do(attribute::describe_credits),
        ),
        ("DescribeInstanceStatus", Move::Do(status::describe)),
        ("DescribeInstances", Move::Do(describe)),
        ("ModifyInstanceAttribute", Move::Do(attribute::modify)),
        (
            "ModifyInstanceMetadataOptions",
            Move::Do(attribute::modify_metadata),
        ),
        (
            "MonitorInstances",
            Move::Do(|call, given| status::monitor(call, given, true)),
        ),
        ("RebootInstances", Move::Do(power::reboot)),
        ("RunInstances", Move::Do(launch::run)),
        ("StartInstances", Move::Do(power::start)),
        ("StopInstances", Move::Do(power::stop)),
        ("TerminateInstances", Move::Do(power::terminate)),
        (
            "UnmonitorInstances",
            Move::Do(|call, given| status::monitor(call, given, false)),
        ),
    ],
    timers: &[
        (RUNNING, power::running),
        (power::STOPPED, power::stopped),
        (power::TERMINATED, power::terminated),
    ],
};

/// The timer at which a pending instance is running.
pub(super) const RUNNING: &str = "instance-running";

/// Kept in the order of launching.
pub(in crate::practice) static INSTANCE: Resource = Resource {
    kind: "ec2:instance",
    shape: "Instance",
    key: "InstanceId",
    ids: "InstanceIds",
    prefix: "i-",
    absent: (
        "InvalidInstanceID.NotFound",
        "The instance ID '{}' does not exist",
    ),
    malformed: Some(("InvalidInstanceID.Malformed", "Invalid id: \"{}\"")),
    filters: &[
        "affinity=Placement.Affinity",
        "architecture",
        "availability-zone=Placement.AvailabilityZone",
        "availability-zone-id=Placement.AvailabilityZoneId",
        "block-device-mapping.attach-time=BlockDeviceMappings.Ebs.AttachTime",
        "block-device-mapping.delete-on-termination=BlockDeviceMappings.Ebs.DeleteOnTermination",
        "block-device-mapping.device-name=BlockDeviceMappings.DeviceName",
        "block-device-mapping.status=BlockDeviceMappings.Ebs.Status",
        "block-device-mapping.volume-id=BlockDeviceMappings.Ebs.VolumeId",
        "boot-mode",
        "capacity-reservation-id",
        "capacity-reservation-specification.capacity-reservation-preference",
        "client-token",
        "current-instance-boot-mode",
        "dns-name=PublicDnsName",
        "ebs-optimized",
        "ena-support",
        "enclave-options.enabled",
        "hibernation-options.configured",
        "host-id=Placement.HostId",
        "hypervisor",
        "iam-instance-profile.arn",
        "iam-instance-profile.id",
        "iam-instance-profile.name=_ProfileName",
        "image-id",
        "instance-id",
        "instance-lifecycle",
        "instance-state-code=State.Code",
        "instance-state-name=State.Name",
        "instance-type",
        "instance.group-id=SecurityGroups.GroupId",
        "instance.group-name=SecurityGroups.GroupName",
        "ip-address=PublicIpAddress",
        "kernel-id",
        "key-name",
        "launch-index=AmiLaunchIndex",
        "launch-time",
        "maintenance-options.auto-recovery",
        "metadata-options.http-endpoint",
        "metadata-options.http-put-response-hop-limit",
        "metadata-options.http-tokens",
        "metadata-options.instance-metadata-tags",
        "metadata-options.state",
        "monitoring-state=Monitoring.State",
        "network-interface.addresses.association.ip-owner-id=NetworkInterfaces.PrivateIpAddresses.Association.IpOwnerId",
        "network-interface.addresses.association.public-ip=NetworkInterfaces.PrivateIpAddresses.Association.PublicIp",
        "network-interface.addresses.primary=NetworkInterfaces.PrivateIpAddresses.Primary",
        "network-interface.addresses.private-ip-address=NetworkInterfaces.PrivateIpAddresses.PrivateIpAddress",
        "network-interface.association.ip-owner-id=NetworkInterfaces.Association.IpOwnerId",
        "network-interface.association.public-ip=NetworkInterfaces.Association.PublicIp",
        "network-interface.attachment.attach-time=NetworkInterfaces.Attachment.AttachTime",
        "network-interface.attachment.attachment-id=NetworkInterfaces.Attachment.AttachmentId",
        "network-interface.attachment.delete-on-termination=NetworkInterfaces.Attachment.DeleteOnTermination",
        "network-interface.attachment.device-index=NetworkInterfaces.Attachment.DeviceIndex",
        "network-interface.attachment.status=NetworkInterfaces.Attachment.Status",
        "network-interface.description=NetworkInterfaces.Description",
        "network-interface.group-id=NetworkInterfaces.Groups.GroupId",
        "network-interface.group-name=NetworkInterfaces.Groups.GroupName",
        "network-interface.mac-address=NetworkInterfaces.MacAddress",
        "network-interface.network-interface-id=NetworkInterfaces.NetworkInterfaceId",
        "network-interface.owner-id=NetworkInterfaces.OwnerId",
        "network-interface.private-dns-name=NetworkInterfaces.PrivateDnsName",
        "network-interface.private-ip-address=NetworkInterfaces.PrivateIpAddress",
        "network-interface.source-dest-check=NetworkInterfaces.SourceDestCheck",
        "network-interface.status=NetworkInterfaces.Status",
        "network-interface.subnet-id=NetworkInterfaces.SubnetId",
        "network-interface.vpc-id=NetworkInterfaces.VpcId",
        "operator.managed",
        "owner-id=_OwnerId",
        "placement-group-name=Placement.GroupName",
        "platform",
        "platform-details",
        "private-dns-name",
        "private-dns-name-options.enable-resource-name-dns-a-record=PrivateDnsNameOptions.EnableResourceNameDnsARecord",
        "private-dns-name-options.hostname-type",
        "private-ip-address",
        "product-code=ProductCodes.ProductCodeId",
        "reason=StateTransitionReason",
        "requester-id=_RequesterId",
        "reservation-id=_ReservationId",
        "root-device-name",
        "root-device-type",
        "source-dest-check",
        "state-reason-code=StateReason.Code",
        "state-reason-message=StateReason.Message",
        "subnet-id",
        "tag",
        "tenancy=Placement.Tenancy",
        "tpm-support",
        "usage-operation",
        "usage-operation-update-time",
        "virtualization-type",
        "vpc-id",
    ],
    refs: &[
        ("SecurityGroups.GroupId", "ec2:security-group"),
        ("SubnetId", "ec2:subnet"),
        ("VpcId", "ec2:vpc"),
    ],
    ghost: Some(("State.Name", "terminated")),
    ..Resource::NONE
};

/// A state of an instance as AWS has it (AWS: *InstanceState*).
fn state(name: &str) -> Value {
    let code = match name {
        "running" => 16,
        "shutting-down" => 32,
        "terminated" => 48,
        "stopping" => 64,
        "stopped" => 80,
        _ => 0,
    };
    value!({ "Code": code, "Name": name })
}

/// The ids that a call gives, each of which must be there.
///
/// # Errors
/// AWS's refusal, which names all that are not.
fn ids(call: &Call<'_>, given: &Given<'_>) -> Result<Vec<String>, Refusal> {
    let ids = given.texts("InstanceIds");
    let absent: Vec<&str> = ids
        .iter()
        .filter(|id| call.found(&INSTANCE, id).is_none())
        .copied()
        .collect();
    match absent[..] {
        [] => Ok(ids.into_iter().map(str::to_owned).collect()),
        [id] => Err(INSTANCE.is_absent(id)),
        _ => {
            let message = format!("The instance IDs '{}' do not exist", absent.join(", "));
            Err(Refusal::new("InvalidInstanceID.NotFound", message))
        }
    }
}

/// The ids that a call is about: those it gives, or all; of them those that its filters let through; a page.
fn chosen(call: &mut Call<'_>, given: &Given<'_>, filters: &[Filter<'_>]) -> Result<Vec<String>, Refusal> {
    let ids = ids(call, given)?;
    let found: Vec<String> = call
        .all(&INSTANCE)
        .filter(|record| ids.is_empty() || ids.iter().any(|id| record.get("InstanceId").text() == id))
        .filter(|record| filters.iter().all(|filter| filter.admits(record)))
        .map(|record| record.get("InstanceId").text().to_owned())
        .collect();
    call.cut(given, found)
}

/// `DescribeInstances`: by reservation.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let filters = Filter::read(call, &INSTANCE, given)?;
    // No instance here is managed by a provider.
    given.flag("IncludeManagedResources");
    let mut reservations: Vec<Value> = Vec::new();
    for id in chosen(call, given, &filters)? {
        let record = call.get(&INSTANCE, &id)?;
        let reservation = record.get("_ReservationId");
        match reservations
            .last_mut()
            .filter(|last| last.get("ReservationId") == reservation)
        {
            Some(last) => {
                if let Some(Value::List(instances)) =
                    last.as_map_mut().and_then(|last| last.get_mut("Instances"))
                {
                    instances.push(record.clone());
                }
            }
            None => reservations.push(reserved(record, vec![record.clone()])),
        }
    }
    Ok(value!({ "Reservations": reservations }))
}

/// A reservation: what one launch made.
fn reserved(record: &Value, instances: Vec<Value>) -> Value {
    value!({
        "ReservationId": (record.get("_ReservationId")),
        "OwnerId": (record.get("_OwnerId")),
        "Groups": [],
        "Instances": instances,
    })
}

/// Has an instance's record repeat what its interfaces are now.
pub(super) fn refresh(call: &mut Call<'_>, id: &str) -> Answer {
    let mut interfaces: Vec<Value> = call
        .with(&NETWORK_INTERFACE, "Attachment.InstanceId", id)
        .iter()
        .filter_map(|interface| call.found(&NETWORK_INTERFACE, interface))
        .map(seen_from_instance)
        .collect();
    interfaces.sort_by_key(|interface| interface.at("Attachment.DeviceIndex").as_int());
    let first = interfaces.first().cloned().unwrap_or_default();
    let name = |value: &Value| value.as_text().unwrap_or_default().to_owned();
    call.edit(&INSTANCE, id, |record| {
        record.set("NetworkInterfaces", interfaces);
        record.set("SecurityGroups", first.get("Groups").items().to_vec());
        record.set("PublicDnsName", name(first.at("Association.PublicDnsName")));
        for (member, value) in [
            ("PublicIpAddress", first.at("Association.PublicIp")),
            ("PrivateIpAddress", first.get("PrivateIpAddress")),
            ("SourceDestCheck", first.get("SourceDestCheck")),
            ("SubnetId", first.get("SubnetId")),
            ("VpcId", first.get("VpcId")),
        ] {
            match (value, record.as_map_mut()) {
                (Value::Null, Some(members)) => {
                    members.shift_remove(member);
                }
                (value, _) => record.set(member, value),
            }
        }
    })
}

/// Has the instance of an interface, if there is one, repeat what the interface is now.
pub(super) fn follow(call: &mut Call<'_>, interface: &Value) -> Result<(), Refusal> {
    let id = interface.at("Attachment.InstanceId").text();
    if call.found(&INSTANCE, id).is_some() {
        refresh(call, id)?;
    }
    Ok(())
}

/// Members of a structure, those that it has.
fn members(of: &Value, names: &[&str]) -> Value {
    let mut found = Value::map();
    for name in names {
        if !of.get(name).is_null() {
            found.set(name, of.get(name));
        }
    }
    found
}

/// An interface as an instance shows it.
fn seen_from_instance(interface: &Value) -> Value {
    const ASSOCIATION: [&str; 3] = ["IpOwnerId", "PublicDnsName", "PublicIp"];
    let mut seen = members(
        interface,
        &[
            "Description",
            "Groups",
            "Ipv6Addresses",
            "MacAddress",
            "NetworkInterfaceId",
            "OwnerId",
            "PrivateDnsName",
            "PrivateIpAddress",
            "SourceDestCheck",
            "Status",
            "SubnetId",
            "VpcId",
            "InterfaceType",
            "Operator",
        ],
    );
    if !interface.get("Association").is_null() {
        seen.set("Association", members(interface.get("Association"), &ASSOCIATION));
    }
    seen.set(
        "Attachment",
        members(
            interface.get("Attachment"),
            &[
                "AttachTime",
                "AttachmentId",
                "DeleteOnTermination",
                "DeviceIndex",
                "Status",
                "NetworkCardIndex",
            ],
        ),
    );
    let addresses: Vec<Value> = interface
        .get("PrivateIpAddresses")
        .items()
        .iter()
        .map(|address| {
            let mut seen = members(address, &["Primary", "PrivateDnsName", "PrivateIpAddress"]);
            if !address.get("Association").is_null() {
                seen.set("Association", members(address.get("Association"), &ASSOCIATION));
            }
            seen
        })
        .collect();
    seen.set("PrivateIpAddresses", addresses);
    seen
}

/// Has an instance's record repeat which volumes it has.
pub(super) fn refresh_volumes(call: &mut Call<'_>, id: &str) -> Answer {
    let volumes = volume::of_instance(call, id);
    let mapped: Vec<Value> = volumes
        .iter()
        .map(|volume| {
            let attachment = volume.at("Attachments.0");
            value!({
                "DeviceName": (attachment.get("Device")),
                "Ebs": {
                    "AttachTime": (attachment.get("AttachTime")),
                    "DeleteOnTermination": (attachment.get("DeleteOnTermination")),
                    "Status": (attachment.get("State")),
                    "VolumeId": (volume.get("VolumeId")),
                },
            })
        })
        .collect();
    call.edit(&INSTANCE, id, |record| record.set("BlockDeviceMappings", mapped))
}

#[cfg(test)]
mod tests;
