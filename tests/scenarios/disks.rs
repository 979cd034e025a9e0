//! Disks that fill up and files that rot.

use std::path::Path;
use std::process::Command as Process;

use app::api::{AlarmKind, Command, CountMethod};
use domain::Payload;
use domain::event::{EntryKind, LogNoted};
use journal::ids::PageNumber;
use sync::error::{Retry, SyncError};
use tests::support::device::Device;
use tests::support::disk::Disk;

use crate::station::{Scene, new_phone};

/// A file system in memory of so many KiB; unmounted with the value.
struct Small<'a>(&'a Path);

impl<'a> Small<'a> {
    fn mount(at: &'a Path, kib: u64) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let size = format!("size={kib}k");
        let options = ["-t", "tmpfs", "-o", &size, "tmpfs"];
        let mounted = mount_output(Process::new("mount").args(options).arg(at));
        if !mounted {
            println!("SKIPPED: no permission to mount a tmpfs");
        }
        mounted.then_some(Self(at))
    }

    fn grow(&self, kib: u64) {
        let size = format!("remount,size={kib}k");
        assert!(mount_output(Process::new("mount").args(["-o", &size]).arg(self.0)));
    }
}

fn mount_output(command: &mut Process) -> bool {
    command.output().is_ok_and(|out| out.status.success())
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Process::new("umount").arg("-l").arg(self.0).output();
    }
}

#[test]
fn a_phone_whose_disk_is_full_refuses_taps_shows_no_number_and_loses_none_it_showed() {
    let scene = Scene::served();
    let folder = scene.folder.path().join("small");
    let data = folder.join("data");
    let Some(small) = Small::mount(&data, 1_024) else { return };
    let mut alice = new_phone(&folder);
    alice.enrol(&scene.invitation);
    alice.watch("101");
    let category = alice.counter().categories.first().unwrap().category;
    let tap = Command::RecordVoter { category, method: CountMethod::Screen, since_touch_ms: 0 };
    // A file of somebody else's takes what is left, but for a little.
    let filler = data.join("filler");
    let free = rustix::fs::statvfs(&data).unwrap();
    let left = free.f_bavail * free.f_frsize;
    std::fs::write(&filler, vec![0; usize::try_from(left.saturating_sub(48 * 1_024)).unwrap()])
        .unwrap();
    let mut shown = 0;
    let refused = loop {
        alice.clock.pass(1).unwrap();
        match alice.try_execute(&tap) {
            Ok(_) => shown += 1,
            Err(refused) => break refused,
        }
        assert!(shown < 20_000, "the disk never filled up");
    };
    assert_eq!(refused["refused"]["kind"], "disk_full", "{refused}");
    assert_eq!(alice.counter().day_persons, shown, "a refused tap is not on the screen");
    alice.kill();
    small.grow(8_192);
    alice.start();
    alice.unlock();
    assert_eq!(alice.counter().day_persons, shown, "every tap that was shown is there");
    alice.count(1, 60);
    let view = alice.deliver();
    assert!(view.alarms.is_empty(), "{:?}", view.alarms);
}

#[test]
fn at_the_page_limit_nothing_is_half_written_and_the_answer_is_taken_later() {
    let scene = Scene::served();
    let folder = scene.folder.path().join("limited");
    let mut disk = Disk::enrol(&scene.invitation, &folder, scene.hq.clock.wall(), 61);
    disk.contact().unwrap();
    disk.open_store().limit_pages(1).unwrap();
    let mut kept = 0;
    let full = loop {
        match disk.record(vec![remark(&"full ".repeat(100))]) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 10_000, "the limit was never met");
    };
    assert!(full.is_full(), "{full:?}");
    let next = disk.open_store().next_ordinal();
    disk.recover();
    assert_eq!(disk.open_store().next_ordinal(), next, "neither lost nor half written");
    disk.open_store().limit_pages(0).unwrap();
    disk.seal().unwrap();
    assert!(disk.contact().unwrap().receipted >= 1);
}

fn remark(text: &str) -> Payload {
    let (visit, entry) = (None, EntryKind::Remark);
    Payload::LogNoted(LogNoted { visit, entry, text: text.into(), seen_at: None })
}

#[test]
fn a_server_whose_disk_is_full_says_busy_and_gives_no_receipt_it_could_not_keep() {
    let mut scene = Scene::new();
    let data = scene.hq.data();
    let used = std::fs::read_dir(&data).unwrap();
    drop(used);
    let aside = scene.folder.path().join("aside");
    std::fs::rename(&data, &aside).unwrap();
    let size = Process::new("du").args(["-sk"]).arg(&aside).output().unwrap();
    let size = String::from_utf8_lossy(&size.stdout);
    let used: u64 = size.split_whitespace().next().unwrap().parse().unwrap();
    let Some(small) = Small::mount(&data, used + 1_024) else { return };
    let copied = Process::new("cp").arg("-a").arg(aside.join(".")).arg(&data).status().unwrap();
    assert!(copied.success());
    scene.hq.serve();
    let mut device = Device::enrol(&scene.invitation, scene.hq.clock.wall(), 31);
    let big = |n: u8| {
        let mut event = vec![0x83, 0x19, 0xea, 0x60, 0x00, 0x59, 0x75, 0x30];
        let mut x = u32::from(n) * 77_777 + 1;
        event.extend(
            std::iter::repeat_with(|| {
                x ^= x << 13;
                x ^= x >> 17;
                x ^= x << 5;
                x.to_be_bytes()[0]
            })
            .take(30_000),
        );
        event
    };
    let mut full = None;
    for n in 0..200 {
        device.seal(&[big(n)]);
        if let Err(error) = device.contact_now() {
            full = Some(error);
            break;
        }
    }
    let full = full.expect("the disk filled up");
    assert!(matches!(full, SyncError::Retry(Retry::Busy)), "{full:?}");
    let sealed = device.pages.last().unwrap().head().number;
    assert_eq!(device.receipted, PageNumber(sealed.0 - 1), "what was receipted is kept");
    scene.hq.kill();
    small.grow(used + 32 * 1_024);
    scene.hq.serve();
    device.contact_now().unwrap();
    assert_eq!(device.receipted, sealed);
    assert!(device.alarms.is_empty(), "nothing that was receipted is missing");
    let (ok, said) = scene.hq.try_run(&["check"]);
    assert!(ok, "{said}");
    scene.hq.kill();
}

#[test]
fn a_rotten_file_is_salvaged_moved_aside_and_a_new_journal_goes_on() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(5, 10);
    alice.deliver();
    alice.count(3, 10);
    // Closed in good order, so that the file is whole and no log beside it hides the rot.
    alice.execute(&Command::Lock);
    alice.kill();
    let database = alice.enrolment().join("device.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    alice.start();
    alice.unlock();
    let view = alice
        .send_until(|view| view.journals_before >= 1 && view.on_phone == 0 && view.not_sealed == 0);
    assert!(view.alarms.iter().any(|a| a.alarm == AlarmKind::Salvaged), "{:?}", view.alarms);
    let aside = std::fs::read_dir(alice.enrolment()).unwrap();
    let aside: Vec<_> = aside.map(|entry| entry.unwrap().file_name()).collect();
    assert!(aside.len() > 4, "the damaged file is kept: {aside:?}");
    alice.count(1, 10);
    alice.deliver();
    let store = scene.hq.store(&scene.invitation);
    assert!(store.quarantine().unwrap().is_empty(), "a new journal, never a second branch");
    assert_eq!(store.devices().unwrap().len(), 2);
}
