//! Bytes as compacted models: a whole file where they begin as one, else the record of one service, which is packed
//! into a file here, so that damage goes past the checksum.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use runbook::api::{Catalogue, Kind, Service, ShapeId, validate};
use runbook::value::Value;
use std::collections::HashSet;
use std::io::Write;

const FORMAT: &[u8] = b"runbook-models 1 botocore ";

/// Reads everything in the models. Whatever is damaged reads as absent.
pub(super) fn feed(bytes: &[u8]) {
    let file = if bytes.starts_with(FORMAT) {
        bytes.to_vec()
    } else {
        pack(bytes)
    };
    let catalogue = Catalogue::read(file);
    for name in catalogue.names() {
        if let Some(service) = catalogue.service(name) {
            walk(service);
        }
    }
}

fn pack(member: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::none());
    let packed = encoder
        .write_all(member)
        .and_then(|()| encoder.finish())
        .unwrap_or_default();
    let mut file = FORMAT.to_vec();
    let sizes = format!("0\nservice 0 {} {}\n\n", packed.len(), member.len());
    file.extend_from_slice(sizes.as_bytes());
    file.extend_from_slice(&packed);
    file
}

fn walk(service: &Service) {
    let mut seen = HashSet::new();
    let mut waiting: Vec<ShapeId> = Vec::new();
    for operation in service.operations() {
        assert!(
            service
                .operation(&operation.name)
                .is_none_or(|found| found.name == operation.name)
        );
        assert!(
            service
                .method(&operation.method)
                .is_none_or(|found| found.method == operation.method)
        );
        assert!(operation.knows_filter("tag:Name") || !operation.filters.is_empty());
        for misfit in validate(service, operation, &Value::map()) {
            assert!(!misfit.to_string().is_empty());
        }
        waiting.extend(operation.input);
        waiting.extend(operation.output);
        waiting.extend_from_slice(&operation.errors);
    }
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let shape = service.shape(id);
        let found = service.shape_named(&shape.name);
        assert!(found.is_none_or(|found| service.shape(found).name == shape.name));
        match &shape.kind {
            Kind::Structure { members, .. } => waiting.extend(members.iter().map(|member| member.shape)),
            Kind::List { member, .. } => waiting.push(*member),
            Kind::Map { key, value, .. } => waiting.extend([*key, *value]),
            _ => {}
        }
    }
    for waiter in service.waiters() {
        assert!(service.waiter(&waiter.name).is_some());
    }
}
