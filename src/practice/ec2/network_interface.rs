//! Network interfaces: what an instance, a NAT gateway or a learner has in a subnet.
//!
//! AWS: *Elastic network interfaces* (EC2 user guide); *DNS attributes for your VPC* says when names are given.

use super::security_group::SECURITY_GROUP;
use super::subnet::SUBNET;
use super::vpc::VPC;
use super::{address, elastic_ip, flow_log, instance, route, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Network interfaces.
pub(super) static FAMILY: Family = Family {
    resources: &[&NETWORK_INTERFACE],
    moves: &[
        ("CreateNetworkInterface", Move::Do(create)),
        ("DeleteNetworkInterface", Move::Do(delete)),
        ("DescribeNetworkInterfaces", Move::List(&NETWORK_INTERFACE)),
    ],
    ..Family::NONE
};

pub(super) static NETWORK_INTERFACE: Resource = Resource {
    kind: "ec2:network-interface",
    shape: "NetworkInterface",
    key: "NetworkInterfaceId",
    ids: "NetworkInterfaceIds",
    prefix: "eni-",
    absent: (
        "InvalidNetworkInterfaceID.NotFound",
        "The networkInterface ID '{}' does not exist",
    ),
    malformed: Some((
        "InvalidNetworkInterfaceId.Malformed",
        "Invalid id: \"{}\" (expecting \"eni-...\")",
    )),
    in_use: (
        "InvalidParameterValue",
        "Network interface '{}' is currently in use.",
    ),
    filters: &[
        "addresses.association.owner-id=PrivateIpAddresses.Association.IpOwnerId",
        "addresses.association.public-ip=PrivateIpAddresses.Association.PublicIp",
        "addresses.primary=PrivateIpAddresses.Primary",
        "addresses.private-ip-address=PrivateIpAddresses.PrivateIpAddress",
        "association.allocation-id",
        "association.association-id",
        "association.ip-owner-id",
        "association.public-dns-name",
        "association.public-ip",
        "attachment.attach-time",
        "attachment.attachment-id",
        "attachment.delete-on-termination",
        "attachment.device-index",
        "attachment.instance-id",
        "attachment.instance-owner-id",
        "attachment.status",
        "availability-zone",
        "availability-zone-id",
        "description",
        "group-id=Groups.GroupId",
        "group-name=Groups.GroupName",
        "interface-type",
        "mac-address",
        "network-interface-id",
        "operator.managed",
        "owner-id",
        "private-dns-name",
        "private-ip-address",
        "requester-id",
        "requester-managed",
        "source-dest-check",
        "status",
        "subnet-id",
        "tag",
        "vpc-id",
    ],
    tags: "TagSet",
    refs: &[
        ("Groups.GroupId", "ec2:security-group"),
        ("SubnetId", "ec2:subnet"),
        ("VpcId", "ec2:vpc"),
    ],
    ..Resource::NONE
};

/// What a new interface is to be.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    /// Where it is to be.
    pub(super) subnet: &'a str,
    /// What it is for, in words.
    pub(super) description: &'a str,
    /// Its security groups; none: the VPC's default one.
    pub(super) groups: &'a [&'a str],
    /// Its private address; none: any free one.
    pub(super) address: Option<&'a str>,
    /// It gets a public address, of Amazon's.
    pub(super) public: bool,
    /// Its tags.
    pub(super) tags: Value,
}

/// Makes an interface, which nothing has yet; gives it.
///
/// # Errors
/// AWS's refusals of the subnet, the groups, the address.
pub(super) fn make(call: &mut Call<'_>, wanted: &Wanted<'_>) -> Answer {
    let subnet = call.get(&SUBNET, wanted.subnet)?.clone();
    let vpc = subnet.get("VpcId").text();
    let groups = groups(call, vpc, wanted.groups)?;
    let private = address::take_private(call, wanted.subnet, wanted.address)?;
    let seed = call.random("ec2:mac-address").hex(10);
    let octets: Vec<&str> = (0..5).map(|n| &seed[2 * n..2 * n + 2]).collect();
    let mut record = value!({
        "AvailabilityZone": (subnet.get("AvailabilityZone")),
        "AvailabilityZoneId": (subnet.get("AvailabilityZoneId")),
        "Description": (wanted.description),
        "Groups": groups,
        "InterfaceType": "interface",
        "Ipv6Addresses": [],
        // 0a: an address that no maker of hardware gave.
        "MacAddress": (format!("0a:{}", octets.join(":"))),
        "NetworkInterfaceId": null,
        "OwnerId": (call.account.clone()),
        "PrivateIpAddress": (&private),
        "PrivateIpAddresses": [{ "Primary": true, "PrivateIpAddress": (&private) }],
        "RequesterId": (call.principal.id.clone()),
        "RequesterManaged": false,
        "SourceDestCheck": true,
        "Status": "available",
        "SubnetId": (wanted.subnet),
        "TagSet": (&wanted.tags),
        "VpcId": vpc,
        "Operator": { "Managed": false },
        "_Public": (wanted.public),
    });
    if named(call, vpc) {
        let name = address::private_name(&call.region, &private);
        record.set("PrivateDnsName", name.as_str());
        on_address(&mut record, "PrivateDnsName", name.into());
    }
    let record = call.make(&NETWORK_INTERFACE, record);
    if wanted.public {
        publish(call, record.get("NetworkInterfaceId").text())
    } else {
        Ok(record)
    }
}

