//! The Rhai engine: its limits, the same in debug and release, the words it gets and those it does not.

use super::bounds::{LEVELS, MEMBERS, OPERATIONS, TEXT};
use super::place::Units;
use super::stage::Stage;
use super::{check, elsewhere, helpers, owning, people, pieces, trouble};
use crate::diagnostic::nearest;
use crate::event::{Event, Remark};
use crate::port::Stop;
use rhai::{
    Dynamic, Engine, EvalAltResult, Module, OptimizationLevel, Position,
    module_resolvers::DummyModuleResolver,
};
use std::sync::Arc;

/// An engine whose natives work on `stage`. Services and `lab` modules are registered by whoever compiles.
pub(crate) fn build(stage: &Arc<Stage>, units: &Arc<Units>) -> Engine {
    let mut engine = Engine::new();
    limit(&mut engine, stage);
    refuse(&mut engine);
    trouble::register(&mut engine);
    helpers::register(&mut engine, stage);
    pieces::register(&mut engine);
    people::register(&mut engine, stage);
    owning::register(&mut engine, stage);
    elsewhere::register(&mut engine, stage);
    check::register(&mut engine, stage, units);
    output(&mut engine, stage);
    engine.register_static_module("lab", Module::new().into());
    engine
}

fn limit(engine: &mut Engine, stage: &Arc<Stage>) {
    let stage = Arc::clone(stage);
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_strict_variables(true)
        .set_max_operations(OPERATIONS)
        .set_max_call_levels(LEVELS)
        .set_max_expr_depths(LEVELS, LEVELS)
        .set_max_variables(1_000)
        .set_max_functions(500)
        .set_max_modules(0)
        .set_max_string_size(TEXT)
        .set_max_array_size(MEMBERS)
        .set_max_map_size(MEMBERS)
        .set_module_resolver(DummyModuleResolver::new())
        .on_progress(move |_| stage.tick().then_some(Dynamic::UNIT));
    engine.set_fail_on_invalid_map_property(true);
    engine.on_map_missing_property(|map, name, _| {
        let members: Vec<&str> = map.keys().map(|key| key.as_str()).collect();
        let error = match nearest(name, members.iter().copied()) {
            Some(near) => trouble::advise(
                "unknown-member",
                format!("there is no member `{name}`"),
                format!("did you mean `{near}`?"),
            ),
            None => Box::new(EvalAltResult::ErrorPropertyNotFound(
                name.to_owned(),
                Position::NONE,
            )),
        };
        Err(error)
    });
}

fn refuse(engine: &mut Engine) {
    for word in ["import", "export", "eval"] {
        engine.disable_symbol(word);
    }
}

/// `print` and `debug` are remarks too: nothing writes past the sink.
fn output(engine: &mut Engine, stage: &Arc<Stage>) {
    let tell = |stage: &Stage, remark, text: &str| {
        let step = stage.now().step.clone();
        if !stage.say(text.len()) {
            return;
        }
        let text = stage.doors.secrets.mask(&super::dynamic::printable(text));
        if let Err(error) = stage.doors.sink.emit(&Event::Said { step, remark, text }) {
            stage.doors.latch.set(Stop::Broken(error.to_string()));
        }
    };
    let (print, debug) = (Arc::clone(stage), Arc::clone(stage));
    engine.on_print(move |text| tell(&print, Remark::Say, text));
    engine.on_debug(move |text, _, _| tell(&debug, Remark::Note, text));
}
