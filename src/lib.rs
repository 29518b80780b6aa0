//! # The plan of the house
//!
//! Modules stand in paragraphs. A room may use the rooms of the paragraphs above its own, never one of
//! its own paragraph and never one below. `tests/it/architecture.rs` reads this file and checks every
//! `crate::` path against it, so moving a line here is an architectural decision.
//!
//! Two programs are made from this crate. `lucarne` is this library and `src/main.rs`; it links no
//! GStreamer. `lucarne-media` (`src/bin/lucarne-media/`) is the worker that decodes and encodes: the only
//! place where GStreamer is spoken, started for one piece of work and allowed to die.

pub mod error;
pub mod i18n;
pub mod web {
    pub mod views;
}
