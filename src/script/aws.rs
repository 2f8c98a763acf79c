//! AWS in scripts: a module per service, a function per operation, named as boto3 names them, each taking one map of
//! the API's own member names; and a function per waiter, [`waiter`].
//!
//! Only services that the document or a module names are registered. Nothing is checked here that the cloud checks:
//! parameters are fitted to the model's kinds and sent, answers are filled with `()` where the model declares a member
//! that AWS left out, so that `??` works and a typo fails.

use super::dynamic::{self, from_value, to_value};
use super::stage::Stage;
use super::trouble::{self, Refusal};
use super::waiter;
use crate::api::{self, Absent, Catalogue, Operation, Service, Unknown, Waiter};
use crate::value::Value;
use rhai::{Dynamic, FuncRegistration, Module, NativeCallContext};
use std::sync::Arc;

/// The service that a script's module name stands for: boto3's name, its dashes written as underscores.
///
/// # Errors
/// [`Unknown`]: there is none, or its model cannot be used.
pub(crate) fn service(catalogue: &'static Catalogue, module: &str) -> Result<&'static Service, Unknown> {
    match catalogue.load(module) {
        Err(Unknown::Service { .. }) if module.contains('_') => catalogue.load(&module.replace('_', "-")),
        found => found,
    }
}

/// The name of a service in scripts.
pub(crate) fn module_name(service: &str) -> String {
    service.replace('-', "_")
}

/// The functions of one service.
pub(crate) fn module(stage: &Arc<Stage>, service: &'static Service) -> Module {
    let mut module = Module::new();
    for operation in service.operations() {
        let (with, without) = (Arc::clone(stage), Arc::clone(stage));
        FuncRegistration::new(operation.method.as_str())
            .with_params_info(["parameters: map", "map"])
            .set_into_module(
                &mut module,
                move |ctx: NativeCallContext<'_>, parameters: Dynamic| {
                    call(&with, &ctx, service, operation, &parameters)
                },
            );
        FuncRegistration::new(operation.method.as_str())
            .with_params_info(["map"])
            .set_into_module(&mut module, move |ctx: NativeCallContext<'_>| {
                call(
                    &without,
                    &ctx,
                    service,
                    operation,
                    &Dynamic::from_map(rhai::Map::new()),
                )
            });
    }
    for waiter in service.waiters() {
        let Some(operation) = service.operation(&waiter.operation) else {
            continue;
        };
        let stage = Arc::clone(stage);
        FuncRegistration::new(waiter::function(waiter))
            .with_params_info(["parameters: map", "map"])
            .set_into_module(
                &mut module,
                move |ctx: NativeCallContext<'_>, parameters: Dynamic| {
                    waiter::wait(&stage, &ctx, service, waiter, operation, &parameters)
                        .map_err(|error| trouble::at(error, ctx.call_position()))
                },
            );
    }
    module
}

/// The operation that a function of a service's module calls, and the waiter where it asks for one.
pub(crate) fn operation<'s>(
    service: &'s Service,
    function: &str,
) -> Option<(&'s Operation, Option<&'s Waiter>)> {
    let method = service.method(function).map(|operation| (operation, None));
    method.or_else(|| waiter::find(service, function).map(|(waiter, operation)| (operation, Some(waiter))))
}

/// Rhai gives no position to errors of qualified natives.
fn call(
    stage: &Stage,
    ctx: &NativeCallContext<'_>,
    service: &Service,
    operation: &Operation,
    parameters: &Dynamic,
) -> Result<Dynamic, Refusal> {
    send(stage, ctx, service, operation, parameters).map_err(|error| trouble::at(error, ctx.call_position()))
}

fn send(
    stage: &Stage,
    ctx: &NativeCallContext<'_>,
    service: &Service,
    operation: &Operation,
    parameters: &Dynamic,
) -> Result<Dynamic, Refusal> {
    let name = format!("{}::{}", module_name(&service.name), operation.method);
    let input = self::parameters(stage, &name, parameters)?;
    let input = fitted(service, operation, input);
    stage.ask(
        ctx,
        &service.name,
        &operation.name,
        input,
        |answer| match answer {
            Ok(output) => Ok(given(service, operation, output)),
            Err(error) => Err(trouble::aws(error.clone())),
        },
    )?
}

/// The one map that the function `name` was given.
pub(crate) fn parameters(stage: &Stage, name: &str, parameters: &Dynamic) -> Result<Value, Refusal> {
    stage.alive()?;
    if !parameters.is_map() {
        return Err(trouble::advise(
            "wrong-parameters",
            format!(
                "`{name}` takes one map of parameters, not {}",
                dynamic::kind(parameters)
            ),
            format!("write `{name}(#{{ Member: value }})`"),
        ));
    }
    to_value(parameters)
        .map(without_nothing)
        .map_err(|why| trouble::refuse("wrong-parameters", format!("{why} as a parameter of `{name}`")))
}

/// The parameters, fitted to the model's kinds.
pub(crate) fn fitted(service: &Service, operation: &Operation, input: Value) -> Value {
    match operation.input {
        Some(shape) => api::coerce(service, shape, input),
        None => input,
    }
}

/// An answer as scripts get it.
pub(crate) fn given(service: &Service, operation: &Operation, output: &Value) -> Dynamic {
    match operation.output {
        Some(shape) => from_value(&api::project(service, shape, output, Absent::Null)),
        None => from_value(output),
    }
}

/// A request has no absent members: `()` means that the script leaves it out.
pub(crate) fn without_nothing(value: Value) -> Value {
    match value {
        Value::Map(members) => Value::Map(
            members
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, without_nothing(value)))
                .collect(),
        ),
        Value::List(items) => items
            .into_iter()
            .filter(|item| !item.is_null())
            .map(without_nothing)
            .collect(),
        other => other,
    }
}
