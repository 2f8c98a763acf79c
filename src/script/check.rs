//! Checks: `check`, `check_eq`, `should` as custom syntax, and `fail`.
//!
//! They are no functions because a function's arguments are evaluated before it: an AWS error in the condition would
//! end the block, and the checks after it would never be reached.

use super::dynamic::{self, brief};
use super::place::Units;
use super::stage::Stage;
use super::translate;
use super::trouble::{self, AwsError, Refusal, Trouble};
use crate::event::{Check, CheckState, Role};
use rhai::{Engine, EvalAltResult, EvalContext, Expr, Expression, NativeCallContext};
use std::sync::Arc;

/// Mistakes of the author, which are told as such and not as a check that could not be judged.
const MISUSE: [&str; 3] = ["check-outside", "no-condition", "not-comparable"];

/// Registers the words.
pub(crate) fn register(engine: &mut Engine, stage: &Arc<Stage>, units: &Arc<Units>) {
    syntax(engine, stage, units, "check", 2, CheckState::Failed);
    syntax(engine, stage, units, "should", 2, CheckState::Warned);
    syntax(engine, stage, units, "check_eq", 3, CheckState::Failed);
    let (stage, units) = (Arc::clone(stage), Arc::clone(units));
    engine.register_fn(
        "fail",
        move |ctx: NativeCallContext<'_>, text: &str| -> Result<(), Refusal> {
            stage.alive()?;
            only_in_checks(&stage, "fail")?;
            let line = units.line(ctx.call_source(), ctx.call_position());
            let line = line.unwrap_or(stage.now().line);
            let check = Check {
                text: stage.doors.secrets.mask(&dynamic::printable(text)),
                state: CheckState::Failed,
                evidence: String::new(),
                line,
            };
            stage.now().report.checks.push(check);
            Ok(())
        },
    );
}

fn syntax(
    engine: &mut Engine,
    stage: &Arc<Stage>,
    units: &Arc<Units>,
    word: &'static str,
    arguments: usize,
    otherwise: CheckState,
) {
    let (stage, units) = (Arc::clone(stage), Arc::clone(units));
    engine.register_custom_syntax_with_state_raw(
        word,
        move |symbols, next, _| {
            let given = symbols.iter().filter(|symbol| *symbol == "$expr$").count();
            Ok(match symbols.last().map(|symbol| symbol.as_str()) {
                Some(")") => None,
                Some("(" | ",") => Some("$expr$".into()),
                Some("$expr$") if given < arguments || (given == arguments && next == ",") => {
                    Some(",".into())
                }
                Some("$expr$") => Some(")".into()),
                _ => Some("(".into()),
            })
        },
        false,
        move |ctx, inputs, _| {
            stage.alive()?;
            let [text, rest @ ..] = inputs else {
                return Err(trouble::refuse("no-claim", format!("`{word}` needs a text")));
            };
            only_in_checks(&stage, word).map_err(|error| trouble::at(error, text.position()))?;
            let line = units.line(ctx.source(), text.position());
            let line = line.unwrap_or(stage.now().line);
            let text = ctx.eval_expression_tree(text)?;
            let judged = match rest {
                [actual, expected, ..] if arguments == 3 => equality(ctx, actual, expected),
                [condition, ..] => truth(ctx, condition, word),
                [] => return Err(trouble::refuse("no-claim", format!("`{word}` needs a condition"))),
            };
            let (state, mut evidence) = match judged {
                Ok((true, evidence)) => (CheckState::Passed, evidence),
                Ok((false, evidence)) => (otherwise, evidence),
                Err(error) => excuse(error, otherwise)?,
            };
            stage.alive()?;
            if let Some(said) = inputs.get(arguments).filter(|_| state != CheckState::Errored) {
                evidence = match ctx.eval_expression_tree(said) {
                    Ok(said) => {
                        dynamic::string(&said).map_or_else(|| brief(&said), |text| dynamic::printable(&text))
                    }
                    Err(error) => excuse(error, otherwise)?.1,
                };
            }
            let secrets = &stage.doors.secrets;
            let check = Check {
                text: secrets.mask(&dynamic::printable(&dynamic::text(&text))),
                state,
                evidence: secrets.mask(&evidence),
                line,
            };
            stage.now().report.checks.push(check);
            Ok((state == CheckState::Passed).into())
        },
    );
}

