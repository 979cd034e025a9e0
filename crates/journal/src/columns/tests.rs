use super::{read, write};
use crate::compress;
use crate::error::DecodeError;
use crate::event::{EventBytes, EventClock};
use crate::ids::{BootId, Ordinal};
use crate::root::PageSalt;
use crate::seal::{DraftEvent, OPENED_BYTES_MAX};
use proptest::prelude::*;

/// Events that use every form of a column.
fn events() -> Vec<DraftEvent> {
    (0..90_u8)
        .map(|i| {
            let mut bytes = vec![0x88, 0x08 + u8::from(i % 9 == 0), 0x1a, 0x70, 0, 0, i, 0x01];
            bytes.extend([[0x05, 0x06, 0x07][usize::from(i) % 3], 0x19, 0x04, i]);
            bytes.extend_from_slice(&[0x63, 0xd0, 0xb0 + i % 9, b'a' + i % 7]);
            bytes.extend_from_slice(&[0xd9, 0xa0, 0x01, 0x62, 0xd0, 0xb0 + i % 13]);
            bytes.extend(if i % 2 == 0 { vec![0xf6] } else { vec![0x81, i % 20] });
            DraftEvent {
                clock: EventClock { boot: BootId([i / 50; 16]), drift: 5 },
                bytes: EventBytes::new(bytes).unwrap(),
            }
        })
        .collect()
}

fn content() -> Vec<u8> {
    write(&PageSalt([6; 16]), Ordinal(1), &events()).bytes
}

#[test]
fn every_form_of_a_column_comes_back() {
    let opened = read(&content()).unwrap();
    let back: Vec<_> = opened.events.iter().map(|e| (e.clock, e.bytes.clone())).collect();
    let sent: Vec<_> = events().into_iter().map(|e| (e.clock, e.bytes)).collect();
    assert_eq!(back, sent);
}

#[test]
fn a_small_page_that_opens_to_gigabytes_is_refused() {
    // One constant field of 200 KiB for 4,096 events of one shape.
    let mut item = vec![0x5a, 0x00, 0x03, 0x20, 0x00];
    item.resize(5 + 0x32000, 0);
    let mut bytes = vec![0x88, 0x50];
    bytes.extend([0; 16]);
    bytes.extend([0x01, 0x83, 0x00, 0x50]);
    bytes.extend([0; 16]);
    bytes.extend([0x00, 0x82, 0x01, 0x01, 0x19, 0x10, 0x00, 0x81, 0x00, 0x59, 0x10, 0x00]);
    bytes.extend([0; 4096]);
    bytes.extend([0x81, 0x81]);
    bytes.extend(item);
    assert_eq!(read(&bytes), Err(DecodeError::TooLong { limit: OPENED_BYTES_MAX }));
}

#[test]
fn a_frame_that_opens_to_more_than_the_limit_is_refused() {
    let bomb = zstd::bulk::compress(&vec![0; 64 * OPENED_BYTES_MAX], 19).unwrap();
    assert!(bomb.len() < 10_000, "{}", bomb.len());
    assert!(compress::unpack(&bomb[4..]).is_err());
    let most = zstd::bulk::compress(&vec![0; OPENED_BYTES_MAX], 19).unwrap();
    assert_eq!(compress::unpack(&most[4..]).unwrap().len(), OPENED_BYTES_MAX);
}

#[test]
fn only_zeros_up_to_a_multiple_of_256_may_follow_the_frame() {
    let frame = zstd::bulk::compress(b"content", 19).unwrap().split_off(4);
    let padded = |length: usize, last: u8| {
        let mut bytes = frame.clone();
        bytes.resize(length, 0);
        *bytes.last_mut().unwrap() = last;
        bytes
    };
    assert!(compress::unpack(&padded(256, 0)).is_ok());
    assert!(compress::unpack(&padded(255, 0)).is_err());
    assert!(compress::unpack(&padded(512, 0)).is_err());
    assert!(compress::unpack(&padded(256, 1)).is_err());
    let twice = [&frame[..], &[0x28, 0xb5, 0x2f, 0xfd], &frame[..]].concat();
    assert!(compress::unpack(&twice).is_err());
}

fn reads_back(bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(opened) = read(bytes) else { return Ok(()) };
    let drafts: Vec<_> = opened
        .events
        .iter()
        .map(|event| DraftEvent { clock: event.clock, bytes: event.bytes.clone() })
        .collect();
    let again = read(&write(&opened.salt, opened.first, &drafts).bytes);
    prop_assert_eq!(again, Ok(opened));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_content_is_refused_or_reads_as_events(
        bytes in prop::collection::vec(any::<u8>(), 0..200)
    ) {
        reads_back(&bytes)?;
    }

    #[test]
    fn bent_content_is_refused_or_reads_as_events(
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..4),
        cut in 0_usize..3,
    ) {
        let mut bytes = content();
        for (place, byte) in changes {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        bytes.truncate(bytes.len() - cut);
        reads_back(&bytes)?;
    }

    #[test]
    fn any_plaintext_unpacks_or_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(compress::unpack(&bytes).is_ok_and(|out| out.len() <= OPENED_BYTES_MAX)
            || compress::unpack(&bytes).is_err());
    }
}
