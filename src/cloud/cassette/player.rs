//! A recording as a target: offline, and only what was recorded.

use super::compare::{Bindings, Comparison, Difference, bound};
use super::{Call, Cassette, CassetteError, Header, Outcome};
use crate::api::Catalogue;
use crate::port::{Cloud, CloudError, Fault, Request};
use crate::value::Value;
use std::sync::{Mutex, PoisonError};

/// Members that are told of a call that differs.
const TOLD: usize = 3;

/// The recorded target. Answers come in the recorded order of each call; a look that is taken more often than it was
/// gets its last answer again.
#[derive(Debug)]
pub struct Recorded {
    header: Header,
    calls: Vec<Call>,
    cut: bool,
    catalogue: &'static Catalogue,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    used: Vec<bool>,
    bindings: Bindings,
}

impl Recorded {
    /// Reads a recording.
    ///
    /// # Errors
    /// It is none, of another format, or damaged.
    pub fn read(text: &str, catalogue: &'static Catalogue) -> Result<Recorded, CassetteError> {
        let Cassette { header, calls, cut } = Cassette::read(text)?;
        let state = State {
            used: vec![false; calls.len()],
            bindings: Bindings::new(),
        };
        Ok(Recorded {
            header,
            calls,
            cut,
            catalogue,
            state: Mutex::new(state),
        })
    }

    /// The first line.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// True where the end of the recording is missing.
    #[must_use]
    pub fn cut(&self) -> bool {
        self.cut
    }

    /// How many calls it holds.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// The places of the recorded calls of an operation, at the same place.
    fn alike<'s>(&'s self, request: &'s Request) -> impl DoubleEndedIterator<Item = usize> + 's {
        let region = request
            .region
            .as_ref()
            .filter(|region| **region != self.header.region);
        (0..self.calls.len()).filter(move |at| {
            let call = &self.calls[*at];
            call.service == request.service
                && call.operation == request.operation
                && call.region.as_ref() == region
                && call.account == request.account
                && call.roles.len() == request.roles.len()
        })
    }

    fn refuse(
        &self,
        request: &Request,
        state: &State,
        nearest: Option<(usize, Vec<Difference>)>,
    ) -> CloudError {
        let message = match nearest {
            None if self.alike(request).next().is_some() => {
                "the recording has this call, but not once more".to_owned()
            }
            None => format!(
                "the recording has no call of {}:{}{}",
                request.service,
                request.operation,
                request
                    .region
                    .as_ref()
                    .map(|region| format!(" in {region}"))
                    .unwrap_or_default()
            ),
            Some((at, differences)) => {
                let told: Vec<String> = differences.iter().take(TOLD).map(ToString::to_string).collect();
                let more = differences.len().saturating_sub(TOLD);
                let more = if more > 0 {
                    format!("; and {more} more")
                } else {
                    String::new()
                };
                let made = if state.used[at] {
                    ", which was made already"
                } else {
                    ""
                };
                format!(
                    "the nearest recorded call{made} differs: {}{more}",
                    told.join("; ")
                )
            }
        };
        let cut = if self.cut { "; its end is missing" } else { "" };
        CloudError::new(request, Fault::Guard, "NotRecorded", format!("{message}{cut}"))
            .advice("a recording answers what was recorded: take the change back, or record the runbook anew with `--record`")
    }
}

