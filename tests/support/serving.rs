//! The practice account of a lab, served.

use super::Lab;
use serde_json::Value as Json;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// A server, ended when dropped.
pub(crate) struct Serving {
    child: Child,
    /// What it said of itself when it began.
    pub(crate) facts: Json,
    heard: Arc<Mutex<Vec<Json>>>,
    reader: Option<JoinHandle<()>>,
}

impl Lab {
    /// Serves the lab's practice account on a port of its own.
    pub(crate) fn serve(&self, words: &[&str]) -> Serving {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_runbook")));
        command
            .args(["practice", "serve", "--port", "0", "--output", "json"])
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = lines.next().expect("the server says something").expect("a line");
        let heard: Arc<Mutex<Vec<Json>>> = Arc::default();
        let kept = Arc::clone(&heard);
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let line = serde_json::from_str(&line).expect("a line of JSON");
                kept.lock().expect("no panic in the lock").push(line);
            }
        });
        Serving {
            child,
            facts: serde_json::from_str(&first).expect("JSON"),
            heard,
            reader: Some(reader),
        }
    }
}

impl Serving {
    /// Where it is.
    pub(crate) fn url(&self) -> &str {
        self.facts["url"].as_str().expect("a URL")
    }

    /// The calls that it was asked for so far, `ec2:DescribeVpcs`, but for the question who asks, which each command
    /// begins with.
    pub(crate) fn asked(&self) -> Vec<String> {
        let heard = self.heard.lock().expect("no panic in the lock");
        let name = |line: &Json, of: &str| line[of].as_str().unwrap_or_default().to_owned();
        heard
            .iter()
            .map(|line| format!("{}:{}", name(line, "service"), name(line, "operation")))
            .filter(|call| call != "sts:GetCallerIdentity")
            .collect()
    }

    /// Ends it by a signal, `INT`.
    #[cfg(unix)]
    pub(crate) fn end(mut self, signal: &str) -> ExitStatus {
        let told = Command::new("/bin/kill")
            .args([format!("-{signal}"), self.child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(told.success());
        self.child.wait().expect("the server ends")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().map(|_| ()).unwrap_or_default();
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap_or_default();
        }
    }
}
