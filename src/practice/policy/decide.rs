//! What follows from all policies that apply (AWS: "Policy evaluation for requests within a single account",
//! "Cross-account policy evaluation logic").

use super::document::Policy;
use super::principal::Closeness;
use super::question::Question;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The policies that come with a caller.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    /// Those of the user with its groups, or of the role; each with where it is from.
    pub(crate) identity: Vec<(String, Arc<Policy>)>,
    /// The permissions boundary.
    pub(crate) boundary: Option<(String, Arc<Policy>)>,
    /// Those that narrow the session; none where nothing does.
    pub(crate) session: Option<Vec<Arc<Policy>>>,
    /// Service control policies, a list a level of the organisation; no level where there is no organisation, as today.
    pub(crate) service_control: Vec<Vec<Arc<Policy>>>,
}

/// The policy of the resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnResource<'a> {
    /// What it says; none where it has none.
    pub(crate) policy: Option<&'a Policy>,
    /// The account that the resource belongs to.
    pub(crate) account: &'a str,
    /// Nobody is allowed but by it, not even in its own account: the trust policy of a role.
    pub(crate) alone: bool,
}

/// A kind of policy, in the words of a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of a user, group or role.
    Identity,
    /// Of the resource.
    Resource,
    /// A permissions boundary.
    Boundary,
    /// Of the session.
    Session,
    /// Of the organisation.
    ServiceControl,
}

impl Kind {
    /// `identity-based policy`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Identity => "identity-based policy",
            Kind::Resource => "resource-based policy",
            Kind::Boundary => "permissions boundary",
            Kind::Session => "session policy",
            Kind::ServiceControl => "service control policy",
        }
    }
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// A policy of that kind denies it.
    Explicit(Kind),
    /// No policy of that kind allows it.
    Implicit(Kind),
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It may be done.
    Allowed,
    /// It may not.
    Denied(Why),
}

fn allows(policies: &[Arc<Policy>], question: &Question) -> bool {
    policies
        .iter()
        .any(|policy| policy.about(question, true).next().is_some())
}

fn denies(policy: &Policy, question: &Question) -> bool {
    policy.about(question, false).next().is_some()
}

/// How closely the policy of a resource allows a request.
fn allowed_by_resource(policy: &Policy, question: &Question) -> Option<Closeness> {
    policy.about(question, true).map(|(_, closeness)| closeness).max()
}

/// Whether the policy of a resource allows a request by itself: for services of AWS, which bring no policies.
pub(crate) fn resource_alone(policy: &Policy, question: &Question) -> bool {
    !denies(policy, question) && allowed_by_resource(policy, question).is_some()
}

impl Policies {
    /// What follows from these policies alone.
    pub(crate) fn decide(&self, question: &Question) -> Decision {
        self.decide_with(question, None)
    }

    /// What follows from these and the policy of the resource.
    pub(crate) fn decide_with(&self, question: &Question, resource: Option<OnResource<'_>>) -> Decision {
        if let Some(kind) = self.explicit(question, resource) {
            return Decision::Denied(Why::Explicit(kind));
        }
        let implicit = |kind| Decision::Denied(Why::Implicit(kind));
        if !self.service_control.iter().all(|level| allows(level, question)) {
            return implicit(Kind::ServiceControl);
        }
        let foreign = resource.is_some_and(|resource| resource.account != question.subject.account);
        let granted = resource
            .and_then(|resource| resource.policy)
            .and_then(|policy| allowed_by_resource(policy, question));
        if granted.is_none() && (foreign || resource.is_some_and(|resource| resource.alone)) {
            return implicit(Kind::Resource);
        }
        // Within one account, whom a resource names need not be allowed by own policies: a role's session stays within
        // boundary and session policy then, a user or session that is named itself does not even that.
        let close = if foreign { None } else { granted };
        if close == Some(Closeness::Itself) {
            return Decision::Allowed;
        }
        let identity = |(_, policy): &(String, Arc<Policy>)| policy.about(question, true).next().is_some();
        if close != Some(Closeness::Role) && !self.identity.iter().any(identity) {
            return implicit(Kind::Identity);
        }
        if let Some((_, boundary)) = &self.boundary
            && boundary.about(question, true).next().is_none()
        {
            return implicit(Kind::Boundary);
        }
        if let Some(session) = &self.session
            && !allows(session, question)
        {
            return implicit(Kind::Session);
        }
        Decision::Allowed
    }

    /// The kind of a policy that denies a request.
    fn explicit(&self, question: &Question, resource: Option<OnResource<'_>>) -> Option<Kind> {
        let denied = |policies: &[Arc<Policy>]| policies.iter().any(|policy| denies(policy, question));
        if self.service_control.iter().any(|level| denied(level)) {
            return Some(Kind::ServiceControl);
        }
        if resource
            .and_then(|resource| resource.policy)
            .is_some_and(|policy| denies(policy, question))
        {
            return Some(Kind::Resource);
        }
        if self.identity.iter().any(|(_, policy)| denies(policy, question)) {
            return Some(Kind::Identity);
        }
        if self
            .boundary
            .as_ref()
            .is_some_and(|(_, policy)| denies(policy, question))
        {
            return Some(Kind::Boundary);
        }
        self.session
            .as_ref()
            .is_some_and(|session| denied(session))
            .then_some(Kind::Session)
    }

    /// The condition keys that the caller's policies depend on for a request, and that it does not have.
    pub(crate) fn missing<'p>(&'p self, question: &'p Question) -> BTreeSet<&'p str> {
        let own = self
            .identity
            .iter()
            .chain(&self.boundary)
            .map(|(_, policy)| policy);
        own.flat_map(|policy| policy.missing(question)).collect()
    }

    /// Where the statements come from that decide a request: those that allow it, or those that deny it.
    pub(crate) fn matched<'p>(
        &'p self,
        question: &'p Question,
        allow: bool,
    ) -> impl Iterator<Item = &'p str> {
        self.identity
            .iter()
            .flat_map(move |(source, policy)| policy.about(question, allow).map(move |_| source.as_str()))
    }
}
