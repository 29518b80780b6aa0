//! Sending films: in one request, or in pieces that survive a lost line, a reload and a restart.
//!
//! The resumable protocol is the one of npm `@uploadx/core` as PeerTube configures it: POST with the length
//! in `X-Upload-Content-Length` → 201 and `Location`; PUT with `Content-Range` → 308 and `Range`, the last one
//! 200; PUT with `bytes */total` asks how far it is; DELETE ends it.

use futures_util::StreamExt;
use serde_json::{Value, json};
use warp::http::{StatusCode, header};

use super::videos::change_about;
use crate::actions::uploads::{self, Accepted, Begin, Receiving};
use crate::actions::videos;
use crate::db::upload::Upload;
use crate::domain::account::Person;
use crate::domain::id::to_short;
use crate::domain::job::Lane;
use crate::domain::upload::{ContentRange, title_from};
use crate::domain::video::{Description, Privacy};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::audience;
use crate::web::request::{Form, broken, broken_form};
use crate::web::routes::Visit;

/// Bytes of a refused body that are still read, so that the refusal reaches whoever is sending.
const DRAINED: u64 = 4 * 1024 * 1024;

pub async fn begin(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let length = visit.request.header("x-upload-content-length").and_then(|length| length.parse().ok());
    let bytes: u64 = length.ok_or_else(|| Error::invalid("error-upload-length"))?;
    let form = visit.request.form().await?;
    let file_name = form.filled("filename").or(form.filled("name")).unwrap_or_default().to_owned();
    // Everything has been said: nothing follows that could name a channel.
    let begin = Begin { is_channel_known: true, ..begin_of(visit, &person, &form, file_name, bytes).await? };
    let upload = uploads::begin(&visit.app.db, &visit.app.desk, &person, begin).await?;
    // As uploadx writes it: an address without its scheme, which works behind any proxy.
    let host = visit.request.header(header::HOST).map_or_else(|| visit.app.host(), str::to_owned);
    let location = format!("//{host}/api/v1/videos/upload-resumable?upload_id={}", upload.id);
    let response = answer::bytes(StatusCode::CREATED, "application/json; charset=utf-8", "{}");
    Ok(answer::with_header(response, header::LOCATION, location))
}

/// What a form says of a film to come. A film without a title gets one from its file's name.
async fn begin_of(
    visit: &Visit,
    person: &Person,
    form: &Form,
    file_name: String,
    bytes: u64,
) -> Result<Begin> {
    let mut about = Description::default();
    change_about(&mut about, form)?;
    // As the page without scripts has them: all in one field.
    if let Some(tags) = form.get("tagList") {
        about.tags = tags.split(',').map(str::to_owned).collect();
    }
    audience::take_over(&mut about, form, (Privacy::Private, None), visit.app.now())?;
    if about.name.trim().is_empty() {
        about.name = title_from(&file_name);
    }
    let channel_id = match form.filled("channelId") {
        Some(id) => id.parse().map_err(|_| Error::invalid("error-channel"))?,
        None => first_channel(visit, person).await?,
    };
    let is_channel_known = form.filled("channelId").is_some();
    Ok(Begin { file_name, bytes, channel_id, is_channel_known, about })
}

async fn first_channel(visit: &Visit, person: &Person) -> Result<i64> {
    let account_id = person.account_id;
    let channels = visit.app.db.read(move |read| crate::db::channel::of_account(read, account_id)).await?;
    channels.first().map(|channel| channel.id).ok_or_else(|| Error::invalid("error-channel"))
}

/// The upload that the address names.
async fn named(visit: &Visit) -> Result<Upload> {
    let person = visit.visitor.person()?;
    let id = visit.request.query.get("upload_id").ok_or_else(|| Error::not_found("error-upload-gone"))?;
    uploads::find(&visit.app.db, person, id).await
}

pub async fn append(visit: &mut Visit) -> Result<Response> {
    let outcome = take_piece(visit).await;
    if outcome.is_err() {
        visit.request.drain(DRAINED).await;
    }
    outcome
}

async fn take_piece(visit: &mut Visit) -> Result<Response> {
    let upload = named(visit).await?;
    let range = ContentRange::parse(visit.request.header(header::CONTENT_RANGE).unwrap_or_default())?;
    if upload.video_id.is_some() {
        return Ok(finished(videos::accept_upload(&visit.app.db, &upload.id).await?));
    }
    let total = match range {
        ContentRange::Bytes { total, .. } | ContentRange::Question { total } => total,
    };
    if total != upload.bytes as u64 {
        return Err(Error::invalid("error-content-range"));
    }
    let mut receiving = Receiving::open(&visit.app.desk, &upload).await?;
    if let ContentRange::Bytes { first, last, .. } = range {
        receive(visit, &mut receiving, first, last).await?;
    }
    let received = receiving.sync().await?;
    if receiving.is_complete() {
        let accepted = videos::accept_upload(&visit.app.db, &upload.id).await?;
        visit.app.wake(Lane::Media);
        return Ok(finished(accepted));
    }
    let id = upload.id.clone();
    visit.app.db.write(move |tx| crate::db::upload::touch(tx, &id)).await?;
    Ok(incomplete(received))
}

