//! Rows as a table, and a column of them as a chart: what a script shows beyond words.

use super::dynamic::{self, printable, string};
use super::trouble::{self, Refusal};
use crate::event::{Chart, ChartKind, Point, Table};
use crate::port::Secrets;
use crate::value::Value;
use rhai::{Dynamic, Map};

/// The most rows that a table keeps.
const ROWS: usize = 500;
/// The most rows that a chart keeps.
const POINTS: usize = 100;
/// The most columns that a table keeps.
const COLUMNS: usize = 30;
/// The longest text of a cell.
const LONGEST: usize = 500;

/// The rows under the names of their members, in the order in which these are first met.
///
/// # Errors
/// A row that is no map.
pub(crate) fn table(rows: &[Dynamic], secrets: &Secrets) -> Result<Table, Refusal> {
    let mut columns: Vec<String> = Vec::new();
    let kept = &rows[..rows.len().min(ROWS)];
    for row in kept {
        let row = row.as_map_ref().map_err(|_| no_row(row))?;
        for name in row.keys() {
            if columns.len() < COLUMNS && !columns.iter().any(|known| known == name.as_str()) {
                columns.push(name.to_string());
            }
        }
    }
    let mut cells = Vec::with_capacity(kept.len());
    for row in kept {
        let row = row.as_map_ref().map_err(|_| no_row(row))?;
        let of = |name: &String| {
            row.get(name.as_str())
                .map_or(Value::Null, |cell| value(cell, secrets))
        };
        cells.push(columns.iter().map(of).collect());
    }
    Ok(Table {
        columns: columns.iter().map(|name| shown(name, secrets)).collect(),
        rows: cells,
        more: rows.len() - kept.len(),
    })
}

/// The chart of one member of the rows over another.
///
/// # Errors
/// An option that is none or is missing, a row that is no map or has no number.
pub(crate) fn chart(rows: &[Dynamic], options: &Map, secrets: &Secrets) -> Result<Chart, Refusal> {
    const OPTIONS: [&str; 4] = ["x", "y", "title", "kind"];
    if let Some(unknown) = options.keys().find(|key| !OPTIONS.contains(&key.as_str())) {
        return Err(trouble::advise(
            "unknown-option",
            format!("a chart has no option `{unknown}`"),
            crate::diagnostic::suggest(unknown, &OPTIONS),
        ));
    }
    let member = |name: &str| {
        options.get(name).and_then(string).ok_or_else(|| {
            trouble::advise(
                "no-chart",
                format!("a chart needs `{name}`, the name of a member of its rows"),
                "write `chart(rows, #{ x: \"Port\", y: \"Count\" })`",
            )
        })
    };
    let (x, y) = (member("x")?, member("y")?);
    let kind = match options.get("kind").map(|kind| string(kind).unwrap_or_default()) {
        None => ChartKind::Bar,
        Some(kind) if kind == "bar" => ChartKind::Bar,
        Some(kind) if kind == "line" => ChartKind::Line,
        Some(_) => {
            return Err(trouble::refuse(
                "no-chart",
                "a chart's `kind` is \"bar\" or \"line\"",
            ));
        }
    };
    let kept = &rows[..rows.len().min(POINTS)];
    let mut points = Vec::with_capacity(kept.len());
    for (index, row) in kept.iter().enumerate() {
        let row = row.as_map_ref().map_err(|_| no_row(row))?;
        let number = row.get(y.as_str()).and_then(number).ok_or_else(|| {
            trouble::refuse(
                "no-chart",
                format!(
                    "`{y}` of row {} is {}, not a number",
                    index + 1,
                    row.get(y.as_str()).map_or("not there", dynamic::kind)
                ),
            )
        })?;
        points.push(Point {
            x: row
                .get(x.as_str())
                .map_or(String::new(), |name| shown(&dynamic::text(name), secrets)),
            y: number,
        });
    }
    Ok(Chart {
        title: options
            .get("title")
            .and_then(string)
            .map(|title| shown(&title, secrets)),
        kind,
        x: shown(&x, secrets),
        y: shown(&y, secrets),
        points,
        more: rows.len() - kept.len(),
    })
}

fn no_row(row: &Dynamic) -> Refusal {
    trouble::advise(
        "no-table",
        format!("a row is a map, not {}", dynamic::kind(row)),
        "write `table([#{ Name: \"a\", Size: 1 }])`",
    )
}

