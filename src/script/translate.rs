//! Errors of Rhai and of AWS become failures here and nowhere else: the author's line, the call, and advice.

use super::dynamic::printable;
use super::place::{Unit, Units};
use super::stage::{Stage, Why};
use super::trouble::{AwsError, Trouble};
use super::{Cause, Failure, aws};
use crate::api::{Catalogue, Unknown};
use crate::diagnostic::{Diagnostic, nearest};
use crate::port::{CloudError, PromptError, Stop};
use rhai::{Dynamic, EvalAltResult, LexError, ParseError, ParseErrorType, Position};

/// What a diagnostic says, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Words {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Words {
        Words {
            code,
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Words {
        self.help = Some(help.into());
        self
    }

    /// At a place.
    pub(crate) fn at(self, unit: &Unit, position: Position) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.code, &unit.source, unit.span(position), self.message);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// A block that ended with an error.
pub(crate) fn failure(
    error: &EvalAltResult,
    units: &Units,
    running: &str,
    stage: &Stage,
    names: &[String],
) -> Failure {
    if let Some(failure) = stopped(units, running, stage, Some(error)) {
        return failure;
    }
    let trail = Trail::of(error, units, running);
    let inner = error.unwrap_inner();
    let mut words = words(inner);
    if let EvalAltResult::ErrorVariableNotFound(name, _) = inner
        && names.contains(name)
    {
        words.help = Some(format!(
            "a function sees no names but its own: give it `{name}` as a parameter"
        ));
    }
    let cause = match inner {
        EvalAltResult::ErrorRuntime(thrown, _) => match thrown.read_lock::<AwsError>() {
            Some(error) => Cause::Cloud(Box::new(CloudError::clone(&error.0))),
            None => Cause::Script,
        },
        EvalAltResult::ErrorTooManyOperations(_)
        | EvalAltResult::ErrorTooManyVariables(_)
        | EvalAltResult::ErrorStackOverflow(_)
        | EvalAltResult::ErrorDataTooLarge(..) => Cause::Stopped(Stop::Limit(words.message.clone())),
        _ => Cause::Script,
    };
    Failure {
        diagnostic: Box::new(trail.diagnostic(words)),
        cause,
    }
}

/// The failure of a block that was stopped, also where a callback swallowed the stop.
pub(crate) fn stopped(
    units: &Units,
    running: &str,
    stage: &Stage,
    error: Option<&EvalAltResult>,
) -> Option<Failure> {
    let halt = stage.now().halt.take();
    let latch = stage.doors.latch.get();
    if halt.is_none() && latch.is_none() {
        return None;
    }
    let mut trail = Trail {
        places: Vec::new(),
        running: units.get(running),
    };
    if let Some(error) = error {
        trail = Trail::of(error, units, running);
    }
    // Where a callback swallowed the stop, the error is that of a later native.
    if let Some(halt) = &halt
        && trail
            .places
            .last()
            .is_none_or(|(_, position, _)| *position != halt.position)
    {
        let key = halt
            .unit
            .as_deref()
            .filter(|key| units.get(key).is_some())
            .unwrap_or(running);
        trail.places.pop();
        trail
            .places
            .extend(units.get(key).map(|unit| (unit, halt.position, None)));
    }
    let (words, cause) = match (halt.map(|halt| halt.why), latch) {
        (Some(Why::Guard(error)), latch) => {
            let stop = latch.unwrap_or_else(|| Stop::Refused(error.message.clone()));
            let call = format!("`{}:{}`", error.service, error.operation);
            let words = Words::new(
                "refused",
                format!("{call} was not sent: {}", printable(&error.message)),
            );
            let words = match &error.advice {
                Some(advice) => words.help(printable(advice)),
                None => words,
            };
            (words, Cause::Stopped(stop))
        }
        (Some(Why::Prompt(PromptError::Interrupted)), _) => {
            (stop_words(&Stop::Interrupted), Cause::Stopped(Stop::Interrupted))
        }
        (Some(Why::Prompt(error)), _) => {
            let words = Words::new("unanswered", error.to_string());
            let words = match &error {
                PromptError::Unanswered { name } => words.help(format!(
                    "answer it with `--set {name}=...`, or in a file with `--answers FILE`"
                )),
                _ => words,
            };
            (words, Cause::Prompt)
        }
        (_, Some(stop)) => (stop_words(&stop), Cause::Stopped(stop)),
        (Some(Why::Latch) | None, None) => return None,
    };
    Some(Failure {
        diagnostic: Box::new(trail.diagnostic(words)),
        cause,
    })
}

