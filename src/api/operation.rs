//! One operation.

use super::reader::Reader;
use super::{Paginator, ShapeId, class, names};
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
    /// How its pages hang together; none where it answers whole.
    pub paginator: Option<Paginator>,
    /// The names that its `Filters` (or `Filter`) understand; empty where AWS does not list them. `tag:<key>` stands
    /// for any tag key.
    pub filters: Vec<String>,
}

impl Operation {
    pub(super) fn read(service: &str, reader: &mut Reader<'_>) -> Operation {
        let name = reader.string();
        let http_method = reader.string();
        let uri = reader.string();
        let http_status = u16::try_from(reader.number()).unwrap_or(200);
        let mut structure = || reader.index().checked_sub(1).map(ShapeId);
        let (input, output) = (structure(), structure());
        let errors = reader.many(|reader| ShapeId(reader.index()));
        let mut flags = reader.flags();
        let [method, wrapper, root, namespace, host_prefix] = [(); 5].map(|()| flags.next());
        let [unsigned, unsigned_payload, checksum_required] = [(); 3].map(|()| flags.next());
        let [checksum, constant, dynamic, deprecated, paged, filtered] = [(); 6].map(|()| flags.next());
        let pairs = |reader: &mut Reader<'_>, present: bool| {
            if present {
                reader.many(|reader| (reader.string(), reader.string()))
            } else {
                Vec::new()
            }
        };
        Operation {
            method: reader.text_if(method).unwrap_or_else(|| names::snake(&name)),
            result_wrapper: reader.text_if(wrapper),
            input_root: reader.text_if(root),
            input_namespace: reader.text_if(namespace),
            host_prefix: reader.text_if(host_prefix),
            checksum_member: reader.text_if(checksum),
            static_context: pairs(reader, constant)
                .into_iter()
                .filter_map(|(name, json)| Some((name, serde_json::from_str(&json).ok()?)))
                .collect(),
            input_context: pairs(reader, dynamic),
            paginator: paged.then(|| Paginator::read(reader)),
            filters: if filtered { reader.texts() } else { Vec::new() },
            class: class::of(service, &name),
            name,
            http_method,
            uri,
            http_status,
            input,
            output,
            errors,
            unsigned,
            unsigned_payload,
            checksum_required,
            deprecated,
        }
    }

    /// True where a filter's name is one that AWS lists for this operation, or where it lists none.
    #[must_use]
    pub fn knows_filter(&self, name: &str) -> bool {
        self.filters.is_empty()
            || self
                .filters
                .iter()
                .any(|known| known == name || (known == "tag:<key>" && name.starts_with("tag:")))
    }
}
