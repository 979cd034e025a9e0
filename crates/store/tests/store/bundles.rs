//! Pages as one file, and the file that goes back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::attested::Attested;
use journal::bundle::BundleWriter;
use journal::ids::ElectionId;
use journal::keeper::Keeper as _;
use journal::outbox::{Outbox as _, Toward};
use journal::receipts::{Held, HeldReason};
use store::DeviceStore;
use store::device::{ImportError, PageState};

use crate::evening::{Evening, numbers};
use crate::world::{MORNING, World, clock, note};

const HQ: Toward = Toward::Headquarters;

#[test]
fn a_file_brings_pages_to_a_lead_and_the_answer_brings_custody_back() {
    let mut evening = Evening::new(230);
    let (mut alice, mut carol) = (evening.observer("alice", 3), evening.world.lead("carol"));
    let file = alice.bundle().unwrap();
    assert_eq!((file.pages, file.left_out), (3, 0));
    let imported = carol.import_bundle(&file.bytes, MORNING).unwrap();
    assert_eq!((imported.new, imported.already, imported.refused), (3, 0, 0));
    assert!(imported.damaged.is_empty());
    let rows = carol.every_value().unwrap();
    let again = carol.import_bundle(&file.bytes, MORNING).unwrap();
    assert_eq!((again.new, again.already), (0, 3));
    assert_eq!(carol.every_value().unwrap(), rows, "twice equals once");

    let back = alice.import_bundle(&imported.answer, MORNING).unwrap();
    assert_eq!((back.custody, back.receipts, back.answer.len()), (1, 0, 0));
    let state = alice.delivery().unwrap();
    assert_eq!((state.in_custody, state.receipted), (3, 0));
    assert_eq!(alice.offer(HQ, 1 << 20).unwrap().pages.len(), 3);

    evening.send_on(&mut carol);
    assert_eq!(carol.bundle().unwrap().pages, 0, "nothing is left to carry");
    let later = carol.import_bundle(&file.bytes, MORNING).unwrap();
    let back = alice.import_bundle(&later.answer, MORNING).unwrap();
    assert_eq!((back.receipts, alice.delivery().unwrap().receipted), (3, 3));
}

#[test]
fn the_teams_file_holds_everybody_and_chains_over_another_device() {
    let mut evening = Evening::new(231);
    let (mut alice, mut bob) = (evening.observer("alice", 2), evening.observer("bob", 1));
    let mut carol = evening.world.lead("carol");
    evening.meet(&mut alice, &mut carol);
    evening.meet(&mut bob, &mut carol);
    let file = carol.bundle().unwrap();
    assert_eq!(file.pages, 3);
    // Any peer takes it; only a lead gives a note.
    let mut dave = evening.observer("dave", 0);
    let imported = dave.import_bundle(&file.bytes, MORNING).unwrap();
    assert_eq!(imported.new, 3);
    evening.send_on(&mut dave);
    assert_eq!(evening.pages_at_headquarters(&alice), 2);
    let back = carol.import_bundle(&imported.answer, MORNING).unwrap();
    assert_eq!((back.custody, back.receipts), (0, 0));
    let answer = dave.import_bundle(&file.bytes, MORNING).unwrap().answer;
    assert_eq!(carol.import_bundle(&answer, MORNING).unwrap().receipts, 3);
    assert!(carol.offer(HQ, 1 << 20).unwrap().pages.is_empty());
}

#[test]
fn a_damaged_file_gives_all_its_good_pages_and_names_the_bad_stretch() {
    let mut evening = Evening::new(232);
    let (mut alice, mut carol) = (evening.observer("alice", 5), evening.world.lead("carol"));
    let pages = alice.offer(HQ, 1 << 20).unwrap().pages;
    let mut file = alice.bundle().unwrap().bytes;
    let inside = pages[2].bytes();
    let at = file.windows(inside.len()).position(|bytes| bytes == inside).unwrap();
    file[at + 40] ^= 1;
    let imported = carol.import_bundle(&file, MORNING).unwrap();
    assert_eq!((imported.new, imported.damaged.len()), (4, 1));
    assert!(imported.damaged[0].offset <= at);
    let carried = carol.offer(HQ, 1 << 20).unwrap().pages;
    assert_eq!(numbers(&carried), [1, 2, 4, 5]);
    let back = alice.import_bundle(&imported.answer, MORNING).unwrap();
    assert_eq!((back.custody, alice.delivery().unwrap().in_custody), (1, 4), "the gap is named");
}

