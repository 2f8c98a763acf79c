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
    let unmodelled = || {
        let what = format!("{}:{}", request.service, request.operation);
        told(request, Refusal::unmodelled(&what), None)
    };
    let service = registry::service(&request.service).ok_or_else(unmodelled)?;
    let model = Model::of(service.name, &request.operation).ok_or_else(unmodelled)?;
    let way = service.moves.iter().find(|(name, _)| *name == request.operation);
    let (_, way) = way.ok_or_else(unmodelled)?;
    serve(world, home, request, service, model, *way)
}

/// A call whose operation is known.
fn serve(
    world: &mut World,
    home: &str,
    request: &Request,
    service: &'static Service,
    model: Model,
    way: Move,
) -> Result<Value, CloudError> {
    let refused = |refusal| told(request, refusal, Some(model));
    model.check(&request.input).map_err(refused)?;
    let account = account_of(world, request.account.as_deref());
    let region = request.region.as_deref().unwrap_or(home);
    if !service.global {
        ec2::region::enabled(service.name, region).map_err(refused)?;
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
    let ran = catch_unwind(AssertUnwindSafe(|| run(&mut call, model, way, &request.input)));
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
            done.as_ref().err(),
        )),
    };
    answer.map_err(|refusal| {
        let mut error = refused(refusal);
        error.request_id = id;
        error
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::Options;

    fn vpcs() -> Value {
        value!({ "Filters": [{ "Name": "is-default", "Values": ["true"] }] })
    }

    fn serve_with(world: &mut World, operation: &str, input: Value, way: Move) -> Result<Value, CloudError> {
        let service = registry::service("ec2").unwrap();
        let model = Model::of("ec2", operation).unwrap();
        serve(
            world,
            "us-east-1",
            &Request::new("ec2", operation, input),
            service,
            model,
            way,
        )
    }

    fn fresh() -> World {
        let options = Options::new("us-east-1");
        let mut world = World::new(options.seed, options.born);
        seed(
            &mut world,
            registry::service("ec2").unwrap(),
            "111122223333",
            "us-east-1",
        );
        world.commit();
        world
    }

    static THING: Resource = Resource {
        kind: "ec2:thing",
        key: "ThingId",
        prefix: "thing-",
        ..Resource::NONE
    };

    #[test]
    fn a_member_that_the_handler_does_not_read_refuses_the_call_and_takes_it_back() {
        let mut world = fresh();
        let before = world.clone();
        let careless = Move::Do(|call, given| {
            given.text("CidrBlock");
            Ok(call.make(&THING, Value::map()))
        });
        let input = value!({ "CidrBlock": "10.0.0.0/16", "InstanceTenancy": "default" });
        let error = serve_with(&mut world, "CreateVpc", input, careless).unwrap_err();
        assert_eq!(error.fault, Fault::Unmodelled);
        assert_eq!(
            error.message,
            "practice does not model `InstanceTenancy` of ec2:CreateVpc"
        );
        assert!(error.advice.unwrap().contains("AWS_ENDPOINT_URL"));
        assert_eq!(world, before);
    }

    #[test]
    fn a_handler_that_panics_is_answered_500_and_taken_back() {
        let mut world = fresh();
        let records = world.places.clone();
        let broken = Move::Do(|call, _| {
            call.make(&THING, Value::map());
            panic!("a bug in a handler, on purpose")
        });
        let error = serve_with(&mut world, "CreateVpc", Value::map(), broken).unwrap_err();
        assert_eq!((error.code.as_str(), error.status), ("InternalError", Some(500)));
        assert_eq!(world.places, records);
    }

    #[test]
    fn input_is_held_against_the_model_before_anything_else() {
        let mut world = fresh();
        let never = Move::Do(|_, _| panic!("must not be reached"));
        let error = serve_with(&mut world, "DescribeVpcs", value!({ "VpcIdz": [] }), never).unwrap_err();
        assert_eq!(error.fault, Fault::Invalid);
        assert!(
            error.message.contains("VpcIdz") && error.message.contains("VpcIds"),
            "{}",
            error.message
        );
    }

    #[test]
    fn a_dry_run_does_nothing() {
        let mut world = fresh();
        let never = Move::Do(|_, _| panic!("must not be reached"));
        let error = serve_with(&mut world, "DescribeVpcs", value!({ "DryRun": true }), never).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.status),
            ("DryRunOperation", Some(412))
        );
    }

    #[test]
    fn what_is_not_modelled_says_so_by_name() {
        let mut world = fresh();
        for (service, operation) in [("ec2", "RunInstances"), ("braket", "GetDevice"), ("nosuch", "X")] {
            let error = take(
                &mut world,
                "us-east-1",
                &Request::new(service, operation, Value::map()),
            )
            .unwrap_err();
            assert_eq!(error.fault, Fault::Unmodelled);
            assert_eq!(
                error.message,
                format!("practice does not model {service}:{operation}")
            );
        }
    }

    #[test]
    fn a_call_with_the_same_token_finds_its_own_work() {
        let mut world = fresh();
        let make = Move::Do(|call, given| {
            given.whole();
            let made = call.make(&THING, Value::map());
            Ok(value!({ "NatGateway": { "NatGatewayId": (made.get("ThingId")) } }))
        });
        let input = |subnet: &str| value!({ "SubnetId": subnet, "ClientToken": "t-1" });
        let first = serve_with(&mut world, "CreateNatGateway", input("a"), make).unwrap();
        let again = serve_with(&mut world, "CreateNatGateway", input("a"), make).unwrap();
        assert_eq!(first, again);
        assert_eq!(
            world.shelf("111122223333/us-east-1", "ec2:thing").unwrap().len(),
            1
        );
        let other = serve_with(&mut world, "CreateNatGateway", input("b"), make).unwrap_err();
        assert_eq!(other.code, "IdempotentParameterMismatch");
    }

    #[test]
    fn what_was_put_off_happens_in_order_at_its_own_instant() {
        let mut world = fresh();
        let place = "111122223333/us-east-1";
        let at = |seconds: i64| Timestamp::from_second(Options::new("x").born.as_second() + seconds).unwrap();
        let put = Change::Put {
            place: place.into(),
            kind: THING.kind.into(),
            id: "thing-1".into(),
            record: value!({ "State": { "Name": "pending" } }),
            at: None,
        };
        world.change(put);
        let due = |seconds, then| {
            let (place, kind, id) = (place.to_owned(), THING.kind.to_owned(), "thing-1".to_owned());
            Change::Due(super::super::change::Due {
                at: at(seconds),
                place,
                kind,
                id,
                then,
            })
        };
        world.change(due(20, Then::Gone));
        let patch = [("State.Name".to_owned(), Value::from("available"))]
            .into_iter()
            .collect();
        world.change(due(10, Then::Set(patch)));
        advance(&mut world, at(9));
        assert_eq!(
            world
                .record(place, "ec2:thing", "thing-1")
                .unwrap()
                .at("State.Name")
                .text(),
            "pending"
        );
        advance(&mut world, at(19));
        assert_eq!(
            world
                .record(place, "ec2:thing", "thing-1")
                .unwrap()
                .at("State.Name")
                .text(),
            "available"
        );
        advance(&mut world, at(20));
        assert_eq!(world.record(place, "ec2:thing", "thing-1"), None);
        advance(&mut world, at(5));
        assert_eq!(world.now, at(20), "never back");
    }

    #[test]
    fn a_changing_call_leaves_an_event_and_a_refused_one_its_code() {
        let mut world = fresh();
        let ok = Move::Do(|_, given| {
            given.whole();
            Ok(Value::map())
        });
        let no = Move::Do(|_, given| {
            given.whole();
            Err(Refusal::new("InvalidVpcID.NotFound", "no"))
        });
        serve_with(&mut world, "DeleteVpc", value!({ "VpcId": "vpc-1" }), ok).unwrap();
        let error = serve_with(&mut world, "DeleteVpc", value!({ "VpcId": "vpc-1" }), no).unwrap_err();
        serve_with(&mut world, "DescribeVpcs", vpcs(), ok).unwrap();
        assert_eq!(world.trail.len(), 2);
        assert_eq!(world.trail[0].get("eventSource").text(), "ec2.amazonaws.com");
        assert_eq!(world.trail[0].at("requestParameters.VpcId").text(), "vpc-1");
        assert_eq!(world.trail[1].get("errorCode").text(), "InvalidVpcID.NotFound");
        assert_eq!(
            error.request_id.as_deref(),
            world.trail[1].get("requestID").as_text()
        );
    }

    #[test]
    fn every_move_and_resource_is_one_of_aws_models() {
        for service in registry::SERVICES {
            for (operation, way) in service.moves {
                let model = Model::of(service.name, operation);
                assert!(model.is_some(), "{}:{operation}", service.name);
                if let (Some(model), Move::List(of)) = (model, way) {
                    assert!(model.result().is_some(), "{operation} lists nothing");
                    let input = model.service.shape(model.operation.input.unwrap());
                    assert!(input.member(of.ids).is_some(), "{operation} has no {}", of.ids);
                }
            }
            for of in service.resources {
                let models = crate::api::Catalogue::embedded().service(service.name).unwrap();
                // What AWS has no structure for (an alias is a mere text) has no shape; what there is one of, no key.
                let shape = models.shape_named(of.shape);
                assert!(
                    shape.is_some() || of.shape.is_empty(),
                    "{} of {}",
                    of.shape,
                    of.kind
                );
                // A detector's structure does not say its id: there the operations that take it know the key.
                let has = |id: crate::api::ShapeId| models.shape(id).member(of.key).is_some();
                let known = shape.is_some_and(has) || models.operations().any(|op| op.input.is_some_and(has));
                assert!(known || of.key.is_empty(), "{} of {}", of.key, of.kind);
                for (path, kind) in of.refs {
                    assert!(
                        registry::resource(kind).is_some(),
                        "{path} of {} refers to {kind}",
                        of.kind
                    );
                }
            }
        }
    }
}
