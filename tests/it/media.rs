//! The media worker, as the server uses it: the real program, in its sandbox, on clips that ffmpeg makes.

mod clips;
mod films;
mod limits;
mod pictures;
mod plain;
mod programs;
mod storyboards;

/// Decodes a film: how many frames, and the names of its codecs.
pub fn decoded(name: &str, bytes: &[u8]) -> (usize, String) {
    let place = clips::Place::new();
    let path = place.write(name, bytes);
    (clips::decode_in_peace(&path), clips::ask(&path, "-show_entries stream=codec_name"))
}
