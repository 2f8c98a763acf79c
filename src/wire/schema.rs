//! Schemas made at run time: the models' shapes in the form that the official codecs read.
//!
//! A [`Graph`] holds the shapes of one service in one dialect. A node is built when it is first reached and lives as
//! long as the process, because the codecs want `'static` schemas and cache what they derive on them. A schema of a
//! member holds no target, so the graph keeps its own links beside it.
//!
//! Structure members are read and written with the member's schema, items of lists and maps with the target's: a
//! target has no member name, which the Query protocol would otherwise put into its prefixes.

use super::dialect::Dialect;
use crate::api::{Kind, Location, Member, Service, Shape, ShapeId, TimeFormat};
use aws_smithy_schema::traits::TimestampFormat;
use aws_smithy_schema::{Schema, ShapeId as SchemaId, ShapeType, intern_header_name};
use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

/// A schema of the process-lifetime arena.
pub(super) type Fixed = &'static Schema<'static>;

/// Puts a value into the process-lifetime arena. What goes in is bounded by the models.
pub(super) fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// One shape as the codecs see it.
#[derive(Debug)]
pub(super) struct Node {
    /// The schema of the shape itself.
    pub(super) schema: Fixed,
    /// What it is, with the links to what it holds.
    pub(super) kind: NodeKind,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum NodeKind {
    /// A structure or union.
    Structure(Vec<Field>),
    /// A list.
    List(Link),
    /// A map with text keys.
    Map(Link),
    /// A string.
    Text,
    /// An integer.
    Int,
    /// A `float` or `double`.
    Float,
    /// A boolean.
    Bool,
    /// An instant.
    Time,
    /// Bytes.
    Blob,
    /// Any JSON.
    Document,
}

/// A member of a structure.
#[derive(Debug)]
pub(super) struct Field {
    /// The member's name, as values carry it.
    pub(super) name: &'static str,
    /// The member's schema.
    pub(super) schema: Fixed,
    /// JSON that travels as text.
    pub(super) json: bool,
    /// The member is the HTTP payload.
    pub(super) payload: bool,
    /// Where it travels outside the body.
    pub(super) location: Option<Location>,
    /// What it holds.
    pub(super) link: Link,
}

impl Field {
    /// True for a member that is written into the document of the body.
    pub(super) fn in_body(&self) -> bool {
        self.location.is_none() && !self.payload
    }
}

/// A link to a node that is built when it is first followed, so that shapes may hold themselves.
#[derive(Debug)]
pub(super) struct Link {
    shape: ShapeId,
    node: OnceLock<&'static Node>,
}

impl Link {
    fn to(shape: ShapeId) -> Link {
        Link {
            shape,
            node: OnceLock::new(),
        }
    }
}

/// The nodes of one service in one dialect.
#[derive(Debug)]
pub(super) struct Graph {
    service: &'static Service,
    /// The dialect, which decides the names on the wire.
    pub(super) dialect: Dialect,
    nodes: RwLock<HashMap<ShapeId, &'static Node>>,
}

impl Graph {
    /// The graph of a service in a dialect, the same one each time.
    pub(super) fn of(service: &'static Service, dialect: Dialect) -> &'static Graph {
        static GRAPHS: RwLock<Vec<&'static Graph>> = RwLock::new(Vec::new());
        let is_it =
            |graph: &&&'static Graph| std::ptr::eq(graph.service, service) && graph.dialect == dialect;
        if let Some(graph) = GRAPHS
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(is_it)
        {
            return graph;
        }
        let mut graphs = GRAPHS.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(graph) = graphs.iter().find(is_it) {
            return graph;
        }
        let graph = keep(Graph {
            service,
            dialect,
            nodes: RwLock::default(),
        });
        graphs.push(graph);
        graph
    }

    /// What a link leads to.
    pub(super) fn follow(&self, link: &Link) -> &'static Node {
        link.node.get_or_init(|| self.node(link.shape))
    }

