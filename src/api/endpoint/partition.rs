//! Partitions: the separate clouds of AWS, and which of them a region belongs to.

use crate::api::Catalogue;
use regex::Regex;
use serde_json::Value as Json;
use std::sync::OnceLock;

/// The partitions of a catalogue. Those in the binary are read when they are first asked for.
#[derive(Debug, Default)]
pub(in crate::api) struct Partitions(OnceLock<Vec<Partition>>);

#[derive(Debug)]
struct Partition {
    regions: Json,
    pattern: String,
    regex: OnceLock<Option<Regex>>,
    outputs: Json,
}

impl Partitions {
    /// Those of a `partitions.json`; none where it lists none.
    pub(in crate::api) fn read(json: &Json) -> Option<Partitions> {
        let listed = json["partitions"]
            .as_array()
            .filter(|listed| !listed.is_empty())?;
        let read: Vec<Partition> = listed.iter().map(Partition::read).collect();
        Some(Partitions(OnceLock::from(read)))
    }

    /// What is known of a region's partition: suffixes of hosts, which variants there are. A region that no partition
    /// knows or resembles is taken for one of AWS's first, as its SDKs do.
    pub(super) fn of(&self, region: Option<&str>) -> Json {
        let partitions = self.0.get_or_init(embedded);
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
}

impl Partition {
    fn read(json: &Json) -> Partition {
        let mut outputs = json["outputs"].as_object().cloned().unwrap_or_default();
        outputs.insert("name".to_owned(), json["id"].clone());
        Partition {
            regions: json["regions"].clone(),
            pattern: json["regionRegex"].as_str().unwrap_or_default().to_owned(),
            regex: OnceLock::new(),
            outputs: Json::Object(outputs),
        }
    }

    fn resembles(&self, region: &str) -> bool {
        self.regex
            .get_or_init(|| Regex::new(&self.pattern).ok())
            .as_ref()
            .is_some_and(|regex| regex.is_match(region))
    }
}

fn embedded() -> Vec<Partition> {
    let bytes = Catalogue::embedded().member("#partitions").unwrap_or_default();
    let json: Json = serde_json::from_slice(&bytes).unwrap_or_default();
    let listed = json["partitions"].as_array().into_iter().flatten();
    listed.map(Partition::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn regions_belong_to_partitions() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("cn-west-9", "aws-cn"),
            ("moon-1", "aws"),
        ] {
            assert_eq!(
                Partitions::default().of(Some(region))["name"],
                partition,
                "{region}"
            );
        }
        assert_eq!(Partitions::default().of(None)["dnsSuffix"], "amazonaws.com");
    }

    #[test]
    fn a_file_of_partitions_takes_their_place() {
        let json = json!({ "partitions": [{ "id": "moon", "regionRegex": "^moon-", "outputs": { "dnsSuffix": "moon.example" } }] });
        let partitions = Partitions::read(&json).unwrap();
        assert_eq!(partitions.of(Some("moon-1"))["dnsSuffix"], "moon.example");
        assert!(Partitions::read(&json!({})).is_none());
        assert_eq!(
            Partitions::read(&json!({ "partitions": [7] })).unwrap().of(None)["name"],
            Json::Null
        );
    }
}
