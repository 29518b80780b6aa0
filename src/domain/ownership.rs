//! Giving a channel to somebody else, as PeerTube 8.2 does it: an offer that the next owner accepts or refuses.

/// With PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending = 1,
    Rejected = 2,
    Accepted = 3,
}

impl State {
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::Pending, Self::Rejected, Self::Accepted].into_iter().find(|state| *state as i64 == number)
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Rejected => "Rejected",
            Self::Accepted => "Accepted",
        }
    }

    /// What PeerTube called it before 8.2 and still sends.
    pub fn status(self) -> &'static str {
        match self {
            Self::Pending => "WAITING",
            Self::Rejected => "REFUSED",
            Self::Accepted => "ACCEPTED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_the_numbers_of_peertube() {
        for (number, status) in [(1, "WAITING"), (2, "REFUSED"), (3, "ACCEPTED")] {
            assert_eq!(State::from_number(number).map(State::status), Some(status));
        }
        assert!(State::from_number(0).is_none() && State::from_number(4).is_none());
    }
}
