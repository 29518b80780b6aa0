//! Reports: written by members, answered and decided by those who keep the house.

use askama::Template;

use super::{Layout, Pagination, Problems, Section, Theme};
use crate::domain::report::{Reason, State};
use crate::i18n::Language;

/// On the page of a film: whether it is blocked, and the form for those who decide that. Its field is `reason`.
#[derive(Clone, Debug, Default)]
pub struct BlockBox {
    /// The short UUID of the film.
    pub id: String,
    pub is_blocked: bool,
    pub reason: String,
    pub may_decide: bool,
    pub problems: Problems,
}

/// The films that are blocked, for those who keep the house.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "blocked_films.html")]
pub struct BlockedFilmsPage {
    pub page: Layout,
    pub rows: Vec<BlockedFilm>,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct BlockedFilm {
    /// Path of the watch page.
    pub url: String,
    pub title: String,
    pub channel: String,
    pub reason: String,
    /// Seconds since 1970.
    pub since: i64,
}

/// What is reported, in words, with the page where it stands while it is there.
#[derive(Clone, Debug, Default)]
pub struct ReportSubject {
    /// The key of the sentence: a film, a comment under a film, or an account.
    pub key: &'static str,
    pub name: String,
    pub url: Option<String>,
    /// The words of a comment, plain.
    pub quote: Option<String>,
}

/// The form fields and their names: video, comment or account, reasons, reason, startAt, endAt.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "report_new.html")]
pub struct ReportNewPage {
    pub page: Layout,
    pub subject: ReportSubject,
    /// The name and the value of the hidden field that says what is reported.
    pub field: &'static str,
    pub value: String,
    /// Whether a part can be named.
    pub is_film: bool,
    pub reasons: Vec<(Reason, bool)>,
    pub reason: String,
    pub start: String,
    pub end: String,
    pub problems: Problems,
}

#[derive(Template, Clone, Debug, Default)]
#[template(path = "reports.html")]
pub struct ReportsPage {
    pub page: Layout,
    pub rows: Vec<ReportRow>,
    /// Whether these are all reports, for those who keep the house.
    pub is_kept: bool,
    /// The state that is shown; none for all.
    pub state: Option<State>,
    pub pagination: Pagination,
}

impl ReportsPage {
    fn is_shown(&self, state: &State) -> bool {
        self.state == Some(*state)
    }
}

#[derive(Clone, Debug, Default)]
pub struct ReportRow {
    pub id: i64,
    pub subject: ReportSubject,
    pub reasons: Vec<Reason>,
    pub reason: String,
    pub state: State,
    pub messages: u64,
    pub when: i64,
    /// Who wrote it; none once they have left.
    pub reporter: Option<String>,
}

/// The form fields and their names: message; state and note.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "report.html")]
pub struct ReportPage {
    pub page: Layout,
    pub row: ReportRow,
    /// From second to second of the film.
    pub start: Option<u64>,
    pub end: Option<u64>,
    /// Whether the person keeps the house: then they decide.
    pub is_kept: bool,
    /// Whose it is that is reported: name, account page, and the page of the member for those who keep the house.
    pub flagged: Option<(String, String, Option<String>)>,
    pub of_flagged: u64,
    pub of_reporter: u64,
    pub note: String,
    pub messages: Vec<ReportMessage>,
    pub typed: String,
    pub problems: Problems,
}

#[derive(Clone, Debug, Default)]
pub struct ReportMessage {
    pub id: i64,
    pub author: Option<String>,
    pub by_moderator: bool,
    pub text: String,
    pub when: i64,
    pub can_delete: bool,
}
