//! A live target: the real account, or any endpoint that speaks AWS.

use super::account;
use super::advice;
use super::binding::Binding;
use super::causes::causes;
use super::channel::{CallError, Channel};
use super::copy::Copy;
use super::door;
use super::role;
use super::validate;
use crate::api::{self, Catalogue, EndpointParams, Service};
use crate::event::GIVEN_UP;
use crate::port::{Cloud, CloudError, Fault, Latch, Request, Role};
use crate::value::Value;
use crate::wire::{self, Failure, Plan};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::SdkConfig;
use aws_types::request_id::RequestId;
use indexmap::IndexMap;
use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;

/// The member that an answer of [`Live`] carries beside its output, as boto3's do: a map with AWS's `RequestId`.
/// The ledger takes it off.
pub const METADATA: &str = "ResponseMetadata";

/// How often a running call looks at the latch.
const GLANCE: Duration = Duration::from_millis(20);

/// What a live target is made of. What is not said here, the environment and the shared configuration files say.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The models.
    pub catalogue: &'static Catalogue,
    /// The stop: a call ends promptly when it is set.
    pub latch: Latch,
    /// The profile of the shared configuration files.
    pub profile: Option<String>,
    /// The region of calls that name none.
    pub region: Option<String>,
    /// `AWS_ENDPOINT_URL`: the endpoint of every service.
    pub endpoint: Option<String>,
    /// `AWS_ENDPOINT_URL_<SERVICE>`: the service's id in capitals -> the endpoint of that service.
    pub endpoints: IndexMap<String, String>,
    /// Further accounts: a name of `accounts:` in the front matter -> what reaches it.
    pub accounts: IndexMap<String, Binding>,
    /// Files of credentials to read instead of those that the environment names.
    pub files: Vec<PathBuf>,
    /// Ask instance metadata for credentials, for a second at most. A profile may say so by itself.
    pub metadata: bool,
    /// How long one call may take, retries included.
    pub limit: Duration,
    /// What carries the requests, where it is not the client of this room; credentials are fetched through it too.
    pub http: Option<SharedHttpClient>,
    /// Keys that are given rather than found: no environment and no file is read then, but for how often to try.
    pub keys: Option<Keys>,
    /// What tells the time that requests are signed for, where it is not the machine's clock.
    pub time: Option<SharedTimeSource>,
    /// What waits between tries, where it is not the machine's clock. Calls have no time limit then: it would pass at
    /// once on a clock that jumps.
    pub sleep: Option<SharedAsyncSleep>,
}

/// Whose keys are wanted: of the run's own account, or of the one that the front matter calls so.
type KeysOf = dyn Fn(Option<&str>) -> Credentials + Send + Sync;

/// The keys of accounts.
#[derive(Clone)]
pub struct Keys(Arc<KeysOf>);

impl Keys {
    /// The keys that `of` knows.
    pub fn new(of: impl Fn(Option<&str>) -> Credentials + Send + Sync + 'static) -> Keys {
        Keys(Arc::new(of))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Settings {
    /// Everything as the environment and the configuration files say.
    #[must_use]
    pub fn new(catalogue: &'static Catalogue, latch: Latch) -> Settings {
        Settings {
            catalogue,
            latch,
            profile: None,
            region: None,
            endpoint: None,
            endpoints: IndexMap::new(),
            accounts: IndexMap::new(),
            files: Vec::new(),
            metadata: false,
            limit: Duration::from_secs(120),
            http: None,
            keys: None,
            time: None,
            sleep: None,
        }
    }
}

/// Account (none for the run's own) and the roles assumed from there.
type Who = (Option<String>, Vec<Role>);

/// Who, service, region.
type Way = (Who, String, String);

/// The live target. Its calls block: they are made from plain threads, never from a task of an async runtime.
#[derive(Debug)]
pub struct Live {
    settings: Settings,
    http: SharedHttpClient,
    own: SdkConfig,
    configs: Mutex<HashMap<Who, SdkConfig>>,
    channels: Mutex<HashMap<Way, Channel>>,
    runtime: Arc<Runtime>,
}

impl Live {
    /// Reads the configuration and finds credentials; sends nothing to AWS but what the credentials themselves need.
    ///
    /// # Errors
    /// [`Fault::Credentials`] with advice, or [`Fault::Machine`] where no thread can be started.
    pub fn connect(settings: Settings) -> Result<Live, CloudError> {
        // The thread that calls does the work: to hand each request to another one and back takes longer than to make it.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| {
                let request = Request::new("sts", "GetCallerIdentity", Value::map());
                CloudError::new(
                    &request,
                    Fault::Machine,
                    "NoRuntime",
                    format!("no thread can be started: {e}"),
                )
            })?;
        let http = settings.http.clone().unwrap_or_else(account::http_client);
        let own = match &settings.keys {
            Some(Keys(keys)) => account::given(&settings, keys(None), http.clone())?,
            None => {
                let profile = settings.profile.as_deref();
                runtime.block_on(account::load(&settings, profile, http.clone()))?
            }
        };
        Ok(Live {
            settings,
            http,
            own,
            configs: Mutex::default(),
            channels: Mutex::default(),
            runtime: Arc::new(runtime),
        })
    }

