//! `practice serve`: the practice account for the AWS CLI and every SDK, on this machine.

mod log;
mod profile;

use super::args::ServeArgs;
use super::exit::Exit;
use super::output::{Format, Output};
use super::settings::Settings;
use super::target::{Pace, WorldPlace, any_region, world_options};
use super::trouble::Trouble;
use super::{file, interrupt};
use crate::api::Catalogue;
use crate::cloud::{Door, Opening};
use crate::event::Access;
use crate::port::{Clock as _, Latch};
use crate::practice::{ClockMode, Credentials, Hold, Holder, Practice, PracticeClock};
use crate::serve::{Key, Keys, ServeError, Server, Site, Timekeeper};
use crate::ui::account_id;
use crate::wire::served::Served;
use jiff::Timestamp;
use profile::Profiles;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub(super) fn run(args: &ServeArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let place = if args.fresh {
        None
    } else {
        Some(WorldPlace::of(args.world.world.as_deref(), settings)?)
    };
    let given = args.region.as_ref().or(settings.region.as_ref());
    let region = given.map_or(any_region(), String::as_str);
    let options =
        world_options(region, args.world.seed, Pace::Unattended).clock(ClockMode::Speed(args.speed));
    let server = Server::bind(args.port)?;
    let holder = Holder {
        pid: std::process::id(),
        url: server.url().to_owned(),
        token: token()?,
    };
    let (hold, practice) = match &place {
        Some(place) => (
            Some(Hold::take(&place.folder, &holder)?),
            Practice::open(&place.folder, &options)?,
        ),
        // What nobody can find needs no hold.
        None => (None, Practice::in_memory(&options)),
    };
    let profiles = Profiles::of(&practice, &args.account, region, server.url());
    let passing = Passing(settings.state.join("fresh").join(holder.pid.to_string()));
    let folder = match (&args.profiles, &place) {
        (Some(folder), _) => file::absolute(folder),
        (None, Some(place)) => place.folder.join("aws"),
        (None, None) => passing.0.clone(),
    };
    let files = profiles.write(&folder)?;
    match output.format {
        Format::Json => output.line(&json!({
            "event": "serving",
            "url": server.url(),
            "pid": holder.pid,
            "world": place.as_ref().map(|place| place.folder.display().to_string()),
            "speed": args.speed,
            "config": files.config.display().to_string(),
            "credentials": files.credentials.display().to_string(),
            "profiles": profiles.json(),
        }))?,
        Format::Human => {
            let head = format!(
                "The practice account {}, for this machine alone, at {}\n{}\n",
                account_id(&practice.account(None)),
                server.url(),
                if args.fresh { FRESH } else { "" }
            );
            output.data(&format!("{head}{}", profiles.told(&files)))?;
            output.talk(if args.fresh {
                "Ctrl-C ends the server, and the account with it. Requests:"
            } else {
                "Ctrl-C ends the server and saves the account. Requests:"
            });
        }
    }
    let latch = Latch::default();
    interrupt::watch(vec![latch.clone()], output);
    let site = Site {
        door: Door::new(Opening {
            cloud: Arc::new(practice.clone()),
            served: Served::new(Catalogue::embedded()),
            access: Access::Mutate,
            step: None,
            region: Some(region.to_owned()),
            account: Box::new(|_| None),
        }),
        keys: Box::new(GivenOut {
            learners: profiles.keys(),
            practice: practice.clone(),
        }),
        keeper: Box::new(WorldClock(practice.clock())),
        token: holder.token,
        log: log::to(output, args.quiet),
    };
    server.run(site, &latch)?;
    // The last handle leaves the clock's instant behind.
    drop(practice);
    drop(hold);
    output.talk(if args.fresh {
        "The account is gone."
    } else {
        "The account is saved."
    });
    Ok(Exit::Passed)
}

/// What is told of an account that is not kept.
const FRESH: &str = "It is fresh, and kept in memory alone: it is gone when the server ends.\n";

/// The folder of the profiles of an account that is not kept: it goes with the server, if it was ever made.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        // What a killed server leaves there are keys of an account that is gone.
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// What the desk is asked with: nobody can guess it.
fn token() -> Result<String, Trouble> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| Trouble::new(Exit::Failed, format!("the machine gives no random numbers: {e}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The keys that a world gave out.
struct GivenOut {
    /// Those of the profiles, which last as long as the world: it is not asked for them, for it may be at work.
    learners: Vec<Credentials>,
    practice: Practice,
}

impl Keys for GivenOut {
    fn key(&self, id: &str) -> Option<Key> {
        if let Some(learner) = self.learners.iter().find(|learner| learner.access_key == id) {
            return Some(Key {
                secret: learner.secret.clone(),
                token: learner.token.clone(),
            });
        }
        let (secret, token) = self.practice.secret_of(id)?;
        Some(Key { secret, token })
    }
}

/// The clock of a world.
struct WorldClock(PracticeClock);

impl Timekeeper for WorldClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn speed(&self) -> u32 {
        self.0.speed()
    }

    fn skip(&self, span: Duration) -> Result<(), String> {
        self.0.skip(span).map_err(|error| error.to_string())
    }
}

impl From<ServeError> for Trouble {
    fn from(error: ServeError) -> Trouble {
        let trouble = Trouble::new(Exit::Failed, error.to_string());
        match error {
            ServeError::Port { .. } => trouble.hint("choose another with --port; 0 takes any that is free"),
            ServeError::Machine(_) => trouble,
        }
    }
}
