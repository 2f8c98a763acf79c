//! What the natives share while blocks run: the doors, and what the block that runs has done.
//!
//! A stop is a latch here, because Rhai's own termination is not enough: callbacks of `map` and `filter` swallow it and
//! `sort` drops every error. The latch is read by progress, by every native on entry, and by the host after the block.

use super::bounds::{self, NEST, OPERATIONS, SAID, WALL};
use super::host::Doors;
use super::report::{Holdings, Report};
use super::trouble::{self, Refusal};
use crate::event::{Access, Event, Remark, Role as Purpose};
use crate::meter;
use crate::port::{CloudError, PromptError, Request, Role, Stop};
use crate::value::Value;
use indexmap::IndexMap;
use rhai::{NativeCallContext, Position};
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Where everything of a run meets.
pub(crate) struct Stage {
    pub(crate) doors: Doors,
    halted: AtomicBool,
    operations: AtomicU64,
    most: AtomicU64,
    /// What the thread held before the block and its copies.
    held: AtomicIsize,
    said: AtomicUsize,
    now: Mutex<Now>,
    answers: Mutex<IndexMap<String, Value>>,
}

/// The block that runs.
#[derive(Default)]
pub(crate) struct Now {
    pub(crate) step: Option<String>,
    /// What the block is for; none for prose and texts.
    pub(crate) role: Option<Purpose>,
    /// The line of its fence, for what stands in a module.
    pub(crate) line: usize,
    pub(crate) elsewhere: Elsewhere,
    pub(crate) report: Report,
    pub(crate) holdings: Holdings,
    pub(crate) halt: Option<Halt>,
    started: Option<Instant>,
    excused: Duration,
}

/// Where calls go, if not to the run's own region and account as the run's own principal.
#[derive(Clone, Default)]
pub(crate) struct Elsewhere {
    pub(crate) region: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) roles: Vec<Role>,
}

/// A stop and where it was met.
pub(crate) struct Halt {
    pub(crate) why: Why,
    pub(crate) unit: Option<String>,
    pub(crate) position: Position,
}

/// Why a block is stopped for good.
pub(crate) enum Why {
    /// The guard refused a call.
    Guard(Box<CloudError>),
    /// A question has no answer.
    Prompt(PromptError),
    /// The latch was set by someone else.
    Latch,
}

