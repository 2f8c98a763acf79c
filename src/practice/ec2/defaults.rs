//! What AWS makes by itself: the default VPC of a fresh account, and what comes with every VPC (AWS: *Default VPC
//! components*, *Default security groups*, *Default network ACL*, VPC user guide).

use super::cidr::Cidr;
use super::dhcp_options::DHCP_OPTIONS;
use super::internet_gateway::INTERNET_GATEWAY;
use super::network_acl::NETWORK_ACL;
use super::route_table::ROUTE_TABLE;
use super::security_group::SECURITY_GROUP;
use super::subnet::SUBNET;
use super::{part, region, vpc};
use crate::practice::call::Call;
use crate::practice::refusal::Refusal;
use crate::value;
use crate::value::Value;

/// The default VPC's block.
const DEFAULT: &str = "172.31.0.0/16";

/// A fresh account's networks in one region.
pub(super) fn seed(call: &mut Call<'_>) {
    // Nothing here can be refused: every record that is named was just made.
    if let Err(refusal) = default_vpc(call) {
        unreachable!("the default VPC: {refusal:?}");
    }
}

/// The default VPC with a public subnet in each zone and a way out; gives its id.
pub(super) fn default_vpc(call: &mut Call<'_>) -> Result<String, Refusal> {
    let Some(block) = Cidr::parse(DEFAULT) else {
        unreachable!("a constant")
    };
    let id = vpc::make(call, block, "default", true);
    let owner = call.account.clone();
    let gateway = value!({
        "Attachments": [{ "State": "available", "VpcId": (&id) }],
        "InternetGatewayId": null,
        "OwnerId": owner,
        "Tags": [],
    });
    let gateway = call.make(&INTERNET_GATEWAY, gateway);
    let route = value!({
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": (gateway.get("InternetGatewayId")),
        "Origin": "CreateRoute",
        "State": "active",
    });
    for table in call.with(&ROUTE_TABLE, "VpcId", &id) {
        call.edit(&ROUTE_TABLE, &table, |table| add(table, "Routes", route.clone()))?;
    }
    let zones: Vec<(String, String)> = region::zones(&call.region).collect();
    for (n, zone) in (0..).zip(&zones) {
        subnet(call, &id, block.part(n, 20), zone)?;
    }
    Ok(id)
}

/// A default subnet in a zone, in the VPC's default network ACL.
fn subnet(
    call: &mut Call<'_>,
    vpc: &str,
    block: Cidr,
    (zone, zone_id): &(String, String),
) -> Result<(), Refusal> {
    let subnet = call.make(
        &SUBNET,
        value!({
            "AvailabilityZone": zone,
            "AvailabilityZoneId": zone_id,
            "AvailableIpAddressCount": (block.free()),
            "CidrBlock": (block.to_string()),
            "DefaultForAz": true,
            "MapPublicIpOnLaunch": true,
            "MapCustomerOwnedIpOnLaunch": false,
            "State": "available",
            "SubnetId": null,
            "VpcId": vpc,
            "OwnerId": (call.account.clone()),
            "AssignIpv6AddressOnCreation": false,
            "Ipv6CidrBlockAssociationSet": [],
            "EnableDns64": false,
            "Ipv6Native": false,
            "PrivateDnsNameOptionsOnLaunch": {
                "HostnameType": "ip-name",
                "EnableResourceNameDnsARecord": false,
                "EnableResourceNameDnsAAAARecord": false,
            },
            "BlockPublicAccessStates": { "InternetGatewayBlockMode": "off" },
        }),
    );
    let id = subnet.get("SubnetId").text().to_owned();
    let arn = format!("arn:aws:ec2:{}:{}:subnet/{id}", call.region, call.account);
    call.edit(&SUBNET, &id, |subnet| subnet.set("SubnetArn", arn))?;
    for acl in call.with(&NETWORK_ACL, "VpcId", vpc) {
        let association = value!({
            "NetworkAclAssociationId": (part::id(call, "aclassoc-")),
            "NetworkAclId": (&acl),
            "SubnetId": (&id),
        });
        call.edit(&NETWORK_ACL, &acl, |acl| add(acl, "Associations", association))?;
    }
    Ok(())
}

