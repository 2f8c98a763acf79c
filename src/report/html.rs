//! As a page that stands alone: no scripts, no requests, light and dark, readable by keyboard, by ear and on paper.

mod chart;
mod colours;
mod part;
mod prose;
mod tables;

use super::{Checks, Counts, Report, Run, Step, words};
use crate::event::{CheckState, Verdict};
use crate::report::Standing;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use tables::{Column, grid};

const STYLE: &str = include_str!("html/style.css");

/// What the page may load: nothing. Its style is its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The report as a page.
pub(super) fn page(report: &Report) -> String {
    let title = report.title();
    let several = report.runs.len() > 1;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                title { (title) ", report" }
                style { (PreEscaped(colours::style())) (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    p.kicker { "Report" }
                    h1 { (title) }
                    @if let [run] = &report.runs[..] {
                        (standing_of(run)) " "
                        span.quiet { (words::command(run.command)) " of " (words::place(run)) }
                    }
                }
                (contents(report))
                main #main tabindex="-1" {
                    @if several {
                        section aria-labelledby="all" {
                            h2 #all { "All runs" }
                            (numbers(&report.counts))
                            (fleet(report))
                        }
                    }
                    @for (index, run) in report.runs.iter().enumerate() {
                        (run_section(run, index, several))
                    }
                }
                footer {
                    p {
                        "Made by runbook from the journals of "
                        @if several { "these runs" } @else { "this run" }
                        " alone. Secrets are in no journal."
                    }
                }
            }
        }
    };
    page.into_string()
}

/// The way through the page.
fn contents(report: &Report) -> Markup {
    html! {
        nav aria-label="Contents" {
            @if let [run] = &report.runs[..] {
                ol {
                    @for step in &run.steps {
                        li value=(step.number) {
                            @if step.entered > 0 {
                                a href={ "#" (step_id(0, step)) } { (step.title) }
                            } @else {
                                (step.title)
                            }
                            " " (badge(step.standing))
                        }
                    }
                }
            } @else {
                ul {
                    @for (index, run) in report.runs.iter().enumerate() {
                        li {
                            a href={ "#run-" (index + 1) } { (words::place(run)) ", " (run.title) }
                            " " (standing_of(run))
                        }
                    }
                }
            }
        }
    }
}

fn step_id(run: usize, step: &Step) -> String {
    format!("run-{}-step-{}", run + 1, step.number)
}

/// One summary of a fleet: a row for each run.
fn fleet(report: &Report) -> Markup {
    let columns = [
        Column::text("Run"),
        Column::text("Account and region"),
        Column::text("Runbook"),
        Column::text("Verdict"),
        Column::number("Steps passed"),
        Column::number("Checks that hold"),
        Column::number("Calls"),
        Column::number("Took"),
        Column::number("Owned"),
        Column::number("Left over"),
    ];
    let rows = report.runs.iter().enumerate().map(|(index, run)| {
        let counts = &run.counts;
        let passed = counts.steps.passed + counts.steps.warned;
        vec![
            html! { a href={ "#run-" (index + 1) } { (run.id) } },
            html! { (words::place(run)) },
            html! { (run.title) },
            standing_of(run),
            html! { (passed) " of " (counts.steps.all) },
            html! { (counts.checks.passed) " of " (counts.checks.all) },
            html! { (counts.calls.all) },
            html! { (words::took(counts.milliseconds)) },
            html! { (counts.owned) },
            html! { (counts.left_over) },
        ]
    });
    grid("The runs", &columns, rows)
}

