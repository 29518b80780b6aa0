//! Publishing and looking after one's own films.

use askama::Template;

use super::{Layout, Pagination, Privacy, Problems, Section, Theme};
use crate::domain::comment::CommentsPolicy;
use crate::i18n::Language;

/// The form fields and their names are PeerTube's: name, description, tags, category, licence, language,
/// privacy, channelId, videofile, thumbnailfile, captionfile.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "publish.html")]
pub struct PublishPage {
    pub page: Layout,
    pub channels: Vec<Choice>,
    pub privacy: Privacy,
    /// The largest file that is accepted; none without a limit.
    pub limit_bytes: Option<u64>,
    /// What is left of the person's quota; none without one.
    pub quota_left_bytes: Option<u64>,
    /// What the disk still holds.
    pub free_bytes: u64,
    /// True when there is no room for anything more.
    pub is_disk_full: bool,
    /// In words, after a plain form that failed.
    pub error: Option<String>,
    /// Whether this person may publish out of folders beside the house.
    pub may_use_folders: bool,
}

/// Films in folders beside the house, such as USB sticks.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "publish_folder.html")]
pub struct FolderPage {
    pub page: Layout,
    pub folders: Vec<FolderRow>,
    /// Where was looked, for people to read.
    pub roots: String,
    /// Whether there are more than `maximum`.
    pub is_cut: bool,
    pub maximum: u64,
    pub channels: Vec<Choice>,
    pub privacy: Privacy,
    /// What the disk still holds.
    pub free_bytes: u64,
    /// In words, after something could not be taken.
    pub error: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct FolderRow {
    pub name: String,
    pub films: Vec<FolderFilm>,
}

#[derive(Clone, Debug, Default)]
pub struct FolderFilm {
    pub path: String,
    pub name: String,
    pub bytes: u64,
    /// Seconds since 1970.
    pub modified: i64,
    /// Whether a film of that name is on the site, or on its way.
    pub is_known: bool,
    pub is_chosen: bool,
}

/// An entry of a drop-down list.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "my_films.html")]
pub struct MyFilmsPage {
    pub page: Layout,
    pub films: Vec<FilmRow>,
    /// Films of which bytes are still missing.
    pub uploads: Vec<UploadRow>,
    /// Those that the server copies itself, out of a folder.
    pub imports: Vec<UploadRow>,
    /// Films that somebody wants to give to the person, and the channels for them. The field of the form: channelId.
    pub offers: Vec<FilmOffer>,
    pub channels: Vec<Choice>,
    /// Deleted a short while ago; can still be brought back.
    pub deleted: Vec<FilmRow>,
    pub used_bytes: u64,
    pub quota_bytes: Option<u64>,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct FilmOffer {
    pub id: i64,
    /// Who offers which film, in words.
    pub text: String,
    pub bytes: u64,
}

/// Asks to whom a film is to be given, or says to whom it is offered. The form field: next.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "film_give.html")]
pub struct FilmGivePage {
    pub page: Layout,
    pub uuid: String,
    /// Path of the watch page.
    pub url: String,
    pub title: String,
    /// The number of the offer that waits, and to whom it is made.
    pub offer: Option<(i64, String)>,
    /// What was typed.
    pub next: String,
    pub problems: Problems,
}

#[derive(Clone, Debug, Default)]
pub struct FilmRow {
    pub uuid: String,
    /// Path of the watch page.
    pub url: String,
    pub title: String,
    /// The channel, if it belongs to somebody else.
    pub shared: Option<String>,
    pub thumbnail: Option<String>,
    pub privacy: Privacy,
    /// When others may watch (seconds since 1970), and who then, if that is planned.
    pub planned: Option<i64>,
    pub planned_privacy: Privacy,
    pub state: FilmState,
    /// In words: what its owner should know of a film that is online.
    pub remark: Option<String>,
    pub created: i64,
    pub duration_seconds: u64,
    pub views: u64,
    pub bytes: u64,
}

#[derive(Clone, Debug, Default)]
pub struct UploadRow {
    pub id: String,
    pub title: String,
    pub arrived_bytes: u64,
    pub bytes: u64,
    /// Whether some page or program is sending it at this moment.
    pub is_going: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FilmState {
    #[default]
    Published,
    /// In the queue; `before` others come first. In words: what it waits for, if it was tried in vain.
    Waiting {
        before: u64,
        reason: Option<String>,
    },
    Preparing {
        share: u8,
        left_seconds: Option<u64>,
    },
    /// In words; some files never become a film, however often they are tried.
    Failed {
        message: String,
        may_try_again: bool,
    },
    Cancelled,
    /// Whoever keeps the house has blocked it; why, in their words.
    Blocked {
        reason: Option<String>,
    },
    /// Can be brought back until then (seconds since 1970).
    Deleted {
        until: i64,
    },
}

impl FilmRow {
    /// Whether it is ready, for nobody else yet, and nothing is planned: one press opens it to everybody.
    pub fn may_be_opened(&self) -> bool {
        self.state == FilmState::Published && self.privacy == Privacy::Private && self.planned.is_none()
    }

    /// As `/my/videos/:uuid/state.json` and the scripts call it.
    pub fn state_code(&self) -> &'static str {
        match self.state {
            FilmState::Published => "published",
            FilmState::Waiting { .. } => "waiting",
            FilmState::Preparing { .. } => "preparing",
            FilmState::Failed { .. } => "failed",
            FilmState::Cancelled => "cancelled",
            FilmState::Blocked { .. } => "blocked",
            FilmState::Deleted { .. } => "deleted",
        }
    }

