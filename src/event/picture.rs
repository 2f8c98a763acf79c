//! What a script shows beyond words: rows, and a chart of them.

use crate::value::Value;
use serde::{Deserialize, Serialize};

/// Rows under the names of their columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// A cell for each column: a number, a boolean, a text, or nothing.
    pub rows: Vec<Vec<Value>>,
    /// How many more rows there were.
    #[serde(default)]
    pub more: usize,
}

impl Table {
    /// A cell in words.
    #[must_use]
    pub fn text(cell: &Value) -> String {
        match cell {
            Value::Null => String::new(),
            Value::Text(text) => text.clone(),
            Value::Float(number) => number.to_string(),
            other => other.to_json().to_string(),
        }
    }

    /// True for a column of numbers, which stand to the right.
    #[must_use]
    pub fn is_numeric(&self, column: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(column)).peekable();
        cells.peek().is_some()
            && cells.all(|cell| matches!(cell, Value::Int(_) | Value::Float(_) | Value::Null))
    }
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartKind {
    /// A bar for each row.
    #[default]
    Bar,
    /// A line through all rows.
    Line,
}

/// One row of a chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// What it is called.
    pub x: String,
    /// How much it is; always finite.
    pub y: f64,
}

/// A chart of one column over another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Chart {
    /// What it shows.
    #[serde(default)]
    pub title: Option<String>,
    /// How it is drawn.
    #[serde(default)]
    pub kind: ChartKind,
    /// The name of the column that names the rows.
    pub x: String,
    /// The name of the column of numbers.
    pub y: String,
    /// The rows.
    pub points: Vec<Point>,
    /// How many more rows there were.
    #[serde(default)]
    pub more: usize,
}

impl Chart {
    /// What it shows, also where the author did not say.
    #[must_use]
    pub fn caption(&self) -> String {
        self.title
            .clone()
            .unwrap_or_else(|| format!("{} by {}", self.y, self.x))
    }

    /// A number in words: whole where it is, at most three digits behind the point else.
    #[must_use]
    pub fn number(y: f64) -> String {
        let text = format!("{y:.3}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        if text == "-0" {
            "0".to_owned()
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn cells_and_numbers_in_words() {
        let cells = [value!(null), value!("a"), value!(3), value!(0.5), value!(true)];
        assert_eq!(cells.each_ref().map(Table::text), ["", "a", "3", "0.5", "true"]);
        let table = Table {
            columns: vec!["a".to_owned(), "b".to_owned()],
            rows: vec![vec![value!(1), value!("x")], vec![value!(null), value!(2)]],
            more: 0,
        };
        assert_eq!([0, 1, 2].map(|at| table.is_numeric(at)), [true, false, false]);
        let numbers = [3.0, -0.0001, 2.5, 1e6, 1.0 / 3.0];
        assert_eq!(numbers.map(Chart::number), ["3", "0", "2.5", "1000000", "0.333"]);
    }

    #[test]
    fn what_older_journals_lack_has_a_default() {
        let table: Table = serde_json::from_str(r#"{"columns":["a"],"rows":[[1]]}"#).unwrap();
        let chart: Chart = serde_json::from_str(r#"{"x":"a","y":"b","points":[{"x":"1","y":2}]}"#).unwrap();
        assert_eq!((table.more, chart.more, chart.kind), (0, 0, ChartKind::Bar));
        assert_eq!(chart.caption(), "b by a");
    }
}
