//! The traffic of a network interface: who knocks, whom it calls, and what security groups, network ACLs and routes let
//! through.
//!
//! Illustrative, and the same in every world of a seed. Addresses outside are of the ranges that are kept for
//! documentation (RFC 5737). Left out, as flow logs leave it out: traffic to Amazon's DNS server, to the metadata and
//! time services and to the VPC's router (AWS: *Flow log limitations*).

mod network;
mod rules;

use crate::practice::ids::Seed;
use std::net::Ipv4Addr;

pub(super) use network::{Interface, Network, Way};

const TCP: u8 = 6;
const UDP: u8 = 17;

/// What strangers knock at: the ports of remote shells, databases and web servers.
const KNOCKED: [u16; 12] = [22, 23, 80, 443, 445, 1433, 3306, 3389, 5432, 6379, 8080, 8443];

/// Resolvers outside, that an instance may ask instead of Amazon's.
const RESOLVER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);

/// Where an instance's agent and its package manager call.
const CALLED: [Ipv4Addr; 2] = [Ipv4Addr::new(198, 51, 100, 20), Ipv4Addr::new(198, 51, 100, 44)];

/// One side of a conversation in one interval, as the interface sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flow {
    /// Where it comes from.
    pub(super) from: Ipv4Addr,
    /// Where it goes.
    pub(super) to: Ipv4Addr,
    /// The port that it comes from.
    pub(super) from_port: u16,
    /// The port that it goes to.
    pub(super) to_port: u16,
    /// IANA's number of the protocol.
    pub(super) protocol: u8,
    /// How many packets.
    pub(super) packets: u32,
    /// How many bytes.
    pub(super) bytes: u32,
    /// The TCP flags that were seen, together.
    pub(super) flags: u8,
    /// It comes in.
    pub(super) inbound: bool,
    /// It was let through.
    pub(super) accepted: bool,
    /// The addresses in the packets, where another interface stands between.
    pub(super) behind: Option<Ipv4Addr>,
}

impl Flow {
    /// What comes back.
    fn back(self, packets: u32, bytes: u32, accepted: bool) -> Flow {
        Flow {
            from: self.to,
            to: self.from,
            from_port: self.to_port,
            to_port: self.from_port,
            packets,
            bytes,
            // An answer to SYN is SYN and ACK.
            flags: if self.protocol == TCP { 19 } else { 0 },
            inbound: !self.inbound,
            accepted,
            ..self
        }
    }
}

/// The dice of one interface in one interval.
#[derive(Clone, Copy, Debug)]
struct Dice(Seed);

impl Dice {
    fn cast(seed: u64, interface: &str, start: i64) -> Dice {
        Dice(Seed::new(seed, interface, "traffic", start.unsigned_abs()))
    }

    fn below(self, at: usize, bound: u32) -> u32 {
        u32::from(self.0.pair(at)) % bound.max(1)
    }

    fn port(self, at: usize) -> u16 {
        32_768 + self.0.pair(at) % 28_000
    }
}

/// The flows of an interface in an interval of `span` seconds from `start`.
pub(super) fn flows(
    network: &Network<'_>,
    interface: &Interface<'_>,
    seed: u64,
    start: i64,
    span: i64,
) -> Vec<Flow> {
    match &interface.clients {
        Some(clients) => clients
            .iter()
            .flat_map(|client| translated(network, interface, client, seed, start))
            .collect(),
        None => {
            let dice = Dice::cast(seed, interface.id, start);
            // A longer interval gathers more.
            let times = u32::try_from(span / 60).unwrap_or(1).max(1);
            let mut flows = knocks(network, interface, dice, times.min(4));
            flows.extend(calls(network, interface, dice));
            flows
        }
    }
}

