//! Rows of films that whoever keeps the house has blocked. Triggers keep the state of the film in step with them.

use rusqlite::{OptionalExtension, Row, params};

use super::video::{Video, video_rows};
use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::domain::video::State;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Block {
    pub id: i64,
    pub reason: Option<String>,
    /// Whether whoever blocked it wished that other servers forget it. They do in any case.
    pub is_unfederated: bool,
    pub created_at: Moment,
    pub updated_at: Moment,
}

const COLUMNS: &str = "b.id, b.reason, b.unfederated, b.created_at, b.updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Block> {
    Ok(Block {
        id: row.get(0)?,
        reason: row.get(1)?,
        is_unfederated: row.get(2)?,
        created_at: Moment(row.get(3)?),
        updated_at: Moment(row.get(4)?),
    })
}

pub fn of_video(read: &Read, video_id: i64) -> Result<Option<Block>> {
    let sql = format!("SELECT {COLUMNS} FROM video_block b WHERE b.video_id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([video_id], from_row).optional()?)
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    CreatedAt,
    Name,
    Duration,
    Views,
    Likes,
    Dislikes,
}

#[derive(Clone, Debug)]
pub struct Search {
    /// A part of the names of the films.
    pub words: Option<String>,
    pub order: Order,
    pub is_descending: bool,
    pub start: u32,
    pub count: u32,
}

/// Blocked films that are not deleted, and how many there are.
pub fn list(read: &Read, search: &Search) -> Result<(i64, Vec<(Block, Video)>)> {
    let source = "video_block b JOIN video v ON v.id = b.video_id
        WHERE v.state <> ?1 AND (?2 IS NULL OR instr(lower(v.name), ?2))";
    let words = search.words.as_ref().map(|words| words.to_lowercase());
    let deleted = State::Deleted as i64;
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source}"))?
        .query_row(params![deleted, words], |row| row.get(0))?;
    let column = match search.order {
        Order::CreatedAt => "b.created_at",
        Order::Name => "v.name COLLATE NOCASE",
        Order::Duration => "v.duration",
        Order::Views => "v.views",
        Order::Likes => "v.likes",
        Order::Dislikes => "v.dislikes",
    };
    let order = if search.is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT v.id FROM {source} ORDER BY {column} {order}, b.id {order} LIMIT ?3 OFFSET ?4"
    ))?;
    let ids = statement
        .query_map(params![deleted, words, search.count, search.start], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    let films = video_rows(read, &ids)?;
    Ok((total, films.into_iter().filter_map(|film| Some((film.block.clone()?, film))).collect()))
}

/// The number of the block.
pub fn insert(tx: &Tx, video_id: i64, reason: Option<&str>, is_unfederated: bool) -> Result<i64> {
    tx.execute(
        "INSERT INTO video_block (video_id, reason, unfederated, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![video_id, reason, is_unfederated, tx.now.0],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn set_reason(tx: &Tx, id: i64, reason: Option<&str>) -> Result<()> {
    tx.execute(
        "UPDATE video_block SET reason = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, reason, tx.now.0],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM video_block WHERE id = ?1", [id])?;
    Ok(())
}
