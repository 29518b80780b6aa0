//! Captions: SubRip and WebVTT come in, WebVTT goes out.
//!
//! Sources: W3C WebVTT (Candidate Recommendation), section 4; SubRip as its players read it (there is no
//! standard): a number, a line of times with a comma before the milliseconds, text, an empty line.

use crate::error::{Error, Kind, Result};

/// The largest caption file, in bytes: ten times what four hours of talking take. It is read in memory.
pub const LENGTH_MAXIMUM: usize = 4 * 1024 * 1024;

/// One caption: from, to (milliseconds), where it stands, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    pub from: u64,
    pub to: u64,
    /// WebVTT cue settings (section 4.4), each well-formed, divided by spaces; mostly empty.
    pub settings: String,
    pub text: String,
}

/// Turns a WebVTT or SubRip file (UTF-8, or Windows-1252 as old SubRip files are) into clean WebVTT.
///
/// Styles, regions and notes are left out: they could only change how the player looks. Where a caption stands is
/// kept: it may be there to leave something of the picture free.
pub fn to_webvtt(bytes: &[u8]) -> Result<String> {
    if bytes.len() > LENGTH_MAXIMUM {
        return Err(Error::new(Kind::TooLarge, "error-caption-large").with("limit", LENGTH_MAXIMUM));
    }
    let cues = cues(&decode(bytes));
    if cues.is_empty() {
        return Err(Error::invalid("error-caption"));
    }
    let mut text = String::from("WEBVTT\n");
    for cue in cues {
        let (from, to) = (write_time(cue.from), write_time(cue.to));
        let times = format!("{from} --> {to} {}", cue.settings);
        text.push_str(&format!("\n{}\n{}\n", times.trim_end(), cue.text));
    }
    Ok(text)
}

/// Reads the cues of either format; what is no cue is passed over.
pub fn cues(text: &str) -> Vec<Cue> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut cues = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((from, to, settings)) = read_times(line) else { continue };
        let body = lines.by_ref().take_while(|line| !line.trim().is_empty()).map(clean_line);
        // A line of nothing but tags would end the cue before its text.
        let body: Vec<String> = body.filter(|line| !line.trim().is_empty()).collect();
        if !body.is_empty() && from < to {
            cues.push(Cue { from, to, settings, text: body.join("\n") });
        }
    }
    cues
}

fn decode(bytes: &[u8]) -> String {
    // What the editor of Windows calls Unicode.
    let little =
        bytes.strip_prefix(&[0xff, 0xfe]).map(|rest| (rest, u16::from_le_bytes as fn([u8; 2]) -> u16));
    let big =
        || bytes.strip_prefix(&[0xfe, 0xff]).map(|rest| (rest, u16::from_be_bytes as fn([u8; 2]) -> u16));
    if let Some((rest, unit)) = little.or_else(big) {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // The printable part of Windows-1252 that Latin-1 has not is rare in captions: the euro, quotes, dashes.
        Err(_) => bytes
            .iter()
            .map(|&byte| match byte {
                0x80 => '€',
                0x85 => '…',
                0x91 | 0x92 => '’',
                0x93 => '“',
                0x94 => '”',
                0x96 => '–',
                0x97 => '—',
                0x9c => 'œ',
                _ => char::from(byte),
            })
            .collect(),
    }
}

/// Tags other than `<b> <i> <u>` are taken away, and an arrow inside a text could be read as times.
fn clean_line(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line.trim_end();
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let Some(length) = rest[start..].find('>') else {
            text.push_str("&lt;");
            rest = &rest[start + 1..];
            continue;
        };
        let tag = &rest[start..=start + length];
        if matches!(tag, "<b>" | "</b>" | "<i>" | "</i>" | "<u>" | "</u>") {
            text.push_str(tag);
        }
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    text.replace("-->", "→").trim_end().to_owned()
}

fn read_times(line: &str) -> Option<(u64, u64, String)> {
    let (from, rest) = line.split_once("-->")?;
    let mut words = rest.split_whitespace();
    let to = words.next()?;
    let mut settings: Vec<&str> = Vec::new();
    for word in words.filter(|word| is_setting(word)) {
        let name = |word: &str| word.split(':').next().map(str::to_owned);
        // Each may stand once (4.4).
        if settings.iter().all(|known| name(known) != name(word)) {
            settings.push(word);
        }
    }
    Some((read_time(from.trim())?, read_time(to)?, settings.join(" ")))
}

