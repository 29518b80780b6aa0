//! Lists of films: which, in which order, how many in all.
//!
//! A list is found in two steps. The first walks an index to the numbers of one page and reads nothing else; the
//! second reads the rows of that page. So the tenth page costs hardly more than the first.

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;
use uuid::Uuid;

use super::{COLUMNS, Video, one};
use crate::db::{Read, blocklist};
use crate::domain::video::{Order, OrderBy};
use crate::error::Result;

/// Which films a list holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    pub audience: Audience,
    pub channel_id: Option<i64>,
    pub account_id: Option<i64>,
    /// Channels that this account follows.
    pub follower_id: Option<i64>,
    /// Words as a person typed them.
    pub search: Option<String>,
    pub narrow: Narrow,
    /// Leaves this film out, as "more from here" does.
    pub except: Option<i64>,
    /// The account that looks; films of those whom it or the site has blocked are left out.
    pub viewer: Option<i64>,
    pub order: Order,
    pub start: u32,
    /// At most 100.
    pub count: u32,
}

/// What else a film of the list has to be: PeerTube's filters. An empty list and a missing bound let every film through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    pub uuids: Vec<Uuid>,
    pub categories: Vec<i64>,
    pub licences: Vec<i64>,
    /// Codes of languages; films that are captioned in one of them are let through as well.
    pub languages: Vec<String>,
    /// Whether films in no known language are let through beside those of `languages`.
    pub unknown_language: bool,
    pub tags_any: Vec<String>,
    pub tags_all: Vec<String>,
    pub nsfw: Sensitive,
    /// Seconds.
    pub duration: Between,
    /// Milliseconds since 1970, here and below.
    pub published: Between,
    pub originally_published: Between,
    /// Films of ours alone, or those of other servers alone.
    pub is_local: Option<bool>,
    /// Films of this server alone.
    pub host: Option<String>,
    /// Leaves out what this account has begun to watch.
    pub unwatched_by: Option<i64>,
}

/// Bounds that belong to what is let through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    pub least: Option<i64>,
    pub most: Option<i64>,
}

/// Which sensitive films a list holds. The flags are PeerTube's (`domain::video::Sensitivity`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sensitive {
    /// Sensitive films alone, or none of them.
    pub only: Option<bool>,
    /// Films with one of these flags are let through where `only` keeps sensitive ones out.
    pub included: i64,
    /// Films with one of these flags are kept out.
    pub excluded: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Published and public.
    Everybody,
    /// The same, and what is for members alone.
    Members,
    /// Nobody: for lists of what this site does not have.
    Nobody,
    /// Everything of this account that is not deleted, or was deleted and can be brought back.
    Owner(i64),
    /// All films of an account and of the channels of others that it keeps together with them.
    Keeper(i64),
}

impl Filter {
    pub fn latest(count: u32) -> Self {
        Self {
            audience: Audience::Everybody,
            channel_id: None,
            account_id: None,
            follower_id: None,
            search: None,
            narrow: Narrow::default(),
            except: None,
            viewer: None,
            order: Order::LATEST,
            start: 0,
            count,
        }
    }
}

impl Filter {
    /// The latest films of ours, without those of other servers.
    pub fn latest_of_ours(count: u32) -> Self {
        let narrow = Narrow { is_local: Some(true), ..Narrow::default() };
        Self { narrow, ..Self::latest(count) }
    }
}

/// A page of films.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub total: i64,
    pub videos: Vec<Video>,
}

