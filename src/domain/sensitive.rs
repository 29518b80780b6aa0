//! Sensitive films (PeerTube's `nsfw`): why they are, and what people see of them.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// PeerTube's flags (`packages/models/src/videos/nsfw-flag.enum.ts`).
pub const VIOLENT: i64 = 1;
pub const EXPLICIT_SEX: i64 = 2;

/// PeerTube's names of flags in the documents that servers exchange.
pub fn names(flags: i64) -> impl Iterator<Item = &'static str> {
    [(VIOLENT, "violent"), (EXPLICIT_SEX, "explicitSex")]
        .into_iter()
        .filter_map(move |(flag, name)| (flags & flag != 0).then_some(name))
}

/// Characters of the words that warn of a film (PeerTube's limit).
pub const SUMMARY_LENGTH: usize = 250;

/// What somebody wishes to see of sensitive films, under PeerTube's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Policy {
    /// They are films like others.
    #[serde(rename = "display")]
    Display,
    /// They are asked before one is played.
    #[serde(rename = "warn")]
    Warn,
    /// The pictures are blurred, too.
    #[default]
    #[serde(rename = "blur")]
    Blur,
    /// They are left out of lists.
    #[serde(rename = "do_not_list")]
    Hide,
}

impl Policy {
    pub const ALL: [Self; 4] = [Self::Blur, Self::Warn, Self::Display, Self::Hide];

    /// PeerTube's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Warn => "warn",
            Self::Blur => "blur",
            Self::Hide => "do_not_list",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.code() == code)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Display => "sensitive-display",
            Self::Warn => "sensitive-warn",
            Self::Blur => "sensitive-blur",
            Self::Hide => "sensitive-hide",
        }
    }

    /// Whether people are asked before a sensitive film is played.
    pub fn asks(self) -> bool {
        self != Self::Display
    }

    /// Whether the pictures of sensitive films are blurred where they are listed at all.
    pub fn blurs(self) -> bool {
        matches!(self, Self::Blur | Self::Hide)
    }
}

/// Refuses flags that nobody knows.
pub fn check_flags(flags: i64) -> Result<()> {
    match flags & !(VIOLENT | EXPLICIT_SEX) {
        0 => Ok(()),
        _ => Err(Error::invalid("error-parameter").with("name", "nsfwFlags").with("maximum", "")),
    }
}