fn stop_words(stop: &Stop) -> Words {
    match stop {
        Stop::Interrupted => Words::new("interrupted", "interrupted"),
        Stop::Refused(why) => Words::new("refused", why),
        Stop::Limit(why) => Words::new("limit", why)
            .help("a block that must do so much is better split, or its list filtered by AWS"),
        Stop::Broken(why) => Words::new(
            "not-recorded",
            format!("what happens can no longer be recorded: {why}"),
        ),
    }
}

/// The places that an error passed on its way out, the innermost last.
struct Trail {
    places: Vec<(Unit, Position, Option<String>)>,
    running: Option<Unit>,
}

impl Trail {
    fn of(error: &EvalAltResult, units: &Units, running: &str) -> Trail {
        let mut key = running.to_owned();
        let mut places = Vec::new();
        let mut error = error;
        loop {
            match error {
                EvalAltResult::ErrorInFunctionCall(name, source, inner, position) => {
                    places.extend(units.get(&key).map(|unit| (unit, *position, Some(name.clone()))));
                    if let Some(owner) = units.owner(name, running) {
                        key = owner;
                    } else if units.get(source).is_some() {
                        key.clone_from(source);
                    }
                    error = inner;
                }
                EvalAltResult::ErrorInModule(_, inner, _) => error = inner,
                innermost => {
                    places.extend(units.get(&key).map(|unit| (unit, innermost.position(), None)));
                    break;
                }
            }
        }
        Trail {
            places,
            running: units.get(running),
        }
    }

    /// At the innermost place of the document; where a module failed, its place is told too.
    fn diagnostic(&self, words: Words) -> Diagnostic {
        let innermost = self.places.last();
        let here = self
            .places
            .iter()
            .rev()
            .find(|(unit, position, _)| unit.module.is_none() && !position.is_none())
            .map(|(unit, position, _)| (unit, *position))
            .or_else(|| self.running.as_ref().map(|unit| (unit, Position::NONE)))
            .or_else(|| innermost.map(|(unit, position, _)| (unit, *position)));
        let Some((unit, position)) = here else {
            let nowhere = crate::source::Source::new("", "");
            return Diagnostic::error(
                words.code,
                &nowhere,
                crate::source::Span::default(),
                words.message,
            );
        };
        let diagnostic = words.at(unit, position);
        match innermost {
            Some((module, position, _)) if module.module.is_some() => {
                let place = module.source.place(module.span(*position).start);
                let name = module.source.name();
                diagnostic.label(format!("through this, at {name}:{}:{}", place.line, place.column))
            }
            _ => diagnostic,
        }
    }
}

