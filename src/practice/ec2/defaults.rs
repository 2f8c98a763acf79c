//! What AWS makes by itself: the default VPC of a fresh account, and what comes with every VPC (AWS: *Default VPC
//! components*, *Default security groups*, *Default network ACL*, VPC user guide).

use super::cidr::Cidr;
use super::internet_gateway::INTERNET_GATEWAY;
use super::route_table::ROUTE_TABLE;
use super::{part, region, subnet, vpc};
use crate::practice::call::Call;
use crate::practice::refusal::Refusal;
use crate::value;

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
        call.edit(&ROUTE_TABLE, &table, |table| {
            part::add(table, "Routes", route.clone());
        })?;
    }
    let zones: Vec<(String, String)> = region::zones(&call.region).collect();
    for (n, zone) in (0..).zip(&zones) {
        subnet::make(call, &id, block.part(n, 20), zone, true)?;
    }
    Ok(id)
}
