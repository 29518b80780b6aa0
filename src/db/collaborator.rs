//! Rows of those who keep a channel together with its owner, and of those who have been asked to.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx, unreadable};
use crate::domain::collaborator::State;
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Collaborator {
    pub id: i64,
    pub channel_id: i64,
    pub account_id: i64,
    pub state: State,
    pub created_at: Moment,
    pub updated_at: Moment,
}

const COLUMNS: &str = "id, channel_id, account_id, state, created_at, updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Collaborator> {
    Ok(Collaborator {
        id: row.get(0)?,
        channel_id: row.get(1)?,
        account_id: row.get(2)?,
        state: State::from_number(row.get(3)?).ok_or_else(|| unreadable(3, "not a state"))?,
        created_at: Moment(row.get(4)?),
        updated_at: Moment(row.get(5)?),
    })
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Collaborator>> {
    let sql = format!("SELECT {COLUMNS} FROM channel_collaborator WHERE id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

/// What stands between a channel and an account.
pub fn between(read: &Read, channel_id: i64, account_id: i64) -> Result<Option<Collaborator>> {
    let sql = format!("SELECT {COLUMNS} FROM channel_collaborator WHERE channel_id = ?1 AND account_id = ?2");
    Ok(read.prepare_cached(&sql)?.query_row([channel_id, account_id], from_row).optional()?)
}

/// Those who keep a channel and those who have not answered yet, the latest asked first.
pub fn of_channel(read: &Read, channel_id: i64) -> Result<Vec<Collaborator>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM channel_collaborator WHERE channel_id = ?1 AND state <> ?2
         ORDER BY id DESC LIMIT 100"
    );
    let mut statement = read.prepare_cached(&sql)?;
    let rows = statement.query_map(params![channel_id, State::Rejected as i64], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The invitations that an account has not answered, the latest first; those to deleted channels wait with them.
pub fn waiting_for(read: &Read, account_id: i64) -> Result<Vec<Collaborator>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM channel_collaborator k WHERE account_id = ?1 AND state = ?2
             AND EXISTS (SELECT 1 FROM channel c WHERE c.id = k.channel_id AND c.deleted_at IS NULL)
         ORDER BY id DESC LIMIT 100"
    );
    let mut statement = read.prepare_cached(&sql)?;
    let rows = statement.query_map(params![account_id, State::Pending as i64], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All rows of a channel, those who have declined included.
pub fn count(read: &Read, channel_id: i64) -> Result<usize> {
    let sql = "SELECT count(*) FROM channel_collaborator WHERE channel_id = ?1";
    let count: i64 = read.prepare_cached(sql)?.query_row([channel_id], |row| row.get(0))?;
    Ok(count.max(0) as usize)
}

/// Asks an account, in the place of an earlier invitation that it declined; the number of the invitation.
pub fn invite(tx: &Tx, channel_id: i64, account_id: i64) -> Result<i64> {
    remove_between(tx, channel_id, account_id)?;
    tx.execute(
        "INSERT INTO channel_collaborator (channel_id, account_id, state, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?4)",
        params![channel_id, account_id, State::Pending as i64, tx.now.0],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn set_state(tx: &Tx, id: i64, state: State) -> Result<()> {
    tx.execute(
        "UPDATE channel_collaborator SET state = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, state as i64, tx.now.0],
    )?;
    Ok(())
}

pub fn remove(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM channel_collaborator WHERE id = ?1", [id])?;
    Ok(())
}

pub fn remove_between(tx: &Tx, channel_id: i64, account_id: i64) -> Result<()> {
    tx.execute(
        "DELETE FROM channel_collaborator WHERE channel_id = ?1 AND account_id = ?2",
        [channel_id, account_id],
    )?;
    Ok(())
}
