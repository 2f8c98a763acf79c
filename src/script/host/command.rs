//! `bash ssm` and `powershell ssm`: the commands go to instances by Systems Manager, and their output comes back.
//!
//! The block waits until each instance is managed and online, sends the commands once, and asks for each instance's
//! output until it is there. What instances print is told, secrets masked, and bound to `into=`.

use super::Host;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, CommandOptions, Step};
use crate::event::{Access, Event, Remark};
use crate::port::{CloudError, Fault, Request, Stop};
use crate::script::{Cause, Failure, dynamic};
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// The operations that such a block calls, as `plan` lists them.
pub(crate) const OPERATIONS: [&str; 3] = [
    "DescribeInstanceInformation",
    "SendCommand",
    "GetCommandInvocation",
];

/// How long is waited where `within=` does not say: an instance that was just launched registers within minutes.
const WITHIN: Duration = Duration::from_secs(300);

/// The pause between two looks.
const PAUSE: Duration = Duration::from_secs(3);

/// Characters that Systems Manager gives of an output (AWS API reference, "GetCommandInvocation").
const SHOWN: usize = 24_000;

/// One block on its way.
struct Errand<'a> {
    host: &'a Host,
    step: &'a Step,
    block: &'a Block,
    began: jiff::Timestamp,
    within: Duration,
}

impl Host {
    /// Runs an instance command of the step that was entered, and gives its result to the names of the step.
    ///
    /// # Errors
    /// A target that names no instance; an instance that is not managed, or not in time; commands that failed, unless
    /// `into=` hands their outcome to the author.
    pub fn command(&mut self, step: &Step, block: &Block, options: &CommandOptions) -> Result<(), Failure> {
        let text = self.render(step, block)?;
        let errand = Errand {
            host: self,
            step,
            block,
            began: self.stage.doors.clock.now(),
            within: options.within.unwrap_or(WITHIN),
        };
        let (ids, many) = errand.targets(&options.target)?;
        errand.managed(&ids)?;
        let results = errand.run(&ids, &text)?;
        let failed = results
            .iter()
            .find(|result| result.get("status").text() != "Success");
        let failure = match (failed, &options.into) {
            (Some(result), None) => Some(errand.failed(result)),
            // What did not even run is no result: the author could mistake it for silence.
            (Some(result), Some(_)) if result.get("code").as_int() == Some(-1) => Some(errand.failed(result)),
            _ => None,
        };
        if let Some(name) = &options.into {
            let value = match results.first() {
                Some(only) if !many => only.clone(),
                _ => Value::List(results),
            };
            self.put(name, &value);
        }
        failure.map_or(Ok(()), Err)
    }
}

