//! Who may sign.

/// A key that was given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The secret that signatures are made with.
    pub secret: String,
    /// The token of a session, which goes with each request; none for a key that lasts.
    pub token: Option<String>,
}

/// The keys that were given out. One that opens nothing any more is a key too: what is behind the door says so.
pub trait Keys: Send + Sync {
    /// The key of an id.
    fn key(&self, id: &str) -> Option<Key>;
}
