//! One line of a flow log: the value of each field.

use crate::practice::behaviour::traffic::{Flow, Interface};
use std::borrow::Cow;
use std::net::Ipv4Addr;

/// What a line is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// `account/region`.
    pub(super) place: &'a str,
    /// The interface.
    pub(super) interface: &'a Interface<'a>,
    /// The first second.
    pub(super) start: i64,
    /// The last.
    pub(super) end: i64,
}

/// What it says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Said {
    /// A flow.
    Flow(Flow),
    /// There was no traffic.
    Nothing,
    /// Records were left out.
    Skipped,
}

/// What a field has where there is nothing to say.
const NONE: Cow<'static, str> = Cow::Borrowed("-");

impl Line<'_> {
    /// The value of a field.
    pub(super) fn field(&self, name: &str, version: u8, said: &Said) -> Cow<'_, str> {
        let record = self.interface.record;
        let (account, region) = self.place.split_once('/').unwrap_or((self.place, "-"));
        let text = |text: &'static str| Cow::Borrowed(text);
        let or_none = |text: &'_ str| {
            if text.is_empty() {
                NONE
            } else {
                Cow::Owned(text.to_owned())
            }
        };
        match (name, said) {
            ("version", _) => Cow::Owned(version.to_string()),
            ("account-id", _) => or_none(account),
            ("interface-id", _) => or_none(self.interface.id),
            ("start", _) => Cow::Owned(self.start.to_string()),
            ("end", _) => Cow::Owned(self.end.to_string()),
            ("vpc-id", _) => or_none(record.get("VpcId").text()),
            ("subnet-id", _) => or_none(record.get("SubnetId").text()),
            ("instance-id", _) => or_none(record.at("Attachment.InstanceId").text()),
            ("region", _) => or_none(region),
            ("az-id", _) => or_none(record.get("AvailabilityZoneId").text()),
            ("log-status", Said::Flow(_)) => text("OK"),
            ("log-status", Said::Nothing) => text("NODATA"),
            ("log-status", Said::Skipped) => text("SKIPDATA"),
            (name, Said::Flow(flow)) => of_flow(name, flow),
            (_, Said::Nothing | Said::Skipped) => NONE,
        }
    }
}

fn of_flow(name: &str, flow: &Flow) -> Cow<'static, str> {
    let inner = |address: Ipv4Addr, is_far: bool| match flow.behind {
        Some(behind) if is_far => behind.to_string(),
        _ => address.to_string(),
    };
    let own = |text: String| Cow::Owned(text);
    match name {
        "srcaddr" => own(flow.from.to_string()),
        "dstaddr" => own(flow.to.to_string()),
        "srcport" => own(flow.from_port.to_string()),
        "dstport" => own(flow.to_port.to_string()),
        "protocol" => own(flow.protocol.to_string()),
        "packets" => own(flow.packets.to_string()),
        "bytes" => own(flow.bytes.to_string()),
        "action" => Cow::Borrowed(if flow.accepted { "ACCEPT" } else { "REJECT" }),
        "tcp-flags" => own(flow.flags.to_string()),
        "type" => Cow::Borrowed("IPv4"),
        // Behind a NAT gateway the packets' own addresses are those of the far end.
        "pkt-srcaddr" => own(inner(flow.from, !flow.inbound)),
        "pkt-dstaddr" => own(inner(flow.to, flow.inbound)),
        "flow-direction" => Cow::Borrowed(if flow.inbound { "ingress" } else { "egress" }),
        // By an internet gateway, where a packet leaves (AWS: *Available fields*).
        "traffic-path" if !flow.inbound => Cow::Borrowed("8"),
        _ => NONE,
    }
}