/// The groups of an interface in a VPC, as its record has them; none: the default one.
///
/// # Errors
/// A group that is not there, or of another VPC.
pub(super) fn groups(call: &Call<'_>, vpc: &str, ids: &[&str]) -> Answer {
    let group =
        |group: &Value| value!({ "GroupId": (group.get("GroupId")), "GroupName": (group.get("GroupName")) });
    if ids.is_empty() {
        let default = call
            .all(&SECURITY_GROUP)
            .find(|group| group.get("VpcId").text() == vpc && group.get("GroupName").text() == "default");
        return Ok(default.map(group).into_iter().collect());
    }
    ids.iter()
        .map(|id| match call.get(&SECURITY_GROUP, id)? {
            found if found.get("VpcId").text() == vpc => Ok(group(found)),
            _ => Err(Refusal::new(
                "InvalidGroup.NotFound",
                "You have specified two resources that belong to different networks.",
            )),
        })
        .collect()
}

/// Whether a VPC gives host names to addresses.
fn named(call: &Call<'_>, vpc: &str) -> bool {
    call.found(&VPC, vpc)
        .is_some_and(|vpc| vpc.get("_EnableDnsHostnames").as_bool() == Some(true))
}

/// The public name of a public address in a VPC; empty where the VPC gives none.
pub(super) fn public_name(call: &Call<'_>, vpc: &str, public: &str) -> String {
    if named(call, vpc) {
        address::public_name(&call.region, public)
    } else {
        String::new()
    }
}

/// Gives an interface a public address of Amazon's pool; gives the interface.
pub(super) fn publish(call: &mut Call<'_>, id: &str) -> Answer {
    let public = address::take_public(call);
    let vpc = call.get(&NETWORK_INTERFACE, id)?.get("VpcId").text();
    let name = public_name(call, vpc, &public);
    let association = value!({ "IpOwnerId": "amazon", "PublicDnsName": name, "PublicIp": public });
    show(call, id, association)
}

/// Takes a public address of Amazon's pool from an interface, if it has one; gives the interface.
pub(super) fn unpublish(call: &mut Call<'_>, id: &str) -> Answer {
    let interface = call.get(&NETWORK_INTERFACE, id)?.clone();
    if interface.at("Association.IpOwnerId").text() != "amazon" {
        return Ok(interface);
    }
    address::free_public(call, interface.at("Association.PublicIp").text())?;
    show(call, id, Value::Null)
}

/// Shows another public address on an interface, or none; gives the interface.
pub(super) fn show(call: &mut Call<'_>, id: &str, association: Value) -> Answer {
    let shown = call.edit(&NETWORK_INTERFACE, id, |interface| {
        on_address(interface, "Association", association.clone());
        interface.set("Association", association);
    })?;
    instance::follow(call, &shown)?;
    Ok(shown)
}

/// The primary interface of an instance.
///
/// # Errors
/// AWS's refusal of an instance that is not there.
pub(super) fn primary_of<'c>(call: &'c Call<'_>, instance: &str) -> Result<&'c Value, Refusal> {
    let found = call.all(&NETWORK_INTERFACE).find(|interface| {
        let attachment = interface.get("Attachment");
        attachment.get("InstanceId").text() == instance && attachment.get("DeviceIndex").as_int() == Some(0)
    });
    found.ok_or_else(|| {
        let message = format!("The instance ID '{instance}' does not exist");
        Refusal::new("InvalidInstanceID.NotFound", message)
    })
}

/// Sets a member of the primary private address.
fn on_address(interface: &mut Value, member: &str, value: Value) {
    let mut addresses = interface.get("PrivateIpAddresses").clone();
    if let Some(primary) = addresses.as_list_mut().and_then(|list| list.first_mut()) {
        primary.set(member, value);
    }
    interface.set("PrivateIpAddresses", addresses);
}

/// Takes an interface away, whatever has it: its addresses are free again, routes to it lead nowhere.
pub(super) fn drop_it(call: &mut Call<'_>, id: &str) -> Result<(), Refusal> {
    let interface = call.edit(&NETWORK_INTERFACE, id, |interface| {
        interface.set("_Public", false);
    })?;
    if let Some(allocation) = interface.at("Association.AllocationId").as_text() {
        elastic_ip::disassociate(call, allocation)?;
    }
    unpublish(call, id)?;
    call.remove(&NETWORK_INTERFACE, id)?;
    flow_log::drop_of(call, id)?;
    route::mark(call, "NetworkInterfaceId", id, "blackhole")?;
    let (subnet, address) = (
        interface.get("SubnetId").text(),
        interface.get("PrivateIpAddress").text(),
    );
    address::free_private(call, subnet, address)
}

