//! One operation.

use super::ShapeId;
use crate::event::Class;

/// One operation of a service.
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
    /// The status of an answer that is no error.
    pub http_status: u16,
    /// The input structure.
    pub input: Option<ShapeId>,
    /// The output structure.
    pub output: Option<ShapeId>,
    /// The Query protocol's wrapper around the output, `CreateGroupResult`.
    pub result_wrapper: Option<String>,
    /// The name of the input's root element in restXml.
    pub input_root: Option<String>,
    /// The XML namespace of the input's root element in restXml.
    pub input_namespace: Option<String>,
    /// The error structures that it declares.
    pub errors: Vec<ShapeId>,
    /// A prefix of the host, `{AccountId}.`.
    pub host_prefix: Option<String>,
    /// Sent without a signature.
    pub unsigned: bool,
    /// The payload is not part of the signature.
    pub unsigned_payload: bool,
    /// The body needs a checksum.
    pub checksum_required: bool,
    /// The input member that names the checksum's algorithm.
    pub checksum_member: Option<String>,
    /// Endpoint parameters that this operation sets to constants.
    pub static_context: Vec<(String, serde_json::Value)>,
    /// Endpoint parameters that are found in the input, each with a JMESPath.
    pub input_context: Vec<(String, String)>,
    /// AWS advises against it.
    pub deprecated: bool,
}
