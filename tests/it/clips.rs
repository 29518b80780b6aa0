//! Small films, made by ffmpeg when a test first asks for them. Beside each lies a note of what made it; a
//! film whose note says something else than the test is made anew.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// One film is made at a time: the tests run beside each other and may want the same one.
static MAKING: Mutex<()> = Mutex::new(());

/// Two seconds of moving picture and sound, H.264 and AAC, 320 × 180.
pub fn film() -> PathBuf {
    clip(
        "film.mp4",
        "-f lavfi -i testsrc2=s=320x180:r=25:d=2 -f lavfi -i sine=f=440:d=2 -c:v libx264 -preset ultrafast \
         -g 50 -pix_fmt yuv420p -c:a aac -b:a 64k -movflags +faststart",
    )
}

/// Five seconds that get brighter, H.264 and AAC, 320 × 180: each second looks different.
pub fn dawn() -> PathBuf {
    clip(
        "dawn.mp4",
        "-f lavfi -i color=white:s=320x180:r=25:d=5,fade=t=in:d=5 -f lavfi -i sine=f=440:d=5 -c:v libx264 \
         -preset ultrafast -g 50 -pix_fmt yuv420p -c:a aac -b:a 64k -movflags +faststart",
    )
}

/// A film of several hundred kilobytes, for sending in pieces: noise does not get small.
pub fn heavy_film() -> PathBuf {
    clip(
        "heavy.mp4",
        "-f lavfi -i testsrc2=s=320x180:r=25:d=2,noise=alls=40:allf=t -f lavfi -i sine=f=330:d=2 \
         -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -b:v 2M -c:a aac",
    )
}

/// A film whose preparation takes so long that a person can still change their mind.
pub fn long_film() -> PathBuf {
    clip(
        "long.mpg",
        "-f lavfi -i testsrc2=s=1280x720:r=30:d=40 -f lavfi -i sine=f=330:d=40 -c:v mpeg2video -q:v 8 -c:a mp2",
    )
}

/// A film whose preparation takes some seconds even for one small rendition, in few megabytes.
pub fn steady_film() -> PathBuf {
    clip(
        "steady.mpg",
        "-f lavfi -i testsrc2=s=640x360:r=30:d=20 -f lavfi -i sine=f=330:d=20 -c:v mpeg2video -b:v 800k -c:a mp2",
    )
}

/// A picture of 400 × 300.
pub fn picture() -> PathBuf {
    clip("picture.png", "-f lavfi -i color=red:s=400x300:d=1 -frames:v 1")
}

/// The film of this name, made with these arguments of ffmpeg.
pub fn clip(name: &str, arguments: &str) -> PathBuf {
    let _turn = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clips");
    std::fs::create_dir_all(&folder).expect("the tests may write below target");
    let (path, note) = (folder.join(name), folder.join(format!("{name}.txt")));
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let made_by = format!("ffmpeg {}\n", words.join(" "));
    if path.exists() && std::fs::read_to_string(&note).is_ok_and(|known| known == made_by) {
        return path;
    }
    let beside = folder.join(format!("new-{name}"));
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-fflags", "+bitexact"])
        .args(&words)
        .arg(&beside)
        .status()
        .expect("ffmpeg is installed for the tests");
    assert!(status.success(), "{made_by}");
    std::fs::rename(&beside, &path).expect("both lie in one folder");
    std::fs::write(&note, made_by).expect("the tests may write below target");
    path
}

/// The bytes of a clip.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the clip was made before")
}
