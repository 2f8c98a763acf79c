//! How many calls a second the world answers, printed by hand: `cargo test -- --ignored practice::bench`.
