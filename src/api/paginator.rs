//! How the pages of a listing hang together.

use super::reader::Reader;
use crate::value::Value;

/// The paginator of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paginator {
    /// The input members that carry the token on to the next page, as many as `output_tokens`.
    pub input_tokens: Vec<String>,
    /// Where an answer holds the token of the next page.
    pub output_tokens: Vec<Token>,
    /// The output members whose items the pages share out, the main one first; each a dotted path.
    pub result_keys: Vec<String>,
    /// The input member that limits a page.
    pub limit_key: Option<String>,
    /// The output member that says whether there is another page; without it, a token says so.
    pub more_results: Option<String>,
    /// Output members that are the same on every page.
    pub non_aggregate_keys: Vec<String>,
}

impl Paginator {
    pub(super) fn read(reader: &mut Reader<'_>) -> Paginator {
        Paginator {
            input_tokens: reader.texts(),
            output_tokens: reader
                .texts()
                .into_iter()
                .map(|expression| Token { expression })
                .collect(),
            result_keys: reader.texts(),
            limit_key: reader.text(),
            more_results: reader.text(),
            non_aggregate_keys: reader.texts(),
        }
    }
}

/// Where a token is found: the part of JMESPath that AWS's paginators use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The expression, `NextMarker || Contents[-1].Key`.
    pub expression: String,
}

impl Token {
    /// The token in an answer; [`Null`](Value::Null) where there is none. An empty text is none, as in botocore.
    #[must_use]
    pub fn find<'a>(&self, output: &'a Value) -> &'a Value {
        self.expression
            .split("||")
            .map(|path| follow(output, path.trim()))
            .find(|value| !value.is_null() && value.as_text() != Some(""))
            .unwrap_or(&Value::Null)
    }
}

/// A dotted path whose parts may carry an index, counted from the end where negative: `Contents[-1].Key`.
fn follow<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(value, |value, part| {
        let Some((name, index)) = part.strip_suffix(']').and_then(|part| part.split_once('[')) else {
            return value.get(part);
        };
        let items = value.get(name).items();
        let index = index.parse::<isize>().ok().and_then(|index| {
            if index < 0 {
                items.len().checked_sub(index.unsigned_abs())
            } else {
                Some(index.unsigned_abs())
            }
        });
        index.and_then(|index| items.get(index)).unwrap_or(&Value::Null)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::value;

    fn token(expression: &str) -> Token {
        Token {
            expression: expression.to_owned(),
        }
    }

    #[test]
    fn tokens_are_found_where_aws_puts_them() {
        let s3 = token("NextMarker || Contents[-1].Key");
        assert_eq!(
            s3.find(&value!({ "Contents": [{ "Key": "a" }, { "Key": "b" }] }))
                .text(),
            "b"
        );
        assert_eq!(
            s3.find(&value!({ "NextMarker": "m", "Contents": [{ "Key": "a" }] }))
                .text(),
            "m"
        );
        assert!(s3.find(&value!({ "Contents": [] })).is_null());
        assert_eq!(
            token("DistributionList.NextMarker")
                .find(&value!({ "DistributionList": { "NextMarker": "n" } }))
                .text(),
            "n"
        );
        assert!(token("NextToken").find(&value!({ "NextToken": "" })).is_null());
    }

    #[test]
    fn paginators_come_from_the_models() {
        let ec2 = Catalogue::embedded().service("ec2").unwrap();
        let paginator = ec2.operation("DescribeVpcs").unwrap().paginator.as_ref().unwrap();
        assert_eq!(paginator.input_tokens, ["NextToken"]);
        assert_eq!(paginator.result_keys, ["Vpcs"]);
        assert_eq!(paginator.limit_key.as_deref(), Some("MaxResults"));
        let iam = Catalogue::embedded().service("iam").unwrap();
        let paginator = iam.operation("ListUsers").unwrap().paginator.as_ref().unwrap();
        assert_eq!(
            (
                paginator.input_tokens[0].as_str(),
                paginator.more_results.as_deref()
            ),
            ("Marker", Some("IsTruncated"))
        );
    }
}
