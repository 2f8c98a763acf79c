//! The settings: flags over environment over what the machine says. The only reader of the environment.
//!
//! There is no configuration file yet: nothing is set often enough to need one.

use super::args::{Look, When};
use super::exit::Exit;
use super::models;
use super::output::Format;
use super::trouble::Trouble;
use crate::api::Catalogue;
use crate::ui::Face;
use etcetera::BaseStrategy;
use indexmap::IndexMap;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Prose in lines that are longer than this is hard to read.
const WIDEST: usize = 100;
/// What begins the name of a variable that answers an input.
const INPUT: &str = "RUNBOOK_INPUT_";
/// What begins the name of a variable with a service's endpoint.
const ENDPOINT: &str = "AWS_ENDPOINT_URL_";

/// What flags, environment and machine say.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// The folder that lasts: runs, worlds, trust.
    pub(super) state: PathBuf,
    /// `RUNBOOK_TARGET=live`.
    pub(super) live: bool,
    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub(super) region: Option<String>,
    /// `AWS_ENDPOINT_URL`; acts with `--live` only.
    pub(super) endpoint: Option<String>,
    /// `AWS_ENDPOINT_URL_<SERVICE>`, by the service's id in capitals; acts with `--live` only.
    pub(super) endpoints: IndexMap<String, String>,
    /// Folders of API models, the first wins: `--models`, then `AWS_DATA_PATH`, then `~/.aws/models`.
    pub(super) models: Vec<PathBuf>,
    /// The options that led here, each behind a blank, for the commands that are suggested.
    pub(super) options: String,
    /// The services: the binary's, and those of `models` once a command needs any.
    pub(super) catalogue: &'static Catalogue,
    /// `RUNBOOK_INPUT_<NAME>`, by the name in lower case.
    pub(super) inputs: IndexMap<String, String>,
    /// What stdout carries.
    pub(super) format: Format,
    /// How stdout looks.
    pub(super) face: Face,
    /// Whether stderr has colours.
    pub(super) colour_of_stderr: bool,
    /// There is a person who can be asked.
    pub(super) attended: bool,
}

/// What the machine says of the streams.
#[derive(Clone, Copy, Debug, Default)]
struct Streams {
    stdin: bool,
    stdout: bool,
    stderr: bool,
    columns: usize,
}

impl Settings {
    /// Reads them, once.
    pub(super) fn read(look: &Look) -> Result<Settings, Trouble> {
        #[expect(clippy::disallowed_methods, reason = "the one reader of the environment")]
        let variables: IndexMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let streams = Streams {
            stdin: std::io::stdin().is_terminal(),
            stdout: std::io::stdout().is_terminal(),
            stderr: std::io::stderr().is_terminal(),
            columns: console::Term::stdout()
                .size_checked()
                .or_else(|| console::Term::stderr().size_checked())
                .map_or(80, |(_, columns)| columns.into()),
        };
        let folders = etcetera::choose_base_strategy().map_err(|error| {
            Trouble::new(
                Exit::Failed,
                format!("there is no home folder to keep runs in: {error}"),
            )
            .hint("set HOME, or XDG_STATE_HOME")
        })?;
        let state = folders
            .state_dir()
            .unwrap_or_else(|| folders.data_dir())
            .join("runbook");
        let data_path = variables.get("AWS_DATA_PATH").map(String::as_str);
        let models = models::folders(&look.models, data_path, folders.home_dir())?;
        let settings = Settings::of(look, &variables, streams, state)?;
        Ok(Settings { models, ..settings })
    }

    /// Nothing set, nobody there.
    #[cfg(test)]
    pub(super) fn for_tests() -> Settings {
        Settings::of(
            &Look::default(),
            &IndexMap::new(),
            Streams::default(),
            PathBuf::from("/nowhere"),
        )
        .expect("an empty environment is in order")
    }

