//! Views at headquarters: behind a cursor, repeatable, and never in a receipt's way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::event::PageProblem;
use journal::ids::PageNumber;
use journal::keeper::{Decision, Keeper as _};
use journal::keys::SealSecret;
use journal::outbox::{Outbox as _, Toward};
use store::endpoint::Openers;

use crate::world::{MORNING, World, clock, counted, morning, note, persons, tap};

#[test]
fn what_is_linked_is_folded_and_equals_what_the_device_shows() {
    let mut world = World::new(100);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 50);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, MORNING + 5000)]).unwrap();
    device.seal(MORNING + 5100, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    let mut folder = endpoint.again().unwrap();
    let report = folder.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!((report.pages, report.events, report.more), (2, 53, false));
    let fold = endpoint.fold(device.journal()).unwrap().unwrap();
    assert_eq!(&fold, device.fold());
    let again = folder.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!(again.pages, 0);
    assert_eq!(endpoint.events(device.journal(), &world.openers()).unwrap().len(), 53);
}

#[test]
fn views_made_anew_from_sealed_pages_equal_the_kept_ones() {
    let mut world = World::new(101);
    let mut endpoint = world.endpoint();
    for name in ["alice", "bob"] {
        let mut device = world.device(name);
        morning(&mut device, 20);
        device.seal(MORNING + 4000, &mut world.rng).unwrap();
        let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
        endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    }
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    let kept = endpoint.view_rows().unwrap();
    assert!(kept.len() > 8);
    drop(endpoint);
    let mut endpoint = world.endpoint();
    endpoint.rebuild().unwrap();
    assert!(endpoint.view_rows().unwrap().is_empty());
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!(endpoint.view_rows().unwrap(), kept);
}

#[test]
fn a_fold_that_fails_is_done_again_whole() {
    let mut world = World::new(102);
    let mut device = world.device("alice");
    morning(&mut device, 20);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    endpoint.faults().fail_at(1);
    assert!(endpoint.fold_pages(&world.openers(), MORNING).is_err());
    assert!(endpoint.view_rows().unwrap().is_empty());
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!(&endpoint.fold(device.journal()).unwrap().unwrap(), device.fold());
}

#[test]
fn without_the_sealing_key_pages_are_kept_and_folded_later() {
    let mut world = World::new(103);
    let mut device = world.device("alice");
    morning(&mut device, 3);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut endpoint = world.endpoint();
    let outcome = endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    assert_eq!(outcome[0].journals[0].linked.len(), 1);
    assert_eq!(endpoint.fold_pages(&Openers::new(), MORNING).unwrap().pages, 0);
    assert_eq!(endpoint.fold_pages(&world.openers(), MORNING).unwrap().pages, 1);
}

#[test]
fn a_poison_page_is_receipted_becomes_a_finding_and_stops_nobody() {
    let mut world = World::new(104);
    let mut device = world.device("mallory");
    let watch = morning(&mut device, 3);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    // Sealed to a key of Mallory's own under headquarters' key number.
    let poison = journal::seal::Draft {
        election: device.election(),
        journal: device.journal(),
        after: device.head(),
        first: journal::ids::Ordinal(6),
        events: vec![journal::seal::DraftEvent {
            clock: clock(),
            bytes: journal::event::EventBytes::new(note("x", MORNING).encode()).unwrap(),
        }],
        sealed_at: MORNING,
        padded: false,
    };
    let key = SealSecret::random(&mut world.rng).public();
    let reader = journal::seal::Reader { key, number: 1 };
    let poison = poison.seal(&reader, &device.kit().signing, &mut world.rng).unwrap().page;
    let mut pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    pages.push(poison.clone());
    let mut endpoint = world.endpoint();
    let outcome = endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    assert_eq!(outcome[0].journals[0].head, poison.head(), "receipted all the same");
    let mut honest = world.device("bob");
    morning(&mut honest, 2);
    honest.seal(MORNING, &mut world.rng).unwrap();
    let pages = honest.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    endpoint.commit(vec![world.delivery(&honest, pages, MORNING)]).unwrap();

    let report = endpoint.fold_pages(&world.openers(), MORNING + 9).unwrap();
    assert_eq!(report.pages, 3);
    let findings = endpoint.findings().unwrap();
    assert_eq!(report.findings, findings);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].number, PageNumber(2));
    assert_eq!(findings[0].problem, PageProblem::DoesNotOpen);
    assert!(!findings[0].reported);
    let told = (device.journal(), PageNumber(2));
    endpoint.mark_reported(told.0, told.1).unwrap();
    assert!(endpoint.findings().unwrap()[0].reported);
    assert_eq!(persons(&endpoint.fold(honest.journal()).unwrap().unwrap()), 2);
    assert_eq!(persons(&endpoint.fold(device.journal()).unwrap().unwrap()), 3);
    let _ = watch;
}

