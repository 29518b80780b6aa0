//! Films: who may watch them, in which state they are, and what may be said of them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::account::Person;
use crate::domain::comment::CommentsPolicy;
use crate::domain::moment::Moment;
use crate::domain::schedule::Schedule;
use crate::domain::{sensitive, video_password, vocabulary};
use crate::error::{Error, Result};

pub use crate::domain::privacy::{Access, Guarded, Privacy, access, can_reach, can_take_part, can_watch};

/// Where a film is on its way, with PeerTube's numbers where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Published = 1,
    ToPrepare = 2,
    PreparationFailed = 7,
    /// Deleted by its owner, who may still change their mind.
    Deleted = 100,
    /// Published, but for whoever keeps the house having blocked it (`db/migrations/0020_blocked_films.sql`).
    Blocked = 101,
}

impl State {
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::Published),
            2 => Some(Self::ToPrepare),
            7 => Some(Self::PreparationFailed),
            100 => Some(Self::Deleted),
            101 => Some(Self::Blocked),
            _ => None,
        }
    }

    /// As PeerTube calls it: a blocked film is a published one there, with a row that blocks it.
    pub fn told(self) -> Self {
        if self == Self::Blocked { Self::Published } else { self }
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Published | Self::Blocked => "Published",
            Self::ToPrepare => "To transcode",
            Self::PreparationFailed => "Transcoding failed",
            Self::Deleted => "Deleted",
        }
    }
}

/// Seconds in which a deletion can be undone.
pub const UNDO_SECONDS: i64 = 7 * 24 * 3600;

/// What a person says of a film. Every field has been checked once this exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    pub name: String,
    pub description: Option<String>,
    pub support: Option<String>,
    pub tags: Vec<String>,
    pub category: Option<i64>,
    pub licence: Option<i64>,
    pub language: Option<String>,
    pub privacy: Privacy,
    pub nsfw: bool,
    /// Why it is sensitive: flags and words. A film that is not has neither.
    #[serde(default)]
    pub nsfw_flags: i64,
    #[serde(default)]
    pub nsfw_summary: Option<String>,
    #[serde(default)]
    pub comments: CommentsPolicy,
    pub download_enabled: bool,
    /// Milliseconds since 1970, if the film was first shown elsewhere.
    pub originally_published_at: Option<i64>,
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Passwords that take the place of those that the film has. None leaves them; no row is read with them.
    #[serde(default)]
    pub new_passwords: Option<Vec<String>>,
}

impl Default for Description {
    fn default() -> Self {
        Self {
            name: String::new(),
            description: None,
            support: None,
            tags: Vec::new(),
            category: None,
            licence: None,
            language: None,
            privacy: Privacy::Public,
            nsfw: false,
            nsfw_flags: 0,
            nsfw_summary: None,
            comments: CommentsPolicy::default(),
            download_enabled: true,
            originally_published_at: None,
            schedule: None,
            new_passwords: None,
        }
    }
}

impl Description {
    /// Checks and tidies what came from a form or from the API.
    pub fn checked(mut self) -> Result<Self> {
        self.name = tidy_line(&self.name);
        let length = self.name.chars().count();
        if !(3..=120).contains(&length) || self.name.chars().any(char::is_control) {
            return Err(Error::invalid("error-title-length"));
        }
        self.description = tidy(self.description, 10_000)?;
        self.support = tidy(self.support, 1_000)?;
        self.tags = checked_tags(self.tags)?;
        if self.category.is_some_and(|id| vocabulary::category(id).is_none()) {
            return Err(Error::invalid("error-category"));
        }
        if self.licence.is_some_and(|id| vocabulary::licence(id).is_none()) {
            return Err(Error::invalid("error-licence"));
        }
        if self.language.as_deref().is_some_and(|id| vocabulary::language(id).is_none()) {
            return Err(Error::invalid("error-language"));
        }
        sensitive::check_flags(self.nsfw_flags)?;
        self.nsfw_summary = tidy(self.nsfw_summary, sensitive::SUMMARY_LENGTH)?;
        if !self.nsfw {
            (self.nsfw_flags, self.nsfw_summary) = (0, None);
        }
        self.schedule.map_or(Ok(()), Schedule::check)?;
        // What is said of passwords means nothing for a film that is open without one.
        self.new_passwords = self.new_passwords.filter(|_| self.privacy == Privacy::Protected);
        self.new_passwords.as_deref().map_or(Ok(()), video_password::check_all)?;
        Ok(self)
    }
}

/// The controls that turn the direction of whatever follows them (Unicode UAX #9, section 2), the words of others
/// included. Letters know their direction without them.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text of one line, such as a name, without what would turn its neighbours round.
pub fn tidy_line(text: &str) -> String {
    text.chars().filter(|&c| !turns_text(c)).collect::<String>().trim().to_owned()
}

