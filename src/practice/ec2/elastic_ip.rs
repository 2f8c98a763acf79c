//! Elastic IP addresses.
//!
//! AWS: *Elastic IP addresses*, *AssociateAddress*, *ReleaseAddress* (EC2 user guide and API reference).

use super::internet_gateway::INTERNET_GATEWAY;
use super::network_interface::{self, NETWORK_INTERFACE};
use super::{address, part, tags};
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::ELASTIC_IPS;
use crate::value;
use crate::value::Value;

/// Elastic IP addresses.
pub(super) static FAMILY: Family = Family {
    resources: &[&ELASTIC_IP],
    moves: &[
        ("AllocateAddress", Move::Do(allocate)),
        ("AssociateAddress", Move::Do(associate_address)),
        ("DescribeAddresses", Move::Do(describe)),
        ("DescribeAddressesAttribute", Move::Do(describe_attribute)),
        ("DisassociateAddress", Move::Do(disassociate_address)),
        ("ReleaseAddress", Move::Do(release)),
    ],
    ..Family::NONE
};

pub(super) static ELASTIC_IP: Resource = Resource {
    kind: "ec2:elastic-ip",
    shape: "Address",
    key: "AllocationId",
    ids: "AllocationIds",
    prefix: "eipalloc-",
    absent: (
        "InvalidAllocationID.NotFound",
        "The allocation ID '{}' does not exist",
    ),
    filters: &[
        "allocation-id",
        "association-id",
        "domain",
        "instance-id",
        "network-border-group",
        "network-interface-id",
        "network-interface-owner-id",
        "private-ip-address",
        "public-ip",
        "tag",
    ],
    ..Resource::NONE
};

/// What an address has while it is associated.
const ASSOCIATED: [&str; 5] = [
    "AssociationId",
    "InstanceId",
    "NetworkInterfaceId",
    "NetworkInterfaceOwnerId",
    "PrivateIpAddress",
];