/// What an error of a running script says.
pub(crate) fn words(error: &EvalAltResult) -> Words {
    match error {
        EvalAltResult::ErrorRuntime(thrown, _) => thrown_words(thrown),
        EvalAltResult::ErrorVariableNotFound(name, _) => {
            Words::new("unknown-name", format!("there is no `{name}` here"))
        }
        EvalAltResult::ErrorPropertyNotFound(name, _) => {
            Words::new("unknown-member", format!("there is no member `{name}`"))
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => no_function(signature),
        EvalAltResult::ErrorMismatchDataType(wanted, got, _)
        | EvalAltResult::ErrorMismatchOutputType(wanted, got, _) => Words::new(
            "wrong-type",
            format!("this is {}, where {} is needed", kind(got), kind(wanted)),
        ),
        EvalAltResult::ErrorDotExpr(said, _) if said.starts_with("Unknown property") => {
            let mut quoted = said.split('\'').skip(1).step_by(2);
            let (member, of) = (
                quoted.next().unwrap_or_default(),
                quoted.next().unwrap_or_default(),
            );
            let words = Words::new("no-members", format!("{} has no member `{member}`", kind(of)));
            match of {
                "()" => words.help(format!(
                    "where there may be nothing, write `?.{member}` and `?? otherwise`"
                )),
                _ => words,
            }
        }
        EvalAltResult::ErrorDataRace(name, _) => {
            let function = name
                .split('\'')
                .nth(1)
                .map_or(String::new(), |name| format!(" of `{name}`"));
            let message = format!("a list is used inside its own callback{function}");
            Words::new("own-callback", message).help("let the callback read a copy: `let copy = it;`")
        }
        EvalAltResult::ErrorNonPureMethodCallOnConstant(name, _) => {
            Words::new("constant", format!("`{name}` would change a constant"))
                .help("change a copy: `let mine = it;`")
        }
        EvalAltResult::ErrorDotExpr(..) | EvalAltResult::ErrorIndexingType(..) => {
            Words::new("no-members", bare(error))
                .help("`?.` and `??` go on where there may be nothing: `vpc?.VpcId ?? \"none\"`")
        }
        EvalAltResult::ErrorTooManyOperations(_) => Words::new("limit", "the block took too many operations"),
        EvalAltResult::ErrorTooManyVariables(_) => Words::new("limit", "the block has too many names"),
        EvalAltResult::ErrorStackOverflow(_) => Words::new("limit", "functions call each other too deeply")
            .help("64 levels are the limit: use a loop instead"),
        EvalAltResult::ErrorDataTooLarge(what, _) => {
            Words::new("limit", format!("{} is over the limit", what.to_lowercase()))
        }
        EvalAltResult::ErrorTerminated(..) => Words::new("stopped", "the block was stopped"),
        EvalAltResult::ErrorParsing(error, _) => parse_words(error, &[]),
        other => Words::new("script", bare(other)),
    }
}

fn thrown_words(thrown: &Dynamic) -> Words {
    if let Some(trouble) = thrown.read_lock::<Trouble>() {
        return Words {
            code: trouble.code,
            message: printable(&trouble.message),
            help: trouble.help.clone(),
        };
    }
    if let Some(error) = thrown.read_lock::<AwsError>() {
        return cloud(&error.0);
    }
    let said = super::dynamic::text(thrown);
    Words::new(
        "thrown",
        if said.is_empty() {
            "the script gave up".to_owned()
        } else {
            // More than this nobody reads, and all of it would go to the terminal and into the journal.
            printable(&said).chars().take(4_000).collect()
        },
    )
}

/// What an error of AWS says.
fn cloud(error: &CloudError) -> Words {
    let words = Words::new("aws", printable(&error.to_string()));
    match &error.advice {
        Some(advice) => words.help(printable(advice)),
        None => words,
    }
}

fn no_function(signature: &str) -> Words {
    let (name, given) = signature.split_once(" (").unwrap_or((signature, ")"));
    let given: Vec<String> = given
        .trim_end_matches(')')
        .split(", ")
        .filter(|word| !word.is_empty())
        .map(kind)
        .collect();
    let taking = if given.is_empty() {
        "without arguments".to_owned()
    } else {
        format!("that takes {}", given.join(", "))
    };
    let known = super::vocabulary();
    let words = Words::new("unknown-function", format!("there is no `{name}` {taking}"));
    match known.iter().find(|word| word.name == name) {
        Some(word) => words.help(format!("it is written `{}`", word.signature)),
        None => match nearest(name, known.iter().map(|word| word.name)) {
            Some(word) => words.help(format!("did you mean `{word}`?")),
            None => words,
        },
    }
}

/// The word for a type by Rhai's name.
fn kind(name: &str) -> String {
    let name = name.trim_start_matches("&mut ").trim();
    match name {
        "()" => "nothing",
        "bool" => "true or false",
        "i64" => "an integer",
        "f64" => "a number",
        "string" | "char" | "&str | ImmutableString | String" | "ImmutableString" => "text",
        "array" => "a list",
        "map" => "a map",
        "blob" => "a blob",
        "Fn" => "a function",
        "moment" => "a moment",
        "range" => "a range",
        "AWS error" => "an AWS error",
        other => return other.to_owned(),
    }
    .to_owned()
}

/// Rhai's own sentence, without the position.
fn bare(error: &EvalAltResult) -> String {
    let text = error.to_string();
    let text = match error.position() {
        position if position.is_none() => text,
        position => text
            .strip_suffix(&format!(" ({position})"))
            .map(str::to_owned)
            .unwrap_or(text),
    };
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// A text that does not compile.
pub(crate) fn syntax(
    error: &ParseError,
    unit: &Unit,
    names: &[String],
    catalogue: &'static Catalogue,
) -> Diagnostic {
    let words = match error.err_type() {
        ParseErrorType::ModuleUndefined(name) => no_service(name, catalogue),
        other => parse_words(other, names),
    };
    words.at(unit, error.position())
}

fn parse_words(error: &ParseErrorType, names: &[String]) -> Words {
    match error {
        ParseErrorType::VariableUndefined(name) => {
            let words = Words::new("unknown-name", format!("there is no `{name}` here"));
            match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => words.help(format!("did you mean `{near}`?")),
                None => {
                    words.help("define it in this block, or in a setup block of this step or of the document")
                }
            }
        }
        ParseErrorType::Reserved(word) => reserved(word),
        ParseErrorType::BadInput(LexError::ImproperSymbol(word, _)) if refused(word).is_some() => {
            reserved(word)
        }
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            Words::new("unclosed-text", "the text is not closed")
                .help("close it with the quote that opens it")
        }
        ParseErrorType::UnexpectedEOF => Words::new("syntax", "the script ends too early"),
        other => {
            let mut letters = other.to_string();
            if let Some(first) = letters.get_mut(0..1) {
                first.make_ascii_lowercase();
            }
            Words::new("syntax", letters)
        }
    }
}

