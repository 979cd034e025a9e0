//! Power cuts: the server between commit and answer, the phone between any two steps.

use app::api::Command;
use domain::Payload;
use domain::event::{EntryKind, LogNoted};
use journal::ids::PageNumber;
use journal::keeper::Keeper;
use tests::support::device::Device;
use tests::support::disk::Disk;
use tests::support::proxy::Plan;

use crate::station::Scene;

fn remark(text: &str) -> Payload {
    let (visit, entry) = (None, EntryKind::Remark);
    Payload::LogNoted(LogNoted { visit, entry, text: text.into(), seen_at: None })
}

/// The server dies at `moment` of a later request; nothing was answered, all was kept.
fn server_dies(moment: &str) {
    let mut scene = Scene::served();
    let mut device = Device::enrol(&scene.invitation, scene.hq.clock.wall(), 5);
    device.seal_any();
    device.contact_now().unwrap();
    scene.hq.kill();
    scene.hq.serve_with(&[], &[("SANAQ_FAULT", &format!("{moment}:1"))]);
    device.seal_any();
    device.seal_any();
    device.contact_now().expect_err("the server died before it answered");
    scene.hq.died();
    assert_eq!(device.receipted, PageNumber(1), "no receipt was seen for what was not answered");
    scene.hq.serve();
    // The commit had returned: the pages are there before anybody sends them again.
    let kept = scene.hq.store(&scene.invitation).standing(device.journal()).unwrap();
    assert_eq!(kept.expect("known").head, device.pages[2].head());
    device.contact_now().unwrap();
    assert_eq!(device.receipted, PageNumber(3));
    assert!(device.alarms.is_empty() && device.held.is_empty());
    let (ok, said) = scene.hq.try_run(&["check"]);
    assert!(ok, "{said}");
}

#[test]
fn a_server_killed_between_the_commits_return_and_signing_has_given_no_receipt_and_lost_nothing() {
    server_dies("committed");
}

#[test]
fn a_server_killed_between_signing_and_the_answer_gives_the_same_receipt_later() {
    server_dies("signed");
}

#[test]
fn a_server_killed_outright_in_the_middle_of_a_day_goes_on() {
    let mut scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(3, 20);
    alice.deliver();
    scene.hq.kill();
    alice.count(3, 20);
    alice.send();
    scene.hq.serve();
    let view = alice.deliver();
    assert!(view.alarms.is_empty(), "{:?}", view.alarms);
}

/// Records, seals and sends with the store failing at its `nth` commit from here, as often as
/// it takes; a failure is a crash.
fn day_with_fault(disk: &mut Disk, nth: u32, text: &str) -> usize {
    let mut crashes = 0;
    disk.open_store().faults().fail_at(nth);
    let mut recorded = false;
    loop {
        let step = (|| {
            if !recorded {
                disk.record(vec![remark(text)]).map_err(|e| e.to_string())?;
                recorded = true;
            }
            disk.seal().map_err(|e| e.to_string())?;
            disk.contact().map_err(|e| e.to_string())?;
            Ok::<(), String>(())
        })();
        if step.is_ok() {
            return crashes;
        }
        crashes += 1;
        assert!(crashes < 10, "{step:?}");
        disk.recover();
    }
}

#[test]
fn a_crash_at_every_step_between_seal_and_send_leaves_one_byte_string_a_page() {
    let scene = Scene::served();
    let folder = scene.folder.path().join("disk");
    let mut disk = Disk::enrol(&scene.invitation, &folder, scene.hq.clock.wall(), 6);
    disk.contact().unwrap();
    let mut crashes = 0;
    for nth in 1..=6 {
        crashes += day_with_fault(&mut disk, nth, &format!("fault {nth}"));
    }
    assert!(crashes >= 3, "record, seal and accept were hit: {crashes}");
    // The same with the power going right after each step.
    for after in ["record", "seal", "offer", "send"] {
        disk.record(vec![remark(after)]).unwrap();
        if after != "record" {
            disk.seal().unwrap();
        }
        if after == "offer" {
            // The request leaves and is kept; the answer never arrives.
            scene.hq.proxy.plan(Plan { cut_down_at: Some(600), ..Plan::default() });
            disk.contact().expect_err("cut");
            scene.hq.proxy.plan(Plan::default());
        }
        if after == "send" {
            disk.contact().unwrap();
        }
        disk.recover();
    }
    disk.seal().unwrap();
    disk.contact().unwrap();
    let journal = disk.open_store().journal();
    let store = scene.hq.store(&scene.invitation);
    let standing = store.standing(journal).unwrap().expect("known");
    assert!(standing.held.is_empty() && standing.waiting.is_empty());
    let kept = store.pages(journal, PageNumber(0), usize::MAX).unwrap().pages;
    assert_eq!(kept.len(), disk.seen.len(), "every page ever offered is there once");
    for page in kept {
        assert_eq!(disk.seen[&(journal, page.header().number.0)], page.bytes());
    }
}

#[test]
fn an_app_killed_between_any_two_steps_has_lost_nothing_that_was_shown() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(2, 5);
    alice.restart();
    assert_eq!(alice.counter().day_persons, 2, "killed after a tap");
    alice.execute(&Command::SealNow);
    alice.restart();
    let sealed = alice.delivery().pages;
    assert!(!sealed.is_empty(), "killed after sealing");
    scene.hq.proxy.plan(Plan { cut_down_at: Some(700), ..Plan::default() });
    alice.send();
    alice.restart();
    scene.hq.proxy.plan(Plan::default());
    alice.execute(&Command::SendNow);
    alice.restart();
    let view = alice.deliver();
    assert!(view.alarms.is_empty(), "{:?}", view.alarms);
    for page in &sealed {
        let same = view.pages.iter().find(|p| p.number == page.number).expect("still there");
        assert_eq!((same.bytes, same.events), (page.bytes, page.events));
    }
    assert_eq!(alice.counter().day_persons, 2);
    let store = scene.hq.store(&scene.invitation);
    assert!(store.quarantine().unwrap().is_empty(), "no second byte string under a number");
}
