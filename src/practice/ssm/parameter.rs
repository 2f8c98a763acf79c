//! Parameter Store: parameters with versions and labels, and the public ones of AWS.
//!
//! Sources: Systems Manager API reference and user guide ("Working with Parameter Store"), read 2026-11-24.

use super::validation;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Seed;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// A parameter, under its name. `_History` holds each version with its value and labels, `_Tags` its tags.
pub(in crate::practice) static PARAMETER: Resource = Resource {
    kind: "ssm:parameter",
    shape: "ParameterMetadata",
    key: "Name",
    absent: ("ParameterNotFound", ""),
    ..Resource::NONE
};

pub(super) static FAMILY: Family = Family {
    resources: &[&PARAMETER],
    moves: &[
        ("PutParameter", Move::Do(put)),
        ("GetParameter", Move::Do(get)),
        ("GetParameters", Move::Do(get_many)),
        ("GetParametersByPath", Move::Do(by_path)),
        ("GetParameterHistory", Move::Do(history)),
        ("DescribeParameters", Move::Do(describe)),
        ("DeleteParameter", Move::Do(delete)),
        ("DeleteParameters", Move::Do(delete_many)),
        ("LabelParameterVersion", Move::Do(label)),
    ],
    ..Family::NONE
};

/// Characters of a standard and of an advanced parameter.
const STANDARD: usize = 4_096;
const ADVANCED: usize = 8_192;

/// Versions that are kept of a parameter.
const VERSIONS: usize = 100;

