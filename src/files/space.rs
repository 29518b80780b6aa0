//! How much room is left.

use std::path::Path;

use crate::error::{Error, Kind, Result};

/// Bytes that this program may still write on the disk of `folder`, and the size of that disk.
pub fn free(folder: &Path) -> Result<(u64, u64)> {
    let disk = rustix::fs::statvfs(folder).map_err(std::io::Error::from)?;
    Ok((disk.f_bavail.saturating_mul(disk.f_frsize), disk.f_blocks.saturating_mul(disk.f_frsize)))
}

/// Bytes of films for which there is room: each needs its own length twice for a while, as it was sent and as
/// it will be watched, and `reserve` stays free.
pub fn room_for_films(free: u64, reserve: u64) -> u64 {
    free.saturating_sub(reserve) / 2
}

/// Refuses, in words, what would leave less than `reserve` bytes free.
///
/// `promised` is what others that are not finished still have to take.
pub fn check_room_for_film(
    folder: &Path,
    bytes: u64,
    already_held: u64,
    promised: u64,
    reserve: u64,
) -> Result<()> {
    let free = free(folder)?.0.saturating_sub(promised);
    let needed = bytes.saturating_mul(2).saturating_sub(already_held);
    if needed.saturating_add(reserve) <= free {
        return Ok(());
    }
    Err(Error::new(Kind::DiskFull, "error-disk-full")
        .with("needed", needed.saturating_add(reserve))
        .with("free", free))
}