impl Cloud for Recorded {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let found = self.catalogue.known(&request.service, &request.operation);
        let shape = found.and_then(|(service, operation)| operation.input.map(|shape| (service, shape)));
        let looks = found.is_some_and(|(_, operation)| !operation.class.mutates());
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let compare = |at: usize, state: &State| {
            let call = &self.calls[at];
            let mut comparison = Comparison::of(shape, &call.input, &request.input, &state.bindings);
            for (was, is) in call.roles.iter().zip(&request.roles) {
                comparison.text("the role", was, is.arn());
            }
            comparison
        };
        let (mut hit, mut spent, mut nearest) = (None, false, None::<(usize, Vec<Difference>)>);
        let unused = self.alike(request).filter(|at| !state.used[*at]);
        let again = self.alike(request).rev().filter(|at| state.used[*at]);
        for at in unused.chain(again) {
            let comparison = compare(at, &state);
            if comparison.differences.is_empty() {
                if looks || !state.used[at] {
                    hit = Some((at, comparison.bindings));
                    break;
                }
                spent = true;
            } else if nearest
                .as_ref()
                .is_none_or(|(_, differences)| comparison.differences.len() < differences.len())
            {
                nearest = Some((at, comparison.differences));
            }
        }
        let Some((at, bindings)) = hit else {
            return Err(self.refuse(request, &state, nearest.filter(|_| !spent)));
        };
        state.used[at] = true;
        state.bindings = bindings;
        match &self.calls[at].outcome {
            Outcome::Output(output) => Ok(bound(output, &state.bindings)),
            Outcome::Error(failure) => Err(CloudError {
                status: failure.status,
                request_id: failure.request_id.clone(),
                advice: failure.advice.clone(),
                ..CloudError::new(
                    request,
                    failure.fault,
                    &failure.code,
                    bound(&Value::from(failure.message.as_str()), &state.bindings).text(),
                )
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::recorder::Tape;
    use super::*;
    use crate::port::{FakeCloud, Latch, Role, Secrets};
    use crate::value;
    use indexmap::IndexMap;
    use std::io::Write;
    use std::sync::Arc;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn group(name: &str) -> Request {
        Request::new("iam", "CreateGroup", value!({ "GroupName": name })).mutating()
    }

    fn look() -> Request {
        Request::new("iam", "ListGroups", Value::map())
    }

    /// A recording of these calls, answered in order by their number.
    fn recording(requests: &[Request]) -> Recorded {
        let paper = Paper::default();
        let header = Header::new("Day 1", "k7", "live", "us-east-1", jiff::Timestamp::UNIX_EPOCH);
        let (secrets, latch) = (Secrets::default(), Latch::default());
        let out = Box::new(paper.clone());
        let tape = Tape::begin(
            out,
            header,
            "999988887777",
            &IndexMap::new(),
            Catalogue::embedded(),
            secrets,
            latch,
        )
        .unwrap();
        let tape = Arc::new(tape);
        let answers = (0_i64..)
            .take(requests.len())
            .map(|nth| Ok(value!({ "Nth": nth })));
        let cloud = tape.around(Arc::new(FakeCloud::answering(answers)));
        for request in requests {
            cloud.call(request).unwrap();
        }
        tape.end().unwrap();
        let bytes = paper.0.lock().unwrap().clone();
        Recorded::read(std::str::from_utf8(&bytes).unwrap(), Catalogue::embedded()).unwrap()
    }

    fn nth(answer: &Result<Value, CloudError>) -> i64 {
        answer.as_ref().unwrap().get("Nth").as_int().unwrap()
    }

    #[test]
    fn answers_come_in_the_order_of_each_call_and_looks_may_be_taken_again() {
        let recorded = recording(&[look(), group("a"), look(), group("b")]);
        assert_eq!(nth(&recorded.call(&look())), 0);
        assert_eq!(nth(&recorded.call(&group("b"))), 3);
        assert_eq!(nth(&recorded.call(&look())), 2);
        assert_eq!(nth(&recorded.call(&look())), 2);
        assert_eq!(nth(&recorded.call(&group("a"))), 1);
        let error = recorded.call(&group("a")).unwrap_err();
        assert_eq!((error.fault, error.code.as_str()), (Fault::Guard, "NotRecorded"));
        assert!(error.message.contains("not once more"), "{error}");
    }

    #[test]
    fn what_was_not_recorded_is_named() {
        let recorded = recording(&[group("a")]);
        let error = recorded.call(&group("c")).unwrap_err();
        assert!(
            error
                .message
                .contains("`GroupName` is `\"c\"`, and was `\"a\"` in the recording"),
            "{error}"
        );
        let error = recorded.call(&look()).unwrap_err();
        assert!(error.message.contains("no call of iam:ListGroups"), "{error}");
        let elsewhere = Request {
            region: Some("eu-west-1".to_owned()),
            ..group("a")
        };
        assert!(
            recorded
                .call(&elsewhere)
                .unwrap_err()
                .message
                .contains("in eu-west-1")
        );
        let here = Request {
            region: Some("us-east-1".to_owned()),
            ..group("a")
        };
        assert_eq!(nth(&recorded.call(&here)), 0);
    }

    #[test]
    fn a_call_as_a_role_is_one_of_its_own() {
        let role = |name: &str| Role::of(&format!("arn:aws:iam::999988887777:role/{name}")).unwrap();
        let as_role = |name: &str| Request {
            roles: vec![role(name)],
            ..look()
        };
        let recorded = recording(&[as_role("Auditor")]);
        assert!(recorded.call(&look()).unwrap_err().message.contains("no call of"));
        let error = recorded.call(&as_role("Other")).unwrap_err();
        assert!(error.message.contains("`the role` is"), "{error}");
        assert_eq!(nth(&recorded.call(&as_role("Auditor"))), 0);
    }
}
