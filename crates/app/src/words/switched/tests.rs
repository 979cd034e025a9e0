#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use ts_rs::{Config, TS as _};

#[test]
fn the_interface_has_the_definitions_own_word_for_each_part_and_no_other() {
    // The bindings name every part of the seam, whoever writes them down here or forgets one.
    let shown = a::Feature::decl(&Config::new());
    let shown: Vec<&str> = shown.split('"').skip(1).step_by(2).collect();
    let defined: Vec<&str> = d::Feature::ALL.iter().map(|feature| feature.word()).collect();
    assert_eq!(shown, defined);
    for feature in d::Feature::ALL {
        let same: a::Feature = feature.same();
        assert_eq!(serde_json::to_value(same).unwrap(), feature.word());
    }
}
