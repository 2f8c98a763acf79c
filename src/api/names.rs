//! Names in AWS's, boto3's and the AWS CLI's spelling.

/// boto3's spelling of a name: `DescribeVpcs` is `describe_vpcs`. botocore's rule: a plural of capitals at the end
/// (`ListVpcARNs`) is one word, then a word begins before a capital that a small letter follows, and between a small
/// letter or digit and a capital. The names that botocore spells by hand stand in the models.
#[must_use]
pub(super) fn snake(name: &str) -> String {
    separated(name, '_')
}

/// The AWS CLI's spelling: `GroupName` is `group-name`.
#[must_use]
pub(super) fn kebab(name: &str) -> String {
    separated(name, '-')
}

/// Words of AWS whose capitals begin no new word.
const WORDS: &[(&str, &str)] = &[
    ("HITs", "Hits"),
    ("OAuth2", "Oauth2"),
    ("OTel", "Otel"),
    ("PartiQL", "Partiql"),
    ("WhatsApp", "Whatsapp"),
    ("iSCSI", "Iscsi"),
];

/// Names with such a word that botocore leaves to its rule.
const UNSPELLED: &[&str] = &["CreateOAuth2TokenWithTokenExchange"];

/// boto3's spelling of an operation that botocore spells by hand: `ExecutePartiQLBatch` is `execute_partiql_batch`.
/// None where the rule does.
pub(super) fn spelled(name: &str) -> Option<String> {
    if UNSPELLED.contains(&name) {
        return None;
    }
    let plain = WORDS
        .iter()
        .fold(name.to_owned(), |name, (word, plain)| name.replace(word, plain));
    (plain != name)
        .then(|| snake(&plain))
        .filter(|spelled| *spelled != snake(name))
}

fn separated(name: &str, separator: char) -> String {
    if name.contains(separator) {
        return name.to_owned();
    }
    let mut letters: Vec<char> = name.chars().collect();
    if let Some(start) = plural_capitals(&letters) {
        letters[start..].iter_mut().for_each(|c| c.make_ascii_lowercase());
        letters.insert(start, separator);
    }
    let words = between_words(&letters, separator);
    let mut spelled = String::with_capacity(words.len() + 4);
    let mut previous = None;
    for &letter in &words {
        let joint = previous.is_some_and(|p: char| p.is_ascii_lowercase() || p.is_ascii_digit())
            && letter.is_ascii_uppercase();
        if joint {
            spelled.push(separator);
        }
        spelled.push(letter);
        previous = Some(letter);
    }
    spelled.make_ascii_lowercase();
    spelled
}

/// Where two or more capitals and a final `s` begin: the `ARNs` of `ListARNs`.
fn plural_capitals(letters: &[char]) -> Option<usize> {
    let (last, before) = letters.split_last()?;
    let capitals = before.iter().rev().take_while(|c| c.is_ascii_uppercase()).count();
    (*last == 's' && capitals >= 2).then(|| before.len() - capitals)
}

/// A separator before each capital that small letters follow, unless it is the first letter. As a regular expression
/// does it, from left to right and without overlap: `(.)([A-Z][a-z]+)`.
fn between_words(letters: &[char], separator: char) -> Vec<char> {
    let mut words = Vec::with_capacity(letters.len() + 4);
    let mut at = 0;
    while at < letters.len() {
        let small = letters
            .iter()
            .skip(at + 2)
            .take_while(|c| c.is_ascii_lowercase())
            .count();
        words.push(letters[at]);
        if letters.get(at + 1).is_some_and(char::is_ascii_uppercase) && small > 0 {
            words.push(separator);
            words.extend(&letters[at + 1..at + 2 + small]);
            at += 2 + small;
        } else {
            at += 1;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_botocore_spells_them() {
        for (name, expected) in [
            ("DescribeVpcs", "describe_vpcs"),
            ("CreateVpcEndpoint", "create_vpc_endpoint"),
            ("ListMFADevices", "list_mfa_devices"),
            ("DescribeDBInstances", "describe_db_instances"),
            ("GetSMSAttributes", "get_sms_attributes"),
            ("ListResourceARNs", "list_resource_arns"),
            ("GetIDs", "get_ids"),
            ("CreateIPSet", "create_ip_set"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("EnableIOInUse2Go", "enable_io_in_use2_go"),
            ("already_so", "already_so"),
            ("", ""),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
        assert_eq!(kebab("GroupName"), "group-name");
        assert_eq!(kebab("SSEKMSKeyId"), "ssekms-key-id");
    }
}
