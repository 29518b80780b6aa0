//! Uploads: begun after room and quota have been checked, ended by becoming a film.

use bytes::Bytes;
use uuid::Uuid;

use super::video_passwords;
use crate::db::channel::Channel;
use crate::db::upload::Upload;
use crate::db::{self, Db};
use crate::domain::account::Person;
use crate::domain::moment::Moment;
use crate::domain::upload::{self, LENGTH_MAXIMUM};
use crate::domain::video::{Description, can_change};
use crate::error::{Error, Kind, Result};
use crate::files::uploads::{Busy, Growing, Turn};
use crate::files::{self, Layout, space};

/// A film that somebody wants to send.
#[derive(Clone, Debug)]
pub struct Begin {
    pub file_name: String,
    /// Bytes of the whole file.
    pub bytes: u64,
    pub channel_id: i64,
    /// False where a later field of the same form may still name the channel.
    pub is_channel_known: bool,
    pub about: Description,
}

/// Where uploads meet the disk.
#[derive(Clone)]
pub struct Desk {
    pub layout: Layout,
    /// Bytes that uploads never take.
    pub reserve: u64,
    pub busy: Busy,
}

/// The film that an upload has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub video_id: i64,
    pub uuid: Uuid,
}

/// Begins an upload: everything that could refuse it later is asked before a byte is taken.
pub async fn begin(db: &Db, desk: &Desk, person: &Person, begin: Begin) -> Result<Upload> {
    let about = begin.about.checked()?;
    video_passwords::check_new(&about)?;
    if upload::film_ending(&begin.file_name).is_none() {
        return Err(Error::new(Kind::Unsupported, "error-file-ending"));
    }
    if begin.bytes == 0 {
        return Err(Error::invalid("error-file-empty"));
    }
    if begin.bytes > LENGTH_MAXIMUM {
        return Err(Error::new(Kind::TooLarge, "error-too-large").with("limit", LENGTH_MAXIMUM));
    }
    let upload = Upload {
        id: Uuid::new_v4().to_string(),
        user_id: person.user_id,
        channel_id: begin.channel_id,
        file_name: begin.file_name.chars().take(250).collect(),
        bytes: begin.bytes as i64,
        about,
        video_id: None,
    };
    let (row, person, room) = (upload.clone(), person.clone(), desk.clone());
    db.write(move |tx| {
        let channel = db::channel::by_id(tx, row.channel_id)?;
        let channel = channel.ok_or_else(|| Error::invalid("error-channel"))?;
        if !can_change(channel.holding(), &person) {
            return Err(Error::forbidden("error-forbidden"));
        }
        check_some_quota(tx, &person, &channel, begin.is_channel_known, row.bytes)?;
        // Inside the transaction: of two that begin at once, the second sees what the first was promised.
        let promised = promised(tx, &room.layout)?;
        space::check_room_for_film(room.layout.root(), begin.bytes, 0, promised, room.reserve)?;
        db::upload::insert(tx, &row)
    })
    .await?;
    let (folder, id) = (desk.layout.originals(), upload.id.clone());
    let made = tokio::task::spawn_blocking(move || files::uploads::create(&folder, &id, begin.bytes)).await;
    let made = made.map_err(|error| Error::internal(format!("making room for an upload: {error}")));
    if let Err(error) = made.and_then(|made| made) {
        let id = upload.id.clone();
        db.write(move |tx| db::upload::delete(tx, &id)).await?;
        return Err(error);
    }
    Ok(upload)
}

/// Bytes of disk that films under way still have to take: uploads what has not come and has no room on the disk
/// yet, all of them what they will be watched as.
fn promised(tx: &db::Tx, layout: &Layout) -> Result<u64> {
    let mut promised = db::video::bytes_to_prepare(tx)?;
    for upload in db::upload::under_way(tx, None)? {
        let held = files::uploads::held(&layout.originals(), &upload.id)?;
        promised = promised.saturating_add((upload.bytes as u64).saturating_mul(2).saturating_sub(held));
    }
    Ok(promised)
}

/// Refuses what nobody has room for in whose channels it may land. `correct` asks again once the channel is known.
fn check_some_quota(
    tx: &db::Tx,
    person: &Person,
    channel: &Channel,
    is_known: bool,
    bytes: i64,
) -> Result<()> {
    let refused = check_quota(tx, channel.account_id, bytes);
    if refused.is_ok() || is_known {
        return refused;
    }
    for id in &person.shared_channels {
        if let Some(shared) = db::channel::by_id(tx, *id)?
            && check_quota(tx, shared.account_id, bytes).is_ok()
        {
            return Ok(());
        }
    }
    refused
}

