//! One suite for every target: practice, live, recorded and fake answer alike inside their layers. moto's server is held
//! to it among the oracles.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::support::account::live;
use crate::support::server::{Reply, Server};
use indexmap::IndexMap;
use runbook::api::Catalogue;
use runbook::cloud::{CassetteHeader, Doors, Pin, Recorded, Rehearsal, Rules, Stage, Tape, Trouble, stack};
use runbook::port::{Cloud, CloudError, FakeCloud, Fault, Latch, Memory, Request, Role, Secrets};
use runbook::practice::{Options, Practice};
use runbook::value;
use runbook::value::Value;
use std::io::Write;
use std::sync::{Arc, Mutex};

const WHO: &str = "111122223333";
const REGION: &str = "us-east-1";

/// Holds a target to the contract.
fn hold(target: Arc<dyn Cloud>, account: &str) {
    let contract = Contract::of(target, account);
    contract.unknown_and_unfit();
    contract.refusals();
    contract.makes();
    contract.pages();
    contract.whole();
    contract.guards();
}

/// The parts of the contract, in the order that they are held to.
pub(crate) struct Contract {
    cloud: Arc<dyn Cloud>,
    latch: Latch,
}

impl Contract {
    /// The contract with a target, inside its layers.
    pub(crate) fn of(target: Arc<dyn Cloud>, account: &str) -> Contract {
        let pin = Pin {
            account: account.to_owned(),
            region: REGION.to_owned(),
            ..Pin::default()
        };
        let latch = Latch::default();
        let doors = Doors {
            catalogue: Catalogue::embedded(),
            sink: Arc::new(Memory::default()),
            latch: latch.clone(),
        };
        let cloud = stack(target, pin, doors);
        Contract { cloud, latch }
    }

    fn read(&self, operation: &str, input: Value) -> Result<Value, CloudError> {
        self.cloud.call(&Request::new("iam", operation, input))
    }

    /// What is not there or does not fit is told before it is sent, with advice.
    pub(crate) fn unknown_and_unfit(&self) {
        for (service, operation, advice) in [("iam", "GetUsr", "GetUser"), ("imm", "GetUser", "iam")] {
            let request = Request::new(service, operation, Value::map());
            let error = self.cloud.call(&request).unwrap_err();
            assert_eq!(error.fault, Fault::Unmodelled);
            assert!(error.advice.is_some_and(|said| said.contains(advice)));
        }
        let unfit = Request::new("iam", "CreateUser", value!({ "UserNam": "a" })).mutating();
        let unfit = self.cloud.call(&unfit).unwrap_err();
        assert_eq!(
            (unfit.fault, unfit.code.as_str()),
            (Fault::Invalid, "ParameterValidation")
        );
        assert!(unfit.message.contains("did you mean `UserName`?"), "{unfit}");
    }

    /// What AWS refuses has its code, its status and a message.
    pub(crate) fn refusals(&self) {
        let error = self
            .read("GetUser", value!({ "UserName": "nobody" }))
            .unwrap_err();
        assert_eq!(
            (
                error.fault,
                error.code.as_str(),
                error.service.as_str(),
                error.operation.as_str()
            ),
            (Fault::Service, "NoSuchEntity", "iam", "GetUser")
        );
        assert!(!error.message.is_empty());
        assert_eq!(error.status, Some(404));
    }

    /// Three users are made.
    pub(crate) fn makes(&self) {
        for name in ["ada", "bob", "eve"] {
            let request = Request::new("iam", "create_user", value!({ "UserName": name })).mutating();
            let made = self.cloud.call(&request).unwrap();
            assert_eq!(made.at("User.UserName").text(), name);
        }
    }

    /// A page is a page, and its marker leads to the rest.
    pub(crate) fn pages(&self) {
        let first = self.read("ListUsers", value!({ "MaxItems": 2 })).unwrap();
        assert_eq!(names(&first), ["ada", "bob"]);
        assert_eq!(first.get("IsTruncated").as_bool(), Some(true));
        let marker = first.get("Marker").text().to_owned();
        let rest = self.read("ListUsers", value!({ "Marker": marker })).unwrap();
        assert_eq!(names(&rest), ["eve"]);
        assert_ne!(rest.get("IsTruncated").as_bool(), Some(true));
    }

