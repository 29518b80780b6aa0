//! How the player is to look, as PeerTube 8 has it: a film leaves it to its channel, a channel to the site.

/// PeerTube's themes of the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Galaxy,
    Lucide,
}

impl Theme {
    /// What PeerTube's sites show where nobody has said anything.
    pub const OF_THE_SITE: Self = Self::Galaxy;

    pub fn name(self) -> &'static str {
        match self {
            Self::Galaxy => "galaxy",
            Self::Lucide => "lucide",
        }
    }
}

/// What was chosen for a film or a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// For films alone.
    AsItsChannel,
    AsTheSite,
    Theme(Theme),
}

impl Choice {
    pub const ALL: [Self; 4] =
        [Self::AsItsChannel, Self::AsTheSite, Self::Theme(Theme::Galaxy), Self::Theme(Theme::Lucide)];

    /// PeerTube's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsItsChannel => "channel-default",
            Self::AsTheSite => "instance-default",
            Self::Theme(theme) => theme.name(),
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }

    /// The theme of what stands in something with this theme.
    pub fn under(self, above: Theme) -> Theme {
        match self {
            Self::AsItsChannel => above,
            Self::AsTheSite => Theme::OF_THE_SITE,
            Self::Theme(theme) => theme,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_leaves_it_to_its_channel_and_a_channel_to_the_site() {
        let lucide = Choice::Theme(Theme::Lucide).under(Theme::OF_THE_SITE);
        assert_eq!(Choice::AsItsChannel.under(lucide), Theme::Lucide);
        assert_eq!(Choice::AsTheSite.under(lucide), Theme::Galaxy);
        for choice in Choice::ALL {
            assert_eq!(Choice::from_name(choice.name()), Some(choice));
        }
        assert_eq!(Choice::from_name("netflix"), None);
    }
}