#[test]
fn a_file_of_another_election_or_none_is_refused_and_changes_nothing() {
    let mut evening = Evening::new(233);
    let mut carol = evening.world.lead("carol");
    let before = carol.every_value().unwrap();
    let mut elsewhere = Evening::new(234);
    let mallory = elsewhere.observer("mallory", 1);
    let file = mallory.bundle().unwrap().bytes;
    let refused = carol.import_bundle(&file, MORNING);
    assert!(matches!(refused, Err(ImportError::OtherElection)));
    let nothing = carol.import_bundle(b"a photograph of a dog", MORNING);
    assert!(matches!(nothing, Err(ImportError::Unreadable)));
    assert_eq!(carol.every_value().unwrap(), before);
}

#[test]
fn a_page_whose_author_nobody_vouches_for_is_not_kept() {
    let mut evening = Evening::new(235);
    let (alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    let mut file = alice.bundle().unwrap().bytes;
    let certificate = alice.kit().certificate.encode();
    let at = file.windows(certificate.len()).position(|bytes| bytes == certificate).unwrap();
    file[at + 5] ^= 1;
    let imported = carol.import_bundle(&file, MORNING).unwrap();
    assert_eq!((imported.new, imported.refused, imported.damaged.len()), (0, 2, 1));
    assert!(carol.relay_list().unwrap().is_empty());
}

#[test]
fn quarantined_pages_go_by_file_and_their_author_hears_why() {
    let mut evening = Evening::new(236);
    let (mut alice, mut carol) = (evening.observer("alice", 1), evening.world.lead("carol"));
    let file = alice.bundle().unwrap().bytes;
    let late = MORNING + 1_000_000;
    let imported = carol.import_bundle(&file, late).unwrap();
    assert_eq!((imported.new, imported.held), (0, 1));
    assert_eq!(carol.bundle().unwrap().pages, 1, "carried on all the same");
    alice.import_bundle(&imported.answer, late).unwrap();
    let page = alice.sealed_pages().unwrap()[0].clone();
    assert_eq!(page.state, PageState::Waiting(None));
    assert_eq!(page.apart_at_relay, Some(HeldReason::Expired));
}

#[test]
fn a_failed_commit_takes_nothing_of_a_file() {
    let mut evening = Evening::new(237);
    let (alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    let file = alice.bundle().unwrap().bytes;
    let before = carol.every_value().unwrap();
    carol.faults().fail_at(1);
    assert!(matches!(carol.import_bundle(&file, MORNING), Err(ImportError::Store(_))));
    assert_eq!(carol.every_value().unwrap(), before);
    assert_eq!(carol.import_bundle(&file, MORNING).unwrap().new, 2);
}

#[test]
fn nothing_another_device_wrote_can_be_read_in_the_leads_database_or_in_its_file() {
    let mut world = World::new(238);
    let planted = ["the chair took the list", "station-7731", "PEOPLE'S HALL", "Alice"];
    let mut alice = world.device("alice");
    let watch = crate::world::morning_at(&mut alice, "station-7731", 41);
    alice
        .append(
            crate::world::clock(),
            &[
                crate::world::note("the chair took the list, said Alice", MORNING + 50),
                crate::world::note("PEOPLE'S HALL is empty", MORNING + 60),
                crate::world::tap(watch, MORNING + 70),
            ],
        )
        .unwrap();
    alice.seal(MORNING + 4000, &mut world.rng).unwrap();
    let mut evening = Evening::of(world);
    let mut carol = evening.world.lead("carol");
    evening.meet(&mut alice, &mut carol);
    let before_sending = carol.bundle().unwrap().bytes;
    evening.send_on(&mut carol);
    evening.assign(&alice, "station-7731");
    assert_eq!(evening.send_on(&mut carol).taken, 1);
    carol
        .met(
            alice.journal(),
            journal::ids::PageNumber(1),
            None,
            journal::contact::Nonce([1; 16]),
            MORNING,
        )
        .unwrap();
    let mine = alice.every_value().unwrap();
    for text in planted {
        let in_clear = |value: &[u8]| {
            value.windows(text.len()).any(|bytes| bytes.eq_ignore_ascii_case(text.as_bytes()))
        };
        assert!(mine.iter().any(|(_, value)| in_clear(value)), "{text} was planted");
        for (table, value) in carol.every_value().unwrap() {
            assert!(!in_clear(&value), "{text} in {table}");
        }
        assert!(!in_clear(&before_sending) && !in_clear(&alice.bundle().unwrap().bytes), "{text}");
    }
    // No count either: nothing of the carried page is there beside its sealed bytes.
    let own = carol.journal();
    assert!(carol.view_rows().unwrap().iter().all(|(_, view, ..)| !view.contains("watch")));
    assert!(carol.standing(own).unwrap().is_none());
    assert_eq!(crate::world::counted(&carol), 0);
}

#[test]
fn what_has_no_room_is_counted_and_goes_with_the_next_file() {
    let mut evening = Evening::new(233);
    let (alice, mut carol) = (evening.observer("alice", 3), evening.world.lead("carol"));
    let whole = alice.bundle().unwrap().bytes.len();
    alice.faults().limit_bundles(whole - 1);
    let file = alice.bundle().unwrap();
    assert_eq!((file.pages, file.left_out), (2, 1));
    assert_eq!(carol.import_bundle(&file.bytes, MORNING).unwrap().new, 2);
}

#[test]
fn an_answer_without_room_undoes_nothing_and_says_whose_words_it_lacks() {
    let mut evening = Evening::new(234);
    let (mut alice, mut bob) = (evening.observer("alice", 2), evening.observer("bob", 1));
    let (mut carol, mut dave) = (evening.world.lead("carol"), evening.world.lead("dave"));
    evening.meet(&mut alice, &mut carol);
    evening.meet(&mut bob, &mut carol);
    let file = carol.bundle().unwrap().bytes;
    let whole = dave.bundle().unwrap().bytes.len() + 1;
    dave.faults().limit_bundles(whole);
    let imported = dave.import_bundle(&file, MORNING).unwrap();
    assert_eq!((imported.new, imported.unanswered), (3, 2), "the pages are kept all the same");
    assert_eq!(dave.bundle().unwrap().left_out, 3);
    dave.faults().limit_bundles(usize::MAX);
    let again = dave.import_bundle(&file, MORNING).unwrap();
    assert_eq!((again.already, again.unanswered), (3, 0));
    assert_eq!(carol.import_bundle(&again.answer, MORNING).unwrap().custody, 2);
}

#[test]
fn an_older_note_from_a_file_does_not_stand_in_for_the_latest() {
    let mut evening = Evening::new(235);
    let (mut alice, mut carol) = (evening.observer("alice", 1), evening.world.lead("carol"));
    let early = carol.import_bundle(&alice.bundle().unwrap().bytes, MORNING).unwrap().answer;
    for at in [4_100, 4_200] {
        alice.append(clock(), &[note("more", MORNING + at)]).unwrap();
        alice.seal(MORNING + at, &mut evening.world.rng).unwrap();
    }
    let file = alice.bundle().unwrap().bytes;
    let late = carol.import_bundle(&file, MORNING + 60).unwrap().answer;
    alice.import_bundle(&late, MORNING + 61).unwrap();
    assert_eq!(alice.delivery().unwrap().in_custody, 3);
    alice.import_bundle(&early, MORNING + 62).unwrap();
    assert_eq!(alice.delivery().unwrap().in_custody, 3);
}

/// An answer file of a lead's with this Held in it, signed by the lead.
fn file_with(lead: &DeviceStore, held: Held) -> Vec<u8> {
    let kit = lead.kit();
    let list = kit.keys.as_ref().unwrap().to_bytes();
    let mut writer = BundleWriter::new(lead.election(), &list).unwrap();
    writer.certificate(&kit.certificate).unwrap();
    writer.held(&Attested::sign(held, &kit.signing).encode()).unwrap();
    writer.finish()
}

#[test]
fn a_leads_held_in_headquarters_name_takes_no_page_out_of_the_offer_and_is_not_passed_on() {
    let mut evening = Evening::new(239);
    let mut alice = evening.observer("alice", 1);
    let (mut carol, mallory) = (evening.world.lead("carol"), evening.world.lead("mallory"));
    evening.meet(&mut alice, &mut carol);
    let page = alice.offer(HQ, 1 << 20).unwrap().pages.remove(0);
    let held = |key| Held {
        election: alice.election(),
        journal: alice.journal(),
        number: page.head().number,
        hash: page.head().hash,
        reason: HeldReason::Revoked,
        held_at: MORNING,
        key,
    };
    let forged = file_with(&mallory, held(1));
    let in_own_name = file_with(&mallory, held(0));
    let elsewhere = ElectionId([8; 16]);
    let strange = file_with(&mallory, Held { election: elsewhere, ..held(0) });
    for file in [&forged, &strange] {
        alice.import_bundle(file, MORNING).unwrap();
        let own = alice.sealed_pages().unwrap()[0].clone();
        assert_eq!((own.state, own.apart_at_relay), (PageState::Waiting(None), None));
    }
    for file in [&forged, &in_own_name, &strange] {
        carol.import_bundle(file, MORNING).unwrap();
        assert!(carol.word(alice.journal()).unwrap().held.is_empty(), "nothing to pass on");
        assert_eq!(carol.bundle().unwrap().pages, 1, "still carried");
        alice.import_bundle(file, MORNING).unwrap();
        assert_eq!(alice.offer(HQ, 1 << 20).unwrap().pages, std::slice::from_ref(&page));
    }
    let shown = alice.sealed_pages().unwrap()[0].apart_at_relay;
    assert_eq!(shown, Some(HeldReason::Revoked), "in her own name a lead may say so");
    evening.send_on(&mut carol);
    assert_eq!(evening.pages_at_headquarters(&alice), 1);
}
