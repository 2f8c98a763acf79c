//! What happened on a machine: the part of it that a world keeps.

use crate::value::{Map, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A file, or its absence, where it differs from the image and the packages.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// A file.
    File {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Its mode.
        mode: u32,
        /// When it was written.
        at: Timestamp,
    },
    /// A directory.
    Folder,
    /// It was removed.
    Gone,
}

/// A service that is not as the image has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Service {
    /// Since when it runs.
    pub(crate) since: Option<Timestamp>,
    /// It starts at boot.
    pub(crate) enabled: bool,
}

/// All that a machine remembers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// Files that differ.
    pub(crate) files: BTreeMap<String, Node>,
    /// Packages that were installed, and when.
    pub(crate) packages: BTreeMap<String, Timestamp>,
    /// Services.
    pub(crate) services: BTreeMap<String, Service>,
    /// Users that were added, with their ids.
    pub(crate) users: BTreeMap<String, i64>,
    /// Spans in which the web server ran and the internet could reach it.
    pub(crate) visits: Vec<(Timestamp, Timestamp)>,
    /// The user data ran.
    pub(crate) initialised: bool,
}

impl State {
    /// As a record's hidden member.
    pub(crate) fn to_value(&self) -> Value {
        let mut files = Map::new();
        for (path, node) in &self.files {
            let value = match node {
                Node::File { bytes, mode, at } => {
                    let content = match std::str::from_utf8(bytes) {
                        Ok(text) => Value::from(text),
                        Err(_) => Value::Blob(bytes.clone()),
                    };
                    let mut value = crate::value!({ "Mode": (*mode), "At": (*at) });
                    value.set("Bytes", content);
                    value
                }
                Node::Folder => Value::from("folder"),
                Node::Gone => Value::from("gone"),
            };
            files.insert(path.clone(), value);
        }
        let packages: Map = self
            .packages
            .iter()
            .map(|(name, at)| (name.clone(), Value::from(*at)))
            .collect();
        let services: Map = self
            .services
            .iter()
            .map(|(name, service)| {
                let value = crate::value!({ "Since": (service.since), "Enabled": (service.enabled) });
                (name.clone(), value)
            })
            .collect();
        let users: Map = self
            .users
            .iter()
            .map(|(name, id)| (name.clone(), Value::from(*id)))
            .collect();
        let visits: Value = self
            .visits
            .iter()
            .map(|(from, to)| Value::List(vec![Value::from(*from), Value::from(*to)]))
            .collect();
        let mut value = Value::map();
        value.set("Files", files);
        value.set("Packages", packages);
        value.set("Services", services);
        value.set("Users", users);
        value.set("Visits", visits);
        value.set("Initialised", self.initialised);
        value
    }

    /// What a record's hidden member says; what does not fit is left out.
    pub(crate) fn from_value(value: &Value) -> State {
        let members = |name: &str| value.get(name).as_map().cloned().unwrap_or_default();
        let node = |value: &Value| match value.as_text() {
            Some("folder") => Node::Folder,
            Some(_) => Node::Gone,
            None => Node::File {
                bytes: match value.get("Bytes") {
                    Value::Text(text) => text.clone().into_bytes(),
                    Value::Blob(bytes) => bytes.clone(),
                    _ => Vec::new(),
                },
                mode: value
                    .get("Mode")
                    .as_int()
                    .and_then(|mode| u32::try_from(mode).ok())
                    .unwrap_or(0o644),
                at: value.get("At").as_time().unwrap_or_default(),
            },
        };
        State {
            files: members("Files")
                .iter()
                .map(|(path, value)| (path.clone(), node(value)))
                .collect(),
            packages: members("Packages")
                .iter()
                .filter_map(|(name, at)| Some((name.clone(), at.as_time()?)))
                .collect(),
            services: members("Services")
                .iter()
                .map(|(name, value)| {
                    let service = Service {
                        since: value.get("Since").as_time(),
                        enabled: value.get("Enabled").as_bool().unwrap_or(false),
                    };
                    (name.clone(), service)
                })
                .collect(),
            users: members("Users")
                .iter()
                .filter_map(|(name, id)| Some((name.clone(), id.as_int()?)))
                .collect(),
            visits: value
                .get("Visits")
                .items()
                .iter()
                .filter_map(|pair| Some((pair.at("0").as_time()?, pair.at("1").as_time()?)))
                .collect(),
            initialised: value.get("Initialised").as_bool().unwrap_or(false),
        }
    }
}
