//! The run as a whole, once all its events are in.

use super::Fold;
use super::cleaned::{cleaned_map, line, thing};
use crate::event::{Event, Thing, Verdict};
use crate::journal::Record;
use crate::report::run::Holdings;
use crate::report::{Account, Calls, Checks, Counts, LeftOver, Needed, Run, Step, Steps};
use crate::ui::clean;

impl Fold {
    pub(super) fn finish(mut self, record: &Record) -> Run {
        self.pause(None);
        let header = &record.header;
        let mut holdings = self.holdings();
        holdings.released = std::mem::take(&mut self.released);
        holdings.not_undone = std::mem::take(&mut self.not_undone);
        let mut steps: Vec<Step> = self.steps.into_values().collect();
        for step in &mut steps {
            let of = |things: &[Thing]| {
                things
                    .iter()
                    .filter(|thing| thing.step == step.id)
                    .cloned()
                    .collect()
            };
            step.owned = of(&holdings.owned);
            step.adopted = of(&holdings.adopted);
        }
        let calls = steps
            .iter()
            .map(|step| &step.part)
            .chain([&self.setup])
            .flat_map(|part| &part.calls);
        let counts = Counts {
            steps: Steps::of(&steps),
            checks: Checks::of(steps.iter().flat_map(Step::judged)),
            calls: Calls::of(calls),
            owned: holdings.owned.len(),
            adopted: holdings.adopted.len(),
            left_over: holdings.left_over.len(),
            milliseconds: self.spent,
        };
        let ended = record.events.iter().rev().find_map(|event| match event {
            Event::RunFinished { at, .. } => Some(*at),
            _ => None,
        });
        let verdict: Option<Verdict> = record.verdict();
        Run {
            id: line(&header.id),
            title: line(&header.title),
            command: header.command,
            runbook: line(&header.place.runbook),
            digest: line(&header.digest),
            target: line(&header.place.target),
            account: line(&header.place.account),
            region: line(&header.place.region),
            accounts: header
                .accounts
                .iter()
                .map(|(name, id)| Account {
                    name: line(name),
                    id: line(id),
                })
                .collect(),
            tool: line(&header.tool),
            models: header.models.iter().map(|model| line(model)).collect(),
            started: header.started,
            ended: ended.filter(|_| verdict.is_some()),
            verdict,
            torn: record.torn,
            resumed: self.resumed,
            counts,
            setup: self.setup,
            steps,
            holdings,
            cost: self.cost,
            denied: self
                .summary
                .denied
                .iter()
                .map(|(step, action)| Needed {
                    step: step.as_deref().map(clean),
                    action: line(action),
                })
                .collect(),
        }
    }

    fn holdings(&mut self) -> Holdings {
        let ledger = &self.summary.ledger;
        let mut left_over = std::mem::take(&mut self.left_over);
        for creation in ledger.unclaimed() {
            let identifiers = cleaned_map(&creation.identifiers);
            if !left_over.iter().any(|known| known.identifiers == identifiers) {
                left_over.push(LeftOver {
                    step: creation.step.as_deref().map(clean),
                    service: line(&creation.service),
                    operation: line(&creation.operation),
                    identifiers,
                    link: None,
                });
            }
        }
        Holdings {
            owned: ledger.owned().map(|owned| thing(&owned)).collect(),
            adopted: ledger.adopted().map(|adopted| thing(&adopted)).collect(),
            released: Vec::new(),
            not_undone: Vec::new(),
            left_over,
        }
    }
}
