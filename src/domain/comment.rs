//! Comments: who may write them, who sees them, and what they must be like.

use serde::{Deserialize, Serialize};

use super::account::Person;
use super::video::{Holding, can_change, tidy};
use crate::error::{Error, Result};

/// Who may comment on a film, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommentsPolicy {
    /// Every member.
    #[default]
    Enabled = 1,
    Disabled = 2,
    /// Every member; others read it once the owner of the film has approved it.
    RequiresApproval = 3,
}

impl CommentsPolicy {
    pub const ALL: [Self; 3] = [Self::Enabled, Self::RequiresApproval, Self::Disabled];

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| *policy as i64 == number)
    }

    /// What the catalogue calls it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Enabled => "comments-policy-open",
            Self::Disabled => "comments-policy-closed",
            Self::RequiresApproval => "comments-policy-held",
        }
    }

    /// PeerTube's number, for forms.
    pub fn number(&self) -> i64 {
        *self as i64
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::RequiresApproval => "Requires approval",
        }
    }
}

/// Characters of a comment at most: PeerTube's limit.
pub const TEXT_LENGTH: usize = 10_000;

/// Replies of one thread that are ever shown; more than people write, and a bound for the memory.
pub const THREAD_LENGTH: u32 = 5_000;

/// A text that somebody wants to say.
pub fn checked(text: String) -> Result<String> {
    tidy(Some(text), TEXT_LENGTH)?.ok_or_else(|| Error::invalid("error-comment-empty"))
}

/// Whose eyes look at the comments of a film: what waits for approval is seen by those who decide, and by its
/// author.
#[derive(Clone, Copy, Debug, Default)]
pub struct Eyes {
    pub sees_held: bool,
    pub account_id: Option<i64>,
}

impl Eyes {
    pub fn of(person: Option<&Person>, holding: Holding) -> Self {
        Self {
            sees_held: person.is_some_and(|person| can_moderate(holding, person)),
            account_id: person.map(|person| person.account_id),
        }
    }
}

/// Whether `person` may approve and delete what others write under a film.
pub fn can_moderate(holding: Holding, person: &Person) -> bool {
    can_change(holding, person) || person.is_moderator()
}
