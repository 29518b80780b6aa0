//! Pictures: made of what somebody sent, and of accounts and channels given, replaced, taken away. Their files go with them.

use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::actions::channels;
use crate::db::picture::Slot;
use crate::db::{self, Db, Read};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::picture::{Picture, Place};
use crate::error::{Error, Kind, Result};
use crate::files::layout::Small;
use crate::files::{self, Layout};
use crate::media::protocol::PictureOutput;
use crate::media::worker::Worker;

/// The largest picture that is read, in bytes.
pub const PICTURE_LENGTH: usize = 8 * 1024 * 1024;

/// Pictures are read one at a time: each may take the memory of all its pixels for as long as it is read.
static READING: Semaphore = Semaphore::const_new(1);

/// A JPEG that is to be made of a picture.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub kind: Small,
    pub name: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

/// Makes JPEGs of a picture, in the worker: a stranger's picture is decoded nowhere else.
pub async fn make(worker: &Worker, layout: &Layout, picture: &[u8], wanted: &[Wanted]) -> Result<()> {
    if picture.len() > PICTURE_LENGTH {
        return Err(Error::new(Kind::TooLarge, "error-picture-large").with("limit", PICTURE_LENGTH));
    }
    let _turn = READING.acquire().await.map_err(|_| Error::internal("no more pictures are read"))?;
    let folder = layout.scratch().join(Uuid::new_v4().to_string());
    std::fs::create_dir(&folder)?;
    let source = folder.join("picture");
    let made = async {
        tokio::fs::write(&source, picture).await?;
        let output = |one: &Wanted| PictureOutput {
            path: folder.join(&one.name),
            width: one.size.0,
            height: one.size.1,
        };
        let outputs: Vec<_> = wanted.iter().map(output).collect();
        worker.picture(&source, &outputs).await.map_err(|failure| {
            Error::new(Kind::Invalid, "error-picture").caused_by(format!("{failure:?}"))
        })?;
        for (one, output) in wanted.iter().zip(&outputs) {
            files::rename_durably(&output.path, &layout.small_folder(one.kind).join(&one.name))?;
        }
        Ok(())
    }
    .await;
    files::remove_quietly(&folder);
    made
}

/// What a picture shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// The person themselves.
    Account,
    /// The channel of this handle.
    Channel(String, Place),
}

impl Shown {
    pub fn place(&self) -> Place {
        match self {
            Self::Account => Place::Avatar,
            Self::Channel(_, place) => *place,
        }
    }

    /// Where the files of such a picture lie.
    pub fn folder(&self) -> Small {
        match self.place() {
            Place::Avatar => Small::Avatar,
            Place::Banner => Small::Banner,
        }
    }

    fn slot(&self, read: &Read, person: &Person) -> Result<Slot> {
        Ok(match self {
            Self::Account => Slot::AccountAvatar(person.account_id),
            Self::Channel(handle, place) => {
                let id = channels::owned(read, person, handle)?.id;
                match place {
                    Place::Avatar => Slot::ChannelAvatar(id),
                    Place::Banner => Slot::ChannelBanner(id),
                }
            }
        })
    }
}

/// Refuses whoever may not change this picture, before anybody reads what they sent.
pub async fn check(db: &Db, person: &Person, shown: &Shown) -> Result<()> {
    let (person, shown) = (person.clone(), shown.clone());
    db.read(move |read| shown.slot(read, &person).map(|_| ())).await
}

/// Puts these files in the place of the picture; none takes it away.
pub async fn replace(
    db: &Db,
    layout: &Layout,
    person: &Person,
    shown: &Shown,
    made: Vec<Picture>,
) -> Result<()> {
    let (folder, owner, row) = (layout.small_folder(shown.folder()), person.clone(), shown.clone());
    let new = made.clone();
    let replaced = db
        .write(move |tx| {
            let slot = row.slot(tx, &owner)?;
            if let Shown::Channel(handle, _) = &row {
                let channel = channels::owned(tx, &owner, handle)?;
                db::activity::of_channel(tx, &owner, Action::Update, &channel, "")?;
            }
            let replaced = db::picture::find(tx, slot)?;
            db::picture::set(tx, slot, &new)?;
            Ok(replaced)
        })
        .await;
    let (forgotten, outcome) = match replaced {
        Ok(replaced) => (replaced, Ok(())),
        Err(error) => (made, Err(error)),
    };
    for picture in forgotten {
        files::remove_quietly(&folder.join(picture.file));
    }
    outcome
}
