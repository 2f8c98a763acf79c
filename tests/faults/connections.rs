//! Connections that are kept between calls, closed in between, and used by several threads.

use super::Wire::Json;
use super::*;
use std::sync::Arc;
use std::time::Instant;

/// A server closes what is idle: the next call takes another connection and is no second try.
#[test]
fn a_connection_that_was_closed_between_calls_costs_no_try() {
    let good = Json.good("text", "1");
    let bytes = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{good}", good.len());
    let server = Server::by(move |_, _| Reply::Cut(bytes.clone().into_bytes()));
    let (_folder, settings) = settings(&server.url, &Latch::default());
    let live = Live::connect(settings).unwrap();
    for _ in 0..5 {
        live.call(&Json.request()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "the server closes the connection")]
        std::thread::sleep(Duration::from_millis(30));
    }
    let heard = server.heard.lock().unwrap();
    assert_eq!(heard.len(), 5);
    assert!(heard.iter().all(|text| text.contains("attempt=1;")), "{heard:?}");
}

/// Threads that call at the same time do not wait for each other.
#[test]
fn calls_of_several_threads_go_side_by_side() {
    let good = Json.good("text", "1");
    let server = Server::by(move |_, _| {
        #[expect(clippy::disallowed_methods, reason = "a server takes its time")]
        std::thread::sleep(Duration::from_millis(200));
        Reply::new(200, &good)
    });
    let (_folder, settings) = settings(&server.url, &Latch::default());
    let live = Arc::new(Live::connect(settings).unwrap());
    let begun = Instant::now();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let live = Arc::clone(&live);
            std::thread::spawn(move || {
                for _ in 0..3 {
                    live.call(&Json.request()).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let took = begun.elapsed();
    assert_eq!(server.heard.lock().unwrap().len(), 24);
    // One after the other they would take 4.8 seconds.
    assert!(took < Duration::from_millis(2400), "{took:?}");
}
