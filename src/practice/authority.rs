//! Who may do what in the world: the policies of a principal, gathered, and each call held against them.
//!
//! The learner's administrator session is not evaluated, only refused by what a resource denies or a role does not
//! trust. Every other principal is: [`check`] before the handler, [`Call::admitted`] for what has a policy of its own.

mod action;
mod context;
mod denial;
mod passing;
mod target;

#[cfg(test)]
mod tests;

use super::call::Call;
use super::iam::{self, GROUP, ROLE, USER};
use super::model::Model;
use super::policy::{Decision, OnResource, Policies, Policy, Question, Subject, parsed, resource_alone};
use super::principal::{Acts, Principal};
use super::refusal::Refusal;
use super::registry::Owned;
use super::world::{GLOBAL, World};
use crate::value::Value;
use std::sync::Arc;

pub(super) use denial::decoded;

/// The action that needs the policy of what it is about in any case: a role must trust.
const TRUST: &str = "sts:AssumeRole";

/// What an administrator may do.
const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// The policies of a principal, and those of AWS's that it carries and practice has no document of.
#[derive(Debug, Default)]
pub(super) struct Authority {
    /// What can be evaluated.
    pub(super) policies: Policies,
    /// ARNs of what cannot.
    pub(super) unread: Vec<String>,
}

impl Authority {
    /// Gathers what a principal may do.
    pub(super) fn of(world: &World, principal: &Principal) -> Authority {
        let mut authority = Authority::default();
        let place = format!("{}/{GLOBAL}", principal.account);
        let record = |kind: &str, name: &str| world.record(&place, kind, name);
        match &principal.acts {
            Acts::Learner => {
                let all = parsed(EVERYTHING).unwrap_or_default();
                authority
                    .policies
                    .identity
                    .push(("AdministratorAccess".to_owned(), all));
            }
            Acts::User(name) => {
                if let Some(user) = record(USER.kind, name) {
                    authority.take(world, &principal.account, user);
                }
                let groups = world.shelf(&place, GROUP.kind).into_iter().flatten();
                let member =
                    |group: &Value| group.get("_members").items().iter().any(|one| one.text() == name);
                for (_, group) in groups.filter(|(_, group)| member(group)) {
                    authority.take(world, &principal.account, group);
                }
            }
            Acts::Role(name) => {
                if let Some(role) = record(ROLE.kind, name) {
                    authority.take(world, &principal.account, role);
                }
            }
        }
        if let Some(session) = &principal.session
            && (session.policy.is_some() || !session.policy_arns.is_empty())
        {
            let own = session.policy.iter().filter_map(|text| parsed(text));
            let mut all: Vec<Arc<Policy>> = own.collect();
            for arn in &session.policy_arns {
                all.extend(authority.document(world, &principal.account, arn));
            }
            authority.policies.session = Some(all);
        }
        authority
    }

    /// What a group carries, or anything else by itself.
    pub(super) fn of_record(world: &World, account: &str, record: &Value) -> Authority {
        let mut authority = Authority::default();
        authority.take(world, account, record);
        authority
    }

    /// Takes in what a user, group or role carries.
    fn take(&mut self, world: &World, account: &str, record: &Value) {
        for arn in record.get("_attached").items() {
            let arn = arn.text();
            if let Some(policy) = self.document(world, account, arn) {
                self.policies.identity.push((arn.to_owned(), policy));
            }
        }
        for (name, text) in record.get("_inline").as_map().into_iter().flatten() {
            if let Some(policy) = parsed(text.text()) {
                self.policies.identity.push((name.clone(), policy));
            }
        }
        if let Some(arn) = record.at("PermissionsBoundary.PermissionsBoundaryArn").as_text() {
            // A boundary that cannot be read allows nothing.
            let policy = self.document(world, account, arn).unwrap_or_default();
            self.policies.boundary = Some((arn.to_owned(), policy));
        }
    }

    fn document(&mut self, world: &World, account: &str, arn: &str) -> Option<Arc<Policy>> {
        let policy = iam::document_of(world, account, arn).and_then(parsed);
        if policy.is_none() {
            self.unread.push(arn.to_owned());
        }
        policy
    }
}

/// A principal as the policies of resources name it.
pub(super) fn subject(world: &World, principal: &Principal) -> Subject {
    let account = &principal.account;
    let role = match &principal.acts {
        Acts::Learner => Some(format!(
            "arn:aws:iam::{account}:role/{}",
            super::principal::LEARNERS_ROLE
        )),
        Acts::Role(name) => world
            .record(&format!("{account}/{GLOBAL}"), ROLE.kind, name)
            .map(|role| role.get("Arn").text().to_owned()),
        Acts::User(_) => None,
    };
    Subject {
        account: account.clone(),
        arn: principal.arn.clone(),
        role,
        service: None,
    }
}

/// Holds a call against the policies of who makes it, and that of the thing it is about. The learner is asked only
/// where that thing has a policy, or is another account's.
///
/// # Errors
/// The denial, as the service words it.
pub(super) fn check(asker: &Asker<'_>, input: &Value, owned: Option<&Owned>) -> Result<(), Refusal> {
    let own = |owned: &Owned| owned.account == asker.principal.account && owned.policy.is_empty();
    if asker.principal.acts == Acts::Learner && owned.is_none_or(own) {
        return Ok(());
    }
    let action = action::of(asker.model, input);
    if action::is_free(asker.model, &action) {
        return Ok(());
    }
    let policy = owned.and_then(|owned| parsed(&owned.policy));
    let on = owned.map(|owned| OnResource {
        policy: policy.as_deref(),
        account: &owned.account,
        alone: false,
    });
    let base = context::of(asker, input);
    for resource in target::of(asker, input) {
        asker.ask(&context::about(asker, base.about(&action, &resource), owned), on)?;
    }
    for passed in passing::of(asker, input) {
        let question = base
            .about("iam:PassRole", &passed.role)
            .with("iam:PassedToService", passed.service);
        asker.ask(&question, None)?;
    }
    Ok(())
}