    /// A listing is whole.
    pub(crate) fn whole(&self) {
        let all = self.read("ListUsers", Value::map()).unwrap();
        assert_eq!(names(&all), ["ada", "bob", "eve"]);
    }

    /// A block that only looks changes nothing, and everything stops.
    pub(crate) fn guards(&self) {
        let caught = self
            .read("DeleteUser", value!({ "UserName": "ada" }))
            .unwrap_err();
        assert_eq!(
            (caught.fault, caught.code.as_str()),
            (Fault::Guard, "ReadOnlyBlock")
        );
        assert!(self.latch.get().is_some());
    }
}

/// The names of users.
pub(crate) fn names(answer: &Value) -> Vec<String> {
    let users = answer.get("Users").items().iter();
    users.map(|user| user.get("UserName").text().to_owned()).collect()
}

fn practice() -> Practice {
    Practice::in_memory(&Options::new(REGION))
}

#[test]
fn practice_holds_the_contract() {
    let practice = practice();
    let account = practice.account(None);
    hold(Arc::new(practice), &account);
}

#[test]
fn practice_behind_the_official_runtime_holds_the_contract() {
    let practice = practice();
    let account = practice.account(None);
    let rehearsal = rehearsal(practice, &[]);
    hold(Arc::new(rehearsal), &account);
}

/// A practice account with trouble before it.
fn rehearsal(practice: Practice, rules: &[&str]) -> Rehearsal {
    let clock = Arc::new(practice.clock());
    let rules = Rules::parse(rules, Catalogue::embedded()).unwrap();
    let stage = Stage {
        cloud: Arc::new(practice),
        clock,
        region: REGION.to_owned(),
        catalogue: Catalogue::embedded(),
        latch: Latch::default(),
        trouble: Trouble::new(rules),
    };
    Rehearsal::new(stage).unwrap()
}

/// Answers and errors are those of the account itself, in whatever account and region; of an error, what to do too.
#[test]
fn nothing_is_lost_between_a_practice_account_and_the_official_runtime() {
    let (near, far) = (practice(), practice());
    let far = rehearsal(far, &[]);
    let there = |request: Request| Request {
        region: Some("eu-west-1".to_owned()),
        account: Some("partner/2 é".to_owned()),
        ..request
    };
    let user = value!({ "UserName": "ada", "Tags": [{ "Key": "a", "Value": "b" }] });
    let sent = value!({ "InstanceIds": ["i-0"] });
    for request in [
        Request::new("sts", "GetCallerIdentity", Value::map()),
        there(Request::new("sts", "GetCallerIdentity", Value::map())),
        Request::new("iam", "CreateUser", user).mutating(),
        Request::new("iam", "GetUser", value!({ "UserName": "ada" })),
        there(Request::new("iam", "GetUser", value!({ "UserName": "ada" }))),
        Request::new("ec2", "DescribeSubnets", Value::map()),
        there(Request::new("ec2", "DescribeVpcs", Value::map())),
        Request::new(
            "guardduty",
            "CreateDetector",
            value!({ "Enable": true, "ClientToken": "t" }),
        )
        .mutating(),
        Request::new("guardduty", "ListDetectors", Value::map()),
        Request::new("ssm", "SendCommand", sent).mutating(),
        Request::new(
            "ec2",
            "DescribeVpcs",
            value!({ "Filters": [{ "Name": "colour", "Values": ["red"] }] }),
        ),
        Request {
            roles: vec![Role::of("arn:aws:iam::111122223333:role/Auditor").unwrap()],
            ..Request::new("iam", "ListUsers", Value::map())
        },
    ] {
        let (mut plain, mut rehearsed) = (near.call(&request), far.call(&request));
        for error in [&mut plain, &mut rehearsed]
            .into_iter()
            .filter_map(|told| told.as_mut().err())
        {
            // AWS's codes have advice of the runtime's.
            error.advice = error.advice.take().filter(|_| error.fault != Fault::Service);
        }
        // The rehearsal keeps to itself that there were requests.
        if let Some(members) = plain.as_mut().ok().and_then(Value::as_map_mut) {
            members.shift_remove("ResponseMetadata");
        }
        assert_eq!(rehearsed, plain, "{}:{}", request.service, request.operation);
    }
}

