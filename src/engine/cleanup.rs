//! Before and after a cleanup: what is owned and what it costs, what is left over.

use super::action::Outcome;
use super::driver::{Driver, Ended, rendered};
use super::route::Leg;
use super::{EngineError, Trouble};
use crate::document::{Step, Task};
use crate::estate::{self, Presence};
use crate::event::{Command, Creation, Event, Remark, Thing};
use crate::port::{Cloud, Prompt, PromptError, PromptKind, Stop};
use std::sync::Arc;

impl Driver<'_> {
    /// Lists what is owned by the steps on the way, and asks for leave to undo it.
    pub(super) fn list(&mut self, legs: &[Leg]) -> Result<Outcome, EngineError> {
        let on_the_way = |thing: &Thing| legs.iter().any(|leg| leg.id == thing.step);
        let (owned, adopted, changed) = {
            let ledger = self.books.ledger();
            let owned: Vec<Thing> = ledger.owned().filter(on_the_way).collect();
            let adopted: Vec<Thing> = ledger.adopted().filter(on_the_way).collect();
            let changed: Vec<Thing> = ledger
                .memories()
                .map(|(thing, _)| thing.clone())
                .filter(on_the_way)
                .collect();
            (owned, adopted, changed)
        };
        let mut holding: Vec<String> = Vec::new();
        for thing in owned.iter().chain(&changed) {
            if !holding.contains(&thing.step) {
                holding.push(thing.step.clone());
            }
        }
        let links = owned.iter().filter_map(|thing| self.link(&thing.kind, &thing.id));
        self.tell(&Event::HoldingsListed {
            links: links.collect(),
            owned: owned.clone(),
            adopted,
        })?;
        self.price()?;
        if holding.is_empty() {
            return Ok(Outcome::Listed {
                holding,
                agreed: true,
            });
        }
        let agreed = match self.prompter.ask(&question(owned.len(), changed.len())) {
            Ok(answer) => answer.value.as_bool() == Some(true),
            Err(PromptError::Interrupted) => return Ok(Outcome::Interrupted),
            Err(error) => return Err(error.into()),
        };
        Ok(Outcome::Listed { holding, agreed })
    }

    /// Runs every cleanup block of a step, the later ones too when an earlier one fails: what can be undone is.
    pub(super) fn clean(&mut self, step: &Step) -> Result<Ended, EngineError> {
        let mut worst: Option<Trouble> = None;
        for block in &step.blocks {
            if !matches!(block.task, Task::Cleanup) {
                continue;
            }
            self.started(step, block)?;
            let failure = self.undo(step, block)?;
            self.finished(step, block, failure.as_ref().map(rendered))?;
            // What the next block finds may be otherwise now.
            self.stale = true;
            match self.ended(failure.as_ref())? {
                Ended::Well => {}
                Ended::Badly(trouble) => worst = worst.max(Some(trouble)),
                Ended::Interrupted => return Ok(Ended::Interrupted),
            }
        }
        Ok(worst.map_or(Ended::Well, Ended::Badly))
    }

    /// Lists what nothing claims, with a link to where it can be seen: what our own calls created, and what CloudTrail
    /// says that the same principal did.
    pub(super) fn tidy(&mut self) -> Result<Outcome, EngineError> {
        let left: Vec<Creation> = self.books.ledger().unclaimed().cloned().collect();
        for creation in left {
            self.left_over(creation, false)?;
        }
        if let Some(cloud) = &self.ground.cloud {
            self.ask_trail(&**cloud)?;
        }
        Ok(Outcome::Done)
    }

    fn ask_trail(&self, cloud: &dyn Cloud) -> Result<(), EngineError> {
        let told = match estate::told(cloud, &self.ground.region, self.ground.since) {
            Ok(told) => told,
            Err(error) => {
                let text = format!(
                    "CloudTrail cannot be asked what else was made ({}): what was made by hand and is claimed by no \
                     check is not known",
                    error.code
                );
                return self.say(None, Remark::Engine, text);
            }
        };
        let unmet = |creation: &Creation| !self.books.ledger().met(creation);
        let new: Vec<Creation> = told.creations.into_iter().filter(unmet).collect();
        for creation in new {
            self.left_over(creation, true)?;
        }
        let text = format!(
            "CloudTrail was asked what else {} made; what was made in the last minutes may not be in it yet",
            told.who
        );
        self.say(None, Remark::Engine, text)
    }

    /// Tells of something that nothing claims, unless AWS says that it is gone.
    fn left_over(&self, creation: Creation, trail: bool) -> Result<(), EngineError> {
        let is_gone = |cloud: &Arc<dyn Cloud>| estate::presence_of(&**cloud, &creation) == Presence::Gone;
        if self.ground.cloud.as_ref().is_some_and(is_gone) {
            return Ok(());
        }
        let link = self.ground.console.then(|| estate::link_of(&creation));
        self.tell(&Event::LeftOver {
            trail,
            step: creation.step,
            service: creation.service,
            operation: creation.operation,
            identifiers: creation.identifiers,
            link,
        })
    }

    /// Tells what the things cost that are owned, or made by us and claimed by nothing. After a Ctrl-C too: then above
    /// all one wants to know. A second one ends the program.
    pub(super) fn price(&mut self) -> Result<(), EngineError> {
        let (owned, unclaimed) = {
            let ledger = self.books.ledger();
            let owned: Vec<Thing> = ledger.owned().collect();
            let unclaimed: Vec<Creation> = ledger.unclaimed().cloned().collect();
            (owned, unclaimed)
        };
        let nothing = owned.is_empty() && unclaimed.is_empty();
        let Some(cloud) = &self.ground.cloud else {
            return Ok(());
        };
        if self.command == Command::Verify || (nothing && !self.billed) {
            return Ok(());
        }
        self.billed = true;
        let stop = self.latch.lift();
        if let Some(Stop::Broken(reason)) = stop {
            return Err(EngineError::Broken(reason));
        }
        let bill = estate::bill(&**cloud, owned, &unclaimed);
        if let Some(stop) = stop {
            self.latch.set(stop);
        }
        self.tell(&bill.told())
    }

    /// Where the console shows a thing, if it does.
    pub(super) fn link(&self, kind: &str, id: &str) -> Option<String> {
        self.ground
            .console
            .then(|| estate::link(kind, id, &self.ground.region))
    }
}

fn question(owned: usize, changed: usize) -> Prompt {
    let things = |count: usize| match count {
        1 => "1 thing".to_owned(),
        _ => format!("{count} things"),
    };
    let text = match (owned, changed) {
        (_, 0) => format!("Delete {}?", things(owned)),
        (0, _) => format!("Put {} back as before?", things(changed)),
        (_, _) => format!(
            "Delete {} and put {} back as before?",
            things(owned),
            things(changed)
        ),
    };
    Prompt {
        name: "cleanup".to_owned(),
        text,
        help: None,
        kind: PromptKind::Confirm,
        default: None,
    }
}
