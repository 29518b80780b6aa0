//! Torrents: what they are called, how they are cut, and by which addresses they are found.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The SHA-1 of what a torrent says of its file (BEP 3).
pub type InfoHash = [u8; 20];

/// A hash as people write it.
pub fn hexadecimal(hash: &InfoHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The torrent of a rendition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torrent {
    /// The name of the file under media/torrents.
    pub file: String,
    pub info_hash: InfoHash,
}

/// The shortest and the longest piece. PeerTube's library ends at 4 MB as well.
const PIECES: (u64, u64) = (16 * 1024, 4 * 1024 * 1024);

/// What JavaScript's `encodeURIComponent` lets stand.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// Bytes of a piece of a file of so many bytes: about a thousand pieces, as PeerTube cuts them (npm `piece-length`).
pub fn piece_length(bytes: u64) -> u64 {
    let kilobytes = (bytes as f64 / 1024.0).max(1.0);
    let power = (kilobytes.log2() + 0.5) as u32;
    (1u64 << power.min(62)).clamp(PIECES.0, PIECES.1)
}

/// What programs call the file of a rendition: the film's title and the lines of the picture.
pub fn name(title: &str, resolution: i64) -> String {
    // A separator would make folders of a title, and these are the other characters that file systems refuse.
    let title: String = title
        .chars()
        .map(|c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '-' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    let title = title.trim_start_matches('.').trim();
    match resolution {
        0 => format!("{title} audio.mp4"),
        resolution => format!("{title} {resolution}p.mp4"),
    }
}

/// The addresses of the tracker of a site: over a WebSocket, for browsers, and over HTTP.
pub fn trackers(site: &str) -> (String, String) {
    let socket = site.strip_prefix("http").map_or_else(|| site.to_owned(), |rest| format!("ws{rest}"));
    (format!("{socket}/tracker/socket"), format!("{site}/tracker/announce"))
}

impl Torrent {
    /// Where the torrent of a site's rendition is read.
    pub fn address(&self, site: &str) -> String {
        format!("{site}/lazy-static/torrents/{}", self.file)
    }

    /// Where it is kept from, under a name of its own.
    pub fn download_address(&self, site: &str) -> String {
        format!("{site}/download/torrents/{}", self.file)
    }

    /// The magnet link (BEP 9), with the members and the order that PeerTube's have. `seed` is the file itself
    /// (BEP 19).
    pub fn magnet(&self, site: &str, title: &str, seed: &str) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, COMPONENT).to_string();
        let hash = hexadecimal(&self.info_hash);
        let (socket, http) = trackers(site);
        format!(
            "magnet:?xs={}&xt=urn:btih:{hash}&dn={}&tr={}&tr={}&ws={}",
            encoded(&self.address(site)),
            encoded(title).replace("%20", "+"),
            encoded(&http),
            encoded(&socket),
            encoded(seed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_cut_as_peertube_cuts_them() {
        // From npm piece-length 2.0.1 and create-torrent 6.1.0, which PeerTube calls.
        for (bytes, expected) in [
            (0, 16_384),
            (317_701, 16_384),
            (3_061_483, 16_384),
            (30_000_000, 32_768),
            (700_000_000, 524_288),
            (4_000_000_000, 4_194_304),
            (200_000_000_000, 4_194_304),
        ] {
            assert_eq!(piece_length(bytes), expected, "{bytes}");
        }
    }

    #[test]
    fn a_title_makes_a_name_that_every_program_can_keep() {
        assert_eq!(name("Fed video updated", 720), "Fed video updated 720p.mp4");
        assert_eq!(name("../a/b\\c?", 240), "-a-b-c- 240p.mp4");
        assert_eq!(name("Fête", 0), "Fête audio.mp4");
    }

    #[test]
    fn a_magnet_link_reads_as_one_of_peertube() {
        // tests/fixtures/peertube-6.3/rest/video.json, PeerTube 6.3.0.
        let torrent = Torrent {
            file: "9b722dd6-f969-4740-afba-05d8b762cae2-720-hls.torrent".to_owned(),
            info_hash: [
                0xc4, 0x36, 0x1f, 0x22, 0x59, 0xaa, 0x9a, 0x59, 0x44, 0x5e, 0xa7, 0xae, 0x77, 0x4d, 0xf4,
                0x3d, 0x20, 0x29, 0x63, 0x0b,
            ],
        };
        let seed = "http://127.0.0.1:9001/static/streaming-playlists/hls/fba68069-ffff-493b-96a3-52f023ed8656/\
                    4e21e2f7-7ebd-4de0-88d4-b496edbce57b-720-fragmented.mp4";
        let captured = include_str!("../../tests/fixtures/peertube-6.3/rest/video.json");
        let captured: serde_json::Value = serde_json::from_str(captured).expect("it is JSON");
        let files = captured["streamingPlaylists"][0]["files"].as_array().expect("it has files").clone();
        let file = files.iter().find(|file| file["resolution"]["id"] == 720).expect("one has 720 lines");
        assert_eq!(torrent.magnet("http://127.0.0.1:9001", "Fed video updated", seed), file["magnetUri"]);
        assert_eq!(torrent.address("http://127.0.0.1:9001"), file["torrentUrl"]);
        assert_eq!(torrent.download_address("http://127.0.0.1:9001"), file["torrentDownloadUrl"]);
        let (socket, http) = trackers("http://127.0.0.1:9001");
        assert_eq!(captured["trackerUrls"], serde_json::json!([http, socket]));
        assert_eq!(trackers("https://a.b").0, "wss://a.b/tracker/socket");
    }
}
