//! What members are told of, and what of it they wish to be told.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// With PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A channel that they follow has a new film.
    NewFilm = 1,
    /// Somebody has commented on a film of theirs; perhaps it waits for them.
    Comment = 2,
    /// Somebody reports something.
    Report = 3,
    /// A film of theirs is blocked by whoever keeps the house, or is so no longer.
    Blocked = 4,
    Unblocked = 5,
    /// A film of theirs can be watched.
    Published = 6,
    /// Somebody follows a channel of theirs.
    Follower = 10,
    /// Somebody has answered a comment of theirs.
    Answer = 11,
    /// What became of a report of theirs.
    ReportDecided = 15,
    /// Somebody has said something about a report: of theirs, or to whoever keeps the house.
    ReportAnswered = 16,
    /// Somebody asks for an account.
    Request = 20,
    /// Somebody asks them to keep a channel together.
    Invitation = 23,
    /// Somebody keeps a channel of theirs with them from now on.
    InvitationAccepted = 24,
    InvitationRefused = 25,
    /// Somebody wants to give them a film. The numbers follow the order of PeerTube's others.
    FilmOwnership = 26,
    FilmOwnershipAccepted = 27,
    FilmOwnershipRefused = 28,
    /// Somebody wants to give them a channel.
    Ownership = 29,
    OwnershipAccepted = 30,
    OwnershipRefused = 31,
}

impl Kind {
    /// Those that members can wish to be told of or not.
    pub const WISHED: [Self; 11] = [
        Self::NewFilm,
        Self::Comment,
        Self::Published,
        Self::Follower,
        Self::Answer,
        Self::Request,
        Self::Report,
        Self::ReportDecided,
        Self::ReportAnswered,
        Self::Blocked,
        Self::Unblocked,
    ];

    /// Those that ask for an answer or bring one: as in PeerTube everybody is told of them, by mail too where the site
    /// sends some.
    pub const ALWAYS: [Self; 9] = [
        Self::Invitation,
        Self::InvitationAccepted,
        Self::InvitationRefused,
        Self::FilmOwnership,
        Self::FilmOwnershipAccepted,
        Self::FilmOwnershipRefused,
        Self::Ownership,
        Self::OwnershipAccepted,
        Self::OwnershipRefused,
    ];

    pub fn from_number(number: i64) -> Option<Self> {
        Self::WISHED.into_iter().chain(Self::ALWAYS).into_iter().find(|kind| *kind as i64 == number)
    }

    /// PeerTube's name for the wish to be told of it; none for what nobody is asked about.
    pub fn wish(self) -> Option<&'static str> {
        Some(match self {
            Self::NewFilm => "newVideoFromSubscription",
            Self::Comment => "newCommentOnMyVideo",
            Self::Published => "myVideoPublished",
            Self::Follower => "newFollow",
            Self::Answer => "commentMention",
            Self::Request => "newUserRegistration",
            Self::Report => "abuseAsModerator",
            Self::ReportDecided => "abuseStateChange",
            Self::ReportAnswered => "abuseNewMessage",
            Self::Blocked | Self::Unblocked => "blacklistOnMyVideo",
            Self::Invitation
            | Self::InvitationAccepted
            | Self::InvitationRefused
            | Self::FilmOwnership
            | Self::FilmOwnershipAccepted
            | Self::FilmOwnershipRefused
            | Self::Ownership
            | Self::OwnershipAccepted
            | Self::OwnershipRefused => return None,
        })
    }
}

/// How a member wishes to be told of each kind, under PeerTube's names: 0 not at all, 1 on the site, 2 by mail, 3 both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Wishes {
    pub new_video_from_subscription: u8,
    pub new_comment_on_my_video: u8,
    pub my_video_published: u8,
    pub new_follow: u8,
    pub comment_mention: u8,
    pub new_user_registration: u8,
    pub abuse_as_moderator: u8,
    pub abuse_state_change: u8,
    pub abuse_new_message: u8,
    pub blacklist_on_my_video: u8,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            new_video_from_subscription: 1,
            new_comment_on_my_video: 1,
            my_video_published: 1,
            new_follow: 1,
            comment_mention: 1,
            new_user_registration: 1,
            abuse_as_moderator: 1,
            abuse_state_change: 1,
            abuse_new_message: 1,
            blacklist_on_my_video: 1,
        }
    }
}

impl Wishes {
    /// Refuses what cannot be done where the site sends no mail.
    pub fn check(&self, has_mail: bool) -> Result<()> {
        let most = if has_mail { 3 } else { 1 };
        let wishes = [
            self.new_video_from_subscription,
            self.new_comment_on_my_video,
            self.my_video_published,
            self.new_follow,
            self.comment_mention,
            self.new_user_registration,
            self.abuse_as_moderator,
            self.abuse_state_change,
            self.abuse_new_message,
            self.blacklist_on_my_video,
        ];
        if wishes.iter().all(|wish| *wish <= most) { Ok(()) } else { Err(Error::invalid("error-no-mail")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_wish() {
        let wishes = serde_json::to_value(Wishes::default()).expect("it is plain");
        for kind in Kind::WISHED {
            assert_eq!(Kind::from_number(kind as i64), Some(kind));
            assert_eq!(wishes[kind.wish().expect("it has one")], 1, "{kind:?}");
        }
        for kind in Kind::ALWAYS {
            assert_eq!((Kind::from_number(kind as i64), kind.wish()), (Some(kind), None));
        }
        assert!(Wishes { new_follow: 3, ..Wishes::default() }.check(false).is_err());
        assert!(Wishes { new_follow: 3, ..Wishes::default() }.check(true).is_ok());
        assert!(Wishes { new_follow: 4, ..Wishes::default() }.check(true).is_err());
    }
}
