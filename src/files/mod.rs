//! Where bytes live: the layout of the data folder, uploads, whole files by their final names, free space.
//!
//! Invariant: what a stranger may fetch by a final name is whole. It is written beside its place, made
//! durable, and renamed. Nothing here knows who may read what; `actions` and `web` ask `domain` first.

pub mod folders;
pub mod layout;
pub mod space;
pub mod uploads;
pub mod window;

mod whole;

pub use layout::Layout;
pub use whole::{remove_quietly, rename_durably, sync_folder, write_whole};