    /// Whether the state changes by itself, so that the page should ask again.
    pub fn is_moving(&self) -> bool {
        matches!(self.state, FilmState::Waiting { .. } | FilmState::Preparing { .. })
    }
}

impl MyFilmsPage {
    pub fn is_anything_moving(&self) -> bool {
        self.films.iter().any(FilmRow::is_moving)
    }

    /// Who sees a film now: before it is prepared nobody but its owner, whatever was chosen.
    pub fn seen_by(&self, film: &FilmRow) -> String {
        let chosen = self.page.t(film.privacy.key());
        match film.state {
            FilmState::Published | FilmState::Deleted { .. } => chosen.to_owned(),
            FilmState::Blocked { .. } => self.page.t("state-blocked-seen").to_owned(),
            FilmState::Failed { .. } | FilmState::Cancelled => self.page.t("state-alone").to_owned(),
            _ if film.privacy == Privacy::Private => self.page.t("state-alone").to_owned(),
            _ => self.page.with("state-alone-until", "privacy", chosen),
        }
    }
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "edit.html")]
pub struct EditPage {
    pub page: Layout,
    /// What the fields were filled in with; it comes back with the form.
    pub seen: String,
    pub uuid: String,
    pub url: String,
    pub form: FilmForm,
    /// When others may watch (seconds since 1970), if that is planned.
    pub planned: Option<i64>,
    pub thumbnail: Option<String>,
    pub captions: Vec<CaptionRow>,
    pub categories: Vec<Choice>,
    pub licences: Vec<Choice>,
    pub languages: Vec<Choice>,
    /// Languages that captions may be added in.
    pub caption_languages: Vec<Choice>,
    pub channels: Vec<Choice>,
    /// What was typed is still in `form`.
    pub problems: Problems,
    /// In words, beside the form of captions.
    pub caption_error: Option<String>,
}

impl EditPage {
    /// The value of a `datetime-local` field, in universal time: a script writes it by the clock of the device.
    pub fn planned_field(&self) -> String {
        self.form.publish_at.map(|at| self.page.iso(at)).unwrap_or_default().chars().take(16).collect()
    }
}

#[derive(Clone, Debug, Default)]
pub struct FilmForm {
    pub title: String,
    pub description: String,
    /// Separated by commas.
    pub tags: String,
    /// A line each: `1:30 Title`.
    pub chapters: String,
    pub privacy: Privacy,
    /// One a line.
    pub passwords: String,
    /// As typed, where the form was refused; else what is planned (seconds since 1970).
    pub publish_at: Option<i64>,
    pub comments: CommentsPolicy,
    pub support: String,
    /// A date such as 2026-11-22; empty if the film was first shown here.
    pub shown_first: String,
    /// Whether others may download it.
    pub may_be_kept: bool,
    pub is_sensitive: bool,
    pub is_violent: bool,
    pub is_explicit: bool,
    /// What warns of a sensitive film.
    pub warning: String,
}

#[derive(Clone, Debug, Default)]
pub struct CaptionRow {
    pub language: String,
    pub label: String,
    pub url: String,
}

/// PeerTube's categories 1 to 18, by name.
pub fn choices_of_categories(language: Language, chosen: Option<u32>) -> Vec<Choice> {
    numbered(language, "category", 18, chosen, true)
}

/// PeerTube's licences 1 to 7, from the freest conditions on.
pub fn choices_of_licences(language: Language, chosen: Option<u32>) -> Vec<Choice> {
    numbered(language, "licence", 7, chosen, false)
}

/// The languages of the catalogue's list, by name; one that is not in the list stays as its code.
pub fn choices_of_languages(language: Language, chosen: Option<&str>) -> Vec<Choice> {
    let mut choices: Vec<_> = language
        .keys()
        .into_iter()
        .filter_map(|key| key.strip_prefix("language-"))
        .filter_map(|code| {
            let label = language.entry("language", code)?.to_owned();
            Some(Choice { value: code.to_owned(), label, is_chosen: chosen == Some(code) })
        })
        .collect();
    if let Some(code) = chosen.filter(|code| choices.iter().all(|choice| choice.value != *code)) {
        choices.push(Choice { value: code.to_owned(), label: code.to_owned(), is_chosen: true });
    }
    choices.sort_by_cached_key(|choice| sorting_form(&choice.label));
    choices
}

fn numbered(language: Language, list: &str, last: u32, chosen: Option<u32>, by_name: bool) -> Vec<Choice> {
    let mut choices: Vec<_> = (1..=last)
        .filter_map(|number| {
            let label = language.entry(list, number)?.to_owned();
            Some(Choice { value: number.to_string(), label, is_chosen: chosen == Some(number) })
        })
        .collect();
    if by_name {
        choices.sort_by_cached_key(|choice| sorting_form(&choice.label));
    }
    choices
}

/// French puts É beside E.
fn sorting_form(label: &str) -> String {
    label
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'é' | 'è' | 'ê' => 'e',
            'à' | 'â' => 'a',
            'ç' => 'c',
            'î' | 'ï' => 'i',
            'ô' => 'o',
            other => other,
        })
        .collect()
}
