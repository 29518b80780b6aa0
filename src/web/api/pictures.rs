//! Pictures of accounts and channels.

use serde_json::json;

use super::channels::local_name;
use super::shapes::{self, Site};
use crate::actions::pictures::{self, Shown};
use crate::domain::picture::Place;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::pictures::{PICTURE_LENGTH, form_with_file, set_shown};
use crate::web::routes::Visit;

/// The picture that an address of a channel means.
pub fn of_channel(visit: &Visit, handle: &str, place: &str) -> Result<Shown> {
    let place = match place {
        "avatar" => Place::Avatar,
        "banner" => Place::Banner,
        _ => return Err(Error::not_found("error-not-found")),
    };
    Ok(Shown::Channel(local_name(visit, handle)?, place))
}

pub async fn pick(visit: &mut Visit, shown: Shown) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let (field, answered) = match shown.place() {
        Place::Avatar => ("avatarfile", "avatars"),
        Place::Banner => ("bannerfile", "banners"),
    };
    let (_, picture) = form_with_file(visit, &[field], PICTURE_LENGTH).await?;
    let picture = picture.ok_or_else(|| Error::invalid("error-picture"))?;
    let made = set_shown(visit, &person, &shown, &picture).await?;
    let site = Site::of(&visit.app);
    let made = match shown.place() {
        Place::Avatar => shapes::avatars(&site, &made),
        Place::Banner => shapes::banners(&site, &made),
    };
    answer::json(&json!({ answered: made }))
}

pub async fn remove(visit: &Visit, shown: Shown) -> Result<Response> {
    let person = visit.visitor.person()?;
    pictures::replace(&visit.app.db, &visit.app.layout, person, &shown, Vec::new()).await?;
    Ok(answer::no_content())
}
