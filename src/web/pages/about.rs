//! What this site is, and on which program it runs.

use super::{markdown, page};
use crate::db;
use crate::db::video::Filter;
use crate::error::Result;
use crate::web::answer::Response;
use crate::web::routes::Visit;
use crate::web::views::{AboutPage, Section};

pub async fn show(visit: &Visit) -> Result<Response> {
    let (people, films, (_, _, bytes)) = visit
        .app
        .db
        .read(|read| {
            let public = db::video::list(read, &Filter::latest_of_ours(0))?.total;
            Ok((db::account::count(read)?, public, db::video::totals(read)?))
        })
        .await?;
    let settings = visit.app.settings();
    page(&AboutPage {
        page: visit.layout(Section::About, visit.language.t("nav-about")),
        words_html: markdown::to_html(&settings.description),
        takes_messages: settings.mail.is_some(),
        shares: settings.shares,
        films: films.max(0) as u64,
        people: people.max(0) as u64,
        media_bytes: bytes.max(0) as u64,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        source_url: None,
    })
}
