use super::*;
use crate::samples;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn decode_hex(text: &str) -> Result<Event, EventError> {
    let digits: Vec<u8> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    Event::decode(&digits)
}

/// Changing this snapshot changes bytes that are signed.
#[test]
fn every_kind_has_the_bytes_it_was_given() {
    let lines: Vec<String> = samples::one_of_each()
        .into_iter()
        .map(|payload| {
            let kind = payload.kind();
            format!("{kind:4} {}", hex(&Event::new(1_383_465_600, payload).encode()))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_kind_reads_back_as_it_was_written() {
    for payload in samples::one_of_each() {
        let event = Event::new(-5, payload);
        assert_eq!(Event::decode(&event.encode()).unwrap(), event);
    }
}

#[test]
fn no_number_is_given_twice() {
    let kinds: Vec<u64> = samples::one_of_each().iter().map(Payload::kind).collect();
    let distinct: BTreeSet<u64> = kinds.iter().copied().collect();
    assert_eq!(distinct.len(), kinds.len());
}

#[test]
fn the_table_of_numbers_names_every_kind_and_every_reserved_number_once() {
    let lines = include_str!("kinds.rs").lines();
    let rows: Vec<(u64, &str)> = lines
        .filter_map(|line| line.strip_prefix("/// | ")?.split_once(" | "))
        .filter_map(|(kind, rest)| Some((kind.parse().ok()?, rest.split_once(" |")?.0)))
        .collect();
    let numbers: Vec<u64> = rows.iter().map(|(kind, _)| *kind).collect();
    assert!(numbers.is_sorted_by(|before, after| before + 1 == *after || *after == 1000));
    let known: BTreeSet<(u64, String)> = samples::one_of_each()
        .iter()
        .map(|payload| (payload.kind(), format!("{payload:?}")))
        .map(|(kind, name)| (kind, name.split('(').next().unwrap().to_owned()))
        .collect();
    let named = rows.iter().filter(|(_, name)| !name.starts_with('*'));
    let named: BTreeSet<(u64, String)> =
        named.map(|(kind, name)| (*kind, (*name).to_owned())).collect();
    assert_eq!(named, known, "what is in the table, and what has a shape");
}

#[test]
fn an_unknown_kind_is_carried_unchanged() {
    // [99, 5, "x", {1: h'00'}]
    let event = decode_hex("84186305617 8a1014100".replace(' ', "").as_str()).unwrap();
    assert!(matches!(&event.payload, Payload::Unknown(unknown) if unknown.kind == 99));
    assert_eq!(event.time, 5);
    assert_eq!(hex(&event.encode()), "841863056178a1014100");
}

#[test]
fn a_known_kind_with_other_fields_is_no_event() {
    // Left with two fields, Left with a text.
    for wrong in ["840200 0102", "83020061 78"] {
        let wrong = wrong.replace(' ', "");
        assert!(
            matches!(decode_hex(&wrong), Err(EventError::Malformed { kind: 2, .. })),
            "{wrong}"
        );
    }
}

#[test]
fn another_spelling_of_the_same_values_is_refused() {
    assert!(decode_hex("83020001").is_ok());
    // The visit as 0x18 0x01; the array of indefinite length.
    assert!(matches!(decode_hex("8302001801"), Err(EventError::NotCanonical(2))));
    assert!(matches!(decode_hex("9f020001ff"), Err(EventError::NotAnEvent(_))));
    assert!(matches!(decode_hex("8302000100"), Err(EventError::NotAnEvent(_))));
}

#[test]
fn text_is_written_in_nfc_and_refused_otherwise() {
    let decomposed = "e\u{301}";
    let event = Event::new(
        0,
        Payload::Arrived(Arrived { station: decomposed.into(), place: Place::Inside }),
    );
    let Payload::Arrived(read) = Event::decode(&event.encode()).unwrap().payload else {
        panic!("another kind")
    };
    assert_eq!(read.station, "é");
    // [1, 0, "e\u{301}", 1]
    assert!(matches!(
        decode_hex("84010063 65cc8101".replace(' ', "").as_str()),
        Err(EventError::Malformed { .. })
    ));
}

#[test]
fn floats_are_no_fields() {
    // [2, 0, 1.0 as half]
    assert!(decode_hex("830200f93c00").is_err());
}

#[test]
fn a_tap_costs_ten_bytes_before_columns() {
    let tap =
        Payload::VoterCounted(VoterCounted { watch: 3, category: 1, method: CountMethod::Screen });
    assert_eq!(Event::new(1_383_465_600, tap).encode().len(), 10);
}

#[test]
fn free_text_and_names_are_withholdable() {
    let tag = "d9a001";
    for payload in samples::one_of_each() {
        let bytes = hex(&Event::new(0, payload.clone()).encode());
        let tagged = match payload {
            Payload::LogNoted(_)
            | Payload::TurnoutNoted(_)
            | Payload::Removed(_)
            | Payload::FormReopened(_) => true,
            // Samples whose words are there.
            Payload::MomentFinished(_)
            | Payload::IncidentReported(_)
            | Payload::IncidentAmended(_)
            | Payload::ComplaintMade(_)
            | Payload::ComplaintAnswered(_)
            | Payload::FollowUpAnswered(_) => true,
            Payload::GroupCounted(_)
            | Payload::WatchAmended(_)
            | Payload::VisitMoved(_)
            | Payload::RegisterNoted(_) => true,
            Payload::Unknown(_) | Payload::PageReported(_) => false,
            _ => payload.kind() >= kinds::HEADQUARTERS_FIRST,
        };
        assert_eq!(bytes.contains(tag), tagged, "{payload:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_to_the_same_bytes(time: i64, payload in samples::payload()) {
        let bytes = Event::new(time, payload).encode();
        let read = Event::decode(&bytes).unwrap();
        prop_assert_eq!(read.encode(), bytes);
    }

    #[test]
    fn any_bytes_are_an_event_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(event) = Event::decode(&bytes) {
            prop_assert_eq!(event.encode(), bytes);
        }
    }

    #[test]
    fn a_flipped_bit_is_another_event_or_refused(
        payload in samples::payload(),
        at: proptest::sample::Index,
        bit in 0_u8..8,
    ) {
        let mut bytes = Event::new(1_383_465_600, payload).encode();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(event) = Event::decode(&bytes) {
            prop_assert_eq!(event.encode(), bytes);
        }
    }
}
