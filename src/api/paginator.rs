//! How the pages of a listing hang together.

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

/// Where a token is found: a small part of JMESPath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The expression, `NextMarker || Contents[-1].Key`.
    pub expression: String,
}

impl Token {
    /// The token in an answer; [`Null`](crate::value::Value::Null) where there is none.
    #[must_use]
    pub fn find<'a>(&self, output: &'a crate::value::Value) -> &'a crate::value::Value {
        todo!("{output:?}")
    }
}
