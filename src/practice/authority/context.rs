//! The condition keys of a request (AWS: "AWS global condition context keys", and each service's own).

use super::Asker;
use crate::practice::iam::{ROLE, USER};
use crate::practice::policy::Question;
use crate::practice::principal::{Acts, Principal};
use crate::practice::registry::Owned;
use crate::practice::trail;
use crate::practice::world::{GLOBAL, World};
use crate::value::Value;

/// The members of S3's inputs that are condition keys (AWS: "Actions, resources, and condition keys for Amazon S3").
const S3: &[(&str, &str)] = &[
    ("ACL", "s3:x-amz-acl"),
    ("CopySource", "s3:x-amz-copy-source"),
    ("Delimiter", "s3:delimiter"),
    ("MaxKeys", "s3:max-keys"),
    ("Prefix", "s3:prefix"),
    ("ServerSideEncryption", "s3:x-amz-server-side-encryption"),
    ("StorageClass", "s3:x-amz-storage-class"),
    ("VersionId", "s3:VersionId"),
];

/// What a request has because of who makes it, when and from where.
pub(super) fn plain(world: &World, principal: &Principal, region: &str) -> Question {
    let now = world.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let subject = super::subject(world, principal);
    // The keys name the role behind a session, not the session.
    let arn = subject.role.clone().unwrap_or_else(|| principal.arn.clone());
    let mut question = Question::new("", "")
        .with("aws:PrincipalArn", arn)
        .with("aws:PrincipalAccount", principal.account.as_str())
        .with(
            "aws:PrincipalType",
            if principal.kind == "IAMUser" {
                "User"
            } else {
                principal.kind
            },
        )
        .with("aws:userid", principal.id.as_str())
        .with("aws:PrincipalIsAWSService", "false")
        .with("aws:ViaAWSService", "false")
        .with("aws:RequestedRegion", region)
        .with("aws:SourceIp", trail::SOURCE)
        .with("aws:SecureTransport", "true")
        .with("aws:CurrentTime", now)
        .with("aws:EpochTime", world.now.as_second().to_string())
        .with("aws:UserAgent", trail::AGENT)
        .by(subject);
    if let Some(session) = &principal.session {
        // A long-term key does not have these at all.
        question = question.with("aws:MultiFactorAuthPresent", "false");
        if let Some(issued) = session.issued {
            let issued = issued.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            question = question.with("aws:TokenIssueTime", issued);
        }
        for tag in &session.tags {
            question = tagged(question, "aws:PrincipalTag/", tag);
        }
    }
    let place = format!("{}/{GLOBAL}", principal.account);
    let record = match &principal.acts {
        Acts::User(name) => {
            question = question.with("aws:username", name.as_str());
            world.record(&place, USER.kind, name)
        }
        Acts::Role(name) => world.record(&place, ROLE.kind, name),
        Acts::Learner => None,
    };
    for tag in record.into_iter().flat_map(|record| record.get("Tags").items()) {
        question = tagged(question, "aws:PrincipalTag/", tag);
    }
    question
}

/// The same, and what the input says.
pub(super) fn of(asker: &Asker<'_>, input: &Value) -> Question {
    let mut question = plain(asker.world, asker.principal, asker.region);
    let specified = input
        .get("TagSpecifications")
        .items()
        .iter()
        .flat_map(|one| one.get("Tags").items());
    for tag in input.get("Tags").items().iter().chain(specified) {
        question = tagged(question, "aws:RequestTag/", tag);
        question = question.with("aws:TagKeys", tag.get("Key").text());
    }
    for (key, tag) in input.get("Tags").as_map().into_iter().flatten() {
        question = question
            .with(&format!("aws:RequestTag/{key}"), tag.text())
            .with("aws:TagKeys", key.as_str());
    }
    for key in input.get("TagKeys").items() {
        question = question.with("aws:TagKeys", key.text());
    }
    for (member, key) in [
        ("PolicyArn", "iam:PolicyARN"),
        ("PermissionsBoundary", "iam:PermissionsBoundary"),
        ("AWSServiceName", "iam:AWSServiceName"),
        ("InstanceType", "ec2:InstanceType"),
    ] {
        if let Some(value) = input.get(member).as_text() {
            question = question.with(key, value);
        }
    }
    if asker.is_s3() {
        for (member, key) in S3 {
            let value = input.get(member);
            if let Some(value) = value
                .as_text()
                .map(str::to_owned)
                .or(value.as_int().map(|n| n.to_string()))
            {
                question = question.with(key, value);
            }
        }
    }
    question
}

/// The same, and the tags of the thing that it is about, where its id is in its ARN.
pub(super) fn about(asker: &Asker<'_>, mut question: Question, owned: Option<&Owned>) -> Question {
    let account = owned.map_or(&asker.principal.account, |owned| &owned.account);
    question = question.with("aws:ResourceAccount", account.as_str());
    let id = question
        .resource
        .rsplit(['/', ':'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let places = [
        format!("{account}/{}", asker.region),
        format!("{account}/{GLOBAL}"),
    ];
    let shelves = places
        .iter()
        .filter_map(|place| asker.world.places.get(place))
        .flat_map(indexmap::IndexMap::iter);
    let service = asker.model.service.name.as_str();
    let prefix = format!("{service}:");
    for (kind, shelf) in shelves {
        let Some(record) = shelf.get(&id).filter(|_| kind.starts_with(&prefix)) else {
            continue;
        };
        for tag in record.get("Tags").items() {
            question = tagged(question, "aws:ResourceTag/", tag);
            question = tagged(question, &format!("{service}:ResourceTag/"), tag);
        }
        break;
    }
    question
}

fn tagged(question: Question, key: &str, tag: &Value) -> Question {
    question.with(
        &format!("{key}{}", tag.get("Key").text()),
        tag.get("Value").text(),
    )
}
