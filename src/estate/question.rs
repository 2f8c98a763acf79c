//! What the program itself asks beside a runbook's scripts: for a policy that must allow it.

use super::kind::Kind;

/// What every run asks for: who it is, the account's alias, what else was made.
const ALWAYS: [(&str, &str); 2] = [("cloudtrail", "LookupEvents"), ("iam", "ListAccountAliases")];

/// The operations, by boto3's service name, for a runbook that claims these kinds. All of them read. A run goes without
/// an answer to any of them, and says so.
pub fn questions<'a>(
    kinds: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut asked: Vec<(&str, &str)> = ALWAYS.into();
    for kind in kinds {
        asked.extend(Kind::named(kind).map(|kind| (kind.service(), kind.look.operation)));
        if kind == "ec2:instance" {
            asked.push(("ec2", "DescribeVolumes"));
        }
    }
    asked.into_iter()
}
