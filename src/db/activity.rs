//! Rows of what people have done in channels.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::channel::Channel;
use super::playlist::Playlist;
use super::video::Video;
use super::{Read, Tx, unreadable};
use crate::domain::account::Person;
use crate::domain::activity::{Action, DAYS, Target};
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Activity {
    pub id: i64,
    /// None once who did it has left.
    pub account_id: Option<i64>,
    pub action: Action,
    pub target: Target,
    /// The number of a film or a list, perhaps one that is gone.
    pub target_id: Option<i64>,
    pub uuid: Option<Uuid>,
    /// What the film or the list is called, or was called last; to whom the channel is offered.
    pub name: String,
    pub created_at: Moment,
}

fn from_row(row: &Row) -> rusqlite::Result<Activity> {
    let uuid: Option<String> = row.get(5)?;
    Ok(Activity {
        id: row.get(0)?,
        account_id: row.get(1)?,
        action: Action::from_number(row.get(2)?).ok_or_else(|| unreadable(2, "not an action"))?,
        target: Target::from_number(row.get(3)?).ok_or_else(|| unreadable(3, "not a target"))?,
        target_id: row.get(4)?,
        uuid: uuid.map(|uuid| Uuid::try_parse(&uuid)).transpose().map_err(|_| unreadable(5, "not a UUID"))?,
        name: row.get(6)?,
        created_at: Moment(row.get(7)?),
    })
}

/// What has happened in a channel, and how often.
pub fn list(
    read: &Read,
    channel_id: i64,
    is_descending: bool,
    start: u32,
    count: u32,
) -> Result<(i64, Vec<Activity>)> {
    let total = read
        .prepare_cached("SELECT count(*) FROM channel_activity WHERE channel_id = ?1")?
        .query_row([channel_id], |row| row.get(0))?;
    let order = if is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT a.id, a.account_id, a.action, a.target, a.target_id, a.uuid,
                coalesce(CASE a.target WHEN 1 THEN (SELECT v.name FROM video v WHERE v.uuid = a.uuid)
                                       WHEN 2 THEN (SELECT p.name FROM video_playlist p WHERE p.uuid = a.uuid) END,
                         a.name),
                a.created_at
         FROM channel_activity a WHERE a.channel_id = ?1 ORDER BY a.id {order} LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = statement.query_map(params![channel_id, count, start], from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Something done to a film of the channel that it stands in.
pub fn of_video(tx: &Tx, person: &Person, action: Action, video: &Video) -> Result<()> {
    of_video_in(tx, person.account_id, action, video, video.channel.id)
}

/// Something done to a film, written down in a channel that it leaves or enters.
pub fn of_video_in(tx: &Tx, account_id: i64, action: Action, video: &Video, channel_id: i64) -> Result<()> {
    let target = (Target::Video, Some(video.id), Some(video.uuid), video.about.name.as_str());
    insert(tx, channel_id, account_id, action, target)
}

/// Something done to a list; nothing is written for a list that stands in no channel.
pub fn of_playlist(tx: &Tx, person: &Person, action: Action, list: &Playlist) -> Result<()> {
    let Some(channel_id) = list.about.channel_id else { return Ok(()) };
    let target = (Target::Playlist, Some(list.id), Some(list.uuid), list.about.display_name.as_str());
    insert(tx, channel_id, person.account_id, action, target)
}

/// Something done to the channel itself; `name` is the person whom an offer is made to.
pub fn of_channel(tx: &Tx, person: &Person, action: Action, channel: &Channel, name: &str) -> Result<()> {
    insert(tx, channel.id, person.account_id, action, (Target::Channel, None, None, name))
}

fn insert(
    tx: &Tx,
    channel_id: i64,
    account_id: i64,
    action: Action,
    (target, target_id, uuid, name): (Target, Option<i64>, Option<Uuid>, &str),
) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO channel_activity (channel_id, account_id, action, target, target_id, uuid, name, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        channel_id,
        account_id,
        action as i64,
        target as i64,
        target_id,
        uuid.map(|uuid| uuid.to_string()),
        name,
        tx.now.0
    ])?;
    Ok(())
}

/// Forgets what is too old to be of use.
pub fn forget(tx: &Tx) -> Result<()> {
    let before = tx.now.plus_seconds(-DAYS * 24 * 3600);
    tx.execute("DELETE FROM channel_activity WHERE created_at < ?1", [before.0])?;
    Ok(())
}
