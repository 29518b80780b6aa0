//! Watching: the page, the bare player for other sites, and what both players need to know.

use askama::Template;
use serde_json::json;

use super::{
    Beside, BlockBox, CommentsBox, Face, FilmCard, Follow, Keep, Layout, Pagination, Privacy, RatingBox,
    Section, Theme,
};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "watch.html")]
pub struct WatchPage {
    pub page: Layout,
    pub film: FilmPage,
    pub player: Player,
    /// Path of the edit page, for those who may.
    pub edit_url: Option<String>,
    pub related: Vec<FilmCard>,
    pub follow: Follow,
    pub rating: RatingBox,
    pub comments: CommentsBox,
    /// Of the threads of comments.
    pub pagination: Pagination,
    /// Start time that the share block was asked for without scripts (`?share=1m3s`), in seconds.
    pub share_start: u64,
    /// The list that the film is watched in.
    pub beside: Option<Beside>,
    /// For members.
    pub keep: Option<Keep>,
    /// Whether who is at home on another server can take the film up there.
    pub may_go_home: bool,
    /// The handle that was typed for that and refused, and why.
    pub home_handle: String,
    pub home_problem: Option<String>,
    /// For those who may block it, and where it is blocked.
    pub block: Option<BlockBox>,
}

/// The player alone, for an `<iframe>` on another site.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "embed.html")]
pub struct EmbedPage {
    pub page: Layout,
    pub player: Player,
    /// Path of the watch page.
    pub watch_url: String,
    /// PeerTube's parameters of the address: `title=0`, `warningTitle=0`, `peertubeLink=0`, `controls=0`.
    pub shows_title: bool,
    pub shows_link: bool,
    /// The list that is played; its paths lead to embeds too.
    pub beside: Option<Beside>,
}

/// Asks for the password of a film, and says nothing of it.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "password.html")]
pub struct PasswordPage {
    pub page: Layout,
    /// Path that takes the password.
    pub action: String,
    /// In words, after a wrong one.
    pub error: Option<String>,
}

/// The same in a frame on another site.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "embed_password.html")]
pub struct EmbedPasswordPage {
    pub page: Layout,
    pub action: String,
    pub error: Option<String>,
    /// The scope of the embed API, where the page around the frame asks for it.
    pub api: Option<String>,
    /// Whether that page is going to give the password: then nobody here is asked.
    pub waits: bool,
}

/// What a frame on another site shows instead of a film.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "embed_error.html")]
pub struct EmbedErrorPage {
    pub page: Layout,
    /// In words.
    pub said: &'static str,
}

#[derive(Clone, Debug, Default)]
pub struct FilmPage {
    pub uuid: String,
    /// Path of the watch page, with the short uuid.
    pub url: String,
    pub title: String,
    pub description_html: String,
    /// The same as plain text, for link previews.
    pub description_text: String,
    /// Path of the large picture.
    pub preview_url: Option<String>,
    pub duration_seconds: u64,
    pub published: i64,
    pub views: u64,
    pub privacy: Privacy,
    /// When others may watch, if that is planned; for those who may change it.
    pub planned: Option<i64>,
    /// PeerTube's numbers.
    pub category: Option<u32>,
    pub licence: Option<u32>,
    pub language: Option<String>,
    pub tags: Vec<String>,
    pub chapters: Vec<ChapterRow>,
    pub channel_name: String,
    pub channel_url: String,
    pub channel_avatar: Option<Face>,
    /// How the film, or else its channel, can be supported, cleaned; empty where neither says anything.
    pub support_html: String,
    pub account_name: String,
    pub account_url: String,
    pub width: u32,
    pub height: u32,
    /// Files to keep, largest first.
    pub downloads: Vec<PlayerFile>,
    /// Where a film of another server is at home.
    pub home: Option<FilmHome>,
}

/// Where a film of another server is at home.
#[derive(Clone, Debug, Default)]
pub struct FilmHome {
    pub host: String,
    /// Its page there.
    pub page: String,
}

/// Where a part of the film begins.
#[derive(Clone, Debug, Default)]
pub struct ChapterRow {
    pub seconds: u64,
    pub title: String,
}

/// What a player needs, with and without scripts.
#[derive(Clone, Debug, Default)]
pub struct Player {
    pub uuid: String,
    pub title: String,
    /// Path of the HLS master playlist.
    pub master_url: Option<String>,
    /// Whole files for the plain `<video>`, best choice first.
    pub files: Vec<PlayerFile>,
    pub poster_url: Option<String>,
    pub captions: Vec<Caption>,
    pub storyboard: Option<Storyboard>,
    pub duration_seconds: u64,
    pub width: u32,
    pub height: u32,
    pub is_audio: bool,
    pub state: PlayerState,
    /// Path that counts views: `/api/v1/videos/<uuid>/views`.
    pub views_url: String,
    pub autoplay: bool,
    pub muted: bool,
    pub loops: bool,
    pub hides_controls: bool,
    /// Language of the captions to show from the start.
    pub caption_language: Option<String>,
    /// Seconds into the film, from `?start=` and `?stop=`.
    pub start_seconds: Option<u64>,
    pub stop_seconds: Option<u64>,
    /// Where a member left the film, on whatever device.
    pub left_at: Option<u64>,
    /// For the page around a frame, where it asks for the embed API (`api=1`).
    pub outside: Option<Outside>,
    /// Lies over a sensitive film until its viewer has read it.
    pub cover: Option<Cover>,
    /// What comes after the end: the next film of a list.
    pub next_url: Option<String>,
    /// How segments are shared with other viewers, where they are.
    pub sharing: Option<Sharing>,
}

