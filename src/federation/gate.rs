//! What bounds those who speak to us: how often one address does, and how many strangers are looked up at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};

/// Requests of one address within so many seconds (PeerTube's limit).
const REQUESTS: u32 = 500;
const WINDOW_SECONDS: i64 = 10;

/// Addresses that are remembered at once.
const ADDRESSES: usize = 10_000;

/// Strangers whose keys are fetched at once: in all, and of one server.
const STRANGERS: usize = 16;
const STRANGERS_OF_ONE: usize = 2;

/// What bounds those who speak here.
pub struct Gate {
    seen: Mutex<HashMap<IpAddr, (Moment, u32)>>,
    strangers: Arc<Semaphore>,
    of_servers: Mutex<HashMap<String, usize>>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            seen: Mutex::default(),
            strangers: Arc::new(Semaphore::new(STRANGERS)),
            of_servers: Mutex::default(),
        }
    }
}

/// A stranger whose key is being fetched.
pub struct Stranger<'a> {
    gate: &'a Gate,
    host: String,
    _place: OwnedSemaphorePermit,
}

impl Drop for Stranger<'_> {
    fn drop(&mut self) {
        let mut of_servers = self.gate.of_servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = of_servers.get_mut(&self.host) {
            *count -= 1;
            if *count == 0 {
                of_servers.remove(&self.host);
            }
        }
    }
}

fn busy() -> Error {
    Error::new(Kind::Unavailable, "error-busy")
}

impl Gate {
    /// Lets a request of this address through.
    pub fn pass(&self, address: IpAddr, now: Moment) -> Result<()> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= ADDRESSES {
            seen.retain(|_, (since, _)| now.seconds_since(*since) < WINDOW_SECONDS);
        }
        if seen.len() >= ADDRESSES && !seen.contains_key(&address) {
            return Err(busy());
        }
        let (since, count) = seen.entry(address).or_insert((now, 0));
        if now.seconds_since(*since) >= WINDOW_SECONDS {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        if *count > REQUESTS {
            return Err(Error::new(Kind::TooMany, "error-too-many").with("minutes", 1));
        }
        Ok(())
    }

    /// A place in which a stranger of this server may be looked up.
    pub fn stranger(&self, host: &str) -> Result<Stranger<'_>> {
        let place = self.strangers.clone().try_acquire_owned().map_err(|_| busy())?;
        let mut of_servers = self.of_servers.lock().unwrap_or_else(PoisonError::into_inner);
        let count = of_servers.entry(host.to_owned()).or_default();
        if *count >= STRANGERS_OF_ONE {
            return Err(busy());
        }
        *count += 1;
        Ok(Stranger { gate: self, host: host.to_owned(), _place: place })
    }
}
