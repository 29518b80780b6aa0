//! Friends: found, invited, taken on terms, paused, left.

use warp::http::StatusCode;

use super::{html, markdown, page};
use crate::actions::{follows, friends};
use crate::db;
use crate::db::friend::Friend;
use crate::domain::actor::Following;
use crate::domain::friend::{Named, Terms};
use crate::domain::job::Lane;
use crate::error::{Error, Kind, Result};
use crate::federation::exchange::Exchange;
use crate::federation::{acquaintance, look_up};
use crate::web::answer::{self, Response};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{
    Choice, FriendInvitation, FriendInvitedPage, FriendPage, FriendRow, FriendsPage, Friendship,
    NewFriendPage, Section, TakesForm, choices_of_categories, choices_of_languages, choices_of_licences,
};

async fn view(visit: &Visit) -> Result<FriendsPage> {
    visit.visitor.administrator()?;
    let now = visit.app.now();
    let (friends, invitations) = visit
        .app
        .db
        .read(move |read| Ok((db::friend::list(read)?, db::friend::invitations(read, now)?)))
        .await?;
    Ok(FriendsPage {
        page: visit.layout(Section::Friends, visit.language.t("nav-friends")),
        is_open: visit.app.federation().await?.is_some(),
        friends: friends.iter().map(row).collect(),
        invitations: invitations
            .into_iter()
            .map(|one| FriendInvitation { id: one.id, note: one.note, until: one.expires_at.0 / 1000 })
            .collect(),
        ..FriendsPage::default()
    })
}

fn row(friend: &Friend) -> FriendRow {
    let friendship = match (friend.following, friend.follows_us) {
        (Some(Following::Accepted), true) => Friendship::Mutual,
        (Some(Following::Accepted), false) => Friendship::Followed,
        (Some(Following::Refused), _) => Friendship::Refused,
        (Some(Following::ToAsk | Following::Asked), _) => Friendship::Asked,
        (Some(Following::ToLeave) | None, _) => Friendship::Follower,
    };
    FriendRow {
        host: friend.host.clone(),
        friendship,
        is_paused: friend.paused_at.is_some(),
        is_silent: friend.failures > 2,
        films: friend.films.max(0) as u64,
        watched: friend.watched.max(0) as u64,
        comments: friend.comments.max(0) as u64,
        likes: friend.likes.max(0) as u64,
    }
}

pub async fn list(visit: &Visit) -> Result<Response> {
    page(&view(visit).await?)
}

async fn exchange(visit: &Visit) -> Result<Exchange> {
    visit.app.federation().await?.ok_or_else(|| Error::not_found("error-federation-off"))
}

/// Another site in its own words: `name` is what somebody typed, a name, an address or an invitation.
pub async fn meet(visit: &Visit) -> Result<Response> {
    visit.visitor.administrator()?;
    let typed = visit.request.query.get("name").unwrap_or_default().to_owned();
    match met(visit, &typed).await {
        Ok(view) => page(&view),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let problem = Some(visit.language.said(&error.said));
            let view = FriendsPage { typed, problem, ..view(visit).await? };
            html(StatusCode::BAD_REQUEST, &view, "'none'")
        }
    }
}

async fn met(visit: &Visit, typed: &str) -> Result<NewFriendPage> {
    let named = Named::parse(typed)?;
    if named.host == visit.app.host() {
        return Err(Error::invalid("error-server-own"));
    }
    let site = acquaintance::make(&exchange(visit).await?, &named.host).await?;
    Ok(NewFriendPage {
        page: visit.layout(Section::Friends, site.name.clone()),
        host: site.host,
        name: site.name,
        short_description: site.short_description,
        description_html: markdown::to_html(&site.description),
        terms_html: markdown::to_html(&site.terms),
        films: site.films,
        code: named.code.unwrap_or_default(),
        takes: takes(visit, &Terms { sensitive: !site.is_sensitive, ..Terms::default() }),
        problem: None,
    })
}

/// What is taken, as a form shows it.
fn takes(visit: &Visit, terms: &Terms) -> TakesForm {
    let language = visit.language;
    let chosen = |choices: Vec<Choice>, is_chosen: &dyn Fn(&str) -> bool| -> Vec<Choice> {
        choices.into_iter().map(|choice| Choice { is_chosen: is_chosen(&choice.value), ..choice }).collect()
    };
    let number = |ids: &[i64], value: &str| value.parse().is_ok_and(|id: i64| ids.contains(&id));
    TakesForm {
        categories: chosen(choices_of_categories(language, None), &|value| number(&terms.categories, value)),
        licences: chosen(choices_of_licences(language, None), &|value| number(&terms.licences, value)),
        languages: chosen(choices_of_languages(language, None), &|value| {
            terms.languages.iter().any(|code| code == value)
        }),
        sensitive: terms.sensitive,
        comments: terms.comments,
    }
}

