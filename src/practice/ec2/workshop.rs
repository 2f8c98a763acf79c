//! The whole of the workshop's network, built as its text says and torn down: afterwards the world is as before.

use super::tests::Asker;
use crate::value;
use crate::value::Value;

/// Tags of a creating call.
fn named(kind: &str, name: &str) -> Value {
    value!([{ "ResourceType": kind, "Tags": [{ "Key": "Name", "Value": name }] }])
}

fn subnet(aws: &Asker, vpc: &str, name: &str, block: &str, zone: &str) -> String {
    let input = value!({
        "VpcId": vpc, "CidrBlock": block, "AvailabilityZone": zone, "TagSpecifications": (named("subnet", name)),
    });
    aws.made("CreateSubnet", input, "Subnet.SubnetId")
}

/// A route table of its own for some subnets, with a default route to one target; gives the table and its associations.
fn table(aws: &Asker, vpc: &str, name: &str, subnets: &[&str], out: (&str, &str)) -> (String, Vec<String>) {
    let input = value!({ "VpcId": vpc, "TagSpecifications": (named("route-table", name)) });
    let id = aws.made("CreateRouteTable", input, "RouteTable.RouteTableId");
    let associations = subnets
        .iter()
        .map(|subnet| {
            let input = value!({ "RouteTableId": (&id), "SubnetId": (*subnet) });
            aws.made("AssociateRouteTable", input, "AssociationId")
        })
        .collect();
    let mut route = value!({ "RouteTableId": (&id), "DestinationCidrBlock": "0.0.0.0/0" });
    route.set(out.0, out.1);
    aws.ok("CreateRoute", route);
    (id, associations)
}

#[test]
fn the_workshop_s_vpc_is_built_and_torn_down() {
    let aws = Asker::new();
    let before = aws.practice.world();

    let input = value!({ "CidrBlock": "10.0.0.0/16", "TagSpecifications": (named("vpc", "lab")) });
    let vpc = aws.made("CreateVpc", input, "Vpc.VpcId");
    let hosts = value!({ "VpcId": (&vpc), "EnableDnsHostnames": { "Value": true } });
    aws.ok("ModifyVpcAttribute", hosts);
    let zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
    let make = |kind: &str, first: usize| -> Vec<String> {
        let subnet = |(n, zone): (usize, &&str)| {
            let (name, block) = (format!("{kind}-{zone}"), format!("10.0.{}.0/24", first + n));
            subnet(&aws, &vpc, &name, &block, zone)
        };
        zones.iter().enumerate().map(subnet).collect()
    };
    let (public, private) = (make("public", 1), make("private", 4));
    let gateway = aws.made(
        "CreateInternetGateway",
        value!({}),
        "InternetGateway.InternetGatewayId",
    );
    let link = || value!({ "InternetGatewayId": (&gateway), "VpcId": (&vpc) });
    aws.ok("AttachInternetGateway", link());
    let mut tables = Vec::new();
    let of_public: Vec<&str> = public.iter().map(String::as_str).collect();
    tables.push(table(&aws, &vpc, "public", &of_public, ("GatewayId", &gateway)));

    let addresses: Vec<String> = (0..3)
        .map(|_| aws.made("AllocateAddress", value!({}), "AllocationId"))
        .collect();
    let nats: Vec<String> = public
        .iter()
        .zip(&addresses)
        .map(|(subnet, address)| {
            let input = value!({ "SubnetId": subnet, "AllocationId": address });
            aws.made("CreateNatGateway", input, "NatGateway.NatGatewayId")
        })
        .collect();
    aws.pass(120);
    for (private, nat) in private.iter().zip(&nats) {
        tables.push(table(&aws, &vpc, "private", &[private], ("NatGatewayId", nat)));
    }

    let of_vpc = || value!([{ "Name": "vpc-id", "Values": [(&vpc)] }]);
    let subnets = aws.ok("DescribeSubnets", value!({ "Filters": (of_vpc()) }));
    assert_eq!(subnets.get("Subnets").items().len(), 6);
    let free = subnets.at("Subnets.0.AvailableIpAddressCount").as_int();
    assert_eq!(free, Some(250), "a NAT gateway has one");
    let available = value!({ "Filter": [{ "Name": "state", "Values": ["available"] }] });
    let found = aws.ok("DescribeNatGateways", available);
    assert_eq!(found.get("NatGateways").items().len(), 3);
    let found = aws.ok("DescribeRouteTables", value!({ "Filters": (of_vpc()) }));
    assert_eq!(found.get("RouteTables").items().len(), 5, "the main one besides");
    let away = value!({ "Filters": [{ "Name": "route.nat-gateway-id", "Values": [(&nats[1])] }, { "Name": "association.subnet-id", "Values": [(&private[1])] }] });
    assert_eq!(
        aws.ok("DescribeRouteTables", away)
            .get("RouteTables")
            .items()
            .len(),
        1
    );

    assert!(aws.call("DeleteVpc", value!({ "VpcId": (&vpc) })).is_err());
    assert!(
        aws.call("DetachInternetGateway", link()).is_err(),
        "addresses are mapped"
    );
    for nat in &nats {
        aws.ok("DeleteNatGateway", value!({ "NatGatewayId": nat }));
    }
    let holes = value!({ "Filters": [{ "Name": "route.state", "Values": ["blackhole"] }] });
    assert_eq!(
        aws.ok("DescribeRouteTables", holes)
            .get("RouteTables")
            .items()
            .len(),
        3
    );
    aws.pass(60);
    for address in &addresses {
        aws.ok("ReleaseAddress", value!({ "AllocationId": address }));
    }
    for (table, associations) in &tables {
        for id in associations {
            aws.ok("DisassociateRouteTable", value!({ "AssociationId": id }));
        }
        aws.ok("DeleteRouteTable", value!({ "RouteTableId": table }));
    }
    for subnet in public.iter().chain(&private) {
        aws.ok("DeleteSubnet", value!({ "SubnetId": subnet }));
    }
    aws.ok("DetachInternetGateway", link());
    aws.ok(
        "DeleteInternetGateway",
        value!({ "InternetGatewayId": (&gateway) }),
    );
    aws.ok("DeleteVpc", value!({ "VpcId": vpc }));
    assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
}
