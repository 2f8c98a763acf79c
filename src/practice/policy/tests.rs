//! Decisions, by a table from AWS's pages and by properties.

use super::*;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::sync::Arc;

const OWN: &str = "111122223333";
const OTHER: &str = "444455556666";
const USER: &str = "arn:aws:iam::111122223333:user/ana";

fn statement(effect: &str, action: &str, resource: &str) -> Json {
    json!({ "Effect": effect, "Action": action, "Resource": resource })
}

fn policy(statements: &[Json]) -> Arc<Policy> {
    let text = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    parsed(&text).expect("a policy")
}

fn of_resource(effect: &str, principal: &Json) -> Arc<Policy> {
    policy(&[json!({ "Effect": effect, "Principal": principal, "Action": "s3:*", "Resource": "*" })])
}

fn caller(statements: &[Json]) -> Policies {
    Policies {
        identity: vec![("own".to_owned(), policy(statements))],
        ..Policies::default()
    }
}

fn user() -> Subject {
    Subject {
        account: OWN.to_owned(),
        arn: USER.to_owned(),
        ..Subject::default()
    }
}

fn session() -> Subject {
    Subject {
        account: OWN.to_owned(),
        arn: "arn:aws:sts::111122223333:assumed-role/lab/ana".to_owned(),
        role: Some("arn:aws:iam::111122223333:role/lab".to_owned()),
        service: None,
    }
}

fn asked(subject: Subject) -> Question {
    Question::new("s3:GetObject", "arn:aws:s3:::bucket/key").by(subject)
}

/// "Policy evaluation for requests within a single account": identity, boundary, session and resource side by side.
#[test]
fn kinds_of_policies_meet_as_documented() {
    let allow = [statement("Allow", "s3:Get*", "arn:aws:s3:::bucket/*")];
    let (nothing, deny) = (
        [statement("Allow", "ec2:*", "*")],
        [statement("Deny", "s3:*", "*")],
    );
    let asked = asked(user());
    let explicit = |kind| Decision::Denied(Why::Explicit(kind));
    let implicit = |kind| Decision::Denied(Why::Implicit(kind));
    assert_eq!(caller(&allow).decide(&asked), Decision::Allowed);
    assert_eq!(caller(&nothing).decide(&asked), implicit(Kind::Identity));
    assert_eq!(Policies::default().decide(&asked), implicit(Kind::Identity));
    let both = caller(&[allow[0].clone(), deny[0].clone()]);
    assert_eq!(both.decide(&asked), explicit(Kind::Identity));
    let bounded = |own: &[Json], boundary: &[Json]| Policies {
        boundary: Some(("b".to_owned(), policy(boundary))),
        ..caller(own)
    };
    assert_eq!(bounded(&allow, &allow).decide(&asked), Decision::Allowed);
    assert_eq!(bounded(&allow, &nothing).decide(&asked), implicit(Kind::Boundary));
    assert_eq!(bounded(&allow, &deny).decide(&asked), explicit(Kind::Boundary));
    assert_eq!(bounded(&nothing, &allow).decide(&asked), implicit(Kind::Identity));
    let narrowed = Policies {
        session: Some(vec![policy(&nothing)]),
        ..caller(&allow)
    };
    assert_eq!(narrowed.decide(&asked), implicit(Kind::Session));
    let organised = Policies {
        service_control: vec![vec![policy(&nothing)]],
        ..caller(&allow)
    };
    assert_eq!(organised.decide(&asked), implicit(Kind::ServiceControl));
}

/// The same page on resource-based policies, and "Cross-account policy evaluation logic".
#[test]
fn the_policy_of_a_resource_widens_in_its_account_and_is_needed_from_another() {
    let (allow, nothing) = (
        [statement("Allow", "s3:*", "*")],
        [statement("Allow", "ec2:*", "*")],
    );
    let named = json!({ "AWS": USER });
    let root = json!({ "AWS": "arn:aws:iam::111122223333:root" });
    let role = json!({ "AWS": "arn:aws:iam::111122223333:role/lab" });
    let decide = |own: &Policies, subject: Subject, principal: &Json, account: &str| {
        let on = of_resource("Allow", principal);
        let on = OnResource {
            policy: Some(&on),
            account,
            alone: false,
        };
        own.decide_with(&asked(subject), Some(on))
    };
    let identity = Decision::Denied(Why::Implicit(Kind::Identity));
    let resource = Decision::Denied(Why::Implicit(Kind::Resource));
    let (yes, no) = (caller(&allow), caller(&nothing));
    assert_eq!(decide(&no, user(), &named, OWN), Decision::Allowed);
    assert_eq!(decide(&no, user(), &json!("*"), OWN), Decision::Allowed);
    assert_eq!(decide(&no, user(), &root, OWN), identity);
    assert_eq!(decide(&yes, user(), &role, OWN), Decision::Allowed);
    let bounded = Policies {
        boundary: Some(("b".to_owned(), policy(&nothing))),
        ..no.clone()
    };
    assert_eq!(decide(&bounded, user(), &named, OWN), Decision::Allowed);
    assert_eq!(
        decide(&bounded, session(), &role, OWN),
        Decision::Denied(Why::Implicit(Kind::Boundary))
    );
    assert_eq!(decide(&no, session(), &role, OWN), Decision::Allowed);
    assert_eq!(decide(&yes, user(), &root, OTHER), Decision::Allowed);
    assert_eq!(decide(&yes, user(), &named, OTHER), Decision::Allowed);
    assert_eq!(decide(&no, user(), &named, OTHER), identity);
    assert_eq!(decide(&yes, user(), &role, OTHER), resource);
    let denying = of_resource("Deny", &json!({ "AWS": OWN }));
    let on = OnResource {
        policy: Some(&denying),
        account: OWN,
        alone: false,
    };
    assert_eq!(
        yes.decide_with(&asked(user()), Some(on)),
        Decision::Denied(Why::Explicit(Kind::Resource))
    );
}