/// The films that a filter lets through, and how many there are in all.
pub fn list(read: &Read, filter: &Filter) -> Result<Page> {
    // What is one's own is never hidden.
    let viewer = match filter.audience {
        Audience::Owner(_) | Audience::Keeper(_) => None,
        _ => blocklist::viewer(read, filter.viewer)?,
    };
    let Some(mut query) = Query::of(filter, viewer) else { return Ok(Page::default()) };
    let total = query.total(read)?;
    if i64::from(filter.start) >= total {
        return Ok(Page { total, videos: Vec::new() });
    }
    let order = order_by(filter.order, query.is_text, total);
    let sql = format!(
        "SELECT w.id FROM {} WHERE {} ORDER BY {order} LIMIT ? OFFSET ?",
        query.source, query.condition
    );
    query.values.extend([Value::Integer(filter.count.into()), Value::Integer(filter.start.into())]);
    let mut statement = read.prepare_cached(&sql)?;
    let ids = statement
        .query_map(params_from_iter(&query.values), |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    Ok(Page { total, videos: video_rows(read, &ids)? })
}

/// The films of these numbers, in their order.
pub(in crate::db) fn video_rows(read: &Read, ids: &[i64]) -> Result<Vec<Video>> {
    let mut statement = read.prepare_cached(&format!("SELECT {COLUMNS} FROM video WHERE id = ?1"))?;
    ids.iter().filter_map(|id| one(read, &mut statement, id).transpose()).collect()
}

/// Films of accounts that are hidden from whoever looks (`db::blocklist`), found through the indexes of channels and
/// their films, so that the index of a list still does without the rows of the films.
const NOT_HIDDEN: &str =
    "w.id NOT IN (SELECT v.id FROM channel c JOIN video v ON v.channel_id = c.id WHERE c.account_id IN
    (SELECT account_id FROM account_block WHERE by_account_id IS NULL AND account_id IS NOT ?
     UNION ALL SELECT account_id FROM account_block WHERE by_account_id = ?
     UNION ALL SELECT a.id FROM server s CROSS JOIN actor r ON r.server_id = s.id CROSS JOIN account a ON a.actor_id = r.id
               WHERE s.blocked_at > 0
     UNION ALL SELECT a.id FROM server_block b JOIN actor r ON r.server_id = b.server_id
               JOIN account a ON a.actor_id = r.id WHERE b.by_account_id = ?))";

/// A filter in SQL: what stands behind FROM and WHERE, and the values of its question marks.
struct Query {
    source: &'static str,
    condition: String,
    values: Vec<Value>,
    /// Whether the text index is asked, which can tell a better match from a worse one.
    is_text: bool,
}

impl Query {
    /// `None` when there is nothing to look for. `viewer` is who looks, if anything is hidden from them.
    fn of(filter: &Filter, viewer: Option<i64>) -> Option<Self> {
        if filter.audience == Audience::Nobody {
            return None;
        }
        let mut conditions = Conditions::default();
        let words = match &filter.search {
            Some(words) => Some(match_expression(words)?),
            None => None,
        };
        let narrow = &filter.narrow;
        let tags = [any_tag_expression(&narrow.tags_any), all_tags_expression(&narrow.tags_all)];
        let texts: Vec<String> =
            words.into_iter().chain(tags.into_iter().flatten()).map(|text| format!("({text})")).collect();
        let text = (!texts.is_empty()).then(|| texts.join(" AND "));
        let is_text = text.is_some();
        if let Some(expression) = text {
            conditions.add("video_text MATCH ?", Some(Value::Text(expression)));
        }
        let source = match (filter.audience, is_text) {
            (_, false) => "video w",
            // The small index tells which films are listed, without a look at the row of each that matches.
            (Audience::Everybody | Audience::Members | Audience::Nobody, true) => {
                "video_text t CROSS JOIN video w INDEXED BY video_listed ON w.id = t.rowid"
            }
            (Audience::Owner(_) | Audience::Keeper(_), true) => {
                "video_text t CROSS JOIN video w ON w.id = t.rowid"
            }
        };
        match filter.audience {
            // The indexes of lists hold internal films, too. With the plus the second condition chooses among
            // what is in them, and does not keep SQLite from seeing that they serve.
            Audience::Everybody | Audience::Nobody => {
                conditions.texts.push("w.state = 1 AND w.privacy IN (1, 4) AND +w.privacy = 1");
            }
            Audience::Members => conditions.texts.push("w.state = 1 AND w.privacy IN (1, 4)"),
            Audience::Keeper(account_id) => conditions.add(
                "w.channel_id IN (SELECT id FROM channel WHERE account_id = ? UNION ALL
                     SELECT k.channel_id FROM channel_collaborator k JOIN channel c ON c.id = k.channel_id
                     WHERE k.account_id = ? AND k.state = 2 AND c.deleted_at IS NULL)",
                Some(Value::Integer(account_id)),
            ),
            Audience::Owner(account_id) => conditions.add(
                "w.channel_id IN (SELECT id FROM channel WHERE account_id = ?)",
                Some(Value::Integer(account_id)),
            ),
        }
        conditions.add("w.channel_id = ?", filter.channel_id.map(Value::Integer));
        conditions.add(
            "w.channel_id IN (SELECT id FROM channel WHERE account_id = ?)",
            filter.account_id.map(Value::Integer),
        );
        conditions.add(
            "w.channel_id IN (SELECT channel_id FROM subscription WHERE account_id = ?)",
            filter.follower_id.map(Value::Integer),
        );
        conditions.add("w.id <> ?", filter.except.map(Value::Integer));
        narrow.add_to(&mut conditions);
        conditions.add(NOT_HIDDEN, viewer.map(Value::Integer));
        let Conditions { texts, values } = conditions;
        Some(Self { source, condition: texts.join(" AND "), values, is_text })
    }

    fn total(&self, read: &Read) -> Result<i64> {
        let key = format!("{}|{}|{:?}", self.source, self.condition, self.values);
        read.total(&key, || {
            let sql = format!("SELECT count(*) FROM {} WHERE {}", self.source, self.condition);
            Ok(read.prepare_cached(&sql)?.query_row(params_from_iter(&self.values), |row| row.get(0))?)
        })
    }
}

