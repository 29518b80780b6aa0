//! Every address of the site, in one table.

use std::sync::Arc;
use std::time::Instant;

use warp::Filter;
use warp::http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::answer::{self, Response};
use super::auth::{self, Visitor};
use super::bodies::Bodies;
use super::request::{Peer, Query, Request, body_of, segments_of};
use super::{api, feeds, media, metrics, nodeinfo, oembed, pages, sitemap};
use crate::actions::pictures::Shown;
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::Language;

/// What a handler works with.
pub struct Visit {
    pub app: Arc<App>,
    pub request: Request,
    pub visitor: Visitor,
    pub language: Language,
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
        .and(warp::body::stream())
        .then(
            move |method: Method,
                  path: warp::path::FullPath,
                  query: String,
                  headers: HeaderMap,
                  peer: Peer,
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
                pages::errors::page(&app, &headers, language, &path, &error).await
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

/// The table. An address that is not in it does not exist.
async fn table(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    let is_new = !visit.app.settings().is_set_up;
    match (method, segments) {
        // PeerTube's API
        ("GET", ["api", "v1", "ping"]) => Ok(answer::text("pong")),
        ("GET", ["api", "v1", "config"]) => api::config::show(visit).await,
        ("GET", ["api", "v1", "config", "about"]) => api::config::about(visit),
        ("GET", ["api", "v1", "server", "stats"]) => api::config::statistics(visit).await,
        ("GET", ["api", "v1", "oauth-clients", "local"]) => api::tokens::client(visit),
        ("POST", ["api", "v1", "users", "token"]) => api::tokens::issue(visit).await,
        ("POST", ["api", "v1", "users", "revoke-token"]) => api::tokens::revoke(visit).await,
        ("GET", ["api", "v1", "users"]) => api::members::list(visit).await,
        ("POST", ["api", "v1", "users"]) => api::members::add(visit).await,
        ("POST", ["api", "v1", "users", "register"]) => api::registrations::register(),
        ("GET", ["api", "v1", "users", "registrations"]) => api::registrations::list(visit).await,
        ("POST", ["api", "v1", "users", "registrations", "request"]) => api::registrations::ask(visit).await,
        ("POST", ["api", "v1", "users", "registrations", id, "accept"]) => {
            api::registrations::accept(visit, id).await
        }
        ("POST", ["api", "v1", "users", "registrations", id, "reject"]) => {
            api::registrations::reject(visit, id).await
        }
        ("DELETE", ["api", "v1", "users", "registrations", id]) => {
            api::registrations::forget(visit, id).await
        }
        ("DELETE", ["api", "v1", "users", "me"]) => api::users::delete_me(visit).await,
        ("GET", ["api", "v1", "users", "me"]) => api::users::me(visit).await,
        ("PUT", ["api", "v1", "users", "me"]) => api::users::change(visit).await,
        ("POST", ["api", "v1", "users", "me", "avatar", "pick"]) => {
            api::pictures::pick(visit, Shown::Account).await
        }
        ("DELETE", ["api", "v1", "users", "me", "avatar"]) => {
            api::pictures::remove(visit, Shown::Account).await
        }
        ("GET", ["api", "v1", "users", "scoped-tokens"]) => api::users::scoped_tokens(visit, false).await,
        ("POST", ["api", "v1", "users", "scoped-tokens"]) => api::users::scoped_tokens(visit, true).await,
        ("GET", ["api", "v1", "users", "me", "subscriptions"]) => api::subscriptions::list(visit).await,
        ("POST", ["api", "v1", "users", "me", "subscriptions"]) => api::subscriptions::add(visit).await,
        ("GET", ["api", "v1", "users", "me", "subscriptions", "exist"]) => {
            api::subscriptions::exist(visit).await
        }
        ("GET", ["api", "v1", "users", "me", "subscriptions", "videos"]) => {
            api::subscriptions::videos(visit).await
        }
        ("GET", ["api", "v1", "users", "me", "subscriptions", handle]) => {
            api::subscriptions::show(visit, handle).await
        }
        ("DELETE", ["api", "v1", "users", "me", "subscriptions", handle]) => {
            api::subscriptions::remove(visit, handle).await
        }
        ("GET", ["api", "v1", "users", "me", "notifications"]) => api::notifications::list(visit).await,
        ("POST", ["api", "v1", "users", "me", "notifications", "read"]) => {
            api::notifications::read(visit).await
        }
        ("POST", ["api", "v1", "users", "me", "notifications", "read-all"]) => {
            api::notifications::read_all(visit).await
        }
        ("PUT", ["api", "v1", "users", "me", "notification-settings"]) => {
            api::notifications::wish(visit).await
        }
        ("GET", ["api", "v1", "users", "me", "history", "videos"]) => api::history::list(visit).await,
        ("POST", ["api", "v1", "users", "me", "history", "videos", "remove"]) => {
            api::history::clear(visit).await
        }
        ("DELETE", ["api", "v1", "users", "me", "history", "videos", id]) => {
            api::history::remove(visit, id).await
        }
        ("GET", ["api", "v1", "users", "me", "videos"]) => api::users::my_videos(visit).await,
        ("GET", ["api", "v1", "users", "me", "video-quota-used"]) => api::users::quota_used(visit).await,
        ("GET", ["api", "v1", "users", id]) => api::members::show(visit, id).await,
        ("PUT", ["api", "v1", "users", id]) => api::members::change(visit, id).await,
        ("DELETE", ["api", "v1", "users", id]) => api::members::delete(visit, id).await,
        ("POST", ["api", "v1", "users", id, "block"]) => api::members::block(visit, id).await,
        ("POST", ["api", "v1", "users", id, "unblock"]) => api::members::unblock(visit, id).await,
        ("POST", ["api", "v1", "users", id, "reset-password"]) => {
            api::members::reset_password(visit, id).await
        }
        ("GET", ["api", "v1", "videos"]) => api::videos::list(visit).await,
        ("GET", ["api", "v1", "videos", "categories"]) => api::videos::categories(),
        ("GET", ["api", "v1", "videos", "licences"]) => api::videos::licences(),
        ("GET", ["api", "v1", "videos", "languages"]) => api::videos::languages(),
        ("GET", ["api", "v1", "videos", "privacies"]) => api::videos::privacies(),
        ("POST", ["api", "v1", "videos", "upload"]) => api::uploads::one_shot(visit).await,
        ("POST", ["api", "v1", "videos", "upload-resumable"]) => api::uploads::begin(visit).await,
        ("PUT", ["api", "v1", "videos", "upload-resumable"]) => api::uploads::append(visit).await,
        ("DELETE", ["api", "v1", "videos", "upload-resumable"]) => api::uploads::cancel(visit).await,
        ("GET", ["api", "v1", "videos", id]) => api::videos::show(visit, id).await,
        ("PUT", ["api", "v1", "videos", id]) => api::videos::change(visit, id).await,
        ("DELETE", ["api", "v1", "videos", id]) => api::videos::delete(visit, id).await,
        ("GET", ["api", "v1", "videos", id, "description"]) => api::videos::description(visit, id).await,
        ("POST", ["api", "v1", "videos", id, "views"]) | ("PUT", ["api", "v1", "videos", id, "watching"]) => {
            api::videos::watching(visit, id).await
        }
        ("POST", ["api", "v1", "videos", id, "token"]) => api::videos::file_token(visit, id).await,
        ("GET", ["api", "v1", "videos", id, "captions"]) => api::captions::list(visit, id).await,
        ("PUT", ["api", "v1", "videos", id, "captions", language]) => {
            api::captions::put(visit, id, language).await
        }
        ("DELETE", ["api", "v1", "videos", id, "captions", language]) => {
            api::captions::remove(visit, id, language).await
        }
        ("GET", ["api", "v1", "videos", id, "chapters"]) => api::chapters::list(visit, id).await,
        ("PUT", ["api", "v1", "videos", id, "chapters"]) => api::chapters::replace(visit, id).await,
        ("PUT", ["api", "v1", "videos", id, "rate"]) => api::ratings::rate(visit, id).await,
        ("GET", ["api", "v1", "users", "me", "videos", id, "rating"]) => api::ratings::mine(visit, id).await,
        ("GET", ["api", "v1", "videos", id, "comment-threads"]) => api::comments::threads(visit, id).await,
        ("GET", ["api", "v1", "videos", id, "comment-threads", thread]) => {
            api::comments::thread(visit, id, thread).await
        }
        ("POST", ["api", "v1", "videos", id, "comment-threads"]) => {
            api::comments::write(visit, id, None).await
        }
        ("POST", ["api", "v1", "videos", id, "comments", comment]) => {
            api::comments::write(visit, id, Some(comment)).await
        }
        ("POST", ["api", "v1", "videos", id, "comments", comment, "approve"]) => {
            api::comments::approve(visit, id, comment).await
        }
        ("DELETE", ["api", "v1", "videos", id, "comments", comment]) => {
            api::comments::delete(visit, id, comment).await
        }
        ("GET", ["api", "v1", "search", "video-channels"]) => api::channels::search(visit).await,
        ("GET", ["api", "v1", "search", "videos"]) => api::videos::search(visit).await,
        ("GET", ["api", "v1", "video-channels"]) => api::channels::list(visit).await,
        ("GET", ["api", "v1", "video-channels", handle]) => api::channels::show(visit, handle).await,
        ("POST", ["api", "v1", "video-channels"]) => api::channels::create(visit).await,
        ("PUT", ["api", "v1", "video-channels", handle]) => api::channels::change(visit, handle).await,
        ("DELETE", ["api", "v1", "video-channels", handle]) => api::channels::delete(visit, handle).await,
        ("POST", ["api", "v1", "video-channels", handle, place, "pick"]) => {
            let shown = api::pictures::of_channel(visit, handle, place)?;
            api::pictures::pick(visit, shown).await
        }
        ("DELETE", ["api", "v1", "video-channels", handle, place]) => {
            let shown = api::pictures::of_channel(visit, handle, place)?;
            api::pictures::remove(visit, shown).await
        }
        ("GET", ["api", "v1", "video-channels", handle, "videos"]) => {
            api::channels::videos(visit, handle).await
        }
        ("GET", ["api", "v1", "accounts", name]) => api::accounts::show(visit, name).await,
        ("GET", ["api", "v1", "accounts", name, "videos"]) => api::accounts::videos(visit, name).await,
        ("GET", ["api", "v1", "accounts", name, "video-channels"]) => {
            api::accounts::channels(visit, name).await
        }
        ("GET", ["api", "v1", "video-playlists"]) => api::playlists::list(visit).await,
        ("POST", ["api", "v1", "video-playlists"]) => api::playlists::create(visit).await,
        ("GET", ["api", "v1", "video-playlists", "privacies"]) => api::playlists::privacies(),
        ("GET", ["api", "v1", "video-playlists", id]) => api::playlists::show(visit, id).await,
        ("PUT", ["api", "v1", "video-playlists", id]) => api::playlists::change(visit, id).await,
        ("DELETE", ["api", "v1", "video-playlists", id]) => api::playlists::delete(visit, id).await,
        ("GET", ["api", "v1", "video-playlists", id, "videos"]) => {
            api::playlist_elements::list(visit, id).await
        }
        ("POST", ["api", "v1", "video-playlists", id, "videos"]) => {
            api::playlist_elements::add(visit, id).await
        }
        ("POST", ["api", "v1", "video-playlists", id, "videos", "reorder"]) => {
            api::playlist_elements::reorder(visit, id).await
        }
        ("PUT", ["api", "v1", "video-playlists", id, "videos", element]) => {
            api::playlist_elements::change(visit, id, element).await
        }
        ("DELETE", ["api", "v1", "video-playlists", id, "videos", element]) => {
            api::playlist_elements::remove(visit, id, element).await
        }
        ("GET", ["api", "v1", "accounts", name, "video-playlists"]) => {
            api::playlists::of_account(visit, name).await
        }
        ("GET", ["api", "v1", "video-channels", handle, "video-playlists"]) => {
            api::playlists::of_channel(visit, handle).await
        }
        ("POST", ["api", "v1", "video-channels", handle, "video-playlists", "reorder"]) => {
            api::playlists::reorder_channel(visit, handle).await
        }
        ("GET", ["api", "v1", "users", "me", "video-playlists", "videos-exist"]) => {
            api::playlist_elements::exist(visit).await
        }
        ("GET", ["api", "v1", "search", "video-playlists"]) => api::playlists::search(visit).await,

        // Bytes
        ("GET", ["static", "streaming-playlists", "hls", "private", uuid, file])
        | ("GET", ["static", "streaming-playlists", "hls", uuid, file]) => {
            media::film(visit, uuid, file).await
        }
        ("GET", ["download", "streaming-playlists", "hls", "videos", file]) => {
            media::download(visit, file).await
        }
        ("GET", ["lazy-static", kind, file]) => media::small(visit, kind, file).await,
        ("GET", ["assets", file]) => media::asset(visit, file),
        ("GET", ["favicon.ico"]) => media::asset(visit, "favicon.ico"),

        // For machines
        ("GET", ["services", "oembed"]) => oembed::show(visit).await,
        ("GET", ["metrics"]) => metrics::show(visit).await,
        ("GET", ["robots.txt"]) => Ok(answer::text(format!(
            "User-agent: *\nDisallow: /my/\nDisallow: /login\nDisallow: /setup\nSitemap: {}/sitemap.xml\n",
            visit.app.address()
        ))),
        ("GET", ["sitemap.xml"]) => sitemap::show(visit).await,
        ("GET", ["feeds", "podcast", "videos.xml"]) => feeds::podcast(visit).await,
        ("GET", ["feeds", "podcast", "chapters", file]) => feeds::podcast_chapters(visit, file).await,
        ("GET", ["feeds", file]) if file.starts_with("subscriptions.") => {
            feeds::subscriptions(visit, &file["subscriptions.".len()..]).await
        }
        ("GET", ["feeds", file]) if file.starts_with("videos.") => {
            feeds::videos(visit, &file["videos.".len()..]).await
        }
        ("GET", [".well-known", "nodeinfo"]) => nodeinfo::links(visit),
        ("GET", ["nodeinfo", "2.0.json"]) => nodeinfo::show(visit).await,
        ("GET", [".well-known", "change-password"]) => Ok(answer::redirect(StatusCode::FOUND, "/my/account")),

        // Pages that are there from the first moment on
        ("POST", ["preferences"]) => pages::preferences::change(visit).await,
        (_, ["setup", ..]) => pages::setup::answer(visit, method).await,
        (_, _) if is_new && method == "GET" => Ok(answer::see_other("/setup")),

        // Pages
        ("GET", []) => pages::home::show(visit).await,
        ("GET", ["videos", "browse" | "recently-added" | "local"]) | ("GET", ["videos"]) => {
            pages::browse::latest(visit).await
        }
        ("GET", ["videos", "trending"]) => Ok(answer::see_other("/videos/browse?sort=-trending")),
        ("GET", ["videos", "subscriptions"]) => pages::subscriptions::list(visit).await,
        ("POST", ["videos", "subscriptions", "feed"]) => pages::subscriptions::feed(visit).await,
        ("POST", ["c" | "video-channels", handle, "follow"]) => {
            pages::subscriptions::follow(visit, handle).await
        }
        ("GET", ["my", "history"]) | ("GET", ["my-library", "history", "videos"]) => {
            pages::history::list(visit).await
        }
        ("GET", ["my", "notifications"]) => pages::notifications::list(visit).await,
        ("POST", ["my", "notifications", verb]) => pages::notifications::act(visit, verb).await,
        ("POST", ["my", "history", id, "remove"]) => pages::history::remove(visit, id).await,
        ("POST", ["my", "history", verb]) => pages::history::act(visit, verb).await,
        ("GET", ["search"]) => pages::browse::search(visit).await,
        ("GET", ["w", "p", id])
        | ("GET", ["videos", "watch", "playlist", id])
        | ("GET", ["video-playlists", id]) => pages::playlist::show(visit, id).await,
        ("GET", ["video-playlists", "embed", id]) => pages::playlist::embed(visit, id).await,
        ("GET", ["c" | "video-channels", handle, "video-playlists"]) => {
            pages::playlist::of_channel(visit, handle).await
        }
        ("GET", ["a" | "accounts", name, "video-playlists"]) => {
            pages::playlist::of_account(visit, name).await
        }
        ("GET", ["my", "playlists"]) => pages::my_playlists::list(visit).await,
        ("POST", ["my", "playlists"]) => pages::my_playlists::create(visit).await,
        ("POST", ["my", "playlists", "films"]) => pages::my_playlists::add(visit).await,
        ("GET", ["my", "playlists", id, "edit"]) => pages::my_playlists::edit(visit, id).await,
        ("POST", ["my", "playlists", id, "edit"]) => pages::my_playlists::save(visit, id).await,
        ("GET", ["my", "playlists", id, "delete"]) => pages::my_playlists::ask_delete(visit, id).await,
        ("POST", ["my", "playlists", id, "delete"]) => pages::my_playlists::delete(visit, id).await,
        ("POST", ["my", "playlists", id, "films", element, verb]) => {
            pages::my_playlists::act(visit, id, element, verb).await
        }
        ("GET", ["c" | "video-channels", handle]) | ("GET", ["c" | "video-channels", handle, "videos"]) => {
            pages::channel::show(visit, handle).await
        }
        ("GET", ["a" | "accounts", name]) | ("GET", ["a" | "accounts", name, ..]) => {
            pages::channel::account(visit, name).await
        }
        ("GET", [handle]) if handle.starts_with('@') => pages::channel::either(visit, &handle[1..]).await,
        ("GET", ["w", id]) | ("GET", ["videos", "watch", id]) => pages::watch::show(visit, id).await,
        ("POST", ["w", id, "rate"]) => pages::comments::rate(visit, id).await,
        ("POST", ["w", id, "comments"]) => pages::comments::write(visit, id).await,
        ("POST", ["w", id, "comments", comment, verb]) => {
            pages::comments::act(visit, id, comment, verb).await
        }
        ("GET", ["videos", "embed", id]) => pages::watch::embed(visit, id).await,
        ("GET", ["about"]) | ("GET", ["about", ..]) => pages::about::show(visit).await,
        ("GET", ["login"]) => pages::login::show(visit).await,
        ("POST", ["login"]) => pages::login::sign_in(visit).await,
        ("POST", ["logout"]) => pages::login::sign_out(visit).await,
        ("GET", ["signup"]) => pages::join::ask(visit),
        ("POST", ["signup"]) => pages::join::send(visit).await,
        ("GET", ["join", secret]) => pages::join::open(visit, secret).await,
        ("POST", ["join", secret]) => pages::join::pass(visit, secret).await,
        ("GET", ["admin", "people"]) => pages::people::list(visit).await,
        ("POST", ["admin", "people", "invitations"]) => pages::people::invite(visit).await,
        ("POST", ["admin", "people", "invitations", id, "withdraw"]) => {
            pages::people::withdraw(visit, id).await
        }
        ("POST", ["admin", "people", "requests"]) => pages::people::take_requests(visit).await,
        ("POST", ["admin", "people", "requests", id, verb]) => pages::people::decide(visit, id, verb).await,
        ("GET", ["admin", "people", id]) => pages::person::show(visit, id).await,
        ("POST", ["admin", "people", id]) => pages::person::save(visit, id).await,
        ("POST", ["admin", "people", id, verb]) => pages::person::act(visit, id, verb).await,
        ("POST", ["my", "account", "delete"]) => pages::account::delete(visit).await,
        ("GET", ["publish"]) => pages::publish::show(visit).await,
        ("POST", ["publish"]) => pages::publish::send(visit).await,
        ("GET", ["my", "videos"]) => pages::my_videos::list(visit).await,
        ("GET", ["my", "videos", id, "state.json"]) => pages::my_videos::state(visit, id).await,
        ("GET", ["my", "videos", id, "edit"]) => pages::my_videos::edit(visit, id).await,
        ("POST", ["my", "videos", id, "edit"]) => pages::my_videos::save(visit, id).await,
        ("POST", ["my", "videos", id, "captions"]) => pages::my_videos::add_caption(visit, id).await,
        ("POST", ["my", "videos", id, "captions", language, "delete"]) => {
            pages::my_videos::remove_caption(visit, id, language).await
        }
        ("POST", ["my", "videos", id, verb]) => pages::my_videos::act(visit, id, verb).await,
        ("GET", ["my", "channels"]) => pages::my_channels::list(visit).await,
        ("POST", ["my", "channels"]) => pages::my_channels::create(visit).await,
        ("GET", ["my", "channels", "new"]) => pages::my_channels::new(visit),
        ("GET", ["my", "channels", handle, "edit"]) => pages::my_channels::edit(visit, handle).await,
        ("POST", ["my", "channels", handle, "edit"]) => pages::my_channels::save(visit, handle).await,
        ("GET", ["my", "channels", handle, "delete"]) => pages::my_channels::ask(visit, handle).await,
        ("POST", ["my", "channels", handle, "delete"]) => pages::my_channels::delete(visit, handle).await,
        ("POST", ["my", "channels", handle, "undelete"]) => pages::my_channels::undelete(visit, handle).await,
        ("GET", ["my", "account"]) => pages::account::show(visit).await,
        ("POST", ["my", "account"]) => pages::account::save(visit).await,
        ("POST", ["my", "account", "password"]) => pages::account::change_password(visit).await,
        ("GET", ["settings"]) => pages::settings::show(visit).await,
        ("POST", ["settings"]) => pages::settings::save(visit).await,
        ("GET", ["admin"]) => pages::admin::show(visit).await,
        ("POST", ["admin", "jobs", id, "retry"]) => pages::admin::retry(visit, id).await,
        _ => Err(Error::not_found("error-not-found")),
    }
}

/// Whether whoever asks reads JSON rather than pages.
fn is_for_programs(request: &Request) -> bool {
    // The path as it came: one that cannot be decoded is somebody's as well.
    match request.path.trim_start_matches('/').split(['/', '?']).next() {
        Some("api" | "static" | "lazy-static" | "download" | "services" | "metrics" | ".well-known") => true,
        Some("feeds" | "nodeinfo" | "sitemap.xml") => true,
        _ => request.path.contains("state.json"),
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
            "authorization, content-type, content-range, range, x-upload-content-length, x-upload-content-type, x-peertube-video-password",
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
            HeaderValue::from_static("location, range, content-range, accept-ranges, retry-after"),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
}
