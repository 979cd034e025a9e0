//! Mallory leads a team: certified, and lying. Nothing is lost, nothing counted twice, and what
//! can be seen is named.

use journal::answer::SyncAnswer;
use journal::attested::Attested;
use journal::ids::PageNumber;
use journal::outbox::Alarm;
use journal::receipts::{Held, HeldReason, Receipt};
use sync::error::SyncError;
use tests::support::device::Device;
use tests::support::disk::Disk;
use tests::support::liar::Liar;

use crate::evening::{BEFORE, Evening, pages, places};

/// Headquarters, Mallory's relay, and Alice with two pages to send.
fn scene() -> (Evening, Liar, Disk) {
    let mut evening = Evening::new();
    let invitation = evening.invite("Carol", "lead");
    let mallory = Device::enrol(&invitation, evening.hq.clock.wall(), 66);
    let mut alice = evening.observer("Alice");
    pages(&mut alice, 2);
    (evening, Liar::start(mallory), alice)
}

/// Whatever was said, headquarters has each page once in the end, and Alice knows it.
fn ends_well(evening: &Evening, alice: &mut Disk) {
    alice.contact().unwrap();
    let [here, with_lead, there] = places(alice);
    assert_eq!((here, with_lead), (0, 0));
    assert_eq!(there, alice.open_store().head().number.0);
    evening.has_all_of(alice);
    evening.is_sound();
}

fn not_believed(relay: &Liar, alice: &mut Disk) {
    let before = places(alice);
    let contact = alice.contact_at(&relay.peer);
    assert!(matches!(contact, Err(SyncError::Broken(_))), "named a bad answer: {contact:?}");
    assert_eq!(places(alice), before, "and nothing of it is believed");
}

#[test]
fn an_honest_one_first_so_that_the_lies_below_are_the_difference() {
    let (evening, relay, mut alice) = scene();
    assert_eq!(alice.contact_at(&relay.peer).unwrap().in_custody, 2);
    assert_eq!(places(&mut alice), [0, 2, BEFORE]);
    let journal = alice.open_store().journal();
    assert_eq!(relay.pages(journal).len(), 2);
    ends_well(&evening, &mut alice);
}

#[test]
fn a_relay_that_drops_pages_gives_no_word_for_them_and_they_stay_on_the_phone() {
    let (evening, relay, mut alice) = scene();
    relay.says(|answer| {
        answer.custody = None;
        true
    });
    let contact = alice.contact_at(&relay.peer).unwrap();
    assert_eq!(contact.in_custody, 0);
    assert!(contact.requests <= 3, "and it is not asked for ever: {}", contact.requests);
    assert_eq!(places(&mut alice), [2, 0, BEFORE]);
    ends_well(&evening, &mut alice);
}

#[test]
fn custody_claimed_without_storing_is_never_at_headquarters_and_ends_at_the_next_honest_word() {
    let (evening, relay, mut alice) = scene();
    let claim = {
        alice.contact_at(&relay.peer).unwrap();
        let journal = alice.open_store().journal();
        let last = relay.pages(journal).pop().unwrap();
        *relay.keeper.lock().unwrap() = journal::memory::MemoryKeeper::new(
            journal::judge::Place::Relay,
            journal::judge::Quota::default(),
        );
        relay.false_note(&last, BEFORE + 1)
    };
    relay.says(move |answer| {
        answer.custody = Some(vec![claim.clone().into()]);
        true
    });
    alice.contact_at(&relay.peer).unwrap();
    assert_eq!(places(&mut alice), [0, 2, BEFORE], "with the lead, as it says; not delivered");
    // Its note does not keep the pages from headquarters, nor from the relay once it is honest.
    relay.honest();
    let contact = alice.contact_at(&relay.peer).unwrap();
    assert!(matches!(contact.alarms[..], [Alarm::CustodyLost { .. }]), "{:?}", contact.alarms);
    assert_eq!(contact.in_custody, 2, "it said nothing of them, and they were given again");
    assert_eq!(places(&mut alice), [0, 2, BEFORE]);
    ends_well(&evening, &mut alice);
}

#[test]
fn bits_flipped_in_an_answer_make_it_no_answer() {
    let (evening, relay, mut alice) = scene();
    for at in [5, 60, 200, 400] {
        relay.sends(move |mut bytes| {
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1;
            bytes
        });
        not_believed(&relay, &mut alice);
    }
    ends_well(&evening, &mut alice);
}

#[test]
fn an_old_answer_played_again_is_not_believed() {
    let (evening, relay, mut alice) = scene();
    let mut first = None;
    relay.sends(move |bytes| first.get_or_insert(bytes).clone());
    alice.contact_at(&relay.peer).unwrap();
    pages(&mut alice, 1);
    not_believed(&relay, &mut alice);
    ends_well(&evening, &mut alice);
}

#[test]
fn another_leads_certificate_and_an_observers_are_not_believed() {
    let (evening, relay, mut alice) = scene();
    let invitation = evening.invite("Erin", "lead");
    let erin = Device::enrol(&invitation, evening.hq.clock.wall(), 67).certificate.encode();
    relay.says(move |answer| {
        answer.certificate = Some(erin.clone().into());
        true
    });
    not_believed(&relay, &mut alice);
    let invitation = evening.invite("Bob", "observer");
    let bob = Device::enrol(&invitation, evening.hq.clock.wall(), 68);
    let only_observes = Liar::start(bob);
    not_believed(&only_observes, &mut alice);

    ends_well(&evening, &mut alice);
}

