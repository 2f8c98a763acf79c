//! One operation, ready to be written and read: its schemas, its fields and its protocol.

use super::dialect::Dialect;
use super::roots::root;
use super::schema::{Field, Fixed, Graph, NodeKind, keep, name_of, schemas};
use super::{custom, envelope, read, write, xml};
use crate::api::{Kind, Operation, Protocol, Service, ShapeId};
use crate::value::{Map, Value};
use aws_smithy_cbor::protocol::RpcV2CborProtocol;
use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol;
use aws_smithy_query::protocol::AwsQueryProtocol;
use aws_smithy_runtime_api::http::{Request, Response};
use aws_smithy_schema::protocol::ClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::traits::HttpTrait;
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::base64;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_xml::protocol::aws_rest_xml::AwsRestXmlProtocol;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

/// An operation's plan, made once a process.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The service.
    pub(crate) service: &'static Service,
    /// The operation.
    pub(crate) operation: &'static Operation,
    /// The input.
    pub(super) input: Side,
    /// The output.
    pub(super) output: Side,
    /// The protocol, which reads answers as a server reads requests, and writes requests as a server writes answers.
    pub(super) protocol: Box<dyn ClientProtocol>,
    /// The path, where the protocol itself makes it up from the operation's name.
    route: String,
}

/// The input or the output.
#[derive(Debug)]
pub(super) struct Side {
    /// Its shapes.
    pub(super) graph: &'static Graph,
    /// Its schema, with what the operation says of it.
    pub(super) schema: Fixed,
    /// Its members.
    pub(super) fields: &'static [Field],
}