    /// The region of calls that name none: from the settings, the environment or the profile.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.own.region().map(AsRef::as_ref)
    }

    /// The configuration that a call is made with.
    fn config(&self, request: &Request) -> Result<SdkConfig, CloudError> {
        let mut config = match &request.account {
            None => self.own.clone(),
            Some(name) => self.kept((Some(name.clone()), Vec::new()), || self.bound(request, name))?,
        };
        for (index, role) in request.roles.iter().enumerate() {
            let who = (request.account.clone(), request.roles[..=index].to_vec());
            let base = config;
            config = self.kept(who, || Ok(self.assume(&base, request, role)))?;
        }
        Ok(config)
    }

    /// A configuration is made once, for its credentials are kept with it.
    fn kept(
        &self,
        who: Who,
        make: impl FnOnce() -> Result<SdkConfig, CloudError>,
    ) -> Result<SdkConfig, CloudError> {
        let configs = || self.configs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = configs().get(&who) {
            return Ok(config.clone());
        }
        let config = make()?;
        configs().insert(who, config.clone());
        Ok(config)
    }

    fn bound(&self, request: &Request, name: &str) -> Result<SdkConfig, CloudError> {
        if let Some(Keys(keys)) = &self.settings.keys {
            return account::given(&self.settings, keys(Some(name)), self.http.clone());
        }
        match self.settings.accounts.get(name) {
            Some(Binding::Profile(profile)) => {
                let loading = account::load(&self.settings, Some(profile), self.http.clone());
                self.runtime.block_on(loading)
            }
            Some(Binding::Role(role)) => Ok(self.assume(&self.own, request, role)),
            None => {
                let message = format!("the account `{name}` is bound to no profile and to no role");
                Err(
                    CloudError::new(request, Fault::Credentials, "UnboundAccount", message).advice(format!(
                        "bind it with `--bind {name}=PROFILE`, or with `--bind {name}=ROLE_ARN` to a role that the \
                         run's own credentials may assume"
                    )),
                )
            }
        }
    }

    fn assume(&self, base: &SdkConfig, request: &Request, role: &Role) -> SdkConfig {
        let region = request.region.as_deref();
        self.runtime
            .block_on(role::assume(&self.settings, base, region, role))
    }

    fn channel(
        &self,
        request: &Request,
        config: &SdkConfig,
        service: &'static Service,
        region: &str,
    ) -> Channel {
        let who = (request.account.clone(), request.roles.clone());
        let key = (who, service.name.clone(), region.to_owned());
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        channels
            .entry(key)
            .or_insert_with(|| Channel::new(config, service, region))
            .clone()
    }

    fn make(&self, request: &Request) -> Result<Value, CloudError> {
        let (service, operation) = self
            .settings
            .catalogue
            .find(&request.service, &request.operation)
            .map_err(|unknown| validate::refusal(request, &unknown))?;
        let plan = Plan::of(service, operation).ok_or_else(|| {
            CloudError::new(
                request,
                Fault::Unmodelled,
                "StreamOfEvents",
                wire::unspoken(service, operation),
            )
        })?;
        if let "v2" | "bearer" = service.signature.as_str() {
            let message = format!(
                "{} wants calls signed by `{}`, which is not done here",
                service.name, service.signature
            );
            return Err(CloudError::new(
                request,
                Fault::Unmodelled,
                "UnknownSignature",
                message,
            ));
        }
        let config = self.config(request)?;
        let region = request
            .region
            .as_deref()
            .or_else(|| config.region().map(AsRef::as_ref))
            .ok_or_else(|| {
                CloudError::new(request, Fault::Invalid, "NoRegion", "no region is configured")
                    .advice("name one with `--region`, or set AWS_REGION")
            })?;
        let endpoint = account::endpoint(&self.settings, &config, service);
        let params = EndpointParams {
            region: Some(region.to_owned()),
            dual_stack: config.use_dual_stack().unwrap_or(false),
            fips: config.use_fips().unwrap_or(false),
            path_style: endpoint.is_some(),
            endpoint,
            account: None,
            context: api::context(service, operation, &request.input),
        };
        let find = |params: &EndpointParams| {
            let endpoint = service.endpoint(params);
            endpoint.map_err(|e| CloudError::new(request, Fault::Invalid, "NoEndpoint", e.to_string()))
        };
        let endpoint = find(&params)?;
        let channel = self.channel(request, &config, service, region);
        let input = match Copy::of(service, operation, &request.input) {
            None => wire::prepare(service, operation, &request.input),
            Some(copy) => {
                let source = find(&EndpointParams {
                    region: Some(copy.source.clone()),
                    ..params
                })?;
                let signing = copy.sign(&request.input, &source, region, &config);
                let signed = self.runtime.block_on(signing).map_err(|e| {
                    let message = format!("the URL for {} cannot be signed: {e}", copy.source);
                    CloudError::new(request, Fault::Credentials, "Unsignable", message)
                })?;
                wire::prepare(service, operation, &signed)
            }
        };
        let answer = self.runtime.block_on(async {
            // Nobody looked at the connections since the last call: those that AWS has closed are found first.
            tokio::task::yield_now().await;
            tokio::select! {
                answer = channel.call(plan, &endpoint, input) => Some(answer),
                () = stopped(&self.settings.latch) => None,
            }
        });
        match answer {
            Some(Ok(answer)) => {
                let mut output = answer.output;
                if let Some(id) = answer.request_id {
                    output.set(METADATA, crate::value!({ "RequestId": id }));
                }
                Ok(output)
            }
            Some(Err(error)) => Err(told(request, &endpoint.url, &error)),
            None => {
                let message =
                    "the call was given up because the run was stopped; AWS may have carried it out";
                Err(CloudError::new(request, Fault::Transport, GIVEN_UP, message))
            }
        }
    }
}

