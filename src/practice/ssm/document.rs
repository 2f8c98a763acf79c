//! Documents of Amazon: those that run commands and open sessions (names, owners and parameters as AWS lists them,
//! November 2026).

use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

pub(super) static FAMILY: Family = Family {
    moves: &[
        ("ListDocuments", Move::Do(list)),
        ("DescribeDocument", Move::Do(describe)),
        ("GetDocument", Move::Do(get)),
    ],
    ..Family::NONE
};

/// A document: name, kind, platforms, what it does.
pub(super) struct Document {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    platforms: &'static [&'static str],
    about: &'static str,
}

static DOCUMENTS: [Document; 5] = [
    Document {
        name: "AWS-RunShellScript",
        kind: "Command",
        platforms: &["Linux", "MacOS"],
        about: "Run a shell script or specify the commands to run.",
    },
    Document {
        name: "AWS-RunPowerShellScript",
        kind: "Command",
        platforms: &["Windows", "Linux"],
        about: "Run a PowerShell script or specify the paths to scripts to run.",
    },
    Document {
        name: "AWS-StartInteractiveCommand",
        kind: "Session",
        platforms: &["Windows", "Linux", "MacOS"],
        about: "Document to run single interactive command on an instance",
    },
    Document {
        name: "AWS-StartPortForwardingSession",
        kind: "Session",
        platforms: &["Windows", "Linux", "MacOS"],
        about: "Document to start port forwarding session over Session Manager",
    },
    Document {
        name: "SSM-SessionManagerRunShell",
        kind: "Session",
        platforms: &["Windows", "Linux", "MacOS"],
        about: "Document to hold regional settings for Session Manager",
    },
];

/// A document by its name or ARN.
///
/// # Errors
/// AWS's refusal of one that does not exist.
pub(super) fn named(name: &str) -> Result<&'static Document, Refusal> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let found = DOCUMENTS.iter().find(|document| document.name == name);
    found.ok_or_else(|| {
        Refusal::new(
            "InvalidDocument",
            format!("Document with name {name} does not exist."),
        )
    })
}

impl Document {
    fn owner<'a>(&self, call: &'a Call<'_>) -> &'a str {
        if self.name.starts_with("AWS-") {
            "Amazon"
        } else {
            &call.account
        }
    }

    fn platforms(&self) -> Value {
        self.platforms.iter().copied().map(Value::from).collect()
    }

