//! What is said of one's own film: its description, its picture, its captions.

use sha2::{Digest, Sha256};
use warp::http::{StatusCode, header};

use super::super::{page, privacy, problem, problems, team, watch_path};
use super::find;
use crate::actions::{captions, chapters, videos};
use crate::db;
use crate::db::video::Video;
use crate::db::video_password::VideoPassword;
use crate::domain::chapter::{self, Chapter};
use crate::domain::comment::CommentsPolicy;
use crate::domain::id::Reference;
use crate::domain::job::Lane;
use crate::domain::moment::Moment;
use crate::domain::schedule::Schedule;
use crate::domain::sensitive::{EXPLICIT_SEX, VIOLENT};
use crate::domain::video::{Description, Privacy};
use crate::domain::vocabulary;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::audience;
use crate::web::pictures::{PICTURE_LENGTH, form_with_file, set_picture};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{
    CaptionRow, Choice, EditPage, FilmForm, Problems, Section, choices_of_categories, choices_of_languages,
    choices_of_licences,
};

/// The fields of the page's form that can be looked at by themselves, in its order.
const FIELDS: [&str; 10] = [
    "name",
    "description",
    "tags",
    "chapters",
    "category",
    "language",
    "licence",
    "support",
    "originallyPublishedAt",
    "nsfwSummary",
];

pub async fn edit(visit: &Visit, id: &str) -> Result<Response> {
    let (video, _) = find(visit, id).await?;
    page(&edit_view(visit, &video, None, Problems::default()).await?)
}

async fn edit_view(
    visit: &Visit,
    video: &Video,
    typed: Option<&Form>,
    problems: Problems,
) -> Result<EditPage> {
    let (id, account_id) = (video.id, video.account.id);
    let person = visit.signed_in()?;
    let (keeps, own_account_id) = (person.keeps(video.holding()), person.account_id);
    let rows = visit.app.db.read(move |read| {
        Ok((
            db::caption::of_video(read, id)?,
            // Whoever keeps the house moves a film among the channels of its owner.
            team::kept(read, if keeps { own_account_id } else { account_id })?,
            db::chapter::of_video(read, id)?,
            db::video_password::of_video(read, id, false)?,
        ))
    });
    let (known, channels, chapters, passwords) = rows.await?;
    let about = &video.about;
    let language = visit.language;
    let said = |name: &str, known: &str| typed.and_then(|form| form.get(name)).unwrap_or(known).to_owned();
    let number = typed.and_then(|form| form.get("privacy")?.parse().ok());
    let chosen = number.and_then(Privacy::from_number).unwrap_or(meant(about));
    let planned = match typed {
        Some(form) => audience::moment(form),
        None => about.schedule.map(Schedule::moment),
    };
    let planned = planned.map(|at| at.0.div_euclid(1000));
    let flags = typed.map_or(about.nsfw_flags, nsfw_flags);
    let ticked = |name: &str, known: bool| typed.map_or(known, |form| form.is_checked(name));
    let shown_first = about.originally_published_at.map(|at| Moment(at).day()).unwrap_or_default();
    Ok(EditPage {
        page: visit.layout(Section::Mine, about.name.clone()),
        uuid: video.uuid.to_string(),
        url: watch_path(video),
        form: FilmForm {
            title: said("name", &about.name),
            description: said("description", about.description.as_deref().unwrap_or_default()),
            tags: said("tags", &about.tags.join(", ")),
            chapters: said("chapters", &chapter::written(&chapters)),
            privacy: privacy(chosen),
            passwords: said("passwords", &lines(&passwords)),
            publish_at: planned,
            comments: about.comments,
            support: said("support", about.support.as_deref().unwrap_or_default()),
            shown_first: said("originallyPublishedAt", &shown_first),
            may_be_kept: ticked("downloadEnabled", about.download_enabled),
            is_sensitive: ticked("nsfw", about.nsfw),
            is_violent: flags & VIOLENT != 0,
            is_explicit: flags & EXPLICIT_SEX != 0,
            warning: said("nsfwSummary", about.nsfw_summary.as_deref().unwrap_or_default()),
        },
        planned: planned_at(about),
        thumbnail: video.thumbnail.as_ref().map(|name| format!("/lazy-static/thumbnails/{name}")),
        captions: known
            .iter()
            .map(|caption| CaptionRow {
                label: language
                    .entry("language", &caption.language)
                    .or(vocabulary::language(&caption.language))
                    .unwrap_or(&caption.language)
                    .to_owned(),
                url: format!("/lazy-static/video-captions/{}", caption.file),
                language: caption.language.clone(),
            })
            .collect(),
        categories: choices_of_categories(language, about.category.map(|id| id as u32)),
        licences: choices_of_licences(language, about.licence.map(|id| id as u32)),
        languages: choices_of_languages(language, about.language.as_deref()),
        caption_languages: choices_of_languages(
            language,
            Some(about.language.as_deref().unwrap_or(language.code())),
        ),
        channels: channels
            .into_iter()
            .map(|(channel, owner)| Choice {
                value: channel.id.to_string(),
                is_chosen: channel.id == video.channel.id,
                label: team::label(language, &channel, owner.as_deref()),
            })
            .collect(),
        problems,
        caption_error: None,
        seen: state_of(about, &chapters, &passwords),
    })
}

