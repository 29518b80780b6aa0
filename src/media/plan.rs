//! Decides what is made of a film: which renditions, of which size and rate, and what is copied instead
//! of encoded. Pure arithmetic on what `probe` found and what was wished.

use super::protocol::{Prepare, SourceInfo};

/// What a preparation makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Those with a picture, ascending.
    pub videos: Vec<PlannedVideo>,
    pub audio: PlannedAudio,
    /// Whether a rendition with only the sound is made as well.
    pub audio_only_file: bool,
    /// Frames per second as a fraction.
    pub frame_rate: (u32, u32),
}

/// One rendition with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedVideo {
    /// The shorter side.
    pub resolution: u32,
    pub width: u32,
    pub height: u32,
    /// Whether the source's own stream is used as it is.
    pub copied: bool,
    /// Bits per second that an encoder should not exceed.
    pub maximum_rate: u32,
}

/// What happens to the sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedAudio {
    None,
    Copied,
    Encoded,
}

/// A film with only sound shows its still picture at so many frames per second.
const STILL_FRAME_RATE: (u32, u32) = (10, 1);
/// A film with only sound gets no rendition above this.
const STILL_RESOLUTION: u32 = 720;
/// A source of more than this many times the rate that we would give is encoded again: the line matters.
const COPY_RATE_FACTOR: u64 = 2;

/// Makes the plan. The sides of the source are those that are shown (rotated, square pixels).
pub fn plan(source: &SourceInfo, wish: &Prepare) -> Plan {
    let has_video = source.video_codec.is_some();
    let (width, height) = if has_video { (source.width, source.height) } else { (1280, 720) };
    let frame_rate = if has_video { frame_rate(source.fps, wish.maximum_fps) } else { STILL_FRAME_RATE };
    let own = width.min(height);
    let ceiling = if has_video { own } else { STILL_RESOLUTION };
    let mut resolutions: Vec<u32> =
        wish.resolutions.iter().copied().filter(|wanted| (2..=ceiling).contains(wanted)).collect();
    if resolutions.is_empty() {
        resolutions.push(even(f64::from(ceiling)));
    }
    // A film between two rungs of the ladder keeps its own size too, where the next rung below shows much less.
    let (largest, wished) = (resolutions.iter().max().copied(), wish.resolutions.iter().max().copied());
    if has_video && largest.is_some_and(|largest| own * 5 >= largest * 6) && wished > Some(own) {
        resolutions.push(even(f64::from(own)));
    }
    resolutions.sort_unstable();
    resolutions.dedup();
    let videos = resolutions
        .into_iter()
        .map(|resolution| {
            let (wide, high) = scaled(width, height, resolution);
            let maximum_rate = maximum_rate(wide, high, frame_rate);
            let copied = has_video
                && (wide, high) == (width, height)
                && source.video_fits
                && source.fps <= f64::from(wish.maximum_fps) + 0.5
                && rate(source) <= u64::from(maximum_rate) * COPY_RATE_FACTOR;
            PlannedVideo { resolution, width: wide, height: high, copied, maximum_rate }
        })
        .collect();
    let audio = match (&source.audio_codec, source.audio_fits) {
        (None, _) => PlannedAudio::None,
        (Some(_), true) => PlannedAudio::Copied,
        (Some(_), false) => PlannedAudio::Encoded,
    };
    Plan { videos, audio, audio_only_file: wish.audio_only_file && audio != PlannedAudio::None, frame_rate }
}

impl Plan {
    /// Whether nothing has to be encoded at all.
    pub fn is_copy_alone(&self) -> bool {
        self.videos.iter().all(|video| video.copied) && self.audio != PlannedAudio::Encoded
    }

    /// The same plan, with the picture encoded where it was to be copied.
    pub fn without_copied_video(mut self) -> Self {
        for video in &mut self.videos {
            video.copied = false;
        }
        self
    }

    /// The same plan, with the sound encoded where it was to be copied.
    pub fn without_copied_audio(mut self) -> Self {
        if self.audio == PlannedAudio::Copied {
            self.audio = PlannedAudio::Encoded;
        }
        self
    }
}

