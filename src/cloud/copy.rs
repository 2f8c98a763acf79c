//! Copies between regions, for which the source wants to see a request of the same caller: a signed URL, which goes
//! along as an input member. The AWS CLI and boto3 make it, and so does this.

use crate::api::{Endpoint, Operation, Service};
use crate::value::Value;
use crate::wire;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_types::SdkConfig;
use std::error::Error;
use std::time::Duration;

/// How long the URL holds.
const VALID: Duration = Duration::from_secs(3600);

/// A copy that lacks its signed URL.
#[derive(Debug)]
pub(super) struct Copy {
    service: &'static Service,
    operation: &'static Operation,
    /// The region to copy from.
    pub(super) source: String,
    /// The input member for the URL.
    member: &'static str,
}

impl Copy {
    /// A call that names the region of its source and takes a signed URL, but has none.
    pub(super) fn of(
        service: &'static Service,
        operation: &'static Operation,
        input: &Value,
    ) -> Option<Copy> {
        let takes = |name: &&&str| {
            operation
                .input
                .is_some_and(|id| service.shape(id).member(name).is_some())
        };
        let member = ["PresignedUrl", "PreSignedUrl"].iter().find(takes)?;
        let source = input.get("SourceRegion").as_text()?.to_owned();
        input.get(member).is_null().then_some(Copy {
            service,
            operation,
            source,
            member,
        })
    }

    /// The input with the URL in it. `endpoint` is the source's, `region` the one that is copied to.
    pub(super) async fn sign(
        &self,
        input: &Value,
        endpoint: &Endpoint,
        region: &str,
        config: &SdkConfig,
    ) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let mut input = input.clone();
        let form = wire::request(self.service, self.operation, &input)?.body;
        let form = String::from_utf8(form)?;
        let url = format!("{}/?{form}&DestinationRegion={region}", endpoint.url);
        let provider = config.credentials_provider().ok_or("there are no credentials")?;
        let identity = provider.provide_credentials().await?.into();
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(VALID);
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.source)
            .name(&endpoint.signing_name)
            .time(config.time_source().unwrap_or_default().now())
            .settings(settings)
            .build()?
            .into();
        let unsigned =
            SignableRequest::new("GET", url.as_str(), std::iter::empty(), SignableBody::Bytes(&[]))?;
        let (instructions, _) = sign(unsigned, &params)?.into_parts();
        let mut signed = http::Request::builder().uri(url).body(())?;
        instructions.apply_to_request_http1x(&mut signed);
        input.set(self.member, Value::Text(signed.uri().to_string()));
        if self.service.name == "ec2" {
            input.set("DestinationRegion", Value::from(region));
        }
        Ok(input)
    }
}