/// That a name may be given to a parameter.
fn named(name: &str) -> Result<(), Refusal> {
    let bare = name.trim_start_matches('/').to_ascii_lowercase();
    if bare == "aws" || bare.starts_with("aws/") || (bare.starts_with("aws") && !name.starts_with('/')) {
        let message = format!("No access to reserved parameter name: {name}.");
        return Err(Refusal::new("AccessDeniedException", message));
    }
    let fits = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    if bare.starts_with("ssm") || !fits || name.ends_with('/') || name.contains("//") {
        return Err(validation(
            "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of \
             sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following \
             3 symbols .-_",
        ));
    }
    if name.contains('/') && !name.starts_with('/') {
        return Err(validation("Parameter name must be a fully qualified name."));
    }
    if name.matches('/').count() > 15 {
        return Err(Refusal::new(
            "HierarchyLevelLimitExceededException",
            "A hierarchy can have a maximum of 15 levels. Choose a parameter name with fewer levels.",
        ));
    }
    Ok(())
}

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("Name");
    named(name)?;
    let before = call.found(&PARAMETER, name).cloned();
    let overwrite = given.flag("Overwrite") == Some(true);
    if overwrite && !given.value("Tags").items().is_empty() {
        return Err(validation(
            "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove \
             overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or \
             RemoveTagsFromResource.",
        ));
    }
    if before.is_some() && !overwrite {
        return Err(Refusal::new(
            "ParameterAlreadyExists",
            "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        ));
    }
    let old = before.clone().unwrap_or_default();
    let kept = |member: &str| {
        given
            .opt(member)
            .map(str::to_owned)
            .or_else(|| old.get(member).as_text().map(str::to_owned))
    };
    let Some(kind) = kept("Type") else {
        return Err(validation(
            "A parameter type is required when you create a parameter.",
        ));
    };
    if before.is_some() && old.get("Type").text() != kind {
        return Err(Refusal::new(
            "HierarchyTypeMismatchException",
            "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you can't change a \
             parameter from a String type to a SecureString type. You must create a new, unique parameter.",
        ));
    }
    let text = given.text("Value");
    let tier = match given.opt("Tier").or_else(|| old.get("Tier").as_text()) {
        Some("Advanced") => "Advanced",
        Some("Intelligent-Tiering") if text.len() > STANDARD => "Advanced",
        _ => "Standard",
    };
    let most = if tier == "Advanced" { ADVANCED } else { STANDARD };
    if text.len() > most {
        return Err(validation(format!(
            "{tier} tier parameters support a maximum parameter value of {most} characters. To create a larger parameter \
             value, upgrade the parameter to use the advanced-parameter tier. For more information, see \
             https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
        )));
    }
    let pattern = kept("AllowedPattern");
    if let Some(pattern) = &pattern {
        let fits = regex::Regex::new(pattern).map_err(|_| {
            let message = format!("The request isn't a valid regular expression: {pattern}");
            Refusal::new("InvalidAllowedPatternException", message)
        })?;
        if !fits.is_match(text) {
            return Err(Refusal::new(
                "ParameterPatternMismatchException",
                format!("Parameter value, cannot be validated against allowedPattern: {pattern}"),
            ));
        }
    }
    let version = old.get("Version").as_int().unwrap_or(0) + 1;
    let mut record = value!({
        "Name": name,
        "ARN": (arn(call, name)),
        "Type": (&kind),
        "LastModifiedDate": (call.now()),
        "LastModifiedUser": (call.principal.arn.as_str()),
        "Version": version,
        "Tier": tier,
        "DataType": (kept("DataType").unwrap_or_else(|| "text".to_owned())),
    });
    for (member, value) in [("Description", kept("Description")), ("AllowedPattern", pattern)] {
        if let Some(value) = value {
            record.set(member, value);
        }
    }
    if kind == "SecureString" {
        record.set(
            "KeyId",
            kept("KeyId").unwrap_or_else(|| "alias/aws/ssm".to_owned()),
        );
    } else if given.opt("KeyId").is_some() {
        return Err(validation(
            "KeyId is required for SecureString type parameter only.",
        ));
    }
    let mut entry = record.clone();
    entry.set("Value", text);
    entry.set("Labels", Value::List(Vec::new()));
    let mut versions = old.get("_History").items().to_vec();
    versions.push(entry);
    let extra = versions.len().saturating_sub(VERSIONS);
    versions.drain(..extra);
    record.set("_History", versions);
    let tags = if before.is_some() {
        old.get("_Tags")
    } else {
        given.value("Tags")
    };
    record.set("_Tags", tags.items().to_vec());
    call.keep(&PARAMETER, name, record);
    Ok(value!({ "Version": version, "Tier": tier }))
}

fn arn(call: &Call<'_>, name: &str) -> String {
    let slash = if name.starts_with('/') { "" } else { "/" };
    format!(
        "arn:aws:ssm:{}:{}:parameter{slash}{name}",
        call.region, call.account
    )
}

/// The members that a parameter is read with; its history has others.
const READ: &[&str] = &[
    "Name",
    "Type",
    "Value",
    "Version",
    "Selector",
    "LastModifiedDate",
    "ARN",
    "DataType",
];
const HISTORY: &[&str] = &[
    "Name",
    "Type",
    "KeyId",
    "LastModifiedDate",
    "LastModifiedUser",
    "Description",
    "Value",
    "AllowedPattern",
    "Version",
    "Labels",
    "Tier",
    "DataType",
];

/// A version of a parameter as it is handed out; a secure one as it is stored, unless it is to be decrypted.
fn shown(entry: &Value, decrypt: bool, members: &[&str]) -> Value {
    let mut shown = Value::map();
    for member in members {
        if !entry.get(member).is_null() {
            shown.set(member, entry.get(member));
        }
    }
    if entry.get("Type").text() == "SecureString" && !decrypt {
        use base64::Engine;
        let digest = Seed::new(0, entry.get("ARN").text(), entry.get("Value").text(), 0).hex(64);
        let text = base64::engine::general_purpose::STANDARD.encode(digest);
        shown.set("Value", format!("AQICAH{text}"));
    }
    shown
}

/// The version that a name asks for: `name`, `name:3`, `name:label`.
fn found(call: &Call<'_>, asked: &str) -> Result<Value, Refusal> {
    // An ARN names its parameter after `:parameter`.
    let asked = asked.split_once(":parameter").map_or(asked, |(_, name)| name);
    let (name, selector) = match asked.split_once(':') {
        Some((name, selector)) => (name, Some(selector)),
        None => (asked, None),
    };
    if let Some(public) = public(call, name) {
        return Ok(public);
    }
    let record = call.get(&PARAMETER, name)?;
    let versions = record.get("_History").items();
    let Some(selector) = selector else {
        return Ok(versions.last().cloned().unwrap_or_default());
    };
    let entry = versions.iter().find(|entry| match selector.parse::<i64>() {
        Ok(number) => entry.get("Version").as_int() == Some(number),
        Err(_) => entry
            .get("Labels")
            .items()
            .iter()
            .any(|label| label.text() == selector),
    });
    let mut entry = entry.cloned().ok_or_else(|| {
        let what = if selector.parse::<i64>().is_ok() {
            "version"
        } else {
            "label"
        };
        let message = format!(
            "Systems Manager could not find {what} {selector} of {name}. Verify the {what} and try again."
        );
        Refusal::new("ParameterVersionNotFound", message)
    })?;
    entry.set("Selector", format!(":{selector}"));
    Ok(entry)
}

/// A public parameter of AWS.
fn public(call: &Call<'_>, name: &str) -> Option<Value> {
    let (name, value) = super::public::parameters(&call.region)
        .into_iter()
        .find(|(known, _)| known == name)?;
    Some(given_out(call, &name, &value))
}

fn given_out(call: &Call<'_>, name: &str, text: &str) -> Value {
    value!({
        "Name": name,
        "Type": "String",
        "Value": text,
        "Version": 1,
        "LastModifiedDate": (call.born()),
        "ARN": (format!("arn:aws:ssm:{}::parameter{name}", call.region)),
        "DataType": (if text.starts_with("ami-") { "aws:ec2:image" } else { "text" }),
    })
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let decrypt = given.flag("WithDecryption") == Some(true);
    let entry = found(call, given.text("Name"))?;
    Ok(value!({ "Parameter": (shown(&entry, decrypt, READ)) }))
}

fn get_many(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let decrypt = given.flag("WithDecryption") == Some(true);
    let names = given.texts("Names");
    if names.len() > 10 {
        let message = format!(
            "1 validation error detected: Value '[{}]' at 'names' failed to satisfy constraint: Member must have length less \
             than or equal to 10",
            names.join(", ")
        );
        return Err(validation(message));
    }
    let mut there = Vec::new();
    let mut invalid = Vec::new();
    for name in names {
        match found(call, name) {
            Ok(entry) => there.push(shown(&entry, decrypt, READ)),
            Err(_) => invalid.push(Value::from(name)),
        }
    }
    Ok(value!({ "Parameters": there, "InvalidParameters": invalid }))
}

fn by_path(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let path = given.text("Path");
    if !path.starts_with('/') {
        return Err(validation(format!(
            "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \
             \"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the \
             following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if \
             specified, must use the forward slash symbol \"/\". Valid example: /get/parameters2-/by1./path0_. ({path})"
        )));
    }
    if given.int("MaxResults").is_some_and(|size| size > 10) {
        return Err(validation("MaxResults must be at most 10 here"));
    }
    let inside = format!("{}/", path.trim_end_matches('/'));
    let deep = given.flag("Recursive") == Some(true);
    let decrypt = given.flag("WithDecryption") == Some(true);
    let fits = |name: &str| {
        name.strip_prefix(&inside)
            .is_some_and(|rest| deep || !rest.contains('/'))
    };
    let mut entries: Vec<Value> = call
        .all(&PARAMETER)
        .filter(|record| fits(record.get("Name").text()))
        .filter_map(|record| record.get("_History").items().last())
        .map(|entry| shown(entry, decrypt, READ))
        .collect();
    let public = super::public::parameters(&call.region);
    entries.extend(
        public
            .iter()
            .filter(|(name, _)| fits(name))
            .map(|(name, text)| given_out(call, name, text)),
    );
    entries.sort_by(|a, b| a.get("Name").text().cmp(b.get("Name").text()));
    let entries = call.cut(given, entries)?;
    Ok(value!({ "Parameters": entries }))
}

fn history(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let decrypt = given.flag("WithDecryption") == Some(true);
    let record = call.get(&PARAMETER, given.text("Name"))?;
    let versions: Vec<Value> = record
        .get("_History")
        .items()
        .iter()
        .map(|entry| shown(entry, decrypt, HISTORY))
        .collect();
    let versions = call.cut(given, versions)?;
    Ok(value!({ "Parameters": versions }))
}

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut filters = Vec::new();
    for filter in given.list("ParameterFilters") {
        let (key, option) = (filter.text("Key"), filter.opt("Option"));
        if !["Name", "Type", "KeyId", "Path", "Tier", "DataType"].contains(&key) && !key.starts_with("tag:") {
            let message = format!(
                "The following filter key is not valid: {key}. Valid filter keys include: [Path, Name, Type, KeyId, Tier, DataType, tag:]."
            );
            return Err(Refusal::new("InvalidFilterKey", message));
        }
        let option = option.unwrap_or(if key == "Path" { "OneLevel" } else { "Equals" });
        if !["Equals", "BeginsWith", "Contains", "Recursive", "OneLevel"].contains(&option) {
            let message = format!(
                "The following filter option is not valid: {option}. Valid options include: [BeginsWith, Equals]."
            );
            return Err(Refusal::new("InvalidFilterOption", message));
        }
        filters.push((key, option, filter.texts("Values")));
    }
    for filter in given.list("Filters") {
        filters.push((filter.text("Key"), "BeginsWith", filter.texts("Values")));
    }
    if given.flag("Shared") == Some(true) {
        return Ok(value!({ "Parameters": [] }));
    }
    let mut records: Vec<Value> = call
        .all(&PARAMETER)
        .filter(|record| {
            filters
                .iter()
                .all(|(key, option, values)| admits(record, key, option, values))
        })
        .cloned()
        .collect();
    records.sort_by(|a, b| a.get("Name").text().cmp(b.get("Name").text()));
    let records = call.cut(given, records)?;
    Ok(value!({ "Parameters": records }))
}

