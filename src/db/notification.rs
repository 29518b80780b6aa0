//! Rows of what members are told of.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx};
use crate::domain::account::Role;
use crate::domain::moment::Moment;
use crate::domain::notification::{Kind, Wishes};
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Notification {
    pub id: i64,
    pub kind: Kind,
    pub is_read: bool,
    pub video_id: Option<i64>,
    pub comment_id: Option<i64>,
    /// Who follows.
    pub account_id: Option<i64>,
    pub channel_id: Option<i64>,
    pub registration_id: Option<i64>,
    pub collaborator_id: Option<i64>,
    pub ownership_id: Option<i64>,
    pub report_id: Option<i64>,
    pub report_message_id: Option<i64>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// What a notification is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    pub video_id: Option<i64>,
    pub comment_id: Option<i64>,
    pub account_id: Option<i64>,
    pub channel_id: Option<i64>,
    pub registration_id: Option<i64>,
    pub collaborator_id: Option<i64>,
    pub ownership_id: Option<i64>,
    pub report_id: Option<i64>,
    pub report_message_id: Option<i64>,
    /// Whose doing it is: those from whom this account is hidden are not told. It is not kept.
    pub by_account_id: Option<i64>,
}

/// Who is told.
#[derive(Clone, Copy, Debug)]
pub enum Whom {
    /// The user of this account.
    Account(i64),
    /// All who follow this channel, its owner aside.
    FollowersOf(i64),
    /// Those who keep this channel together with its owner.
    CollaboratorsOf(i64),
    /// Whoever keeps the house.
    Keepers,
}

const COLUMNS: &str =
    "id, kind, is_read, video_id, comment_id, account_id, channel_id, registration_id, created_at,
    updated_at, collaborator_id, ownership_id, report_id, report_message_id";

fn from_row(row: &Row) -> rusqlite::Result<Notification> {
    Ok(Notification {
        id: row.get(0)?,
        kind: Kind::from_number(row.get(1)?).ok_or_else(|| super::unreadable(1, "not a kind"))?,
        is_read: row.get(2)?,
        video_id: row.get(3)?,
        comment_id: row.get(4)?,
        account_id: row.get(5)?,
        channel_id: row.get(6)?,
        registration_id: row.get(7)?,
        created_at: Moment(row.get(8)?),
        updated_at: Moment(row.get(9)?),
        collaborator_id: row.get(10)?,
        ownership_id: row.get(11)?,
        report_id: row.get(12)?,
        report_message_id: row.get(13)?,
    })
}

pub fn count_unread(read: &Read, user_id: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM notification WHERE user_id = ?1 AND is_read = 0";
    Ok(read.prepare_cached(sql)?.query_row([user_id], |row| row.get(0))?)
}