    fn parameters(&self) -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
        match self.kind {
            "Command" => vec![
                (
                    "commands",
                    "StringList",
                    "(Required) Specify a shell script or a command to run.",
                    "",
                ),
                (
                    "workingDirectory",
                    "String",
                    "(Optional) The path to the working directory on your instance.",
                    "",
                ),
                (
                    "executionTimeout",
                    "String",
                    "(Optional) The time in seconds for a command to complete before it is considered to have failed. Default is 3600 (1 hour). Maximum is 172800 (48 hours).",
                    "3600",
                ),
            ],
            _ => Vec::new(),
        }
    }

    fn content(&self) -> Value {
        let mut parameters = serde_json::Map::new();
        for (name, kind, about, default) in self.parameters() {
            let mut parameter = serde_json::json!({ "type": kind, "description": about });
            if !default.is_empty() {
                parameter["default"] = default.into();
            }
            parameters.insert(name.to_owned(), parameter);
        }
        let schema = self.schema();
        let content = match (self.kind, self.name) {
            ("Command", name) => {
                let action = if name == "AWS-RunShellScript" {
                    "aws:runShellScript"
                } else {
                    "aws:runPowerShellScript"
                };
                serde_json::json!({
                    "schemaVersion": schema,
                    "description": self.about,
                    "parameters": parameters,
                    "runtimeConfig": { action: { "properties": [{
                        "id": "0.aws:runScript",
                        "runCommand": "{{ commands }}",
                        "workingDirectory": "{{ workingDirectory }}",
                        "timeoutSeconds": "{{ executionTimeout }}",
                    }] } },
                })
            }
            _ => serde_json::json!({
                "schemaVersion": schema,
                "description": self.about,
                "sessionType": "Standard_Stream",
                "inputs": {
                    "s3BucketName": "", "s3KeyPrefix": "", "s3EncryptionEnabled": true,
                    "cloudWatchLogGroupName": "", "cloudWatchEncryptionEnabled": true, "cloudWatchStreamingEnabled": true,
                    "kmsKeyId": "", "runAsEnabled": false, "runAsDefaultUser": "", "idleSessionTimeout": "20",
                },
            }),
        };
        Value::from(content.to_string())
    }

    fn schema(&self) -> &'static str {
        if self.kind == "Command" { "1.2" } else { "1.0" }
    }
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut filters = Vec::new();
    for filter in given.list("Filters") {
        filters.push((filter.text("Key"), filter.texts("Values")));
    }
    for filter in given.list("DocumentFilterList") {
        filters.push((filter.text("key"), vec![filter.text("value")]));
    }
    let known = ["Name", "Owner", "PlatformTypes", "DocumentType"];
    if let Some((key, _)) = filters.iter().find(|(key, _)| !known.contains(key)) {
        return Err(Refusal::new(
            "InvalidFilterKey",
            format!("The specified filter key {key} is not valid."),
        ));
    }
    let admits = |document: &Document, key: &str, values: &[&str]| match key {
        "Name" => values.iter().any(|value| document.name.starts_with(value)),
        "Owner" => values.iter().any(|value| match *value {
            "Self" => document.owner(call) == call.account,
            "Public" | "All" => true,
            owner => document.owner(call) == owner,
        }),
        "PlatformTypes" => values.iter().any(|value| document.platforms.contains(value)),
        _ => values.contains(&document.kind),
    };
    let found: Vec<Value> = DOCUMENTS
        .iter()
        .filter(|document| filters.iter().all(|(key, values)| admits(document, key, values)))
        .map(|document| {
            value!({
                "Name": (document.name),
                "CreatedDate": (call.born()),
                "Owner": (document.owner(call)),
                "PlatformTypes": (document.platforms()),
                "DocumentVersion": "1",
                "DocumentType": (document.kind),
                "SchemaVersion": (document.schema()),
                "DocumentFormat": "JSON",
                "Tags": [],
            })
        })
        .collect();
    let found = call.cut(given, found)?;
    Ok(value!({ "DocumentIdentifiers": found }))
}

/// That a version is one that there is.
fn version(given: &Given<'_>) -> Result<(), Refusal> {
    match given.opt("DocumentVersion") {
        None | Some("1" | "$DEFAULT" | "$LATEST") => Ok(()),
        Some(_) => Err(Refusal::new(
            "InvalidDocumentVersion",
            "The document version is not valid or does not exist.",
        )),
    }
}

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let document = named(given.text("Name"))?;
    version(given)?;
    let parameters: Value = document
        .parameters()
        .into_iter()
        .map(|(name, kind, about, default)| {
            let mut parameter = value!({ "Name": name, "Type": kind, "Description": about });
            parameter.set("DefaultValue", if kind == "StringList" { "[]" } else { default });
            parameter
        })
        .collect();
    Ok(value!({ "Document": {
        "Name": (document.name),
        "Owner": (document.owner(call)),
        "CreatedDate": (call.born()),
        "Status": "Active",
        "DocumentVersion": "1",
        "LatestVersion": "1",
        "DefaultVersion": "1",
        "Description": (document.about),
        "Parameters": parameters,
        "PlatformTypes": (document.platforms()),
        "DocumentType": (document.kind),
        "SchemaVersion": (document.schema()),
        "DocumentFormat": "JSON",
        "Tags": [],
    } }))
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let document = named(given.text("Name"))?;
    version(given)?;
    if !matches!(given.opt("DocumentFormat"), None | Some("JSON")) {
        return Err(Refusal::unmodelled("documents in another format than JSON"));
    }
    Ok(value!({
        "Name": (document.name),
        "CreatedDate": (call.born()),
        "DocumentVersion": "1",
        "Status": "Active",
        "Content": (document.content()),
        "DocumentType": (document.kind),
        "DocumentFormat": "JSON",
    }))
}
