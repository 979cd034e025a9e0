//! The endpoint's keeping on SQLite, beyond what the conformance suite asks of every keeper.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use domain::event::Revoked;
use domain::{Event, JournalRef, Payload};
use journal::ids::{InvitationId, PageNumber};
use journal::judge::{Place, Quota, Status};
use journal::keeper::{Decision, Keeper as _, KeeperError, Recipient};
use journal::outbox::{Outbox as _, Toward};
use journal::page::Page;
use rand_chacha::rand_core::Rng as _;
use store::endpoint::Writing;
use store::{DeviceStore, EndpointStore, StoreError};

use crate::world::{MORNING, World, clock, morning, note, tap};

fn device_with_pages(world: &mut World, name: &str, pages: u64) -> (DeviceStore, Vec<Page>) {
    let mut device = world.device(name);
    let watch = morning(&mut device, 2);
    for n in 0..pages {
        device.append(clock(), &[tap(watch, MORNING + 100 + n as i64)]).unwrap();
        device.seal(MORNING + 4000, &mut world.rng).unwrap();
    }
    let pages = device.offer(Toward::Headquarters, 1 << 22).unwrap().pages;
    (device, pages)
}

#[test]
fn what_a_commit_returned_is_there_in_another_process() {
    let mut world = World::new(80);
    let (device, pages) = device_with_pages(&mut world, "alice", 3);
    let mut endpoint = world.endpoint();
    let batch = vec![world.delivery(&device, pages.clone(), MORNING)];
    let outcome = endpoint.commit(batch).unwrap();
    assert_eq!(outcome[0].journals[0].head, device.head());
    drop(endpoint);
    let endpoint = world.endpoint();
    let standing = endpoint.standing(device.journal()).unwrap().unwrap();
    assert_eq!((standing.head, standing.head_received_at), (device.head(), MORNING));
    let run = endpoint.pages(device.journal(), PageNumber(1), 1 << 20).unwrap();
    assert_eq!(run.pages, pages[1..]);
    assert_eq!(endpoint.devices().unwrap().len(), 1);
}

#[test]
fn a_commit_that_fails_keeps_nothing_of_its_batch() {
    let mut world = World::new(81);
    let (alice, pages) = device_with_pages(&mut world, "alice", 2);
    let (bob, others) = device_with_pages(&mut world, "bob", 2);
    let mut endpoint = world.endpoint();
    endpoint.faults().fail_at(1);
    let batch = |world: &World| {
        vec![
            world.delivery(&alice, pages.clone(), MORNING),
            world.delivery(&bob, others.clone(), MORNING),
        ]
    };
    assert!(matches!(endpoint.commit(batch(&world)), Err(KeeperError::Broken(_))));
    assert_eq!(endpoint.standing(alice.journal()).unwrap(), None);
    assert_eq!(endpoint.devices().unwrap().len(), 0);
    endpoint.commit(batch(&world)).unwrap();
    assert_eq!(endpoint.devices().unwrap().len(), 2);
}

#[test]
fn a_full_disk_is_said_and_nothing_of_the_batch_is_kept() {
    let mut world = World::new(82);
    let mut device = world.device("alice");
    for _ in 0..40 {
        // Noise, so that the page does not shrink.
        let text: String =
            (0..2000).map(|_| char::from(b'a' + (world.rng.next_u32() % 26) as u8)).collect();
        device.append(clock(), &[note(&text, MORNING)]).unwrap();
        device.seal(MORNING, &mut world.rng).unwrap();
    }
    let pages = device.offer(Toward::Headquarters, 1 << 22).unwrap().pages;
    let mut endpoint = world.endpoint();
    endpoint.limit_pages(30).unwrap();
    let delivery = world.delivery(&device, pages.clone(), MORNING);
    assert_eq!(endpoint.commit(vec![delivery.clone()]), Err(KeeperError::Full));
    assert_eq!(endpoint.standing(device.journal()).unwrap(), None);
    endpoint.limit_pages(0).unwrap();
    let outcome = endpoint.commit(vec![delivery]).unwrap();
    assert_eq!(outcome[0].journals[0].linked.len(), pages.len());
}

#[test]
fn a_page_number_no_column_holds_is_refused_and_costs_nobody_else() {
    let mut world = World::new(83);
    let (alice, pages) = device_with_pages(&mut world, "alice", 1);
    let (bob, _) = device_with_pages(&mut world, "bob", 1);
    let mut endpoint = world.endpoint();
    let absurd = journal::seal::Draft {
        election: bob.election(),
        journal: bob.journal(),
        after: journal::page::Head {
            number: PageNumber(u64::MAX - 1),
            hash: journal::ids::Hash([1; 32]),
        },
        first: journal::ids::Ordinal(1),
        events: vec![journal::seal::DraftEvent {
            clock: clock(),
            bytes: journal::event::EventBytes::new(note("x", MORNING).encode()).unwrap(),
        }],
        sealed_at: MORNING,
        padded: false,
    };
    let (number, key) = world.list.current_sealing();
    let reader = journal::seal::Reader { key, number };
    let absurd = absurd.seal(&reader, &bob.kit().signing, &mut world.rng).unwrap().page;
    let outcomes = endpoint
        .commit(vec![
            world.delivery(&bob, vec![absurd], MORNING),
            world.delivery(&alice, pages, MORNING),
        ])
        .unwrap();
    assert_eq!(outcomes[0].journals[0].refused.len(), 1);
    assert_eq!(outcomes[1].journals[0].head, alice.head());
}

