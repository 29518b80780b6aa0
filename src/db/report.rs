//! Rows of reports and of what is said about them.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx, unreadable};
use crate::domain::moment::Moment;
use crate::domain::report::{Reason, State, Subject};
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Report {
    pub id: i64,
    /// None once the account is gone.
    pub reporter_id: Option<i64>,
    /// Whose it is that is reported.
    pub flagged_id: Option<i64>,
    /// None once it is gone.
    pub video_id: Option<i64>,
    pub comment_id: Option<i64>,
    pub subject: Subject,
    pub start_at: Option<i64>,
    pub end_at: Option<i64>,
    pub reason: String,
    pub reasons: Vec<Reason>,
    pub state: State,
    pub note: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub messages: i64,
    /// How many reports the same person has written, and how many there are of the same person.
    pub of_reporter: i64,
    pub of_flagged: i64,
    /// How many there are of the same film, and which of them this is.
    pub of_video: i64,
    pub place: i64,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub account_id: Option<i64>,
    pub text: String,
    pub by_moderator: bool,
    pub created_at: Moment,
}

const COLUMNS: &str = "
    r.id, r.reporter_id, r.flagged_id, r.video_id, r.comment_id, r.subject, r.start_at, r.end_at, r.reason, r.reasons,
    r.state, r.note, r.created_at, r.updated_at,
    (SELECT count(*) FROM report_message m WHERE m.report_id = r.id),
    (SELECT count(*) FROM report o WHERE o.reporter_id = r.reporter_id),
    (SELECT count(*) FROM report o WHERE o.flagged_id = r.flagged_id),
    (SELECT count(*) FROM report o WHERE o.video_id = r.video_id),
    (SELECT count(*) FROM report o WHERE o.video_id = r.video_id AND o.id <= r.id)";

fn from_row(row: &Row) -> rusqlite::Result<Report> {
    let (subject, reasons): (String, String) = (row.get(5)?, row.get(9)?);
    let reasons: Vec<i64> = serde_json::from_str(&reasons).map_err(|error| unreadable(9, error))?;
    Ok(Report {
        id: row.get(0)?,
        reporter_id: row.get(1)?,
        flagged_id: row.get(2)?,
        video_id: row.get(3)?,
        comment_id: row.get(4)?,
        subject: serde_json::from_str(&subject).map_err(|error| unreadable(5, error))?,
        start_at: row.get(6)?,
        end_at: row.get(7)?,
        reason: row.get(8)?,
        reasons: reasons.into_iter().filter_map(Reason::from_number).collect(),
        state: State::from_number(row.get(10)?).ok_or_else(|| unreadable(10, "not a state"))?,
        note: row.get(11)?,
        created_at: Moment(row.get(12)?),
        updated_at: Moment(row.get(13)?),
        messages: row.get(14)?,
        of_reporter: row.get(15)?,
        of_flagged: row.get(16)?,
        of_video: row.get(17)?,
        place: row.get(18)?,
    })
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Report>> {
    let sql = format!("SELECT {COLUMNS} FROM report r WHERE r.id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilmIs {
    Deleted,
    Blocked,
}

/// Which reports are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub id: Option<i64>,
    pub reporter_id: Option<i64>,
    pub state: Option<State>,
    pub reason: Option<Reason>,
    /// What has become of the film that they are about.
    pub film: Option<FilmIs>,
    /// `video`, `comment` or `account`.
    pub kind: Option<String>,
    /// Looked for in the words of reports and of what they are about, and in names.
    pub words: Option<String>,
    pub is_descending: bool,
    pub start: u32,
    pub count: u32,
}

pub fn list(read: &Read, filter: &Filter) -> Result<(i64, Vec<Report>)> {
    let condition = "
        (?1 IS NULL OR r.id = ?1) AND (?2 IS NULL OR r.reporter_id = ?2) AND (?3 IS NULL OR r.state = ?3)
        AND (?4 IS NULL OR EXISTS (SELECT 1 FROM json_each(r.reasons) WHERE value = ?4))
        AND (?5 IS NULL OR json_extract(r.subject, '$.kind') = ?5)
        AND (?6 IS NULL OR instr(lower(r.reason || ' ' || r.subject || ' ' || coalesce(r.note, '')), lower(?6))
             OR EXISTS (SELECT 1 FROM account a WHERE a.id IN (r.reporter_id, r.flagged_id)
                            AND instr(lower(a.name || ' ' || a.display_name), lower(?6))))
        AND (?7 IS NULL OR ?7 = 1 AND json_extract(r.subject, '$.kind') = 'video'
                 AND NOT EXISTS (SELECT 1 FROM video v WHERE v.id = r.video_id AND v.state <> 100)
             OR ?7 = 2 AND r.video_id IN (SELECT video_id FROM video_block))";
    let film = filter.film.map(|film| if film == FilmIs::Deleted { 1 } else { 2 });
    let values = params![
        filter.id,
        filter.reporter_id,
        filter.state.map(|state| state as i64),
        filter.reason.map(|reason| reason as i64),
        filter.kind,
        filter.words,
        film
    ];
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM report r WHERE {condition}"))?
        .query_row(values, |row| row.get(0))?;
    let order = if filter.is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM report r WHERE {condition} ORDER BY r.id {order} LIMIT ?8 OFFSET ?9"
    ))?;
    let rows = statement.query_map(
        params![
            filter.id,
            filter.reporter_id,
            filter.state.map(|state| state as i64),
            filter.reason.map(|reason| reason as i64),
            filter.kind,
            filter.words,
            film,
            filter.count,
            filter.start
        ],
        from_row,
    )?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Reports that nobody has decided.
