//! Codes that change every half minute (TOTP, RFC 6238), as PeerTube has them: SHA-1, six digits, one before and one
//! after the present one are taken too.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;

use super::moment::Moment;

/// Bytes of a secret (RFC 4226 section 4: the length of the hash).
pub const SECRET: usize = 20;

const DIGITS: usize = 6;
const PERIOD_SECONDS: i64 = 30;

/// The half minute in which `now` lies.
fn step(now: Moment) -> i64 {
    now.0.div_euclid(1000 * PERIOD_SECONDS)
}

/// The code of a half minute (RFC 4226 section 5.3).
fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[tag.len() - 1] & 15);
    let number = tag[offset..offset + 4].iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:0DIGITS$}", (number & 0x7fff_ffff) % 1_000_000)
}

/// The code that an application shows at this moment.
pub fn code_at(secret: &[u8], now: Moment) -> String {
    code(secret, step(now))
}

/// The half minute of a typed code, if it is good now and younger than the last one that was taken.
pub fn step_of(secret: &[u8], typed: &str, now: Moment, last: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let now = step(now);
    (now - 1..=now + 1).filter(|step| *step > last).find(|step| code(secret, *step) == typed)
}

/// A secret as people type it.
pub fn written(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// The address that applications read from a QR code (github.com/google/google-authenticator/wiki/Key-Uri-Format).
pub fn address(secret: &[u8], site: &str, person: &str) -> String {
    let encoded = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let (site, person, secret) = (encoded(site), encoded(person), written(secret));
    format!(
        "otpauth://totp/{site}:{person}?issuer={site}&secret={secret}&algorithm=SHA1&digits={DIGITS}&period={PERIOD_SECONDS}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B, whose codes have eight digits: the last six are ours.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(secret, Moment(seconds * 1000)), expected);
        }
    }

    #[test]
    fn a_code_is_good_for_a_minute_and_a_half_and_never_twice() {
        let (secret, now) = (b"12345678901234567890", Moment(1_111_111_109_000));
        let at = |seconds: i64| Moment(now.0 + seconds * 1000);
        let taken = step_of(secret, "081 804", now, 0).expect("it is good");
        assert_eq!(step_of(secret, "081804", now, taken), None);
        assert!(
            step_of(secret, "081804", at(30), 0).is_some() && step_of(secret, "081804", at(-30), 0).is_some()
        );
        assert!(
            step_of(secret, "081804", at(61), 0).is_none() && step_of(secret, "081804", at(-60), 0).is_none()
        );
        for wrong in ["", "81804", "0818040", "abcdef"] {
            assert_eq!(step_of(secret, wrong, now, 0), None);
        }
    }

    #[test]
    fn the_address_names_the_site_and_the_person() {
        assert_eq!(
            address(b"12345678901234567890", "films.example.org", "a@b.fr"),
            "otpauth://totp/films%2Eexample%2Eorg:a%40b%2Efr?issuer=films%2Eexample%2Eorg\
             &secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30"
        );
    }
}
