//! Client tokens: a call that is repeated after a crash finds its own work.
//!
//! What was answered is kept under service, operation and token. It holds as long as the things that the call made are
//! still there: a token is derived from a run and its step, and a step that is done again after a clean-up must make
//! its things anew. (AWS's services differ there, and most forget a token within a day.)

use super::call::Call;
use super::refusal::Refusal;
use super::resource::Resource;
use crate::value;
use crate::value::Value;
use sha2::{Digest, Sha256};

static TOKEN: Resource = Resource {
    kind: "practice:token",
    ..Resource::NONE
};

/// What was answered to the same call with the same token.
///
/// # Errors
/// The token was used with another input.
pub(super) fn answered(call: &Call<'_>, token: &str, input: &Value) -> Result<Option<Value>, Refusal> {
    let Some(past) = call.found(&TOKEN, &key(call, token)) else {
        return Ok(None);
    };
    let lasts = |made: &Value| {
        call.holds(
            made.get("place").text(),
            made.get("kind").text(),
            made.get("id").text(),
        )
    };
    if !past.get("_made").items().iter().all(lasts) {
        return Ok(None);
    }
    if past.get("_input").text() == digest(input) {
        Ok(Some(past.get("_answer").clone()))
    } else {
        let message = "The client token was used before, with other parameters.";
        Err(Refusal::new("IdempotentParameterMismatch", message))
    }
}

/// Keeps what is answered.
pub(super) fn remember(call: &mut Call<'_>, token: &str, input: &Value, answer: &Value) {
    let made: Value = call
        .made()
        .map(|(place, kind, id)| value!({ "place": place, "kind": kind, "id": id }))
        .collect();
    let past = value!({ "_input": (digest(input)), "_answer": answer, "_made": made });
    let key = key(call, token);
    call.keep(&TOKEN, &key, past);
}

fn key(call: &Call<'_>, token: &str) -> String {
    format!("{}:{}:{token}", call.service, call.operation)
}

fn digest(input: &Value) -> String {
    let digest = Sha256::digest(input.to_json().to_string());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
