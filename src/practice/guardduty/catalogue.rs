//! The finding types: facts, embedded as text, read when first asked for.

use std::sync::LazyLock;

/// One type of finding.
#[derive(Debug)]
pub(super) struct FindingType {
    /// `Recon:EC2/Portscan`.
    pub(super) name: &'static str,
    /// The default severity: 2, 5, 8 or 9, the values that samples of a level have.
    pub(super) severity: f64,
    /// The resource type of its findings: `Instance`.
    pub(super) resource: &'static str,
    /// What the finding reports.
    pub(super) action: Action,
    /// What the resource did, as the end of a sentence.
    pub(super) happened: &'static str,
}

/// What a finding reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// A connection.
    Network,
    /// A DNS lookup.
    Dns,
    /// A probe of an open port.
    Probe,
    /// A call of AWS's API.
    Api,
    /// A call of a cluster's API.
    Kubernetes,
    /// A login to a database.
    Login,
    /// A process.
    Runtime,
    /// What a scan of volumes found.
    Scan,
    /// What a scan of an object, image or backup found.
    Malware,
    /// Several signals that belong together.
    Sequence,
}

static TYPES: LazyLock<Vec<FindingType>> = LazyLock::new(|| {
    include_str!("finding_types.txt")
        .lines()
        .filter_map(read)
        .collect()
});

/// All types, in the order of the table.
pub(super) fn all() -> &'static [FindingType] {
    &TYPES
}

/// The type of that name.
pub(super) fn find(name: &str) -> Option<&'static FindingType> {
    TYPES.iter().find(|kind| kind.name == name)
}

/// A line of the table; none for a comment or a blank line.
fn read(line: &'static str) -> Option<FindingType> {
    let (severity, rest) = word(line)?;
    let (resource, rest) = word(rest)?;
    let (action, rest) = word(rest)?;
    let (name, happened) = word(rest)?;
    let severity = match severity {
        "Low" => 2.0,
        "Medium" => 5.0,
        "High" => 8.0,
        "Critical" => 9.0,
        _ => return None,
    };
    let action = match action {
        "network" => Action::Network,
        "dns" => Action::Dns,
        "probe" => Action::Probe,
        "api" => Action::Api,
        "kubernetes" => Action::Kubernetes,
        "login" => Action::Login,
        "runtime" => Action::Runtime,
        "scan" => Action::Scan,
        "malware" => Action::Malware,
        "sequence" => Action::Sequence,
        _ => return None,
    };
    Some(FindingType {
        name,
        severity,
        resource,
        action,
        happened,
    })
}

fn word(line: &'static str) -> Option<(&'static str, &'static str)> {
    let (word, rest) = line.split_once(char::is_whitespace)?;
    Some((word, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_line_of_the_table_is_a_type_and_no_type_stands_twice() {
        let lines = include_str!("finding_types.txt").lines();
        let facts = lines
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .count();
        assert_eq!(all().len(), facts);
        let names: HashSet<_> = all().iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), facts);
        for kind in all() {
            let purpose = kind.name.split_once(':').unwrap();
            assert!(
                purpose.1.contains('/') && !kind.happened.is_empty(),
                "{}",
                kind.name
            );
            assert!(
                kind.name.len() <= 100,
                "longer than the model allows: {}",
                kind.name
            );
        }
        let tor = find("UnauthorizedAccess:EC2/TorClient").unwrap();
        assert_eq!(
            (tor.severity, tor.resource, tor.action),
            (8.0, "Instance", Action::Network)
        );
    }
}
