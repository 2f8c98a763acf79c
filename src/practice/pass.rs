//! One pass a call: clock, model, identity, DryRun, handler, page, commit or roll back, trail.

use super::call::Call;
use super::change::{Change, Then};
use super::filter::Filter;
use super::given::{Given, Seen};
use super::model::Model;
use super::page::Window;
use super::principal::Principal;
use super::refusal::{Answer, Refusal};
use super::registry::{self, Move, Service};
use super::resource::Resource;
use super::world::{GLOBAL, World};
use super::{ec2, trail};
use crate::port::{CloudError, Fault, Request};
use crate::value;
use crate::value::Value;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The shelf of a place that says which services have put a fresh account's things there.
pub(super) const SEEDED: &str = "practice:seeded";

/// The shelf of what was answered to calls with a client token.
const TOKENS: &str = "practice:token";

/// Takes one call. The world's changes stay pending; the caller commits them.
///
/// # Errors
/// What AWS would refuse, or what practice does not model; then nothing but the trail is changed by the call.
pub(super) fn take(world: &mut World, home: &str, request: &Request) -> Result<Value, CloudError> {
    let told = |refusal: Refusal, model: Option<Model>| {
        let status = refusal
            .status
            .or_else(|| model.map(|model| model.status(&refusal.code)));
        let mut error = CloudError::new(request, refusal.fault, &refusal.code, refusal.message);
        if refusal.fault == Fault::Service {
            error.status = status;
        }
        if refusal.fault == Fault::Unmodelled {
            error =
                error.advice("use --live, or --live with AWS_ENDPOINT_URL set to an emulator that serves it");
        }
        error
    };
    let unmodelled = || {
        let what = format!("{}:{}", request.service, request.operation);
        told(Refusal::unmodelled(&what), None)
    };
    let service = registry::service(&request.service).ok_or_else(unmodelled)?;
    let model = Model::of(service.name, &request.operation).ok_or_else(unmodelled)?;
    let (_, way) = service
        .moves
        .iter()
        .find(|(name, _)| *name == request.operation)
        .ok_or_else(unmodelled)?;
    model
        .check(&request.input)
        .map_err(|refusal| told(refusal, Some(model)))?;

    let account = account_of(world, request.account.as_deref());
    let region = request.region.as_deref().unwrap_or(home);
    if !service.global {
        ec2::region::enabled(service.name, region).map_err(|refusal| told(refusal, Some(model)))?;
    }
    seed(world, service, &account, region);
    let principal = Principal::learner(world, &account);
    let mark = world.mark();
    let mut call = Call::new(
        world,
        principal,
        service.name,
        &request.operation,
        &account,
        region,
    );
    call.window = Window {
        pages: model.pages(),
        next: None,
    };
    let ran = catch_unwind(AssertUnwindSafe(|| run(&mut call, model, *way, &request.input)));
    let answer = ran.unwrap_or_else(|_| {
        Err(Refusal::new(
            "InternalError",
            "An internal error has occurred. The practice AWS is at fault.",
        )
        .status(500))
    });
    let principal = call.principal;
    if answer.is_err() {
        world.roll_back(mark);
    }
    let fault = answer.as_ref().err().map(|refusal| refusal.fault);
    let mut request_id = None;
    if matches!(fault, None | Some(Fault::Service)) {
        let id = trail::record(world, model, request, &principal, region, answer.as_ref().err());
        request_id = Some(id);
    }
    answer.map_err(|refusal| {
        let mut error = told(refusal, Some(model));
        error.request_id = request_id.filter(|_| error.fault == Fault::Service);
        error
    })
}

fn run(call: &mut Call<'_>, model: Model, way: Move, input: &Value) -> Answer {
    let seen = Seen::default();
    let given = Given::new(input, &seen);
    if given.flag("DryRun") == Some(true) {
        let message = "Request would have succeeded, but DryRun flag is set.";
        return Err(Refusal::new("DryRunOperation", message).status(412));
    }
    let token = model.token().and_then(|member| given.opt(member));
    if let Some(token) = token
        && let Some(answer) = answered(call, token, input)?
    {
        return Ok(answer);
    }
    let mut answer = match way {
        Move::Do(handler) => handler(call, &given)?,
        Move::List(of) => list(call, model, of, &given)?,
        Move::Drop(of) => {
            call.drop_unused(of, given.text(of.key))?;
            Value::map()
        }
    };
    if let Some(path) = seen.unread(input) {
        return Err(Refusal::unmodelled(&format!(
            "`{path}` of {}:{}",
            call.service, call.operation
        )));
    }
    if let Some(pages) = call.window.pages.clone() {
        if let Some(more) = &pages.more {
            answer.set(more, call.window.next.is_some());
        }
        if let Some(next) = &call.window.next {
            answer.set(&pages.output, next.as_str());
        }
    }
    let answer = model.answer(&answer);
    if let Some(token) = token {
        remember(call, token, input, &answer);
    }
    Ok(answer)
}

