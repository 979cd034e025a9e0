use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn any_bytes_are_a_kit_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(kit) = Kit::from_bytes(&bytes) {
            prop_assert!(kit.to_bytes().is_ok());
        }
    }

    #[test]
    fn a_map_with_any_values_is_a_kit_or_an_error(
        values in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 13),
    ) {
        // The kit's own keys, each with a byte string of any length and content.
        let mut bytes = vec![0xad];
        for (key, value) in (1_u8..).zip(&values) {
            bytes.extend([key, 0x58, u8::try_from(value.len()).unwrap_or(0)]);
            bytes.extend(value);
        }
        prop_assert!(Kit::from_bytes(&bytes).is_err());
    }
}
