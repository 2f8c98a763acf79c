//! Managed policies: AWS's and the account's own.

use super::{
    ABSENT, GROUP, POLICY, ROLE, USER, document, exists, group, managed, names, summary, tag, within,
};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::practice::world::{GLOBAL, World};
use crate::value;
use crate::value::Value;
use std::collections::HashMap;

/// Policies an account may make.
pub(super) const QUOTA: usize = 1500;

/// The longest document of a managed policy, white space not counted.
const LONGEST: usize = 6144;

/// That a policy's ARN has the form of one.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn arn_is_valid(arn: &str) -> Result<(), Refusal> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", "aws", "iam", "", account, resource]
            if resource.starts_with("policy/") && (*account == "aws" || account.len() == 12) =>
        {
            Ok(())
        }
        _ => Err(Refusal::new("InvalidInput", format!("ARN {arn} is not valid."))),
    }
}

/// That a customer may attach that policy.
///
/// # Errors
/// No such policy, or one for the roles of services alone.
pub(super) fn attachable(call: &Call<'_>, arn: &str) -> Result<(), Refusal> {
    arn_is_valid(arn)?;
    if let Some(policy) = managed::find(arn) {
        if policy.is_for_services() {
            return Err(Refusal::new(
                "PolicyNotAttachable",
                "Cannot attach a Service Role Policy to a Customer Role.",
            ));
        }
        return Ok(());
    }
    if call.found(&POLICY, arn).is_some() {
        return Ok(());
    }
    Err(Refusal::new(
        ABSENT,
        format!("Policy {arn} does not exist or is not attachable."),
    ))
}

/// That a text is the document of a managed policy.
///
/// # Errors
/// No policy, or one that is too long.
pub(super) fn fits(text: &str) -> Result<(), Refusal> {
    document::check(text)?;
    if text.chars().filter(|letter| !letter.is_whitespace()).count() > LONGEST {
        return Err(Refusal::new(
            "LimitExceeded",
            format!("Cannot exceed quota for PolicySize: {LONGEST}"),
        ));
    }
    Ok(())
}

/// The name in a policy's ARN.
pub(super) fn name_of(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// The path in a policy's ARN.
pub(super) fn path_of(arn: &str) -> &str {
    let resource = arn
        .splitn(6, ':')
        .nth(5)
        .and_then(|resource| resource.strip_prefix("policy"))
        .unwrap_or("/");
    resource.rfind('/').map_or("/", |at| &resource[..=at])
}

/// The document in force of a policy; nothing where there is no such policy, or practice does not have its document.
pub(crate) fn document_of<'w>(world: &'w World, account: &str, arn: &str) -> Option<&'w str> {
    if let Some(policy) = managed::find(arn) {
        return policy.document.as_deref();
    }
    let record = world.record(&format!("{account}/{GLOBAL}"), POLICY.kind, arn)?;
    let mut versions = record.get("_versions").items().iter();
    let default = record.get("DefaultVersionId");
    versions
        .find(|version| version.get("VersionId") == default)?
        .get("Document")
        .as_text()
}

/// A policy as IAM's `Policy`.
fn found(call: &Call<'_>, arn: &str) -> Result<Value, Refusal> {
    arn_is_valid(arn)?;
    let mut record = match managed::find(arn) {
        Some(policy) => policy.record(),
        None => call.get(&POLICY, arn)?.clone(),
    };
    record.set(
        "AttachmentCount",
        attachments(call).get(arn).copied().unwrap_or(0),
    );
    let bound = |of| {
        call.with(of, "PermissionsBoundary.PermissionsBoundaryArn", arn)
            .len()
    };
    let bounds = bound(&USER) + bound(&ROLE);
    record.set("PermissionsBoundaryUsageCount", bounds);
    Ok(record)
}

pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = names::given(given, "PolicyName", group::NAME)?;
    let path = names::path(given, "Path")?;
    let tags = tag::given(given)?;
    let text = given.text("PolicyDocument");
    fits(text)?;
    if call
        .all(&POLICY)
        .any(|policy| policy.get("PolicyName").text().eq_ignore_ascii_case(name))
    {
        return Err(exists(format!(
            "A policy called {name} already exists. Duplicate names are not allowed."
        )));
    }
    within("PoliciesPerAccount", QUOTA, call.all(&POLICY).count())?;
    let (id, now) = (
        call.mint(&POLICY).id(POLICY.prefix, Form::Unique),
        names::second(call.now()),
    );
    let arn = names::arn(call, "policy", path, name);
    let mut record = value!({
        "PolicyName": name,
        "PolicyId": id,
        "Arn": (&arn),
        "Path": path,
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": true,
        "CreateDate": now,
        "UpdateDate": now,
        "_versions": [{ "VersionId": "v1", "IsDefaultVersion": true, "CreateDate": now, "Document": text }],
    });
    if let Some(description) = given.opt("Description") {
        record.set("Description", description);
    }
    if !tags.is_empty() {
        record.set("Tags", tags);
    }
    call.keep(&POLICY, &arn, record.clone());
    Ok(value!({ "Policy": (summary(&record, &["Description"])) }))
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut policy = found(call, given.text("PolicyArn"))?;
    if policy.get("Tags").is_null() {
        policy.set("Tags", Vec::<Value>::new());
    }
    Ok(value!({ "Policy": policy }))
}

