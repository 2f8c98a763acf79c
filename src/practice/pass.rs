//! One pass a call: clock, model, identity, DryRun, handler, page, commit or roll back, trail.

use super::behaviour;
use super::call::Call;
use super::change::Change;
use super::filter::Filter;
use super::given::{Given, Seen};
use super::model::Model;
use super::page::Window;
use super::principal::Principal;
use super::refusal::{Answer, Refusal};
use super::registry::{self, Move, Service};
use super::resource::Resource;
use super::world::{GLOBAL, World};
use super::{authority, credential, ec2, sts, token, trail};
use crate::api::Protocol;
use crate::port::{CloudError, Fault, Request, Role};
use crate::value;
use crate::value::Value;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The shelf of a place that says which services have put a fresh account's things there.
pub(super) const SEEDED: &str = "practice:seeded";

/// The member of an answer that is of its request, as boto3 has it.
const METADATA: &str = "ResponseMetadata";

/// What a call is that says nothing else.
#[derive(Clone, Debug, Default)]
pub(super) struct Home {
    /// Its region.
    pub(super) region: String,
    /// Who makes it, `user/NAME` or `role/NAME`; the learner where nobody is named.
    pub(super) caller: Option<String>,
}

/// Takes one call. The world's changes stay pending; the caller commits them.
///
/// # Errors
/// What AWS would refuse, or what practice does not model; then nothing but the trail is changed by the call.
pub(super) fn take(world: &mut World, home: &Home, request: &Request) -> Result<Value, CloudError> {
    let unmodelled = || {
        let what = format!("{}:{}", request.service, request.operation);
        told(request, Refusal::unmodelled(&what), None)
    };
    if !request.roles.is_empty() {
        let plain = Request {
            key: Some(assumed(world, home, request)?),
            roles: Vec::new(),
            ..request.clone()
        };
        return take(world, home, &plain);
    }
    let service = registry::service(&request.service).ok_or_else(unmodelled)?;
    let model = Model::of(service.name, &request.operation).ok_or_else(unmodelled)?;
    let way = service.way(&request.operation).ok_or_else(unmodelled)?;
    serve(world, home, request, service, model, way)
}

/// The key of a session of the last of a call's roles, each assumed by the session of the one before. A session that the
/// same block of a script asked for before serves again, as long as the role would still be given.
fn assumed(world: &mut World, home: &Home, request: &Request) -> Result<String, CloudError> {
    let mut key = request.key.clone();
    for role in &request.roles {
        let asking = Request {
            service: "sts".to_owned(),
            operation: "AssumeRole".to_owned(),
            input: sts::input_for(role),
            key,
            roles: Vec::new(),
            ..request.clone()
        };
        let region = asking.region.as_deref().unwrap_or(&home.region);
        let standing = caller(world, home, &asking, Protocol::Query)
            .ok()
            .and_then(|principal| sts::standing(world, &principal, role, region));
        let got = match standing {
            Some(key) => key,
            None => take(world, home, &asking)
                .map_err(|error| match error.code.as_str() {
                    "AccessDenied" => error.advice(Role::REFUSED),
                    _ => error,
                })?
                .at("Credentials.AccessKeyId")
                .text()
                .to_owned(),
        };
        key = Some(got);
    }
    Ok(key.unwrap_or_default())
}

