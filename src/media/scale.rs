//! Makes pictures smaller: bicubic, one plane of 8-bit samples at a time, first from line to line, then along
//! the lines. Exists because it is several times cheaper than what GStreamer 1.22 does at this quality, and a
//! ladder scales every frame. The same result on every processor: the fast paths compute in the same integers.

/// Bits behind the point in weights.
const WEIGHT_BITS: u32 = 14;
/// Bits behind the point between the two steps.
const MIDDLE_BITS: u32 = 6;
/// Weights come in groups of so many, as a processor multiplies them at once.
const GROUP: usize = 8;

/// Scales planes of one size to planes of another.
#[derive(Debug)]
pub struct Scaler {
    columns: Axis,
    lines: Axis,
    /// One line between the two steps, with room for a last group.
    middle: Vec<i16>,
    is_fast: bool,
}

/// For every place of the result, where its sources begin and how much each of them counts.
#[derive(Debug)]
struct Axis {
    from: usize,
    to: usize,
    /// Weights for each place; a multiple of `GROUP`.
    taps: usize,
    starts: Vec<usize>,
    weights: Vec<i16>,
}

impl Scaler {
    /// Sides in samples; all at least 1.
    pub fn new(from: (usize, usize), to: (usize, usize)) -> Self {
        let columns = Axis::new(from.0.max(1), to.0.max(1));
        let lines = Axis::new(from.1.max(1), to.1.max(1));
        let middle = vec![0; columns.from.max(columns.taps) + 2 * GROUP];
        Self { columns, lines, middle, is_fast: is_fast() }
    }

    /// Scales one plane. A plane that is smaller than was said leaves the result as it is.
    pub fn scale(&mut self, source: &[u8], source_stride: usize, target: &mut [u8], target_stride: usize) {
        let (from, to) = ((self.columns.from, self.lines.from), (self.columns.to, self.lines.to));
        let fits = |length: usize, stride: usize, (wide, high): (usize, usize)| {
            stride >= wide && length >= stride * (high - 1) + wide
        };
        if !fits(source.len(), source_stride, from) || !fits(target.len(), target_stride, to) {
            return;
        }
        for line in 0..to.1 {
            let start = self.lines.starts[line];
            let weights = &self.lines.weights[line * self.lines.taps..(line + 1) * self.lines.taps];
            // Weights behind the last line are zero, and any line will do for them.
            let lines = (0..self.lines.taps).map(|tap| {
                let at = (start + tap).min(from.1 - 1) * source_stride;
                &source[at..at + from.0]
            });
            let lines: Vec<&[u8]> = lines.collect();
            let row = &mut target[line * target_stride..line * target_stride + to.0];
            #[cfg(target_arch = "x86_64")]
            if self.is_fast {
                // SAFETY: `is_fast` is true only on processors with AVX2.
                unsafe {
                    fast::blend(&lines, weights, &mut self.middle[..from.0]);
                    fast::shrink(&self.middle, &self.columns, row);
                }
                continue;
            }
            blend(&lines, weights, &mut self.middle[..from.0]);
            shrink(&self.middle, &self.columns, row);
        }
    }
}

impl Axis {
    fn new(from: usize, to: usize) -> Self {
        let ratio = from as f64 / to as f64;
        // Where the result is smaller, the curve is wider: it must see all the samples that it replaces.
        let width = ratio.max(1.0);
        let reach = 2.0 * width;
        let taps = ((2.0 * reach).ceil() as usize).next_multiple_of(GROUP);
        let mut starts = Vec::with_capacity(to);
        let mut weights = Vec::with_capacity(to * taps);
        for place in 0..to {
            let centre = (place as f64 + 0.5) * ratio - 0.5;
            let first = (centre - reach).floor() as i64 + 1;
            let start = first.clamp(0, from.saturating_sub(taps) as i64) as usize;
            let mut exact = vec![0.0; taps];
            for source in first..first + (2.0 * reach).ceil() as i64 {
                // What lies outside counts for the sample at the edge.
                let inside = source.clamp(0, from as i64 - 1) as usize;
                exact[inside - start] += curve((source as f64 - centre) / width);
            }
            starts.push(start);
            weights.extend(whole(&exact));
        }
        Self { from, to, taps, starts, weights }
    }
}

/// Keys' cubic curve with a = -0.6, slightly crisper than Catmull and Rom's.
fn curve(distance: f64) -> f64 {
    const A: f64 = -0.6;
    let x = distance.abs();
    if x < 1.0 {
        ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        ((A * x - 5.0 * A) * x + 8.0 * A) * x - 4.0 * A
    } else {
        0.0
    }
}

