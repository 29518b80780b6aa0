//! Rows of comments: threads of a film, and the replies of a thread.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx, blocklist};
use crate::domain::comment::{Eyes, THREAD_LENGTH};
use crate::domain::moment::Moment;
use crate::domain::video::{Privacy, State};
use crate::error::Result;

#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub id: i64,
    pub video_id: i64,
    /// None once the account is gone.
    pub account_id: Option<i64>,
    /// The comment that opened the thread; none for that one itself.
    pub thread_id: Option<i64>,
    pub reply_to: Option<i64>,
    /// Markdown; empty once deleted.
    pub text: String,
    pub is_held: bool,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub deleted_at: Option<Moment>,
    /// The id of a comment of another server; none for ours.
    pub url: Option<String>,
    /// Answers in the thread that anybody may read, counted for the comment that opened it.
    pub replies: i64,
    /// Those of them that the owner of the film wrote.
    pub replies_by_owner: i64,
}

impl Comment {
    /// The thread that it belongs to, its own included.
    pub fn thread(&self) -> i64 {
        self.thread_id.unwrap_or(self.id)
    }
}

/// One page of the threads of a film.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    pub total: i64,
    /// Every comment that can be read, answers included.
    pub total_readable: i64,
    pub comments: Vec<Comment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Newest,
    Oldest,
    MostReplies,
}

const COLUMNS: &str = "
    c.id, c.video_id, c.account_id, c.thread_id, c.reply_to, c.text, c.is_held, c.created_at, c.updated_at,
    c.deleted_at, c.url";

/// What the first of a thread knows of its answers; `hidden` is another condition on them.
fn counted(hidden: &str) -> String {
    format!(
        "(SELECT count(*) FROM comment r
          WHERE r.thread_id = c.id AND r.deleted_at IS NULL AND NOT r.is_held{hidden}),
         (SELECT count(*) FROM comment r
          WHERE r.thread_id = c.id AND r.deleted_at IS NULL AND NOT r.is_held{hidden} AND r.account_id =
              (SELECT account_id FROM channel WHERE id = (SELECT channel_id FROM video WHERE id = c.video_id)))"
    )
}

/// What these eyes see: `?2` sees everything that is held, `?3` is the account behind them.
const VISIBLE: &str = "(NOT c.is_held OR ?2 OR c.account_id = ?3)";

/// What blocks hide from whoever looks, as further conditions.
#[derive(Default)]
struct Hidden {
    /// On comments `c`: neither their authors are hidden nor those who opened their threads.
    comments: String,
    /// On answers `r` that are counted.
    answers: String,
}

impl Hidden {
    /// `place` is SQL for the account that looks. Where nothing is hidden from it nothing is asked.
    fn from(read: &Read, account_id: Option<i64>, place: &str) -> Result<Self> {
        if blocklist::viewer(read, account_id)?.is_none() {
            return Ok(Self::default());
        }
        let accounts = blocklist::hidden_from(place);
        let comments = format!(
            " AND (c.account_id IS NULL OR c.account_id NOT IN ({accounts})) AND (c.thread_id IS NULL
                   OR coalesce((SELECT account_id FROM comment f WHERE f.id = c.thread_id), 0) NOT IN ({accounts}))"
        );
        let answers = format!(" AND (r.account_id IS NULL OR r.account_id NOT IN ({accounts}))");
        Ok(Self { comments, answers })
    }
}

