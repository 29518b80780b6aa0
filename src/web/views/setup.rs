//! The first visit: one question a screen.

use askama::Template;

use super::{Layout, Problems};
use crate::i18n::Language;

/// Every screen posts to `/setup` with `step` and its own fields; going back is a link to `/setup?step=…`.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "setup.html")]
pub struct SetupPage {
    pub page: Layout,
    pub step: SetupStep,
    pub problems: Problems,
    /// The code, when it came with the address that the server printed.
    pub code: String,
    pub site_name: String,
    pub site_words: String,
    /// The address under which the site will be reached.
    pub site_url: String,
    /// The address under which this browser has found it.
    pub found_at: String,
    /// A boot setting says where the site is, so nobody is asked.
    pub url_is_fixed: bool,
    pub username: String,
    pub display_name: String,
    pub email: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SetupStep {
    /// Proves that the visitor is the one who started the server. Field: code.
    #[default]
    Code,
    /// Field: language.
    Language,
    /// New site or restored one. Field: kind.
    Kind,
    /// Fields: name, description, url.
    Site,
    /// Fields: username, displayName, email, password, passwordAgain.
    Account,
    /// Nothing is written before this one is confirmed.
    Summary,
}

impl SetupStep {
    pub const ALL: [Self; 6] =
        [Self::Code, Self::Language, Self::Kind, Self::Site, Self::Account, Self::Summary];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Language => "language",
            Self::Kind => "new",
            Self::Site => "site",
            Self::Account => "account",
            Self::Summary => "summary",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Code => "setup-step-code",
            Self::Language => "setup-step-language",
            Self::Kind => "setup-step-new",
            Self::Site => "setup-step-site",
            Self::Account => "setup-step-account",
            Self::Summary => "setup-step-summary",
        }
    }

    fn place(self) -> usize {
        self as usize
    }

    pub fn number(&self) -> usize {
        self.place() + 1
    }

    /// The step before; none before the language, because the code is asked once.
    pub fn previous(&self) -> Option<Self> {
        let before = self.place().checked_sub(1).filter(|place| *place > 0)?;
        Some(Self::ALL[before])
    }

    pub fn is_before(&self, other: &Self) -> bool {
        self.place() < other.place()
    }
}