    /// The node of a shape.
    pub(super) fn node(&self, id: ShapeId) -> &'static Node {
        if let Some(node) = self.nodes.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return node;
        }
        let node = keep(self.build(self.service.shape(id)));
        self.nodes
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(id)
            .or_insert(node)
    }

    /// The members of a structure; empty for any other shape.
    pub(super) fn fields(&self, shape: &'static Shape) -> Vec<Field> {
        let Kind::Structure { members, payload, .. } = &shape.kind else {
            return Vec::new();
        };
        let field = |(index, member): (usize, &'static Member)| Field {
            name: &member.name,
            schema: keep(self.member(shape, member, index)),
            json: member.json,
            payload: payload.as_ref() == Some(&member.name),
            location: self.dialect.binds().then_some(member.location).flatten(),
            link: Link::to(member.shape),
        };
        members.iter().enumerate().map(field).collect()
    }

    fn build(&self, shape: &'static Shape) -> Node {
        let id = name_of(&shape.name);
        let scalar = |kind, shape_type| (Schema::new(id.clone(), shape_type), kind);
        let (schema, kind) = match &shape.kind {
            Kind::Structure { .. } => {
                let fields = self.fields(shape);
                let schema = Schema::new_struct(id, shape_type(shape), schemas(&fields));
                (schema, NodeKind::Structure(fields))
            }
            Kind::List { member, .. } => {
                let schema = Schema::new_list(id, self.item(shape, 1));
                (schema, NodeKind::List(Link::to(*member)))
            }
            Kind::Map { value, .. } => {
                let (key, item) = self.entry(shape, 1);
                (Schema::new_map(id, key, item), NodeKind::Map(Link::to(*value)))
            }
            Kind::Text { .. } => scalar(NodeKind::Text, ShapeType::String),
            Kind::Int { .. } => scalar(NodeKind::Int, ShapeType::Long),
            Kind::Float { .. } => scalar(NodeKind::Float, ShapeType::Double),
            Kind::Bool => scalar(NodeKind::Bool, ShapeType::Boolean),
            Kind::Time(format) => {
                let (schema, kind) = scalar(NodeKind::Time, ShapeType::Timestamp);
                (timed(schema, *format), kind)
            }
            Kind::Blob { .. } => scalar(NodeKind::Blob, ShapeType::Blob),
            Kind::Document => scalar(NodeKind::Document, ShapeType::Document),
        };
        let flat = match &shape.kind {
            Kind::List { flattened, .. } => *flattened || self.dialect == Dialect::Ec2Request,
            Kind::Map { flattened, .. } => *flattened,
            _ => false,
        };
        let schema = if flat { schema.with_xml_flattened() } else { schema };
        Node {
            schema: keep(schema),
            kind,
        }
    }

    fn member(&self, parent: &'static Shape, member: &'static Member, index: usize) -> Schema<'static> {
        let target = self.service.shape(member.shape);
        let name = self.dialect.member_name(member);
        let mut schema = Schema::new_member(name_of(&parent.name), shape_type(target), name, index);
        schema = self.hold(schema, target, 2);
        let is_list = matches!(target.kind, Kind::List { .. });
        let flat = member.flattened || (is_list && self.dialect == Dialect::Ec2Request);
        if flat {
            schema = schema.with_xml_flattened();
        }
        let format = match (member.time_format, &target.kind) {
            (TimeFormat::Unsaid, Kind::Time(format)) => *format,
            (format, _) => format,
        };
        schema = timed(schema, format);
        if let Some(name) = self.dialect.xml_name(member, target, flat) {
            schema = schema.with_xml_name(name);
        }
        if self.dialect == Dialect::RestJson
            && let Some(name) = &member.location_name
        {
            schema = schema.with_json_name(name);
        }
        if let Some((prefix, uri)) = &member.xml_namespace {
            schema = schema.with_xml_namespace(uri, prefix.as_deref());
        }
        if member.xml_attribute {
            schema = schema.with_xml_attribute();
        }
        if member.json {
            schema = schema.with_media_type("application/json");
        }
        if self.dialect.binds() {
            schema = bind(schema, member, target);
            if let Kind::Structure {
                payload: Some(payload),
                ..
            } = &parent.kind
                && *payload == member.name
            {
                schema = schema.with_http_payload();
            }
        }
        schema
    }

    /// Attaches what a list or map holds; `depth` levels, as shapes may hold themselves.
    fn hold(&self, schema: Schema<'static>, target: &'static Shape, depth: usize) -> Schema<'static> {
        match &target.kind {
            Kind::List { .. } if depth > 0 => schema.with_list_member(self.item(target, depth - 1)),
            Kind::Map { .. } if depth > 0 => {
                let (key, value) = self.entry(target, depth - 1);
                schema.with_map_members(key, value)
            }
            _ => schema,
        }
    }

    fn item(&self, list: &'static Shape, depth: usize) -> Fixed {
        let Kind::List { member, location, .. } = &list.kind else {
            return &aws_smithy_schema::prelude::STRING;
        };
        self.held(list, *member, "member", 0, location.as_deref(), depth)
    }

    fn entry(&self, map: &'static Shape, depth: usize) -> (Fixed, Fixed) {
        let Kind::Map {
            key,
            value,
            key_location,
            value_location,
            ..
        } = &map.kind
        else {
            return (
                &aws_smithy_schema::prelude::STRING,
                &aws_smithy_schema::prelude::STRING,
            );
        };
        (
            self.held(map, *key, "key", 0, key_location.as_deref(), depth),
            self.held(map, *value, "value", 1, value_location.as_deref(), depth),
        )
    }

    fn held(
        &self,
        holder: &'static Shape,
        target: ShapeId,
        name: &'static str,
        index: usize,
        location: Option<&'static str>,
        depth: usize,
    ) -> Fixed {
        let target = self.service.shape(target);
        let mut schema = Schema::new_member(name_of(&holder.name), shape_type(target), name, index);
        schema = self.hold(schema, target, depth);
        if let Kind::Time(format) = target.kind {
            schema = timed(schema, format);
        }
        if let Some(location) = location {
            schema = schema.with_xml_name(location);
        }
        keep(schema)
    }
}

