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
    fn lying_lengths_never_panic() {
        assert!(!starts_afresh(&[0xff, 0xff, 0xff, 0xff, 0x41, 1, 2], 4));
        assert!(!starts_afresh(&[0, 0, 0, 0], 4));
        assert!(!starts_afresh(&[1, 2, 3], 0));
        assert!(!starts_afresh(&[], 9));
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
