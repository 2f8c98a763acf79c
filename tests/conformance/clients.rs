//! The two clients, with the same credentials and region, above one catcher each.

use super::catcher::Catcher;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use runbook::api::Catalogue;
use runbook::cloud::{Live, Settings};
use runbook::port::Latch;

const REGION: &str = "us-east-1";

/// What every typed client is made of. Checksums that no service demands are left out, as the dynamic client does.
pub(super) fn config(catcher: &Catcher) -> SdkConfig {
    let credentials = Credentials::new("AKIAEXAMPLE", "secret", None, None, "conformance");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(catcher.clone())
        .retry_config(RetryConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .build()
}

/// The dynamic client, as a run has it.
pub(super) fn live(catcher: &Catcher) -> Live {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("credentials");
    std::fs::write(
        &keys,
        "[class]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n",
    )
    .unwrap();
    let settings = Settings {
        profile: Some("class".to_owned()),
        files: vec![keys],
        region: Some(REGION.to_owned()),
        http: Some(SharedHttpClient::new(catcher.clone())),
        ..Settings::new(Catalogue::embedded(), Latch::default())
    };
    Live::connect(settings).unwrap_or_else(|error| panic!("{error}"))
}

/// Waits for a typed call.
pub(super) fn wait<T>(call: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    runtime.unwrap().block_on(call)
}
