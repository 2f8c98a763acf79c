//! A small network: a web server in the open, a private machine behind a NAT gateway.

use super::*;
use crate::practice::Options;
use crate::practice::change::Change;
use crate::practice::world::World;
use crate::value;
use crate::value::Value;

pub(in crate::practice::behaviour) const PLACE: &str = "111122223333/us-east-1";

fn put(world: &mut World, kind: &str, id: &str, record: Value) {
    world.change(Change::Put {
        place: PLACE.to_owned(),
        kind: kind.to_owned(),
        id: id.to_owned(),
        record,
        at: None,
    });
}

fn interface(id: &str, subnet: &str, address: &str, instance: &str, group: &str) -> Value {
    value!({
        "NetworkInterfaceId": id,
        "VpcId": "vpc-1",
        "SubnetId": subnet,
        "PrivateIpAddress": address,
        "Status": "in-use",
        "InterfaceType": "interface",
        "AvailabilityZoneId": "use1-az1",
        "Attachment": { "InstanceId": instance },
        "Groups": [{ "GroupId": group }],
    })
}

/// The network, with these ports open to the world on the web server.
pub(in crate::practice::behaviour) fn network_with(ports: &[i64]) -> World {
    let options = Options::new("us-east-1");
    let mut world = World::new(options.seed, options.born);
    let all = value!([{ "CidrIp": "0.0.0.0/0" }]);
    let inbound: Value = ports
        .iter()
        .map(|port| value!({ "IpProtocol": "tcp", "FromPort": (*port), "ToPort": (*port), "IpRanges": (&all) }))
        .collect();
    let out = value!([{ "IpProtocol": "-1", "IpRanges": (&all) }]);
    put(
        &mut world,
        "ec2:security-group",
        "sg-web",
        value!({ "GroupId": "sg-web", "IpPermissions": inbound, "IpPermissionsEgress": (&out) }),
    );
    put(
        &mut world,
        "ec2:security-group",
        "sg-none",
        value!({ "GroupId": "sg-none", "IpPermissions": [], "IpPermissionsEgress": out }),
    );
    let entry = |egress: bool| value!({ "Egress": egress, "RuleNumber": 100, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "Protocol": "-1" });
    let acl = value!({
        "Associations": [{ "SubnetId": "subnet-open" }, { "SubnetId": "subnet-private" }],
        "Entries": [(entry(true)), (entry(false))],
    });
    put(&mut world, "ec2:network-acl", "acl-1", acl);
    let local = value!({ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" });
    let table = |subnet: &str, out: Value| value!({ "VpcId": "vpc-1", "Associations": [{ "SubnetId": subnet }], "Routes": [(&local), out] });
    let gateway = value!({ "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" });
    let nat = value!({ "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" });
    put(
        &mut world,
        "ec2:route-table",
        "rtb-open",
        table("subnet-open", gateway),
    );
    put(
        &mut world,
        "ec2:route-table",
        "rtb-private",
        table("subnet-private", nat),
    );
    for id in ["i-web", "i-private"] {
        put(
            &mut world,
            "ec2:instance",
            id,
            value!({ "State": { "Name": "running" } }),
        );
    }
    let mut web = interface("eni-web", "subnet-open", "10.0.1.5", "i-web", "sg-web");
    web.set("Association", value!({ "PublicIp": "198.51.100.200" }));
    put(&mut world, "ec2:network-interface", "eni-web", web);
    let private = interface(
        "eni-private",
        "subnet-private",
        "10.0.4.5",
        "i-private",
        "sg-none",
    );
    put(&mut world, "ec2:network-interface", "eni-private", private);
    let mut gateway = interface("eni-nat", "subnet-open", "10.0.1.9", "", "sg-none");
    gateway.set("InterfaceType", "nat_gateway");
    put(&mut world, "ec2:network-interface", "eni-nat", gateway);
    let nat =
        value!({ "NatGatewayId": "nat-1", "NatGatewayAddresses": [{ "NetworkInterfaceId": "eni-nat" }] });
    put(&mut world, "ec2:natgateway", "nat-1", nat);
    world.commit();
    world
}

/// The flows of an interface in a hundred minutes.
fn hour(world: &World, id: &str) -> Vec<Flow> {
    let network = Network::of(world, PLACE);
    let watched = network.watched(id);
    (0..100)
        .flat_map(|n| flows(&network, &watched[0], world.seed, 60 * n, 60))
        .collect()
}

#[test]
fn closed_ports_reject_and_open_ones_answer() {
    let world = network_with(&[80]);
    let flows = hour(&world, "eni-web");
    let knocks: Vec<&Flow> = flows
        .iter()
        .filter(|flow| flow.inbound && flow.from_port > 1024)
        .collect();
    assert!(knocks.iter().any(|flow| flow.to_port == 22));
    for knock in &knocks {
        assert_eq!(knock.accepted, knock.to_port == 80, "{knock:?}");
        let octets = knock.from.octets();
        assert!([[192, 0, 2], [198, 51, 100], [203, 0, 113]].contains(&[octets[0], octets[1], octets[2]]));
    }
    assert!(
        flows
            .iter()
            .any(|flow| !flow.inbound && flow.from_port == 80 && flow.accepted)
    );
    let closed = network_with(&[]);
    assert!(
        hour(&closed, "eni-web")
            .iter()
            .all(|flow| !flow.inbound || flow.from_port <= 1024 || !flow.accepted)
    );
}

#[test]
fn an_acl_that_forbids_the_answer_rejects_it() {
    let mut world = network_with(&[80]);
    let mut acl = world.record(PLACE, "ec2:network-acl", "acl-1").unwrap().clone();
    let deny = value!({ "Egress": true, "RuleNumber": 50, "RuleAction": "deny", "CidrBlock": "0.0.0.0/0", "Protocol": "6", "PortRange": { "From": 32768, "To": 65535 } });
    let mut entries = acl.get("Entries").items().to_vec();
    entries.push(deny);
    acl.set("Entries", entries);
    put(&mut world, "ec2:network-acl", "acl-1", acl);
    let flows = hour(&world, "eni-web");
    let answers: Vec<&Flow> = flows
        .iter()
        .filter(|flow| !flow.inbound && flow.from_port == 80)
        .collect();
    assert!(!answers.is_empty() && answers.iter().all(|answer| !answer.accepted));
}

#[test]
fn private_machines_are_not_knocked_at_and_go_out_through_nat() {
    let world = network_with(&[80]);
    let private = hour(&world, "eni-private");
    assert!(
        private
            .iter()
            .any(|flow| flow.to_port == 443 && !flow.inbound && flow.accepted)
    );
    assert!(
        private
            .iter()
            .all(|flow| !flow.inbound || [53, 443].contains(&flow.from_port))
    );
    let gateway = hour(&world, "eni-nat");
    let inside = gateway
        .iter()
        .find(|flow| flow.inbound && flow.from == Ipv4Addr::new(10, 0, 4, 5))
        .unwrap();
    assert_eq!(inside.to, Ipv4Addr::new(10, 0, 1, 9));
    assert!(inside.behind.is_some_and(|behind| !behind.is_private()));
    assert!(
        gateway
            .iter()
            .any(|flow| !flow.inbound && flow.from == Ipv4Addr::new(10, 0, 1, 9) && !flow.to.is_private())
    );
    let mut cut_off = world;
    cut_off.change(Change::Take {
        place: PLACE.into(),
        kind: "ec2:route-table".into(),
        id: "rtb-private".into(),
    });
    assert_eq!(hour(&cut_off, "eni-private"), [], "no route, no traffic");
    assert_eq!(hour(&cut_off, "eni-nat"), []);
}

#[test]
fn names_are_asked_of_resolvers_outside_alone() {
    let world = network_with(&[]);
    let flows = hour(&world, "eni-web");
    let asked: Vec<&Flow> = flows.iter().filter(|flow| flow.to_port == 53).collect();
    assert!(
        !asked.is_empty()
            && asked
                .iter()
                .all(|flow| flow.to == RESOLVER && flow.protocol == UDP)
    );
    assert!(
        flows
            .iter()
            .all(|flow| !flow.to.is_link_local() && !flow.from.is_link_local())
    );
}
