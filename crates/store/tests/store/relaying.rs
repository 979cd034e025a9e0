//! A lead's device carries for its team: what it keeps, offers, hands back and never learns.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::event::Revoked;
use domain::{Event, Payload};
use journal::contact::Nonce;
use journal::ids::PageNumber;
use journal::judge::{Quota, Status as Standing};
use journal::keeper::{Keeper as _, KeeperError, Recipient};
use journal::outbox::{Alarm, Outbox as _, Toward};
use journal::receipts::HeldReason;
use journal::status::{Status, StatusWord, seal_status};
use store::device::{PageState, Wiped};

use crate::evening::{Evening, SPKI, numbers};
use crate::world::{MORNING, clock, note};

const HQ: Toward = Toward::Headquarters;

#[test]
fn a_page_given_to_a_lead_is_at_headquarters_only_when_the_receipt_came_back() {
    let mut evening = Evening::new(200);
    let (mut alice, mut carol) = (evening.observer("alice", 6), evening.world.lead("carol"));
    evening.headquarters_holds(&mut alice, 3);
    let pages = alice.offer(evening.toward(), 1 << 20).unwrap().pages;
    assert_eq!(numbers(&pages), [4, 5, 6]);
    let accepted = evening.meet(&mut alice, &mut carol);
    assert_eq!((accepted.receipted, accepted.held, accepted.more), (0, 0, false));
    let state = alice.delivery().unwrap();
    assert_eq!((state.receipted, state.waiting, state.in_custody), (3, 3, 3));
    assert!(alice.offer(evening.toward(), 1 << 20).unwrap().pages.is_empty());
    let direct = alice.offer(HQ, 1 << 20).unwrap();
    assert_eq!(direct.pages, pages, "a relay's word changes nothing toward headquarters");
    assert_eq!(direct.custody.len(), 1);

    let offer = carol.offer(HQ, 1 << 20).unwrap();
    assert_eq!(offer.pages, pages, "byte for byte");
    assert_eq!(offer.carried[0].encode(), alice.kit().certificate.encode());
    assert_eq!(offer.positions.len(), 1);
    let carried = evening.send_on(&mut carol);
    assert_eq!(carried.receipted, 3);
    assert!(carol.offer(HQ, 1 << 20).unwrap().pages.is_empty());
    assert_eq!(alice.delivery().unwrap().receipted, 3, "nobody told it yet");

    let receipt = carol.word(alice.journal()).unwrap().receipt.unwrap();
    let accepted = evening.meet(&mut alice, &mut carol);
    assert_eq!(accepted.receipted, 3);
    assert_eq!(alice.delivery().unwrap().waiting, 0);
    assert_eq!(evening.last_receipt.take().unwrap(), receipt, "byte for byte");
}

#[test]
fn what_is_carried_survives_a_failed_commit_and_the_end_of_the_program() {
    let mut evening = Evening::new(201);
    let (mut alice, mut carol) = (evening.observer("alice", 3), evening.world.lead("carol"));
    let before = carol.every_value().unwrap();
    carol.faults().fail_at(1);
    let offer = alice.offer(evening.toward(), 1 << 20).unwrap();
    let batch = evening.deliveries(&offer, MORNING + 9);
    assert!(carol.commit(batch.clone()).is_err());
    assert_eq!(carol.every_value().unwrap(), before, "nothing of it was kept");
    let outcome = carol.commit(batch.clone()).unwrap();
    let custody = outcome[0].journals[0].custody.clone().unwrap();
    assert_eq!((custody.first.0, custody.number.0, custody.gaps.len()), (1, 3, 0));
    let kept = carol.every_value().unwrap();
    let list = carol.relay_list().unwrap();
    drop(carol);
    let mut carol = evening.world.open("carol").unwrap().store;
    let without_nonce = |values: Vec<(String, Vec<u8>)>| -> Vec<_> {
        values.into_iter().filter(|(table, _)| table != "facts").collect()
    };
    assert_eq!(without_nonce(carol.every_value().unwrap()), without_nonce(kept));
    assert_eq!(carol.relay_list().unwrap(), list);
    let again = carol.commit(batch).unwrap();
    assert_eq!(again[0].journals[0].already.len(), 3, "twice equals once");
    assert_eq!(again[0].journals[0].custody, Some(custody));
    evening.send_on(&mut carol);
    drop(carol);
    let mut carol = evening.world.open("carol").unwrap().store;
    assert!(carol.offer(HQ, 1 << 20).unwrap().pages.is_empty());
    assert!(carol.word(alice.journal()).unwrap().receipt.is_some());
}

