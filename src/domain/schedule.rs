//! What is to become of a film at a moment: PeerTube's `scheduleUpdate`.

use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::privacy::Privacy;
use crate::error::{Error, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Milliseconds since 1970.
    pub at: i64,
    /// Who may watch from then on; with PeerTube a moment may also change nothing.
    pub privacy: Option<Privacy>,
}

impl Schedule {
    pub fn moment(self) -> Moment {
        Moment(self.at)
    }

    /// Refuses what PeerTube does: a film is opened at a moment, never closed.
    pub fn check(self) -> Result<()> {
        let opens = |privacy: Privacy| privacy.is_open() || privacy == Privacy::Internal;
        if self.privacy.is_none_or(opens) { Ok(()) } else { Err(Error::invalid("error-schedule-privacy")) }
    }
}
