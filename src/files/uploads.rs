//! What has arrived of an upload: one file, whose length says how far it is.
//!
//! Bytes go to the disk as they come, in pieces of a few hundred kilobytes; nothing is gathered in memory.
//! A piece is acknowledged after `sync`, so that a power cut takes nothing back.

use std::collections::HashSet;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::io::AsyncWriteExt;

use crate::error::{Error, Kind, Result};
use crate::files::layout::is_plain_name;

/// The uploads that a request is writing to at this moment.
#[derive(Clone, Default)]
pub struct Busy(Arc<Mutex<HashSet<String>>>);

/// The right to write to one upload; given back when dropped.
pub struct Turn {
    busy: Busy,
    id: String,
}

impl Busy {
    /// Takes the turn of an upload; refused while another request has it.
    pub fn take(&self, id: &str) -> Result<Turn> {
        let mut ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !ids.insert(id.to_owned()) {
            return Err(Error::new(Kind::Unavailable, "error-upload-busy"));
        }
        Ok(Turn { busy: self.clone(), id: id.to_owned() })
    }

    /// Whether a request is writing to this upload.
    pub fn holds(&self, id: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.busy.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// The file of an upload, open for more.
pub struct Growing {
    file: tokio::fs::File,
    pub length: u64,
}

/// Makes the file of a new upload and, where the file system can, reserves its room on the disk, so that a
/// full disk is said before the first byte is sent and not after the last.
pub fn create(folder: &Path, id: &str, bytes: u64) -> Result<()> {
    let path = path(folder, id)?;
    let file = std::fs::File::create_new(&path)?;
    let reserved = rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::KEEP_SIZE, 0, bytes.max(1));
    let kept = match reserved {
        Ok(()) | Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL) => {
            file.sync_all().and_then(|()| crate::files::sync_folder(folder))
        }
        Err(error) => Err(error.into()),
    };
    kept.map_err(|error| {
        crate::files::remove_quietly(&path);
        Error::from(error)
    })
}

/// Bytes that have arrived; `None` when there is no such upload.
pub fn length(folder: &Path, id: &str) -> Result<Option<u64>> {
    match std::fs::metadata(path(folder, id)?) {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Bytes of disk that an upload has already, with what is reserved for its end; none when there is no such upload.
pub fn held(folder: &Path, id: &str) -> Result<u64> {
    match std::fs::metadata(path(folder, id)?) {
        Ok(metadata) => Ok(metadata.blocks().saturating_mul(512)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}

pub fn path(folder: &Path, id: &str) -> Result<PathBuf> {
    if !is_plain_name(id) {
        return Err(Error::not_found("error-upload-gone"));
    }
    Ok(folder.join(id))
}

impl Growing {
    /// Opens the file for writing at its end.
    pub async fn open(folder: &Path, id: &str) -> Result<Self> {
        let path = path(folder, id)?;
        let file = tokio::fs::OpenOptions::new().append(true).open(&path).await;
        let file = file.map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::not_found("error-upload-gone"),
            _ => error.into(),
        })?;
        let length = file.metadata().await?.len();
        Ok(Self { file, length })
    }

    pub async fn append(&mut self, bytes: &Bytes) -> Result<()> {
        self.file.write_all(bytes).await?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Makes durable what has been written: from here on it may be acknowledged.
    pub async fn sync(&mut self) -> Result<()> {
        self.file.flush().await?;
        self.file.sync_data().await?;
        Ok(())
    }
}
