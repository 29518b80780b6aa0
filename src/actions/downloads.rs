//! Downloads that are put together while they are sent: how many at once, of everybody and of one home.
//!
//! Each keeps the tables of its film in memory until its last byte has gone, so they are counted.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::failures::home;
use crate::error::{Error, Kind, Result};

/// All that are under way.
#[derive(Clone, Debug)]
pub struct Downloads {
    under_way: Arc<Mutex<HashMap<IpAddr, u32>>>,
    most: u32,
    most_of_one: u32,
}

/// The right to one download; given back when dropped.
#[derive(Debug)]
pub struct Place {
    downloads: Downloads,
    home: IpAddr,
}

impl Downloads {
    pub fn new(most: u32, most_of_one: u32) -> Self {
        Self { under_way: Arc::default(), most, most_of_one }
    }

    /// Takes a place; refused where there are too many already.
    pub fn enter(&self, address: IpAddr) -> Result<Place> {
        let home = home(address);
        let mut under_way = self.lock();
        let own = under_way.get(&home).copied().unwrap_or(0);
        if own >= self.most_of_one || under_way.values().sum::<u32>() >= self.most {
            return Err(Error::new(Kind::TooMany, "error-too-many-downloads"));
        }
        under_way.insert(home, own + 1);
        Ok(Place { downloads: self.clone(), home })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut under_way = self.downloads.lock();
        if let Some(count) = under_way.get_mut(&self.home) {
            *count -= 1;
            if *count == 0 {
                under_way.remove(&self.home);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_home_leaves_room_for_others_and_places_come_back() {
        let downloads = Downloads::new(3, 2);
        let from = |text: &str| downloads.enter(text.parse().expect("it is an address"));
        let held = [from("2001:db8::1"), from("2001:db8::2")];
        assert!(held.iter().all(Result::is_ok));
        assert_eq!(from("2001:db8::3").unwrap_err().kind, Kind::TooMany);
        let other = from("192.0.2.1").expect("others have room");
        assert!(from("192.0.2.2").is_err(), "three are all");
        drop(held);
        from("192.0.2.2").expect("the places came back");
        drop(other);
        assert!(downloads.lock().is_empty(), "nothing is kept of who has gone");
    }
}
