//! Did you mean.

/// The candidate that was probably meant, if any is near enough: the same but for case and separators, or at most one
/// letter in three amiss. The nearest wins, the first of equals.
#[must_use]
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(name);
    let limit = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = plain(candidate);
            // Too different in length to be near; most candidates are.
            if wanted.len().abs_diff(other.len()) > limit {
                return None;
            }
            let distance = strsim::osa_distance(&wanted, &other);
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let members = ["Name", "Values", "VpcIds", "MaxResults"];
        assert_eq!(suggest("Value", members), Some("Values"));
        assert_eq!(suggest("vpc_ids", members), Some("VpcIds"));
        assert_eq!(suggest("VpcId", members), Some("VpcIds"));
        assert_eq!(suggest("maxresult", members), Some("MaxResults"));
        assert_eq!(suggest("Colour", members), None);
        assert_eq!(suggest("", members), None);
    }
}
