//! Rows of what is said to others, and of what they have been told of.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx, job};
use crate::domain::actor::Own;
use crate::domain::job::Job;
use crate::error::Result;

/// What is said, and which of ours says it, or passes it on.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub id: i64,
    pub own: Own,
    pub body: String,
    /// It carries the signature of whoever said it.
    pub is_signed: bool,
}

/// Has an activity brought to these inboxes.
pub fn send(tx: &Tx, own: Own, body: &str, inboxes: &[String]) -> Result<()> {
    insert(tx, own, body, false, inboxes)
}

/// Has what somebody else said and signed brought to these inboxes, as it came.
pub fn pass_on(tx: &Tx, own: Own, body: &str, inboxes: &[String]) -> Result<()> {
    insert(tx, own, body, true, inboxes)
}

fn insert(tx: &Tx, own: Own, body: &str, is_signed: bool, inboxes: &[String]) -> Result<()> {
    if inboxes.is_empty() {
        return Ok(());
    }
    let (kind, id) = own.numbers();
    tx.execute(
        "INSERT INTO outgoing (own_kind, own_id, body, is_signed, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![kind, id, body, is_signed, tx.now.0],
    )?;
    let outgoing_id = tx.last_insert_rowid();
    for inbox in inboxes {
        job::push(tx, &Job::Deliver { outgoing_id, inbox: inbox.clone() }, tx.now)?;
    }
    Ok(())
}

pub fn find(read: &Read, id: i64) -> Result<Option<Outgoing>> {
    let sql = "SELECT own_kind, own_id, body, is_signed FROM outgoing WHERE id = ?1";
    let found = read.prepare_cached(sql)?.query_row([id], |row| {
        let own = Own::from_numbers(row.get(0)?, row.get(1)?);
        let own = own.ok_or_else(|| super::unreadable(0, "not one of ours"))?;
        Ok(Outgoing { id, own, body: row.get(2)?, is_signed: row.get(3)? })
    });
    Ok(found.optional()?)
}

/// Keeps what is said together with its signature, which is made once for all who hear it.
pub fn set_signed(tx: &Tx, id: i64, body: &str) -> Result<()> {
    tx.execute("UPDATE outgoing SET body = ?2, is_signed = 1 WHERE id = ?1", params![id, body])?;
    Ok(())
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
    /// A comment of ours.
    Comment = 1,
    /// One of ours follows somebody elsewhere.
    Following = 2,
    /// What a member thinks of a film of another server.
    Rating = 3,
    /// A film of another server was watched here.
    View = 4,
    /// A comment of somebody elsewhere under a film of ours.
    Reply = 10,
    Account = 11,
    Channel = 12,
    Playlist = 13,
    /// What a member of ours reports of another server.
    Report = 14,
}

impl Thing {
    fn from_number(number: i64) -> Option<Self> {
        let all = [
            Self::Video,
            Self::Comment,
            Self::Following,
            Self::Rating,
            Self::View,
            Self::Reply,
            Self::Account,
            Self::Channel,
            Self::Playlist,
            Self::Report,
        ];
        all.into_iter().find(|thing| *thing as i64 == number)
    }
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
        let thing = Thing::from_number(row.get(0)?);
        Ok((thing.ok_or_else(|| super::unreadable(0, "nothing that is told"))?, row.get(1)?))
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

/// The name of one of ours that is gone for good, if others have not been told of it.
pub fn departed(read: &Read, own: Own) -> Result<Option<String>> {
    let (kind, id) = own.numbers();
    let sql = "SELECT name FROM departed WHERE kind = ?1 AND id = ?2";
    Ok(read.prepare_cached(sql)?.query_row([kind, id], |row| row.get(0)).optional()?)
}

pub fn forget_departed(tx: &Tx, own: Own) -> Result<()> {
    let (kind, id) = own.numbers();
    tx.execute("DELETE FROM departed WHERE kind = ?1 AND id = ?2", [kind, id])?;
    Ok(())
}
