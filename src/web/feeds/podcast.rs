//! RSS 2.0 for podcast applications: iTunes' elements and those of the podcast namespace
//! (github.com/Podcastindex-org/podcast-namespace, 1.0).

use std::fmt::Display;

use super::rss::{ATOM, CONTENT, DC, head, item_head};
use super::{Feed, Film, account_page, kind_of};
use crate::db::video::VideoFile;
use crate::domain::torrent::trackers;
use crate::web::xml::Xml;

const PODCAST: (&str, &dyn Display) =
    ("xmlns:podcast", &"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md");
const ITUNES: (&str, &dyn Display) = ("xmlns:itunes", &"http://www.itunes.com/dtds/podcast-1.0.dtd");

/// The media type of a master playlist, as PeerTube names it.
const HLS: &str = "application/x-mpegURL";

pub fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.around("rss", &[("version", &"2.0"), PODCAST, ITUNES, DC, CONTENT, ATOM], |xml| {
        xml.around("channel", &[], |xml| {
            head(xml, feed);
            xml.text("podcast:medium", "video");
            if let Some(owner) = &feed.owner {
                person(xml, &feed.site, &owner.name, &owner.display_name);
                xml.text("itunes:author", &owner.display_name);
                xml.around("itunes:owner", &[], |xml| {
                    xml.text("itunes:name", &owner.display_name);
                    // Nobody's address is given away; PeerTube leaves it empty as well.
                    xml.empty("itunes:email", &[]);
                });
            }
            explicit(xml, feed.films.iter().any(|film| film.video.about.nsfw));
            xml.empty("itunes:image", &[("href", &feed.picture())]);
            for film in &feed.films {
                xml.around("item", &[], |xml| item(xml, feed, film));
            }
        });
    });
    xml.finish()
}

fn item(xml: &mut Xml, feed: &Feed, film: &Film) {
    let video = &film.video;
    item_head(xml, feed, film, &video.account.display_name);
    person(xml, &feed.site, &video.account.handle, &video.account.display_name);
    for caption in &film.captions {
        let address = format!("{}/lazy-static/video-captions/{}", feed.site, caption.file);
        let (kind, language) = ("text/vtt", &caption.language);
        let attributes: [(&str, &dyn Display); 4] =
            [("url", &address), ("type", &kind), ("language", language), ("rel", &"captions")];
        xml.empty("podcast:transcript", &attributes);
    }
    if film.has_chapters {
        let address = format!("{}/feeds/podcast/chapters/{}.json", feed.site, video.uuid);
        xml.empty("podcast:chapters", &[("url", &address), ("type", &"application/json+chapters")]);
    }
    if video.about.privacy.is_open() {
        let (socket, http) = trackers(&feed.site);
        [http, socket].iter().for_each(|tracker| xml.text("podcast:tracker", tracker));
    }
    if let Some(playlist) = &film.playlist {
        let address = feed.file(film, &playlist.master);
        // RSS asks for a length; nought is what is written where it is not known.
        xml.empty("enclosure", &[("url", &address), ("length", &0), ("type", &HLS)]);
        alternate(xml, film, &[("type", &HLS), ("title", &"HLS"), ("default", &true)], &address);
    }
    for file in &film.files {
        let (kind, title) = (kind_of(file), title_of(file));
        let mut attributes: Vec<(&str, &dyn Display)> =
            vec![("type", &kind), ("title", &title), ("length", &file.bytes), ("bitrate", &file.bandwidth)];
        if file.has_video {
            attributes.push(("height", &file.height));
        }
        alternate(xml, film, &attributes, &feed.file(film, &file.file));
    }
    if let Some(picture) = feed.preview(film) {
        xml.empty("itunes:image", &[("href", &picture)]);
    }
    xml.text("itunes:duration", video.duration);
    explicit(xml, video.about.nsfw);
}

fn alternate(xml: &mut Xml, film: &Film, attributes: &[(&str, &dyn Display)], address: &str) {
    let language = film.language();
    let mut attributes = attributes.to_vec();
    if let Some(language) = &language {
        attributes.push(("lang", language));
    }
    xml.around("podcast:alternateEnclosure", &attributes, |xml| {
        xml.empty("podcast:source", &[("uri", &address)]);
    });
}

fn title_of(file: &VideoFile) -> String {
    if file.has_video { format!("{}p", file.resolution) } else { "Audio".to_owned() }
}

fn person(xml: &mut Xml, site: &str, name: &str, display_name: &str) {
    xml.text_with("podcast:person", &[("href", &account_page(site, name))], display_name);
}

fn explicit(xml: &mut Xml, is_explicit: bool) {
    xml.text("itunes:explicit", if is_explicit { "yes" } else { "no" });
}
