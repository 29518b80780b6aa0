//! Small files that come along with a form, and the pictures of films among them.

use uuid::Uuid;

use super::api::captions::file_of;
use super::request::{Form, broken_form};
use super::routes::Visit;
use crate::actions::videos;
use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::files::layout::Small;
use crate::media::protocol::PictureOutput;

/// The largest picture that may be sent as a thumbnail, in bytes.
pub const PICTURE_LENGTH: usize = 8 * 1024 * 1024;

/// The sizes that PeerTube makes.
const THUMBNAIL: (u32, u32) = (280, 157);
const PREVIEW: (u32, u32) = (850, 480);

/// Makes a thumbnail and a preview of a picture that somebody sent, in the worker: a stranger's picture is
/// decoded nowhere else.
pub async fn set_picture(visit: &Visit, person: &Person, reference: Reference, picture: &[u8]) -> Result<()> {
    let layout = &visit.app.layout;
    let folder = layout.scratch().join(Uuid::new_v4().to_string());
    std::fs::create_dir(&folder)?;
    let source = folder.join("picture");
    let made = async {
        tokio::fs::write(&source, picture).await?;
        let output = |name: &str, (width, height)| PictureOutput { path: folder.join(name), width, height };
        let outputs = [output("thumbnail", THUMBNAIL), output("preview", PREVIEW)];
        visit.app.worker.picture(&source, &outputs).await.map_err(|failure| {
            Error::new(Kind::Invalid, "error-picture").caused_by(format!("{failure:?}"))
        })?;
        let (thumbnail, preview) = (format!("{}.jpg", Uuid::new_v4()), format!("{}.jpg", Uuid::new_v4()));
        files::rename_durably(&outputs[0].path, &layout.small_folder(Small::Thumbnail).join(&thumbnail))?;
        files::rename_durably(&outputs[1].path, &layout.small_folder(Small::Preview).join(&preview))?;
        videos::set_pictures(&visit.app.db, person, reference, thumbnail, preview).await
    }
    .await;
    files::remove_quietly(&folder);
    let (thumbnail, preview) = made?;
    for (kind, name) in [(Small::Thumbnail, thumbnail), (Small::Preview, preview)] {
        if let Some(name) = name {
            files::remove_quietly(&layout.small_folder(kind).join(name));
        }
    }
    Ok(())
}

/// The fields of a multipart form, and the first small file in it that has one of these names.
pub async fn form_with_file(
    visit: &mut Visit,
    names: &[&str],
    limit: usize,
) -> Result<(Form, Option<Vec<u8>>)> {
    let mut multipart = visit.request.multipart()?;
    let (mut form, mut file) = (Form::default(), None);
    while let Some(mut field) = multipart.next_field().await.map_err(broken_form)? {
        if field.file_name().is_none() {
            form.add(field).await?;
        } else if file.is_none() && field.name().is_some_and(|name| names.contains(&name)) {
            // A file field that was left alone is sent as an empty file.
            file = Some(file_of(&mut field, limit).await?).filter(|bytes| !bytes.is_empty());
        }
    }
    Ok((form, file))
}