impl Stage {
    pub(crate) fn new(doors: Doors) -> Stage {
        Stage {
            doors,
            halted: AtomicBool::new(false),
            operations: AtomicU64::new(0),
            most: AtomicU64::new(OPERATIONS),
            held: AtomicIsize::new(0),
            said: AtomicUsize::new(0),
            now: Mutex::default(),
            answers: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn answers(&self) -> MutexGuard<'_, IndexMap<String, Value>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A block begins; memories of a setup stay for the next report.
    pub(crate) fn begin(&self, step: Option<&str>, role: Option<Purpose>, line: usize, holdings: &Holdings) {
        let mut now = self.now();
        let memories = std::mem::take(&mut now.report.memories);
        *now = Now {
            step: step.map(str::to_owned),
            role,
            line,
            holdings: holdings.clone(),
            started: Some(Instant::now()),
            ..Now::default()
        };
        now.report.memories = memories;
        drop(now);
        self.halted.store(false, Ordering::Relaxed);
        self.operations.store(0, Ordering::Relaxed);
        self.said.store(0, Ordering::Relaxed);
        meter::look();
    }

    /// Memory counts from here on. This comes before the copies are made that a block works on.
    pub(crate) fn measure(&self) {
        self.held.store(meter::held(), Ordering::Relaxed);
    }

    /// Another limit of operations.
    #[cfg(test)]
    pub(crate) fn limit(&self, operations: u64) {
        self.most.store(operations, Ordering::Relaxed);
    }

    /// The role of the block that runs.
    pub(crate) fn role(&self) -> Option<Purpose> {
        self.now().role
    }

    /// Every native asks this on entry.
    pub(crate) fn alive(&self) -> Result<(), Refusal> {
        if self.halted.load(Ordering::Relaxed) || self.doors.latch.get().is_some() {
            Err(trouble::terminated())
        } else {
            Ok(())
        }
    }

    /// Counts one operation; true where the script must end. The counter is ours: Rhai's starts again in callbacks.
    pub(crate) fn tick(&self) -> bool {
        if self.halted.load(Ordering::Relaxed) {
            return true;
        }
        let count = self.operations.fetch_add(1, Ordering::Relaxed);
        let most = self.most.load(Ordering::Relaxed);
        if count >= most {
            self.limit_met(format!("the block took more than {most} operations"));
        } else if self.weigh() {
            return true;
        } else if !count.is_multiple_of(64) {
            return false;
        } else if count.is_multiple_of(1024) && self.worked() > WALL {
            self.limit_met(format!(
                "the block worked for more than {} seconds",
                WALL.as_secs()
            ));
        }
        self.doors.latch.get().is_some()
    }

    /// True where the block holds too much, or made a value that nests too deep: then it must end.
    pub(crate) fn weigh(&self) -> bool {
        let most = bounds::memory();
        let held = meter::held().wrapping_sub(self.held.load(Ordering::Relaxed));
        let deep = meter::look() > NEST;
        if usize::try_from(held).is_ok_and(|held| held > most) {
            self.limit_met(format!("the block holds more than {} MB", most >> 20));
        } else if deep {
            self.limit_met(
                "the block made lists, maps or functions that nest thousands of levels deep".to_owned(),
            );
        } else {
            return false;
        }
        true
    }

    /// Says so many bytes; false where that is more than a block may say: then it must end.
    pub(crate) fn say(&self, bytes: usize) -> bool {
        let said = self.said.fetch_add(bytes, Ordering::Relaxed);
        let fits = said.saturating_add(bytes) <= SAID;
        if !fits {
            self.limit_met(format!("the block said more than {} MB", SAID >> 20));
        }
        fits
    }

    fn limit_met(&self, why: String) {
        self.doors.latch.set(Stop::Limit(why));
    }

    fn worked(&self) -> Duration {
        let now = self.now();
        now.started.map_or(Duration::ZERO, |started| {
            started.elapsed().saturating_sub(now.excused)
        })
    }

    /// Does something that takes others' time and memory: they do not count as the script's.
    pub(crate) fn away<T>(&self, work: impl FnOnce() -> T) -> T {
        let left = Instant::now();
        let result = meter::apart(work);
        self.now().excused += left.elapsed();
        result
    }

    /// Ends the block for good, at the place of the call.
    pub(crate) fn halt(&self, ctx: &NativeCallContext<'_>, why: Why) -> Refusal {
        self.now().halt.get_or_insert(Halt {
            why,
            unit: ctx.call_source().map(str::to_owned),
            position: ctx.call_position(),
        });
        self.halted.store(true, Ordering::Relaxed);
        trouble::terminated()
    }

    /// Calls AWS for the block that runs, and gives what `take` makes of the answer; the answer itself is no memory of
    /// the script's.
    pub(crate) fn ask<T>(
        &self,
        ctx: &NativeCallContext<'_>,
        service: &str,
        operation: &str,
        input: Value,
        take: impl FnOnce(&Result<Value, CloudError>) -> T,
    ) -> Result<T, Refusal> {
        self.alive()?;
        let request = {
            let now = self.now();
            Request {
                region: now.elsewhere.region.clone(),
                account: now.elsewhere.account.clone(),
                roles: now.elsewhere.roles.clone(),
                access: access(now.role),
                step: now.step.clone(),
                ..Request::new(service, operation, input)
            }
        };
        self.doors.secrets.learn(&request.input);
        let answer = self.away(|| self.doors.cloud.call(&request));
        if let Ok(output) = &answer {
            self.doors.secrets.learn(output);
        }
        match answer {
            Err(error) if error.fault == crate::port::Fault::Guard => {
                self.doors.latch.set(Stop::Refused(error.message.clone()));
                Err(self.halt(ctx, Why::Guard(Box::new(error))))
            }
            _ if self.doors.latch.get().is_some() => Err(self.halt(ctx, Why::Latch)),
            answer => {
                let taken = take(&answer);
                meter::apart(|| drop(answer));
                Ok(taken)
            }
        }
    }

    /// Tells the sink; what cannot be told stops everything.
    pub(crate) fn tell(&self, ctx: &NativeCallContext<'_>, event: &Event) -> Result<(), Refusal> {
        self.alive()?;
        self.away(|| self.doors.sink.emit(event)).map_err(|error| {
            self.doors.latch.set(Stop::Broken(error.to_string()));
            self.halt(ctx, Why::Latch)
        })
    }

    /// Says something in the block's name, secrets masked.
    pub(crate) fn remark(
        &self,
        ctx: &NativeCallContext<'_>,
        remark: Remark,
        text: &str,
    ) -> Result<(), Refusal> {
        if !self.say(text.len()) {
            return Err(self.halt(ctx, Why::Latch));
        }
        let step = self.now().step.clone();
        self.tell(
            ctx,
            &Event::Said {
                step,
                remark,
                text: self.doors.secrets.mask(&super::dynamic::printable(text)),
            },
        )
    }
}

/// What a block of this role may do.
pub(crate) fn access(role: Option<Purpose>) -> Access {
    match role {
        Some(Purpose::Solve | Purpose::Cleanup | Purpose::Command | Purpose::Query) => Access::Mutate,
        Some(Purpose::Setup | Purpose::Check | Purpose::Hint) | None => Access::Read,
    }
}
