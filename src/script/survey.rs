//! Which AWS operations a runbook names, without running it.

use super::Library;
use crate::diagnostic::Diagnostic;
use crate::document::Runbook;
use crate::event::Role;
use crate::source::{Source, Span};
use crate::value::Value;

/// What compiling a runbook tells about it.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Its Rhai blocks and its texts with expressions, in document order.
    pub blocks: Vec<BlockSurvey>,
    /// Everything that does not compile; unknown services, operations and modules among it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Survey {
    /// The blocks of one step; `None` for the document setup.
    pub fn of<'a>(&'a self, step: Option<&'a str>) -> impl Iterator<Item = &'a BlockSurvey> {
        self.blocks
            .iter()
            .filter(move |block| block.step.as_deref() == step)
    }
}

/// What one block names.
#[derive(Clone, Debug)]
pub struct BlockSurvey {
    /// The id of its step; none for the document setup.
    pub step: Option<String>,
    /// What the block is for; none for a text and for prose.
    pub role: Option<Role>,
    /// The block's fence; of prose, its span.
    pub fence: Span,
    /// The operations it names, also through functions of `lab::` modules; each place once.
    pub calls: Vec<Called>,
    /// Names that its top level defines by `let` and `const`, each with its place.
    pub names: Vec<(String, Span)>,
    /// Kinds that `claim` and `owned` name as literals here or in the `lab::` functions it calls.
    pub kinds: Vec<String>,
}

/// One mention of an operation.
#[derive(Clone, Debug)]
pub struct Called {
    /// boto3's service name.
    pub service: String,
    /// boto3's method name, as written: `describe_vpcs`.
    pub method: String,
    /// AWS's name, `DescribeVpcs`.
    pub operation: String,
    /// Where the document says so: the call itself, or the call of the `lab::` function that leads to it.
    pub span: Span,
    /// Where the module says so, when the call stands in one.
    pub module: Option<(Source, Span)>,
    /// The top-level parameters where they are a literal map; none for a variable or an expression.
    pub parameters: Option<Vec<Parameter>>,
}

/// One key of a literal map of parameters.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The key.
    pub name: String,
    /// Where it is written: in the module's text for a call in a module, else in the document.
    pub span: Span,
    /// Its value, where that is a literal too.
    pub literal: Option<Value>,
}

/// Compiles every block of the runbook and every module, and tells what they name. Needs no cloud.
#[must_use]
pub fn survey(runbook: &Runbook, library: &Library) -> Survey {
    todo!("{} {}", runbook.title, library.modules.len())
}