/// `CreateNetworkInterface`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let wanted = Wanted {
        subnet: given.text("SubnetId"),
        description: given.text("Description"),
        groups: &given.texts("Groups"),
        address: given.opt("PrivateIpAddress"),
        public: false,
        tags: tags::specified(given, "network-interface")?,
    };
    let token = given.value("ClientToken");
    let mut interface = make(call, &wanted)?;
    interface.set("Status", "pending");
    Ok(value!({ "NetworkInterface": interface, "ClientToken": token }))
}

/// `DeleteNetworkInterface`: of one that nothing has.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("NetworkInterfaceId");
    let interface = call.get(&NETWORK_INTERFACE, id)?;
    if interface.get("Status").text() != "available" {
        return Err(NETWORK_INTERFACE.is_in_use(id));
    }
    call.unused(&NETWORK_INTERFACE, id)?;
    drop_it(call, id)?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;
    use crate::value::Value;

    fn default_subnet(aws: &Asker) -> Value {
        aws.ok("DescribeSubnets", value!({})).at("Subnets.0").clone()
    }

    #[test]
    fn an_interface_is_made_found_changed_and_deleted() {
        let aws = Asker::new();
        let before = aws.practice.world();
        let subnet = default_subnet(&aws);
        let made = aws.ok(
            "CreateNetworkInterface",
            value!({
                "SubnetId": (subnet.get("SubnetId")),
                "Description": "spare",
                "TagSpecifications": [{ "ResourceType": "network-interface", "Tags": [{ "Key": "Name", "Value": "spare" }] }],
            }),
        );
        let made = made.get("NetworkInterface");
        let id = made.get("NetworkInterfaceId").text().to_owned();
        assert_eq!(made.get("Status").text(), "pending");
        assert_eq!(made.at("Groups.0.GroupName").text(), "default");
        let host = made.get("PrivateIpAddress").text().replace('.', "-");
        assert_eq!(
            made.at("PrivateIpAddresses.0.PrivateDnsName").text(),
            format!("ip-{host}.ec2.internal"),
            "a default VPC gives names"
        );
        let left = default_subnet(&aws).get("AvailableIpAddressCount").as_int();
        assert_eq!(left, Some(4090));
        for (filter, text) in [
            ("tag:Name", "spare"),
            ("group-name", "default"),
            (
                "addresses.private-ip-address",
                made.get("PrivateIpAddress").text(),
            ),
            ("status", "available"),
        ] {
            let found = aws.ok(
                "DescribeNetworkInterfaces",
                value!({ "Filters": [{ "Name": filter, "Values": [text] }] }),
            );
            assert_eq!(found.get("NetworkInterfaces").items().len(), 1, "{filter}");
        }
        let change = |change: Value| {
            let mut input = value!({ "NetworkInterfaceId": (&id) });
            for (member, value) in change.as_map().unwrap() {
                input.set(member, value);
            }
            aws.call("ModifyNetworkInterfaceAttribute", input)
        };
        change(value!({ "SourceDestCheck": { "Value": false } })).unwrap();
        assert_eq!(code(change(value!({}))), "InvalidParameterCombination");
        assert_eq!(
            code(change(value!({ "Groups": ["sg-0123456789abcdef0"] }))),
            "InvalidGroup.NotFound"
        );
        let asked = value!({ "NetworkInterfaceId": (&id), "Attribute": "sourceDestCheck" });
        let attribute = aws.ok("DescribeNetworkInterfaceAttribute", asked);
        assert_eq!(attribute.at("SourceDestCheck.Value").as_bool(), Some(false));
        let subnet = value!({ "SubnetId": (subnet.get("SubnetId")) });
        assert_eq!(code(aws.call("DeleteSubnet", subnet)), "DependencyViolation");
        let deletion = || value!({ "NetworkInterfaceId": (&id) });
        aws.ok("DeleteNetworkInterface", deletion());
        assert_eq!(
            code(aws.call("DeleteNetworkInterface", deletion())),
            "InvalidNetworkInterfaceID.NotFound"
        );
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
    }

    #[test]
    fn an_address_is_handed_out_once_and_never_one_that_is_kept() {
        let aws = Asker::new();
        let subnet = default_subnet(&aws);
        let ask = |address: &str| {
            aws.call(
                "CreateNetworkInterface",
                value!({ "SubnetId": (subnet.get("SubnetId")), "PrivateIpAddress": address }),
            )
        };
        let made = ask("172.31.0.4").unwrap();
        assert_eq!(made.at("NetworkInterface.PrivateIpAddress").text(), "172.31.0.4");
        for (address, expected) in [
            ("172.31.0.4", "InvalidIPAddress.InUse"),
            ("172.31.0.3", "InvalidParameterValue"),
            ("172.31.15.255", "InvalidParameterValue"),
            ("172.31.16.4", "InvalidParameterValue"),
            ("here", "InvalidParameterValue"),
        ] {
            assert_eq!(code(ask(address)), expected, "{address}");
        }
        ask("172.31.15.254").unwrap();
    }
}
