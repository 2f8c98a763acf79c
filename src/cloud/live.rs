//! A live target: the real account, or any endpoint that speaks AWS.

use crate::api::Catalogue;
use crate::port::{Cloud, CloudError, Latch, Request};
use crate::value::Value;
use indexmap::IndexMap;
use std::time::Duration;

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
    /// `AWS_ENDPOINT_URL_<SERVICE>`: boto3's service name -> the endpoint of that service.
    pub endpoints: IndexMap<String, String>,
    /// Further accounts: a name of `accounts:` in the front matter -> the profile that reaches it.
    pub accounts: IndexMap<String, String>,
    /// How long one call may take, retries included.
    pub limit: Duration,
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
            limit: Duration::from_secs(120),
        }
    }
}

/// The live target.
#[derive(Debug)]
pub struct Live {}

impl Live {
    /// Reads the configuration and finds credentials; sends nothing to AWS but what the credentials themselves need.
    ///
    /// # Errors
    /// [`Fault::Credentials`](crate::port::Fault::Credentials) with advice, or a configuration that cannot be read.
    pub fn connect(settings: Settings) -> Result<Live, CloudError> {
        todo!("{settings:?}")
    }

    /// The region of calls that name none: from the settings, the environment or the profile.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        todo!()
    }
}

impl Cloud for Live {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        todo!("{request:?}")
    }
}