/// Takes the bytes `first..=last`. What arrived before the line was lost is kept and made durable.
async fn receive(visit: &mut Visit, receiving: &mut Receiving, first: u64, last: u64) -> Result<()> {
    let start = receiving.received();
    if first > start {
        return Err(Error::new(Kind::Conflict, "error-upload-range"));
    }
    // A piece that is sent again after a lost answer: what is there already is passed over.
    let mut already_there = start - first;
    let mut left = last - first + 1;
    while let Some(chunk) = visit.request.body.next().await {
        let mut chunk = match chunk {
            Ok(chunk) => chunk,
            Err(error) => {
                receiving.sync().await?;
                return Err(broken(error));
            }
        };
        if chunk.len() as u64 > left {
            receiving.sync().await?;
            return Err(Error::invalid("error-upload-range"));
        }
        left -= chunk.len() as u64;
        let passed_over = already_there.min(chunk.len() as u64);
        already_there -= passed_over;
        let chunk = chunk.split_off(passed_over as usize);
        if !chunk.is_empty() {
            receiving.append(&chunk).await?;
        }
    }
    Ok(())
}

fn incomplete(received: u64) -> Response {
    let response = answer::empty(StatusCode::PERMANENT_REDIRECT);
    match received {
        0 => response,
        received => answer::with_header(response, header::RANGE, format!("bytes=0-{}", received - 1)),
    }
}

fn finished(accepted: Accepted) -> Response {
    answer::bytes(StatusCode::OK, "application/json; charset=utf-8", shape(accepted).to_string())
}

fn shape(accepted: Accepted) -> Value {
    json!({ "video": {
        "id": accepted.video_id,
        "uuid": accepted.uuid.to_string(),
        "shortUUID": to_short(accepted.uuid),
    } })
}

pub async fn cancel(visit: &Visit) -> Result<Response> {
    let upload = named(visit).await?;
    uploads::cancel(&visit.app.db, &visit.app.desk, &upload).await?;
    Ok(answer::no_content())
}

pub async fn one_shot(visit: &mut Visit) -> Result<Response> {
    let accepted = send_form(visit, "videofile").await?;
    answer::json(&shape(accepted))
}

/// Takes a film from a multipart form. Its length is that of the request, until the file has ended: no form
/// says how long its file is, and a limit that is a little too careful costs nobody anything.
pub async fn send_form(visit: &mut Visit, file_field: &'static str) -> Result<Accepted> {
    let outcome = take_form(visit, file_field).await;
    if outcome.is_err() {
        visit.request.drain(DRAINED).await;
    }
    outcome
}

async fn take_form(visit: &mut Visit, file_field: &str) -> Result<Accepted> {
    let mut arrived = None;
    let outcome = read_form(visit, file_field, &mut arrived).await;
    // Whatever was refused, or broke, behind the file: its bytes and its row are nobody's then.
    if let (Err(_), Some(upload)) = (&outcome, &arrived) {
        uploads::cancel(&visit.app.db, &visit.app.desk, upload).await?;
    }
    outcome
}

/// Reads the parts in the order in which they come. `arrived` is the upload as soon as there is one.
async fn read_form(visit: &mut Visit, file_field: &str, arrived: &mut Option<Upload>) -> Result<Accepted> {
    let person = visit.visitor.person()?.clone();
    let announced = visit.request.content_length().ok_or_else(|| Error::invalid("error-upload-length"))?;
    let mut multipart = visit.request.multipart()?;
    let mut form = Form::default();
    let mut received = 0;
    while let Some(mut field) = multipart.next_field().await.map_err(broken_form)? {
        if field.name() != Some(file_field) {
            if field.file_name().is_none() {
                form.add(field).await?;
            }
            continue;
        }
        let file_name = field.file_name().unwrap_or_default().to_owned();
        if file_name.is_empty() || arrived.is_some() {
            continue;
        }
        if visit.visitor.session().is_some() {
            // The file comes last in our own form, so the token has been read by now.
            let header = visit.request.header("x-csrf-token");
            visit.visitor.check_token(header.or(form.get("csrf")))?;
        }
        let begin = begin_of(visit, &person, &form, file_name, announced).await?;
        let upload = arrived.insert(uploads::begin(&visit.app.db, &visit.app.desk, &person, begin).await?);
        received = stream_file(visit, upload, &mut field).await?;
    }
    let upload = arrived.as_ref().ok_or_else(|| Error::invalid("error-file-missing"))?;
    finish_form(visit, &person, &form, upload, received).await
}

async fn stream_file(visit: &Visit, upload: &Upload, field: &mut multer::Field<'_>) -> Result<u64> {
    let mut receiving = Receiving::open(&visit.app.desk, upload).await?;
    while let Some(chunk) = field.chunk().await.map_err(broken_form)? {
        receiving.append(&chunk).await?;
    }
    let received = receiving.sync().await?;
    if received == 0 { Err(Error::invalid("error-file-empty")) } else { Ok(received) }
}

/// Corrects the length that was only announced, takes over fields that came after the file, and accepts.
async fn finish_form(
    visit: &Visit,
    person: &Person,
    form: &Form,
    upload: &Upload,
    received: u64,
) -> Result<Accepted> {
    let begin = begin_of(visit, person, form, upload.file_name.clone(), received).await?;
    uploads::correct(&visit.app.db, &visit.app.desk, person, &upload.id, begin).await?;
    let accepted = videos::accept_upload(&visit.app.db, &upload.id).await?;
    visit.app.wake(Lane::Media);
    Ok(accepted)
}
