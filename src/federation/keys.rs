//! The keys that our actors sign with: RSA of 2048 bits, as everybody reads them.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use data_encoding::BASE64;

use crate::db::{self, Db, Read};
use crate::domain::actor::Own;
use crate::error::{Error, Result};

/// The key of one of ours, made when it is asked for the first time (a tenth of a second on a large machine).
pub async fn of(db: &Db, own: Own) -> Result<KeyPair> {
    if let Some(known) = db.read(move |read| db::actor_key::find(read, own)).await? {
        return parse(&known);
    }
    let made = tokio::task::spawn_blocking(|| {
        let pair = KeyPair::generate(KeySize::Rsa2048)?;
        let der: Pkcs8V1Der<'_> = pair.as_der()?;
        Ok::<_, aws_lc_rs::error::Unspecified>(der.as_ref().to_vec())
    });
    let made = made.await.map_err(|error| Error::internal("making a key").caused_by(error))?;
    let made = made.map_err(|error| Error::internal("making a key").caused_by(error))?;
    // Two at once: the first one counts.
    parse(&db.write(move |tx| db::actor_key::insert(tx, own, &made)).await?)
}

/// The public half of a key that somebody has asked for before.
pub fn known_pem(read: &Read, own: Own) -> Result<Option<String>> {
    db::actor_key::find(read, own)?.map(|known| public_pem(&parse(&known)?)).transpose()
}

fn parse(pkcs8: &[u8]) -> Result<KeyPair> {
    KeyPair::from_pkcs8(pkcs8).map_err(|error| Error::internal("reading a key").caused_by(error))
}

/// The public half as documents show it (SubjectPublicKeyInfo, PEM).
pub fn public_pem(pair: &KeyPair) -> Result<String> {
    let der: PublicKeyX509Der<'_> =
        pair.public_key().as_der().map_err(|error| Error::internal("writing a key").caused_by(error))?;
    let text = BASE64.encode(der.as_ref());
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    Ok(format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n")))
}

/// The id of an actor's key.
pub fn id(actor: &str) -> String {
    format!("{actor}#main-key")
}
