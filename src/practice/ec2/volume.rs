//! Volumes of EBS: those of instances, and those that a learner makes.
//!
//! AWS: *Amazon EBS volume types* (sizes, IOPS and throughput of gp3), *CreateVolume*, *AttachVolume*, *DetachVolume*.

use super::instance::{self, INSTANCE};
use super::{region, tags};
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// Volumes.
pub(super) static FAMILY: Family = Family {
    resources: &[&VOLUME],
    moves: &[
        ("AttachVolume", Move::Do(attach)),
        ("CreateVolume", Move::Do(create)),
        ("DeleteVolume", Move::Do(delete)),
        ("DescribeVolumes", Move::Do(describe)),
        ("DetachVolume", Move::Do(detach)),
    ],
    ..Family::NONE
};

pub(super) static VOLUME: Resource = Resource {
    kind: "ec2:volume",
    shape: "Volume",
    key: "VolumeId",
    ids: "VolumeIds",
    prefix: "vol-",
    absent: ("InvalidVolume.NotFound", "The volume '{}' does not exist."),
    malformed: Some((
        "InvalidParameterValue",
        "Value ({}) for parameter volumeId is invalid. Expected: 'vol-...'.",
    )),
    in_use: ("VolumeInUse", "Volume {} is currently attached"),
    filters: &[
        "attachment.attach-time=Attachments.AttachTime",
        "attachment.delete-on-termination=Attachments.DeleteOnTermination",
        "attachment.device=Attachments.Device",
        "attachment.instance-id=Attachments.InstanceId",
        "attachment.status=Attachments.State",
        "availability-zone",
        "availability-zone-id",
        "create-time",
        "encrypted",
        "multi-attach-enabled",
        "operator.managed",
        "size",
        "snapshot-id",
        "status=State",
        "tag",
        "volume-id",
        "volume-type",
    ],
    refs: &[("Attachments.InstanceId", "ec2:instance")],
    ..Resource::NONE
};

/// How long a new volume is `creating`. Illustrative.
const CREATING: Duration = Duration::from_secs(5);

/// What a new volume is to be.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    /// The zone and its id.
    pub(super) zone: (&'a str, &'a str),
    /// Gibibytes.
    pub(super) size: i64,
    /// `gp3` and its kin.
    pub(super) kind: &'a str,
    /// The snapshot that it is made of; empty for none.
    pub(super) snapshot: &'a str,
    /// It is encrypted.
    pub(super) encrypted: bool,
    /// Operations a second, where they are said.
    pub(super) iops: Option<i64>,
    /// Mebibytes a second, where they are said.
    pub(super) throughput: Option<i64>,
    /// Its tags.
    pub(super) tags: Value,
}

