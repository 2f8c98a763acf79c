//! Who comes to a web server that the internet can reach: scanners, a health check of a stranger's list, a person now
//! and then. Addresses are from the ranges that are kept for documentation (RFC 5737); who comes when follows from
//! the seed and the clock, so that two looks see the same.

use super::facts::Facts;
use super::state::State;
use super::web::Hit;
use crate::practice::ids::Seed;
use jiff::Timestamp;

/// Seconds between two chances of a visit.
const BEAT: i64 = 45;

/// At most so many chances are looked at, the latest ones: an old world has long logs elsewhere too, rotated away.
const MOST: i64 = 2_000;

/// What visitors ask for: request, user agent, status where the path is not there (0: as the server answers).
/// Requests are those that any public address sees (illustrative).
static ASKED: &[(&str, &str, u16)] = &[
    (
        "GET / HTTP/1.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        0,
    ),
    (
        "GET /favicon.ico HTTP/1.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        404,
    ),
    ("GET / HTTP/1.1", "Mozilla/5.0 zgrab/0.x", 0),
    ("GET / HTTP/1.0", "-", 0),
    ("HEAD / HTTP/1.1", "HealthMonitor/1.4", 0),
    (
        "GET /robots.txt HTTP/1.1",
        "Mozilla/5.0 (compatible; CensusCrawler/1.1)",
        404,
    ),
    (
        "GET /phpmyadmin/index.php HTTP/1.1",
        "Mozilla/5.0 (X11; Linux x86_64)",
        404,
    ),
    (
        "GET /pma/index.php HTTP/1.1",
        "Mozilla/5.0 (X11; Linux x86_64)",
        404,
    ),
    ("GET /.env HTTP/1.1", "python-requests/2.32.3", 404),
    ("GET /.git/config HTTP/1.1", "python-requests/2.32.3", 404),
    ("GET /wp-login.php HTTP/1.1", "Mozilla/5.0 (Windows NT 6.1)", 404),
    ("POST /boaform/admin/formLogin HTTP/1.1", "Mozilla/5.0", 404),
    ("GET /cgi-bin/.%2e/.%2e/.%2e/.%2e/bin/sh HTTP/1.1", "-", 400),
    ("GET /actuator/health HTTP/1.1", "Go-http-client/1.1", 404),
];

/// Notes that the internet can, or could, reach the server until now.
pub(super) fn note(facts: &Facts, state: &mut State) {
    let Some((_, since)) = super::unit::web(facts, state).filter(|_| facts.open) else {
        return;
    };
    let last = state.visits.last_mut().filter(|(_, to)| *to >= since);
    match last {
        Some((_, to)) => *to = facts.now.max(*to),
        None if facts.now > since => state.visits.push((since, facts.now)),
        None => {}
    }
}

/// The visits of a span, in order. `size` is what the front page answers with, `status` how.
pub(super) fn hits(facts: &Facts, state: &State, front: (u16, usize)) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (from, to) in &state.visits {
        let first = from.as_second().div_euclid(BEAT) + 1;
        let last = to.as_second().div_euclid(BEAT);
        for beat in first.max(last - MOST)..=last {
            let chance = Seed::new(
                facts.seed,
                &facts.instance,
                "visit",
                u64::try_from(beat).unwrap_or(0),
            );
            if let Some(hit) = visit(chance, beat, front) {
                hits.push(hit);
            }
        }
    }
    hits.retain(|hit| {
        state
            .visits
            .iter()
            .any(|(from, to)| *from <= hit.at && hit.at <= *to)
    });
    hits
}

fn visit(chance: Seed, beat: i64, front: (u16, usize)) -> Option<Hit> {
    let number = chance.below(u64::MAX);
    // Two beats of three are quiet.
    if !number.is_multiple_of(3) {
        return None;
    }
    let pick = |modulus: u64, shift: u32| (number >> shift) % modulus;
    let (request, agent, status) = ASKED[usize::try_from(pick(ASKED.len() as u64, 8)).unwrap_or(0)];
    let range = ["192.0.2", "198.51.100", "203.0.113"][usize::try_from(pick(3, 24)).unwrap_or(0)];
    let at = beat * BEAT + i64::try_from(pick(u64::from(BEAT.unsigned_abs() as u32), 40)).unwrap_or(0);
    let (status, size) = match status {
        0 if request.starts_with("HEAD") => (front.0, 0),
        0 => front,
        400 => (400, 226),
        other => (other, 196),
    };
    Some(Hit {
        at: Timestamp::from_second(at).ok()?,
        from: format!("{range}.{}", 2 + pick(250, 32)),
        request: request.to_owned(),
        status,
        size,
        agent: agent.to_owned(),
    })
}
