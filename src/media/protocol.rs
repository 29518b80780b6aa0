//! What the server and its worker say to each other: one order as a JSON line on the worker's stdin,
//! then events as JSON lines on its stdout until it ends. The format is ours and both ends are always
//! of the same version, so there is no negotiation.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::worker::Limits;

/// Everything that a worker is told: one piece of work and the walls around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    #[serde(flatten)]
    pub job: Job,
    pub limits: Limits,
    /// Names of protections that the administrator accepted to lack ("landlock", "seccomp", "limits").
    #[serde(default)]
    pub accept_without: Vec<String>,
    /// The file in which the list of GStreamer's plugins is kept.
    pub registry: PathBuf,
}

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Write the registry of plugins. The only job without a sandbox: it reads nothing from strangers.
    Registry,
    Probe {
        source: PathBuf,
    },
    Prepare(Prepare),
    Picture {
        source: PathBuf,
        outputs: Vec<PictureOutput>,
    },
    Frame {
        source: PathBuf,
        at_milliseconds: u64,
        outputs: Vec<PictureOutput>,
    },
    /// Which H.264 encoders are installed, the preferred first.
    Candidates,
    /// Encode some frames with one encoder and measure it.
    Trial {
        encoder: String,
        resolution: u32,
    },
    /// The exercise of the limits, for tests and for `lucarne doctor`: misbehave as told.
    Fail {
        how: Misbehaviour,
    },
}

/// How the exercise of the limits misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misbehaviour {
    /// Die of a wild memory access.
    Crash,
    /// Never say anything again.
    Hang,
    /// Take memory until there is none.
    Memory,
    /// Ask for a socket, for another program and for a file that is nobody's business.
    Escape,
}

/// What a worker says while and after it works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// What the kernel really enforces; always the first event of a job in the sandbox.
    Protections {
        names: Vec<String>,
    },
    Progress(Progress),
    Probed {
        source: SourceInfo,
    },
    Prepared {
        result: Prepared,
    },
    Candidates {
        names: Vec<String>,
    },
    Tried {
        report: EncoderReport,
    },
    Done,
    Failed {
        failure: Failure,
    },
}

/// A JPEG to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureOutput {
    pub path: PathBuf,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// The wish to make a film watchable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepare {
    pub source: PathBuf,
    /// An empty scratch folder: everything is written there and synced to the disk.
    pub folder: PathBuf,
    /// Heights wanted (the shorter side of the picture), for instance `[240, 480, 720]`.
    pub resolutions: Vec<u32>,
    /// Frames per second beyond which frames are dropped.
    pub maximum_fps: u32,
    /// Whether a rendition with only the sound is wanted as well (resolution 0).
    pub audio_only_file: bool,
    /// The picture of a film that has only sound; a plain one is drawn if there is none.
    pub still: Option<PathBuf>,
    /// The GStreamer name of the H.264 encoder; chosen by trial if there is none.
    pub encoder: Option<String>,
}

/// A film that is ready. All names are file names inside the folder of the wish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    pub duration_milliseconds: u64,
    /// The file said that it is longer than what could be read of it: its end is missing.
    pub is_cut: bool,
    /// A decoder complained of pictures. Of a long film that is copied, only some are decoded.
    pub is_damaged: bool,
    /// A decoder complained of the sound: it was encoded anew from what could be decoded.
    pub is_sound_damaged: bool,
    /// The file has other sound besides, which was left out: another language, a comment.
    pub lacks_sound: bool,
    /// Bright colours were encoded as if they were ordinary ones.
    pub is_pale: bool,
    /// Ascending; the audio-only rendition is resolution 0.
    pub renditions: Vec<Rendition>,
    pub master: String,
    pub hashes: String,
    /// 280×157 JPEG.
    pub thumbnail: String,
    /// 850×480 JPEG.
    pub preview: String,
    /// None where there is nothing to see on the way: a short film, or sound alone.
    pub storyboard: Option<Storyboard>,
    /// The encoder used, or "copy" when nothing was encoded.
    pub encoder: String,
    /// Whether the top rendition is the source's own video, not encoded again.
    pub copied: bool,
    /// What the kernel enforced on the worker.
    pub protections: Vec<String>,
}

