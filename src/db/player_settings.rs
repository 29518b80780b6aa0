//! How the player is to look for films and channels: a column of their rows.

use rusqlite::params;

use super::{Read, Tx};
use crate::domain::player_settings::Choice;
use crate::error::Result;

pub fn of_video(read: &Read, id: i64) -> Result<Choice> {
    let sql = "SELECT player_theme FROM video WHERE id = ?1";
    let name: Option<String> = read.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
    Ok(name.as_deref().and_then(Choice::from_name).unwrap_or(Choice::AsItsChannel))
}

pub fn of_channel(read: &Read, id: i64) -> Result<Choice> {
    let sql = "SELECT player_theme FROM channel WHERE id = ?1";
    let name: Option<String> = read.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
    Ok(name.as_deref().and_then(Choice::from_name).unwrap_or(Choice::AsTheSite))
}

pub fn set_of_video(tx: &Tx, id: i64, choice: Choice) -> Result<()> {
    tx.execute("UPDATE video SET player_theme = ?2 WHERE id = ?1", params![id, choice.name()])?;
    Ok(())
}

pub fn set_of_channel(tx: &Tx, id: i64, choice: Choice) -> Result<()> {
    tx.execute("UPDATE channel SET player_theme = ?2 WHERE id = ?1", params![id, choice.name()])?;
    Ok(())
}
