//! Sending a film in pieces: PeerTube's resumable protocol, as the npm package `@uploadx/core` speaks it.

use super::video::tidy_line;
use crate::error::{Error, Result};

/// The largest film that is accepted, in bytes: what one file of a 32-bit `sidx` world and a home disk bear.
pub const LENGTH_MAXIMUM: u64 = 1 << 40;

/// What a `Content-Range` request header says (RFC 9110 section 14.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentRange {
    /// `bytes first-last/total`: the bytes that follow are these.
    Bytes { first: u64, last: u64, total: u64 },
    /// `bytes */total`: how far are you?
    Question { total: u64 },
}

impl ContentRange {
    pub fn parse(text: &str) -> Result<Self> {
        Self::read(text).ok_or_else(|| Error::invalid("error-content-range"))
    }

    fn read(text: &str) -> Option<Self> {
        let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
        let total = number(total)?;
        if range == "*" {
            return Some(Self::Question { total });
        }
        let (first, last) = range.split_once('-')?;
        let (first, last) = (number(first)?, number(last)?);
        (first <= last && last < total).then_some(Self::Bytes { first, last, total })
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// The ending of a file name, in lower case and without its dot, if it is one that a film may have.
pub fn film_ending(file_name: &str) -> Option<String> {
    let (_, ending) = file_name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    FILM_ENDINGS.contains(&ending.as_str()).then_some(ending)
}

/// Endings of films and of sound that the installed decoders may read; what is inside decides in the end.
pub const FILM_ENDINGS: [&str; 29] = [
    "mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "m2v", "vob", "ts", "mts", "m2ts", "ogv",
    "ogg", "flv", "wmv", "asf", "3gp", "3g2", "f4v", "mxf", "mp3", "m4a", "aac", "wav", "flac", "opus",
    "oga",
];

/// A title for a film that was sent without one: its file's name, made readable.
pub fn title_from(file_name: &str) -> String {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let words: String =
        tidy_line(stem).chars().map(|c| if c == '_' || c.is_control() { ' ' } else { c }).collect();
    let title: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
    if title.chars().count() < 3 { format!("Film {title}").trim().to_owned() } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_they_are_sent() {
        assert_eq!(
            ContentRange::parse("bytes 0-99/100").expect("it is a range"),
            ContentRange::Bytes { first: 0, last: 99, total: 100 }
        );
        assert_eq!(
            ContentRange::parse("bytes */100").expect("it is a range"),
            ContentRange::Question { total: 100 }
        );
    }

    #[test]
    fn wrong_ranges_are_refused() {
        for text in [
            "",
            "bytes",
            "bytes 1-0/10",
            "bytes 0-10/10",
            "bytes -1-2/3",
            "bytes 0-9/*",
            "items 0-1/2",
            "bytes 0-99999999999999999999/999999999999999999999",
            "bytes +1-2/3",
            "bytes 0-1/2/3",
        ] {
            assert!(ContentRange::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_title_is_made_from_any_file_name() {
        assert_eq!(title_from("Fete_du_village-2026.MP4"), "Fete du village-2026");
        assert_eq!(title_from("../../etc/passwd"), "passwd");
        assert_eq!(title_from("\u{202e}Le_bal.mp4"), "Le bal");
        assert_eq!(title_from(""), "Film");
        assert_eq!(title_from("a.mp4"), "Film a");
        assert_eq!(film_ending("x.MKV").as_deref(), Some("mkv"));
        assert_eq!(film_ending("x.exe"), None);
    }
}
