//! Torrent files of version 1 (BEP 3): one file, cut into pieces, with the film itself as a seed over HTTP (BEP 19).
//!
//! What is hashed (`Info`) is made once; trackers and seeds, which depend on the address of the site, are put around
//! it whenever somebody asks.

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::bencode::Value;
use crate::domain::torrent::{InfoHash, piece_length, trackers};

/// What a torrent says of its file. The hash of this is the torrent's name in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// What programs call the file.
    pub name: String,
    /// Bytes.
    pub length: u64,
    pub piece_length: u64,
    /// The SHA-1 of each piece, one behind the other.
    pub pieces: Vec<u8>,
}

impl Info {
    fn value(&self) -> Value {
        Value::dictionary([
            ("length", Value::Integer(self.length as i64)),
            ("name", Value::text(&self.name)),
            ("piece length", Value::Integer(self.piece_length as i64)),
            ("pieces", Value::Bytes(self.pieces.clone())),
        ])
    }

    pub fn hash(&self) -> InfoHash {
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.value().encoded());
        hash.as_ref().try_into().expect("a SHA-1 has 20 bytes")
    }

    /// A torrent without anything around it, as it is kept.
    pub fn bare(&self) -> Vec<u8> {
        Value::dictionary([("info", self.value())]).encoded()
    }

    /// What stands in a torrent of one file; none where something is missing or does not fit.
    pub fn read(torrent: &[u8]) -> Option<Self> {
        let torrent = Value::read(torrent)?;
        let info = torrent.get("info")?;
        let number = |key: &str| u64::try_from(info.get(key)?.integer()?).ok();
        let read = Self {
            name: String::from_utf8(info.get("name")?.bytes()?.to_vec()).ok()?,
            length: number("length")?,
            piece_length: number("piece length")?,
            pieces: info.get("pieces")?.bytes()?.to_vec(),
        };
        let is_whole = read.piece_length > 0
            && read.pieces.len().is_multiple_of(20)
            && read.length.div_ceil(read.piece_length) == (read.pieces.len() / 20) as u64;
        is_whole.then_some(read)
    }

    /// The torrent as it is handed out by the site of this address. `seed` is where the file is read over HTTP;
    /// `created` are seconds since 1970.
    pub fn document(&self, site: &str, seed: &str, created: i64) -> Vec<u8> {
        let (socket, http) = trackers(site);
        let tier = |address: &str| Value::List(vec![Value::text(address)]);
        Value::dictionary([
            ("announce", Value::text(&socket)),
            ("announce-list", Value::List(vec![tier(&socket), tier(&http)])),
            // PeerTube writes its own name here.
            ("created by", Value::text("Lucarne")),
            ("creation date", Value::Integer(created)),
            ("encoding", Value::text("UTF-8")),
            ("info", self.value()),
            ("url-list", tier(seed)),
        ])
        .encoded()
    }
}

/// Hashes a file that is read from its beginning to its end.
pub struct Pieces {
    length: u64,
    piece_length: u64,
    /// Bytes of the piece under way.
    at: u64,
    piece: Context,
    hashes: Vec<u8>,
}

impl Pieces {
    /// For a file of so many bytes.
    pub fn new(length: u64) -> Self {
        Self {
            length,
            piece_length: piece_length(length),
            at: 0,
            piece: Context::new(&SHA1_FOR_LEGACY_USE_ONLY),
            hashes: Vec::new(),
        }
    }

    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min((self.piece_length - self.at) as usize));
            self.piece.update(now);
            self.at += now.len() as u64;
            if self.at == self.piece_length {
                self.end_piece();
            }
            bytes = rest;
        }
    }

    /// None when the file had another length than was said.
    pub fn finish(mut self, name: String) -> Option<Info> {
        let read = (self.hashes.len() / 20) as u64 * self.piece_length + self.at;
        // A file that ends with a piece has no empty one behind it.
        if self.at > 0 {
            self.end_piece();
        }
        let Self { length, piece_length, hashes, .. } = self;
        (read == length).then_some(Info { name, length, piece_length, pieces: hashes })
    }

    fn end_piece(&mut self) {
        let piece = std::mem::replace(&mut self.piece, Context::new(&SHA1_FOR_LEGACY_USE_ONLY));
        self.hashes.extend(piece.finish().as_ref());
        self.at = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPTURED: &[u8] = include_bytes!("../../tests/fixtures/peertube-6.3/torrent/240.torrent");

    #[test]
    fn a_torrent_of_peertube_is_read_and_has_its_hash() {
        let info = Info::read(CAPTURED).expect("PeerTube 6.3.0 made it");
        assert_eq!((info.name.as_str(), info.length), ("Fed video updated 240p.mp4", 317_701));
        let hash: String = info.hash().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, "c9e76edf10c27b40596941fbd7208893949270a4");
        assert_eq!(Info::read(&info.bare()), Some(info));
    }

    #[test]
    fn a_torrent_of_ours_says_what_one_of_peertube_says() {
        let info = Info::read(CAPTURED).expect("PeerTube 6.3.0 made it");
        let seed = "http://127.0.0.1:9001/static/streaming-playlists/hls/fba68069-ffff-493b-96a3-52f023ed8656/\
                    9db8b84a-ca8f-48c7-8355-ff838027e4f1-240-fragmented.mp4";
        let ours = info.document("http://127.0.0.1:9001", seed, 1_795_376_036);
        let as_peertube = String::from_utf8_lossy(&ours).replace("7:Lucarne", "8:PeerTube");
        assert_eq!(as_peertube, String::from_utf8_lossy(CAPTURED));
    }

    #[test]
    fn pieces_are_the_same_however_the_file_is_read() {
        let file: Vec<u8> = (0..100_000u32).map(|n| (n * 7 % 251) as u8).collect();
        for length in [0, 1, 16_383, 16_384, 16_385, 32_768, 100_000] {
            let file = &file[..length];
            let whole = {
                let mut pieces = Pieces::new(length as u64);
                pieces.push(file);
                pieces.finish("x".to_owned()).expect("it was read whole")
            };
            assert_eq!(whole.pieces.len(), length.div_ceil(16_384) * 20);
            assert_eq!(Info::read(&whole.bare()).as_ref(), Some(&whole));
            for step in [1000, 16_384, 50_000] {
                let mut pieces = Pieces::new(length as u64);
                file.chunks(step).for_each(|bytes| pieces.push(bytes));
                assert_eq!(pieces.finish("x".to_owned()).as_ref(), Some(&whole));
            }
            let mut short = Pieces::new(length as u64 + 1);
            short.push(file);
            assert!(short.finish("x".to_owned()).is_none(), "a byte is missing");
        }
    }
}
