//! Rows of people who ask for an account.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::domain::registration::State;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Registration {
    pub id: i64,
    pub state: State,
    pub username: String,
    pub display_name: String,
    pub email: String,
    /// When they showed that the address is theirs.
    pub email_verified_at: Option<Moment>,
    /// Empty once it has been decided.
    pub password_hash: String,
    pub reason: String,
    /// What was answered.
    pub answer: Option<String>,
    pub user_id: Option<i64>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

const COLUMNS: &str = "
    id, state, username, display_name, email, password_hash, reason, answer, user_id, created_at, updated_at,
    email_verified_at";

fn from_row(row: &Row) -> rusqlite::Result<Registration> {
    Ok(Registration {
        id: row.get(0)?,
        state: State::from_number(row.get(1)?).ok_or_else(|| super::unreadable(1, "not a state"))?,
        username: row.get(2)?,
        display_name: row.get(3)?,
        email: row.get(4)?,
        password_hash: row.get(5)?,
        reason: row.get(6)?,
        answer: row.get(7)?,
        user_id: row.get(8)?,
        created_at: Moment(row.get(9)?),
        updated_at: Moment(row.get(10)?),
        email_verified_at: row.get::<_, Option<i64>>(11)?.map(Moment),
    })
}

pub fn find(read: &Read, id: i64) -> Result<Option<Registration>> {
    let sql = format!("SELECT {COLUMNS} FROM registration WHERE id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

/// The one that waits under this name or e-mail address.
pub fn waiting_by_login(read: &Read, login: &str) -> Result<Option<Registration>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM registration WHERE state = ?2 AND (username = ?1 OR email = ?1) LIMIT 1"
    );
    let mut statement = read.prepare_cached(&sql)?;
    Ok(statement.query_row(params![login, State::Waiting as i64], from_row).optional()?)
}

pub fn set_email_verified(tx: &Tx, id: i64) -> Result<()> {
    tx.execute(
        "UPDATE registration SET email_verified_at = ?2, updated_at = ?2 WHERE id = ?1",
        params![id, tx.now.0],
    )?;
    Ok(())
}

pub fn count_waiting(read: &Read) -> Result<i64> {
    let sql = "SELECT count(*) FROM registration WHERE state = ?1";
    Ok(read.prepare_cached(sql)?.query_row([State::Waiting as i64], |row| row.get(0))?)
}

/// Those that wait first, then the newest; `words` is looked for in names and addresses.
pub fn list(read: &Read, words: Option<&str>, start: u32, count: u32) -> Result<(i64, Vec<Registration>)> {
    let condition = "?1 IS NULL OR instr(lower(username || ' ' || email), lower(?1))";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM registration WHERE {condition}"))?
        .query_row([words], |row| row.get(0))?;
    let sql = format!(
        "SELECT {COLUMNS} FROM registration WHERE {condition} ORDER BY state = 1 DESC, id DESC LIMIT ?2 OFFSET ?3"
    );
    let mut statement = read.prepare_cached(&sql)?;
    let rows = statement.query_map(params![words, count, start], from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// What somebody who asks for an account has said; everything has been checked.
pub struct New<'a> {
    pub username: &'a str,
    pub display_name: &'a str,
    pub email: &'a str,
    pub password_hash: &'a str,
    pub reason: &'a str,
}

pub fn insert(tx: &Tx, new: &New) -> Result<i64> {
    tx.execute(
        "INSERT INTO registration
             (state, username, display_name, email, password_hash, reason, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![
            State::Waiting as i64,
            new.username,
            new.display_name,
            new.email,
            new.password_hash,
            new.reason,
            tx.now.0
        ],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn decide(tx: &Tx, id: i64, state: State, answer: Option<&str>, user_id: Option<i64>) -> Result<()> {
    tx.execute(
        "UPDATE registration SET state = ?2, answer = ?3, user_id = ?4, password_hash = '', updated_at = ?5
         WHERE id = ?1",
        params![id, state as i64, answer, user_id, tx.now.0],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM registration WHERE id = ?1", [id])?;
    Ok(())
}
