//! The other side of the wire: which operation a request means, what its input is, and how its answer is written.
//!
//! The protocols' own code serves twice here. A request binds its members as an answer does (headers, payload, body),
//! so the code that reads answers reads it; an answer is written by the code that writes requests. What only a server
//! needs is added: the route from a request to its operation, labels and query strings read back, forms, errors.
//!
//! A signature is read for what it says of service, region and key. It is not checked here.

mod asked;
mod chunks;
mod form;
mod input;
mod meaning;
mod refusal;
mod reply;
mod route;
mod scope;

pub use meaning::{Meant, Served, Unserved};
pub use refusal::{misfit, refusal};
pub use reply::reply;
pub use scope::Scope;
