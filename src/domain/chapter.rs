//! Chapters: where the parts of a film begin.
//!
//! People write them as lines, `1:30 The garden`, in the description or in a field of their own; PeerTube reads
//! them from a description in the same way.

use serde::{Deserialize, Serialize};

use super::video::tidy_line;
use crate::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Seconds from the beginning of the film.
    pub timecode: i64,
    pub title: String,
}

/// Chapters of one film.
pub const MOST: usize = 200;

/// Characters of a title (PeerTube's limit).
pub const TITLE: usize = 100;

/// The chapters that a description holds: its first lines in a row that begin with a time. A time alone makes no
/// chapters, there must be two.
pub fn in_description(text: &str) -> Vec<Chapter> {
    let mut lines = text.lines().map(line).skip_while(Option::is_none);
    let found: Vec<_> = std::iter::from_fn(|| lines.next().flatten()).take(MOST).collect();
    if found.len() < 2 { Vec::new() } else { checked(found).unwrap_or_default() }
}

/// Chapters as somebody typed them, a line each. Refused when a line is none.
pub fn typed(text: &str) -> Result<Vec<Chapter>> {
    let lines = text.lines().map(str::trim).filter(|text| !text.is_empty());
    let read =
        |text: &str| line(text).ok_or_else(|| Error::invalid("error-chapter").with("line", short(text)));
    checked(lines.map(read).collect::<Result<_>>()?)
}

/// The lines that `typed` reads.
pub fn written(chapters: &[Chapter]) -> String {
    chapters.iter().map(|chapter| format!("{} {}\n", clock(chapter.timecode), chapter.title)).collect()
}

/// Orders chapters; refuses too many, those without a title or with a long one, and two at one moment.
pub fn checked(mut chapters: Vec<Chapter>) -> Result<Vec<Chapter>> {
    if chapters.len() > MOST {
        return Err(Error::invalid("error-chapters").with("maximum", MOST));
    }
    chapters.sort_by_key(|chapter| chapter.timecode);
    for chapter in &mut chapters {
        chapter.title = tidy_line(&chapter.title);
        let is_good = (1..=TITLE).contains(&chapter.title.chars().count())
            && !chapter.title.contains(char::is_control)
            && chapter.timecode >= 0;
        if !is_good {
            let written = format!("{} {}", clock(chapter.timecode.max(0)), chapter.title);
            return Err(Error::invalid("error-chapter").with("line", short(&written)));
        }
    }
    match chapters.windows(2).find(|pair| pair[0].timecode == pair[1].timecode) {
        Some(pair) => Err(Error::invalid("error-chapter-twice").with("time", clock(pair[0].timecode))),
        None => Ok(chapters),
    }
}

/// Refuses chapters that begin behind the end of a film of `duration` seconds; 0 is not known yet.
pub fn within(chapters: Vec<Chapter>, duration: i64) -> Result<Vec<Chapter>> {
    match chapters.iter().find(|chapter| duration > 0 && chapter.timecode >= duration) {
        Some(late) => Err(Error::invalid("error-chapter-late")
            .with("time", clock(late.timecode))
            .with("duration", clock(duration))),
        None => Ok(chapters),
    }
}

/// `1:02:03`, or `2:03` below an hour.
fn clock(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `1:30 Title`, `01:30 - Title`, `(1:02:03) Title`.
fn line(text: &str) -> Option<Chapter> {
    let text = text.trim().trim_start_matches(['(', '[']);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let (time, title) = text.split_at(end);
    let title = title.trim_start_matches([')', ']', ':', '-', '–', '—', '|', ' ', '\u{a0}', '\t']).trim_end();
    let parts: Vec<&str> = time.split(':').collect();
    let is_time = matches!(parts.len(), 2 | 3)
        && parts.iter().enumerate().all(|(place, part)| match place {
            0 => (1..=3).contains(&part.len()),
            _ => part.len() == 2 && *part < "60",
        });
    if !is_time || title.is_empty() {
        return None;
    }
    let timecode = parts.iter().try_fold(0, |total, part| Some(total * 60 + part.parse::<i64>().ok()?))?;
    Some(Chapter { timecode, title: title.chars().take(TITLE).collect() })
}

/// What an error repeats of a line.
fn short(line: &str) -> String {
    line.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(i64, String)> {
        in_description(text).into_iter().map(|chapter| (chapter.timecode, chapter.title)).collect()
    }

    #[test]
    fn a_description_holds_chapters_where_lines_begin_with_times() {
        let text =
            "La fête\n\n0:00 Le matin\n12:30 - Midi\n1:02:03 — Le soir\n\nFilmé par Maud\n2:00:00 not this";
        assert_eq!(found(text), [(0, "Le matin".into()), (750, "Midi".into()), (3723, "Le soir".into())]);
        for text in [
            "",
            "See 1:30 for the cake",
            "1:30 alone",
            "1:99 x\n2:99 y",
            "0:10 a\n0:10 b",
            "1:2 a\n1:3 b",
            "::: a\n: b",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn what_was_typed_is_read_back_or_refused_with_its_line() {
        let chapters = typed("1:30 \u{2067}Milieu\n\n  0:00   Début \n").expect("every line is a chapter");
        assert_eq!(written(&chapters), "0:00 Début\n1:30 Milieu\n");
        assert_eq!(typed(&written(&chapters)).expect("every line is a chapter"), chapters);
        assert_eq!(typed("").expect("every line is a chapter"), []);
        for text in ["garden", "0:00", "0:00 a\n0:00 b", "9999:00 a", "0:00 a\u{7}b"] {
            assert!(typed(text).is_err(), "{text}");
        }
        let one = |timecode, title: &str| vec![Chapter { timecode, title: title.into() }];
        assert!(checked(one(-1, "a")).is_err() && checked(one(0, " ")).is_err());
        assert!(checked(one(0, &"x".repeat(101))).is_err());
    }
}
