//! Being signed in: cookie sessions for pages, OAuth2 tokens for the API.
//!
//! A secret is 256 random bits, given away once and kept only as its SHA-256.

use rand::RngExt as _;
use sha2::{Digest, Sha256};

use crate::db::{self, Db};
use crate::domain::account::Person;
use crate::domain::moment::Moment;
use crate::error::Result;

/// A cookie session lasts this long after signing in.
pub const SESSION_SECONDS: i64 = 30 * 24 * 3600;

/// PeerTube's lifetimes of OAuth2 tokens, in seconds.
pub const ACCESS_SECONDS: i64 = 24 * 3600;
pub const REFRESH_SECONDS: i64 = 14 * 24 * 3600;

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

/// Starts a cookie session and returns its secret.
pub async fn open(db: &Db, user_id: i64) -> Result<String> {
    let secret = new_secret();
    let hash = hash(&secret);
    db.write(move |tx| {
        db::account::set_last_login(tx, user_id)?;
        db::session::insert(tx, &hash, user_id, tx.now.plus_seconds(SESSION_SECONDS))
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
pub async fn issue_tokens(db: &Db, user_id: i64) -> Result<Tokens> {
    let tokens = Tokens { access: new_secret(), refresh: new_secret() };
    let (access, refresh) = (hash(&tokens.access), hash(&tokens.refresh));
    db.write(move |tx| {
        db::account::set_last_login(tx, user_id)?;
        insert_tokens(tx, user_id, access, refresh)
    })
    .await?;
    Ok(tokens)
}

/// Exchanges a refresh token, which is of no use afterwards, for new tokens; `None` when it was not good.
pub async fn refresh_tokens(db: &Db, refresh: &str) -> Result<Option<Tokens>> {
    let old = hash(refresh);
    let tokens = Tokens { access: new_secret(), refresh: new_secret() };
    let (access, refresh) = (hash(&tokens.access), hash(&tokens.refresh));
    let user = db
        .write(move |tx| {
            let Some(user_id) = db::session::take_refresh_token(tx, &old)? else { return Ok(None) };
            insert_tokens(tx, user_id, access, refresh)?;
            Ok(Some(user_id))
        })
        .await?;
    Ok(user.map(|_| tokens))
}

pub async fn revoke_token(db: &Db, access: &str) -> Result<()> {
    let hash = hash(access);
    db.write(move |tx| db::session::delete_access_token(tx, &hash)).await
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
    user_id: i64,
    access: db::session::Hash,
    refresh: db::session::Hash,
) -> Result<()> {
    db::session::insert_tokens(
        tx,
        user_id,
        &db::session::Tokens {
            access,
            refresh,
            access_expires_at: tx.now.plus_seconds(ACCESS_SECONDS),
            refresh_expires_at: tx.now.plus_seconds(REFRESH_SECONDS),
        },
    )
}
