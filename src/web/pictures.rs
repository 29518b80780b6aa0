//! Small files that come along with a form, and the pictures of films among them.

use uuid::Uuid;

use super::api::captions::file_of;
use super::request::{Form, broken_form};
use super::routes::Visit;
use crate::actions::videos;
use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::error::{Error, Kind, Result};
use crate::files::layout::Small;
use crate::files::{self, Layout};
use crate::media::protocol::PictureOutput;

/// The largest picture that may be sent as a thumbnail, in bytes.
pub const PICTURE_LENGTH: usize = 8 * 1024 * 1024;

/// The sizes that PeerTube makes.
pub const THUMBNAIL: (u32, u32) = (280, 157);
const PREVIEW: (u32, u32) = (850, 480);

/// Makes a thumbnail and a preview of a picture that somebody sent.
pub async fn set_picture(visit: &Visit, person: &Person, reference: Reference, picture: &[u8]) -> Result<()> {
    let layout = &visit.app.layout;
    let names = make(visit, picture, &[(Small::Thumbnail, THUMBNAIL), (Small::Preview, PREVIEW)]).await?;
    let [thumbnail, preview] = names.as_slice() else { return Err(Error::internal("two pictures are made")) };
    let set =
        videos::set_pictures(&visit.app.db, person, reference, thumbnail.clone(), preview.clone()).await;
    let (thumbnail, preview) = match set {
        Ok(replaced) => replaced,
        Err(error) => {
            forget(layout, [(Small::Thumbnail, thumbnail.clone()), (Small::Preview, preview.clone())]);
            return Err(error);
        }
    };
    let replaced = [(Small::Thumbnail, thumbnail), (Small::Preview, preview)];
    forget(layout, replaced.into_iter().filter_map(|(kind, name)| Some((kind, name?))));
    Ok(())
}

/// Makes JPEGs of these sizes, in the worker: a stranger's picture is decoded nowhere else. Their names.
pub async fn make(visit: &Visit, picture: &[u8], wanted: &[(Small, (u32, u32))]) -> Result<Vec<String>> {
    let layout = &visit.app.layout;
    let folder = layout.scratch().join(Uuid::new_v4().to_string());
    std::fs::create_dir(&folder)?;
    let source = folder.join("picture");
    let made = async {
        tokio::fs::write(&source, picture).await?;
        let named: Vec<_> = wanted.iter().map(|_| format!("{}.jpg", Uuid::new_v4())).collect();
        let outputs: Vec<_> = named
            .iter()
            .zip(wanted)
            .map(|(name, &(_, (width, height)))| PictureOutput { path: folder.join(name), width, height })
            .collect();
        visit.app.worker.picture(&source, &outputs).await.map_err(|failure| {
            Error::new(Kind::Invalid, "error-picture").caused_by(format!("{failure:?}"))
        })?;
        for ((name, output), (kind, _)) in named.iter().zip(&outputs).zip(wanted) {
            files::rename_durably(&output.path, &layout.small_folder(*kind).join(name))?;
        }
        Ok(named)
    }
    .await;
    files::remove_quietly(&folder);
    made
}

pub fn forget(layout: &Layout, names: impl IntoIterator<Item = (Small, String)>) {
    for (kind, name) in names {
        files::remove_quietly(&layout.small_folder(kind).join(name));
    }
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
