//! Giving a single film to somebody else, and what is offered to the person.

use super::{page, problem, watch_path};
use crate::actions::{video_ownership as actions, videos};
use crate::db::{self, Read};
use crate::domain::id::{Reference, to_short};
use crate::error::{Error, Kind, Result};
use crate::i18n::{Argument, Language};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{Choice, FilmGivePage, FilmOffer, Section};

pub async fn ask(visit: &Visit, id: &str) -> Result<Response> {
    page(&view(visit, id).await?)
}

async fn view(visit: &Visit, id: &str) -> Result<FilmGivePage> {
    let person = visit.signed_in()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::not_found("error-not-found"))?;
    let found = visit.app.db.read(move |read| {
        let video = videos::owned(read, &person, reference)?;
        let offer = match db::ownership::waiting_of_film(read, video.id)? {
            Some(offer) => {
                let to = db::account::by_account(read, offer.next_owner_account_id)?;
                to.map(|to| (offer.id, to.display_name))
            }
            None => None,
        };
        Ok((video, offer))
    });
    let (video, offer) = found.await?;
    Ok(FilmGivePage {
        page: visit.layout(Section::Mine, visit.language.t("give-film-title")),
        uuid: video.uuid.to_string(),
        url: watch_path(&video),
        title: video.about.name,
        offer,
        ..FilmGivePage::default()
    })
}

pub async fn give(visit: &mut Visit, id: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let asked = view(visit, id).await?;
    let reference = Reference::parse(id).ok_or_else(|| Error::not_found("error-not-found"))?;
    let next = form.text("next");
    match actions::offer(&visit.app.db, &person, reference, &next).await {
        Ok(()) => Ok(answer::see_other(&format!("/my/videos/{id}/give?done=give-offered"))),
        Err(error) if matches!(error.kind, Kind::Internal | Kind::Forbidden) => Err(error),
        Err(error) => {
            let field = (error.said.key != "error-film-ownership-waiting").then_some("next");
            let problems = problem(visit.language, field, &error);
            let mut response = page(&FilmGivePage { problems, next, ..asked })?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

/// Takes what is offered, declines it, or takes an offer back.
pub async fn act(visit: &mut Visit, id: &str, verb: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (db, id) = (&visit.app.db, id.parse().map_err(|_| Error::not_found("error-not-found"))?);
    match verb {
        "accept" => {
            let channel_id = form.filled("channelId").and_then(|id| id.parse().ok());
            actions::accept(db, &person, id, channel_id).await?;
            Ok(answer::see_other("/my/videos?done=give-film-taken"))
        }
        "refuse" => {
            actions::refuse(db, &person, id).await?;
            Ok(answer::see_other("/my/videos?done=give-film-refused"))
        }
        "withdraw" => {
            let video = actions::withdraw(db, &person, id).await?;
            let film = to_short(video.uuid);
            Ok(answer::see_other(&format!("/my/videos/{film}/give?done=give-withdrawn")))
        }
        _ => Err(Error::not_found("error-not-found")),
    }
}

/// Films that wait for the person to take them, and the channels that they may put them in.
pub fn waiting(read: &Read, language: Language, account_id: i64) -> Result<(Vec<FilmOffer>, Vec<Choice>)> {
    let mut offers = Vec::new();
    let waiting = db::ownership::waiting_for(read, account_id)?;
    for offer in waiting {
        let Some(video_id) = offer.video_id else { continue };
        let Some(video) = db::video::find(read, Reference::Number(video_id))? else { continue };
        let Some(from) = db::account::by_account(read, offer.initiator_account_id)? else { continue };
        let arguments =
            [("name", Argument::Text(from.display_name)), ("title", Argument::Text(video.about.name))];
        let text = language.say("told-film-offered", &arguments);
        offers.push(FilmOffer { id: offer.id, text, bytes: video.bytes.max(0) as u64 });
    }
    if offers.is_empty() {
        return Ok((offers, Vec::new()));
    }
    let channels = db::channel::of_account(read, account_id)?.into_iter().map(|channel| Choice {
        value: channel.id.to_string(),
        label: channel.about.display_name,
        is_chosen: false,
    });
    Ok((offers, channels.collect()))
}