/// Strangers knock where an interface can be reached from outside.
fn knocks(network: &Network<'_>, interface: &Interface<'_>, dice: Dice, times: u32) -> Vec<Flow> {
    if network.way(interface, outside(dice)) != Way::Gateway {
        return Vec::new();
    }
    let mut flows = Vec::new();
    for n in 0..dice.below(0, 2 + times) {
        let at = 1 + 2 * n as usize;
        let range = [[192, 0, 2], [198, 51, 100], [203, 0, 113]][dice.below(at, 3) as usize];
        let stranger = Ipv4Addr::new(
            range[0],
            range[1],
            range[2],
            100 + (dice.below(at + 1, 150) as u8),
        );
        let port = KNOCKED[dice.below(at + 1, 12) as usize];
        let open = network.lets_in(interface, TCP, port, stranger);
        let (packets, bytes, flags) = if open { (6, 474, 3) } else { (1, 44, 2) };
        let knock = Flow {
            from: stranger,
            to: interface.address,
            from_port: dice.port(at),
            to_port: port,
            protocol: TCP,
            packets,
            bytes,
            flags,
            inbound: true,
            accepted: open,
            behind: None,
        };
        flows.push(knock);
        if open {
            // Security groups remember who asked; network ACLs do not.
            let heard = network.acl_lets(interface, true, TCP, knock.from_port, stranger);
            flows.push(knock.back(5, 1_240, heard));
        }
    }
    flows
}

fn outside(dice: Dice) -> Ipv4Addr {
    CALLED[dice.below(12, 2) as usize]
}

/// Address, port, protocol, packets and bytes there and back.
type Called = (Ipv4Addr, u16, u8, (u32, u32), (u32, u32));

/// What an instance calls in this interval, if anything.
fn called(dice: Dice) -> Vec<Called> {
    let mut calls = Vec::new();
    if dice.below(10, 10) < 6 {
        calls.push((outside(dice), 443, TCP, (11, 1_870), (9, 5_310)));
    }
    if dice.below(11, 10) == 0 {
        calls.push((RESOLVER, 53, UDP, (1, 71), (1, 135)));
    }
    calls
}

/// What the instance of an interface calls, if it has a way out.
fn calls(network: &Network<'_>, interface: &Interface<'_>, dice: Dice) -> Vec<Flow> {
    if !interface.is_running {
        return Vec::new();
    }
    let mut flows = Vec::new();
    for (n, (to, port, protocol, there, back)) in called(dice).into_iter().enumerate() {
        if network.way(interface, to) == Way::Nowhere {
            continue;
        }
        let mut call = Flow {
            from: interface.address,
            to,
            from_port: dice.port(13 + n),
            to_port: port,
            protocol,
            packets: there.0,
            bytes: there.1,
            flags: if protocol == TCP { 3 } else { 0 },
            inbound: false,
            accepted: network.lets_out(interface, protocol, port, to),
            behind: None,
        };
        let heard = network.acl_lets(interface, false, protocol, call.from_port, to);
        if !call.accepted {
            (call.packets, call.bytes, call.flags) = (3, 180, 2);
        }
        flows.push(call);
        if call.accepted {
            flows.push(call.back(back.0, back.1, heard));
        }
    }
    flows
}

/// What a NAT gateway passes on for one of those who go out through it: their side and the world's.
fn translated(
    network: &Network<'_>,
    gateway: &Interface<'_>,
    client: &Interface<'_>,
    seed: u64,
    start: i64,
) -> Vec<Flow> {
    let dice = Dice::cast(seed, client.id, start);
    let passed = calls(network, client, dice);
    let passed = passed.into_iter().filter(|flow| flow.accepted);
    passed
        .flat_map(|flow| {
            let inner = Flow {
                inbound: !flow.inbound,
                behind: Some(if flow.inbound { flow.from } else { flow.to }),
                ..flow
            };
            // Inside, the gateway is who the client talks to; outside, it is who talks.
            let inside = if flow.inbound {
                Flow {
                    from: gateway.address,
                    ..inner
                }
            } else {
                Flow {
                    to: gateway.address,
                    ..inner
                }
            };
            let outside = if flow.inbound {
                Flow {
                    to: gateway.address,
                    behind: None,
                    ..flow
                }
            } else {
                Flow {
                    from: gateway.address,
                    behind: None,
                    ..flow
                }
            };
            [inside, outside]
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests;
