//! The other side of the desk: how this program's other processes ask a server for its clock.

use super::desk::{CLOCK, HEALTH, TOKEN, Told};
use crate::port::{Clock, Latch, Stop, WallClock};
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use std::error::Error;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// How long the desk may take.
const LIMIT: Duration = Duration::from_secs(5);

/// A desk that does not answer as it should.
#[derive(Debug, thiserror::Error)]
#[error("the practice server at {url} does not answer: {why}")]
pub struct ClientError {
    url: String,
    why: String,
}

/// A server's desk, seen from another process.
#[derive(Debug)]
pub struct Client {
    url: String,
    token: String,
    /// A wait puts the server's clock forward, where nobody waits along.
    jumps: bool,
    runtime: Runtime,
}

impl Client {
    /// The desk of the server at `url`. Its clock `jumps` over what is waited for, or the wait takes its time.
    ///
    /// # Errors
    /// No thread can be started, or nobody is there.
    pub fn connect(url: &str, token: &str, jumps: bool) -> Result<Client, ClientError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let client = Client {
            url: url.to_owned(),
            token: token.to_owned(),
            jumps,
            runtime: runtime.map_err(|e| ClientError {
                url: url.to_owned(),
                why: e.to_string(),
            })?,
        };
        client.ask("GET", HEALTH)?;
        Ok(client)
    }

    fn told(&self, method: &str, path: &str) -> Result<Told, ClientError> {
        let body = self.ask(method, path)?;
        serde_json::from_slice(&body).map_err(|e| self.error(&e))
    }

    fn ask(&self, method: &str, path: &str) -> Result<Bytes, ClientError> {
        let (status, body) = self
            .runtime
            .block_on(async {
                let fetching = self.fetch(method, path);
                tokio::time::timeout(LIMIT, fetching)
                    .await
                    .unwrap_or_else(|e| Err(e.into()))
            })
            .map_err(|e| self.error(&*e))?;
        if status == 200 {
            Ok(body)
        } else {
            let said = String::from_utf8_lossy(&body);
            Err(self.error(&std::io::Error::other(format!("{status} {}", said.trim()))))
        }
    }

    async fn fetch(&self, method: &str, path: &str) -> Result<(u16, Bytes), Box<dyn Error + Send + Sync>> {
        let host = self.url.trim_start_matches("http://");
        let stream = TcpStream::connect(host).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", host)
            .header(TOKEN, &self.token)
            .body(Empty::<Bytes>::new())?;
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await?.to_bytes();
        connection.abort();
        Ok((status, body))
    }

    fn error(&self, why: &dyn std::fmt::Display) -> ClientError {
        ClientError {
            url: self.url.clone(),
            why: why.to_string(),
        }
    }
}

impl Clock for Client {
    /// The server's time; the wall's, where it does not answer: the next call says so.
    fn now(&self) -> Timestamp {
        self.told("GET", CLOCK)
            .map_or_else(|_| WallClock.now(), |told| told.now)
    }

    fn wait(&self, span: Duration, latch: &Latch) -> Result<(), Stop> {
        if let Some(stop) = latch.get() {
            return Err(stop);
        }
        let broken = |e: ClientError| Stop::Broken(e.to_string());
        if self.jumps {
            let path = format!("{CLOCK}?ms={}", span.as_millis());
            self.told("POST", &path).map(|_| ()).map_err(broken)
        } else {
            let told = self.told("GET", CLOCK).map_err(broken)?;
            WallClock.wait(span / told.speed.max(1), latch)
        }
    }
}
