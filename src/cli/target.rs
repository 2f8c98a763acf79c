//! The account that a command works in, practice, live or recorded.

use super::args::TargetArgs;
use super::settings::Settings;
use super::trouble::Trouble;
use super::wants::Wants;
use super::{live, recording, served};
use crate::cloud::{Binding, CassetteHeader, Live, Rehearsal, Stage};
use crate::port::{Clock, Cloud, Latch, WallClock};
use crate::practice::{ClockMode, Holder, Options, Practice};
use indexmap::IndexMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The region of a practice account when nothing names one.
const REGION: &str = "us-east-1";
/// The name of the practice world when nothing names one.
const WORLD: &str = "default";
/// What stands between a world and the principal that works in it, in the names of targets.
pub(super) const AS: &str = " as ";
/// A person waits in a `run`: two minutes of a NAT gateway are four seconds.
const SPEED: u32 = 30;

/// How a practice clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// A person waits.
    Attended,
    /// Nobody does: it jumps.
    Unattended,
}

/// An opened target.
pub(super) struct Target {
    /// AWS, without the layers.
    pub(super) cloud: Arc<dyn Cloud>,
    /// Its time.
    pub(super) clock: Arc<dyn Clock>,
    /// Whether it is a real account, or what stands for one.
    pub(super) live: bool,
    /// The account's id.
    pub(super) account: String,
    /// The further accounts that can be reached.
    pub(super) bound: Vec<Bound>,
    /// The account's alias.
    pub(super) alias: Option<String>,
    /// Who we are in it.
    pub(super) arn: Option<String>,
    /// The region of calls that name none.
    pub(super) region: String,
    /// What journals call it: `practice default`, `live`, `live http://127.0.0.1:5000`.
    pub(super) name: String,
    /// The options that lead here again, each behind a blank, for the commands that are suggested.
    pub(super) options: String,
    /// The trouble that is rehearsed, rule by rule.
    pub(super) trouble: Vec<String>,
    /// For a recording: its header.
    pub(super) recorded: Option<CassetteHeader>,
    /// What a person should know of it.
    pub(super) notices: Vec<String>,
}

/// A practice account, opened here or reached through the server that holds it.
pub(super) struct Opened {
    pub(super) cloud: Arc<dyn Cloud>,
    pub(super) clock: Arc<dyn Clock>,
    /// Its id.
    pub(super) account: String,
    /// The ids of the further accounts that are wanted, in order.
    pub(super) accounts: Vec<String>,
}

/// A further account of a runbook, found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    /// Its name in the front matter.
    pub(super) name: String,
    /// Its id.
    pub(super) account: String,
    /// What reaches it, in words.
    pub(super) through: String,
}

/// A practice world: where it lies and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WorldPlace {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// What journals call it.
    pub(super) name: String,
    /// The option that names it, if one is needed.
    pub(super) option: String,
}

impl WorldPlace {
    /// The world that `--world` names: `/` makes it a folder.
    pub(super) fn of(world: Option<&str>, settings: &Settings) -> Result<WorldPlace, Trouble> {
        let world = world.unwrap_or(WORLD);
        if world.contains(['/', '\\']) {
            let folder = std::path::absolute(Path::new(world)).unwrap_or_else(|_| PathBuf::from(world));
            let shown = folder.display().to_string();
            return Ok(WorldPlace {
                name: format!("practice {shown}"),
                option: format!(" --world {shown}"),
                folder,
            });
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if world.is_empty() || !world.chars().all(plain) {
            return Err(Trouble::usage(format!("`{world}` cannot be the name of a world"))
                .hint("use letters, digits, `-` and `_`, or a folder written with a slash"));
        }
        let option = if world == WORLD {
            String::new()
        } else {
            format!(" --world {world}")
        };
        Ok(WorldPlace {
            folder: settings.state.join("worlds").join(world),
            name: format!("practice {world}"),
            option,
        })
    }
}

impl Target {
    /// Opens it. `id` names a world that is kept nowhere.
    pub(super) fn open(
        args: &TargetArgs,
        settings: &Settings,
        wants: &Wants,
        pace: Pace,
        latch: &Latch,
        id: &str,
    ) -> Result<Target, Trouble> {
        if let Some(path) = &args.recorded {
            return recording::open(path, settings.catalogue);
        }
        if args.live || (settings.live && args.world.is_none() && !args.fresh) {
            live::open(args, settings, wants, latch)
        } else {
            Target::practice(args, settings, wants, pace, latch, id)
        }
    }

