//! Trouble by rule, for tests and for rehearsals: throttling, latency, resets, cuts and refusals.
//!
//! It sits at the HTTP connector, below the official retries: what is rehearsed is how the SDK itself tries again, not
//! how we think that it does. It goes around any client, so that a real endpoint and a practice account behind one meet
//! the same trouble. Which requests it strikes derives from a seed and from how often an operation was called.

mod answer;
mod cut;
mod rule;

pub use rule::{RuleError, Rules};

use crate::wire::Plan;
use answer::answer;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use rule::{Kind, Stroke};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Trouble that can be put around clients. It is quiet until it begins: signing in is not what is rehearsed.
#[derive(Clone, Debug)]
pub struct Trouble {
    rules: Arc<Rules>,
    begun: Arc<AtomicBool>,
}

impl Trouble {
    /// The trouble of these rules.
    #[must_use]
    pub fn new(rules: Rules) -> Trouble {
        Trouble {
            rules: Arc::new(rules),
            begun: Arc::default(),
        }
    }

    /// From here on requests are struck.
    pub fn begin(&self) {
        self.begun.store(true, Ordering::Relaxed);
    }

    /// The client with this trouble around it; without one, around the client of this room.
    #[must_use]
    pub fn around(&self, inner: Option<SharedHttpClient>) -> SharedHttpClient {
        SharedHttpClient::new(Client {
            inner: inner.unwrap_or_else(super::account::http_client),
            trouble: self.clone(),
        })
    }
}

/// Tells the connector what a request is for; the runtime drops it from the copies that it makes for further tries, so
/// that each try is told anew.
#[derive(Debug)]
pub(super) struct Naming(pub(super) &'static Plan);

/// What a request is for.
#[derive(Clone, Copy, Debug)]
struct Called(&'static Plan);

#[dyn_dispatch_hint]
impl Intercept for Naming {
    fn name(&self) -> &'static str {
        "Naming"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().add_extension(Called(self.0));
        Ok(())
    }
}

#[derive(Debug)]
struct Client {
    inner: SharedHttpClient,
    trouble: Trouble,
}

impl HttpClient for Client {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector {
            inner: self.inner.http_connector(settings, components),
            trouble: self.trouble.clone(),
            sleep: components.sleep_impl(),
        })
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        cfg: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.inner.validate_base_client_config(components, cfg)
    }

    fn validate_final_config(&self, components: &RuntimeComponents, cfg: &ConfigBag) -> Result<(), BoxError> {
        self.inner.validate_final_config(components, cfg)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.inner.connector_metadata()
    }
}

#[derive(Debug)]
struct Connector {
    inner: SharedHttpConnector,
    trouble: Trouble,
    sleep: Option<SharedAsyncSleep>,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let called = request.extension::<Called>().copied();
        let Some(Called(plan)) = called.filter(|_| self.trouble.begun.load(Ordering::Relaxed)) else {
            return self.inner.call(request);
        };
        let stroke = self.trouble.rules.strike(plan);
        let (inner, sleep) = (self.inner.clone(), self.sleep.clone());
        HttpConnectorFuture::new(async move {
            if let (Some(sleep), false) = (sleep, stroke.delay.is_zero()) {
                sleep.sleep(stroke.delay).await;
            }
            suffer(plan, stroke, inner, request).await
        })
    }
}

async fn suffer(
    plan: &'static Plan,
    stroke: Stroke,
    inner: SharedHttpConnector,
    request: HttpRequest,
) -> Result<HttpResponse, ConnectorError> {
    let Some(kind) = stroke.kind else {
        return inner.call(request).await;
    };
    match kind {
        Kind::Latency(_) => inner.call(request).await,
        Kind::Throttle | Kind::Deny | Kind::Expire | Kind::Error(_) => answer(plan, kind),
        Kind::Reset | Kind::Timeout => {
            if stroke.late {
                inner.call(request).await?;
            }
            Err(if kind == Kind::Reset {
                ConnectorError::io("a rehearsal: the connection was reset".into())
            } else {
                ConnectorError::timeout("a rehearsal: there was no answer in time".into())
            })
        }
        Kind::Truncate => inner.call(request).await.map(|response| response.map(cut::cut)),
        Kind::Malformed => inner.call(request).await.map(|response| {
            // Nothing else of what was answered may be known.
            let body = SdkBody::from("\u{1}a rehearsal: no answer of AWS's");
            let mut malformed = HttpResponse::new(response.status(), body);
            *malformed.headers_mut() = response.headers().clone();
            malformed.headers_mut().remove("content-length");
            malformed
        }),
    }
}
