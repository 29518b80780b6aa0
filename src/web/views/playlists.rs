//! Playlists: beside the film that plays, on the pages of channels and people, and in one's own rooms.

use askama::Template;

use super::{Choice, Layout, Pagination, Privacy, Problems, Section, Theme};
use crate::i18n::Language;

/// The list that a film is being watched in.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    pub title: String,
    /// Path of the list, from its beginning.
    pub url: String,
    pub is_public: bool,
    pub owner_name: String,
    pub owner_url: String,
    /// Path of the edit page, for those who may.
    pub edit_url: Option<String>,
    /// Of the film that plays, from 1 on.
    pub position: u64,
    pub total: u64,
    /// Those around it; a long list is shown in parts.
    pub places: Vec<PlaceBeside>,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The parts in front of and behind what is shown.
    pub earlier: Option<String>,
    pub later: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct PlaceBeside {
    pub position: u64,
    /// None where the film is not there for whoever looks; `title` then says why.
    pub url: Option<String>,
    pub title: String,
    pub thumbnail: Option<String>,
    pub duration_seconds: u64,
    pub is_current: bool,
}

/// The lists to which a member can add the film that they watch.
#[derive(Clone, Debug, Default)]
pub struct Keep {
    pub lists: Vec<Choice>,
    /// The name of the list to which the film has just been added.
    pub added_to: Option<String>,
    /// The name that was typed for a new list and refused, and why.
    pub typed: String,
    pub error: Option<String>,
}

impl Keep {
    /// Whether it has something to say.
    pub fn is_open(&self) -> bool {
        self.added_to.is_some() || self.error.is_some()
    }
}

/// A list of which nothing can be watched.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "playlist_empty.html")]
pub struct EmptyPlaylistPage {
    pub page: Layout,
    pub edit_url: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct PlaylistCard {
    pub url: String,
    pub title: String,
    pub thumbnail: Option<String>,
    pub films: u64,
    pub privacy: Privacy,
}

/// The lists of a channel or of a person.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "playlists.html")]
pub struct PlaylistsPage {
    pub page: Layout,
    pub name: String,
    pub url: String,
    pub lists: Vec<PlaylistCard>,
    pub pagination: Pagination,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "my_playlists.html")]
pub struct MyPlaylistsPage {
    pub page: Layout,
    pub lists: Vec<PlaylistRow>,
    pub form: PlaylistForm,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct PlaylistRow {
    pub uuid: String,
    pub is_later: bool,
    pub card: PlaylistCard,
}

/// What is asked of a list, with what was typed before.
#[derive(Clone, Debug, Default)]
pub struct PlaylistForm {
    pub title: String,
    pub description: String,
    pub privacy: Privacy,
    pub channels: Vec<Choice>,
    /// In words, after a form that was refused.
    pub problems: Problems,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "playlist_edit.html")]
pub struct EditPlaylistPage {
    pub page: Layout,
    pub uuid: String,
    pub url: String,
    pub title: String,
    pub is_later: bool,
    pub form: PlaylistForm,
    pub thumbnail: Option<String>,
    pub total: u64,
    pub places: Vec<PlaceRow>,
    /// In words, where a part of a film was refused.
    pub part_error: Option<String>,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct PlaceRow {
    pub id: i64,
    pub place: PlaceBeside,
    /// As people write times.
    pub start: String,
    pub stop: String,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "playlist_delete.html")]
pub struct DeletePlaylistPage {
    pub page: Layout,
    pub uuid: String,
    pub title: String,
}
