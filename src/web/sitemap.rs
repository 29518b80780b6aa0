//! The site map (sitemaps.org 0.9) with Google's elements for films, as PeerTube has them: pages, public films,
//! channels and accounts.

use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};

use warp::http::StatusCode;

use super::answer::{self, Response};
use super::markdown;
use super::routes::Visit;
use super::xml::Xml;
use crate::db::account::User;
use crate::db::channel::Channel;
use crate::db::video::Mapped;
use crate::db::{self, Read};
use crate::domain::id::to_short;
use crate::domain::moment::Moment;
use crate::error::Result;

/// A map may hold 50,000 addresses and 50 MB; older films are found through the pages of their channels.
const FILMS: u32 = 20_000;
const CHANNELS: u32 = 4000;

/// Seconds for which a crawler may keep it.
const KEPT: u32 = 3600;

/// Characters of a film's description.
const DESCRIPTION: usize = 250;

/// Seconds of the longest film of which Google takes the length.
const LONGEST: i64 = 28_800;

const MAP: (&str, &dyn Display) = ("xmlns", &"http://www.sitemaps.org/schemas/sitemap/0.9");
const VIDEO: (&str, &dyn Display) = ("xmlns:video", &"http://www.google.com/schemas/sitemap-video/1.1");

const PAGES: [&str; 3] = ["/", "/videos/browse", "/about"];

pub async fn show(visit: &Visit) -> Result<Response> {
    let site = visit.app.address();
    let headers = visit.request.headers.clone();
    // Written where the rows are read: a map of many films is made without holding them all.
    let map = visit.app.db.read(move |read| {
        let (channels, users) = (db::channel::list(read, 0, CHANNELS)?.1, db::account::list(read)?);
        let mut hasher = DefaultHasher::new();
        (env!("CARGO_PKG_VERSION"), &site, db::video::public_version(read)?).hash(&mut hasher);
        channels.iter().for_each(|channel| (channel.id, channel.updated_at).hash(&mut hasher));
        users.iter().for_each(|user| (user.account.id, user.account.updated_at).hash(&mut hasher));
        answer::kept(&headers, hasher.finish(), KEPT, || {
            let map = map(read, &site, &channels, &users)?;
            Ok(answer::bytes(StatusCode::OK, "application/xml; charset=utf-8", map))
        })
    });
    map.await
}

fn map(read: &Read, site: &str, channels: &[Channel], users: &[User]) -> Result<String> {
    let mut xml = Xml::new();
    xml.around("urlset", &[MAP, VIDEO], |xml| -> Result<()> {
        for page in PAGES {
            address(xml, format_args!("{site}{page}"), None, |_| ());
        }
        db::video::each_public(read, FILMS, |film| entry(xml, site, film))?;
        for channel in channels {
            let path = format_args!("{site}/c/{}/videos", channel.handle);
            address(xml, path, Some(channel.updated_at), |_| ());
        }
        for account in users.iter().map(|user| &user.account) {
            let path = format_args!("{site}/a/{}", account.name);
            address(xml, path, Some(account.updated_at), |_| ());
        }
        Ok(())
    })?;
    Ok(xml.finish())
}

fn address(xml: &mut Xml, address: impl Display, changed: Option<Moment>, more: impl FnOnce(&mut Xml)) {
    xml.around("url", &[], |xml| {
        xml.text("loc", address);
        if let Some(changed) = changed {
            xml.text("lastmod", changed.to_iso());
        }
        more(xml);
    });
}

fn entry(xml: &mut Xml, site: &str, film: &Mapped) {
    let watch = format_args!("{site}/w/{}", to_short(film.uuid));
    address(xml, watch, Some(film.updated_at), |xml| {
        // What has no picture is no film to Google.
        let Some(thumbnail) = &film.thumbnail else { return };
        xml.around("video:video", &[], |xml| {
            xml.text("video:thumbnail_loc", format_args!("{site}/lazy-static/thumbnails/{thumbnail}"));
            xml.text("video:title", &film.name);
            let words = film.description.as_deref().map(|words| markdown::to_text(words, DESCRIPTION));
            xml.text(
                "video:description",
                words.filter(|words| !words.is_empty()).as_ref().unwrap_or(&film.name),
            );
            xml.text("video:player_loc", format_args!("{site}/videos/embed/{}", film.uuid));
            if (1..=LONGEST).contains(&film.duration) {
                xml.text("video:duration", film.duration);
            }
            xml.text("video:publication_date", film.published_at.to_iso());
            xml.text("video:family_friendly", if film.nsfw { "no" } else { "yes" });
        });
    });
}
