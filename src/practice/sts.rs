//! STS: who calls.

use super::call::Call;
use super::given::Given;
use super::refusal::Answer;
use super::registry::{Move, Service};
use crate::value;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "sts",
    moves: &[("GetCallerIdentity", Move::Do(get_caller_identity))],
    ..Service::NONE
};

fn get_caller_identity(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    let principal = &call.principal;
    Ok(value!({ "UserId": (&principal.id), "Account": (&principal.account), "Arn": (&principal.arn) }))
}
