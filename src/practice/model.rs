//! What the world asks of AWS's models: does an input fit, which members page, which filters AWS knows, the status of
//! a refusal, and the projection of an answer.

use super::refusal::Refusal;
use crate::api::{Absent, Catalogue, Operation, Protocol, Service, project, validate};
use crate::port::Fault;
use crate::value::Value;

/// An operation with its service, as the models have them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    /// The service.
    pub(crate) service: &'static Service,
    /// The operation.
    pub(crate) operation: &'static Operation,
}

/// The members that ask for and answer pages.
#[derive(Clone, Debug)]
pub(crate) struct Pages {
    /// The input member that carries a token.
    pub(crate) input: String,
    /// The output member that carries the next token.
    pub(crate) output: String,
    /// The input member that limits a page.
    pub(crate) limit: Option<String>,
    /// The output member whose items the pages share out.
    pub(crate) result: String,
    /// The output member that says whether there is another page.
    pub(crate) more: Option<String>,
}

impl Model {
    /// The model of an operation of the embedded catalogue.
    pub(crate) fn of(service: &str, operation: &str) -> Option<Model> {
        let service = Catalogue::embedded().service(service)?;
        Some(Model {
            service,
            operation: service.operation(operation)?,
        })
    }

    /// Holds an input against the model, all faults at once, in the words that the live client uses before it sends.
    ///
    /// # Errors
    /// What does not fit.
    pub(crate) fn check(&self, input: &Value) -> Result<(), Refusal> {
        let misfits = validate(self.service, self.operation, input);
        if misfits.is_empty() {
            return Ok(());
        }
        let told: Vec<String> = misfits.iter().map(ToString::to_string).collect();
        Err(Refusal {
            code: "ParameterValidation".to_owned(),
            message: told.join("; "),
            status: None,
            fault: Fault::Invalid,
        })
    }

    /// What the operation says to the token of a page that nobody was given, where its errors tell.
    pub(crate) fn unknown_token(&self) -> Option<(&'static str, &'static str)> {
        const KNOWN: &[(&str, &str)] = &[
            ("InvalidNextToken", "The specified token isn't valid."),
            ("InvalidNextTokenException", "Invalid next token"),
            ("ValidationException", "The specified token isn't valid."),
            ("InvalidParameterException", "The specified nextToken is invalid."),
            (
                "BadRequestException",
                "The request is rejected because an invalid or out-of-range value is specified as an input parameter.",
            ),
        ];
        if self.service.protocol == Protocol::Query {
            return Some(("ValidationError", "Invalid Marker."));
        }
        let declared = |code: &str| {
            let mut errors = self.operation.errors.iter();
            errors.any(|id| self.service.shape(*id).name == code)
        };
        KNOWN.iter().find(|(code, _)| declared(code)).copied()
    }

    /// How the operation pages, if it does.
    pub(crate) fn pages(&self) -> Option<Pages> {
        let paginator = self.operation.paginator.as_ref()?;
        Some(Pages {
            input: paginator.input_tokens.first()?.clone(),
            output: paginator.output_tokens.first()?.expression.clone(),
            limit: paginator.limit_key.clone(),
            result: paginator.result_keys.first()?.clone(),
            more: paginator.more_results.clone(),
        })
    }

    /// The output member that lists what is described: the paginator's, or the first list of the output.
    pub(crate) fn result(&self) -> Option<String> {
        self.pages().map(|pages| pages.result).or_else(|| {
            let output = self.service.shape(self.operation.output?);
            let is_list = |id| matches!(self.service.shape(id).kind, crate::api::Kind::List { .. });
            output
                .members()
                .iter()
                .find(|member| is_list(member.shape))
                .map(|member| member.name.clone())
        })
    }

