//! AWS's typed clients in the practice account: behind the same layers, they hear what a script hears.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use aws_sdk_iam::error::ProvideErrorMetadata;
use aws_sdk_iam::operation::RequestId;
use runbook::api::Catalogue;
use runbook::cloud::{Door, Doors, Opening, Pin, Typed, stack};
use runbook::event::{Access, CallOutcome, Event};
use runbook::port::{Cloud, FakeCloud, Latch, Memory, Request, Stop};
use runbook::practice::{Options, Practice};
use runbook::value;
use runbook::value::Value;
use runbook::wire::served::Served;
use std::sync::Arc;

const REGION: &str = "eu-central-1";

/// The practice account inside its layers, and who hears of calls.
struct Lab {
    cloud: Arc<dyn Cloud>,
    memory: Arc<Memory>,
    latch: Latch,
}

impl Lab {
    fn new() -> Lab {
        let practice = Practice::in_memory(&Options::new(REGION));
        let pin = Pin {
            account: practice.account(None),
            region: REGION.to_owned(),
            regions: vec![REGION.to_owned()],
            ..Pin::default()
        };
        let (memory, latch) = (Arc::new(Memory::default()), Latch::default());
        let doors = Doors {
            catalogue: Catalogue::embedded(),
            sink: memory.clone(),
            latch: latch.clone(),
        };
        Lab {
            cloud: stack(Arc::new(practice), pin, doors),
            memory,
            latch,
        }
    }

    fn typed(&self, access: Access) -> Typed {
        let door = Door::new(Opening {
            cloud: self.cloud.clone(),
            served: Served::new(Catalogue::embedded()),
            access,
            step: Some("users".to_owned()),
            region: Some(REGION.to_owned()),
            account: Box::new(|_| None),
        });
        Typed::new(door, REGION)
    }