/// What a player needs to share segments.
#[derive(Clone, Debug, Default)]
pub struct Sharing {
    /// The address of the master playlist by which all who watch the film know it, wherever they read it.
    pub swarm: String,
    /// Path of segments-sha256.json.
    pub hashes_url: String,
}

/// What the page around a frame knows and does of it.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// The name in front of its messages.
    pub scope: String,
    /// The place in a list, and where the places beside it are.
    pub position: Option<u64>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// What is said of a sensitive film before it is played.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Keys of messages.
    pub reasons: Vec<&'static str>,
    /// Its owner's words; may be empty.
    pub words: String,
}

/// The small pictures of the timeline: one sheet, row after row. Sizes in pixels.
#[derive(Clone, Debug)]
pub struct Storyboard {
    pub url: String,
    pub columns: i64,
    pub width: i64,
    pub height: i64,
    /// For how long each picture stands.
    pub seconds: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PlayerState {
    #[default]
    Ready,
    /// Not watchable yet; `share` is in percent.
    Preparing { share: u8, left_seconds: Option<u64> },
    /// In words.
    Failed { message: String },
}

#[derive(Clone, Debug, Default)]
pub struct PlayerFile {
    pub url: String,
    /// "720p", or the word for sound only.
    pub label: String,
    pub height: u32,
    pub bytes: u64,
}

#[derive(Clone, Debug, Default)]
pub struct Caption {
    pub language: String,
    pub label: String,
    pub url: String,
}

impl Player {
    /// The start in the form of a media fragment (W3C Media Fragments URI 1.0, section 4.2.1), so that the
    /// plain `<video>` begins there too.
    pub fn fragment(&self) -> String {
        match (self.start_seconds, self.stop_seconds) {
            (Some(start), Some(stop)) => format!("#t={start},{stop}"),
            (Some(start), None) => format!("#t={start}"),
            (None, Some(stop)) => format!("#t=0,{stop}"),
            (None, None) => String::new(),
        }
    }

    /// Whether this caption is shown from the start.
    pub fn begins_with(&self, caption: &Caption) -> bool {
        self.caption_language.as_deref() == Some(caption.language.as_str())
    }
}

impl WatchPage {
    pub fn watch_address(&self) -> String {
        format!("{}{}", self.page.origin, self.film.url)
    }

    /// The one address under which search engines find the film.
    pub fn canonical(&self) -> String {
        self.film.home.as_ref().map_or_else(|| self.watch_address(), |home| home.page.clone())
    }

    pub fn embed_address(&self) -> String {
        format!("{}/videos/embed/{}", self.page.origin, self.film.uuid)
    }

    pub fn preview_address(&self) -> Option<String> {
        self.film.preview_url.as_ref().map(|path| format!("{}{path}", self.page.origin))
    }

    /// The link to hand on, with a start where one was chosen.
    pub fn share_address(&self) -> String {
        match self.share_start {
            0 => self.watch_address(),
            start => format!("{}?start={}", self.watch_address(), written_time(start)),
        }
    }

    pub fn share_start_written(&self) -> String {
        self.page.language.clock(self.share_start)
    }

    /// The lines that put this film into another site's page.
    pub fn embed_code(&self) -> String {
        let start = if self.share_start > 0 {
            format!("?start={}", written_time(self.share_start))
        } else {
            String::new()
        };
        format!(
            r#"<iframe title="{}" width="560" height="315" src="{}{start}" style="border:0" allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>"#,
            attribute(&self.film.title),
            self.embed_address(),
        )
    }

    /// schema.org's VideoObject. It stands in a data block, which no policy on scripts forbids; `<` is
    /// written as an escape so that a title cannot end the block.
    pub fn json_ld(&self) -> String {
        let mut object = json!({
            "@context": "https://schema.org",
            "@type": "VideoObject",
            "name": self.film.title,
            "description": self.film.description_text,
            "duration": format!("PT{}S", self.film.duration_seconds),
            "uploadDate": self.page.iso(self.film.published),
            "url": self.watch_address(),
            "embedUrl": self.embed_address(),
            "interactionStatistic": {
                "@type": "InteractionCounter",
                "interactionType": { "@type": "WatchAction" },
                "userInteractionCount": self.film.views,
            },
        });
        if let Some(preview) = self.preview_address() {
            object["thumbnailUrl"] = json!([preview]);
        }
        object.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    }

    pub fn oembed_address(&self) -> String {
        let of_list = self.beside.as_ref().map(|list| format!("{}{}", self.page.origin, list.url));
        let address = of_list.unwrap_or_else(|| self.watch_address());
        let encoded: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
        format!("{}/services/oembed?url={encoded}", self.page.origin)
    }

    /// Whether the film is watched in a list that search engines should not find.
    pub fn is_hidden_list(&self) -> bool {
        self.beside.as_ref().is_some_and(|list| !list.is_public)
    }

    pub fn category_name(&self) -> Option<&'static str> {
        self.page.language.entry("category", self.film.category?)
    }

    pub fn licence_name(&self) -> Option<&'static str> {
        self.page.language.entry("licence", self.film.licence?)
    }

    pub fn language_name(&self) -> Option<&'static str> {
        self.page.language.entry("language", self.film.language.as_deref()?)
    }
}

/// "1h2m3s", as PeerTube writes a start time into an address.
fn written_time(seconds: u64) -> String {
    let mut written = String::new();
    for (count, unit) in [(seconds / 3600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')] {
        if count > 0 {
            written.push_str(&format!("{count}{unit}"));
        }
    }
    written
}

/// A text inside a double-quoted attribute.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
