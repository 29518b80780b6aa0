//! Rows of accounts and of the users who sign in to them.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx, picture};
use crate::domain::account::{Person, Preferences, Role};
use crate::domain::moment::Moment;
use crate::domain::notification;
use crate::domain::picture::Picture;
use crate::domain::sensitive;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Account {
    pub id: i64,
    /// None for accounts of other servers.
    pub user_id: Option<i64>,
    /// The handle (`name@host`) for accounts of other servers.
    pub name: String,
    pub display_name: String,
    pub description: Option<String>,
    pub avatars: Vec<Picture>,
    pub created_at: Moment,
    pub updated_at: Moment,
    /// Where an account of another server is at home.
    pub home: Option<Home>,
}

/// Where an account of another server is at home.
#[derive(Clone, Debug)]
pub struct Home {
    /// Its id in the fediverse.
    pub url: String,
    /// The page about it that people open.
    pub page: String,
}

#[derive(Clone, Debug)]
pub struct User {
    pub id: i64,
    pub account: Account,
    pub username: String,
    pub email: String,
    /// When they showed that it is theirs; none where they have not.
    pub email_verified_at: Option<Moment>,
    /// What takes its place once they have shown that.
    pub pending_email: Option<String>,
    pub password_hash: String,
    pub role: Role,
    /// Bytes, -1 for no limit.
    pub quota: i64,
    pub quota_daily: i64,
    pub preferences: Preferences,
    pub created_at: Moment,
    /// Since when they are shut out, and why.
    pub blocked_at: Option<Moment>,
    pub blocked_reason: Option<String>,
    pub last_login_at: Option<Moment>,
    pub wishes: notification::Wishes,
    /// Whether a code is asked for at sign-in.
    pub has_two_factor: bool,
    /// The channels of others that they keep together with them; those that are deleted are not among them.
    pub shared_channels: Vec<i64>,
}

impl User {
    pub fn person(&self) -> Person {
        Person {
            user_id: self.id,
            account_id: self.account.id,
            username: self.username.clone(),
            display_name: self.account.display_name.clone(),
            role: self.role,
            taste: self.preferences.taste(),
            shares: self.preferences.shares,
            shared_channels: self.shared_channels.clone(),
        }
    }
}

const COLUMNS: &str = "
    a.id, u.id, a.name, a.display_name, a.description, a.created_at, a.updated_at,
    u.username, u.email, u.password_hash, u.role, u.quota, u.quota_daily, u.created_at, a.avatars,
    u.preferences, u.blocked_at, u.blocked_reason, u.last_login_at, u.notification_wishes,
    EXISTS (SELECT 1 FROM two_factor t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL),
    u.email_verified_at, u.pending_email,
    (SELECT json_group_array(k.channel_id) FROM channel_collaborator k JOIN channel c ON c.id = k.channel_id
     WHERE k.account_id = a.id AND k.state = 2 AND c.deleted_at IS NULL)";

fn account(row: &Row) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        user_id: row.get(1)?,
        name: row.get(2)?,
        display_name: row.get(3)?,
        description: row.get(4)?,
        created_at: Moment(row.get(5)?),
        updated_at: Moment(row.get(6)?),
        avatars: picture::from_row(row, 14)?,
        home: None,
    })
}

fn user(row: &Row) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(1)?,
        account: account(row)?,
        username: row.get(7)?,
        email: row.get(8)?,
        password_hash: row.get(9)?,
        // A number that nobody knows gets the least rights.
        role: Role::from_number(row.get(10)?).unwrap_or(Role::Member),
        quota: row.get(11)?,
        quota_daily: row.get(12)?,
        created_at: Moment(row.get(13)?),
        preferences: serde_json::from_str(row.get_ref(15)?.as_str()?).unwrap_or_default(),
        blocked_at: row.get::<_, Option<i64>>(16)?.map(Moment),
        blocked_reason: row.get(17)?,
        last_login_at: row.get::<_, Option<i64>>(18)?.map(Moment),
        wishes: serde_json::from_str(row.get_ref(19)?.as_str()?).unwrap_or_default(),
        has_two_factor: row.get(20)?,
        email_verified_at: row.get::<_, Option<i64>>(21)?.map(Moment),
        pending_email: row.get(22)?,
        shared_channels: serde_json::from_str(row.get_ref(23)?.as_str()?).unwrap_or_default(),
    })
}

