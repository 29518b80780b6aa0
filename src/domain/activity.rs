//! What people do in a channel, written down for those who keep it together.

/// Days for which it is kept.
pub const DAYS: i64 = 365;

/// With PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Create = 1,
    Update = 2,
    Delete = 3,
    UpdateCaptions = 4,
    UpdateChapters = 5,
    UpdatePasswords = 6,
    UpdateElements = 9,
    /// A film leaves for a channel of somebody else.
    LeaveChannel = 10,
    /// A film comes from a channel of somebody else.
    EnterChannel = 11,
    /// The channel is offered to somebody.
    OfferOwnership = 12,
    AcceptOwnership = 13,
    RefuseOwnership = 14,
    WithdrawOwnership = 15,
}

impl Action {
    pub const ALL: [Self; 13] = [
        Self::Create,
        Self::Update,
        Self::Delete,
        Self::UpdateCaptions,
        Self::UpdateChapters,
        Self::UpdatePasswords,
        Self::UpdateElements,
        Self::LeaveChannel,
        Self::EnterChannel,
        Self::OfferOwnership,
        Self::AcceptOwnership,
        Self::RefuseOwnership,
        Self::WithdrawOwnership,
    ];

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|action| *action as i64 == number)
    }

    /// A word for people who read the API.
    pub fn label(self) -> &'static str {
        match self {
            Self::Create => "Created",
            Self::Update => "Updated",
            Self::Delete => "Deleted",
            Self::UpdateCaptions => "Captions updated",
            Self::UpdateChapters => "Chapters updated",
            Self::UpdatePasswords => "Passwords updated",
            Self::UpdateElements => "Elements updated",
            Self::LeaveChannel => "Channel ownership removed",
            Self::EnterChannel => "Channel ownership created",
            Self::OfferOwnership => "Ownership request sent",
            Self::AcceptOwnership => "Ownership request accepted",
            Self::RefuseOwnership => "Ownership request refused",
            Self::WithdrawOwnership => "Ownership request deleted",
        }
    }
}

/// What it was done to, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Video = 1,
    Playlist = 2,
    Channel = 3,
}

impl Target {
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::Video, Self::Playlist, Self::Channel].into_iter().find(|target| *target as i64 == number)
    }

    /// A word for people who read the API.
    pub fn label(self) -> &'static str {
        match self {
            Self::Video => "Video",
            Self::Playlist => "Playlist",
            Self::Channel => "Channel",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_back_to_what_they_stand_for() {
        for action in Action::ALL {
            assert_eq!(Action::from_number(action as i64), Some(action));
        }
        for target in [Target::Video, Target::Playlist, Target::Channel] {
            assert_eq!(Target::from_number(target as i64), Some(target));
        }
        assert!(Action::from_number(0).is_none() && Target::from_number(0).is_none());
    }
}
