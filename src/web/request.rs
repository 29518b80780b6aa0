//! A request as handlers see it.

use std::collections::HashMap;
use std::future::Future;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use hyper::upgrade::OnUpgrade;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};
use warp::http::{HeaderMap, Method, header};

use super::bodies::Place;
use super::outlet::{Unread, Windows};
use crate::domain::device;
use crate::error::{Error, Kind, Result};
use crate::i18n::Language;

/// The largest body that is read into memory: forms and JSON.
const SMALL_BODY: usize = 512 * 1024;

/// So much of a body is read by hyper itself, whether anybody wants it or not.
const WITH_HEAD: u64 = 8 * 1024;

/// The largest form, without the files of a multipart one.
const FIELD: usize = 64 * 1024;

/// Without a byte for this long, whoever was sending has gone: what they held is free for their next try.
const STALL: Duration = Duration::from_secs(30);

/// Who is at the other end of a connection.
#[derive(Clone, Debug)]
pub struct Peer {
    pub address: IpAddr,
    pub is_tls: bool,
    /// Where windows on a file are opened, if this request's answer can hold any.
    pub windows: Option<Windows>,
    /// Whether the connection ends with this request, should its body not be read.
    pub unread: Option<Unread>,
}

pub struct Request {
    pub method: Method,
    /// Percent-decoded, without the slash at the start and at the end.
    pub segments: Vec<String>,
    /// As it was sent, for going back to it.
    pub path: String,
    pub query: Query,
    pub headers: HeaderMap,
    pub peer: Peer,
    /// What the connection becomes once it speaks something else than HTTP.
    pub upgrade: Option<OnUpgrade>,
    pub body: Body,
    /// What the body holds until it has come whole.
    pub place: Option<Place>,
}

/// The bytes of a body, as they come.
pub type Body = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send + Sync>>;

/// The parameters behind the question mark, in their order.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(raw: &str) -> Self {
        let pairs = url::form_urlencoded::parse(raw.as_bytes()).take(100);
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter that may be there several times: `ids`, `ids[]` or `ids[0]`.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.0.iter().filter(|(known, _)| is_one_of(known, name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The same parameters at another place of a playlist; where to start belonged to this one.
    pub fn at_place(&self, position: i64) -> String {
        let is_kept = |name: &str| !matches!(name, "playlistPosition" | "start" | "stop" | "autoplay");
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.0.iter().filter(|(name, _)| is_kept(name)))
            .append_pair("playlistPosition", &position.to_string())
            .finish()
    }

    /// A number within its bounds; the error names the parameter, as PeerTube does.
    pub fn number(&self, name: &'static str, default: u32, maximum: u32) -> Result<u32> {
        let Some(text) = self.get(name).filter(|text| !text.is_empty()) else { return Ok(default) };
        let number = text.parse::<u32>().ok().filter(|&number| number <= maximum);
        number.ok_or_else(|| Error::invalid("error-parameter").with("name", name).with("maximum", maximum))
    }
}

/// What a browser keeps under this name.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

impl Request {
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The browser or the application, as it calls itself.
    pub fn device(&self) -> Option<String> {
        device::kept(self.header(header::USER_AGENT)?)
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookie(&self.headers, name)
    }

    /// The reader's language: their own choice, their browser's, the site's.
    pub fn language(&self, of_the_site: Language) -> Language {
        Language::negotiate(self.cookie("language"), self.header(header::ACCEPT_LANGUAGE), of_the_site)
    }

    pub fn is_read_only(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    pub fn content_length(&self) -> Option<u64> {
        self.header(header::CONTENT_LENGTH)?.parse().ok()
    }

    /// Whether something follows the head (RFC 9112 section 6.3).
    pub fn has_body(&self) -> bool {
        self.content_length()
            .map_or(self.headers.contains_key(header::TRANSFER_ENCODING), |length| length > 0)
    }

    /// Whether there is more of the body than what comes along with the head.
    pub fn is_long(&self) -> bool {
        self.has_body() && self.content_length().is_none_or(|length| length > WITH_HEAD)
    }

    /// The whole body, where it is small.
    pub async fn bytes(&mut self, limit: usize) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(chunk) = self.body.next().await {
            let chunk = chunk.map_err(broken)?;
            if all.len() + chunk.len() > limit {
                return Err(Error::new(Kind::TooLarge, "error-field-too-long").with("limit", limit));
            }
            all.extend_from_slice(&chunk);
        }
        self.place = None;
        Ok(all)
    }

    /// The body as JSON. An empty body is an empty object.
    pub async fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        let bytes = self.bytes(SMALL_BODY).await?;
        let bytes = if bytes.is_empty() { b"{}".to_vec() } else { bytes };
        serde_json::from_slice(&bytes).map_err(|error| Error::invalid("error-json").caused_by(error))
    }

    /// The fields of a form, url-encoded or multipart; files are not taken.
    pub async fn form(&mut self) -> Result<Form> {
        let kind = self.header(header::CONTENT_TYPE).unwrap_or_default().to_owned();
        if kind.starts_with("multipart/form-data") {
            let mut multipart = self.multipart()?;
            let mut form = Form::default();
            while let Some(field) = multipart.next_field().await.map_err(broken_form)? {
                if field.file_name().is_none() {
                    form.add(field).await?;
                }
            }
            return Ok(form);
        }
        let bytes = self.bytes(SMALL_BODY).await?;
        let is_plain = kind.starts_with("application/x-www-form-urlencoded");
        // Some clients send JSON and call it text.
        if kind.starts_with("application/json") || (!is_plain && bytes.starts_with(b"{")) {
            return Form::from_json(&bytes);
        }
        let pairs = url::form_urlencoded::parse(&bytes).take(1000);
        Ok(Form(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()))
    }

    /// The parts of a multipart body, in their order, for those who stream a file.
    pub fn multipart(&mut self) -> Result<multer::Multipart<'static>> {
        let kind = self.header(header::CONTENT_TYPE).unwrap_or_default();
        let boundary =
            multer::parse_boundary(kind).map_err(|error| Error::invalid("error-form").caused_by(error))?;
        let body = std::mem::replace(&mut self.body, Box::pin(futures_util::stream::empty()));
        // The form reads, and what it leaves when it is refused can still be drained here.
        let shared = Arc::new(Mutex::new(body));
        let mine = shared.clone();
        self.body = Box::pin(futures_util::stream::poll_fn(move |context| poll_shared(&mine, context)));
        let theirs = futures_util::stream::poll_fn(move |context| poll_shared(&shared, context));
        Ok(multer::Multipart::new(theirs, boundary))
    }

    /// Drops what is left of the body, up to a bound, so that a refusal can be read by whoever is still sending.
    pub async fn drain(&mut self, limit: u64) {
        let mut seen = 0;
        while let Some(Ok(chunk)) = self.body.next().await {
            seen += chunk.len() as u64;
            if seen > limit {
                return;
            }
        }
    }
}