/// Makes a volume that nothing has yet; gives it.
///
/// # Errors
/// A type that does not exist, a size it does not come in.
pub(super) fn make(call: &mut Call<'_>, wanted: &Wanted<'_>) -> Answer {
    let sizes = match wanted.kind {
        "gp2" | "gp3" => 1..=65_536,
        "io1" => 4..=16_384,
        "io2" => 4..=65_536,
        "st1" | "sc1" => 125..=16_384,
        "standard" => 1..=1_024,
        other => {
            let message = format!("The volume type '{other}' does not exist.");
            return Err(Refusal::new("UnknownVolumeType", message));
        }
    };
    if !sizes.contains(&wanted.size) {
        let (kind, (least, most)) = (wanted.kind, (sizes.start(), sizes.end()));
        let message = format!(
            "Volume of {}GiB is invalid; {kind} volumes have {least} to {most} GiB.",
            wanted.size
        );
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let mut record = value!({
        "AvailabilityZoneId": (wanted.zone.1),
        "VolumeType": (wanted.kind),
        "MultiAttachEnabled": false,
        "Operator": { "Managed": false },
        "VolumeId": null,
        "Size": (wanted.size),
        "SnapshotId": (wanted.snapshot),
        "AvailabilityZone": (wanted.zone.0),
        "State": "available",
        "CreateTime": (call.now()),
        "Attachments": [],
        "Encrypted": (wanted.encrypted),
    });
    let iops = match wanted.kind {
        "gp3" => Some(wanted.iops.unwrap_or(3_000)),
        "gp2" => Some((wanted.size * 3).clamp(100, 16_000)),
        _ => wanted.iops,
    };
    if let Some(iops) = iops {
        record.set("Iops", iops);
    }
    if wanted.kind == "gp3" {
        record.set("Throughput", wanted.throughput.unwrap_or(125));
    }
    if wanted.encrypted {
        let key = call.random("kms:aws/ebs").uuid();
        record.set(
            "KmsKeyId",
            format!("arn:aws:kms:{}:{}:key/{key}", call.region, call.account),
        );
    }
    if !wanted.tags.items().is_empty() {
        record.set("Tags", &wanted.tags);
    }
    Ok(call.make(&VOLUME, record))
}

/// Attaches a volume to an instance's device, at once.
///
/// # Errors
/// A volume that is not there.
pub(super) fn put(call: &mut Call<'_>, id: &str, instance: &str, device: &str, with_it: bool) -> Answer {
    let attachment = value!({
        "DeleteOnTermination": with_it,
        "VolumeId": id,
        "InstanceId": instance,
        "Device": device,
        "State": "attached",
        "AttachTime": (call.now()),
    });
    call.edit(&VOLUME, id, |volume| {
        volume.set("State", "in-use");
        volume.set("Attachments", vec![attachment]);
    })
}

/// The volumes of an instance.
pub(super) fn of_instance(call: &Call<'_>, instance: &str) -> Vec<Value> {
    call.with(&VOLUME, "Attachments.InstanceId", instance)
        .iter()
        .filter_map(|id| call.found(&VOLUME, id).cloned())
        .collect()
}

/// What becomes of an instance's volumes when it is terminated.
///
/// # Errors
/// None: the volumes are there.
pub(super) fn let_go(call: &mut Call<'_>, instance: &str) -> Result<(), Refusal> {
    for volume in of_instance(call, instance) {
        let id = volume.get("VolumeId").text();
        if volume.at("Attachments.0.DeleteOnTermination").as_bool() == Some(true) {
            call.remove(&VOLUME, id)?;
        } else {
            free(call, id)?;
        }
    }
    Ok(())
}

fn free(call: &mut Call<'_>, id: &str) -> Answer {
    call.edit(&VOLUME, id, |volume| {
        volume.set("State", "available");
        volume.set("Attachments", Vec::<Value>::new());
    })
}

/// `CreateVolume`: of a size; making one of a snapshot is not modelled.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (name, id) = (given.opt("AvailabilityZone"), given.opt("AvailabilityZoneId"));
    let zone = region::zones(&call.region).find(|(zone, zone_id)| {
        Some(zone.as_str()) == name || (name.is_none() && Some(zone_id.as_str()) == id)
    });
    let Some(zone) = zone else {
        let message = format!("The zone '{}' does not exist.", name.or(id).unwrap_or_default());
        return Err(Refusal::new("InvalidZone.NotFound", message));
    };
    let Some(size) = given.int("Size") else {
        let message = "The request must contain the parameter size/snapshotId";
        return Err(Refusal::new("MissingParameter", message));
    };
    let tags = tags::specified(given, "volume")?;
    let wanted = Wanted {
        zone: (&zone.0, &zone.1),
        size,
        kind: given.opt("VolumeType").unwrap_or("gp2"),
        snapshot: "",
        encrypted: given.flag("Encrypted").unwrap_or_default(),
        iops: given.int("Iops"),
        throughput: given.int("Throughput"),
        tags: tags.clone(),
    };
    let id = make(call, &wanted)?.get("VolumeId").text().to_owned();
    let mut volume = call.edit(&VOLUME, &id, |volume| volume.set("State", "creating"))?;
    call.later_set(CREATING, &VOLUME, &id, &[("State", "available")]);
    volume.set("Tags", tags);
    Ok(volume)
}

