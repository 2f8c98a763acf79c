//! What happened within a step: answers, remarks, tables, charts, failures, waits, calls, code.

use super::prose;
use super::tables::{Column, grid};
use super::{chart, words};
use crate::event::{Remark, Table, Thing};
use crate::report::{Call, Calls, Part, Result, Shown};
use crate::ui::clock_time;
use maud::{Markup, html};

/// A part, without its text.
pub(super) fn render(part: &Part) -> Markup {
    html! {
        @if !part.answers.is_empty() {
            dl {
                @for answer in &part.answers {
                    dt { (answer.name) }
                    dd { @if answer.secret { "kept back" } @else { (words::value_text(&answer.value)) } }
                }
            }
        }
        @for shown in &part.shown { (show(shown)) }
        @if !part.waits.is_empty() {
            ul {
                @for wait in &part.waits {
                    li {
                        "Waited for " (wait.text) ": " (clock_time(wait.elapsed)) " of at most " (clock_time(wait.limit)) "."
                    }
                }
            }
        }
        (calls(part))
        (code(part))
    }
}

/// `ec2:vpc vpc-1, ec2:subnet subnet-1`.
pub(super) fn things(things: &[Thing]) -> Markup {
    html! {
        @for (at, thing) in things.iter().enumerate() {
            @if at > 0 { ", " }
            (thing.kind) " " code { (thing.id) }
        }
    }
}

fn show(shown: &Shown) -> Markup {
    html! {
        @match shown {
            Shown::Said { remark, text } => {
                div class={ "remark " (tone(*remark)) } {
                    span.label { (words::remark(*remark)) } " "
                    span.text { (text) }
                }
            }
            Shown::Table { table } => { (rows(table)) }
            Shown::Chart { chart } => { (chart::figure(chart)) }
            Shown::Told { text } => {
                details { summary { "A hint or a solution that was shown" } div.prose { (prose::told(text)) } }
            }
            Shown::Failure { role, text } => {
                div.remark.bad {
                    span.label { "The " (words::role(*role)) " block failed" }
                    pre { (text) }
                }
            }
        }
    }
}

fn tone(remark: Remark) -> &'static str {
    match remark {
        Remark::Hint => "warn",
        Remark::Say => "busy",
        Remark::Note | Remark::Engine => "quiet",
    }
}

/// Rows that a script showed.
pub(super) fn rows(table: &Table) -> Markup {
    let columns: Vec<Column<'_>> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| {
            if table.is_numeric(at) {
                Column::number(name)
            } else {
                Column::text(name)
            }
        })
        .collect();
    let cells = table.rows.iter().map(|row| {
        row.iter()
            .map(|cell| html! { (Table::text(cell)) })
            .collect::<Vec<_>>()
    });
    html! {
        @if columns.is_empty() {
            p.quiet { "An empty table." }
        } @else {
            div.shown { (grid("A table that the step showed", &columns, cells)) }
        }
        (more(table.more))
    }
}

/// What was too much to keep.
pub(super) fn more(more: usize) -> Markup {
    html! { @if more > 0 { p.quiet { "And " (crate::ui::count(more, "more row")) "." } } }
}

fn calls(part: &Part) -> Markup {
    let columns = [
        Column::number("Number"),
        Column::text("Call").names(),
        Column::text("Class"),
        Column::text("Result"),
        Column::text("What"),
        Column::text("Where"),
        Column::number("Took"),
    ];
    let rows = part.calls.iter().map(|call| {
        vec![
            html! { (call.call) },
            html! { (call.service) " " (call.operation) },
            html! { (words::class(call.class)) },
            html! { span class={ "badge " (call_tone(call.result)) } { (words::result(call.result)) } },
            what(call),
            html! { (call.account) " " (call.region) },
            html! { @if let Some(took) = call.milliseconds { (words::took(took)) } },
        ]
    });
    html! {
        @if !part.calls.is_empty() {
            details {
                summary { (words::calls(&Calls::of(&part.calls))) ", " (words::took(Calls::of(&part.calls).milliseconds)) }
                (grid("Calls to AWS", &columns, rows))
            }
        }
    }
}

fn what(call: &Call) -> Markup {
    html! {
        @if let Some(code) = &call.code { strong { (code) } }
        @if let Some(message) = &call.message { " " (message) " " }
        (words::members(if call.identifiers.is_empty() { &call.parameters } else { &call.identifiers }))
        @if let Some(id) = &call.request_id { " " span.quiet { "request " (id) } }
    }
}

fn call_tone(result: Result) -> &'static str {
    match result {
        Result::Answered => "good",
        Result::Refused => "bad",
        Result::Unanswered => "warn",
    }
}

fn code(part: &Part) -> Markup {
    html! {
        @if !part.blocks.is_empty() {
            details {
                summary { "The code that ran: " (crate::ui::count(part.blocks.len(), "block")) }
                @for block in &part.blocks {
                    p.quiet {
                        (words::role(block.role)) ", line " (block.line)
                        @if block.times > 1 { ", " (block.times) " times" }
                    }
                    pre { code { (block.code) } }
                }
            }
        }
    }
}
