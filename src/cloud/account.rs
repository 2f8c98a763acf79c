//! One account: its configuration and credentials, by the official chain.

use super::advice::NO_CREDENTIALS;
use super::causes::causes;
use super::found::Found;
use super::live::Settings;
use super::retries::{retries, retries_of_environment};
use super::role;
use crate::api::Service;
use crate::port::{CloudError, Fault, Request};
use aws_config::BehaviorVersion;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::{EnvironmentVariableCredentialsProvider, EnvironmentVariableRegionProvider};
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{SharedCredentialsProvider, error::CredentialsError};
use aws_runtime::env_config::file::{Builder as FilesBuilder, EnvConfigFileKind, EnvConfigFiles};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::service_config::ServiceConfigKey;
use std::path::PathBuf;
use std::time::Duration;

/// What profiles call instance metadata, as their `credential_source`.
const METADATA: &str = "Ec2InstanceMetadata";
/// How long instance metadata may take to answer.
const METADATA_LIMIT: Duration = Duration::from_secs(1);

/// The client of all accounts: HTTPS by rustls, plain HTTP for loopback endpoints.
pub(super) fn http_client() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https()
}

/// Reads the configuration of a profile (the default one without a name) and finds its credentials.
pub(super) async fn load(
    settings: &Settings,
    profile: Option<&str>,
    http: SharedHttpClient,
) -> Result<SdkConfig, CloudError> {
    let mut profiles = ProfileFileRegionProvider::builder();
    if let Some(profile) = profile {
        profiles = profiles.profile_name(profile);
    }
    let region = match &settings.region {
        Some(region) => Some(Region::new(region.clone())),
        // The chain of aws-config would go on to ask instance metadata.
        None => {
            RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
                .or_else(profiles.build())
                .region()
                .await
        }
    };
    let base = ProviderConfig::without_region()
        .with_http_client(http.clone())
        .with_region(region.clone());
    let credentials = credentials(settings, profile, &base);
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .region(region)
        .retry_config(retries(settings, profile).await?)
        .timeout_config(limits(settings));
    if let Some(time) = &settings.time {
        loader = loader.time_source(time.clone());
    }
    if let Some(sleep) = &settings.sleep {
        loader = loader
            .sleep_impl(sleep.clone())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    }
    if let Some(profile) = profile {
        loader = loader.profile_name(profile);
    }
    if let Some(files) = files(settings) {
        loader = loader.profile_files(files);
    }
    let credentials = Found::ask(credentials).await.map_err(|error| {
        let request = Request::new("sts", "GetCallerIdentity", crate::value::Value::map());
        role::refusal(&request, &error).unwrap_or_else(|| missing(&request, profile, &error))
    })?;
    Ok(loader.credentials_provider(credentials).load().await)
}

/// The configuration of an account whose keys are given.
pub(super) fn given(
    settings: &Settings,
    keys: Credentials,
    http: SharedHttpClient,
) -> Result<SdkConfig, CloudError> {
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .retry_config(retries_of_environment()?)
        .timeout_config(limits(settings))
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
        .time_source(settings.time.clone().unwrap_or_default());
    config.set_region(settings.region.clone().map(Region::new));
    if let Some(sleep) = &settings.sleep {
        config = config
            .sleep_impl(sleep.clone())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    }
    Ok(config.build())
}

fn limits(settings: &Settings) -> TimeoutConfig {
    if settings.sleep.is_some() {
        return TimeoutConfig::disabled();
    }
    TimeoutConfig::builder()
        .operation_timeout(settings.limit)
        // A connection that died without a word must not take the time of a second try.
        .read_timeout(settings.limit / 2)
        .build()
}

/// The official chain, with instance metadata only where the settings ask for it.
fn credentials(
    settings: &Settings,
    profile: Option<&str>,
    base: &ProviderConfig,
) -> CredentialsProviderChain {
    let client = aws_config::imds::Client::builder()
        .configure(base)
        .max_attempts(1)
        .connect_timeout(METADATA_LIMIT)
        .read_timeout(METADATA_LIMIT)
        .operation_timeout(METADATA_LIMIT)
        .build();
    let metadata = || {
        ImdsCredentialsProvider::builder()
            .imds_client(client.clone())
            .build()
    };
    let mut profiles = ProfileFileCredentialsProvider::builder()
        .configure(base)
        .with_custom_provider(METADATA, metadata());
    if let Some(profile) = profile {
        profiles = profiles.profile_name(profile);
    }
    if let Some(files) = files(settings) {
        profiles = profiles.profile_files(files);
    }
    let profiles = profiles.build();
    let tokens = WebIdentityTokenCredentialsProvider::builder()
        .configure(base)
        .build();
    let chain = match profile {
        // A profile that was named wins over keys in the environment.
        Some(_) => CredentialsProviderChain::first_try("Profile", profiles),
        None => {
            CredentialsProviderChain::first_try("Environment", EnvironmentVariableCredentialsProvider::new())
                .or_else("Profile", profiles)
                .or_else("WebIdentityToken", tokens)
                .or_else(
                    "EcsContainer",
                    EcsCredentialsProvider::builder().configure(base).build(),
                )
        }
    };
    if settings.metadata {
        chain.or_else(METADATA, metadata())
    } else {
        chain
    }
}

/// The files of the settings; none for those of the environment.
pub(super) fn files(settings: &Settings) -> Option<EnvConfigFiles> {
    let add = |files: FilesBuilder, path: &PathBuf| files.with_file(EnvConfigFileKind::Credentials, path);
    (!settings.files.is_empty()).then(|| settings.files.iter().fold(EnvConfigFiles::builder(), add).build())
}

fn missing(request: &Request, profile: Option<&str>, error: &CredentialsError) -> CloudError {
    let why = causes(error);
    let message = match profile {
        Some(profile) => format!("the profile `{profile}` gives no credentials: {why}"),
        None => format!("no AWS credentials were found: {why}"),
    };
    without_credentials(request, message)
}

/// The error of a call without usable credentials.
pub(super) fn without_credentials(request: &Request, message: String) -> CloudError {
    CloudError::new(request, Fault::Credentials, "NoCredentials", message).advice(NO_CREDENTIALS)
}

/// The endpoint that the settings, the environment or the profile give for a service: the service's own before the
/// one of all services, and what is said here before what the environment says.
pub(super) fn endpoint(settings: &Settings, config: &SdkConfig, service: &Service) -> Option<String> {
    let of_environment = || {
        let key = ServiceConfigKey::builder()
            .service_id(&service.service_id)
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build()
            .ok()?;
        config.service_config()?.load_config(key)
    };
    let id = service.service_id.to_uppercase().replace([' ', '-'], "_");
    settings
        .endpoints
        .get(&id)
        .cloned()
        .or_else(|| settings.endpoint.clone())
        .or_else(of_environment)
        .or_else(|| config.endpoint_url().map(str::to_owned))
        .map(|url| url.trim_end_matches('/').to_owned())
}