impl Cloud for Live {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        self.make(request)
    }
}

async fn stopped(latch: &Latch) {
    while latch.get().is_none() {
        tokio::time::sleep(GLANCE).await;
    }
}

/// The runtime's error in our words.
fn told(request: &Request, url: &str, error: &CallError) -> CloudError {
    if let Some(failure) = error
        .as_service_error()
        .and_then(|error| error.downcast_ref::<Failure>())
    {
        if let Some(behind) = error.raw_response().and_then(door::behind) {
            return behind;
        }
        let fault = if advice::is_about_credentials(&failure.code) {
            Fault::Credentials
        } else {
            Fault::Service
        };
        let home = error
            .raw_response()
            .and_then(|response| response.headers().get("x-amz-bucket-region"))
            .filter(|_| matches!(failure.status, 301 | 307 | 400))
            .map(advice::elsewhere);
        return CloudError {
            status: Some(failure.status),
            request_id: failure.request_id.clone(),
            advice: home.or_else(|| advice::advice(&failure.code).map(str::to_owned)),
            ..CloudError::new(request, fault, &failure.code, failure.message.clone())
        };
    }
    if let Some(refusal) = role::refusal(request, error) {
        return refusal;
    }
    let why = causes(error);
    if about_credentials(error) {
        return account::without_credentials(request, why);
    }
    let request_id = error.request_id().map(str::to_owned);
    let status = error.raw_response().map(|response| response.status().as_u16());
    let (fault, code, message) = match error {
        CallError::ConstructionFailure(_) => (Fault::Invalid, "Unwritable", why),
        CallError::TimeoutError(_) => (
            Fault::Transport,
            "Timeout",
            format!("{url} did not answer in time: {why}"),
        ),
        CallError::DispatchFailure(_) => (
            Fault::Transport,
            "Unreachable",
            format!("{url} cannot be reached: {why}"),
        ),
        _ => (
            Fault::Transport,
            "UnreadableAnswer",
            format!("the answer of {url} cannot be read: {why}"),
        ),
    };
    let advice = (fault == Fault::Transport).then(|| {
        "check the connection, AWS_ENDPOINT_URL and proxies; a call that changes something may have been carried out".to_owned()
    });
    CloudError {
        status,
        request_id,
        advice,
        ..CloudError::new(request, fault, code, message)
    }
}

fn about_credentials(error: &CallError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<CredentialsError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
