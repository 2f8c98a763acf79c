//! Roles, assumed by the official provider on top of an account's credentials.

use super::account;
use super::advice;
use super::live::Settings;
use crate::port::{CloudError, Fault, Request, Role};
use aws_config::sts::AssumeRoleProvider;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::request_id::RequestId;
use std::error::Error;
use std::time::Duration;

/// The configuration of an account, with the credentials of a role in their place. Sends nothing: the role is assumed
/// by the first call, and again when its session ends.
pub(super) async fn assume(
    settings: &Settings,
    base: &SdkConfig,
    region: Option<&str>,
    role: &Role,
) -> SdkConfig {
    let endpoint = settings
        .catalogue
        .service("sts")
        .and_then(|sts| account::endpoint(settings, base, sts));
    let mut sts = base.clone().into_builder();
    if base.region().is_none() {
        sts.set_region(region.map(|region| Region::new(region.to_owned())));
    }
    if endpoint.is_some() {
        sts.set_endpoint_url(endpoint);
    }
    let mut provider = AssumeRoleProvider::builder(role.arn())
        .session_name(&role.session)
        .configure(&sts.build());
    if let Some(id) = &role.external_id {
        provider = provider.external_id(id);
    }
    if let Some(seconds) = role.seconds {
        provider = provider.session_length(Duration::from_secs(seconds.into()));
    }
    if let Some(policy) = &role.policy {
        provider = provider.policy(policy);
    }
    let credentials = SharedCredentialsProvider::new(provider.build().await);
    base.clone()
        .into_builder()
        .credentials_provider(credentials)
        .build()
}

/// What STS said to `AssumeRole`, where that is why a call could not be made.
pub(super) fn refusal(request: &Request, error: &(dyn Error + 'static)) -> Option<CloudError> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(failed) = error.downcast_ref::<SdkError<AssumeRoleError>>() {
            return told(request, failed);
        }
        cause = error.source();
    }
    None
}

fn told(request: &Request, failed: &SdkError<AssumeRoleError>) -> Option<CloudError> {
    let said = failed.as_service_error()?;
    let code = said.code()?;
    let fault = if advice::is_about_credentials(code) {
        Fault::Credentials
    } else {
        Fault::Service
    };
    let advice = match code {
        "AccessDenied" => Some(Role::REFUSED),
        code => advice::advice(code),
    };
    let message = said.message().unwrap_or("STS gave no reason");
    Some(CloudError {
        service: "sts".to_owned(),
        operation: "AssumeRole".to_owned(),
        status: failed.raw_response().map(|response| response.status().as_u16()),
        request_id: failed.request_id().map(str::to_owned),
        advice: advice.map(str::to_owned),
        ..CloudError::new(request, fault, code, message)
    })
}
