//! Tests named by situation, on the real server, the real database and the real worker.

mod media;
mod messages;
mod views;
