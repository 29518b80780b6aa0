//! One's own channels: listed, opened, described, deleted and brought back.

use warp::http::StatusCode;

use super::{banner, face, page, problem, problems, team};
use crate::actions::channels;
use crate::actions::pictures::{self, Shown};
use crate::db;
use crate::db::channel::Channel;
use crate::domain::account::Person;
use crate::domain::channel::{About, CHANNELS, check_handle};
use crate::domain::collaborator::State;
use crate::domain::picture::Place;
use crate::domain::video::{can_give_away, erased_at};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::pictures::{PICTURE_LENGTH, form_with_files, set_shown};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{
    ChannelDeletePage, ChannelForm, ChannelFormPage, ChannelRow, DeletedChannel, MyChannelsPage, Section,
};

/// The pictures of a channel: the field that brings one, the one that takes it away, and where it stands.
const PICTURES: [(&str, &str, Place); 2] =
    [("avatarfile", "removeAvatar", Place::Avatar), ("bannerfile", "removeBanner", Place::Banner)];

pub async fn list(visit: &Visit) -> Result<Response> {
    let (account_id, language) = (visit.signed_in()?.account_id, visit.language);
    let rows = visit.app.db.read(move |read| {
        let channels: Result<Vec<_>> = db::channel::of_account(read, account_id)?
            .into_iter()
            .map(|channel| Ok((db::channel::count_films(read, channel.id)?, channel)))
            .collect();
        let shared = team::kept(read, account_id)?.into_iter().filter_map(|(channel, owner)| {
            let owner = owner?;
            Some(db::channel::count_films(read, channel.id).map(|films| (films, channel, owner)))
        });
        let shared = shared.collect::<Result<Vec<_>>>()?;
        let asked = team::waiting(read, language, account_id)?;
        Ok((channels?, shared, asked, db::channel::deleted_of_account(read, account_id)?))
    });
    let (channels, shared, asked, deleted) = rows.await?;
    page(&MyChannelsPage {
        page: visit.layout(Section::Channels, visit.language.t("nav-channels")),
        channels: channels
            .into_iter()
            .map(|(films, channel)| ChannelRow {
                avatar: face(&channel.avatars),
                handle: channel.handle,
                name: channel.about.display_name,
                films: films.max(0) as u64,
                followers: channel.followers.max(0) as u64,
                owner: None,
            })
            .collect(),
        shared: shared
            .into_iter()
            .map(|(films, channel, owner)| ChannelRow {
                avatar: face(&channel.avatars),
                handle: channel.handle,
                name: channel.about.display_name,
                films: films.max(0) as u64,
                followers: channel.followers.max(0) as u64,
                owner: Some(owner),
            })
            .collect(),
        asked,
        deleted: deleted
            .into_iter()
            .map(|channel| DeletedChannel {
                until: erased_at(channel.deleted_at.unwrap_or(channel.updated_at)).0 / 1000,
                handle: channel.handle,
                name: channel.about.display_name,
            })
            .collect(),
        maximum: CHANNELS as u64,
    })
}

pub fn new(visit: &Visit) -> Result<Response> {
    visit.signed_in()?;
    page(&empty(visit))
}

fn empty(visit: &Visit) -> ChannelFormPage {
    ChannelFormPage {
        page: visit.layout(Section::Channels, visit.language.t("channel-new")),
        host: visit.app.host(),
        ..ChannelFormPage::default()
    }
}

pub async fn create(visit: &mut Visit) -> Result<Response> {
    let person = visit.signed_in()?.clone();
    let (form, files) = form_with_files(visit, &PICTURES.map(|(field, ..)| field), PICTURE_LENGTH).await?;
    visit.visitor.check_form(&form)?;
    let handle = form.text("name").trim().to_lowercase();
    let wrong = problems(visit.language, &["displayName", "name", "description", "support"], |name| {
        look(name, &form)
    });
    if !wrong.is_empty() {
        let view = ChannelFormPage { form: typed(&form), problems: wrong, ..empty(visit) };
        return with_status(page(&view)?, StatusCode::BAD_REQUEST);
    }
    let place = place_of(&files);
    let opened = channels::create(&visit.app.db, &person, handle.clone(), said(&form)).await;
    match opened {
        Ok(_) => match set_pictures(visit, &person, &handle, &form, files).await {
            Ok(()) => Ok(answer::see_other("/my/channels?done=channel-opened")),
            // The channel is there: its own page says what is wrong with a picture.
            Err(error) => refused(visit, &handle, None, place, error).await,
        },
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => with_status(
            page(&ChannelFormPage {
                form: typed(&form),
                problems: problem(
                    visit.language,
                    (error.said.key == "error-channel-taken").then_some("name"),
                    &error,
                ),
                ..empty(visit)
            })?,
            answer::status_of(error.kind),
        ),
    }
}

