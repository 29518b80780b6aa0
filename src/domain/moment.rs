//! A moment in time, as the database and the wire write it.

use serde::{Serialize, Serializer};
use time::format_description::well_known::Rfc2822;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, UtcOffset};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1000
    }

    /// As PeerTube's JSON has it: `2026-11-22T19:33:34.889Z`.
    fn write_iso(self, text: &mut [u8; 24]) -> &str {
        // Written by hand: a list has four of these for each film, and a format description costs ten times more.
        let moment = self.date_time();
        let (hour, minute, second, millisecond) = moment.time().as_hms_milli();
        let parts = [
            (moment.year().unsigned_abs(), 4, b'-'),
            (u8::from(moment.month()).into(), 2, b'-'),
            (moment.day().into(), 2, b'T'),
            (hour.into(), 2, b':'),
            (minute.into(), 2, b':'),
            (second.into(), 2, b'.'),
            (millisecond.into(), 3, b'Z'),
        ];
        let mut at = 0;
        for (mut number, digits, end) in parts {
            for place in text[at..at + digits].iter_mut().rev() {
                *place = b'0' + (number % 10) as u8;
                number /= 10;
            }
            text[at + digits] = end;
            at += digits + 1;
        }
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// As PeerTube's JSON and Atom have it: `2026-11-22T19:33:34.889Z`.
    pub fn to_iso(self) -> String {
        self.write_iso(&mut [0; 24]).to_owned()
    }

    /// As HTTP headers have it (RFC 9110 section 5.6.7).
    pub fn to_http(self) -> String {
        let text = self.date_time().format(&Rfc2822).unwrap_or_default();
        text.replace("+0000", "GMT")
    }

    /// Reads a date as HTTP headers have it; `None` for anything else.
    pub fn parse_http(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(&text.trim().replace("GMT", "+0000"), &Rfc2822).ok()?;
        Some(Self(moment.unix_timestamp() * 1000))
    }

    /// Reads an ISO 8601 date or date and time; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 10 {
            let date = time::Date::parse(text, &format_description!("[year]-[month]-[day]")).ok()?;
            return Some(Self(date.midnight().assume_utc().unix_timestamp() * 1000));
        }
        let moment = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
        Some(Self((moment.unix_timestamp_nanos() / 1_000_000) as i64))
    }

    /// The date in UTC as forms have it: `2026-11-22`.
    pub fn day(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Year, month (1–12) and day, in UTC.
    pub fn date(self) -> (i32, u8, u8) {
        let date = self.date_time().date();
        (date.year(), date.month().into(), date.day())
    }

    fn date_time(self) -> OffsetDateTime {
        // Moments come from our clock or from `parse`; what lies outside the calendar is shown as its start.
        (OffsetDateTime::UNIX_EPOCH.checked_add(Duration::milliseconds(self.0)))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .to_offset(UtcOffset::UTC)
    }
}

impl Serialize for Moment {
    /// As PeerTube's JSON has it: `2026-11-22T19:33:34.889Z`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.write_iso(&mut [0; 24]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_peertube_writes_it() {
        let moment = Moment::parse("2026-11-22T19:33:34.889Z").expect("it is a time");
        assert_eq!(serde_json::json!(moment), "2026-11-22T19:33:34.889Z");
        assert_eq!(moment.to_iso(), "2026-11-22T19:33:34.889Z");
        assert_eq!(moment.to_http(), "Sun, 22 Nov 2026 19:33:34 GMT");
        assert_eq!(Moment::parse_http("Sun, 22 Nov 2026 19:33:34 GMT"), Some(Moment(moment.0 / 1000 * 1000)));
        assert_eq!(moment.date(), (2026, 11, 22));
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in ["", "yesterday", "2026-13-01", "2026-11-22T25:00:00Z"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
        assert_eq!(serde_json::json!(Moment(i64::MAX)), "1970-01-01T00:00:00.000Z");
        assert_eq!(serde_json::json!(Moment(-1)), "1969-12-31T23:59:59.999Z");
    }
}
