//! Playlists: what may be said of them, who may see them, and how their films change places.

use crate::domain::account::{Person, check_display_name};
use crate::domain::id::Reference;
use crate::domain::video::{self, Privacy, State, can_watch, tidy_line};
use crate::error::{Error, Result};

/// What a list is for, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Regular = 1,
    /// Each account has one; it is private and keeps its name.
    WatchLater = 2,
}

impl Kind {
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::Regular, Self::WatchLater].into_iter().find(|&kind| kind as i64 == number)
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Regular => "Regular",
            Self::WatchLater => WATCH_LATER,
        }
    }
}

/// The name of that list in the API; pages say it in the reader's language.
pub const WATCH_LATER: &str = "Watch later";

/// Lists of one account, and films of one list. PeerTube has no bounds; one account could fill a disk.
pub const LISTS_MAXIMUM: i64 = 1000;
pub const FILMS_MAXIMUM: i64 = 10_000;

/// Who may see a list: PeerTube has three of the choices that films have.
pub const PRIVACIES: [Privacy; 3] = [Privacy::Public, Privacy::Unlisted, Privacy::Private];

/// The choice of this number, if lists have it.
pub fn privacy_from_number(number: i64) -> Option<Privacy> {
    PRIVACIES.into_iter().find(|&privacy| privacy as i64 == number)
}

/// What a person says of a list. Every field has been checked once `checked` has given it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub display_name: String,
    pub description: Option<String>,
    pub privacy: Privacy,
    pub channel_id: Option<i64>,
}

impl About {
    /// A list that nothing has been said of yet: private, as PeerTube's are.
    pub fn named(display_name: &str) -> Self {
        let display_name = display_name.to_owned();
        Self { display_name, description: None, privacy: Privacy::Private, channel_id: None }
    }

    /// Checks and tidies what came from a form or from the API. Whose the channel is, others check.
    pub fn checked(mut self) -> Result<Self> {
        self.display_name = tidy_line(&self.display_name);
        check_display_name(&self.display_name)?;
        self.description = video::tidy(self.description, 1000)?;
        if self.privacy == Privacy::Public && self.channel_id.is_none() {
            return Err(Error::invalid("error-playlist-channel"));
        }
        Ok(self)
    }
}

/// The part of a film that a list shows, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub start: Option<i64>,
    pub stop: Option<i64>,
}

impl Part {
    pub fn checked(self) -> Result<Self> {
        let is_time = |time: Option<i64>| time.is_none_or(|time| (0..=i64::from(i32::MAX)).contains(&time));
        let is_order = self.stop.is_none_or(|stop| stop > self.start.unwrap_or(0));
        if is_time(self.start) && is_time(self.stop) && is_order {
            Ok(self)
        } else {
            Err(Error::invalid("error-playlist-part"))
        }
    }

    /// Refuses what lies behind the end of a film of so many seconds; 0 while that is not known. Lengths are
    /// rounded, so the end may lie a second later.
    pub fn within(self, duration: i64) -> Result<Self> {
        let is_late = self.start.is_some_and(|start| start >= duration)
            || self.stop.is_some_and(|stop| stop > duration + 1);
        if duration > 0 && is_late { Err(Error::invalid("error-playlist-late")) } else { Ok(self) }
    }
}

/// Whether `person` (nobody: a stranger) may see a list that was asked for by this name. As in PeerTube, nobody
/// comes upon an unlisted one by counting.
pub fn can_see(privacy: Privacy, owner_account_id: i64, named: Reference, person: Option<&Person>) -> bool {
    if person.is_some_and(|person| can_change(owner_account_id, person)) {
        return true;
    }
    match privacy {
        Privacy::Public => true,
        Privacy::Unlisted => matches!(named, Reference::Uuid(_)),
        Privacy::Private | Privacy::Internal | Privacy::Protected => false,
    }
}

/// Whether `person` may change which films the lists of this account hold.
pub fn can_change(owner_account_id: i64, person: &Person) -> bool {
    person.account_id == owner_account_id || person.is_administrator()
}

/// Whether `person` may describe and delete the lists of this account that they see: PeerTube gives moderators
/// `REMOVE_ANY_VIDEO_PLAYLIST`, and asks for no more where a list is described.
pub fn can_describe(owner_account_id: i64, person: &Person) -> bool {
    person.account_id == owner_account_id || person.is_moderator()
}

/// What a place in a list is to whoever looks at it, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Film = 0,
    Deleted = 1,
    Private = 2,
    /// Not prepared yet, or not any more.
    Unavailable = 3,
}

