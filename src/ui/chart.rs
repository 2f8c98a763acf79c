//! Charts of text: a bar for each row, its number behind it.

use super::clean::clean_line;
use super::face::{Face, Tone};
use super::lines;
use crate::event::Chart;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The fewest columns that the longest bar gets.
const LEAST: usize = 4;

/// The chart in lines of at most `room` columns. A line is told as bars too: it is the numbers that matter.
pub(super) fn bars(chart: &Chart, room: usize, face: &Face) -> Vec<String> {
    let mut out: Vec<String> = lines::wrap(&clean_line(&chart.caption()), room.max(10), "")
        .iter()
        .map(|line| face.paint(Tone::Strong, line))
        .collect();
    let names: Vec<String> = chart
        .points
        .iter()
        .map(|point| cut(&clean_line(&point.x), (room / 3).max(6)))
        .collect();
    let numbers: Vec<String> = chart.points.iter().map(|point| Chart::number(point.y)).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| text.width()).max().unwrap_or(0);
    let (left, right) = (widest(&names), widest(&numbers));
    let most = chart.points.iter().map(|point| point.y.abs()).fold(0.0, f64::max);
    let longest = room.saturating_sub(left + right + 3).max(LEAST);
    for ((point, name), number) in chart.points.iter().zip(&names).zip(&numbers) {
        let blanks = " ".repeat(left - name.width());
        let bar = "█".repeat(length(point.y, most, longest));
        let bar = face.paint(if point.y < 0.0 { Tone::Bad } else { Tone::Busy }, &bar);
        let gap = if bar.is_empty() { "" } else { " " };
        out.push(format!("{name}{blanks}  {bar}{gap}{number}"));
    }
    out
}

/// A number that is not nothing has a bar.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "between nothing and the columns of a terminal"
)]
fn length(y: f64, most: f64, longest: usize) -> usize {
    if y == 0.0 || most == 0.0 {
        return 0;
    }
    ((y.abs() / most * longest as f64).round() as usize).clamp(1, longest)
}

/// At most so many columns of it.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut wide = 1;
    for letter in text.chars() {
        wide += letter.width().unwrap_or(0);
        if wide > columns {
            break;
        }
        out.push(letter);
    }
    out + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Point;

    #[test]
    fn bars_fit_the_room_whatever_the_names() {
        let point = |x: &str, y| Point { x: x.to_owned(), y };
        let chart = Chart {
            x: "Port".to_owned(),
            y: "Count".to_owned(),
            points: vec![
                point("22\x1b[2J", 100.0),
                point("a name that is much too long for a bar", 1.0),
                point("日本語日本語日本語", -50.5),
                point("none", 0.0),
            ],
            ..Chart::default()
        };
        for room in [20, 38, 78] {
            let lines = bars(&chart, room, &Face::plain(room));
            assert!(lines.iter().all(|line| line.width() <= room), "{lines:#?}");
        }
        insta::assert_snapshot!(bars(&chart, 38, &Face::plain(40)).join("\n"), @r"
        Count by Port
        22            ██████████████████ 100
        a name that…  █ 1
        日本語日本…   █████████ -50.5
        none          0
        ");
    }
}
