//! What Mallory's relay does is named on the screen of the person it is done to, by the real
//! app; and afterwards everything is at headquarters, once.

use std::sync::{Arc, Mutex};

use app::api::{AlarmKind, Command, DeliveryView, PagePlace, RelayOutcome};
use journal::answer::{HAVES_MAX, Have, SyncAnswer};
use journal::attested::Attested;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::keeper::Keeper as _;
use journal::receipts::{CustodyNote, Held, HeldReason, Receipt};
use tests::support::device::Device;
use tests::support::liar::Liar;
use tests::support::phone::Phone;

use crate::evening::{Evening, NO_WAY_OUT};
use crate::station::new_phone;

/// Headquarters, Mallory's relay, and Alice's phone, without a way out and with news.
struct Scene {
    evening: Evening,
    relay: Liar,
    alice: Phone,
    persons: u32,
}

impl Scene {
    fn new() -> Self {
        let evening = Evening::new();
        let invitation = evening.invite("Carol", "lead");
        let relay = Liar::start(Device::enrol(&invitation, evening.hq.clock.wall(), 66));
        let mut alice = new_phone(&evening.folder.path().join("Alice"));
        alice.enrol(&evening.hq.invite("Alice", "101"));
        alice.watch("101");
        alice.count(2, 5);
        alice.deliver();
        alice.restart_with(&[NO_WAY_OUT]);
        let mut scene = Self { evening, relay, alice, persons: 2 };
        scene.counts(3);
        scene
    }

    fn counts(&mut self, persons: u32) {
        self.alice.count(persons, 5);
        self.persons += persons;
    }

    /// Alice joins the relay; how that first meeting ended.
    fn joins(&mut self) -> RelayOutcome {
        self.alice.join(&self.relay.code())
    }

    /// Alice meets the relay until she sees this alarm; nothing of it was taken for delivered.
    fn sees(&mut self, alarm: AlarmKind) -> DeliveryView {
        let delivered = self.alice.delivery().at_headquarters;
        let view = self.alice.meet_until(|view| named(view) == [alarm]);
        assert_eq!(view.at_headquarters, delivered, "{view:#?}");
        view
    }

    /// With a way out everything comes to headquarters, each thing once.
    fn ends_well(mut self) {
        let counted = self.alice.counter().day_persons;
        assert_eq!(counted, self.persons, "nothing of the count was lost");
        self.alice.restart_with(&[]);
        let view = self
            .alice
            .send_until(|view| view.on_phone == 0 && view.not_sealed == 0 && view.with_lead == 0);
        let pages = view.pages.iter().map(|page| u64::from(page.number)).max().unwrap();
        let store = self.evening.hq.store(&self.evening.folder.path().join("hq/Carol.sanaq"));
        let mut devices = store.devices().unwrap();
        devices.retain(|device| device.head.number > PageNumber(0));
        let heads: Vec<u64> = devices.iter().map(|device| device.head.number.0).collect();
        assert_eq!(heads, [pages], "her pages, each once, and nobody else's");
        assert!(store.waiting().unwrap().is_empty());
        self.evening.is_sound();
    }
}

/// The alarms on the screen.
fn named(view: &DeliveryView) -> Vec<AlarmKind> {
    view.alarms.iter().map(|one| one.alarm).collect()
}

#[test]
fn a_relay_that_takes_pages_and_says_nothing_of_them_is_named() {
    let mut scene = Scene::new();
    scene.relay.says(|answer| {
        answer.custody = None;
        true
    });
    assert_eq!(scene.joins(), RelayOutcome::Met);
    let view = scene.sees(AlarmKind::RelaySilent);
    assert_eq!(view.with_lead, 0, "without a word nothing is with the lead");
    scene.ends_well();
}