/// Width and height for a resolution: the shorter side is the resolution, the other keeps the shape, both
/// are even (as 4:2:0 needs).
pub fn scaled(width: u32, height: u32, resolution: u32) -> (u32, u32) {
    let resolution = even(f64::from(resolution));
    let longer = |long: u32, short: u32| {
        even(f64::from(resolution) * f64::from(long) / f64::from(short.max(1))).min(16_384)
    };
    if width >= height { (longer(width, height), resolution) } else { (resolution, longer(height, width)) }
}

/// The output's frames per second: the source's, or an even share of them where those are too many.
pub fn frame_rate(fps: f64, maximum: u32) -> (u32, u32) {
    let fps = if fps.is_finite() && fps > 0.0 { fps.clamp(1.0, 1000.0) } else { 25.0 };
    let share = (fps / (f64::from(maximum.max(1)) + 0.5)).ceil().max(1.0) as u32;
    // The rates of television are n/1 and n·1000/1001; all others are told to a thousandth.
    let whole = fps.round();
    let film = (fps * 1.001).round();
    let (numerator, denominator) = if (fps - whole).abs() < 0.003 {
        (whole as u32, 1)
    } else if (fps - film / 1.001).abs() < 0.003 {
        (film as u32 * 1000, 1001)
    } else {
        ((fps * 1000.0).round() as u32, 1000)
    };
    let divisor = gcd(numerator, denominator * share);
    (numerator / divisor, denominator * share / divisor)
}

/// Bits per second that a rendition should not exceed: about a ninth of a bit a pixel at 720p, more for
/// small pictures, which compress worse, and less than in proportion beyond 30 frames per second.
pub fn maximum_rate(width: u32, height: u32, frame_rate: (u32, u32)) -> u32 {
    let pixels = f64::from(width) * f64::from(height);
    let fps = f64::from(frame_rate.0) / f64::from(frame_rate.1.max(1));
    let weighted = if fps > 30.0 { 30.0 + (fps - 30.0) * 0.5 } else { fps.max(10.0) };
    let bits_per_pixel = 0.11 * (1280.0 * 720.0 / pixels.max(1.0)).powf(0.2);
    (pixels * weighted * bits_per_pixel) as u32
}

/// The time scale in which frames of this rate have whole lengths.
pub fn timescale(frame_rate: (u32, u32)) -> u32 {
    let (numerator, _) = frame_rate;
    let mut timescale = numerator.max(1);
    while timescale < 10_000 {
        timescale *= if timescale < 1_000 { 10 } else { 2 };
    }
    timescale
}

/// The mean rate of the source in bits per second.
fn rate(source: &SourceInfo) -> u64 {
    (source.bytes * 8000).checked_div(source.duration_milliseconds).unwrap_or(0)
}

/// The nearest even number, at least 2.
fn even(value: f64) -> u32 {
    ((value / 2.0).round() as u32 * 2).max(2)
}

