//! What scripts may name: the modules of `scripts/`, as `lab::NAME`, and the services of AWS.
//!
//! They are simply there: `import` would let a runbook reach any file, for Rhai's own resolver follows `../` and
//! absolute paths.

use crate::api::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use indexmap::IndexMap;
use std::io::ErrorKind;
use std::path::Path;

/// The modules inside the binary, by name; `every_module_of_the_folder_is_built_in` keeps the list whole.
const BUILTIN: &[(&str, &str)] = &[
    ("account", include_str!("../../scripts/account.rhai")),
    ("bucket", include_str!("../../scripts/bucket.rhai")),
    ("flow_log", include_str!("../../scripts/flow_log.rhai")),
    ("gateway", include_str!("../../scripts/gateway.rhai")),
    ("guardduty", include_str!("../../scripts/guardduty.rhai")),
    ("iam", include_str!("../../scripts/iam.rhai")),
    ("image", include_str!("../../scripts/image.rhai")),
    ("inspector", include_str!("../../scripts/inspector.rhai")),
    ("instance", include_str!("../../scripts/instance.rhai")),
    ("logs", include_str!("../../scripts/logs.rhai")),
    ("region", include_str!("../../scripts/region.rhai")),
    ("route_table", include_str!("../../scripts/route_table.rhai")),
    (
        "security_group",
        include_str!("../../scripts/security_group.rhai"),
    ),
    ("ssm", include_str!("../../scripts/ssm.rhai")),
    ("subnet", include_str!("../../scripts/subnet.rhai")),
    ("vpc", include_str!("../../scripts/vpc.rhai")),
];

/// The modules of `scripts/`, as `lab::NAME`: those built into the binary, and those of an override folder. Beside
/// them, the models of AWS's services.
#[derive(Clone, Debug)]
pub struct Library {
    /// Module name -> text.
    pub modules: IndexMap<String, Source>,
    /// The services.
    pub catalogue: &'static Catalogue,
}

impl Default for Library {
    /// No modules, and the services of the binary.
    fn default() -> Library {
        Library {
            modules: IndexMap::new(),
            catalogue: Catalogue::embedded(),
        }
    }
}

impl Library {
    /// The modules inside the binary.
    #[must_use]
    pub fn builtin() -> Library {
        let source = |(name, text): &(&str, &str)| {
            (
                (*name).to_owned(),
                Source::new(format!("scripts/{name}.rhai"), text),
            )
        };
        Library {
            modules: BUILTIN.iter().map(source).collect(),
            ..Library::default()
        }
    }

    /// With these services.
    #[must_use]
    pub fn with_services(self, catalogue: &'static Catalogue) -> Library {
        Library { catalogue, ..self }
    }

    /// The modules that a text names, and those that these name.
    #[must_use]
    pub fn named(&self, text: &str) -> IndexMap<String, &Source> {
        let (_, names) = super::program::named(text, self);
        let module = |name: &str| Some((name.to_owned(), self.modules.get(name)?));
        names.into_iter().filter_map(module).collect()
    }

    /// These modules, with those of a folder added or put in their place; a folder that is not there changes nothing.
    ///
    /// # Errors
    /// A file that cannot be read, or whose name is not one of letters, digits, `_` and `-`.
    pub fn with_folder(mut self, folder: &Path) -> Result<Library, Vec<Diagnostic>> {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(self);
            }
            Err(error) => return Err(vec![unreadable(folder, &error)]),
        };
        let mut files = Vec::new();
        let mut diagnostics = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => files.push(entry.path()),
                Err(error) => diagnostics.push(unreadable(folder, &error)),
            }
        }
        files.retain(|file| file.extension().is_some_and(|extension| extension == "rhai"));
        files.sort();
        for file in files {
            let stem = file
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            if !is_name(&stem) {
                diagnostics.push(misnamed(&file));
                continue;
            }
            if leads_out(&file, folder) {
                diagnostics.push(outside(&file));
                continue;
            }
            match std::fs::read_to_string(&file) {
                Ok(text) => {
                    let source = Source::new(file.display().to_string(), &text);
                    self.modules.insert(stem.replace('-', "_"), source);
                }
                Err(error) => diagnostics.push(unreadable(&file, &error)),
            }
        }
        if diagnostics.is_empty() {
            Ok(self)
        } else {
            Err(diagnostics)
        }
    }
}

fn is_name(stem: &str) -> bool {
    !stem.is_empty()
        && !stem.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && stem
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// True for a link to something outside of the folder: a runbook from outside could show any file of the machine by it.
fn leads_out(file: &Path, folder: &Path) -> bool {
    match (file.canonicalize(), folder.canonicalize()) {
        (Ok(file), Ok(folder)) => !file.starts_with(folder),
        // What cannot be found cannot be read either, which is told.
        _ => false,
    }
}

fn outside(path: &Path) -> Diagnostic {
    let source = Source::new(path.display().to_string(), "");
    Diagnostic::error(
        "module-outside",
        &source,
        Span::default(),
        "the module leads out of its folder",
    )
    .help("copy the file instead of linking to it")
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let source = Source::new(path.display().to_string(), "");
    Diagnostic::error(
        "unreadable-module",
        &source,
        Span::default(),
        format!("the modules cannot be read: {error}"),
    )
}

fn misnamed(path: &Path) -> Diagnostic {
    let source = Source::new(path.display().to_string(), "");
    Diagnostic::error(
        "misnamed-module",
        &source,
        Span::default(),
        "a module's name is letters, digits, `_` and `-`",
    )
    .help("rename the file: `network.rhai` is `lab::network` in scripts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_of_the_folder_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
        let files = Library::default().with_folder(&folder).unwrap();
        let builtin = Library::builtin();
        for (name, source) in &files.modules {
            let built = builtin.modules.get(name).map(Source::text);
            assert_eq!(built, Some(source.text()), "add `{name}` to `BUILTIN`");
        }
        assert_eq!(files.modules.len(), builtin.modules.len());
    }

    #[test]
    fn a_folder_adds_and_replaces_and_strange_names_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("my-net.rhai", "fn a() { 1 }");
        write("notes.txt", "not a module");
        let library = Library::default().with_folder(folder.path()).unwrap();
        assert_eq!(library.modules.keys().collect::<Vec<_>>(), ["my_net"]);
        write("a b.rhai", "");
        let refused = Library::default().with_folder(folder.path()).unwrap_err();
        assert_eq!(refused[0].code, "misnamed-module");
        assert!(
            Library::default()
                .with_folder(Path::new("/nowhere/at/all"))
                .is_ok()
        );
    }
}
