//! libFuzzer on one of the parsers: LUCARNE_PARSER names it. One program for all, because each would link the
//! whole library again.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[path = "../parsers.rs"]
mod parsers;

static ASKED: LazyLock<String> = LazyLock::new(|| std::env::var("LUCARNE_PARSER").unwrap_or_default());

static PARSE: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let found = parsers::ALL.iter().find(|(name, _)| *name == ASKED.as_str());
    found.unwrap_or_else(|| panic!("LUCARNE_PARSER is one of {:?}", parsers::ALL.map(|(name, _)| name))).1
});

/// Puts what is really sent where libFuzzer looks for its first inputs.
fn plant_seeds() {
    let Some(folder) = std::env::var_os("LUCARNE_CORPUS") else { return };
    for (_, seeds) in parsers::SEEDS.iter().filter(|(name, _)| *name == ASKED.as_str()) {
        for (number, seed) in seeds.iter().enumerate() {
            let path = std::path::Path::new(&folder).join(format!("seed-{number}"));
            std::fs::write(path, seed).expect("the folder of the corpus was made before");
        }
    }
}

fuzz_target!(init: plant_seeds(), |bytes: &[u8]| PARSE(bytes));