/// A file in memory.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no writer panicked").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_recording_of_practice_holds_the_contract() {
    let practice = practice();
    let account = practice.account(None);
    let paper = Paper::default();
    let header = CassetteHeader::new("Contract", "k7", "practice", REGION, jiff::Timestamp::UNIX_EPOCH);
    let tape = Tape::begin(
        Box::new(paper.clone()),
        header,
        &account,
        &IndexMap::new(),
        Catalogue::embedded(),
        Secrets::default(),
        Latch::default(),
    );
    let tape = Arc::new(tape.unwrap());
    hold(tape.around(Arc::new(practice)), &account);
    tape.end().unwrap();

    let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    assert!(account == WHO || !text.contains(&account), "{text}");
    let recorded = Recorded::read(&text, Catalogue::embedded()).unwrap();
    assert!(!recorded.cut());
    let account = recorded.header().account.clone();
    hold(Arc::new(recorded), &account);
}

#[test]
fn a_live_target_holds_the_contract() {
    let users = Mutex::new(Vec::new());
    let server = Server::by(move |_, text| answer(&users, text));
    hold(Arc::new(live(&server.url, &Latch::default())), WHO);
}

/// A few lines of IAM.
fn answer(users: &Mutex<Vec<String>>, text: &str) -> Reply {
    let body = text.rsplit("\r\n\r\n").next().unwrap_or_default();
    let field = |name: &str| {
        let mut fields = body.split('&').filter_map(|field| field.split_once('='));
        fields
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    };
    let result = |action: &str, inside: &str| {
        Reply::new(
            200,
            format!("<{action}Response><{action}Result>{inside}</{action}Result></{action}Response>"),
        )
    };
    let mut users = users.lock().expect("no answer panicked");
    let name = field("UserName").unwrap_or_default();
    match field("Action").unwrap_or_default().as_str() {
        "GetCallerIdentity" => result(
            "GetCallerIdentity",
            &format!("<Arn>arn:aws:iam::{WHO}:user/me</Arn><UserId>AIDA</UserId><Account>{WHO}</Account>"),
        ),
        "CreateUser" => {
            users.push(name.clone());
            result("CreateUser", &format!("<User><UserName>{name}</UserName></User>"))
        }
        "ListUsers" => {
            let from: usize = field("Marker")
                .and_then(|marker| marker.parse().ok())
                .unwrap_or(0);
            let to = users.len().min(from + 2);
            let page: String = users[from..to]
                .iter()
                .map(|name| format!("<member><UserName>{name}</UserName></member>"))
                .collect();
            let more = to < users.len();
            let marker = if more {
                format!("<Marker>{to}</Marker>")
            } else {
                String::new()
            };
            result(
                "ListUsers",
                &format!("<Users>{page}</Users><IsTruncated>{more}</IsTruncated>{marker}"),
            )
        }
        _ => Reply::new(
            404,
            "<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no such user</Message></Error></ErrorResponse>",
        ),
    }
}

#[test]
fn a_fake_holds_the_contract() {
    let gone = CloudError {
        status: Some(404),
        ..CloudError::new(
            &Request::new("iam", "GetUser", Value::map()),
            Fault::Service,
            "NoSuchEntity",
            "gone",
        )
    };
    let user = |name: &str| Ok(value!({ "User": { "UserName": name } }));
    let first = || {
        Ok(
            value!({ "Users": [{ "UserName": "ada" }, { "UserName": "bob" }], "IsTruncated": true, "Marker": "2" }),
        )
    };
    let rest = || Ok(value!({ "Users": [{ "UserName": "eve" }], "IsTruncated": false }));
    let who = value!({ "Account": WHO, "Arn": "arn:aws:iam::111122223333:user/me", "UserId": "AIDA" });
    let fake = FakeCloud::answering([
        Err(gone),
        Ok(who),
        user("ada"),
        user("bob"),
        user("eve"),
        first(),
        rest(),
        first(),
        rest(),
    ]);
    hold(Arc::new(fake), WHO);
}
