//! The live target over real HTTP, against a server of a few lines on loopback.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::support::Loopback;
use crate::support::account::{live, settings};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use runbook::cloud::{Binding, Live, Settings, identity, identity_of};
use runbook::port::{Cloud, Fault, Latch, Request, Role, Stop};
use runbook::value;
use runbook::value::Value;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const WHO: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ada</Arn>\
                   <UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult>\
                   <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

const NOT_FOUND: &str = "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>gone</Message></Error>\
                         </Errors><RequestID>r-2</RequestID></Response>";

#[test]
fn a_call_is_signed_and_tried_again_when_the_server_stumbles() {
    let server = Loopback::answering(&[(500, "<ErrorResponse/>"), (200, WHO)]);
    let who = identity(&live(&server.url, &Latch::default())).unwrap();
    assert_eq!(
        (who.account.as_str(), who.user_id.as_str()),
        ("111122223333", "AIDAEXAMPLE")
    );
    let asked = server.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    for request in &asked {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("POST / HTTP/1.1"), "{head}");
        assert!(
            head.contains("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/"),
            "{head}"
        );
        assert!(head.contains("/us-east-1/sts/aws4_request"), "{head}");
        assert!(
            head.contains("SignedHeaders=") && head.contains("x-amz-date: "),
            "{head}"
        );
        assert!(head.contains("user-agent: aws-sdk-rust/"), "{head}");
        assert_eq!(body, "Action=GetCallerIdentity&Version=2011-06-15");
    }
    assert!(asked[1].contains("attempt=2"), "{}", asked[1]);
}

#[test]
fn an_error_keeps_its_code_message_status_and_id_and_gets_advice() {
    let server = Loopback::answering(&[(
        403,
        "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>too old</Message></Error></ErrorResponse>",
    )]);
    let error = identity(&live(&server.url, &Latch::default())).unwrap_err();
    assert_eq!(
        (error.fault, error.code.as_str(), error.message.as_str()),
        (Fault::Credentials, "ExpiredToken", "too old")
    );
    assert_eq!(
        (error.status, error.request_id.as_deref()),
        (Some(403), Some("r-9"))
    );
    assert!(error.advice.unwrap().contains("aws login"));
}

#[test]
fn errors_of_ec2_and_json_are_read_too() {
    let ec2 = Loopback::answering(&[(400, NOT_FOUND)]);
    let request = Request::new("ec2", "DescribeVpcs", value!({ "VpcIds": ["vpc-1"] }));
    let error = live(&ec2.url, &Latch::default()).call(&request).unwrap_err();
    assert_eq!(
        (error.fault, error.code.as_str(), error.message.as_str()),
        (Fault::Service, "InvalidVpcID.NotFound", "gone")
    );
    assert!(
        ec2.asked()[0].ends_with("Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1"),
        "{:?}",
        ec2.asked()
    );

    let json = Loopback::answering(&[(
        400,
        r#"{"__type":"com.amazonaws.ssm#ParameterNotFound","message":"none"}"#,
    )]);
    let request = Request::new("ssm", "GetParameter", value!({ "Name": "/a" }));
    let error = live(&json.url, &Latch::default()).call(&request).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.message.as_str()),
        ("ParameterNotFound", "none")
    );
    assert!(
        json.asked()[0].contains("x-amz-target: AmazonSSM.GetParameter"),
        "{:?}",
        json.asked()
    );
}

#[test]
fn a_call_ends_promptly_when_the_run_is_stopped() {
    let server = Loopback::answering(&[(0, "")]);
    let latch = Latch::default();
    let live = live(&server.url, &latch);
    let (began, asked) = (Instant::now(), server.heard);
    std::thread::spawn(move || {
        while asked.lock().unwrap().is_empty() {
            std::thread::yield_now();
        }
        latch.set(Stop::Interrupted);
    });
    let error = identity(&live).unwrap_err();
    assert_eq!(
        (error.fault, error.code.as_str()),
        (Fault::Transport, "Interrupted")
    );
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn nobody_at_the_endpoint_is_a_transport_fault() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    let error = identity(&live(&url, &Latch::default())).unwrap_err();
    assert_eq!(
        (error.fault, error.code.as_str()),
        (Fault::Transport, "Unreachable")
    );
    assert!(error.message.contains(&url), "{error}");
}

#[test]
fn without_credentials_the_ways_to_sign_in_are_named() {
    let (_folder, settings) = settings("http://127.0.0.1:9", &Latch::default());
    let error = Live::connect(Settings {
        profile: Some("absent".to_owned()),
        ..settings
    })
    .unwrap_err();
    assert_eq!(error.fault, Fault::Credentials);
    let advice = error.advice.unwrap();
    assert!(
        ["aws login", "aws sso login", "--profile"]
            .iter()
            .all(|way| advice.contains(way)),
        "{advice}"
    );
    assert!(error.message.contains("absent"), "{}", error.message);
}

