//! Shapes: the structures, lists and scalars that requests and answers are made of.

/// A shape of one service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ShapeId(pub u32);

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its name in the model.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Never shown, never written down.
    pub sensitive: bool,
}

/// Stands for a shape that damaged models name and do not have: any JSON.
pub(super) static UNKNOWN: Shape = Shape {
    name: String::new(),
    kind: Kind::Document,
    sensitive: false,
};

impl Shape {
    /// The members of a structure; empty for any other kind.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        if let Kind::Structure { members, .. } = &self.kind {
            members
        } else {
            &[]
        }
    }

    /// A member of a structure by name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.name == name)
    }

    /// The facts of an error structure.
    #[must_use]
    pub fn error(&self) -> Option<&ErrorFacts> {
        if let Kind::Structure { error, .. } = &self.kind {
            error.as_ref()
        } else {
            None
        }
    }
}

/// What a shape is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Named members, in the model's order.
    Structure {
        /// The members.
        members: Vec<Member>,
        /// The member that is the HTTP payload, by name.
        payload: Option<String>,
        /// A union: exactly one member is set.
        union: bool,
        /// A stream of events: each member is an event.
        event_stream: bool,
        /// For an error shape: the code on the wire and the HTTP status.
        error: Option<ErrorFacts>,
    },
    /// Items of one shape.
    List {
        /// The item's shape.
        member: ShapeId,
        /// The item's name on an XML or Query wire, `member` where none is given.
        location: Option<String>,
        /// Items stand without a wrapper.
        flattened: bool,
        /// An item may be absent.
        sparse: bool,
        /// The fewest and the most items.
        range: (Option<i64>, Option<i64>),
    },
    /// Text keys.
    Map {
        /// The key's shape.
        key: ShapeId,
        /// The value's shape.
        value: ShapeId,
        /// The key's name on an XML wire, `key` where none is given.
        key_location: Option<String>,
        /// The value's name on an XML wire.
        value_location: Option<String>,
        /// Entries stand without a wrapper.
        flattened: bool,
        /// The fewest and the most entries.
        range: (Option<i64>, Option<i64>),
    },
    /// A string.
    Text {
        /// The values of an enum; empty where any text goes.
        values: Vec<String>,
        /// A regular expression; AWS does not hold to all of them.
        pattern: Option<String>,
        /// The shortest and the longest.
        range: (Option<i64>, Option<i64>),
    },
    /// An integer, 32 or 64 bits.
    Int {
        /// 64 bits.
        long: bool,
        /// The least and the greatest.
        range: (Option<i64>, Option<i64>),
    },
    /// A `float` or `double`.
    Float {
        /// The least and the greatest.
        range: (Option<f64>, Option<f64>),
    },
    /// A boolean.
    Bool,
    /// An instant.
    Time(TimeFormat),
    /// Bytes.
    Blob {
        /// The payload is a stream.
        streaming: bool,
        /// The fewest and the most bytes.
        range: (Option<i64>, Option<i64>),
    },
    /// Any JSON.
    Document,
}

/// Facts of an error shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorFacts {
    /// The code on the wire, where it differs from the shape's name: `NoSuchEntity`.
    pub code: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The sender's fault.
    pub sender: bool,
    /// Worth another try.
    pub retryable: bool,
}

/// How an instant is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeFormat {
    /// As the protocol and the place say.
    #[default]
    Unsaid,
    /// `2020-07-27T16:30:00Z`.
    Iso8601,
    /// Seconds since 1970.
    Epoch,
    /// `Mon, 27 Jul 2020 16:30:00 GMT`.
    Rfc822,
}

/// Where a member travels outside the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// A label of the URI.
    Uri,
    /// A parameter of the query string.
    Query,
    /// A header.
    Header,
    /// All headers with a prefix, a map.
    Headers,
    /// The status of the answer.
    Status,
}

/// A member of a structure. What the model says of its shape as a member of anything (a name on the wire, a
/// flattening) has been taken over, unless the member says otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: ShapeId,
    /// A request without it is refused.
    pub required: bool,
    /// None for the body.
    pub location: Option<Location>,
    /// The name on the wire, where it differs.
    pub location_name: Option<String>,
    /// ec2's name in requests, where it differs.
    pub query_name: Option<String>,
    /// An XML attribute.
    pub xml_attribute: bool,
    /// The XML namespace on this member: its prefix, and its URI.
    pub xml_namespace: Option<(Option<String>, String)>,
    /// The client makes one up where none is given.
    pub idempotency_token: bool,
    /// A time format on the member itself, or on its shape.
    pub time_format: TimeFormat,
    /// A list or map without a wrapper.
    pub flattened: bool,
    /// The payload is a stream.
    pub streaming: bool,
    /// Any JSON, carried as text in a header (`jsonvalue`).
    pub json: bool,
    /// A label of the host prefix.
    pub host_label: bool,
    /// The endpoint parameter that it is bound to.
    pub context: Option<String>,
    /// In an event: the payload.
    pub event_payload: bool,
    /// AWS advises against it.
    pub deprecated: bool,
}

impl Member {
    /// The name on the wire.
    #[must_use]
    pub fn wire_name(&self) -> &str {
        self.location_name.as_deref().unwrap_or(&self.name)
    }
}
