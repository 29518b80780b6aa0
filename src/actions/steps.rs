//! People between the two steps of signing in: the password is right, the code is still to come.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::sessions::{STEP_SECONDS, hash, new_secret};
use crate::db::session::Hash;
use crate::domain::moment::Moment;

/// People at once. Beyond it the ones who began first type their password once more.
const STEPS: usize = 10_000;

#[derive(Default)]
pub struct Steps(Mutex<HashMap<Hash, Step>>);

struct Step {
    user_id: i64,
    username: String,
    begun_at: Moment,
}

impl Steps {
    /// Somebody has shown their password; the secret that names them until the code is there.
    pub fn begin(&self, user_id: i64, username: &str, now: Moment) -> String {
        let secret = new_secret();
        let mut steps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        steps.retain(|_, step| now.seconds_since(step.begun_at) < STEP_SECONDS);
        if steps.len() >= STEPS {
            let mut times: Vec<i64> = steps.values().map(|step| step.begun_at.0).collect();
            times.sort_unstable();
            let middle = times[times.len() / 2];
            steps.retain(|_, step| step.begun_at.0 > middle);
        }
        steps.insert(hash(&secret), Step { user_id, username: username.to_owned(), begun_at: now });
        secret
    }

    /// Who they are, as long as they are not too late.
    pub fn of(&self, secret: &str, now: Moment) -> Option<(i64, String)> {
        let steps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let step = steps.get(&hash(secret))?;
        let is_in_time = now.seconds_since(step.begun_at) < STEP_SECONDS;
        is_in_time.then(|| (step.user_id, step.username.clone()))
    }

    pub fn end(&self, secret: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash(secret));
    }
}
