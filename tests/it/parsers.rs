//! The parsers of `tests/fuzz/parsers.rs` with made-up input: what people send, changed a little, and noise.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[path = "../fuzz/parsers.rs"]
mod fuzz;

const CASES: u32 = 400;

#[test]
fn no_parser_that_a_stranger_reaches_panics_or_lets_nonsense_through() {
    for (name, parse) in fuzz::ALL {
        let (_, seeds) =
            fuzz::SEEDS.iter().find(|(known, _)| *known == name).expect("each parser has its seeds");
        let seeds: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
        for seed in &seeds {
            parse(seed);
            // Cut off anywhere.
            (0..seed.len()).for_each(|end| parse(&seed[..end]));
        }
        let changed = (
            0..seeds.len(),
            proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4), 1..6),
        )
            .prop_map(move |(seed, changes)| {
                let mut bytes = seeds[seed].clone();
                for (place, byte, how) in changes {
                    let at = place.index(bytes.len().max(1)).min(bytes.len());
                    match how {
                        0 if at < bytes.len() => bytes[at] = byte,
                        1 if at < bytes.len() => drop(bytes.remove(at)),
                        2 => bytes.insert(at, byte),
                        _ => bytes.extend_from_within(at..),
                    }
                }
                bytes
            });
        let noise = proptest::collection::vec(any::<u8>(), 0..300);
        let characters = "\\PC{0,120}".prop_map(String::into_bytes);
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        let outcome =
            TestRunner::new(config).run(&prop_oneof![4 => changed, 1 => noise, 1 => characters], |bytes| {
                parse(&bytes);
                Ok(())
            });
        if let Err(error) = outcome {
            panic!("{name}: {error}");
        }
    }
}
