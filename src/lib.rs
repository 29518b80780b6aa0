//! # The plan of the house
//!
//! Modules stand in paragraphs. A room may use the rooms of the paragraphs above its own, never one of
//! its own paragraph and never one below. `tests/it/architecture.rs` reads this file and checks every
//! `crate::` path against it, so moving a line here is an architectural decision.
//!
//! Two programs are made from this crate. `lucarne` is this library and `src/main.rs`; it links no
//! GStreamer. `lucarne-media` (`src/bin/lucarne-media/`) is the worker that decodes and encodes: the only
//! place where GStreamer is spoken, started for one piece of work and allowed to die.

#![recursion_limit = "256"] // One JSON object of PeerTube has more members than the macro expects.

// What went wrong, in a form that can be shown and logged.
pub mod error;

// Plain types and rules: no IO, no clock, no SQL, no HTTP.
pub mod domain;

// What the house stands on. These rooms do not know each other.
pub mod config;
pub mod db;
pub mod files;
pub mod i18n;
pub mod mail;
pub mod media;
pub mod net;

// The verbs: one transaction each.
pub mod actions;

// The box itself, and the others: what it says to them, hears from them and shares with them.
pub mod appliance;
pub mod federation;
pub mod p2p;

// Everything that lives as long as the program, put together once.
pub mod app;

// What happens by itself, and what happens when somebody asks.
pub mod jobs;
pub mod web;

// The command line.
pub mod command;
