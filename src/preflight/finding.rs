//! What was found, and what to do about it.

use crate::port::{CloudError, Fault};
use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about.
    pub topic: Topic,
    /// What was looked at, in a few words.
    pub subject: String,
    /// What came of it.
    pub verdict: Readiness,
    /// Why: figures, names, AWS's own words.
    pub evidence: String,
    /// The parts of it that are not as they should be, each with the steps that need it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// How to mend it, where something is to be mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// What findings are about, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Who works where.
    Identity,
    /// The region.
    Region,
    /// What policies say.
    Permissions,
    /// How much there may be.
    Quotas,
    /// What can be had there.
    InstanceTypes,
    /// What is on already.
    Services,
    /// Where results of queries go.
    Athena,
}

/// What came of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Readiness {
    /// As it should be.
    Ready,
    /// It works, and somebody should know something.
    Attention,
    /// The account does not let us see. No pass.
    CouldNotBeTold,
    /// The runbook will fail here.
    Blocked,
}

impl Readiness {
    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Readiness::Ready => "ready",
            Readiness::Attention => "attention",
            Readiness::CouldNotBeTold => "could not be told",
            Readiness::Blocked => "blocked",
        }
    }

    /// True where a run can begin.
    #[must_use]
    pub fn is_go(self) -> bool {
        match self {
            Readiness::Ready | Readiness::Attention => true,
            Readiness::CouldNotBeTold | Readiness::Blocked => false,
        }
    }
}

/// A part of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `ec2:CreateVpc`.
    pub name: String,
    /// The ids of the steps that need it.
    pub steps: Vec<String>,
}

/// How to mend it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// In words.
    pub text: String,
    /// A command that does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Where the console does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Fix {
    /// Words alone.
    pub(super) fn of(text: impl Into<String>) -> Fix {
        Fix {
            text: text.into(),
            ..Fix::default()
        }
    }

    pub(super) fn by(mut self, command: impl Into<String>) -> Fix {
        self.command = Some(command.into());
        self
    }

    pub(super) fn at(mut self, link: impl Into<String>) -> Fix {
        self.link = Some(link.into());
        self
    }
}

impl Topic {
    /// What it is called.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Topic::Identity => "Identity",
            Topic::Region => "Region",
            Topic::Permissions => "Permissions",
            Topic::Quotas => "Quotas",
            Topic::InstanceTypes => "Instance types",
            Topic::Services => "Services",
            Topic::Athena => "Athena",
        }
    }

    /// A finding about it.
    pub(super) fn found(
        self,
        subject: impl Into<String>,
        verdict: Readiness,
        evidence: impl Into<String>,
    ) -> Finding {
        Finding {
            topic: self,
            subject: subject.into(),
            verdict,
            evidence: evidence.into(),
            items: Vec::new(),
            fix: None,
        }
    }

    /// What could not be told because AWS did not answer the question.
    pub(super) fn untold(self, subject: impl Into<String>, error: &CloudError) -> Finding {
        let why = format!("{}: {}", error.code, error.message);
        let fix = match error.fault {
            Fault::Service => format!(
                "have `{}:{}` allowed to whoever looks, or ask who may see it",
                error.service, error.operation
            ),
            Fault::Credentials => "sign in again, or choose other credentials with --profile".to_owned(),
            Fault::Unmodelled => "ask a real account, with --live: practice does not answer this".to_owned(),
            Fault::Invalid | Fault::Guard | Fault::Transport | Fault::Machine => {
                "try again; where it stays so, ask AWS by hand".to_owned()
            }
        };
        let fix = match &error.advice {
            Some(advice) => format!("{advice}; {fix}"),
            None => fix,
        };
        self.found(subject, Readiness::CouldNotBeTold, why)
            .fix(Fix::of(fix))
    }
}

impl Finding {
    pub(super) fn fix(mut self, fix: Fix) -> Finding {
        self.fix = Some(fix);
        self
    }
}
