//! PeerTube's API: what stands under `/api/v1`.

use crate::actions::blocklist::Whom;
use crate::actions::pictures::Shown;
use crate::error::Result;
use crate::federation::followers::Decision;
use crate::web::answer::{self, Response};
use crate::web::api::{
    abuses, accounts, addresses, blocklist, captions, channel_followers, channels, chapters, collaborators,
    comments, config, contact, followers, following, history, jobs, members, notifications, overviews,
    ownership, pictures, player_settings, playlist_elements, playlists, ratings, registrations, servers,
    sessions, sources, storyboards, subscriptions, tokens, two_factor, uploads, users, video_blocks,
    video_passwords, videos,
};
use crate::web::openapi;

use super::{Visit, missing};

/// `segments` are those behind `/api/v1`.
pub async fn route(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match segments {
        ["users", "me", rest @ ..] => of_the_person(visit, method, rest).await,
        ["users", rest @ ..] => of_users(visit, method, rest).await,
        ["videos", rest @ ..] => of_videos(visit, method, rest).await,
        ["video-channels", rest @ ..] => of_channels(visit, method, rest).await,
        ["accounts", rest @ ..] => of_accounts(visit, method, rest).await,
        ["video-playlists", rest @ ..] => of_playlists(visit, method, rest).await,
        ["abuses", rest @ ..] => of_abuses(visit, method, rest).await,
        ["player-settings", rest @ ..] => of_player_settings(visit, method, rest).await,
        _ => of_the_site(visit, method, segments).await,
    }
}

/// The site, signing in, searching.
async fn of_the_site(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("GET", ["ping"]) => Ok(answer::text("pong")),
        ("GET", ["openapi.json"]) => openapi::show(visit),
        ("GET", ["config"]) => config::show(visit).await,
        ("GET", ["config", "about"]) => config::about(visit),
        ("GET", ["server", "stats"]) => config::statistics(visit).await,
        ("POST", ["server", "contact"]) => contact::send(visit).await,
        ("GET", ["blocklist", "status"]) => blocklist::status(visit).await,
        ("GET", ["server", "following"]) => following::list(visit).await,
        ("POST", ["server", "following"]) => following::add(visit).await,
        ("DELETE", ["server", "following", name]) => following::remove(visit, name).await,
        ("GET", ["server", "blocklist", "accounts"]) => blocklist::list(visit, Whom::Everybody).await,
        ("POST", ["server", "blocklist", "accounts"]) => blocklist::add(visit, Whom::Everybody).await,
        ("DELETE", ["server", "blocklist", "accounts", name]) => {
            blocklist::remove(visit, Whom::Everybody, name).await
        }
        ("POST", ["bulk", "remove-comments-of"]) => comments::remove_of(visit).await,
        ("GET", ["jobs"]) => jobs::list(visit, None).await,
        ("GET", ["jobs", state]) => jobs::list(visit, Some(state)).await,
        ("GET", ["server", "blocklist", "servers"]) => servers::list(visit, Whom::Everybody).await,
        ("POST", ["server", "blocklist", "servers"]) => servers::add(visit, Whom::Everybody).await,
        ("DELETE", ["server", "blocklist", "servers", host]) => {
            servers::remove(visit, Whom::Everybody, host).await
        }
        ("GET", ["server", "followers"]) => followers::list(visit).await,
        ("POST", ["server", "followers", handle, "accept"]) => {
            followers::answer(visit, handle, Decision::Accept).await
        }
        ("POST", ["server", "followers", handle, "reject"]) => {
            followers::answer(visit, handle, Decision::Reject(None)).await
        }
        ("DELETE", ["server", "followers", handle]) => {
            followers::answer(visit, handle, Decision::Remove).await
        }
        ("GET", ["oauth-clients", "local"]) => tokens::client(visit),
        ("GET", ["overviews", "videos"]) => overviews::videos(visit).await,
        ("GET", ["search", "video-channels"]) => channels::search(visit).await,
        ("GET", ["search", "videos"]) => videos::search(visit).await,
        ("GET", ["search", "video-playlists"]) => playlists::search(visit).await,
        _ => missing(),
    }
}

