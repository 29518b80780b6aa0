//! The search page, and what narrows a search.

use askama::Template;

use super::{ChannelLink, Choice, FilmCard, Layout, Pagination, PlaylistCard, Privacy, Section, Sort, Theme};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "search.html")]
pub struct SearchPage {
    /// `page.query` holds the words that were searched for.
    pub page: Layout,
    /// The tag that was searched for, beside words or without any.
    pub tag: String,
    /// Whether something was searched for at all.
    pub is_asked: bool,
    pub filters: SearchFilters,
    pub total: u64,
    pub films: Vec<FilmCard>,
    pub pagination: Pagination,
    /// The best of the channels and lists that are found too, on the first page.
    pub channels: Vec<ChannelLink>,
    pub lists: Vec<PlaylistCard>,
}

/// What a search can be narrowed by, and what it is.
#[derive(Clone, Debug, Default)]
pub struct SearchFilters {
    /// Whether anything was chosen.
    pub is_open: bool,
    pub since: Since,
    pub length: Length,
    pub categories: Vec<Choice>,
    pub licences: Vec<Choice>,
    pub languages: Vec<Choice>,
    /// None for the best matches first.
    pub sort: Option<Sort>,
}

/// How long ago a film was published at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    #[default]
    Ever,
    Day,
    Week,
    Month,
    Year,
}

impl Since {
    pub const ALL: [Self; 5] = [Self::Ever, Self::Day, Self::Week, Self::Month, Self::Year];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Ever => "",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|since| since.code() == code).unwrap_or_default()
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Ever => "search-any-time",
            Self::Day => "search-last-day",
            Self::Week => "search-last-week",
            Self::Month => "search-last-month",
            Self::Year => "search-last-year",
        }
    }

    pub fn days(self) -> Option<i64> {
        match self {
            Self::Ever => None,
            Self::Day => Some(1),
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::Year => Some(365),
        }
    }
}

/// How long a film is. The bounds are those of PeerTube's search page: 4 and 10 minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    #[default]
    Any,
    Short,
    Medium,
    Long,
}

impl Length {
    pub const ALL: [Self; 4] = [Self::Any, Self::Short, Self::Medium, Self::Long];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Long => "long",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|length| length.code() == code).unwrap_or_default()
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Any => "search-any-length",
            Self::Short => "search-short",
            Self::Medium => "search-medium",
            Self::Long => "search-long",
        }
    }

    /// The least and the most.
    pub fn seconds(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Any => (None, None),
            Self::Short => (None, Some(240)),
            Self::Medium => (Some(240), Some(600)),
            Self::Long => (Some(600), None),
        }
    }
}
