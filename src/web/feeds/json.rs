//! JSON Feed (jsonfeed.org) 1, as PeerTube writes it, with the dates and files of 1.1.

use serde_json::{Value, json};

use super::comments::Remark;
use super::{Feed, Film, channel_page, kind_of};

pub fn write(feed: &Feed) -> String {
    document(feed, feed.films.iter().map(|film| item(feed, film)).collect())
}

pub fn write_comments(feed: &Feed, remarks: &[Remark]) -> String {
    let item = |remark: &Remark| {
        let address = remark.address(&feed.site);
        json!({
            "id": address,
            "url": address,
            "title": remark.title(),
            "content_html": remark.html(),
            "date_published": remark.comment.created_at,
            "date_modified": remark.comment.updated_at,
            "author": { "name": remark.author },
        })
    };
    document(feed, remarks.iter().map(item).collect())
}

fn document(feed: &Feed, items: Vec<Value>) -> String {
    json!({
        "version": "https://jsonfeed.org/version/1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "description": feed.description,
        "icon": feed.picture(),
        "author": { "name": feed.site_name },
        "language": feed.language.code(),
        "items": items,
    })
    .to_string()
}

fn item(feed: &Feed, film: &Film) -> Value {
    let video = &film.video;
    let address = feed.watch(film);
    let attachments: Vec<_> = film
        .files
        .iter()
        .map(|file| {
            json!({
                "title": video.about.name,
                "url": feed.file(film, &file.file),
                "size_in_bytes": file.bytes,
                "mime_type": kind_of(file),
                "duration_in_seconds": video.duration,
            })
        })
        .collect();
    let mut item = json!({
        "id": address,
        "url": address,
        "title": video.about.name,
        "content_html": film.html(),
        "summary": film.summary(),
        "attachments": attachments,
        "date_published": video.published_at,
        "date_modified": video.updated_at,
        "author": {
            "name": video.channel.display_name,
            "url": channel_page(&feed.site, &video.channel.handle),
        },
    });
    // What there is none of is left out: the format has no null.
    let categories = feed.categories(film);
    if !categories.is_empty() {
        item["tags"] = categories.into();
    }
    if let Some(picture) = feed.preview(film) {
        item["image"] = picture.into();
    }
    if let Some(language) = film.language() {
        item["language"] = language.into();
    }
    item
}
