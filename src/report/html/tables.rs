//! Tables: a caption, a head with a scope, a name for each row; too wide ones scroll by themselves.

use maud::{Markup, html};

/// A column.
#[derive(Clone, Copy)]
pub(super) struct Column<'a> {
    title: &'a str,
    /// Numbers stand to the right.
    numeric: bool,
    /// Its cells name their rows.
    names: bool,
}

impl<'a> Column<'a> {
    pub(super) fn text(title: &'a str) -> Column<'a> {
        Column {
            title,
            numeric: false,
            names: false,
        }
    }

    pub(super) fn number(title: &'a str) -> Column<'a> {
        Column {
            title,
            numeric: true,
            names: false,
        }
    }

    /// The column names the rows; without one, the first does.
    pub(super) fn names(self) -> Column<'a> {
        Column { names: true, ..self }
    }

    fn class(&self) -> Option<&'static str> {
        self.numeric.then_some("number")
    }
}

/// A table.
pub(super) fn grid(
    caption: &str,
    columns: &[Column<'_>],
    rows: impl IntoIterator<Item = Vec<Markup>>,
) -> Markup {
    let naming = columns.iter().position(|column| column.names).unwrap_or(0);
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table {
                caption { (caption) }
                thead {
                    tr { @for column in columns { th scope="col" class=[column.class()] { (column.title) } } }
                }
                tbody {
                    @for row in rows {
                        tr {
                            @for (at, (cell, column)) in row.iter().zip(columns).enumerate() {
                                @if at == naming {
                                    th scope="row" class=[column.class()] { (cell) }
                                } @else {
                                    td class=[column.class()] { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
