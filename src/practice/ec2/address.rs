//! Addresses that are handed out: private ones of a subnet, public ones of the region.
//!
//! EC2 keeps the first four addresses of a subnet and the last one (AWS: *Subnet CIDR blocks*, VPC user guide); an
//! automatic one is any of the free ones.

use super::cidr::Cidr;
use super::subnet::SUBNET;
use crate::practice::call::Call;
use crate::practice::refusal::Refusal;
use crate::practice::resource::Resource;
use crate::value;
use std::net::Ipv4Addr;

/// An address that is in use: under `subnet-.../10.0.0.5`, or under the public address alone.
static TAKEN: Resource = Resource {
    kind: "ec2:address-taken",
    ..Resource::NONE
};

/// Where public addresses come from: first octet, and the range of the second. Illustrative: blocks that Amazon has
/// long used in us-east-1.
const PUBLIC: &[(u8, u8, u8)] = &[
    (3, 80, 95),
    (18, 204, 207),
    (34, 192, 207),
    (44, 192, 223),
    (52, 0, 7),
    (54, 80, 95),
];

/// Addresses at the beginning of a subnet that EC2 keeps; it keeps the last one besides.
const KEPT: u32 = 4;

/// Takes a private address of a subnet: the one that is wanted, or any free one.
///
/// # Errors
/// There is no free one, or the one that is wanted is not free or not of this subnet.
pub(super) fn take_private(
    call: &mut Call<'_>,
    subnet: &str,
    wanted: Option<&str>,
) -> Result<String, Refusal> {
    let record = call.get(&SUBNET, subnet)?;
    let free = record.get("AvailableIpAddressCount").as_int().unwrap_or_default();
    let block = Cidr::parse(record.get("CidrBlock").text()).ok_or_else(|| SUBNET.is_absent(subnet))?;
    let usable = block.size().saturating_sub(KEPT + 1);
    let address = match wanted {
        Some(wanted) => asked_for(call, subnet, block, wanted)?,
        None if free <= 0 || usable == 0 => {
            let message = "The specified subnet does not have enough free addresses to satisfy the request.";
            return Err(Refusal::new("InsufficientFreeAddressesInSubnet", message));
        }
        None => {
            let seed = call.random(&format!("ec2:address:{subnet}"));
            let start = u32::try_from(seed.below(usable.into())).unwrap_or_default();
            let found = (0..usable)
                .map(|step| block.address(KEPT + (start + step) % usable))
                .find(|address| call.found(&TAKEN, &inside(subnet, *address)).is_none());
            found.ok_or_else(|| SUBNET.is_absent(subnet))?
        }
    };
    call.keep(&TAKEN, &inside(subnet, address), value!({}));
    call.edit(&SUBNET, subnet, |subnet| {
        subnet.set("AvailableIpAddressCount", free - 1);
    })?;
    Ok(address.to_string())
}

/// The address that is wanted, if it can be had.
fn asked_for(call: &Call<'_>, subnet: &str, block: Cidr, wanted: &str) -> Result<Ipv4Addr, Refusal> {
    let invalid = |message: String| Err(Refusal::new("InvalidParameterValue", message));
    let Ok(address) = wanted.parse::<Ipv4Addr>() else {
        return invalid(format!("invalid value for parameter address: {wanted}"));
    };
    match block.place_of(address) {
        None => invalid(format!(
            "Address {wanted} does not fall within the subnet's address range"
        )),
        Some(place) if place < KEPT || place == block.size() - 1 => {
            invalid(format!("Address {wanted} is in subnet's reserved address range"))
        }
        Some(_) if call.found(&TAKEN, &inside(subnet, address)).is_some() => Err(Refusal::new(
            "InvalidIPAddress.InUse",
            format!("Address {wanted} is in use."),
        )),
        Some(_) => Ok(address),
    }
}

/// Gives a private address back to its subnet.
pub(super) fn free_private(call: &mut Call<'_>, subnet: &str, address: &str) -> Result<(), Refusal> {
    call.remove(&TAKEN, &format!("{subnet}/{address}"))?;
    call.edit(&SUBNET, subnet, |subnet| {
        let free = subnet.get("AvailableIpAddressCount").as_int().unwrap_or_default();
        subnet.set("AvailableIpAddressCount", free + 1);
    })?;
    Ok(())
}

/// Takes a public address that nobody has.
pub(super) fn take_public(call: &mut Call<'_>) -> String {
    loop {
        let seed = call.random("ec2:public-address");
        let octet = |bound: u64| u8::try_from(seed.below(bound)).unwrap_or_default();
        let (first, low, high) = PUBLIC[usize::from(octet(PUBLIC.len() as u64))];
        let second = low + octet(u64::from(high - low) + 1);
        let rest = u16::from_str_radix(&seed.hex(64)[32..36], 16).unwrap_or_default();
        let [third, fourth] = rest.to_be_bytes();
        let address = Ipv4Addr::new(first, second, third, fourth).to_string();
        if call.found(&TAKEN, &address).is_none() {
            call.keep(&TAKEN, &address, value!({}));
            return address;
        }
    }
}

/// Gives a public address back.
pub(super) fn free_public(call: &mut Call<'_>, address: &str) -> Result<(), Refusal> {
    call.remove(&TAKEN, address).map(drop)
}

/// The name of a private address inside its VPC (AWS: *Amazon EC2 instance hostname types*).
pub(super) fn private_name(region: &str, address: &str) -> String {
    let host = address.replace('.', "-");
    match region {
        "us-east-1" => format!("ip-{host}.ec2.internal"),
        _ => format!("ip-{host}.{region}.compute.internal"),
    }
}

/// The public name of a public address.
pub(super) fn public_name(region: &str, address: &str) -> String {
    let host = address.replace('.', "-");
    match region {
        "us-east-1" => format!("ec2-{host}.compute-1.amazonaws.com"),
        _ => format!("ec2-{host}.{region}.compute.amazonaws.com"),
    }
}

fn inside(subnet: &str, address: Ipv4Addr) -> String {
    format!("{subnet}/{address}")
}
