//! What administrators see of the conversation with other servers.

use askama::Template;

use super::{Layout, Section, Theme};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "federation.html")]
pub struct FederationPage {
    pub page: Layout,
    /// The name under which others find the site; none while it speaks to nobody.
    pub handle: Option<String>,
    /// The address under which others know the site, where that is not the one it has now.
    pub known_as: Option<String>,
    pub followers: u64,
    /// Those of them and of those who wait, as many as a page shows.
    pub rows: Vec<SiteFollowerRow>,
    pub approves_followers: bool,
    pub demands_signatures: bool,
    pub blocked: Vec<String>,
    pub lines: Vec<JournalLine>,
    /// A host that was refused, and why.
    pub typed: String,
    pub problem: Option<String>,
}

/// Somebody elsewhere who follows the site, wants to, or was refused.
#[derive(Clone, Debug, Default)]
pub struct SiteFollowerRow {
    pub handle: String,
    /// The page about them that people open.
    pub page: String,
    pub since: i64,
    pub waits: bool,
    pub is_refused: bool,
    /// Why they were refused.
    pub reason: Option<String>,
}

/// One line of the journal.
#[derive(Clone, Debug, Default)]
pub struct JournalLine {
    pub at: i64,
    /// Whether the other server said it.
    pub is_heard: bool,
    pub host: String,
    pub what: String,
    /// Why it came to nothing, as the log has it, and in words where there are some.
    pub problem: Option<String>,
    pub said: Option<&'static str>,
}
