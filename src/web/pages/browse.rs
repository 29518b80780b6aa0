//! Lists: all films in an order, and those that a search finds.

use super::playlist::list_card;
use super::{PAGE, card, channel_link, page, page_number, pagination};
use crate::db::video::Filter;
use crate::db::{self, playlist};
use crate::domain::playlist::{Order as ListOrder, OrderBy as ListOrderBy};
use crate::domain::video::{Order, OrderBy};
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{BrowsePage, Pagination, SearchPage, Section, Sort};

/// Channels and lists that stand over the films of a search.
const FEW: u32 = 4;

pub async fn latest(visit: &Visit) -> Result<Response> {
    let asked = visit.request.query.get("sort").unwrap_or_default();
    // Trending has no entry of its own in the list of orders: it is the order by views, of late.
    let order = Order::parse(asked).unwrap_or(Order::LATEST);
    let sort =
        Sort::from_code(asked).unwrap_or(if asked == "-trending" { Sort::Views } else { Sort::Latest });
    let current = page_number(visit);
    let filter = Filter { order, start: (current - 1) * PAGE, ..visit.films(PAGE) };
    let found = visit.app.db.read(move |read| db::video::list(read, &filter)).await?;
    if found.videos.is_empty() && found.total > 0 {
        // Films have gone since somebody stood on that page.
        let last = (found.total as u64).div_ceil(PAGE.into());
        return Ok(answer::see_other(&format!("/videos/browse?sort={}&page={last}", sort.code())));
    }
    page(&BrowsePage {
        page: visit.layout(Section::Videos, visit.language.t("nav-videos")),
        sort,
        total: found.total.max(0) as u64,
        films: found.videos.iter().map(card).collect(),
        pagination: pagination(&format!("/videos/browse?sort={}", sort.code()), current, found.total),
    })
}

pub async fn search(visit: &Visit) -> Result<Response> {
    let words: String =
        visit.request.query.get("search").unwrap_or_default().trim().chars().take(200).collect();
    let current = page_number(visit);
    let mut view = SearchPage {
        page: visit.layout(Section::Other, visit.language.t("search-title")),
        ..SearchPage::default()
    };
    view.page.query.clone_from(&words);
    view.pagination = Pagination { page: 1, pages: 1, ..Pagination::default() };
    if !words.is_empty() {
        let order = Order { by: OrderBy::Match, is_descending: true };
        let filter =
            Filter { order, search: Some(words.clone()), start: (current - 1) * PAGE, ..visit.films(PAGE) };
        let is_first = current == 1;
        let lists = playlist::Filter {
            search: Some(words.clone()),
            order: ListOrder { by: ListOrderBy::Match, is_descending: true },
            has_films: true,
            ..playlist::Filter::newest(FEW)
        };
        let (channel_words, audience) = (words.clone(), visit.visitor.audience());
        let found = visit.app.db.read(move |read| {
            let found = db::video::list(read, &filter)?;
            if !is_first {
                return Ok((found, Vec::new(), Vec::new()));
            }
            let (_, channels) = db::channel::search(read, &channel_words, 0, FEW)?;
            let links = channels.into_iter().map(|channel| channel_link(read, channel, audience));
            Ok((found, links.collect::<Result<_>>()?, playlist::list(read, &lists)?.playlists))
        });
        let (found, channels, lists) = found.await?;
        view.channels = channels;
        view.lists = lists.iter().map(|list| list_card(visit, list)).collect();
        let encoded: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
        view.total = found.total.max(0) as u64;
        view.films = found.videos.iter().map(card).collect();
        view.pagination = pagination(&format!("/search?search={encoded}"), current, found.total);
    }
    page(&view)
}
