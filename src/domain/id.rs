//! The three names of a film: its number, its UUID, and the short form of that UUID in addresses.

use uuid::Uuid;

/// The alphabet of PeerTube's short UUIDs: base 58 as Flickr writes it (npm `short-uuid`, default).
const ALPHABET: &[u8; 58] = b"123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

/// The length of a short UUID: enough base 58 digits for 128 bits, padded with the first digit.
const SHORT_LENGTH: usize = 22;

/// How an address may name a film or a playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    Number(i64),
    Uuid(Uuid),
}

impl Reference {
    /// Reads a number, a UUID or a short UUID; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() <= 18 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().map(Self::Number);
        }
        if text.len() == 36 {
            return Uuid::try_parse(text).ok().map(Self::Uuid);
        }
        from_short(text).map(Self::Uuid)
    }
}

/// Writes a UUID in 22 characters.
pub fn to_short(uuid: Uuid) -> String {
    let mut number = uuid.as_u128();
    let mut digits = [ALPHABET[0]; SHORT_LENGTH];
    // Ten digits at a time fit 64 bits, in which dividing is many times quicker than in 128.
    for ten in digits.rchunks_mut(10) {
        let mut part = (number % 58u128.pow(10)) as u64;
        number /= 58u128.pow(10);
        for digit in ten.iter_mut().rev() {
            *digit = ALPHABET[(part % 58) as usize];
            part /= 58;
        }
    }
    String::from_utf8_lossy(&digits).into_owned()
}

/// Reads the short form; `None` when a character or the length is wrong or the value exceeds 128 bits.
pub fn from_short(text: &str) -> Option<Uuid> {
    if text.len() != SHORT_LENGTH {
        return None;
    }
    text.bytes()
        .try_fold(0u128, |number, byte| {
            let digit = ALPHABET.iter().position(|&known| known == byte)?;
            number.checked_mul(58)?.checked_add(digit as u128)
        })
        .map(Uuid::from_u128)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs that a PeerTube 6.3.0 answered (`rest/videos.json`, `rest/videos-upload-answer.json`).
    const PAIRS: [(&str, &str); 2] = [
        ("fba68069-ffff-493b-96a3-52f023ed8656", "x5kQQxHS1qCvbVJuEuo4wN"),
        ("e89c9838-5c44-4047-b530-f53ae8682de5", "uHZ9tBJPBV2p7rpiDBNRED"),
    ];

    #[test]
    fn short_form_is_the_one_of_peertube() {
        for (long, short) in PAIRS {
            let uuid = Uuid::try_parse(long).expect("it is a UUID");
            assert_eq!(to_short(uuid), short);
            assert_eq!(from_short(short), Some(uuid));
        }
    }

    #[test]
    fn the_ends_of_the_range_survive_the_round_trip() {
        for uuid in [Uuid::nil(), Uuid::max()] {
            assert_eq!(from_short(&to_short(uuid)), Some(uuid));
        }
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for text in ["", "0x1", "ZZZZZZZZZZZZZZZZZZZZZZ", "x5kQQxHS1qCvbVJuEuo4w", "../../etc/passwd", "é"] {
            assert_eq!(Reference::parse(text), None, "{text}");
        }
        assert_eq!(Reference::parse("42"), Some(Reference::Number(42)));
    }
}
