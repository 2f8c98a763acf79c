//! Whether what a text calls by name is there.

use super::aws;
use super::program::LabModule;
use super::translate::Words;
use super::vocabulary::vocabulary;
use super::waiter;
use super::walk::Mention;
use crate::api::Catalogue;
use crate::diagnostic::{few, nearest};
use indexmap::IndexMap;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a text may name.
pub(crate) struct Names<'a> {
    /// The modules that were compiled.
    pub(crate) modules: &'a IndexMap<String, LabModule>,
    /// The names of all modules.
    pub(crate) known: &'a [String],
    /// The functions of the text itself.
    pub(crate) own: &'a [String],
    /// The further accounts of the front matter.
    pub(crate) accounts: &'a [String],
    /// AWS's services.
    pub(crate) catalogue: &'static Catalogue,
}

/// What is wrong with a call: no such operation, module, function or account, or too many arguments.
pub(crate) fn wrong(mention: &Mention, names: &Names<'_>) -> Option<Words> {
    match mention.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["lab", module] => function(mention, module, names.modules, names.known),
        ["lab"] => Some(
            Words::new(
                "unknown-function",
                format!("`lab::{}` lacks its module", mention.name),
            )
            .help("write the module too: `lab::vpc::named(...)`"),
        ),
        [service] => operation(mention, service, names.catalogue),
        [] => plain(mention, names.own).or_else(|| account(mention, names.accounts)),
        _ => None,
    }
}

/// What Rhai has without any words of ours, and its functions that are no functions.
static RHAI: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let engine = rhai::Engine::new();
    let names = engine.collect_fn_metadata(None, |function| Some(function.metadata.name.to_string()), true);
    let keywords = [
        "Fn",
        "call",
        "curry",
        "eval",
        "is_def_fn",
        "is_def_var",
        "is_shared",
        "print",
        "debug",
        "type_of",
    ];
    names.into_iter().chain(keywords.map(str::to_owned)).collect()
});

fn plain(mention: &Mention, own: &[String]) -> Option<Words> {
    let name = &mention.name;
    let words = vocabulary();
    if RHAI.contains(name) || own.contains(name) || words.iter().any(|word| word.name == name) {
        return None;
    }
    let known = words
        .iter()
        .map(|word| word.name)
        .chain(own.iter().map(String::as_str));
    let wrong = Words::new("unknown-function", format!("there is no function `{name}`"));
    Some(match nearest(name, known) {
        Some(near) => wrong.help(format!("did you mean `{near}`?")),
        None => wrong.help("a closure in a variable is called as `it.call(...)`"),
    })
}

/// `as_account` of a name that the front matter does not have. An account's id needs no name there.
fn account(mention: &Mention, accounts: &[String]) -> Option<Words> {
    let name = mention
        .literal
        .as_ref()
        .filter(|_| mention.name == "as_account")?;
    let is_id = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
    if is_id || accounts.contains(name) {
        return None;
    }
    let wrong = Words::new(
        "unknown-account",
        format!("the front matter names no account `{name}`"),
    );
    Some(match nearest(name, accounts.iter().map(String::as_str)) {
        Some(near) => wrong.help(format!("did you mean `{near}`?")),
        None => wrong.help(format!("name it there: `accounts: [{name}]`")),
    })
}

fn operation(mention: &Mention, module: &str, catalogue: &'static Catalogue) -> Option<Words> {
    let service = aws::service(catalogue, module).ok()?;
    let name = &mention.name;
    let Some((_, waiter)) = aws::operation(service, name) else {
        let waits = name.starts_with("wait");
        let what = if waits { "waiter" } else { "operation" };
        let words = Words::new("unknown-operation", format!("`{module}` has no {what} `{name}`"));
        // boto3's name of a waiter alone is as near as can be.
        if let Some(waiter) = service.waiter(name) {
            return Some(words.help(format!("did you mean `{module}::{}`?", waiter::function(waiter))));
        }
        let waiters: Vec<String> = service.waiters().iter().map(waiter::function).collect();
        let methods = service.operations().map(|operation| operation.method.as_str());
        return Some(
            match nearest(name, methods.chain(waiters.iter().map(String::as_str))) {
                Some(near) => words.help(format!("did you mean `{module}::{near}`?")),
                None if waits && waiters.is_empty() => words.help(format!("`{module}` has no waiters")),
                None if waits => words.help(format!(
                    "it has {}",
                    few(&waiters.iter().map(String::as_str).collect::<Vec<_>>())
                )),
                None => words.help("operations have boto3's names: `describe_vpcs`"),
            },
        );
    };
    if waiter.is_some() && mention.arguments == 0 {
        return Some(
            Words::new(
                "wrong-parameters",
                format!("`{module}::{name}` takes one map of parameters"),
            )
            .help("write what it shall look at: `#{ Member: value }`"),
        );
    }
    (mention.arguments > 1).then(|| {
        Words::new(
            "wrong-parameters",
            format!("`{module}::{name}` takes one map of parameters"),
        )
        .help("name each parameter: `#{ Member: value, Other: value }`")
    })
}

fn function(
    mention: &Mention,
    module: &str,
    modules: &IndexMap<String, LabModule>,
    known: &[String],
) -> Option<Words> {
    let name = &mention.name;
    let Some(lab) = modules.get(module) else {
        let words = Words::new("unknown-module", format!("there is no module `lab::{module}`"));
        return Some(match nearest(module, known.iter().map(String::as_str)) {
            Some(near) => words.help(format!("did you mean `lab::{near}`?")),
            None => words.help("modules are the files of `scripts/`, beside the runbook or in the program"),
        });
    };
    let counts: Vec<usize> = lab
        .functions
        .iter()
        .filter(|(other, ..)| other == name)
        .map(|(_, count, _)| *count)
        .collect();
    if counts.contains(&mention.arguments) || lab.functions.is_empty() {
        None
    } else if let Some(count) = counts.first() {
        let message = format!(
            "`lab::{module}::{name}` takes {count} arguments, not {}",
            mention.arguments
        );
        Some(Words::new("wrong-arguments", message))
    } else {
        let words = Words::new(
            "unknown-function",
            format!("`lab::{module}` has no function `{name}`"),
        );
        let names = lab.functions.iter().map(|(name, ..)| name.as_str());
        Some(
            match nearest(name, names.filter(|name| !name.starts_with("anon$"))) {
                Some(near) => words.help(format!("did you mean `lab::{module}::{near}`?")),
                None => words,
            },
        )
    }
}
