//! Formats of flow logs: which fields a line has, in which order (AWS: *Flow log records*, "Available fields", read
//! 2026-11-24).

use super::line::{Line, Said};

/// The version that brought a field; those of the default format are of the second.
fn version_of(field: &str) -> u8 {
    match field {
        "vpc-id" | "subnet-id" | "instance-id" | "tcp-flags" | "type" | "pkt-srcaddr" | "pkt-dstaddr" => 3,
        "region" | "az-id" | "sublocation-type" | "sublocation-id" => 4,
        "pkt-src-aws-service" | "pkt-dst-aws-service" | "flow-direction" | "traffic-path" => 5,
        "reject-reason" => 8,
        field if field.starts_with("ecs-") => 7,
        _ => 2,
    }
}

/// The format of a flow log that names none.
pub(super) const DEFAULT: &str = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} \
    ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

/// A format that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format {
    fields: Vec<String>,
    version: u8,
}

impl Format {
    /// The fields of a format that was checked.
    pub(super) fn of(text: &str) -> Format {
        let text = if text.is_empty() { DEFAULT } else { text };
        let fields: Vec<String> = text
            .split_whitespace()
            .map(|word| word.trim_start_matches("${").trim_end_matches('}').to_owned())
            .collect();
        let version = fields.iter().map(|field| version_of(field)).max().unwrap_or(2);
        Format { fields, version }
    }

    /// A line.
    pub(super) fn write(&self, line: &Line<'_>, said: &Said) -> String {
        let values: Vec<_> = self
            .fields
            .iter()
            .map(|field| line.field(field, self.version, said))
            .collect();
        values.join(" ")
    }

    /// The names of the fields, as the first line of a file.
    pub(super) fn header(&self) -> String {
        self.fields.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_format_is_that_of_its_youngest_field() {
        assert_eq!(Format::of("").version, 2);
        assert_eq!(Format::of(DEFAULT), Format::of(""));
        assert_eq!(Format::of("${version} ${vpc-id}").version, 3);
        assert_eq!(Format::of("${flow-direction} ${region}").version, 5);
        assert_eq!(Format::of("${srcaddr} ${vpc-id}").header(), "srcaddr vpc-id");
    }
}
