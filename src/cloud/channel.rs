//! The way to one service in one region: the official runtime, wired as AWS's generated clients wire it.

use super::trouble::Naming;
use crate::api::{Endpoint as Resolved, Service};
use crate::value::{Map, Value};
use crate::wire::{self, Failure, Plan, WireError};
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::auth::{PayloadSigningOverride, SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::service_clock_skew::{ServiceClockSkewClassifier, ServiceClockSkewInterceptor};
use aws_runtime::user_agent::{ApiMetadata, UserAgentInterceptor};
use aws_smithy_runtime::client::auth::no_auth::{NO_AUTH_SCHEME_ID, NoAuthRuntimePluginV2};
use aws_smithy_runtime::client::defaults::{DefaultPluginParams, default_plugins};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::orchestrator::{AuthSchemeAndEndpointOrchestrationV2, invoke};
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, ModeledAsRetryableClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::static_resolver::{
    StaticAuthSchemeOptionResolver, StaticAuthSchemeOptionResolverParams,
};
use aws_smithy_runtime_api::client::auth::{AuthSchemeOptionResolverParams, SharedAuthScheme};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointPrefix, EndpointResolverParams, ResolveEndpoint,
};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, InterceptorContext, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata, OrchestratorError};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_smithy_types::endpoint::Endpoint;
use aws_types::region::{Region, SigningRegion};
use aws_types::request_id::RequestId;
use aws_types::{SdkConfig, SigningName};

/// What a call gave.
#[derive(Debug)]
pub(super) struct Answer {
    /// The output.
    pub(super) output: Value,
    /// AWS's id of the request.
    pub(super) request_id: Option<String>,
}

/// How a call failed.
pub(super) type CallError = SdkError<Error, HttpResponse>;

/// One service in one region, with the credentials of one account.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    plugins: RuntimePlugins,
}

impl Channel {
    /// The way to a service. `region` is what requests are made for; an endpoint may sign for another.
    pub(super) fn new(config: &SdkConfig, service: &'static Service, region: &str) -> Channel {
        let version = config.behavior_version().unwrap_or_else(BehaviorVersion::latest);
        let partition = format!("{}-{region}", service.name);
        let defaults = DefaultPluginParams::new()
            .with_retry_partition_name(partition)
            .with_behavior_version(version)
            .with_is_aws_sdk(true);
        let user = StaticRuntimePlugin::new()
            .with_config(settings(config, service, region).freeze())
            .with_runtime_components(machine(config));
        let wiring = StaticRuntimePlugin::new()
            .with_config({
                let mut layer = Layer::new("wiring");
                layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
                layer.freeze()
            })
            .with_runtime_components(wiring());
        let plugins = RuntimePlugins::new()
            .with_client_plugins(default_plugins(defaults))
            .with_client_plugin(user)
            .with_client_plugin(wiring)
            .with_client_plugin(NoAuthRuntimePluginV2::new());
        Channel { plugins }
    }

    /// Makes one call.
    pub(super) async fn call(
        &self,
        plan: &'static Plan,
        endpoint: &Resolved,
        input: Map,
    ) -> Result<Answer, CallError> {
        let mut layer = Layer::new("call");
        let prefix = host_prefix(plan, &input);
        layer.store_put(SharedRequestSerializer::new(Writer {
            plan,
            endpoint: endpoint_of(endpoint),
        }));
        layer.store_put(SharedResponseDeserializer::new(Reader(plan)));
        layer.store_put(Metadata::new(
            plan.operation.name.as_str(),
            plan.service.service_id.as_str(),
        ));
        layer.store_put(AuthSchemeOptionResolverParams::from(
            StaticAuthSchemeOptionResolverParams::new(),
        ));
        layer.store_put(signing(plan, endpoint));
        if unsigned_payload(plan) {
            layer.store_put(PayloadSigningOverride::unsigned_payload());
        }
        if let Some(prefix) = prefix {
            layer.store_put(EndpointPrefix::new(prefix).map_err(SdkError::construction_failure)?);
        }
        let scheme = if plan.operation.unsigned {
            NO_AUTH_SCHEME_ID
        } else {
            SCHEME_ID
        };
        let components = RuntimeComponentsBuilder::new("call")
            .with_interceptor(Naming(plan))
            .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![scheme])));
        let components = if may_act_twice(plan) {
            components.with_retry_classifier(Unrepeated)
        } else {
            components
        };
        let plugin = StaticRuntimePlugin::new()
            .with_config(layer.freeze())
            .with_runtime_components(components);
        let plugins = self.plugins.clone().with_operation_plugin(plugin);
        let input = Input::erase(Parameters(input));
        let output = invoke(&plan.service.service_id, &plan.operation.name, input, &plugins).await?;
        output
            .downcast::<Answer>()
            .map_err(|_| SdkError::construction_failure("the answer is of another type"))
    }
}

/// True for a call that changes something and has no client token: AWS would take its repetition for another one.
fn may_act_twice(plan: &Plan) -> bool {
    let members = plan
        .operation
        .input
        .map_or(&[][..], |id| plan.service.shape(id).members());
    plan.operation.class.mutates() && !members.iter().any(|member| member.idempotency_token)
}

/// Keeps a call from being repeated whose answer was lost, for it may have been carried out: a second `CreateVpc` makes
/// a second VPC. Whoever made the call looks first. AWS's own clients repeat it blindly.
#[derive(Debug)]
struct Unrepeated;

impl ClassifyRetry for Unrepeated {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.output_or_error() {
            Some(Err(error))
                if error.is_connector_error() || error.is_timeout_error() || error.is_response_error() =>
            {
                RetryAction::RetryForbidden
            }
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "Unrepeated"
    }
}

