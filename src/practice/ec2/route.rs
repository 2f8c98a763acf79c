//! Routes of a route table.
//!
//! AWS: *Route tables*, *CreateRoute* (the state is `blackhole` where the target is not there any more), *Routing
//! priority* (a destination inside the VPC can target an interface or an instance alone).

use super::cidr::Cidr;
use super::internet_gateway::INTERNET_GATEWAY;
use super::nat_gateway::{self, NAT_GATEWAY};
use super::network_interface::{self, NETWORK_INTERFACE};
use super::part;
use super::route_table::ROUTE_TABLE;
use super::vpc::VPC;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// Routes.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("CreateRoute", Move::Do(create)),
        ("DeleteRoute", Move::Do(delete)),
        ("ReplaceRoute", Move::Do(replace)),
    ],
    ..Family::NONE
};

/// The members that name a target.
const TARGETS: [&str; 4] = ["GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId"];

fn invalid(message: String) -> Refusal {
    Refusal::new("InvalidParameterValue", message)
}

/// The destination, in its canonical form.
fn destination(given: &Given<'_>) -> Result<String, Refusal> {
    let Some(text) = given.opt("DestinationCidrBlock") else {
        let message = "The request must contain the parameter destinationCidrBlock or destinationIpv6CidrBlock or \
                       destinationPrefixListId";
        return Err(Refusal::new("MissingParameter", message));
    };
    let cidr = Cidr::parse(text).ok_or_else(|| {
        invalid(format!(
            "Value ({text}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block."
        ))
    })?;
    Ok(cidr.to_string())
}

/// The target that is given, as a route has it.
fn target(call: &Call<'_>, given: &Given<'_>, table: &Value) -> Answer {
    let named: Vec<&str> = TARGETS.into_iter().filter(|member| given.has(member)).collect();
    let [member] = named[..] else {
        let message = "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, \
                       vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId, \
                       carrierGatewayId, vpcEndpointId, coreNetworkArn or instanceId";
        return Err(Refusal::new("InvalidParameterCombination", message));
    };
    let id = given.text(member);
    let (what, vpc) = match member {
        "GatewayId" => ("network gateway", of_gateway(call, id)?),
        "NatGatewayId" => ("nat gateway", of_nat_gateway(call, id)?),
        "NetworkInterfaceId" => {
            let interface = call.get(&NETWORK_INTERFACE, id)?;
            ("interface", interface.get("VpcId").text().to_owned())
        }
        _ => {
            let interface = network_interface::primary_of(call, id)?;
            ("instance", interface.get("VpcId").text().to_owned())
        }
    };
    if vpc != table.get("VpcId").text() {
        return Err(invalid(format!(
            "route table {} and {what} {id} belong to different networks",
            table.get("RouteTableId").text()
        )));
    }
    let mut target = Value::map();
    let interface = match member {
        "NetworkInterfaceId" => call.get(&NETWORK_INTERFACE, id)?,
        "InstanceId" => network_interface::primary_of(call, id)?,
        _ => {
            target.set(member, id);
            return Ok(target);
        }
    };
    let attachment = interface.get("Attachment");
    if !attachment.get("InstanceId").is_null() {
        target.set("InstanceId", attachment.get("InstanceId"));
        target.set("InstanceOwnerId", attachment.get("InstanceOwnerId"));
    }
    target.set("NetworkInterfaceId", interface.get("NetworkInterfaceId"));
    Ok(target)
}

/// The VPC that an internet gateway is attached to.
fn of_gateway(call: &Call<'_>, id: &str) -> Result<String, Refusal> {
    let Some(gateway) = call.found(&INTERNET_GATEWAY, id) else {
        let message = format!("The gateway ID '{id}' does not exist");
        return Err(Refusal::new("InvalidGatewayID.NotFound", message));
    };
    Ok(gateway.at("Attachments.0.VpcId").text().to_owned())
}

/// The VPC of a NAT gateway that is there.
fn of_nat_gateway(call: &Call<'_>, id: &str) -> Result<String, Refusal> {
    match call
        .found(&NAT_GATEWAY, id)
        .filter(|gateway| nat_gateway::is_there(gateway))
    {
        Some(gateway) => Ok(gateway.get("VpcId").text().to_owned()),
        None => {
            let message = format!("The natGateway ID '{id}' does not exist");
            Err(Refusal::new("InvalidNatGatewayID.NotFound", message))
        }
    }
}

