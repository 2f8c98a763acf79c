//! For tests: calls of one service as a lab makes them, every answer held against the model.

use super::model::Model;
use super::{Options, Practice, World};
use crate::api::{Kind, Service, ShapeId};
use crate::port::{Clock, Cloud, CloudError, Latch, Request};
use crate::value::Value;
use std::time::Duration;

/// A fresh account, and calls of one service in it.
pub(super) struct Lab {
    pub(super) practice: Practice,
    service: &'static str,
}

impl Lab {
    pub(super) fn new(service: &'static str) -> Lab {
        Lab {
            practice: Practice::in_memory(&Options::new("us-east-1")),
            service,
        }
    }

    /// A world that a test made.
    pub(super) fn over(world: World, service: &'static str) -> Lab {
        Lab {
            practice: Practice::of(world, &Options::new("us-east-1")),
            service,
        }
    }

    /// The same account, another service.
    pub(super) fn of(&self, service: &'static str) -> Lab {
        Lab {
            practice: self.practice.clone(),
            service,
        }
    }

    pub(super) fn call(&self, operation: &str, input: Value) -> Result<Value, CloudError> {
        self.practice
            .call(&Request::new(self.service, operation, input).mutating())
    }

    pub(super) fn call_in(&self, region: &str, operation: &str, input: Value) -> Result<Value, CloudError> {
        let mut request = Request::new(self.service, operation, input).mutating();
        request.region = Some(region.to_owned());
        self.practice.call(&request)
    }

    /// An answer, which fits the model.
    pub(super) fn ok(&self, operation: &str, input: Value) -> Value {
        let mut answer = self
            .call(operation, input)
            .unwrap_or_else(|error| panic!("{error}"));
        // Of the request, and not of the operation.
        if let Some(members) = answer.as_map_mut() {
            members.shift_remove("ResponseMetadata");
        }
        let model = Model::of(self.service, operation).unwrap();
        if let Some(output) = model.operation.output {
            misfit(model.service, output, &answer, operation);
        }
        answer
    }

    /// A refusal: its code and message.
    pub(super) fn no(&self, operation: &str, input: Value) -> (String, String) {
        let error = self.call(operation, input).expect_err("should be refused");
        (error.code, error.message)
    }

    pub(super) fn pass(&self, seconds: u64) {
        self.practice
            .clock()
            .wait(Duration::from_secs(seconds), &Latch::default())
            .unwrap();
    }

    pub(super) fn world(&self) -> World {
        self.practice.world()
    }
}

/// Panics where a value is not what a shape says.
pub(super) fn misfit(service: &Service, id: ShapeId, value: &Value, path: &str) {
    let shape = service.shape(id);
    match (&shape.kind, value) {
        (Kind::Structure { .. }, Value::Map(members)) => {
            for member in shape.members() {
                assert!(
                    !member.required || members.contains_key(&member.name),
                    "{path}.{} is missing",
                    member.name
                );
            }
            for (name, value) in members {
                let member = shape
                    .member(name)
                    .unwrap_or_else(|| panic!("{path}.{name} is not in the model"));
                misfit(service, member.shape, value, &format!("{path}.{name}"));
            }
        }
        (Kind::List { member, .. }, Value::List(items)) => {
            items
                .iter()
                .enumerate()
                .for_each(|(i, item)| misfit(service, *member, item, &format!("{path}.{i}")));
        }
        (Kind::Map { value: target, .. }, Value::Map(members)) => {
            members
                .iter()
                .for_each(|(name, value)| misfit(service, *target, value, &format!("{path}.{name}")));
        }
        (Kind::Text { values, .. }, Value::Text(text)) => {
            assert!(
                values.is_empty() || values.contains(text),
                "{path} is {text}, not one of {values:?}"
            );
        }
        (Kind::Int { .. }, Value::Int(_))
        | (Kind::Float { .. }, Value::Float(_))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Time(_), Value::Time(_))
        | (Kind::Blob { .. }, Value::Blob(_)) => {}
        (kind, other) => panic!("{path} is {other:?}, not {kind:?}"),
    }
}
