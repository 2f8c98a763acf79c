//! Instance commands: waiting for the instance, sending, gathering, and what goes wrong.

use super::super::testing::{Bench, failed, refused};
use crate::document::Task;
use crate::event::{Access, Event};
use crate::port::{CloudError, Fault};
use crate::script::Failure;
use crate::value;
use crate::value::Value;

fn bench(options: &str, code: &str) -> Bench {
    Bench::new(&format!(
        "# Lab\n\n## Step\n\n```rhai setup\nlet web = #{{ InstanceId: \"i-1\" }};\nlet two = [\"i-1\", \"i-2\"];\nlet none = ();\n\
         let name = \"it's\";\n```\n\n```bash ssm {options}\n{code}\n```\n"
    ))
}

fn online(ids: &[&str]) -> Result<Value, CloudError> {
    let list: Value = ids
        .iter()
        .map(|id| value!({ "InstanceId": (*id), "PingStatus": "Online" }))
        .collect();
    Ok(value!({ "InstanceInformationList": list }))
}

fn sent() -> Result<Value, CloudError> {
    Ok(value!({ "Command": { "CommandId": "c-1" } }))
}

fn ended(id: &str, status: &str, code: i64, out: &str) -> Result<Value, CloudError> {
    Ok(
        value!({ "InstanceId": id, "Status": status, "ResponseCode": code, "StandardOutputContent": out, "StandardErrorContent": "" }),
    )
}

/// Runs the step's command; gives the failure, and what `into=out` holds then.
fn run(bench: &Bench) -> (Option<Failure>, Option<Value>) {
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    let step = bench.step(0);
    host.enter(step).unwrap();
    let block = &step.blocks[1];
    let Task::Command(options) = &block.task else {
        panic!("not a command")
    };
    let failure = host.command(step, block, options).err();
    (failure, host.get("out"))
}

#[test]
fn commands_are_sent_quoted_and_their_output_has_a_name() {
    let bench = bench(
        "target=web.InstanceId into=out within=2m",
        "echo {{ name }}\nuptime",
    )
    .answering([
        online(&[]),
        online(&["i-1"]),
        sent(),
        refused(Fault::Service, "InvocationDoesNotExist", ""),
        ended("i-1", "InProgress", -1, ""),
        ended("i-1", "Success", 0, "it's\n"),
    ]);
    let (failure, out) = run(&bench);
    assert!(failure.is_none(), "{failure:?}");
    let out = out.unwrap();
    assert_eq!(
        (out.get("stdout").text(), out.get("code").as_int()),
        ("it's\n", Some(0))
    );
    assert_eq!(
        (out.get("status").text(), out.get("instance").text()),
        ("Success", "i-1")
    );
    let requests = bench.cloud.requests();
    let names: Vec<&str> = requests
        .iter()
        .map(|request| request.operation.as_str())
        .collect();
    let asks = "GetCommandInvocation";
    let looks = "DescribeInstanceInformation";
    assert_eq!(names, [looks, looks, "SendCommand", asks, asks, asks]);
    let send = &requests[2];
    assert_eq!(send.access, Access::Mutate);
    assert_eq!(send.input.at("Parameters.commands.0").text(), r"echo 'it'\''s'");
    assert_eq!(send.input.at("Parameters.executionTimeout.0").text(), "120");
    assert_eq!(send.input.get("DocumentName").text(), "AWS-RunShellScript");
    assert_eq!(bench.said(), ["it's"]);
    let waited = bench
        .sink
        .events()
        .iter()
        .filter(|event| matches!(event, Event::Waited { .. }))
        .count();
    assert_eq!(waited, 3);
}

#[test]
fn a_list_of_instances_gives_a_list_of_outputs() {
    let bench = bench("target=two into=out", "hostname").answering([
        online(&["i-2", "i-1"]),
        sent(),
        ended("i-1", "Success", 0, "one"),
        ended("i-2", "Failed", 3, "two"),
    ]);
    let (failure, out) = run(&bench);
    assert!(
        failure.is_none(),
        "with `into` the code is the author's to judge: {failure:?}"
    );
    assert_eq!(out.unwrap().at("1.code").as_int(), Some(3));
    assert_eq!(bench.said(), ["i-1:\none", "i-2:\ntwo"]);
}

#[test]
fn what_goes_wrong_is_told_with_advice() {
    for (options, answers, expected) in [
        ("target=none", vec![], "`target=none` names no instance"),
        ("target=web", vec![], "`target=web` names no instance"),
        (
            "target=web.InstanceId within=4s",
            vec![online(&[]), online(&[]), online(&[])],
            "i-1 is not managed by Systems Manager",
        ),
        (
            "target=web.InstanceId",
            vec![
                online(&["i-1"]),
                refused(Fault::Service, "AccessDeniedException", "no"),
            ],
            "who runs this needs ssm:DescribeInstanceInformation, ssm:SendCommand",
        ),
        (
            "target=web.InstanceId",
            vec![online(&["i-1"]), sent(), ended("i-1", "Failed", 2, "")],
            "the commands on i-1 ended with exit code 2",
        ),
        (
            "target=web.InstanceId into=out",
            vec![online(&["i-1"]), sent(), ended("i-1", "TimedOut", -1, "")],
            "the commands on i-1 ran out of time",
        ),
    ] {
        let bench = bench(options, "uptime").answering(answers);
        let (failure, _) = run(&bench);
        let told = failed(&failure.unwrap());
        assert!(told.contains(expected), "{expected}\n{told}");
    }
}

#[test]
fn secrets_are_masked_in_what_is_told_and_plan_knows_the_calls() {
    let bench = bench("target=web.InstanceId into=out", "cat key").answering([
        online(&["i-1"]),
        sent(),
        ended("i-1", "Success", 0, "the-secret-key"),
    ]);
    bench.secrets.add("the-secret-key");
    let (_, out) = run(&bench);
    assert!(!bench.said()[0].contains("the-secret-key"), "{:?}", bench.said());
    assert_eq!(out.unwrap().get("stdout").text(), "the-secret-key");
    let survey = bench.survey();
    let calls: Vec<String> = survey
        .of(Some("step"))
        .flat_map(|block| &block.calls)
        .map(|call| format!("{}:{} {:?}", call.service, call.operation, call.class))
        .collect();
    assert!(calls.contains(&"ssm:SendCommand Write".to_owned()), "{calls:?}");
}
