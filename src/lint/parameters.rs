//! # Parameters fit the operation
//!
//! A call's literal map has a key that the operation does not know, lacks one that it needs, or gives one a value that
//! does not fit.
//!
//! **Why.** AWS would refuse the call, or the program would before sending it: in class, not at the desk. Only what is
//! written literally can be judged; variables are left to the run.
//!
//! **Example.** `ec2::create_vpc(#{ CidrBlok: "10.0.0.0/16" })`
//!
//! **Instead.** `ec2::create_vpc(#{ CidrBlock: "10.0.0.0/16" })`

use super::Subject;
use crate::api::{Member, Operation, Service, WAITER_CONFIG, validate};
use crate::diagnostic::{Diagnostic, few, nearest};
use crate::script::{Called, Parameter};
use crate::source::{Source, Span};
use crate::value::{Map, Value};
use std::collections::HashSet;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    // A call in a module is met once for each block that leads to it, and told once.
    let mut told: HashSet<(String, Span)> = HashSet::new();
    for called in subject.survey.blocks.iter().flat_map(|block| &block.calls) {
        let (source, span) = match &called.module {
            Some((source, span)) => (source, *span),
            None => (&subject.runbook.source, called.span),
        };
        let known = subject.catalogue.find(&called.service, &called.operation);
        if let (Ok((service, operation)), Some(parameters)) = (known, &called.parameters)
            && told.insert((source.name().to_owned(), span))
        {
            let call = Call {
                called,
                source,
                span,
                service,
                operation,
            };
            call.judge(parameters, found);
        }
    }
}

struct Call<'a> {
    called: &'a Called,
    source: &'a Source,
    span: Span,
    service: &'a Service,
    operation: &'a Operation,
}

impl Call<'_> {
    fn judge(&self, parameters: &[Parameter], found: &mut Vec<Diagnostic>) {
        let members: &[Member] = self
            .operation
            .input
            .map_or(&[], |input| self.service.shape(input).members());
        for parameter in parameters {
            if let Some(waiter) = &self.called.waiter
                && parameter.name == WAITER_CONFIG
            {
                self.unfit_config(waiter, parameter, found);
                continue;
            }
            match members.iter().find(|member| member.name == parameter.name) {
                Some(_) => self.unfit(parameter, found),
                None => found.push(self.unknown(parameter, members)),
            }
        }
        for member in members
            .iter()
            .filter(|member| member.required && !member.idempotency_token)
        {
            if !parameters.iter().any(|parameter| parameter.name == member.name) {
                let (called, name) = (self.called, &member.name);
                found.push(
                    Diagnostic::error(
                        "missing-parameter",
                        self.source,
                        self.span,
                        format!("`{}::{}` needs `{name}`", called.service, called.method),
                    )
                    .label(format!("`{name}` is missing"))
                    .help(format!("add `{name}: ...` to the map")),
                );
            }
        }
    }

    fn unknown(&self, parameter: &Parameter, members: &[Member]) -> Diagnostic {
        let (called, name) = (self.called, &parameter.name);
        let names = members.iter().map(|member| member.name.as_str());
        let help = match nearest(name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if members.is_empty() => "it takes no parameters".to_owned(),
            None => format!("it takes {}", few(&names.collect::<Vec<_>>())),
        };
        Diagnostic::error(
            "unknown-parameter",
            self.source,
            parameter.span,
            format!(
                "`{}::{}` has no parameter `{name}`",
                called.service, called.method
            ),
        )
        .label("not a parameter")
        .help(help)
    }

    /// How a waiter's pace is changed, where that is literal.
    fn unfit_config(&self, waiter: &str, parameter: &Parameter, found: &mut Vec<Diagnostic>) {
        let (Some(waiter), Some(literal)) = (self.service.waiter(waiter), &parameter.literal) else {
            return;
        };
        if let Err(why) = waiter.pace(literal) {
            found.push(
                Diagnostic::error("unfit-parameter", self.source, parameter.span, why)
                    .label("does not fit")
                    .help(format!(
                        "write `{WAITER_CONFIG}: #{{ Delay: 5, MaxAttempts: 10 }}`"
                    )),
            );
        }
    }

    /// What the models say of one literal value; the other parameters are not looked at.
    fn unfit(&self, parameter: &Parameter, found: &mut Vec<Diagnostic>) {
        let Some(literal) = &parameter.literal else { return };
        let alone: Map = [(parameter.name.clone(), literal.clone())].into_iter().collect();
        let misfits = validate(self.service, self.operation, &Value::Map(alone));
        let of_this = |path: &str| {
            path.strip_prefix(parameter.name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        // That another member is missing is no fault of this one.
        for misfit in misfits.iter().filter(|misfit| of_this(&misfit.path)) {
            let diagnostic =
                Diagnostic::error("unfit-parameter", self.source, parameter.span, &misfit.message)
                    .label("does not fit");
            found.push(match &misfit.advice {
                Some(advice) => diagnostic.help(advice),
                None => diagnostic.help("see the operation's page in the AWS API reference"),
            });
        }
    }
}
