//! AWS's API models: which services, operations and shapes there are, what an operation does to an account, whether
//! parameters fit, and what was probably meant.
//!
//! The models are compacted facts from botocore (`NOTICE`), embedded in the binary and read lazily: an index per
//! service when it is first named, a shape when it is first needed. The room sends nothing.

mod catalogue;
mod shape;

pub use catalogue::{Catalogue, Operation, Protocol, Service};
pub use shape::{Kind, Member, Shape, ShapeId, TimeFormat};