fn find(read: &Read, condition: &str, values: impl rusqlite::Params) -> Result<Option<User>> {
    let sql = format!("SELECT {COLUMNS} FROM user u JOIN account a ON a.id = u.account_id WHERE {condition}");
    Ok(read.prepare_cached(&sql)?.query_row(values, user).optional()?)
}

pub fn by_id(read: &Read, user_id: i64) -> Result<Option<User>> {
    find(read, "u.id = ?1", [user_id])
}

/// The user of this name or e-mail address: people sign in with either.
pub fn by_login(read: &Read, login: &str) -> Result<Option<User>> {
    find(read, "u.username = ?1 OR u.email = ?1", [login])
}

/// The user of this address, or who waits for it to be theirs.
pub fn by_any_email(read: &Read, email: &str) -> Result<Option<User>> {
    find(read, "u.email = ?1 OR u.pending_email = ?1 ORDER BY u.email = ?1 DESC LIMIT 1", [email])
}

/// The account of this name in the fediverse.
pub fn by_name(read: &Read, name: &str) -> Result<Option<Account>> {
    Ok(find(read, "a.name = ?1", [name])?.map(|user| user.account))
}

/// The user of this account.
pub fn user_of(read: &Read, account_id: i64) -> Result<Option<User>> {
    find(read, "a.id = ?1", [account_id])
}

/// An account, of this site or of another server.
pub fn by_account(read: &Read, account_id: i64) -> Result<Option<Account>> {
    match find(read, "a.id = ?1", [account_id])? {
        Some(user) => Ok(Some(user.account)),
        None => elsewhere(read, "a.id = ?1", account_id),
    }
}

/// An account of another server, by its handle.
pub fn by_handle(read: &Read, handle: &str) -> Result<Option<Account>> {
    elsewhere(read, "a.name = ?1", handle)
}

/// Accounts that are known here, of this site and of others; those that the site hides are left out.
pub fn known(read: &Read, is_descending: bool, start: u32, count: u32) -> Result<(i64, Vec<Account>)> {
    let source =
        "account a WHERE a.id NOT IN (SELECT account_id FROM account_block WHERE by_account_id IS NULL)";
    let total =
        read.prepare_cached(&format!("SELECT count(*) FROM {source}"))?.query_row([], |row| row.get(0))?;
    let order = if is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT a.id FROM {source} ORDER BY a.created_at {order}, a.id {order} LIMIT ?1 OFFSET ?2"
    ))?;
    let ids = statement.query_map([count, start], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let accounts = ids.into_iter().filter_map(|id| by_account(read, id).transpose());
    Ok((total, accounts.collect::<Result<_>>()?))
}

fn elsewhere(read: &Read, condition: &str, value: impl rusqlite::ToSql) -> Result<Option<Account>> {
    let sql = format!(
        "SELECT a.id, a.name, a.display_name, a.description, a.avatars, a.created_at, a.updated_at, r.url, r.page
         FROM account a JOIN actor r ON r.id = a.actor_id WHERE {condition}"
    );
    let found = read.prepare_cached(&sql)?.query_row([value], |row| {
        Ok(Account {
            id: row.get(0)?,
            user_id: None,
            name: row.get(1)?,
            display_name: row.get(2)?,
            description: row.get(3)?,
            avatars: picture::from_row(row, 4)?,
            created_at: Moment(row.get(5)?),
            updated_at: Moment(row.get(6)?),
            home: Some(Home { url: row.get(7)?, page: row.get(8)? }),
        })
    });
    Ok(found.optional()?)
}

pub fn list(read: &Read) -> Result<Vec<User>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM user u JOIN account a ON a.id = u.account_id ORDER BY u.id LIMIT 1000"
    );
    Ok(read.prepare_cached(&sql)?.query_map([], user)?.collect::<Result<_, _>>()?)
}

/// Which people a list names, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Looked for in names and addresses.
    pub words: Option<String>,
    pub is_blocked: Option<bool>,
    pub by_name: bool,
    pub is_descending: bool,
    pub start: u32,
    pub count: u32,
}

