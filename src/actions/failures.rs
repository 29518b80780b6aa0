//! How often one address may try: wrong passwords, setup codes.
//!
//! Kept in memory, bounded, by address (IPv6 by its /64, which is one home). Only failures count, so nobody
//! who knows their password ever meets this.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};

/// Failures within the window, and the window.
const WINDOW_SECONDS: i64 = 15 * 60;

/// Addresses remembered at once. Beyond it the oldest half is forgotten.
const ADDRESSES: usize = 20_000;

#[derive(Default)]
pub struct Failures(Mutex<HashMap<Key, (Moment, u32)>>);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    /// One name from one address: whoever forgot a password does not lock out the others of the house.
    Both(IpAddr, String),
    /// Many names from one address.
    Address(IpAddr),
    /// A name that is tried from everywhere.
    Name(String),
}

impl Key {
    /// Who has to wait, in the words of the log.
    fn whose(&self) -> &'static str {
        match self {
            Self::Both(..) => "this address, with this name,",
            Self::Address(_) => "this address",
            Self::Name(_) => "whoever comes with this name",
        }
    }
}

const BOTH_FAILURES: u32 = 10;
const ADDRESS_FAILURES: u32 = 40;
const NAME_FAILURES: u32 = 50;

impl Failures {
    /// Refuses when this address, or everybody against this name, has failed too often.
    pub fn check(&self, address: IpAddr, name: &str, now: Moment) -> Result<()> {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, limit) in keys(address, name) {
            if let Some(&(since, count)) = failures.get(&key) {
                let left = WINDOW_SECONDS - now.seconds_since(since);
                if count >= limit && left > 0 {
                    return Err(Error::new(Kind::TooMany, "error-too-many").with("minutes", (left + 59) / 60));
                }
            }
        }
        Ok(())
    }

    pub fn failed(&self, address: IpAddr, name: &str, now: Moment) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= ADDRESSES {
            let mut times: Vec<i64> = failures.values().map(|(since, _)| since.0).collect();
            times.sort_unstable();
            let middle = times[times.len() / 2];
            failures.retain(|_, (since, _)| since.0 > middle);
        }
        for (key, limit) in keys(address, name) {
            let whose = key.whose();
            let entry = failures.entry(key).or_insert((now, 0));
            if now.seconds_since(entry.0) >= WINDOW_SECONDS {
                *entry = (now, 0);
            }
            entry.1 += 1;
            if entry.1 == limit {
                let minutes = WINDOW_SECONDS / 60;
                tracing::warn!(%address, "{limit} wrong tries within {minutes} minutes: {whose} has to wait");
            }
        }
    }

    /// Forgets the failures of an address against a name after a success. Those of the address stay: a person
    /// with a password of their own could otherwise try the others' for ever.
    pub fn succeeded(&self, address: IpAddr, name: &str) {
        let [(both, _), ..] = keys(address, name);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&both);
    }
}

fn keys(address: IpAddr, name: &str) -> [(Key, u32); 3] {
    let name: String = name.trim().to_lowercase().chars().take(100).collect();
    let address = home(address);
    [
        (Key::Both(address, name.clone()), BOTH_FAILURES),
        (Key::Address(address), ADDRESS_FAILURES),
        (Key::Name(name), NAME_FAILURES),
    ]
}

/// The network of a home, which counts as one address.
pub(super) fn home(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_wrong_password_waits_and_the_window_ends() {
        let failures = Failures::default();
        let address: IpAddr = "192.0.2.7".parse().expect("it is an address");
        let other: IpAddr = "192.0.2.8".parse().expect("it is an address");
        for _ in 0..10 {
            failures.check(address, "maud", Moment(0)).expect("ten tries are free");
            failures.failed(address, "maud", Moment(0));
        }
        assert_eq!(failures.check(address, "Maud ", Moment(0)).unwrap_err().kind, Kind::TooMany);
        assert!(failures.check(address, "paul", Moment(0)).is_ok(), "others of the house are not locked out");
        assert!(failures.check(other, "maud", Moment(0)).is_ok(), "nor maud elsewhere");
        assert!(failures.check(address, "maud", Moment(WINDOW_SECONDS * 1000)).is_ok());
    }

    #[test]
    fn an_address_that_tries_many_names_waits_even_if_one_of_them_is_its_own() {
        let failures = Failures::default();
        let address: IpAddr = "192.0.2.7".parse().expect("it is an address");
        for n in 0..40 {
            failures.failed(address, &format!("name{n}"), Moment(0));
            failures.succeeded(address, "mallory");
        }
        assert!(failures.check(address, "paul", Moment(0)).is_err());
    }

    #[test]
    fn a_home_is_one_address() {
        let failures = Failures::default();
        for n in 0..40 {
            failures.failed(format!("2001:db8::{n}").parse().expect("it is an address"), "x", Moment(0));
        }
        assert!(failures.check("2001:db8::ffff".parse().expect("it is an address"), "y", Moment(0)).is_err());
    }
}
