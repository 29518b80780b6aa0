//! Feeds of the newest comments: on a film, on those of a channel or an account, or on all.

use std::hash::{DefaultHasher, Hash, Hasher};

use uuid::Uuid;
use warp::http::StatusCode;

use super::{Feed, KEPT, Subject, atom, feed, json, rss, subject, version, wrong};
use crate::db::comment::{Comment, On};
use crate::db::video::Video;
use crate::db::{self, Read};
use crate::domain::id::{Reference, to_short};
use crate::domain::moment::Moment;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::api::comments::authors;
use crate::web::api::videos::watchable;
use crate::web::markdown;
use crate::web::routes::Visit;

/// Comments in a feed (PeerTube's default).
const COMMENTS: u32 = 20;

/// A comment with what feeds say of it.
pub struct Remark {
    pub comment: Comment,
    pub author: String,
    film: String,
    film_uuid: Uuid,
}

impl Remark {
    pub fn title(&self) -> String {
        format!("{} - {}", self.film, self.author)
    }

    pub fn address(&self, site: &str) -> String {
        format!("{site}/w/{}#comment-{}", to_short(self.film_uuid), self.comment.id)
    }

    pub fn html(&self) -> String {
        markdown::to_html(&self.comment.text)
    }
}

/// `/feeds/video-comments.<format>`.
pub async fn comments(visit: &Visit, format: &str) -> Result<Response> {
    let (kind, write): (_, fn(&Feed, &[Remark]) -> String) =
        match visit.request.query.get("format").unwrap_or(format) {
            "xml" => ("application/xml; charset=utf-8", rss::write_comments),
            "rss" | "rss2" => ("application/rss+xml; charset=utf-8", rss::write_comments),
            "atom" | "atom1" => ("application/atom+xml; charset=utf-8", atom::write_comments),
            "json" | "json1" => ("application/json; charset=utf-8", json::write_comments),
            _ => return Err(wrong("format")),
        };
    let film = match visit.request.query.get("videoId").filter(|id| !id.is_empty()) {
        Some(id) => Some(watchable(visit, id).await?.video),
        None => None,
    };
    let subject = if film.is_some() { Subject::Everybody } else { subject(visit).await? };
    let on = match (&film, &subject) {
        (Some(film), _) => On::Video(film.id),
        (None, Subject::Channel(channel, _)) => On::Channel(channel.id),
        (None, Subject::Account(account)) => On::Account(account.id),
        (None, _) => On::Everything,
    };
    let remarks = visit.app.db.read(move |read| remarks(read, on)).await?;
    let mut hasher = DefaultHasher::new();
    version(visit, &subject, &[]).hash(&mut hasher);
    film.as_ref().map(|film| &film.about.name).hash(&mut hasher);
    for remark in &remarks {
        (remark.comment.id, remark.comment.updated_at, &remark.author, &remark.film).hash(&mut hasher);
    }
    answer::kept(&visit.request.headers, hasher.finish(), KEPT, || {
        let feed = document(visit, subject, film.as_ref(), &remarks);
        Ok(answer::bytes(StatusCode::OK, kind, write(&feed, &remarks)))
    })
}

fn remarks(read: &Read, on: On) -> Result<Vec<Remark>> {
    let comments = db::comment::latest(read, on, COMMENTS)?;
    let authors = authors(read, &comments)?;
    let mut remarks = Vec::with_capacity(comments.len());
    for comment in comments {
        let Some(film) = db::video::find(read, Reference::Number(comment.video_id))? else { continue };
        let author = comment.account_id.and_then(|id| authors.get(&id));
        let author = author.map(|author| author.display_name.clone()).unwrap_or_default();
        remarks.push(Remark { author, film: film.about.name, film_uuid: film.uuid, comment });
    }
    Ok(remarks)
}

/// What stands around the comments.
fn document(visit: &Visit, subject: Subject, film: Option<&Video>, remarks: &[Remark]) -> Feed {
    let updated = remarks.iter().map(|remark| remark.comment.updated_at).max();
    let mut feed = feed(visit, subject, Vec::new());
    feed.updated = updated.unwrap_or(Moment(0));
    if let Some(film) = film {
        feed.title.clone_from(&film.about.name);
        feed.page = format!("{}/w/{}", feed.site, to_short(film.uuid));
        feed.description =
            markdown::to_text(film.about.description.as_deref().unwrap_or(&film.about.name), 1000);
    }
    feed
}