fn from_row(row: &Row) -> rusqlite::Result<Comment> {
    Ok(Comment {
        id: row.get(0)?,
        video_id: row.get(1)?,
        account_id: row.get(2)?,
        thread_id: row.get(3)?,
        reply_to: row.get(4)?,
        text: row.get(5)?,
        is_held: row.get(6)?,
        created_at: Moment(row.get(7)?),
        updated_at: Moment(row.get(8)?),
        deleted_at: row.get::<_, Option<i64>>(9)?.map(Moment),
        url: row.get(10)?,
        replies: row.get(11)?,
        replies_by_owner: row.get(12)?,
    })
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Comment>> {
    let sql = format!("SELECT {COLUMNS}, {} FROM comment c WHERE c.id = ?1", counted(""));
    Ok(read.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

/// A comment of another server, by its id there.
pub fn by_url(read: &Read, url: &str) -> Result<Option<Comment>> {
    let sql = format!("SELECT {COLUMNS}, {} FROM comment c WHERE c.url = ?1", counted(""));
    Ok(read.prepare_cached(&sql)?.query_row([url], from_row).optional()?)
}

/// The first comment of a thread, for these eyes.
pub fn first(read: &Read, id: i64, eyes: Eyes) -> Result<Option<Comment>> {
    let Hidden { comments: shown, answers } = Hidden::from(read, eyes.account_id, "?3")?;
    let sql = format!(
        "SELECT {COLUMNS}, {} FROM comment c WHERE c.id = ?1 AND c.thread_id IS NULL AND {VISIBLE}{shown}",
        counted(&answers)
    );
    let mut statement = read.prepare_cached(&sql)?;
    Ok(statement.query_row(params![id, eyes.sees_held, eyes.account_id], from_row).optional()?)
}

/// The threads of a film. A deleted comment stays where others have answered it.
pub fn threads(
    read: &Read,
    video_id: i64,
    eyes: Eyes,
    order: Order,
    start: u32,
    count: u32,
) -> Result<Threads> {
    let Hidden { comments: shown, answers } = Hidden::from(read, eyes.account_id, "?3")?;
    let counted = counted(&answers);
    let answered = format!(
        "EXISTS (SELECT 1 FROM comment r
         WHERE r.thread_id = c.id AND r.deleted_at IS NULL AND NOT r.is_held{answers})"
    );
    let values = params![video_id, eyes.sees_held, eyes.account_id];
    let (total_readable, first): (i64, i64) = read
        .prepare_cached(&format!(
            "SELECT count(*), count(*) FILTER (WHERE c.thread_id IS NULL) FROM comment c
             WHERE c.video_id = ?1 AND c.deleted_at IS NULL AND {VISIBLE}{shown}"
        ))?
        .query_row(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let deleted: i64 = read
        .prepare_cached(&format!(
            "SELECT count(*) FROM comment c WHERE c.video_id = ?1 AND c.thread_id IS NULL
             AND c.deleted_at IS NOT NULL AND {VISIBLE} AND {answered}"
        ))?
        .query_row(values, |row| row.get(0))?;
    let total = first + deleted;
    if total == 0 {
        return Ok(Threads::default());
    }
    let order = match order {
        Order::Newest => "c.created_at DESC, c.id DESC",
        Order::Oldest => "c.created_at, c.id",
        Order::MostReplies => "12 DESC, c.created_at DESC, c.id DESC",
    };
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS}, {counted} FROM comment c
         WHERE c.video_id = ?1 AND c.thread_id IS NULL AND {VISIBLE}{shown} AND (c.deleted_at IS NULL OR {answered})
         ORDER BY {order} LIMIT ?4 OFFSET ?5"
    ))?;
    let rows =
        statement.query_map(params![video_id, eyes.sees_held, eyes.account_id, count, start], from_row)?;
    Ok(Threads { total, total_readable, comments: rows.collect::<Result<_, _>>()? })
}

/// The answers of a thread, the oldest first, deleted ones included: what they were answered with hangs on them.
pub fn replies(read: &Read, thread_id: i64, eyes: Eyes) -> Result<Vec<Comment>> {
    let shown = Hidden::from(read, eyes.account_id, "?3")?.comments;
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS}, 0, 0 FROM comment c WHERE c.thread_id = ?1 AND {VISIBLE}{shown}
         ORDER BY c.created_at, c.id LIMIT {THREAD_LENGTH}"
    ))?;
    let rows = statement.query_map(params![thread_id, eyes.sees_held, eyes.account_id], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whose films a list of comments looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    Everything,
    /// The films of an account.
    Owner(i64),
    /// Those, and the ones in the channels of others that it keeps with them.
    Keeper(i64),
}

