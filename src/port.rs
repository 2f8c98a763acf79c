//! The narrow doors through which engine and scripts reach the world outside: synchronous, one trait each, with a
//! memory double beside it.
//!
//! Script functions cannot suspend, so no door is async; a cloud that is, blocks inside its own room.

mod clock;
mod cloud;
mod latch;
mod prompter;
mod role;
mod secrets;
mod sink;

pub use clock::{Clock, FakeClock, WallClock};
pub use cloud::{Cloud, CloudError, FakeCloud, Fault, Request};
pub use latch::{Latch, Stop};
pub use prompter::{Answer, Choice, FakePrompter, Prompt, PromptError, PromptKind, Prompter};
pub use role::Role;
pub use secrets::{MASK, Masked, Secrets, is_secret_member};
pub use sink::{Memory, Sink, SinkError, Tee};
