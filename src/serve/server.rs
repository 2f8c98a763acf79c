//! Connections.

use super::site::Site;
use crate::port::Latch;
use crate::wire::{WireAnswer, WireRequest};
use http::header::{HeaderName, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::watch;

/// The largest request that is taken in. It is held in memory whole.
const LARGEST: usize = 128 * 1024 * 1024;
/// How long the head of a request may take.
const HEAD_LIMIT: Duration = Duration::from_secs(30);
/// How long requests that are under way when the server ends may take.
const GRACE: Duration = Duration::from_secs(2);
/// How often the stop is looked for.
const GLANCE: Duration = Duration::from_millis(20);

/// A server that cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is not to be had.
    #[error("port {port} cannot be listened on: {source}")]
    Port {
        /// The port.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// The machine refuses.
    #[error("the server cannot run: {0}")]
    Machine(#[from] io::Error),
}

/// A server that listens and does not yet answer.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    url: String,
}

impl Server {
    /// Listens on loopback; port 0 is any that is free.
    ///
    /// # Errors
    /// The port is taken, or may not be listened on.
    pub fn bind(port: u16) -> Result<Server, ServeError> {
        let refused = |source| ServeError::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        Ok(Server { listener, url })
    }

    /// `http://127.0.0.1:4566`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers until the latch is set; then ends what is under way. Nothing of `site` is left behind when it returns.
    ///
    /// # Errors
    /// The machine refuses threads or connections.
    pub fn run(self, site: Site, latch: &Latch) -> Result<(), ServeError> {
        let site = Arc::new(site);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let open = GracefulShutdown::new();
            let (end, over) = watch::channel(());
            let mut threads: Vec<JoinHandle<()>> = Vec::new();
            loop {
                tokio::select! {
                    accepted = listener.accept() => {
                        // A connection that went away before it was taken is nobody's failure.
                        let Ok((stream, _)) = accepted else { continue };
                        let Ok(stream) = stream.into_std() else { continue };
                        threads.retain(|thread| !thread.is_finished());
                        let (site, watcher, over) = (Arc::clone(&site), open.watcher(), over.clone());
                        // A machine that has no thread to spare drops this connection, and keeps the others.
                        let thread = std::thread::Builder::new().name("serve".to_owned());
                        let thread = thread
                            .spawn(move || connected(&site, stream, watcher, over).unwrap_or_default());
                        threads.extend(thread);
                    }
                    () = set(latch) => break,
                }
            }
            tokio::select! {
                () = open.shutdown() => {}
                () = tokio::time::sleep(GRACE) => {}
            }
            drop(end);
            for thread in threads {
                // What went wrong on a connection was told there.
                thread.join().unwrap_or_default();
            }
            Ok(())
        })
    }
}

/// One connection, on a thread of its own: the world is locked, read and written by the thread that read the request,
/// without a second one to be woken for it. A class has some dozens of them.
///
/// # Errors
/// The machine refuses. A client that breaks off is its own matter, and no error.
fn connected(
    site: &Arc<Site>,
    stream: std::net::TcpStream,
    watcher: Watcher,
    mut over: watch::Receiver<()>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let stream = tokio::net::TcpStream::from_std(stream)?;
        stream.set_nodelay(true)?;
        let answering = service_fn(|request| answer(site, request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_LIMIT)
            // A client's end is seen when it is answered. To look for it while it is would take a buffer for each request.
            .half_close(true)
            .serve_connection(TokioIo::new(stream), answering);
        tokio::select! {
            done = watcher.watch(connection) => done.unwrap_or_default(),
            // Its sender is gone: the time to end is over.
            _ = over.changed() => {}
        }
        Ok(())
    })
}

async fn set(latch: &Latch) {
    while latch.get().is_none() {
        tokio::time::sleep(GLANCE).await;
    }
}

async fn answer(site: &Site, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let answer = match taken(request).await {
        Ok(request) => {
            catch_unwind(AssertUnwindSafe(|| site.answer(&request))).unwrap_or_else(|_| WireAnswer {
                status: 500,
                ..WireAnswer::default()
            })
        }
        Err(answer) => answer,
    };
    Ok(given(answer))
}

/// A request with its body whole.
async fn taken(request: Request<Incoming>) -> Result<WireRequest, WireAnswer> {
    let (head, body) = request.into_parts();
    let refused = |status: u16, text: String| super::desk::plain(status, &text);
    let body = Limited::new(body, LARGEST).collect().await.map_err(|e| {
        if e.is::<LengthLimitError>() {
            refused(413, format!("a request may have {LARGEST} bytes here"))
        } else {
            refused(400, format!("the body cannot be read: {e}"))
        }
    })?;
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let mut headers: Vec<(String, String)> = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value)))
        .collect();
    // A request line with a whole URL says whom it means more clearly than the header.
    if let Some(authority) = head.uri.authority() {
        headers.retain(|(name, _)| name != "host");
        headers.push(("host".to_owned(), authority.to_string()));
    }
    let uri = head.uri.path_and_query().map_or("/", |target| target.as_str());
    Ok(WireRequest {
        method: head.method.as_str().to_owned(),
        uri: uri.to_owned(),
        headers,
        body: body.to_bytes().to_vec(),
    })
}

fn given(answer: WireAnswer) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() = status;
    for (name, value) in answer.headers {
        // A name or value that HTTP does not have is left out; the rest of the answer is worth more than none.
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
