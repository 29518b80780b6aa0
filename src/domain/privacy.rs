//! Who may watch a film, and to whom it exists.

use serde::{Deserialize, Serialize};

use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::domain::video::{Holding, State, can_change};

/// Who may watch, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Privacy {
    Public = 1,
    Unlisted = 2,
    Private = 3,
    /// For whoever is signed in.
    Internal = 4,
    /// For whoever knows one of its passwords.
    Protected = 5,
}

impl Privacy {
    pub const ALL: [Self; 5] = [Self::Public, Self::Unlisted, Self::Private, Self::Internal, Self::Protected];

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|&privacy| privacy as i64 == number)
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Unlisted => "Unlisted",
            Self::Private => "Private",
            Self::Internal => "Internal",
            Self::Protected => "Password protected",
        }
    }

    /// Whether whoever has the address may watch.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }

    /// Whether members find it in lists: those who follow its channel are told of it then.
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Public | Self::Internal)
    }
}

/// What decides whether a film may be watched.
#[derive(Clone, Copy, Debug)]
pub struct Guarded {
    pub privacy: Privacy,
    pub state: State,
    pub holding: Holding,
}

/// What stands between a person and a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Granted,
    /// One of its passwords.
    Password,
    /// An account of this site.
    Account,
    /// For this person there is no such film.
    Nothing,
}

/// What a person (nobody: a stranger) who comes to the film by this name has to show. Numbers can be counted
/// through: a film that only those with its link may watch has none for strangers, and neither has a members' film.
pub fn access(film: Guarded, by: Reference, person: Option<&Person>) -> Access {
    if film.state == State::Deleted {
        return Access::Nothing;
    }
    if person.is_some_and(|person| can_change(film.holding, person)) {
        return Access::Granted;
    }
    // Those who keep the house see what they have blocked of other servers, too.
    if film.state == State::Blocked && person.is_some_and(Person::is_moderator) {
        return Access::Granted;
    }
    if film.state != State::Published {
        return Access::Nothing;
    }
    let is_counted = matches!(by, Reference::Number(_));
    match film.privacy {
        Privacy::Public => Access::Granted,
        Privacy::Unlisted if !is_counted => Access::Granted,
        Privacy::Internal if person.is_some() => Access::Granted,
        Privacy::Internal if !is_counted => Access::Account,
        Privacy::Protected => Access::Password,
        Privacy::Private | Privacy::Unlisted | Privacy::Internal => Access::Nothing,
    }
}

/// Whether `person` (nobody: a stranger) may watch the film whose address they have.
pub fn can_watch(film: Guarded, person: Option<&Person>) -> bool {
    can_reach(film, Reference::Uuid(uuid::Uuid::nil()), person)
}

/// Whether `person` may come to the film by this name, with nothing to show but who they are.
pub fn can_reach(film: Guarded, by: Reference, person: Option<&Person>) -> bool {
    access(film, by, person) == Access::Granted
}

/// Whether `person` may like the film and talk about it, once they have shown its password where it has one: that is
/// asked for where a request comes in.
pub fn can_take_part(film: Guarded, by: Reference, person: &Person) -> bool {
    matches!(access(film, by, Some(person)), Access::Granted | Access::Password)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Role;

    fn person(account_id: i64, role: Role) -> Person {
        Person {
            user_id: account_id,
            account_id,
            username: "x".into(),
            display_name: "x".into(),
            role,
            taste: (None, crate::domain::sensitive::Wishes::default()),
            shares: true,
            shared_channels: vec![],
        }
    }

    fn film(privacy: Privacy) -> Guarded {
        Guarded {
            privacy,
            state: State::Published,
            holding: Holding { channel_id: 70, owner_account_id: 7, is_ours: true },
        }
    }

    const BY_UUID: Reference = Reference::Uuid(uuid::Uuid::nil());
    const BY_NUMBER: Reference = Reference::Number(1);

    #[test]
    fn a_private_film_is_for_its_owner_and_the_administrator() {
        let film = film(Privacy::Private);
        assert!(!can_watch(film, None));
        assert!(!can_watch(film, Some(&person(8, Role::Member))));
        assert!(can_watch(film, Some(&person(7, Role::Member))));
        assert!(can_watch(film, Some(&person(1, Role::Administrator))));
    }

    #[test]
    fn an_unlisted_film_is_not_found_by_counting() {
        let film = film(Privacy::Unlisted);
        assert!(!can_reach(film, BY_NUMBER, None) && can_reach(film, BY_UUID, None));
        assert!(!can_reach(film, BY_NUMBER, Some(&person(8, Role::Member))));
        assert!(can_reach(film, BY_NUMBER, Some(&person(7, Role::Member))));
        assert!(can_reach(Guarded { privacy: Privacy::Public, ..film }, BY_NUMBER, None));
    }

    #[test]
    fn an_internal_film_is_for_members_and_not_found_by_counting() {
        let film = film(Privacy::Internal);
        assert_eq!(access(film, BY_UUID, None), Access::Account);
        assert_eq!(access(film, BY_NUMBER, None), Access::Nothing);
        assert_eq!(access(film, BY_NUMBER, Some(&person(8, Role::Member))), Access::Granted);
    }

    #[test]
    fn a_protected_film_asks_everybody_but_its_owner_for_a_password() {
        let film = film(Privacy::Protected);
        for stranger in [None, Some(&person(8, Role::Member))] {
            assert_eq!(access(film, BY_UUID, stranger), Access::Password);
            assert!(!can_watch(film, stranger));
        }
        assert_eq!(access(film, BY_UUID, Some(&person(7, Role::Member))), Access::Granted);
        let unready = Guarded { state: State::ToPrepare, ..film };
        assert_eq!(access(unready, BY_UUID, None), Access::Nothing);
    }

    #[test]
    fn a_film_in_preparation_is_seen_by_its_owner_alone() {
        let film = Guarded { state: State::ToPrepare, ..film(Privacy::Public) };
        assert!(!can_watch(film, None));
        assert!(can_watch(film, Some(&person(7, Role::Member))));
    }

    #[test]
    fn a_blocked_film_is_seen_by_its_owner_and_those_who_keep_the_house() {
        for privacy in Privacy::ALL {
            let film = Guarded { state: State::Blocked, ..film(privacy) };
            for stranger in [None, Some(&person(8, Role::Member))] {
                assert_eq!(access(film, BY_UUID, stranger), Access::Nothing);
            }
            for (account_id, role) in [(7, Role::Member), (8, Role::Moderator)] {
                assert_eq!(access(film, BY_UUID, Some(&person(account_id, role))), Access::Granted);
            }
        }
    }

    #[test]
    fn a_deleted_film_is_watched_by_nobody() {
        let film = Guarded { state: State::Deleted, ..film(Privacy::Public) };
        assert!(!can_watch(film, Some(&person(7, Role::Administrator))));
    }
}
