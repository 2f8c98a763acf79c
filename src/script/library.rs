//! The modules of `scripts/`, as `lab::NAME`.

use crate::diagnostic::Diagnostic;
use crate::source::Source;
use indexmap::IndexMap;
use std::path::Path;

/// The modules of `scripts/`, as `lab::NAME`: those built into the binary, and those of an override folder.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Module name -> text.
    pub modules: IndexMap<String, Source>,
}

impl Library {
    /// The modules inside the binary.
    #[must_use]
    pub fn builtin() -> Library {
        todo!()
    }

    /// These modules, with those of a folder added or put in their place; a folder that is not there changes nothing.
    ///
    /// # Errors
    /// A file that cannot be read, or whose name is not one of letters, digits, `_` and `-`.
    pub fn with_folder(self, folder: &Path) -> Result<Library, Vec<Diagnostic>> {
        todo!("{}", folder.display())
    }
}
