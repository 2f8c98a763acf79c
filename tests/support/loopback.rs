//! A server of a few lines on loopback, which stands for AWS.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
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
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (hears, answer) = (heard.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (hears, answer) = (hears.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &*answer, &hears));
            }
        });
        Loopback { url, heard }
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

fn serve(
    stream: TcpStream,
    answer: &dyn Fn(usize, &str) -> Answer,
    heard: &Mutex<Vec<String>>,
) -> Option<()> {
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
        let request = format!("{head}{}", String::from_utf8_lossy(&body));
        let number = {
            let mut heard = heard.lock().ok()?;
            heard.push(request.clone());
            heard.len() - 1
        };
        let (status, body) = answer(number, &request);
        if status == 0 {
            continue;
        }
        let length = body.len();
        write!(
            writer,
            "HTTP/1.1 {status} Status\r\nx-amzn-requestid: r-9\r\nx-aws-ec2-metadata-token-ttl-seconds: 60\r\n\
             content-length: {length}\r\n\r\n{body}"
        )
        .ok()?;
    }
}
