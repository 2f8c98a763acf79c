//! One line of the log of requests.

use jiff::Timestamp;
use serde::Serialize;

/// A request that was answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// When it came, by the wall's clock.
    pub at: Timestamp,
    /// The access key that signed it; none for nobody's.
    pub key: Option<String>,
    /// boto3's name of the service, where it was understood.
    pub service: Option<&'static str>,
    /// The operation, where it was understood.
    pub operation: Option<&'static str>,
    /// The region that it was signed for.
    pub region: Option<String>,
    /// Method and path: what is told of a request that was not understood.
    pub line: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The code of an error.
    pub code: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: f64,
}
