//! The verbs of the house: one file a noun, one transaction each.
//!
//! An action checks what it is asked against `domain`, changes the database and the files, and pushes the jobs
//! that follow. It knows nothing of HTTP. What has been checked by a type (`Description::checked`) is not
//! checked again.

pub mod accounts;
pub mod addresses;
pub mod blocklist;
pub mod captions;
pub mod channels;
pub mod chapters;
pub mod collaborators;
pub mod comments;
pub mod downloads;
pub mod failures;
pub mod follows;
pub mod friends;
pub mod history;
pub mod imports;
pub mod invitations;
pub mod letters;
pub mod members;
pub mod notifications;
pub mod ownership;
pub mod pictures;
pub mod player_settings;
pub mod playlists;
pub mod presence;
pub mod ratings;
pub mod registrations;
pub mod remote_videos;
pub mod reports;
pub mod schedules;
pub mod servers;
pub mod sessions;
pub mod settings;
pub mod steps;
pub mod subscriptions;
pub mod two_factor;
pub mod uploads;
pub mod video_blocks;
pub mod video_ownership;
pub mod video_passwords;
pub mod videos;
pub mod views;
