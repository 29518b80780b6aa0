//! The ids of what is ours. They are computed from the site's address and stored nowhere.

use uuid::Uuid;

use crate::domain::actor::Own;

/// The address of the site, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// The name of the actor that the site itself is, as PeerTube calls it.
pub const SITE: &str = "peertube";

/// Whom something is meant for that everybody may read.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

impl Address {
    pub fn new(address: &str) -> Self {
        Self(address.trim_end_matches('/').to_owned())
    }

    /// An address of the site: `path` begins with a slash.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The host, with the port where it is not the usual one.
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or(&*self.0, |(_, host)| host)
    }

    /// Whether an id is one of ours, and the path that it has here.
    pub fn path<'a>(&self, id: &'a str) -> Option<&'a str> {
        id.strip_prefix(&self.0).filter(|path| path.starts_with('/'))
    }

    pub fn site(&self) -> String {
        self.account(SITE)
    }

    pub fn account(&self, name: &str) -> String {
        self.of(&format!("/accounts/{name}"))
    }

    pub fn channel(&self, handle: &str) -> String {
        self.of(&format!("/video-channels/{handle}"))
    }

    pub fn inbox(&self) -> String {
        self.of("/inbox")
    }

    pub fn video(&self, uuid: Uuid) -> String {
        self.of(&format!("/videos/watch/{uuid}"))
    }

    /// The id of what a channel or the site says when it passes a film on.
    pub fn announce(&self, uuid: Uuid, own: Own) -> String {
        let who = if own == Own::Site { "site" } else { "channel" };
        format!("{}/announces/{who}", self.video(uuid))
    }

    pub fn comment(&self, video: Uuid, id: i64) -> String {
        self.of(&format!("/videos/watch/{video}/comments/{id}"))
    }

    pub fn playlist(&self, uuid: Uuid) -> String {
        self.of(&format!("/video-playlists/{uuid}"))
    }
}