pub async fn edit(visit: &Visit, handle: &str) -> Result<Response> {
    page(&edit_view(visit, handle).await?)
}

async fn edit_view(visit: &Visit, handle: &str) -> Result<ChannelFormPage> {
    let (channel, others, _) = changed(visit, handle).await?;
    let (person, holding) = (visit.signed_in()?.clone(), channel.holding());
    let keepers = visit.app.db.read(move |read| {
        let accepted = db::collaborator::of_channel(read, holding.channel_id)?.into_iter();
        let accepted = accepted.filter(|row| row.state == State::Accepted).map(|row| row.account_id);
        let all = std::iter::once(holding.owner_account_id).chain(accepted);
        let names = all.map(|id| Ok(db::account::by_account(read, id)?.map(|account| account.display_name)));
        names.filter_map(Result::transpose).collect::<Result<Vec<_>>>()
    });
    let keepers = keepers.await?;
    let about = channel.about;
    Ok(ChannelFormPage {
        page: visit.layout(Section::Channels, about.display_name.clone()),
        form: ChannelForm {
            handle: channel.handle.clone(),
            display_name: about.display_name,
            description: about.description.unwrap_or_default(),
            support: about.support.unwrap_or_default(),
        },
        handle: Some(channel.handle),
        avatar: face(&channel.avatars),
        banner: banner(&channel.banners),
        may_be_deleted: others > 0,
        is_owner: can_give_away(holding, &person),
        keepers,
        ..empty(visit)
    })
}

/// A channel that the person may delete, how many others its account has, and how many films it holds.
async fn own(visit: &Visit, handle: &str) -> Result<(Channel, usize, i64)> {
    let found = changed(visit, handle).await?;
    match can_give_away(found.0.holding(), visit.signed_in()?) {
        true => Ok(found),
        false => Err(Error::forbidden("error-channel-owner")),
    }
}

/// The same of a channel that the person may change.
async fn changed(visit: &Visit, handle: &str) -> Result<(Channel, usize, i64)> {
    let (person, handle) = (visit.signed_in()?.clone(), handle.to_owned());
    let found = visit.app.db.read(move |read| {
        let channel = channels::owned(read, &person, &handle)?;
        let others = db::channel::of_account(read, channel.account_id)?.len() - 1;
        let films = db::channel::count_films(read, channel.id)?;
        Ok((channel, others, films))
    });
    found.await
}

pub async fn save(visit: &mut Visit, handle: &str) -> Result<Response> {
    let person = visit.signed_in()?.clone();
    let (form, files) = form_with_files(visit, &PICTURES.map(|(field, ..)| field), PICTURE_LENGTH).await?;
    visit.visitor.check_form(&form)?;
    let wrong =
        problems(visit.language, &["displayName", "description", "support"], |name| look(name, &form));
    if !wrong.is_empty() {
        let view = with_typed(edit_view(visit, handle).await?, &form);
        return with_status(page(&ChannelFormPage { problems: wrong, ..view })?, StatusCode::BAD_REQUEST);
    }
    let place = place_of(&files);
    match take_over(visit, &person, handle, &form, files).await {
        Ok(()) => Ok(answer::see_other(&format!("/my/channels/{handle}/edit?done=saved"))),
        Err(error) => refused(visit, handle, Some(&form), place, error).await,
    }
}

async fn take_over(
    visit: &Visit,
    person: &Person,
    handle: &str,
    form: &Form,
    files: Vec<(String, Vec<u8>)>,
) -> Result<()> {
    // The pictures first: they are what is most likely to be refused.
    set_pictures(visit, person, handle, form, files).await?;
    let said = said(form);
    channels::describe(&visit.app.db, person, handle, false, |about| *about = said).await
}