/// Whether a word is a well-formed setting of where a cue stands (4.4.1 to 4.4.5); regions are not kept.
fn is_setting(word: &str) -> bool {
    let is_number = |text: &str| {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        [whole, part]
            .iter()
            .all(|digits| (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_percentage = |text: &str| {
        let number = text.strip_suffix('%').filter(|number| is_number(number));
        number.and_then(|number| number.parse::<f64>().ok()).is_some_and(|number| number <= 100.0)
    };
    let is_line = |text: &str| is_percentage(text) || is_number(text.strip_prefix('-').unwrap_or(text));
    let Some((name, value)) = word.split_once(':') else { return false };
    let (first, side) = value.split_once(',').map_or((value, None), |(first, side)| (first, Some(side)));
    let is_side = |sides: &[&str]| side.is_none_or(|side| sides.contains(&side));
    match name {
        "vertical" => matches!(value, "rl" | "lr"),
        "line" => is_line(first) && is_side(&["start", "center", "end"]),
        "position" => is_percentage(first) && is_side(&["line-left", "center", "line-right"]),
        "size" => is_percentage(value),
        "align" => matches!(value, "start" | "center" | "end" | "left" | "right"),
        _ => false,
    }
}

/// Reads `1:02:03,004`, `02:03.004` and their kin as milliseconds.
fn read_time(text: &str) -> Option<u64> {
    let (clock, thousandths) = text.split_once(['.', ','])?;
    if !(1..=3).contains(&thousandths.len()) || !thousandths.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let milliseconds: u64 = format!("{thousandths:0<3}").parse().ok()?;
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut seconds = 0u64;
    for (place, part) in parts.into_iter().enumerate() {
        if !(1..=4).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // Behind the first number stand minutes and seconds.
        let number = part.parse::<u64>().ok().filter(|number| place == 0 || *number < 60)?;
        seconds = seconds * 60 + number;
    }
    Some(seconds * 1000 + milliseconds)
}

fn write_time(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, milliseconds % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subrip_becomes_webvtt() {
        let srt = b"\xef\xbb\xbf1\r\n00:00:01,500 --> 00:00:03,000\r\nBonjour <font color=red>\xc3\xa0</font> <i>tous</i>\r\n\r\n";
        assert_eq!(
            to_webvtt(srt).expect("there are captions in it"),
            "WEBVTT\n\n00:00:01.500 --> 00:00:03.000\nBonjour à <i>tous</i>\n"
        );
    }

    #[test]
    fn webvtt_keeps_its_cues_and_loses_its_styles() {
        let vtt =
            b"WEBVTT\n\nSTYLE\n::cue { color: red }\n\nid\n00:01.000 --> 00:02.000 line:0\nHello\nyou\n";
        assert_eq!(
            to_webvtt(vtt).expect("there are captions in it"),
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\nHello\nyou\n"
        );
    }

    #[test]
    fn captions_stand_where_their_file_says_if_it_can_be_read() {
        for (given, kept) in [
            ("line:0", "line:0"),
            ("line:-1 align:left", "line:-1 align:left"),
            (
                "vertical:rl line:10.5%,end position:5%,line-left size:100%",
                "vertical:rl line:10.5%,end position:5%,line-left size:100%",
            ),
            ("line:0 line:5", "line:0"),
            ("position:101% size:-5% align:middle line:% vertical:up region:top", ""),
            ("X1:40 X2:600 Y1:20 Y2:50 line: :0 ,", ""),
            ("align:start<script> line:0,<b> size:9999999999%", ""),
        ] {
            let vtt = format!("WEBVTT\n\n00:06.000 --> 00:07.000 {given}\nHaut\n");
            let out = to_webvtt(vtt.as_bytes()).expect("there are captions in it");
            let times = format!("00:00:06.000 --> 00:00:07.000 {kept}");
            assert_eq!(out, format!("WEBVTT\n\n{}\nHaut\n", times.trim_end()), "{given}");
        }
    }

    #[test]
    fn old_files_in_windows_1252_are_read() {
        assert!(
            to_webvtt(b"1\n0:00:01,0 --> 0:00:02,0\n\xe9t\xe9 \x80\n")
                .expect("there are captions in it")
                .contains("été €")
        );
    }

    #[test]
    fn what_holds_no_caption_is_refused() {
        for bytes in [
            &b""[..],
            b"WEBVTT\n",
            b"hello",
            b"\x00\xff\xfe",
            b"--> --> -->",
            b"00:00:01,0 --> 00:99:01,0\nnonsense\n",
            b"1\n00:00:05,0 --> 00:00:01,0\nback\n",
        ] {
            assert!(to_webvtt(bytes).is_err());
        }
    }

    #[test]
    fn a_line_of_tags_alone_does_not_swallow_the_text_below_it() {
        let srt = b"1\n00:00:01,0 --> 00:00:02,0\n<font color=red>\nBonjour\n</font>\n";
        assert_eq!(
            to_webvtt(srt).expect("there are captions in it"),
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nBonjour\n"
        );
    }

    #[test]
    fn a_script_in_a_caption_is_only_text() {
        let vtt = b"00:01.000 --> 00:02.000\n<script>alert(1)</script><img src=x onerror=alert(1)> <\n";
        let out = to_webvtt(vtt).expect("there are captions in it");
        assert!(!out.contains("<s") && !out.contains("<img"), "{out}");
    }
}
