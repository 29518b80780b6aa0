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
    /// Makes the torrents of a public film that are not there yet.
    Torrents { video_id: i64 },
    /// Tells other servers what has changed here.
    Tell,
    /// Brings what is said to an inbox of another server.
    Deliver { outgoing_id: i64, inbox: String },
    /// Does what another server says: an activity as it came, and the actor whose signature it carried.
    Receive { activity: String, actor: String, body: String },
    /// Asks the server of somebody whether they said what another one passes on.
    Confirm { activity: String, body: String },
    /// Reads a page of what somebody elsewhere has said so far, the first one where none is named; `left` films at most.
    Crawl { actor: String, page: Option<String>, left: u32 },
    /// Reads what others say of a film of another server.
    Around { video_id: i64 },
    /// Looks at a film of another server again.
    Refresh { video_id: i64 },
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
            Self::Torrents { .. } => Lane::Sharing,
            Self::Tell | Self::Deliver { .. } | Self::Receive { .. } | Self::Confirm { .. } => Lane::Network,
            Self::Crawl { .. } | Self::Around { .. } | Self::Refresh { .. } => Lane::Network,
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
            Self::Torrents { video_id } => format!("torrents:{video_id}"),
            Self::Tell => "tell".to_owned(),
            Self::Deliver { outgoing_id, inbox } => format!("deliver:{outgoing_id}:{inbox}"),
            Self::Receive { activity, .. } => format!("receive:{activity}"),
            Self::Confirm { activity, .. } => format!("confirm:{activity}"),
            Self::Crawl { actor, page, .. } => {
                format!("crawl:{actor}:{}", page.as_deref().unwrap_or_default())
            }
            Self::Around { video_id } => format!("around:{video_id}"),
            Self::Refresh { video_id } => format!("refresh:{video_id}"),
            Self::Sweep => "sweep".to_owned(),
        }
    }

    /// A job that was tried this often is parked until a person says "try again". Mail servers send strangers
    /// away for up to an hour before they take a letter (RFC 6647, greylisting).
    pub fn attempts(&self) -> i64 {
        match self {
            Self::Mail { .. } => 9,
            // More than a day: boxes at home are switched off at night.
            Self::Deliver { .. } => 18,
            Self::Receive { .. } | Self::Confirm { .. } | Self::Crawl { .. } => 6,
            _ => 3,
        }
    }
}

/// Lanes run beside each other; within one, work is done in order, as far as it has one worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Import,
    Media,
    Mail,
    Network,
    /// What reads whole films: nobody waits for it.
    Sharing,
    Housekeeping,
}

impl Lane {
    pub const ALL: [Self; 6] =
        [Self::Import, Self::Media, Self::Mail, Self::Network, Self::Sharing, Self::Housekeeping];

    /// How many pieces of work of this lane are done at once. Others take their time to answer.
    pub fn workers(self) -> usize {
        if self == Self::Network { 4 } else { 1 }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Media => "media",
            Self::Mail => "mail",
            Self::Network => "network",
            Self::Sharing => "sharing",
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