    fn practice(
        args: &TargetArgs,
        settings: &Settings,
        wants: &Wants,
        pace: Pace,
        latch: &Latch,
        id: &str,
    ) -> Result<Target, Trouble> {
        let trouble = live::rehearsal(&args.trouble, settings.catalogue)?;
        let region = region_of(args.region.as_ref(), settings, wants);
        let options = world_options(&region, args.seed, pace);
        let mut place = if args.fresh {
            WorldPlace {
                folder: PathBuf::new(),
                name: format!("fresh {id}"),
                option: " --fresh".to_owned(),
            }
        } else {
            WorldPlace::of(args.world.as_deref(), settings)?
        };
        let holder = if args.fresh {
            None
        } else {
            Holder::of(&place.folder)?
        };
        let opened = match holder {
            Some(_) if args.acting.is_some() => {
                return Err(Trouble::usage(
                    "`--as` needs an account that no server holds: a server knows callers by their keys",
                )
                .hint("end the server, or work as that principal with a key of its own and the AWS CLI"));
            }
            Some(holder) => {
                let jumps = pace == Pace::Unattended;
                served::reach(&holder, &place.folder, &region, wants, jumps, settings, latch)?
            }
            None => {
                let mut practice = if args.fresh {
                    Practice::in_memory(&options)
                } else {
                    Practice::open(&place.folder, &options)?
                };
                if let Some(name) = &args.acting {
                    practice = acting(practice, name)?;
                    place.name.push_str(AS);
                    place.name.push_str(name);
                    place.option.push_str(" --as ");
                    place.option.push_str(name);
                }
                Opened {
                    account: practice.account(None),
                    accounts: wants
                        .accounts
                        .iter()
                        .map(|name| practice.account(Some(name)))
                        .collect(),
                    clock: Arc::new(practice.clock()),
                    cloud: Arc::new(practice),
                }
            }
        };
        let bound = |(name, account): (&String, String)| Bound {
            name: name.clone(),
            account,
            through: String::new(),
        };
        let bound = wants.accounts.iter().zip(opened.accounts).map(bound).collect();
        let (account, clock, mut cloud) = (opened.account, opened.clock, opened.cloud);
        if let Some(trouble) = trouble {
            cloud = Arc::new(Rehearsal::new(Stage {
                cloud,
                clock: Arc::clone(&clock),
                region: region.clone(),
                catalogue: settings.catalogue,
                latch: latch.clone(),
                trouble,
            })?);
        }
        Ok(Target {
            cloud,
            clock,
            live: false,
            account,
            bound,
            alias: None,
            arn: None,
            options: format!(
                "{}{}",
                place.option,
                args.region
                    .as_ref()
                    .map(|region| format!(" --region {region}"))
                    .unwrap_or_default()
            ),
            region,
            name: place.name,
            trouble: args.trouble.clone(),
            recorded: None,
            notices: Vec::new(),
        })
    }

    /// A live target that was connected and asked who we are.
    pub(super) fn live(
        live: Live,
        region: String,
        identity: crate::cloud::Identity,
        alias: Option<String>,
        endpoint: Option<&str>,
        profile: Option<&str>,
        bound: Vec<(Bound, Binding)>,
    ) -> Target {
        let name = endpoint.map_or_else(|| "live".to_owned(), |endpoint| format!("live {endpoint}"));
        let profile = profile
            .map(|profile| format!(" --profile {profile}"))
            .unwrap_or_default();
        let bind: String = bound
            .iter()
            .map(|(bound, binding)| format!(" --bind {}={}", bound.name, binding.text()))
            .collect();
        Target {
            cloud: Arc::new(live),
            clock: Arc::new(WallClock),
            live: true,
            account: identity.account,
            bound: bound.into_iter().map(|(bound, _)| bound).collect(),
            alias,
            arn: Some(identity.arn),
            options: format!(" --live{profile}{bind} --region {region}"),
            trouble: Vec::new(),
            recorded: None,
            notices: Vec::new(),
            region,
            name,
        }
    }

    /// The ids of the further accounts, by name.
    pub(super) fn account_ids(&self) -> IndexMap<String, String> {
        self.bound
            .iter()
            .map(|bound| (bound.name.clone(), bound.account.clone()))
            .collect()
    }

    /// `PRACTICE`, `LIVE` or `RECORDED`.
    pub(super) fn word(&self) -> &'static str {
        match self.recorded {
            Some(_) => "RECORDED",
            None if self.live => "LIVE",
            None => "PRACTICE",
        }
    }

    /// What scripts know it as; a recording is what was recorded.
    pub(super) fn kind(&self) -> &str {
        match &self.recorded {
            Some(header) => &header.target,
            None if self.live => "live",
            None => "practice",
        }
    }
}

/// The account, called as a principal of it.
fn acting(practice: Practice, name: &str) -> Result<Practice, Trouble> {
    if practice.has_principal(name) {
        return Ok(practice.acting(name));
    }
    Err(
        Trouble::usage(format!("the practice account has no principal `{name}`")).hint(
            "write it as `user/NAME` or `role/NAME`; `runbook aws iam list-users` and `list-roles` name them",
        ),
    )
}

/// The region of a practice account: as given, as set, or the first that the runbook names.
pub(super) fn region_of(given: Option<&String>, settings: &Settings, wants: &Wants) -> String {
    let region = given.or(settings.region.as_ref()).or(wants.regions.first());
    region.map_or(REGION, String::as_str).to_owned()
}

/// How worlds are opened.
pub(super) fn world_options(region: &str, seed: Option<u64>, pace: Pace) -> Options {
    let clock = match pace {
        Pace::Attended => ClockMode::Speed(SPEED),
        Pace::Unattended => ClockMode::Jump,
    };
    let options = Options::new(region).clock(clock);
    match seed {
        Some(seed) => options.seed(seed),
        None => options,
    }
}

/// The region in which worlds are looked at as a whole.
pub(super) fn any_region() -> &'static str {
    REGION
}
