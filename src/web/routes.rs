//! Every address of the site: what happens on the way to it, and the tables.

mod activitypub;
mod api;
mod files;
mod pages;

use std::sync::Arc;
use std::time::Instant;

use hyper::upgrade::OnUpgrade;
use warp::Filter;
use warp::http::{HeaderMap, HeaderValue, Method, header};

use super::answer::{self, Response};
use super::auth::{self, Visitor};
use super::bodies::Bodies;
use super::request::{Peer, Query, Request, body_of, segments_of};
use super::{metrics, pages as shown};
use crate::app::App;
use crate::domain::sensitive::Taste;
use crate::error::{Error, Result};
use crate::i18n::Language;

/// What a handler works with.
pub struct Visit {
    pub app: Arc<App>,
    pub request: Request,
    pub visitor: Visitor,
    pub language: Language,
}

impl Visit {
    /// What the visitor wishes to see of sensitive films, or else what the site decided.
    pub fn taste(&self) -> Taste {
        let (wished, wishes) = self.visitor.person.as_ref().map(|person| person.taste).unwrap_or_default();
        Taste { policy: wished.unwrap_or(self.app.settings().nsfw_policy), wishes }
    }
}

/// All addresses as one warp filter. It extracts the request whole; the table below does the rest.
pub fn all(
    app: Arc<App>,
    bodies: Bodies,
) -> impl Filter<Extract = (Response,), Error = warp::Rejection> + Clone {
    let query = warp::query::raw().or(warp::any().map(String::new)).unify();
    warp::method()
        .and(warp::path::full())
        .and(query)
        .and(warp::header::headers_cloned())
        .and(warp::ext::get::<Peer>())
        .and(warp::ext::optional::<OnUpgrade>())
        .and(warp::body::stream())
        .then(
            move |method: Method,
                  path: warp::path::FullPath,
                  query: String,
                  headers: HeaderMap,
                  peer: Peer,
                  upgrade: Option<OnUpgrade>,
                  body| {
                let (app, bodies) = (app.clone(), bodies.clone());
                let path = path.as_str().to_owned();
                let segments = segments_of(&path);
                let request = Request {
                    method,
                    segments: segments.clone().unwrap_or_default(),
                    query: Query::parse(&query),
                    path: if query.is_empty() { path } else { format!("{path}?{query}") },
                    headers,
                    body: body_of(body, peer.unread.clone()),
                    peer,
                    upgrade,
                    place: None,
                };
                async move { answer(app, &bodies, request, segments.is_some()).await }
            },
        )
}

async fn answer(app: Arc<App>, bodies: &Bodies, mut request: Request, is_readable: bool) -> Response {
    let started = Instant::now();
    let method = request.method.clone();
    let path = request.path.clone();
    let headers = request.headers.clone();
    let is_api = is_for_programs(&request);
    let site = Language::from_code(&app.settings().language).unwrap_or(Language::Fr);
    // Programs that say nothing of a language are answered in PeerTube's.
    let language = request.language(if is_api { Language::En } else { site });
    if let Some(address) = forwarded_address(&app, &request) {
        request.peer.address = address;
    }
    let unread = request.peer.unread.clone();
    if let Some(unread) = &unread {
        unread.set(request.is_long());
    }
    let outcome = if is_readable {
        dispatch(app.clone(), bodies, request, language).await
    } else {
        Err(Error::not_found("error-not-found"))
    };
    let response = match outcome {
        Ok(response) => response,
        Err(error) => {
            answer::log(&error, method.as_str(), &path);
            if is_api {
                answer::problem(&error, language, &path)
            } else {
                shown::errors::page(&app, &headers, language, &path, &error).await
            }
        }
    };
    let mut response = answer::compressed(&headers, response).await;
    finish(&mut response, is_api);
    if unread.is_some_and(|unread| unread.is_set()) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    metrics::observe(&method, response.status(), started.elapsed());
    response
}

async fn dispatch(
    app: Arc<App>,
    bodies: &Bodies,
    mut request: Request,
    language: Language,
) -> Result<Response> {
    if request.method == Method::OPTIONS {
        return Ok(preflight());
    }
    let visitor = Visitor::of(&app, &request).await?;
    if request.has_body() {
        request.place = Some(bodies.enter(request.peer.address, visitor.person.is_some())?);
    }
    let is_api = request.segments.first().is_some_and(|first| first == "api");
    if !request.is_read_only() && (visitor.session().is_some() || !is_api) {
        auth::check_origin(&request)?;
        // That somebody watches is told by players everywhere, and changes nothing of whoever is signed in.
        let is_view = request.segments.last().is_some_and(|last| last == "views");
        if is_api && !is_view {
            visitor.check_header(&request)?;
        }
    }
    let mut visit = Visit { app, request, visitor, language };
    let segments = visit.request.segments.clone();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let method = match visit.request.method.as_str() {
        "HEAD" => "GET".to_owned(),
        other => other.to_owned(),
    };
    table(&mut visit, &method, &segments).await
}

/// The tables. An address that is in none of them does not exist.
async fn table(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    if let ["api", "v1", rest @ ..] = segments {
        return api::route(visit, method, rest).await;
    }
    if let Some(answer) = activitypub::route(visit, method, segments).await {
        return answer;
    }
    match files::route(visit, method, segments).await {
        Some(answer) => answer,
        None => pages::route(visit, method, segments).await,
    }
}

fn missing() -> Result<Response> {
    Err(Error::not_found("error-not-found"))
}

/// Whether whoever asks reads JSON rather than pages.
fn is_for_programs(request: &Request) -> bool {
    // The path as it came: one that cannot be decoded is somebody's as well.
    match request.path.trim_start_matches('/').split(['/', '?']).next() {
        Some("api" | "static" | "lazy-static" | "download" | "services" | "metrics" | ".well-known") => true,
        Some("tracker") => true,
        Some("feeds" | "nodeinfo" | "sitemap.xml" | "inbox") => true,
        _ => {
            request.path.contains("state.json")
                || request.path.ends_with("/inbox")
                || crate::web::activitypub::documents::reads_documents(request)
        }
    }
}

/// The address that a trusted proxy says it speaks for.
fn forwarded_address(app: &App, request: &Request) -> Option<std::net::IpAddr> {
    if !app.config.proxies.contains(&request.peer.address.to_canonical()) {
        return None;
    }
    request.header("x-forwarded-for")?.rsplit(',').next()?.trim().parse().ok()
}

/// Any page may read what anybody may read; it cannot use the cookies of a visitor for it.
fn preflight() -> Response {
    let mut response = answer::no_content();
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD, PUT, PATCH, POST, DELETE"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(
            "authorization, content-type, content-range, range, x-upload-content-length, x-upload-content-type, x-peertube-video-password, x-peertube-otp",
        ),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

/// The headers that every answer has.
fn finish(response: &mut Response, is_api: bool) {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    if is_api {
        headers.insert("x-powered-by", HeaderValue::from_static("PeerTube"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(
                "location, range, content-range, accept-ranges, retry-after, x-peertube-otp",
            ),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
}
