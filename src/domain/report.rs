//! Reports of what should not be on the site (PeerTube's abuses): what is reported, why, and what became of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::video::tidy;
use crate::error::{Error, Result};

/// Characters of a reason, a note or a message: PeerTube's limits.
pub const LENGTH_MINIMUM: usize = 2;
pub const LENGTH_MAXIMUM: usize = 3000;

/// Reports of one person in a day; more is a flood.
pub const DAILY: i64 = 50;

/// What became of it, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Pending = 1,
    Rejected = 2,
    Accepted = 3,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Rejected];

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| *state as i64 == number)
    }

    /// PeerTube's number, for forms.
    pub fn number(&self) -> i64 {
        *self as i64
    }

    /// What the catalogue calls the button that leads to it.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Pending => "report-reopen",
            Self::Rejected => "report-reject",
            Self::Accepted => "report-accept",
        }
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Rejected => "Rejected",
            Self::Accepted => "Accepted",
        }
    }

    /// What the catalogue calls it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Pending => "report-pending",
            Self::Rejected => "report-rejected",
            Self::Accepted => "report-accepted",
        }
    }
}

/// PeerTube's reasons, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Violent = 1,
    Hateful = 2,
    Spam = 3,
    Privacy = 4,
    Rights = 5,
    ServerRules = 6,
    Thumbnails = 7,
    Captions = 8,
}

impl Reason {
    pub const ALL: [Self; 8] = [
        Self::Violent,
        Self::Hateful,
        Self::Spam,
        Self::Privacy,
        Self::Rights,
        Self::ServerRules,
        Self::Thumbnails,
        Self::Captions,
    ];

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| *reason as i64 == number)
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// PeerTube's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Violent => "violentOrRepulsive",
            Self::Hateful => "hatefulOrAbusive",
            Self::Spam => "spamOrMisleading",
            Self::Privacy => "privacy",
            Self::Rights => "rights",
            Self::ServerRules => "serverRules",
            Self::Thumbnails => "thumbnails",
            Self::Captions => "captions",
        }
    }

    /// What the catalogue calls it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Violent => "report-violent",
            Self::Hateful => "report-hateful",
            Self::Spam => "report-spam",
            Self::Privacy => "report-privacy",
            Self::Rights => "report-rights",
            Self::ServerRules => "report-rules",
            Self::Thumbnails => "report-thumbnail",
            Self::Captions => "report-captions",
        }
    }

    /// Those that can be said of something that is no film.
    pub fn is_of_films(self) -> bool {
        matches!(self, Self::Thumbnails | Self::Captions)
    }
}

/// What was reported, in the words that it had then: they stay when it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Subject {
    Video { id: i64, uuid: Uuid, name: String },
    Comment { id: i64, thread: i64, text: String, video_id: i64, video: Uuid, video_name: String },
    Account { name: String },
}

impl Subject {
    /// PeerTube's name of the kind, for filters.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Video { .. } => "video",
            Self::Comment { .. } => "comment",
            Self::Account { .. } => "account",
        }
    }
}

/// What somebody reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// From second to second, where it is a part.
    Video {
        reference: super::id::Reference,
        start_at: Option<i64>,
        end_at: Option<i64>,
    },
    Comment(i64),
    Account(i64),
}

/// A reason, a note or a message as it will be kept.
pub fn checked(text: &str) -> Result<String> {
    let text = tidy(Some(text.to_owned()), LENGTH_MAXIMUM)?.unwrap_or_default();
    if text.chars().count() < LENGTH_MINIMUM { Err(Error::invalid("error-report-short")) } else { Ok(text) }
}

/// Each reason once.
pub fn checked_reasons(mut reasons: Vec<Reason>) -> Vec<Reason> {
    reasons.sort_by_key(|reason| *reason as i64);
    reasons.dedup();
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_and_states_are_found_again() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_number(reason as i64), Some(reason));
            assert_eq!(Reason::from_name(reason.name()), Some(reason));
        }
        for state in State::ALL {
            assert_eq!(State::from_number(state as i64), Some(state));
        }
        assert_eq!(Reason::from_number(9), None);
        let twice = vec![Reason::Rights, Reason::Spam, Reason::Rights];
        assert_eq!(checked_reasons(twice), [Reason::Spam, Reason::Rights]);
    }

    #[test]
    fn a_reason_has_words() {
        assert_eq!(checked("  Ce n’est pas à lui. ").ok().as_deref(), Some("Ce n’est pas à lui."));
        for text in ["", " x ", &"x".repeat(LENGTH_MAXIMUM + 1)] {
            assert!(checked(text).is_err(), "{text}");
        }
    }
}
