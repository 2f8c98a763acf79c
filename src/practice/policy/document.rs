//! A policy document, read once.

use super::condition::Condition;
use super::pattern::Pattern;
use super::principal::{Closeness, Named};
use super::question::Question;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// How many documents are kept read: a class has a handful, and what is pushed out is read again.
const KEPT: usize = 512;

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(super) statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) allow: bool,
    principals: Option<Listed<Vec<Named>>>,
    actions: Listed<Vec<Pattern>>,
    resources: Option<Listed<Vec<Pattern>>>,
    conditions: Vec<Condition>,
}

/// What an element lists, or all but that.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Listed<T> {
    These(T),
    AllBut(T),
}

impl Policy {
    /// Reads a document; nothing where it is not one.
    pub(crate) fn read(text: &str) -> Option<Policy> {
        let json: Json = serde_json::from_str(text).ok()?;
        let variables = match json.get("Version") {
            None => false,
            Some(version) => match version.as_str()? {
                "2012-10-17" => true,
                "2008-10-17" => false,
                _ => return None,
            },
        };
        let statements = match json.get("Statement")? {
            Json::Array(statements) => statements
                .iter()
                .map(|one| Statement::read(one, variables))
                .collect(),
            one => Statement::read(one, variables).map(|one| vec![one]),
        };
        Some(Policy {
            statements: statements?,
        })
    }

    /// The statements about a request, by effect.
    pub(super) fn about<'p>(
        &'p self,
        question: &'p Question,
        allow: bool,
    ) -> impl Iterator<Item = (&'p Statement, Closeness)> {
        self.statements
            .iter()
            .filter(move |statement| statement.allow == allow)
            .filter_map(move |statement| Some((statement, statement.applies(question)?)))
    }

    /// The condition keys that statements about a request depend on, and that it does not have.
    pub(super) fn missing<'p>(&'p self, question: &'p Question) -> impl Iterator<Item = &'p str> {
        self.statements
            .iter()
            .filter(|statement| statement.concerns(question).is_some())
            .flat_map(|statement| &statement.conditions)
            .filter_map(|condition| condition.missing(question))
    }

    /// Whether a text is a principal of an account as policies write one.
    pub(crate) fn names(value: &str) -> bool {
        Named::aws(value).is_some()
    }

    /// The actions that statements list, for the checks of trust policies.
    pub(crate) fn every_action(&self, fits: impl Fn(&str) -> bool) -> bool {
        let nowhere = Question::default();
        self.statements.iter().all(|statement| match &statement.actions {
            Listed::These(actions) => actions
                .iter()
                .filter_map(|action| action.literal(&nowhere))
                .all(|action| fits(&action)),
            Listed::AllBut(_) => false,
        })
    }
}

impl Statement {
    fn read(json: &Json, variables: bool) -> Option<Statement> {
        let allow = match json.get("Effect")?.as_str()? {
            "Allow" => true,
            "Deny" => false,
            _ => return None,
        };
        let patterns = |json: &Json, variables: bool| -> Option<Vec<Pattern>> {
            let texts = match json {
                Json::String(text) => vec![text.as_str()],
                Json::Array(items) => items.iter().map(Json::as_str).collect::<Option<Vec<_>>>()?,
                _ => return None,
            };
            Some(texts.iter().map(|text| Pattern::read(text, variables)).collect())
        };
        let actions = match (json.get("Action"), json.get("NotAction")) {
            (Some(these), None) => Listed::These(patterns(these, false)?),
            (None, Some(but)) => Listed::AllBut(patterns(but, false)?),
            _ => return None,
        };
        let resources = match (json.get("Resource"), json.get("NotResource")) {
            (Some(these), None) => Some(Listed::These(patterns(these, variables)?)),
            (None, Some(but)) => Some(Listed::AllBut(patterns(but, variables)?)),
            (None, None) => None,
            _ => return None,
        };
        let principals = match (json.get("Principal"), json.get("NotPrincipal")) {
            (Some(these), None) => Some(Listed::These(Named::read(these)?)),
            (None, Some(but)) => Some(Listed::AllBut(Named::read(but)?)),
            (None, None) => None,
            _ => return None,
        };
        let conditions = match json.get("Condition") {
            Some(conditions) => Condition::read(conditions, variables)?,
            None => Vec::new(),
        };
        Some(Statement {
            allow,
            principals,
            actions,
            resources,
            conditions,
        })
    }

    /// Whether it decides a request, and how closely it names who asks.
    fn applies(&self, question: &Question) -> Option<Closeness> {
        let closeness = self.concerns(question)?;
        let holds = self.conditions.iter().all(|condition| condition.holds(question));
        holds.then_some(closeness)
    }

    /// Whether it is about a request, whatever its conditions say. A statement without principals is about whom
    /// it is attached to; one without resources about what.
    fn concerns(&self, question: &Question) -> Option<Closeness> {
        let closeness = match &self.principals {
            None => Closeness::Itself,
            Some(Listed::These(named)) => named
                .iter()
                .filter_map(|named| named.names(&question.subject))
                .max()?,
            Some(Listed::AllBut(named)) => {
                let spared = named.iter().any(|named| named.names(&question.subject).is_some());
                if spared {
                    return None;
                }
                Closeness::Itself
            }
        };
        let action = |pattern: &Pattern| pattern.fits_any_case(&question.action);
        let acts = match &self.actions {
            Listed::These(actions) => actions.iter().any(action),
            Listed::AllBut(actions) => !actions.iter().any(action),
        };
        let resource = |pattern: &Pattern| pattern.fits(&question.resource, question);
        let about = match &self.resources {
            None => true,
            Some(Listed::These(resources)) => resources.iter().any(resource),
            Some(Listed::AllBut(resources)) => !resources.iter().any(resource),
        };
        (acts && about).then_some(closeness)
    }
}

/// A document, read when it is first asked for; nothing where it is none.
pub(crate) fn parsed(text: &str) -> Option<Arc<Policy>> {
    static READ: LazyLock<Mutex<HashMap<String, Option<Arc<Policy>>>>> = LazyLock::new(Mutex::default);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(policy) = read.get(text) {
        return policy.clone();
    }
    if read.len() >= KEPT {
        read.clear();
    }
    let policy = Policy::read(text).map(Arc::new);
    read.insert(text.to_owned(), policy.clone());
    policy
}
