//! Bodies of requests that have not come to their end: how many one address may keep open.
//!
//! A sender is never hurried, because a slow line looks just like somebody who sends a byte now and then. So it
//! is counted: a home or a hall behind one address has room for all its members, and nobody can hold every place.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Kind, Result};

/// What one address may keep open while nobody who sends is signed in.
pub const OF_STRANGERS: usize = 32;
/// The same with members among them, who send films in pieces for hours.
const OF_MEMBERS: usize = 128;

/// All bodies under way, by the network that they come from.
#[derive(Clone, Debug, Default)]
pub struct Bodies(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// The right to send one body; given back when dropped.
#[derive(Debug)]
pub struct Place {
    bodies: Bodies,
    network: IpAddr,
}

impl Bodies {
    /// Takes a place; refused where there are too many already.
    pub fn enter(&self, address: IpAddr, is_member: bool) -> Result<Place> {
        let network = network_of(address);
        let mut open = self.lock();
        let count = open.entry(network).or_default();
        if *count >= if is_member { OF_MEMBERS } else { OF_STRANGERS } {
            return Err(Error::new(Kind::TooMany, "error-too-many-bodies"));
        }
        *count += 1;
        Ok(Place { bodies: self.clone(), network })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.bodies.lock();
        if let Some(count) = open.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.network);
            }
        }
    }
}

/// An IPv6 line has 2⁶⁴ addresses or more (RFC 6177): they count as one.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & (u128::MAX << 64)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_for_each_network_and_come_back() {
        let bodies = Bodies::default();
        let address = |text: &str| text.parse::<IpAddr>().expect("it is an address");
        let held: Vec<_> =
            (0..OF_STRANGERS).map(|n| bodies.enter(address(&format!("2001:db8::{n:x}")), false)).collect();
        assert!(held.iter().all(Result::is_ok));
        let refused = bodies.enter(address("2001:db8::ffff"), false).expect_err("the network is full");
        assert_eq!(refused.kind, Kind::TooMany);
        bodies.enter(address("2001:db8::ffff"), true).expect("members have room");
        bodies.enter(address("2001:db8:1::1"), false).expect("others have room");
        drop(held);
        bodies.enter(address("2001:db8::ffff"), false).expect("the places came back");
        assert!(bodies.lock().is_empty(), "nothing is kept of who has gone");
    }
}
