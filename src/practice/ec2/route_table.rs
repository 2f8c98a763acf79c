//! Route tables and what they are associated with. Their routes are in `route.rs`.
//!
//! AWS: *Route tables* (VPC user guide). A subnet without an association of its own uses the VPC's main table.

use super::subnet::SUBNET;
use super::vpc::VPC;
use super::{part, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::ROUTE_TABLES;
use crate::value;
use crate::value::Value;

/// Route tables.
pub(super) static FAMILY: Family = Family {
    resources: &[&ROUTE_TABLE],
    moves: &[
        ("AssociateRouteTable", Move::Do(associate)),
        ("CreateRouteTable", Move::Do(create)),
        ("DeleteRouteTable", Move::Do(delete)),
        ("DescribeRouteTables", Move::List(&ROUTE_TABLE)),
        ("DisassociateRouteTable", Move::Do(disassociate)),
        ("ReplaceRouteTableAssociation", Move::Do(replace_association)),
    ],
    ..Family::NONE
};

pub(super) static ROUTE_TABLE: Resource = Resource {
    kind: "ec2:route-table",
    shape: "RouteTable",
    key: "RouteTableId",
    ids: "RouteTableIds",
    prefix: "rtb-",
    absent: (
        "InvalidRouteTableID.NotFound",
        "The routeTable ID '{}' does not exist",
    ),
    in_use: (
        "DependencyViolation",
        "The routeTable '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "association.gateway-id=Associations.GatewayId",
        "association.main=Associations.Main",
        "association.route-table-association-id=Associations.RouteTableAssociationId",
        "association.route-table-id=Associations.RouteTableId",
        "association.subnet-id=Associations.SubnetId",
        "owner-id",
        "route-table-id",
        "route.destination-cidr-block=Routes.DestinationCidrBlock",
        "route.destination-ipv6-cidr-block=Routes.DestinationIpv6CidrBlock",
        "route.destination-prefix-list-id=Routes.DestinationPrefixListId",
        "route.gateway-id=Routes.GatewayId",
        "route.instance-id=Routes.InstanceId",
        "route.nat-gateway-id=Routes.NatGatewayId",
        "route.origin=Routes.Origin",
        "route.state=Routes.State",
        "route.vpc-peering-connection-id=Routes.VpcPeeringConnectionId",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

/// A route table, which knows the way inside the VPC alone; gives it.
pub(super) fn make(call: &mut Call<'_>, vpc: &str, block: &str, main: bool) -> Value {
    let id = call.mint(&ROUTE_TABLE).id(ROUTE_TABLE.prefix, ROUTE_TABLE.form);
    let associations: Value = main.then(|| association(call, &id, None)).into_iter().collect();
    let table = value!({
        "Associations": associations,
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
    call.keep(&ROUTE_TABLE, &id, table.clone());
    table
}

/// A new association of a table: with a subnet, or as the VPC's main one.
fn association(call: &mut Call<'_>, table: &str, subnet: Option<&str>) -> Value {
    let mut association = value!({
        "Main": (subnet.is_none()),
        "RouteTableAssociationId": (part::id(call, "rtbassoc-")),
        "RouteTableId": table,
        "AssociationState": { "State": "associated" },
    });
    if let Some(subnet) = subnet {
        association.set("SubnetId", subnet);
    }
    association
}

/// True for the main table of a VPC.
pub(super) fn is_main(table: &Value) -> bool {
    let associations = table.get("Associations").items();
    associations
        .iter()
        .any(|association| association.get("Main").as_bool() == Some(true))
}

/// `CreateRouteTable`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let vpc = given.text("VpcId");
    let tags = tags::specified(given, "route-table")?;
    let token = given.value("ClientToken");
    let block = call.get(&VPC, vpc)?.get("CidrBlock").text().to_owned();
    if call.with(&ROUTE_TABLE, "VpcId", vpc).len() >= ROUTE_TABLES.limit(call) {
        let message = "The maximum number of route tables has been reached.";
        return Err(Refusal::new("RouteTableLimitExceeded", message));
    }
    let table = make(call, vpc, &block, false);
    let table = call.edit(&ROUTE_TABLE, table.get("RouteTableId").text(), |table| {
        table.set("Tags", tags);
    })?;
    Ok(value!({ "RouteTable": table, "ClientToken": token }))
}

/// `DeleteRouteTable`: of one that nothing uses.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("RouteTableId");
    if !call.get(&ROUTE_TABLE, id)?.get("Associations").items().is_empty() {
        return Err(ROUTE_TABLE.is_in_use(id));
    }
    call.remove(&ROUTE_TABLE, id)?;
    Ok(Value::map())
}

/// `AssociateRouteTable`: with a subnet, which has one association at most.
fn associate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, subnet) = (given.text("RouteTableId"), given.opt("SubnetId"));
    let vpc = call.get(&ROUTE_TABLE, id)?.get("VpcId").text().to_owned();
    let Some(subnet) = subnet else {
        let message = "The request must contain the parameter subnetId or gatewayId";
        return Err(Refusal::new("MissingParameter", message));
    };
    if call.get(&SUBNET, subnet)?.get("VpcId").text() != vpc {
        let message = format!("route table {id} and subnet {subnet} belong to different networks");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    if let Some(user) = call.with(&ROUTE_TABLE, "Associations.SubnetId", subnet).first() {
        let message = format!(
            "the specified association for route table {user} conflicts with an existing association"
        );
        return Err(Refusal::new("Resource.AlreadyAssociated", message));
    }
    let association = association(call, id, Some(subnet));
    let answer = value!({
        "AssociationId": (association.get("RouteTableAssociationId")),
        "AssociationState": { "State": "associated" },
    });
    call.edit(&ROUTE_TABLE, id, |table| {
        part::add(table, "Associations", association);
    })?;
    Ok(answer)
}

/// The table that has an association, and the association.
///
/// # Errors
/// AWS's refusal of an association that is not there.
fn associated(call: &Call<'_>, id: &str) -> Result<(String, Value), Refusal> {
    let path = "Associations.RouteTableAssociationId";
    let table = call.with(&ROUTE_TABLE, path, id).into_iter().next();
    let found = table.and_then(|table| {
        let associations = call.found(&ROUTE_TABLE, &table)?.get("Associations").items();
        let found = associations
            .iter()
            .find(|association| association.get("RouteTableAssociationId").text() == id)?
            .clone();
        Some((table, found))
    });
    found.ok_or_else(|| {
        let message = format!("The association ID '{id}' does not exist");
        Refusal::new("InvalidAssociationID.NotFound", message)
    })
}

/// `DisassociateRouteTable`.
fn disassociate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("AssociationId");
    let (table, association) = associated(call, id)?;
    if association.get("Main").as_bool() == Some(true) {
        let message = format!("cannot disassociate the main route table association {id}");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    call.edit(&ROUTE_TABLE, &table, |table| {
        part::without(table, "Associations", "RouteTableAssociationId", id);
    })?;
    Ok(Value::map())
}

/// `ReplaceRouteTableAssociation`: also of the main one, whereby another table becomes the main one.
fn replace_association(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, new) = (given.text("AssociationId"), given.text("RouteTableId"));
    let (old, before) = associated(call, id)?;
    let vpc = call.get(&ROUTE_TABLE, &old)?.get("VpcId").text().to_owned();
    if call.get(&ROUTE_TABLE, new)?.get("VpcId").text() != vpc {
        let message = format!("route table {old} and route table {new} belong to different networks");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let association = association(call, new, before.get("SubnetId").as_text());
    let answer = value!({
        "NewAssociationId": (association.get("RouteTableAssociationId")),
        "AssociationState": { "State": "associated" },
    });
    call.edit(&ROUTE_TABLE, &old, |table| {
        part::without(table, "Associations", "RouteTableAssociationId", id);
    })?;
    call.edit(&ROUTE_TABLE, new, |table| {
        part::add(table, "Associations", association);
    })?;
    Ok(answer)
}
