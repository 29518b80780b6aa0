//! Clips for the tests, made on the spot, and what ffprobe says of what came out.

use std::path::{Path, PathBuf};
use std::process::Command;

use lucarne::media::{Failure, Prepare, Prepared, Worker};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// A place for one test: where its clips lie and where the worker writes.
pub struct Place {
    folder: TempDir,
    pub worker: Worker,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("the tests may write temporary files");
        let program = Path::new(env!("CARGO_BIN_EXE_lucarne-media"));
        let programs = program.parent().expect("a program lies in a folder");
        let worker = Worker::beside(programs, &Path::new(env!("CARGO_TARGET_TMPDIR")).join("media-cache"));
        std::fs::create_dir(folder.path().join("out")).expect("the folder is new");
        Self { folder, worker }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// Makes a clip with ffmpeg.
    pub fn clip(&self, name: &str, arguments: &str) -> PathBuf {
        let path = self.path(name);
        let status = Command::new("ffmpeg")
            .args(["-v", "error", "-y"])
            .args(arguments.split_whitespace())
            .arg(&path)
            .status()
            .expect("ffmpeg is installed for the tests");
        assert!(status.success(), "ffmpeg {arguments}");
        path
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("the tests may write temporary files");
        path
    }

    pub fn wish(&self, source: &Path, resolutions: &[u32]) -> Prepare {
        Prepare {
            source: source.to_owned(),
            folder: self.path("out"),
            resolutions: resolutions.to_vec(),
            maximum_fps: 60,
            audio_only_file: false,
            still: None,
            encoder: Some("x264enc".to_owned()),
        }
    }

    pub async fn prepare(&self, wish: &Prepare) -> Result<Prepared, Failure> {
        self.worker.prepare(wish, |_| {}, &CancellationToken::new()).await
    }

    /// What is left in the folder that the worker writes in.
    pub fn left(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.path("out")).expect("the folder exists");
        entries.map(|entry| entry.expect("it can be listed").path()).collect()
    }
}

/// ffprobe's answer about one entry of one stream or of the format, without decoration.
pub fn ask(path: &Path, arguments: &str) -> String {
    let output = Command::new("ffprobe")
        .args(["-v", "warning"])
        .args(arguments.split_whitespace())
        .args(["-of", "default=nokey=1:noprint_wrappers=1"])
        .arg(path)
        .output()
        .expect("ffprobe is installed for the tests");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.is_empty(), "ffprobe warns of {}: {words}", path.display());
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Decodes everything; any word from ffmpeg is a failure. Returns the number of frames of the picture.
pub fn decode_in_peace(path: &Path) -> usize {
    let output = Command::new("ffmpeg")
        .args(["-v", "warning", "-i"])
        .arg(path)
        .args(["-f", "null", "-"])
        .output()
        .expect("ffmpeg is installed for the tests");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && words.is_empty(), "ffmpeg says of {}: {words}", path.display());
    let count = ask(path, "-count_frames -select_streams v:0 -show_entries stream=nb_read_frames");
    count.parse().unwrap_or(0)
}

/// Times (seconds) of the packets of one stream ("v:0") whose flags begin with this.
pub fn packets(path: &Path, stream: &str, flag: &str) -> Vec<f64> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", stream])
        .args(["-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"])
        .arg(path)
        .output()
        .expect("ffprobe is installed for the tests");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter(|(_, flags)| flags.starts_with(flag))
        .filter_map(|(time, _)| time.parse().ok())
        .collect()
}
