//! Settings of a person and of the site, and how the machine is.

use askama::Template;

use super::{Face, Layout, Section, Theme};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "account_settings.html")]
pub struct AccountSettingsPage {
    pub page: Layout,
    pub username: String,
    pub display_name: String,
    pub email: String,
    pub description: String,
    pub avatar: Option<Face>,
    /// In words, beside the form that failed.
    pub profile_error: Option<String>,
    pub password_error: Option<String>,
    pub delete_error: Option<String>,
}

/// Posts to `/settings`: name, shortDescription, description, renditions (repeated), language.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "site_settings.html")]
pub struct SiteSettingsPage {
    pub page: Layout,
    pub name: String,
    pub short_description: String,
    pub description: String,
    pub renditions: Vec<RenditionChoice>,
    pub language_code: String,
    pub error: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct RenditionChoice {
    /// Lines; 0 is the sound alone.
    pub height: u32,
    pub is_wanted: bool,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "admin.html")]
pub struct AdminPage {
    pub page: Layout,
    /// What a person should see to, worst first.
    pub tasks: Vec<Task>,
    pub disk: Disk,
    pub jobs_waiting: u64,
    pub jobs_running: u64,
    pub failed: Vec<FailedJob>,
    pub films: u64,
    pub people: u64,
    pub uptime_seconds: u64,
    pub version: String,
    /// The encoder that was tried and works.
    pub encoder: Option<String>,
}

/// One line of the to-do list, in words, with an optional one-click answer.
#[derive(Clone, Debug, Default)]
pub struct Task {
    pub text: String,
    pub link: Option<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub struct Disk {
    pub used_bytes: u64,
    pub free_bytes: u64,
    /// What films never take.
    pub kept_bytes: u64,
    /// Room for films, as the publishing page says it.
    pub room_bytes: u64,
    pub media_bytes: u64,
}

#[derive(Clone, Debug, Default)]
pub struct FailedJob {
    pub id: i64,
    /// What was being done, in words.
    pub what: String,
    pub about: String,
    pub about_url: Option<String>,
    pub when: i64,
    /// For a person.
    pub message: String,
    /// For the log's reader; folded away.
    pub details: String,
    pub attempts: u64,
}

impl Disk {
    pub fn total_bytes(&self) -> u64 {
        self.used_bytes + self.free_bytes
    }

    /// Whole percents in use.
    pub fn share(&self) -> u64 {
        (self.used_bytes.saturating_mul(100)).checked_div(self.total_bytes()).unwrap_or(0)
    }
}
