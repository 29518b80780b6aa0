//! Who keeps a channel together, what they did in it, and giving it to somebody else.

use askama::Template;

use super::{Face, Layout, Pagination, Problems, Section, Theme};
use crate::i18n::Language;

/// The form field and its name: name.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "team.html")]
pub struct TeamPage {
    pub page: Layout,
    pub handle: String,
    pub name: String,
    /// Whose the channel is.
    pub owner: Keeper,
    /// Those who keep it with them, and those who have not answered yet.
    pub keepers: Vec<Keeper>,
    /// Whether the person invites, takes out and gives away.
    pub is_owner: bool,
    /// To whom the channel is offered, and the number of the offer.
    pub offer: Option<(i64, String)>,
    /// False for the only channel of its owner.
    pub may_be_given: bool,
    pub activities: Vec<ActivityRow>,
    pub pagination: Pagination,
    /// What was typed where somebody is invited.
    pub typed: String,
    pub problems: Problems,
}

#[derive(Clone, Debug, Default)]
pub struct Keeper {
    /// The number of the invitation; 0 for the owner.
    pub id: i64,
    pub name: String,
    pub username: String,
    pub avatar: Option<Face>,
    pub is_pending: bool,
    pub is_oneself: bool,
}

/// One thing that somebody did, in words.
#[derive(Clone, Debug, Default)]
pub struct ActivityRow {
    pub text: String,
    /// The page of what it was done to, if there still is one.
    pub url: Option<String>,
    /// Seconds since 1970.
    pub when: i64,
}

/// Asks to whom a channel is to be given, and for its name. The form fields: next, name.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "channel_give.html")]
pub struct ChannelGivePage {
    pub page: Layout,
    pub handle: String,
    pub name: String,
    pub films: u64,
    /// What was typed.
    pub next: String,
    pub problems: Problems,
}

/// Something that waits for a yes or a no: a channel to keep with others, or to take.
#[derive(Clone, Debug, Default)]
pub struct AskedRow {
    pub text: String,
    pub yes: AnswerWay,
    pub no: AnswerWay,
}

/// A button and the path that it sends its form to.
#[derive(Clone, Debug, Default)]
pub struct AnswerWay {
    pub path: String,
    pub label_key: &'static str,
}