#[test]
fn an_operators_word_and_its_deed_are_there_together_or_not_at_all() {
    let mut world = World::new(86);
    let (alice, mut pages) = device_with_pages(&mut world, "alice", 3);
    let later = pages.split_off(2);
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&alice, pages, MORNING)]).unwrap();
    let invitation = alice.kit().certificate.invitation().claimed().invitation;
    let last_good = Some((alice.journal(), PageNumber(2)));
    let said = Event::new(
        MORNING,
        Payload::Revoked(Revoked {
            operator: "Carol".into(),
            invitation: invitation.0,
            journal: Some(JournalRef(alice.journal().0)),
            last_good_page: Some(2),
        }),
    );
    let decision = [Decision::Revoke { invitation, last_good }];
    let writing = Writing { key: &world.keys.journal, clock: clock(), sealed_at: MORNING };
    // Whichever commit of it fails, a reader sees both or neither; the last round sees both.
    for nth in 1..=3 {
        endpoint.faults().fail_at(nth);
        let done = endpoint.publish_decided(
            |_| Ok((vec![said.clone()], decision.to_vec())),
            &writing,
            &mut world.rng,
        );
        endpoint.faults().fail_at(u32::MAX);
        let reader = EndpointStore::open(
            &world.path("endpoint.db"),
            world.list.clone(),
            Place::Headquarters,
            Quota::default(),
        );
        let reader = reader.unwrap();
        let told = reader.own_events(Recipient::Common).unwrap().len();
        let row = reader.device(alice.journal()).unwrap().unwrap();
        let holds = row.status != Status::Good;
        assert_eq!((told > 0, holds), (done.is_ok(), done.is_ok()), "commit {nth}: {done:?}");
        if done.is_ok() {
            assert!(nth > 1, "the planted failure was met once");
            let outcome = endpoint.commit(vec![world.delivery(&alice, later, MORNING)]).unwrap();
            assert_eq!(outcome[0].journals[0].held.len(), 1);
            return;
        }
    }
    panic!("it never succeeded");
}

#[test]
fn a_restored_common_journal_and_its_decisions_are_there_together_or_not_at_all() {
    let mut world = World::new(88);
    let invitation = InvitationId([7; 16]);
    let revoked = Revoked {
        operator: "Carol".into(),
        invitation: invitation.0,
        journal: None,
        last_good_page: None,
    };
    let said = Event::new(MORNING, Payload::Revoked(revoked));
    let mut lost = world.endpoint();
    let writing = Writing { key: &world.keys.journal, clock: clock(), sealed_at: MORNING };
    lost.publish(Recipient::Common, &[said], &writing, &mut world.rng).unwrap();
    let pages = lost.pages(world.list.list().common, PageNumber(0), 1 << 20).unwrap().pages;
    assert_eq!(pages.len(), 1);
    let (path, list) = (world.path("restored.db"), world.list.clone());
    let endpoint = EndpointStore::open(&path, list, Place::Headquarters, Quota::default());
    let mut endpoint = endpoint.unwrap();
    let members = world.keys.members.clone();
    let there = |endpoint: &EndpointStore| endpoint.own_events(Recipient::Common).unwrap().len();
    let fails = endpoint.restore_common(
        pages.clone(),
        &members,
        |told| {
            assert_eq!(told.len(), 1, "what was restored is read before it is decided");
            Err(StoreError::Refused("planted"))
        },
        MORNING,
    );
    assert!(fails.is_err());
    assert_eq!(there(&endpoint), 0, "an error between leaves nothing");
    let decided =
        |_: &[domain::Stamped]| Ok(vec![Decision::Revoke { invitation, last_good: None }]);
    endpoint.faults().fail_at(1);
    assert!(endpoint.restore_common(pages.clone(), &members, decided, MORNING).is_err());
    assert_eq!(there(&endpoint), 0);
    // It is one commit: a second one, planted to fail, is not met.
    endpoint.faults().fail_at(2);
    endpoint.restore_common(pages, &members, decided, MORNING).unwrap();
    assert_eq!(there(&endpoint), 1);
}

#[test]
fn no_page_is_kept_between_what_a_decision_rests_on_and_the_decision() {
    let mut world = World::new(87);
    let (alice, mut pages) = device_with_pages(&mut world, "alice", 2);
    let later = world.delivery(&alice, pages.split_off(1), MORNING);
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&alice, pages, MORNING)]).unwrap();
    let invitation = alice.kit().certificate.invitation().claimed().invitation;
    let mut serving = endpoint.again().unwrap();
    let (kept, is_kept) = std::sync::mpsc::channel();
    let writing = Writing { key: &world.keys.journal, clock: clock(), sealed_at: MORNING };
    let decide = |store: &EndpointStore| {
        let counts_to = store.device(alice.journal())?.map(|row| row.counts_to);
        // The page gets every chance to come between; nobody waits for it where it cannot.
        std::thread::spawn(move || {
            serving.commit(vec![later]).unwrap();
            let _ = kept.send(());
        });
        let _ = is_kept.recv_timeout(std::time::Duration::from_millis(300));
        let last_good = counts_to.map(|last| (alice.journal(), last));
        Ok((Vec::new(), vec![Decision::Revoke { invitation, last_good }]))
    };
    endpoint.publish_decided(decide, &writing, &mut world.rng).unwrap();
    let _ = is_kept.recv();
    let row = endpoint.device(alice.journal()).unwrap().unwrap();
    assert_eq!((row.head.number, row.counts_to), (PageNumber(1), PageNumber(1)));
}

#[test]
fn an_endpoint_refuses_another_elections_file() {
    let world = World::new(84);
    drop(world.endpoint());
    let other = World::new(85);
    let path = world.path("endpoint.db");
    let refused = EndpointStore::open(
        &path,
        other.list.clone(),
        journal::judge::Place::Headquarters,
        Quota::default(),
    );
    assert!(refused.is_err());
}
