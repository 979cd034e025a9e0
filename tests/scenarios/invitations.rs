//! Invitations reused, expired, revoked and forged: who is held, who is refused, who is told.

use app::api::{AlarmKind, ContactOutcome, HeldReason, PagePlace};
use journal::answer::Refusal;
use journal::certificate::{Certificate, Role};
use journal::headquarters::RoleKeys;
use journal::keys::SigningKey;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use sync::error::{Refused, SyncError};
use tests::support::device::Device;

use crate::station::{Scene, new_phone};

fn is_held(place: &PagePlace, why: HeldReason) -> bool {
    matches!(place, PagePlace::Held { reason } if *reason == why)
}

#[test]
fn an_invitation_used_twice_counts_for_the_first_and_holds_the_second_whole() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(3, 10);
    alice.deliver();
    let mut mallory = new_phone(&scene.folder.path().join("mallory"));
    mallory.enrol(&scene.invitation);
    mallory.watch("101");
    mallory.count(50, 1);
    let view = mallory.send_until(|view| {
        !view.pages.is_empty()
            && view.pages.iter().all(|p| is_held(&p.place, HeldReason::SecondEnrolment))
    });
    assert_eq!(view.at_headquarters, 0);
    assert!(view.alarms.iter().any(|alarm| alarm.alarm == AlarmKind::Held), "{view:?}");
    let devices = scene.hq.store(&scene.invitation).devices().unwrap();
    let counting: Vec<_> = devices.iter().filter(|device| device.head.number.0 > 0).collect();
    assert_eq!(counting.len(), 1, "only Alice's journal counts");
    alice.count(1, 10);
    alice.deliver();
}

#[test]
fn an_expired_invitation_is_held_by_headquarters_clock_whatever_the_phones_says() {
    let mut scene = Scene::new();
    let late = scene.hq.invite_with("Erin", &["--station", "102", "--expires", "2026-12-06"]);
    let mut erin = new_phone(&scene.folder.path().join("erin"));
    erin.enrol(&late);
    erin.watch("102");
    erin.count(2, 10);
    scene.hq.clock.pass(3 * 86_400).unwrap();
    scene.hq.serve();
    let view = erin
        .send_until(|view| view.pages.iter().any(|page| is_held(&page.place, HeldReason::Expired)));
    assert_eq!(view.at_headquarters, 0);
    assert!(view.on_phone >= 2, "held is not delivered: it stays on the phone");
}

#[test]
fn after_a_revocation_only_what_came_later_is_held() {
    let mut scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(3, 10);
    let before = alice.deliver();
    scene.hq.stop();
    let listed = scene.hq.run(&["invites", "list"]);
    let line = listed.lines().find(|line| line.contains("Alice")).expect("listed");
    let id = line
        .split(|c: char| c.is_whitespace() || c == ',')
        .find(|word| word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-'))
        .expect("an id in the line");
    scene.hq.run(&["invites", "revoke", id]);
    scene.hq.serve();
    alice.count(2, 10);
    let after = alice
        .send_until(|view| view.pages.iter().any(|page| is_held(&page.place, HeldReason::Revoked)));
    let good = after.pages.iter().filter(|p| matches!(p.place, PagePlace::AtHeadquarters { .. }));
    assert_eq!(good.count(), before.pages.len(), "what was receipted stays receipted");
    assert_eq!(alice.send(), ContactOutcome::Reached, "and it is not sent again");
}

#[test]
fn a_forged_invitation_is_refused_by_code_and_nothing_of_it_is_stored() {
    let scene = Scene::served();
    let mut mallory = Device::enrol(&scene.invitation, scene.hq.clock.wall(), 66);
    let mut rng = ChaCha20Rng::seed_from_u64(66);
    let own_keys = RoleKeys::random(&mut rng);
    let election = mallory.certificate.invitation().claimed().election;
    let expires = scene.hq.clock.wall() + 86_400;
    let (public, one_time) = own_keys.invite(election, Role::Lead, expires, &mut rng);
    let key = SigningKey::random(&mut rng);
    let seal = mallory.secret.public();
    mallory.certificate = Certificate::enrol(public, &one_time, mallory.journal(), &key, seal);
    mallory.key = key;
    mallory.seal_any();
    let refused = mallory.contact_now();
    assert!(
        matches!(refused, Err(SyncError::Refused(Refused(Refusal::NoValidChain)))),
        "{refused:?}"
    );
    assert!(scene.hq.store(&scene.invitation).devices().unwrap().is_empty());
}

#[test]
fn a_list_with_a_column_nobody_reads_invites_nobody() {
    let scene = Scene::new();
    std::fs::write(scene.hq.path("people.csv"), "label,station\nBob,101\n").unwrap();
    let (invited, said) = scene.hq.try_run(&["invite", "--csv", &scene.hq.path("people.csv")]);
    assert!(!invited, "{said}");
    assert!(said.contains("line 1") && said.contains("column station;"), "{said}");
    let listed = scene.hq.run(&["invites", "list"]);
    assert!(!listed.contains("Bob"), "{listed}");
}

#[test]
fn a_code_from_headquarters_enrols_a_phone_whose_day_is_delivered() {
    let scene = Scene::served();
    std::fs::write(scene.hq.path("people.csv"), "label,stations\nBob,102\n").unwrap();
    let out = scene.hq.path("many");
    scene.hq.run(&["invite", "--csv", &scene.hq.path("people.csv"), "--out-dir", &out]);
    let written = std::fs::read_to_string(format!("{out}/Bob.txt")).unwrap();
    // The other way to get one; and what is printed is the same kind of code.
    let file = scene.hq.path("carol.sanaq");
    let printed = scene.hq.run(&["invite", "--label", "Carol", "--out", &file, "--code", "-"]);
    assert!(printed.lines().any(|line| line.starts_with("SANAQ1:")), "{printed}");
    let mut bob = new_phone(&scene.folder.path().join("bob"));
    bob.enrol_by_code(&written);
    bob.watch("102");
    bob.count(9, 60);
    let delivered = bob.deliver();
    assert!(delivered.at_headquarters >= 9, "{delivered:?}");
    assert_eq!(bob.counter().day_persons, 9);
    let store = scene.hq.store(&scene.invitation);
    let devices = store.devices().unwrap();
    assert_eq!(devices.len(), 1);
    assert!(devices[0].head.number.0 >= 1 && store.quarantine().unwrap().is_empty());
}