/// The region's DHCP options, made with its first VPC.
pub(super) fn dhcp_options(call: &mut Call<'_>) -> String {
    if let Some(options) = call.all(&DHCP_OPTIONS).next() {
        return options.get("DhcpOptionsId").text().to_owned();
    }
    let domain = if call.region == "us-east-1" {
        "ec2.internal".to_owned()
    } else {
        format!("{}.compute.internal", call.region)
    };
    let options = value!({
        "OwnerId": (call.account.clone()),
        "Tags": [],
        "DhcpOptionsId": null,
        "DhcpConfigurations": [
            { "Key": "domain-name", "Values": [{ "Value": domain }] },
            { "Key": "domain-name-servers", "Values": [{ "Value": "AmazonProvidedDNS" }] },
        ],
    });
    call.make(&DHCP_OPTIONS, options)
        .get("DhcpOptionsId")
        .text()
        .to_owned()
}

/// A VPC's default security group: in from itself, out to everywhere.
pub(super) fn security_group(call: &mut Call<'_>, vpc: &str) {
    let owner = call.account.clone();
    let id = call
        .mint(&SECURITY_GROUP)
        .id(SECURITY_GROUP.prefix, SECURITY_GROUP.form);
    let group = value!({
        "GroupId": (&id),
        "IpPermissionsEgress": [{
            "IpProtocol": "-1",
            "UserIdGroupPairs": [],
            "IpRanges": [{ "CidrIp": "0.0.0.0/0" }],
            "Ipv6Ranges": [],
            "PrefixListIds": [],
        }],
        "VpcId": vpc,
        "SecurityGroupArn": (format!("arn:aws:ec2:{}:{owner}:security-group/{id}", call.region)),
        "OwnerId": (&owner),
        "GroupName": "default",
        "Description": "default VPC security group",
        "IpPermissions": [{
            "IpProtocol": "-1",
            "UserIdGroupPairs": [{ "UserId": (&owner), "GroupId": (&id) }],
            "IpRanges": [],
            "Ipv6Ranges": [],
            "PrefixListIds": [],
        }],
    });
    call.keep(&SECURITY_GROUP, &id, group);
}

/// A VPC's main route table: it knows the VPC alone.
pub(super) fn route_table(call: &mut Call<'_>, vpc: &str, block: &str) {
    let id = call.mint(&ROUTE_TABLE).id(ROUTE_TABLE.prefix, ROUTE_TABLE.form);
    let table = value!({
        "Associations": [{
            "Main": true,
            "RouteTableAssociationId": (part::id(call, "rtbassoc-")),
            "RouteTableId": (&id),
            "AssociationState": { "State": "associated" },
        }],
        "PropagatingVgws": [],
        "RouteTableId": (&id),
        "Routes": [{
            "DestinationCidrBlock": block,
            "GatewayId": "local",
            "Origin": "CreateRouteTable",
            "State": "active",
        }],
        "Tags": [],
        "VpcId": vpc,
        "OwnerId": (call.account.clone()),
    });
    call.keep(&ROUTE_TABLE, &id, table);
}

/// A VPC's default network ACL: everything passes.
pub(super) fn network_acl(call: &mut Call<'_>, vpc: &str) {
    let entry = |egress: bool, number: i64, action: &str| {
        value!({
            "CidrBlock": "0.0.0.0/0",
            "Egress": egress,
            "Protocol": "-1",
            "RuleAction": action,
            "RuleNumber": number,
        })
    };
    let entries: Value = [true, false]
        .into_iter()
        .flat_map(|egress| [entry(egress, 100, "allow"), entry(egress, 32_767, "deny")])
        .collect();
    let acl = value!({
        "Associations": [],
        "Entries": entries,
        "IsDefault": true,
        "NetworkAclId": null,
        "Tags": [],
        "VpcId": vpc,
        "OwnerId": (call.account.clone()),
    });
    call.make(&NETWORK_ACL, acl);
}

fn add(record: &mut Value, list: &str, item: Value) {
    let mut items = record.get(list).items().to_vec();
    items.push(item);
    record.set(list, items);
}
