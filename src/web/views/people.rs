//! Who is a member, who asks to be one, and the links by which they come in.

use askama::Template;

use super::{Face, Layout, Pagination, Problems, Section, Theme};
use crate::i18n::Language;

#[derive(Template, Clone, Debug, Default)]
#[template(path = "people.html")]
pub struct PeoplePage {
    pub page: Layout,
    pub people: Vec<PersonRow>,
    pub total: u64,
    pub pagination: Pagination,
    /// Looked for in names and addresses.
    pub words: String,
    pub asking: Vec<AskingRow>,
    pub invitations: Vec<InvitationRow>,
    /// The link that has just been made: it is shown this once.
    pub made: Option<MadeLink>,
    pub takes_requests: bool,
    /// Whether an invitation can be sent.
    pub sends_mail: bool,
    /// Whether they may let in people who keep the house too.
    pub is_admin: bool,
    pub error: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct PersonRow {
    pub id: i64,
    pub username: String,
    pub display_name: String,
    pub email: String,
    pub role_key: &'static str,
    pub is_blocked: bool,
    /// Whether nobody sees their films and comments.
    pub is_muted: bool,
    pub used_bytes: u64,
    /// None without a limit.
    pub quota_bytes: Option<u64>,
    pub last_login: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct AskingRow {
    pub id: i64,
    pub username: String,
    pub display_name: String,
    pub email: String,
    /// Whether they have shown that the address is theirs.
    pub is_verified: bool,
    pub reason: String,
    pub when: i64,
}

#[derive(Clone, Debug, Default)]
pub struct InvitationRow {
    pub id: i64,
    pub note: String,
    /// Where it was sent; empty where it is handed over.
    pub email: String,
    pub role_key: &'static str,
    pub until: i64,
}

#[derive(Clone, Debug, Default)]
pub struct MadeLink {
    pub address: String,
    /// For whom it is: in their own words, or the member's name.
    pub note: String,
    pub is_invitation: bool,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "person.html")]
pub struct PersonPage {
    pub page: Layout,
    pub person: PersonRow,
    pub role: i64,
    /// Gigabytes as they stand in the field; empty without a limit.
    pub quota_typed: String,
    pub blocked_reason: String,
    pub films: u64,
    pub is_admin: bool,
    pub is_oneself: bool,
    /// Whether a code is asked for at sign-in.
    pub has_two_factor: bool,
    pub made: Option<MadeLink>,
    pub error: Option<String>,
}

/// What a link opens: becoming a member, or choosing a new password; and asking to become one.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "join.html")]
pub struct JoinPage {
    pub page: Layout,
    pub door: Door,
    pub username: String,
    pub display_name: String,
    pub email: String,
    pub reason: String,
    pub problems: Problems,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    #[default]
    Invitation,
    Request,
    /// The request has been sent.
    Sent,
    Password,
}

/// Asking for a link to a new password.
/// What a letter to a new address leads to. Posts to `/verify-account/email`.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "verify.html")]
pub struct VerifyPage {
    pub page: Layout,
    pub secret: String,
    /// Whose address it is: one of the two.
    pub user: Option<i64>,
    pub registration: Option<i64>,
    pub is_done: bool,
    /// In words.
    pub error: Option<String>,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "lost.html")]
pub struct LostPage {
    pub page: Layout,
    pub is_sent: bool,
}

/// The accounts that a member has hidden from themselves. Each posts to `/a/NAME/mute`.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "muted.html")]
pub struct MutedPage {
    pub page: Layout,
    pub rows: Vec<MutedRow>,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct MutedRow {
    pub username: String,
    pub name: String,
    pub avatar: Option<Face>,
    pub since: i64,
}
