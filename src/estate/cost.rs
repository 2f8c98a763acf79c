//! What is owned and still there, priced by the hour.

use super::kind::{Kind, Look};
use super::look::asked;
use super::price;
use crate::event::{Charge, Creation, Event, Thing};
use crate::port::Cloud;
use crate::value::Value;
use std::collections::HashSet;

/// Kinds that AWS bills by use: what is scanned, stored or delivered.
const BY_USE: &[&str] = &[
    "cloudtrail:trail",
    "config:recorder",
    "detective:graph",
    "ec2:flow-log",
    "guardduty:detector",
    "inspector2:activation",
    "kms:key",
    "logs:log-group",
    "s3:bucket",
    "securityhub:hub",
];

const INSTANCE: &str = "ec2:instance";
const VOLUME: &str = "ec2:volume";
const NAT_GATEWAY: &str = "ec2:nat-gateway";
const ADDRESS: &str = "ec2:elastic-ip";
const BALANCER: &str = "elbv2:load-balancer";

/// What things cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// What costs by the hour.
    pub charges: Vec<Charge>,
    /// What is billed by use.
    pub by_use: Vec<Thing>,
    /// What costs, and nobody can say how much.
    pub unpriced: Vec<Thing>,
}

impl Bill {
    /// As it is told.
    #[must_use]
    pub fn told(self) -> Event {
        Event::CostTold {
            micros: self.charges.iter().map(|charge| charge.micros).sum(),
            charges: self.charges,
            by_use: self.by_use,
            unpriced: self.unpriced,
            prices: price::WHICH.to_owned(),
        }
    }
}

/// Prices what is owned, and what calls of ours made and nothing claims: an instance whose step was broken off costs as
/// much as any other. What is not there any more costs nothing.
#[must_use]
pub fn bill(cloud: &dyn Cloud, owned: Vec<Thing>, unclaimed: &[Creation]) -> Bill {
    let mut things = owned;
    for creation in unclaimed {
        let Some(kind) = Kind::made_by(&creation.service, &creation.operation) else {
            continue;
        };
        things.extend(creation.ids.iter().map(|id| Thing {
            kind: kind.name.to_owned(),
            id: id.clone(),
            step: creation.step.clone().unwrap_or_default(),
        }));
    }
    let mut reader = Reader {
        cloud,
        bill: Bill::default(),
        priced: HashSet::new(),
    };
    let of = |kind: &str| -> Vec<Thing> {
        things
            .iter()
            .filter(|thing| thing.kind == kind)
            .cloned()
            .collect()
    };
    // Addresses first: one that is owned is not paid again with the instance that has it.
    for kind in [ADDRESS, NAT_GATEWAY, INSTANCE, VOLUME, BALANCER] {
        reader.take(kind, of(kind));
    }
    reader.bill.by_use = things
        .into_iter()
        .filter(|thing| BY_USE.contains(&thing.kind.as_str()))
        .collect();
    reader.bill
}

struct Reader<'a> {
    cloud: &'a dyn Cloud,
    bill: Bill,
    /// Volumes and addresses that are on the bill.
    priced: HashSet<String>,
}

