//! `RunInstances`: what a launch takes, what it makes, what it is refused for.
//!
//! AWS: *RunInstances*, *Launch an Amazon EC2 instance*, *Instance metadata options: order of precedence* (an image that
//! says IMDSv2 has tokens required and two hops). Launch templates, spot requests and dedicated hosts are not modelled.

use super::{INSTANCE, RUNNING, refresh, refresh_volumes, reserved, state};
use crate::practice::call::Call;
use crate::practice::change::Then;
use crate::practice::ec2::network_interface::{self, NETWORK_INTERFACE};
use crate::practice::ec2::subnet::SUBNET;
use crate::practice::ec2::{
    address, image, instance_type, key_pair, part, profile_association, security_group, tags, volume, vpc,
};
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::service_quotas::VCPUS;
use crate::value;
use crate::value::Value;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::time::Duration;

/// How long an instance is `pending`. Illustrative: some fifteen to thirty seconds.
pub(super) const PENDING: Duration = Duration::from_secs(20);

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new("InvalidParameterValue", message)
}

/// `RunInstances`.
pub(super) fn run(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let Some(image) = given.opt("ImageId") else {
        let message = "The request must contain the parameter ImageId";
        return Err(Refusal::new("MissingParameter", message));
    };
    let image = image::named(call, image)?;
    let kind = instance_type::get(&call.region, given.opt("InstanceType").unwrap_or("m1.small"))?;
    image::fits(&image, kind)?;
    let count = count(call, given, kind)?;
    let place = Place::read(call, given, kind)?;
    let disks = disks(given, &image)?;
    let tagged = |of: &str| tags::specified_among(given, of, &["instance", "volume", "network-interface"]);
    let (own, of_volumes, of_interfaces) = (
        tagged("instance")?,
        tagged("volume")?,
        tagged("network-interface")?,
    );
    let mut record = described(call, given, &image, kind)?;
    record.set("Placement", place.record(given)?);
    record.set("_ReservationId", part::id(call, "r-"));
    if !own.items().is_empty() {
        record.set("Tags", own);
    }
    if place.address.is_some() && count > 1 {
        return Err(invalid("A private IP address can be given to one instance only."));
    }
    let mut launched = Vec::new();
    for index in 0..count {
        record.set("AmiLaunchIndex", index);
        record.set("InstanceId", Value::Null);
        let id = call
            .make(&INSTANCE, record.clone())
            .get("InstanceId")
            .text()
            .to_owned();
        place.connect(call, &id, &of_interfaces)?;
        for disk in &disks {
            let wanted = volume::Wanted {
                zone: (&place.zone.0, &place.zone.1),
                size: disk.size,
                kind: &disk.kind,
                snapshot: &disk.snapshot,
                encrypted: disk.encrypted,
                iops: disk.iops,
                throughput: disk.throughput,
                tags: of_volumes.clone(),
            };
            let made = volume::make(call, &wanted)?.get("VolumeId").text().to_owned();
            volume::put(call, &made, &id, &disk.device, disk.with_it)?;
        }
        refresh_volumes(call, &id)?;
        let record = refresh(call, &id)?;
        let name = address::private_name(&call.region, record.get("PrivateIpAddress").text());
        let record = call.edit(&INSTANCE, &id, |record| record.set("PrivateDnsName", name))?;
        call.later(PENDING, &INSTANCE, &id, Then::Do(RUNNING.to_owned()));
        launched.push(at_launch(record));
    }
    Ok(reserved(&record, launched))
}

/// How many: all that were asked for, as there is room for all.
fn count(call: &Call<'_>, given: &Given<'_>, kind: &Value) -> Result<i64, Refusal> {
    let (least, most) = (
        given.int("MinCount").unwrap_or(1),
        given.int("MaxCount").unwrap_or(1),
    );
    if least < 1 {
        return Err(invalid(format!(
            "Value ({least}) for parameter minCount is invalid. Minimum count must be at least 1."
        )));
    }
    if most < least {
        let message =
            format!("Value ({most}) for parameter maxCount is invalid. It must not be less than minCount.");
        return Err(invalid(message));
    }
    let each = kind.at("VCpuInfo.DefaultVCpus").as_int().unwrap_or(1);
    let used: i64 = call
        .all(&INSTANCE)
        .filter(|record| ["pending", "running"].contains(&record.at("State.Name").text()))
        .map(|record| {
            let part = |path: &str| record.at(path).as_int().unwrap_or(1);
            part("CpuOptions.CoreCount") * part("CpuOptions.ThreadsPerCore")
        })
        .sum();
    let limit = i64::try_from(VCPUS.limit(call)).unwrap_or(i64::MAX);
    let room = (limit - used) / each.max(1);
    if room < least {
        let message = format!(
            "You have requested more vCPU capacity than your current vCPU limit of {limit} allows for the instance \
             bucket that the specified instance type belongs to. Please visit \
             http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."
        );
        return Err(Refusal::new("VcpuLimitExceeded", message));
    }
    Ok(most.min(room))
}

