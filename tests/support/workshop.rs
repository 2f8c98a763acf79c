//! What the workshop needs of the services that are compared most closely.

/// Every operation of the list, with its service.
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("workshop_operations.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(service, operations)| operations.split_whitespace().map(move |name| (service, name)))
}
