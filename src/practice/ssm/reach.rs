//! What a packet can do, as far as Systems Manager and a machine ask: has it a way out, and can a stranger knock on
//! port 80? Route tables, security groups and network ACLs decide, as their records stand.

use crate::practice::call::Call;
use crate::practice::registry;
use crate::value::Value;

/// The records of a kind of EC2's.
fn all<'c>(call: &'c Call<'_>, kind: &str) -> Vec<&'c Value> {
    debug_assert!(registry::resource(kind).is_some(), "there is no kind {kind}");
    registry::resource(kind).map_or_else(Vec::new, |of| call.all(of).collect())
}

/// The target of a subnet's default route, where it is alive: `igw-`, `nat-`.
fn way(call: &Call<'_>, instance: &Value) -> Option<String> {
    let (subnet, vpc) = (instance.get("SubnetId").text(), instance.get("VpcId").text());
    let tables = all(call, "ec2:route-table");
    let of = |table: &&&Value, main: bool| {
        table.get("VpcId").text() == vpc
            && table.get("Associations").items().iter().any(|link| {
                if main {
                    link.get("Main").as_bool() == Some(true)
                } else {
                    link.get("SubnetId").text() == subnet
                }
            })
    };
    let table = tables
        .iter()
        .find(|table| of(table, false))
        .or_else(|| tables.iter().find(|table| of(table, true)))?;
    let route = table.get("Routes").items().iter().find(|route| {
        route.get("DestinationCidrBlock").text() == "0.0.0.0/0" && route.get("State").text() != "blackhole"
    })?;
    let target = ["GatewayId", "NatGatewayId"]
        .iter()
        .find_map(|member| route.get(member).as_text())?;
    Some(target.to_owned())
}

/// The address that the internet sees an instance by, where it has a way out and may use it.
pub(super) fn outside(call: &Call<'_>, instance: &Value) -> Option<String> {
    let lets = groups(call, instance).iter().any(|group| {
        group
            .get("IpPermissionsEgress")
            .items()
            .iter()
            .any(|rule| admits(rule, 443))
    });
    if !lets || !acl(call, instance, true, 443) {
        return None;
    }
    let way = way(call, instance)?;
    if way.starts_with("igw-") {
        return instance.get("PublicIpAddress").as_text().map(str::to_owned);
    }
    let gateway = all(call, "ec2:natgateway")
        .into_iter()
        .find(|gateway| gateway.get("NatGatewayId").text() == way)?;
    if gateway.get("State").text() != "available" {
        return None;
    }
    // A gateway in a subnet without a way out of its own leads nowhere.
    let through = self::way(call, gateway)?;
    let address = gateway.at("NatGatewayAddresses.0.PublicIp").as_text()?;
    through.starts_with("igw-").then(|| address.to_owned())
}

/// True where a stranger's packet reaches port 80 of an instance.
pub(super) fn open(call: &Call<'_>, instance: &Value) -> bool {
    let public = instance.get("PublicIpAddress").as_text().is_some();
    let lets = groups(call, instance).iter().any(|group| {
        group
            .get("IpPermissions")
            .items()
            .iter()
            .any(|rule| admits(rule, 80))
    });
    public && lets && routed(call, instance, 80)
}

/// True where route tables and network ACLs let a stranger's packet to a port of an instance, and the answer back.
pub(in crate::practice) fn routed(call: &Call<'_>, instance: &Value, port: i64) -> bool {
    way(call, instance).is_some_and(|way| way.starts_with("igw-"))
        && acl(call, instance, false, port)
        && acl(call, instance, true, 49_152)
}

fn groups<'c>(call: &'c Call<'_>, instance: &Value) -> Vec<&'c Value> {
    let ids: Vec<&str> = instance
        .get("SecurityGroups")
        .items()
        .iter()
        .map(|group| group.get("GroupId").text())
        .collect();
    let mut groups = all(call, "ec2:security-group");
    groups.retain(|group| ids.contains(&group.get("GroupId").text()));
    groups
}

/// True where a rule of a security group is about a port and all the world.
fn admits(rule: &Value, port: i64) -> bool {
    let world = rule
        .get("IpRanges")
        .items()
        .iter()
        .any(|range| range.get("CidrIp").text() == "0.0.0.0/0");
    let from = rule.get("FromPort").as_int().unwrap_or(0);
    let to = rule.get("ToPort").as_int().unwrap_or(65_535);
    match rule.get("IpProtocol").text() {
        "-1" => world,
        "tcp" | "6" => world && from <= port && port <= to,
        _ => false,
    }
}

/// What the network ACL of an instance's subnet says of a port and all the world: the first rule that fits decides.
fn acl(call: &Call<'_>, instance: &Value, egress: bool, port: i64) -> bool {
    let subnet = instance.get("SubnetId").text();
    let lists = all(call, "ec2:network-acl");
    let Some(list) = lists.iter().find(|list| {
        list.get("Associations")
            .items()
            .iter()
            .any(|link| link.get("SubnetId").text() == subnet)
    }) else {
        return true;
    };
    let mut entries: Vec<&Value> = list
        .get("Entries")
        .items()
        .iter()
        .filter(|entry| entry.get("Egress").as_bool() == Some(egress))
        .collect();
    entries.sort_by_key(|entry| entry.get("RuleNumber").as_int());
    let fits = |entry: &&&Value| {
        let ports = entry.get("PortRange");
        let from = ports.get("From").as_int().unwrap_or(0);
        let to = ports.get("To").as_int().unwrap_or(65_535);
        entry.get("CidrBlock").text() == "0.0.0.0/0"
            && (entry.get("Protocol").text() == "-1"
                || (entry.get("Protocol").text() == "6" && from <= port && port <= to))
    };
    entries
        .iter()
        .find(fits)
        .is_some_and(|entry| entry.get("RuleAction").text() == "allow")
}