/// A cell: numbers and booleans as they are, all else as text.
fn value(cell: &Dynamic, secrets: &Secrets) -> Value {
    match dynamic::to_value(cell) {
        Ok(value @ (Value::Null | Value::Bool(_) | Value::Int(_))) => value,
        Ok(Value::Float(number)) if number.is_finite() => Value::Float(number),
        _ => Value::Text(shown(&dynamic::text(cell), secrets)),
    }
}

/// A number, also one that AWS gave as text.
fn number(value: &Dynamic) -> Option<f64> {
    let number = match dynamic::to_value(value).ok()? {
        #[expect(clippy::cast_precision_loss, reason = "a picture is not that exact")]
        Value::Int(number) => number as f64,
        Value::Float(number) => number,
        Value::Text(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// Text on one line, secrets masked before it is cut.
fn shown(text: &str, secrets: &Secrets) -> String {
    let text = secrets.mask(&printable(text)).replace(['\n', '\t'], " ");
    if text.chars().count() > LONGEST {
        text.chars().take(LONGEST - 1).chain(['…']).collect()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn rows(code: &str) -> rhai::Array {
        rhai::Engine::new().eval(code).unwrap()
    }

    #[test]
    fn rows_may_lack_members_and_cells_are_plain() {
        let secrets = Secrets::default();
        secrets.add("hunter22");
        let rows = rows(
            r#"[#{ Name: "we\x1bb\n1" }, #{ Name: "hunter22", Port: 5432 }, #{ Tags: [#{ a: 1 }], Up: true }]"#,
        );
        let table = table(&rows, &secrets).unwrap();
        assert_eq!(table.columns, ["Name", "Port", "Tags", "Up"]);
        let expected = [
            value!(["web 1", null, null, null]),
            value!(["********", 5432, null, null]),
            value!([null, null, r#"[{"a":1}]"#, true]),
        ];
        assert_eq!(table.rows, expected.map(|row| row.items().to_vec()));
        assert!(super::table(&[1_i64.into()], &secrets).is_err());
        assert_eq!(super::table(&[], &secrets).unwrap(), Table::default());
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let many = rows("let rows = []; for i in 0..700 { rows.push(#{ n: i }); } rows");
        let table = table(&many, &Secrets::default()).unwrap();
        assert_eq!((table.rows.len(), table.more), (500, 200));
        let mut options = Map::new();
        options.insert("x".into(), "n".into());
        options.insert("y".into(), "n".into());
        let chart = chart(&many, &options, &Secrets::default()).unwrap();
        assert_eq!((chart.points.len(), chart.more), (100, 600));
    }

    #[test]
    fn a_chart_is_of_numbers_and_says_what_is_wrong() {
        let secrets = Secrets::default();
        let rows = rows(r#"[#{ port: 22, count: 3, share: "0.5", "none": () }]"#);
        let drawn = |options: &str| {
            let options: Map = rhai::Engine::new().eval(options).unwrap();
            chart(&rows, &options, &secrets).map_err(|error| match *error {
                rhai::EvalAltResult::ErrorRuntime(thrown, _) => thrown.cast::<trouble::Trouble>().message,
                other => other.to_string(),
            })
        };
        let bars = drawn(r#"#{ x: "port", y: "count", title: "Ports" }"#).unwrap();
        assert_eq!((bars.points[0].x.as_str(), bars.points[0].y), ("22", 3.0));
        assert_eq!((bars.kind, bars.caption().as_str()), (ChartKind::Bar, "Ports"));
        let line = drawn(r#"#{ x: "port", y: "share", kind: "line" }"#).unwrap();
        assert_eq!((line.kind, line.points[0].y), (ChartKind::Line, 0.5));
        for (options, expected) in [
            (
                r#"#{ x: "port", y: "none" }"#,
                "`none` of row 1 is nothing, not a number",
            ),
            (r#"#{ x: "port", y: "cuont" }"#, "`cuont` of row 1 is not there"),
            (r#"#{ x: "port" }"#, "a chart needs `y`"),
            (r#"#{ x: "port", y: "count", titel: "" }"#, "no option `titel`"),
            (
                r#"#{ x: "port", y: "count", kind: "pie" }"#,
                "\"bar\" or \"line\"",
            ),
        ] {
            let error = drawn(options).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