fn run_section(run: &Run, index: usize, several: bool) -> Markup {
    // A single run's title is the page's; of several, each has its own.
    let level = if several { 3 } else { 2 };
    let id = format!("run-{}", index + 1);
    html! {
        article.run id=(id) {
            @if several {
                h2 { (run.title) " " (standing_of(run)) }
                p.quiet { (words::command(run.command)) " of " (words::place(run)) }
            }
            section {
                (heading(level, &html! { "At a glance" }))
                (numbers(&run.counts))
                (about(run))
                @if let Some(cost) = &run.cost { p { "What is owned costs " (words::cost(cost)) "." } }
                @for model in &run.models { p.note { (model) } }
                @if run.torn { p.note { "The journal's last line was torn by a crash, and is left out." } }
                @for resumption in &run.resumed {
                    p.note {
                        "Went on " (words::time(resumption.at))
                        @if !resumption.differs().is_empty() { "; changed since: " (resumption.differs().join(", ")) }
                        "."
                    }
                }
                @if let Some(text) = &run.setup.text {
                    details { summary { "What the runbook says" } div.prose { (prose::render(text, level + 1)) } }
                }
                (part::render(&run.setup))
            }
            @if !run.steps.is_empty() {
                section {
                    (heading(level, &html! { "Steps" }))
                    (steps(run, index))
                    @for step in run.steps.iter().filter(|step| step.entered > 0) {
                        (step_section(step, index, level + 1))
                    }
                }
            }
            (ledger(run, level))
        }
    }
}

/// What every format counts.
fn numbers(counts: &Counts) -> Markup {
    html! {
        ul.numbers {
            li { (words::steps(&counts.steps)) }
            li { (words::checks(&counts.checks)) }
            li { (words::calls(&counts.calls)) }
            li { (words::things(counts)) }
            li { "took " (words::took(counts.milliseconds)) }
        }
    }
}

fn about(run: &Run) -> Markup {
    html! {
        dl {
            dt { "Run" } dd { code { (run.id) } }
            dt { "Begun" } dd { (moment(run.started)) }
            dt { "Ended" }
            dd { @match run.ended { Some(at) => { (moment(at)) } None => "cut off: the journal has no end" } }
            dt { "Runbook" } dd { (run.runbook) }
            dt { "Digest" } dd { code { (run.digest) } }
            dt { "Target" } dd { (run.target) }
            dt { "Account" } dd { (crate::ui::account_id(&run.account)) }
            dt { "Region" } dd { (run.region) }
            @for account in &run.accounts {
                dt { "Account " (account.name) } dd { (crate::ui::account_id(&account.id)) }
            }
            dt { "Program" } dd { "runbook " (run.tool) }
        }
    }
}

fn moment(at: jiff::Timestamp) -> Markup {
    html! { time datetime=(at) { (words::time(at)) } }
}

fn steps(run: &Run, index: usize) -> Markup {
    let columns = [
        Column::number("Number"),
        Column::text("Step").names(),
        Column::text("Verdict"),
        Column::text("Checks"),
        Column::number("Expected"),
        Column::number("Took"),
    ];
    let rows = run.steps.iter().map(|step| {
        let title = html! {
            @if step.entered > 0 {
                a href={ "#" (step_id(index, step)) } { (step.title) }
            } @else {
                (step.title)
            }
        };
        vec![
            html! { (step.number) },
            title,
            html! { (badge(step.standing)) @if step.already { " already so" } },
            html! { @if !step.judged().is_empty() { (words::checks(&Checks::of(step.judged()))) } },
            html! { @if let Some(minutes) = step.minutes { (minutes) " min" } },
            html! { @if step.entered > 0 { (words::took(step.milliseconds)) } },
        ]
    });
    grid("The steps of the run", &columns, rows)
}

fn step_section(step: &Step, index: usize, level: u8) -> Markup {
    let id = step_id(index, step);
    html! {
        section.step id=(id) {
            (heading(level, &html! { (step.number) ". " (step.title) " " (badge(step.standing)) }))
            p.quiet {
                "Took " (words::took(step.milliseconds))
                @if let Some(minutes) = step.minutes { ", expected " (minutes) " min" }
                @if let Some(cost) = &step.cost { ", cost: " (cost) }
                @if step.already { ", already so" }
                @if step.entered > 1 { ", entered " (step.entered) " times" }
                "."
            }
            @if let Some(text) = &step.part.text {
                details { summary { "What the step says" } div.prose { (prose::render(text, level + 1)) } }
            }
            (checks(step))
            (part::render(&step.part))
            @if !step.owned.is_empty() || !step.adopted.is_empty() {
                p {
                    @if !step.owned.is_empty() { "Owned: " (part::things(&step.owned)) ". " }
                    @if !step.adopted.is_empty() { "There before: " (part::things(&step.adopted)) "." }
                }
            }
        }
    }
}

