//! Before and after a cleanup: what is owned, and what is left over.

use super::EngineError;
use super::action::Outcome;
use super::console;
use super::driver::Driver;
use super::route::Leg;
use crate::event::{Event, Thing};
use crate::port::{Prompt, PromptError, PromptKind};

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
        self.tell(&Event::HoldingsListed {
            owned: owned.clone(),
            adopted,
        })?;
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

    /// Lists what our own calls created and nothing claims, with a link to where it can be seen.
    pub(super) fn tidy(&mut self) -> Result<Outcome, EngineError> {
        let left: Vec<_> = self.books.ledger().unclaimed().cloned().collect();
        for creation in left {
            let link = console::link(&creation);
            self.tell(&Event::LeftOver {
                step: creation.step,
                service: creation.service,
                operation: creation.operation,
                identifiers: creation.identifiers,
                link,
            })?;
        }
        Ok(Outcome::Done)
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
