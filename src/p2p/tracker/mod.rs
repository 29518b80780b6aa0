//! The tracker: who watches or keeps the same film, and how they are told of one another.
//!
//! `swarms` is the state: it takes a request, who sent it, `now` and numbers drawn at random, and says which messages go
//! to whom. `message` reads and writes what browsers say over a WebSocket, `http` what BitTorrent programs say,
//! `limits` bounds what one address may ask, and `lobby` puts these together for those who hold the lines. Swarms
//! exist for films of ours alone, under all the names that they have; addresses of BitTorrent programs are kept as
//! long as they announce themselves, those of browsers not at all, and none is ever logged.

pub mod http;
pub mod limits;
pub mod lobby;
pub mod message;
pub mod swarms;

pub use lobby::Lobby;
