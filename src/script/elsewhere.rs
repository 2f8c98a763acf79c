//! Calls made elsewhere: in another region, in another account, as a role.

use super::aws;
use super::dynamic;
use super::stage::{Elsewhere, Stage};
use super::trouble::{self, Refusal};
use crate::api::{self, Catalogue};
use crate::diagnostic::suggest;
use crate::port::Role;
use rhai::{Dynamic, Engine, FnPtr, Map, NativeCallContext};
use std::sync::Arc;

/// What `assume` may be told besides the role, as STS's `AssumeRole` calls it.
const OPTIONS: [&str; 4] = ["RoleSessionName", "ExternalId", "DurationSeconds", "Policy"];

/// Registers `in_region`, `as_account` and `assume`.
pub(crate) fn register(engine: &mut Engine, stage: &Arc<Stage>) {
    let (region, account) = (Arc::clone(stage), Arc::clone(stage));
    let (plain, told) = (Arc::clone(stage), Arc::clone(stage));
    engine
        .register_fn(
            "in_region",
            move |ctx: NativeCallContext<'_>, name: &str, work: FnPtr| {
                within(&region, &ctx, &work, |place| place.region = Some(name.to_owned()))
            },
        )
        .register_fn(
            "as_account",
            move |ctx: NativeCallContext<'_>, name: &str, work: FnPtr| {
                within(&account, &ctx, &work, |place| {
                    place.account = Some(name.to_owned());
                    // A role that is on around it belongs to the account that is left.
                    place.roles.clear();
                })
            },
        )
        .register_fn(
            "assume",
            move |ctx: NativeCallContext<'_>, arn: &str, work: FnPtr| {
                let role = role(arn, &Map::new())?;
                within(&plain, &ctx, &work, |place| place.roles.push(role))
            },
        )
        .register_fn(
            "assume",
            move |ctx: NativeCallContext<'_>, arn: &str, options: Map, work: FnPtr| {
                let role = role(arn, &options)?;
                within(&told, &ctx, &work, |place| place.roles.push(role))
            },
        );
}

/// Runs a closure elsewhere, and comes back whatever it does.
fn within(
    stage: &Stage,
    ctx: &NativeCallContext<'_>,
    work: &FnPtr,
    change: impl FnOnce(&mut Elsewhere),
) -> Result<Dynamic, Refusal> {
    stage.alive()?;
    let before = stage.now().elsewhere.clone();
    change(&mut stage.now().elsewhere);
    let result = work.call_within_context(ctx, ());
    stage.now().elsewhere = before;
    result
}

/// The role that `assume` is given, judged by the model of `AssumeRole`.
fn role(arn: &str, options: &Map) -> Result<Role, Refusal> {
    let mut role = Role::of(arn).ok_or_else(|| {
        trouble::advise(
            "wrong-role",
            format!("`{}` is not the ARN of a role", dynamic::printable(arn)),
            "write it as `arn:aws:iam::ACCOUNT:role/NAME`, or take the `Arn` of `iam::get_role`",
        )
    })?;
    let wrong = |why: String| trouble::refuse("wrong-parameters", format!("{why} as an option of `assume`"));
    let mut input =
        aws::without_nothing(dynamic::to_value(&Dynamic::from_map(options.clone())).map_err(wrong)?);
    let unknown = |name: &&String| !OPTIONS.contains(&name.as_str());
    if let Some(name) = input.as_map().and_then(|given| given.keys().find(unknown)) {
        return Err(trouble::advise(
            "wrong-parameters",
            format!("`assume` has no option `{}`", dynamic::printable(name)),
            suggest(name, &OPTIONS),
        ));
    }
    input.set("RoleArn", arn);
    if input.get(OPTIONS[0]).is_null() {
        input.set(OPTIONS[0], Role::SESSION);
    }
    if let Ok((sts, operation)) = Catalogue::embedded().find("sts", "AssumeRole") {
        let misfits = api::validate(sts, operation, &input);
        if !misfits.is_empty() {
            let why: Vec<String> = misfits.iter().map(ToString::to_string).collect();
            return Err(trouble::refuse(
                "wrong-parameters",
                format!("`assume`: {}", why.join("; ")),
            ));
        }
    }
    let text = |name: &str| input.get(name).as_text().map(str::to_owned);
    role.session = text(OPTIONS[0]).unwrap_or_default();
    role.external_id = text(OPTIONS[1]);
    role.seconds = input
        .get(OPTIONS[2])
        .as_int()
        .and_then(|seconds| u32::try_from(seconds).ok());
    role.policy = text(OPTIONS[3]);
    Ok(role)
}
