//! The narrow side of the script host that the driver uses, so that its tests need no script.

use crate::document::{Block, CommandOptions, Step};
use crate::event::Prose;
use crate::script::{Failure, Holdings, Host, Report};

pub(super) trait Blocks {
    fn open(&mut self) -> Result<(), Failure>;
    fn enter(&mut self, step: &Step) -> Result<(), Failure>;
    fn run(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report;
    /// Runs a block of a step that the run is not at, and is back where it was.
    fn aside(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report;
    /// What an expression of the person's comes to, in words; it can only read.
    fn evaluate(&mut self, step: &Step, text: &str) -> Result<String, Failure>;
    fn command(&mut self, step: &Step, block: &Block, options: &CommandOptions) -> Result<(), Failure>;
    fn prose(&mut self, step: Option<&Step>) -> Result<Prose, Failure>;
}

impl Blocks for Host {
    fn open(&mut self) -> Result<(), Failure> {
        Host::open(self)
    }

    fn enter(&mut self, step: &Step) -> Result<(), Failure> {
        Host::enter(self, step)
    }

    fn run(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report {
        Host::run(self, step, block, holdings)
    }

    fn aside(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report {
        Host::aside(self, step, block, holdings)
    }

    fn evaluate(&mut self, step: &Step, text: &str) -> Result<String, Failure> {
        Host::evaluate(self, step, text)
    }

    fn command(&mut self, step: &Step, block: &Block, options: &CommandOptions) -> Result<(), Failure> {
        Host::command(self, step, block, options)
    }

    fn prose(&mut self, step: Option<&Step>) -> Result<Prose, Failure> {
        Host::prose(self, step)
    }
}
