//! Charts as SVG. What a chart shows is beneath it as a table, for those who do not see it.

use super::part;
use super::tables::{Column, grid};
use crate::event::{Chart, ChartKind, Point};
use maud::{Markup, html};

/// How wide a chart is drawn, in its own units; the page scales it.
const WIDE: f64 = 480.0;
/// The height of a bar with its gap.
const ROW: f64 = 24.0;
/// Where the bars begin.
const LEFT: f64 = 150.0;
/// What is kept free for the numbers behind the longest bar.
const RIGHT: f64 = 70.0;
/// The height of the picture of a line.
const HIGH: f64 = 200.0;
/// The most letters of a name before a bar.
const LETTERS: usize = 22;

/// The chart with its caption and its numbers.
pub(super) fn figure(chart: &Chart) -> Markup {
    let columns = [Column::text(&chart.x), Column::number(&chart.y)];
    let rows = chart
        .points
        .iter()
        .map(|point| vec![html! { (point.x) }, html! { (Chart::number(point.y)) }]);
    html! {
        figure {
            figcaption { (chart.caption()) }
            @if chart.points.is_empty() {
                p.quiet { "Nothing to draw." }
            } @else {
                @match chart.kind {
                    ChartKind::Bar => { (bars(chart)) }
                    ChartKind::Line => { (line(chart)) }
                }
                details { summary { "The numbers" } (grid(&chart.caption(), &columns, rows)) }
            }
            (part::more(chart.more))
        }
    }
}

/// The lowest and the highest value, nothing among them.
fn range(points: &[Point]) -> (f64, f64) {
    let fold = |pick: fn(f64, f64) -> f64| points.iter().map(|point| point.y).fold(0.0, pick);
    (fold(f64::min), fold(f64::max))
}

/// The share of the way from the lowest to the highest; huge numbers do not run over.
fn share(y: f64, (low, high): (f64, f64)) -> f64 {
    let span = high / 2.0 - low / 2.0;
    if span > 0.0 {
        (y / 2.0 - low / 2.0) / span
    } else {
        0.0
    }
}

/// What the picture says to those who do not see it.
fn label(chart: &Chart) -> String {
    let extreme = |better: fn(f64, f64) -> bool| {
        let mut points = chart.points.iter();
        let first = points.next()?;
        Some(points.fold(
            first,
            |best, point| if better(point.y, best.y) { point } else { best },
        ))
    };
    let words = |point: Option<&Point>| {
        point.map_or(String::new(), |point| {
            format!("{} at {}", Chart::number(point.y), point.x)
        })
    };
    format!(
        "{}: {} by {}, from {} to {}",
        chart.caption(),
        chart.y,
        chart.x,
        words(extreme(|a, b| a < b)),
        words(extreme(|a, b| a > b))
    )
}

#[expect(clippy::cast_precision_loss, reason = "a chart has at most a hundred rows")]
fn number(count: usize) -> f64 {
    count as f64
}

/// A coordinate, short.
fn at(place: f64) -> String {
    Chart::number((place * 10.0).round() / 10.0)
}

fn bars(chart: &Chart) -> Markup {
    let range = range(&chart.points);
    let place = |y: f64| LEFT + share(y, range) * (WIDE - LEFT - RIGHT);
    let zero = place(0.0);
    let high = number(chart.points.len()) * ROW;
    html! {
        svg viewBox={ "0 0 " (at(WIDE)) " " (at(high)) } role="img" aria-label=(label(chart)) {
            @for (row, point) in chart.points.iter().enumerate() {
                @let top = number(row) * ROW;
                @let end = place(point.y);
                g {
                    title { (point.x) ": " (Chart::number(point.y)) }
                    text x=(at(LEFT - 8.0)) y=(at(top + 16.0)) text-anchor="end" { (cut(&point.x)) }
                    rect class=(if point.y < 0.0 { "below" } else { "bar" })
                        x=(at(zero.min(end))) y=(at(top + 4.0)) width=(at((end - zero).abs())) height=(at(ROW - 8.0)) {}
                    text x=(at(zero.max(end) + 6.0)) y=(at(top + 16.0)) { (Chart::number(point.y)) }
                }
            }
            line.axis x1=(at(zero)) y1="0" x2=(at(zero)) y2=(at(high)) {}
        }
    }
}

fn line(chart: &Chart) -> Markup {
    let range = range(&chart.points);
    let (left, right, top, bottom) = (60.0, WIDE - 12.0, 12.0, HIGH - 28.0);
    let last = number(chart.points.len().saturating_sub(1)).max(1.0);
    let across = |row: usize| left + number(row) / last * (right - left);
    let up = |y: f64| bottom - share(y, range) * (bottom - top);
    let places: Vec<String> = chart
        .points
        .iter()
        .enumerate()
        .map(|(row, point)| format!("{},{}", at(across(row)), at(up(point.y))))
        .collect();
    let ends = [chart.points.first(), chart.points.last()];
    html! {
        svg viewBox={ "0 0 " (at(WIDE)) " " (at(HIGH)) } role="img" aria-label=(label(chart)) {
            line.axis x1=(at(left)) y1=(at(up(0.0))) x2=(at(right)) y2=(at(up(0.0))) {}
            line.axis x1=(at(left)) y1=(at(top)) x2=(at(left)) y2=(at(bottom)) {}
            text x=(at(left - 6.0)) y=(at(top + 5.0)) text-anchor="end" { (Chart::number(range.1)) }
            text x=(at(left - 6.0)) y=(at(bottom + 5.0)) text-anchor="end" { (Chart::number(range.0)) }
            polyline.line points=(places.join(" ")) {}
            @for (row, point) in chart.points.iter().enumerate() {
                circle.dot cx=(at(across(row))) cy=(at(up(point.y))) r="3" {
                    title { (point.x) ": " (Chart::number(point.y)) }
                }
            }
            @if let [Some(first), Some(last)] = ends {
                text x=(at(left)) y=(at(HIGH - 8.0)) { (cut(&first.x)) }
                @if chart.points.len() > 1 {
                    text x=(at(right)) y=(at(HIGH - 8.0)) text-anchor="end" { (cut(&last.x)) }
                }
            }
        }
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    text.chars().take(LETTERS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(kind: ChartKind, numbers: &[f64]) -> Chart {
        Chart {
            title: Some("<b>Ports</b>".to_owned()),
            kind,
            x: "Port".to_owned(),
            y: "Count".to_owned(),
            points: numbers
                .iter()
                .map(|y| Point {
                    x: "</svg><script>".to_owned(),
                    y: *y,
                })
                .collect(),
            more: 0,
        }
    }

    #[test]
    fn every_number_can_be_drawn_and_nothing_breaks_out() {
        for kind in [ChartKind::Bar, ChartKind::Line] {
            for numbers in [
                &[][..],
                &[0.0],
                &[5.0],
                &[-5.0, -1.0],
                &[f64::MAX, f64::MIN],
                &[1e-300, 0.0],
                &[3.0, -2.5, 0.0],
            ] {
                let text = figure(&chart(kind, numbers)).into_string();
                assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
                assert!(!text.contains("<script") && !text.contains("<b>"), "{text}");
                assert_eq!(text.contains("<svg"), !numbers.is_empty());
            }
        }
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let text = figure(&chart(ChartKind::Bar, &[10.0, 5.0, -10.0])).into_string();
        let widths: Vec<&str> = text
            .split(" width=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(widths, ["130", "65", "130"]);
        assert!(text.contains("from -10 at &lt;/svg&gt;"), "{text}");
    }
}
