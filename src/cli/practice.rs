//! `practice show`, `practice reset`: the account that lasts, looked at and begun anew; `practice serve` is next door.

use super::args::{PracticeCommand, ResetArgs, WorldArgs};
use super::exit::Exit;
use super::live::yes;
use super::output::{Format, Output};
use super::settings::Settings;
use super::target::{Pace, WorldPlace, any_region, world_options};
use super::trouble::Trouble;
use super::{serve, stage};
use crate::journal::Store;
use crate::port::Latch;
use crate::practice::{self, World};
use crate::ui::{Spinner, account_id, clean, count};
use serde_json::json;

pub(super) fn run(command: &PracticeCommand, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    match command {
        PracticeCommand::Reset(args) => reset(args, settings, output),
        PracticeCommand::Serve(args) => serve::run(args, settings, output),
        PracticeCommand::Show(args) => show(args, settings, output),
    }
}

fn reset(args: &ResetArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let place = WorldPlace::of(args.world.world.as_deref(), settings)?;
    if !args.yes {
        let Some(person) = stage::person(settings, &Spinner::default(), &Latch::default()) else {
            return Err(Trouble::new(
                Exit::Refused,
                "a reset loses what is in the practice account, and nobody is there to agree",
            )
            .hint("give --yes"));
        };
        let text = format!(
            "Put a fresh account in the place of the one in {}, and forget its runs?",
            place.folder.display()
        );
        if !yes(person.as_ref(), "reset", &text, false)? {
            return Err(Trouble::new(Exit::Refused, "nothing was reset"));
        }
    }
    practice::reset(
        &place.folder,
        &world_options(any_region(), args.world.seed, Pace::Unattended),
    )?;
    // What those runs own is gone with the account, and its ids will be given out again.
    let store = Store::new(settings.state.join("runs"));
    let mut forgotten = 0;
    for record in store.list()?.into_iter().flatten() {
        if record.header.place.target == place.name {
            store.forget(&record.header.id)?;
            forgotten += 1;
        }
    }
    output.talk(&format!(
        "The practice account is fresh; {} forgotten.",
        count(forgotten, "run")
    ));
    Ok(Exit::Passed)
}

fn show(args: &WorldArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let place = WorldPlace::of(args.world.as_deref(), settings)?;
    let world = World::load(&place.folder)?;
    let options = world_options(any_region(), args.seed, Pace::Unattended);
    let differences = World::new(options.seed, options.born).differences(&world);
    match output.format {
        Format::Json => output.json(&json!({
            "folder": place.folder.display().to_string(),
            "account": world.account(),
            "now": world.now().to_string(),
            "differences": differences,
        }))?,
        Format::Human => {
            let head = format!(
                "Account {}, at {} of its own clock, in {}\n",
                account_id(world.account()),
                world.now(),
                place.folder.display()
            );
            let body: String = if differences.is_empty() {
                "It is as a fresh account is.\n".to_owned()
            } else {
                folded(&differences)
            };
            output.data(&format!("{head}{body}"))?;
        }
    }
    Ok(Exit::Passed)
}

/// Differences that are shown of each kind of thing.
const SHOWN: usize = 3;

/// A line a difference; of each kind of thing the first few, and how many more there are.
fn folded(differences: &[String]) -> String {
    let kind = |line: &&String| line.split(' ').next().unwrap_or_default().to_owned();
    let mut text = String::new();
    for same in differences.chunk_by(|a, b| kind(&a) == kind(&b)) {
        for line in same.iter().take(SHOWN) {
            text += &format!("- {}\n", clean(line));
        }
        if same.len() > SHOWN {
            text += &format!("  and {} more of {}\n", same.len() - SHOWN, kind(&&same[0]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_things_of_one_kind_are_counted() {
        let lines: Vec<String> = (1..=5)
            .map(|n| format!("a:b {n} is left over"))
            .chain(["a:c 1 is gone".to_owned()])
            .collect();
        let text = folded(&lines);
        assert!(text.ends_with("  and 2 more of a:b\n- a:c 1 is gone\n"), "{text}");
        assert_eq!(text.lines().count(), 5);
    }
}
