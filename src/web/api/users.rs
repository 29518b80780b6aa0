//! The signed-in person.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::given;
use super::shapes::{self, List, Site};
use crate::actions::{accounts, letters};
use crate::db::{self, video::Audience};
use crate::domain::account::Preferences;
use crate::domain::job::Lane;
use crate::domain::moment::Moment;
use crate::domain::video::{Order, OrderBy};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;

pub async fn me(visit: &Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let site = Site::of(&visit.app);
    let (user, channels, shared, watch_later) = visit
        .app
        .db
        .read(move |read| {
            let user = db::account::by_id(read, person.user_id)?
                .ok_or_else(|| Error::not_found("error-not-found"))?;
            let channels = db::channel::of_account(read, user.account.id)?;
            let shared = db::channel::shared_with(read, user.account.id)?;
            let watch_later = db::playlist::watch_later(read, user.account.id)?;
            Ok((user, channels, shared, watch_later))
        })
        .await?;
    let special: Vec<_> = watch_later
        .iter()
        .map(|list| json!({ "id": list.id, "name": list.about.display_name, "type": list.kind as i64 }))
        .collect();
    let mut me = shapes::user::user(&site, &user, &channels)?;
    me.insert("specialPlaylists".into(), special.into());
    let shared = shared.iter().map(|channel| shapes::user::own_channel(&site, channel));
    me.insert("videoChannelCollaborations".into(), shared.collect::<Result<Vec<_>>>()?.into());
    answer::json(&me)
}

/// What an application changes of the person; members that PeerTube does not know are passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    display_name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    description: Option<Option<String>>,
    email: Option<String>,
    password: Option<String>,
    current_password: Option<String>,
    #[serde(flatten)]
    preferences: Map<String, Value>,
}

pub async fn change(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let change: Change = visit.request.json().await?;
    let refused = |name: &str| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    for (name, value) in shapes::user::fixed() {
        if change.preferences.get(&name).is_some_and(|wished| *wished != value) {
            return Err(refused(&name));
        }
    }
    if change.email.is_some() || change.password.is_some() {
        let current = change.current_password.ok_or_else(|| refused("currentPassword"))?;
        auth::sign_in(visit, &person.username, current).await.map_err(|error| match error.said.key {
            "error-login" => Error::new(Kind::Unauthorized, "error-password-wrong"),
            _ => error,
        })?;
    }
    let wished = accounts::Change {
        display_name: change.display_name,
        email: change.email,
        description: change.description.map(Option::unwrap_or_default),
        password: change.password,
    };
    let preferences = change.preferences;
    accounts::change(&visit.app.db, &person, wished, move |known| prefer(known, &preferences)).await?;
    visit.app.wake(Lane::Mail);
    Ok(answer::no_content())
}

/// Takes over the preferences that are among these members.
fn prefer(known: &mut Preferences, members: &Map<String, Value>) -> Result<()> {
    let mut all = serde_json::to_value(&*known)?;
    for (name, value) in all.as_object_mut().into_iter().flatten() {
        if let Some(wished) = members.get(name) {
            value.clone_from(wished);
        }
    }
    *known = serde_json::from_value(all).map_err(|error| Error::invalid("error-json").caused_by(error))?;
    Ok(())
}

pub async fn my_videos(visit: &Visit) -> Result<Response> {
    let person = visit.visitor.person()?;
    let audience = match super::includes_collaborations(&visit.request.query)? {
        true => Audience::Keeper(person.account_id),
        false => Audience::Owner(person.account_id),
    };
    let newest = Order { by: OrderBy::CreatedAt, is_descending: true };
    let filter = super::filter(visit, audience, newest)?;
    let page = visit.app.db.read(move |read| db::video::list(read, &filter)).await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> = page.videos.iter().map(|video| shapes::own_video(&site, video)).collect();
    answer::json(&List { total: page.total, data })
}

/// Names of people with these letters in them, for whoever looks for somebody.
pub async fn autocomplete(visit: &Visit) -> Result<Response> {
    visit.visitor.person()?;
    let words = visit.request.query.get("search").map(str::trim).filter(|words| !words.is_empty());
    let words = words
        .ok_or_else(|| Error::invalid("error-parameter").with("name", "search").with("maximum", ""))?
        .to_owned();
    answer::json(&visit.app.db.read(move |read| db::account::names_with(read, &words)).await?)
}

pub async fn quota_used(visit: &Visit) -> Result<Response> {
    let user_id = visit.visitor.person()?.user_id;
    let day = Moment(visit.app.now().0 - 24 * 3600 * 1000);
    let (used, today) = visit.app.db.read(move |read| db::account::usage(read, user_id, day)).await?;
    answer::json(&json!({ "videoQuotaUsed": used, "videoQuotaUsedDaily": today }))
}

/// What feed readers show instead of signing in; `POST` makes another one.
pub async fn scoped_tokens(visit: &Visit, is_new: bool) -> Result<Response> {
    let token = accounts::feed_token(&visit.app.db, visit.visitor.person()?, is_new).await?;
    answer::json(&json!({ "feedToken": token }))
}

/// Deletes the person and everything of theirs.
pub async fn delete_me(visit: &Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    super::members::deleted(visit, person.user_id).await?;
    Ok(answer::no_content())
}

#[derive(Deserialize)]
struct Lost {
    email: String,
}

/// Sends a link to a new password. The answer is the same whether somebody has this address or not.
pub async fn ask_reset_password(visit: &mut Visit) -> Result<Response> {
    let Lost { email } = visit.request.json().await?;
    auth::may_ask(visit)?;
    letters::ask_new_password(&visit.app.db, &email).await?;
    visit.app.wake(Lane::Mail);
    Ok(answer::no_content())
}
