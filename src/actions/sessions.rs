//! Being signed in: cookie sessions for pages, OAuth2 tokens for the API.
//!
//! A secret is 256 random bits, given away once and kept only as its SHA-256.

use rand::RngExt as _;
use sha2::{Digest, Sha256};

use super::members;
use crate::db::session::{Name, Order, Session};
use crate::db::{self, Db, Read};
use crate::domain::account::Person;
use crate::domain::moment::Moment;
use crate::error::{Error, Result};

/// A cookie session lasts this long after signing in.
pub const SESSION_SECONDS: i64 = 30 * 24 * 3600;

/// Whoever has shown their password has this long for the code.
pub const STEP_SECONDS: i64 = 600;

/// PeerTube's lifetimes of OAuth2 tokens, in seconds.
pub const ACCESS_SECONDS: i64 = 24 * 3600;
pub const REFRESH_SECONDS: i64 = 14 * 24 * 3600;

/// Applications that the page of sessions lists; the API lists all.
const LISTED: u32 = 200;

/// The tokens that an application gets.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

/// The identity of the one OAuth2 client, as `/api/v1/oauth-clients/local` tells everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    pub id: String,
    pub secret: String,
}

/// Starts a cookie session in a browser (its `User-Agent`) and returns its secret.
pub async fn open(db: &Db, user_id: i64, device: Option<String>) -> Result<String> {
    let secret = new_secret();
    let hash = hash(&secret);
    db.write(move |tx| {
        db::account::set_last_login(tx, user_id)?;
        db::session::insert(tx, &hash, user_id, device.as_deref(), tx.now.plus_seconds(SESSION_SECONDS))
    })
    .await?;
    Ok(secret)
}

/// The person behind a cookie session, and how many notifications they have not read.
pub async fn visitor(db: &Db, secret: &str, now: Moment) -> Result<Option<(Person, u64)>> {
    let hash = hash(secret);
    db.read(move |read| {
        let Some(user_id) = db::session::user(read, &hash, now)? else { return Ok(None) };
        let Some(user) = db::account::by_id(read, user_id)? else { return Ok(None) };
        Ok(Some((user.person(), db::notification::count_unread(read, user_id)?.max(0) as u64)))
    })
    .await
}

/// The person behind a cookie session.
pub async fn person(db: &Db, secret: &str, now: Moment) -> Result<Option<Person>> {
    let hash = hash(secret);
    db.read(move |read| {
        let Some(user_id) = db::session::user(read, &hash, now)? else { return Ok(None) };
        Ok(db::account::by_id(read, user_id)?.map(|user| user.person()))
    })
    .await
}

pub async fn close(db: &Db, secret: &str) -> Result<()> {
    let hash = hash(secret);
    db.write(move |tx| db::session::delete(tx, &hash)).await
}

/// The person behind an access token.
pub async fn person_of_token(db: &Db, access: &str, now: Moment) -> Result<Option<Person>> {
    let hash = hash(access);
    db.read(move |read| {
        let Some(user_id) = db::session::user_of_access_token(read, &hash, now)? else { return Ok(None) };
        Ok(db::account::by_id(read, user_id)?.map(|user| user.person()))
    })
    .await
}

/// Gives tokens to an application in which the person has just proved who they are.
pub async fn issue_tokens(db: &Db, user_id: i64, device: Option<String>) -> Result<Tokens> {
    let tokens = Tokens { access: new_secret(), refresh: new_secret() };
    let (access, refresh) = (hash(&tokens.access), hash(&tokens.refresh));
    db.write(move |tx| {
        db::account::set_last_login(tx, user_id)?;
        let login = db::session::Login { user_id, device, at: tx.now };
        insert_tokens(tx, &login, login.device.as_deref(), access, refresh)
    })
    .await?;
    Ok(tokens)
}

/// Exchanges a refresh token, which is of no use afterwards, for new tokens; `None` when it was not good.
pub async fn refresh_tokens(db: &Db, refresh: &str, device: Option<String>) -> Result<Option<Tokens>> {
    let old = hash(refresh);
    let tokens = Tokens { access: new_secret(), refresh: new_secret() };
    let (access, refresh) = (hash(&tokens.access), hash(&tokens.refresh));
    let user = db
        .write(move |tx| {
            let Some(login) = db::session::take_refresh_token(tx, &old)? else { return Ok(None) };
            insert_tokens(tx, &login, device.as_deref(), access, refresh)?;
            Ok(Some(login.user_id))
        })
        .await?;
    Ok(user.map(|_| tokens))
}

pub async fn revoke_token(db: &Db, access: &str) -> Result<()> {
    let hash = hash(access);
    db.write(move |tx| db::session::delete_access_token(tx, &hash)).await
}

/// Where somebody is signed in: the browsers first, then the applications.
pub async fn list(db: &Db, person: &Person, now: Moment) -> Result<Vec<Session>> {
    let user_id = person.user_id;
    db.read(move |read| {
        let mut all = db::session::browsers(read, user_id, now)?;
        all.extend(db::session::applications(read, user_id, now, (Order::Created, true), 0, LISTED)?.1);
        Ok(all)
    })
    .await
}

/// Whether this is the session of a secret.
pub fn is_of(session: &Session, secret: &str) -> bool {
    session.hash == hash(secret)
}

/// A member whose sessions the person may see and end: their own, and those of whom they manage.
pub fn overseen(read: &Read, person: &Person, user_id: i64) -> Result<()> {
    if person.user_id == user_id { Ok(()) } else { members::managed(read, person, user_id).map(drop) }
}

/// Ends one session of somebody.
pub async fn end(db: &Db, person: &Person, user_id: i64, name: Name) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        overseen(tx, &person, user_id)?;
        match db::session::end(tx, user_id, name)? {
            true => Ok(()),
            false => Err(Error::not_found("error-session-gone")),
        }
    })
    .await
}

/// Ends everything that the person is signed in with, but for the session of this secret.
pub async fn end_others(db: &Db, person: &Person, secret: &str) -> Result<()> {
    let (user_id, hash) = (person.user_id, hash(secret));
    db.write(move |tx| db::session::end_others(tx, user_id, &hash)).await
}

/// The client's identity, made at the first start.
pub async fn client(db: &Db) -> Result<Client> {
    db.write(|tx| {
        let part = |name: &str| -> Result<String> {
            if let Some(known) = db::settings::secret(tx, name)? {
                return Ok(known);
            }
            let made = new_secret()[..32].to_owned();
            db::settings::put(tx, name, &made)?;
            Ok(made)
        };
        Ok(Client { id: part("oauth-client-id")?, secret: part("oauth-client-secret")? })
    })
    .await
}

/// 256 random bits in hexadecimal.
pub fn new_secret() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    hexadecimal(&bytes)
}

/// A token for forms: tied to the session, of no use for anything else.
pub fn form_token(session_secret: &str) -> String {
    hexadecimal(&Sha256::new().chain_update(b"form:").chain_update(session_secret).finalize())
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is kept of a secret.
pub(super) fn hash(secret: &str) -> db::session::Hash {
    Sha256::digest(secret.as_bytes()).into()
}

fn insert_tokens(
    tx: &db::Tx,
    login: &db::session::Login,
    device: Option<&str>,
    access: db::session::Hash,
    refresh: db::session::Hash,
) -> Result<()> {
    db::session::insert_tokens(
        tx,
        login,
        device,
        &db::session::Tokens {
            access,
            refresh,
            access_expires_at: tx.now.plus_seconds(ACCESS_SECONDS),
            refresh_expires_at: tx.now.plus_seconds(REFRESH_SECONDS),
        },
    )
}
