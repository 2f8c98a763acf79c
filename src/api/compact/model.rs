//! botocore's JSON, as far as its facts are taken over. Documentation is read only to find the names of filters in it.

use super::filters;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Number, Value as Json};

/// `service-2.json`.
#[derive(Debug, Deserialize)]
pub(in crate::api) struct Model {
    pub(super) metadata: Metadata,
    #[serde(default)]
    pub(super) operations: IndexMap<String, Operation>,
    #[serde(default)]
    pub(super) shapes: IndexMap<String, Shape>,
}

impl Model {
    /// The endpoint's first label.
    pub(in crate::api) fn endpoint_prefix(&self) -> &str {
        &self.metadata.endpoint_prefix
    }
}

/// The facts about a service.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    pub(super) api_version: String,
    pub(super) protocol: String,
    #[serde(default)]
    pub(super) protocols: Vec<String>,
    pub(super) json_version: Option<String>,
    pub(super) target_prefix: Option<String>,
    pub(super) endpoint_prefix: String,
    pub(super) signing_name: Option<String>,
    pub(super) service_id: String,
    #[serde(default)]
    pub(super) service_full_name: String,
    pub(super) xml_namespace: Option<String>,
    #[serde(default = "version_4")]
    pub(super) signature_version: String,
    pub(super) aws_query_compatible: Option<Json>,
}

fn version_4() -> String {
    "v4".to_owned()
}

/// One operation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) http: Http,
    pub(super) input: Option<Root>,
    pub(super) output: Option<Root>,
    #[serde(default)]
    pub(super) errors: Vec<Root>,
    #[serde(rename = "authtype")]
    pub(super) auth_type: Option<String>,
    #[serde(default)]
    pub(super) auth: Vec<String>,
    #[serde(default)]
    pub(super) unsigned_payload: bool,
    #[serde(default)]
    pub(super) http_checksum_required: bool,
    #[serde(default)]
    pub(super) http_checksum: Checksum,
    pub(super) endpoint: Option<Host>,
    #[serde(default)]
    pub(super) static_context_params: IndexMap<String, Constant>,
    #[serde(default)]
    pub(super) operation_context_params: IndexMap<String, Path>,
    #[serde(default)]
    pub(super) deprecated: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Http {
    pub(super) method: Method,
    pub(super) request_uri: String,
    #[serde(default = "in_order")]
    pub(super) response_code: u16,
}

fn in_order() -> u16 {
    200
}

/// The methods that an operation may have.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Method {
    pub(super) fn word(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
        }
    }
}

/// The input, the output or an error of an operation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Root {
    pub(super) shape: String,
    pub(super) location_name: Option<String>,
    pub(super) xml_namespace: Option<Namespace>,
    pub(super) result_wrapper: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checksum {
    #[serde(default)]
    pub(super) request_checksum_required: bool,
    pub(super) request_algorithm_member: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Host {
    pub(super) host_prefix: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Constant {
    pub(super) value: Json,
}

#[derive(Debug, Deserialize)]
pub(super) struct Path {
    pub(super) path: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Namespace {
    pub(super) prefix: Option<String>,
    pub(super) uri: String,
}

/// What a shape is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    Structure,
    List,
    Map,
    #[serde(alias = "character")]
    String,
    Integer,
    Long,
    #[serde(alias = "double")]
    Float,
    Boolean,
    Timestamp,
    Blob,
}

/// A shape. What it says of itself as a member of anything holds unless the member says otherwise.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: Type,
    #[serde(default)]
    pub(super) members: IndexMap<String, Member>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    pub(super) member: Option<Member>,
    pub(super) key: Option<Member>,
    pub(super) value: Option<Member>,
    pub(super) payload: Option<String>,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) document: bool,
    #[serde(default)]
    pub(super) union: bool,
    #[serde(default)]
    pub(super) eventstream: bool,
    #[serde(default)]
    pub(super) exception: bool,
    #[serde(default)]
    pub(super) fault: bool,
    pub(super) error: Option<ErrorTrait>,
    pub(super) retryable: Option<Json>,
    #[serde(default)]
    pub(super) sparse: bool,
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
    pub(super) pattern: Option<String>,
    #[serde(default, rename = "enum")]
    pub(super) values: Vec<String>,
    pub(super) location_name: Option<String>,
    pub(super) flattened: Option<bool>,
    pub(super) streaming: Option<bool>,
    pub(super) timestamp_format: Option<TimeFormat>,
    pub(super) xml_namespace: Option<Namespace>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ErrorTrait {
    pub(super) code: Option<String>,
    pub(super) http_status_code: Option<u16>,
    #[serde(default)]
    pub(super) sender_fault: bool,
}

/// A place where a shape is used.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member {
    pub(super) shape: String,
    pub(super) location: Option<Location>,
    pub(super) location_name: Option<String>,
    pub(super) query_name: Option<String>,
    #[serde(default)]
    pub(super) xml_attribute: bool,
    pub(super) xml_namespace: Option<Namespace>,
    #[serde(default)]
    pub(super) idempotency_token: bool,
    pub(super) timestamp_format: Option<TimeFormat>,
    pub(super) flattened: Option<bool>,
    pub(super) streaming: Option<bool>,
    #[serde(default)]
    pub(super) jsonvalue: bool,
    #[serde(default)]
    pub(super) host_label: bool,
    pub(super) context_param: Option<ContextParam>,
    #[serde(default)]
    pub(super) eventpayload: bool,
    #[serde(default)]
    pub(super) deprecated: bool,
    /// The names that the documentation lists, if it is a member with filters.
    #[serde(default, rename = "documentation", deserialize_with = "filters::listed")]
    pub(super) listed: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ContextParam {
    pub(super) name: String,
}

/// Where a member travels outside the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Location {
    Uri,
    #[serde(rename = "querystring")]
    Query,
    Header,
    Headers,
    StatusCode,
}

/// How an instant is written.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum TimeFormat {
    Iso8601,
    UnixTimestamp,
    Rfc822,
}

/// `paginators-1.json`.
#[derive(Debug, Default, Deserialize)]
pub(in crate::api) struct Paginators {
    pub(super) pagination: IndexMap<String, Paginator>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Paginator {
    #[serde(default)]
    pub(super) input_token: OneOrMore,
    #[serde(default)]
    pub(super) output_token: OneOrMore,
    #[serde(default)]
    pub(super) result_key: OneOrMore,
    pub(super) limit_key: Option<String>,
    pub(super) more_results: Option<String>,
    #[serde(default)]
    pub(super) non_aggregate_keys: OneOrMore,
}

/// A text or a list of texts.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Json")]
pub(super) struct OneOrMore(pub(super) Vec<String>);

impl From<Json> for OneOrMore {
    fn from(json: Json) -> OneOrMore {
        let items = match json {
            Json::Array(items) => items,
            one => vec![one],
        };
        let texts = items.iter().filter_map(Json::as_str);
        OneOrMore(texts.map(str::to_owned).collect())
    }
}

/// `waiters-2.json`.
#[derive(Debug, Default, Deserialize)]
pub(in crate::api) struct Waiters {
    pub(super) waiters: IndexMap<String, Waiter>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Waiter {
    pub(super) operation: String,
    pub(super) delay: u32,
    pub(super) max_attempts: u32,
    pub(super) acceptors: Vec<Acceptor>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Acceptor {
    pub(super) state: State,
    pub(super) matcher: Matcher,
    pub(super) argument: Option<String>,
    pub(super) expected: Json,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    Success,
    Failure,
    Retry,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Matcher {
    Path,
    PathAll,
    PathAny,
    Status,
    Error,
}