/// What a user is told of, the newest first; `is_read` narrows it.
pub fn list(
    read: &Read,
    user_id: i64,
    is_read: Option<bool>,
    start: u32,
    count: u32,
) -> Result<(i64, Vec<Notification>)> {
    let condition = "user_id = ?1 AND (?2 IS NULL OR is_read = ?2)";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM notification WHERE {condition}"))?
        .query_row(params![user_id, is_read], |row| row.get(0))?;
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS}
         FROM notification WHERE {condition} ORDER BY id DESC LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = statement.query_map(params![user_id, is_read, count, start], from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// A notification and whose it is.
pub fn by_id(read: &Read, id: i64) -> Result<Option<(i64, Notification)>> {
    let mut statement =
        read.prepare_cached(&format!("SELECT {COLUMNS}, user_id FROM notification WHERE id = ?1"))?;
    Ok(statement.query_row([id], |row| Ok((row.get(14)?, from_row(row)?))).optional()?)
}

/// The number of the newest row; 0 where there is none.
pub fn newest(read: &Read) -> Result<i64> {
    let sql = "SELECT coalesce(max(id), 0) FROM notification";
    Ok(read.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The rows behind this one and whose they are, the oldest first.
pub fn since(read: &Read, id: i64, count: u32) -> Result<Vec<(i64, Notification)>> {
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS}, user_id FROM notification WHERE id > ?1 ORDER BY id LIMIT ?2"
    ))?;
    let rows = statement.query_map(params![id, count], |row| Ok((row.get(14)?, from_row(row)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Tells those who wish to know, once of the same thing; the notifications of which a letter is wished too. What is
/// wished by mail alone stands on the site as read. What has no wish is told everybody in both ways.
pub fn tell(tx: &Tx, whom: Whom, kind: Kind, about: About) -> Result<Vec<i64>> {
    let (who, value) = match whom {
        Whom::Account(id) => ("u.account_id = ?8", id),
        Whom::FollowersOf(id) => (
            "u.account_id IN (SELECT account_id FROM subscription WHERE channel_id = ?8)
             AND u.account_id <> (SELECT account_id FROM channel WHERE id = ?8)",
            id,
        ),
        Whom::CollaboratorsOf(id) => (
            "u.account_id IN (SELECT account_id FROM channel_collaborator WHERE channel_id = ?8 AND state = 2)",
            id,
        ),
        Whom::Keepers => ("u.role <= ?8", Role::Moderator as i64),
    };
    let wish =
        "CASE WHEN ?9 IS NULL THEN 3 ELSE coalesce(json_extract(u.notification_wishes, '$.' || ?9), 1) END";
    let sql = format!(
        "INSERT INTO notification
             (user_id, kind, video_id, comment_id, account_id, channel_id, registration_id, created_at, updated_at,
              is_read, collaborator_id, ownership_id, report_id, report_message_id)
         SELECT u.id, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, NOT ({wish}) & 1, ?10, ?11, ?12, ?13
         FROM user u WHERE {who} AND ({wish})
             AND NOT EXISTS (
                 SELECT 1 FROM account_block b
                 WHERE b.account_id = ?14 AND (b.by_account_id = u.account_id
                     OR b.by_account_id IS NULL AND b.account_id <> u.account_id))
             AND NOT EXISTS (
                 SELECT 1 FROM account a JOIN actor r ON r.id = a.actor_id
                     JOIN server_block b ON b.server_id = r.server_id
                 WHERE a.id = ?14 AND b.by_account_id = u.account_id)
             AND NOT EXISTS (
                 SELECT 1 FROM notification n
                 WHERE n.user_id = u.id AND n.kind = ?1 AND n.video_id IS ?2 AND n.comment_id IS ?3
                     AND n.account_id IS ?4 AND n.channel_id IS ?5 AND n.registration_id IS ?6
                     AND n.collaborator_id IS ?10 AND n.ownership_id IS ?11 AND n.report_id IS ?12
                     AND n.report_message_id IS ?13)
         RETURNING id, (SELECT ({wish}) & 2 FROM user u WHERE u.id = user_id)"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let values = params![
        kind as i64,
        about.video_id,
        about.comment_id,
        about.account_id,
        about.channel_id,
        about.registration_id,
        tx.now.0,
        value,
        kind.wish(),
        about.collaborator_id,
        about.ownership_id,
        about.report_id,
        about.report_message_id,
        about.by_account_id
    ];
    let told = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let told: Vec<(i64, bool)> = told.collect::<Result<_, _>>()?;
    if !told.is_empty() {
        tx.announce();
    }
    Ok(told.into_iter().filter_map(|(id, is_by_mail)| is_by_mail.then_some(id)).collect())
}

/// Forgets what was told of an earlier decision about a report.
pub fn forget_decision(tx: &Tx, report_id: i64) -> Result<()> {
    let sql = "DELETE FROM notification WHERE report_id = ?1 AND kind = ?2";
    tx.execute(sql, params![report_id, Kind::ReportDecided as i64])?;
    Ok(())
}

/// Forgets what was told of these kinds about a film.
pub fn forget_of_film(tx: &Tx, video_id: i64, kinds: &[Kind]) -> Result<()> {
    let mut statement = tx.prepare_cached("DELETE FROM notification WHERE video_id = ?1 AND kind = ?2")?;
    for kind in kinds {
        statement.execute(params![video_id, *kind as i64])?;
    }
    Ok(())
}

pub fn mark_read(tx: &Tx, user_id: i64, ids: &[i64]) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "UPDATE notification SET is_read = 1, updated_at = ?3 WHERE user_id = ?1 AND id = ?2 AND is_read = 0",
    )?;
    for id in ids {
        statement.execute(params![user_id, id, tx.now.0])?;
    }
    Ok(())
}

pub fn mark_all_read(tx: &Tx, user_id: i64) -> Result<()> {
    tx.execute(
        "UPDATE notification SET is_read = 1, updated_at = ?2 WHERE user_id = ?1 AND is_read = 0",
        params![user_id, tx.now.0],
    )?;
    Ok(())
}

pub fn set_wishes(tx: &Tx, user_id: i64, wishes: &Wishes) -> Result<()> {
    tx.execute(
        "UPDATE user SET notification_wishes = ?2 WHERE id = ?1",
        params![user_id, serde_json::to_string(wishes)?],
    )?;
    Ok(())
}

/// Forgets what is older than that.
pub fn forget(tx: &Tx, before: Moment) -> Result<()> {
    tx.execute("DELETE FROM notification WHERE created_at < ?1", [before.0])?;
    Ok(())
}
