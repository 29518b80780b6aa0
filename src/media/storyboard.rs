//! The sheet of small pictures that a timeline shows: how many, how large, in which order. PeerTube's rules
//! (8.2, `storyboard-utils.ts`), so that its clients find what they expect.

/// The longer side of a small picture, in pixels.
const LONGEST_SIDE: u32 = 192;
/// So many small pictures at most stand beside each other, and so many rows below each other.
const EDGE: u64 = 11;
/// A film shorter than this (seconds) has no storyboard.
const SHORTEST: u64 = 3;

/// Seconds that each small picture stands for, in a film of so many seconds; none where it is too short.
pub fn interval(seconds: u64) -> Option<u64> {
    (seconds >= SHORTEST).then(|| seconds.div_ceil(EDGE * EDGE).max(1))
}

/// Columns and rows for so many pictures: as few rows as will do.
pub fn grid(pictures: u64) -> (u64, u64) {
    let all = (1..=EDGE).flat_map(|rows| (rows..=EDGE).map(move |columns| (columns, rows)));
    all.into_iter().find(|(columns, rows)| pictures <= columns * rows).unwrap_or((EDGE, EDGE))
}

/// Width and height of a small picture of a film of this size.
pub fn sprite(width: u32, height: u32) -> (u32, u32) {
    let (width, height) = (width.max(1), height.max(1));
    let shorter = |longer: u32, other: u32| {
        let exact = f64::from(LONGEST_SIDE) * f64::from(other) / f64::from(longer);
        (exact.round() as u32).max(1)
    };
    if height > width {
        (shorter(height, width), LONGEST_SIDE)
    } else {
        (LONGEST_SIDE, shorter(width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_the_shapes_that_peertube_gives_them() {
        // The captured storyboard of PeerTube 6.3: ten seconds, 1920 × 108.
        assert_eq!((interval(10), grid(10), sprite(1280, 720)), (Some(1), (10, 1), (192, 108)));
        assert_eq!(interval(2), None);
        assert_eq!((interval(121), interval(122), interval(7200)), (Some(1), Some(2), Some(60)));
        assert_eq!((grid(1), grid(12), grid(13), grid(121)), ((1, 1), (6, 2), (7, 2), (11, 11)));
        assert_eq!(
            (sprite(1080, 1920), sprite(100, 100), sprite(10_000, 2)),
            ((108, 192), (192, 192), (192, 1))
        );
    }
}