fn checks(step: &Step) -> Markup {
    let columns = [
        Column::text("Result"),
        Column::text("Check").names(),
        Column::text("Evidence"),
        Column::number("Line"),
    ];
    let rows = |checks: &[crate::event::Check]| {
        let of = |check: &crate::event::Check| {
            vec![
                html! { span class={ "badge " (check_tone(check.state)) } { (words::check(check.state)) } },
                html! { (check.text) },
                html! { (check.evidence) },
                html! { (check.line) },
            ]
        };
        checks.iter().map(of).collect::<Vec<_>>()
    };
    html! {
        @if !step.judged().is_empty() {
            @let caption = if step.checks.is_empty() { "Checks, as they were before any work" } else { "Checks" };
            (grid(caption, &columns, rows(step.judged())))
        }
        @if !step.checks.is_empty() && !step.before.is_empty() {
            details {
                summary { "What the check found before the work: " (words::checks(&Checks::of(&step.before))) }
                (grid("Checks before the work", &columns, rows(&step.before)))
            }
        }
    }
}

fn ledger(run: &Run, level: u8) -> Markup {
    let holdings = &run.holdings;
    let of = |word: &str, tone: &str, things: &[crate::event::Thing]| {
        let row = |thing: &crate::event::Thing| {
            vec![
                html! { span class={ "badge " (tone) } { (word) } },
                html! { (thing.kind) },
                html! { code { (thing.id) } },
                html! { (thing.step) },
                html! {},
            ]
        };
        things.iter().map(row).collect::<Vec<_>>()
    };
    let mut rows = of("owned", "busy", &holdings.owned);
    rows.extend(of("adopted", "quiet", &holdings.adopted));
    rows.extend(of("gone", "good", &holdings.released));
    rows.extend(of("not undone", "bad", &holdings.not_undone));
    rows.extend(holdings.left_over.iter().map(|left| {
        vec![
            html! { span.badge.warn { "left over" } },
            html! { (left.service) " " (left.operation) },
            html! { (words::members(&left.identifiers)) },
            html! { (left.step.as_deref().unwrap_or_default()) },
            html! { @if let Some(link) = &left.link { (prose::address(link, "Console")) } },
        ]
    }));
    let columns = [
        Column::text("Standing"),
        Column::text("Kind, or the call that made it"),
        Column::text("Id").names(),
        Column::text("Step"),
        Column::text("Where"),
    ];
    html! {
        @if !rows.is_empty() {
            section {
                (heading(level, &html! { "Owned, adopted, left over" }))
                (grid("What the run made and found", &columns, rows))
            }
        }
        @if !run.denied.is_empty() {
            section {
                (heading(level, &html! { "Denied" }))
                ul {
                    @for needed in &run.denied {
                        li { (needed.step.as_deref().unwrap_or("the document setup")) " needs " code { (needed.action) } }
                    }
                }
            }
        }
    }
}

/// A heading of a level from 1 to 6.
fn heading(level: u8, text: &Markup) -> Markup {
    html! {
        @match level {
            1 => h1 { (text) },
            2 => h2 { (text) },
            3 => h3 { (text) },
            4 => h4 { (text) },
            5 => h5 { (text) },
            _ => h6 { (text) },
        }
    }
}

fn badge(standing: Standing) -> Markup {
    let tone = match standing {
        Standing::Ended(verdict) => tone(Some(verdict)),
        Standing::Unfinished => tone(None),
        Standing::NotTaken => "quiet",
    };
    html! { span class={ "badge " (tone) } { (words::standing(standing)) } }
}

fn standing_of(run: &Run) -> Markup {
    html! { span class={ "badge " (tone(run.verdict)) } { (words::ended(run.verdict)) } }
}

fn tone(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Passed) => "good",
        Some(Verdict::Warned | Verdict::Stopped) | None => "warn",
        Some(Verdict::Skipped) => "quiet",
        Some(Verdict::Failed | Verdict::Errored) => "bad",
    }
}

fn check_tone(state: CheckState) -> &'static str {
    match state {
        CheckState::Passed => "good",
        CheckState::Warned => "warn",
        CheckState::Failed | CheckState::Errored => "bad",
    }
}
