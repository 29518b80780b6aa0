//! All films, in an order; and a look round among them.

use super::{PAGE, card, page, page_number, pagination};
use crate::db::video::{Filter, Video};
use crate::db::{self, Read};
use crate::domain::actor::is_host;
use crate::domain::video::Order;
use crate::error::Result;
use crate::i18n::Argument;
use crate::web::answer::{self, Response};
use crate::web::api::overviews::{Overview, nsfw};
use crate::web::routes::Visit;
use crate::web::views::{BrowsePage, OverviewPage, OverviewPart, Scope, Section, Sort};

pub async fn latest(visit: &Visit) -> Result<Response> {
    let sort = Sort::from_code(visit.request.query.get("sort").unwrap_or_default()).unwrap_or_default();
    let order = Order::parse(sort.code()).unwrap_or(Order::LATEST);
    let current = page_number(visit);
    let scope = Scope::from_code(visit.request.query.get("scope").unwrap_or_default()).unwrap_or_default();
    let mut filter = Filter { order, start: (current - 1) * PAGE, ..visit.films(PAGE) };
    filter.narrow.is_local = Some(scope == Scope::Local);
    let host = visit.request.query.get("host").filter(|host| scope == Scope::Federated && is_host(host));
    filter.narrow.host = host.map(str::to_owned);
    let found = visit.app.db.read(move |read| Ok((db::video::list(read, &filter)?, has_friends(read)?)));
    let (found, has_friends) = found.await?;
    let of_host = host.map(|host| format!("&host={host}")).unwrap_or_default();
    let path = format!("/videos/browse?scope={}{of_host}&sort={}", scope.code(), sort.code());
    if found.videos.is_empty() && found.total > 0 {
        // Films have gone since somebody stood on that page.
        let last = (found.total as u64).div_ceil(PAGE.into());
        return Ok(answer::see_other(&format!("{path}&page={last}")));
    }
    page(&BrowsePage {
        page: visit.layout(Section::Videos, visit.language.t("nav-videos")),
        scope,
        host: host.map(str::to_owned),
        has_friends,
        sort,
        total: found.total.max(0) as u64,
        films: found.videos.iter().map(card).collect(),
        pagination: pagination(&path, current, found.total),
    })
}

/// Whether there are films of other servers here.
pub fn has_friends(read: &Read) -> Result<bool> {
    let mut filter = Filter::latest(0);
    filter.narrow.is_local = Some(false);
    Ok(db::video::list(read, &filter)?.total > 0)
}

/// Parts of the look round of each kind, and films of each part.
const PLACES: u32 = 3;
const FILMS: usize = 4;

/// A look round: what the site has most of, a few films each.
pub async fn overview(visit: &Visit) -> Result<Response> {
    let (readers, nsfw) = ((visit.visitor.audience(), visit.visitor.account_id()), nsfw(visit));
    let found = visit.app.db.read(move |read| {
        (0..PLACES).map(|place| Overview::read(read, readers, nsfw, place)).collect::<Result<Vec<_>>>()
    });
    let mut parts = Vec::new();
    for Overview { category, channel, tag } in found.await? {
        if let Some((id, films)) = category {
            let title = visit.language.entry("category", id).unwrap_or_default().to_owned();
            parts.push(part(title, format!("/search?categoryOneOf={id}"), &films));
        }
        if let Some(films) = channel
            && let Some(film) = films.first()
        {
            let url = format!("/c/{}/videos", film.channel.handle);
            parts.push(part(film.channel.display_name.clone(), url, &films));
        }
        if let Some((tag, films)) = tag {
            let encoded: String = url::form_urlencoded::byte_serialize(tag.as_bytes()).collect();
            let title = visit.language.say("search-tag", &[("tag", Argument::Text(tag))]);
            parts.push(part(title, format!("/search?tagsOneOf={encoded}"), &films));
        }
    }
    parts.retain(|part| !part.films.is_empty());
    page(&OverviewPage { page: visit.layout(Section::Videos, visit.language.t("overview-title")), parts })
}

fn part(title: String, url: String, films: &[Video]) -> OverviewPart {
    OverviewPart { title, url, films: films.iter().take(FILMS).map(card).collect() }
}
