//! Lists of all who follow channels and accounts of ours: members by their subscriptions, and those elsewhere.

use rusqlite::{Row, params};

use super::{Read, picture};
use crate::domain::actor::Own;
use crate::domain::moment::Moment;
use crate::domain::picture::Picture;
use crate::error::Result;

/// Somebody who follows one of ours.
#[derive(Clone, Debug)]
pub struct Follower {
    /// Whom they follow.
    pub of: Own,
    /// The number of a member's account, or of an actor.
    pub number: i64,
    pub name: String,
    pub display_name: String,
    pub avatars: Vec<Picture>,
    /// Where they are at home, if that is another server.
    pub home: Option<Home>,
    /// Since when they are known here.
    pub created_at: Moment,
    /// How many of ours they follow.
    pub following: i64,
    pub followed_at: Moment,
}

/// Where somebody of another server is at home.
#[derive(Clone, Debug)]
pub struct Home {
    pub host: String,
    /// Their id in the fediverse.
    pub url: String,
    /// The page about them that people open.
    pub page: String,
    /// Deliveries to their server that failed since the last one that arrived.
    pub failures: i64,
}

impl Follower {
    /// One number for who follows whom, which no row has.
    pub fn id(&self) -> i64 {
        let (kind, own) = self.of.numbers();
        ((own * 4 + kind) << 24) + self.number * 2 + i64::from(self.home.is_some())
    }
}

/// Whose followers a list names.
#[derive(Clone, Debug)]
pub struct Search {
    pub channels: Vec<i64>,
    pub account: Option<i64>,
    /// A part of their names or of their host.
    pub words: Option<String>,
    pub is_descending: bool,
    pub start: u32,
    pub count: u32,
}

/// Members and those elsewhere who follow some of ours, and how many they are.
pub fn list(read: &Read, search: &Search) -> Result<(i64, Vec<Follower>)> {
    let everybody = "
        SELECT 2 AS own_kind, s.channel_id AS own_id, a.id AS number, a.name, a.display_name, a.avatars,
               NULL AS host, NULL AS url, NULL AS page, 0 AS failures, a.created_at,
               (SELECT count(*) FROM subscription o WHERE o.account_id = a.id) AS following,
               s.created_at AS followed_at
        FROM subscription s JOIN account a ON a.id = s.account_id
        WHERE s.channel_id IN (SELECT value FROM json_each(?1))
        UNION ALL
        SELECT f.own_kind, f.own_id, r.id, r.name, r.display_name, '[]', h.host, r.url, r.page, h.failures,
               r.created_at, (SELECT count(*) FROM follower o WHERE o.actor_id = r.id AND o.state = 2), f.created_at
        FROM follower f JOIN actor r ON r.id = f.actor_id JOIN server h ON h.id = r.server_id
        WHERE f.state = 2 AND (f.own_kind = 2 AND f.own_id IN (SELECT value FROM json_each(?1))
                               OR f.own_kind = 1 AND f.own_id = ?2)";
    let condition = "?3 IS NULL OR instr(lower(name || '@' || coalesce(host, '')), ?3)
                     OR instr(lower(display_name), ?3)";
    let channels = serde_json::to_string(&search.channels)?;
    let words = search.words.as_ref().map(|words| words.to_lowercase());
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM ({everybody}) WHERE {condition}"))?
        .query_row(params![channels, search.account, words], |row| row.get(0))?;
    let order = if search.is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT * FROM ({everybody}) WHERE {condition}
         ORDER BY followed_at {order}, own_id, number LIMIT ?4 OFFSET ?5"
    ))?;
    let values = params![channels, search.account, words, search.count, search.start];
    let rows = statement.query_map(values, from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

fn from_row(row: &Row) -> rusqlite::Result<Follower> {
    let home = match row.get::<_, Option<String>>(6)? {
        Some(host) => Some(Home { host, url: row.get(7)?, page: row.get(8)?, failures: row.get(9)? }),
        None => None,
    };
    Ok(Follower {
        of: Own::from_numbers(row.get(0)?, row.get(1)?)
            .ok_or_else(|| super::unreadable(0, "none of ours"))?,
        number: row.get(2)?,
        name: row.get(3)?,
        display_name: row.get(4)?,
        avatars: picture::from_row(row, 5)?,
        home,
        created_at: Moment(row.get(10)?),
        following: row.get(11)?,
        followed_at: Moment(row.get(12)?),
    })
}
