//! Work that waits in a table: what there is to do, and in which lane.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::mail::Letter;

/// Work as its row keeps it. A new kind is a new variant, and `jobs` then fails to compile until it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Makes a film out of the file that was sent.
    Prepare { video_id: i64 },
    /// Removes the files of a film whose time to undo the deletion is over.
    Erase { video_id: i64 },
    /// Copies a file of a folder beside the house into the upload that was begun for it.
    Import { upload_id: String, path: PathBuf },
    /// Opens a film whose moment has come.
    Publish { video_id: i64 },
    /// Sends a letter.
    Mail { number: Uuid, letter: Letter },
    /// Removes what belongs to nobody: old uploads, scratch folders, expired sessions.
    Sweep,
}

impl Job {
    pub fn lane(&self) -> Lane {
        match self {
            Self::Prepare { .. } => Lane::Media,
            Self::Import { .. } => Lane::Import,
            Self::Mail { .. } => Lane::Mail,
            Self::Erase { .. } | Self::Publish { .. } | Self::Sweep => Lane::Housekeeping,
        }
    }

    /// Two rows of one key are the same work; the second is not added.
    pub fn key(&self) -> String {
        match self {
            Self::Prepare { video_id } => format!("prepare:{video_id}"),
            Self::Import { upload_id, .. } => format!("import:{upload_id}"),
            Self::Erase { video_id } => format!("erase:{video_id}"),
            Self::Publish { video_id } => format!("publish:{video_id}"),
            Self::Mail { number, .. } => format!("mail:{number}"),
            Self::Sweep => "sweep".to_owned(),
        }
    }

    /// A job that was tried this often is parked until a person says "try again". Mail servers send strangers
    /// away for up to an hour before they take a letter (RFC 6647, greylisting).
    pub fn attempts(&self) -> i64 {
        match self {
            Self::Mail { .. } => 9,
            _ => 3,
        }
    }
}

/// Lanes run beside each other; within one, work is done in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Import,
    Media,
    Mail,
    Housekeeping,
}

impl Lane {
    pub const ALL: [Self; 4] = [Self::Import, Self::Media, Self::Mail, Self::Housekeeping];

    pub fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Media => "media",
            Self::Mail => "mail",
            Self::Housekeeping => "housekeeping",
        }
    }
}

/// A job during which the program ended this often (power cuts, or the job itself) is parked too.
pub const STARTS: i64 = 12;

/// Seconds to wait before attempt `attempt` + 1.
pub fn back_off_seconds(attempt: i64) -> i64 {
    10 * (1 << attempt.clamp(0, 10))
}
