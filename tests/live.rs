//! The live target over real HTTP, against a server of a few lines on loopback.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use runbook::api::Catalogue;
use runbook::cloud::{Live, Settings, identity};
use runbook::port::{Cloud, Fault, Latch, Request, Stop};
use runbook::value;
use runbook::value::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const WHO: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ada</Arn>\
                   <UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult>\
                   <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

const NOT_FOUND: &str = "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>gone</Message></Error>\
                         </Errors><RequestID>r-2</RequestID></Response>";

/// Answers in order, the last one again and again, and keeps what it was asked.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn answering(answers: &'static [(u16, &'static str)]) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = heard.clone();
                std::thread::spawn(move || serve(stream, answers, &heard));
            }
        });
        Server { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, answers: &[(u16, &str)], heard: &Mutex<Vec<String>>) -> Option<()> {
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let length = head
            .to_ascii_lowercase()
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).ok()?;
        let mut heard = heard.lock().unwrap();
        let (status, answer) = answers.get(heard.len()).or(answers.last())?;
        heard.push(format!("{head}{}", String::from_utf8_lossy(&body)));
        drop(heard);
        if *status == 0 {
            // Never answers.
            continue;
        }
        let length = answer.len();
        write!(
            writer,
            "HTTP/1.1 {status} Status\r\nx-amzn-requestid: r-9\r\ncontent-length: {length}\r\n\r\n{answer}"
        )
        .ok()?;
    }
}

/// A target with the keys of a file of its own, so that the machine's environment is left out.
fn settings(url: &str, latch: &Latch) -> (TempDir, Settings) {
    let folder = tempfile::tempdir().unwrap();
    let keys: PathBuf = folder.path().join("credentials");
    std::fs::write(
        &keys,
        "[class]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n",
    )
    .unwrap();
    let settings = Settings {
        profile: Some("class".to_owned()),
        files: vec![keys],
        region: Some("us-east-1".to_owned()),
        endpoint: Some(url.to_owned()),
        ..Settings::new(Catalogue::embedded(), latch.clone())
    };
    (folder, settings)
}

fn live(url: &str, latch: &Latch) -> Live {
    let (_folder, settings) = settings(url, latch);
    Live::connect(settings).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_call_is_signed_and_tried_again_when_the_server_stumbles() {
    let server = Server::answering(&[(500, "<ErrorResponse/>"), (200, WHO)]);
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
    let server = Server::answering(&[(
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
    let ec2 = Server::answering(&[(400, NOT_FOUND)]);
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

    let json = Server::answering(&[(
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
    let server = Server::answering(&[(0, "")]);
    let latch = Latch::default();
    let live = live(&server.url, &latch);
    let (began, asked) = (Instant::now(), server.asked);
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
    let server = Server::answering(&[(200, WHO)]);
    let request = Request::new("sts", "GetCallerIdentity", Value::map());
    let answer = live(&server.url, &Latch::default()).call(&request).unwrap();
    assert_eq!(answer.at("ResponseMetadata.RequestId").text(), "r-9");
}
