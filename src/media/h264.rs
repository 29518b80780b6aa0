//! The little that has to be read inside H.264 and AAC streams: whether an access unit can start a
//! segment, and how a codec is named in a playlist. Sources: ITU-T H.264 (7.3.1, 7.4.1), ISO/IEC
//! 14496-15 (5.3.3.1, the AVC decoder configuration record), ISO/IEC 14496-3 (1.6.2.1), RFC 6381.

/// NAL unit type of a slice of an IDR picture (ITU-T H.264, table 7-1).
const IDR_SLICE: u8 = 5;

/// Whether an access unit in "avc" form (each NAL unit behind its length) holds an IDR picture, so that
/// decoding can start there and nothing behind it refers to what is before it.
/// `length_size` is the number of bytes of each length, 1 to 4.
pub fn starts_afresh(access_unit: &[u8], length_size: usize) -> bool {
    let mut rest = access_unit;
    while (1..=4).contains(&length_size) && rest.len() > length_size {
        let length = rest[..length_size].iter().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte));
        if rest[length_size] & 0x1f == IDR_SLICE {
            return true;
        }
        let Some(next) = rest.get(length_size + length..) else { return false };
        rest = next;
    }
    false
}

/// Whether an access unit in "avc" form can be taken apart: its NAL units fill it exactly, each says of itself what
/// it is (7.3.1), and each first bits of a slice are possible (7.4.3: its type is at most 9).
pub fn is_whole(access_unit: &[u8], length_size: usize) -> bool {
    let mut rest = access_unit;
    if !(1..=4).contains(&length_size) || rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let Some((length, units)) = rest.split_at_checked(length_size) else { return false };
        let length = length.iter().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte));
        let Some((unit, next)) = units.split_at_checked(length) else { return false };
        let Some((head, body)) = unit.split_first() else { return false };
        let kind = head & 0x1f;
        let is_slice = kind == 1 || kind == IDR_SLICE;
        if head & 0x80 != 0 || kind == 0 || is_slice && !starts_a_slice(body) {
            return false;
        }
        rest = next;
    }
    true
}

/// Whether a slice's header begins with an address and a type (7.3.3), both in Exp-Golomb code (9.1).
fn starts_a_slice(body: &[u8]) -> bool {
    let mut bits =
        body.iter().take(16).flat_map(|byte| (0..8).rev().map(move |bit| u32::from(byte >> bit & 1)));
    let mut number = || -> Option<u32> {
        let zeros = bits.by_ref().take_while(|bit| *bit == 0).take(25).count();
        (zeros < 25).then(|| bits.by_ref().take(zeros).fold(1, |sum, bit| sum << 1 | bit) - 1)
    };
    number().is_some() && number().is_some_and(|kind| kind <= 9)
}

/// The number of bytes of the lengths in front of NAL units, as an `avcC` record says.
pub fn length_size(record: &[u8]) -> Option<usize> {
    record.get(4).map(|byte| usize::from(byte & 3) + 1)
}

/// The name of a video stream in `CODECS`, from its `avcC` record.
pub fn avc_name(record: &[u8]) -> Option<String> {
    let [_, profile, compatibility, level, ..] = record else { return None };
    Some(format!("avc1.{profile:02x}{compatibility:02x}{level:02x}"))
}

/// The audio object type of an AudioSpecificConfig (2 is AAC-LC).
pub fn audio_object_type(config: &[u8]) -> Option<u8> {
    let first = *config.first()? >> 3;
    if first != 31 {
        return Some(first);
    }
    let low = (*config.first()? & 7) << 3 | (*config.get(1)? >> 5);
    Some(32 + low)
}

/// The name of an AAC stream in `CODECS`, from its AudioSpecificConfig.
pub fn aac_name(config: &[u8]) -> Option<String> {
    audio_object_type(config).map(|kind| format!("mp4a.40.{kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idr_behind_parameter_sets_starts_afresh() {
        let unit = [0, 0, 0, 2, 0x67, 1, 0, 0, 0, 1, 0x68, 0, 0, 0, 3, 0x65, 9, 9];
        assert!(starts_afresh(&unit, 4));
        assert!(!starts_afresh(&unit[..11], 4));
        assert!(!starts_afresh(&[0, 0, 0, 2, 0x41, 1], 4));
    }

    #[test]
    fn an_access_unit_that_a_player_cannot_take_apart_is_not_whole() {
        // An address of 0 (1) and the type 7 (0001000), as x264 begins its IDR slices.
        let unit = [0, 0, 0, 2, 0x67, 1, 0, 0, 0, 3, 0x65, 0b1000_1000, 0x80];
        assert!(is_whole(&unit, 4));
        assert!(!is_whole(&unit[..12], 4), "its end is missing");
        assert!(!is_whole(&[0, 0, 0, 3, 0xe5, 0b1000_1000, 0x80], 4), "a bit that is forbidden");
        assert!(!is_whole(&[0, 0, 0, 3, 0x65, 0b1000_0100, 0x80], 4), "slices of type 15 do not exist");
        assert!(!is_whole(&[0, 0, 0, 5, 0x65, 0, 0, 0, 0], 4), "an address without an end");
        assert!(!is_whole(&[0; 40], 4), "nothing but zeros");
    }

    #[test]
    fn lying_lengths_never_panic() {
        assert!(!starts_afresh(&[0xff, 0xff, 0xff, 0xff, 0x41, 1, 2], 4));
        assert!(!starts_afresh(&[0, 0, 0, 0], 4));
        assert!(!starts_afresh(&[1, 2, 3], 0));
        assert!(!starts_afresh(&[], 9));
        assert!(!is_whole(&[0xff, 0xff, 0xff, 0xff, 0x41, 1, 2], 4));
        assert!(!is_whole(&[0, 0, 0, 0], 4));
        assert!(!is_whole(&[1, 2, 3], 0));
        assert!(!is_whole(&[], 4));
    }

    #[test]
    fn nothing_that_a_stranger_sends_panics() {
        use rand::rngs::StdRng;
        use rand::{RngExt, SeedableRng};
        let mut random = StdRng::seed_from_u64(7);
        for _ in 0..20_000 {
            let length = random.random_range(0..40);
            // Small numbers make lengths that nearly fit.
            let bytes: Vec<u8> =
                (0..length).map(|_| random.random_range(0..=255_u8) & random.random::<u8>()).collect();
            let size = length_size(&bytes).unwrap_or(4);
            starts_afresh(&bytes, size);
            is_whole(&bytes, size);
            avc_name(&bytes);
            aac_name(&bytes);
        }
    }

    #[test]
    fn names_are_those_of_rfc_6381() {
        assert_eq!(avc_name(&[1, 0x64, 0, 0x1f, 0xff]).as_deref(), Some("avc1.64001f"));
        assert_eq!(avc_name(&[1, 2]), None);
        assert_eq!(aac_name(&[0x12, 0x10]).as_deref(), Some("mp4a.40.2"));
        assert_eq!(aac_name(&[0x2b, 0x92]).as_deref(), Some("mp4a.40.5"));
        assert_eq!(length_size(&[1, 0x64, 0, 0x1f, 0xff]), Some(4));
    }
}