/// Whether somebody is admitted to a thing with a policy of its own; see [`Call::admitted`].
pub(super) fn is_admitted(
    world: &World,
    principal: &Principal,
    region: &str,
    (action, resource): (&str, &str),
    keys: &[(&str, &str)],
    (policy, account): (&str, &str),
) -> bool {
    let policy = parsed(policy);
    let on = OnResource {
        policy: policy.as_deref(),
        account,
        alone: action == TRUST,
    };
    let base = context::plain(world, principal, region).about(action, resource);
    let question = keys
        .iter()
        .fold(base, |question, (key, value)| question.with(key, *value));
    let policies = Authority::of(world, principal).policies;
    policies.decide_with(&question, Some(on)) == Decision::Allowed
}

/// Somebody who makes a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker<'a> {
    world: &'a World,
    principal: &'a Principal,
    model: Model,
    region: &'a str,
}

impl<'a> Asker<'a> {
    /// Who makes a call.
    pub(super) fn of(call: &'a Call<'_>, model: Model) -> Asker<'a> {
        Asker {
            world: call.world(),
            principal: &call.principal,
            model,
            region: &call.region,
        }
    }

    /// Asks; the denial in the service's words.
    fn ask(&self, question: &Question, resource: Option<OnResource<'_>>) -> Result<(), Refusal> {
        let authority = Authority::of(self.world, self.principal);
        match authority.policies.decide_with(question, resource) {
            Decision::Allowed => Ok(()),
            // What is not known may allow it: better to say so than to deny what AWS would not.
            Decision::Denied(super::policy::Why::Implicit(_)) if !authority.unread.is_empty() => {
                Err(Refusal::unmodelled(&format!(
                    "what {} may do: it has no document of {}",
                    self.principal.arn,
                    authority.unread.join(", ")
                )))
            }
            // S3 tells other accounts no more (AWS: "Troubleshoot access denied (403 Forbidden) errors in Amazon S3").
            Decision::Denied(_)
                if self.is_s3() && resource.is_some_and(|on| on.account != self.principal.account) =>
            {
                Err(Refusal::new("AccessDenied", "Access Denied").status(403))
            }
            Decision::Denied(why) => Err(denial::refusal(self.model, question, why)),
        }
    }
}

impl Asker<'_> {
    fn is_s3(&self) -> bool {
        self.model.service.name == "s3"
    }
}

impl Call<'_> {
    /// Whether a role of the account may do something: for services that work with a role they were given.
    pub(crate) fn role_may(&self, role: &str, action: &str, resource: &str) -> bool {
        let session = super::principal::Session {
            name: "service".to_owned(),
            ..Default::default()
        };
        let Some(principal) = Principal::role(self.world(), &self.account, role, session) else {
            return false;
        };
        let question = context::plain(self.world(), &principal, &self.region).about(action, resource);
        Authority::of(self.world(), &principal).policies.decide(&question) == Decision::Allowed
    }

    /// Whether a role of the account lets itself be assumed by a service of AWS, `ec2.amazonaws.com`.
    pub(crate) fn role_trusts(&self, role: &str, service: &str) -> bool {
        let Some(record) = self.found(&ROLE, role) else {
            return false;
        };
        self.service_may(
            record.get("AssumeRolePolicyDocument").text(),
            service,
            "sts:AssumeRole",
            record.get("Arn").text(),
            &[],
        )
    }

    /// Whether the policy of a resource lets a service of AWS do something for this account. The request has the
    /// condition keys that services send: `aws:SourceAccount`, and what the caller adds (`aws:SourceArn`).
    pub(crate) fn service_may(
        &self,
        policy: &str,
        service: &str,
        action: &str,
        resource: &str,
        keys: &[(&str, &str)],
    ) -> bool {
        let base = Question::new(action, resource)
            .by(Subject::service(service))
            .with("aws:SourceAccount", self.account.as_str())
            .with("aws:SecureTransport", "true")
            .with("aws:PrincipalIsAWSService", "true")
            .with("aws:PrincipalServiceName", service);
        let question = keys
            .iter()
            .fold(base, |question, (key, value)| question.with(key, *value));
        parsed(policy).is_some_and(|policy| resource_alone(&policy, &question))
    }

    /// That the caller may do something to a thing that has a policy of its own (its text; none where it has no
    /// policy) and belongs to an account. The learner is asked too: a policy may refuse everybody, or trust nobody.
    ///
    /// # Errors
    /// The denial, as the service words it.
    pub(crate) fn admitted(
        &self,
        action: &str,
        resource: &str,
        keys: &[(&str, &str)],
        (policy, account): (&str, &str),
    ) -> Result<(), Refusal> {
        let policy = parsed(policy);
        let on = OnResource {
            policy: policy.as_deref(),
            account,
            alone: action == TRUST,
        };
        let Some(model) = Model::of(self.service, &self.operation) else {
            return Ok(());
        };
        let asker = Asker::of(self, model);
        let base = context::plain(self.world(), &self.principal, &self.region).about(action, resource);
        let question = keys
            .iter()
            .fold(base, |question, (key, value)| question.with(key, *value));
        asker.ask(&question, Some(on))
    }
}
