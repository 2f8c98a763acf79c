//! Owning: `claim`, `owned`, `remember`, `remembered`. What is owned is the engine's to know; here it is only told.

use super::dynamic::{self, from_value, string, to_value};
use super::report::{Claim, Memory};
use super::stage::Stage;
use super::trouble::{self, Refusal};
use crate::event::Role;
use crate::value::Value;
use rhai::{Array, Dynamic, Engine, NativeCallContext};
use std::sync::Arc;

/// Registers the words.
pub(crate) fn register(engine: &mut Engine, stage: &Arc<Stage>) {
    let (claims, memories, owned, remembered) = (
        Arc::clone(stage),
        Arc::clone(stage),
        Arc::clone(stage),
        Arc::clone(stage),
    );
    engine
        .register_fn(
            "claim",
            move |ctx: NativeCallContext<'_>, kind: &str, id: Dynamic| -> Result<(), Refusal> {
                allowed(&claims, &ctx, &[Role::Check], "a `rhai check` block")?;
                let claim = thing(kind, &id)?;
                let report = &mut claims.now().report;
                if !report.claims.contains(&claim) {
                    report.claims.push(claim);
                }
                Ok(())
            },
        )
        .register_fn(
            "remember",
            move |ctx: NativeCallContext<'_>,
                  kind: &str,
                  id: Dynamic,
                  value: Dynamic|
                  -> Result<(), Refusal> {
                allowed(
                    &memories,
                    &ctx,
                    &[Role::Setup, Role::Check],
                    "a setup or a check block",
                )?;
                let thing = thing(kind, &id)?;
                let value = to_value(&value).map_err(|why| trouble::refuse("not-remembered", why))?;
                let report = &mut memories.now().report;
                report.memories.retain(|memory| memory.thing != thing);
                report.memories.push(Memory { thing, value });
                Ok(())
            },
        )
        .register_fn(
            "owned",
            move |ctx: NativeCallContext<'_>, kind: &str| -> Result<Array, Refusal> {
                known(&owned, &ctx)?;
                let now = owned.now();
                let ids = now.holdings.owned.get(kind).into_iter().flatten();
                Ok(ids.map(|id| id.as_str().into()).collect())
            },
        )
        .register_fn(
            "remembered",
            move |ctx: NativeCallContext<'_>, kind: &str, id: &str| -> Result<Dynamic, Refusal> {
                known(&remembered, &ctx)?;
                let now = remembered.now();
                let value = now.holdings.remembered.get(kind).and_then(|ids| ids.get(id));
                Ok(from_value(value.unwrap_or(&Value::Null)))
            },
        );
}

fn allowed(stage: &Stage, ctx: &NativeCallContext<'_>, roles: &[Role], place: &str) -> Result<(), Refusal> {
    stage.alive()?;
    match stage.role() {
        Some(role) if roles.contains(&role) => Ok(()),
        _ => Err(trouble::advise(
            "word-outside",
            format!("`{}` stands in the wrong block", ctx.fn_name()),
            format!("move it into {place}"),
        )),
    }
}

fn known(stage: &Stage, ctx: &NativeCallContext<'_>) -> Result<(), Refusal> {
    let roles = [Role::Solve, Role::Check, Role::Hint, Role::Cleanup];
    allowed(stage, ctx, &roles, "a solve, check, hint or cleanup block")
}

fn thing(kind: &str, id: &Dynamic) -> Result<Claim, Refusal> {
    if !kind
        .split_once(':')
        .is_some_and(|(service, noun)| !service.is_empty() && !noun.is_empty())
    {
        return Err(trouble::advise(
            "no-kind",
            format!("`{kind}` is no kind of thing"),
            "a kind is a service and a noun, as in `ec2:vpc`",
        ));
    }
    match string(id) {
        Some(id) if !id.is_empty() => Ok(Claim {
            kind: kind.to_owned(),
            id: id.to_string(),
        }),
        _ => Err(trouble::advise(
            "no-id",
            format!("the id of a `{kind}` is text, not {}", dynamic::kind(id)),
            "name it only when it is found: `if vpc != () { claim(\"ec2:vpc\", vpc.VpcId) }`",
        )),
    }
}
