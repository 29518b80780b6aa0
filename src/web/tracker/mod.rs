//! The tracker as it is reached: `socket` for browsers, `http` for BitTorrent programs. What they say goes to
//! `p2p::tracker`; addresses go no further than a number, or for BitTorrent programs, who are to be found by them, into
//! their swarm. Nothing of either is logged.

mod http;
mod socket;

pub use http::{announce, scrape};
pub use socket::open;

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hasher};
use std::net::IpAddr;

use super::routes::Visit;
use crate::error::{Error, Result};
use crate::p2p::tracker::swarms::Origin;

/// Who comes from one household, as a number that says nothing of it once this program has ended.
fn origin(visit: &Visit) -> Origin {
    let mut hasher = BuildHasherDefault::<DefaultHasher>::default().build_hasher();
    hasher.write_u64(visit.app.boot_key);
    match visit.request.peer.address {
        IpAddr::V4(address) => hasher.write(&address.octets()),
        // A household has 64 bits of its own, and takes another address out of them whenever it likes.
        IpAddr::V6(address) => hasher.write(&address.octets()[..8]),
    }
    hasher.finish()
}

/// Whether people share films here at all.
fn check_on(visit: &Visit) -> Result<()> {
    if visit.app.settings().shares { Ok(()) } else { Err(Error::not_found("error-not-found")) }
}