async fn set_pictures(
    visit: &Visit,
    person: &Person,
    handle: &str,
    form: &Form,
    files: Vec<(String, Vec<u8>)>,
) -> Result<()> {
    for (field, removal, place) in PICTURES {
        let shown = Shown::Channel(handle.to_owned(), place);
        if let Some((_, bytes)) = files.iter().find(|(name, _)| name == field) {
            set_shown(visit, person, &shown, bytes).await?;
        } else if form.is_checked(removal) {
            pictures::replace(&visit.app.db, &visit.app.layout, person, &shown, Vec::new()).await?;
        }
    }
    Ok(())
}

/// Whether a field would do for some channel.
fn look(name: &str, form: &Form) -> Result<()> {
    if name == "name" {
        return check_handle(form.text("name").trim().to_lowercase().as_str());
    }
    let alone = form.only(name);
    let fallback = if name == "displayName" { "" } else { "x" };
    let display_name = alone.get("displayName").unwrap_or(fallback).to_owned();
    About { display_name, ..said(&alone) }.checked().map(drop)
}

/// The field of the picture, where only one was sent.
fn place_of(files: &[(String, Vec<u8>)]) -> Option<&'static str> {
    let [(name, _)] = files else { return None };
    PICTURES.iter().map(|(field, ..)| *field).find(|field| field == name)
}

fn with_typed(view: ChannelFormPage, form: &Form) -> ChannelFormPage {
    ChannelFormPage { form: ChannelForm { handle: view.form.handle, ..typed(form) }, ..view }
}

async fn refused(
    visit: &Visit,
    handle: &str,
    form: Option<&Form>,
    picture: Option<&'static str>,
    error: Error,
) -> Result<Response> {
    if error.kind == Kind::Internal {
        return Err(error);
    }
    let mut view = edit_view(visit, handle).await?;
    if let Some(form) = form {
        view = with_typed(view, form);
    }
    view.problems = problem(
        visit.language,
        picture.filter(|_| matches!(error.said.key, "error-picture" | "error-picture-large")),
        &error,
    );
    with_status(page(&view)?, answer::status_of(error.kind))
}

fn said(form: &Form) -> About {
    About {
        display_name: form.text("displayName"),
        description: Some(form.text("description")),
        support: Some(form.text("support")),
    }
}

fn typed(form: &Form) -> ChannelForm {
    ChannelForm {
        handle: form.text("name"),
        display_name: form.text("displayName"),
        description: form.text("description"),
        support: form.text("support"),
    }
}

/// Says what deleting the channel takes along.
pub async fn ask(visit: &Visit, handle: &str) -> Result<Response> {
    page(&delete_view(visit, handle, None).await?)
}

async fn delete_view(visit: &Visit, handle: &str, error: Option<String>) -> Result<ChannelDeletePage> {
    let (channel, _, films) = own(visit, handle).await?;
    Ok(ChannelDeletePage {
        page: visit.layout(Section::Channels, visit.language.t("channel-delete")),
        handle: channel.handle,
        name: channel.about.display_name,
        films: films.max(0) as u64,
        error,
    })
}

pub async fn delete(visit: &mut Visit, handle: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (channel, ..) = own(visit, handle).await?;
    let is_meant = form.text("name").trim() == channel.handle;
    let deleted = if is_meant {
        channels::delete(&visit.app.db, &person, handle).await
    } else {
        Err(Error::invalid("error-channel-name"))
    };
    match deleted {
        Ok(films) => {
            films.into_iter().for_each(|video_id| visit.app.preparations.cancel(video_id));
            let handle = channel.handle;
            Ok(answer::see_other(&format!("/my/channels?done=channel-deleted&channel={handle}")))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let words = visit.language.said(&error.said);
            with_status(page(&delete_view(visit, handle, Some(words)).await?)?, answer::status_of(error.kind))
        }
    }
}

pub async fn undelete(visit: &mut Visit, handle: &str) -> Result<Response> {
    visit.form().await?;
    check_handle(handle).map_err(|_| Error::not_found("error-not-found"))?;
    channels::undelete(&visit.app.db, visit.signed_in()?, handle).await?;
    visit.app.wake(crate::domain::job::Lane::Media);
    Ok(answer::see_other("/my/channels?done=channel-undeleted"))
}

fn with_status(mut response: Response, status: StatusCode) -> Result<Response> {
    *response.status_mut() = status;
    Ok(response)
}