#[test]
fn a_revocation_takes_back_what_lies_after_the_last_good_page() {
    let mut world = World::new(105);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 3);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, MORNING + 5000)]).unwrap();
    device.seal(MORNING + 5000, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    let journal = device.journal();
    assert_eq!(persons(&endpoint.fold(journal).unwrap().unwrap()), 4);
    let invitation = world.chain(&device).invitation;
    let last_good = Some((journal, PageNumber(1)));
    endpoint.decide(Decision::Revoke { invitation, last_good }, MORNING).unwrap();
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!(persons(&endpoint.fold(journal).unwrap().unwrap()), 3);
    endpoint.decide(Decision::Admit { journal }, MORNING).unwrap();
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!(persons(&endpoint.fold(journal).unwrap().unwrap()), counted(&device));
}

#[test]
fn a_waiting_page_is_shown_and_not_counted() {
    let mut world = World::new(106);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 3);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, MORNING + 5000)]).unwrap();
    device.seal(MORNING + 5000, &mut world.rng).unwrap();
    let mut pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let second = pages.split_off(1);
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&device, second, MORNING)]).unwrap();
    assert_eq!(endpoint.fold_pages(&world.openers(), MORNING).unwrap().pages, 0);
    let seen = endpoint.not_yet_linked(&world.openers()).unwrap();
    assert_eq!((seen.len(), seen[0].1.len()), (1, 1));
    assert_eq!(seen[0].0.missing_from, PageNumber(1));
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    assert!(endpoint.not_yet_linked(&world.openers()).unwrap().is_empty());
    assert_eq!(endpoint.fold_pages(&world.openers(), MORNING).unwrap().pages, 2);
}

#[test]
fn a_check_finds_nothing_in_a_sound_file_and_names_what_was_altered() {
    let mut world = World::new(107);
    let mut device = world.device("alice");
    morning(&mut device, 3);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&device, pages.clone(), MORNING)]).unwrap();
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    let report = endpoint.check(&world.openers()).unwrap();
    assert_eq!((report.journals, report.pages, report.views), (1, 1, 1));
    assert!(report.problems.is_empty(), "{:?}", report.problems);

    let raw = rusqlite::Connection::open(world.path("endpoint.db")).unwrap();
    let mut bytes = pages[0].bytes().to_vec();
    let last = bytes.len() - 70;
    bytes[last] ^= 1;
    raw.execute("UPDATE pages SET bytes = ?1", [bytes]).unwrap();
    let report = endpoint.check(&world.openers()).unwrap();
    assert!(report.problems.iter().any(|one| one.contains("signature-does-not-hold")));
    raw.execute("UPDATE pages SET bytes = ?1", [pages[0].bytes()]).unwrap();
    raw.execute("UPDATE views SET value = x'80' WHERE view = 'log' OR view = 'watch'", []).unwrap();
    let report = endpoint.check(&world.openers()).unwrap();
    assert!(report.problems.iter().any(|one| one.contains("views-differ")));
}
