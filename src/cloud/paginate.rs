//! Lists arrive whole: pages are fetched to the end and put together.
//!
//! Whoever passes the token or the limit of a page by hand wants that one page and gets it. There is a cap on pages,
//! because a server that hands out tokens forever would never let a script go on.

use crate::api::{Catalogue, Paginator};
use crate::port::{Cloud, CloudError, Fault, Request};
use crate::value::Value;
use std::sync::Arc;

/// The most pages of one listing.
const CAP: usize = 1000;

/// The layer.
pub(super) struct Paginate {
    pub(super) inner: Arc<dyn Cloud>,
    pub(super) catalogue: &'static Catalogue,
}

impl Cloud for Paginate {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let found = self.catalogue.known(&request.service, &request.operation);
        let paginator = found.and_then(|(service, operation)| service.paginator(operation));
        match paginator {
            Some(paginator) if !by_hand(paginator, &request.input) => self.whole(request, paginator),
            _ => self.inner.call(request),
        }
    }
}

fn by_hand(paginator: &Paginator, input: &Value) -> bool {
    paginator
        .input_tokens
        .iter()
        .chain(&paginator.limit_key)
        .any(|member| !input.get(member).is_null())
}

impl Paginate {
    fn whole(&self, request: &Request, paginator: &Paginator) -> Result<Value, CloudError> {
        let mut page = self.inner.call(request)?;
        let mut tokens = next(paginator, &page);
        let mut whole = page.clone();
        let mut request = request.clone();
        for _ in 1..CAP {
            let Some(next_tokens) = tokens else {
                return Ok(done(paginator, whole));
            };
            for (member, token) in paginator.input_tokens.iter().zip(&next_tokens) {
                if !token.is_null() {
                    request.input.set(member, token.clone());
                }
            }
            page = self.inner.call(&request)?;
            for path in &paginator.result_keys {
                merge(&mut whole, page.at(path), path);
            }
            if let Some(id) = page.as_map().and_then(|members| members.get(super::METADATA)) {
                whole.set(super::METADATA, id.clone());
            }
            tokens = next(paginator, &page);
            if tokens.as_ref() == Some(&next_tokens) {
                let message = "the same page was offered twice";
                return Err(CloudError::new(
                    &request,
                    Fault::Service,
                    "RepeatedToken",
                    message,
                ));
            }
        }
        let message = format!("the listing has more than {CAP} pages");
        Err(CloudError::new(&request, Fault::Service, "TooManyPages", message)
            .advice("narrow it with filters, or pass the page's limit to get one page"))
    }
}

/// The tokens of the page after this one.
fn next(paginator: &Paginator, page: &Value) -> Option<Vec<Value>> {
    if let Some(more) = &paginator.more_results
        && page.at(more).as_bool() != Some(true)
    {
        return None;
    }
    let tokens: Vec<Value> = paginator
        .output_tokens
        .iter()
        .map(|token| token.find(page).clone())
        .collect();
    let empty = |token: &Value| token.is_null() || token.as_text() == Some("");
    (!tokens.iter().all(empty)).then_some(tokens)
}

/// Adds the items of a further page: lists are joined, numbers added, texts appended.
fn merge(whole: &mut Value, more: &Value, path: &str) {
    let Some(place) = place(whole, path) else {
        return;
    };
    match (&mut *place, more) {
        (Value::Null, more) => *place = more.clone(),
        (Value::List(items), Value::List(more)) => items.extend(more.iter().cloned()),
        (Value::Int(sum), Value::Int(more)) => *sum += more,
        (Value::Text(text), Value::Text(more)) => text.push_str(more),
        (Value::Map(entries), Value::Map(more)) => entries.extend(more.clone()),
        _ => {}
    }
}

fn place<'v>(value: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    path.split('.').try_fold(value, |value, part| {
        Some(value.as_map_mut()?.entry(part.to_owned()).or_insert(Value::Null))
    })
}

/// The whole listing: no token is left, and there are no more results.
fn done(paginator: &Paginator, mut whole: Value) -> Value {
    if let Some(members) = whole.as_map_mut() {
        for token in &paginator.output_tokens {
            members.shift_remove(&token.expression);
        }
        if let Some(more) = &paginator.more_results
            && let Some(flag) = members.get_mut(more)
        {
            *flag = Value::Bool(false);
        }
        members.retain(|_, value| !value.is_null());
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::FakeCloud;
    use crate::value;

    fn layer(answers: impl IntoIterator<Item = Value>) -> (Arc<FakeCloud>, Paginate) {
        let fake = Arc::new(FakeCloud::answering(answers.into_iter().map(Ok)));
        (
            fake.clone(),
            Paginate {
                inner: fake,
                catalogue: Catalogue::embedded(),
            },
        )
    }

    #[test]
    fn pages_are_put_together_and_the_token_is_gone() {
        let (fake, layer) = layer([
            value!({ "DetectorIds": ["a"], "NextToken": "t1" }),
            value!({ "DetectorIds": ["b"], "NextToken": "t2" }),
            value!({ "DetectorIds": ["c"], "NextToken": "" }),
        ]);
        let answer = layer
            .call(&Request::new("guardduty", "ListDetectors", Value::map()))
            .unwrap();
        assert_eq!(answer, value!({ "DetectorIds": ["a", "b", "c"] }));
        let tokens: Vec<_> = fake
            .requests()
            .iter()
            .map(|r| r.input.get("NextToken").text().to_owned())
            .collect();
        assert_eq!(tokens, ["", "t1", "t2"]);
    }

    #[test]
    fn a_flag_that_says_there_is_no_more_ends_the_listing() {
        let (fake, layer) = layer([
            value!({ "Groups": [{ "GroupName": "a" }], "IsTruncated": true, "Marker": "m" }),
            value!({ "Groups": [{ "GroupName": "b" }], "IsTruncated": false, "Marker": "stale" }),
        ]);
        let answer = layer
            .call(&Request::new("iam", "ListGroups", Value::map()))
            .unwrap();
        assert_eq!(answer.get("Groups").items().len(), 2);
        assert_eq!(answer.get("IsTruncated").as_bool(), Some(false));
        assert_eq!(fake.requests()[1].input.get("Marker").text(), "m");
    }

    #[test]
    fn a_limit_or_token_by_hand_gives_one_page() {
        for input in [value!({ "MaxItems": 1 }), value!({ "Marker": "m" })] {
            let (fake, layer) = layer([value!({ "Groups": [], "IsTruncated": true, "Marker": "m" })]);
            let answer = layer.call(&Request::new("iam", "ListGroups", input)).unwrap();
            assert_eq!(answer.get("Marker").text(), "m");
            assert_eq!(fake.requests().len(), 1);
        }
    }

    #[test]
    fn a_server_that_repeats_itself_is_an_error() {
        let page = value!({ "DetectorIds": ["a"], "NextToken": "t" });
        let (_, layer) = layer([page.clone(), page.clone(), page]);
        let error = layer
            .call(&Request::new("guardduty", "ListDetectors", Value::map()))
            .unwrap_err();
        assert_eq!(error.code, "RepeatedToken");
    }

    #[test]
    fn an_error_on_a_later_page_is_the_answer() {
        let (_, layer) = layer([value!({ "DetectorIds": ["a"], "NextToken": "t" })]);
        assert!(
            layer
                .call(&Request::new("guardduty", "ListDetectors", Value::map()))
                .is_err()
        );
    }
}
