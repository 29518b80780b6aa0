//! Everything that speaks HTTP: one table of addresses, handlers that read a request, call one action, answer.
//!
//! `serve` listens and speaks TLS, `routes` holds every address, `api` answers as PeerTube does, `pages` in
//! HTML, `activitypub` other servers, `feeds` what readers subscribe to, `media` serves bytes by range, `openapi` describes
//! it all to programs. A handler returns a Response or an Error; nothing is ever rejected through warp, because its
//! rejections turn a wrong query or body into 404 and 405 (warp#77).

pub mod serve;

mod activitypub;
mod admission;
mod answer;
mod api;
mod audience;
mod auth;
mod bodies;
mod downloads;
mod elsewhere;
mod feeds;
pub mod markdown;
pub mod media;
mod metrics;
mod nodeinfo;
mod oembed;
mod openapi;
mod outlet;
pub mod pages;
mod pictures;
pub mod request;
mod routes;
mod security;
mod sitemap;
mod sockets;
mod torrents;
mod tracker;
pub mod views;
mod xml;
