#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;

#[test]
fn a_definition_without_a_highest_rate_reads_as_one_without_that_rule() {
    let plain = ElectionDefinition { version: 3, ..ElectionDefinition::built_in() };
    let before = plain.encode();
    assert_eq!(ElectionDefinition::decode(&before).unwrap(), plain);
    let ruled = ElectionDefinition { highest_rate_per_minute: Some(3), ..plain };
    let bytes = ruled.encode();
    // One key more, at the end: what was signed without the rule stays the same bytes.
    assert_eq!((bytes[0], bytes.len()), (before[0] + 1, before.len() + 2));
    assert_eq!(
        (&bytes[1..before.len()], &bytes[before.len()..]),
        (&before[1..], &[0x0b, 0x03][..])
    );
    assert_eq!(ElectionDefinition::decode(&bytes).unwrap(), ruled);
}

proptest! {
    #[test]
    fn any_bytes_are_a_definition_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(read) = ElectionDefinition::decode(&bytes) {
            prop_assert_eq!(ElectionDefinition::decode(&read.encode()).unwrap(), read);
        }
    }

    #[test]
    fn a_definition_with_a_changed_byte_is_a_definition_or_an_error(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = ElectionDefinition::built_in().encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = ElectionDefinition::decode(&bytes) {
            prop_assert_eq!(ElectionDefinition::decode(&read.encode()).unwrap(), read);
        }
    }
}