fn terms(form: &Form) -> Terms {
    let numbers = |name: &str| form.all(name).iter().filter_map(|text| text.parse().ok()).collect();
    Terms {
        categories: numbers("categories"),
        licences: numbers("licences"),
        languages: form.all("languages").into_iter().filter(|code| !code.is_empty()).collect(),
        sensitive: form.is_checked("sensitive"),
        comments: form.is_checked("comments"),
    }
}

/// Becomes friends with a site, on these terms.
pub async fn add(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    visit.visitor.administrator()?;
    let (host, code) = (form.text("host").trim().to_lowercase(), form.text("code"));
    let terms = terms(&form);
    match become_friends(visit, &host, &code, terms).await {
        Ok(()) => Ok(answer::see_other("/admin/friends?done=friend-asked")),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let problem = Some(visit.language.said(&error.said));
            let view = FriendsPage { typed: host, problem, ..view(visit).await? };
            html(StatusCode::BAD_REQUEST, &view, "'none'")
        }
    }
}

async fn become_friends(visit: &Visit, host: &str, code: &str, terms: Terms) -> Result<()> {
    let named = Named::parse(host)?;
    if named.host == visit.app.host() {
        return Err(Error::invalid("error-server-own"));
    }
    terms.check()?;
    let actor = look_up::site(&exchange(visit).await?, &named.host).await?;
    let code = Some(code.to_owned()).filter(|code| !code.is_empty());
    friends::set_terms(&visit.app.db, actor.host.clone(), terms).await?;
    follows::follow(&visit.app.db, actor.id, code).await?;
    visit.app.wake(Lane::Network);
    Ok(())
}

/// Makes an invitation and shows its link, once.
pub async fn invite(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    visit.visitor.administrator()?;
    let code = friends::invite(&visit.app.db, &form.text("note")).await?;
    let made = Some(format!("{}/friends/{code}", visit.app.address()));
    page(&FriendsPage { made, ..view(visit).await? })
}

pub async fn withdraw(visit: &mut Visit, id: &str) -> Result<Response> {
    visit.form().await?;
    visit.visitor.administrator()?;
    let id = id.parse().map_err(|_| Error::not_found("error-not-found"))?;
    visit.app.db.write(move |tx| db::friend::withdraw(tx, id)).await?;
    Ok(answer::see_other("/admin/friends"))
}

async fn find(visit: &Visit, host: &str) -> Result<Friend> {
    visit.visitor.administrator()?;
    let host = host.to_lowercase();
    let friend = visit.app.db.read(move |read| db::friend::by_host(read, &host)).await?;
    friend.ok_or_else(|| Error::not_found("error-not-found"))
}

pub async fn show(visit: &Visit, host: &str) -> Result<Response> {
    let friend = find(visit, host).await?;
    page(&FriendPage {
        page: visit.layout(Section::Friends, friend.host.clone()),
        row: row(&friend),
        since: friend.since.0 / 1000,
        takes: takes(visit, &friend.terms.unwrap_or_default()),
        problem: None,
    })
}

/// Does what a button of the page of a friend says.
pub async fn act(visit: &mut Visit, host: &str, verb: &str) -> Result<Response> {
    let form = visit.form().await?;
    let friend = find(visit, host).await?;
    let db = &visit.app.db;
    let path = format!("/admin/friends/{}", friend.host);
    match verb {
        "terms" => friends::set_terms(db, friend.host, terms(&form)).await?,
        "pause" => friends::pause(db, friend.host, true).await?,
        "resume" => friends::pause(db, friend.host, false).await?,
        "follow" => follows::follow(db, friend.actor_id, None).await?,
        "leave" => {
            follows::leave(db, friend.actor_id).await?;
            visit.app.wake(Lane::Network);
            return Ok(answer::see_other("/admin/friends?done=friend-left"));
        }
        "block" => {
            follows::block_server(db, friend.host, true).await?;
            return Ok(answer::see_other("/admin/federation"));
        }
        _ => return Err(Error::not_found("error-not-found")),
    }
    visit.app.wake(Lane::Network);
    Ok(answer::see_other(&format!("{path}?done=saved")))
}

/// The page behind the link of an invitation, for whoever got it.
pub async fn invited(visit: &Visit, code: &str) -> Result<Response> {
    let is_good = friends::is_invited(&visit.app.db, code, visit.app.now()).await?;
    let status = if is_good { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let settings = visit.app.settings();
    let view = FriendInvitedPage {
        page: visit.layout(Section::Other, visit.language.t("friend-invited-title")),
        link: format!("{}/friends/{code}", visit.app.address()),
        is_good,
        description_html: markdown::to_html(&settings.description),
    };
    html(status, &view, "'none'")
}
