//! Captions of a film.

use serde_json::json;

use super::videos::watchable;
use crate::actions::captions;
use crate::domain::caption::LENGTH_MAXIMUM;
use crate::domain::id::Reference;
use crate::domain::vocabulary;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::request::broken_form;
use crate::web::routes::Visit;

pub async fn list(visit: &Visit, id: &str) -> Result<Response> {
    let whole = watchable(visit, id).await?;
    let address = visit.app.address();
    let data: Vec<_> = whole
        .captions
        .iter()
        .map(|caption| {
            let path = format!("/lazy-static/video-captions/{}", caption.file);
            json!({
                "language": {
                    "id": caption.language,
                    "label": vocabulary::language(&caption.language).unwrap_or("Unknown"),
                },
                "automaticallyGenerated": false,
                "captionPath": path,
                "fileUrl": format!("{address}{path}"),
                "m3u8Url": null,
                "updatedAt": caption.updated_at,
            })
        })
        .collect();
    answer::json(&json!({ "total": data.len(), "data": data }))
}

pub async fn put(visit: &mut Visit, id: &str, language: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let mut multipart = visit.request.multipart()?;
    let mut bytes = None;
    while let Some(mut field) = multipart.next_field().await.map_err(broken_form)? {
        if field.name() == Some("captionfile") {
            bytes = Some(file_of(&mut field, LENGTH_MAXIMUM).await?);
        }
    }
    let bytes = bytes.ok_or_else(|| Error::invalid("error-caption"))?;
    captions::put(&visit.app.db, &visit.app.layout, &person, reference, language, &bytes).await?;
    Ok(answer::no_content())
}

/// The bytes of a small file in a form. One that is too long comes cut one byte behind the limit: whoever reads it
/// refuses it.
pub async fn file_of(field: &mut multer::Field<'_>, limit: usize) -> Result<Vec<u8>> {
    let (mut bytes, mut seen) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(broken_form)? {
        seen += chunk.len();
        if seen > limit + PASSED_OVER {
            return Err(Error::new(Kind::TooLarge, "error-too-large").with("limit", limit));
        }
        let room = (limit + 1).saturating_sub(bytes.len()).min(chunk.len());
        bytes.extend_from_slice(&chunk[..room]);
    }
    Ok(bytes)
}

/// Bytes of a file that is too long that are read all the same: whoever sent it then gets their form back, with what is
/// wrong with it.
const PASSED_OVER: usize = 64 * 1024 * 1024;

pub async fn remove(visit: &Visit, id: &str, language: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    captions::remove(&visit.app.db, &visit.app.layout, person, reference, language).await?;
    Ok(answer::no_content())
}
