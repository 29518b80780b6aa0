//! Rows of channels, and of single films, that are offered to somebody else.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx, unreadable};
use crate::domain::moment::Moment;
use crate::domain::ownership::State;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Ownership {
    pub id: i64,
    /// The channel that is offered, or the one that the film stands in.
    pub channel_id: i64,
    /// The film, if it is one.
    pub video_id: Option<i64>,
    /// Who offers it: its owner, or whoever keeps the house.
    pub initiator_account_id: i64,
    pub next_owner_account_id: i64,
    pub state: State,
    pub created_at: Moment,
}

const COLUMNS: &str =
    "o.id, c.id, o.initiator_account_id, o.next_owner_account_id, o.state, o.created_at, o.video_id";

/// Offers of channels and films that are there.
const SOURCE: &str = "channel_ownership o LEFT JOIN video v ON v.id = o.video_id
    JOIN channel c ON c.id = coalesce(v.channel_id, o.channel_id) AND c.deleted_at IS NULL AND v.state IS NOT 100";

fn from_row(row: &Row) -> rusqlite::Result<Ownership> {
    Ok(Ownership {
        id: row.get(0)?,
        channel_id: row.get(1)?,
        initiator_account_id: row.get(2)?,
        next_owner_account_id: row.get(3)?,
        state: State::from_number(row.get(4)?).ok_or_else(|| unreadable(4, "not a state"))?,
        created_at: Moment(row.get(5)?),
        video_id: row.get(6)?,
    })
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Ownership>> {
    let sql = format!("SELECT {COLUMNS} FROM {SOURCE} WHERE o.id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

/// The offer of a channel that nobody has answered yet.
pub fn waiting(read: &Read, channel_id: i64) -> Result<Option<Ownership>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {SOURCE} WHERE o.channel_id = ?1 AND o.state = ?2 AND o.video_id IS NULL"
    );
    Ok(read
        .prepare_cached(&sql)?
        .query_row(params![channel_id, State::Pending as i64], from_row)
        .optional()?)
}

/// The same of a film.
pub fn waiting_of_film(read: &Read, video_id: i64) -> Result<Option<Ownership>> {
    let sql = format!("SELECT {COLUMNS} FROM {SOURCE} WHERE o.video_id = ?1 AND o.state = ?2");
    Ok(read.prepare_cached(&sql)?.query_row(params![video_id, State::Pending as i64], from_row).optional()?)
}

/// The channels and films that wait for this account to take them.
pub fn waiting_for(read: &Read, account_id: i64) -> Result<Vec<Ownership>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {SOURCE} WHERE o.next_owner_account_id = ?1 AND o.state = ?2
         ORDER BY o.id DESC LIMIT 100"
    );
    let mut statement = read.prepare_cached(&sql)?;
    let rows = statement.query_map(params![account_id, State::Pending as i64], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whose offers a list names.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    Channel(i64, Option<State>),
    /// Channels offered to an account, and those that it owns or keeps with others.
    Account(i64),
    Film(i64, Option<State>),
    /// Films offered to an account, and those in the channels that it owns or keeps with others.
    AccountFilms(i64),
}

/// Which offers a list names, and in which order.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    pub whose: Whose,
    pub is_descending: bool,
    pub start: u32,
    pub count: u32,
}

/// A page of offers, and how many there are.
pub fn list(read: &Read, search: Search) -> Result<(i64, Vec<Ownership>)> {
    let (condition, id, state) = match search.whose {
        Whose::Channel(id, state) => (
            "o.video_id IS NULL AND o.channel_id = ?1 AND (?2 IS NULL OR o.state = ?2)".to_owned(),
            id,
            state,
        ),
        Whose::Film(id, state) => ("o.video_id = ?1 AND (?2 IS NULL OR o.state = ?2)".to_owned(), id, state),
        Whose::Account(id) | Whose::AccountFilms(id) => (
            format!(
                "{} AND ?2 IS NULL AND (o.next_owner_account_id = ?1 OR c.account_id = ?1 OR EXISTS (
                SELECT 1 FROM channel_collaborator k
                WHERE k.channel_id = c.id AND k.account_id = ?1 AND k.state = 2))",
                if matches!(search.whose, Whose::Account(_)) {
                    "o.video_id IS NULL"
                } else {
                    "o.video_id IS NOT NULL"
                }
            ),
            id,
            None,
        ),
    };
    let state = state.map(|state| state as i64);
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {SOURCE} WHERE {condition}"))?
        .query_row(params![id, state], |row| row.get(0))?;
    let order = if search.is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {SOURCE} WHERE {condition} ORDER BY o.id {order} LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = statement.query_map(params![id, state, search.count, search.start], from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Offers a channel, or a film of it; the number of the offer.
pub fn insert(
    tx: &Tx,
    channel_id: i64,
    video_id: Option<i64>,
    initiator_account_id: i64,
    next_owner_account_id: i64,
) -> Result<i64> {
    tx.execute(
        "INSERT INTO channel_ownership
             (channel_id, initiator_account_id, next_owner_account_id, state, created_at, updated_at, video_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
        params![
            channel_id,
            initiator_account_id,
            next_owner_account_id,
            State::Pending as i64,
            tx.now.0,
            video_id
        ],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn set_state(tx: &Tx, id: i64, state: State) -> Result<()> {
    tx.execute(
        "UPDATE channel_ownership SET state = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, state as i64, tx.now.0],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM channel_ownership WHERE id = ?1", [id])?;
    Ok(())
}

/// Gives a channel to an account, with the lists that its owner had in it.
pub fn give(tx: &Tx, channel_id: i64, from_account_id: i64, to_account_id: i64) -> Result<()> {
    tx.execute(
        "UPDATE channel SET account_id = ?2, updated_at = ?3 WHERE id = ?1",
        params![channel_id, to_account_id, tx.now.0],
    )?;
    tx.execute(
        "UPDATE video_playlist SET account_id = ?3, updated_at = ?4 WHERE channel_id = ?1 AND account_id = ?2",
        params![channel_id, from_account_id, to_account_id, tx.now.0],
    )?;
    Ok(())
}

/// Bytes that the films of a channel and the uploads to it take.
pub fn bytes(read: &Read, channel_id: i64) -> Result<i64> {
    let sql = "SELECT (SELECT coalesce(sum(bytes), 0) FROM video WHERE channel_id = ?1)
                    + (SELECT coalesce(sum(bytes), 0) FROM upload WHERE channel_id = ?1 AND video_id IS NULL)";
    Ok(read.prepare_cached(sql)?.query_row([channel_id], |row| row.get(0))?)
}