/// Behind `users`: tokens, members, requests for an account.
async fn of_users(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("POST", ["token"]) => tokens::issue(visit).await,
        ("POST", ["revoke-token"]) => tokens::revoke(visit).await,
        ("GET", []) => members::list(visit).await,
        ("POST", []) => members::add(visit).await,
        ("POST", ["register"]) => registrations::register(),
        ("GET", ["registrations"]) => registrations::list(visit).await,
        ("POST", ["registrations", "request"]) => registrations::ask(visit).await,
        ("POST", ["registrations", id, "accept"]) => registrations::accept(visit, id).await,
        ("POST", ["registrations", id, "reject"]) => registrations::reject(visit, id).await,
        ("DELETE", ["registrations", id]) => registrations::forget(visit, id).await,
        ("POST", ["ask-send-verify-email"]) => addresses::ask_again(visit).await,
        ("POST", ["registrations", "ask-send-verify-email"]) => {
            addresses::ask_registration_again(visit).await
        }
        ("POST", ["registrations", id, "verify-email"]) => addresses::prove_registration(visit, id).await,
        ("POST", [id, "verify-email"]) => addresses::prove(visit, id).await,
        ("POST", ["ask-reset-password"]) => users::ask_reset_password(visit).await,
        ("GET", ["autocomplete"]) => users::autocomplete(visit).await,
        ("GET", ["scoped-tokens"]) => users::scoped_tokens(visit, false).await,
        ("POST", ["scoped-tokens"]) => users::scoped_tokens(visit, true).await,
        ("GET", [id]) => members::show(visit, id).await,
        ("PUT", [id]) => members::change(visit, id).await,
        ("DELETE", [id]) => members::delete(visit, id).await,
        ("POST", [id, "block"]) => members::block(visit, id).await,
        ("POST", [id, "unblock"]) => members::unblock(visit, id).await,
        ("POST", [id, "reset-password"]) => members::reset_password(visit, id).await,
        ("GET", [id, "token-sessions"]) => sessions::list(visit, id).await,
        ("POST", [id, "token-sessions", session, "revoke"]) => sessions::revoke(visit, id, session).await,
        ("POST", [id, "two-factor", "request"]) => two_factor::request(visit, id).await,
        ("POST", [id, "two-factor", "confirm-request"]) => two_factor::confirm(visit, id).await,
        ("POST", [id, "two-factor", "disable"]) => two_factor::disable(visit, id).await,
        _ => missing(),
    }
}

/// Behind `users/me`.
async fn of_the_person(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("DELETE", []) => users::delete_me(visit).await,
        ("GET", []) => users::me(visit).await,
        ("PUT", []) => users::change(visit).await,
        ("POST", ["avatar", "pick"]) => pictures::pick(visit, Shown::Account).await,
        ("DELETE", ["avatar"]) => pictures::remove(visit, Shown::Account).await,
        ("GET", ["subscriptions"]) => subscriptions::list(visit).await,
        ("POST", ["subscriptions"]) => subscriptions::add(visit).await,
        ("GET", ["subscriptions", "exist"]) => subscriptions::exist(visit).await,
        ("GET", ["subscriptions", "videos"]) => subscriptions::videos(visit).await,
        ("GET", ["subscriptions", handle]) => subscriptions::show(visit, handle).await,
        ("DELETE", ["subscriptions", handle]) => subscriptions::remove(visit, handle).await,
        ("GET", ["notifications"]) => notifications::list(visit).await,
        ("POST", ["notifications", "read"]) => notifications::read(visit).await,
        ("POST", ["notifications", "read-all"]) => notifications::read_all(visit).await,
        ("PUT", ["notification-settings"]) => notifications::wish(visit).await,
        ("GET", ["abuses"]) => abuses::mine(visit).await,
        ("GET", ["blocklist", "accounts"]) => blocklist::list(visit, Whom::Oneself).await,
        ("POST", ["blocklist", "accounts"]) => blocklist::add(visit, Whom::Oneself).await,
        ("DELETE", ["blocklist", "accounts", name]) => blocklist::remove(visit, Whom::Oneself, name).await,
        ("GET", ["blocklist", "servers"]) => servers::list(visit, Whom::Oneself).await,
        ("POST", ["blocklist", "servers"]) => servers::add(visit, Whom::Oneself).await,
        ("DELETE", ["blocklist", "servers", host]) => servers::remove(visit, Whom::Oneself, host).await,
        ("GET", ["history", "videos"]) => history::list(visit).await,
        ("POST", ["history", "videos", "remove"]) => history::clear(visit).await,
        ("DELETE", ["history", "videos", id]) => history::remove(visit, id).await,
        ("GET", ["videos"]) => users::my_videos(visit).await,
        ("GET", ["videos", "comments"]) => comments::on_my_films(visit).await,
        ("GET", ["video-quota-used"]) => users::quota_used(visit).await,
        ("GET", ["videos", id, "rating"]) => ratings::mine(visit, id).await,
        ("GET", ["video-playlists", "videos-exist"]) => playlist_elements::exist(visit).await,
        _ => missing(),
    }
}

