use super::*;
use mdns_sd::{IntoTxtProperties, ServiceInfo};
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_was_cut_is_joined_again(
        statement in prop::collection::vec(any::<u8>(), 1..=PIECE_BYTES),
        certificate in prop::collection::vec(any::<u8>(), 1..=PIECE_BYTES * 4),
    ) {
        let txt = cut(&statement, &certificate).expect("fits");
        // The library itself refuses strings that are too long for a record.
        let made = ServiceInfo::new("_x._tcp.local.", "n", "h.local.", "", 1, txt.clone());
        prop_assert!(made.is_ok());
        prop_assert_eq!(join(&txt.into_txt_properties()), Some((statement, certificate)));
    }
}

#[test]
fn what_is_too_long_is_not_cut() {
    assert_eq!(cut(&[0; PIECE_BYTES + 1], &[0]), None);
    assert_eq!(cut(&[0], &[0; PIECE_BYTES * 4 + 1]), None);
}

#[test]
fn a_record_of_somebody_else_is_nothing() {
    assert_eq!(join(&TxtProperties::new()), None);
    let only = vec![TxtProperty::from(("c", [1u8, 2]))];
    assert_eq!(join(&only.into_txt_properties()), None);
}
