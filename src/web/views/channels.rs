//! Looking after one's own channels.

use askama::Template;

use super::{AskedRow, Layout, Pagination, Problems, Section, Theme};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "my_channels.html")]
pub struct MyChannelsPage {
    pub page: Layout,
    pub channels: Vec<ChannelRow>,
    /// The channels of others that the person keeps with them.
    pub shared: Vec<ChannelRow>,
    /// What waits for the person's answer.
    pub asked: Vec<AskedRow>,
    /// Deleted a short while ago; can still be brought back.
    pub deleted: Vec<DeletedChannel>,
    /// Channels that one account may have.
    pub maximum: u64,
}

#[derive(Clone, Debug, Default)]
pub struct ChannelRow {
    pub handle: String,
    pub name: String,
    pub avatar: Option<Face>,
    pub films: u64,
    pub followers: u64,
    /// Whose it is, if that is somebody else.
    pub owner: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct DeletedChannel {
    pub handle: String,
    pub name: String,
    /// Seconds since 1970.
    pub until: i64,
}

/// A new channel, or one that is changed. The form fields and their names are PeerTube's: name, displayName,
/// description, support, avatarfile, bannerfile; removeAvatar and removeBanner are ours.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "channel_form.html")]
pub struct ChannelFormPage {
    pub page: Layout,
    /// None for a new channel.
    pub handle: Option<String>,
    pub form: ChannelForm,
    pub avatar: Option<Face>,
    pub banner: Option<Banner>,
    /// What follows the `@` of a handle.
    pub host: String,
    /// False for the last channel of an account.
    pub may_be_deleted: bool,
    /// Whether the person deletes it and chooses who keeps it.
    pub is_owner: bool,
    /// The names of those who keep it, its owner first.
    pub keepers: Vec<String>,
    /// What was typed is still in `form`.
    pub problems: Problems,
}

#[derive(Clone, Debug, Default)]
pub struct ChannelForm {
    pub handle: String,
    pub display_name: String,
    pub description: String,
    pub support: String,
}

/// Who follows a channel.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "followers.html")]
pub struct FollowersPage {
    pub page: Layout,
    pub handle: String,
    pub name: String,
    pub total: u64,
    pub rows: Vec<FollowerRow>,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct FollowerRow {
    pub name: String,
    /// With the host of another server where that is their home.
    pub handle: String,
    pub url: String,
    pub avatar: Option<Face>,
    /// Seconds since 1970.
    pub since: i64,
}

/// Says what deleting a channel takes along, and asks for its name.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "channel_delete.html")]
pub struct ChannelDeletePage {
    pub page: Layout,
    pub handle: String,
    pub name: String,
    pub films: u64,
    pub error: Option<String>,
}

/// The paths of a round picture: for screens of one and of two pixels a point, and for a page's head.
#[derive(Clone, Debug, Default)]
pub struct Face {
    pub small: String,
    pub large: String,
}

/// The paths of the wide picture over a page, 600 and 1920 pixels wide.
#[derive(Clone, Debug, Default)]
pub struct Banner {
    pub small: String,
    pub large: String,
}
