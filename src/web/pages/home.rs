//! The first page: a film that stands out, the association's own words, the latest films.

use super::browse::has_friends;
use super::{card, markdown, page};
use crate::db;
use crate::db::video::{Filter, Video};
use crate::domain::video::{Order, OrderBy};
use crate::error::Result;
use crate::web::answer::Response;
use crate::web::routes::Visit;
use crate::web::views::{FilmCard, HomePage, Section};

/// Films under the one that stands out.
const LATEST: u32 = 12;

pub async fn show(visit: &Visit) -> Result<Response> {
    let mut latest = visit.films(LATEST);
    // The first page is the association's; its friends have a page of their own.
    latest.narrow.is_local = Some(true);
    let (featured, latest, has_friends) = visit
        .app
        .db
        .read(move |read| {
            let trending = Order { by: OrderBy::Trending, is_descending: true };
            let featured =
                db::video::list(read, &Filter { order: trending, count: 1, ..latest.clone() })?.videos;
            let latest = db::video::list(read, &latest)?.videos;
            Ok((featured.into_iter().next(), latest, has_friends(read)?))
        })
        .await?;
    let settings = visit.app.settings();
    page(&HomePage {
        page: visit.layout(Section::Home, ""),
        words_html: markdown::to_html(&settings.description),
        latest: latest
            .iter()
            .filter(|video| featured.as_ref().is_none_or(|f| f.id != video.id))
            .map(card)
            .collect(),
        featured: featured.as_ref().map(large_card),
        has_friends,
    })
}

/// The film that stands out is shown large, so with its large picture.
fn large_card(video: &Video) -> FilmCard {
    let preview = video.preview.as_ref().map(|name| format!("/lazy-static/previews/{name}"));
    FilmCard { thumbnail: preview, ..card(video) }
}