fn only_in_checks(stage: &Stage, word: &str) -> Result<(), Refusal> {
    match stage.role() {
        Some(Role::Check) => Ok(()),
        _ => Err(trouble::advise(
            "check-outside",
            format!("`{word}` stands outside a check block"),
            "move it into a `rhai check` block",
        )),
    }
}

/// The truth of a condition; a comparison is taken apart, so that both sides are evidence.
fn truth(
    ctx: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    condition: &Expression<'_>,
    word: &str,
) -> Result<(bool, String), Refusal> {
    let expr: &Expr = condition;
    if let Expr::FnCall(call, position) = expr
        && let (Some(_), [left, right]) = (&call.op_token, &call.args[..])
        && let Some(relation) = relation(&call.name)
    {
        let left = ctx.eval_expression_tree(&Expression::from(left))?.flatten();
        let right = ctx.eval_expression_tree(&Expression::from(right))?.flatten();
        let (shown, against) = (brief(&left), brief(&right));
        let holds = ctx
            .engine()
            .eval_binary_op::<bool>(call.name.as_str(), left, right)
            .map_err(|error| trouble::at(error, *position))?;
        let evidence = if holds && call.name != "!=" || against == "nothing" {
            shown
        } else if holds {
            format!("{shown} is not {against}")
        } else {
            format!("{shown} {relation} {against}")
        };
        return Ok((holds, evidence));
    }
    let value = ctx.eval_expression_tree(condition)?.flatten();
    value.as_bool().map(|holds| (holds, String::new())).map_err(|_| {
        let error = trouble::advise(
            "no-condition",
            format!("`{word}` needs true or false, not {}", dynamic::kind(&value)),
            format!("compare it, as in `{word}(\"...\", value != ())`"),
        );
        trouble::at(error, condition.position())
    })
}

/// What a comparison that does not hold says.
fn relation(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "==" => "is not",
        "!=" => "is",
        "<" => "is not less than",
        "<=" => "is more than",
        ">" => "is not more than",
        ">=" => "is less than",
        _ => return None,
    })
}

/// Rhai holds 1 and 1.0 for equal; here the kinds must be the same too.
fn equality(
    ctx: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    actual: &Expression<'_>,
    expected: &Expression<'_>,
) -> Result<(bool, String), Refusal> {
    let left = ctx.eval_expression_tree(actual)?.flatten();
    let right = ctx.eval_expression_tree(expected)?.flatten();
    let refuse = |position| move |why: String| trouble::at(trouble::refuse("not-comparable", why), position);
    let (a, b) = (
        dynamic::to_value(&left).map_err(refuse(actual.position()))?,
        dynamic::to_value(&right).map_err(refuse(expected.position()))?,
    );
    let (shown, against) = (brief(&left), brief(&right));
    Ok(if a == b {
        (true, shown)
    } else if dynamic::kind(&left) != dynamic::kind(&right) && shown != "nothing" && against != "nothing" {
        let (is, wanted) = (dynamic::kind(&left), dynamic::kind(&right));
        (false, format!("{shown} is {is}, {against} is {wanted}"))
    } else if shown == "nothing" {
        (false, format!("nothing, where {against} was expected"))
    } else {
        (false, format!("{shown} is not {against}"))
    })
}

/// How a check comes out whose condition could not be evaluated. What AWS does not find is not so; what it refuses for
/// another reason cannot be judged. Whatever ends the script, and a check that is no check, goes on ending it.
fn excuse(error: Refusal, otherwise: CheckState) -> Result<(CheckState, String), Refusal> {
    let inner = error.unwrap_inner();
    if inner.is_system_exception() || inner.is_pseudo_error() {
        return Err(error);
    }
    let EvalAltResult::ErrorRuntime(thrown, _) = inner else {
        return Ok((CheckState::Errored, translate::words(inner).message));
    };
    if let Some(aws) = thrown.read_lock::<AwsError>() {
        let state = if trouble::is_absence(&aws.0) {
            otherwise
        } else {
            CheckState::Errored
        };
        return Ok((
            state,
            format!("{}: {}", aws.0.code, dynamic::printable(&aws.0.message)),
        ));
    }
    if thrown
        .read_lock::<Trouble>()
        .is_some_and(|trouble| MISUSE.contains(&trouble.code))
    {
        return Err(error);
    }
    Ok((CheckState::Errored, translate::words(inner).message))
}
