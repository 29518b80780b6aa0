//! Room that is kept for the moment when the disk is full: deleting films writes to the database too.
//!
//! A file of this size lies beside the database. It goes when a change finds no room, so that the next one does,
//! and comes back when there is room again.

use std::fs::File;
use std::path::{Path, PathBuf};

/// Bytes: enough for what deleting some films, signing in and cleaning up write.
const SIZE: u64 = 1024 * 1024;

pub(super) struct Ballast(Option<PathBuf>);

impl Ballast {
    /// Beside this database; none for one that lives in memory.
    pub(super) fn beside(database: Option<&str>) -> Self {
        Self(database.filter(|path| !path.is_empty()).map(|path| Path::new(path).with_extension("ballast")))
    }

    /// Takes the room, if it is not taken and there is some.
    pub(super) fn take(&self) {
        let Some(path) = &self.0 else { return };
        let is_there = std::fs::metadata(path).is_ok_and(|metadata| metadata.len() == SIZE);
        if !is_there && let Err(error) = allocate(path) {
            tracing::debug!(%error, "no room is kept for a full disk");
            self.give();
        }
    }

    /// Gives the room back.
    pub(super) fn give(&self) {
        if let Some(path) = &self.0 {
            // It may be gone already.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn allocate(path: &Path) -> std::io::Result<()> {
    let file = File::create(path)?;
    Ok(rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, SIZE)?)
}