#[test]
fn elements_that_exclude_and_services_that_are_named() {
    let but = json!({ "Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::secret/*" });
    let caller = caller(&[but]);
    let may = |action: &str, resource: &str| {
        caller.decide(&Question::new(action, resource).by(user())) == Decision::Allowed
    };
    assert!(may("S3:getobject", "arn:aws:s3:::bucket/key"));
    assert!(!may("s3:GetObject", "arn:aws:s3:::secret/key"));
    assert!(!may("iam:ListUsers", "*"));

    let spared = policy(&[
        json!({ "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*" }),
        json!({ "Effect": "Deny", "NotPrincipal": { "AWS": USER }, "Action": "s3:*", "Resource": "*" }),
    ]);
    assert!(resource_alone(&spared, &asked(user())));
    assert!(!resource_alone(&spared, &asked(session())));

    let logs = policy(&[json!({
        "Effect": "Allow",
        "Principal": { "Service": ["delivery.logs.amazonaws.com"] },
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::bucket/AWSLogs/111122223333/*",
        "Condition": { "StringEquals": { "aws:SourceAccount": OWN } },
    })]);
    let delivery = |service: &str, account: &str| {
        let asked = Question::new("s3:PutObject", "arn:aws:s3:::bucket/AWSLogs/111122223333/x")
            .by(Subject::service(service))
            .with("aws:SourceAccount", account);
        resource_alone(&logs, &asked)
    };
    assert!(delivery("delivery.logs.amazonaws.com", OWN));
    assert!(!delivery("delivery.logs.amazonaws.com", OTHER));
    assert!(!delivery("vpc-flow-logs.amazonaws.com", OWN));
}

#[test]
fn what_is_no_document_is_not_read() {
    for text in [
        "",
        "{}",
        r#"{"Version":"2020-01-01","Statement":[]}"#,
        r#"{"Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Action":"*","Principal":{"AWS":"ana"}}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"X":{"a":"b"}}}]}"#,
    ] {
        assert_eq!(Policy::read(text), None, "{text}");
    }
}

fn effects() -> impl Strategy<Value = Vec<Json>> {
    let one = (
        prop_oneof![Just("Allow"), Just("Deny")],
        prop_oneof![Just("s3:*"), Just("s3:GetObject"), Just("ec2:*"), Just("*")],
        prop_oneof![
            Just("*"),
            Just("arn:aws:s3:::bucket/*"),
            Just("arn:aws:s3:::other/*")
        ],
    );
    proptest::collection::vec(
        one.prop_map(|(effect, action, resource)| statement(effect, action, resource)),
        0..5,
    )
}

proptest! {
    #[test]
    fn an_explicit_denial_beats_everything(own in effects(), more in effects()) {
        let mut all = own;
        all.extend(more);
        all.push(statement("Deny", "s3:Get*", "*"));
        prop_assert_eq!(
            caller(&all).decide(&asked(user())),
            Decision::Denied(Why::Explicit(Kind::Identity))
        );
    }

    #[test]
    fn order_does_not_matter_and_a_boundary_only_takes_away(own in effects(), boundary in effects()) {
        let mut turned = own.clone();
        turned.reverse();
        let asked = asked(user());
        let plain = caller(&own).decide(&asked);
        prop_assert_eq!(plain, caller(&turned).decide(&asked));
        let bounded = Policies { boundary: Some(("b".to_owned(), policy(&boundary))), ..caller(&own) };
        if plain != Decision::Allowed {
            prop_assert_ne!(bounded.decide(&asked), Decision::Allowed);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*") {
        Policy::read(&text);
        Policy::read(&format!(r#"{{"Statement":{{"Effect":"Allow","Action":{text:?},"Resource":{text:?}}}}}"#));
    }
}