/// A new route, held against the VPC that it is in.
fn route(call: &Call<'_>, given: &Given<'_>, destination: &str) -> Answer {
    let table = call.get(&ROUTE_TABLE, given.text("RouteTableId"))?;
    let target = target(call, given, table)?;
    let vpc = call.get(&VPC, table.get("VpcId").text())?;
    let inside = Cidr::parse(vpc.get("CidrBlock").text())
        .zip(Cidr::parse(destination))
        .is_some_and(|(vpc, block)| vpc.holds(block));
    if inside && target.get("NetworkInterfaceId").is_null() {
        return Err(invalid(format!(
            "The destination CIDR block {destination} is equal to or more specific than one of this VPC's CIDR \
             blocks. This route can target only an interface or an instance."
        )));
    }
    let mut route = value!({ "DestinationCidrBlock": destination });
    for (member, value) in target.as_map().into_iter().flatten() {
        route.set(member, value);
    }
    route.set("Origin", "CreateRoute");
    route.set("State", "active");
    Ok(route)
}

/// The route of a table to a destination, if there is one.
fn found(call: &Call<'_>, table: &str, destination: &str) -> Result<Option<Value>, Refusal> {
    let routes = call.get(&ROUTE_TABLE, table)?.get("Routes").items();
    let found = routes
        .iter()
        .find(|route| route.get("DestinationCidrBlock").text() == destination);
    Ok(found.cloned())
}

/// `CreateRoute`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (table, destination) = (given.text("RouteTableId"), destination(given)?);
    let old = found(call, table, &destination)?;
    let route = route(call, given, &destination)?;
    if old.is_some() {
        let message = format!("The route identified by {destination} already exists.");
        return Err(Refusal::new("RouteAlreadyExists", message));
    }
    call.edit(&ROUTE_TABLE, table, |table| part::add(table, "Routes", route))?;
    Ok(value!({ "Return": true }))
}

/// `ReplaceRoute`.
fn replace(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (table, destination) = (given.text("RouteTableId"), destination(given)?);
    if found(call, table, &destination)?.is_none() {
        return Err(invalid(format!(
            "There is no route defined for '{destination}' in the route table. Use CreateRoute instead."
        )));
    }
    let route = route(call, given, &destination)?;
    call.edit(&ROUTE_TABLE, table, |table| {
        part::without(table, "Routes", "DestinationCidrBlock", &destination);
        part::add(table, "Routes", route);
    })?;
    Ok(Value::map())
}

/// `DeleteRoute`: never of the local one.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (table, destination) = (given.text("RouteTableId"), destination(given)?);
    match found(call, table, &destination)? {
        None => {
            let message =
                format!("no route with destination-cidr-block {destination} in route table {table}");
            return Err(Refusal::new("InvalidRoute.NotFound", message));
        }
        Some(route) if route.get("GatewayId").text() == "local" => {
            return Err(invalid(format!(
                "cannot remove local route {destination} in route table {table}"
            )));
        }
        Some(_) => {}
    }
    call.edit(&ROUTE_TABLE, table, |table| {
        part::without(table, "Routes", "DestinationCidrBlock", &destination);
    })?;
    Ok(Value::map())
}

