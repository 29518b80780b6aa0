//! Pictures of accounts and channels: given, replaced, taken away. Their files go with them.

use crate::actions::channels;
use crate::db::picture::Slot;
use crate::db::{self, Db, Read};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::picture::{Picture, Place};
use crate::error::Result;
use crate::files::layout::Small;
use crate::files::{self, Layout};

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