/// `AllocateAddress`.
fn allocate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let tags = tags::specified(given, "elastic-ip")?;
    let border = given.opt("NetworkBorderGroup").unwrap_or(&call.region).to_owned();
    if border != call.region {
        let message = format!("Network border group '{border}' is not valid.");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    if given.opt("Domain").is_some_and(|domain| domain != "vpc") {
        let message = "EC2-Classic is retired: the domain of an address is vpc.";
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    if call.all(&ELASTIC_IP).count() >= ELASTIC_IPS.limit(call) {
        let message = "The maximum number of addresses has been reached.";
        return Err(Refusal::new("AddressLimitExceeded", message));
    }
    let public = address::take_public(call);
    let mut record = value!({
        "AllocationId": null,
        "Domain": "vpc",
        "NetworkBorderGroup": border,
        "PublicIp": public,
        "PublicIpv4Pool": "amazon",
    });
    if !tags.items().is_empty() {
        record.set("Tags", tags);
    }
    let mut answer = call.make(&ELASTIC_IP, record);
    if let Some(members) = answer.as_map_mut() {
        members.shift_remove("Tags");
    }
    Ok(answer)
}

/// The id of the address that a call names by its allocation or by itself.
fn named(call: &Call<'_>, given: &Given<'_>) -> Result<String, Refusal> {
    match (given.opt("AllocationId"), given.opt("PublicIp")) {
        (Some(id), None) => call.get(&ELASTIC_IP, id).map(|_| id.to_owned()),
        (None, Some(public)) => call
            .with(&ELASTIC_IP, "PublicIp", public)
            .into_iter()
            .next()
            .ok_or_else(|| unknown(public)),
        (Some(_), Some(_)) => Err(Refusal::new(
            "InvalidParameterCombination",
            "You may specify public IP or allocation id, but not both in the same call",
        )),
        (None, None) => Err(Refusal::new(
            "MissingParameter",
            "Either public IP or allocation id must be specified",
        )),
    }
}

fn unknown(public: &str) -> Refusal {
    Refusal::new(
        "InvalidAddress.NotFound",
        format!("Address '{public}' not found."),
    )
}

/// That an address is not one that a NAT gateway holds, which belongs to AWS while it does.
fn free_to_move(call: &Call<'_>, address: &Value) -> Result<(), Refusal> {
    let interface = call.found(&NETWORK_INTERFACE, address.get("NetworkInterfaceId").text());
    match interface.map(|interface| interface.get("RequesterManaged").as_bool()) {
        Some(Some(true)) => Err(Refusal::new(
            "AuthFailure",
            "You do not have permission to access the specified resource.",
        )),
        _ => Ok(()),
    }
}

/// `AssociateAddress`: with an interface, or the primary one of an instance.
fn associate_address(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = named(call, given)?;
    let again = given.flag("AllowReassociation").unwrap_or(true);
    let interface = match (given.opt("InstanceId"), given.opt("NetworkInterfaceId")) {
        (None, None) => {
            let message = "Either 'instanceId' or 'networkInterfaceId' must be specified";
            return Err(Refusal::new("MissingParameter", message));
        }
        (_, Some(interface)) => call.get(&NETWORK_INTERFACE, interface)?,
        (Some(instance), None) => network_interface::primary_of(call, instance)?,
    };
    if let Some(wanted) = given.opt("PrivateIpAddress")
        && wanted != interface.get("PrivateIpAddress").text()
    {
        let message = format!("Private IP address {wanted} is not assigned to the interface.");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let (vpc, interface) = (
        interface.get("VpcId").text(),
        interface.get("NetworkInterfaceId").text().to_owned(),
    );
    if call.with(&INTERNET_GATEWAY, "Attachments.VpcId", vpc).is_empty() {
        let message = format!("Network {vpc} is not attached to any internet gateway");
        return Err(Refusal::new("Gateway.NotAttached", message));
    }
    let address = call.get(&ELASTIC_IP, &id)?;
    free_to_move(call, address)?;
    let association = address.get("AssociationId").text().to_owned();
    if !association.is_empty() {
        if address.get("NetworkInterfaceId").text() == interface {
            return Ok(value!({ "AssociationId": association }));
        }
        if !again {
            let message = format!("resource {id} is already associated with associate-id {association}");
            return Err(Refusal::new("Resource.AlreadyAssociated", message));
        }
        disassociate(call, &id)?;
    }
    associate(call, &id, &interface).map(|association| value!({ "AssociationId": association }))
}

/// Associates an address that is free with an interface, which gives up the one it had; gives the association's id.
pub(super) fn associate(call: &mut Call<'_>, id: &str, interface: &str) -> Result<String, Refusal> {
    network_interface::unpublish(call, interface)?;
    let had = call
        .get(&NETWORK_INTERFACE, interface)?
        .at("Association.AllocationId")
        .text()
        .to_owned();
    if !had.is_empty() {
        disassociate(call, &had)?;
        network_interface::unpublish(call, interface)?;
    }
    let record = call.get(&NETWORK_INTERFACE, interface)?.clone();
    let association = part::id(call, "eipassoc-");
    let address = call.edit(&ELASTIC_IP, id, |address| {
        address.set("AssociationId", association.as_str());
        if let Some(instance) = record.at("Attachment.InstanceId").as_text() {
            address.set("InstanceId", instance);
        }
        address.set("NetworkInterfaceId", interface);
        address.set("NetworkInterfaceOwnerId", record.get("OwnerId"));
        address.set("PrivateIpAddress", record.get("PrivateIpAddress"));
    })?;
    let public = address.get("PublicIp").text();
    let shown = value!({
        "AllocationId": id,
        "AssociationId": (association.as_str()),
        "IpOwnerId": (call.account.clone()),
        "PublicDnsName": (network_interface::public_name(call, record.get("VpcId").text(), public)),
        "PublicIp": public,
    });
    network_interface::show(call, interface, shown)?;
    Ok(association)
}

/// Takes an address from what it is associated with, if it is. An interface that had one of Amazon's gets another.
pub(super) fn disassociate(call: &mut Call<'_>, id: &str) -> Result<(), Refusal> {
    let interface = call
        .get(&ELASTIC_IP, id)?
        .get("NetworkInterfaceId")
        .text()
        .to_owned();
    if interface.is_empty() {
        return Ok(());
    }
    call.edit(&ELASTIC_IP, id, |address| {
        if let Some(members) = address.as_map_mut() {
            ASSOCIATED.iter().for_each(|member| {
                members.shift_remove(*member);
            });
        }
    })?;
    let record = network_interface::show(call, &interface, Value::Null)?;
    if record.get("_Public").as_bool() == Some(true) {
        network_interface::publish(call, &interface)?;
    }
    Ok(())
}

/// `DisassociateAddress`.
fn disassociate_address(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = match given.opt("AssociationId") {
        Some(association) => call
            .with(&ELASTIC_IP, "AssociationId", association)
            .into_iter()
            .next()
            .ok_or_else(|| {
                let message = format!("The association ID '{association}' does not exist");
                Refusal::new("InvalidAssociationID.NotFound", message)
            })?,
        None => named(call, given)?,
    };
    free_to_move(call, call.get(&ELASTIC_IP, &id)?)?;
    disassociate(call, &id)?;
    Ok(Value::map())
}

/// `ReleaseAddress`: of one that nothing uses.
fn release(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = named(call, given)?;
    let address = call.get(&ELASTIC_IP, &id)?.clone();
    let public = address.get("PublicIp").text();
    if given
        .opt("NetworkBorderGroup")
        .is_some_and(|border| border != address.get("NetworkBorderGroup").text())
    {
        return Err(ELASTIC_IP.is_absent(&id));
    }
    if !address.get("AssociationId").is_null() {
        let message = format!("Address {public} is in use.");
        return Err(Refusal::new("InvalidIPAddress.InUse", message));
    }
    call.remove(&ELASTIC_IP, &id)?;
    address::free_public(call, public)?;
    Ok(Value::map())
}

/// `DescribeAddresses`: by allocations, by addresses, by filters.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (ids, publics) = (given.texts("AllocationIds"), given.texts("PublicIps"));
    let filters = Filter::read(call, &ELASTIC_IP, given)?;
    for id in &ids {
        call.get(&ELASTIC_IP, id)?;
    }
    for public in &publics {
        if call.with(&ELASTIC_IP, "PublicIp", public).is_empty() {
            return Err(unknown(public));
        }
    }
    let addresses: Value = call
        .all(&ELASTIC_IP)
        .filter(|address| ids.is_empty() || ids.contains(&address.get("AllocationId").text()))
        .filter(|address| publics.is_empty() || publics.contains(&address.get("PublicIp").text()))
        .filter(|address| filters.iter().all(|filter| filter.admits(address)))
        .cloned()
        .collect();
    Ok(value!({ "Addresses": addresses }))
}

/// `DescribeAddressesAttribute`: the reverse name, which no address has here.
fn describe_attribute(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let ids = given.texts("AllocationIds");
    given.opt("Attribute");
    for id in &ids {
        call.get(&ELASTIC_IP, id)?;
    }
    let addresses: Vec<Value> = call
        .all(&ELASTIC_IP)
        .filter(|address| ids.is_empty() || ids.contains(&address.get("AllocationId").text()))
        .map(|address| value!({ "AllocationId": (address.get("AllocationId")), "PublicIp": (address.get("PublicIp")) }))
        .collect();
    let addresses = call.cut(given, addresses)?;
    Ok(value!({ "Addresses": addresses }))
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;

    #[test]
    fn an_address_is_allocated_moved_refused_and_released() {
        let aws = Asker::new();
        let before = aws.practice.world();
        let one = aws.ok("AllocateAddress", value!({ "Domain": "vpc" }));
        let id = one.get("AllocationId").text();
        let subnets = aws.ok("DescribeSubnets", value!({}));
        let interface = || {
            let subnet = value!({ "SubnetId": (subnets.at("Subnets.0.SubnetId")) });
            aws.made(
                "CreateNetworkInterface",
                subnet,
                "NetworkInterface.NetworkInterfaceId",
            )
        };
        let (first, second) = (interface(), interface());
        let to = |interface: &str| value!({ "AllocationId": id, "NetworkInterfaceId": interface });
        aws.ok("AssociateAddress", to(&first));
        let mut careful = to(&second);
        careful.set("AllowReassociation", false);
        assert_eq!(
            code(aws.call("AssociateAddress", careful)),
            "Resource.AlreadyAssociated"
        );
        let association = aws.made("AssociateAddress", to(&second), "AssociationId");
        let by_interface = value!({ "Filters": [{ "Name": "network-interface-id", "Values": [(&second)] }] });
        let found = aws.ok("DescribeAddresses", by_interface);
        assert_eq!(found.at("Addresses.0.AssociationId").text(), association);
        let shown = aws.ok(
            "DescribeNetworkInterfaces",
            value!({ "NetworkInterfaceIds": [(&first), (&second)] }),
        );
        assert!(shown.at("NetworkInterfaces.0.Association").is_null());
        assert_eq!(
            shown.at("NetworkInterfaces.1.Association.PublicIp"),
            one.get("PublicIp")
        );
        let gateway = aws.ok("DescribeInternetGateways", value!({}));
        let off = value!({
            "InternetGatewayId": (gateway.at("InternetGateways.0.InternetGatewayId")),
            "VpcId": (gateway.at("InternetGateways.0.Attachments.0.VpcId")),
        });
        let refused = aws.call("DetachInternetGateway", off).unwrap_err();
        assert_eq!(refused.code, "DependencyViolation");
        assert!(
            refused.message.contains("has some mapped public address(es)"),
            "{refused}"
        );
        let release = || value!({ "AllocationId": id });
        assert_eq!(
            code(aws.call("ReleaseAddress", release())),
            "InvalidIPAddress.InUse"
        );
        aws.ok("DisassociateAddress", value!({ "AssociationId": (&association) }));
        assert_eq!(
            code(aws.call("DisassociateAddress", value!({ "AssociationId": association }))),
            "InvalidAssociationID.NotFound"
        );
        let attribute = value!({ "Attribute": "domain-name", "AllocationIds": [id] });
        let attribute = aws.ok("DescribeAddressesAttribute", attribute);
        assert_eq!(attribute.at("Addresses.0.PublicIp"), one.get("PublicIp"));
        aws.ok("ReleaseAddress", release());
        assert_eq!(
            code(aws.call("ReleaseAddress", release())),
            "InvalidAllocationID.NotFound"
        );
        for interface in [first, second] {
            aws.ok(
                "DeleteNetworkInterface",
                value!({ "NetworkInterfaceId": interface }),
            );
        }
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
    }

    #[test]
    fn an_account_has_five_addresses_and_no_way_in_without_a_gateway() {
        let aws = Asker::new();
        let named = value!({ "TagSpecifications": [{ "ResourceType": "elastic-ip", "Tags": [{ "Key": "Name", "Value": "nat" }] }] });
        let id = aws.made("AllocateAddress", named, "AllocationId");
        let tagged = value!({ "Filters": [{ "Name": "tag:Name", "Values": ["nat"] }] });
        let found = aws.ok("DescribeAddresses", tagged);
        assert_eq!(found.at("Addresses.0.AllocationId").text(), id);
        for _ in 1..5 {
            aws.ok("AllocateAddress", value!({}));
        }
        assert_eq!(
            code(aws.call("AllocateAddress", value!({}))),
            "AddressLimitExceeded"
        );
        let unknown = value!({ "PublicIps": ["198.51.100.7"] });
        assert_eq!(
            code(aws.call("DescribeAddresses", unknown)),
            "InvalidAddress.NotFound"
        );
        let vpc = aws.made("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }), "Vpc.VpcId");
        let subnet = value!({ "VpcId": vpc, "CidrBlock": "10.0.0.0/24" });
        let subnet = aws.made("CreateSubnet", subnet, "Subnet.SubnetId");
        let interface = aws.made(
            "CreateNetworkInterface",
            value!({ "SubnetId": subnet }),
            "NetworkInterface.NetworkInterfaceId",
        );
        let to = value!({ "AllocationId": (&id), "NetworkInterfaceId": interface });
        assert_eq!(code(aws.call("AssociateAddress", to)), "Gateway.NotAttached");
        let nowhere = value!({ "AllocationId": (&id) });
        assert_eq!(code(aws.call("AssociateAddress", nowhere)), "MissingParameter");
        let both = value!({ "AllocationId": (&id), "PublicIp": "198.51.100.7" });
        assert_eq!(
            code(aws.call("ReleaseAddress", both)),
            "InvalidParameterCombination"
        );
    }
}
