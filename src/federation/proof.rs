//! Signatures inside of activities (RsaSignature2017, as Mastodon and PeerTube make them): what somebody said can be
//! passed on by others and still be believed.
//!
//! Signed is the SHA-256 of what the signature says of itself, followed by that of the activity without it, both in
//! hexadecimal and both over the statements that `linked` makes of them. The scheme was never a standard; its source
//! is Mastodon's documentation ("Linked Data Signatures 1.0") and what a real PeerTube 6.3 sent.

use aws_lc_rs::rsa::KeyPair;
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::exchange::id_in;
use super::{linked, signature};
use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};

const TYPE: &str = "RsaSignature2017";

/// Seconds for which others may pass on what somebody has said. PeerTube tries for two days.
pub const AGE_SECONDS: i64 = 7 * 24 * 3600;

/// Bytes of a document whose signature is looked at.
const LENGTH: usize = 256 << 10;

/// The signature inside of an activity.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Whose it is said to be.
    pub creator: String,
    value: Vec<u8>,
}

fn refused(reason: impl Into<String>) -> Error {
    Error::new(Kind::Unauthorized, "error-signature").caused_by(reason.into())
}

/// The activity with a signature of this actor in it.
pub fn sign(key: &KeyPair, actor: &str, activity: &Value, now: Moment) -> Result<String> {
    let options = json!({ "type": TYPE, "creator": actor, "created": now });
    let value = signature::signed_with(key, signed(&options, activity)?.as_bytes())?;
    let mut activity = activity.clone();
    activity["signature"] = options;
    activity["signature"]["signatureValue"] = json!(value);
    Ok(activity.to_string())
}

fn signed(options: &Value, activity: &Value) -> Result<String> {
    let (mut options, mut activity) = (options.clone(), activity.clone());
    options["@context"] = json!("https://w3id.org/security/v1");
    for document in [&mut options, &mut activity] {
        let members = document.as_object_mut().ok_or_else(|| refused("it is no object"))?;
        members.remove("signature");
    }
    for passing in ["type", "id", "signatureValue"] {
        options.as_object_mut().map(|options| options.remove(passing));
    }
    let hash = |document: &Value| -> Result<String> {
        Ok(HEXLOWER.encode(&Sha256::digest(linked::canonical(document)?.as_bytes())))
    };
    Ok(hash(&options)? + &hash(&activity)?)
}

impl Proof {
    /// Reads the signature of an activity; none where it carries none. `Unauthorized` for one that is too old.
    pub fn read(activity: &Value, now: Moment) -> Result<Option<Self>> {
        let options = &activity["signature"];
        if options["type"] != TYPE {
            return Ok(None);
        }
        let creator = id_in(&options["creator"]).ok_or_else(|| refused("the proof names nobody"))?;
        let creator = creator.split('#').next().unwrap_or_default().to_owned();
        let value = BASE64.decode(options["signatureValue"].as_str().unwrap_or_default().as_bytes());
        let value = value.map_err(|error| refused(format!("the proof is not readable: {error}")))?;
        let created = options["created"].as_str().and_then(Moment::parse);
        let age = created.map(|created| now.seconds_since(created));
        match age {
            Some(age) if (-AGE_SECONDS..=AGE_SECONDS).contains(&age) => Ok(Some(Self { creator, value })),
            Some(age) => Err(refused(format!("the proof was made {age} seconds ago"))),
            None => Err(refused("the proof does not say when it was made")),
        }
    }

    /// Whether the holder of this public key (PEM) has said exactly this.
    pub fn check(&self, activity: &Value, pem: &str) -> Result<()> {
        if activity.to_string().len() > LENGTH {
            return Err(refused("it is too large for a proof"));
        }
        linked::check_names(activity)?;
        let signed = signed(&activity["signature"], activity)?;
        signature::check_sha256(pem, signed.as_bytes(), &self.value)
    }

    /// Names this signature, so that it counts once.
    pub fn digest(&self) -> Vec<u8> {
        Sha256::digest(&self.value).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rsa::KeySize;

    use super::*;
    use crate::federation::keys::public_pem;

    #[test]
    fn what_was_signed_is_believed_and_nothing_else() {
        let key = KeyPair::generate(KeySize::Rsa2048).expect("there is chance enough");
        let pem = public_pem(&key).expect("a key can be shown");
        let now = Moment::parse("2026-11-22T19:33:34Z").unwrap_or_default();
        let activity = json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": "https://a.example/likes/1", "type": "Like", "actor": "https://a.example/a", "object": "https://b.example/v",
        });
        let signed = sign(&key, "https://a.example/a", &activity, now).expect("it can be signed");
        let signed: Value = serde_json::from_str(&signed).expect("it is JSON");
        let proof = Proof::read(&signed, now).expect("it is fresh").expect("it is there");
        assert_eq!(proof.creator, "https://a.example/a");
        proof.check(&signed, &pem).expect("it is right");
        for (member, value) in [
            ("object", json!("https://b.example/w")),
            ("content", json!("x")),
            ("views", json!(1)),
            ("actor", json!("https://a.example/b")),
        ] {
            let mut other = signed.clone();
            other[member] = value;
            assert!(proof.check(&other, &pem).is_err(), "{other}");
        }
        let mut later = signed.clone();
        later["signature"]["created"] = json!("2026-11-23T19:33:34.000Z");
        assert!(proof.check(&later, &pem).is_err(), "the date is signed too");
        assert!(Proof::read(&signed, now.plus_seconds(8 * 24 * 3600)).is_err(), "it is old");
        assert!(Proof::read(&activity, now).expect("nothing is wrong").is_none());
        let other = KeyPair::generate(KeySize::Rsa2048).expect("there is chance enough");
        assert!(proof.check(&signed, &public_pem(&other).expect("a key can be shown")).is_err());
    }
}