/// What stands behind WHERE, piece by piece, and the values of the question marks in their order.
#[derive(Default)]
struct Conditions {
    texts: Vec<&'static str>,
    values: Vec<Value>,
}

impl Conditions {
    /// Nothing without a value. Every question mark of the text stands for the same one.
    fn add(&mut self, text: &'static str, value: Option<Value>) {
        if let Some(value) = value {
            self.texts.push(text);
            self.values.extend(std::iter::repeat_n(value, text.matches('?').count()));
        }
    }
}

impl Narrow {
    /// One condition for each thing that is asked for: an equation where there is one value, so that an index serves.
    fn add_to(&self, conditions: &mut Conditions) {
        let uuids: Vec<String> = self.uuids.iter().map(Uuid::to_string).collect();
        conditions.add("w.uuid IN (SELECT value FROM json_each(?))", list_of(&uuids));
        match self.categories[..] {
            [category] => conditions.add("w.category = ?", Some(Value::Integer(category))),
            _ => conditions.add("w.category IN (SELECT value FROM json_each(?))", list_of(&self.categories)),
        }
        conditions.add("w.licence IN (SELECT value FROM json_each(?))", list_of(&self.licences));
        self.add_languages(conditions);
        conditions.add(
            "EXISTS (SELECT 1 FROM json_each(w.tags) t, json_each(?) a WHERE t.value = a.value COLLATE NOCASE)",
            list_of(&self.tags_any),
        );
        conditions.add(
            "NOT EXISTS (SELECT 1 FROM json_each(?) a WHERE NOT EXISTS
                 (SELECT 1 FROM json_each(w.tags) t WHERE t.value = a.value COLLATE NOCASE))",
            list_of(&self.tags_all),
        );
        self.nsfw.add_to(conditions);
        let bounds = [
            ("w.duration >= ?", self.duration.least),
            ("w.duration <= ?", self.duration.most),
            ("w.published_at >= ?", self.published.least),
            ("w.published_at <= ?", self.published.most),
            ("w.originally_published_at >= ?", self.originally_published.least),
            ("w.originally_published_at <= ?", self.originally_published.most),
        ];
        for (condition, bound) in bounds {
            conditions.add(condition, bound.map(Value::Integer));
        }
        match self.is_local {
            Some(true) => conditions.texts.push("w.server_id IS NULL"),
            Some(false) => conditions.texts.push("w.server_id IS NOT NULL"),
            None => {}
        }
        conditions
            .add("w.server_id = (SELECT id FROM server WHERE host = ?)", self.host.clone().map(Value::Text));
        conditions.add(
            "w.id NOT IN (SELECT video_id FROM watched WHERE account_id = ?)",
            self.unwatched_by.map(Value::Integer),
        );
    }

    fn add_languages(&self, conditions: &mut Conditions) {
        let text = match (&self.languages[..], self.unknown_language) {
            ([], true) => return conditions.texts.push("w.language IS NULL"),
            ([_], false) => "(w.language = ? OR w.id IN (SELECT video_id FROM caption WHERE language = ?))",
            (_, false) => {
                "(w.language IN (SELECT value FROM json_each(?)) OR w.id IN (SELECT video_id FROM caption
                      WHERE language IN (SELECT value FROM json_each(?))))"
            }
            (_, true) => {
                "(w.language IS NULL OR w.language IN (SELECT value FROM json_each(?)) OR w.id IN
                      (SELECT video_id FROM caption WHERE language IN (SELECT value FROM json_each(?))))"
            }
        };
        let value = match &self.languages[..] {
            [language] if !self.unknown_language => Some(Value::Text(language.clone())),
            languages => list_of(languages),
        };
        conditions.add(text, value);
    }
}

