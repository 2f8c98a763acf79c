//! A shape as it stands in the compacted models.

use super::reader::Reader;
use super::{ErrorFacts, Kind, Location, Member, Shape, ShapeId, TimeFormat};

/// Reads one shape.
pub(super) fn shape(reader: &mut Reader<'_>) -> Shape {
    let name = reader.string();
    let kind = reader.number();
    let mut flags = reader.flags();
    let sensitive = flags.next();
    let kind = match kind {
        0 => {
            let [union, event_stream, payload, error] = [(); 4].map(|()| flags.next());
            Kind::Structure {
                union,
                event_stream,
                payload: reader.text_if(payload),
                error: error.then(|| error_facts(reader)),
                members: reader.many(member),
            }
        }
        1 => {
            let [low, high, flattened, sparse, location] = [(); 5].map(|()| flags.next());
            Kind::List {
                flattened,
                sparse,
                range: (reader.bound_if(low), reader.bound_if(high)),
                location: reader.text_if(location),
                member: ShapeId(reader.index()),
            }
        }
        2 => {
            let [low, high, flattened, key, value] = [(); 5].map(|()| flags.next());
            Kind::Map {
                flattened,
                range: (reader.bound_if(low), reader.bound_if(high)),
                key_location: reader.text_if(key),
                value_location: reader.text_if(value),
                key: ShapeId(reader.index()),
                value: ShapeId(reader.index()),
            }
        }
        3 => {
            let [low, high, pattern, values] = [(); 4].map(|()| flags.next());
            Kind::Text {
                range: (reader.bound_if(low), reader.bound_if(high)),
                pattern: reader.text_if(pattern),
                values: if values { reader.texts() } else { Vec::new() },
            }
        }
        4 => {
            let [low, high, long] = [(); 3].map(|()| flags.next());
            Kind::Int {
                long,
                range: (reader.bound_if(low), reader.bound_if(high)),
            }
        }
        5 => {
            let [low, high] = [(); 2].map(|()| flags.next());
            let mut bound = |present| reader.text_if(present).and_then(|text| text.parse().ok());
            Kind::Float {
                range: (bound(low), bound(high)),
            }
        }
        6 => Kind::Bool,
        7 => Kind::Time(time_format(reader)),
        8 => {
            let [low, high, streaming] = [(); 3].map(|()| flags.next());
            Kind::Blob {
                streaming,
                range: (reader.bound_if(low), reader.bound_if(high)),
            }
        }
        _ => Kind::Document,
    };
    Shape {
        name,
        kind,
        sensitive,
    }
}

fn error_facts(reader: &mut Reader<'_>) -> ErrorFacts {
    let code = reader.text();
    let status = reader.number();
    let mut flags = reader.flags();
    ErrorFacts {
        code,
        status: u16::try_from(status).ok().filter(|status| *status > 0),
        sender: flags.next(),
        retryable: flags.next(),
    }
}

fn time_format(reader: &mut Reader<'_>) -> TimeFormat {
    match reader.number() {
        1 => TimeFormat::Iso8601,
        2 => TimeFormat::Epoch,
        3 => TimeFormat::Rfc822,
        _ => TimeFormat::Unsaid,
    }
}

fn location(reader: &mut Reader<'_>) -> Location {
    match reader.number() {
        0 => Location::Uri,
        1 => Location::Query,
        2 => Location::Header,
        3 => Location::Headers,
        _ => Location::Status,
    }
}

fn member(reader: &mut Reader<'_>) -> Member {
    let name = reader.string();
    let shape = ShapeId(reader.index());
    let mut flags = reader.flags();
    let required = flags.next();
    let [lowered, renamed, located, query_name] = [(); 4].map(|()| flags.next());
    let xml_attribute = flags.next();
    let namespace = flags.next();
    let idempotency_token = flags.next();
    let timed = flags.next();
    let [flattened, streaming, json, host_label] = [(); 4].map(|()| flags.next());
    let context = flags.next();
    let [event_payload, deprecated] = [(); 2].map(|()| flags.next());
    Member {
        location_name: if lowered {
            Some(lower_first(&name))
        } else {
            reader.text_if(renamed)
        },
        location: located.then(|| location(reader)),
        query_name: reader.text_if(query_name),
        xml_namespace: namespace.then(|| (reader.text(), reader.string())),
        time_format: if timed {
            time_format(reader)
        } else {
            TimeFormat::Unsaid
        },
        context: reader.text_if(context),
        name,
        shape,
        required,
        xml_attribute,
        idempotency_token,
        flattened,
        streaming,
        json,
        host_label,
        event_payload,
        deprecated,
    }
}

fn lower_first(name: &str) -> String {
    let mut lowered = name.to_owned();
    if let Some(first) = lowered.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    lowered
}
