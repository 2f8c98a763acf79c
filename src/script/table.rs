//! Rows as a table of plain text.

use super::dynamic;
use super::trouble::{self, Refusal};
use rhai::Dynamic;
use unicode_width::UnicodeWidthStr;

/// The widest that a column gets.
const WIDEST: usize = 48;

/// The rows with aligned columns: the members of the first row are the head.
///
/// # Errors
/// A row that is no map.
pub(crate) fn render(rows: &[Dynamic]) -> Result<String, Refusal> {
    let mut head: Vec<String> = Vec::new();
    let mut body: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let row = row.as_map_ref().map_err(|_| {
            trouble::advise(
                "no-table",
                format!("a row is a map, not {}", dynamic::kind(row)),
                "write `table([#{ Name: \"a\", Size: 1 }])`",
            )
        })?;
        for name in row
            .keys()
            .filter(|name| !head.iter().any(|known| known == name.as_str()))
            .collect::<Vec<_>>()
        {
            head.push(name.to_string());
        }
        let cells = head
            .iter()
            .map(|name| row.get(name.as_str()).map_or(String::new(), cell));
        body.push(cells.collect());
    }
    if head.is_empty() {
        return Ok("nothing".to_owned());
    }
    let width = |column: usize| {
        body.iter()
            .filter_map(|row| row.get(column))
            .chain([&head[column]])
            .map(|cell| cell.width())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &[String]| {
        let cells = widths.iter().enumerate().map(|(column, width)| {
            let cell = row.get(column).map_or("", String::as_str);
            format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let rule = widths
        .iter()
        .map(|width| "-".repeat(*width))
        .collect::<Vec<_>>()
        .join("  ");
    let lines = [line(&head), rule]
        .into_iter()
        .chain(body.iter().map(|row| line(row)));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn cell(value: &Dynamic) -> String {
    let text = dynamic::printable(&dynamic::text(value)).replace(['\n', '\t'], " ");
    if text.chars().count() > WIDEST {
        text.chars().take(WIDEST - 1).chain(['…']).collect()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_rows_may_lack_members() {
        let rows: rhai::Array = rhai::Engine::new()
            .eval(r#"[#{ Name: "web", Zone: "a" }, #{ Name: "database", Port: 5432 }]"#)
            .unwrap();
        insta::assert_snapshot!(render(&rows).unwrap(), @r"
        Name      Zone  Port
        --------  ----  ----
        web       a
        database        5432
        ");
        assert!(render(&[1_i64.into()]).is_err());
        assert_eq!(render(&[]).unwrap(), "nothing");
    }
}