/// Line ends as `\n`, no other control characters, and nothing instead of an empty text.
pub fn tidy(text: Option<String>, characters: usize) -> Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String =
        text.chars().filter(|&c| c == '\n' || c == '\t' || !(c.is_control() || turns_text(c))).collect();
    let text = text.trim();
    if text.chars().count() > characters {
        return Err(Error::invalid("error-text-long"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// At most five tags of 2–30 characters, each once: PeerTube's limits.
fn checked_tags(tags: Vec<String>) -> Result<Vec<String>> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        let tag = tidy_line(&tag);
        if tag.is_empty() || kept.contains(&tag) {
            continue;
        }
        if !(2..=30).contains(&tag.chars().count()) || tag.chars().any(char::is_control) {
            return Err(Error::invalid("error-tags"));
        }
        kept.push(tag);
    }
    if kept.len() > 5 { Err(Error::invalid("error-tags")) } else { Ok(kept) }
}

/// A channel and whose it is: what decides who may change what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    pub channel_id: i64,
    pub owner_account_id: i64,
    /// False for what stands here but is at home on another server: nobody here changes that.
    pub is_ours: bool,
}

/// Whether `person` may see, change and delete the films of this channel and describe it: its owner, its
/// collaborators, and moderators, to whom PeerTube gives `SEE_ALL_VIDEOS`, `UPDATE_ANY_VIDEO`, `REMOVE_ANY_VIDEO` and
/// `MANAGE_ANY_VIDEO_CHANNEL`.
pub fn can_change(holding: Holding, person: &Person) -> bool {
    holding.is_ours && (person.keeps(holding) || person.is_moderator())
}

/// Whether `person` may do what PeerTube keeps for owners: delete the channel, choose who keeps it, give it away.
pub fn can_give_away(holding: Holding, person: &Person) -> bool {
    holding.is_ours && (person.account_id == holding.owner_account_id || person.is_moderator())
}

/// A view counts once a person has watched this long, or the whole film where that is shorter (PeerTube: 10 s).
pub const VIEW_SECONDS: u64 = 10;

/// Seconds in which the same viewer is counted once.
pub const VIEW_INTERVAL_SECONDS: i64 = 3600;

/// The order of a list of films, as the API's `sort` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    pub by: OrderBy,
    pub is_descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderBy {
    PublishedAt,
    CreatedAt,
    Name,
    Duration,
    Views,
    Likes,
    /// Views gained lately.
    Trending,
    /// Likes and views, weighed against age (`db/migrations/0013_sensitive_and_hot.sql`).
    Hot,
    /// When a film was first shown, here or elsewhere.
    OriginallyPublished,
    Match,
}

impl Order {
    pub const LATEST: Self = Self { by: OrderBy::PublishedAt, is_descending: true };

    /// Reads `-publishedAt` and its kin; `None` for an order that we do not know.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let by = match name {
            "publishedAt" | "updatedAt" => OrderBy::PublishedAt,
            "originallyPublishedAt" => OrderBy::OriginallyPublished,
            "createdAt" => OrderBy::CreatedAt,
            "name" => OrderBy::Name,
            "duration" => OrderBy::Duration,
            "views" => OrderBy::Views,
            "likes" => OrderBy::Likes,
            "trending" => OrderBy::Trending,
            // "best" is "hot" without what the person has seen, as far as PeerTube knows it; the history has a filter.
            "hot" | "best" => OrderBy::Hot,
            "match" => OrderBy::Match,
            _ => return None,
        };
        Some(Self { by, is_descending })
    }
}

/// PeerTube's short form of a description for lists: at most 250 characters, whole characters, an ellipsis.
pub fn truncated(description: &str) -> Cow<'_, str> {
    // What has no more bytes has no more characters.
    if description.len() <= 250 || description.chars().nth(250).is_none() {
        return description.into();
    }
    let end = description.char_indices().nth(247).map_or(description.len(), |(at, _)| at);
    [&description[..end], "..."].concat().into()
}

/// A moment by which a deleted film is erased.
pub fn erased_at(deleted_at: Moment) -> Moment {
    deleted_at.plus_seconds(UNDO_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_tidied_and_bounded() {
        let film = Description {
            name: " \u{202e} Fête  ".into(),
            description: Some("a\r\nb\u{0}\u{202e}".into()),
            tags: vec!["été".into(), " été".into(), String::new()],
            ..Description::default()
        };
        let checked = film.clone().checked().expect("it is a good description");
        assert_eq!((checked.name.as_str(), checked.description.as_deref()), ("Fête", Some("a\nb")));
        assert_eq!(checked.tags, ["été"]);
        for name in ["", "ab", "a\u{7}bc", &"x".repeat(121)] {
            assert!(Description { name: name.to_owned(), ..film.clone() }.checked().is_err());
        }
    }
}