/// Which comments a list holds, for those who decide about them. Deleted ones are in none.
#[derive(Clone, Debug)]
pub struct Search {
    pub under: Under,
    pub video_id: Option<i64>,
    pub channel_id: Option<i64>,
    pub is_held: Option<bool>,
    /// Of this site, or of others.
    pub is_local: Option<bool>,
    /// A part of the words, of the name of whoever wrote them, of the name of the film; in small letters.
    pub words: Option<String>,
    pub author: Option<String>,
    pub film: Option<String>,
    pub is_descending: bool,
    pub start: u32,
    pub count: u32,
}

/// Comments on films that are not deleted. Those whom somebody has hidden they do not find here either.
pub fn list(read: &Read, search: &Search) -> Result<(i64, Vec<Comment>)> {
    let (films, account) = match search.under {
        Under::Everything => ("?1 IS NULL", None),
        Under::Owner(id) => ("v.channel_id IN (SELECT id FROM channel WHERE account_id = ?1)", Some(id)),
        Under::Keeper(id) => (
            "v.channel_id IN (SELECT id FROM channel WHERE account_id = ?1 UNION ALL
                 SELECT k.channel_id FROM channel_collaborator k WHERE k.account_id = ?1 AND k.state = 2)",
            Some(id),
        ),
    };
    let shown = match account {
        Some(_) => Hidden::from(read, account, "?1")?.comments,
        None => String::new(),
    };
    let listed = format!(
        "FROM comment c JOIN video v ON v.id = c.video_id LEFT JOIN account a ON a.id = c.account_id
         WHERE {films} AND v.state <> ?2 AND c.deleted_at IS NULL AND (?3 IS NULL OR c.video_id = ?3)
             AND (?4 IS NULL OR v.channel_id = ?4) AND (?5 IS NULL OR c.is_held = ?5)
             AND (?6 IS NULL OR (c.url IS NULL) = ?6)
             AND (?7 IS NULL OR instr(lower(c.text), ?7) OR instr(lower(a.name || ' ' || a.display_name), ?7)
                  OR instr(lower(v.name), ?7))
             AND (?8 IS NULL OR instr(lower(a.name || ' ' || a.display_name), ?8))
             AND (?9 IS NULL OR instr(lower(v.name), ?9)){shown}"
    );
    let values = params![
        account,
        State::Deleted as i64,
        search.video_id,
        search.channel_id,
        search.is_held,
        search.is_local,
        search.words,
        search.author,
        search.film
    ];
    let total =
        read.prepare_cached(&format!("SELECT count(*) {listed}"))?.query_row(values, |row| row.get(0))?;
    let order = if search.is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS}, 0, 0 {listed} ORDER BY c.created_at {order}, c.id {order} LIMIT ?10 OFFSET ?11"
    ))?;
    let rows = statement.query_map(
        params![
            account,
            State::Deleted as i64,
            search.video_id,
            search.channel_id,
            search.is_held,
            search.is_local,
            search.words,
            search.author,
            search.film,
            search.count,
            search.start
        ],
        from_row,
    )?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Takes back everything that an account wrote under these films.
pub fn delete_of(tx: &Tx, author_id: i64, under: Under) -> Result<()> {
    let (films, account) = match under {
        Under::Everything => ("?3 IS NULL", None),
        Under::Owner(id) => (
            "video_id IN (SELECT v.id FROM channel h JOIN video v ON v.channel_id = h.id WHERE h.account_id = ?3)",
            Some(id),
        ),
        Under::Keeper(id) => (
            "video_id IN (SELECT v.id FROM video v WHERE v.channel_id IN
                 (SELECT id FROM channel WHERE account_id = ?3 UNION ALL
                  SELECT channel_id FROM channel_collaborator WHERE account_id = ?3 AND state = 2))",
            Some(id),
        ),
    };
    tx.execute(
        &format!(
            "UPDATE comment SET text = '', is_held = 0, deleted_at = ?2, updated_at = ?2
             WHERE account_id = ?1 AND deleted_at IS NULL AND {films}"
        ),
        params![author_id, tx.now.0, account],
    )?;
    Ok(())
}