fn admits(record: &Value, key: &str, option: &str, values: &[&str]) -> bool {
    let any = |found: &str| {
        values.iter().any(|value| match option {
            "BeginsWith" => found.starts_with(value),
            "Contains" => found.contains(value),
            "Recursive" => found.starts_with(&format!("{}/", value.trim_end_matches('/'))),
            "OneLevel" => found
                .strip_prefix(&format!("{}/", value.trim_end_matches('/')))
                .is_some_and(|rest| !rest.contains('/')),
            _ => found == *value,
        })
    };
    match key.strip_prefix("tag:") {
        Some(name) => {
            record.get("_Tags").items().iter().any(|tag| {
                tag.get("Key").text() == name && (values.is_empty() || any(tag.get("Value").text()))
            })
        }
        None if key == "Path" => any(record.get("Name").text()),
        None => any(record.get(key).text()),
    }
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.remove(&PARAMETER, given.text("Name"))?;
    Ok(Value::map())
}

fn delete_many(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (mut gone, mut invalid) = (Vec::new(), Vec::new());
    for name in given.texts("Names") {
        match call.remove(&PARAMETER, name) {
            Ok(_) => gone.push(Value::from(name)),
            Err(_) => invalid.push(Value::from(name)),
        }
    }
    Ok(value!({ "DeletedParameters": gone, "InvalidParameters": invalid }))
}