pub fn count_pending(read: &Read) -> Result<i64> {
    let sql = "SELECT count(*) FROM report WHERE state = ?1";
    Ok(read.prepare_cached(sql)?.query_row([State::Pending as i64], |row| row.get(0))?)
}

/// How many an account has written since then.
pub fn count_since(read: &Read, reporter_id: i64, since: Moment) -> Result<i64> {
    let sql = "SELECT count(*) FROM report WHERE reporter_id = ?1 AND created_at >= ?2";
    Ok(read.prepare_cached(sql)?.query_row([reporter_id, since.0], |row| row.get(0))?)
}

/// A report to add; everything has been checked.
pub struct New<'a> {
    pub reporter_id: i64,
    pub flagged_id: Option<i64>,
    pub video_id: Option<i64>,
    pub comment_id: Option<i64>,
    pub subject: &'a Subject,
    pub start_at: Option<i64>,
    pub end_at: Option<i64>,
    pub reason: &'a str,
    pub reasons: &'a [Reason],
}

pub fn insert(tx: &Tx, new: &New) -> Result<i64> {
    let reasons: Vec<i64> = new.reasons.iter().map(|reason| *reason as i64).collect();
    tx.execute(
        "INSERT INTO report (reporter_id, flagged_id, video_id, comment_id, subject, start_at, end_at, reason, reasons,
                             created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
        params![
            new.reporter_id,
            new.flagged_id,
            new.video_id,
            new.comment_id,
            serde_json::to_string(new.subject)?,
            new.start_at,
            new.end_at,
            new.reason,
            serde_json::to_string(&reasons)?,
            tx.now.0
        ],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn decide(tx: &Tx, id: i64, state: State, note: Option<&str>) -> Result<()> {
    tx.execute(
        "UPDATE report SET state = ?2, note = ?3, updated_at = ?4 WHERE id = ?1",
        params![id, state as i64, note, tx.now.0],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM report WHERE id = ?1", [id])?;
    Ok(())
}

/// What was said about a report, the oldest first.
pub fn messages(read: &Read, report_id: i64) -> Result<Vec<Message>> {
    let sql = "SELECT id, account_id, text, by_moderator, created_at FROM report_message
               WHERE report_id = ?1 ORDER BY id LIMIT 1000";
    let mut statement = read.prepare_cached(sql)?;
    let rows = statement.query_map([report_id], |row| {
        Ok(Message {
            id: row.get(0)?,
            account_id: row.get(1)?,
            text: row.get(2)?,
            by_moderator: row.get(3)?,
            created_at: Moment(row.get(4)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub fn say(tx: &Tx, report_id: i64, account_id: i64, text: &str, by_moderator: bool) -> Result<i64> {
    tx.execute(
        "INSERT INTO report_message (report_id, account_id, text, by_moderator, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![report_id, account_id, text, by_moderator, tx.now.0],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn unsay(tx: &Tx, message_id: i64) -> Result<()> {
    tx.execute("DELETE FROM report_message WHERE id = ?1", [message_id])?;
    Ok(())
}
