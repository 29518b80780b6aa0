//! Small files that come along with a form, and the pictures of films, accounts and channels among them.

use uuid::Uuid;
use warp::http::header::CONTENT_TYPE;

use super::api::captions::file_of;
use super::request::{Form, broken_form};
use super::routes::Visit;
use crate::actions::pictures::{self, Shown};
use crate::actions::videos;
use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::domain::picture::Picture;
use crate::error::{Error, Result};
use crate::files::layout::Small;
use crate::files::{self, Layout};

pub use crate::actions::pictures::PICTURE_LENGTH;

pub use crate::domain::picture::{PREVIEW, THUMBNAIL};

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

/// Makes the picture of an account or a channel, in all its sizes, of one that somebody sent.
pub async fn set_shown(
    visit: &Visit,
    person: &Person,
    shown: &Shown,
    picture: &[u8],
) -> Result<Vec<Picture>> {
    pictures::check(&visit.app.db, person, shown).await?;
    let sizes = shown.place().sizes();
    let wanted: Vec<_> = sizes.iter().map(|&size| (shown.folder(), size)).collect();
    let names = make(visit, picture, &wanted).await?;
    let created_at = visit.app.now().0;
    let made: Vec<_> = names
        .into_iter()
        .zip(sizes)
        .map(|(file, &(width, height))| Picture { file, width, height, created_at })
        .collect();
    pictures::replace(&visit.app.db, &visit.app.layout, person, shown, made.clone()).await?;
    Ok(made)
}

/// Makes JPEGs of these sizes of a picture that somebody sent. Their names.
pub async fn make(visit: &Visit, picture: &[u8], wanted: &[(Small, (u32, u32))]) -> Result<Vec<String>> {
    let named: Vec<_> = wanted
        .iter()
        .map(|&(kind, size)| pictures::Wanted { kind, name: format!("{}.jpg", Uuid::new_v4()), size })
        .collect();
    pictures::make(&visit.app.worker, &visit.app.layout, picture, &named).await?;
    Ok(named.into_iter().map(|wanted| wanted.name).collect())
}

pub fn forget(layout: &Layout, names: impl IntoIterator<Item = (Small, String)>) {
    for (kind, name) in names {
        files::remove_quietly(&layout.small_folder(kind).join(name));
    }
}

/// The fields of a form, and the first small file in it that has one of these names.
pub async fn form_with_file(
    visit: &mut Visit,
    names: &[&str],
    limit: usize,
) -> Result<(Form, Option<Vec<u8>>)> {
    let (form, files) = form_with_files(visit, names, limit).await?;
    Ok((form, files.into_iter().next().map(|(_, bytes)| bytes)))
}

/// The fields of a form, and the small files in it that have these names: one of each name.
pub async fn form_with_files(
    visit: &mut Visit,
    names: &[&str],
    limit: usize,
) -> Result<(Form, Vec<(String, Vec<u8>)>)> {
    let kind = visit.request.header(CONTENT_TYPE).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Ok((visit.request.form().await?, Vec::new()));
    }
    let mut multipart = visit.request.multipart()?;
    let (mut form, mut files) = (Form::default(), Vec::<(String, Vec<u8>)>::new());
    while let Some(mut field) = multipart.next_field().await.map_err(broken_form)? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_none() {
            form.add(field).await?;
        } else if names.contains(&name.as_str()) && files.iter().all(|(known, _)| *known != name) {
            let is_chosen = field.file_name().is_some_and(|name| !name.is_empty());
            let bytes = file_of(&mut field, limit).await?;
            // A file field that was left alone is sent as an empty file without a name.
            if is_chosen || !bytes.is_empty() {
                files.push((name, bytes));
            }
        }
    }
    Ok((form, files))
}
