//! Pages, and the forms in them.

use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::pages::{self, all_comments::Whose};

use super::{Visit, missing};

pub async fn route(visit: &mut Visit, method: &str, segments: &[&str]) -> Result<Response> {
    let is_new = !visit.app.settings().is_set_up;
    match (method, segments) {
        ("POST", ["preferences"]) => pages::preferences::change(visit).await,
        (_, ["setup", ..]) => pages::setup::answer(visit, method).await,
        (_, _) if is_new && method == "GET" => Ok(answer::see_other("/setup")),
        ("GET", []) => pages::home::show(visit).await,
        ("GET", ["videos", "browse" | "recently-added" | "local"]) | ("GET", ["videos"]) => {
            pages::browse::latest(visit).await
        }
        ("GET", ["videos", "overview"]) => pages::browse::overview(visit).await,
        ("GET", ["videos", "trending"]) => Ok(answer::see_other("/videos/browse?sort=-trending")),
        ("GET", ["videos", "subscriptions"]) => pages::subscriptions::list(visit).await,
        ("POST", ["videos", "subscriptions", "feed"]) => pages::subscriptions::feed(visit).await,
        ("POST", ["c" | "video-channels", handle, "follow"]) => {
            pages::subscriptions::follow(visit, handle).await
        }
        ("GET", ["my", "comments"]) => pages::all_comments::list(visit, Whose::Mine).await,
        ("POST", ["my", "comments"]) => pages::all_comments::act(visit, Whose::Mine).await,
        ("GET", ["admin", "comments"]) => pages::all_comments::list(visit, Whose::Everybody).await,
        ("POST", ["admin", "comments"]) => pages::all_comments::act(visit, Whose::Everybody).await,
        ("GET", ["my", "history"]) => pages::history::list(visit).await,
        ("GET", ["my", "notifications"]) => pages::notifications::list(visit).await,
        ("POST", ["my", "notifications", verb]) => pages::notifications::act(visit, verb).await,
        ("POST", ["my", "history", id, "remove"]) => pages::history::remove(visit, id).await,
        ("POST", ["my", "history", verb]) => pages::history::act(visit, verb).await,
        ("GET", ["search"]) => pages::search::search(visit).await,
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
        ("POST", ["a", name, "mute"]) => pages::blocklist::mute(visit, name).await,
        ("POST", ["my", "playlists", id, "films", element, verb]) => {
            pages::my_playlists::act(visit, id, element, verb).await
        }
        ("GET", ["c" | "video-channels", handle])
        | ("GET", ["c" | "video-channels", handle, "videos" | "about"]) => {
            pages::channel::show(visit, handle).await
        }
        ("GET", ["a" | "accounts", name]) | ("GET", ["a" | "accounts", name, ..]) => {
            pages::channel::account(visit, name).await
        }
        ("GET", [handle]) if handle.starts_with('@') => pages::channel::either(visit, &handle[1..]).await,
        ("GET", ["w", id]) | ("GET", ["videos", "watch", id]) => pages::watch::show(visit, id).await,
        ("GET", ["remote-interaction"]) => pages::interaction::show(visit).await,
        ("POST", ["w", id, "home"]) => pages::interaction::go_home(visit, id).await,
        ("POST", ["w", id]) => pages::password::open(visit, id).await,
        ("POST", ["w", id, "rate"]) => pages::comments::rate(visit, id).await,
        ("POST", ["w", id, "block"]) => pages::video_blocks::block(visit, id).await,
        ("POST", ["w", id, "unblock"]) => pages::video_blocks::unblock(visit, id).await,
        ("POST", ["w", id, "comments"]) => pages::comments::write(visit, id).await,
        ("POST", ["w", id, "comments", comment, verb]) => {
            pages::comments::act(visit, id, comment, verb).await
        }
        ("GET", ["videos", "embed", id]) => pages::watch::embed(visit, id).await,
        ("POST", ["videos", "embed", id]) => pages::password::open_framed(visit, id).await,
        ("GET", ["about", "contact"]) => pages::contact::show(visit),
        ("POST", ["about", "contact"]) => pages::contact::send(visit).await,
        ("GET", ["about"]) | ("GET", ["about", ..]) => pages::about::show(visit).await,
        ("GET", ["login"]) => pages::login::show(visit).await,
        ("POST", ["login"]) => pages::login::sign_in(visit).await,
        ("GET", ["verify-account", "email"]) => pages::verify::show(visit),
        ("POST", ["verify-account", "email"]) => pages::verify::prove(visit).await,
        ("POST", ["my", "account", "verify"]) => pages::verify::again(visit).await,
        ("GET", ["login", "lost"]) => pages::lost::show(visit),
        ("POST", ["login", "lost"]) => pages::lost::send(visit).await,
        ("GET", ["login", "code"]) => pages::login_code::show(visit),
        ("POST", ["login", "code"]) => pages::login_code::sign_in(visit).await,
        ("POST", ["logout"]) => pages::login::sign_out(visit).await,
        ("GET", ["signup"]) => pages::join::ask(visit),
        ("POST", ["signup"]) => pages::join::send(visit).await,
        ("GET", ["join", secret]) => pages::join::open(visit, secret).await,
        ("POST", ["join", secret]) => pages::join::pass(visit, secret).await,
        ("GET", ["report"]) => pages::reports::ask(visit).await,
        ("POST", ["report"]) => pages::reports::send(visit).await,
        ("GET", ["my", "reports"]) => pages::reports::mine(visit).await,
        ("GET", ["admin", "reports"]) => pages::reports::list(visit).await,
        ("GET", ["admin", "blocked"]) => pages::video_blocks::list(visit).await,
        ("GET", ["reports", id]) => pages::reports::show(visit, id).await,
        ("POST", ["reports", id, verb]) => pages::reports::act(visit, id, verb).await,
        ("POST", ["reports", id, "messages", message, "delete"]) => {
            pages::reports::unsay(visit, id, message).await
        }
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
        ("GET", ["publish", "folder"]) => pages::publish_folder::show(visit).await,
        ("POST", ["publish", "folder"]) => pages::publish_folder::send(visit).await,
        ("GET", ["my", "videos"]) => pages::my_videos::list(visit).await,
        ("GET", ["my", "videos", id, "state.json"]) => pages::my_videos::state(visit, id).await,
        ("GET", ["my", "videos", id, "edit"]) => pages::my_videos::edit(visit, id).await,
        ("POST", ["my", "videos", id, "edit"]) => pages::my_videos::save(visit, id).await,
        ("GET", ["my", "videos", id, "give"]) => pages::video_ownership::ask(visit, id).await,
        ("POST", ["my", "videos", id, "give"]) => pages::video_ownership::give(visit, id).await,
        ("POST", ["my", "videos", "offers", id, verb]) => pages::video_ownership::act(visit, id, verb).await,
        ("POST", ["my", "videos", id, "captions"]) => pages::my_videos::add_caption(visit, id).await,
        ("POST", ["my", "videos", id, "captions", language, "delete"]) => {
            pages::my_videos::remove_caption(visit, id, language).await
        }
        ("POST", ["my", "videos", id, verb]) => pages::my_videos::act(visit, id, verb).await,
        ("POST", ["my", "uploads", id, "cancel"]) => pages::my_videos::abandon(visit, id).await,
        ("GET", ["my", "channels"]) => pages::my_channels::list(visit).await,
        ("POST", ["my", "channels"]) => pages::my_channels::create(visit).await,
        ("GET", ["my", "channels", "new"]) => pages::my_channels::new(visit),
        ("GET", ["my", "channels", handle, "edit"]) => pages::my_channels::edit(visit, handle).await,
        ("POST", ["my", "channels", handle, "edit"]) => pages::my_channels::save(visit, handle).await,
        ("GET", ["my", "channels", handle, "delete"]) => pages::my_channels::ask(visit, handle).await,
        ("POST", ["my", "channels", handle, "delete"]) => pages::my_channels::delete(visit, handle).await,
        ("POST", ["my", "channels", handle, "undelete"]) => pages::my_channels::undelete(visit, handle).await,
        ("GET", ["my", "channels", handle, "followers"]) => pages::followers::show(visit, handle).await,
        ("GET", ["my", "channels", handle, "team"]) => pages::team::show(visit, handle).await,
        ("POST", ["my", "channels", handle, "team"]) => pages::team::invite(visit, handle).await,
        ("POST", ["my", "channels", handle, "team", id, verb]) => {
            pages::team::act(visit, handle, id, verb).await
        }
        ("GET", ["my", "channels", handle, "give"]) => pages::team::ask_give(visit, handle).await,
        ("POST", ["my", "channels", handle, "give"]) => pages::team::give(visit, handle).await,
        ("POST", ["my", "channels", handle, "give", id, verb]) => {
            pages::team::act_on_offer(visit, handle, id, verb).await
        }
        ("GET", ["my", "account", "muted"]) => pages::blocklist::list(visit).await,
        ("GET", ["my", "account"]) => pages::account::show(visit).await,
        ("POST", ["my", "account"]) => pages::account::save(visit).await,
        ("POST", ["my", "account", "password"]) => pages::account::change_password(visit).await,
        ("POST", ["my", "account", "sessions", "end"]) => pages::sessions::end_others(visit).await,
        ("POST", ["my", "account", "sessions", name, "end"]) => pages::sessions::end(visit, name).await,
        ("GET", ["my", "account", "two-factor"]) => pages::two_factor::show(visit).await,
        ("POST", ["my", "account", "two-factor"]) => pages::two_factor::begin(visit).await,
        ("POST", ["my", "account", "two-factor", "confirm"]) => pages::two_factor::confirm(visit).await,
        ("POST", ["my", "account", "two-factor", "codes"]) => pages::two_factor::new_codes(visit).await,
        ("POST", ["my", "account", "two-factor", "off"]) => pages::two_factor::switch_off(visit).await,
        ("GET", ["settings"]) => pages::settings::show(visit).await,
        ("POST", ["settings"]) => pages::settings::save(visit).await,
        ("GET", ["settings", "mail"]) => pages::mail::show(visit).await,
        ("POST", ["settings", "mail"]) => pages::mail::save(visit).await,
        ("GET", ["friends", code]) => pages::friends::invited(visit, code).await,
        ("GET", ["admin", "friends"]) => pages::friends::list(visit).await,
        ("POST", ["admin", "friends"]) => pages::friends::add(visit).await,
        ("GET", ["admin", "friends", "new"]) => pages::friends::meet(visit).await,
        ("POST", ["admin", "friends", "invitations"]) => pages::friends::invite(visit).await,
        ("POST", ["admin", "friends", "invitations", id, "withdraw"]) => {
            pages::friends::withdraw(visit, id).await
        }
        ("GET", ["admin", "friends", host]) => pages::friends::show(visit, host).await,
        ("POST", ["admin", "friends", host, verb]) => pages::friends::act(visit, host, verb).await,
        ("GET", ["admin", "federation"]) => pages::federation::show(visit).await,
        ("POST", ["admin", "federation", "settings"]) => pages::federation::settings(visit).await,
        ("POST", ["admin", "federation", "followers"]) => pages::federation::follower(visit).await,
        ("POST", ["admin", "federation", "servers"]) => pages::federation::block(visit).await,
        ("GET", ["admin"]) => pages::admin::show(visit).await,
        ("GET", ["my-library" | "my-account" | "manage", ..])
        | ("GET", ["home" | "homepage" | "discover" | "reset-password"])
        | ("GET", ["videos", "upload" | "publish" | "most-liked" | "hot"])
        | ("GET", ["videos", "update" | "manage", _, ..])
        | ("GET", ["stats", "videos", _, ..])
        | ("GET", ["admin", "overview" | "users" | "moderation" | "config", ..])
        | ("GET", ["admin", "settings" | "follows" | "system", ..]) => pages::bookmarks::lead(visit),
        ("POST", ["admin", "jobs", id, verb]) => pages::admin::act(visit, id, verb).await,
        _ => missing(),
    }
}
