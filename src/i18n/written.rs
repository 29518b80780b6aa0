//! Dates, durations, sizes and numbers, as each language writes them.

use time::OffsetDateTime;

use super::Language;

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Narrow no-break space: French groups thousands with it.
const NARROW: char = '\u{202f}';
/// No-break space: stands between a number and its unit.
const NO_BREAK: char = '\u{a0}';

impl Language {
    /// "22 novembre 2026", from seconds since 1970, in universal time.
    pub fn date(self, unix_seconds: i64) -> String {
        let Ok(date) = OffsetDateTime::from_unix_timestamp(unix_seconds) else { return String::new() };
        let month = usize::from(u8::from(date.month())) - 1;
        let day = date.day();
        match self {
            Self::Fr if day == 1 => format!("1er {} {}", MONTHS_FR[month], date.year()),
            Self::Fr => format!("{day} {} {}", MONTHS_FR[month], date.year()),
            Self::En => format!("{day} {} {}", MONTHS_EN[month], date.year()),
        }
    }

    /// "1:02:03", as a clock shows it; the same in both languages.
    pub fn clock(self, seconds: u64) -> String {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            format!("{hours}:{minutes:02}:{seconds:02}")
        } else {
            format!("{minutes}:{seconds:02}")
        }
    }

    /// "1 heure 2 minutes", as a screen reader should say it. Seconds are said below an hour only.
    pub fn spoken(self, seconds: u64) -> String {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let mut parts = Vec::with_capacity(3);
        let mut add = |key, count: u64| {
            if count > 0 {
                parts.push(self.say(key, &[("count", count.into())]));
            }
        };
        add("time-hours", hours);
        add("time-minutes", minutes);
        if hours == 0 {
            add("time-seconds", rest);
        }
        if parts.is_empty() {
            parts.push(self.say("time-seconds", &[("count", 0_u64.into())]));
        }
        parts.join(" ")
    }

    /// How long something will still take, roughly: nobody wants to read "3 min 41 s" of a guess.
    pub fn roughly(self, seconds: u64) -> String {
        match seconds {
            0..45 => self.t("time-under-a-minute").to_owned(),
            45..5_400 => self.say("time-minutes", &[("count", ((seconds + 30) / 60).max(1).into())]),
            _ => self.say("time-hours", &[("count", ((seconds + 1_800) / 3_600).into())]),
        }
    }

    /// "1,2 Go" or "1.2 GB": decimal units, as disks are sold.
    pub fn bytes(self, bytes: u64) -> String {
        let units = match self {
            Self::Fr => ["octets", "ko", "Mo", "Go", "To"],
            Self::En => ["bytes", "KB", "MB", "GB", "TB"],
        };
        let mut size = bytes as f64;
        let mut unit = 0;
        // What would be rounded to 1000 is one of the next unit.
        while size >= 999.5 && unit < units.len() - 1 {
            size /= 1000.0;
            unit += 1;
        }
        let number = if unit == 0 || size >= 9.95 {
            self.number(size.round() as u64)
        } else {
            let written = format!("{size:.1}");
            if self == Self::Fr { written.replace('.', ",") } else { written }
        };
        format!("{number}{NO_BREAK}{}", units[unit])
    }

    /// "12 345" or "12,345".
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let separator = if self == Self::Fr { NARROW } else { ',' };
        let mut written = String::with_capacity(digits.len() * 2);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push(separator);
            }
            written.push(digit);
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_durations_and_sizes_are_written_as_each_language_writes_them() {
        let (fr, en) = (Language::Fr, Language::En);
        assert_eq!(fr.date(1_795_348_800), "22 novembre 2026");
        assert_eq!(en.date(1_795_348_800), "22 November 2026");
        assert_eq!(fr.date(1_793_491_200), "1er novembre 2026");
        assert_eq!(fr.clock(3_723), "1:02:03");
        assert_eq!(fr.clock(59), "0:59");
        assert_eq!(fr.spoken(3_723), "1 heure 2 minutes");
        assert_eq!(en.spoken(62), "1 minute 2 seconds");
        assert_eq!(fr.spoken(0), "0 seconde");
        assert_eq!(fr.bytes(1_200_000_000), "1,2\u{a0}Go");
        assert_eq!(en.bytes(1_200_000_000), "1.2\u{a0}GB");
        assert_eq!(fr.bytes(999_950), "1,0\u{a0}Mo");
        assert_eq!(fr.bytes(15_400_000), "15\u{a0}Mo");
        assert_eq!(fr.bytes(0), "0\u{a0}octets");
        assert_eq!(en.bytes(u64::MAX).split('\u{a0}').nth(1), Some("TB"));
        assert_eq!(fr.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(en.number(123), "123");
    }
}
