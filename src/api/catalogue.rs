//! All services, and finding one by name.

use super::{Operation, Service};

/// All services that are known.
#[derive(Debug)]
pub struct Catalogue {}

/// A service or operation that there is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// No such service.
    #[error("there is no AWS service `{name}`")]
    Service {
        /// As it was asked for.
        name: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// No such operation.
    #[error("{service} has no operation `{name}`")]
    Operation {
        /// The service.
        service: String,
        /// As it was asked for.
        name: String,
        /// What was probably meant, in the spelling that was used.
        suggestion: Option<String>,
    },
}

impl Unknown {
    /// What to do about it: ``did you mean `ec2`?``.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        let (Unknown::Service { suggestion, .. } | Unknown::Operation { suggestion, .. }) = self;
        suggestion.as_ref().map(|name| format!("did you mean `{name}`?"))
    }
}

impl Catalogue {
    /// The models inside the binary.
    #[must_use]
    pub fn embedded() -> &'static Catalogue {
        todo!()
    }

    /// The version of botocore that the models are from.
    #[must_use]
    pub fn version(&self) -> &str {
        todo!()
    }

    /// A service by boto3's name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        todo!("{name}")
    }

    /// The names of all services, sorted. Nothing is loaded for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    /// A service and its operation, in AWS's spelling (`DescribeVpcs`), boto3's (`describe_vpcs`) or the AWS CLI's
    /// (`describe-vpcs`).
    ///
    /// # Errors
    /// [`Unknown`], with what was probably meant.
    pub fn find(&self, service: &str, operation: &str) -> Result<(&Service, &Operation), Unknown> {
        todo!("{service} {operation}")
    }
}
