//! The networks of one place, as traffic meets them.

use super::rules::{self, Packet};
use crate::practice::world::{Shelf, World};
use crate::value::Value;
use std::net::Ipv4Addr;

/// Where a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice::behaviour) enum Way {
    /// Inside the VPC.
    Local,
    /// Out by an internet gateway, and so also in.
    Gateway,
    /// Out by a NAT gateway.
    Nat,
    /// No route, or one that leads nowhere.
    Nowhere,
}

/// A network interface.
#[derive(Debug)]
pub(in crate::practice::behaviour) struct Interface<'w> {
    /// Its id.
    pub(in crate::practice::behaviour) id: &'w str,
    /// Its record.
    pub(in crate::practice::behaviour) record: &'w Value,
    /// Its private address.
    pub(super) address: Ipv4Addr,
    /// It belongs to an instance that runs.
    pub(super) is_running: bool,
    /// Of a NAT gateway: those who go out through it.
    pub(super) clients: Option<Vec<Interface<'w>>>,
}

/// The networks of an account in a region.
#[derive(Clone, Copy, Debug)]
pub(in crate::practice::behaviour) struct Network<'w> {
    world: &'w World,
    place: &'w str,
}

impl<'w> Network<'w> {
    /// Those of a place.
    pub(in crate::practice::behaviour) fn of(world: &'w World, place: &'w str) -> Network<'w> {
        Network { world, place }
    }

    fn all(&self, kind: &str) -> impl Iterator<Item = &'w Value> + use<'w> {
        debug_assert!(
            crate::practice::registry::resource(kind).is_some(),
            "there is no kind {kind}"
        );
        self.world
            .shelf(self.place, kind)
            .into_iter()
            .flat_map(Shelf::values)
    }

    /// The interfaces that a flow log of a VPC, a subnet or an interface watches.
    pub(in crate::practice::behaviour) fn watched(&self, resource: &str) -> Vec<Interface<'w>> {
        let members = ["VpcId", "SubnetId", "NetworkInterfaceId"];
        self.all("ec2:network-interface")
            .filter(|record| members.iter().any(|member| record.get(member).text() == resource))
            .filter(|record| record.get("Status").text() == "in-use")
            .filter_map(|record| self.interface(record, true))
            .collect()
    }

    fn interface(&self, record: &'w Value, with_clients: bool) -> Option<Interface<'w>> {
        let instance = record.at("Attachment.InstanceId").text();
        let instance = self.world.record(self.place, "ec2:instance", instance);
        let is_nat = record.get("InterfaceType").text() == "nat_gateway";
        Some(Interface {
            id: record.get("NetworkInterfaceId").as_text()?,
            record,
            address: record.get("PrivateIpAddress").text().parse().ok()?,
            is_running: instance.is_some_and(|instance| instance.at("State.Name").text() == "running"),
            clients: (is_nat && with_clients).then(|| self.clients(record)),
        })
    }

    /// The interfaces of instances whose way out is the NAT gateway that has this interface.
    fn clients(&self, gateway: &Value) -> Vec<Interface<'w>> {
        let id = gateway.get("NetworkInterfaceId").text();
        let nat = self.all("ec2:natgateway").find(|nat| {
            let addresses = nat.get("NatGatewayAddresses").items();
            addresses
                .iter()
                .any(|address| address.get("NetworkInterfaceId").text() == id)
        });
        let Some(nat) = nat.map(|nat| nat.get("NatGatewayId").text()) else {
            return Vec::new();
        };
        self.all("ec2:network-interface")
            .filter(|record| record.get("InterfaceType").text() != "nat_gateway")
            .filter_map(|record| self.interface(record, false))
            .filter(|client| {
                let route = self.route(client.record, Ipv4Addr::new(198, 51, 100, 20));
                client.is_running && route.is_some_and(|route| route.get("NatGatewayId").text() == nat)
            })
            .collect()
    }

    /// The route that a packet from an interface takes: the longest block that holds its address.
    fn route(&self, interface: &Value, to: Ipv4Addr) -> Option<&'w Value> {
        let (subnet, vpc) = (interface.get("SubnetId").text(), interface.get("VpcId").text());
        let table = |test: &dyn Fn(&Value) -> bool| {
            self.all("ec2:route-table")
                .filter(|table| table.get("VpcId").text() == vpc)
                .find(|table| table.get("Associations").items().iter().any(test))
        };
        let table = table(&|association| association.get("SubnetId").text() == subnet)
            .or_else(|| table(&|association| association.get("Main").as_bool() == Some(true)))?;
        table
            .get("Routes")
            .items()
            .iter()
            .filter(|route| rules::holds(route.get("DestinationCidrBlock").text(), to))
            .max_by_key(|route| {
                let block = route.get("DestinationCidrBlock").text();
                block.rsplit('/').next().and_then(|bits| bits.parse::<u8>().ok())
            })
    }

    /// Where a packet of an interface goes.
    pub(super) fn way(&self, interface: &Interface<'_>, to: Ipv4Addr) -> Way {
        let Some(route) = self.route(interface.record, to) else {
            return Way::Nowhere;
        };
        if route.get("State").text() == "blackhole" {
            return Way::Nowhere;
        }
        let public = !interface.record.at("Association.PublicIp").text().is_empty();
        match route.get("GatewayId").text() {
            "local" => Way::Local,
            gateway if gateway.starts_with("igw-") && public => Way::Gateway,
            _ if !route.get("NatGatewayId").text().is_empty() => Way::Nat,
            _ => Way::Nowhere,
        }
    }

    /// What security groups and network ACL say of a packet that comes in.
    pub(super) fn lets_in(&self, interface: &Interface<'_>, protocol: u8, port: u16, peer: Ipv4Addr) -> bool {
        self.groups_let(interface, "IpPermissions", protocol, port, peer)
            && self.acl_lets(interface, false, protocol, port, peer)
    }

    /// What they say of one that goes out.
    pub(super) fn lets_out(
        &self,
        interface: &Interface<'_>,
        protocol: u8,
        port: u16,
        peer: Ipv4Addr,
    ) -> bool {
        self.groups_let(interface, "IpPermissionsEgress", protocol, port, peer)
            && self.acl_lets(interface, true, protocol, port, peer)
    }

    fn groups_let(
        &self,
        interface: &Interface<'_>,
        permissions: &str,
        protocol: u8,
        port: u16,
        peer: Ipv4Addr,
    ) -> bool {
        let text = peer.to_string();
        let at_peer = self
            .all("ec2:network-interface")
            .find(|other| other.get("PrivateIpAddress").text() == text);
        let peer_groups: Vec<&str> = at_peer
            .into_iter()
            .flat_map(|other| other.get("Groups").items())
            .map(|group| group.get("GroupId").text())
            .collect();
        let packet = Packet {
            protocol,
            port,
            peer,
            peer_groups: &peer_groups,
        };
        interface.record.get("Groups").items().iter().any(|group| {
            let group = self
                .world
                .record(self.place, "ec2:security-group", group.get("GroupId").text());
            group.is_some_and(|group| rules::permits(group.get(permissions).items(), &packet))
        })
    }

    /// What the network ACL of an interface's subnet says.
    pub(super) fn acl_lets(
        &self,
        interface: &Interface<'_>,
        egress: bool,
        protocol: u8,
        port: u16,
        peer: Ipv4Addr,
    ) -> bool {
        let subnet = interface.record.get("SubnetId").text();
        let acl = self.all("ec2:network-acl").find(|acl| {
            let associations = acl.get("Associations").items();
            associations
                .iter()
                .any(|one| one.get("SubnetId").text() == subnet)
        });
        let packet = Packet {
            protocol,
            port,
            peer,
            peer_groups: &[],
        };
        acl.is_some_and(|acl| rules::passes(acl.get("Entries").items(), egress, &packet))
    }
}
