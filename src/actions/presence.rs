//! When sessions were last used.
//!
//! Kept in memory and written every 30 seconds, and of one session every ten minutes: nobody asks more exactly, and
//! an SD card has only so many writes. A power cut takes half a minute of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::sessions::hash;
use crate::db::session::Hash;
use crate::db::{self, Db};
use crate::domain::moment::Moment;
use crate::error::Result;

/// Sessions remembered at once; beyond it all are forgotten, and written once more.
const SESSIONS: usize = 20_000;

/// Seconds in which a session is written once.
const INTERVAL_SECONDS: i64 = 600;

#[derive(Clone, Default)]
pub struct Presence(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// When each was written, or is about to be.
    written: HashMap<Hash, Moment>,
    pending: HashMap<Hash, Moment>,
}

impl Presence {
    /// The session or the access token of this secret is used.
    pub fn used(&self, secret: &str, now: Moment) {
        let hash = hash(secret);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.written.get(&hash).is_some_and(|at| now.seconds_since(*at) < INTERVAL_SECONDS) {
            return;
        }
        if seen.written.len() >= SESSIONS {
            seen.written.clear();
        }
        seen.written.insert(hash, now);
        seen.pending.insert(hash, now);
    }

    /// Writes what has been used since the last time.
    pub async fn flush(&self, db: &Db) -> Result<()> {
        let pending = std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).pending);
        if pending.is_empty() {
            return Ok(());
        }
        let pending: Vec<_> = pending.into_iter().collect();
        let outcome = {
            let pending = pending.clone();
            db.write(move |tx| db::session::set_used(tx, &pending)).await
        };
        if outcome.is_err() {
            let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (hash, at) in pending {
                seen.pending.entry(hash).or_insert(at);
            }
        }
        outcome
    }
}