impl Plan {
    /// The plan of an operation, the same one each time; none where it sends or answers a stream of events.
    pub(crate) fn of(service: &'static Service, operation: &'static Operation) -> Option<&'static Plan> {
        static PLANS: LazyLock<RwLock<HashMap<usize, &'static Plan>>> = LazyLock::new(RwLock::default);
        let key = std::ptr::from_ref(operation) as usize;
        let known = PLANS
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .copied();
        if known.is_some() {
            return known;
        }
        if streams(service, operation.input) || streams(service, operation.output) {
            return None;
        }
        let plan = Plan::build(service, operation);
        let mut plans = PLANS.write().unwrap_or_else(PoisonError::into_inner);
        Some(plans.entry(key).or_insert_with(|| keep(plan)))
    }

    fn build(service: &'static Service, operation: &'static Operation) -> Plan {
        let (requests, answers) = Dialect::of(service.protocol);
        let input = Side::build(service, requests, operation.input, |schema, fields| {
            let schema = schema.with_http(HttpTrait::new(
                &operation.http_method,
                uri(service, operation),
                None,
            ));
            let schema = match &operation.input_root {
                Some(root) => schema.with_xml_name(root),
                None => schema,
            };
            let schema = match &operation.input_namespace {
                Some(uri) => schema.with_xml_namespace(uri, None),
                None => schema,
            };
            bodily(schema, fields)
        });
        let output = Side::build(service, answers, operation.output, |schema, fields| {
            let schema = match answers {
                Dialect::QueryAnswer => schema.with_xml_name(match &operation.result_wrapper {
                    Some(wrapper) => wrapper,
                    None => format!("{}Result", operation.name).leak(),
                }),
                Dialect::Ec2Answer => schema.with_xml_name(format!("{}Response", operation.name).leak()),
                _ => match root(service, operation) {
                    Some(root) => bodily(schema, fields).with_xml_name(root),
                    None => bodily(schema, fields),
                },
            };
            if unwrapped(service, operation) {
                schema.with_xml_unwrapped_output()
            } else {
                schema
            }
        });
        Plan {
            service,
            operation,
            input,
            output,
            protocol: protocol(service),
            route: route(service, operation),
        }
    }

    /// Writes a request. Its URI is a path; the endpoint comes later.
    pub(crate) fn write(&self, input: &Map, cfg: &ConfigBag) -> Result<Request, SerdeError> {
        let Side {
            graph,
            schema,
            fields,
        } = self.input;
        let input = &*self.padded(input);
        let whole = write::Structure {
            graph,
            schema,
            fields,
            members: input,
        };
        let mut request = self
            .protocol
            .serialize_request(&whole, schema, &self.route, cfg)?;
        self.finish(input, &mut request);
        Ok(request)
    }

    /// restJson sends an empty document where the payload is a structure that was left out.
    fn padded<'v>(&self, input: &'v Map) -> Cow<'v, Map> {
        let Side { graph, fields, .. } = self.input;
        let absent = |field: &&Field| {
            let structure = || matches!(graph.follow(&field.link).kind, NodeKind::Structure(_));
            field.payload && input.get(field.name).is_none_or(Value::is_null) && structure()
        };
        match fields
            .iter()
            .find(absent)
            .filter(|_| graph.dialect == Dialect::RestJson)
        {
            Some(field) => {
                let mut padded = input.clone();
                padded.insert(field.name.to_owned(), Value::map());
                Cow::Owned(padded)
            }
            None => Cow::Borrowed(input),
        }
    }

    /// Reads the answer of a call that succeeded.
    pub(super) fn read(&self, response: &Response, cfg: &ConfigBag) -> Result<Value, SerdeError> {
        let Side {
            graph,
            schema,
            fields,
        } = self.output;
        let body = response.body().bytes().unwrap_or_default();
        let tree = matches!(graph.dialect, Dialect::Ec2Answer | Dialect::QueryAnswer);
        if tree && !fields.is_empty() && !body.is_empty() {
            return xml::answer(graph, body, schema, fields).map(Value::Map);
        }
        if self.reads_body() {
            envelope::check(graph.dialect, body)?;
        }
        if fields.is_empty() {
            return Ok(Value::map());
        }
        let mut deserializer = self.protocol.deserialize_response(response, schema, cfg)?;
        let mut members = read::structure(graph, deserializer.as_mut(), schema, fields)?;
        // An empty body is an empty payload, not an absent one.
        for field in fields.iter().filter(|field| field.payload) {
            if let Some(empty) = read::empty(graph.follow(&field.link)) {
                members.entry(field.name.to_owned()).or_insert(empty);
            }
        }
        Ok(Value::Map(members))
    }

    /// True where the body is a document: not what an object or a report holds, and not a body that nothing is read of.
    fn reads_body(&self) -> bool {
        let Side { graph, fields, .. } = self.output;
        let raw = |field: &Field| {
            field.payload && !matches!(graph.follow(&field.link).kind, NodeKind::Structure(_))
        };
        let bodiless = graph.dialect.binds() && !fields.iter().any(|field| field.in_body() || field.payload);
        !fields.iter().any(raw) && (fields.is_empty() || !bodiless)
    }

    /// The protocol's reading of an error: its code and message.
    pub(super) fn read_error(
        &self,
        response: &Response,
        cfg: &ConfigBag,
    ) -> Result<aws_smithy_types::error::metadata::Builder, SerdeError> {
        match self.service.protocol {
            // The Query protocol reads no errors; theirs look like restXml's.
            Protocol::Query => ClientProtocol::parse_error_metadata(rest_xml(), response, cfg),
            _ => self.protocol.parse_error_metadata(response, cfg),
        }
    }

    /// True where the output's payload is bytes, which S3 does not begin to send before it knows that it succeeds.
    pub(super) fn streams(&self) -> bool {
        let blob = |field: &Field| matches!(self.output.graph.follow(&field.link).kind, NodeKind::Blob);
        self.output
            .fields
            .iter()
            .any(|field| field.payload && blob(field))
    }

    /// What the official protocols leave to generated code.
    fn finish(&self, input: &Map, request: &mut Request) {
        if self.service.query_compatible {
            request.headers_mut().insert("x-amzn-query-mode", "true");
        }
        if self.operation.checksum_required {
            let has = request
                .headers()
                .iter()
                .any(|(name, _)| name.starts_with("x-amz-checksum-") || name == "content-md5");
            let digest = Sha256::digest(request.body().bytes().unwrap_or_default());
            if !has && self.service.name.starts_with("s3") {
                request
                    .headers_mut()
                    .insert("x-amz-checksum-sha256", base64::encode(digest));
            }
        }
        if self.service.protocol == Protocol::Cbor && self.operation.input.is_none() {
            *request.body_mut() = SdkBody::empty();
            request.headers_mut().remove("Content-Type");
            request.headers_mut().remove("Content-Length");
        }
        let fields = self.input.fields;
        let given = |field: &Field| input.get(field.name).is_some_and(|value| !value.is_null());
        let document = !fields.iter().any(|field| field.payload);
        if self.input.graph.dialect == Dialect::RestXml
            && document
            && !fields.iter().any(|field| field.in_body() && given(field))
        {
            // An empty root element says nothing that an empty body does not.
            *request.body_mut() = SdkBody::empty();
            request.headers_mut().remove("Content-Type");
            request.headers_mut().remove("Content-Length");
        }
        custom::dress(self.service, self.operation, request);
    }
}