/// Passwords as the page's field has them.
fn lines(passwords: &[VideoPassword]) -> String {
    passwords.iter().map(|known| known.password.as_str()).collect::<Vec<_>>().join("\n")
}

/// Who is meant to watch: from the planned moment on, if there is one.
fn meant(about: &Description) -> Privacy {
    about.schedule.and_then(|schedule| schedule.privacy).unwrap_or(about.privacy)
}

/// When others may watch, in seconds since 1970, if that is planned.
pub fn planned_at(about: &Description) -> Option<i64> {
    let schedule = about.schedule.filter(|schedule| schedule.privacy.is_some())?;
    Some(schedule.at.div_euclid(1000))
}

/// What a form was filled in with: two tabs, or two people, that change one film find out about each other.
fn state_of(about: &Description, chapters: &[Chapter], passwords: &[VideoPassword]) -> String {
    let said = format!("{about:?}{}{}", chapter::written(chapters), lines(passwords));
    Sha256::digest(said.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

pub async fn save(visit: &mut Visit, id: &str) -> Result<Response> {
    let (video, _) = find(visit, id).await?;
    let (form, picture) = form_with_file(visit, &["thumbnailfile"], PICTURE_LENGTH).await?;
    visit.visitor.check_form(&form)?;
    let is_script =
        visit.request.header(header::ACCEPT).is_some_and(|kinds| kinds.starts_with("application/json"));
    let wrong = problems(visit.language, &FIELDS, |name| look(&form.only(name), video.duration));
    if !is_script && !wrong.is_empty() {
        return refused(visit, &video, &form, wrong, StatusCode::BAD_REQUEST).await;
    }
    if let Some(seen) = form.filled("seen") {
        let id = video.id;
        let known = visit.app.db.read(move |read| {
            Ok((db::chapter::of_video(read, id)?, db::video_password::of_video(read, id, false)?))
        });
        let (chapters, passwords) = known.await?;
        if seen != state_of(&video.about, &chapters, &passwords) {
            let error = Error::new(Kind::Conflict, "error-film-changed");
            let wrong = problem(visit.language, None, &error);
            return refused(visit, &video, &form, wrong, StatusCode::CONFLICT).await;
        }
    }
    match take_over(visit, &video, &form, picture).await {
        Ok(()) if is_script => Ok(answer::no_content()),
        Err(error) if is_script => Ok(answer::problem(&error, visit.language, &visit.request.path)),
        Ok(()) => Ok(answer::see_other(&format!("/my/videos/{}/edit?done=saved", video.uuid))),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let place = match error.said.key {
                "error-picture" | "error-picture-large" => Some("thumbnailfile"),
                "error-channel" => Some("channelId"),
                "error-film-password-none" | "error-film-password-length" => Some("passwords"),
                "error-film-password-twice" | "error-film-password-many" => Some("passwords"),
                "error-schedule-moment" | "error-schedule-past" | "error-schedule-privacy" => {
                    Some("publishAt")
                }
                _ => None,
            };
            let wrong = problem(visit.language, place, &error);
            refused(visit, &video, &form, wrong, answer::status_of(error.kind)).await
        }
    }
}

async fn refused(
    visit: &Visit,
    video: &Video,
    form: &Form,
    wrong: Problems,
    status: StatusCode,
) -> Result<Response> {
    let mut response = page(&edit_view(visit, video, Some(form), wrong).await?)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Whether a field would do for a film of so many seconds.
fn look(alone: &Form, duration: i64) -> Result<()> {
    typed_chapters(alone, duration)?;
    let mut about = Description { name: "Film".to_owned(), ..Description::default() };
    from_page(&mut about, alone)?;
    about.checked().map(drop)
}

fn typed_chapters(form: &Form, duration: i64) -> Result<Option<Vec<Chapter>>> {
    form.get("chapters").map(|text| chapter::within(chapter::typed(text)?, duration)).transpose()
}

async fn take_over(visit: &Visit, video: &Video, form: &Form, picture: Option<Vec<u8>>) -> Result<()> {
    let person = visit.signed_in()?.clone();
    let reference = Reference::Number(video.id);
    let channel_id =
        form.filled("channelId").map(|id| id.parse().map_err(|_| Error::invalid("error-channel")));
    let channel_id = channel_id.transpose()?;
    let chapters = typed_chapters(form, video.duration)?;
    // The picture first: it is what is most likely to be refused.
    if let Some(picture) = picture {
        set_picture(visit, &person, reference, &picture).await?;
    }
    let (form, now) = (form.clone(), visit.app.now());
    let change = move |about: &mut Description| {
        let before = (about.privacy, about.schedule);
        from_page(about, &form)?;
        audience::take_over(about, &form, before, now)
    };
    videos::describe(&visit.app.db, &person, reference, channel_id, change).await?;
    visit.app.wake(Lane::Housekeeping);
    visit.app.wake(Lane::Sharing);
    match chapters {
        Some(chapters) => chapters::replace(&visit.app.db, &person, reference, chapters).await,
        None => Ok(()),
    }
}

/// The fields of the page's form: tags stand in one field, an empty field means "none", and one that is not
/// there stays as it is, because the page that sends films has only some of them.
fn from_page(about: &mut Description, form: &Form) -> Result<()> {
    let number = |name: &str| form.filled(name).and_then(|id| id.parse().ok());
    if let Some(name) = form.get("name") {
        about.name = name.to_owned();
    }
    if let Some(text) = form.get("description") {
        about.description = Some(text.to_owned());
    }
    if let Some(tags) = form.get("tags") {
        about.tags = tags.split(',').map(str::to_owned).collect();
    }
    if form.get("category").is_some() {
        about.category = number("category");
    }
    if form.get("licence").is_some() {
        about.licence = number("licence");
    }
    if form.get("language").is_some() {
        about.language = form.filled("language").map(str::to_owned);
    }
    if let Some(privacy) = number("privacy") {
        about.privacy = Privacy::from_number(privacy).ok_or_else(|| Error::invalid("error-privacy"))?;
    }
    if let Some(policy) = number("commentsPolicy") {
        about.comments =
            CommentsPolicy::from_number(policy).ok_or_else(|| Error::invalid("error-comments-policy"))?;
    }
    if let Some(support) = form.get("support") {
        about.support = Some(support.to_owned());
    }
    if let Some(day) = form.get("originallyPublishedAt") {
        let moment = |day| Moment::parse(day).ok_or_else(|| Error::invalid("error-date"));
        about.originally_published_at =
            Some(day).filter(|day| !day.is_empty()).map(moment).transpose()?.map(|at| at.0);
    }
    if let Some(words) = form.get("nsfwSummary") {
        about.nsfw_summary = Some(words.to_owned());
    }
    // A box that is not ticked is not sent: the field beside them tells that they were there.
    if form.get("ticks").is_some() {
        about.download_enabled = form.is_checked("downloadEnabled");
        about.nsfw = form.is_checked("nsfw");
        about.nsfw_flags = nsfw_flags(form);
    }
    Ok(())
}

/// The flags that are ticked in the page's form.
fn nsfw_flags(form: &Form) -> i64 {
    form.all("nsfwFlags").iter().filter_map(|flag| flag.parse::<i64>().ok()).fold(0, |all, flag| all | flag)
}

pub async fn add_caption(visit: &mut Visit, id: &str) -> Result<Response> {
    let (video, _) = find(visit, id).await?;
    let limit = crate::domain::caption::LENGTH_MAXIMUM;
    let (form, file) = form_with_file(visit, &["captionfile"], limit).await?;
    visit.visitor.check_form(&form)?;
    let person = visit.signed_in()?.clone();
    let language = form.text("language");
    let added = match file {
        Some(file) => {
            let (app, reference) = (&visit.app, Reference::Number(video.id));
            captions::put(&app.db, &app.layout, &person, reference, &language, &file).await
        }
        None => Err(Error::invalid("error-caption")),
    };
    match added {
        Ok(()) => Ok(answer::see_other(&format!("/my/videos/{}/edit?done=caption", video.uuid))),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let mut view = edit_view(visit, &video, None, Problems::default()).await?;
            view.caption_error = Some(visit.language.said(&error.said));
            view.caption_languages = choices_of_languages(visit.language, Some(&language));
            let mut response = page(&view)?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

pub async fn remove_caption(visit: &mut Visit, id: &str, language: &str) -> Result<Response> {
    visit.form().await?;
    let (video, _) = find(visit, id).await?;
    let person = visit.signed_in()?.clone();
    captions::remove(&visit.app.db, &visit.app.layout, &person, Reference::Number(video.id), language)
        .await?;
    Ok(answer::see_other(&format!("/my/videos/{}/edit?done=saved", video.uuid)))
}
