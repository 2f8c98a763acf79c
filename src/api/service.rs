//! One service and what it offers.

use super::{Operation, Paginator, Shape, ShapeId, Waiter};

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
    /// `smithy-rpc-v2-cbor`, where a service offers nothing else.
    Cbor,
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
    /// The service's whole name: `Amazon Elastic Compute Cloud`.
    pub full_name: String,
    /// The XML namespace of the service.
    pub xml_namespace: Option<String>,
    /// A JSON service that still gives the error codes of its Query past, in `x-amzn-query-error`.
    pub query_compatible: bool,
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

    /// How the pages of an operation hang together; none where it answers whole.
    #[must_use]
    pub fn paginator(&self, operation: &Operation) -> Option<&Paginator> {
        todo!("{operation:?}")
    }

    /// The names that an operation's `Filters` (or `Filter`) understand; empty where AWS does not list them.
    #[must_use]
    pub fn filters(&self, operation: &Operation) -> &[String] {
        todo!("{operation:?}")
    }

    /// The waiters, sorted by name.
    #[must_use]
    pub fn waiters(&self) -> &[Waiter] {
        todo!()
    }

    /// A waiter in AWS's (`InstanceRunning`) or boto3's spelling (`instance_running`).
    #[must_use]
    pub fn waiter(&self, name: &str) -> Option<&Waiter> {
        todo!("{name}")
    }
}
