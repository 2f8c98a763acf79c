//! The load client: a few connections, each sends the same request again as soon as it is answered.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long one round takes.
const ROUND: Duration = Duration::from_secs(3);
/// Rounds, of which the best is told.
const ROUNDS: usize = 3;

/// Requests per second.
pub(crate) fn rate(url: &str, request: &[u8], connections: usize) -> f64 {
    let host = url.trim_start_matches("http://");
    let round = || {
        let over = AtomicBool::new(false);
        let start = Instant::now();
        let count: u32 = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..connections)
                .map(|_| scope.spawn(|| work(host, request, &over).expect("the server answers")))
                .collect();
            while start.elapsed() < ROUND {
                std::thread::park_timeout(ROUND.saturating_sub(start.elapsed()));
            }
            over.store(true, Ordering::Relaxed);
            workers
                .into_iter()
                .map(|worker| worker.join().expect("no panic"))
                .sum()
        });
        f64::from(count) / start.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(|_| round()).fold(0.0, f64::max)
}

/// One request, and the body of its answer.
pub(crate) fn ask(url: &str, request: &[u8]) -> io::Result<String> {
    let mut stream = BufReader::new(TcpStream::connect(url.trim_start_matches("http://"))?);
    stream.get_mut().write_all(request)?;
    let mut answer = Vec::new();
    exchange(&mut stream, &mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Sends until it is over; gives how many were answered.
fn work(host: &str, request: &[u8], over: &AtomicBool) -> io::Result<u32> {
    let mut count = 0;
    let mut connection = None;
    let mut answer = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let mut stream = match connection.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(host)?;
                stream.set_nodelay(true)?;
                BufReader::new(stream)
            }
        };
        stream.get_mut().write_all(request)?;
        if exchange(&mut stream, &mut answer)? {
            connection = Some(stream);
        }
        count += 1;
    }
    Ok(count)
}

/// Reads one answer, which must be a good one; says whether the connection stays.
fn exchange(stream: &mut BufReader<TcpStream>, answer: &mut Vec<u8>) -> io::Result<bool> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    head.make_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
        .unwrap_or(0);
    answer.resize(length, 0);
    stream.read_exact(answer)?;
    if head.split(' ').nth(1) != Some("200") {
        let said = format!("{head}{}", String::from_utf8_lossy(answer));
        return Err(io::Error::other(said));
    }
    Ok(head.starts_with("http/1.1") && !head.contains("connection: close"))
}