/// Behind `videos`.
async fn of_videos(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("GET", []) => videos::list(visit).await,
        ("GET", ["categories"]) => videos::categories(),
        ("GET", ["licences"]) => videos::licences(),
        ("GET", ["languages"]) => videos::languages(),
        ("GET", ["privacies"]) => videos::privacies(),
        ("GET", ["ownership"]) => ownership::films(visit).await,
        ("POST", ["ownership", id, "accept"]) => ownership::accept_film(visit, id).await,
        ("POST", ["ownership", id, "refuse"]) => ownership::refuse_film(visit, id).await,
        ("DELETE", ["ownership", id]) => ownership::withdraw_film(visit, id).await,
        ("GET", ["comments"]) => comments::list(visit).await,
        ("GET", ["blacklist"]) => video_blocks::list(visit).await,
        ("POST", ["upload"]) => uploads::one_shot(visit).await,
        ("POST", ["upload-resumable"]) => uploads::begin(visit).await,
        ("PUT", ["upload-resumable"]) => uploads::append(visit).await,
        ("DELETE", ["upload-resumable"]) => uploads::cancel(visit).await,
        ("GET", [id]) => videos::show(visit, id).await,
        ("PUT", [id]) => videos::change(visit, id).await,
        ("DELETE", [id]) => videos::delete(visit, id).await,
        ("GET", [id, "source"]) => sources::show(visit, id).await,
        ("GET", [id, "metadata", file]) => sources::metadata(visit, id, file).await,
        ("POST", [id, "transcoding"]) => sources::prepare(visit, id).await,
        ("GET", [id, "description"]) => videos::description(visit, id).await,
        ("POST", [id, "views"]) | ("PUT", [id, "watching"]) => videos::watching(visit, id).await,
        ("POST", [id, "token"]) => videos::file_token(visit, id).await,
        ("GET", [id, "passwords"]) => video_passwords::list(visit, id).await,
        ("POST", [id, "passwords"]) => video_passwords::add(visit, id).await,
        ("PUT", [id, "passwords"]) => video_passwords::replace(visit, id).await,
        ("DELETE", [id, "passwords", password]) => video_passwords::remove(visit, id, password).await,
        ("POST", [id, "give-ownership"]) => ownership::give_film(visit, id).await,
        ("GET", [id, "ownership"]) => ownership::of_film(visit, id).await,
        ("POST", [id, "blacklist"]) => video_blocks::add(visit, id).await,
        ("PUT", [id, "blacklist"]) => video_blocks::change(visit, id).await,
        ("DELETE", [id, "blacklist"]) => video_blocks::remove(visit, id).await,
        ("GET", [id, "captions"]) => captions::list(visit, id).await,
        ("PUT", [id, "captions", language]) => captions::put(visit, id, language).await,
        ("DELETE", [id, "captions", language]) => captions::remove(visit, id, language).await,
        ("GET", [id, "chapters"]) => chapters::list(visit, id).await,
        ("PUT", [id, "chapters"]) => chapters::replace(visit, id).await,
        ("GET", [id, "storyboards"]) => storyboards::list(visit, id).await,
        ("PUT", [id, "rate"]) => ratings::rate(visit, id).await,
        ("GET", [id, "comment-threads"]) => comments::threads(visit, id).await,
        ("GET", [id, "comment-threads", thread]) => comments::thread(visit, id, thread).await,
        ("POST", [id, "comment-threads"]) => comments::write(visit, id, None).await,
        ("POST", [id, "comments", comment]) => comments::write(visit, id, Some(comment)).await,
        ("GET", [id, "comments", comment, "replies"]) => comments::replies(visit, id, comment).await,
        ("POST", [id, "comments", comment, "approve"]) => comments::approve(visit, id, comment).await,
        ("DELETE", [id, "comments", comment]) => comments::delete(visit, id, comment).await,
        _ => missing(),
    }
}

