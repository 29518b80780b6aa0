//! Tests named by situation, on the real server, the real database and the real worker: see `site.rs` for the
//! server inside this process and `program.rs` for the server as a process.

mod accounts;
mod architecture;
mod bad_input;
mod captions;
mod channels;
mod chapters;
mod clips;
mod command;
mod comments;
mod crawlers;
mod disk;
mod feeds;
mod following;
mod golden;
mod kill;
mod media;
mod messages;
mod my_videos;
mod parsers;
mod people;
mod playlists;
mod preparing;
mod program;
mod search;
mod serving;
mod settings;
mod setup;
mod sign_in;
mod site;
mod tokens;
mod uploads;
mod videos;
mod views;
mod visitor;
mod watching;