#[test]
fn a_relay_that_says_it_holds_pages_aside_and_carries_none_is_named() {
    let mut scene = Scene::new();
    let key = scene.relay.lead.key.clone();
    scene.relay.says(move |answer| {
        let notes = answer.custody.take().unwrap_or_default();
        for note in notes {
            let note = Attested::<CustodyNote>::decode(&note).unwrap().claimed().clone();
            let held = Held {
                election: note.election,
                journal: note.journal,
                number: note.number,
                hash: note.hash,
                reason: HeldReason::Revoked,
                held_at: answer.time,
                key: 0,
            };
            answer.held.push(Attested::sign(held, &key).encode().into());
        }
        true
    });
    scene.joins();
    let view = scene.sees(AlarmKind::RelaySilent);
    assert!(!view.pages.iter().any(|page| matches!(page.place, PagePlace::Held { .. })));
    scene.ends_well();
}

#[test]
fn a_relay_that_claims_custody_without_storing_is_named_and_given_the_pages_at_that_meeting() {
    let mut scene = Scene::new();
    let said = Arc::new(Mutex::new(None));
    let note = said.clone();
    scene.relay.says(move |answer| {
        let mut note = note.lock().unwrap();
        *note = note.take().or(answer.custody.clone());
        answer.custody = note.clone();
        true
    });
    assert_eq!(scene.joins(), RelayOutcome::Met);
    let with_lead = scene.alice.meet_until(|view| view.with_lead > 0).with_lead;
    scene.relay.loses_its_store();
    scene.alice.execute(&Command::SendNow);
    scene.alice.next_meeting();
    let view = scene.alice.delivery();
    assert_eq!((view.with_lead, named(&view).len()), (with_lead, 0), "as it goes on claiming");
    scene.relay.honest();
    let view = scene.sees(AlarmKind::RelayLost);
    assert_eq!(view.with_lead, with_lead, "what it had lost it was given in that meeting");
    assert!(!scene.relay.keeper.lock().unwrap().carried().is_empty(), "and it is really there");
    scene.ends_well();
}

#[test]
fn a_receipt_held_back_is_named_after_half_a_day() {
    let mut scene = Scene::new();
    scene.relay.says(|answer| {
        answer.receipts.clear();
        true
    });
    scene.joins();
    scene.alice.meet_until(|view| view.with_lead > 0);
    scene.alice.clock.pass(11 * 3600).unwrap();
    // A word given again each time does not make the pages younger.
    let view = scene.alice.meet_until(|view| view.on_phone == 0);
    assert!(named(&view).is_empty(), "{view:#?}");
    scene.alice.clock.pass(3600 + 60).unwrap();
    let view = scene.alice.delivery();
    assert_eq!(named(&view), [AlarmKind::ReceiptOverdue], "{view:#?}");
    scene.ends_well();
}

#[test]
fn a_relay_that_speaks_of_what_it_has_is_named_and_frames_nobody() {
    let mut scene = Scene::new();
    scene.relay.says(|answer| {
        let notes = answer.custody.iter().flatten();
        let notes = notes.map(|note| Attested::<CustodyNote>::decode(note).unwrap());
        let Some(journal) = notes.map(|note| note.claimed().journal).next() else { return true };
        let have = |number| Have {
            journal,
            number: PageNumber(number),
            hash: Hash([6; 32]),
            waiting: vec![PageNumber(number + 2)],
        };
        answer.have = (1..=HAVES_MAX as u64).map(have).collect();
        true
    });
    assert_eq!(scene.joins(), RelayOutcome::Met);
    let view = scene.sees(AlarmKind::RelayWrong);
    assert_eq!(view.alarms.len(), 1, "once, and nothing of headquarters or her own pages");
    scene.ends_well();
}

#[test]
fn a_relay_that_speaks_without_end_is_not_listened_to() {
    let mut scene = Scene::new();
    scene.relay.says(|answer| {
        let (journal, number, hash) = (JournalId([3; 16]), PageNumber(9), Hash([6; 32]));
        let have = Have { journal, number, hash, waiting: Vec::new() };
        answer.have = vec![have; HAVES_MAX + 1];
        true
    });
    assert_eq!(scene.joins(), RelayOutcome::BadAnswer);
    scene.sees(AlarmKind::RelayWrong);
    scene.ends_well();
}

