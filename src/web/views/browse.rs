//! The pages that everybody sees: home, lists, search, channel, account, about, sign-in, errors.

use askama::Template;

use super::{Banner, Face, FilmCard, Follow, Layout, PlaylistCard, Privacy, Problems, Section, Theme};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "home.html")]
pub struct HomePage {
    pub page: Layout,
    /// The association's own words, cleaned.
    pub words_html: String,
    pub featured: Option<FilmCard>,
    pub latest: Vec<FilmCard>,
    /// Whether there are films of friends.
    pub has_friends: bool,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "browse.html")]
pub struct BrowsePage {
    pub page: Layout,
    /// Films of ours, or those of friends.
    pub scope: Scope,
    /// The friend whose films alone they are.
    pub host: Option<String>,
    /// Whether there are films of friends at all.
    pub has_friends: bool,
    pub sort: Sort,
    pub total: u64,
    pub films: Vec<FilmCard>,
    pub pagination: Pagination,
}

/// A look round: films of one category, one channel and one tag after another.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "overview.html")]
pub struct OverviewPage {
    pub page: Layout,
    pub parts: Vec<OverviewPart>,
}

#[derive(Clone, Debug, Default)]
pub struct OverviewPart {
    /// In words: a category, a channel or a tag.
    pub title: String,
    /// Path of the page that has all of them.
    pub url: String,
    pub films: Vec<FilmCard>,
}

/// Whose films a list has; the codes are PeerTube's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Local,
    Federated,
}

impl Scope {
    pub const ALL: [Self; 2] = [Self::Local, Self::Federated];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Federated => "federated",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Local => "browse-here",
            Self::Federated => "browse-friends",
        }
    }
}

/// How a list is ordered; the codes are PeerTube's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Latest,
    /// Views of the last seven days.
    Trending,
    Hot,
    Views,
    Likes,
    Oldest,
    Title,
}

impl Sort {
    pub const ALL: [Self; 7] =
        [Self::Latest, Self::Trending, Self::Hot, Self::Views, Self::Likes, Self::Oldest, Self::Title];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Latest => "-publishedAt",
            Self::Trending => "-trending",
            Self::Hot => "-hot",
            Self::Views => "-views",
            Self::Likes => "-likes",
            Self::Oldest => "publishedAt",
            Self::Title => "name",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Latest => "sort-latest",
            Self::Trending => "sort-trending",
            Self::Hot => "sort-hot",
            Self::Views => "sort-views",
            Self::Likes => "sort-likes",
            Self::Oldest => "sort-oldest",
            Self::Title => "sort-title",
        }
    }
}

/// Where a list stands among its pages; a missing path means that there is no such page.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    pub page: u64,
    pub pages: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "channel.html")]
pub struct ChannelPage {
    pub page: Layout,
    /// As the API numbers it; its feeds are asked for by it.
    pub id: i64,
    pub name: String,
    /// `name@host`, as one writes it elsewhere in the fediverse.
    pub handle: String,
    /// The page where a channel of another server is at home.
    pub home: Option<String>,
    pub description_html: String,
    /// How the channel can be supported, cleaned; empty where it says nothing.
    pub support_html: String,
    pub avatar: Option<Face>,
    pub banner: Option<Banner>,
    /// Path of the page that changes the channel, for those who may.
    pub edit_url: Option<String>,
    pub follow: Follow,
    pub account_name: String,
    pub account_url: String,
    pub total: u64,
    pub films: Vec<FilmCard>,
    pub pagination: Pagination,
    /// The newest lists, and where all are; no path where there are none.
    pub lists: Vec<PlaylistCard>,
    pub lists_url: Option<String>,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "account.html")]
pub struct AccountPage {
    pub page: Layout,
    /// As the API numbers it; its feeds are asked for by it.
    pub id: i64,
    pub name: String,
    pub handle: String,
    /// The page where an account of another server is at home.
    pub home: Option<String>,
    /// The part of the handle before the host.
    pub username: String,
    /// Whether the reader may hide it from themselves, and whether they have.
    pub may_mute: bool,
    pub is_muted: bool,
    /// Where somebody else reports the account.
    pub report_url: Option<String>,
    pub description_html: String,
    pub avatar: Option<Face>,
    pub channels: Vec<ChannelLink>,
    pub total: u64,
    pub films: Vec<FilmCard>,
    pub pagination: Pagination,
    pub lists: Vec<PlaylistCard>,
    pub lists_url: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct ChannelLink {
    pub name: String,
    pub avatar: Option<Face>,
    pub url: String,
    pub films: u64,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "about.html")]
pub struct AboutPage {
    pub page: Layout,
    pub words_html: String,
    /// Whether visitors can write to the association.
    pub takes_messages: bool,
    /// Whether viewers share films.
    pub shares: bool,
    pub films: u64,
    pub people: u64,
    pub media_bytes: u64,
    pub version: String,
    /// Where the source code of this very version is.
    pub source_url: Option<String>,
}

/// Writing to the association. Posts to `/about/contact`: fromName, fromEmail, subject, body.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "contact.html")]
pub struct ContactPage {
    pub page: Layout,
    pub is_sent: bool,
    pub from_name: String,
    pub from_email: String,
    pub subject: String,
    pub body: String,
    pub problems: Problems,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "login.html")]
pub struct LoginPage {
    pub page: Layout,
    /// In words; none before the first try.
    pub error: Option<String>,
    pub username: String,
    /// Path to go to afterwards; empty for the home page.
    pub return_to: String,
    /// Whether strangers may ask for an account.
    pub takes_requests: bool,
    pub sends_mail: bool,
}

/// The second step of signing in. Posts to `/login/code`: step, code, return.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "login_code.html")]
pub struct LoginCodePage {
    pub page: Layout,
    /// Shows that a page of ours sent the code.
    pub step: String,
    pub error: Option<String>,
    pub return_to: String,
}

/// Any answer that is not the page that was asked for.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub page: Layout,
    pub status: u16,
    /// What is said in particular, already in words; none for the general sentence of the status.
    pub said: Option<String>,
    /// A mark that is also in the log, to find the cause again.
    pub reference: Option<String>,
}

impl ErrorPage {
    pub fn title_key(&self) -> &'static str {
        match self.status {
            401 | 403 => "problem-403-title",
            404 | 410 => "problem-404-title",
            500 => "problem-500-title",
            503 => "problem-503-title",
            _ => "problem-other-title",
        }
    }

    pub fn text(&self) -> String {
        let key = match self.status {
            _ if self.said.is_some() => "",
            401 | 403 => "problem-403-text",
            404 | 410 => "problem-404-text",
            503 => "problem-503-text",
            _ => "problem-500-text",
        };
        self.said.clone().unwrap_or_else(|| self.page.t(key).to_owned())
    }
}
