//! What natives throw: errors of ours and of AWS that a script can catch and read, and that keep all they know until
//! they are translated.

use crate::port::CloudError;
use rhai::{Dynamic, Engine, EvalAltResult, Position};
use std::sync::Arc;

/// What a native function gives back when it refuses.
pub(crate) type Refusal = Box<EvalAltResult>;

/// An error of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The diagnostic's code.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do instead.
    pub(crate) help: Option<String>,
}

/// An error of AWS; in scripts `err.code`, `err.message` and so on.
#[derive(Clone, Debug)]
pub(crate) struct AwsError(pub(crate) Arc<CloudError>);

/// A refusal that a script can catch.
pub(crate) fn refuse(code: &'static str, message: impl Into<String>) -> Refusal {
    throw(Trouble {
        code,
        message: message.into(),
        help: None,
    })
}

/// A refusal with advice.
pub(crate) fn advise(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Refusal {
    throw(Trouble {
        code,
        message: message.into(),
        help: Some(help.into()),
    })
}

fn throw(trouble: Trouble) -> Refusal {
    Box::new(EvalAltResult::ErrorRuntime(
        Dynamic::from(trouble),
        Position::NONE,
    ))
}

/// The error of a call.
pub(crate) fn aws(error: CloudError) -> Refusal {
    Box::new(EvalAltResult::ErrorRuntime(
        Dynamic::from(AwsError(Arc::new(error))),
        Position::NONE,
    ))
}

/// The stop of everything; `try` does not catch it, and what swallows it meets the latch.
pub(crate) fn terminated() -> Refusal {
    Box::new(EvalAltResult::ErrorTerminated(Dynamic::UNIT, Position::NONE))
}

/// The error at a position, where it has none.
pub(crate) fn at(mut error: Refusal, position: Position) -> Refusal {
    if error.position().is_none() {
        error.set_position(position);
    }
    error
}

/// Lets scripts read what they caught.
pub(crate) fn register(engine: &mut Engine) {
    let text = |value: &Option<String>| value.as_ref().map_or(Dynamic::UNIT, Into::into);
    engine
        .register_type_with_name::<AwsError>("AWS error")
        .register_get("code", |e: &mut AwsError| e.0.code.clone())
        .register_get("message", |e: &mut AwsError| e.0.message.clone())
        .register_get("service", |e: &mut AwsError| e.0.service.clone())
        .register_get("operation", |e: &mut AwsError| e.0.operation.clone())
        .register_get("status", |e: &mut AwsError| {
            e.0.status
                .map_or(Dynamic::UNIT, |status| i64::from(status).into())
        })
        .register_get("request_id", move |e: &mut AwsError| text(&e.0.request_id))
        .register_get("advice", move |e: &mut AwsError| text(&e.0.advice))
        .register_fn("to_string", |e: &mut AwsError| e.0.to_string())
        .register_fn("to_debug", |e: &mut AwsError| e.0.to_string())
        .register_type_with_name::<Trouble>("error")
        .register_get("code", |e: &mut Trouble| e.code.to_owned())
        .register_get("message", |e: &mut Trouble| e.message.clone())
        .register_fn("to_string", |e: &mut Trouble| e.message.clone())
        .register_fn("to_debug", |e: &mut Trouble| e.message.clone());
}

/// True where AWS says that the thing is not there.
pub(crate) fn is_absence(error: &CloudError) -> bool {
    error.status == Some(404)
        || ["NotFound", "NoSuch", "DoesNotExist", "Nonexistent", "NonExistent"]
            .iter()
            .any(|word| error.code.contains(word))
}
