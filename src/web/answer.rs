//! Answers: JSON, problems, pages, redirections, and the headers that every answer has.

use std::io::Write;

use bytes::Bytes;
use serde::Serialize;
use serde_json::json;
use warp::http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::error::{Error, Kind, Result};
use crate::i18n::Language;

pub type Response = warp::reply::Response;

/// A type that is compressed before it leaves, when the other side can read that.
const COMPRESSED: [&str; 8] = [
    "application/json",
    "text/html",
    "application/problem+json",
    "text/plain",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "text/vtt",
];

/// Below this many bytes, compressing costs more than it saves.
const COMPRESSED_FROM: usize = 1024;

/// From this many bytes on, such as those of a long site map, compressing would keep other answers waiting.
const PACKED_ASIDE_FROM: usize = 512 * 1024;

pub fn json(value: &impl Serialize) -> Result<Response> {
    Ok(bytes(StatusCode::OK, "application/json; charset=utf-8", serde_json::to_vec(value)?))
}

pub fn text(text: impl Into<String>) -> Response {
    bytes(StatusCode::OK, "text/plain; charset=utf-8", text.into())
}

pub fn bytes(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(body.into().into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

pub fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Bytes::new().into());
    *response.status_mut() = status;
    response
}

pub fn no_content() -> Response {
    empty(StatusCode::NO_CONTENT)
}

/// Sends the browser elsewhere with a GET.
pub fn see_other(path: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, path)
}

pub fn redirect(status: StatusCode, address: &str) -> Response {
    let mut response = empty(status);
    // What is no header value (a line end in a made-up path) leads home.
    let address = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, address);
    response
}

/// Adds a header whose value this program has made.
pub fn with_header(mut response: Response, name: header::HeaderName, value: impl AsRef<str>) -> Response {
    if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
        response.headers_mut().append(name, value);
    }
    response
}

/// An answer that may be kept for so many seconds, and that whoever has this version of it need not be sent again.
/// `make` is called for the others alone.
pub fn kept(
    request: &HeaderMap,
    version: u64,
    seconds: u32,
    make: impl FnOnce() -> Result<Response>,
) -> Result<Response> {
    // The tag is weak: the same words stay the same when they are compressed.
    let tag = format!("\"{version:x}\"");
    let known = request.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let is_known =
        known.is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let response = if is_known { empty(StatusCode::NOT_MODIFIED) } else { make()? };
    let response = with_header(response, header::CACHE_CONTROL, format!("max-age={seconds}"));
    Ok(with_header(response, header::ETAG, format!("W/{tag}")))
}

pub fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthorized => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An error as RFC 9457 (once 7807) has it, with the members that PeerTube adds.
pub fn problem(error: &Error, language: Language, path: &str) -> Response {
    let status = status_of(error.kind);
    let code = code_of(error);
    let detail = language.said(&error.said);
    let kind = code.map_or("about:blank".to_owned(), |code| {
        format!("https://docs.joinpeertube.org/api-rest-reference.html#section/Errors/{code}")
    });
    let mut value = json!({
        "type": kind,
        "title": status.canonical_reason().unwrap_or_default(),
        "detail": detail,
        "instance": path,
        "status": status.as_u16(),
        "error": detail,
    });
    if let Some(code) = code {
        value["code"] = code.into();
    }
    let mut response = bytes(status, "application/problem+json; charset=utf-8", value.to_string());
    if error.said.key == "error-two-factor-missing" {
        response.headers_mut().insert("x-peertube-otp", HeaderValue::from_static("required; app"));
    }
    if error.kind == Kind::TooMany {
        let minutes = error.said.arguments.iter().find(|(name, _)| *name == "minutes");
        let minutes: u64 = minutes.and_then(|(_, minutes)| minutes.parse().ok()).unwrap_or(1);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(minutes * 60));
    }
    if error.kind == Kind::Unavailable {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// PeerTube's code of an error, for the clients that look at it.
fn code_of(error: &Error) -> Option<&'static str> {
    Some(match error.said.key {
        "error-login" | "error-refresh-token" => "invalid_grant",
        "error-client" => "invalid_client",
        "error-token" => "invalid_token",
        "error-unauthorized" | "error-film-members" => "unauthorized_request",
        "error-quota" => "quota_reached",
        "error-registration-waits" => "account_waiting_for_approval",
        "error-blocked" => "access_denied",
        "error-film-password" => "video_requires_password",
        "error-film-password-wrong" => "incorrect_video_password",
        "error-two-factor-missing" => "missing_two_factor",
        "error-two-factor-wrong" => "invalid_two_factor",
        _ => return None,
    })
}

/// What the log should know of an error that has just been answered. The one place where it is written.
pub fn log(error: &Error, method: &str, path: &str) {
    match error.kind {
        Kind::Internal => tracing::error!(%error, method, path, "request failed"),
        Kind::DiskFull => tracing::warn!(%error, method, path, "refused: there is no room for it"),
        Kind::Unavailable => {
            tracing::warn!(%error, method, path, "whoever asked was told to come back later")
        }
        Kind::TooMany if error.said.key == "error-too-many-bodies" => {
            tracing::warn!(method, path, "one address sends too much at once: asked to wait");
        }
        Kind::TooMany if error.said.key == "error-report-many" => {
            tracing::warn!(method, path, "somebody has reported a lot today: asked to wait");
        }
        Kind::TooMany => tracing::warn!(method, path, "too many wrong passwords: asked to wait"),
        _ => tracing::debug!(%error, method, path, "request refused"),
    }
}

/// Compresses a small whole answer with gzip where the other side reads it.
pub async fn compressed(request: &HeaderMap, response: Response) -> Response {
    let accepts = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|coding| coding.trim().split(';').next() == Some("gzip")));
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_text = kind.is_some_and(|kind| COMPRESSED.iter().any(|known| kind.starts_with(known)));
    let is_whole =
        response.status() != StatusCode::PARTIAL_CONTENT && response.status() != StatusCode::NOT_MODIFIED;
    if !accepts || !is_text || !is_whole || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Pages and JSON are whole in memory already; a file of one of these types is small.
    let Ok(body) = http_body_util::BodyExt::collect(body).await.map(|body| body.to_bytes()) else {
        return empty(StatusCode::INTERNAL_SERVER_ERROR);
    };
    if body.len() < COMPRESSED_FROM {
        return Response::from_parts(parts, body.into());
    }
    let packed = if body.len() < PACKED_ASIDE_FROM {
        packed(&body)
    } else {
        let body = body.clone();
        let packing = tokio::task::spawn_blocking(move || packed(&body));
        packing.await.unwrap_or_else(|error| Err(std::io::Error::other(error)))
    };
    let Ok(packed) = packed else { return Response::from_parts(parts, body.into()) };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    // The length, the ranges and a strong tag were those of the plain bytes.
    for name in [header::CONTENT_LENGTH, header::ACCEPT_RANGES] {
        parts.headers.remove(name);
    }
    if parts.headers.get(header::ETAG).is_some_and(|tag| !tag.as_bytes().starts_with(b"W/")) {
        parts.headers.remove(header::ETAG);
    }
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Bytes::from(packed).into())
}

fn packed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), flate2::Compression::new(4));
    encoder.write_all(body)?;
    encoder.finish()
}
