//! Collaborators: members who keep a channel together with its owner, PeerTube's editors.

/// How many a channel can have, those who have been asked and those who have declined included.
pub const COLLABORATORS: usize = 20;

/// With PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Asked, and has not answered.
    Pending = 1,
    Accepted = 2,
    Rejected = 3,
}

impl State {
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::Pending, Self::Accepted, Self::Rejected].into_iter().find(|state| *state as i64 == number)
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_the_numbers_of_peertube() {
        for (number, label) in [(1, "Pending"), (2, "Accepted"), (3, "Rejected")] {
            assert_eq!(State::from_number(number).map(State::label), Some(label));
        }
        assert!(State::from_number(0).is_none() && State::from_number(4).is_none());
    }
}
