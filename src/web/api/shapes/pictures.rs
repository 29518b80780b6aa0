//! The pictures of accounts and channels, as every shape that has them shows them.

use serde::{Serialize, Serializer};

use super::{Joined, Site};
use crate::domain::moment::Moment;
use crate::domain::picture::Picture;

/// The sizes of a picture, written straight into the answer as well.
pub struct Pictures<'a> {
    site: &'a Site,
    folder: &'static str,
    pictures: &'a [Picture],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PictureShape<'a> {
    width: u32,
    height: u32,
    path: Joined<'a, &'a str>,
    file_url: Joined<'a, &'a str>,
    created_at: Moment,
    updated_at: Moment,
}

impl Serialize for Pictures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pictures.iter().map(|picture| PictureShape {
            width: picture.width,
            height: picture.height,
            path: Joined("", self.folder, &picture.file),
            file_url: Joined(&self.site.address, self.folder, &picture.file),
            created_at: Moment(picture.created_at),
            updated_at: Moment(picture.created_at),
        }))
    }
}

pub fn avatars<'a>(site: &'a Site, pictures: &'a [Picture]) -> Pictures<'a> {
    Pictures { site, folder: "/lazy-static/avatars/", pictures }
}

pub fn banners<'a>(site: &'a Site, pictures: &'a [Picture]) -> Pictures<'a> {
    Pictures { site, folder: "/lazy-static/banners/", pictures }
}