impl Reader<'_> {
    fn take(&mut self, kind: &str, things: Vec<Thing>) {
        let Some(look) = Kind::named(kind).filter(|_| !things.is_empty()) else {
            return;
        };
        let ids: Vec<&str> = things.iter().map(|thing| thing.id.as_str()).collect();
        let Ok(found) = asked(self.cloud, look.service(), &look.look, &ids, None) else {
            self.bill.unpriced.extend(things);
            return;
        };
        for item in &found {
            let id = item.get(look.look.id).text();
            let Some(thing) = things.iter().find(|thing| thing.id == id) else {
                continue;
            };
            match kind {
                INSTANCE => self.instance(thing, item),
                VOLUME => self.volume(thing, item),
                ADDRESS => {
                    self.priced.insert(item.get("PublicIp").text().to_owned());
                    self.charge(thing, "a public IPv4 address", price::PUBLIC_ADDRESS);
                }
                NAT_GATEWAY => self.charge(thing, "a NAT gateway", price::NAT_GATEWAY),
                _ => self.charge(thing, "a load balancer", price::LOAD_BALANCER),
            }
        }
    }

    /// A machine that is stopped costs its disks alone.
    fn instance(&mut self, thing: &Thing, item: &Value) {
        if ["running", "pending"].contains(&item.at("State.Name").text()) {
            let kind = item.get("InstanceType").text();
            let windows = item.get("Platform").text() == "windows";
            let system = if windows { "Windows" } else { "Linux" };
            match price::instance(kind, windows) {
                Some(micros) => self.charge(thing, &format!("{kind}, {system}"), micros),
                None => self.bill.unpriced.push(thing.clone()),
            }
            let address = item.get("PublicIpAddress").text();
            if !address.is_empty() && self.priced.insert(address.to_owned()) {
                self.charge(thing, "a public IPv4 address", price::PUBLIC_ADDRESS);
            }
        }
        let disks = item.get("BlockDeviceMappings").items().iter();
        let disks: Vec<&str> = disks.map(|disk| disk.at("Ebs.VolumeId").text()).collect();
        let look = Kind::named(VOLUME).map(|kind| kind.look);
        let Some(look) = look.filter(|_| !disks.is_empty()) else {
            return;
        };
        self.disks(thing, &look, &disks);
    }

    fn disks(&mut self, thing: &Thing, look: &Look, ids: &[&str]) {
        match asked(self.cloud, "ec2", look, ids, None) {
            Ok(volumes) => volumes.iter().for_each(|volume| self.volume(thing, volume)),
            Err(_) => self.bill.unpriced.push(thing.clone()),
        }
    }

    fn volume(&mut self, thing: &Thing, item: &Value) {
        if !self.priced.insert(item.get("VolumeId").text().to_owned()) {
            return;
        }
        let kind = item.get("VolumeType").text();
        let size = item
            .get("Size")
            .as_int()
            .and_then(|size| u64::try_from(size).ok());
        match size.and_then(|size| Some((size, price::volume(kind, size)?))) {
            Some((size, micros)) => self.charge(thing, &format!("{size} GB {kind}"), micros),
            None => self.bill.unpriced.push(thing.clone()),
        }
    }

    fn charge(&mut self, thing: &Thing, what: &str, micros: u64) {
        self.bill.charges.push(Charge {
            thing: thing.clone(),
            what: what.to_owned(),
            micros,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::FakeCloud;
    use crate::value;
    use crate::value::Map;

    fn thing(kind: &str, id: &str) -> Thing {
        Thing {
            kind: kind.to_owned(),
            id: id.to_owned(),
            step: "a".to_owned(),
        }
    }

    #[test]
    fn what_runs_is_priced_with_its_disk_and_its_address_once() {
        let instance = |id: &str, state: &str, address: Value| {
            value!({
                "InstanceId": id, "InstanceType": "t3.micro", "State": { "Name": state }, "PublicIpAddress": address,
                "BlockDeviceMappings": [{ "Ebs": { "VolumeId": (format!("vol-{id}")) } }],
            })
        };
        let disk = |id: &str| {
            Ok(value!({ "Volumes": [{ "VolumeId": (format!("vol-{id}")), "VolumeType": "gp3", "Size": 8 }] }))
        };
        let cloud = FakeCloud::answering([
            Ok(value!({ "Addresses": [{ "AllocationId": "eip-1", "PublicIp": "192.0.2.1" }] })),
            Ok(value!({ "Reservations": [{ "Instances": [
                (instance("i-1", "running", Value::from("192.0.2.1"))),
                (instance("i-2", "stopped", Value::Null)),
                (instance("i-3", "running", Value::from("192.0.2.3"))),
                (instance("i-4", "terminated", Value::Null)),
            ] }] })),
            disk("i-1"),
            disk("i-2"),
            disk("i-3"),
        ]);
        let mut owned: Vec<Thing> = ["i-1", "i-2", "i-3", "i-4"].map(|id| thing(INSTANCE, id)).into();
        owned.push(thing(ADDRESS, "eip-1"));
        owned.push(thing("guardduty:detector", "d"));
        owned.push(thing("iam:user", "ann"));
        let bill = bill(&cloud, owned, &[]);
        let told: Vec<(&str, &str, u64)> = bill
            .charges
            .iter()
            .map(|charge| (charge.thing.id.as_str(), charge.what.as_str(), charge.micros))
            .collect();
        assert_eq!(
            told,
            [
                ("eip-1", "a public IPv4 address", 5_000),
                ("i-1", "t3.micro, Linux", 10_400),
                ("i-1", "8 GB gp3", 877),
                ("i-2", "8 GB gp3", 877),
                ("i-3", "t3.micro, Linux", 10_400),
                ("i-3", "a public IPv4 address", 5_000),
                ("i-3", "8 GB gp3", 877),
            ]
        );
        assert_eq!(bill.by_use, [thing("guardduty:detector", "d")]);
        assert!(bill.unpriced.is_empty());
        let Event::CostTold { micros, .. } = bill.told() else {
            panic!("it is told");
        };
        assert_eq!(micros, 33_431);
    }

    #[test]
    fn what_nobody_claims_costs_too_and_what_cannot_be_read_is_named() {
        let creation = Creation {
            step: None,
            service: "ec2".to_owned(),
            operation: "CreateNatGateway".to_owned(),
            region: "us-east-1".to_owned(),
            ids: vec!["nat-1".to_owned()],
            identifiers: Map::new(),
        };
        let answer = value!({ "NatGateways": [{ "NatGatewayId": "nat-1", "State": "available" }] });
        let cloud = FakeCloud::answering([Ok(answer)]);
        let found = bill(&cloud, Vec::new(), std::slice::from_ref(&creation));
        assert_eq!(found.charges[0].micros, 45_000);
        let denied = bill(&FakeCloud::default(), Vec::new(), &[creation]);
        assert_eq!(
            denied.unpriced,
            [thing(NAT_GATEWAY, "nat-1")].map(|thing| Thing {
                step: String::new(),
                ..thing
            })
        );
    }
}
