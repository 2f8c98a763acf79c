//! Partitions: the separate clouds of AWS, and which of them a region belongs to.

use crate::api::Catalogue;
use regex::Regex;
use serde_json::Value as Json;
use std::sync::OnceLock;

struct Partition {
    regions: Json,
    pattern: String,
    regex: OnceLock<Option<Regex>>,
    outputs: Json,
}

/// What is known of a region's partition: suffixes of hosts, which variants there are. A region that no partition
/// knows or resembles is taken for one of AWS's first, as its SDKs do.
pub(super) fn of(region: Option<&str>) -> Json {
    let partitions = partitions();
    let known = |region: &&str| {
        partitions
            .iter()
            .find(|partition| partition.regions.get(region).is_some())
    };
    let alike = |region: &&str| partitions.iter().find(|partition| partition.resembles(region));
    region
        .and_then(|region| known(&region).or_else(|| alike(&region)))
        .or(partitions.first())
        .map(|partition| partition.outputs.clone())
        .unwrap_or_default()
}

impl Partition {
    fn resembles(&self, region: &str) -> bool {
        self.regex
            .get_or_init(|| Regex::new(&self.pattern).ok())
            .as_ref()
            .is_some_and(|regex| regex.is_match(region))
    }
}

fn partitions() -> &'static [Partition] {
    static PARTITIONS: OnceLock<Vec<Partition>> = OnceLock::new();
    PARTITIONS.get_or_init(|| {
        let bytes = Catalogue::embedded()
            .blob
            .member("#partitions")
            .unwrap_or_default();
        let json: Json = serde_json::from_slice(&bytes).unwrap_or_default();
        let listed = json["partitions"].as_array().into_iter().flatten();
        listed
            .map(|partition| {
                let mut outputs = partition["outputs"].clone();
                outputs["name"] = partition["id"].clone();
                Partition {
                    regions: partition["regions"].clone(),
                    pattern: partition["regionRegex"].as_str().unwrap_or_default().to_owned(),
                    regex: OnceLock::new(),
                    outputs,
                }
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_belong_to_partitions() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("cn-west-9", "aws-cn"),
            ("moon-1", "aws"),
        ] {
            assert_eq!(of(Some(region))["name"], partition, "{region}");
        }
        assert_eq!(of(None)["dnsSuffix"], "amazonaws.com");
    }
}
