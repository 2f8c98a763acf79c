//! IPv4 blocks as EC2 takes them: `10.0.0.0/16`.

use std::net::Ipv4Addr;

/// A block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) struct Cidr {
    base: u32,
    bits: u32,
}

impl Cidr {
    /// A block from its text; none where the text is no block. Bits beyond the prefix are dropped, as EC2 does.
    pub(in crate::practice) fn parse(text: &str) -> Option<Cidr> {
        let (address, bits) = text.split_once('/')?;
        let address: Ipv4Addr = address.parse().ok()?;
        let bits: u32 = bits.parse().ok().filter(|bits| *bits <= 32)?;
        let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
        Some(Cidr {
            base: u32::from(address) & mask,
            bits,
        })
    }

    /// The length of the prefix.
    pub(super) fn bits(self) -> u32 {
        self.bits
    }

    /// The n-th part of the block, cut into parts with a prefix of `bits`.
    pub(super) fn part(self, n: u32, bits: u32) -> Cidr {
        let step = 1_u32.checked_shl(32 - bits).unwrap_or(0);
        Cidr {
            base: self.base.wrapping_add(n.wrapping_mul(step)),
            bits,
        }
    }

    /// The n-th address.
    pub(super) fn address(self, n: u32) -> Ipv4Addr {
        Ipv4Addr::from(self.base.wrapping_add(n))
    }

    /// How many addresses there are; one fewer for the whole of IPv4.
    pub(super) fn size(self) -> u32 {
        1_u32.checked_shl(32 - self.bits).unwrap_or(u32::MAX)
    }

    /// True where the other block lies wholly in this one.
    pub(super) fn holds(self, other: Cidr) -> bool {
        other.bits >= self.bits && self.place_of(Ipv4Addr::from(other.base)).is_some()
    }

    /// The place of an address in the block, if it is in it.
    pub(in crate::practice) fn place_of(self, address: Ipv4Addr) -> Option<u32> {
        let place = u32::from(address).checked_sub(self.base)?;
        (place < self.size()).then_some(place)
    }

    /// How many addresses EC2 leaves free in a subnet of this block: it keeps five (AWS: *Subnet CIDR blocks*).
    pub(super) fn free(self) -> i64 {
        (1_i64 << (32 - self.bits)) - 5
    }
}

impl std::fmt::Display for Cidr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from(self.base), self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_cut_and_counted() {
        let block = Cidr::parse("172.31.7.9/16").unwrap();
        assert_eq!(block.to_string(), "172.31.0.0/16");
        assert_eq!(block.part(5, 20).to_string(), "172.31.80.0/20");
        assert_eq!(block.part(0, 20).free(), 4091);
        for bad in ["10.0.0.0", "10.0.0/8", "10.0.0.0/33", "a/8", ""] {
            assert_eq!(Cidr::parse(bad), None, "{bad}");
        }
        assert_eq!(Cidr::parse("0.0.0.0/0").unwrap().to_string(), "0.0.0.0/0");
    }
}
