//! As Markdown, for a pull request or a job's summary. Whatever comes from the run is escaped: it makes no heading, no
//! link and no tag.

use super::{Part, Report, Run, Shown, Step, words};
use crate::event::{Chart, Table, Thing};

/// The longest bar of a chart.
const BAR: f64 = 20.0;

/// The report as Markdown.
pub(super) fn text(report: &Report) -> String {
    let mut page = Page(String::new());
    match &report.runs[..] {
        [run] => page.run(run, 1),
        runs => {
            page.heading(1, &report.title());
            page.totals(report);
            for run in runs {
                page.run(run, 2);
            }
        }
    }
    page.0
}

struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// A paragraph, with a blank line behind it.
    fn paragraph(&mut self, text: &str) {
        self.line(text);
        self.line("");
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.paragraph(&format!("{} {}", "#".repeat(level), escaped(text)));
    }

    fn table<const N: usize>(&mut self, head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        self.line(&format!("| {} |", head.join(" | ")));
        self.line(&format!("|{}", " --- |".repeat(N)));
        for row in rows {
            self.line(&format!("| {} |", row.join(" | ")));
        }
        self.line("");
    }

    fn totals(&mut self, report: &Report) {
        let rows = report.runs.iter().map(|run| {
            let steps = &run.counts.steps;
            [
                escaped(&run.id),
                escaped(&words::place(run)),
                escaped(&run.title),
                words::ended(run.verdict).to_owned(),
                format!("{} of {}", steps.passed + steps.warned, steps.all),
                format!("{} of {}", run.counts.checks.passed, run.counts.checks.all),
                run.counts.calls.all.to_string(),
                words::took(run.counts.milliseconds),
            ]
        });
        self.table(
            [
                "Run",
                "Account",
                "Runbook",
                "Verdict",
                "Steps passed",
                "Checks that hold",
                "Calls",
                "Took",
            ],
            rows,
        );
        self.counts(&report.counts);
    }

    fn counts(&mut self, counts: &super::Counts) {
        self.line(&format!("- {}", words::steps(&counts.steps)));
        self.line(&format!("- {}", words::checks(&counts.checks)));
        self.line(&format!("- {}", words::calls(&counts.calls)));
        self.line(&format!("- {}", words::things(counts)));
        self.line(&format!("- took {}", words::took(counts.milliseconds)));
        self.line("");
    }

    fn run(&mut self, run: &Run, level: usize) {
        self.heading(level, &run.title);
        self.paragraph(&format!(
            "**{}**, {} of {}, run {}, begun {}.",
            words::ended(run.verdict),
            words::command(run.command),
            escaped(&words::place(run)),
            escaped(&run.id),
            words::time(run.started),
        ));
        self.counts(&run.counts);
        if let Some(cost) = &run.cost {
            self.paragraph(&format!("What is owned costs {}.", escaped(&words::cost(cost))));
        }
        for resumption in &run.resumed {
            let changed = match resumption.differs() {
                [] => String::new(),
                changed => format!("; changed since: {}", escaped(&changed.join(", "))),
            };
            self.paragraph(&format!("Went on {}{changed}.", words::time(resumption.at)));
        }
        if run.torn {
            self.paragraph("The journal's last line was torn, and is left out.");
        }
        for model in &run.models {
            self.paragraph(&escaped(model));
        }
        self.part(&run.setup);
        if !run.steps.is_empty() {
            self.heading(level + 1, "Steps");
            let rows = run.steps.iter().map(|step| {
                [
                    step.number.to_string(),
                    escaped(&step.title),
                    outcome(step),
                    words::checks(&super::Checks::of(step.judged())),
                    words::took(step.milliseconds),
                ]
            });
            self.table(["#", "Step", "Verdict", "Checks", "Took"], rows);
        }
        for step in run.steps.iter().filter(|step| step.entered > 0) {
            self.step(step, level + 2);
        }
        self.ledger(run, level + 1);
    }

    fn step(&mut self, step: &Step, level: usize) {
        self.heading(level, &format!("{}. {}", step.number, step.title));
        let cost = step
            .cost
            .as_deref()
            .map(|cost| format!(", cost: {}", escaped(cost)));
        self.paragraph(&format!("{}{}.", outcome(step), cost.unwrap_or_default()));
        for check in step.judged() {
            let evidence = match check.evidence.as_str() {
                "" => String::new(),
                evidence => format!(": {}", escaped(evidence)),
            };
            self.line(&format!(
                "- {} ({}){evidence}",
                escaped(&check.text),
                words::check(check.state)
            ));
        }
        if !step.judged().is_empty() {
            self.line("");
        }
        self.part(&step.part);
    }

    fn part(&mut self, part: &Part) {
        for answer in &part.answers {
            let value = if answer.secret {
                "kept back".to_owned()
            } else {
                escaped(&words::value_text(&answer.value))
            };
            self.paragraph(&format!("Answered {}: {value}", escaped(&answer.name)));
        }
        for shown in &part.shown {
            match shown {
                Shown::Said { remark, text } => {
                    self.paragraph(&format!("*{}*: {}", words::remark(*remark), lines(text)));
                }
                Shown::Table { table } => self.shown_table(table),
                Shown::Chart { chart } => self.chart(chart),
                // The author's own text: it is in the runbook, and in the page.
                Shown::Told { .. } => {}
                Shown::Failure { role, text } => {
                    self.paragraph(&format!("The {} block failed:", words::role(*role)));
                    self.fenced(text);
                }
            }
        }
        for wait in &part.waits {
            self.paragraph(&format!(
                "Waited for {}: {} of at most {}.",
                escaped(&wait.text),
                crate::ui::clock_time(wait.elapsed),
                crate::ui::clock_time(wait.limit)
            ));
        }
        let told = part
            .calls
            .iter()
            .filter(|call| call.class.mutates() || call.result != super::Result::Answered);
        let rows: Vec<[String; 5]> = told
            .map(|call| {
                let what = match (&call.code, &call.message) {
                    (Some(code), Some(message)) => escaped(&format!("{code}: {message}")),
                    _ => escaped(&words::members(&call.identifiers)),
                };
                [
                    escaped(&format!("{} {}", call.service, call.operation)),
                    words::class(call.class).to_owned(),
                    words::result(call.result).to_owned(),
                    what,
                    call.milliseconds.map(words::took).unwrap_or_default(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            self.table(["Call", "Class", "Result", "What", "Took"], rows);
        }
        let read = part.calls.len()
            - part
                .calls
                .iter()
                .filter(|call| call.class.mutates() || call.result != super::Result::Answered)
                .count();
        if read > 0 {
            self.paragraph(&format!("Besides, {} that read.", crate::ui::count(read, "call")));
        }
    }

    fn shown_table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return self.paragraph("An empty table.");
        }
        let cells = |row: Vec<String>| format!("| {} |", row.join(" | "));
        self.line(&cells(table.columns.iter().map(|name| escaped(name)).collect()));
        let rules =
            (0..table.columns.len()).map(|at| if table.is_numeric(at) { " ---: |" } else { " --- |" });
        self.line(&format!("|{}", rules.collect::<String>()));
        for row in &table.rows {
            let row = row.iter().map(|cell| escaped(&Table::text(cell))).collect();
            self.line(&cells(row));
        }
        self.line("");
        self.more(table.more);
    }

    fn chart(&mut self, chart: &Chart) {
        self.paragraph(&format!("**{}**", escaped(&chart.caption())));
        let most = chart.points.iter().map(|point| point.y.abs()).fold(0.0, f64::max);
        let rows = chart.points.iter().map(|point| {
            [
                escaped(&point.x),
                Chart::number(point.y),
                bar(if most > 0.0 { point.y.abs() / most } else { 0.0 }),
            ]
        });
        let (x, y) = (escaped(&chart.x), escaped(&chart.y));
        self.table([x.as_str(), y.as_str(), ""], rows);
        self.more(chart.more);
    }

    fn more(&mut self, more: usize) {
        if more > 0 {
            self.paragraph(&format!("And {}.", crate::ui::count(more, "more row")));
        }
    }

    fn ledger(&mut self, run: &Run, level: usize) {
        let holdings = &run.holdings;
        let rows: Vec<[String; 4]> = [
            ("owned", &holdings.owned),
            ("adopted", &holdings.adopted),
            ("gone", &holdings.released),
            ("not undone", &holdings.not_undone),
        ]
        .into_iter()
        .flat_map(|(word, things)| things.iter().map(move |thing| row(word, thing)))
        .chain(holdings.left_over.iter().map(|left| {
            [
                "left over".to_owned(),
                escaped(&format!("{} {}", left.service, left.operation)),
                escaped(&words::members(&left.identifiers)),
                escaped(left.step.as_deref().unwrap_or_default()),
            ]
        }))
        .collect();
        if !rows.is_empty() {
            self.heading(level, "Owned, adopted, left over");
            self.table(["", "Kind", "Id", "Step"], rows);
        }
        if !run.denied.is_empty() {
            self.heading(level, "Denied");
            for needed in &run.denied {
                let step = needed.step.as_deref().unwrap_or("the document setup");
                self.line(&format!("- {} needs {}", escaped(step), escaped(&needed.action)));
            }
            self.line("");
        }
    }

    fn fenced(&mut self, text: &str) {
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        self.line(&format!("{fence}text"));
        self.line(text);
        self.paragraph(&fence);
    }
}

