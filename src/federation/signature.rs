//! Signatures of requests: draft-cavage-http-signatures-12 as the fediverse uses it, and RFC 9421.
//!
//! Ours are the first kind: `rsa-sha256` over `(request-target) host date` and, with a body, `digest`. Of others both
//! are read. Nothing here asks the network: who has read a `Presented` fetches the key of its `key_id` and checks it.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{
    self, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY as SHA256,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY as SHA512, RsaParameters, UnparsedPublicKey,
};
use data_encoding::BASE64;
use sfv::{Dictionary, FieldType, InnerList, Item, ListEntry, Parser};
use sha2::{Digest, Sha256, Sha512};

use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};

/// Seconds by which the clock of another server may be wrong (PeerTube: half an hour).
const SKEW_SECONDS: i64 = 1800;

/// A request as its signature sees it.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub method: &'a str,
    /// Path and query, as they came.
    pub target: &'a str,
    /// `http` or `https`, as people outside reach the site.
    pub scheme: &'a str,
    /// The text of a header; several of one name are joined by `, `.
    pub header: &'a dyn Fn(&str) -> Option<String>,
    pub body: &'a [u8],
}

/// A signature that has been read and covers what it must; whose it is has still to be seen.
#[derive(Clone, Debug)]
pub struct Presented {
    /// Where the key is, as it came.
    pub key_id: String,
    signed: String,
    signature: Vec<u8>,
    algorithms: Vec<Algorithm>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    Sha256,
    Sha512,
}

/// A refusal with its reason for the log.
fn refused(reason: impl Into<String>) -> Error {
    Error::new(Kind::Unauthorized, "error-signature").caused_by(reason.into())
}

impl Presented {
    /// Reads what a request carries. `Unauthorized` where it carries none, or one that covers too little, is too old
    /// or not of this body.
    pub fn read(seen: &Seen<'_>, now: Moment) -> Result<Self> {
        match (seen.header)("signature-input") {
            Some(input) => read_9421(seen, &input, now),
            None => read_cavage(seen, now),
        }
    }

    /// Names this signature: a request that carries it again is the same one.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.signature).into()
    }

    /// Whether the holder of this public key (PEM, RSA) has signed. Keys of 1024 bits are taken: PeerTube's trials and
    /// old servers have them.
    pub fn check(&self, pem: &str) -> Result<()> {
        let key = public_key(pem)?;
        let is_right = self.algorithms.iter().any(|algorithm| {
            let parameters: &'static RsaParameters = match algorithm {
                Algorithm::Sha256 => &SHA256,
                Algorithm::Sha512 => &SHA512,
            };
            UnparsedPublicKey::new(parameters, &key).verify(self.signed.as_bytes(), &self.signature).is_ok()
        });
        if is_right { Ok(()) } else { Err(refused("the key did not make this signature")) }
    }
}

/// Whether the holder of this public key (PEM, RSA) has signed these bytes (RSASSA-PKCS1-v1_5 with SHA-256).
pub fn check_sha256(pem: &str, signed: &[u8], signature: &[u8]) -> Result<()> {
    let key = UnparsedPublicKey::new(&SHA256, public_key(pem)?);
    key.verify(signed, signature).map_err(|_| refused("the key did not make this signature"))
}

/// The bytes of a key in PEM (SubjectPublicKeyInfo, or PKCS #1).
fn public_key(pem: &str) -> Result<Vec<u8>> {
    let text: String =
        pem.lines().filter(|line| !line.contains("-----")).flat_map(str::split_whitespace).collect();
    BASE64.decode(text.as_bytes()).map_err(|error| refused(format!("the key is not readable: {error}")))
}

/// What `Digest` says of a body (RFC 3230).
pub fn digest(body: &[u8]) -> String {
    format!("SHA-256={}", BASE64.encode(&Sha256::digest(body)))
}