/// What `person` finds in a place with this film; none when the film has been erased.
pub fn place(film: Option<video::Guarded>, person: Option<&Person>) -> Place {
    match film {
        None => Place::Deleted,
        Some(film) if film.state == State::Deleted => Place::Deleted,
        Some(film) if can_watch(film, person) => Place::Film,
        Some(film) if !film.privacy.is_open() => Place::Private,
        Some(_) => Place::Unavailable,
    }
}

/// Some things in a row that go behind another. Places count from 1; 0 is in front of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub start: i64,
    pub length: i64,
    pub after: i64,
}

/// Places from the first to the last, and by how many they move.
pub type Shift = (i64, i64, i64);

impl Move {
    /// How the places change among `total`: those that move, and those that they pass. None when all stay.
    pub fn shifts(self, total: i64) -> Result<Option<[Shift; 2]>> {
        let Self { start, length, after } = self;
        let is_inside = start >= 1 && length >= 1 && length <= total && start <= total - length + 1;
        if !is_inside || !(0..=total).contains(&after) {
            return Err(Error::invalid("error-playlist-position").with("maximum", total));
        }
        let last = start + length - 1;
        Ok(if after > last {
            Some([(start, last, after - last), (last + 1, after, -length)])
        } else if after < start - 1 {
            Some([(start, last, after + 1 - start), (after + 1, start - 1, length)])
        } else {
            None
        })
    }
}

/// The order of a list of lists, as the API's `sort` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub by: OrderBy,
    pub is_descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderBy {
    CreatedAt,
    UpdatedAt,
    Name,
    ChannelPosition,
    Match,
}

impl Order {
    pub const NEWEST: Self = Self { by: OrderBy::CreatedAt, is_descending: true };
    pub const CHANGED: Self = Self { by: OrderBy::UpdatedAt, is_descending: true };

    /// `None` for an order that we do not know.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.strip_prefix('-');
        let by = match name.unwrap_or(text) {
            "createdAt" => OrderBy::CreatedAt,
            "updatedAt" => OrderBy::UpdatedAt,
            "displayName" | "name" => OrderBy::Name,
            "videoChannelPosition" => OrderBy::ChannelPosition,
            "match" => OrderBy::Match,
            _ => return None,
        };
        Some(Self { by, is_descending: name.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of five things after a move.
    fn moved(start: i64, length: i64, after: i64) -> Option<Vec<i64>> {
        let shifts = Move { start, length, after }.shifts(5).ok()?;
        let place = |thing: i64| {
            let shift = shifts.iter().flatten().find(|(first, last, _)| (*first..=*last).contains(&thing));
            thing + shift.map_or(0, |&(.., by)| by)
        };
        let mut things: Vec<i64> = (1..=5).collect();
        things.sort_by_key(|&thing| place(thing));
        assert!(things.iter().map(|&thing| place(thing)).eq(1..=5), "no gaps, no two in one place");
        Some(things)
    }

    #[test]
    fn things_go_behind_another_and_the_rest_closes_up() {
        assert_eq!(moved(2, 1, 5).expect("the places exist"), [1, 3, 4, 5, 2]);
        assert_eq!(moved(4, 1, 0).expect("the places exist"), [4, 1, 2, 3, 5]);
        assert_eq!(moved(1, 2, 3).expect("the places exist"), [3, 1, 2, 4, 5]);
        assert_eq!(moved(4, 2, 1).expect("the places exist"), [1, 4, 5, 2, 3]);
        for stays in [(2, 1, 2), (2, 1, 1), (2, 3, 3), (1, 5, 0), (1, 5, 5)] {
            assert_eq!(
                moved(stays.0, stays.1, stays.2).expect("the places exist"),
                [1, 2, 3, 4, 5],
                "{stays:?}"
            );
        }
    }

    #[test]
    fn nothing_comes_from_or_goes_beyond_the_ends() {
        for wrong in [(0, 1, 2), (6, 1, 0), (1, 0, 2), (5, 2, 0), (1, 1, 6), (1, 1, -1), (1, i64::MAX, 0)] {
            assert_eq!(moved(wrong.0, wrong.1, wrong.2), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_part_ends_after_its_start() {
        let part = |start, stop| Part { start, stop }.checked();
        assert!(part(None, None).is_ok() && part(Some(0), Some(1)).is_ok() && part(Some(9), None).is_ok());
        assert!(Part { start: Some(11), stop: Some(13) }.within(12).is_ok(), "lengths are rounded");
        assert!(Part { start: Some(12), stop: None }.within(12).is_err());
        assert!(Part { start: None, stop: Some(14) }.within(12).is_err());
        assert!(Part { start: Some(99), stop: None }.within(0).is_ok(), "it is not known yet");
        for (start, stop) in [(Some(-1), None), (Some(5), Some(5)), (None, Some(0)), (Some(1 << 40), None)] {
            assert!(part(start, stop).is_err(), "{start:?} {stop:?}");
        }
    }
}
