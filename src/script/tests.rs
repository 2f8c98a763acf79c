//! The room as a whole: each trap of Rhai that was met, by its name, over doubles.

mod aws;
mod checks;
mod command;
mod errors;
mod limits;
mod people;
mod prose;
mod scope;
mod survey;
mod waiters;
