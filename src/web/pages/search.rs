//! The search page: films by words and by what narrows them, and the channels and lists that have the same words.

use url::form_urlencoded::Serializer;

use super::playlist::list_card;
use super::{PAGE, card, channel_link, page, page_number, pagination};
use crate::db::video::{Between, Filter, Narrow};
use crate::db::{self, playlist};
use crate::domain::playlist::{Order as ListOrder, OrderBy as ListOrderBy};
use crate::domain::video::{Order, OrderBy};
use crate::domain::vocabulary;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::elsewhere;
use crate::web::routes::Visit;
use crate::web::views::{
    Length, Pagination, SearchFilters, SearchPage, Section, Since, Sort, choices_of_categories,
    choices_of_languages, choices_of_licences,
};

/// Channels and lists that stand over the films of a search.
const FEW: u32 = 4;

/// What somebody looks for: the fields of the page's form, the tags aside, which links bring.
struct Wish {
    words: String,
    tag: String,
    since: Since,
    length: Length,
    category: Option<i64>,
    licence: Option<i64>,
    language: Option<String>,
    sort: Option<Sort>,
}

impl Wish {
    fn of(visit: &Visit) -> Self {
        let query = &visit.request.query;
        let text = |name: &str, length: usize| -> String {
            query.get(name).unwrap_or_default().trim().chars().take(length).collect()
        };
        // What nobody can choose on the page is passed over.
        let number = |name: &str| text(name, 9).parse().ok();
        Self {
            words: text("search", 200),
            tag: text("tagsOneOf", 30),
            since: Since::from_code(&text("since", 9)),
            length: Length::from_code(&text("length", 9)),
            category: number("categoryOneOf").filter(|id| vocabulary::category(*id).is_some()),
            licence: number("licenceOneOf").filter(|id| vocabulary::licence(*id).is_some()),
            language: Some(text("languageOneOf", 16)).filter(|code| vocabulary::language(code).is_some()),
            sort: Sort::from_code(&text("sort", 20)),
        }
    }

    fn is_narrowed(&self) -> bool {
        let chosen = (self.category, self.licence, &self.language, self.sort);
        (self.since, self.length) != (Since::Ever, Length::Any) || chosen != (None, None, &None, None)
    }

    fn filter(&self, visit: &Visit, start: u32) -> Filter {
        let films = visit.films(PAGE);
        let best = if self.words.is_empty() { OrderBy::PublishedAt } else { OrderBy::Match };
        let order = self.sort.and_then(|sort| Order::parse(sort.code()));
        let (shortest, longest) = self.length.seconds();
        let since = self.since.days().map(|days| visit.app.now().0 - days * 24 * 3600 * 1000);
        Filter {
            search: Some(self.words.clone()).filter(|words| !words.is_empty()),
            order: order.unwrap_or(Order { by: best, is_descending: true }),
            start,
            narrow: Narrow {
                categories: self.category.into_iter().collect(),
                licences: self.licence.into_iter().collect(),
                languages: self.language.clone().into_iter().collect(),
                tags_any: Some(self.tag.clone()).filter(|tag| !tag.is_empty()).into_iter().collect(),
                duration: Between { least: shortest, most: longest },
                published: Between { least: since, most: None },
                ..films.narrow
            },
            ..films
        }
    }

    /// The address of the page without the number of the page.
    fn address(&self) -> String {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let fields = [
            ("search", self.words.clone()),
            ("tagsOneOf", self.tag.clone()),
            ("since", self.since.code().to_owned()),
            ("length", self.length.code().to_owned()),
            ("categoryOneOf", number(self.category)),
            ("licenceOneOf", number(self.licence)),
            ("languageOneOf", self.language.clone().unwrap_or_default()),
            ("sort", self.sort.map(|sort| sort.code().to_owned()).unwrap_or_default()),
        ];
        let said = fields.iter().filter(|(_, value)| !value.is_empty());
        format!("/search?{}", Serializer::new(String::new()).extend_pairs(said).finish())
    }

    fn filters(&self, visit: &Visit) -> SearchFilters {
        let language = visit.language;
        SearchFilters {
            is_open: self.is_narrowed(),
            since: self.since,
            length: self.length,
            categories: choices_of_categories(language, self.category.map(|id| id as u32)),
            licences: choices_of_licences(language, self.licence.map(|id| id as u32)),
            languages: choices_of_languages(language, self.language.as_deref()),
            sort: self.sort,
        }
    }
}

pub async fn search(visit: &Visit) -> Result<Response> {
    let wish = Wish::of(visit);
    let current = page_number(visit);
    let mut view = SearchPage {
        page: visit.layout(Section::Other, visit.language.t("search-title")),
        tag: wish.tag.clone(),
        filters: wish.filters(visit),
        pagination: Pagination { page: 1, pages: 1, ..Pagination::default() },
        ..SearchPage::default()
    };
    view.page.query.clone_from(&wish.words);
    if wish.words.is_empty() && wish.tag.is_empty() && !wish.is_narrowed() {
        return page(&view);
    }
    // An address or a handle leads to what it names, if another server shows it.
    if let Some(path) = elsewhere::find(visit, &wish.words).await? {
        return Ok(answer::see_other(&path));
    }
    let filter = wish.filter(visit, (current - 1) * PAGE);
    // Channels and lists have words alone.
    let has_others = current == 1 && !wish.words.is_empty() && wish.tag.is_empty() && !wish.is_narrowed();
    let lists = playlist::Filter {
        search: Some(wish.words.clone()),
        order: ListOrder { by: ListOrderBy::Match, is_descending: true },
        has_films: true,
        ..playlist::Filter::newest(FEW)
    };
    let (words, audience) = (wish.words.clone(), visit.visitor.audience());
    let viewer = visit.visitor.account_id();
    let found = visit.app.db.read(move |read| {
        let found = db::video::list(read, &filter)?;
        if !has_others {
            return Ok((found, Vec::new(), Vec::new()));
        }
        let (_, channels) = db::channel::search(read, &words, 0, FEW)?;
        let links = channels.into_iter().map(|channel| channel_link(read, channel, audience, viewer));
        Ok((found, links.collect::<Result<_>>()?, playlist::list(read, &lists)?.playlists))
    });
    let (found, channels, lists) = found.await?;
    view.is_asked = true;
    view.channels = channels;
    view.lists = lists.iter().map(|list| list_card(visit, list)).collect();
    view.total = found.total.max(0) as u64;
    view.films = found.videos.iter().map(card).collect();
    view.pagination = pagination(&wish.address(), current, found.total);
    page(&view)
}