impl Errand<'_> {
    fn failure(&self, code: &'static str, message: impl Into<String>, help: &str) -> Failure {
        let source = &self.host.runbook.source;
        let diagnostic = Diagnostic::error(code, source, self.block.info, message)
            .label("this block")
            .help(help);
        Failure {
            diagnostic: Box::new(diagnostic),
            cause: Cause::Script,
        }
    }

    fn stopped(&self, stop: Stop) -> Failure {
        let told = match &stop {
            Stop::Interrupted => "interrupted".to_owned(),
            Stop::Refused(why) | Stop::Limit(why) | Stop::Broken(why) => why.clone(),
        };
        Failure {
            cause: Cause::Stopped(stop),
            ..self.failure(
                "stopped",
                format!("the commands were not run to their end: {told}"),
                "look at the instance before you run them again",
            )
        }
    }

    fn refused(&self, error: CloudError) -> Failure {
        if error.fault == Fault::Guard {
            let stop = Stop::Refused(error.message);
            self.host.stage.doors.latch.set(stop.clone());
            return self.stopped(stop);
        }
        let help = match (&error.advice, error.code.as_str()) {
            (Some(advice), _) => advice.clone(),
            (None, "AccessDeniedException") => {
                "who runs this needs ssm:DescribeInstanceInformation, ssm:SendCommand and ssm:GetCommandInvocation".to_owned()
            }
            (None, _) => "look at the instance in Systems Manager's Fleet Manager".to_owned(),
        };
        let message = dynamic::printable(&error.to_string());
        Failure {
            cause: Cause::Cloud(Box::new(error)),
            ..self.failure("aws", message, &help)
        }
    }

    fn call(&self, operation: &str, input: Value, access: Access) -> Result<Value, CloudError> {
        let request = Request {
            access,
            step: Some(self.step.id.clone()),
            ..Request::new("ssm", operation, input)
        };
        self.host.stage.doors.cloud.call(&request)
    }

    /// Waits a little; false when the time is over.
    fn pause(&self, what: &str) -> Result<bool, Failure> {
        let doors = &self.host.stage.doors;
        let elapsed = doors.clock.now().duration_since(self.began).unsigned_abs();
        if elapsed >= self.within {
            return Ok(false);
        }
        self.tell(&Event::Waited {
            step: Some(self.step.id.clone()),
            text: what.to_owned(),
            elapsed: elapsed.as_secs(),
            limit: self.within.as_secs(),
            usually: None,
        })?;
        doors
            .clock
            .wait(PAUSE.min(self.within - elapsed), &doors.latch)
            .map_err(|stop| self.stopped(stop))?;
        doors.latch.get().map_or(Ok(true), |stop| Err(self.stopped(stop)))
    }

    fn tell(&self, event: &Event) -> Result<(), Failure> {
        let doors = &self.host.stage.doors;
        doors.sink.emit(event).map_err(|error| {
            let stop = Stop::Broken(error.to_string());
            doors.latch.set(stop.clone());
            self.stopped(stop)
        })
    }

    /// The instances that `target=` names, and whether it is a list: a name of the step, or a member of one:
    /// `web.InstanceId`.
    fn targets(&self, target: &str) -> Result<(Vec<String>, bool), Failure> {
        let (name, path) = target.split_once('.').unwrap_or((target, ""));
        let found = self.host.get(name).unwrap_or_default();
        let found = if path.is_empty() { &found } else { found.at(path) };
        let ids: Vec<String> = match found {
            Value::Text(id) => vec![id.clone()],
            Value::List(items) => items
                .iter()
                .filter_map(Value::as_text)
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        };
        // Hybrid machines have ids that begin with `mi-`.
        let fits = |id: &String| id.starts_with("i-") || id.starts_with("mi-");
        if ids.is_empty() || !ids.iter().all(fits) {
            let message = format!("`target={target}` names no instance");
            let help = "it is the name of an instance's id, or of a list of ids, that the setup found: is the instance there?";
            return Err(self.failure("no-target", message, help));
        }
        Ok((ids, matches!(found, Value::List(_))))
    }

    /// Waits until every instance is managed and online.
    fn managed(&self, ids: &[String]) -> Result<(), Failure> {
        loop {
            let values: Value = ids.iter().map(Value::from).collect();
            let input = value!({ "Filters": [{ "Key": "InstanceIds", "Values": values }] });
            let answer = self
                .call("DescribeInstanceInformation", input, Access::Read)
                .map_err(|error| self.refused(error))?;
            let known = answer.get("InstanceInformationList").items();
            let standing = |id: &String| {
                known
                    .iter()
                    .find(|one| one.get("InstanceId").text() == id)
                    .map(|one| one.get("PingStatus").text())
            };
            let Some(missing) = ids.iter().find(|id| standing(id) != Some("Online")) else {
                return Ok(());
            };
            if !self.pause(&format!("{missing} to be managed by Systems Manager"))? {
                let (message, help) = match standing(missing) {
                    Some(_) => (
                        format!("Systems Manager lost its connection to {missing}"),
                        "is the instance running, and has it still a way out to Systems Manager?",
                    ),
                    None => (
                        format!("{missing} is not managed by Systems Manager"),
                        "it needs three things: an instance profile whose role has AmazonSSMManagedInstanceCore, a way out \
                         to the internet or to Systems Manager's endpoints, and one to three minutes after its start",
                    ),
                };
                return Err(self.failure("not-managed", message, help));
            }
        }
    }

    /// Sends the commands and gathers what came of them, instance by instance.
    fn run(&self, ids: &[String], text: &str) -> Result<Vec<Value>, Failure> {
        let document = match self.block.language.as_str() {
            "powershell" => "AWS-RunPowerShellScript",
            _ => "AWS-RunShellScript",
        };
        let lines: Value = text.lines().map(Value::from).collect();
        let targets: Value = ids.iter().map(Value::from).collect();
        let seconds = self.within.as_secs().clamp(30, 172_800);
        let input = value!({
            "InstanceIds": targets,
            "DocumentName": document,
            "Parameters": { "commands": lines, "executionTimeout": [(seconds.to_string())] },
            "Comment": (format!("runbook, step {}", self.step.id).chars().take(100).collect::<String>()),
        });
        let sent = self
            .call("SendCommand", input, Access::Mutate)
            .map_err(|error| self.refused(error))?;
        let command = sent.at("Command.CommandId").text();
        ids.iter()
            .map(|id| self.gather(command, id, ids.len() > 1))
            .collect()
    }

    fn gather(&self, command: &str, id: &str, many: bool) -> Result<Value, Failure> {
        loop {
            let input = value!({ "CommandId": command, "InstanceId": id });
            let answer = match self.call("GetCommandInvocation", input, Access::Read) {
                Ok(answer) => Some(answer),
                // It takes a moment until the invocation can be seen.
                Err(error) if error.code == "InvocationDoesNotExist" => None,
                Err(error) => return Err(self.refused(error)),
            };
            let status = answer
                .as_ref()
                .map_or("Pending", |answer| answer.get("Status").text());
            if let Some(answer) = &answer
                && !["Pending", "InProgress", "Delayed", "Cancelling"].contains(&status)
            {
                return self.told(answer, many);
            }
            if !self.pause(&format!("the commands on {id}"))? {
                let message = format!(
                    "the commands on {id} did not end within {} seconds",
                    self.within.as_secs()
                );
                let help =
                    "give them more time with `within=`, or look at the command's history in Systems Manager";
                return Err(self.failure("command-time", message, help));
            }
        }
    }

    /// Tells an output, and gives it as the author sees it.
    fn told(&self, answer: &Value, many: bool) -> Result<Value, Failure> {
        let (out, err) = (
            answer.get("StandardOutputContent").text(),
            answer.get("StandardErrorContent").text(),
        );
        let id = answer.get("InstanceId").text();
        let mut text = String::new();
        if many {
            text.push_str(&format!("{id}:\n"));
        }
        text.push_str(out);
        if !err.trim().is_empty() {
            text.push_str(if out.is_empty() || out.ends_with('\n') {
                ""
            } else {
                "\n"
            });
            text.push_str(err);
        }
        if text.trim().is_empty() {
            text = format!("{text}(no output)");
        }
        let secrets = &self.host.stage.doors.secrets;
        let say = |remark, text: &str| {
            self.tell(&Event::Said {
                step: Some(self.step.id.clone()),
                remark,
                text: secrets.mask(&dynamic::printable(text)),
            })
        };
        say(Remark::Say, text.trim_end())?;
        if out.chars().count() >= SHOWN || err.chars().count() >= SHOWN {
            say(
                Remark::Note,
                "Systems Manager gives the first 24,000 characters of an output: the rest stays on the instance",
            )?;
        }
        Ok(value!({
            "stdout": out,
            "stderr": err,
            "code": (answer.get("ResponseCode").as_int().unwrap_or(-1)),
            "status": (answer.get("Status")),
            "instance": id,
        }))
    }

    fn failed(&self, result: &Value) -> Failure {
        let (id, status) = (result.get("instance").text(), result.get("status").text());
        let code = result.get("code").as_int().unwrap_or(-1);
        match status {
            "TimedOut" => self.failure(
                "command-time",
                format!("the commands on {id} ran out of time"),
                "give them more time with `within=`",
            ),
            "Failed" if code >= 0 => self.failure(
                "command-failed",
                format!("the commands on {id} ended with exit code {code}"),
                "read what they printed; with `into=NAME` the code is yours to judge",
            ),
            status => self.failure(
                "command-failed",
                format!("the commands on {id} were not run: {status}"),
                "look at the command's history in Systems Manager",
            ),
        }
    }
}
