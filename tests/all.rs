//! The tests of the whole: the program as it is run. One binary, one module a feature; `support` has the builder.

mod bad_input;
mod book;
mod choices;
mod cleanup;
mod commands;
#[cfg(feature = "conformance")]
mod conformance;
mod contract;
mod corpus;
mod credentials;
mod day1;
mod destroying;
mod door;
mod elsewhere;
mod faults;
mod fleet;
mod guarded;
mod hostile;
mod inputs;
mod kill;
mod live;
mod mistakes;
mod models;
#[cfg(feature = "oracles")]
mod oracles;
mod policy;
mod preflight;
mod recorded;
mod report;
mod resume;
mod rooms;
mod served;
mod support;
#[cfg(unix)]
mod terminal;
mod typed;
mod waiters;
#[cfg(unix)]
mod walking;
