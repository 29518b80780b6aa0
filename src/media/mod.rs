//! Films become what a browser plays: probing, planning, encoding, playlists, pictures.
//!
//! This room never decodes anything itself and links no GStreamer: untrusted bytes are opened only by the
//! child program `lucarne-media`, in a sandbox, with limits, one piece of work at a time. `worker` starts
//! that child, listens to its JSON lines and buries it. `plan`, `fmp4`, `segment`, `h264`, `playlist`
//! and `storyboard` are pure; the child uses them as well. Called by `jobs` and `actions`; it uses only `crate::error`.
//! Invariant: whatever the child does (crash, hang, eat memory), the caller gets a `Failure` with a kind.

pub mod fmp4;
pub mod h264;
pub mod plan;
pub mod playlist;
pub mod protocol;
pub mod scale;
pub mod segment;
pub mod storyboard;
pub mod worker;

pub use protocol::{
    EncoderReport, Failure, FailureKind, PictureOutput, Prepare, Prepared, Progress, Rendition, SourceInfo,
};
pub use worker::{Limits, Worker};