/// A label moves from the version that had it (user guide, "Working with parameter labels").
fn label(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("Name");
    let record = call.get(&PARAMETER, name)?;
    let version = given
        .int("ParameterVersion")
        .or_else(|| record.get("Version").as_int())
        .unwrap_or(0);
    if !record
        .get("_History")
        .items()
        .iter()
        .any(|entry| entry.get("Version").as_int() == Some(version))
    {
        let message = format!(
            "Systems Manager could not find version {version} of {name}. Verify the version and try again."
        );
        return Err(Refusal::new("ParameterVersionNotFound", message));
    }
    let (fit, unfit): (Vec<&str>, Vec<&str>) = given.texts("Labels").into_iter().partition(|label| {
        let lower = label.to_ascii_lowercase();
        !lower.starts_with("aws")
            && !lower.starts_with("ssm")
            && !label.starts_with(|first: char| first.is_ascii_digit())
    });
    call.edit(&PARAMETER, name, |record| {
        let versions = record.get("_History").items().iter().cloned().map(|mut entry| {
            let mut labels: Vec<Value> = entry
                .get("Labels")
                .items()
                .iter()
                .filter(|label| !fit.contains(&label.text()))
                .cloned()
                .collect();
            if entry.get("Version").as_int() == Some(version) {
                labels.extend(fit.iter().copied().map(Value::from));
            }
            entry.set("Labels", labels);
            entry
        });
        let versions: Value = versions.collect();
        record.set("_History", versions);
    })?;
    let unfit: Value = unfit.into_iter().map(Value::from).collect();
    Ok(value!({ "InvalidLabels": unfit, "ParameterVersion": version }))
}