    fn of(
        look: &Look,
        variables: &IndexMap<String, String>,
        streams: Streams,
        state: PathBuf,
    ) -> Result<Settings, Trouble> {
        let variable = |name: &str| variables.get(name).filter(|value| !value.is_empty()).cloned();
        let live = match variable("RUNBOOK_TARGET").as_deref() {
            None | Some("practice") => false,
            Some("live") => true,
            Some(other) => {
                return Err(
                    Trouble::usage(format!("RUNBOOK_TARGET is `{other}`, which is no target"))
                        .hint("it can be `practice` or `live`"),
                );
            }
        };
        let colour = |terminal: bool| match look.color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                terminal && variable("NO_COLOR").is_none() && variable("TERM").as_deref() != Some("dumb")
            }
        };
        let columns = variable("COLUMNS")
            .and_then(|columns| columns.parse().ok())
            .filter(|columns| *columns > 0);
        let beginning = |prefix: &str| -> IndexMap<String, String> {
            variables
                .iter()
                .filter_map(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone())))
                .filter(|(name, _)| !name.is_empty())
                .collect()
        };
        Ok(Settings {
            state,
            live,
            region: variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")),
            endpoint: variable("AWS_ENDPOINT_URL"),
            endpoints: beginning(ENDPOINT),
            models: Vec::new(),
            options: look
                .models
                .iter()
                .map(|folder| format!(" --models {}", folder.display()))
                .collect(),
            catalogue: Catalogue::embedded(),
            inputs: beginning(INPUT)
                .into_iter()
                .map(|(name, value)| (name.to_lowercase(), value))
                .collect(),
            format: look.output,
            face: Face {
                width: columns.unwrap_or(streams.columns).clamp(20, WIDEST),
                colour: colour(streams.stdout),
                animated: streams.stdout && streams.stderr && variable("TERM").as_deref() != Some("dumb"),
            },
            colour_of_stderr: colour(streams.stderr),
            attended: streams.stdin && streams.stderr,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(look: &Look, variables: &[(&str, &str)], streams: Streams) -> Result<Settings, Trouble> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Settings::of(look, &variables, streams, PathBuf::from("/state"))
    }

    const TERMINAL: Streams = Streams {
        stdin: true,
        stdout: true,
        stderr: true,
        columns: 120,
    };

    #[test]
    fn colours() {
        type Variables<'a> = &'a [(&'a str, &'a str)];
        let table: [(When, Variables<'_>, Streams, bool, bool); 6] = [
            (When::Auto, &[], TERMINAL, true, true),
            (When::Auto, &[("NO_COLOR", "1")], TERMINAL, false, false),
            (When::Auto, &[("NO_COLOR", "")], TERMINAL, true, true),
            (When::Always, &[("NO_COLOR", "1")], TERMINAL, true, true),
            (When::Never, &[], TERMINAL, false, false),
            (
                When::Auto,
                &[],
                Streams {
                    stdout: false,
                    ..TERMINAL
                },
                false,
                true,
            ),
        ];
        for (color, variables, streams, stdout, stderr) in table {
            let look = Look {
                color,
                ..Look::default()
            };
            let settings = settings(&look, variables, streams).unwrap();
            assert_eq!(
                (settings.face.colour, settings.colour_of_stderr),
                (stdout, stderr),
                "{color:?} {variables:?}"
            );
        }
    }

    #[test]
    fn the_environment() {
        let variables = [
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:5000"),
            ("RUNBOOK_INPUT_PREFIX", "ada"),
            ("RUNBOOK_INPUT_", "nothing"),
            ("COLUMNS", "40"),
        ];
        let read = settings(&Look::default(), &variables, TERMINAL).unwrap();
        assert_eq!(read.region.as_deref(), Some("eu-west-1"));
        assert_eq!(read.endpoints["EC2"], "http://127.0.0.1:5000");
        assert_eq!(read.inputs.len(), 1);
        assert_eq!(read.inputs["prefix"], "ada");
        assert_eq!((read.face.width, read.attended, read.live), (40, true, false));

        let both = [
            ("AWS_REGION", "us-west-2"),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("RUNBOOK_TARGET", "live"),
        ];
        let read = settings(
            &Look::default(),
            &both,
            Streams {
                stdin: false,
                ..TERMINAL
            },
        )
        .unwrap();
        assert_eq!(read.region.as_deref(), Some("us-west-2"));
        assert_eq!((read.face.width, read.attended, read.live), (WIDEST, false, true));

        let trouble = settings(&Look::default(), &[("RUNBOOK_TARGET", "cloud")], TERMINAL).unwrap_err();
        assert_eq!(trouble.parts().0, Exit::Usage);
    }
}
