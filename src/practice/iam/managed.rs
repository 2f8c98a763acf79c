//! AWS's own managed policies: facts, embedded, read when first asked for.
//!
//! Source: the PyPI package moto 5.2.5 (Apache-2.0), which takes them from AWS; `tools/managed_policies.py` extracts
//! them. All of AWS's policies are there by name, path, version and dates; the documents of those that a lab attaches.

use crate::practice::ids::{Form, Seed};
use crate::value;
use crate::value::Value;
use flate2::read::GzDecoder;
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::LazyLock;

/// One policy of AWS.
#[derive(Debug, Deserialize)]
pub(super) struct Managed {
    pub(super) name: String,
    pub(super) path: String,
    /// The version in force.
    pub(super) version: String,
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
    /// The document in force, as text.
    pub(super) document: Option<String>,
    #[serde(skip)]
    pub(super) arn: String,
}

#[derive(Deserialize)]
struct Catalogue {
    policies: Vec<Managed>,
}

static POLICIES: LazyLock<Vec<Managed>> = LazyLock::new(|| {
    let packed = include_bytes!("managed_policies.json.gz");
    let catalogue: Catalogue = serde_json::from_reader(GzDecoder::new(packed.as_slice()))
        .expect("the embedded policies are well-formed");
    let mut policies = catalogue.policies;
    for policy in &mut policies {
        policy.arn = format!("arn:aws:iam::aws:policy{}{}", policy.path, policy.name);
    }
    policies
});

/// All of them, by name.
pub(super) fn all() -> &'static [Managed] {
    &POLICIES
}

/// The one of that ARN.
pub(super) fn find(arn: &str) -> Option<&'static Managed> {
    let name = arn.rsplit('/').next()?;
    let at = POLICIES
        .binary_search_by(|policy| policy.name.as_str().cmp(name))
        .ok()?;
    POLICIES.get(at).filter(|policy| policy.arn == arn)
}

impl Managed {
    /// As IAM's `Policy`, but for the count of attachments.
    pub(super) fn record(&self) -> Value {
        value!({
            "PolicyName": (&self.name),
            "PolicyId": (Seed::new(0, "aws", &self.arn, 0).id("ANPA", Form::Unique)),
            "Arn": (&self.arn),
            "Path": (&self.path),
            "DefaultVersionId": (&self.version),
            "PermissionsBoundaryUsageCount": 0,
            "IsAttachable": true,
            "CreateDate": (self.created),
            "UpdateDate": (self.updated),
        })
    }

    /// True for a policy that only the role of a service may carry.
    pub(super) fn is_for_services(&self) -> bool {
        self.path == "/aws-service-role/"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_a_policy_and_every_policy_is_found_by_its_arn() {
        let mut documents = 0;
        for policy in all() {
            assert_eq!(find(&policy.arn).unwrap().name, policy.name);
            if let Some(document) = &policy.document {
                documents += 1;
                assert_eq!(super::super::document::check(document), Ok(()), "{}", policy.name);
            }
        }
        assert!(
            documents > 50 && all().len() > 1000,
            "{documents} of {}",
            all().len()
        );
        assert!(
            find("arn:aws:iam::aws:policy/AmazonEC2RoleforSSM").is_none(),
            "its path is /service-role/"
        );
        let ssm = find("arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM").unwrap();
        assert_eq!(ssm.version, "v8");
    }

    #[test]
    fn the_read_only_policy_reads_and_does_not_write() {
        let policy = find("arn:aws:iam::aws:policy/ReadOnlyAccess").unwrap();
        let document = policy.document.as_ref().unwrap();
        assert!(document.contains("\"guardduty:Get*\"") && !document.contains("guardduty:Create"));
    }
}
