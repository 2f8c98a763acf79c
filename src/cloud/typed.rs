//! AWS's typed clients, behind the same layers as every other call.
//!
//! They have no way to AWS of their own: what they send comes in at a [`Door`], so that validation, ledger, guard and
//! the target hold for them as for a script, in practice as live. The target behind the door signs and tries again;
//! here credentials only say who calls, and nothing is tried twice.

use super::door::Door;
use aws_config::BehaviorVersion;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;

/// The typed clients of one door. Their calls are made on a runtime of tokio's, which is the caller's.
#[derive(Clone, Debug)]
pub struct Typed {
    config: SdkConfig,
}

impl Typed {
    /// Clients that go through a door, in the region that the door takes for its own.
    #[must_use]
    pub fn new(door: Door, region: &str) -> Typed {
        let keys = Credentials::new("AKIATYPEDCLIENTS0000", "no secret", None, None, "door");
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .http_client(SharedHttpClient::new(door))
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .retry_config(RetryConfig::disabled())
            // A call takes as long as its target does.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .build();
        Typed { config }
    }

    /// IAM.
    #[must_use]
    pub fn iam(&self) -> aws_sdk_iam::Client {
        aws_sdk_iam::Client::new(&self.config)
    }

    /// S3.
    #[must_use]
    pub fn s3(&self) -> aws_sdk_s3::Client {
        aws_sdk_s3::Client::new(&self.config)
    }

    /// Systems Manager.
    #[must_use]
    pub fn ssm(&self) -> aws_sdk_ssm::Client {
        aws_sdk_ssm::Client::new(&self.config)
    }

    /// Athena.
    #[must_use]
    pub fn athena(&self) -> aws_sdk_athena::Client {
        aws_sdk_athena::Client::new(&self.config)
    }
}
