//! Settings of a person and of the site, and how the machine is.

use askama::Template;

use super::{Face, Layout, Problems, Section, Theme};
use crate::domain::mail::Security;
use crate::domain::sensitive::Policy;
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "account_settings.html")]
pub struct AccountSettingsPage {
    pub page: Layout,
    pub username: String,
    pub display_name: String,
    pub email: String,
    /// What takes its place once it has been answered from.
    pub pending_email: Option<String>,
    /// Whether a letter can be asked for that shows whose the address is.
    pub may_verify: bool,
    pub description: String,
    pub avatar: Option<Face>,
    /// Of each of the three forms.
    pub problems: Problems,
    pub password_problems: Problems,
    pub delete_problems: Problems,
    /// None where it is left to the site.
    pub nsfw_policy: Option<Policy>,
    pub shares: bool,
    /// Whether the site lets anybody share.
    pub site_shares: bool,
    /// The kinds of sensitive films: number, key of the name, and what is wished for them in particular.
    pub nsfw_kinds: Vec<(i64, &'static str, Option<Policy>)>,
    pub has_two_factor: bool,
    pub sessions: Vec<SessionRow>,
}

/// A browser or an application in which the person is signed in.
#[derive(Clone, Debug, Default)]
pub struct SessionRow {
    /// As its address has it.
    pub name: String,
    /// Empty where nobody knows.
    pub device: String,
    pub is_application: bool,
    pub since: i64,
    pub used: i64,
    pub is_this: bool,
}

/// Posts to `/my/account/two-factor`, and below it to `confirm`, `codes` and `off`.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "two_factor.html")]
pub struct TwoFactorPage {
    pub page: Layout,
    pub username: String,
    pub is_on: bool,
    pub codes_left: u64,
    /// What has to be confirmed: an SVG, the secret in groups, and what names the request.
    pub picture: String,
    pub secret: String,
    pub request: String,
    /// Recovery codes that have just been made: they are shown this once.
    pub codes: Vec<String>,
    pub error: Option<String>,
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
    /// What strangers see of sensitive films.
    pub nsfw_policy: Policy,
    /// Whether viewers share films.
    pub shares: bool,
    pub sends_mail: bool,
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
    pub may_try_again: bool,
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

/// Posts to `/settings/mail`: host, security, port, username, password, from; or forget.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "mail.html")]
pub struct MailPage {
    pub page: Layout,
    pub is_on: bool,
    pub host: String,
    /// As it stands in the field.
    pub port: String,
    pub security: Security,
    pub username: String,
    pub has_password: bool,
    pub from: String,
    /// The person's own address, where the trial goes.
    pub own: String,
    pub problems: Problems,
}

impl MailPage {
    fn security_name(&self, security: &Security) -> &'static str {
        self.page.t(match security {
            Security::Starttls => "mail-security-starttls",
            Security::Tls => "mail-security-tls",
            Security::None => "mail-security-none",
        })
    }
}
