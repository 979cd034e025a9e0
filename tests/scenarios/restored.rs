//! Headquarters' computer is lost: a new one is made from the recovery file and an invitation.

use app::api::{ContactOutcome, HeldReason, PagePlace};
use journal::keeper::Recipient;

use crate::station::{Scene, new_phone};

#[test]
fn a_lost_headquarters_is_restored_from_its_recovery_file_and_devices_send_again() {
    let mut scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(7, 60);
    alice.deliver();
    // Mallory's invitation was revoked before the newest invitation file was made.
    let mallory = scene.hq.invite("Mallory", "102");
    let listed = scene.hq.run(&["invites", "list"]);
    let line = listed.lines().find(|line| line.contains("Mallory")).unwrap();
    scene.hq.run(&["invites", "revoke", line.split_whitespace().next().unwrap()]);
    let newest = scene.hq.invite("Bob", "102");
    scene.hq.kill();

    let kept = scene.hq.path("kept.sanaq-recovery");
    std::fs::copy(scene.hq.data().join("recovery.sanaq-recovery"), &kept).unwrap();
    let before = scene.hq.store(&newest).devices().unwrap();
    std::fs::rename(scene.hq.data(), scene.hq.path("lost")).unwrap();
    let newest = newest.to_str().unwrap().to_owned();
    let said = scene.hq.run(&["keys", "restore", &kept, "--common", &newest]);
    assert!(said.contains("is restored in"), "{said}");
    let (again, refused) = scene.hq.try_run(&["keys", "restore", &kept]);
    assert!(!again && refused.contains("already holds an endpoint"), "{refused}");
    // What was published came back, so publishing it once more changes nothing.
    let applied = scene.hq.run(&["election", "apply"]);
    assert!(applied.contains("nothing changed"), "{applied}");

    scene.hq.serve();
    alice.count(2, 60);
    let delivered = alice.deliver();
    assert!(delivered.at_headquarters >= 9, "{delivered:?}");
    let store = scene.hq.store(&scene.invitation);
    let devices = store.devices().unwrap();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0].journal, before[0].journal);
    assert!(devices[0].head.number > before[0].head.number, "all from page 1, and the new one");
    assert_eq!(alice.counter().day_persons, 9);

    // A revocation holds also after the loss; who enrols by the file from before is known.
    let mut stranger = new_phone(&scene.folder.path().join("mallory"));
    stranger.enrol(&mallory);
    stranger.watch("102");
    stranger.count(1, 60);
    assert_eq!(stranger.send(), ContactOutcome::Reached);
    let held =
        |place: &PagePlace| matches!(place, PagePlace::Held { reason: HeldReason::Revoked, .. });
    let view = stranger.send_until(|view| view.pages.iter().any(|page| held(&page.place)));
    let counts = |place: &PagePlace| matches!(place, PagePlace::AtHeadquarters { .. });
    assert!(!view.pages.iter().any(|page| counts(&page.place)), "{view:?}");
    let common = store.own_fold(Recipient::Common).unwrap();
    assert!(common.definitions().current().version > 0);
    let checked = scene.hq.run(&["check"]);
    assert!(checked.contains("in quarantine"), "{checked}");
}
