//! Atom 1.0 (RFC 4287).

use std::fmt::Display;

use super::comments::Remark;
use super::{Feed, Film, channel_page, kind_of};
use crate::web::views::asset_url;
use crate::web::xml::Xml;

const ATOM: (&str, &dyn Display) = ("xmlns", &"http://www.w3.org/2005/Atom");
const MEDIA: (&str, &dyn Display) = ("xmlns:media", &"http://search.yahoo.com/mrss/");

pub fn write(feed: &Feed) -> String {
    document(feed, |xml| {
        for film in &feed.films {
            xml.around("entry", &[], |xml| entry(xml, feed, film));
        }
    })
}

pub fn write_comments(feed: &Feed, remarks: &[Remark]) -> String {
    document(feed, |xml| {
        for remark in remarks {
            xml.around("entry", &[], |xml| {
                let address = remark.address(&feed.site);
                xml.text("title", remark.title());
                xml.text("id", &address);
                xml.empty("link", &[("href", &address)]);
                xml.text("published", remark.comment.created_at.to_iso());
                xml.text("updated", remark.comment.updated_at.to_iso());
                xml.text_with("content", &[("type", &"html")], remark.html());
                xml.around("author", &[], |xml| xml.text("name", &remark.author));
            });
        }
    })
}

fn document(feed: &Feed, entries: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::new();
    xml.around("feed", &[ATOM, MEDIA, ("xml:lang", &feed.language.code())], |xml| {
        xml.text("id", &feed.page);
        xml.text("title", &feed.title);
        xml.text("updated", feed.updated.to_iso());
        xml.text("generator", feed.generator());
        xml.around("author", &[], |xml| xml.text("name", &feed.site_name));
        xml.empty("link", &[("rel", &"alternate"), ("href", &feed.page)]);
        xml.empty("link", &[("rel", &"self"), ("href", &feed.address)]);
        xml.text("subtitle", &feed.description);
        xml.text("logo", feed.picture());
        xml.text("icon", format_args!("{}{}", feed.site, asset_url("icon-192.png")));
        xml.text("rights", &feed.rights);
        entries(xml);
    });
    xml.finish()
}

fn entry(xml: &mut Xml, feed: &Feed, film: &Film) {
    let video = &film.video;
    let (address, html) = (feed.watch(film), ("type", &"html" as &dyn Display));
    // Title and summary are plain text. PeerTube says that they are HTML, and `<` is then read as a tag.
    xml.text("title", &video.about.name);
    xml.text("id", &address);
    xml.empty("link", &[("href", &address)]);
    if let Some(best) = film.files.first() {
        let file = feed.file(film, &best.file);
        let (kind, length) = (kind_of(best), best.bytes);
        xml.empty("link", &[("rel", &"enclosure"), ("type", &kind), ("length", &length), ("href", &file)]);
    }
    xml.text("published", video.published_at.to_iso());
    xml.text("updated", video.updated_at.to_iso());
    if film.words().is_some() {
        xml.text("summary", film.summary());
        xml.text_with("content", &[html], film.html());
    }
    xml.around("author", &[], |xml| {
        xml.text("name", &video.channel.display_name);
        xml.text("uri", channel_page(&feed.site, &video.channel.handle));
    });
    for category in feed.categories(film) {
        xml.empty("category", &[("term", &category), ("label", &category)]);
    }
    if let Some(picture) = feed.preview(film) {
        xml.empty("media:thumbnail", &[("url", &picture)]);
    }
}
