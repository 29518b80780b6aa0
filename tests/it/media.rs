//! The media worker, as the server uses it: the real program, in its sandbox, on clips that ffmpeg makes.

mod clips;
mod films;
mod limits;
mod pictures;
mod programs;
