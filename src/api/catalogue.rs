//! Services and operations.

use super::{Shape, ShapeId};
use crate::event::Class;

/// All services that are known.
#[derive(Debug)]
pub struct Catalogue {}

impl Catalogue {
    /// The models inside the binary.
    #[must_use]
    pub fn embedded() -> &'static Catalogue {
        todo!()
    }

    /// A service by boto3's name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        todo!("{name}")
    }

    /// The names of all services, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        todo!()
    }
}

/// The protocol on the wire, the one that is preferred among those a service lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `query`.
    Query,
    /// `ec2`.
    Ec2,
    /// `json`, with its version.
    Json,
    /// `rest-json`.
    RestJson,
    /// `rest-xml`.
    RestXml,
}

/// One service.
#[derive(Debug)]
pub struct Service {
    /// boto3's name.
    pub name: String,
    /// The protocol.
    pub protocol: Protocol,
    /// `2016-11-15`.
    pub api_version: String,
    /// `1.0` or `1.1` of the JSON protocol.
    pub json_version: Option<String>,
    /// `X-Amz-Target` is this, a dot, and the operation.
    pub target_prefix: Option<String>,
    /// The endpoint's first label.
    pub endpoint_prefix: String,
    /// The name that is signed.
    pub signing_name: String,
    /// `EC2`, as in user agents and `AWS_ENDPOINT_URL_EC2`.
    pub service_id: String,
    /// The XML namespace of the service.
    pub xml_namespace: Option<String>,
}

impl Service {
    /// An operation by AWS's name, `DescribeVpcs`.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        todo!("{name}")
    }

    /// An operation by boto3's name, `describe_vpcs`.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&Operation> {
        todo!("{name}")
    }

    /// All operations, sorted by name.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        std::iter::empty()
    }

    /// A shape of this service.
    #[must_use]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        todo!("{id:?}")
    }

    /// A shape by its name in the model, `Vpc`.
    #[must_use]
    pub fn shape_named(&self, name: &str) -> Option<ShapeId> {
        todo!("{name}")
    }
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// AWS's name.
    pub name: String,
    /// boto3's name.
    pub method: String,
    /// What it does to the account.
    pub class: Class,
    /// `POST`.
    pub http_method: String,
    /// The URI template, `/detector/{detectorId}`.
    pub uri: String,
    /// The input structure.
    pub input: Option<ShapeId>,
    /// The output structure.
    pub output: Option<ShapeId>,
    /// The Query protocol's wrapper around the output, `CreateGroupResult`.
    pub result_wrapper: Option<String>,
    /// The error structures that it declares.
    pub errors: Vec<ShapeId>,
}
