//! What bounds those who speak to us: how often one address or one server does, how many strangers are looked up at
//! once; and what they have said already.

use std::collections::HashMap;
use std::collections::{HashSet, VecDeque};
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};

/// Requests of one address within so many seconds (PeerTube's limit), and signed ones of one server.
const REQUESTS: u32 = 500;
const WINDOW_SECONDS: i64 = 10;

/// Addresses, and servers, that are remembered at once.
const PLACES: usize = 10_000;

/// Signatures that are remembered: those of the time in which a signature is believed, if nobody floods.
const SIGNATURES: usize = 50_000;

/// Strangers whose keys are fetched at once: in all, and of one server.
const STRANGERS: usize = 16;
const STRANGERS_OF_ONE: usize = 2;

/// What bounds those who speak here.
pub struct Gate {
    addresses: Mutex<Windows<IpAddr>>,
    servers: Mutex<Windows<String>>,
    signatures: Mutex<Signatures>,
    strangers: Arc<Semaphore>,
    of_servers: Mutex<HashMap<String, usize>>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            addresses: Mutex::default(),
            servers: Mutex::default(),
            signatures: Mutex::default(),
            strangers: Arc::new(Semaphore::new(STRANGERS)),
            of_servers: Mutex::default(),
        }
    }
}

/// How often each place has spoken since when.
struct Windows<K>(HashMap<K, (Moment, u32)>);

impl<K> Default for Windows<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash> Windows<K> {
    fn pass(&mut self, place: K, now: Moment) -> Result<()> {
        let places = &mut self.0;
        if places.len() >= PLACES {
            places.retain(|_, (since, _)| now.seconds_since(*since) < WINDOW_SECONDS);
        }
        if places.len() >= PLACES && !places.contains_key(&place) {
            return Err(busy());
        }
        let (since, count) = places.entry(place).or_insert((now, 0));
        if now.seconds_since(*since) >= WINDOW_SECONDS {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        if *count > REQUESTS {
            return Err(Error::new(Kind::TooMany, "error-too-many").with("minutes", 1));
        }
        Ok(())
    }
}

/// Signatures of requests that were taken, the latest last.
#[derive(Default)]
struct Signatures {
    known: HashSet<[u8; 32]>,
    order: VecDeque<[u8; 32]>,
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
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner).pass(address, now)
    }

    /// Lets a signed request of this server through.
    pub fn pass_server(&self, host: &str, now: Moment) -> Result<()> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).pass(host.to_owned(), now)
    }

    /// Notes a signature whose request was taken; it is old enough one day to be refused for its age.
    pub fn remember(&self, signature: [u8; 32]) {
        let mut signatures = self.signatures.lock().unwrap_or_else(PoisonError::into_inner);
        if signatures.known.insert(signature) {
            signatures.order.push_back(signature);
        }
        if signatures.order.len() > SIGNATURES
            && let Some(oldest) = signatures.order.pop_front()
        {
            signatures.known.remove(&oldest);
        }
    }

    /// Whether a request with this signature was taken before.
    pub fn remembers(&self, signature: &[u8; 32]) -> bool {
        self.signatures.lock().unwrap_or_else(PoisonError::into_inner).known.contains(signature)
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
