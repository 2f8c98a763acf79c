//! Credentials that were asked for to see whether there are any: the first call gets these.

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, error::CredentialsError, future};
use std::sync::{Mutex, PoisonError};

/// A source of credentials, and the ones that it gave already. Asking twice would sign in twice: a process would run
/// again, and may want its person again.
#[derive(Debug)]
pub(super) struct Found<P> {
    first: Mutex<Option<Credentials>>,
    source: P,
}

impl<P: ProvideCredentials> Found<P> {
    /// Asks the source.
    pub(super) async fn ask(source: P) -> Result<Found<P>, CredentialsError> {
        let first = source.provide_credentials().await?;
        Ok(Found {
            first: Mutex::new(Some(first)),
            source,
        })
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Found<P> {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match first {
            Some(credentials) => future::ProvideCredentials::ready(Ok(credentials)),
            None => self.source.provide_credentials(),
        }
    }
}
