//! How much of an amount an account uses now, without what the runbook's own runs made.

use super::site::Site;
use crate::document::Amount;
use crate::port::CloudError;
use crate::value;
use crate::value::Value;
use std::collections::HashMap;

/// The families that count together (AWS: *EC2 On-Demand instance limits*): by the letters before the first digit.
const USUAL: &[&str] = &["a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"];

/// How many there are.
pub(super) fn used(amount: Amount, site: &Site) -> Result<usize, CloudError> {
    let list = |operation: &str, list: &str, key: &str| -> Result<Vec<Value>, CloudError> {
        let answer = site.ask("ec2", operation, Value::map())?;
        let others = answer.get(list).items().iter();
        let others = others.filter(|thing| !site.ground.owned.contains(thing.get(key).text()));
        Ok(others.cloned().collect())
    };
    match amount {
        Amount::ElasticIps => Ok(list("DescribeAddresses", "Addresses", "AllocationId")?.len()),
        Amount::InternetGateways => Ok(list(
            "DescribeInternetGateways",
            "InternetGateways",
            "InternetGatewayId",
        )?
        .len()),
        Amount::Vpcs => {
            let vpcs = list("DescribeVpcs", "Vpcs", "VpcId")?;
            // What other accounts share is theirs.
            let own = |vpc: &&Value| {
                [None, Some(site.ground.account.as_str())].contains(&vpc.get("OwnerId").as_text())
            };
            Ok(vpcs.iter().filter(own).count())
        }
        Amount::NatGatewaysPerZone => {
            let gateways = list("DescribeNatGateways", "NatGateways", "NatGatewayId")?;
            let subnets = site.ask("ec2", "DescribeSubnets", Value::map())?;
            let zones: HashMap<&str, &str> = subnets
                .get("Subnets")
                .items()
                .iter()
                .map(|subnet| {
                    (
                        subnet.get("SubnetId").text(),
                        subnet.get("AvailabilityZone").text(),
                    )
                })
                .collect();
            let mut by_zone: HashMap<&str, usize> = HashMap::new();
            for gateway in gateways
                .iter()
                .filter(|gateway| ["pending", "available", "deleting"].contains(&gateway.get("State").text()))
            {
                let zone = zones
                    .get(gateway.get("SubnetId").text())
                    .copied()
                    .unwrap_or_default();
                *by_zone.entry(zone).or_default() += 1;
            }
            Ok(by_zone.into_values().max().unwrap_or(0))
        }
        Amount::Vcpus => {
            let running = value!({ "Filters": [
                { "Name": "instance-state-name", "Values": ["pending", "running"] },
            ] });
            let answer = site.ask("ec2", "DescribeInstances", running)?;
            let instances = answer.get("Reservations").items().iter();
            let instances = instances.flat_map(|reservation| reservation.get("Instances").items());
            Ok(instances
                .filter(|instance| !site.ground.owned.contains(instance.get("InstanceId").text()))
                .filter(|instance| instance.get("InstanceLifecycle").as_text() != Some("spot"))
                .filter(|instance| is_usual(instance.get("InstanceType").text()))
                .map(vcpus)
                .sum())
        }
    }
}

fn is_usual(kind: &str) -> bool {
    let family: &str = kind
        .split(|c: char| c.is_ascii_digit())
        .next()
        .unwrap_or_default();
    USUAL.contains(&family)
}

fn vcpus(instance: &Value) -> usize {
    let part = |path: &str| {
        let part = instance.at(path).as_int().unwrap_or(1);
        usize::try_from(part).unwrap_or(1)
    };
    part("CpuOptions.CoreCount") * part("CpuOptions.ThreadsPerCore")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_with_quotas_of_their_own_do_not_count() {
        for usual in ["t3.micro", "m7g.large", "im4gn.large", "c5.metal"] {
            assert!(is_usual(usual), "{usual}");
        }
        for other in [
            "p4d.24xlarge",
            "inf2.xlarge",
            "mac2.metal",
            "hpc7a.12xlarge",
            "u-6tb1.metal",
            "trn1.2xlarge",
            "",
        ] {
            assert!(!is_usual(other), "{other}");
        }
    }
}