impl Sensitive {
    fn add_to(self, conditions: &mut Conditions) {
        match (self.only, self.included) {
            (Some(true), _) => conditions.texts.push("w.nsfw = 1"),
            (Some(false), 0) => conditions.texts.push("w.nsfw = 0"),
            (Some(false), flags) => {
                conditions.add("(w.nsfw = 0 OR w.nsfw_flags & ? <> 0)", Some(Value::Integer(flags)));
            }
            (None, _) => {}
        }
        let excluded = (self.excluded != 0).then_some(Value::Integer(self.excluded));
        conditions.add("w.nsfw_flags & ? = 0", excluded);
    }
}

/// A list as one value: a JSON array, which `json_each` takes apart. None for an empty one.
fn list_of<T: Serialize>(values: &[T]) -> Option<Value> {
    if values.is_empty() { None } else { serde_json::to_string(values).ok().map(Value::Text) }
}

/// Weighing how well each of very many films matches takes long, and words that are everywhere tell nothing of
/// the film that is meant: beyond this many the newest come first.
const WEIGHED: i64 = 500;

fn order_by(order: Order, is_text: bool, total: i64) -> &'static str {
    match (order.by, order.is_descending) {
        (OrderBy::PublishedAt, true) => "w.published_at DESC, w.id DESC",
        (OrderBy::PublishedAt, false) => "w.published_at, w.id",
        (OrderBy::CreatedAt, true) => "w.created_at DESC, w.id DESC",
        (OrderBy::CreatedAt, false) => "w.created_at, w.id",
        (OrderBy::Name, true) => "w.name COLLATE NOCASE DESC, w.id DESC",
        (OrderBy::Name, false) => "w.name COLLATE NOCASE, w.id",
        (OrderBy::Duration, true) => "w.duration DESC, w.id DESC",
        (OrderBy::Duration, false) => "w.duration, w.id",
        (OrderBy::Views, true) => "w.views DESC, w.id DESC",
        (OrderBy::Views, false) => "w.views, w.id",
        (OrderBy::Likes, true) => "w.likes DESC, w.id DESC",
        (OrderBy::Likes, false) => "w.likes, w.id",
        (OrderBy::Trending, true) => "w.trend DESC, w.views DESC, w.id DESC",
        (OrderBy::Trending, false) => "w.trend, w.views, w.id",
        (OrderBy::Hot, true) => "w.hot DESC, w.id DESC",
        (OrderBy::Hot, false) => "w.hot, w.id",
        (OrderBy::OriginallyPublished, true) => {
            "coalesce(w.originally_published_at, w.published_at) DESC, w.id DESC"
        }
        (OrderBy::OriginallyPublished, false) => "coalesce(w.originally_published_at, w.published_at), w.id",
        (OrderBy::Match, _) if is_text && total <= WEIGHED => "t.rank",
        (OrderBy::Match, _) if is_text => "t.rowid DESC",
        (OrderBy::Match, _) => "w.published_at DESC, w.id DESC",
    }
}

/// FTS5's query for words as typed: each word must be there, the last may be the beginning of one. Every
/// word is quoted, so nothing that a person types is an operator. `None` when nothing is left to look for.
pub(in crate::db) fn match_expression(words: &str) -> Option<String> {
    let words: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).collect();
    let (last, before) = words.split_last()?;
    let mut expression: String = before.iter().map(|word| format!("{} AND ", spelt(word, ""))).collect();
    expression.push_str(&spelt(last, "*"));
    Some(expression)
}

/// A word as it may be spelt: the index tells œ from oe, and few keyboards have the one that French writes.
fn spelt(word: &str, end: &str) -> String {
    let (apart, joined) = (word.to_lowercase().replace('œ', "oe"), word.to_lowercase().replace("oe", "œ"));
    match apart == joined {
        true => format!("\"{word}\"{end}"),
        false => format!("(\"{apart}\"{end} OR \"{joined}\"{end})"),
    }
}