/// The members' schemas in order, as a structure's schema wants them.
pub(super) fn schemas(fields: &[Field]) -> &'static [Fixed] {
    fields.iter().map(|field| field.schema).collect::<Vec<_>>().leak()
}

/// The id of a shape. The namespace is never on the wire.
pub(super) fn name_of(name: &'static str) -> SchemaId<'static> {
    SchemaId::from_parts(keep(format!("aws#{name}")), "aws", name)
}

fn shape_type(shape: &Shape) -> ShapeType {
    match &shape.kind {
        Kind::Structure { union: true, .. } => ShapeType::Union,
        Kind::Structure { .. } => ShapeType::Structure,
        Kind::List { .. } => ShapeType::List,
        Kind::Map { .. } => ShapeType::Map,
        Kind::Text { .. } => ShapeType::String,
        Kind::Int { .. } => ShapeType::Long,
        Kind::Float { .. } => ShapeType::Double,
        Kind::Bool => ShapeType::Boolean,
        Kind::Time(_) => ShapeType::Timestamp,
        Kind::Blob { .. } => ShapeType::Blob,
        Kind::Document => ShapeType::Document,
    }
}

fn timed(schema: Schema<'static>, format: TimeFormat) -> Schema<'static> {
    match format {
        TimeFormat::Unsaid => schema,
        TimeFormat::Iso8601 => schema.with_timestamp_format(TimestampFormat::DateTime),
        TimeFormat::Epoch => schema.with_timestamp_format(TimestampFormat::EpochSeconds),
        TimeFormat::Rfc822 => schema.with_timestamp_format(TimestampFormat::HttpDate),
    }
}

fn bind(schema: Schema<'static>, member: &'static Member, target: &Shape) -> Schema<'static> {
    let wire = member.wire_name();
    match member.location {
        None => schema,
        Some(Location::Uri) => schema.with_http_label(),
        Some(Location::Query) if matches!(target.kind, Kind::Map { .. }) => schema.with_http_query_params(),
        Some(Location::Query) => schema.with_http_query(wire),
        Some(Location::Header) => schema.with_http_header(intern_header_name(wire)),
        Some(Location::Headers) => {
            schema.with_http_prefix_headers(member.location_name.as_deref().unwrap_or_default())
        }
        Some(Location::Status) => schema.with_http_response_code(),
    }
}
