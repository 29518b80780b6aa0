//! Whether a member likes a film.

use serde::{Deserialize, Serialize};

/// In PeerTube's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    Like,
    Dislike,
    #[default]
    None,
}

impl Rating {
    /// As the database keeps it; nothing for none.
    pub fn value(self) -> Option<i64> {
        match self {
            Self::Like => Some(1),
            Self::Dislike => Some(-1),
            Self::None => None,
        }
    }

    pub fn from_value(value: Option<i64>) -> Self {
        match value {
            Some(1) => Self::Like,
            Some(-1) => Self::Dislike,
            _ => Self::None,
        }
    }

    /// As a form or the API has it.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "like" => Some(Self::Like),
            "dislike" => Some(Self::Dislike),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}