/// Bob's receipt, as headquarters signed it.
fn bobs_receipt(evening: &Evening) -> Vec<u8> {
    let invitation = evening.invite("Bob", "observer");
    let mut bob = Device::enrol(&invitation, evening.hq.clock.wall(), 69);
    bob.seal_any();
    bob.contact_now().unwrap();
    bob.receipts.pop().unwrap()
}

#[test]
fn a_receipt_swapped_for_another_devices_is_named() {
    let mut scene = Scene::new();
    let bobs = bobs_receipt(&scene.evening);
    scene.relay.says(move |answer| {
        answer.receipts = vec![bobs.clone().into()];
        true
    });
    scene.joins();
    scene.sees(AlarmKind::RelaySwapped);
    scene.relay.honest();
    scene.alice.restart_with(&[]);
    let view = scene.alice.send_until(|view| view.on_phone == 0 && view.with_lead == 0);
    assert!(view.not_sealed == 0, "{view:#?}");
}

#[test]
fn a_receipt_made_by_the_relay_itself_is_named() {
    let mut scene = Scene::new();
    let bobs = bobs_receipt(&scene.evening);
    let bobs = Attested::<Receipt>::decode(&bobs).unwrap().claimed().clone();
    let key = scene.relay.lead.key.clone();
    scene.relay.says(move |answer| {
        answer.receipts = vec![Attested::sign(bobs.clone(), &key).encode().into()];
        true
    });
    assert_eq!(scene.joins(), RelayOutcome::BadAnswer);
    scene.sees(AlarmKind::RelayWrong);
}

#[test]
fn flipped_bits_are_named() {
    let mut scene = Scene::new();
    scene.relay.sends(|mut bytes| {
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        bytes
    });
    assert_eq!(scene.joins(), RelayOutcome::BadAnswer);
    scene.sees(AlarmKind::RelayWrong);
    scene.ends_well();
}

#[test]
fn an_old_answer_played_again_is_named_also_where_the_contact_began_well() {
    let mut scene = Scene::new();
    let mut first = None;
    scene.relay.sends(move |bytes| first.get_or_insert(bytes).clone());
    assert_eq!(scene.joins(), RelayOutcome::Met, "the first is no replay");
    scene.sees(AlarmKind::RelayWrong);
    scene.ends_well();
}

#[test]
fn another_leads_certificate_is_named() {
    let mut scene = Scene::new();
    let invitation = scene.evening.invite("Erin", "lead");
    let erin = Device::enrol(&invitation, scene.evening.hq.clock.wall(), 67);
    let erin = erin.certificate.encode();
    scene.relay.says(move |answer| {
        answer.certificate = Some(erin.clone().into());
        true
    });
    assert_eq!(scene.joins(), RelayOutcome::BadAnswer);
    scene.sees(AlarmKind::RelayWrong);
    scene.ends_well();
}

#[test]
fn an_observer_who_plays_the_lead_is_named() {
    let mut scene = Scene::new();
    let invitation = scene.evening.invite("Dave", "observer");
    let dave = Device::enrol(&invitation, scene.evening.hq.clock.wall(), 68);
    scene.relay = Liar::start(dave);
    assert_eq!(scene.joins(), RelayOutcome::NotTrusted);
    scene.sees(AlarmKind::RelayWrong);
    scene.ends_well();
}

#[test]
fn an_old_common_journal_is_named_and_takes_nothing_back() {
    let mut scene = Scene::new();
    let store = scene.evening.hq.store(&scene.evening.folder.path().join("hq/Carol.sanaq"));
    let common = scene.relay.lead.keys.as_ref().unwrap().list().common;
    let old = store.pages(common, PageNumber(0), 1).unwrap().pages;
    let old: Vec<_> = old.iter().map(|page| page.bytes().to_vec().into()).collect();
    assert_eq!(old.len(), 1);
    scene.relay.says(move |answer: &mut SyncAnswer| {
        answer.pages = old.clone();
        true
    });
    scene.joins();
    scene.sees(AlarmKind::RelayOld);
    scene.ends_well();
}
