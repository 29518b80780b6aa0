//! RSS 2.0 with the media module (rssboard.org/media-rss): also what a podcast begins with.

use std::fmt::Display;

use super::comments::Remark;
use super::{Feed, Film, kind_of};
use crate::web::xml::{Attributes, Xml};

pub const DC: (&str, &dyn Display) = ("xmlns:dc", &"http://purl.org/dc/elements/1.1/");
pub const CONTENT: (&str, &dyn Display) = ("xmlns:content", &"http://purl.org/rss/1.0/modules/content/");
pub const ATOM: (&str, &dyn Display) = ("xmlns:atom", &"http://www.w3.org/2005/Atom");
const MEDIA: (&str, &dyn Display) = ("xmlns:media", &"http://search.yahoo.com/mrss/");

pub fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.around("rss", &[("version", &"2.0"), DC, MEDIA, CONTENT, ATOM], |xml| {
        xml.around("channel", &[], |xml| {
            head(xml, feed);
            for film in &feed.films {
                xml.around("item", &[], |xml| item(xml, feed, film));
            }
        });
    });
    xml.finish()
}

pub fn write_comments(feed: &Feed, remarks: &[Remark]) -> String {
    let mut xml = Xml::new();
    xml.around("rss", &[("version", &"2.0"), DC, CONTENT, ATOM], |xml| {
        xml.around("channel", &[], |xml| {
            head(xml, feed);
            for remark in remarks {
                xml.around("item", &[], |xml| {
                    let address = remark.address(&feed.site);
                    xml.text("title", remark.title());
                    xml.text("link", &address);
                    xml.text_with("guid", &[("isPermaLink", &"true")], &address);
                    xml.text("pubDate", remark.comment.created_at.to_http());
                    xml.text("content:encoded", remark.html());
                    xml.text("dc:creator", &remark.author);
                });
            }
        });
    });
    xml.finish()
}

/// What a channel of RSS says of itself.
pub fn head(xml: &mut Xml, feed: &Feed) {
    xml.text("title", &feed.title);
    xml.text("link", &feed.page);
    xml.text("description", &feed.description);
    xml.text("language", feed.language.code());
    xml.text("lastBuildDate", feed.updated.to_http());
    xml.text("docs", "https://validator.w3.org/feed/docs/rss2.html");
    xml.text("generator", feed.generator());
    xml.around("image", &[], |xml| {
        xml.text("title", &feed.title);
        xml.text("url", feed.picture());
        xml.text("link", &feed.page);
    });
    xml.text("copyright", &feed.rights);
    let own: &Attributes = &[("href", &feed.address), ("rel", &"self"), ("type", &"application/rss+xml")];
    xml.empty("atom:link", own);
}

/// What an item says of a film before it names files.
pub fn item_head(xml: &mut Xml, feed: &Feed, film: &Film, creator: &str) {
    let address = feed.watch(film);
    xml.text("title", &film.video.about.name);
    xml.text("link", &address);
    xml.text_with("guid", &[("isPermaLink", &"true")], &address);
    xml.text("pubDate", film.video.published_at.to_http());
    if film.words().is_some() {
        xml.text("description", film.summary());
        xml.text("content:encoded", film.html());
    }
    xml.text("dc:creator", creator);
    if let Some(language) = film.language() {
        xml.text("dc:language", language);
    }
    for category in feed.categories(film) {
        xml.text("category", category);
    }
}

fn item(xml: &mut Xml, feed: &Feed, film: &Film) {
    let video = &film.video;
    item_head(xml, feed, film, &video.channel.display_name);
    if let Some(best) = film.files.first() {
        let address = feed.file(film, &best.file);
        xml.empty("enclosure", &[("length", &best.bytes), ("type", &kind_of(best)), ("url", &address)]);
    }
    xml.around("media:community", &[], |xml| xml.empty("media:statistics", &[("views", &video.views)]));
    let embedded = format!("{}/videos/embed/{}", feed.site, video.uuid);
    xml.empty("media:embed", &[("url", &embedded)]);
    xml.empty("media:player", &[("url", &feed.watch(film))]);
    if !film.files.is_empty() {
        xml.around("media:group", &[], |xml| files(xml, feed, film));
    }
    for picture in [feed.preview(film), feed.thumbnail(film)].into_iter().flatten() {
        xml.empty("media:thumbnail", &[("url", &picture)]);
    }
    xml.text("media:rating", if video.about.nsfw { "adult" } else { "nonadult" });
    xml.text_with("media:title", &[("type", &"plain")], &video.about.name);
    if film.words().is_some() {
        xml.text_with("media:description", &[("type", &"plain")], film.summary());
    }
}

fn files(xml: &mut Xml, feed: &Feed, film: &Film) {
    for torrent in film.files.iter().filter_map(|file| file.torrent.as_ref()) {
        let (address, kind) = (torrent.address(&feed.site), "application/x-bittorrent");
        xml.empty("media:peerLink", &[("type", &kind), ("href", &address), ("isDefault", &false)]);
    }
    for (index, file) in film.files.iter().enumerate() {
        let (address, is_default) = (feed.file(film, &file.file), index == 0);
        let (kind, medium) = (kind_of(file), if file.has_video { "video" } else { "audio" });
        let mut attributes: Vec<(&str, &dyn Display)> = vec![("type", &kind), ("medium", &medium)];
        if file.has_video {
            attributes.extend([("height", &file.height as &dyn Display), ("framerate", &file.fps)]);
        }
        attributes.extend([
            ("fileSize", &file.bytes as &dyn Display),
            ("url", &address),
            ("duration", &film.video.duration),
            ("isDefault", &is_default),
        ]);
        let language = film.language();
        if let Some(language) = &language {
            attributes.push(("lang", language));
        }
        xml.empty("media:content", &attributes);
    }
}
