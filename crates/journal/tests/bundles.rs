//! Bundle files: what is written is read, and damage costs only what was damaged.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use journal::bundle::{
    BUNDLE_BYTES_MAX, BundleFull, BundleWriter, Damage, DamageReason, FRAME_BYTES_MAX, FRAME_MAGIC,
    read,
};
use journal::ids::ElectionId;
use journal::page::Page;
use proptest::prelude::*;
use support::{MORNING, World};

/// Pages 4 to 9 of a journal: whoever reads it never saw the first three.
fn bundle(world: &mut World) -> (Vec<u8>, Vec<Page>) {
    let pages = world.run(9).split_off(3);
    let mut writer = BundleWriter::new(world.election, &world.list.to_bytes()).unwrap();
    writer.certificate(&world.certificate).unwrap();
    pages.iter().for_each(|page| writer.page(page).unwrap());
    let receipt = world.keys.receipt(world.election, world.journal, pages[0].head(), MORNING);
    writer.receipt(&receipt.encode()).unwrap();
    (writer.finish(), pages)
}

fn starts(bytes: &[u8]) -> Vec<usize> {
    let four = bytes.windows(4).enumerate().filter(|(_, four)| *four == FRAME_MAGIC);
    four.map(|(at, _)| at).collect()
}

#[test]
fn a_bundle_gives_back_what_was_written_byte_for_byte() {
    let mut world = World::new(90);
    let (bytes, pages) = bundle(&mut world);
    let read = read(&bytes, world.election);
    assert_eq!(read.election, Some(world.election));
    assert_eq!(read.key_list, Some(world.list.to_bytes()));
    assert_eq!(read.certificates, std::slice::from_ref(&world.certificate));
    assert_eq!((read.pages, read.receipts.len(), read.damaged.len()), (pages, 1, 0));
}

#[test]
fn a_damaged_frame_costs_itself_alone_and_is_named_with_its_place() {
    let mut world = World::new(91);
    let (bytes, pages) = bundle(&mut world);
    let starts = starts(&bytes);
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(bytes.len());
        for at in [*start, start + 4, start + 6, start + 9, end - 1] {
            let mut bent = bytes.clone();
            bent[at] ^= 0x40;
            let read = read(&bent, world.election);
            let place = |one: &Damage| (one.offset, one.length);
            assert_eq!(read.damaged.iter().map(place).collect::<Vec<_>>(), [(*start, end - start)]);
            let lost = usize::from((2..8).contains(&index));
            assert_eq!(read.pages.len(), pages.len() - lost, "frame {index}, byte {at}");
        }
    }
}

#[test]
fn a_lost_beginning_a_torn_end_and_a_strange_file_are_told_apart() {
    let mut world = World::new(92);
    let (bytes, pages) = bundle(&mut world);
    let election = world.election;
    let headless = read(&bytes[5..], election);
    assert_eq!(headless.damaged, [Damage { offset: 0, length: 3, reason: DamageReason::NoHead }]);
    assert_eq!(headless.pages, pages);
    let torn = read(&bytes[..bytes.len() - 10], election);
    assert_eq!(torn.damaged[0].reason, DamageReason::Cut);
    assert_eq!((torn.pages, torn.receipts.len()), (pages, 0));
    let strange = read(b"PK\x03\x04 something else", election);
    assert_eq!(strange.damaged[0].reason, DamageReason::NoHead);
    assert_eq!(read(b"", election).damaged, []);
    // A frame of a kind that a newer program writes is passed over in silence.
    let mut newer = bytes.clone();
    let payload = [1, 2, 3];
    let sum = sha2::Digest::finalize(sha2::Digest::chain_update(
        sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), [99]),
        payload,
    ));
    newer.extend_from_slice(FRAME_MAGIC);
    newer.extend_from_slice(&[99, 0, 0, 0, 3]);
    newer.extend_from_slice(&sum);
    newer.extend_from_slice(&payload);
    assert_eq!(read(&newer, election), read(&bytes, election));
}

#[test]
fn a_bundle_of_another_election_says_so() {
    let mut world = World::new(93);
    let (bytes, _) = bundle(&mut world);
    let read = read(&bytes, ElectionId([1; 16]));
    assert_eq!(read.election, Some(world.election));
    let chain = world.certificate.check(&world.list).unwrap();
    assert!(read.pages.iter().all(|page| chain.check_page(page.clone()).is_err()));
}

#[test]
fn the_writer_refuses_what_a_reader_would_not_take() {
    let world = World::new(94);
    let mut writer = BundleWriter::new(world.election, &[]).unwrap();
    assert_eq!(writer.receipt(&vec![0; FRAME_BYTES_MAX + 1]), Err(BundleFull));
    let length = writer.length();
    while writer.receipt(&vec![0; FRAME_BYTES_MAX]).is_ok() {}
    assert!(writer.length() <= BUNDLE_BYTES_MAX && writer.length() > length);
    assert_eq!(writer.certificate(&world.certificate), Ok(()), "a small one may still fit");
}

#[test]
fn a_file_made_to_waste_time_is_given_up_and_the_rest_reported() {
    // Each four bytes claim a frame of the longest length: hashing all would take hours.
    let mut bytes = b"SANAQB1\n".to_vec();
    let mut claim = FRAME_MAGIC.to_vec();
    claim.extend_from_slice(&[3, 0, 1, 2, 0]);
    while bytes.len() < 2 * 1024 * 1024 {
        bytes.extend_from_slice(&claim);
    }
    let read = read(&bytes, ElectionId([1; 16]));
    assert!(read.damaged.len() < 4, "{}", read.damaged.len());
    assert_eq!(read.damaged.iter().map(|one| one.length).sum::<usize>(), bytes.len() - 8);
    assert_eq!(read.damaged.last().unwrap().reason, DamageReason::NotRead);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_changes_lose_no_untouched_frame(
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6),
        cut in 0_usize..400,
    ) {
        let mut world = World::shared().clone();
        let (bytes, pages) = bundle(&mut world);
        let starts = starts(&bytes);
        let mut bent = bytes.clone();
        for (place, byte) in &changes {
            bent[place % bytes.len()] = *byte;
        }
        bent.truncate(bytes.len() - cut);
        let read = read(&bent, world.election);
        for (index, page) in pages.iter().enumerate() {
            let (from, to) = (starts[2 + index], starts[3 + index]);
            if bent.get(from..to) == bytes.get(from..to) {
                prop_assert!(read.pages.contains(page), "page {}", index);
            }
        }
        let mut end = 0;
        for damage in &read.damaged {
            prop_assert!(damage.offset >= end && damage.length > 0);
            end = damage.offset + damage.length;
        }
        prop_assert!(end <= bent.len());
    }
}