#[test]
fn an_answer_may_hold_more_than_its_declared_members() {
    let server = Loopback::answering(&[(200, WHO)]);
    let request = Request::new("sts", "GetCallerIdentity", Value::map());
    let answer = live(&server.url, &Latch::default()).call(&request).unwrap();
    assert_eq!(answer.at("ResponseMetadata.RequestId").text(), "r-9");
}

/// Gives the session of each role a key of its own, and says who calls.
fn sts() -> Loopback {
    Loopback::new(|_, request| {
        let role = request
            .split("role%2F")
            .nth(1)
            .and_then(|rest| rest.split('&').next());
        match role {
            Some("Closed") => {
                let refused = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>ada may not assume Closed</Message></Error></ErrorResponse>";
                (403, refused.to_owned())
            }
            Some(role) => {
                let session = format!(
                    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA{role}</AccessKeyId><SecretAccessKey>s\
                     </SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
                     </AssumeRoleResult></AssumeRoleResponse>"
                );
                (200, session)
            }
            None if request.contains("GetCallerIdentity") => (200, WHO.to_owned()),
            None => (200, "{}".to_owned()),
        }
    })
}

fn role(name: &str) -> Role {
    Role::of(&format!("arn:aws:iam::222222222222:role/{name}")).unwrap()
}

#[test]
fn a_role_is_assumed_once_for_all_services_and_again_with_other_options() {
    let server = sts();
    let live = live(&server.url, &Latch::default());
    let call = |service: &str, operation: &str, roles: &[Role]| {
        let request = Request {
            roles: roles.to_vec(),
            ..Request::new(service, operation, Value::map())
        };
        live.call(&request).unwrap_or_else(|error| panic!("{error}"));
    };
    let lab = role("Lab");
    for _ in 0..2 {
        call("sts", "GetCallerIdentity", std::slice::from_ref(&lab));
        call("ssm", "DescribeParameters", std::slice::from_ref(&lab));
    }
    let assumed = server.asked_with("Action=AssumeRole");
    assert_eq!(assumed.len(), 1);
    assert!(
        assumed[0].contains("RoleSessionName=runbook&") || assumed[0].ends_with("RoleSessionName=runbook"),
        "{}",
        assumed[0]
    );
    let calls = server.asked_with("Credential=ASIALab/");
    assert_eq!(calls.len(), 4, "{calls:?}");

    let mut told = lab.clone();
    told.session = "ada".to_owned();
    told.external_id = Some("class-7".to_owned());
    told.seconds = Some(900);
    told.policy = Some("{}".to_owned());
    call("sts", "GetCallerIdentity", &[told]);
    let assumed = server.asked_with("Action=AssumeRole");
    assert_eq!(assumed.len(), 2);
    for part in [
        "RoleSessionName=ada",
        "ExternalId=class-7",
        "DurationSeconds=900",
        "Policy=%7B%7D",
    ] {
        assert!(assumed[1].contains(part), "{part} in {}", assumed[1]);
    }

    // The session of the first assumes the second.
    call("sts", "GetCallerIdentity", &[lab, role("Next")]);
    let chained = server.asked_with("role%2FNext");
    assert!(chained[0].contains("Credential=ASIALab/"), "{}", chained[0]);
    assert_eq!(server.asked_with("Credential=ASIANext/").len(), 1);
    // And outside nothing is left of it.
    call("sts", "GetCallerIdentity", &[]);
    assert!(server.asked().last().unwrap().contains("Credential=AKIAEXAMPLE/"));
}

#[test]
fn a_role_that_may_not_be_assumed_is_told_as_sts_tells_it() {
    let server = sts();
    let request = Request {
        roles: vec![role("Closed")],
        ..Request::new("ec2", "DescribeVpcs", Value::map())
    };
    let error = live(&server.url, &Latch::default()).call(&request).unwrap_err();
    assert_eq!(
        (error.fault, error.code.as_str(), error.message.as_str()),
        (Fault::Service, "AccessDenied", "ada may not assume Closed")
    );
    assert_eq!(
        (
            error.service.as_str(),
            error.operation.as_str(),
            error.status,
            error.request_id.as_deref()
        ),
        ("sts", "AssumeRole", Some(403), Some("r-9"))
    );
    assert!(error.advice.unwrap().contains("trust policy"));
}