/// Refuses what is more than this account has room for: what a channel holds counts for its owner, as in PeerTube.
pub(super) fn check_quota(tx: &db::Tx, account_id: i64, bytes: i64) -> Result<()> {
    let user = db::account::user_of(tx, account_id)?.ok_or_else(|| Error::forbidden("error-forbidden"))?;
    let day = Moment(tx.now.0 - 24 * 3600 * 1000);
    let (used, used_today) = db::account::usage(tx, user.id, day)?;
    for (quota, used) in [(user.quota, used), (user.quota_daily, used_today)] {
        if quota >= 0 && used.saturating_add(bytes) > quota {
            return Err(Error::new(Kind::TooLarge, "error-quota").with("left", (quota - used).max(0)));
        }
    }
    Ok(())
}

/// The upload of this name, if it belongs to the person.
pub async fn find(db: &Db, person: &Person, id: &str) -> Result<Upload> {
    let id = id.to_owned();
    let user_id = person.user_id;
    let upload = db.read(move |read| db::upload::find(read, &id)).await?;
    upload.filter(|upload| upload.user_id == user_id).ok_or_else(|| Error::not_found("error-upload-gone"))
}

/// Bytes of an upload that are safe on the disk.
pub fn received(desk: &Desk, upload: &Upload) -> Result<u64> {
    let length = files::uploads::length(&desk.layout.originals(), &upload.id)?;
    length.ok_or_else(|| Error::not_found("error-upload-gone"))
}

/// An upload that takes bytes; nobody else writes to it meanwhile.
pub struct Receiving {
    growing: Growing,
    total: u64,
    _turn: Turn,
}

impl Receiving {
    pub async fn open(desk: &Desk, upload: &Upload) -> Result<Self> {
        let turn = desk.busy.take(&upload.id)?;
        let growing = Growing::open(&desk.layout.originals(), &upload.id).await?;
        Ok(Self { growing, total: upload.bytes as u64, _turn: turn })
    }

    pub fn received(&self) -> u64 {
        self.growing.length
    }

    /// Adds bytes at the end; refuses those beyond the length that was announced.
    pub async fn append(&mut self, bytes: &Bytes) -> Result<()> {
        if self.growing.length + bytes.len() as u64 > self.total {
            return Err(Error::invalid("error-upload-range"));
        }
        self.growing.append(bytes).await
    }

    /// Makes durable what has come; how much that is.
    pub async fn sync(&mut self) -> Result<u64> {
        self.growing.sync().await?;
        Ok(self.growing.length)
    }

    pub fn is_complete(&self) -> bool {
        self.growing.length == self.total
    }
}

/// Ends an upload without a film.
pub async fn cancel(db: &Db, desk: &Desk, upload: &Upload) -> Result<()> {
    let _turn = desk.busy.take(&upload.id)?;
    let id = upload.id.clone();
    db.write(move |tx| db::upload::delete(tx, &id)).await?;
    if upload.video_id.is_none() {
        files::remove_quietly(&desk.layout.originals().join(&upload.id));
    }
    Ok(())
}

/// Writes down what a form turned out to be once its file had ended: the real length, and the fields behind
/// the file. Asks for the channel again, because a later field may have named another.
pub async fn correct(db: &Db, desk: &Desk, person: &Person, id: &str, real: Begin) -> Result<()> {
    let about = real.about.checked()?;
    video_passwords::check_new(&about)?;
    let (folder, bytes) = (desk.layout.originals(), real.bytes);
    let (row_id, person) = (id.to_owned(), person.clone());
    db.write(move |tx| {
        let channel =
            db::channel::by_id(tx, real.channel_id)?.ok_or_else(|| Error::invalid("error-channel"))?;
        if !can_change(channel.holding(), &person) {
            return Err(Error::forbidden("error-forbidden"));
        }
        db::upload::correct(tx, &row_id, real.channel_id, bytes as i64, &about)?;
        // Its bytes are among those that are counted by now.
        check_quota(tx, channel.account_id, 0)
    })
    .await?;
    let path = files::uploads::path(&folder, id)?;
    // Gives back what was reserved beyond the end.
    let file = std::fs::OpenOptions::new().write(true).open(path)?;
    file.set_len(bytes)?;
    Ok(file.sync_all()?)
}
