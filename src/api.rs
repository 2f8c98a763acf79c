//! AWS's API models: which services, operations and shapes there are, what an operation does to an account, whether
//! parameters fit, and what was probably meant.
//!
//! The models are compacted facts from botocore (`NOTICE`), embedded in the binary and read lazily: an index per
//! service when it is first named, a shape when it is first needed. The room sends nothing.

mod action;
mod arguments;
mod blob;
mod catalogue;
mod class;
mod coerce;
mod compact;
mod endpoint;
mod folder;
mod identifiers;
mod instant;
mod names;
mod operation;
mod pack;
mod paginator;
mod passed;
mod project;
mod reader;
mod service;
mod shape;
mod shape_record;
mod signing;
mod suggest;
mod validate;
mod waiter;

pub use action::{action, action_on_version, is_free};
pub use arguments::{ArgumentError, arguments};
pub use catalogue::{Catalogue, Outside, Unknown};
pub use coerce::coerce;
pub use endpoint::{Endpoint, EndpointError, EndpointParams, context};
pub use folder::ModelError;
pub use identifiers::identifiers;
pub use operation::Operation;
pub use pack::{compacted, pack};
pub use paginator::{Paginator, Token};
pub use passed::PASSED;
pub use project::{Absent, project};
pub use service::{Protocol, Service};
pub use shape::{ErrorFacts, Kind, Location, Member, Shape, ShapeId, TimeFormat};
pub use suggest::suggest;
pub use validate::{Misfit, validate};
pub use waiter::{Acceptor, Expected, Given, Judge, Matcher, WAITER_CONFIG, Waiter, WaiterPace, WaiterState};
