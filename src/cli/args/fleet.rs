//! Many accounts at once.

use clap::Args;
use std::path::PathBuf;
use std::str::FromStr;

/// Which accounts, and how many of them at a time.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Many accounts")]
pub(in crate::cli) struct FleetArgs {
    /// Do it in every account of a YAML list of `{ name, profile | role_arn | practice, region, account, answers }`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["account", "profile", "world", "fresh", "acting", "seed", "bind"])]
    pub(in crate::cli) accounts: Option<PathBuf>,
    /// How many accounts at a time.
    #[arg(long, requires = "accounts", value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) jobs: Option<u16>,
    /// One part of the accounts, `2/8`, where several machines share them.
    #[arg(long, requires = "accounts", value_name = "I/N")]
    pub(in crate::cli) shard: Option<Shard>,
}

/// Part `index` of `of`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Shard {
    index: usize,
    of: usize,
}

impl Shard {
    /// True for what this part has of a list: every `of`th, so that a list that grows at its end moves nobody.
    pub(in crate::cli) fn has(self, position: usize) -> bool {
        position % self.of == self.index - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let form = "write the part and how many there are, from 1: `2/8`";
        let (index, of) = text.split_once('/').ok_or(form)?;
        match (index.parse(), of.parse()) {
            (Ok(index), Ok(of)) if (1..=of).contains(&index) => Ok(Shard { index, of }),
            _ => Err(form.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_list_are_the_whole() {
        let part = |text: &str| {
            let shard: Shard = text.parse().unwrap();
            (0..10)
                .filter(|position| shard.has(*position))
                .collect::<Vec<usize>>()
        };
        assert_eq!(part("1/1").len(), 10);
        assert_eq!(
            [part("1/3"), part("2/3"), part("3/3")],
            [vec![0, 3, 6, 9], vec![1, 4, 7], vec![2, 5, 8]]
        );
        for bad in ["", "1", "0/3", "4/3", "1/0", "a/b", "1/-2"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