impl Side {
    fn build(
        service: &'static Service,
        dialect: Dialect,
        shape: Option<ShapeId>,
        dress: impl FnOnce(Schema<'static>, &[Field]) -> Schema<'static>,
    ) -> Side {
        let graph = Graph::of(service, dialect);
        let shape = shape.map(|id| service.shape(id));
        let fields: &'static [Field] = shape.map_or_else(Vec::new, |shape| graph.fields(shape)).leak();
        let id = name_of(shape.map_or("Unit", |shape| &shape.name));
        let schema = keep(dress(
            Schema::new_struct(id, ShapeType::Structure, schemas(fields)),
            fields,
        ));
        Side {
            graph,
            schema,
            fields,
        }
    }
}

/// True for a structure with a member that is a stream of events.
fn streams(service: &'static Service, structure: Option<ShapeId>) -> bool {
    let members = structure.map_or(&[][..], |id| service.shape(id).members());
    members.iter().any(|member| {
        let kind = &service.shape(member.shape).kind;
        matches!(
            kind,
            Kind::Structure {
                event_stream: true,
                ..
            }
        )
    })
}

/// CBOR's path; empty where the model's own holds.
fn route(service: &Service, operation: &Operation) -> String {
    match service.protocol {
        Protocol::Cbor => {
            let target = service.target_prefix.as_deref().unwrap_or_default();
            format!("/service/{target}/operation/{}", operation.name)
        }
        _ => String::new(),
    }
}

/// Says so where every member travels outside the body.
fn bodily(schema: Schema<'static>, fields: &[Field]) -> Schema<'static> {
    if fields.iter().any(|field| field.in_body() || field.payload) {
        schema
    } else {
        schema.with_no_body_members()
    }
}

/// The one answer whose root element is the member itself.
pub(super) fn unwrapped(service: &Service, operation: &Operation) -> bool {
    service.name == "s3" && operation.name == "GetBucketLocation"
}

fn protocol(service: &'static Service) -> Box<dyn ClientProtocol> {
    match service.protocol {
        Protocol::Cbor => Box::new(RpcV2CborProtocol::new()),
        Protocol::Json => {
            let protocol = match service.json_version.as_deref() {
                Some("1.0") => AwsJsonRpcProtocol::aws_json_1_0(),
                _ => AwsJsonRpcProtocol::aws_json_1_1(),
            };
            Box::new(protocol.with_target_prefix(service.target_prefix.as_deref().unwrap_or_default()))
        }
        Protocol::RestJson => Box::new(AwsRestJsonProtocol::new()),
        Protocol::RestXml => {
            let protocol = AwsRestXmlProtocol::new().with_no_error_wrapping(service.name == "s3");
            Box::new(match &service.xml_namespace {
                Some(uri) => protocol.with_service_xml_namespace(uri, None),
                None => protocol,
            })
        }
        Protocol::Query | Protocol::Ec2 => {
            Box::new(AwsQueryProtocol::new().with_service_version(&service.api_version))
        }
    }
}

fn rest_xml() -> &'static AwsRestXmlProtocol {
    static XML: LazyLock<AwsRestXmlProtocol> = LazyLock::new(AwsRestXmlProtocol::new);
    &XML
}

/// The URI template. S3's endpoints carry the bucket already.
fn uri(service: &Service, operation: &'static Operation) -> &'static str {
    match operation
        .uri
        .strip_prefix("/{Bucket}")
        .filter(|_| service.name == "s3")
    {
        Some(rest) if rest.starts_with('/') => rest,
        Some(rest) => format!("/{rest}").leak(),
        None => &operation.uri,
    }
}
