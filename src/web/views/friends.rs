//! Friends: other sites whose films are shown here.

use askama::Template;

use super::{Choice, Layout, Section, Theme};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "friends.html")]
pub struct FriendsPage {
    pub page: Layout,
    /// Whether the site can be reached by others at all.
    pub is_open: bool,
    pub friends: Vec<FriendRow>,
    pub invitations: Vec<FriendInvitation>,
    /// An invitation that has just been made: its link, told once.
    pub made: Option<String>,
    /// What was typed and refused, and why.
    pub typed: String,
    pub problem: Option<String>,
}

/// How two sites stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Friendship {
    /// Each shows the films of the other.
    #[default]
    Mutual,
    /// It is shown here, and does not show us.
    Followed,
    /// It shows us, and is not shown here.
    Follower,
    /// It was asked, and has not answered yet.
    Asked,
    Refused,
}

impl Friendship {
    pub fn key(&self) -> &'static str {
        match self {
            Self::Mutual => "friends-mutual",
            Self::Followed => "friends-followed",
            Self::Follower => "friends-follower",
            Self::Asked => "friends-asked",
            Self::Refused => "friends-refused",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct FriendRow {
    pub host: String,
    pub friendship: Friendship,
    pub is_paused: bool,
    /// It does not answer lately.
    pub is_silent: bool,
    pub films: u64,
    pub watched: u64,
    pub comments: u64,
    pub likes: u64,
}

#[derive(Clone, Debug, Default)]
pub struct FriendInvitation {
    pub id: i64,
    pub note: String,
    pub until: i64,
}

/// Another site in its own words, before it becomes a friend.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "friend_new.html")]
pub struct NewFriendPage {
    pub page: Layout,
    pub host: String,
    pub name: String,
    pub short_description: String,
    /// Cleaned.
    pub description_html: String,
    pub terms_html: String,
    pub films: Option<u64>,
    /// The code of its invitation; empty without one.
    pub code: String,
    pub takes: TakesForm,
    pub problem: Option<String>,
}

/// One friend: what it brings and takes, what is taken of it, and how it ends.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "friend.html")]
pub struct FriendPage {
    pub page: Layout,
    pub row: FriendRow,
    pub since: i64,
    pub takes: TakesForm,
    pub problem: Option<String>,
}

/// What is taken of a friend, as a form.
#[derive(Clone, Debug, Default)]
pub struct TakesForm {
    pub categories: Vec<Choice>,
    pub licences: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub sensitive: bool,
    pub comments: bool,
}

/// What the link of an invitation shows: whoever got it takes it to their own site.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "friend_invited.html")]
pub struct FriendInvitedPage {
    pub page: Layout,
    /// The link itself.
    pub link: String,
    pub is_good: bool,
    pub description_html: String,
}

impl TakesForm {
    pub fn names_categories(&self) -> bool {
        self.categories.iter().any(|choice| choice.is_chosen)
    }

    pub fn names_licences(&self) -> bool {
        self.licences.iter().any(|choice| choice.is_chosen)
    }

    pub fn names_languages(&self) -> bool {
        self.languages.iter().any(|choice| choice.is_chosen)
    }
}
