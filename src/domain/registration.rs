//! Asking for an account.

use crate::error::{Error, Result};

/// How far the request is, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting = 1,
    Rejected = 2,
    Accepted = 3,
}

impl State {
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::Waiting),
            2 => Some(Self::Rejected),
            3 => Some(Self::Accepted),
            _ => None,
        }
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Pending",
            Self::Rejected => "Rejected",
            Self::Accepted => "Accepted",
        }
    }
}

/// Requests that may wait at once: whoever sends more than a person can read does not mean to be read.
pub const WAITING_MAXIMUM: i64 = 200;

/// Checks what somebody says of why they ask, or what they are answered: 2–3000 characters, as PeerTube has it.
pub fn check_words(words: &str) -> Result<()> {
    let length = words.trim().chars().count();
    if (2..=3000).contains(&length) { Ok(()) } else { Err(Error::invalid("error-registration-words")) }
}
