//! The settings of the site, and the secrets that it made for itself.

use rusqlite::OptionalExtension;

use super::{Read, Tx};
use crate::domain::settings::Settings;
use crate::error::Result;

pub fn load(read: &Read) -> Result<Settings> {
    Ok(match secret(read, "settings")? {
        Some(text) => serde_json::from_str(&text)?,
        None => Settings::default(),
    })
}

pub fn save(tx: &Tx, settings: &Settings) -> Result<()> {
    put(tx, "settings", &serde_json::to_string(settings)?)
}

pub fn secret(read: &Read, name: &str) -> Result<Option<String>> {
    let mut statement = read.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub fn put(tx: &Tx, name: &str, value: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}
