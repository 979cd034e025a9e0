//! Views at headquarters: behind a cursor, repeatable, and never in a receipt's way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::event::PageProblem;
use journal::ids::PageNumber;
use journal::keeper::{Decision, Keeper as _};
use journal::keys::SealSecret;
use journal::outbox::{Outbox as _, Toward};
use store::endpoint::{Admissible, Openers};

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
    let (mark, beside) = endpoint.beside_since(0).unwrap();
    assert_eq!((beside.len(), beside[0].waiting.len()), (1, 1));
    assert!(endpoint.opens(&beside[0].waiting[0], &world.openers()).unwrap());
    assert!(!endpoint.opens(&beside[0].waiting[0], &Openers::new()).unwrap());
    let seen = endpoint.not_yet_linked(device.journal(), &world.openers()).unwrap();
    assert_eq!((seen.len(), seen[0].1.as_ref().unwrap().len()), (1, 1));
    assert_eq!(seen[0].0.missing_from, PageNumber(1));
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    assert!(endpoint.not_yet_linked(device.journal(), &world.openers()).unwrap().is_empty());
    let (_, beside) = endpoint.beside_since(mark).unwrap();
    assert!(beside.len() == 1 && beside[0].waiting.is_empty(), "told that nothing waits");
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

#[test]
fn while_pages_are_folded_others_are_kept_and_a_decision_wins() {
    let mut world = World::new(108);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 3);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, MORNING + 5000)]).unwrap();
    device.seal(MORNING + 5000, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut writer = world.endpoint();
    let folder = writer.again().unwrap();
    writer.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    // The slice is worked on here; nothing is locked meanwhile.
    let slice = folder.fold_slice(&world.openers(), MORNING).unwrap();
    let mut bob = world.device("bob");
    morning(&mut bob, 1);
    bob.seal(MORNING + 4000, &mut world.rng).unwrap();
    let others = bob.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    writer.commit(vec![world.delivery(&bob, others, MORNING)]).unwrap();
    let invitation = world.chain(&device).invitation;
    let last_good = Some((device.journal(), PageNumber(1)));
    writer.decide(Decision::Revoke { invitation, last_good }, MORNING).unwrap();
    let mut folder = folder;
    let report = folder.keep_folded(slice).unwrap();
    assert!(report.more && report.changed.is_empty(), "what counts no more is not kept");
    while folder.fold_pages(&world.openers(), MORNING).unwrap().more {}
    assert_eq!(persons(&folder.fold(device.journal()).unwrap().unwrap()), 3);
    assert_eq!(persons(&folder.fold(bob.journal()).unwrap().unwrap()), 1);
    assert!(folder.check(&world.openers()).unwrap().problems.is_empty());
}

#[test]
fn a_slice_takes_no_page_more_than_one_write_should_carry() {
    let mut world = World::new(109);
    let mut device = world.device("mallory");
    let watch = morning(&mut device, 0);
    let many: Vec<_> = (0..20_000).map(|n| tap(watch, MORNING + n)).collect();
    device.append(clock(), &many).unwrap();
    device.seal(MORNING + 30_000, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 22).unwrap().pages;
    assert_eq!(pages.len(), 21);
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    let report = endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    assert!(report.more && report.events < 18_000, "{report:?}");
    assert!(!endpoint.fold_pages(&world.openers(), MORNING).unwrap().more);
    assert_eq!(persons(&endpoint.fold(device.journal()).unwrap().unwrap()), 20_000);
}

