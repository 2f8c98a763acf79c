//! A server on loopback: HTTP around a [`Door`](crate::cloud::Door), so that the AWS CLI and every SDK may knock.
//!
//! It checks what AWS checks at the edge: whose key signed a request, and whether the signature, its time and its
//! session token are right ([`signature`]); what is refused there is refused with AWS's codes in the service's own
//! protocol ([`denial`]). Who has which key is asked of whatever is behind the door ([`Keys`]).
//!
//! It listens on loopback alone and knows itself by loopback's names alone, so that no page in a browser reaches it by
//! a name of its own. Beside AWS's services it has a [`desk`] for this program's other processes.

mod client;
mod denial;
mod desk;
mod entry;
mod host;
mod keys;
mod server;
mod signature;
mod site;

pub use client::{Client, ClientError};
pub use desk::Timekeeper;
pub use entry::Entry;
pub use keys::{Key, Keys};
pub use server::{ServeError, Server};
pub use site::Site;
