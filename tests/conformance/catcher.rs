//! An HTTP client that keeps requests instead of sending them, and gives the same answer to each.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use runbook::wire::WireAnswer;
use std::sync::{Arc, Mutex};

/// A request as it would have left.
#[derive(Debug)]
pub(super) struct Caught {
    /// Its method.
    pub(super) method: String,
    /// Scheme and host.
    pub(super) host: String,
    /// Path and query string.
    pub(super) uri: String,
    /// Its headers.
    pub(super) headers: Vec<(String, String)>,
    /// Its body.
    pub(super) body: Vec<u8>,
}

/// The client. Its clones share what they caught.
#[derive(Clone, Debug)]
pub(super) struct Catcher {
    answer: Arc<WireAnswer>,
    caught: Arc<Mutex<Vec<Caught>>>,
}

impl Catcher {
    /// One that gives an answer.
    pub(super) fn answering(answer: WireAnswer) -> Catcher {
        Catcher {
            answer: Arc::new(answer),
            caught: Arc::default(),
        }
    }

    /// What was caught since it was last asked.
    pub(super) fn take(&self) -> Vec<Caught> {
        std::mem::take(&mut self.caught.lock().unwrap())
    }
}

impl HttpConnector for Catcher {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let uri: http::Uri = request.uri().parse().unwrap();
        self.caught.lock().unwrap().push(Caught {
            method: request.method().to_owned(),
            host: format!(
                "{}://{}",
                uri.scheme_str().unwrap_or_default(),
                uri.authority().unwrap()
            ),
            uri: uri.path_and_query().map_or("/", |uri| uri.as_str()).to_owned(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: request.body().bytes().expect("a body in memory").to_vec(),
        });
        let status = self.answer.status.try_into().unwrap();
        let mut response = HttpResponse::new(status, SdkBody::from(self.answer.body.clone()));
        for (name, value) in &self.answer.headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

impl HttpClient for Catcher {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
