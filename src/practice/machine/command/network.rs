//! The network of a machine: its address, its routes, its sockets.

use super::super::unit;
use super::{Host, Run, fails, says};
use rust_bash::CommandResult;

fn device(host: &Host) -> &'static str {
    if host.facts.platform.is_amazon() {
        "enX0"
    } else {
        "eth0"
    }
}

/// The subnet's router: the first address, here of the /24 around the machine.
fn router(host: &Host) -> String {
    let net = host
        .facts
        .private
        .rsplit_once('.')
        .map_or("10.0.0", |(net, _)| net);
    format!("{net}.1")
}

pub(super) fn ip(host: &Host, run: &Run<'_>) -> CommandResult {
    let (device, router) = (device(host), router(host));
    let address = &host.facts.private;
    let plain = run.plain();
    match plain.first().copied().unwrap_or_default() {
        "a" | "addr" | "address" | "link" | "l" => says(format!(
            "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n    \
             link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n\
             2: {device}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 qdisc fq_codel state UP group default qlen 1000\n    \
             link/ether {} brd ff:ff:ff:ff:ff:ff\n    inet {address}/24 metric 512 brd {}255 scope global dynamic {device}\n       \
             valid_lft 3160sec preferred_lft 3160sec\n",
            host.facts.mac,
            router.strip_suffix('1').unwrap_or(&router)
        )),
        "r" | "route" => says(format!(
            "default via {router} dev {device} proto dhcp src {address} metric 512\n{}0/24 dev {device} proto kernel scope link src {address} metric 512\n",
            router.strip_suffix('1').unwrap_or(&router)
        )),
        other => fails(1, format!("practice does not model `ip {other}`\n")),
    }
}

pub(super) fn ifconfig(host: &Host, _: &Run<'_>) -> CommandResult {
    says(format!(
        "{}: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 9001\n        inet {}  netmask 255.255.255.0\n        ether {}  txqueuelen 1000  (Ethernet)\n\n\
         lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n        inet 127.0.0.1  netmask 255.0.0.0\n",
        device(host),
        host.facts.private,
        host.facts.mac
    ))
}

pub(super) fn sockets(host: &Host, run: &Run<'_>) -> CommandResult {
    let state = host.state();
    let listening: Vec<_> = unit::running(&host.facts, &state)
        .into_iter()
        .filter_map(|(unit, _)| Some((unit, unit.port?)))
        .collect();
    let names = run.has('p', "--processes");
    let program = |unit: &unit::Unit| unit.name.to_owned();
    if run.name == "ss" {
        let mut text = String::from("State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n");
        for (unit, port) in &listening {
            let process = if names {
                format!("users:((\"{}\",pid={},fd=4))", program(unit), unit.pid)
            } else {
                String::new()
            };
            text.push_str(&format!(
                "LISTEN 0      511                *:{port:<5}         *:*    {process}\n"
            ));
        }
        return says(text);
    }
    let mut text = String::from(
        "Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name\n",
    );
    for (unit, port) in &listening {
        let process = if names {
            format!("{}/{}", unit.pid, program(unit))
        } else {
            String::new()
        };
        text.push_str(&format!(
            "tcp6       0      0 :::{port:<20} :::*                    LISTEN      {process}\n"
        ));
    }
    says(text)
}
