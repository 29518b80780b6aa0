//! What other servers ask and say (ActivityPub).

pub mod documents;
pub mod finger;
pub mod inbox;
pub mod playlists;
