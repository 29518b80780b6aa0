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

/// The address under which other servers know the site; none before they have heard of it.
pub fn federation_address(read: &Read) -> Result<Option<String>> {
    secret(read, "federation-address")
}

/// Notes the address that others know from now on, unless they know one.
pub fn freeze_federation_address(tx: &Tx, address: &str) -> Result<()> {
    match federation_address(tx)? {
        Some(_) => Ok(()),
        None => put(tx, "federation-address", address),
    }
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
