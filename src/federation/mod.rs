//! What is said to other servers and heard from them (ActivityPub, W3C Recommendation 2018), as PeerTube speaks it.
//!
//! `address` knows the ids of what is ours, `keys` and `signature` who says it, `objects` what is said.

pub mod acquaintance;
pub mod actors;
pub mod address;
pub mod borrow;
mod counted;
pub mod crawl;
pub mod delivery;
pub mod exchange;
pub mod films;
pub mod followers;
mod forward;
pub mod gate;
pub mod html;
pub mod inbox;
pub mod journal;
pub mod keys;
pub mod linked;
pub mod look_up;
pub mod objects;
pub mod own;
pub mod passed_on;
pub mod proof;
pub mod signature;
pub mod tell;