fn settings(config: &SdkConfig, service: &'static Service, region: &str) -> Layer {
    let mut layer = Layer::new("settings");
    layer.store_put(Region::new(region.to_owned()));
    layer.store_put(ApiMetadata::new(&service.name, env!("CARGO_PKG_VERSION")));
    layer.store_or_unset(config.app_name().cloned());
    if let Some(retries) = config.retry_config() {
        layer.store_put(retries.clone());
    }
    if let Some(timeouts) = config.timeout_config() {
        layer.store_put(timeouts.clone());
    }
    if let Some(protection) = config.stalled_stream_protection() {
        layer.store_put(protection);
    }
    layer
}

fn machine(config: &SdkConfig) -> RuntimeComponentsBuilder {
    let mut components = RuntimeComponentsBuilder::new("machine");
    components.set_http_client(config.http_client());
    components.set_sleep_impl(config.sleep_impl());
    components.set_time_source(config.time_source());
    if let Some(cache) = config.identity_cache() {
        components.set_identity_cache(Some(cache));
    }
    if let Some(credentials) = config.credentials_provider() {
        components.set_identity_resolver(SCHEME_ID, credentials);
    }
    components
}

fn wiring() -> RuntimeComponentsBuilder {
    let mut components = RuntimeComponentsBuilder::new("wiring");
    components.set_endpoint_resolver(Some(Resolver));
    components.push_auth_scheme(SharedAuthScheme::new(SigV4AuthScheme::new()));
    components.push_retry_classifier(HttpStatusCodeClassifier::default());
    components.push_retry_classifier(TransientErrorClassifier::<Failure>::new());
    components.push_retry_classifier(ModeledAsRetryableClassifier::<Failure>::new());
    components.push_retry_classifier(AwsErrorCodeClassifier::<Failure>::new());
    components.push_retry_classifier(ServiceClockSkewClassifier::<Failure>::new());
    components.push_interceptor(SharedInterceptor::permanent(ConnectionPoisoningInterceptor::new()));
    components.push_interceptor(ServiceClockSkewInterceptor::new());
    components.push_interceptor(RequestInfoInterceptor::new());
    components.push_interceptor(UserAgentInterceptor::new());
    components.push_interceptor(InvocationIdInterceptor::new());
    components.push_interceptor(SharedInterceptor::permanent(RecursionDetectionInterceptor::new()));
    components
}

/// True where the body is left out of the signature, which the header of its digest has to say.
fn unsigned_payload(plan: &Plan) -> bool {
    plan.operation.unsigned_payload
}

fn signing(plan: &Plan, endpoint: &Resolved) -> SigV4OperationSigningConfig {
    // S3 signs its paths as they are, and the digest of the body as a header; Glacier wants that header too.
    let s3 = plan.service.signature.starts_with("s3");
    let mut options = SigningOptions::default();
    options.double_uri_encode = !s3;
    options.normalize_uri_path = !s3;
    options.content_sha256_header = s3 || unsigned_payload(plan) || plan.service.name == "glacier";
    SigV4OperationSigningConfig {
        name: Some(SigningName::from(endpoint.signing_name.clone())),
        region: endpoint
            .signing_region
            .clone()
            .map(|region| SigningRegion::from(Region::new(region))),
        region_set: None,
        signing_options: options,
    }
}

fn endpoint_of(resolved: &Resolved) -> Endpoint {
    let mut endpoint = Endpoint::builder().url(resolved.url.clone());
    for (name, value) in &resolved.headers {
        endpoint = endpoint.header(name.clone(), value.clone());
    }
    endpoint.build()
}

/// The prefix of the host, its labels filled in from the input. S3 Control's endpoints hold the account already.
fn host_prefix(plan: &Plan, input: &Map) -> Option<String> {
    let mut prefix = plan.operation.host_prefix.clone()?;
    if plan.service.name == "s3control" {
        return None;
    }
    for (name, value) in input {
        prefix = prefix.replace(&format!("{{{name}}}"), value.text());
    }
    Some(prefix)
}

/// An input on its way through the orchestrator.
#[derive(Debug)]
struct Parameters(Map);

#[derive(Debug)]
struct Writer {
    plan: &'static Plan,
    endpoint: Endpoint,
}

impl SerializeRequest for Writer {
    fn serialize_input(&self, input: Input, cfg: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        // The endpoint is asked for next, with parameters that have to stand in this state.
        cfg.interceptor_state()
            .store_put(EndpointResolverParams::new(Given(self.endpoint.clone())));
        let Parameters(input) = input.downcast().map_err(|_| "the input is of another type")?;
        Ok(self.plan.write(&input, cfg)?)
    }
}

#[derive(Debug)]
struct Reader(&'static Plan);

impl DeserializeResponse for Reader {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        match wire::read(self.0, response, cfg) {
            Ok(output) => {
                let request_id = response.request_id().map(str::to_owned);
                Ok(Output::erase(Answer { output, request_id }))
            }
            Err(WireError::Failed(failure)) => Err(OrchestratorError::operation(Error::erase(*failure))),
            Err(WireError::Unreadable(why)) => Err(OrchestratorError::other(why)),
        }
    }
}

/// An endpoint that was resolved before the call.
#[derive(Debug)]
struct Given(Endpoint);

#[derive(Debug)]
struct Resolver;

impl ResolveEndpoint for Resolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(
            params
                .get::<Given>()
                .map(|given| given.0.clone())
                .ok_or_else(|| "no endpoint was given".into()),
        )
    }
}