/// Says of every route to a target whether it leads anywhere: `active` or `blackhole`.
pub(super) fn mark(call: &mut Call<'_>, member: &str, target: &str, state: &str) -> Result<(), Refusal> {
    for table in call.with(&ROUTE_TABLE, &format!("Routes.{member}"), target) {
        call.edit(&ROUTE_TABLE, &table, |table| {
            let mut routes = table.get("Routes").clone();
            for route in routes.as_list_mut().into_iter().flatten() {
                if route.get(member).text() == target {
                    route.set("State", state);
                }
            }
            table.set("Routes", routes);
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;
    use crate::value::Value;

    /// A VPC with one subnet, one table and a way out: their ids in this order.
    fn network(aws: &Asker) -> [String; 4] {
        let vpc = aws.made("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }), "Vpc.VpcId");
        let subnet = aws.made(
            "CreateSubnet",
            value!({ "VpcId": (&vpc), "CidrBlock": "10.0.1.0/24" }),
            "Subnet.SubnetId",
        );
        let table = aws.made(
            "CreateRouteTable",
            value!({ "VpcId": (&vpc) }),
            "RouteTable.RouteTableId",
        );
        let gateway = aws.made(
            "CreateInternetGateway",
            value!({}),
            "InternetGateway.InternetGatewayId",
        );
        let link = value!({ "InternetGatewayId": (&gateway), "VpcId": (&vpc) });
        aws.ok("AttachInternetGateway", link);
        [vpc, subnet, table, gateway]
    }

    fn routes(aws: &Asker, table: &str) -> Value {
        let tables = aws.ok("DescribeRouteTables", value!({ "RouteTableIds": [table] }));
        tables.at("RouteTables.0.Routes").clone()
    }

    #[test]
    fn a_table_is_associated_moved_and_let_go() {
        let aws = Asker::new();
        let [vpc, subnet, table, _] = network(&aws);
        let with = || value!({ "RouteTableId": (&table), "SubnetId": (&subnet) });
        let id = aws.made("AssociateRouteTable", with(), "AssociationId");
        assert_eq!(
            code(aws.call("AssociateRouteTable", with())),
            "Resource.AlreadyAssociated"
        );
        let deletion = || value!({ "RouteTableId": (&table) });
        assert_eq!(
            code(aws.call("DeleteRouteTable", deletion())),
            "DependencyViolation"
        );
        let other = aws.made(
            "CreateRouteTable",
            value!({ "VpcId": (&vpc) }),
            "RouteTable.RouteTableId",
        );
        let moved = aws.made(
            "ReplaceRouteTableAssociation",
            value!({ "AssociationId": (&id), "RouteTableId": (&other) }),
            "NewAssociationId",
        );
        assert_eq!(
            code(aws.call("DisassociateRouteTable", value!({ "AssociationId": id }))),
            "InvalidAssociationID.NotFound"
        );
        let of_subnet = value!({ "Filters": [{ "Name": "association.subnet-id", "Values": [subnet] }] });
        let found = aws.ok("DescribeRouteTables", of_subnet);
        assert_eq!(found.at("RouteTables.0.RouteTableId").text(), other);
        aws.ok("DisassociateRouteTable", value!({ "AssociationId": moved }));
        aws.ok("DeleteRouteTable", deletion());
        assert_eq!(
            code(aws.call("DeleteRouteTable", deletion())),
            "InvalidRouteTableID.NotFound"
        );
    }

    #[test]
    fn the_main_table_stays_until_another_takes_its_place() {
        let aws = Asker::new();
        let [vpc, _, table, _] = network(&aws);
        let main = aws.ok(
            "DescribeRouteTables",
            value!({ "Filters": [{ "Name": "association.main", "Values": ["true"] }, { "Name": "vpc-id", "Values": [(&vpc)] }] }),
        );
        let main = main.at("RouteTables.0");
        let deletion = || value!({ "RouteTableId": (main.get("RouteTableId")) });
        assert_eq!(
            code(aws.call("DeleteRouteTable", deletion())),
            "DependencyViolation"
        );
        let association = main.at("Associations.0.RouteTableAssociationId");
        let plain = value!({ "AssociationId": association });
        assert_eq!(
            code(aws.call("DisassociateRouteTable", plain)),
            "InvalidParameterValue"
        );
        aws.ok(
            "ReplaceRouteTableAssociation",
            value!({ "AssociationId": association, "RouteTableId": (&table) }),
        );
        aws.ok("DeleteRouteTable", deletion());
        assert_eq!(
            code(aws.call("DeleteRouteTable", value!({ "RouteTableId": table }))),
            "DependencyViolation"
        );
    }

    #[test]
    fn a_route_is_made_replaced_refused_and_deleted() {
        let aws = Asker::new();
        let [_, subnet, table, gateway] = network(&aws);
        let before = aws.practice.world();
        let to = |block: &str, member: &str, target: &str| {
            let mut route = value!({ "RouteTableId": (&table), "DestinationCidrBlock": block });
            route.set(member, target);
            route
        };
        let out = || to("0.0.0.0/0", "GatewayId", &gateway);
        aws.ok("CreateRoute", out());
        assert_eq!(routes(&aws, &table).at("1.GatewayId").text(), gateway);
        let default = aws.ok(
            "DescribeInternetGateways",
            value!({ "Filters": [{ "Name": "attachment.state", "Values": ["available"] }] }),
        );
        let elsewhere = default.at("InternetGateways.0.InternetGatewayId").text();
        for (input, expected) in [
            (out(), "RouteAlreadyExists"),
            (to("0.0.0.0/0", "GatewayId", "igw-0"), "InvalidGatewayID.NotFound"),
            (to("1.0.0.0/8", "GatewayId", elsewhere), "InvalidParameterValue"),
            (
                to("1.0.0.0/8", "NatGatewayId", "nat-0"),
                "InvalidNatGatewayID.NotFound",
            ),
            (
                to("1.0.0.0/8", "NetworkInterfaceId", "eni-0123456789abcdef0"),
                "InvalidNetworkInterfaceID.NotFound",
            ),
            (
                to("1.0.0.0/8", "InstanceId", "i-0123456789abcdef0"),
                "InvalidInstanceID.NotFound",
            ),
            (to("10.0.1.0/24", "GatewayId", &gateway), "InvalidParameterValue"),
            (to("all", "GatewayId", &gateway), "InvalidParameterValue"),
            (
                value!({ "RouteTableId": (&table), "GatewayId": (&gateway) }),
                "MissingParameter",
            ),
            (
                value!({ "RouteTableId": (&table), "DestinationCidrBlock": "1.0.0.0/8" }),
                "InvalidParameterCombination",
            ),
        ] {
            assert_eq!(code(aws.call("CreateRoute", input)), expected);
        }
        let interface = aws.made(
            "CreateNetworkInterface",
            value!({ "SubnetId": subnet }),
            "NetworkInterface.NetworkInterfaceId",
        );
        let inward = to("0.0.0.0/0", "NetworkInterfaceId", &interface);
        aws.ok("ReplaceRoute", inward);
        assert_eq!(routes(&aws, &table).at("1.NetworkInterfaceId").text(), interface);
        let unknown = to("1.0.0.0/8", "GatewayId", &gateway);
        assert_eq!(code(aws.call("ReplaceRoute", unknown)), "InvalidParameterValue");
        aws.ok(
            "DeleteNetworkInterface",
            value!({ "NetworkInterfaceId": interface }),
        );
        assert_eq!(routes(&aws, &table).at("1.State").text(), "blackhole");
        let at = |block: &str| value!({ "RouteTableId": (&table), "DestinationCidrBlock": block });
        assert_eq!(
            code(aws.call("DeleteRoute", at("10.0.0.0/16"))),
            "InvalidParameterValue"
        );
        aws.ok("DeleteRoute", at("0.0.0.0/0"));
        assert_eq!(
            code(aws.call("DeleteRoute", at("0.0.0.0/0"))),
            "InvalidRoute.NotFound"
        );
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
    }

    #[test]
    fn a_gateway_that_is_taken_off_leaves_a_black_hole_till_it_comes_back() {
        let aws = Asker::new();
        let [vpc, _, table, gateway] = network(&aws);
        let out = value!({ "RouteTableId": (&table), "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": (&gateway) });
        aws.ok("CreateRoute", out);
        let link = || value!({ "InternetGatewayId": (&gateway), "VpcId": (&vpc) });
        let deletion = || value!({ "InternetGatewayId": (&gateway) });
        assert_eq!(
            code(aws.call("DeleteInternetGateway", deletion())),
            "DependencyViolation"
        );
        aws.ok("DetachInternetGateway", link());
        assert_eq!(routes(&aws, &table).at("1.State").text(), "blackhole");
        aws.ok("AttachInternetGateway", link());
        assert_eq!(routes(&aws, &table).at("1.State").text(), "active");
        aws.ok("DetachInternetGateway", link());
        aws.ok("DeleteInternetGateway", deletion());
        assert_eq!(routes(&aws, &table).at("1.State").text(), "blackhole");
    }
}