/// Bob's receipt, signed by headquarters.
fn receipt_of(evening: &mut Evening, person: &str) -> Receipt {
    let invitation = evening.invite(person, "observer");
    let mut bob = Device::enrol(&invitation, evening.hq.clock.wall(), 69);
    (0..4).for_each(|_| bob.seal_any());
    bob.contact_now().unwrap();
    let receipt = bob.receipts.pop().unwrap();
    Attested::<Receipt>::decode(&receipt).unwrap().claimed().clone()
}

#[test]
fn receipts_swapped_between_two_devices_and_forged_ones_deliver_nothing() {
    let (mut evening, relay, mut alice) = scene();
    let bobs = receipt_of(&mut evening, "Bob");
    let journal = alice.open_store().journal();
    let key = relay.lead.key.clone();
    // Bob's word under Alice's journal cannot be signed by headquarters; Mallory signs it.
    relay.says(move |answer| {
        let forged = Receipt { journal, ..bobs.clone() };
        answer.receipts.push(Attested::sign(forged, &key).encode().into());
        true
    });
    let before = places(&mut alice);
    match alice.contact_at(&relay.peer) {
        Ok(contact) => assert_eq!(contact.receipted, 0),
        Err(error) => assert!(matches!(error, SyncError::Broken(_)), "{error:?}"),
    }
    assert_eq!(places(&mut alice)[2], before[2], "nothing is taken for delivered");
    ends_well(&evening, &mut alice);
}

#[test]
fn receipts_held_back_leave_the_pages_with_the_lead_until_another_way_tells() {
    let (evening, relay, mut alice) = scene();
    alice.contact_at(&relay.peer).unwrap();
    relay.says(|answer| {
        answer.receipts.clear();
        true
    });
    alice.contact_at(&relay.peer).unwrap();
    assert_eq!(places(&mut alice), [0, 2, BEFORE], "never more than the relay's word");
    ends_well(&evening, &mut alice);
}

#[test]
fn a_relays_held_takes_no_page_out_of_what_headquarters_is_offered() {
    let (evening, relay, mut alice) = scene();
    let key = relay.lead.key.clone();
    let head = alice.open_store().head();
    let (election, journal) = (alice.open_store().election(), alice.open_store().journal());
    relay.says(move |answer| {
        let held = Held {
            election,
            journal,
            number: head.number,
            hash: head.hash,
            reason: HeldReason::Revoked,
            held_at: answer.time,
            key: 0,
        };
        answer.held.push(Attested::sign(held, &key).encode().into());
        answer.custody = None;
        true
    });
    let _ = alice.contact_at(&relay.peer);
    assert_eq!(places(&mut alice)[2], BEFORE);
    ends_well(&evening, &mut alice);
}

#[test]
fn an_old_common_journal_takes_nothing_back() {
    let (evening, relay, mut alice) = scene();
    let store = alice.open_store();
    let version = store.common().map(|fold| fold.definitions().current().version);
    let common = store.keys().unwrap().list().common;
    let endpoint = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let first: Vec<_> = journal::keeper::Keeper::pages(&endpoint, common, PageNumber(0), 1)
        .unwrap()
        .pages
        .iter()
        .map(|page| page.bytes().to_vec().into())
        .collect();
    assert!(!first.is_empty());
    relay.says(move |answer: &mut SyncAnswer| {
        answer.pages = first.clone();
        true
    });
    let contact = alice.contact_at(&relay.peer).unwrap();
    assert_eq!(contact.taken, 0, "what is known stays known");
    let store = alice.open_store();
    assert_eq!(store.common().map(|fold| fold.definitions().current().version), version);
    ends_well(&evening, &mut alice);
}

#[test]
fn pages_changed_or_out_of_order_on_the_way_are_told_apart_at_headquarters() {
    let (evening, relay, mut alice) = scene();
    pages(&mut alice, 2);
    alice.contact_at(&relay.peer).unwrap();
    let journal = alice.open_store().journal();
    let mut carried = relay.pages(journal);
    carried.reverse();
    let author = alice.open_store().kit().certificate.clone();
    // One of them with a bit flipped: no signature holds for it.
    let mut changed = carried[1].bytes().to_vec();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let mut mallory = relay.lead.clone();
    mallory.slips = carried[..1].to_vec();
    mallory.vouches = vec![author];
    if let Ok(page) = journal::page::Page::decode(carried[0].election(), &changed) {
        mallory.slips.push(page);
    }
    let contact = mallory.contact_now().unwrap();
    assert_eq!(contact.refused.len(), mallory.slips.len() - 1, "named by a code");
    let store = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let standing = journal::keeper::Keeper::standing(&store, journal).unwrap().unwrap();
    assert_eq!(standing.head.number, PageNumber(BEFORE), "the last one waits for the gap");
    assert_eq!(standing.waiting.len(), 1);
    // The dashboard's row of pages that are not yet linked, and from where they are missing.
    let rows = store.waiting().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].journal, rows[0].missing_from), (journal, PageNumber(BEFORE + 1)));
    ends_well(&evening, &mut alice);
}