/// `DescribeVolumes`.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    // No volume here is managed by a provider.
    given.flag("IncludeManagedResources");
    let filters = Filter::read(call, &VOLUME, given)?;
    let ids = given.texts("VolumeIds");
    for id in &ids {
        call.get(&VOLUME, id)?;
    }
    let found: Vec<Value> = call
        .all(&VOLUME)
        .filter(|volume| ids.is_empty() || ids.contains(&volume.get("VolumeId").text()))
        .filter(|volume| filters.iter().all(|filter| filter.admits(volume)))
        .cloned()
        .collect();
    let volumes = call.cut(given, found)?;
    Ok(value!({ "Volumes": volumes }))
}

/// `DeleteVolume`: of one that nothing has.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("VolumeId");
    let volume = call.get(&VOLUME, id)?;
    if let Some(instance) = volume.at("Attachments.0.InstanceId").as_text() {
        let message = format!("Volume {id} is currently attached to {instance}");
        return Err(Refusal::new("VolumeInUse", message));
    }
    call.remove(&VOLUME, id)?;
    Ok(Value::map())
}

/// `AttachVolume`: to an instance in the same zone, as a device that it has not.
fn attach(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, instance, device) = (
        given.text("VolumeId"),
        given.text("InstanceId"),
        given.text("Device"),
    );
    let volume = call.get(&VOLUME, id)?.clone();
    let host = call.get(&INSTANCE, instance)?.clone();
    if !["running", "stopped"].contains(&host.at("State.Name").text()) {
        let message = format!("Instance '{instance}' is not 'running'.");
        return Err(Refusal::new("IncorrectState", message));
    }
    if volume.get("State").text() != "available" {
        let message = format!("vol '{id}' is not 'available'.");
        return Err(match volume.get("Attachments").items() {
            [] => Refusal::new("IncorrectState", message),
            _ => Refusal::new("VolumeInUse", format!("{id} is already attached to an instance")),
        });
    }
    if volume.get("AvailabilityZone") != host.at("Placement.AvailabilityZone") {
        let message =
            format!("The volume '{id}' is not in the same availability zone as instance '{instance}'");
        return Err(Refusal::new("InvalidVolume.ZoneMismatch", message));
    }
    let taken = |mapping: &Value| mapping.get("DeviceName").text() == device;
    if host.get("BlockDeviceMappings").items().iter().any(taken) {
        let message =
            format!("Invalid value '{device}' for unixDevice. Attachment point {device} is already in use");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let mut attachment = put(call, id, instance, device, false)?
        .at("Attachments.0")
        .clone();
    instance::refresh_volumes(call, instance)?;
    attachment.set("State", "attaching");
    Ok(attachment)
}

/// `DetachVolume`: the root device only of an instance that is stopped.
fn detach(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("VolumeId");
    let (instance, device) = (given.opt("InstanceId"), given.opt("Device"));
    // A detachment is never stuck here, so that there is nothing to force.
    given.flag("Force");
    let volume = call.get(&VOLUME, id)?;
    let mut attachment = volume.at("Attachments.0").clone();
    let host = attachment.get("InstanceId").text().to_owned();
    if host.is_empty() {
        let message = format!("Volume '{id}' is in the 'available' state.");
        return Err(Refusal::new("IncorrectState", message));
    }
    let other = |wanted: Option<&str>, is: &str| wanted.is_some_and(|wanted| wanted != is);
    if other(instance, &host) || other(device, attachment.get("Device").text()) {
        let message = format!(
            "The volume '{id}' is not attached to instance '{}'.",
            instance.unwrap_or(&host)
        );
        return Err(Refusal::new("InvalidAttachment.NotFound", message));
    }
    let record = call.get(&INSTANCE, &host)?;
    if record.get("RootDeviceName") == attachment.get("Device") && record.at("State.Name").text() != "stopped"
    {
        let message = format!("Unable to detach root volume '{id}' from instance '{host}'");
        return Err(Refusal::new("OperationNotPermitted", message));
    }
    free(call, id)?;
    instance::refresh_volumes(call, &host)?;
    attachment.set("State", "detaching");
    Ok(attachment)
}
