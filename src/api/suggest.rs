//! Did you mean.

/// The candidate that was probably meant, if any is near enough.
#[must_use]
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    todo!("{name} {}", candidates.into_iter().count())
}
