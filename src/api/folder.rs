//! A folder of models in botocore's layout: `SERVICE/API-VERSION/service-2.json` with its paginators, waiters and
//! endpoint rules beside it, each also as `.json.gz`. What stands in `*.sdk-extras.json` is merged in.
//!
//! Opening a folder looks at names only; a service is read when it is named.

use super::compact::{self, Model, Paginators, Waiters};
use super::endpoint::{Partitions, RuleSet};
use super::service::Service;
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is larger is no model: the largest, of EC2, has 4 MB.
const MOST: u64 = 64 << 20;

/// A model that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the model `{}` cannot be used: {reason}", .path.display())]
pub struct ModelError {
    /// The file, or the folder.
    pub path: PathBuf,
    /// What is wrong, and where in the file.
    pub reason: String,
}

impl ModelError {
    pub(super) fn new(path: &Path, reason: impl Display) -> ModelError {
        ModelError {
            path: path.to_owned(),
            reason: reason.to_string(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        "models have botocore's form, SERVICE/API-VERSION/service-2.json; leave the folder out, or repair the file"
    }
}

/// A folder with the services that are in it.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Service -> the folder of its latest version.
    pub(super) services: BTreeMap<String, PathBuf>,
}

impl Folder {
    /// Looks at the names in a folder.
    pub(super) fn open(path: &Path) -> Result<Folder, ModelError> {
        let mut services = BTreeMap::new();
        for (name, service) in folders(path)? {
            let versions = folders(&service)?.into_iter();
            let whole = versions.filter(|(_, version)| file(version, "service-2").is_some());
            if let Some((_, version)) = whole.max() {
                services.insert(name, version);
            }
        }
        Ok(Folder {
            path: path.to_owned(),
            services,
        })
    }

    /// The partitions, where the folder has its own.
    pub(super) fn partitions(&self) -> Result<Option<Partitions>, ModelError> {
        let Some((path, json)) = self.partitions_json()? else {
            return Ok(None);
        };
        let partitions = Partitions::read(&json);
        partitions
            .map(Some)
            .ok_or_else(|| ModelError::new(&path, "it lists no partitions"))
    }

    /// The file of partitions as it is.
    pub(super) fn partitions_json(&self) -> Result<Option<(PathBuf, Json)>, ModelError> {
        part(&self.path, "partitions")
    }
}

/// One version of a service, read.
pub(super) struct Version {
    /// The file of the model itself.
    path: PathBuf,
    pub(super) model: Model,
    paginators: Paginators,
    waiters: Waiters,
    /// The endpoint rules and their file.
    rules: Option<(PathBuf, Json)>,
}

impl Version {
    /// Reads the folder of a version.
    pub(super) fn read(folder: &Path) -> Result<Version, ModelError> {
        let lacking = || ModelError::new(folder, "it has no `service-2.json`");
        let (path, model) = part(folder, "service-2")?.ok_or_else(lacking)?;
        let rules = part(folder, "endpoint-rule-set-1")?;
        Ok(Version {
            path,
            model,
            paginators: part(folder, "paginators-1")?
                .map(|(_, part)| part)
                .unwrap_or_default(),
            waiters: part(folder, "waiters-2")?
                .map(|(_, part)| part)
                .unwrap_or_default(),
            rules,
        })
    }

    /// The endpoint rules.
    pub(super) fn rules(&self) -> Option<&Json> {
        self.rules.as_ref().map(|(_, rules)| rules)
    }

    /// Its records; `rules` is the number of its endpoint rule set, where it is one of many.
    pub(super) fn compact(&self, rules: u64) -> Result<Vec<u8>, ModelError> {
        compact::service(&self.model, &self.paginators, &self.waiters, rules)
            .map_err(|fault| ModelError::new(&self.path, fault))
    }

    /// The service, with its own endpoint rules.
    pub(super) fn service(&self, name: &str, partitions: &Arc<Partitions>) -> Result<Service, ModelError> {
        let rules = match &self.rules {
            Some((path, json)) => RuleSet::read(json).map_err(|reason| ModelError::new(path, reason)),
            None => RuleSet::regional(self.model.endpoint_prefix())
                .map_err(|reason| ModelError::new(&self.path, reason)),
        };
        Ok(Service::read(name, self.compact(0)?, partitions).with_rules(rules?))
    }
}

/// The folders in a folder, by name.
fn folders(path: &Path) -> Result<Vec<(String, PathBuf)>, ModelError> {
    let unreadable = |error| ModelError::new(path, format!("the folder cannot be read: {error}"));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
            && entry.path().is_dir()
        {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

/// A file of a folder, plain or packed.
fn file(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings = ["json", "json.gz"].iter();
    let mut paths = endings.map(|ending| folder.join(format!("{name}.{ending}")));
    paths.find(|path| path.is_file())
}

fn bytes(path: &Path) -> Result<Vec<u8>, ModelError> {
    let unreadable = |error| ModelError::new(path, format!("it cannot be read: {error}"));
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        GzDecoder::new(file).take(MOST).read_to_end(&mut bytes)
    } else {
        file.take(MOST).read_to_end(&mut bytes)
    }
    .map_err(unreadable)?;
    if bytes.len() as u64 == MOST {
        return Err(ModelError::new(path, "no model is as large as this"));
    }
    Ok(bytes)
}

/// One kind of file of a version, with what its extras merge into it.
fn part<T: DeserializeOwned>(folder: &Path, kind: &str) -> Result<Option<(PathBuf, T)>, ModelError> {
    let Some(path) = file(folder, kind) else {
        return Ok(None);
    };
    let read = bytes(&path)?;
    let Some(extras) = file(folder, &format!("{kind}.sdk-extras")) else {
        let parsed = parse(&path, &read)?;
        return Ok(Some((path, parsed)));
    };
    let mut whole: Json = parse(&path, &read)?;
    let mut extra: Json = parse(&extras, &bytes(&extras)?)?;
    merge(&mut whole, extra["merge"].take());
    match T::deserialize(whole) {
        Ok(parsed) => Ok(Some((path, parsed))),
        Err(error) => Err(ModelError::new(
            &path,
            format!("{error}, with `{}` merged in", extras.display()),
        )),
    }
}

fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, ModelError> {
    serde_json::from_slice(bytes).map_err(|error| ModelError::new(path, error))
}

/// Lays one JSON over another, map by map.
fn merge(base: &mut Json, extra: Json) {
    match (base, extra) {
        (Json::Object(base), Json::Object(extra)) => {
            for (key, extra) in extra {
                match base.get_mut(&key) {
                    Some(base) => merge(base, extra),
                    None => {
                        base.insert(key, extra);
                    }
                }
            }
        }
        (_, Json::Null) => {}
        (base, extra) => *base = extra,
    }
}
