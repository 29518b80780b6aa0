//! Folders beside the house, such as USB sticks: the films in them, read and never changed.
//!
//! Links are not followed anywhere below a folder, so nothing leads out of it and no loop is walked.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{Mode, OFlags, ResolveFlags};

use crate::domain::moment::Moment;
use crate::domain::upload::film_ending;
use crate::error::{Error, Kind, Result};

/// Folders inside each other that are looked into.
const DEEPEST: usize = 16;

/// A film that lies in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    pub bytes: u64,
    pub modified_at: Moment,
}

/// Why something in a folder is left out.
#[derive(Debug)]
pub enum LeftOut {
    Ending,
    Link,
    NoFile,
    Unreadable(std::io::Error),
}

/// The films in a folder and the folders in it, in the order of their paths, at most `limit`; what is left out is told.
pub fn films(folder: &Path, limit: usize, left_out: &mut dyn FnMut(&Path, LeftOut)) -> Vec<Found> {
    let mut found = Vec::new();
    look(folder, limit, &mut found, left_out, 0);
    found
}

fn look(
    folder: &Path,
    limit: usize,
    found: &mut Vec<Found>,
    left_out: &mut dyn FnMut(&Path, LeftOut),
    depth: usize,
) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return left_out(folder, LeftOut::Unreadable(error)),
    };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        if found.len() >= limit {
            return;
        }
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        // What a file manager or a system keeps for itself.
        if name.starts_with('.')
            || matches!(name.as_str(), "$RECYCLE.BIN" | "System Volume Information" | "lost+found")
        {
            continue;
        }
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            if depth < DEEPEST {
                look(&path, limit, found, left_out, depth + 1);
            }
        } else if kind.is_symlink() {
            left_out(&path, LeftOut::Link);
        } else if !kind.is_file() {
            left_out(&path, LeftOut::NoFile);
        } else if film_ending(&name).is_none() {
            left_out(&path, LeftOut::Ending);
        } else {
            match entry.metadata() {
                Ok(about) => {
                    let modified = about.modified().ok();
                    let since = modified.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
                    let modified_at = Moment(since.map_or(0, |since| since.as_millis() as i64));
                    found.push(Found { path, bytes: about.len(), modified_at });
                }
                Err(error) => left_out(&path, LeftOut::Unreadable(error)),
            }
        }
    }
}

/// Opens a file that lies below one of these folders.
pub fn open(folders: &[PathBuf], path: &Path) -> Result<File> {
    let gone = || Error::new(Kind::Unavailable, "error-import-gone").with("name", name_of(path));
    let below = folders.iter().find_map(|folder| Some((folder, path.strip_prefix(folder).ok()?)));
    let Some((folder, below)) = below else { return Err(Error::not_found("error-not-found")) };
    let is_plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_plain || below.as_os_str().is_empty() {
        return Err(Error::not_found("error-not-found"));
    }
    let opened = File::open(folder).and_then(|folder| {
        // A pipe of that name must not keep us waiting.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        Ok(File::from(rustix::fs::openat2(folder, below, flags, Mode::empty(), resolve)?))
    });
    let file = opened.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::NotADirectory => gone(),
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => gone(),
        _ => error.into(),
    })?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(gone()) }
}

/// The name of a file as people see it.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().replace(char::is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_a_folder() {
        let house = tempfile::tempdir().expect("the tests may write temporary files");
        let stick = house.path().join("stick");
        std::fs::create_dir_all(stick.join("été/.trash")).expect("a folder");
        std::fs::write(house.path().join("secret.mp4"), "secret").expect("a file");
        for name in ["été/fête.mp4", "b.webm", "notes.txt", "été/.trash/old.mp4", ".hidden.mp4"] {
            std::fs::write(stick.join(name), "film").expect("a file");
        }
        std::os::unix::fs::symlink("../secret.mp4", stick.join("link.mp4")).expect("a link");
        std::os::unix::fs::symlink("..", stick.join("loop")).expect("a link");
        let mut left = Vec::new();
        let found = films(&stick, 10, &mut |path, _| left.push(name_of(path)));
        let names: Vec<_> = found.iter().map(|found| name_of(&found.path)).collect();
        assert_eq!(names, ["b.webm", "fête.mp4"]);
        assert_eq!(left, ["link.mp4", "loop", "notes.txt"]);
        assert_eq!(films(&stick, 1, &mut |_, _| ()).len(), 1);
        let folders = [stick.clone()];
        assert!(open(&folders, &stick.join("été/fête.mp4")).is_ok());
        for name in ["link.mp4", "loop/secret.mp4", "../secret.mp4", "été", "none.mp4", ""] {
            assert!(open(&folders, &stick.join(name)).is_err(), "{name}");
        }
        assert!(open(&folders, &house.path().join("secret.mp4")).is_err());
    }
}
