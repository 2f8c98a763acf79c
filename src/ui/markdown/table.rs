//! Tables: columns as wide as they need, the widest narrowed first; as records where there is no room for columns.

use super::inline::Inline;
use crate::ui::face::{Face, Tone};
use pulldown_cmark::Alignment;

/// Blanks between two columns.
const GAP: usize = 2;
/// The columns that a narrowed column keeps at least.
const LEAST: usize = 8;

pub(super) struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<Inline>>,
}

impl Table {
    pub(super) fn new(alignments: Vec<Alignment>) -> Table {
        Table {
            alignments,
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn cell(&mut self, cell: Inline) {
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// The table's lines; the first row is its head.
    pub(super) fn lay_out(&self, room: usize, face: &Face) -> Vec<String> {
        match self.widths(room, face) {
            Some(widths) => self.columns(&widths, face),
            None => self.records(room, face),
        }
    }

    /// How wide each column becomes; none where they do not fit side by side.
    fn widths(&self, room: usize, face: &Face) -> Option<Vec<usize>> {
        let columns = self.alignments.len();
        let most = |measure: &dyn Fn(&Inline) -> usize| -> Vec<usize> {
            (0..columns)
                .map(|i| {
                    self.rows
                        .iter()
                        .filter_map(|row| row.get(i))
                        .map(measure)
                        .max()
                        .unwrap_or(0)
                })
                .collect()
        };
        let mut widths = most(&|cell| cell.columns(face));
        let least: Vec<usize> = most(&|cell| cell.longest(face))
            .iter()
            .zip(&widths)
            .map(|(word, all)| (*word).min(*all).min(LEAST * 2))
            .collect();
        let room = room.saturating_sub(GAP * columns.saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let widest = (0..columns)
                .filter(|i| widths[*i] > least[*i])
                .max_by_key(|i| widths[*i])?;
            widths[widest] -= 1;
        }
        Some(widths)
    }

    fn columns(&self, widths: &[usize], face: &Face) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let tone = if index == 0 { Tone::Strong } else { Tone::Plain };
            let cells: Vec<Vec<String>> = widths
                .iter()
                .enumerate()
                .map(|(i, width)| {
                    row.get(i)
                        .map(|cell| cell.lines(*width, face, tone))
                        .unwrap_or_default()
                })
                .collect();
            for at in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let parts: Vec<String> = widths
                    .iter()
                    .enumerate()
                    .map(|(i, width)| {
                        let text = cells[i].get(at).map_or("", String::as_str);
                        aligned(text, *width, self.alignments[i])
                    })
                    .collect();
                lines.push(parts.join(&" ".repeat(GAP)).trim_end().to_owned());
            }
            if index == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                lines.push(face.paint(Tone::Quiet, &rule.join(&" ".repeat(GAP))));
            }
        }
        lines
    }

    fn records(&self, room: usize, face: &Face) -> Vec<String> {
        let mut lines = Vec::new();
        let Some((head, rows)) = self.rows.split_first() else {
            return lines;
        };
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            for (name, cell) in head.iter().zip(row) {
                lines.extend(name.lines(room, face, Tone::Strong));
                let cell = cell.lines(room.saturating_sub(2), face, Tone::Plain);
                lines.extend(cell.iter().map(|line| format!("  {line}")));
            }
        }
        lines
    }
}

fn aligned(text: &str, width: usize, alignment: Alignment) -> String {
    let blanks = width.saturating_sub(console::measure_text_width(text));
    let left = match alignment {
        Alignment::None | Alignment::Left => 0,
        Alignment::Center => blanks / 2,
        Alignment::Right => blanks,
    };
    format!("{}{text}{}", " ".repeat(left), " ".repeat(blanks - left))
}