/// The headers of a signed request: host, date, with a body digest, and the signature. `key_id` is where others find
/// the public half of `key`.
pub fn sign(
    key: &KeyPair,
    key_id: &str,
    method: &str,
    url: &url::Url,
    body: Option<&[u8]>,
    now: Moment,
) -> Result<Vec<(&'static str, String)>> {
    let host = host_of(url);
    let date = now.to_http();
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut signed =
        format!("(request-target): {} {target}\nhost: {host}\ndate: {date}", method.to_ascii_lowercase());
    let mut covered = "(request-target) host date".to_owned();
    let mut headers = vec![("host", host), ("date", date)];
    if let Some(body) = body {
        let digest = digest(body);
        signed.push_str(&format!("\ndigest: {digest}"));
        covered.push_str(" digest");
        headers.push(("digest", digest));
    }
    let signature = signed_with(key, signed.as_bytes())?;
    headers.push((
        "signature",
        format!(
            "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"{covered}\",signature=\"{signature}\""
        ),
    ));
    Ok(headers)
}

/// RSASSA-PKCS1-v1_5 with SHA-256, in base64.
pub fn signed_with(key: &KeyPair, text: &[u8]) -> Result<String> {
    let mut signature = vec![0; key.public_modulus_len()];
    let failed = |error| Error::internal("signing").caused_by(error);
    key.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).map_err(failed)?;
    Ok(BASE64.encode(&signature))
}

/// The host of an address with its port where that is not the usual one, as the header has it.
pub fn host_of(url: &url::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"))
}

// draft-cavage

fn read_cavage(seen: &Seen<'_>, now: Moment) -> Result<Presented> {
    let header = (seen.header)("signature");
    // Some put it where passwords go, or repeat the name of the scheme before it.
    let header =
        header.or_else(|| (seen.header)("authorization").filter(|text| text.starts_with("Signature ")));
    let header = header.ok_or_else(|| refused("there is no signature"))?;
    let header = header.strip_prefix("Signature ").unwrap_or(&header);
    let parameters = parameters(header)?;
    let parameter =
        |name: &str| parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let key_id = parameter("keyId").ok_or_else(|| refused("the signature names no key"))?.to_owned();
    let algorithms = match parameter("algorithm").unwrap_or("hs2019").to_ascii_lowercase().as_str() {
        "rsa-sha256" => vec![Algorithm::Sha256],
        "rsa-sha512" => vec![Algorithm::Sha512],
        // The key decides; of RSA keys the fediverse means this.
        "hs2019" => vec![Algorithm::Sha256, Algorithm::Sha512],
        other => return Err(refused(format!("the signature's algorithm is {other}"))),
    };
    let signature = BASE64.decode(parameter("signature").unwrap_or_default().as_bytes());
    let signature = signature.map_err(|error| refused(format!("the signature is not readable: {error}")))?;
    let seconds = |name: &str| -> Result<Option<Moment>> {
        let number = |value: &str| value.split('.').next().unwrap_or_default().parse::<i64>().ok();
        match parameter(name).map(number) {
            None => Ok(None),
            Some(Some(seconds)) => Ok(Some(Moment(seconds.saturating_mul(1000)))),
            Some(None) => Err(refused(format!("{name} is no number"))),
        }
    };
    let (created, expires) = (seconds("created")?, seconds("expires")?);
    let covered = parameter("headers").unwrap_or("date").to_ascii_lowercase();
    let mut lines = Vec::new();
    let mut names = Vec::new();
    for name in covered.split_whitespace() {
        let value = match name {
            "(request-target)" => Some(format!("{} {}", seen.method.to_ascii_lowercase(), seen.target)),
            "(created)" => created.map(|_| parameter("created").unwrap_or_default().to_owned()),
            "(expires)" => expires.map(|_| parameter("expires").unwrap_or_default().to_owned()),
            name => (seen.header)(name),
        };
        let value =
            value.ok_or_else(|| refused(format!("the signature covers {name}, which is not there")))?;
        lines.push(format!("{name}: {value}"));
        names.push(name);
    }
    for needed in ["(request-target)", "host"] {
        if !names.contains(&needed) {
            return Err(refused(format!("the signature does not cover {needed}")));
        }
    }
    if seen.method == "POST" {
        if !names.contains(&"digest") {
            return Err(refused("the signature does not cover digest"));
        }
        check_digest(&(seen.header)("digest").unwrap_or_default(), seen.body)?;
    }
    let dated = names.contains(&"date").then(|| (seen.header)("date")).flatten();
    let moment = match (dated, created.filter(|_| names.contains(&"(created)"))) {
        (Some(date), _) => Moment::parse_http(&date).ok_or_else(|| refused("the date is not readable"))?,
        (None, Some(created)) => created,
        (None, None) => return Err(refused("the signature covers neither date nor (created)")),
    };
    check_age(moment, expires, now)?;
    Ok(Presented { key_id, signed: lines.join("\n"), signature, algorithms })
}

