//! For programs: the report as it is.

use super::Report;

/// The report as JSON, indented.
pub(super) fn text(report: &Report) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(report).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}