/// A list leaves descriptions and tags out (IAM API reference).
pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let scope = given.opt("Scope").unwrap_or("All");
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let attached_only = given.flag("OnlyAttached").unwrap_or(false);
    let usage = given.opt("PolicyUsageFilter").unwrap_or("PermissionsPolicy");
    if usage != "PermissionsPolicy" {
        return Err(Refusal::unmodelled(
            "PolicyUsageFilter=PermissionsBoundary of iam:ListPolicies",
        ));
    }
    let counts = attachments(call);
    let counted = |mut policy: Value| {
        let count = counts.get(policy.get("Arn").text()).copied().unwrap_or(0);
        policy.set("AttachmentCount", count);
        (!attached_only || count > 0).then_some(policy)
    };
    let mut policies: Vec<Value> = Vec::new();
    if scope != "AWS" {
        let own = call
            .all(&POLICY)
            .filter(|policy| policy.get("Path").text().starts_with(prefix));
        policies.extend(own.filter_map(|policy| counted(summary(policy, &["Description", "Tags"]))));
    }
    if scope != "Local" {
        let aws = managed::all()
            .iter()
            .filter(|policy| policy.path.starts_with(prefix));
        policies.extend(aws.map(managed::Managed::record).filter_map(counted));
    }
    let policies = call.cut(given, policies)?;
    Ok(value!({ "Policies": policies }))
}

/// How often each policy is attached.
fn attachments(call: &Call<'_>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for record in [&GROUP, &USER, &ROLE].into_iter().flat_map(|of| call.all(of)) {
        for arn in record.get("_attached").items() {
            *counts.entry(arn.text().to_owned()).or_insert(0) += 1;
        }
    }
    counts
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let arn = given.text("PolicyArn");
    arn_is_valid(arn)?;
    if managed::find(arn).is_some() {
        return Err(Refusal::new(
            "AccessDenied",
            format!("Policy {arn} belongs to AWS and cannot be deleted."),
        ));
    }
    call.unused(&POLICY, arn)?;
    if call.get(&POLICY, arn)?.get("_versions").items().len() > 1 {
        return Err(Refusal::new(
            "DeleteConflict",
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The \
             default version is deleted with the policy.",
        ));
    }
    call.remove(&POLICY, arn)?;
    Ok(Value::map())
}

pub(super) fn entities(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let arn = given.text("PolicyArn");
    let filter = given.opt("EntityFilter");
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let boundary = given.opt("PolicyUsageFilter") == Some("PermissionsBoundary");
    if boundary {
        return Err(Refusal::unmodelled(
            "PolicyUsageFilter=PermissionsBoundary of iam:ListEntitiesForPolicy",
        ));
    }
    found(call, arn)?;
    let lists: [(&Resource, &str, &str); 3] = [
        (&GROUP, "Group", "PolicyGroups"),
        (&USER, "User", "PolicyUsers"),
        (&ROLE, "Role", "PolicyRoles"),
    ];
    let mut all: Vec<(&str, Value)> = Vec::new();
    for (of, word, list) in lists
        .into_iter()
        .filter(|(_, word, _)| filter.is_none_or(|filter| filter == *word))
    {
        for record in call
            .with(of, "_attached", arn)
            .iter()
            .filter_map(|name| call.found(of, name))
        {
            if record.get("Path").text().starts_with(prefix) {
                let mut entity = Value::map();
                for member in [format!("{word}Name"), format!("{word}Id")] {
                    entity.set(&member, record.get(&member));
                }
                all.push((list, entity));
            }
        }
    }
    let page = call.cut(given, all)?;
    let mut answer = Value::map();
    for (_, _, list) in lists {
        let entities: Vec<Value> = page
            .iter()
            .filter(|(of, _)| *of == list)
            .map(|(_, entity)| entity.clone())
            .collect();
        answer.set(list, entities);
    }
    Ok(answer)
}
