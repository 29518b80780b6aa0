//! A film as the lists show it.

/// Who may see a film; the numbers are PeerTube's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Privacy {
    #[default]
    Public,
    Unlisted,
    Private,
    /// For whoever is signed in.
    Internal,
    /// For whoever knows its password.
    Protected,
}

impl Privacy {
    /// From the most open on.
    pub const ALL: [Self; 5] = [Self::Public, Self::Unlisted, Self::Internal, Self::Protected, Self::Private];

    /// Those for which nothing more has to be said.
    pub const WITHOUT_WORDS: [Self; 4] = [Self::Public, Self::Unlisted, Self::Internal, Self::Private];

    /// The choices that playlists have.
    pub const OF_LISTS: [Self; 3] = [Self::Public, Self::Unlisted, Self::Private];

    pub fn number(&self) -> u32 {
        match self {
            Self::Public => 1,
            Self::Unlisted => 2,
            Self::Private => 3,
            Self::Internal => 4,
            Self::Protected => 5,
        }
    }

    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|privacy| privacy.number() == number)
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Public => "privacy-1",
            Self::Unlisted => "privacy-2",
            Self::Private => "privacy-3",
            Self::Internal => "privacy-4",
            Self::Protected => "privacy-5",
        }
    }

    pub fn help_key(&self) -> &'static str {
        match self {
            Self::Public => "privacy-1-help",
            Self::Unlisted => "privacy-2-help",
            Self::Private => "privacy-3-help",
            Self::Internal => "privacy-4-help",
            Self::Protected => "privacy-5-help",
        }
    }

    /// Whether whoever has the address may watch.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}

/// One entry of a list of films.
#[derive(Clone, Debug, Default)]
pub struct FilmCard {
    /// Path of the watch page.
    pub url: String,
    pub title: String,
    /// Path of the thumbnail; none while there is no picture yet.
    pub thumbnail: Option<String>,
    pub duration_seconds: u64,
    pub channel_name: String,
    /// Path of the channel's page.
    pub channel_url: String,
    /// Seconds since 1970.
    pub published: i64,
    pub views: u64,
    pub privacy: Privacy,
    pub is_audio: bool,
    pub is_sensitive: bool,
    /// Why it is (PeerTube's flags).
    pub flags: i64,
    /// The host of another server whose film it is.
    pub host: Option<String>,
    /// The beginning of the description, as plain text; shown where there is room.
    pub summary: String,
}
