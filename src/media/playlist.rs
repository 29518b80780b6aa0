//! The text files around a film: variant and master playlists and the hashes of the segments, in
//! PeerTube's layout. Sources: RFC 8216 (HLS), what PeerTube 6.3 sent. Names are never followed by a
//! query: PeerTube's importer takes only lines that end in `.m3u8` or `.mp4`.

use std::fmt::Write;
use std::ops::Range;

use super::fmp4::Segment;
use super::protocol::Rendition;

/// Seconds that a segment aims at.
pub const SEGMENT_SECONDS: u64 = 4;

/// The hashes of one file's segments, in the order of the file.
pub struct HashedFile {
    pub file: String,
    /// The bytes of each segment and its SHA-256 in hexadecimal.
    pub segments: Vec<(Range<u64>, String)>,
}

/// The playlist of one rendition: byte ranges of one file.
pub fn variant(file: &str, map: &Range<u64>, segments: &[Segment]) -> String {
    let longest = segments.iter().map(|segment| segment.duration).max().unwrap_or(0);
    // RFC 8216, 4.3.3.1: every duration, rounded to the nearest second, is at most the target.
    let target = ((longest + 500_000_000) / 1_000_000_000).max(1);
    let mut text = format!(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n\
         #EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"{file}\",BYTERANGE=\"{}@{}\"\n",
        map.end - map.start,
        map.start
    );
    for segment in segments {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "#EXTINF:{},\n#EXT-X-BYTERANGE:{}@{}\n{file}\n",
            seconds(segment.duration),
            segment.bytes.end - segment.bytes.start,
            segment.bytes.start
        );
    }
    text.push_str("#EXT-X-ENDLIST\n");
    text
}

/// A playlist whose files are asked for with a query. Every one of their names ends a line or an attribute.
pub fn with_query(text: &str, query: &str) -> String {
    let mut whole = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        let end = ["\"", "\n"].into_iter().find_map(|end| {
            [".m3u8", ".mp4"].into_iter().find_map(|ending| {
                let at = line.find(&format!("{ending}{end}"))?;
                Some(at + ending.len())
            })
        });
        match end {
            Some(end) => whole.extend([&line[..end], "?", query, &line[end..]]),
            None => whole.push_str(line),
        }
    }
    whole
}

/// The master playlist of a film: its renditions in the order given.
pub fn master(renditions: &[Rendition], average_bandwidths: &[u64]) -> String {
    let mut text = String::from("#EXTM3U\n#EXT-X-VERSION:7\n");
    for (position, rendition) in renditions.iter().enumerate() {
        let _ = write!(text, "#EXT-X-STREAM-INF:BANDWIDTH={}", rendition.bandwidth);
        if let Some(average) = average_bandwidths.get(position) {
            let _ = write!(text, ",AVERAGE-BANDWIDTH={average}");
        }
        if rendition.has_video {
            let Rendition { width, height, fps, .. } = rendition;
            let _ = write!(text, ",RESOLUTION={width}x{height},FRAME-RATE={fps}");
        }
        let _ = write!(text, ",CODECS=\"{}\"\n{}\n", rendition.codecs, rendition.playlist);
    }
    text
}

/// `segments-sha256.json`: file name → "first-last byte" → hash; without it PeerTube's player does not
/// use peers. Only media segments are listed.
pub fn hashes(files: &[HashedFile]) -> String {
    let mut text = String::from("{");
    for (position, file) in files.iter().enumerate() {
        let _ = write!(text, "{}\n  \"{}\": {{", if position > 0 { "," } else { "" }, file.file);
        for (position, (bytes, hash)) in file.segments.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            let _ = write!(text, "{comma}\n    \"{}-{}\": \"{hash}\"", bytes.start, bytes.end - 1);
        }
        text.push_str("\n  }");
    }
    text.push_str("\n}\n");
    text
}

/// The bandwidths of a stream in bits per second: that of its heaviest segment, and the mean.
/// RFC 8216, 4.3.4.2: segments much shorter than the target do not count, unless there are no others.
pub fn bandwidths(segments: &[Segment]) -> (u64, u64) {
    let bits = |segment: &Segment| (segment.bytes.end - segment.bytes.start) * 8;
    let bytes: u64 = segments.iter().map(bits).sum();
    let duration: u64 = segments.iter().map(|segment| segment.duration).sum();
    let mean = per_second(bytes, duration);
    let long_enough = |segment: &&Segment| segment.duration >= SEGMENT_SECONDS * 500_000_000;
    let peak = segments
        .iter()
        .filter(long_enough)
        .map(|segment| per_second(bits(segment), segment.duration))
        .max()
        .unwrap_or(mean);
    (peak.max(mean), mean)
}

fn per_second(bits: u64, nanoseconds: u64) -> u64 {
    (u128::from(bits) * 1_000_000_000).checked_div(u128::from(nanoseconds)).unwrap_or(0) as u64
}

/// Seconds with six places, without the rounding of binary fractions.
fn seconds(nanoseconds: u64) -> String {
    let microseconds = (nanoseconds + 500) / 1000;
    format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn segments() -> Vec<Segment> {
        vec![
            Segment { bytes: 1357..121_750, duration: 4 * SECOND },
            Segment { bytes: 121_750..249_136, duration: 4 * SECOND },
            Segment { bytes: 249_136..317_701, duration: 2_033_333_333 },
        ]
    }

    /// The lines that a PeerTube 6.3 wrote for a film of these ranges.
    #[test]
    fn a_variant_reads_like_peertube_s() {
        let text = variant("x-240-fragmented.mp4", &(0..1357), &segments());
        assert_eq!(
            text,
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n\
             #EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n\
             #EXT-X-MAP:URI=\"x-240-fragmented.mp4\",BYTERANGE=\"1357@0\"\n\
             #EXTINF:4.000000,\n#EXT-X-BYTERANGE:120393@1357\nx-240-fragmented.mp4\n\
             #EXTINF:4.000000,\n#EXT-X-BYTERANGE:127386@121750\nx-240-fragmented.mp4\n\
             #EXTINF:2.033333,\n#EXT-X-BYTERANGE:68565@249136\nx-240-fragmented.mp4\n#EXT-X-ENDLIST\n"
        );
    }

    #[test]
    fn hashes_are_json_with_inclusive_ranges() {
        let files = [HashedFile {
            file: "x-240-fragmented.mp4".into(),
            segments: vec![(1357..121_750, "96d0".into()), (121_750..249_136, "2d2d".into())],
        }];
        let value: serde_json::Value = serde_json::from_str(&hashes(&files)).expect("it is JSON");
        assert_eq!(value["x-240-fragmented.mp4"]["1357-121749"], "96d0");
        assert_eq!(value["x-240-fragmented.mp4"]["121750-249135"], "2d2d");
    }

    #[test]
    fn the_bandwidth_is_that_of_the_heaviest_full_segment() {
        let (peak, mean) = bandwidths(&segments());
        assert_eq!(peak, (317_701 - 249_136) * 8 * 1_000_000_000 / 2_033_333_333);
        assert_eq!(mean, (317_701 - 1357) * 8 * 1_000_000 / 10_033_333);
        let brief = [Segment { bytes: 0..1000, duration: SECOND / 10 }];
        assert_eq!(bandwidths(&brief), (80_000, 80_000));
        assert_eq!(bandwidths(&[]), (0, 0));
    }
}
