//! One service and what it offers.

use super::endpoint::{Partitions, RuleSet};
use super::reader::Data;
use super::shape::UNKNOWN;
use super::{Operation, Paginator, Shape, ShapeId, Waiter, shape_record};
use std::fmt;
use std::sync::{Arc, OnceLock};

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
    /// How requests are signed: `v4`, `s3v4`, `bearer`.
    pub signature: String,
    /// A JSON service that still gives the error codes of its Query past, in `x-amzn-query-error`.
    pub query_compatible: bool,
    /// The number of the endpoint rule set, where it is one of the binary's.
    pub(super) rules: u64,
    pub(super) partitions: Arc<Partitions>,
    pub(super) rule_set: OnceLock<Result<RuleSet, String>>,
    operations: Vec<Operation>,
    /// Indexes into `operations`, sorted by method.
    methods: Vec<usize>,
    shapes: Vec<OnceLock<Shape>>,
    waiters: OnceLock<Vec<Waiter>>,
    data: Data,
}

impl Service {
    pub(super) fn read(name: &str, bytes: Vec<u8>, partitions: &Arc<Partitions>) -> Service {
        let data = Data::new(bytes);
        let mut reader = data.reader(data.meta.first().unwrap_or(&(0..0)));
        let protocol = match reader.number() {
            0 => Protocol::Json,
            1 => Protocol::RestJson,
            2 => Protocol::RestXml,
            3 => Protocol::Query,
            4 => Protocol::Ec2,
            _ => Protocol::Cbor,
        };
        let operations: Vec<Operation> = data
            .operations
            .iter()
            .map(|record| Operation::read(name, &mut data.reader(record)))
            .collect();
        let mut methods: Vec<usize> = (0..operations.len()).collect();
        methods.sort_unstable_by(|a, b| operations[*a].method.cmp(&operations[*b].method));
        Service {
            name: name.to_owned(),
            protocol,
            api_version: reader.string(),
            json_version: reader.text(),
            target_prefix: reader.text(),
            endpoint_prefix: reader.string(),
            signing_name: reader.string(),
            service_id: reader.string(),
            full_name: reader.string(),
            xml_namespace: reader.text(),
            signature: reader.string(),
            query_compatible: reader.number() == 1,
            rules: reader.number(),
            partitions: Arc::clone(partitions),
            rule_set: OnceLock::new(),
            operations,
            methods,
            shapes: data.shapes.iter().map(|_| OnceLock::new()).collect(),
            waiters: OnceLock::new(),
            data,
        }
    }

    /// With endpoint rules of its own.
    pub(super) fn with_rules(mut self, rules: RuleSet) -> Service {
        self.rule_set = OnceLock::from(Ok(rules));
        self
    }

    /// An operation by AWS's name, `DescribeVpcs`.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations
            .binary_search_by(|operation| operation.name.as_str().cmp(name))
            .ok()
            .map(|i| &self.operations[i])
    }

    /// An operation by boto3's name, `describe_vpcs`.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&Operation> {
        self.methods
            .binary_search_by(|i| self.operations[*i].method.as_str().cmp(name))
            .ok()
            .map(|i| &self.operations[self.methods[i]])
    }

    /// All operations, sorted by name.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter()
    }

    /// A shape of this service; any JSON for an id that only damaged models name.
    #[must_use]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        let i = id.0 as usize;
        match (self.shapes.get(i), self.data.shapes.get(i)) {
            (Some(shape), Some(record)) => {
                shape.get_or_init(|| shape_record::shape(&mut self.data.reader(record)))
            }
            _ => &UNKNOWN,
        }
    }

    /// A shape by its name in the model, `Vpc`.
    #[must_use]
    pub fn shape_named(&self, name: &str) -> Option<ShapeId> {
        let records = &self.data.shapes;
        records
            .binary_search_by(|record| self.data.reader(record).word().unwrap_or_default().cmp(name))
            .ok()
            .and_then(|i| u32::try_from(i).ok())
            .map(ShapeId)
    }

    /// How the pages of an operation hang together; none where it answers whole.
    #[must_use]
    pub fn paginator<'a>(&self, operation: &'a Operation) -> Option<&'a Paginator> {
        operation.paginator.as_ref()
    }

    /// The names that an operation's `Filters` (or `Filter`) understand; empty where AWS does not list them.
    #[must_use]
    pub fn filters<'a>(&self, operation: &'a Operation) -> &'a [String] {
        &operation.filters
    }

    /// The waiters, sorted by name.
    #[must_use]
    pub fn waiters(&self) -> &[Waiter] {
        self.waiters.get_or_init(|| {
            let records = self.data.waiters.iter();
            records
                .map(|record| Waiter::read(&mut self.data.reader(record)))
                .collect()
        })
    }

    /// A waiter in AWS's (`InstanceRunning`) or boto3's spelling (`instance_running`).
    #[must_use]
    pub fn waiter(&self, name: &str) -> Option<&Waiter> {
        self.waiters()
            .iter()
            .find(|waiter| waiter.name == name || waiter.method() == name)
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