/// Weights as whole numbers whose sum is exactly one: an even surface stays as bright as it was.
fn whole(exact: &[f64]) -> Vec<i16> {
    let one = f64::from(1 << WEIGHT_BITS);
    let sum: f64 = exact.iter().sum();
    let mut weights: Vec<i16> = exact.iter().map(|weight| (weight / sum * one).round() as i16).collect();
    let missing = (1 << WEIGHT_BITS) - weights.iter().map(|weight| i32::from(*weight)).sum::<i32>();
    if let Some(largest) = weights.iter_mut().max() {
        *largest += missing as i16;
    }
    weights
}

/// One line out of several.
fn blend(lines: &[&[u8]], weights: &[i16], middle: &mut [i16]) {
    for (column, sum) in middle.iter_mut().enumerate() {
        let total: i32 = lines
            .iter()
            .zip(weights)
            .map(|(line, weight)| i32::from(line[column]) * i32::from(*weight))
            .sum();
        *sum = round(total, WEIGHT_BITS - MIDDLE_BITS) as i16;
    }
}

/// A shorter line out of one.
fn shrink(middle: &[i16], columns: &Axis, row: &mut [u8]) {
    shrink_from(0, middle, columns, row);
}

/// The same, from a place on.
fn shrink_from(place: usize, middle: &[i16], columns: &Axis, row: &mut [u8]) {
    let places = columns.starts.iter().zip(columns.weights.chunks_exact(columns.taps));
    for (sample, (start, weights)) in row.iter_mut().zip(places).skip(place) {
        let sources = &middle[*start..*start + columns.taps];
        let total: i32 =
            sources.iter().zip(weights).map(|(left, right)| i32::from(*left) * i32::from(*right)).sum();
        *sample = round(total, WEIGHT_BITS + MIDDLE_BITS).clamp(0, 255) as u8;
    }
}

fn round(value: i32, bits: u32) -> i32 {
    (value + (1 << (bits - 1))) >> bits
}