/// Behind `video-channels`.
async fn of_channels(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("GET", []) => channels::list(visit).await,
        ("GET", ["ownership"]) => ownership::list(visit).await,
        ("POST", ["ownership", id, "accept"]) => ownership::accept(visit, id).await,
        ("POST", ["ownership", id, "refuse"]) => ownership::refuse(visit, id).await,
        ("DELETE", ["ownership", id]) => ownership::withdraw(visit, id).await,
        ("POST", [handle, "give-ownership"]) => ownership::give(visit, handle).await,
        ("GET", [handle, "ownership"]) => ownership::of_channel(visit, handle).await,
        ("GET", [handle, "collaborators"]) => collaborators::list(visit, handle).await,
        ("POST", [handle, "collaborators", "invite"]) => collaborators::invite(visit, handle).await,
        ("POST", [handle, "collaborators", id, "accept"]) => {
            collaborators::answer(visit, handle, id, true).await
        }
        ("POST", [handle, "collaborators", id, "reject"]) => {
            collaborators::answer(visit, handle, id, false).await
        }
        ("DELETE", [handle, "collaborators", id]) => collaborators::remove(visit, handle, id).await,
        ("GET", [handle, "followers"]) => channel_followers::of_channel(visit, handle).await,
        ("GET", [handle, "activities"]) => collaborators::activities(visit, handle).await,
        ("GET", [handle]) => channels::show(visit, handle).await,
        ("POST", []) => channels::create(visit).await,
        ("PUT", [handle]) => channels::change(visit, handle).await,
        ("DELETE", [handle]) => channels::delete(visit, handle).await,
        ("POST", [handle, place, "pick"]) => {
            let shown = pictures::of_channel(visit, handle, place)?;
            pictures::pick(visit, shown).await
        }
        ("DELETE", [handle, place]) => {
            let shown = pictures::of_channel(visit, handle, place)?;
            pictures::remove(visit, shown).await
        }
        ("GET", [handle, "videos"]) => channels::videos(visit, handle).await,
        ("GET", [handle, "video-playlists"]) => playlists::of_channel(visit, handle).await,
        ("POST", [handle, "video-playlists", "reorder"]) => playlists::reorder_channel(visit, handle).await,
        _ => missing(),
    }
}

/// Behind `accounts`.
async fn of_accounts(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("GET", []) => accounts::list(visit).await,
        ("GET", [name]) => accounts::show(visit, name).await,
        ("GET", [name, "ratings"]) => accounts::ratings(visit, name).await,
        ("GET", [name, "videos"]) => accounts::videos(visit, name).await,
        ("GET", [name, "video-channels"]) => accounts::channels(visit, name).await,
        ("GET", [name, "video-playlists"]) => playlists::of_account(visit, name).await,
        ("GET", [name, "followers"]) => channel_followers::of_account(visit, name).await,
        _ => missing(),
    }
}

/// Behind `video-playlists`.
async fn of_playlists(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("GET", []) => playlists::list(visit).await,
        ("POST", []) => playlists::create(visit).await,
        ("GET", ["privacies"]) => playlists::privacies(),
        ("GET", [id]) => playlists::show(visit, id).await,
        ("PUT", [id]) => playlists::change(visit, id).await,
        ("DELETE", [id]) => playlists::delete(visit, id).await,
        ("GET", [id, "videos"]) => playlist_elements::list(visit, id).await,
        ("POST", [id, "videos"]) => playlist_elements::add(visit, id).await,
        ("POST", [id, "videos", "reorder"]) => playlist_elements::reorder(visit, id).await,
        ("PUT", [id, "videos", element]) => playlist_elements::change(visit, id, element).await,
        ("DELETE", [id, "videos", element]) => playlist_elements::remove(visit, id, element).await,
        _ => missing(),
    }
}

/// Behind `abuses`.
async fn of_abuses(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("GET", []) => abuses::list(visit).await,
        ("POST", []) => abuses::write(visit).await,
        ("PUT", [id]) => abuses::decide(visit, id).await,
        ("DELETE", [id]) => abuses::delete(visit, id).await,
        ("GET", [id, "messages"]) => abuses::messages(visit, id).await,
        ("POST", [id, "messages"]) => abuses::say(visit, id).await,
        ("DELETE", [id, "messages", message]) => abuses::unsay(visit, id, message).await,
        _ => missing(),
    }
}

/// Behind `player-settings`.
async fn of_player_settings(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    match (method, segments) {
        ("GET", ["videos", id]) => player_settings::of_film(visit, id).await,
        ("PUT", ["videos", id]) => player_settings::choose_for_film(visit, id).await,
        ("GET", ["video-channels", handle]) => player_settings::of_channel(visit, handle).await,
        ("PUT", ["video-channels", handle]) => player_settings::choose_for_channel(visit, handle).await,
        _ => missing(),
    }
}