/// A call whose operation is known.
fn serve(
    world: &mut World,
    home: &Home,
    request: &Request,
    service: &'static Service,
    model: Model,
    way: Move,
) -> Result<Value, CloudError> {
    let refused = |refusal| told(request, refusal, Some(model));
    model.check(&request.input).map_err(refused)?;
    let principal = caller(world, home, request, model.service.protocol).map_err(refused)?;
    let find = |find: registry::Finder| find(world, &principal, &request.operation, &request.input);
    let owned = service.owned.and_then(find);
    let account = owned
        .as_ref()
        .map_or(&principal.account, |owned| &owned.account)
        .clone();
    let region = request.region.as_deref().unwrap_or(&home.region);
    if !service.global {
        ec2::region::enabled(service.name, region).map_err(refused)?;
    }
    seed(world, service, &account, region);
    behaviour::before(world, model);
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
        unknown: model.unknown_token(),
    };
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let asker = authority::Asker::of(&call, model);
        authority::check(&asker, &request.input, owned.as_ref())?;
        run(&mut call, model, way, &request.input)
    }));
    let answer = ran.unwrap_or_else(|_| {
        let message = "An internal error has occurred. The practice AWS is at fault, not the call.";
        Err(Refusal::new("InternalError", message).status(500))
    });
    let principal = call.principal;
    if answer.is_err() {
        world.roll_back(mark);
    }
    // CloudTrail has the events of a global service in us-east-1.
    let heard_in = if service.global { "us-east-1" } else { region };
    let id = match &answer {
        Err(refusal) if refusal.fault != Fault::Service => None,
        done => Some(trail::record(
            world,
            model,
            request,
            &principal,
            heard_in,
            done.as_ref(),
        )),
    };
    credential::used(world, &principal, &model.service.signing_name, region);
    match (answer, id) {
        (Ok(mut answer), id) => {
            if let Some(id) = id {
                answer.set(METADATA, value!({ "RequestId": id }));
            }
            Ok(answer)
        }
        (Err(refusal), id) => {
            let mut error = refused(refusal);
            error.request_id = id;
            Err(error)
        }
    }
}

/// Who makes a call.
///
/// # Errors
/// A key that opens nothing, a principal that is not there.
fn caller(world: &World, home: &Home, request: &Request, protocol: Protocol) -> Result<Principal, Refusal> {
    if let Some(key) = &request.key {
        return credential::principal(world, key)
            .map_err(|bad| credential::refusal(&request.service, protocol, bad));
    }
    let account = account_of(world, request.account.as_deref());
    match &home.caller {
        Some(name) if request.account.is_none() => {
            Principal::named(world, &account, name).ok_or_else(|| Refusal {
                fault: Fault::Credentials,
                ..Refusal::new(
                    "NoSuchPrincipal",
                    format!("there is no {name} in account {account}"),
                )
            })
        }
        _ => Ok(Principal::learner(world, &account)),
    }
}

/// A refusal as the caller hears it.
fn told(request: &Request, refusal: Refusal, model: Option<Model>) -> CloudError {
    let status = refusal
        .status
        .or_else(|| model.map(|model| model.status(&refusal.code)));
    let mut error = CloudError::new(request, refusal.fault, &refusal.code, refusal.message);
    match refusal.fault {
        Fault::Service => error.status = status,
        Fault::Unmodelled => {
            error =
                error.advice("use --live, or --live with AWS_ENDPOINT_URL set to an emulator that serves it");
        }
        Fault::Invalid | Fault::Guard | Fault::Credentials | Fault::Transport | Fault::Machine => {}
    }
    error
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
        && let Some(answer) = token::answered(call, token, input)?
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
        token::remember(call, token, input, &answer);
    }
    Ok(answer)
}

/// Describes a kind of thing: by ids, each of which must be there; by filters; a page of it. Cut before copying.
fn list(call: &mut Call<'_>, model: Model, of: &'static Resource, given: &Given<'_>) -> Answer {
    let filters = Filter::read(call, of, given)?;
    // A set: a page of a thousand ids is asked for, of ten thousand records.
    let ids: HashSet<&str> = given.texts(of.ids).into_iter().collect();
    for id in given.texts(of.ids) {
        call.get(of, id)?;
    }
    let mut window = std::mem::take(&mut call.window);
    let found: Vec<&Value> = call
        .all(of)
        .filter(|record| ids.is_empty() || ids.contains(record.get(of.key).text()))
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

#[cfg(test)]
mod tests;
