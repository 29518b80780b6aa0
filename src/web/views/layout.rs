//! What every page shares: the language, who is signed in, the colours, and how texts are looked up.

use super::FilmCard;
use crate::domain::sensitive::Taste;
use crate::i18n::{Argument, Language};

/// Given to every page; templates look their texts up through it.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub language: Language,
    pub theme: Theme,
    pub site_name: String,
    /// The page's own title; empty on the home page, where the site's name stands alone.
    pub title: String,
    /// The site's address without a slash at its end, for links that leave the page.
    pub origin: String,
    /// Path and query of this page: where the language and colour switches return to.
    pub path: String,
    pub section: Section,
    pub person: Option<Person>,
    /// Notifications that they have not read.
    pub unread: u64,
    pub csrf: String,
    pub notices: Vec<Notice>,
    /// What stands in the search field.
    pub query: String,
    /// One sentence for search engines and link previews.
    pub description: String,
    /// What the reader sees of sensitive films.
    pub taste: Taste,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// The part of the site that the navigation marks as current.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    Home,
    Videos,
    Mine,
    Channels,
    Playlists,
    Comments,
    Subscriptions,
    History,
    Notifications,
    About,
    Publish,
    Login,
    Settings,
    Admin,
    People,
    Friends,
    Reports,
    Account,
    #[default]
    Other,
}

/// Who may enter a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    Members,
    Moderators,
    Administrators,
}

/// Section, path, name, and for whom it is.
const OWN_ROOMS: [(Section, &str, &str, For); 13] = [
    (Section::Mine, "/my/videos", "nav-mine", For::Members),
    (Section::Channels, "/my/channels", "nav-channels", For::Members),
    (Section::Playlists, "/my/playlists", "nav-playlists", For::Members),
    (Section::Comments, "/my/comments", "nav-comments", For::Members),
    (Section::Subscriptions, "/videos/subscriptions", "nav-subscriptions", For::Members),
    (Section::History, "/my/history", "nav-history", For::Members),
    (Section::Notifications, "/my/notifications", "nav-notifications", For::Members),
    (Section::Account, "/my/account", "nav-account", For::Members),
    (Section::People, "/admin/people", "nav-people", For::Moderators),
    (Section::Friends, "/admin/friends", "nav-friends", For::Administrators),
    (Section::Reports, "/admin/reports", "nav-reports", For::Moderators),
    (Section::Settings, "/settings", "nav-settings", For::Administrators),
    (Section::Admin, "/admin", "nav-admin", For::Administrators),
];

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    pub username: String,
    pub display_name: String,
    pub is_admin: bool,
    /// Whether they keep the house: administrators do too.
    pub is_moderator: bool,
}

/// A sentence at the head of a page about what has just happened.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: NoticeKind,
    pub text: String,
    pub action: Option<NoticeAction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Good,
    Plain,
    Problem,
}

/// A button inside a notice; it posts to `path`.
#[derive(Clone, Debug)]
pub struct NoticeAction {
    pub path: String,
    pub label: String,
}

/// A number as a template hands it over: by value or behind references, depending on where it stood.
pub trait Figure<T> {
    fn figure(&self) -> T;
}

impl Figure<u64> for u64 {
    fn figure(&self) -> u64 {
        *self
    }
}

impl Figure<i64> for i64 {
    fn figure(&self) -> i64 {
        *self
    }
}

impl<T, F: Figure<T>> Figure<T> for &F {
    fn figure(&self) -> T {
        (**self).figure()
    }
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// As it stands in the cookie and in `<html data-theme>`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Auto => "theme-auto",
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
        }
    }
}

impl NoticeKind {
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Plain => "plain",
            Self::Problem => "problem",
        }
    }
}

impl Layout {
    /// A text of the catalogue.
    pub fn t(&self, key: &'static str) -> &'static str {
        self.language.t(key)
    }

    /// A text with `$count` in it.
    pub fn count(&self, key: &'static str, count: impl Figure<u64>) -> String {
        self.language.say(key, &[("count", Argument::from(count.figure()))])
    }

    /// A text with one argument.
    pub fn with(&self, key: &'static str, name: &'static str, value: impl std::fmt::Display) -> String {
        self.language.say(key, &[(name, Argument::Text(value.to_string()))])
    }

    /// A text with two arguments.
    pub fn with_two(
        &self,
        key: &'static str,
        name: &'static str,
        value: impl std::fmt::Display,
        other_name: &'static str,
        other: impl std::fmt::Display,
    ) -> String {
        self.language.say(
            key,
            &[(name, Argument::Text(value.to_string())), (other_name, Argument::Text(other.to_string()))],
        )
    }

    pub fn date(&self, unix_seconds: impl Figure<i64>) -> String {
        self.language.date(unix_seconds.figure())
    }

    /// The date and the hour, in universal time.
    pub fn moment(&self, unix_seconds: impl Figure<i64>) -> String {
        let seconds = unix_seconds.figure();
        let minutes = seconds.rem_euclid(24 * 3600) / 60;
        format!("{} {:02}:{:02} UTC", self.language.date(seconds), minutes / 60, minutes % 60)
    }

    /// The date as machines read it, for `<time datetime>`.
    pub fn iso(&self, unix_seconds: impl Figure<i64>) -> String {
        time::OffsetDateTime::from_unix_timestamp(unix_seconds.figure())
            .ok()
            .and_then(|date| date.format(&time::format_description::well_known::Rfc3339).ok())
            .unwrap_or_default()
    }

    pub fn bytes(&self, bytes: impl Figure<u64>) -> String {
        self.language.bytes(bytes.figure())
    }

    pub fn number(&self, number: impl Figure<u64>) -> String {
        self.language.number(number.figure())
    }

    pub fn clock(&self, seconds: impl Figure<u64>) -> String {
        self.language.clock(seconds.figure())
    }

    pub fn spoken(&self, seconds: impl Figure<u64>) -> String {
        self.language.spoken(seconds.figure())
    }

    pub fn roughly(&self, seconds: impl Figure<u64>) -> String {
        self.language.roughly(seconds.figure())
    }

    /// Whether the picture of a film is blurred for the reader.
    pub fn blurs(&self, film: &FilmCard) -> bool {
        film.is_sensitive && self.taste.of(film.flags).blurs()
    }

    pub fn asset(&self, name: &'static str) -> &'static str {
        super::asset_url(name)
    }

    pub fn is_in(&self, section: Section) -> bool {
        self.section == section
    }

    /// Whether this is one of the person's own rooms, which share a navigation.
    pub fn is_behind_own_door(&self) -> bool {
        self.person.is_some() && OWN_ROOMS.iter().any(|(section, ..)| *section == self.section)
    }

    /// Path, name and whether it is this one, of each room that the person may enter.
    pub fn own_rooms(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let person = self.person.as_ref();
        let is_admin = person.is_some_and(|person| person.is_admin);
        let is_moderator = person.is_some_and(|person| person.is_moderator);
        let may_enter = move |room: For| match room {
            For::Members => true,
            For::Moderators => is_moderator,
            For::Administrators => is_admin,
        };
        let open = OWN_ROOMS.into_iter().filter(move |(.., room)| may_enter(*room));
        open.map(|(section, path, key, _)| (path, key, section == self.section))
    }
}
