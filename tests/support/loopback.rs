//! A server on loopback that answers well, and so stands for AWS.

use super::server::{Reply, Server};
use std::sync::{Arc, Mutex};

/// What it answers: the status (0 for never) and the body.
type Answer = (u16, String);

/// Answers what it is asked, and keeps that. The headers are those that some client of AWS wants to see.
pub(crate) struct Loopback {
    pub(crate) url: String,
    /// Head and body of each request, in order.
    pub(crate) heard: Arc<Mutex<Vec<String>>>,
}

impl Loopback {
    /// Answers each request as `answer` says, which is given its number from 0 and its text.
    pub(crate) fn new(answer: impl Fn(usize, &str) -> Answer + Send + Sync + 'static) -> Loopback {
        let server = Server::by(move |number, text| match answer(number, text) {
            (0, _) => Reply::Silence,
            (status, body) => Reply::new(status, body).header("x-aws-ec2-metadata-token-ttl-seconds", "60"),
        });
        Loopback {
            url: server.url,
            heard: server.heard,
        }
    }

    /// Answers in order, the last one again and again.
    pub(crate) fn answering(answers: &'static [(u16, &'static str)]) -> Loopback {
        Loopback::new(|number, _| {
            let (status, body) = answers.get(number).or(answers.last()).expect("an answer");
            (*status, (*body).to_owned())
        })
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.heard.lock().expect("no test panicked in the lock").clone()
    }

    /// What it was asked so far that holds this text.
    pub(crate) fn asked_with(&self, text: &str) -> Vec<String> {
        let mut asked = self.asked();
        asked.retain(|request| request.contains(text));
        asked
    }
}
