//! Making the file of compacted models, which the binary embeds, from botocore's.

use super::blob;
use super::folder::{Folder, ModelError, Version};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use indexmap::IndexMap;
use serde_json::Value as Json;
use std::io::{self, Write};
use std::path::Path;

/// The members of the file by name, uncompressed, from the data folder of botocore.
///
/// # Errors
/// A model that cannot be used.
pub fn compacted(data: &Path) -> Result<IndexMap<String, Vec<u8>>, ModelError> {
    let folder = Folder::open(data)?;
    let mut members = IndexMap::new();
    // Services whose rule sets differ only in their host share one.
    let mut sets: IndexMap<String, u64> = IndexMap::new();
    for (name, version) in &folder.services {
        let version = Version::read(version)?;
        let rules = version.rules().map(undocumented).unwrap_or_default();
        let host = format!("//{}", version.model.endpoint_prefix());
        let text = rules.to_string().replace(&host, blob::HOST);
        let next = sets.len() as u64;
        let number = *sets.entry(text).or_insert(next);
        members.insert(name.clone(), version.compact(number)?);
    }
    for (text, number) in sets {
        members.insert(format!("#rules/{number}"), text.into_bytes());
    }
    let partitions = folder.partitions_json()?;
    let partitions = partitions
        .map(|(_, json)| undocumented(&json))
        .unwrap_or_default();
    members.insert("#partitions".to_owned(), partitions.to_string().into_bytes());
    Ok(members)
}

/// The file: a header that says where each member is, then the members, each a zlib stream of its own, so that naming
/// a service decompresses that service only. `version` is botocore's.
///
/// # Errors
/// The compression's.
pub fn pack(version: &str, members: &IndexMap<String, Vec<u8>>) -> io::Result<Vec<u8>> {
    let mut header = format!("{}{version}\n", blob::FORMAT);
    let mut body = Vec::new();
    for (name, raw) in members {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(raw)?;
        let packed = encoder.finish()?;
        header.push_str(&format!("{name} {} {} {}\n", body.len(), packed.len(), raw.len()));
        body.extend(packed);
    }
    Ok([header.as_bytes(), b"\n", &body].concat())
}

fn undocumented(json: &Json) -> Json {
    match json {
        Json::Object(members) => members
            .iter()
            .filter(|(name, _)| *name != "documentation")
            .map(|(name, value)| (name.clone(), undocumented(value)))
            .collect(),
        Json::Array(items) => items.iter().map(undocumented).collect(),
        other => other.clone(),
    }
}