fn poll_shared(body: &Mutex<Body>, context: &mut Context<'_>) -> Poll<Option<std::io::Result<Bytes>>> {
    body.lock().unwrap_or_else(PoisonError::into_inner).as_mut().poll_next(context)
}

/// The fields of a form.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// These fields.
    #[cfg(test)]
    pub fn of(fields: &[(&str, &str)]) -> Self {
        Self(fields.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A field that is there and not empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|value| !value.is_empty())
    }

    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// One field by itself.
    pub fn only(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(known, _)| known == name).cloned().collect())
    }

    pub fn is_checked(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !matches!(value, "" | "0" | "false"))
    }

    /// Every value of a field that may be there several times: `tags`, `tags[]` or `tags[0]`.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| is_one_of(known, name)).map(|(_, value)| value.clone()).collect()
    }

    /// Reads the text of a field, within its bound.
    pub async fn add(&mut self, mut field: multer::Field<'_>) -> Result<()> {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken_form)? {
            if bytes.len() + chunk.len() > FIELD || self.0.len() >= 200 {
                return Err(Error::new(Kind::TooLarge, "error-field-too-long").with("limit", FIELD));
            }
            bytes.extend_from_slice(&chunk);
        }
        self.0.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        Ok(())
    }

    fn from_json(bytes: &[u8]) -> Result<Self> {
        let object: HashMap<String, serde_json::Value> =
            serde_json::from_slice(if bytes.is_empty() { b"{}" } else { bytes })
                .map_err(|error| Error::invalid("error-json").caused_by(error))?;
        let mut form = Self::default();
        for (name, value) in object {
            match value {
                // Nothing is said, but for what can be withdrawn: that is asked for as a list.
                serde_json::Value::Null => form.0.push((format!("{name}[]"), "null".to_owned())),
                serde_json::Value::Object(members) if !members.is_empty() => {
                    let members = members.into_iter();
                    form.0.extend(members.map(|(member, value)| (format!("{name}[{member}]"), plain(value))));
                }
                serde_json::Value::Array(values) => {
                    form.0.extend(values.into_iter().map(|value| (name.clone(), plain(value))));
                }
                value => form.0.push((name, plain(value))),
            }
        }
        Ok(form)
    }
}

/// Whether `known` is `name`, alone or with brackets.
fn is_one_of(known: &str, name: &str) -> bool {
    known.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}

/// A value as a form would have it.
pub fn plain(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// The connection ended, or what came was no HTTP.
pub fn broken(error: std::io::Error) -> Error {
    Error::invalid("error-connection").caused_by(error)
}

pub fn broken_form(error: multer::Error) -> Error {
    Error::invalid("error-form").caused_by(error)
}

/// A body of warp as a stream of bytes.
///
/// `unread` says until its end that the other side may still be sending.
pub fn body_of<B: Buf>(
    stream: impl Stream<Item = Result<B, warp::Error>> + Send + Sync + 'static,
    unread: Option<Unread>,
) -> Body {
    let mut stream = Box::pin(stream);
    let mut stalled_at = Box::pin(sleep(STALL));
    Box::pin(futures_util::stream::poll_fn(move |context| {
        let Poll::Ready(chunk) = stream.as_mut().poll_next(context) else {
            return stalled_at.as_mut().poll(context).map(|()| Some(Err(ErrorKind::TimedOut.into())));
        };
        stalled_at.as_mut().reset(Instant::now() + STALL);
        if let (None, Some(unread)) = (&chunk, &unread) {
            unread.set(false);
        }
        Poll::Ready(chunk.map(|chunk| match chunk {
            Ok(mut chunk) => Ok(chunk.copy_to_bytes(chunk.remaining())),
            Err(error) => Err(std::io::Error::other(error)),
        }))
    }))
}

/// Splits and decodes a path; `None` when it is not UTF-8 or holds what no name of ours does.
pub fn segments_of(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.split('/')
        .map(|segment| {
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().ok()?;
            (!decoded.contains(['\0', '/', '\\'])).then(|| decoded.into_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_and_tricks_are_not() {
        assert_eq!(segments_of("/").expect("it can be decoded"), Vec::<String>::new());
        assert_eq!(segments_of("/api/v1/videos/").expect("it can be decoded"), ["api", "v1", "videos"]);
        assert_eq!(segments_of("/c/%C3%A9t%C3%A9").expect("it can be decoded"), ["c", "été"]);
        for path in ["", "x", "/a%2fb", "/a%00", "/%ff", "/a\\b"] {
            assert_eq!(segments_of(path), None, "{path}");
        }
    }
}