/// Describes a kind of thing: by ids, each of which must be there; by filters; a page of it. Cut before copying.
fn list(call: &mut Call<'_>, model: Model, of: &'static Resource, given: &Given<'_>) -> Answer {
    let filters = Filter::read(call, of, given)?;
    let ids = given.texts(of.ids);
    for id in &ids {
        call.get(of, id)?;
    }
    let mut window = std::mem::take(&mut call.window);
    let found: Vec<&Value> = call
        .all(of)
        .filter(|record| ids.is_empty() || ids.contains(&record.get(of.key).text()))
        .filter(|record| filters.iter().all(|filter| filter.admits(record)))
        .collect();
    let page: Value = window
        .range(given, found.len())
        .map(|range| found[range].iter().copied().cloned().collect())?;
    call.window = window;
    let mut answer = Value::map();
    answer.set(&model.result().unwrap_or_default(), page);
    Ok(answer)
}

/// What was answered to the same call with the same client token.
fn answered(call: &mut Call<'_>, token: &str, input: &Value) -> Result<Option<Value>, Refusal> {
    let Some(past) = call.found(&TOKEN, &format!("{}:{}:{token}", call.service, call.operation)) else {
        return Ok(None);
    };
    if past.get("_input").text() == digest(input) {
        Ok(Some(past.get("_answer").clone()))
    } else {
        Err(Refusal::new(
            "IdempotentParameterMismatch",
            "The client token was used before, with other parameters.",
        ))
    }
}

fn remember(call: &mut Call<'_>, token: &str, input: &Value, answer: &Value) {
    let key = format!("{}:{}:{token}", call.service, call.operation);
    call.keep(
        &TOKEN,
        &key,
        value!({ "_input": (digest(input)), "_answer": answer }),
    );
}

static TOKEN: Resource = Resource {
    kind: TOKENS,
    ..Resource::NONE
};

fn digest(input: &Value) -> String {
    Sha256::digest(input.to_json().to_string())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The id of an account that the front matter names; the world's own where it names none. Further accounts exist, with
/// ids that follow from the seed and the name.
pub(super) fn account_of(world: &World, name: Option<&str>) -> String {
    match name {
        None => world.account.clone(),
        Some(id) if id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()) => id.to_owned(),
        Some(name) => {
            let number = super::ids::Seed::new(world.seed, "account", name, 0).below(900_000_000_000);
            (100_000_000_000 + number).to_string()
        }
    }
}

/// Puts what a fresh account holds into a place, once, service by service.
pub(super) fn seed(world: &mut World, service: &'static Service, account: &str, region: &str) {
    let Some(plant) = service.seed else { return };
    let region = if service.global { GLOBAL } else { region };
    let place = format!("{account}/{region}");
    if world.record(&place, SEEDED, service.name).is_some() {
        return;
    }
    let principal = Principal::learner(world, account);
    let mut call = Call::new(world, principal, service.name, "", account, region);
    plant(&mut call);
    world.change(Change::Put {
        place,
        kind: SEEDED.to_owned(),
        id: service.name.to_owned(),
        record: Value::map(),
        at: None,
    });
}

/// Moves the clock to `to`, never back; whatever is due by then happens in order, each thing at its own instant.
pub(super) fn advance(world: &mut World, to: Timestamp) {
    // What happens may put further things off: the agenda is looked at anew each time. A timer that puts itself off
    // by no time at all would never end, hence the limit.
    for _ in 0..100_000 {
        let Some(due) = world.agenda.first().filter(|due| due.at <= to).cloned() else {
            break;
        };
        if due.at > world.now {
            world.change(Change::Now(due.at));
        }
        world.change(Change::Done(due.clone()));
        let (place, kind, id) = (due.place.clone(), due.kind.clone(), due.id.clone());
        match due.then {
            Then::Set(patch) => {
                if let Some(mut record) = world.record(&place, &kind, &id).cloned() {
                    for (path, value) in patch {
                        set_at(&mut record, &path, value);
                    }
                    world.change(Change::Put {
                        place,
                        kind,
                        id,
                        record,
                        at: None,
                    });
                }
            }
            Then::Gone => world.change(Change::Take { place, kind, id }),
            Then::Do(name) => timer(world, &place, &kind, &id, &name),
        }
    }
    if to > world.now {
        world.change(Change::Now(to));
    }
}

fn timer(world: &mut World, place: &str, kind: &str, id: &str, name: &str) {
    let Some((account, region)) = place.split_once('/') else {
        return;
    };
    let Some(service) = kind
        .split_once(':')
        .and_then(|(service, _)| registry::service(service))
    else {
        return;
    };
    let Some((_, run)) = service.timers.iter().find(|(known, _)| *known == name) else {
        return;
    };
    let principal = Principal::learner(world, account);
    let mark = world.mark();
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let mut call = Call::new(world, principal, service.name, name, account, region);
        run(&mut call, id);
    }));
    if ran.is_err() {
        world.roll_back(mark);
    }
}

fn set_at(record: &mut Value, path: &str, value: Value) {
    match path.split_once('.') {
        None => record.set(path, value),
        Some((member, rest)) => {
            let mut inner = record.get(member).clone();
            set_at(&mut inner, rest, value);
            record.set(member, inner);
        }
    }
}
