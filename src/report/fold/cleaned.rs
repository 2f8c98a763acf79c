//! What came from documents and from AWS, without what a terminal would obey.

use crate::event::{Chart, Prose, Table, Thing};
use crate::ui::clean;
use crate::value::{Map, Value};

/// Text on one line.
pub(super) fn line(text: &str) -> String {
    clean(text).replace(['\n', '\t'], " ")
}

pub(super) fn thing(thing: &Thing) -> Thing {
    Thing {
        kind: line(&thing.kind),
        id: line(&thing.id),
        step: clean(&thing.step),
    }
}

/// The placeholders are the text's own, and stay; in values they mean nothing.
pub(super) fn cleaned(prose: &Prose) -> Prose {
    let pieces = prose.markdown.split_inclusive(['\u{e000}', '\u{e001}']);
    let markdown = pieces
        .map(|piece| match piece.chars().next_back() {
            Some(mark @ ('\u{e000}' | '\u{e001}')) => format!("{}{mark}", clean(piece)),
            _ => clean(piece),
        })
        .collect();
    Prose {
        markdown,
        values: prose.values.iter().map(|value| clean(value)).collect(),
    }
}

pub(super) fn cleaned_table(table: &Table) -> Table {
    Table {
        columns: table.columns.iter().map(|name| line(name)).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(cleaned_value).collect())
            .collect(),
        more: table.more,
    }
}

pub(super) fn cleaned_chart(chart: &Chart) -> Chart {
    let mut chart = chart.clone();
    chart.title = chart.title.as_deref().map(line);
    chart.x = line(&chart.x);
    chart.y = line(&chart.y);
    // A journal is a file that anyone may have written: what is no number is not drawn.
    chart.points.retain(|point| point.y.is_finite());
    for point in &mut chart.points {
        point.x = line(&point.x);
    }
    chart
}

pub(super) fn cleaned_map(map: &Map) -> Map {
    map.iter()
        .map(|(name, value)| (line(name), cleaned_value(value)))
        .collect()
}

pub(super) fn cleaned_value(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(line(text)),
        Value::List(items) => items.iter().map(cleaned_value).collect(),
        Value::Map(members) => Value::Map(cleaned_map(members)),
        other => other.clone(),
    }
}