/// `name="value"` or `name=123`, with commas between them.
fn parameters(header: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut rest = header.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or_else(|| refused("the signature is not readable"))?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or_else(|| refused("the signature is not readable"))?,
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        found.push((name.trim().to_owned(), value.trim().to_owned()));
        rest = after.trim_start().trim_start_matches(',').trim_start();
    }
    Ok(found)
}

fn check_digest(header: &str, body: &[u8]) -> Result<()> {
    for part in header.split(',') {
        let Some((algorithm, value)) = part.trim().split_once('=') else { continue };
        let expected = match algorithm.to_ascii_lowercase().as_str() {
            "sha-256" => BASE64.encode(&Sha256::digest(body)),
            "sha-512" => BASE64.encode(&Sha512::digest(body)),
            _ => continue,
        };
        return if value == expected { Ok(()) } else { Err(refused("the digest is of another body")) };
    }
    Err(refused("there is no digest that is known here"))
}

fn check_age(moment: Moment, expires: Option<Moment>, now: Moment) -> Result<()> {
    let age = now.seconds_since(moment);
    if age.abs() > SKEW_SECONDS {
        return Err(refused(format!("the signature was made {age} seconds ago by its own clock")));
    }
    match expires {
        Some(end) if now.seconds_since(end) > SKEW_SECONDS => Err(refused("the signature has expired")),
        _ => Ok(()),
    }
}

// RFC 9421