/// On whose films comments are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Everything,
    Video(i64),
    Channel(i64),
    /// The films of an account.
    Account(i64),
}

/// The newest comments that everybody may read, on public films.
pub fn latest(read: &Read, on: On, count: u32) -> Result<Vec<Comment>> {
    let (condition, id) = match on {
        On::Everything => ("?1 IS NULL", None),
        On::Video(id) => ("c.video_id = ?1", Some(id)),
        On::Channel(id) => ("c.video_id IN (SELECT id FROM video WHERE channel_id = ?1)", Some(id)),
        On::Account(id) => (
            "c.video_id IN (SELECT v.id FROM channel h JOIN video v ON v.channel_id = h.id WHERE h.account_id = ?1)",
            Some(id),
        ),
    };
    let shown = Hidden::from(read, None, "NULL")?.comments;
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS}, 0, 0 FROM comment c WHERE {condition} AND c.deleted_at IS NULL AND NOT c.is_held{shown}
             AND EXISTS (SELECT 1 FROM video v WHERE v.id = c.video_id AND v.state = ?2 AND v.privacy = ?3)
         ORDER BY c.id DESC LIMIT ?4"
    ))?;
    let values = params![id, State::Published as i64, Privacy::Public as i64, count];
    let rows = statement.query_map(values, from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Everything that can be read on the site, for statistics.
pub fn count(read: &Read) -> Result<i64> {
    let sql = "SELECT count(*) FROM comment WHERE deleted_at IS NULL AND NOT is_held";
    Ok(read.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

pub struct New<'a> {
    pub video_id: i64,
    pub account_id: i64,
    pub thread_id: Option<i64>,
    pub reply_to: Option<i64>,
    pub text: &'a str,
    pub is_held: bool,
    /// The id of a comment of another server; none for ours.
    pub url: Option<&'a str>,
}

pub fn insert(tx: &Tx, new: &New) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO comment (video_id, account_id, thread_id, reply_to, text, is_held, url, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
    )?
    .execute(params![
        new.video_id,
        new.account_id,
        new.thread_id,
        new.reply_to,
        new.text,
        new.is_held,
        new.url,
        tx.now.0
    ])?;
    Ok(tx.last_insert_rowid())
}

/// The number of a comment, and its id where it is of another server.
pub type Named = (i64, Option<String>);

/// Comments that everybody may read, the oldest first: their numbers, and the ids of those of other servers.
pub fn ids(read: &Read, video_id: i64, start: u32, count: u32) -> Result<(i64, Vec<Named>)> {
    let shown = Hidden::from(read, None, "NULL")?.comments;
    let listed = format!("comment c WHERE c.video_id = ?1 AND c.deleted_at IS NULL AND NOT c.is_held{shown}");
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {listed}"))?
        .query_row([video_id], |row| row.get(0))?;
    let mut statement =
        read.prepare_cached(&format!("SELECT c.id, c.url FROM {listed} ORDER BY c.id LIMIT ?2 OFFSET ?3"))?;
    let rows = statement.query_map(params![video_id, count, start], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Other words, as another server changed them.
pub fn set_text(tx: &Tx, id: i64, text: &str) -> Result<()> {
    tx.execute("UPDATE comment SET text = ?2, updated_at = ?3 WHERE id = ?1", params![id, text, tx.now.0])?;
    Ok(())
}

pub fn approve(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("UPDATE comment SET is_held = 0, updated_at = ?2 WHERE id = ?1", params![id, tx.now.0])?;
    Ok(())
}

pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute(
        "UPDATE comment SET text = '', is_held = 0, deleted_at = ?2, updated_at = ?2 WHERE id = ?1",
        params![id, tx.now.0],
    )?;
    Ok(())
}