fn row(word: &str, thing: &Thing) -> [String; 4] {
    [
        word.to_owned(),
        escaped(&thing.kind),
        escaped(&thing.id),
        escaped(&thing.step),
    ]
}

fn outcome(step: &Step) -> String {
    let already = if step.already { ", already so" } else { "" };
    format!("{}{already}", words::standing(step.standing))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nothing and the longest bar"
)]
fn bar(share: f64) -> String {
    "█".repeat((share * BAR).round() as usize)
}

/// Several lines, each ended by a break.
fn lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\\\n")
}

/// Text that stays text: every sign that Markdown or HTML could read is escaped. An address is no link.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            // GitHub links a bare address and a name behind an `@`.
            '@' => out.push_str("&#64;"),
            ':' => out.push_str(if text.contains("://") { "&#58;" } else { ":" }),
            letter => out.push(letter),
        }
    }
    let mut out = out.replace("www.", "www&#46;");
    match out.chars().next() {
        Some('-' | '+' | '=') => out.insert(0, '\\'),
        Some('0'..='9') => {
            let digits = out.chars().take_while(char::is_ascii_digit).count();
            if out[digits..].starts_with(". ") || out[digits..].starts_with(") ") {
                out.insert(digits, '\\');
            }
        }
        _ => {}
    }
    out
}
