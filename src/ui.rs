//! What a person sees and answers: events told on a terminal or as JSON, Markdown, and the two prompters.
//!
//! The room hears [`crate::event::Event`]s and is asked [`crate::port::Prompt`]s; it knows neither the engine nor AWS.
//! It reads no settings: width, colour and interactivity come as a [`Face`].

mod answers;
mod chart;
mod clean;
mod discreet;
mod face;
mod fit;
mod hidden;
mod json;
mod lines;
mod markdown;
mod menu;
mod person;
mod spinner;
mod terminal;
mod words;

pub use answers::Answers;
pub use clean::clean;
pub use discreet::Discreet;
pub use face::{Face, Tone};
pub use fit::fit;
pub use json::JsonLines;
pub use markdown::{render, render_without_heading};
pub use person::Person;
pub use spinner::Spinner;
pub use terminal::{Banner, Terminal};
pub use words::{account_id, clock_time, count};
