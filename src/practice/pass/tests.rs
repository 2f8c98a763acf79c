//! One pass: strict input, roll back, tokens, trail.

use super::*;
use crate::practice::Options;
use crate::value;

fn vpcs() -> Value {
    value!({ "Filters": [{ "Name": "is-default", "Values": ["true"] }] })
}

fn serve_with(world: &mut World, operation: &str, input: Value, way: Move) -> Result<Value, CloudError> {
    let service = registry::service("ec2").unwrap();
    let model = Model::of("ec2", operation).unwrap();
    serve(
        world,
        &home(),
        &Request::new("ec2", operation, input),
        service,
        model,
        way,
    )
}

fn home() -> Home {
    Home {
        region: "us-east-1".to_owned(),
        caller: None,
    }
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
    for (service, operation) in [("ec2", "CreateFleet"), ("braket", "GetDevice"), ("nosuch", "X")] {
        let error = take(
            &mut world,
            &home(),
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
    assert_eq!(
        world.trail[1].get("errorCode").text(),
        "Client.InvalidVpcID.NotFound"
    );
    assert_eq!(
        error.request_id.as_deref(),
        world.trail[1].get("requestID").as_text()
    );
}

#[test]
fn every_move_and_resource_is_one_of_aws_models() {
    for service in registry::SERVICES {
        for (operation, way) in service.moves() {
            let model = Model::of(service.name, operation);
            assert!(model.is_some(), "{}:{operation}", service.name);
            if let (Some(model), Move::List(of)) = (model, way) {
                assert!(model.result().is_some(), "{operation} lists nothing");
                let input = model.service.shape(model.operation.input.unwrap());
                assert!(input.member(of.ids).is_some(), "{operation} has no {}", of.ids);
            }
        }
        for of in service.resources() {
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
    assert_eq!(first.get("NatGateway"), again.get("NatGateway"));
    assert_eq!(
        world.shelf("111122223333/us-east-1", "ec2:thing").unwrap().len(),
        1
    );
    let other = serve_with(&mut world, "CreateNatGateway", input("b"), make).unwrap_err();
    assert_eq!(other.code, "IdempotentParameterMismatch");
}

#[test]
fn a_token_whose_work_is_gone_makes_it_anew() {
    let mut world = fresh();
    let make = Move::Do(|call, given| {
        given.whole();
        let made = call.make(&THING, Value::map());
        Ok(value!({ "NatGateway": { "NatGatewayId": (made.get("ThingId")) } }))
    });
    let input = value!({ "SubnetId": "a", "ClientToken": "t-1" });
    let first = serve_with(&mut world, "CreateNatGateway", input.clone(), make).unwrap();
    let id = first.at("NatGateway.NatGatewayId").text().to_owned();
    let place = "111122223333/us-east-1".to_owned();
    world.change(Change::Take {
        place,
        kind: THING.kind.to_owned(),
        id,
    });
    let again = serve_with(&mut world, "CreateNatGateway", input, make).unwrap();
    assert_ne!(first, again);
}
