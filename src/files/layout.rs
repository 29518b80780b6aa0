//! The data folder.
//!
//! ```text
//! lucarne.db                                  the database; lucarne.ballast beside it is room for a full disk
//! media/streaming-playlists/hls/<uuid>/…      a film: playlists, fragmented MP4, hashes (PeerTube's names)
//! media/{thumbnails,previews,storyboards,captions,avatars,banners,torrents}/…  small files, each with a random name
//! originals/<id>                              a file as it is being sent, or was sent, until the film is made
//! cache/…                                     what can be made again
//! scratch/…                                   work of the media worker; emptied at every start
//! ```

use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Layout {
    root: PathBuf,
}

/// Kinds of small files that are served by their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Small {
    Thumbnail,
    Preview,
    Storyboard,
    Caption,
    Avatar,
    Banner,
    Torrent,
}

impl Layout {
    /// Makes the folders that are missing. `root` becomes absolute, so that a later change of the working
    /// folder moves nothing.
    pub fn prepare(root: &Path) -> Result<Self> {
        std::fs::create_dir_all(root)?;
        let layout = Self { root: root.canonicalize()? };
        for folder in [
            layout.films(),
            layout.originals(),
            layout.scratch(),
            layout.cache(),
            layout.small_folder(Small::Thumbnail),
            layout.small_folder(Small::Preview),
            layout.small_folder(Small::Storyboard),
            layout.small_folder(Small::Caption),
            layout.small_folder(Small::Avatar),
            layout.small_folder(Small::Banner),
            layout.small_folder(Small::Torrent),
        ] {
            std::fs::create_dir_all(folder)?;
        }
        Ok(layout)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn database(&self) -> PathBuf {
        self.root.join("lucarne.db")
    }

    pub fn films(&self) -> PathBuf {
        self.root.join("media/streaming-playlists/hls")
    }

    /// The folder of one film.
    pub fn film(&self, uuid: Uuid) -> PathBuf {
        self.films().join(uuid.to_string())
    }

    pub fn originals(&self) -> PathBuf {
        self.root.join("originals")
    }

    pub fn small_folder(&self, kind: Small) -> PathBuf {
        self.root.join(match kind {
            Small::Thumbnail => "media/thumbnails",
            Small::Preview => "media/previews",
            Small::Storyboard => "media/storyboards",
            Small::Caption => "media/captions",
            Small::Avatar => "media/avatars",
            Small::Banner => "media/banners",
            Small::Torrent => "media/torrents",
        })
    }

    /// The path of a small file, if its name is one that we could have given.
    pub fn small(&self, kind: Small, name: &str) -> Option<PathBuf> {
        is_plain_name(name).then(|| self.small_folder(kind).join(name))
    }

    /// The path of a file of a film, if its name is one that we could have given.
    pub fn film_file(&self, uuid: Uuid, name: &str) -> Option<PathBuf> {
        is_plain_name(name).then(|| self.film(uuid).join(name))
    }

    pub fn cache(&self) -> PathBuf {
        self.root.join("cache")
    }

    pub fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }
}

/// Letters, digits, `-`, `_` and single dots inside: no separators, no hidden files, no way out of a folder.
pub fn is_plain_name(name: &str) -> bool {
    (1..=120).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && !name.starts_with('.')
        && !name.contains("..")
}

#[cfg(test)]
mod tests {
    use super::is_plain_name;

    #[test]
    fn no_name_leads_out_of_its_folder() {
        for name in ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a..b", "a\0b", "é.vtt", "%2e%2e"] {
            assert!(!is_plain_name(name), "{name}");
        }
        assert!(is_plain_name("9db8b84a-ca8f-48c7-8355-ff838027e4f1-240-fragmented.mp4"));
    }
}
