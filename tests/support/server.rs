//! A server of raw TCP on loopback: it answers as a script says, well or badly, and keeps what it was asked and when.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What happens to one request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A status, header lines (each with its end), and a body whose length is told.
    Answer(u16, String, Vec<u8>),
    /// These bytes, and the connection stays open.
    Raw(Vec<u8>),
    /// These bytes, and the connection is closed.
    Cut(Vec<u8>),
    /// These bytes, and the connection is reset: what was asked is left unread.
    Reset(Vec<u8>),
    /// Nothing, ever.
    Silence,
}

impl Reply {
    /// A status and a body.
    pub(crate) fn new(status: u16, body: impl AsRef<[u8]>) -> Reply {
        Reply::Answer(status, String::new(), body.as_ref().to_vec())
    }

    /// The same with a header.
    pub(crate) fn header(self, name: &str, value: &str) -> Reply {
        match self {
            Reply::Answer(status, head, body) => {
                Reply::Answer(status, format!("{head}{name}: {value}\r\n"), body)
            }
            other => other,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Reply::Answer(status, head, body) => {
                let mut bytes = format!(
                    "HTTP/1.1 {status} Status\r\nx-amzn-requestid: r-9\r\n{head}content-length: {}\r\n\r\n",
                    body.len()
                )
                .into_bytes();
                bytes.extend(body);
                bytes
            }
            Reply::Raw(bytes) | Reply::Cut(bytes) | Reply::Reset(bytes) => bytes.clone(),
            Reply::Silence => Vec::new(),
        }
    }
}

/// The server.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
    /// Head and body of each request, in order.
    pub(crate) heard: Arc<Mutex<Vec<String>>>,
    times: Arc<Mutex<Vec<Instant>>>,
}

impl Server {
    /// A server of any replies.
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Server {
        let replies: Arc<[Reply]> = replies.into_iter().collect();
        let last = replies.last().expect("a reply").clone();
        let at = move |nth: usize| replies.get(nth).unwrap_or(&last).clone();
        let resets = at.clone();
        let reset = move |nth| match resets(nth) {
            Reply::Reset(bytes) => Some(bytes),
            _ => None,
        };
        Server::start(reset, move |nth, _| at(nth))
    }

    /// A server that makes up its replies, no resets among them, from the number of the request, from 0, and its text.
    pub(crate) fn by(reply: impl Fn(usize, &str) -> Reply + Send + Sync + 'static) -> Server {
        Server::start(|_| None, reply)
    }

    fn start(
        reset: impl Fn(usize) -> Option<Vec<u8>> + Send + Sync + 'static,
        reply: impl Fn(usize, &str) -> Reply + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Server {
            url,
            heard: Arc::default(),
            times: Arc::default(),
        };
        let (kept, script) = (server.clone(), Arc::new((reset, reply)));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, script) = (kept.clone(), script.clone());
                std::thread::spawn(move || kept.serve(stream, &script.0, &script.1));
            }
        });
        server
    }

    /// The requests so far, heads and bodies.
    pub(crate) fn asked(&self) -> Vec<String> {
        lock(&self.heard).clone()
    }

    /// The time between each request and the one before.
    pub(crate) fn gaps(&self) -> Vec<Duration> {
        let times = lock(&self.times);
        times.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    fn serve(
        &self,
        stream: TcpStream,
        reset: &dyn Fn(usize) -> Option<Vec<u8>>,
        reply: &dyn Fn(usize, &str) -> Reply,
    ) -> Option<()> {
        let mut writer = stream.try_clone().ok()?;
        let mut reader = BufReader::new(stream);
        while reader.get_ref().peek(&mut [0]).ok()? > 0 {
            // A socket that is closed with bytes unread is reset.
            let nth = lock(&self.heard).len();
            if let Some(bytes) = reset(nth) {
                self.keep(String::new());
                writer.write_all(&bytes).ok()?;
                if !bytes.is_empty() {
                    pause(Duration::from_millis(100));
                }
                return None;
            }
            let text = request(&mut reader)?;
            let nth = self.keep(text.clone());
            let reply = reply(nth, &text);
            writer.write_all(&reply.bytes()).ok()?;
            if let Reply::Cut(_) = reply {
                return None;
            }
        }
        None
    }

    fn keep(&self, text: String) -> usize {
        lock(&self.times).push(Instant::now());
        let mut heard = lock(&self.heard);
        heard.push(text);
        heard.len() - 1
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn request(reader: &mut BufReader<TcpStream>) -> Option<String> {
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
    Some(format!("{head}{}", String::from_utf8_lossy(&body)))
}

/// Real time passes: what is tested is on the other side of a socket.
#[expect(clippy::disallowed_methods, reason = "a server of its own, not the program")]
pub(crate) fn pause(span: Duration) {
    std::thread::sleep(span);
}
