//! The words that the formats share.

use super::{Calls, Checks, Cost, Counts, Result, Run, Standing, Steps};
use crate::event::{CheckState, Class, Command, Remark, Role, Table, Verdict, an_hour};
use crate::ui::count;
use crate::value::{Map, Value};
use jiff::Timestamp;

/// `passed`, `could not be done`.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Ended(verdict) => ended(Some(verdict)),
        Standing::Unfinished => "unfinished",
        Standing::NotTaken => "not taken",
    }
}

/// How a run ended.
pub(super) fn ended(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Passed) => "passed",
        Some(Verdict::Warned) => "passed with a warning",
        Some(Verdict::Skipped) => "skipped",
        Some(Verdict::Failed) => "failed",
        Some(Verdict::Errored) => "could not be done",
        Some(Verdict::Stopped) => "stopped",
        None => "interrupted",
    }
}

/// What a check came to.
pub(super) fn check(state: CheckState) -> &'static str {
    match state {
        CheckState::Passed => "holds",
        CheckState::Warned => "warning",
        CheckState::Failed => "does not hold",
        CheckState::Errored => "could not be judged",
    }
}

/// The sign of a check, as the terminal has it.
pub(super) fn sign(state: CheckState) -> &'static str {
    match state {
        CheckState::Passed => "+",
        CheckState::Warned => "!",
        CheckState::Failed => "x",
        CheckState::Errored => "-",
    }
}

/// `read`, `mutate`, `destroy`.
pub(super) fn class(class: Class) -> &'static str {
    match class {
        Class::List | Class::Read => "read",
        Class::Write | Class::Tag | Class::Permissions => "mutate",
        Class::Destroy => "destroy",
    }
}

/// How a call came out.
pub(super) fn result(result: Result) -> &'static str {
    match result {
        Result::Answered => "answered",
        Result::Refused => "refused",
        Result::Unanswered => "no answer",
    }
}

/// The command's own word.
pub(super) fn command(command: Command) -> &'static str {
    match command {
        Command::Run => "run",
        Command::Replay => "replay",
        Command::Verify => "verify",
        Command::Cleanup => "cleanup",
    }
}

/// The role's own word.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Setup => "setup",
        Role::Solve => "solve",
        Role::Check => "check",
        Role::Hint => "hint",
        Role::Cleanup => "cleanup",
        Role::Query => "query",
        Role::Command => "instance command",
    }
}

/// What a remark is.
pub(super) fn remark(remark: Remark) -> &'static str {
    match remark {
        Remark::Say => "said",
        Remark::Note => "note",
        Remark::Hint => "hint",
        Remark::Engine => "engine",
    }
}

/// `430 ms`, `2.5 s`, `4 min 10 s`, `1 h 2 min`.
pub(super) fn took(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0 => format!("{milliseconds} ms"),
        1..60 => format!("{seconds}.{} s", milliseconds / 100 % 10),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// `2026-11-24 17:05:09 UTC`.
pub(super) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `14 steps: 12 passed, 1 failed, 1 not taken`.
pub(super) fn steps(steps: &Steps) -> String {
    let parts = [
        (steps.passed, "passed"),
        (steps.warned, "passed with a warning"),
        (steps.skipped, "skipped"),
        (steps.failed, "failed"),
        (steps.errored, "could not be done"),
        (steps.stopped, "stopped"),
        (steps.unfinished, "unfinished"),
        (steps.not_taken, "not taken"),
    ];
    counted(count(steps.all, "step"), &parts)
}

/// `30 checks: 29 hold, 1 does not hold`.
pub(super) fn checks(checks: &Checks) -> String {
    let verb = |number, one, many| if number == 1 { one } else { many };
    let parts = [
        (checks.passed, verb(checks.passed, "holds", "hold")),
        (checks.warned, "with a warning"),
        (checks.failed, verb(checks.failed, "does not hold", "do not hold")),
        (checks.errored, "could not be judged"),
    ];
    counted(count(checks.all, "check"), &parts)
}

/// `80 calls: 60 read, 20 mutate, 2 of them refused`.
pub(super) fn calls(calls: &Calls) -> String {
    let parts = [
        (calls.read, "read"),
        (calls.mutate, "mutate"),
        (calls.destroy, "destroy"),
        (calls.refused, "of them refused"),
        (calls.unanswered, "of them without an answer"),
    ];
    counted(count(calls.all, "call"), &parts)
}

/// `3 owned, 1 adopted, 0 left over`.
pub(super) fn things(counts: &Counts) -> String {
    format!(
        "{} owned, {} adopted, {} left over",
        counts.owned, counts.adopted, counts.left_over
    )
}

fn counted(all: String, parts: &[(usize, &str)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    if parts.is_empty() {
        all
    } else {
        format!("{all}: {}", parts.join(", "))
    }
}

/// `0.15 USD an hour for 3 things, on demand in us-east-1; 1 more is billed by use`.
pub(super) fn cost(cost: &Cost) -> String {
    let mut text = format!("{} for {}", an_hour(cost.micros), count(cost.charged, "thing"));
    if !cost.prices.is_empty() {
        text.push_str(&format!(" ({})", cost.prices));
    }
    for (number, word) in [
        (cost.by_use, "billed by use"),
        (cost.unpriced, "without a known price"),
    ] {
        if number > 0 {
            text.push_str(&format!(", {number} {word}"));
        }
    }
    text
}

/// `PRACTICE 1111-2222-3333 us-east-1`.
pub(super) fn place(run: &Run) -> String {
    let kind = run.target.split(' ').next().unwrap_or_default().to_uppercase();
    format!("{kind} {} {}", crate::ui::account_id(&run.account), run.region)
}

/// `VpcId vpc-1, SubnetId subnet-1`.
pub(super) fn members(map: &Map) -> String {
    let texts: Vec<String> = map
        .iter()
        .map(|(name, value)| format!("{name} {}", value_text(value)))
        .collect();
    texts.join(", ")
}

/// A value as people write it.
pub(super) fn value_text(value: &Value) -> String {
    match value {
        Value::List(items) => items.iter().map(value_text).collect::<Vec<_>>().join(", "),
        other => Table::text(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time() {
        let table = [
            (0, "0 ms"),
            (999, "999 ms"),
            (1000, "1.0 s"),
            (59_949, "59.9 s"),
            (250_000, "4 min 10 s"),
            (3_720_000, "1 h 2 min"),
        ];
        for (milliseconds, text) in table {
            assert_eq!(took(milliseconds), text);
        }
    }

    #[test]
    fn what_is_none_is_not_counted_out() {
        let checks = Checks {
            all: 3,
            passed: 1,
            failed: 2,
            ..Checks::default()
        };
        assert_eq!(super::checks(&checks), "3 checks: 1 holds, 2 do not hold");
        assert_eq!(steps(&Steps::default()), "0 steps");
    }
}
