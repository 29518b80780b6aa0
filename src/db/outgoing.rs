//! Rows of what is said to others, and of what they have been told of.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx, job};
use crate::domain::actor::Own;
use crate::domain::job::Job;
use crate::error::Result;

/// What is said, and which of ours says it.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub own: Own,
    pub body: String,
}

/// Has an activity brought to these inboxes.
pub fn send(tx: &Tx, own: Own, body: &str, inboxes: &[String]) -> Result<()> {
    if inboxes.is_empty() {
        return Ok(());
    }
    let (kind, id) = own.numbers();
    tx.execute(
        "INSERT INTO outgoing (own_kind, own_id, body, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![kind, id, body, tx.now.0],
    )?;
    let outgoing_id = tx.last_insert_rowid();
    for inbox in inboxes {
        job::push(tx, &Job::Deliver { outgoing_id, inbox: inbox.clone() }, tx.now)?;
    }
    Ok(())
}

pub fn find(read: &Read, id: i64) -> Result<Option<Outgoing>> {
    let sql = "SELECT own_kind, own_id, body FROM outgoing WHERE id = ?1";
    let found = read.prepare_cached(sql)?.query_row([id], |row| {
        let own = Own::from_numbers(row.get(0)?, row.get(1)?);
        Ok(Outgoing { own: own.ok_or_else(|| super::unreadable(0, "not one of ours"))?, body: row.get(2)? })
    });
    Ok(found.optional()?)
}

/// Forgets what no job brings anywhere any more; to be called in the transaction that ended one.
pub fn forget_delivered(tx: &Tx, id: i64) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM outgoing WHERE id = ?1
         AND NOT EXISTS (SELECT 1 FROM job WHERE key >= 'deliver:' || ?1 || ':' AND key < 'deliver:' || ?1 || ';')",
    )?
    .execute([id])?;
    Ok(())
}

/// What kind of thing others are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Video = 0,
    Comment = 1,
}

/// What others have been told of a thing.
#[derive(Clone, Debug)]
pub struct Told {
    pub url: String,
    /// The account that told it: its number, and its id in the fediverse.
    pub account_id: i64,
    pub account: String,
    pub channel_id: i64,
    pub digest: Vec<u8>,
}

/// The next things to look at.
pub fn to_tell(read: &Read, count: u32) -> Result<Vec<(Thing, i64)>> {
    // Of a film whose torrents are being made others hear once they are there: in one message, not in two.
    let mut statement = read.prepare_cached(
        "SELECT kind, id FROM to_tell WHERE kind <> 0 OR NOT EXISTS
             (SELECT 1 FROM job WHERE key = 'torrents:' || to_tell.id AND state <> 'parked')
         ORDER BY kind, id LIMIT ?1",
    )?;
    let rows = statement.query_map([count], |row| {
        Ok((if row.get::<_, i64>(0)? == 0 { Thing::Video } else { Thing::Comment }, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub fn looked_at(tx: &Tx, thing: Thing, id: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM to_tell WHERE kind = ?1 AND id = ?2")?.execute([thing as i64, id])?;
    Ok(())
}

pub fn told(read: &Read, thing: Thing, id: i64) -> Result<Option<Told>> {
    let sql = "SELECT url, own_id, account, channel_id, digest FROM told WHERE kind = ?1 AND id = ?2";
    let found = read.prepare_cached(sql)?.query_row([thing as i64, id], |row| {
        Ok(Told {
            url: row.get(0)?,
            account_id: row.get(1)?,
            account: row.get(2)?,
            channel_id: row.get(3)?,
            digest: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}

pub fn set_told(tx: &Tx, thing: Thing, id: i64, told: &Told) -> Result<()> {
    tx.execute(
        "INSERT INTO told (kind, id, url, own_id, account, channel_id, digest, told_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (kind, id) DO UPDATE SET
             url = excluded.url, own_id = excluded.own_id, account = excluded.account,
             channel_id = excluded.channel_id, digest = excluded.digest, told_at = excluded.told_at",
        params![
            thing as i64,
            id,
            told.url,
            told.account_id,
            told.account,
            told.channel_id,
            told.digest,
            tx.now.0
        ],
    )?;
    Ok(())
}

pub fn forget_told(tx: &Tx, thing: Thing, id: i64) -> Result<()> {
    tx.execute("DELETE FROM told WHERE kind = ?1 AND id = ?2", [thing as i64, id])?;
    Ok(())
}