/// Since when there is anybody here.
pub fn first_created_at(read: &Read) -> Result<Moment> {
    let sql = "SELECT coalesce(min(created_at), 0) FROM user";
    Ok(Moment(read.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

/// A page of people, and how many there are in all.
pub fn search(read: &Read, search: &Search) -> Result<(i64, Vec<User>)> {
    let condition = "
        (?1 IS NULL OR instr(lower(u.username || ' ' || u.email || ' ' || a.display_name), lower(?1)))
        AND (?2 IS NULL OR (u.blocked_at IS NOT NULL) = ?2)";
    let source = "user u JOIN account a ON a.id = u.account_id";
    let values = params![search.words, search.is_blocked];
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source} WHERE {condition}"))?
        .query_row(values, |row| row.get(0))?;
    let order = match (search.by_name, search.is_descending) {
        (true, false) => "u.username",
        (true, true) => "u.username DESC",
        (false, false) => "u.id",
        (false, true) => "u.id DESC",
    };
    let sql = format!("SELECT {COLUMNS} FROM {source} WHERE {condition} ORDER BY {order} LIMIT ?3 OFFSET ?4");
    let mut statement = read.prepare_cached(&sql)?;
    let rows =
        statement.query_map(params![search.words, search.is_blocked, search.count, search.start], user)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// The names of at most ten users that hold these letters, those that begin with them first.
pub fn names_with(read: &Read, words: &str) -> Result<Vec<String>> {
    let sql = "SELECT username FROM user WHERE instr(lower(username), lower(?1))
               ORDER BY instr(lower(username), lower(?1)), username LIMIT 10";
    Ok(read.prepare_cached(sql)?.query_map([words], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// A person to add; everything has been checked.
pub struct New<'a> {
    pub username: &'a str,
    pub display_name: &'a str,
    pub email: &'a str,
    pub password_hash: &'a str,
    pub role: Role,
    pub quota: i64,
}

pub fn insert(tx: &Tx, new: &New) -> Result<Person> {
    tx.execute(
        "INSERT INTO account (name, display_name, created_at, updated_at) VALUES (?1, ?2, ?3, ?3)",
        params![new.username, new.display_name, tx.now.0],
    )?;
    let account_id = tx.last_insert_rowid();
    tx.execute(
        "INSERT INTO user (account_id, username, email, password_hash, role, quota, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![account_id, new.username, new.email, new.password_hash, new.role as i64, new.quota, tx.now.0],
    )?;
    Ok(Person {
        user_id: tx.last_insert_rowid(),
        account_id,
        username: new.username.to_owned(),
        display_name: new.display_name.to_owned(),
        role: new.role,
        taste: (None, sensitive::Wishes::default()),
        shares: true,
        shared_channels: Vec::new(),
    })
}

/// Whether a name is somebody's, a channel's, or asked for.
pub fn is_name_taken(read: &Read, username: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM user WHERE username = ?1)
                   OR EXISTS (SELECT 1 FROM registration WHERE state = 1 AND username = ?1)
                   OR EXISTS (SELECT 1 FROM account WHERE name = ?1)
                   OR EXISTS (SELECT 1 FROM channel WHERE handle = ?1)";
    Ok(read.prepare_cached(sql)?.query_row([username], |row| row.get(0))?)
}

/// Whether an e-mail address is somebody's, or of somebody who asks for an account.
pub fn is_email_taken(read: &Read, email: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM user WHERE email = ?1)
                   OR EXISTS (SELECT 1 FROM registration WHERE state = 1 AND email = ?1)";
    Ok(read.prepare_cached(sql)?.query_row([email], |row| row.get(0))?)
}

pub fn set_password(tx: &Tx, user_id: i64, password_hash: &str) -> Result<()> {
    tx.execute(
        "UPDATE user SET password_hash = ?2, updated_at = ?3 WHERE id = ?1",
        params![user_id, password_hash, tx.now.0],
    )?;
    Ok(())
}

/// Another address, which takes the place of one that was still waited for.
pub fn set_email(tx: &Tx, user_id: i64, email: &str, verified_at: Option<Moment>) -> Result<()> {
    tx.execute(
        "UPDATE user SET email = ?2, pending_email = NULL, email_verified_at = ?3, updated_at = ?4 WHERE id = ?1",
        params![user_id, email, verified_at.map(|at| at.0), tx.now.0],
    )?;
    Ok(())
}

pub fn set_pending_email(tx: &Tx, user_id: i64, email: &str) -> Result<()> {
    tx.execute(
        "UPDATE user SET pending_email = ?2, updated_at = ?3 WHERE id = ?1",
        params![user_id, email, tx.now.0],
    )?;
    Ok(())
}

pub fn set_email_verified(tx: &Tx, user_id: i64) -> Result<()> {
    tx.execute(
        "UPDATE user SET email_verified_at = ?2, updated_at = ?2 WHERE id = ?1",
        params![user_id, tx.now.0],
    )?;
    Ok(())
}

pub fn set_role(tx: &Tx, user_id: i64, role: Role) -> Result<()> {
    tx.execute(
        "UPDATE user SET role = ?2, updated_at = ?3 WHERE id = ?1",
        params![user_id, role as i64, tx.now.0],
    )?;
    Ok(())
}

/// Bytes in all and in a day, -1 for no limit.
pub fn set_quota(tx: &Tx, user_id: i64, (quota, daily): (i64, i64)) -> Result<()> {
    tx.execute(
        "UPDATE user SET quota = ?2, quota_daily = ?3, updated_at = ?4 WHERE id = ?1",
        params![user_id, quota, daily, tx.now.0],
    )?;
    Ok(())
}

pub fn set_blocked(tx: &Tx, user_id: i64, at: Option<Moment>, reason: Option<String>) -> Result<()> {
    tx.execute(
        "UPDATE user SET blocked_at = ?2, blocked_reason = ?3, updated_at = ?4 WHERE id = ?1",
        params![user_id, at.map(|at| at.0), reason, tx.now.0],
    )?;
    Ok(())
}

pub fn set_last_login(tx: &Tx, user_id: i64) -> Result<()> {
    tx.prepare_cached("UPDATE user SET last_login_at = ?2 WHERE id = ?1")?
        .execute(params![user_id, tx.now.0])?;
    Ok(())
}

/// Those who have the keys and are not shut out.
pub fn count_administrators(read: &Read) -> Result<i64> {
    let sql = "SELECT count(*) FROM user WHERE role = ?1 AND blocked_at IS NULL";
    Ok(read.prepare_cached(sql)?.query_row([Role::Administrator as i64], |row| row.get(0))?)
}

/// The numbers of those who have the keys and are not shut out.
pub fn administrators(read: &Read) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM user WHERE role = ?1 AND blocked_at IS NULL ORDER BY id";
    let mut statement = read.prepare_cached(sql)?;
    Ok(statement.query_map([Role::Administrator as i64], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The pictures that the lists of an account were given.
pub fn list_pictures(read: &Read, account_id: i64) -> Result<Vec<String>> {
    let sql = "SELECT thumbnail FROM video_playlist WHERE account_id = ?1 AND thumbnail IS NOT NULL";
    Ok(read.prepare_cached(sql)?.query_map([account_id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Deletes a user with all that they said and kept. The row of the account stays, without a word in it, until the
/// last film is erased; `erase` removes it then.
pub fn delete(tx: &Tx, user: &User) -> Result<()> {
    let account_id = user.account.id;
    tx.execute("DELETE FROM user WHERE id = ?1", [user.id])?;
    tx.execute(
        "UPDATE comment SET text = '', deleted_at = coalesce(deleted_at, ?2), is_held = 0, account_id = NULL
         WHERE account_id = ?1",
        params![account_id, tx.now.0],
    )?;
    for table in ["rating", "video_playlist", "subscription", "watched", "channel_collaborator"] {
        tx.execute(&format!("DELETE FROM {table} WHERE account_id = ?1"), [account_id])?;
    }
    super::blocklist::forget(tx, account_id)?;
    // What they reported or said about reports, and what was reported of them: its words are theirs.
    tx.execute("DELETE FROM report WHERE reporter_id = ?1 OR flagged_id = ?1", [account_id])?;
    tx.execute("DELETE FROM report_message WHERE account_id = ?1", [account_id])?;
    tx.execute(
        "DELETE FROM channel_ownership WHERE initiator_account_id = ?1 OR next_owner_account_id = ?1",
        [account_id],
    )?;
    tx.execute(
        "UPDATE account SET display_name = '', description = NULL, avatars = '[]', deleted_at = ?2 WHERE id = ?1",
        params![account_id, tx.now.0],
    )?;
    Ok(())
}

/// Removes the rows of deleted channels and accounts that have no film any more.
pub fn erase(tx: &Tx) -> Result<()> {
    super::channel::erase(tx)?;
    tx.execute(
        "DELETE FROM account WHERE deleted_at IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM channel WHERE channel.account_id = account.id)",
        [],
    )?;
    Ok(())
}

pub fn set_profile(tx: &Tx, account_id: i64, display_name: &str, description: Option<&str>) -> Result<()> {
    tx.execute(
        "UPDATE account SET display_name = ?2, description = ?3, updated_at = ?4 WHERE id = ?1",
        params![account_id, display_name, description, tx.now.0],
    )?;
    Ok(())
}

pub fn set_preferences(tx: &Tx, user_id: i64, preferences: &Preferences) -> Result<()> {
    tx.execute(
        "UPDATE user SET preferences = ?2, updated_at = ?3 WHERE id = ?1",
        params![user_id, serde_json::to_string(preferences)?, tx.now.0],
    )?;
    Ok(())
}

/// What opens the feed of their subscriptions, if they have asked for it.
pub fn feed_token(read: &Read, user_id: i64) -> Result<Option<String>> {
    let sql = "SELECT feed_token FROM user WHERE id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([user_id], |row| row.get(0)).optional()?.flatten())
}

/// The account, if this is what opens its feed.
pub fn by_feed_token(read: &Read, account_id: i64, token: &str) -> Result<Option<Account>> {
    let user = find(read, "a.id = ?1 AND u.feed_token = ?2", params![account_id, token])?;
    Ok(user.map(|user| user.account))
}

pub fn set_feed_token(tx: &Tx, user_id: i64, token: &str) -> Result<()> {
    tx.execute("UPDATE user SET feed_token = ?2 WHERE id = ?1", params![user_id, token])?;
    Ok(())
}

pub fn count(read: &Read) -> Result<i64> {
    Ok(read.prepare_cached("SELECT count(*) FROM user")?.query_row([], |row| row.get(0))?)
}

/// Users who have signed in or sent a film since then, as far as rows still tell: whoever signed in and has signed
/// out again is not counted.
pub fn count_active(read: &Read, since: Moment) -> Result<i64> {
    let sql = "
        SELECT count(*) FROM user u
        WHERE EXISTS (SELECT 1 FROM session WHERE user_id = u.id AND created_at >= ?1)
           OR EXISTS (SELECT 1 FROM oauth_token WHERE user_id = u.id AND created_at >= ?1)
           OR EXISTS (SELECT 1 FROM video v JOIN channel c ON c.id = v.channel_id
                      WHERE c.account_id = u.account_id AND v.created_at >= ?1)";
    Ok(read.prepare_cached(sql)?.query_row([since.0], |row| row.get(0))?)
}

/// Bytes that a user's films and the uploads under way to their channels take, whoever sends them, as PeerTube
/// counts: in all, and of those the ones since `since`.
pub fn usage(read: &Read, user_id: i64, since: Moment) -> Result<(i64, i64)> {
    let sql = "
        SELECT coalesce(sum(bytes), 0), coalesce(sum(CASE WHEN created_at >= ?2 THEN bytes ELSE 0 END), 0)
        FROM (SELECT v.bytes, v.created_at FROM video v JOIN channel c ON c.id = v.channel_id
                  JOIN user u ON u.account_id = c.account_id WHERE u.id = ?1
              UNION ALL
              SELECT p.bytes, p.created_at FROM user u JOIN channel c ON c.account_id = u.account_id
                  JOIN upload p ON p.channel_id = c.id WHERE u.id = ?1 AND p.video_id IS NULL)";
    Ok(read
        .prepare_cached(sql)?
        .query_row(params![user_id, since.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
