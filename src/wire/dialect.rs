//! The dialects of the wire: how each protocol names what it carries.
//!
//! Ec2 has two, because its requests and its answers name members differently; no official protocol speaks it, but
//! the Query protocol does once the names are ec2's, every list is flattened and empty lists are left out.

use crate::api::{Kind, Location, Member, Protocol, Shape};
use std::borrow::Cow;

/// How names travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// awsJson: the document alone.
    Json,
    /// restJson.
    RestJson,
    /// restXml.
    RestXml,
    /// awsQuery's requests.
    Query,
    /// awsQuery's answers.
    QueryAnswer,
    /// ec2Query's requests.
    Ec2Request,
    /// ec2Query's answers.
    Ec2Answer,
    /// rpcv2Cbor: names as in awsJson.
    Cbor,
}

impl Dialect {
    /// The dialects of requests and answers.
    pub(super) fn of(protocol: Protocol) -> (Dialect, Dialect) {
        match protocol {
            Protocol::Query => (Dialect::Query, Dialect::QueryAnswer),
            Protocol::Ec2 => (Dialect::Ec2Request, Dialect::Ec2Answer),
            Protocol::Json => (Dialect::Json, Dialect::Json),
            Protocol::RestJson => (Dialect::RestJson, Dialect::RestJson),
            Protocol::RestXml => (Dialect::RestXml, Dialect::RestXml),
            Protocol::Cbor => (Dialect::Cbor, Dialect::Cbor),
        }
    }

    /// True where members may travel outside the body.
    pub(super) fn binds(self) -> bool {
        matches!(self, Dialect::RestJson | Dialect::RestXml)
    }

    /// True where the body is XML, whose scalars are all text.
    pub(super) fn xml(self) -> bool {
        matches!(self, Dialect::RestXml | Dialect::QueryAnswer | Dialect::Ec2Answer)
    }

    /// The name that a member's schema carries. awsJson and CBOR have no other name, and a label is looked up by it.
    pub(super) fn member_name(self, member: &'static Member) -> &'static str {
        let alone = matches!(self, Dialect::Json | Dialect::Cbor);
        if alone || (self.binds() && member.location == Some(Location::Uri)) {
            member.wire_name()
        } else {
            &member.name
        }
    }

    /// The name on an XML or Query wire, where it is not the member's own.
    pub(super) fn xml_name(
        self,
        member: &'static Member,
        target: &'static Shape,
        flat: bool,
    ) -> Option<&'static str> {
        let item = match &target.kind {
            Kind::List { location, .. } if flat => location.as_deref(),
            _ => None,
        };
        match self {
            Dialect::Json | Dialect::RestJson | Dialect::Cbor => None,
            Dialect::Query | Dialect::QueryAnswer | Dialect::RestXml | Dialect::Ec2Answer => {
                item.or(member.location_name.as_deref())
            }
            Dialect::Ec2Request => match (&member.query_name, &member.location_name) {
                (Some(name), _) => Some(name),
                (None, Some(name)) => match capitalised(name) {
                    Cow::Borrowed(name) => Some(name),
                    Cow::Owned(name) => Some(name.leak()),
                },
                (None, None) => None,
            },
        }
    }
}

fn capitalised(name: &'static str) -> Cow<'static, str> {
    match name.split_at_checked(1) {
        Some((first, rest)) if first.chars().all(|c| c.is_ascii_lowercase()) => {
            Cow::Owned(first.to_ascii_uppercase() + rest)
        }
        _ => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ec2_capitalises_what_has_no_query_name() {
        assert_eq!(capitalised("vpcId"), "VpcId");
        assert_eq!(capitalised("VpcId"), "VpcId");
        assert_eq!(capitalised(""), "");
    }
}