#[cfg(target_arch = "x86_64")]
fn is_fast() -> bool {
    is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn is_fast() -> bool {
    false
}

/// The same two steps with AVX2.
#[cfg(target_arch = "x86_64")]
mod fast {
    use std::arch::x86_64::*;

    use super::{Axis, GROUP, MIDDLE_BITS, WEIGHT_BITS};

    /// Columns that are worked on at once.
    const BLOCK: usize = 16;
    /// Places of the result that are worked on at once.
    const PLACES: usize = 8;

    #[target_feature(enable = "avx2")]
    pub fn blend(lines: &[&[u8]], weights: &[i16], middle: &mut [i16]) {
        const BITS: i32 = (WEIGHT_BITS - MIDDLE_BITS) as i32;
        let whole = middle.len() / BLOCK * BLOCK;
        // Two lines at a time: their samples and weights are multiplied and added in pairs.
        let pairs: Vec<(&[u8], &[u8], __m256i)> = lines
            .chunks_exact(2)
            .zip(weights.chunks_exact(2))
            .filter(|(_, weights)| weights != &[0, 0])
            .map(|(lines, weights)| {
                let pair = i32::from(weights[1]) << 16 | i32::from(weights[0] as u16);
                (lines[0], lines[1], _mm256_set1_epi32(pair))
            })
            .collect();
        for column in (0..whole).step_by(BLOCK) {
            let mut low = _mm256_set1_epi32(1 << (BITS - 1));
            let mut high = low;
            for (first, second, weight) in &pairs {
                let (first, second) = (&first[column..column + BLOCK], &second[column..column + BLOCK]);
                // SAFETY: both slices have BLOCK = 16 bytes, which is what is read.
                let (first, second) = unsafe {
                    (_mm_loadu_si128(first.as_ptr().cast()), _mm_loadu_si128(second.as_ptr().cast()))
                };
                let near = _mm256_cvtepu8_epi16(_mm_unpacklo_epi8(first, second));
                let far = _mm256_cvtepu8_epi16(_mm_unpackhi_epi8(first, second));
                low = _mm256_add_epi32(low, _mm256_madd_epi16(near, *weight));
                high = _mm256_add_epi32(high, _mm256_madd_epi16(far, *weight));
            }
            let packed = _mm256_packs_epi32(_mm256_srai_epi32::<BITS>(low), _mm256_srai_epi32::<BITS>(high));
            // Packing works in each half of the register; the quarters go back into their order.
            let packed = _mm256_permute4x64_epi64::<0b11_01_10_00>(packed);
            let target = &mut middle[column..column + BLOCK];
            // SAFETY: the slice has BLOCK = 16 numbers of two bytes, which is what is written.
            unsafe { _mm256_storeu_si256(target.as_mut_ptr().cast(), packed) };
        }
        let rest: Vec<&[u8]> = lines.iter().map(|line| &line[whole..]).collect();
        super::blend(&rest, weights, &mut middle[whole..]);
    }

    #[target_feature(enable = "avx2")]
    pub fn shrink(middle: &[i16], columns: &Axis, row: &mut [u8]) {
        const BITS: i32 = (WEIGHT_BITS + MIDDLE_BITS) as i32;
        let taps = columns.taps;
        let whole = row.len() / PLACES * PLACES;
        // What the reads below rely on, checked once for the line and not for each of its places.
        let last = columns.starts.iter().max().copied().unwrap_or(0);
        assert!(last + taps <= middle.len() && taps.is_multiple_of(GROUP));
        assert!(whole <= columns.starts.len() && whole * taps <= columns.weights.len());
        let half = _mm256_set1_epi32(1 << (BITS - 1));
        // The sums of two places lie beside each other in a register, the later four behind the earlier.
        let order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
        for place in (0..whole).step_by(PLACES) {
            let mut sums = [_mm256_setzero_si256(); PLACES / 2];
            for (pair, sum) in sums.iter_mut().enumerate() {
                let place = place + 2 * pair;
                for group in (0..taps).step_by(GROUP) {
                    // SAFETY: place + 1 < whole, so both starts and both rows of weights exist; a start plus
                    // taps lies within `middle`, and group + GROUP within taps (all asserted above).
                    let (sources, weights) = unsafe {
                        let source = |place: usize| {
                            let start = *columns.starts.get_unchecked(place);
                            middle.as_ptr().add(start + group).cast::<__m128i>()
                        };
                        let weight = |place: usize| {
                            columns.weights.as_ptr().add(place * taps + group).cast::<__m128i>()
                        };
                        (
                            _mm256_loadu2_m128i(source(place + 1), source(place)),
                            _mm256_loadu2_m128i(weight(place + 1), weight(place)),
                        )
                    };
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(sources, weights));
                }
            }
            let [first, second, third, fourth] = sums;
            let sums = _mm256_hadd_epi32(_mm256_hadd_epi32(first, second), _mm256_hadd_epi32(third, fourth));
            let sums =
                _mm256_permutevar8x32_epi32(_mm256_srai_epi32::<BITS>(_mm256_add_epi32(sums, half)), order);
            let words = _mm_packs_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256::<1>(sums));
            let target = &mut row[place..place + PLACES];
            // SAFETY: the slice has PLACES = 8 bytes, which is what is written.
            unsafe { _mm_storel_epi64(target.as_mut_ptr().cast(), _mm_packus_epi16(words, words)) };
        }
        super::shrink_from(whole, middle, columns, row);
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    fn scaled(scaler: &mut Scaler, source: &[u8], stride: usize, to: (usize, usize)) -> Vec<u8> {
        let mut target = vec![7; to.0 * to.1];
        scaler.scale(source, stride, &mut target, to.0);
        target
    }

    #[test]
    fn fast_and_plain_paths_agree_on_every_size() {
        let mut random = StdRng::seed_from_u64(1);
        for _ in 0..300 {
            let from = (random.random_range(1..200), random.random_range(1..60));
            let to = (random.random_range(1..120), random.random_range(1..60));
            let stride = from.0 + random.random_range(0..9);
            let source: Vec<u8> = (0..stride * from.1).map(|_| random.random()).collect();
            let mut scaler = Scaler::new(from, to);
            let fast = scaled(&mut scaler, &source, stride, to);
            scaler.is_fast = false;
            assert_eq!(fast, scaled(&mut scaler, &source, stride, to), "{from:?} to {to:?}");
        }
    }

    #[test]
    fn even_surfaces_stay_even() {
        for value in [0, 1, 128, 254, 255] {
            let mut scaler = Scaler::new((1280, 72), (854, 48));
            let target = scaled(&mut scaler, &vec![value; 1280 * 72], 1280, (854, 48));
            assert!(target.iter().all(|found| *found == value), "{value}");
        }
    }

    #[test]
    fn ramp_stays_a_ramp_in_its_place() {
        let source: Vec<u8> = (0..200).flat_map(|_| 0..200_u8).collect();
        let mut scaler = Scaler::new((200, 200), (100, 100));
        let target = scaled(&mut scaler, &source, 200, (100, 100));
        for (place, found) in target[..100].iter().enumerate().skip(4).take(92) {
            assert!((f64::from(*found) - (place as f64 * 2.0 + 0.5)).abs() <= 1.0, "{place}: {found}");
        }
    }

    #[test]
    fn plane_that_is_too_small_changes_nothing() {
        let mut scaler = Scaler::new((64, 64), (32, 32));
        let target = scaled(&mut scaler, &[0; 100], 64, (32, 32));
        assert!(target.iter().all(|found| *found == 7));
    }
}