    /// The input member that makes a repeated call find its own work, if there is one.
    pub(crate) fn token(&self) -> Option<&'static str> {
        let input = self.service.shape(self.operation.input?);
        input
            .members()
            .iter()
            .find(|member| member.idempotency_token)
            .map(|member| member.name.as_str())
    }

    /// An answer as the operation's output shape has it: hidden state dropped.
    pub(crate) fn answer(&self, answer: &Value) -> Value {
        #[cfg(test)]
        if let Some(shape) = self.operation.output {
            let strays = strays(self.service, shape, answer, &self.operation.name);
            assert!(strays.is_empty(), "{strays:#?}");
        }
        match self.operation.output {
            Some(shape) => project(self.service, shape, answer, Absent::Drop),
            None => Value::map(),
        }
    }

    /// The HTTP status of a refusal: the model's for the error of that code, else 400.
    pub(crate) fn status(&self, code: &str) -> u16 {
        let facts = |id: &crate::api::ShapeId| {
            let shape = self.service.shape(*id);
            let error = shape.error()?;
            let named = error.code.as_deref().unwrap_or(&shape.name) == code || shape.name == code;
            if named { error.status } else { None }
        };
        self.operation.errors.iter().find_map(facts).unwrap_or(400)
    }

    /// The input as a record may show it: sensitive members hidden, in CloudTrail's words.
    pub(crate) fn shown(&self, input: &Value) -> Value {
        match self.operation.input {
            Some(shape) => hidden(self.service, shape, input),
            None => Value::map(),
        }
    }

    /// The answer as a record may show it; nothing where the operation answers nothing.
    pub(crate) fn answered(&self, answer: &Value) -> Value {
        match self.operation.output {
            Some(shape) if answer.as_map().is_some_and(|members| !members.is_empty()) => {
                hidden(self.service, shape, answer)
            }
            Some(_) | None => Value::Null,
        }
    }
}

fn hidden(service: &Service, id: crate::api::ShapeId, value: &Value) -> Value {
    use crate::api::Kind;
    let shape = service.shape(id);
    if shape.sensitive && !value.is_null() {
        return Value::from("HIDDEN_DUE_TO_SECURITY_REASONS");
    }
    match (&shape.kind, value) {
        (Kind::Structure { .. }, Value::Map(members)) => Value::Map(
            members
                .iter()
                .filter_map(|(name, value)| {
                    Some((name.clone(), hidden(service, shape.member(name)?.shape, value)))
                })
                .collect(),
        ),
        (Kind::List { member, .. }, Value::List(items)) => {
            items.iter().map(|item| hidden(service, *member, item)).collect()
        }
        (Kind::Map { value: target, .. }, Value::Map(members)) => Value::Map(
            members
                .iter()
                .map(|(name, value)| (name.clone(), hidden(service, *target, value)))
                .collect(),
        ),
        _ => value.clone(),
    }
}

/// What of an answer its shape does not declare, by path: hidden state is dropped silently, and so would a misspelt
/// member be. Every call of every test is held to it.
#[cfg(test)]
pub(super) fn strays(service: &Service, id: crate::api::ShapeId, value: &Value, path: &str) -> Vec<String> {
    use crate::api::Kind;
    match (&service.shape(id).kind, value) {
        (_, Value::Null) => Vec::new(),
        (Kind::Structure { .. }, Value::Map(members)) => members
            .iter()
            .filter(|(name, _)| !name.starts_with('_'))
            .flat_map(|(name, value)| match service.shape(id).member(name) {
                Some(member) => strays(service, member.shape, value, &format!("{path}.{name}")),
                None => vec![format!("{path}.{name} is not declared")],
            })
            .collect(),
        (Kind::List { member, .. }, Value::List(items)) => items
            .iter()
            .flat_map(|item| strays(service, *member, item, &format!("{path}[]")))
            .collect(),
        (Kind::Map { value: target, .. }, Value::Map(members)) => members
            .values()
            .flat_map(|value| strays(service, *target, value, &format!("{path}{{}}")))
            .collect(),
        (Kind::Text { .. }, Value::Text(_))
        | (Kind::Int { .. }, Value::Int(_))
        | (Kind::Float { .. }, Value::Float(_) | Value::Int(_))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Time(_), Value::Time(_))
        | (Kind::Blob { .. }, Value::Blob(_))
        | (Kind::Document, _) => Vec::new(),
        (kind, value) => vec![format!("{path} is {} where the model has {kind:?}", value.kind())],
    }
}

/// True where AWS lists a filter for an operation.
pub(crate) fn knows_filter(service: &str, operation: &str, name: &str) -> bool {
    Model::of(service, operation)
        .is_some_and(|model| !model.operation.filters.is_empty() && model.operation.knows_filter(name))
}
