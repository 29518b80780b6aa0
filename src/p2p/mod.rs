//! Sharing the load: torrents of our films, and the tracker at which viewers and programs find one another.
//!
//! Everything here is protocol: it takes bytes, `now` and numbers drawn by others and returns values. It opens no
//! file and no socket and knows no clock; `jobs` makes torrents with it, `web/tracker` and `web/torrents` speak it.
//! It never panics on input, and what it keeps of strangers is bounded.

pub mod bencode;
pub mod names;
pub mod torrent;
pub mod tracker;