/// A module that is no service, or one whose model cannot be used.
fn no_service(name: &str, catalogue: &'static Catalogue) -> Words {
    if let Err(Unknown::Unusable(error)) = aws::service(catalogue, name) {
        return Words::new("unusable-model", error.to_string()).help(error.advice());
    }
    let modules: Vec<String> = catalogue.names().map(aws::module_name).collect();
    let known = modules.iter().map(String::as_str).chain(["lab"]);
    let words = Words::new("unknown-service", format!("there is no AWS service `{name}`"));
    match nearest(name, known) {
        Some(near) => words.help(format!("did you mean `{near}`?")),
        None => words.help("services have boto3's names, dashes written as underscores: `cognito_idp`"),
    }
}

fn reserved(word: &str) -> Words {
    match refused(word) {
        Some(advice) => Words::new("refused-word", format!("`{word}` is not for runbooks")).help(advice),
        None => Words::new("syntax", format!("`{word}` is a reserved word of Rhai")).help(format!(
            "take another name; as a member write it in quotes, `#{{ \"{word}\": ... }}` and `it[\"{word}\"]`"
        )),
    }
}

/// Words of Rhai that scripts do not get, and what to use instead.
pub(crate) fn refused(word: &str) -> Option<&'static str> {
    Some(match word {
        "import" | "export" => "the modules of `scripts/` are simply there: `lab::vpc::named(...)`",
        "eval" => "write the code itself; what a block may do must be seen before it runs",
        "timestamp" => "`now()` is the target's time",
        "exit" => "`return` ends a block, `throw \"why\"` fails it",
        _ => return None,
    })
}
