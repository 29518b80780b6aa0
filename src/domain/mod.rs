//! Plain types and the rules of the house: what a film is, who may watch it, what a good title is.
//!
//! No IO, no clock, no SQL, no HTTP. Everything here takes values and returns values, so every other
//! room may use it and every rule can be read and tested alone.

pub mod account;
pub mod activity;
pub mod actor;
pub mod caption;
pub mod channel;
pub mod chapter;
pub mod collaborator;
pub mod comment;
pub mod device;
pub mod friend;
pub mod id;
pub mod job;
pub mod mail;
pub mod moment;
pub mod notification;
pub mod ownership;
pub mod picture;
pub mod player_settings;
pub mod playlist;
pub mod privacy;
pub mod rating;
pub mod registration;
pub mod report;
pub mod schedule;
pub mod sensitive;
pub mod settings;
pub mod swarm_name;
pub mod torrent;
pub mod totp;
pub mod upload;
pub mod video;
pub mod video_block;
pub mod video_password;
pub mod vocabulary;
