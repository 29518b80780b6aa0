//! Publishing: the page whose script sends several files, and the plain form that sends one.

use super::{page, team};
use crate::db;
use crate::domain::moment::Moment;
use crate::domain::upload::LENGTH_MAXIMUM;
use crate::error::{Error, Kind, Result};
use crate::files::space;
use crate::web::answer::{self, Response};
use crate::web::api::uploads::send_form;
use crate::web::routes::Visit;
use crate::web::views::{Choice, PublishPage, Section};

pub async fn show(visit: &Visit) -> Result<Response> {
    page(&view(visit, None).await?)
}

async fn view(visit: &Visit, error: Option<String>) -> Result<PublishPage> {
    let person = visit.signed_in()?.clone();
    let (channels, left) = visit
        .app
        .db
        .read(move |read| {
            let channels = team::kept(read, person.account_id)?;
            let user = db::account::by_id(read, person.user_id)?
                .ok_or_else(|| Error::not_found("error-not-found"))?;
            let (used, _) = db::account::usage(read, user.id, Moment(0))?;
            Ok((channels, (user.quota >= 0).then(|| (user.quota - used).max(0) as u64)))
        })
        .await?;
    let (free, _) = space::free(visit.app.layout.root())?;
    let room = space::room_for_films(free, visit.app.desk.reserve);
    let choices = channels.into_iter().enumerate().map(|(place, (channel, owner))| Choice {
        value: channel.id.to_string(),
        label: team::label(visit.language, &channel, owner.as_deref()),
        is_chosen: place == 0,
    });
    Ok(PublishPage {
        page: visit.layout(Section::Publish, visit.language.t("nav-publish")),
        channels: choices.collect(),
        limit_bytes: Some(LENGTH_MAXIMUM),
        quota_left_bytes: left,
        free_bytes: room,
        is_disk_full: room < 1_000_000,
        error,
        may_use_folders: visit.visitor.administrator().is_ok(),
        ..PublishPage::default()
    })
}

/// The form without scripts: one film in one request.
pub async fn send(visit: &mut Visit) -> Result<Response> {
    visit.signed_in()?;
    match send_form(visit, "videofile").await {
        Ok(_) => Ok(answer::see_other("/my/videos?done=sent")),
        Err(error) if matches!(error.kind, Kind::Internal | Kind::Unauthorized) => Err(error),
        Err(error) => {
            let words = visit.language.said(&error.said);
            let mut response = page(&view(visit, Some(words)).await?)?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}
