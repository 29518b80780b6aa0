//! Actors: whoever speaks in the fediverse (ActivityPub), ours and those of others.

use crate::error::{Error, Result};

/// One of ours: the site itself, an account or a channel, by the number of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Own {
    Site,
    Account(i64),
    Channel(i64),
}

impl Own {
    /// As rows keep it.
    pub fn numbers(self) -> (i64, i64) {
        match self {
            Self::Site => (0, 0),
            Self::Account(id) => (1, id),
            Self::Channel(id) => (2, id),
        }
    }

    pub fn from_numbers(kind: i64, id: i64) -> Option<Self> {
        match kind {
            0 => Some(Self::Site),
            1 => Some(Self::Account(id)),
            2 => Some(Self::Channel(id)),
            _ => None,
        }
    }
}

/// What an actor of another server is. Kinds that only differ in who is behind them (Service, Organization) are
/// persons here, as in PeerTube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    Application = 0,
    Person = 1,
    Group = 2,
}

impl ActorKind {
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Application),
            1 => Some(Self::Person),
            2 => Some(Self::Group),
            _ => None,
        }
    }

    /// By the type of its document.
    pub fn from_label(label: &str) -> Option<Self> {
        match label {
            "Application" => Some(Self::Application),
            "Person" | "Service" | "Organization" => Some(Self::Person),
            "Group" => Some(Self::Group),
            _ => None,
        }
    }
}

/// What somebody elsewhere is to one of ours that they want to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowState {
    Pending = 1,
    Accepted = 2,
    Rejected = 3,
}

impl FollowState {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Rejected];

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| *state as i64 == number)
    }

    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.label() == label)
    }

    /// PeerTube's name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

/// How far one of ours is with following somebody elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Following {
    /// To be asked.
    ToAsk = 0,
    Asked = 1,
    Accepted = 2,
    Refused = 3,
    /// To be left.
    ToLeave = 4,
}

impl Following {
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::ToAsk, Self::Asked, Self::Accepted, Self::Refused, Self::ToLeave]
            .into_iter()
            .find(|state| *state as i64 == number)
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "rejected",
            Self::ToAsk | Self::Asked | Self::ToLeave => "pending",
        }
    }
}

/// A name in the fediverse: `name@host`, the host with its port where that is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    pub name: String,
    pub host: String,
}

/// Characters of a name of somebody elsewhere, and of a host.
const NAME_LENGTH: usize = 120;
const HOST_LENGTH: usize = 255;

impl Handle {
    /// Reads `name@host`, `@name@host` and `acct:name@host`.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let text = text.strip_prefix("acct:").unwrap_or(text);
        let text = text.strip_prefix('@').unwrap_or(text);
        let wrong = || Error::invalid("error-handle");
        let (name, host) = text.split_once('@').ok_or_else(wrong)?;
        if !is_name(name) || !is_host(host) {
            return Err(wrong());
        }
        Ok(Self { name: name.to_owned(), host: host.to_ascii_lowercase() })
    }
}

impl std::fmt::Display for Handle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}@{}", self.name, self.host)
    }
}

/// PeerTube reads letters, digits and `-_.:` in the names of actors.
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= NAME_LENGTH
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}

/// A host name or address as it stands in addresses, with or without a port.
pub fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-.[]:".contains(&byte);
    !name.is_empty() && host.len() <= HOST_LENGTH && is_port && name.bytes().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_read_as_people_write_them() {
        for text in ["maud@tube.example", "@maud@tube.example", " acct:maud@Tube.Example "] {
            assert_eq!(Handle::parse(text).unwrap().to_string(), "maud@tube.example");
        }
        assert_eq!(Handle::parse("maud@127.0.0.1:9000").unwrap().host, "127.0.0.1:9000");
        for text in ["", "maud", "@", "maud@", "@tube.example", "a b@c.d", "a@b/c", "a@b:70000", "a@b@c"] {
            assert!(Handle::parse(text).is_err(), "{text}");
        }
    }
}