/// Where an instance is to be, and its way into the network.
struct Place {
    subnet: String,
    zone: (String, String),
    groups: Vec<String>,
    address: Option<String>,
    public: bool,
    description: String,
    with_it: bool,
    /// An interface that exists.
    interface: Option<String>,
}

impl Place {
    fn read(call: &Call<'_>, given: &Given<'_>, kind: &Value) -> Result<Place, Refusal> {
        let name = kind.get("InstanceType").text();
        let interfaces = given.list("NetworkInterfaces");
        let one = match &interfaces[..] {
            [] => None,
            [one] => Some(one),
            _ => {
                return Err(Refusal::unmodelled(
                    "several NetworkInterfaces of ec2:RunInstances",
                ));
            }
        };
        let forbidden = [
            ("SubnetId", "subnet ID"),
            ("SecurityGroupIds", "security groups"),
            ("SecurityGroups", "security groups"),
        ];
        if let (Some(_), Some((_, word))) = (one, forbidden.iter().find(|(member, _)| given.has(member))) {
            let message = format!(
                "Network interfaces and an instance-level {word} may not be specified on the same request"
            );
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
        let mut wanted = given.opt("SubnetId").map(str::to_owned);
        let mut groups: Vec<String> = given
            .texts("SecurityGroupIds")
            .into_iter()
            .map(str::to_owned)
            .collect();
        let names = given.texts("SecurityGroups");
        if wanted.is_some() && !names.is_empty() {
            let message = "The parameter groupName cannot be used with the parameter subnet";
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
        groups.extend(security_group::of_names(call, &names)?);
        let mut place = Place {
            subnet: String::new(),
            zone: Default::default(),
            groups,
            address: given.opt("PrivateIpAddress").map(str::to_owned),
            public: false,
            description: String::new(),
            with_it: true,
            interface: None,
        };
        let mut public = None;
        if let Some(one) = one {
            if one.int("DeviceIndex") != Some(0) || one.int("NetworkCardIndex").unwrap_or(0) != 0 {
                let message = "The first network interface must have the device index 0.";
                return Err(Refusal::new("InvalidParameterValue", message));
            }
            wanted = one.opt("SubnetId").map(str::to_owned);
            place.groups = one.texts("Groups").into_iter().map(str::to_owned).collect();
            place.address = one.opt("PrivateIpAddress").map(str::to_owned);
            place.description = one.text("Description").to_owned();
            place.with_it = one
                .flag("DeleteOnTermination")
                .unwrap_or(!one.has("NetworkInterfaceId"));
            public = one.flag("AssociatePublicIpAddress");
            if one.opt("InterfaceType").is_some_and(|word| word != "interface") {
                return Err(Refusal::unmodelled("InterfaceType of ec2:RunInstances"));
            }
            if let Some(id) = one.opt("NetworkInterfaceId") {
                let interface = call.get(&NETWORK_INTERFACE, id)?;
                if interface.get("Status").text() != "available" {
                    return Err(NETWORK_INTERFACE.is_in_use(id));
                }
                wanted = Some(interface.get("SubnetId").text().to_owned());
                place.interface = Some(id.to_owned());
            }
        }
        let asked = given.get("Placement").opt("AvailabilityZone");
        let subnet = match wanted {
            Some(subnet) => call.get(&SUBNET, &subnet)?,
            None => default_subnet(call, asked, name)?,
        };
        let of_subnet = |member: &str| subnet.get(member).text().to_owned();
        place.subnet = of_subnet("SubnetId");
        place.zone = (of_subnet("AvailabilityZone"), of_subnet("AvailabilityZoneId"));
        if let Some(asked) = asked.filter(|asked| *asked != place.zone.0) {
            let message = format!(
                "The availability zone '{asked}' is not that of the subnet '{}'.",
                place.subnet
            );
            return Err(invalid(message));
        }
        instance_type::offered(&call.region, &place.zone.0, name)?;
        place.public = public.unwrap_or(subnet.get("MapPublicIpOnLaunch").as_bool() == Some(true));
        Ok(place)
    }

    /// As the instance's record says it.
    fn record(&self, given: &Given<'_>) -> Answer {
        let placement = given.get("Placement");
        let tenancy = placement.opt("Tenancy").unwrap_or("default");
        if tenancy != "default" {
            return Err(Refusal::unmodelled("Placement.Tenancy of ec2:RunInstances"));
        }
        Ok(value!({
            "AvailabilityZoneId": (&self.zone.1),
            "GroupName": (placement.text("GroupName")),
            "Tenancy": tenancy,
            "AvailabilityZone": (&self.zone.0),
        }))
    }

    /// Gives an instance its interface.
    fn connect(&self, call: &mut Call<'_>, instance: &str, tags: &Value) -> Result<(), Refusal> {
        let groups: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        let id = match &self.interface {
            Some(id) => id.clone(),
            None => {
                let wanted = network_interface::Wanted {
                    subnet: &self.subnet,
                    description: &self.description,
                    groups: &groups,
                    address: self.address.as_deref(),
                    public: self.public,
                    tags: tags.clone(),
                };
                let made = network_interface::make(call, &wanted)?;
                made.get("NetworkInterfaceId").text().to_owned()
            }
        };
        let attachment = value!({
            "AttachTime": (call.now()),
            "AttachmentId": (part::id(call, "eni-attach-")),
            "DeleteOnTermination": (self.with_it),
            "DeviceIndex": 0,
            "NetworkCardIndex": 0,
            "InstanceId": instance,
            "InstanceOwnerId": (call.account.clone()),
            "Status": "attached",
        });
        call.edit(&NETWORK_INTERFACE, &id, |interface| {
            interface.set("Status", "in-use");
            interface.set("Attachment", attachment);
        })?;
        Ok(())
    }
}

/// The default VPC's default subnet: of the zone that is asked for, or the first that offers the type.
fn default_subnet<'c>(call: &'c Call<'_>, zone: Option<&str>, kind: &str) -> Result<&'c Value, Refusal> {
    let Some(vpc) = vpc::default_id(call) else {
        let message =
            "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.";
        return Err(Refusal::new("VPCIdNotSpecified", message));
    };
    let fits = |subnet: &&Value| {
        let here = subnet.get("AvailabilityZone").text();
        subnet.get("VpcId").text() == vpc
            && subnet.get("DefaultForAz").as_bool() == Some(true)
            && zone.map_or_else(
                || instance_type::offered(&call.region, here, kind).is_ok(),
                |zone| zone == here,
            )
    };
    call.all(&SUBNET).find(fits).ok_or_else(|| {
        let message = format!("No subnets found for the default VPC '{vpc}'. Please specify a subnet.");
        Refusal::new("MissingInput", message)
    })
}

/// A volume that a launch makes.
struct Disk {
    device: String,
    size: i64,
    kind: String,
    snapshot: String,
    encrypted: bool,
    iops: Option<i64>,
    throughput: Option<i64>,
    with_it: bool,
}

/// The image's volumes, changed and added to by the call.
fn disks(given: &Given<'_>, image: &Value) -> Result<Vec<Disk>, Refusal> {
    let of_image = |mapping: &Value| {
        let ebs = mapping.get("Ebs");
        Disk {
            device: mapping.get("DeviceName").text().to_owned(),
            size: ebs.get("VolumeSize").as_int().unwrap_or(8),
            kind: ebs.get("VolumeType").text().to_owned(),
            snapshot: ebs.get("SnapshotId").text().to_owned(),
            encrypted: false,
            iops: None,
            throughput: None,
            with_it: true,
        }
    };
    let mut disks: Vec<Disk> = image
        .get("BlockDeviceMappings")
        .items()
        .iter()
        .map(of_image)
        .collect();
    for mapping in given.list("BlockDeviceMappings") {
        let device = mapping.text("DeviceName");
        if mapping.has("NoDevice") {
            mapping.text("NoDevice");
            disks.retain(|disk| disk.device != device);
            continue;
        }
        let ebs = mapping.get("Ebs");
        let at = match disks.iter().position(|disk| disk.device == device) {
            Some(at) => at,
            None => {
                let Some(size) = ebs.int("VolumeSize") else {
                    let message = format!("Device '{device}' needs a volume size or a snapshot.");
                    return Err(Refusal::new("InvalidBlockDeviceMapping", message));
                };
                disks.push(Disk {
                    device: device.to_owned(),
                    size,
                    kind: "gp2".to_owned(),
                    snapshot: String::new(),
                    encrypted: false,
                    iops: None,
                    throughput: None,
                    with_it: true,
                });
                disks.len() - 1
            }
        };
        let disk = &mut disks[at];
        if let Some(size) = ebs.int("VolumeSize") {
            if size < disk.size {
                let message = format!(
                    "Volume of size {size}GB is smaller than snapshot '{}', expect size >= {}GB",
                    disk.snapshot, disk.size
                );
                return Err(Refusal::new("InvalidBlockDeviceMapping", message));
            }
            disk.size = size;
        }
        if let Some(snapshot) = ebs
            .opt("SnapshotId")
            .filter(|snapshot| *snapshot != disk.snapshot)
        {
            let message = format!("The snapshot '{snapshot}' does not exist.");
            return Err(Refusal::new("InvalidSnapshot.NotFound", message));
        }
        if let Some(kind) = ebs.opt("VolumeType") {
            disk.kind = kind.to_owned();
        }
        disk.encrypted = ebs.flag("Encrypted").unwrap_or(disk.encrypted);
        disk.with_it = ebs.flag("DeleteOnTermination").unwrap_or(disk.with_it);
        disk.iops = ebs.int("Iops");
        disk.throughput = ebs.int("Throughput");
    }
    Ok(disks)
}

/// Everything about the instance that does not depend on where it is.
fn described(call: &mut Call<'_>, given: &Given<'_>, image: &Value, kind: &Value) -> Answer {
    let name = kind.get("InstanceType").text();
    let shutdown = given.opt("InstanceInitiatedShutdownBehavior").unwrap_or("stop");
    let nitro = kind.get("Hypervisor").text() == "nitro";
    let cpus = given.get("CpuOptions");
    let vcpus = |member: &str| kind.get("VCpuInfo").get(member).as_int().unwrap_or(1);
    let monitored = given.get("Monitoring").flag("Enabled") == Some(true);
    let mut record = value!({
        "Architecture": (image.get("Architecture")),
        "BlockDeviceMappings": [],
        "ClientToken": (given.text("ClientToken")),
        "EbsOptimized": (given.flag("EbsOptimized").unwrap_or_default()),
        "EnaSupport": true,
        "Hypervisor": "xen",
        "NetworkInterfaces": [],
        "RootDeviceName": (image.get("RootDeviceName")),
        "RootDeviceType": "ebs",
        "SecurityGroups": [],
        "SourceDestCheck": true,
        "VirtualizationType": "hvm",
        "CpuOptions": {
            "CoreCount": (cpus.int("CoreCount").unwrap_or_else(|| vcpus("DefaultCores"))),
            "ThreadsPerCore": (cpus.int("ThreadsPerCore").unwrap_or_else(|| vcpus("DefaultThreadsPerCore"))),
        },
        "CapacityReservationSpecification": { "CapacityReservationPreference": "open" },
        "HibernationOptions": { "Configured": false },
        "MetadataOptions": (metadata(given, image)),
        "EnclaveOptions": { "Enabled": false },
        "PlatformDetails": (image.get("PlatformDetails")),
        "UsageOperation": (image.get("UsageOperation")),
        "UsageOperationUpdateTime": (call.now()),
        "PrivateDnsNameOptions": (host_names(given)),
        "MaintenanceOptions": {
            "AutoRecovery": (given.get("MaintenanceOptions").opt("AutoRecovery").unwrap_or("default")),
            "RebootMigration": "default",
        },
        "CurrentInstanceBootMode": (boot_mode(image, nitro)),
        "NetworkPerformanceOptions": { "BandwidthWeighting": "default" },
        "Operator": { "Managed": false },
        "InstanceId": null,
        "ImageId": (image.get("ImageId")),
        "State": (state("pending")),
        "PublicDnsName": "",
        "StateTransitionReason": "",
        "ProductCodes": [],
        "InstanceType": name,
        "LaunchTime": (call.now()),
        "Monitoring": { "State": (if monitored { "enabled" } else { "disabled" }) },
        "_ImageName": (image.get("Name")),
        "_OwnerId": (call.account.clone()),
        "_RequesterId": (call.principal.id.clone()),
        "_Shutdown": shutdown,
        "_DisableApiTermination": (given.flag("DisableApiTermination").unwrap_or_default()),
        "_DisableApiStop": (given.flag("DisableApiStop").unwrap_or_default()),
    });
    for member in ["BootMode", "Platform", "TpmSupport"] {
        if !image.get(member).is_null() {
            record.set(member, image.get(member));
        }
    }
    if kind.get("BurstablePerformanceSupported").as_bool() == Some(true) {
        let unsaid = if name.starts_with("t2.") {
            "standard"
        } else {
            "unlimited"
        };
        record.set(
            "_CpuCredits",
            given
                .get("CreditSpecification")
                .opt("CpuCredits")
                .unwrap_or(unsaid),
        );
    }
    if let Some(key) = given.opt("KeyName") {
        key_pair::named(call, key)?;
        record.set("KeyName", key);
    }
    if let Some((profile, name)) = profile_association::wanted(call, &given.get("IamInstanceProfile"))? {
        record.set("IamInstanceProfile", profile);
        record.set("_ProfileName", name);
        record.set("_ProfileAssociation", part::id(call, "iip-assoc-"));
        record.set("_ProfileAssociated", call.now());
    }
    // Clients encode it, and the wire takes that off again: it comes as it was written, and is kept encoded.
    match given.value("UserData") {
        Value::Text(text) => record.set("_UserData", packed(text.as_bytes())?),
        Value::Blob(bytes) => record.set("_UserData", packed(bytes)?),
        _ => {}
    }
    Ok(record)
}

/// User data as it is kept: base64 of at most 16 KiB.
///
/// # Errors
/// What is too long.
pub(super) fn packed(bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() > 16_384 {
        return Err(invalid("User data is limited to 16384 bytes"));
    }
    Ok(BASE64_STANDARD.encode(bytes))
}

fn metadata(given: &Given<'_>, image: &Value) -> Value {
    let options = given.get("MetadataOptions");
    let second = image.get("ImdsSupport").text() == "v2.0";
    let (tokens, hops) = if second { ("required", 2) } else { ("optional", 1) };
    value!({
        "State": "pending",
        "HttpTokens": (options.opt("HttpTokens").unwrap_or(tokens)),
        "HttpPutResponseHopLimit": (options.int("HttpPutResponseHopLimit").unwrap_or(hops)),
        "HttpEndpoint": (options.opt("HttpEndpoint").unwrap_or("enabled")),
        "HttpProtocolIpv6": (options.opt("HttpProtocolIpv6").unwrap_or("disabled")),
        "InstanceMetadataTags": (options.opt("InstanceMetadataTags").unwrap_or("disabled")),
    })
}

fn host_names(given: &Given<'_>) -> Value {
    let options = given.get("PrivateDnsNameOptions");
    value!({
        "HostnameType": (options.opt("HostnameType").unwrap_or("ip-name")),
        "EnableResourceNameDnsARecord": (options.flag("EnableResourceNameDnsARecord").unwrap_or_default()),
        "EnableResourceNameDnsAAAARecord": (options.flag("EnableResourceNameDnsAAAARecord").unwrap_or_default()),
    })
}

/// AWS: *Amazon EC2 instance boot modes*: `uefi-preferred` boots so where the type can.
fn boot_mode(image: &Value, nitro: bool) -> &'static str {
    match image.get("BootMode").text() {
        "uefi" => "uefi",
        "uefi-preferred" if nitro => "uefi",
        _ => "legacy-bios",
    }
}

/// An instance as the launch itself answers: nothing is attached yet, and it has no public address.
fn at_launch(mut record: Value) -> Value {
    record.set("BlockDeviceMappings", Vec::<Value>::new());
    record.set("PublicDnsName", "");
    record.set("StateReason", value!({ "Code": "pending", "Message": "pending" }));
    let interfaces: Vec<Value> = record
        .get("NetworkInterfaces")
        .items()
        .iter()
        .map(|interface| {
            let mut seen = interface.clone();
            let mut attachment = seen.get("Attachment").clone();
            attachment.set("Status", "attaching");
            seen.set("Attachment", attachment);
            if let Some(members) = seen.as_map_mut() {
                members.shift_remove("Association");
            }
            seen
        })
        .collect();
    record.set("NetworkInterfaces", interfaces);
    if let Some(members) = record.as_map_mut() {
        members.shift_remove("PublicIpAddress");
    }
    record
}