#[test]
fn a_chosen_branch_is_folded_in_the_place_of_the_other() {
    let mut world = World::new(110);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 3);
    device.seal(MORNING + 4000, &mut world.rng).unwrap();
    let shared = device.head();
    let branch = |world: &mut World, device: &store::DeviceStore, taps: i64| {
        let draft = journal::seal::Draft {
            election: device.election(),
            journal: device.journal(),
            after: shared,
            first: journal::ids::Ordinal(6),
            events: (0..taps)
                .map(|n| journal::seal::DraftEvent {
                    clock: clock(),
                    bytes: journal::event::EventBytes::new(tap(watch, MORNING + 5000 + n).encode())
                        .unwrap(),
                })
                .collect(),
            sealed_at: MORNING,
            padded: false,
        };
        let (number, key) = world.list.current_sealing();
        let reader = journal::seal::Reader { key, number };
        draft.seal(&reader, &device.kit().signing, &mut world.rng).unwrap().page
    };
    let (one, other) = (branch(&mut world, &device, 1), branch(&mut world, &device, 7));
    let mut pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    pages.push(one.clone());
    let journal = device.journal();
    let mut endpoint = world.endpoint();
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    endpoint.commit(vec![world.delivery(&device, vec![other.clone()], MORNING)]).unwrap();
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    let (mark, beside) = endpoint.beside_since(0).unwrap();
    let held = &beside[0].held;
    assert_eq!((held.len(), held[0].admissible), (1, Admissible::Branch(other.head())));
    assert!(endpoint.beside_since(mark).unwrap().1.is_empty(), "nothing is read twice");
    let slice = endpoint.fold_slice(&world.openers(), MORNING).unwrap();
    let head = other.head();
    let choose = Decision::AdmitBranch { journal, number: head.number, hash: head.hash };
    endpoint.decide(choose, MORNING + 1).unwrap();
    endpoint.keep_folded(slice).unwrap();
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!(persons(&endpoint.fold(journal).unwrap().unwrap()), 10);
    let report = endpoint.check(&world.openers()).unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let kept = endpoint.view_rows().unwrap();
    endpoint.rebuild().unwrap();
    endpoint.fold_pages(&world.openers(), MORNING).unwrap();
    assert_eq!(endpoint.view_rows().unwrap(), kept, "made anew, the same");
    let (_, beside) = endpoint.beside_since(mark).unwrap();
    assert_eq!(beside[0].held[0].admissible, Admissible::Branch(one.head()), "and back again");
}

#[test]
fn a_check_looks_at_waiting_and_quarantined_pages_too() {
    let mut world = World::new(108);
    let (mut alice, mut bob) = (world.device("alice"), world.device("bob"));
    for device in [&mut alice, &mut bob] {
        let watch = morning(device, 2);
        device.seal(MORNING + 4000, &mut world.rng).unwrap();
        device.append(clock(), &[tap(watch, MORNING + 4100)]).unwrap();
        device.seal(MORNING + 4200, &mut world.rng).unwrap();
    }
    let mut endpoint = world.endpoint();
    let beyond = alice.offer(Toward::Headquarters, 1 << 20).unwrap().pages[1].clone();
    let held = bob.offer(Toward::Headquarters, 1 << 20).unwrap().pages[0].clone();
    let invitation = world.delivery(&bob, Vec::new(), MORNING).chain.invitation;
    endpoint.decide(Decision::Revoke { invitation, last_good: None }, MORNING).unwrap();
    let batch = vec![
        world.delivery(&alice, vec![beyond.clone()], MORNING),
        world.delivery(&bob, vec![held.clone()], MORNING),
    ];
    endpoint.commit(batch).unwrap();
    let report = endpoint.check(&world.openers()).unwrap();
    assert_eq!((report.pages, report.waiting, report.held), (0, 1, 1));
    assert!(report.problems.is_empty(), "{:?}", report.problems);

    let raw = rusqlite::Connection::open(world.path("endpoint.db")).unwrap();
    for (table, page) in [("waiting", &beyond), ("quarantine", &held)] {
        let update = format!("UPDATE {table} SET bytes = ?1");
        let mut bytes = page.bytes().to_vec();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        raw.execute(&update, [bytes]).unwrap();
        let report = endpoint.check(&world.openers()).unwrap();
        let named = |one: &String| one.contains(&format!("{table} page "));
        assert!(report.problems.iter().any(named), "{:?}", report.problems);
        // A sound page in another one's place is found as well.
        let other = if table == "waiting" { &held } else { &beyond };
        raw.execute(&update, [other.bytes()]).unwrap();
        let report = endpoint.check(&world.openers()).unwrap();
        assert!(report.problems.iter().any(named), "{:?}", report.problems);
        raw.execute(&update, [page.bytes()]).unwrap();
    }
    assert!(endpoint.check(&world.openers()).unwrap().problems.is_empty());
}
