//! What players call the swarm of a rendition: both names that p2p-media-loader of wire version 2 has had. Those who
//! use one can speak with those who use the other, once somebody tells them that they mean the same.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest, Md5};

use crate::domain::torrent::InfoHash;

/// A rendition as its line in the master playlist has it.
#[derive(Clone, Debug)]
pub struct Rendition<'a> {
    /// Its place among the others, from 0.
    pub position: usize,
    pub bandwidth: i64,
    pub codecs: &'a str,
    pub width: i64,
    pub height: i64,
    pub fps: i64,
    pub has_video: bool,
}

/// What a stream of pictures, or of sound alone in the place of one, is called.
const MAIN: &str = "main";

/// The names of a rendition of the film whose master playlist has this address.
pub fn names(master: &str, rendition: &Rendition) -> [InfoHash; 2] {
    [by_position(master, rendition.position), by_properties(master, rendition)]
}

/// p2p-media-loader up to 2.2 (PeerTube 7.1 to 8.2).
pub fn by_position(master: &str, position: usize) -> InfoHash {
    let hash = Md5::digest(format!("v2-{master}-{MAIN}-{position}"));
    // The first byte is left out: twenty letters for fifteen bytes.
    letters(&hash[1..])
}

/// p2p-media-loader from 2.3 on.
fn by_properties(master: &str, rendition: &Rendition) -> InfoHash {
    let Rendition { bandwidth, width, height, fps, .. } = rendition;
    let properties = match rendition.has_video {
        // Language, channels and name belong to sound that is kept apart, the range to HDR.
        true => format!("{bandwidth}-{}-{width}-{height}----{fps}-", video_codec(rendition.codecs)),
        false => format!("{bandwidth}--------"),
    };
    let id = BASE64_STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, properties.as_bytes()));
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("v2-{master}-{MAIN}-{id}").as_bytes());
    letters(&hash.as_ref()[..15])
}

fn letters(bytes: &[u8]) -> InfoHash {
    let text = BASE64_STANDARD.encode(bytes);
    text.as_bytes().try_into().expect("fifteen bytes are twenty letters")
}

fn video_codec(codecs: &str) -> String {
    let is_video =
        |codec: &&str| !["mp4a", "opus", "ac-3", "ec-3", "flac"].iter().any(|one| codec.starts_with(one));
    codecs.split(',').map(str::trim).find(is_video).unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MASTER: &str = "https://video.example/static/streaming-playlists/hls/fba68069-ffff-493b-96a3-52f023ed8656/x-master.m3u8";

    /// Made by the libraries themselves: `getStreamHash(getStreamSwarmId(…))` of p2p-media-loader-core 2.2.2 and
    /// 2.3.1, the latter with `generateStreamShortId` over what hls.js 1.7.4 reads of the line.
    #[test]
    fn renditions_have_the_names_that_players_give_them() {
        let picture = Rendition {
            position: 1,
            bandwidth: 812_000,
            codecs: "avc1.64001E,mp4a.40.2",
            width: 426,
            height: 240,
            fps: 25,
            has_video: true,
        };
        let sound = Rendition {
            position: 0,
            bandwidth: 70_000,
            codecs: "mp4a.40.2",
            has_video: false,
            ..picture.clone()
        };
        let text = |names: [InfoHash; 2]| names.map(|name| String::from_utf8_lossy(&name).into_owned());
        assert_eq!(text(names(MASTER, &picture)), ["CaS3X19Xqo3WJOOxbS6u", "ckiHPdD2uPXjML5KEL4N"]);
        assert_eq!(text(names(MASTER, &sound)), ["dn3mOICxXJFz3T2lYbrp", "fs+kG2vyA/Yya+cogh0L"]);
    }
}
