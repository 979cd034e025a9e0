//! Somebody else's certificate under a device's journal id, at headquarters.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::certificate::{Certificate, Role};
use journal::event::EventBytes;
use journal::ids::{JournalId, Ordinal, PageNumber};
use journal::keeper::{Delivery, Keeper as _, Recipient, Via};
use journal::keys::{SealSecret, SigningKey};
use journal::page::{Head, Page};
use journal::seal::{Draft, DraftEvent, Reader};
use store::endpoint::ForeignClaim;

use crate::evening::Evening;
use crate::world::{MORNING, World, clock, note};

/// Mallory enrols under somebody's journal id and seals a page.
fn claim(world: &mut World, journal: JournalId) -> (Certificate, Page) {
    let election = world.list.list().election;
    let (public, one_time) =
        world.keys.invite(election, Role::Observer, MORNING + 86_400, &mut world.rng);
    let key = SigningKey::random(&mut world.rng);
    let seal = SealSecret::random(&mut world.rng).public();
    let certificate = Certificate::enrol(public, &one_time, journal, &key, seal);
    let event = note("I was here first", MORNING);
    let draft = Draft {
        election,
        journal,
        after: Head::START,
        first: Ordinal(1),
        events: vec![DraftEvent {
            clock: clock(),
            bytes: EventBytes::new(event.encode()).unwrap(),
        }],
        sealed_at: MORNING,
        padded: false,
    };
    let (number, sealing) = world.list.current_sealing();
    let reader = Reader { key: sealing, number };
    let page = draft.seal(&reader, &key, &mut world.rng).unwrap().page;
    (certificate, page)
}

fn brought(world: &World, (certificate, page): &(Certificate, Page), at: i64) -> Delivery {
    let chain = certificate.check(&world.list).unwrap();
    let pages = vec![chain.check_page(page.clone()).unwrap()];
    let certificate = certificate.clone();
    Delivery { certificate, chain, pages, received_at: at, via: Via::Direct }
}

#[test]
fn each_claim_on_anothers_journal_is_a_finding_and_nothing_of_it_is_lost() {
    let mut evening = Evening::new(90);
    let mut alice = evening.observer("alice", 2);
    let journal = alice.journal();
    let late = MORNING + 90_000;
    let mut claims = [claim(&mut evening.world, journal), claim(&mut evening.world, journal)];
    let [first, second] = &mut claims;
    let delivery = brought(&evening.world, first, late);
    let held = evening.endpoint.commit(vec![delivery]).unwrap();
    assert_eq!(held[0].journals[0].held.len(), 1);
    evening.assign(&alice, "909");
    let told = evening.endpoint.own_journal(Recipient::Device(journal)).unwrap();
    assert!(told.is_some() && evening.endpoint.foreign_claims().unwrap().is_empty());

    evening.headquarters_holds(&mut alice, 2);
    assert_eq!(
        evening.pages_at_headquarters(&alice),
        2,
        "the journal's own device is not shut out"
    );
    assert_eq!(alice.delivery().unwrap().receipted, 2);
    assert_eq!(
        evening.endpoint.device(journal).unwrap().unwrap().certificate,
        alice.kit().certificate
    );
    let sealed_to_another = evening.endpoint.own_journal(Recipient::Device(journal)).unwrap();
    assert_eq!(sealed_to_another, None, "she is told anew, under her own key");
    let named = |(certificate, _): &(Certificate, Page), seen_at, gave_way| {
        let invitation = certificate.invitation().claimed().invitation;
        ForeignClaim { journal, invitation, seen_at, gave_way }
    };
    let gave_way = named(first, evening.now, true);
    assert_eq!(evening.endpoint.foreign_claims().unwrap(), std::slice::from_ref(&gave_way));

    for _ in 0..2 {
        for one in [&*first, &*second] {
            let delivery = brought(&evening.world, one, late + 1);
            let refused = evening.endpoint.commit(vec![delivery]).unwrap();
            assert!(refused[0].foreign);
        }
    }
    let refused = named(second, late + 1, false);
    assert_eq!(evening.endpoint.foreign_claims().unwrap(), [gave_way, refused]);
    let report = evening.endpoint.check(&evening.world.openers()).unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.held, 1, "what was held is kept still");
    let run = evening.endpoint.pages(journal, PageNumber(0), 1 << 20).unwrap();
    assert!(run.pages.iter().all(|one| one != &first.1));
}
