//! Judging an answer by the rules of a waiter.
//!
//! What the rules mean is botocore's reading, and the cross-checks hold it to that: rules are tried in order and the
//! first that matches says the state; rules on a path never match an error; an empty list matches neither "all" nor
//! "any". One thing differs: an expression that cannot be evaluated on an answer (the length of what is not there) is
//! no match here, where botocore breaks off.

use super::{Expected, Matcher, Waiter, WaiterState};
use crate::value::Value;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jmespath::{Expression, Rcvar, Variable};

/// What the operation of a waiter gave.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// Its output.
    Answer(&'a Value),
    /// An error of AWS.
    Error {
        /// The code, `NoSuchEntity`.
        code: &'a str,
        /// The HTTP status.
        status: Option<u16>,
    },
}

/// The rules of a waiter, compiled.
#[derive(Debug)]
pub struct Judge<'w> {
    waiter: &'w Waiter,
    /// For each rule, the path that it looks at.
    paths: Vec<Option<Expression<'static>>>,
    /// The status of an answer.
    status: u16,
}

impl Waiter {
    /// The rules, compiled. `status` is that of the operation's answers.
    ///
    /// # Errors
    /// A path of the model that is no JMESPath.
    pub fn judge(&self, status: u16) -> Result<Judge<'_>, String> {
        let compile = |path: &String| jmespath::compile(path).map_err(|error| error.to_string());
        let paths = self
            .acceptors
            .iter()
            .map(|acceptor| match &acceptor.matcher {
                Matcher::Path(path) | Matcher::PathAll(path) | Matcher::PathAny(path) => {
                    compile(path).map(Some)
                }
                Matcher::Status | Matcher::Error => Ok(None),
            })
            .collect::<Result<_, String>>()?;
        Ok(Judge {
            waiter: self,
            paths,
            status,
        })
    }
}

impl Judge<'_> {
    /// The state that the first matching rule says; none where none matches.
    #[must_use]
    pub fn state(&self, given: Given<'_>) -> Option<WaiterState> {
        let answer = variable_of(given);
        let matches = |index: usize| {
            let acceptor = &self.waiter.acceptors[index];
            match &acceptor.matcher {
                Matcher::Status => {
                    let status = match given {
                        Given::Answer(_) => Some(self.status),
                        Given::Error { status, .. } => status,
                    };
                    status.is_some_and(|status| acceptor.expected == Expected::Int(status.into()))
                }
                Matcher::Error => match (given, &acceptor.expected) {
                    (Given::Error { .. }, Expected::Bool(any)) => *any,
                    (Given::Answer(_), Expected::Bool(any)) => !*any,
                    (Given::Error { code, .. }, Expected::Text(expected)) => code == expected,
                    (Given::Answer(_), _) | (Given::Error { .. }, Expected::Int(_)) => false,
                },
                Matcher::Path(_) | Matcher::PathAll(_) | Matcher::PathAny(_) => {
                    let Some(found) = self.found(index, answer.as_ref()) else {
                        return false;
                    };
                    let is = |item: &Variable| equal(item, &acceptor.expected);
                    match (&acceptor.matcher, &*found) {
                        (Matcher::Path(_), found) => is(found),
                        (Matcher::PathAll(_), Variable::Array(items)) => {
                            !items.is_empty() && items.iter().all(|item| is(item))
                        }
                        (_, Variable::Array(items)) => items.iter().any(|item| is(item)),
                        _ => false,
                    }
                }
            }
        };
        let first = (0..self.paths.len()).find(|index| matches(*index))?;
        Some(self.waiter.acceptors[first].state)
    }

    /// What the first rule that looks at words saw: `pending`, `running, stopped`.
    #[must_use]
    pub fn seen(&self, answer: &Value) -> Option<String> {
        let answer = variable_of(Given::Answer(answer));
        let words = |index: usize| {
            let mut words: Vec<String> = Vec::new();
            match &*self.found(index, answer.as_ref())? {
                Variable::String(word) => words.push(word.clone()),
                Variable::Array(items) => {
                    for word in items.iter().filter_map(|item| item.as_string()) {
                        if !words.contains(word) {
                            words.push(word.clone());
                        }
                    }
                }
                _ => {}
            }
            (!words.is_empty()).then(|| words.join(", "))
        };
        (0..self.paths.len()).find_map(words)
    }

    /// What a rule's path leads to.
    fn found(&self, index: usize, answer: Option<&Rcvar>) -> Option<Rcvar> {
        self.paths[index].as_ref()?.search(answer?).ok()
    }
}

fn equal(found: &Variable, expected: &Expected) -> bool {
    match expected {
        Expected::Text(text) => found.as_string().is_some_and(|found| found == text),
        Expected::Bool(flag) => found.as_boolean() == Some(*flag),
        Expected::Int(number) => found.as_number() == Some(*number as f64),
    }
}

fn variable_of(given: Given<'_>) -> Option<Rcvar> {
    match given {
        Given::Answer(answer) => Some(Rcvar::new(variable(answer))),
        Given::Error { .. } => None,
    }
}