/// One rendition of a film.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rendition {
    /// The shorter side in pixels, as PeerTube names it; 0 for sound alone.
    pub resolution: u32,
    pub width: u32,
    pub height: u32,
    /// Frames per second, rounded; 0 for sound alone.
    pub fps: u32,
    pub bytes: u64,
    pub file: String,
    pub playlist: String,
    pub has_audio: bool,
    pub has_video: bool,
    /// Bits per second of the heaviest segment, as RFC 8216 section 4.3.4.2 defines it.
    pub bandwidth: u64,
    /// RFC 6381, for instance `avc1.64001f,mp4a.40.2`.
    pub codecs: String,
}

/// A sheet of small pictures of a film, row after row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storyboard {
    /// A JPEG.
    pub file: String,
    /// Pixels, like all sizes here.
    pub total_width: u32,
    pub total_height: u32,
    pub sprite_width: u32,
    pub sprite_height: u32,
    /// Seconds that each small picture stands for.
    pub sprite_seconds: u32,
}

/// How far a preparation has come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// From 0 to 1.
    pub share: f32,
    /// Estimated; `None` as long as nobody can know.
    pub left_seconds: Option<u32>,
}

/// What a file is, as far as a plan needs it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceInfo {
    pub duration_milliseconds: u64,
    /// Pixels as shown: after rotation and with square pixels. 0 without video.
    pub width: u32,
    /// Pixels as shown. 0 without video.
    pub height: u32,
    /// Frames per second; 0 without video.
    pub fps: f64,
    /// "h264", "h265", "vp8", "vp9", "av1", "mpeg2", "theora", … or GStreamer's own name of the format.
    pub video_codec: Option<String>,
    /// "aac", "mp3", "opus", "vorbis", "flac", … or GStreamer's own name of the format.
    pub audio_codec: Option<String>,
    /// GStreamer's name of the container ("video/quicktime", "video/x-matroska", …).
    pub container: String,
    pub bytes: u64,
    /// Clockwise degrees by which the stored picture is turned when shown: 0, 90, 180 or 270.
    pub rotation: u32,
    /// Whether the stored picture is mirrored left to right (before the rotation).
    pub mirrored: bool,
    pub audio_channels: u32,
    pub audio_rate: u32,
    /// Whether brightness is stored as PQ or HLG (ITU-R BT.2100), which common screens do not show.
    pub is_high_range: bool,
    /// Whether the video stream can be shown by browsers as it is (H.264, 8 bit, 4:2:0, progressive,
    /// upright, square pixels).
    pub video_fits: bool,
    /// Whether the audio stream can be played by browsers as it is (AAC-LC, mono or stereo).
    pub audio_fits: bool,
}

/// What a trial of an encoder showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EncoderReport {
    /// GStreamer's name, for instance "x264enc".
    pub name: String,
    pub works: bool,
    /// Measured frames per second at the resolution asked for; 0 if it does not work.
    pub frames_per_second: f64,
    /// Why it does not work.
    pub reason: Option<String>,
}

/// Why a piece of work came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub kind: FailureKind,
    /// What was tried and what was found, for the log.
    pub detail: String,
}

/// Why a piece of work came to nothing, as far as the reader of a message needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// The file has no bytes.
    Empty,
    /// Neither film nor sound nor picture.
    NotMedia,
    /// It is media, and too broken to be used.
    Damaged,
    /// No installed decoder reads this format.
    NoDecoder,
    /// More pixels, or a larger file, than the limits permit.
    TooLarge,
    /// The worker died of what it read.
    Crashed,
    /// The worker did not move any more, or used more time than it may.
    TimedOut,
    /// The worker wanted more memory than it may have, or than there was.
    MemoryExceeded,
    /// Somebody else killed the worker: who and why is not known.
    Killed,
    DiskFull,
    Cancelled,
    /// The kernel does not enforce a protection that is required.
    SandboxRefused,
    /// Our fault.
    Internal,
}

impl Failure {
    pub fn new(kind: FailureKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// Our fault: what was tried.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::new(FailureKind::Internal, detail)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.kind, self.detail)
    }
}

impl std::error::Error for Failure {}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => FailureKind::DiskFull,
            std::io::ErrorKind::FileTooLarge => FailureKind::TooLarge,
            std::io::ErrorKind::OutOfMemory => FailureKind::MemoryExceeded,
            _ => FailureKind::Internal,
        };
        Self::new(kind, error.to_string())
    }
}
