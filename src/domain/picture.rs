//! Pictures of accounts and channels: which there are, and in which sizes.

use serde::{Deserialize, Serialize};

/// The sizes that PeerTube makes of a film's picture, in pixels.
pub const THUMBNAIL: (u32, u32) = (280, 157);
pub const PREVIEW: (u32, u32) = (850, 480);

/// What a picture is of a channel or an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Avatar,
    Banner,
}

impl Place {
    /// Width and height in pixels of each file, the smallest first (PeerTube's `ACTOR_IMAGES_SIZE`).
    pub fn sizes(self) -> &'static [(u32, u32)] {
        match self {
            Self::Avatar => &[(48, 48), (120, 120), (600, 600), (1500, 1500)],
            Self::Banner => &[(600, 100), (1920, 317)],
        }
    }
}

/// One size of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The name of the file, under media/avatars or media/banners.
    pub file: String,
    pub width: u32,
    pub height: u32,
    /// Milliseconds since 1970.
    pub created_at: i64,
}
