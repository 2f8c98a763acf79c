//! A server on loopback with prepared answers, which keeps its connections.

use crate::answers;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Serves until the process ends; gives the URL.
pub(crate) fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let json = parameter();
    let xml = response("text/xml;charset=UTF-8", &answers::instances());
    let prepared = Arc::new((json, xml));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let prepared = prepared.clone();
            std::thread::spawn(move || serve(stream, &prepared));
        }
    });
    url
}

/// The answer to what has a target.
pub(crate) fn parameter() -> Vec<u8> {
    response("application/x-amz-json-1.1", answers::PARAMETER)
}

fn response(kind: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\nx-amzn-requestid: r-1\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Answers what has a target as JSON and anything else as EC2, until the client goes.
fn serve(stream: TcpStream, (json, xml): &(Vec<u8>, Vec<u8>)) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    loop {
        head.clear();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        head.make_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body)?;
        let targeted = head.contains("\r\nx-amz-target: ");
        writer.write_all(if targeted { json } else { xml })?;
    }
}
