//! Waiters in scripts: `ec2::wait_until_instance_running(#{ InstanceIds: [id] })` asks again and again, on the
//! target's clock, until the rules of AWS's model say that it is so.

use super::aws;
use super::dynamic;
use super::stage::{Stage, Why};
use super::trouble::{self, Refusal};
use crate::api::{self, Given, Operation, Service, WAITER_CONFIG, Waiter, WaiterPace, WaiterState};
use crate::event::Event;
use crate::port::{CloudError, Fault, Request};
use crate::value::{Map, Value};
use rhai::{Dynamic, NativeCallContext};

/// What the function of a waiter is called, before the waiter's own name.
const PREFIX: &str = "wait_until_";

/// The function of a waiter: `wait_until_instance_running`.
pub(crate) fn function(waiter: &Waiter) -> String {
    format!("{PREFIX}{}", waiter.method())
}

/// The waiter that a function stands for, and the operation that it asks.
pub(crate) fn find<'s>(service: &'s Service, function: &str) -> Option<(&'s Waiter, &'s Operation)> {
    let name = function.strip_prefix(PREFIX)?;
    let waiter = service.waiters().iter().find(|waiter| waiter.method() == name)?;
    Some((waiter, service.operation(&waiter.operation)?))
}

/// Waits; gives the last answer, or `()` where it was an error that says that it is so.
pub(crate) fn wait(
    stage: &Stage,
    ctx: &NativeCallContext<'_>,
    service: &Service,
    waiter: &Waiter,
    operation: &Operation,
    parameters: &Dynamic,
) -> Result<Dynamic, Refusal> {
    let name = format!("{}::{}", aws::module_name(&service.name), function(waiter));
    let mut input = aws::parameters(stage, &name, parameters)?;
    let config = input
        .as_map_mut()
        .and_then(|members| members.shift_remove(WAITER_CONFIG))
        .unwrap_or_default();
    let unfit = |why: String| trouble::refuse("wrong-parameters", format!("{why} (of `{name}`)"));
    let pace = waiter.pace(&config).map_err(unfit)?;
    let judge = waiter.judge(operation.http_status).map_err(unfit)?;
    let input = aws::fitted(service, operation, input);
    let wait = Wait {
        service,
        waiter,
        pace,
        text: subject(service, waiter, operation, &input),
    };

    let clock = &stage.doors.clock;
    let began = clock.now();
    let elapsed = || clock.now().duration_since(began).unsigned_abs().as_secs();
    let mut attempt = 0;
    loop {
        attempt += 1;
        let look = |answer: &Result<Value, CloudError>| {
            let (state, seen) = match answer {
                Ok(output) => (judge.state(Given::Answer(output)), judge.seen(output)),
                // What is no word of AWS's about the thing says nothing about it.
                Err(error) if error.fault != Fault::Service => return Err(trouble::aws(error.clone())),
                Err(error) => {
                    let given = Given::Error {
                        code: &error.code,
                        status: error.status,
                    };
                    (
                        judge.state(given),
                        Some(format!("{} ({})", error.code, error.message)),
                    )
                }
            };
            match (state, answer) {
                (None, Err(error)) => Err(trouble::aws(error.clone())),
                (Some(WaiterState::Success), Ok(output)) => {
                    Ok((state, seen, aws::given(service, operation, output)))
                }
                _ => Ok((state, seen, Dynamic::UNIT)),
            }
        };
        let (state, seen, given) = stage.ask(ctx, &service.name, &operation.name, input.clone(), look)??;
        match state {
            Some(WaiterState::Success) => return Ok(given),
            Some(WaiterState::Failure) => {
                return Err(wait.failed(seen.as_deref(), attempt, elapsed()));
            }
            Some(WaiterState::Retry) | None if attempt >= pace.attempts => {
                return Err(wait.timed_out(seen.as_deref(), elapsed()));
            }
            Some(WaiterState::Retry) | None => {}
        }
        let step = stage.now().step.clone();
        stage.tell(
            ctx,
            &Event::Waited {
                step,
                text: stage.doors.secrets.mask(&dynamic::printable(&wait.text)),
                elapsed: elapsed(),
                limit: pace.limit().as_secs(),
                usually: None,
            },
        )?;
        stage
            .away(|| clock.wait(pace.delay, &stage.doors.latch))
            .map_err(|_| stage.halt(ctx, Why::Latch))?;
    }
}

/// One wait, to speak of it.
struct Wait<'a> {
    service: &'a Service,
    waiter: &'a Waiter,
    pace: WaiterPace,
    text: String,
}

impl Wait<'_> {
    fn failed(&self, seen: Option<&str>, attempts: u32, elapsed: u64) -> Refusal {
        let message = format!(
            "{} will not come to be: {}, {} in {elapsed} s",
            self.text,
            last(seen),
            tries(attempts)
        );
        let advice =
            "look at the thing itself, and what AWS says of it there: this state does not pass by waiting";
        self.error("WaiterFailed", message, advice.to_owned())
    }

    fn timed_out(&self, seen: Option<&str>, elapsed: u64) -> Refusal {
        let WaiterPace { delay, attempts } = self.pace;
        let message = format!(
            "{} did not come to be: {}, {} in {elapsed} s",
            self.text,
            last(seen),
            tries(attempts)
        );
        let advice = format!(
            "wait longer with `{WAITER_CONFIG}: #{{ Delay: {}, MaxAttempts: {} }}`, or look at what holds it up",
            delay.as_secs_f64(),
            attempts.saturating_mul(2)
        );
        self.error("WaiterTimedOut", message, advice)
    }

    fn error(&self, code: &str, message: String, advice: String) -> Refusal {
        let request = Request::new(&self.service.name, &function(self.waiter), Value::map());
        trouble::aws(CloudError::new(&request, Fault::Service, code, message).advice(advice))
    }
}

fn last(seen: Option<&str>) -> String {
    seen.map_or_else(
        || "the last answer named nothing".to_owned(),
        |seen| format!("last seen {seen}"),
    )
}

fn tries(attempts: u32) -> String {
    if attempts == 1 {
        "after 1 try".to_owned()
    } else {
        format!("after {attempts} tries")
    }
}

/// `ec2 vpc_available of vpc-1`.
fn subject(service: &Service, waiter: &Waiter, operation: &Operation, input: &Value) -> String {
    const MOST: usize = 3;
    let named: Map = api::identifiers(service, operation.input, input);
    let ids: Vec<&str> = named
        .values()
        .flat_map(|value| match value {
            Value::List(items) => items.iter().filter_map(Value::as_text).collect(),
            value => value.as_text().into_iter().collect::<Vec<_>>(),
        })
        .collect();
    let more = ids.len().saturating_sub(MOST);
    let shown = ids[..ids.len() - more].join(", ");
    let of = match (ids.len(), more) {
        (0, _) => String::new(),
        (_, 0) => format!(" of {shown}"),
        _ => format!(" of {shown} and {more} more"),
    };
    format!("{} {}{of}", service.name, waiter.method())
}