fn gcd(left: u32, right: u32) -> u32 {
    if right == 0 { left.max(1) } else { gcd(right, left % right) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(resolutions: &[u32]) -> Prepare {
        Prepare {
            source: "film".into(),
            folder: "scratch".into(),
            resolutions: resolutions.to_vec(),
            maximum_fps: 60,
            audio_only_file: true,
            still: None,
            encoder: None,
        }
    }

    fn source(width: u32, height: u32) -> SourceInfo {
        SourceInfo {
            duration_milliseconds: 10_000,
            width,
            height,
            fps: 30.0,
            video_codec: Some("h264".into()),
            audio_codec: Some("aac".into()),
            container: "video/quicktime".into(),
            bytes: 2_000_000,
            video_fits: true,
            audio_fits: true,
            ..SourceInfo::default()
        }
    }

    fn sizes(plan: &Plan) -> Vec<(u32, u32, u32, bool)> {
        plan.videos.iter().map(|video| (video.resolution, video.width, video.height, video.copied)).collect()
    }

    #[test]
    fn nothing_is_enlarged_and_the_equal_one_is_copied() {
        let plan = plan(&source(1280, 720), &wish(&[1080, 480, 720, 240]));
        assert_eq!(sizes(&plan), [(240, 426, 240, false), (480, 854, 480, false), (720, 1280, 720, true)]);
        assert_eq!(plan.audio, PlannedAudio::Copied);
        assert!(!plan.is_copy_alone());
    }

    #[test]
    fn a_film_between_two_rungs_keeps_its_own_size_unless_the_lower_is_near() {
        let small = plan(&source(640, 360), &wish(&[240, 480, 720]));
        assert_eq!(sizes(&small), [(240, 426, 240, false), (360, 640, 360, true)]);
        let odd = plan(&source(641, 361), &wish(&[240, 480]));
        assert_eq!(sizes(&odd), [(240, 426, 240, false), (362, 642, 362, false)]);
        // PAL, as camcorders and DVDs have it.
        let pal = plan(&source(720, 576), &wish(&[240, 480, 720]));
        assert_eq!(sizes(&pal), [(240, 300, 240, false), (480, 600, 480, false), (576, 720, 576, true)]);
        let near = plan(&source(720, 540), &wish(&[240, 480, 720]));
        assert_eq!(sizes(&near), [(240, 320, 240, false), (480, 640, 480, false)]);
        let above_all = plan(&source(1920, 1080), &wish(&[240, 480]));
        assert_eq!(sizes(&above_all), [(240, 426, 240, false), (480, 854, 480, false)]);
    }

    #[test]
    fn a_film_smaller_than_all_wishes_keeps_its_size_made_even() {
        let small = plan(&source(101, 75), &wish(&[240, 480]));
        assert_eq!(sizes(&small), [(76, 102, 76, false)]);
        let mut light = source(160, 120);
        light.bytes = 100_000;
        let even = plan(&light, &wish(&[240]));
        assert_eq!(sizes(&even), [(120, 160, 120, true)]);
        assert!(even.is_copy_alone());
    }

    #[test]
    fn upright_films_are_named_by_their_shorter_side() {
        let plan = plan(&source(1080, 1920), &wish(&[720, 1080]));
        assert_eq!(sizes(&plan), [(720, 720, 1280, false), (1080, 1080, 1920, true)]);
    }

    #[test]
    fn a_heavy_or_fast_source_is_encoded_again() {
        let mut heavy = source(1280, 720);
        heavy.bytes = 40_000_000;
        assert!(!plan(&heavy, &wish(&[720])).videos[0].copied);
        let mut fast = source(1280, 720);
        fast.fps = 120.0;
        let plan = plan(&fast, &wish(&[720]));
        assert!(!plan.videos[0].copied);
        assert_eq!(plan.frame_rate, (60, 1));
    }

    #[test]
    fn sound_alone_becomes_a_film_with_a_still_picture() {
        let mut sound = source(0, 0);
        sound.video_codec = None;
        sound.video_fits = false;
        let plan = plan(&sound, &wish(&[240, 480, 1080]));
        assert_eq!(sizes(&plan), [(240, 426, 240, false), (480, 854, 480, false)]);
        assert_eq!(plan.frame_rate, (10, 1));
    }

    #[test]
    fn frame_rates_stay_whole_fractions() {
        assert_eq!(frame_rate(30.0, 60), (30, 1));
        assert_eq!(frame_rate(29.97, 60), (30_000, 1001));
        assert_eq!(frame_rate(23.976_023_976, 60), (24_000, 1001));
        assert_eq!(frame_rate(50.0, 30), (25, 1));
        assert_eq!(frame_rate(59.94, 30), (30_000, 1001));
        assert_eq!(frame_rate(12.5, 60), (25, 2));
        assert_eq!(frame_rate(0.0, 60), (25, 1));
        assert_eq!(frame_rate(f64::NAN, 30), (25, 1));
        for rate in [(30, 1), (30_000, 1001), (25, 2), (24_000, 1001), (29_750, 1000)] {
            assert_eq!(u64::from(timescale(rate)) * u64::from(rate.1) % u64::from(rate.0), 0, "{rate:?}");
        }
    }

    #[test]
    fn ceilings_are_near_those_of_peertube() {
        for ((width, height), theirs) in
            [((426, 240), 522_246), ((854, 480), 1_474_578), ((1280, 720), 3_041_318)]
        {
            let ours = maximum_rate(width, height, (30, 1));
            assert!(ours.abs_diff(theirs) < theirs / 10, "{ours} {theirs}");
        }
    }
}
