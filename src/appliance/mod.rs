//! The box itself. For now: its setup, one question at a time.

pub mod setup;