    /// The operations on record since, each with what became of it.
    fn told(&self) -> Vec<String> {
        let events = self.memory.events();
        let told = events.iter().map(|event| match event {
            Event::CallIntended {
                operation,
                step,
                region,
                ..
            } => format!("{operation} meant in {region} by {step:?}"),
            Event::CallAnswered {
                operation,
                outcome: CallOutcome::Answered,
                ..
            } => format!("{operation} answered"),
            Event::CallAnswered {
                operation,
                outcome: CallOutcome::Refused { code, .. },
                ..
            } => format!("{operation} {code}"),
            other => format!("{other:?}"),
        });
        told.collect()
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

#[test]
fn a_typed_call_is_a_dynamic_one_with_types() {
    let lab = Lab::new();
    let iam = lab.typed(Access::Mutate).iam();
    let made = wait(iam.create_group().group_name("readers").send()).unwrap();
    let group = made.group().unwrap();
    assert_eq!(group.group_name(), "readers");
    assert!(made.request_id().is_some());
    assert_eq!(
        lab.told(),
        [
            "CreateGroup meant in eu-central-1 by Some(\"users\")",
            "CreateGroup answered"
        ],
        "IAM is signed in us-east-1, and called from the run's region"
    );

    let ask = |operation: &str, input: Value| {
        lab.cloud
            .call(&Request::new("iam", operation, input).mutating())
            .unwrap()
    };
    let dynamic = ask("GetGroup", value!({ "GroupName": "readers" }));
    assert_eq!(dynamic.at("Group.Arn").text(), group.arn());
    assert_eq!(
        dynamic.at("Group.CreateDate").as_time().unwrap().as_second(),
        group.create_date().secs()
    );

    for name in ["ada", "grace"] {
        ask("CreateUser", value!({ "UserName": name }));
    }
    let listed = wait(iam.list_users().send()).unwrap();
    let dynamic = ask("ListUsers", Value::map());
    let ids = |users: &[Value]| {
        users
            .iter()
            .map(|user| user.get("UserId").text().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        listed
            .users()
            .iter()
            .map(|user| user.user_id().to_owned())
            .collect::<Vec<_>>(),
        ids(dynamic.get("Users").items())
    );
    assert_eq!(listed.users().len(), 2);
}

#[test]
fn an_error_arrives_as_the_type_that_it_is() {
    let lab = Lab::new();
    let iam = lab.typed(Access::Read).iam();
    let error = wait(iam.get_user().user_name("nobody").send()).unwrap_err();
    assert_eq!(error.raw_response().unwrap().status().as_u16(), 404);
    let error = error.into_service_error();
    assert!(error.is_no_such_entity_exception(), "{error:?}");
    assert!(error.message().unwrap().contains("nobody"), "{error:?}");
    assert_eq!(lab.told(), ["GetUser NoSuchEntity"]);
    assert!(lab.latch.get().is_none());
}

#[test]
fn the_guard_holds_for_typed_calls() {
    let lab = Lab::new();
    let iam = lab.typed(Access::Read).iam();
    let error = wait(iam.create_group().group_name("readers").send())
        .unwrap_err()
        .into_service_error();
    assert_eq!(error.code(), Some("ReadOnlyBlock"));
    assert!(
        error
            .message()
            .unwrap()
            .contains("move the call into a `solve` or `cleanup` block"),
        "{error:?}"
    );
    assert!(matches!(lab.latch.get(), Some(Stop::Refused(_))));
    assert_eq!(
        lab.told(),
        [
            "CreateGroup meant in eu-central-1 by Some(\"users\")",
            "CreateGroup ReadOnlyBlock"
        ]
    );
    let groups = lab
        .cloud
        .call(&Request::new("iam", "ListGroups", Value::map()))
        .unwrap();
    assert!(groups.get("Groups").items().is_empty());
}

#[test]
fn what_does_not_fit_is_refused_before_it_is_called() {
    let lab = Lab::new();
    let ssm = lab.typed(Access::Mutate).ssm();
    let error = wait(ssm.put_parameter().value("x").send()).unwrap_err();
    let error = error.into_service_error();
    assert!(error.message().unwrap().contains("`Name`"), "{error:?}");
    assert!(lab.told().is_empty());
}

/// The typed client of S3 looks at the root element of each answer.
#[test]
fn answers_of_s3_are_called_as_the_typed_client_expects() {
    let cloud = Arc::new(FakeCloud::answering((0..30).map(|_| Ok(Value::map()))));
    let door = Door::new(Opening {
        cloud: cloud.clone(),
        served: Served::new(Catalogue::embedded()),
        access: Access::Mutate,
        step: None,
        region: Some(REGION.to_owned()),
        account: Box::new(|_| None),
    });
    let s3 = Typed::new(door, REGION).s3();
    let mut asked = Vec::new();
    macro_rules! each {
        ($($operation:ident $(. $member:ident($value:expr))*),* $(,)?) => {
            $(asked.push(stringify!($operation).replace('_', ""));
            wait(s3.$operation().bucket("lab")$(.$member($value))*.send()).unwrap_or_else(|error| panic!("{error:?}"));)*
        };
    }
    let name = |key: &str| {
        aws_sdk_s3::types::ObjectIdentifier::builder()
            .key(key)
            .build()
            .unwrap()
    };
    let delete = aws_sdk_s3::types::Delete::builder()
        .objects(name("k"))
        .build()
        .unwrap();
    each!(
        complete_multipart_upload.key("k").upload_id("u"),
        create_multipart_upload.key("k"),
        delete_objects.delete(delete),
        get_bucket_accelerate_configuration,
        get_bucket_acl,
        get_bucket_cors,
        get_bucket_lifecycle_configuration,
        get_bucket_location,
        get_bucket_logging,
        get_bucket_notification_configuration,
        get_bucket_request_payment,
        get_bucket_tagging,
        get_bucket_versioning,
        get_bucket_website,
        get_object_acl.key("k"),
        get_object_tagging.key("k"),
        list_bucket_analytics_configurations,
        list_bucket_inventory_configurations,
        list_bucket_metrics_configurations,
        list_multipart_uploads,
        list_object_versions,
        list_objects,
        list_objects_v2,
        list_parts.key("k").upload_id("u"),
    );
    wait(s3.list_buckets().send()).unwrap();
    asked.push("listbuckets".to_owned());
    let called: Vec<String> = cloud
        .requests()
        .iter()
        .map(|request| request.operation.to_ascii_lowercase())
        .collect();
    assert_eq!(called, asked);
}