fn read_9421(seen: &Seen<'_>, input: &str, now: Moment) -> Result<Presented> {
    let unreadable = |error: sfv::Error| refused(format!("Signature-Input is not readable: {error}"));
    let inputs: Dictionary = Parser::new(input).parse().map_err(unreadable)?;
    let header = (seen.header)("signature").ok_or_else(|| refused("there is no signature"))?;
    let signatures: Dictionary = Parser::new(&header).parse().map_err(unreadable)?;
    // Of several the first that can be understood counts; proxies may add their own.
    let mut last = refused("there is no signature");
    for (label, entry) in &inputs {
        let (ListEntry::InnerList(list), Some(ListEntry::Item(item))) = (entry, signatures.get(label)) else {
            continue;
        };
        let Some(signature) = item.bare_item.as_byte_sequence() else { continue };
        match one_of_9421(seen, list, signature, now) {
            Ok(presented) => return Ok(presented),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn one_of_9421(seen: &Seen<'_>, list: &InnerList, signature: &[u8], now: Moment) -> Result<Presented> {
    let text = |name: &str| list.params.get(name)?.as_string().map(|text| text.as_str().to_owned());
    let number = |name: &str| {
        let seconds = list.params.get(name)?.as_integer().map(i64::from)?;
        Some(Moment(seconds.saturating_mul(1000)))
    };
    let key_id = text("keyid").ok_or_else(|| refused("the signature names no key"))?;
    let algorithms = match text("alg").as_deref() {
        None => vec![Algorithm::Sha256, Algorithm::Sha512],
        Some("rsa-v1_5-sha256") => vec![Algorithm::Sha256],
        Some("rsa-v1_5-sha512") => vec![Algorithm::Sha512],
        Some(other) => return Err(refused(format!("the signature's algorithm is {other}"))),
    };
    let created = number("created").ok_or_else(|| refused("the signature does not say when it was made"))?;
    check_age(created, number("expires"), now)?;
    let mut lines = Vec::new();
    let mut names = Vec::new();
    for item in &list.items {
        let name = component(item)?;
        lines.push(format!("\"{name}\": {}", value_of(seen, &name)?));
        if names.contains(&name) {
            return Err(refused(format!("the signature covers {name} twice")));
        }
        names.push(name);
    }
    let covers = |name: &str| names.iter().any(|known| known == name);
    let is_whole = covers("@target-uri")
        || ((covers("@authority") || covers("host")) && (covers("@path") || covers("@request-target")));
    if !covers("@method") && !covers("@request-target") || !is_whole {
        return Err(refused("the signature does not cover where the request goes"));
    }
    if seen.method == "POST" {
        if covers("content-digest") {
            check_content_digest(&(seen.header)("content-digest").unwrap_or_default(), seen.body)?;
        } else if covers("digest") {
            check_digest(&(seen.header)("digest").unwrap_or_default(), seen.body)?;
        } else {
            return Err(refused("the signature does not cover content-digest"));
        }
    }
    let parameters = vec![ListEntry::InnerList(list.clone())].serialize();
    let parameters = parameters.ok_or_else(|| refused("Signature-Input is not readable"))?;
    lines.push(format!("\"@signature-params\": {parameters}"));
    Ok(Presented { key_id, signed: lines.join("\n"), signature: signature.to_vec(), algorithms })
}

/// The name of a component. Those with parameters (of a part of a header, of the request of an answer) are not known.
fn component(item: &Item) -> Result<String> {
    match item.bare_item.as_string() {
        Some(name) if item.params.is_empty() => Ok(name.as_str().to_owned()),
        Some(name) => {
            Err(refused(format!("the signature covers {} in a way that is not known", name.as_str())))
        }
        None => Err(refused("Signature-Input is not readable")),
    }
}

fn value_of(seen: &Seen<'_>, name: &str) -> Result<String> {
    let host = || (seen.header)("host").unwrap_or_default().to_ascii_lowercase();
    let (path, query) = seen.target.split_once('?').unwrap_or((seen.target, ""));
    let value = match name {
        "@method" => seen.method.to_owned(),
        "@target-uri" => format!("{}://{}{}", seen.scheme, host(), seen.target),
        "@authority" => host(),
        "@scheme" => seen.scheme.to_owned(),
        "@request-target" => seen.target.to_owned(),
        "@path" => path.to_owned(),
        "@query" => format!("?{query}"),
        name if name.starts_with('@') => {
            return Err(refused(format!("the signature covers {name}, which is not known")));
        }
        name => (seen.header)(name)
            .ok_or_else(|| refused(format!("the signature covers {name}, which is not there")))?,
    };
    Ok(value)
}

/// RFC 9530.
fn check_content_digest(header: &str, body: &[u8]) -> Result<()> {
    let unreadable = |error: sfv::Error| refused(format!("Content-Digest is not readable: {error}"));
    let digests: Dictionary = Parser::new(header).parse().map_err(unreadable)?;
    let of = |name: &str| match digests.get(name) {
        Some(ListEntry::Item(item)) => item.bare_item.as_byte_sequence(),
        _ => None,
    };
    let is_right = match (of("sha-256"), of("sha-512")) {
        (Some(value), _) => value == Sha256::digest(body).as_slice(),
        (None, Some(value)) => value == Sha512::digest(body).as_slice(),
        (None, None) => return Err(refused("there is no digest that is known here")),
    };
    if is_right { Ok(()) } else { Err(refused("the digest is of another body")) }
}