#[test]
fn a_further_account_is_reached_by_what_it_is_bound_to() {
    let server = sts();
    let (_folder, mut settings) = settings(&server.url, &Latch::default());
    settings.accounts = [
        ("partner".to_owned(), Binding::Role(role("Partner"))),
        ("lost".to_owned(), Binding::Profile("absent".to_owned())),
    ]
    .into();
    let live = Live::connect(settings).unwrap_or_else(|error| panic!("{error}"));
    identity_of(&live, Some("partner")).unwrap();
    assert_eq!(server.asked_with("Credential=ASIAPartner/").len(), 1);
    let lost = identity_of(&live, Some("lost")).unwrap_err();
    assert!(lost.message.contains("absent"), "{lost}");
    let unbound = identity_of(&live, Some("stranger")).unwrap_err();
    assert_eq!(
        (unbound.fault, unbound.code.as_str()),
        (Fault::Credentials, "UnboundAccount")
    );
    assert!(unbound.advice.unwrap().contains("--bind stranger=PROFILE"));
}

/// Keeps where requests would go, and answers them.
#[derive(Debug)]
struct Catch(Arc<Mutex<Vec<String>>>);

impl HttpConnector for Catch {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.0.lock().unwrap().push(request.uri().to_owned());
        HttpConnectorFuture::ready(Ok(HttpResponse::new(200.try_into().unwrap(), SdkBody::from(WHO))))
    }
}

#[test]
fn fips_and_dual_stack_of_the_profile_choose_the_endpoint() {
    for (says, host) in [
        ("", "https://sts.us-east-1.amazonaws.com/"),
        (
            "use_fips_endpoint = true\n",
            "https://sts-fips.us-east-1.amazonaws.com/",
        ),
        (
            "use_dualstack_endpoint = true\n",
            "https://sts.us-east-1.api.aws/",
        ),
        (
            "use_fips_endpoint = true\nuse_dualstack_endpoint = true\n",
            "https://sts-fips.us-east-1.api.aws/",
        ),
    ] {
        let (folder, mut settings) = settings("", &Latch::default());
        let keys = folder.path().join("credentials");
        let text = std::fs::read_to_string(&keys).unwrap();
        std::fs::write(&keys, format!("{text}{says}")).unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        settings.endpoint = None;
        settings.http = Some(SharedHttpClient::new(http_client_fn(move |_, _| {
            SharedHttpConnector::new(Catch(heard.clone()))
        })));
        let live = Live::connect(settings).unwrap_or_else(|error| panic!("{error}"));
        identity(&live).unwrap();
        assert_eq!(*asked.lock().unwrap(), [host], "{says}");
    }
}

#[test]
fn what_is_not_spoken_is_refused_by_name_and_nothing_is_sent() {
    let server = Loopback::answering(&[(200, "")]);
    let live = live(&server.url, &Latch::default());
    for (service, operation, code, says) in [
        (
            "s3",
            "SelectObjectContent",
            "StreamOfEvents",
            "s3:SelectObjectContent is a stream of events",
        ),
        (
            "logs",
            "StartLiveTail",
            "StreamOfEvents",
            "streams of events are not spoken here",
        ),
        (
            "sdb",
            "ListDomains",
            "UnknownSignature",
            "sdb wants calls signed by `v2`",
        ),
        (
            "codecatalyst",
            "ListSpaces",
            "UnknownSignature",
            "codecatalyst wants calls signed by `bearer`",
        ),
    ] {
        let error = live
            .call(&Request::new(service, operation, Value::map()))
            .unwrap_err();
        assert_eq!((error.fault, error.code.as_str()), (Fault::Unmodelled, code));
        assert!(error.message.contains(says), "{error}");
    }
    assert_eq!(server.asked(), Vec::<String>::new());
}

#[test]
fn keys_of_objects_may_hold_anything() {
    let server = Loopback::answering(&[(
        200,
        "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a+b/%C3%BC%2B%01</Key></Contents>\
         <IsTruncated>false</IsTruncated></ListBucketResult>",
    )]);
    let live = live(&server.url, &Latch::default());
    let listed = live
        .call(&Request::new(
            "s3",
            "ListObjectsV2",
            value!({ "Bucket": "lab-logs" }),
        ))
        .unwrap();
    assert_eq!(listed.at("Contents.0.Key").text(), "a b/ü+\u{1}");
    let source = value!({ "Bucket": "lab-logs", "Key": "a b/ü+", "CopySource": "lab-logs/a b/ü+" });
    live.call(&Request::new("s3", "CopyObject", source)).unwrap();
    let asked = server.asked();
    assert!(
        asked[0].starts_with("GET /lab-logs/?list-type=2&encoding-type=url "),
        "{}",
        asked[0]
    );
    assert!(
        asked[1].starts_with("PUT /lab-logs/a%20b/%C3%BC%2B "),
        "{}",
        asked[1]
    );
    assert!(
        asked[1].contains("x-amz-copy-source: lab-logs/a%20b/%C3%BC%2B"),
        "{}",
        asked[1]
    );
}
