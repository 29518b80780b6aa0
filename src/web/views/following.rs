//! Channels that are followed, what has been watched, and what a member is told of.

use askama::Template;

use super::{AskedRow, ChannelLink, FilmCard, Layout, Pagination, Privacy, Section, Theme};
use crate::i18n::Language;

/// How many follow a channel, and whether the visitor does.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    /// Path that the form is sent to.
    pub url: String,
    pub channel_name: String,
    pub followers: u64,
    /// None for visitors who are not signed in, and for whose channel it is.
    pub mine: Option<bool>,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "subscriptions.html")]
pub struct SubscriptionsPage {
    pub page: Layout,
    pub channels: Vec<FollowedChannel>,
    /// How many are followed; the page names the latest of them.
    pub followed: u64,
    pub films: Vec<FilmCard>,
    pub pagination: Pagination,
    /// Address of the feed, once it has been asked for.
    pub feed: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct FollowedChannel {
    pub link: ChannelLink,
    pub follow_url: String,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "history.html")]
pub struct HistoryPage {
    pub page: Layout,
    pub is_kept: bool,
    pub films: Vec<WatchedFilm>,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct WatchedFilm {
    pub id: i64,
    pub film: FilmCard,
    /// Where it was left.
    pub seconds: u64,
}

impl WatchedFilm {
    /// Whether so little was left that it was the end.
    pub fn is_seen(&self) -> bool {
        self.seconds + 15 >= self.film.duration_seconds
    }

    /// Whether hardly anything was seen: where it was left says nothing.
    pub fn is_begun(&self) -> bool {
        self.seconds < 5
    }
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "notifications.html")]
pub struct NotificationsPage {
    pub page: Layout,
    pub rows: Vec<NotificationRow>,
    pub has_unread: bool,
    pub pagination: Pagination,
    pub wishes: Vec<Wish>,
    pub has_mail: bool,
}

/// One thing that happened, in words.
#[derive(Clone, Debug, Default)]
pub struct NotificationRow {
    pub text: String,
    pub url: String,
    pub when: i64,
    pub is_read: bool,
    /// The answer that it waits for.
    pub asked: Option<AskedRow>,
}

/// Whether the person wishes to be told of such things.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub name: &'static str,
    pub label_key: &'static str,
    pub is_wished: bool,
    pub is_wished_by_mail: bool,
}