/// FTS5's query for films that may have one of these tags; which of them really have it, another condition decides.
/// `None` where the text index cannot tell: for a tag without a plain letter or digit it may hold nothing.
fn any_tag_expression(tags: &[String]) -> Option<String> {
    let each: Option<Vec<String>> = tags.iter().map(|tag| tag_expression(tag)).collect();
    each.filter(|each| !each.is_empty()).map(|each| each.join(" OR "))
}

/// The same for films that may have all of them: those tags that the index knows narrow enough.
fn all_tags_expression(tags: &[String]) -> Option<String> {
    let each: Vec<String> = tags.iter().filter_map(|tag| tag_expression(tag)).collect();
    (!each.is_empty()).then(|| each.join(" AND "))
}

fn tag_expression(tag: &str) -> Option<String> {
    let is_indexed = tag.chars().any(|c| c.is_ascii_alphanumeric()) && !tag.chars().any(|c| c.is_control());
    is_indexed.then(|| format!("tags : \"{}\"", tag.replace('"', "\"\"")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Memo, connection, migration};

    #[test]
    fn what_people_type_is_never_an_operator() {
        assert_eq!(
            match_expression("fête AND \"x\" NEAR("),
            Some("\"fête\" AND \"AND\" AND \"x\" AND \"NEAR\"*".into())
        );
        assert_eq!(match_expression("l'Oeuvre"), Some("\"l\" AND (\"oeuvre\"* OR \"œuvre\"*)".into()));
        assert_eq!(match_expression("chœur"), Some("(\"choeur\"* OR \"chœur\"*)".into()));
        assert_eq!(match_expression("' -- ;"), None);
        assert_eq!(match_expression(""), None);
        assert_eq!(tag_expression("a\" OR name : \"b"), Some("tags : \"a\"\" OR name : \"\"b\"".into()));
        assert_eq!((tag_expression("★"), tag_expression("a\0b")), (None, None));
    }

    fn names(connection: &rusqlite::Connection, filter: Filter) -> (i64, Vec<String>) {
        let page = connection::read(connection, &mut Memo::default(), |read| list(read, &filter))
            .expect("every filter makes good SQL");
        (page.total, page.videos.into_iter().map(|video| video.about.name).collect())
    }

    #[test]
    fn a_list_holds_what_is_listed_narrowed_and_in_its_order() {
        let mut database = rusqlite::Connection::open_in_memory().expect("SQLite has memory");
        migration::migrate(&mut database).expect("the migrations fit one another");
        database
            .execute_batch(
                r#"INSERT INTO account (id, name, display_name, created_at, updated_at)
                VALUES (1, 'maud', 'Maud', 0, 0);
                INSERT INTO channel (id, account_id, handle, display_name, created_at, updated_at)
                VALUES (1, 1, 'maud_channel', 'Maud', 0, 0);
                INSERT INTO video (uuid, channel_id, state, privacy, name, tags, category, language, views,
                                   original_name, created_at, updated_at, published_at) VALUES
                ('00000000-0000-4000-8000-000000000001', 1, 1, 1, 'Fête au jardin', '["jardin","été 2026"]',
                 5, 'fr', 3, '', 1, 1, 1),
                ('00000000-0000-4000-8000-000000000002', 1, 1, 1, 'Concert', '["été","★","a\"b"]',
                 5, 'en', 9, '', 2, 2, 2),
                ('00000000-0000-4000-8000-000000000003', 1, 1, 3, 'Fête privée', '["jardin"]',
                 5, 'fr', 5, '', 3, 3, 3);"#,
            )
            .expect("the rows fit their tables");
        let all = || Filter::latest(10);
        let (garden, concert) = ("Fête au jardin".to_owned(), "Concert".to_owned());
        assert_eq!(names(&database, all()), (2, vec![concert.clone(), garden.clone()]));
        assert_eq!(names(&database, Filter { start: 1, ..all() }), (2, vec![garden.clone()]));
        let viewed = Order { by: OrderBy::Views, is_descending: false };
        let fifth = || Narrow { categories: vec![5], ..Narrow::default() };
        let viewed_fifth = Filter { narrow: fifth(), order: viewed, ..all() };
        assert_eq!(names(&database, viewed_fifth.clone()).1, [garden.clone(), concert.clone()]);
        let french = Narrow { languages: vec!["fr".into()], ..fifth() };
        let french = Filter { narrow: french, ..viewed_fifth };
        assert_eq!(names(&database, french), (1, vec![garden.clone()]));
        // A tag is meant whole: neither a part of a longer one nor the same letters without their accents.
        for (tag, expected) in [
            ("été", vec![&concert]),
            ("été 2026", vec![&garden]),
            ("ete", vec![]),
            ("★", vec![&concert]),
            ("a\"b", vec![&concert]),
            ("\0", vec![]),
        ] {
            let any = Narrow { tags_any: vec![tag.into()], ..Narrow::default() };
            let every = Narrow { tags_all: vec![tag.into()], ..Narrow::default() };
            for narrow in [any, every] {
                let found = names(&database, Filter { narrow, ..all() });
                assert_eq!(found.1.iter().collect::<Vec<_>>(), expected, "{tag}");
            }
        }
        let best = Order { by: OrderBy::Match, is_descending: true };
        let feast = Filter { search: Some("fete".into()), order: best, ..all() };
        assert_eq!(names(&database, feast.clone()), (1, vec![garden.clone()]));
        let jardin = Narrow { tags_any: vec!["JARDIN".into()], ..Narrow::default() };
        let tagged = Filter { narrow: jardin, ..feast.clone() };
        assert_eq!(names(&database, tagged).1, [garden]);
        assert_eq!(names(&database, Filter { audience: Audience::Owner(1), ..feast }).0, 2);
    }

    #[test]
    fn ours_and_those_of_others_are_told_apart_by_the_index() {
        let mut database = rusqlite::Connection::open_in_memory().expect("SQLite has memory");
        migration::migrate(&mut database).expect("the migrations fit one another");
        for is_local in [true, false] {
            let narrow = Narrow { is_local: Some(is_local), ..Narrow::default() };
            let query =
                Query::of(&Filter { narrow, ..Filter::latest(10) }, None).expect("there is something");
            for what in ["w.id", "count(*)"] {
                let order = if what == "w.id" { " ORDER BY w.published_at DESC, w.id DESC" } else { "" };
                let sql = format!(
                    "EXPLAIN QUERY PLAN SELECT {what} FROM {} WHERE {}{order}",
                    query.source, query.condition
                );
                let plan: String =
                    database.query_row(&sql, [], |row| row.get(3)).expect("every filter makes good SQL");
                assert!(plan.contains("COVERING INDEX video_listed"), "{plan}");
            }
        }
    }

    #[test]
    fn a_list_of_strangers_and_one_of_members_walk_an_index_alone() {
        let mut database = rusqlite::Connection::open_in_memory().expect("SQLite has memory");
        migration::migrate(&mut database).expect("the migrations fit one another");
        for audience in [Audience::Everybody, Audience::Members] {
            for by in [
                OrderBy::PublishedAt,
                OrderBy::Name,
                OrderBy::Views,
                OrderBy::Likes,
                OrderBy::Trending,
                OrderBy::Hot,
            ] {
                for categories in [vec![], vec![5]] {
                    let order = Order { by, is_descending: true };
                    let narrow = Narrow { categories, ..Narrow::default() };
                    let filter = Filter { audience, narrow, order, ..Filter::latest(10) };
                    for viewer in [None, Some(7)] {
                        let query = Query::of(&filter, viewer).expect("there is something to look for");
                        let sql = format!(
                            "EXPLAIN QUERY PLAN SELECT w.id FROM {} WHERE {} ORDER BY {}",
                            query.source,
                            query.condition,
                            order_by(order, false, 10)
                        );
                        let mut statement = database.prepare(&sql).expect("every filter makes good SQL");
                        let rows = statement.query_map(params_from_iter(&query.values), |row| row.get(3));
                        let plan: Vec<String> =
                            rows.and_then(Iterator::collect).expect("it can be explained");
                        // A computed column is read from its index, but SQLite (3.51) looks at the row all the same.
                        let index = match by {
                            OrderBy::Hot => "INDEX video_listed",
                            _ => "COVERING INDEX video_listed",
                        };
                        assert!(plan[0].contains(index), "{filter:?}: {plan:?}");
                        // Nor is anything gone through because of a block.
                        assert!(plan[1..].iter().all(|step| !step.starts_with("SCAN")), "{plan:?}");
                    }
                }
            }
        }
    }
}