#[test]
fn a_relay_that_lost_its_store_is_given_the_pages_again() {
    let mut evening = Evening::new(202);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    evening.meet(&mut alice, &mut carol);
    assert!(alice.offer(evening.toward(), 1 << 20).unwrap().pages.is_empty());
    let kit = carol.kit().clone();
    let mut again = evening.world.device_of("carol again", kit, None);
    let accepted = evening.meet(&mut alice, &mut again);
    assert!(accepted.more, "they go along in this contact");
    assert!(matches!(accepted.alarms[..], [Alarm::CustodyLost { .. }]), "{accepted:?}");
    assert_eq!(alice.delivery().unwrap().in_custody, 0);
    assert_eq!(alice.offer(evening.toward(), 1 << 20).unwrap().pages.len(), 2);
}

#[test]
fn a_relay_that_says_nothing_of_pages_just_sent_is_asked_once_more_and_then_no_longer() {
    let mut evening = Evening::new(203);
    let (mut alice, carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    let mut rounds = 0;
    loop {
        assert_eq!(alice.offer(evening.toward(), 1 << 20).unwrap().pages.len(), 2);
        let silent = evening.answer_of(&carol, &[]);
        rounds += 1;
        let accepted = alice.accept(&silent, &evening.exchange()).unwrap();
        let named = accepted.alarms.iter().any(|one| matches!(one, Alarm::RelaySilent { .. }));
        assert_eq!(named, rounds == 2, "once may be a lost answer");
        if !accepted.more {
            break;
        }
    }
    assert_eq!(rounds, 2);
    assert_eq!(alice.delivery().unwrap().in_custody, 0);
}

#[test]
fn a_relays_held_is_shown_and_headquarters_has_the_word() {
    let mut evening = Evening::new(204);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    evening.late = true;
    let accepted = evening.meet(&mut alice, &mut carol);
    assert_eq!(accepted.held, 0);
    let pages = alice.sealed_pages().unwrap();
    assert!(pages.iter().all(|page| page.state == PageState::Waiting(None)));
    assert!(pages.iter().all(|page| page.apart_at_relay == Some(HeldReason::Expired)));
    assert_eq!(alice.delivery().unwrap().in_custody, 2);
    assert_eq!(alice.offer(HQ, 1 << 20).unwrap().pages.len(), 2);
    assert_eq!(carol.relay_list().unwrap()[0].held, [HeldReason::Expired]);
    assert_eq!(carol.offer(HQ, 1 << 20).unwrap().pages.len(), 2, "quarantine is carried on");
    evening.late = false;
    assert_eq!(evening.send_on(&mut carol).receipted, 2, "headquarters judges for itself");
    assert!(carol.relay_list().unwrap()[0].held.is_empty());
}

#[test]
fn headquarters_held_comes_back_byte_for_byte_and_ends_the_offering() {
    let mut evening = Evening::new(205);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    evening.meet(&mut alice, &mut carol);
    evening.late = true;
    let accepted = evening.send_on(&mut carol);
    assert_eq!((accepted.receipted, accepted.held), (0, 2));
    assert!(carol.offer(HQ, 1 << 20).unwrap().pages.is_empty());
    let word = carol.word(alice.journal()).unwrap();
    assert_eq!((word.receipt, word.held.len()), (None, 2));
    evening.late = false;
    assert_eq!(evening.meet(&mut alice, &mut carol).held, 2);
    let held = PageState::Held(HeldReason::Expired);
    assert!(alice.sealed_pages().unwrap().iter().all(|page| page.state == held));
    assert_eq!(evening.last_held, word.held);
}

#[test]
fn a_fork_is_carried_whole_and_no_receipt_is_taken_for_the_branch_it_does_not_name() {
    let mut evening = Evening::new(206);
    let mut alice = evening.observer("alice", 2);
    evening.headquarters_holds(&mut alice, 2);
    let (mut alice, mut clone) = evening.branches(alice, "alice", "clone");
    let mut carol = evening.world.lead("carol");
    for device in [&mut alice, &mut clone] {
        device.append(clock(), &[note("which of the two", MORNING + 900)]).unwrap();
        device.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
    }
    let mine = alice.head();
    evening.meet(&mut clone, &mut carol);
    evening.meet(&mut alice, &mut carol);
    let list = carol.relay_list().unwrap();
    assert_eq!((list[0].pages, list[0].held.as_slice()), (2, [HeldReason::Fork].as_slice()));
    evening.headquarters_holds(&mut alice, 3);
    evening.send_on(&mut carol);
    let list = carol.relay_list().unwrap();
    assert_eq!((list[0].receipted, list[0].waiting), (1, 0), "the other one is held there");
    let word = carol.word(alice.journal()).unwrap();
    assert_eq!(word.held.len(), 1);
    let receipt = evening.receipt_in(&word);
    assert_eq!((receipt.number, receipt.hash), (mine.number, mine.hash));
}

#[test]
fn a_copys_page_below_a_gap_is_not_taken_for_delivered_and_goes_to_headquarters() {
    let mut evening = Evening::new(230);
    let mut alice = evening.observer("alice", 2);
    evening.headquarters_holds(&mut alice, 2);
    let (mut alice, mut clone) = evening.branches(alice, "alice", "clone");
    let (mut carol, mut dave) = (evening.world.lead("carol"), evening.world.lead("dave"));
    for (device, pages) in [(&mut clone, 1), (&mut alice, 2)] {
        for _ in 0..pages {
            device.append(clock(), &[note("which of the two", MORNING + 900)]).unwrap();
            device.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
        }
    }
    let copied = clone.head();
    evening.meet(&mut clone, &mut carol);
    evening.spki = [6; 32];
    evening.meet(&mut alice, &mut dave);
    evening.send_on(&mut dave);
    // Dave's word is a receipt for page 4; between it and the copy's page 3 Carol has nothing.
    evening.meet(&mut carol, &mut dave);
    assert_eq!(carol.relay_list().unwrap()[0].receipted, 0);
    let offered = carol.offer(HQ, 1 << 20).unwrap().pages;
    assert_eq!(offered.iter().map(|page| page.head()).collect::<Vec<_>>(), [copied]);
    let accepted = evening.send_on(&mut carol);
    assert_eq!((accepted.receipted, accepted.held), (0, 1));
    assert!(carol.offer(HQ, 1 << 20).unwrap().pages.is_empty());
}

#[test]
fn a_page_below_a_gap_that_headquarters_has_is_settled_by_its_answer() {
    let mut evening = Evening::new(231);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    evening.meet(&mut alice, &mut carol);
    for _ in 0..2 {
        alice.append(clock(), &[note("all quiet", MORNING + 900)]).unwrap();
        alice.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
    }
    evening.headquarters_holds(&mut alice, 4);
    let accepted = evening.send_on(&mut carol);
    assert_eq!((accepted.receipted, accepted.held), (2, 0));
    assert!(carol.offer(HQ, 1 << 20).unwrap().pages.is_empty());
    assert_eq!(carol.relay_list().unwrap()[0].receipted, 2);
}

#[test]
fn a_receipt_for_a_page_that_is_not_the_one_carried_is_an_alarm() {
    let mut evening = Evening::new(207);
    let alice = evening.observer("alice", 1);
    let (mut alice, mut clone) = evening.branches(alice, "alice", "clone");
    let mut carol = evening.world.lead("carol");
    for device in [&mut alice, &mut clone] {
        device.append(clock(), &[note("which of the two", MORNING + 900)]).unwrap();
        device.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
    }
    evening.meet(&mut clone, &mut carol);
    let receipt =
        evening.world.keys.receipt(alice.election(), alice.journal(), alice.head(), MORNING);
    let mut said = evening.headquarters_answer();
    said.receipts = vec![receipt];
    let accepted = carol.accept(&said, &evening.exchange_with(HQ)).unwrap();
    let fork = Alarm::CarriedFork { journal: alice.journal(), number: alice.head().number };
    assert_eq!(accepted.alarms, [fork], "and no word on her own pages");
    assert_eq!(accepted.receipted, 0);
    assert_eq!(carol.relay_list().unwrap()[0].waiting, 2);
    assert_eq!(carol.must_continue(), None, "its own journal is in no doubt");
}

#[test]
fn a_revocation_reaches_the_relay_and_the_pages_are_carried_all_the_same() {
    let mut evening = Evening::new(208);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    evening.meet(&mut alice, &mut carol);
    let invitation = evening.world.chain(&alice).invitation;
    let revoked = Payload::Revoked(Revoked {
        operator: "headquarters".into(),
        invitation: invitation.0,
        journal: Some(domain::JournalRef(alice.journal().0)),
        last_good_page: Some(2),
    });
    evening.publish(Recipient::Common, vec![Event::new(MORNING, revoked)]);
    evening.send_on(&mut carol);
    let standing = carol.standing(alice.journal()).unwrap().unwrap();
    assert_eq!(standing.status, Standing::Revoked(PageNumber(2)));
    alice.append(clock(), &[note("after", MORNING + 900)]).unwrap();
    alice.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
    evening.meet(&mut alice, &mut carol);
    assert_eq!(carol.relay_list().unwrap()[0].held, [HeldReason::Revoked]);
    let pages = carol.offer(HQ, 1 << 20).unwrap().pages;
    assert_eq!(numbers(&pages), [3]);
}

#[test]
fn headquarters_words_to_a_device_reach_it_through_the_relay() {
    let mut evening = Evening::new(209);
    let (mut alice, mut carol) = (evening.observer("alice", 1), evening.world.lead("carol"));
    evening.meet(&mut alice, &mut carol);
    evening.send_on(&mut carol);
    evening.assign(&alice, "204");
    evening.send_on(&mut carol);
    let (hq, head) = carol.own_journal(Recipient::Device(alice.journal())).unwrap().unwrap();
    assert_eq!(head.number, PageNumber(1));
    assert!(alice.assigned().is_none());
    let wrong = evening.own_of(&carol);
    let mut lie = evening.answer_of(&carol, &[]);
    (lie.own, lie.pages) = (Some(wrong.0), wrong.1);
    alice.accept(&lie, &evening.exchange()).unwrap();
    assert!(alice.assigned().is_none(), "a journal that does not open is not this device's");
    assert_eq!(evening.meet(&mut alice, &mut carol).taken, 1);
    let stations = alice.assigned().unwrap().assignments();
    assert_eq!(stations.map(|station| station.code.as_str()).collect::<Vec<_>>(), ["204"]);
    let held = alice.offer(HQ, 1 << 20).unwrap().held;
    assert!(held.iter().any(|position| (position.journal, position.number) == (hq, head.number)));
}

#[test]
fn an_urgent_page_leaves_before_all_others() {
    let mut evening = Evening::new(210);
    let mut alice = evening.observer("alice", 3);
    alice.append(clock(), &[note("they are pushing us out", MORNING + 900)]).unwrap();
    alice.seal_urgent(MORNING + 4000, &mut evening.world.rng).unwrap();
    for toward in [HQ, evening.toward()] {
        let pages = alice.offer(toward, 1 << 20).unwrap().pages;
        assert_eq!(numbers(&pages), [4, 1, 2, 3]);
        let one = alice.offer(toward, 1).unwrap();
        assert_eq!((numbers(&one.pages), one.more), (vec![4], true));
    }
}

#[test]
fn the_list_tells_who_came_and_the_one_word_they_sealed_to_this_lead() {
    let mut evening = Evening::new(211);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    let dave = evening.world.lead("dave");
    alice.set_status(Some(Status { word: StatusWord::SheetCopied, version: 7 }));
    assert_eq!(alice.offer(evening.toward(), 1 << 20).unwrap().status, None, "not met yet");
    evening.meet(&mut alice, &mut carol);
    let (status, key) = alice.offer(evening.toward(), 1 << 20).unwrap().status.unwrap();
    let (nonce, journal) = (Nonce([3; 16]), alice.journal());
    let sealed =
        seal_status(&mut evening.world.rng, &key, alice.election(), nonce, journal, status);
    let sealed = sealed.unwrap();
    carol.met(journal, PageNumber(4), Some(&sealed), nonce, MORNING + 60).unwrap();
    let [carried] = &carol.relay_list().unwrap()[..] else { panic!("one device") };
    assert_eq!(carried.status, Some(status));
    assert_eq!((carried.last_contact, carried.common.0), (Some(MORNING + 60), 4));
    assert_eq!((carried.pages, carried.waiting, carried.receipted), (2, 2, 0));
    assert_eq!(carried.invitation, evening.world.chain(&alice).invitation);
    assert!(carried.bytes > 0 && carried.waiting_bytes == carried.bytes);
    // Another nonce, and another lead: the word says nothing.
    carol.met(journal, PageNumber(5), Some(&sealed), Nonce([4; 16]), MORNING + 90).unwrap();
    let again = carol.relay_list().unwrap();
    assert_eq!((again[0].status, again[0].common.0), (Some(status), 5), "what was said stays");
    assert_eq!(again[0].status_at, Some(MORNING + 60), "with its time");
    assert!(dave.relay_list().unwrap().is_empty());
}

#[test]
fn the_list_is_wiped_after_the_receipts_and_receipts_stay_until_they_are_handed_back() {
    let mut evening = Evening::new(212);
    let (mut alice, mut bob) = (evening.observer("alice", 2), evening.observer("bob", 1));
    let mut carol = evening.world.lead("carol");
    evening.meet(&mut alice, &mut carol);
    evening.meet(&mut bob, &mut carol);
    carol.met(alice.journal(), PageNumber(0), None, Nonce([1; 16]), evening.now).unwrap();
    assert_eq!(carol.wipe_relay_list(false).unwrap(), Wiped::default(), "nothing is sent yet");
    evening.send_on(&mut carol);
    assert_eq!(carol.wipe_relay_list(true).unwrap(), Wiped::default(), "kept on purpose");
    let wiped = carol.wipe_relay_list(false).unwrap();
    assert_eq!((wiped.pages, wiped.journals, wiped.owed), (3, 0, 2));
    assert!(carol.relay_list().unwrap().iter().all(|one| one.pages == 0));
    assert!(carol.relay_list().unwrap().iter().all(|one| one.last_contact.is_none()));
    evening.now += 60;
    assert_eq!(evening.meet(&mut alice, &mut carol).receipted, 2);
    carol.met(alice.journal(), PageNumber(0), None, Nonce([1; 16]), evening.now).unwrap();
    let wiped = carol.wipe_relay_list(false).unwrap();
    assert_eq!((wiped.pages, wiped.journals, wiped.owed), (0, 1, 1));
    let traces: [&[u8]; 2] = [&alice.journal().0, &evening.world.chain(&alice).invitation.0];
    for (table, value) in carol.every_value().unwrap() {
        for trace in traces {
            assert!(!value.windows(16).any(|bytes| bytes == trace), "still in {table}");
        }
    }
    assert!(carol.word(bob.journal()).unwrap().receipt.is_some());
}

#[test]
fn a_journal_has_a_quota_at_a_relay_and_the_pages_stay_with_their_author() {
    let mut evening = Evening::new(213);
    let (mut alice, mut carol) = (evening.observer("alice", 4), evening.world.lead("carol"));
    carol.set_quota(Quota { carried: 2, ..Quota::default() });
    evening.meet(&mut alice, &mut carol);
    let state = alice.delivery().unwrap();
    assert_eq!((state.pages, state.in_custody, state.waiting), (4, 2, 4));
    assert_eq!(numbers(&alice.offer(evening.toward(), 1 << 20).unwrap().pages), [3, 4]);
}

#[test]
fn pages_nobody_takes_do_not_keep_others_from_going() {
    let mut evening = Evening::new(214);
    let (mut alice, mut bob) = (evening.observer("alice", 8), evening.observer("bob", 2));
    let mut carol = evening.world.lead("carol");
    // Headquarters never saw Alice's first four: hers wait there, without a receipt.
    let offer = alice.offer(HQ, 1 << 20).unwrap();
    evening.carry(&offer.pages[4..], &alice, &mut carol);
    evening.meet(&mut bob, &mut carol);
    let room = offer.pages[4..].iter().map(|page| page.bytes().len() + 5).sum::<usize>();
    let room = room + alice.kit().certificate.encode().len() + 3 + 2 * 64;
    assert_eq!(numbers(&carol.offer(HQ, room).unwrap().pages), [5, 6, 7, 8]);
    let accepted = evening.send_on_within(&mut carol, room);
    assert!(accepted.more && accepted.receipted == 0);
    assert_eq!(numbers(&carol.offer(HQ, room).unwrap().pages), [1, 2], "Bob's come first now");
    evening.send_on_within(&mut carol, room);
    assert_eq!(numbers(&carol.offer(HQ, room).unwrap().pages), [5, 6, 7, 8], "not forgotten");
    evening.headquarters_holds(&mut alice, 4);
    evening.send_on(&mut carol);
    assert!(carol.offer(HQ, 1 << 20).unwrap().pages.is_empty());
}

#[test]
fn pages_cross_by_two_leads_and_chain_over_a_third_without_doubles() {
    let mut evening = Evening::new(215);
    let mut alice = evening.observer("alice", 3);
    let (mut carol, mut dave) = (evening.world.lead("carol"), evening.world.lead("dave"));
    evening.meet(&mut alice, &mut carol);
    let offer = alice.offer(evening.toward(), 1 << 20).unwrap();
    evening.carry(&offer.pages, &alice, &mut dave);
    evening.spki = [8; 32];
    let accepted = evening.meet(&mut carol, &mut dave);
    assert!(!accepted.more);
    assert!(carol.offer(evening.toward(), 1 << 20).unwrap().pages.is_empty());
    let offer = carol.offer(HQ, 1 << 20).unwrap();
    let own = offer.pages.iter().filter(|page| page.header().journal == carol.journal());
    assert_eq!(offer.pages.len() - own.count(), 3, "the way to headquarters stays open");
    evening.send_on(&mut dave);
    evening.send_on(&mut carol);
    assert_eq!(evening.pages_at_headquarters(&alice), 3);
    evening.spki = SPKI;
    assert_eq!(evening.meet(&mut alice, &mut carol).receipted, 3);
}

#[test]
fn a_leads_own_pages_that_come_home_are_not_carried_and_a_copys_are_told_apart() {
    let mut evening = Evening::new(216);
    let mut carol = evening.world.lead("carol");
    carol.append(clock(), &[note("own", MORNING + 1)]).unwrap();
    carol.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
    let (mut carol, mut copy) = evening.branches(carol, "carol", "copy");
    let mut dave = evening.world.lead("dave");
    evening.meet(&mut carol, &mut dave);
    evening.spki = [8; 32];
    let home = dave.offer(evening.toward(), 1 << 20).unwrap();
    let batch = evening.deliveries(&home, MORNING);
    carol.commit(batch).unwrap();
    assert!(carol.relay_list().unwrap().iter().all(|one| one.pages == 0));
    for device in [&mut carol, &mut copy] {
        device.append(clock(), &[note("which of the two", MORNING + 900)]).unwrap();
        device.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
    }
    let (head, next) = (carol.head(), carol.next_ordinal());
    let other = copy.offer(evening.toward(), 1 << 20).unwrap();
    let outcome = carol.commit(evening.deliveries(&other, MORNING)).unwrap();
    assert_eq!(outcome[0].journals[0].held[0].reason, HeldReason::Fork);
    assert_eq!((carol.head(), carol.next_ordinal()), (head, next), "never mixed");
    let pages = carol.offer(HQ, 1 << 20).unwrap().pages;
    assert_eq!(numbers(&pages), [1, 2, 2], "and carried on");
}

#[test]
fn carried_pages_of_a_damaged_database_are_saved_and_stay_apart_from_the_own_journals() {
    let mut evening = Evening::new(217);
    let (mut alice, mut bob) = (evening.observer("alice", 40), evening.observer("bob", 40));
    let mut carol = evening.world.lead("carol");
    evening.meet(&mut alice, &mut carol);
    evening.meet(&mut bob, &mut carol);
    let pages = carol.offer(HQ, 1 << 20).unwrap().pages;
    drop(carol);
    let file = evening.world.path("carol").join("device.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let last = (bytes.len() / 4096 - 8) * 4096 + 100;
    bytes[last] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let opened = evening.world.open("carol").unwrap();
    let salvaged = opened.salvaged.unwrap();
    assert!((40..80).contains(&salvaged.carried), "one page of the file costs few: {salvaged:?}");
    assert_eq!((salvaged.events, salvaged.pages), (0, 0), "it wrote nothing itself");
    let mut carol = opened.store;
    let left = carol.offer(HQ, 1 << 20).unwrap().pages;
    assert_eq!(left.len() as u64, salvaged.carried);
    assert!(left.iter().all(|page| pages.contains(page)), "byte for byte");
    let list = carol.relay_list().unwrap();
    assert!(list.iter().all(|one| one.journal != carol.journal()));
    // Its answers say what is gone, and the devices give it again.
    evening.meet(&mut alice, &mut carol);
    evening.meet(&mut bob, &mut carol);
    evening.meet(&mut alice, &mut carol);
    evening.meet(&mut bob, &mut carol);
    assert_eq!(evening.send_on(&mut carol).receipted, 80);
}

#[test]
fn fifty_devices_evening_is_kept_and_offered() {
    let mut evening = Evening::new(218);
    let mut carol = evening.world.lead("carol");
    let mut batches = Vec::new();
    for n in 0..50 {
        let mut device = evening.observer(&format!("observer {n}"), 12);
        let offer = device.offer(evening.toward(), 1 << 20).unwrap();
        batches.push(evening.deliveries(&offer, MORNING));
    }
    let began = std::time::Instant::now();
    for batch in batches {
        let outcome = carol.commit(batch).unwrap();
        assert_eq!(outcome[0].journals[0].carried.len(), 12);
    }
    let kept = began.elapsed();
    let began = std::time::Instant::now();
    let first = carol.offer(HQ, 1 << 20).unwrap();
    let offered = began.elapsed();
    assert!(first.more);
    assert_eq!((first.positions.len(), first.pages.len()), (50, 256));
    let (mut rounds, mut receipted) = (0, 0);
    let began = std::time::Instant::now();
    while receipted < 600 {
        receipted += evening.send_on(&mut carol).receipted;
        rounds += 1;
        assert!(rounds < 10, "{receipted} of 600 after {rounds} rounds");
    }
    println!(
        "50 devices, 600 pages: kept in {kept:?} (50 commits), one offer of 256 in {offered:?}, \
         all at headquarters after {rounds} rounds in {:?}, list of {} in {:?}",
        began.elapsed(),
        carol.relay_list().unwrap().len(),
        {
            let began = std::time::Instant::now();
            carol.relay_list().unwrap();
            began.elapsed()
        }
    );
    assert_eq!(rounds, 3);
}

#[test]
fn a_lead_whose_folder_was_copied_goes_on_carrying_under_a_new_journal() {
    let mut evening = Evening::new(219);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    evening.meet(&mut alice, &mut carol);
    drop(carol);
    let (from, to) = (evening.world.path("carol"), evening.world.path("copy"));
    crate::world::copy_folder(&from, &to);
    let opened = evening.world.open_on("copy", [2; 32]).unwrap();
    assert!(opened.continued.is_some());
    let (mut copy, mut carol) = (opened.store, evening.world.open("carol").unwrap().store);
    assert_ne!(copy.journal(), carol.journal());
    let list = copy.relay_list().unwrap();
    assert_eq!((list.len(), list[0].journal, list[0].pages), (1, alice.journal(), 2));
    // Both are the same lead's: the copy's note stands for the first one's, never beside it.
    alice.append(clock(), &[note("one more", MORNING + 900)]).unwrap();
    alice.seal(MORNING + 4000, &mut evening.world.rng).unwrap();
    evening.meet(&mut alice, &mut copy);
    assert_eq!(alice.delivery().unwrap().in_custody, 3);
    assert_eq!(alice.offer(HQ, 1 << 20).unwrap().custody.len(), 1);
    evening.send_on(&mut carol);
    evening.send_on(&mut copy);
    assert_eq!(evening.pages_at_headquarters(&alice), 3);
    assert!(
        copy.offer(HQ, 1 << 20)
            .unwrap()
            .pages
            .iter()
            .all(|page| { page.header().journal == copy.journal() })
    );
}

#[test]
fn an_observer_told_to_continue_its_journal_is_carried_under_both() {
    let mut evening = Evening::new(220);
    let (mut alice, mut carol) = (evening.observer("alice", 2), evening.world.lead("carol"));
    evening.meet(&mut alice, &mut carol);
    let old = alice.journal();
    let mut head = alice.head();
    head.number = PageNumber(9);
    let ahead = evening.world.keys.receipt(alice.election(), old, head, MORNING);
    let mut said = evening.headquarters_answer();
    said.receipts = vec![ahead];
    alice.accept(&said, &evening.exchange_with(HQ)).unwrap();
    let continued = alice.continue_journal(crate::world::now(), &mut evening.world.rng).unwrap();
    assert_eq!(continued.unwrap().old, old);
    alice.seal(MORNING + 5000, &mut evening.world.rng).unwrap();
    let pages = alice.offer(evening.toward(), 1 << 20).unwrap().pages;
    assert_eq!(numbers(&pages), [1], "the old ones are in custody still");
    evening.meet(&mut alice, &mut carol);
    let list = carol.relay_list().unwrap();
    assert_eq!(list.iter().map(|one| one.pages).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(list[0].invitation, list[1].invitation);
    assert_eq!(alice.delivery().unwrap().in_custody, 3);
    let offer = carol.offer(HQ, 1 << 20).unwrap();
    assert_eq!(offer.carried.len(), 1, "the longer certificate vouches for both");
}

#[test]
fn a_full_disk_at_the_lead_is_said_and_nothing_of_the_batch_is_kept() {
    let mut evening = Evening::new(221);
    let (mut alice, mut carol) = (evening.observer("alice", 60), evening.world.lead("carol"));
    let pages = alice.offer(evening.toward(), 1 << 20).unwrap().pages;
    carol.limit_pages(1).unwrap();
    let mut kept = 0;
    let full = loop {
        let delivery = evening.world.delivery(&alice, vec![pages[kept].clone()], MORNING);
        match carol.commit(vec![delivery]) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 60, "the limit was never met");
    };
    assert_eq!(full, KeeperError::Full);
    assert_eq!(carol.relay_list().unwrap().first().map_or(0, |one| one.pages), kept as u64);
    carol.limit_pages(0).unwrap();
    evening.meet(&mut alice, &mut carol);
    assert_eq!(alice.delivery().unwrap().in_custody, 60);
}
