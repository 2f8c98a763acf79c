//! `forget RUN`: drops the record of a run.

use super::args::ForgetArgs;
use super::exit::Exit;
use super::output::Output;
use super::settings::Settings;
use super::trouble::Trouble;
use crate::event::Ledger;
use crate::journal::Store;
use crate::ui::count;

pub(super) fn run(args: &ForgetArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let store = Store::new(settings.state.join("runs"));
    // A journal that cannot be read is dropped all the same: that is what its error advises.
    if let Ok(record) = store.open(&args.run)
        && !args.yes
    {
        let still = Ledger::of(&store.history(&record.header.place)?.events);
        let mine = Ledger::of(&record.events);
        let owned = mine
            .owned()
            .filter(|thing| still.settled(&thing.kind, &thing.id) == Some(true))
            .count();
        if owned > 0 {
            return Err(Trouble::new(
                Exit::Refused,
                format!(
                    "run {} owns {} that cleanup would no longer find",
                    record.header.id,
                    count(owned, "thing")
                ),
            )
            .hint(format!(
                "`runbook cleanup {}` first, or give --yes",
                record.header.place.runbook
            )));
        }
    }
    let id = store.forget(&args.run)?;
    output.talk(&format!("Run {id} is forgotten."));
    Ok(Exit::Passed)
}