/// A value as JMESPath sees it: instants and blobs are the texts that JSON would have.
fn variable(value: &Value) -> Variable {
    match value {
        Value::Null => Variable::Null,
        Value::Bool(flag) => Variable::Bool(*flag),
        Value::Int(number) => Variable::Number((*number).into()),
        Value::Float(number) => {
            serde_json::Number::from_f64(*number).map_or(Variable::Null, Variable::Number)
        }
        Value::Text(text) => Variable::String(text.clone()),
        Value::Blob(bytes) => Variable::String(STANDARD.encode(bytes)),
        Value::Time(time) => Variable::String(time.to_string()),
        Value::List(items) => Variable::Array(items.iter().map(|item| Rcvar::new(variable(item))).collect()),
        Value::Map(members) => Variable::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), Rcvar::new(variable(value))))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::value;

    fn state(service: &str, waiter: &str, given: Given<'_>) -> Option<WaiterState> {
        let service = Catalogue::embedded().service(service).unwrap();
        service.waiter(waiter).unwrap().judge(200).unwrap().state(given)
    }

    fn error(code: &str, status: u16) -> Given<'_> {
        Given::Error {
            code,
            status: Some(status),
        }
    }

    #[test]
    fn lists_of_states_are_judged_as_all_and_as_any() {
        let instances = |states: &[&str]| {
            let instances: Value = states
                .iter()
                .map(|state| value!({ "State": { "Name": (*state) } }))
                .collect();
            value!({ "Reservations": [{ "Instances": instances }] })
        };
        let judged = |states: &[&str]| state("ec2", "instance_running", Given::Answer(&instances(states)));
        assert_eq!(judged(&["running", "running"]), Some(WaiterState::Success));
        assert_eq!(judged(&["running", "pending"]), None);
        assert_eq!(judged(&["running", "stopping"]), Some(WaiterState::Failure));
        assert_eq!(judged(&[]), None);
        assert_eq!(
            state(
                "ec2",
                "instance_running",
                error("InvalidInstanceID.NotFound", 400)
            ),
            Some(WaiterState::Retry)
        );
        assert_eq!(state("ec2", "instance_running", error("AuthFailure", 401)), None);
    }

    #[test]
    fn statuses_and_errors_are_judged() {
        let nothing = Value::map();
        assert_eq!(
            state("s3", "bucket_exists", Given::Answer(&nothing)),
            Some(WaiterState::Success)
        );
        assert_eq!(
            state("s3", "bucket_exists", error("403", 403)),
            Some(WaiterState::Success)
        );
        assert_eq!(
            state("s3", "bucket_exists", error("404", 404)),
            Some(WaiterState::Retry)
        );
        assert_eq!(
            state("iam", "user_exists", error("NoSuchEntity", 404)),
            Some(WaiterState::Retry)
        );
    }

    #[test]
    fn expressions_with_functions_are_evaluated_and_fail_softly() {
        let judged = |answer: Value| state("ecs", "services_stable", Given::Answer(&answer));
        let service = |running: i64| value!({ "deployments": [{}], "runningCount": running, "desiredCount": 2, "status": "ACTIVE" });
        assert_eq!(
            judged(value!({ "services": [(service(2))] })),
            Some(WaiterState::Success)
        );
        assert_eq!(judged(value!({ "services": [(service(1))] })), None);
        assert_eq!(judged(value!({ "services": [{ "deployments": null }] })), None);
    }

    #[test]
    fn what_was_seen_is_told_in_words() {
        let ec2 = Catalogue::embedded().service("ec2").unwrap();
        let judge = ec2.waiter("vpc_available").unwrap().judge(200).unwrap();
        let vpcs =
            value!({ "Vpcs": [{ "State": "pending" }, { "State": "available" }, { "State": "pending" }] });
        assert_eq!(judge.seen(&vpcs).as_deref(), Some("pending, available"));
        assert_eq!(judge.seen(&Value::map()), None);
    }

    /// Every path of every waiter compiles, and what is asked exists and only looks.
    #[test]
    fn every_waiter_of_every_service_can_be_judged() {
        let (mut waiters, mut paths) = (0, 0);
        for name in Catalogue::embedded().names() {
            let service = Catalogue::embedded().service(name).unwrap();
            for waiter in service.waiters() {
                let operation = service
                    .operation(&waiter.operation)
                    .unwrap_or_else(|| panic!("{name} {}", waiter.name));
                assert!(
                    !operation.class.mutates(),
                    "{name} {} asks {}",
                    waiter.name,
                    operation.name
                );
                let judge = waiter
                    .judge(operation.http_status)
                    .unwrap_or_else(|why| panic!("{name} {}: {why}", waiter.name));
                paths += judge.paths.iter().flatten().count();
                waiters += 1;
                assert_eq!(
                    service.waiter(&waiter.method()).map(|found| &found.name),
                    Some(&waiter.name)
                );
            }
        }
        assert_eq!((waiters, paths), (410, 1058));
    }
}
