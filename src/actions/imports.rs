//! Films that lie on this machine already: copied as uploads that nobody has to send, so the same checks and the same
//! end apply.

use std::io::SeekFrom;
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::uploads::{self, Accepted, Begin, Desk, Receiving};
use super::videos;
use crate::db::upload::Upload;
use crate::db::{self, Db};
use crate::domain::account::Person;
use crate::domain::job::Job;
use crate::domain::upload::title_from;
use crate::domain::video::{Description, Privacy};
use crate::error::{Error, Result};
use crate::files::{self, folders};

/// After so many bytes what has come is made durable, and whoever gave the import up is heard.
const PIECE: u64 = 16 * 1024 * 1024;

/// Begins the import of a file of so many bytes: everything that could refuse it later is asked before.
pub async fn begin(
    db: &Db,
    desk: &Desk,
    person: &Person,
    path: &Path,
    bytes: u64,
    channel_id: i64,
    privacy: Privacy,
) -> Result<Upload> {
    let file_name = folders::name_of(path);
    let about = Description { name: title_from(&file_name), privacy, ..Description::default() };
    let begin = Begin { file_name, bytes, channel_id, is_channel_known: true, about };
    uploads::begin(db, desk, person, begin).await
}

/// The same, for the server to copy by and by.
pub async fn order(
    db: &Db,
    desk: &Desk,
    person: &Person,
    path: PathBuf,
    bytes: u64,
    channel_id: i64,
    privacy: Privacy,
) -> Result<()> {
    let upload = begin(db, desk, person, &path, bytes, channel_id, privacy).await?;
    let job = Job::Import { upload_id: upload.id, path };
    db.write(move |tx| db::job::push(tx, &job, tx.now)).await
}

/// Copies what is still missing of a file and makes a film of it; none if somebody gave it up meanwhile, or `stops`.
pub async fn copy(
    db: &Db,
    desk: &Desk,
    upload: &Upload,
    mut file: File,
    stops: impl Fn() -> bool,
) -> Result<Option<Accepted>> {
    let mut buffer = BytesMut::new();
    loop {
        let id = upload.id.clone();
        let Some(row) = db.read(move |read| db::upload::find(read, &id)).await? else {
            files::remove_quietly(&desk.layout.originals().join(&upload.id));
            return Ok(None);
        };
        if row.video_id.is_some() {
            break;
        }
        if stops() {
            return Ok(None);
        }
        let mut receiving = Receiving::open(desk, upload).await?;
        file.seek(SeekFrom::Start(receiving.received())).await?;
        let end = (receiving.received() + PIECE).min(upload.bytes as u64);
        while receiving.received() < end {
            buffer.resize((end - receiving.received()).min(256 * 1024) as usize, 0);
            let read = file.read(&mut buffer).await?;
            if read == 0 {
                return Err(Error::invalid("error-import-changed").with("name", &*upload.file_name));
            }
            receiving.append(&Bytes::copy_from_slice(&buffer[..read])).await?;
        }
        receiving.sync().await?;
        if receiving.is_complete() {
            break;
        }
        drop(receiving);
        let id = upload.id.clone();
        db.write(move |tx| db::upload::touch(tx, &id)).await?;
    }
    videos::accept_upload(db, &upload.id).await.map(Some)
}

/// Whether the server is to copy the file of this upload.
pub fn is_ordered(read: &db::Read, upload: &Upload) -> Result<bool> {
    db::job::exists(read, &job_of(upload).key())
}

/// Gives up an import. The piece that is being copied is removed by whoever copies it.
pub async fn abandon(db: &Db, desk: &Desk, upload: &Upload) -> Result<()> {
    let (id, key) = (upload.id.clone(), job_of(upload).key());
    db.write(move |tx| {
        db::job::cancel(tx, &key)?;
        db::upload::delete(tx, &id)
    })
    .await?;
    if desk.busy.take(&upload.id).is_ok() {
        files::remove_quietly(&desk.layout.originals().join(&upload.id));
    }
    Ok(())
}

fn job_of(upload: &Upload) -> Job {
    Job::Import { upload_id: upload.id.clone(), path: PathBuf::new() }
}
