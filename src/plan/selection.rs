//! The part of a runbook that a command is asked for.

use crate::document::{Runbook, Step};
use crate::event::Event;

/// `--from`, `--until`, `--only`, `--tag` and `--skip`; empty for the whole runbook. All that are given must agree on a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The first step, by id.
    pub from: Option<String>,
    /// The last step, by id.
    pub until: Option<String>,
    /// These steps only, by id.
    pub only: Vec<String>,
    /// Steps with one of these tags only.
    pub tags: Vec<String>,
    /// Not these steps, by id.
    pub skip: Vec<String>,
}

/// A selection that does not fit the runbook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No step has this id.
    #[error("there is no step `{id}`")]
    UnknownStep {
        /// The id that was asked for.
        id: String,
        /// The nearest id, when one is near.
        near: Option<String>,
        /// All ids.
        known: Vec<String>,
    },
    /// No step has this tag.
    #[error("no step has the tag `{tag}`")]
    UnknownTag {
        /// The tag that was asked for.
        tag: String,
        /// The nearest tag, when one is near.
        near: Option<String>,
    },
    /// `--from` stands behind `--until`.
    #[error("`{from}` comes after `{until}`")]
    Backwards {
        /// The first step.
        from: String,
        /// The last step.
        until: String,
    },
    /// Nothing is left.
    #[error("the selection leaves no step")]
    Empty,
}

impl PlanError {
    /// What to type instead.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            PlanError::UnknownStep { near, known, .. } => {
                let near = near.as_ref().map(|near| format!("did you mean `{near}`? "));
                format!("{}The steps are: {}", near.unwrap_or_default(), known.join(", "))
            }
            PlanError::UnknownTag { near: Some(near), .. } => format!("did you mean `{near}`?"),
            PlanError::UnknownTag { near: None, .. } => {
                "tags stand in the comment under a heading: `<!-- step: tags=day1 -->`".to_owned()
            }
            PlanError::Backwards { from, until } => format!("try `--from {until} --until {from}`"),
            PlanError::Empty => {
                "give fewer of `--from`, `--until`, `--only`, `--tag` and `--skip`".to_owned()
            }
        }
    }
}

impl Selection {
    /// The selection of a run that goes on: the steps that it began with, as far as the runbook still has them. `kept`
    /// tells whether the runbook had a step then; what was added since is taken when the run took all there was.
    #[must_use]
    pub fn of(past: &[Event], runbook: &Runbook, kept: impl Fn(&str) -> bool) -> Selection {
        let mut began: Vec<&str> = Vec::new();
        for event in past {
            if let Event::RunStarted { steps, .. } = event {
                began = steps.iter().map(|step| step.id.as_str()).collect();
            }
        }
        let ids = || runbook.steps.iter().map(|step| step.id.as_str());
        let took_all = ids().all(|id| !kept(id) || began.contains(&id));
        let mut only: Vec<&str> = ids()
            .filter(|id| began.contains(id) || (took_all && !kept(id)))
            .collect();
        if only.is_empty() {
            // All of them are gone: the plan names the first, rather than taking the whole runbook.
            only = began;
        }
        Selection {
            only: only.into_iter().map(str::to_owned).collect(),
            ..Selection::default()
        }
    }

    pub(super) fn indices(&self, runbook: &Runbook) -> Result<Vec<usize>, PlanError> {
        let steps = &runbook.steps;
        let find = |id: &String| {
            steps
                .iter()
                .position(|step| step.id == *id)
                .ok_or_else(|| PlanError::UnknownStep {
                    id: id.clone(),
                    near: near(id, steps.iter().map(|step| step.id.as_str())),
                    known: steps.iter().map(|step| step.id.clone()).collect(),
                })
        };
        let from = self.from.as_ref().map(find).transpose()?;
        let until = self.until.as_ref().map(find).transpose()?;
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            return Err(PlanError::Backwards {
                from: steps[from].id.clone(),
                until: steps[until].id.clone(),
            });
        }
        let only = self.only.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let skip = self.skip.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let tags = || steps.iter().flat_map(|step| &step.attributes.tags);
        for tag in &self.tags {
            if !tags().any(|known| known == tag) {
                return Err(PlanError::UnknownTag {
                    tag: tag.clone(),
                    near: near(tag, tags().map(String::as_str)),
                });
            }
        }
        let tagged = |step: &Step| step.attributes.tags.iter().any(|tag| self.tags.contains(tag));
        let taken: Vec<usize> = (from.unwrap_or(0)..until.map_or(steps.len(), |until| until + 1))
            .filter(|index| only.is_empty() || only.contains(index))
            .filter(|index| !skip.contains(index))
            .filter(|index| self.tags.is_empty() || tagged(&steps[*index]))
            .collect();
        if taken.is_empty() && !steps.is_empty() {
            return Err(PlanError::Empty);
        }
        Ok(taken)
    }
}

/// The known word nearest to what was typed, when it is near enough to be meant.
fn near<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let starts = |word: &str| !typed.is_empty() && word.starts_with(typed);
    known
        .map(|word| {
            (
                if starts(word) {
                    0.9
                } else {
                    strsim::jaro_winkler(typed, word)
                },
                word,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, word)| word.to_owned())
}
