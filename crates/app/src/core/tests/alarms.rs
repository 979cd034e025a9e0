//! Alarms and the last contact outlive the process; reading an alarm does, too.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::fixture::{Bench, MORNING};
use crate::alarms;
use crate::api::{AlarmKind, AlarmView, Command, DeliveryView, Reply};

fn told(view: &DeliveryView) -> Vec<(AlarmKind, Option<u32>, &str)> {
    view.alarms.iter().map(|one| (one.alarm, one.page, one.at.as_str())).collect()
}

fn raise(bench: &Bench, alarm: AlarmKind, page: Option<u32>) -> bool {
    let mut desk = bench.core.shared.desk();
    alarms::raise(desk.open.as_mut().unwrap(), bench.now(), alarm, page)
}

fn close(bench: &Bench, alarm: AlarmKind, page: Option<u32>) -> Vec<AlarmView> {
    match bench.core.execute(Command::CloseAlarm { alarm, page }) {
        Ok(Reply::Delivery { view }) => view.alarms,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_kill_and_a_lock_change_neither_the_last_contact_nor_what_is_unread() {
    let mut bench = Bench::enrolled();
    assert_eq!(bench.delivery().contact.last, None);
    alarms::reached(bench.core.shared.desk().open.as_mut().unwrap(), MORNING);
    bench.pass(600);
    assert!(raise(&bench, AlarmKind::HeadquartersLost, Some(3)));
    bench.pass(600);
    assert!(raise(&bench, AlarmKind::RelayWrong, None));
    let before = bench.delivery();
    assert_eq!(before.contact.last.as_deref(), Some("2026-11-23T08:00:00"));
    let expected = [
        (AlarmKind::RelayWrong, None, "2026-11-23T08:20:00"),
        (AlarmKind::HeadquartersLost, Some(3), "2026-11-23T08:10:00"),
    ];
    assert_eq!(told(&before), expected);
    for locked in [false, true] {
        match locked {
            true => drop(bench.core.execute(Command::Lock).unwrap()),
            false => bench.killed(),
        }
        bench.pass(60);
        bench.unlock();
        let after = bench.delivery();
        assert_eq!(after.contact.last, before.contact.last, "locked: {locked}");
        assert_eq!(after.alarms, before.alarms, "locked: {locked}");
        assert!(!raise(&bench, AlarmKind::RelayWrong, None), "still unread, so no news");
    }
}

#[test]
fn a_read_alarm_goes_alone_and_for_good_and_can_come_again() {
    let mut bench = Bench::enrolled();
    raise(&bench, AlarmKind::HeadquartersLost, Some(3));
    raise(&bench, AlarmKind::HeadquartersLost, Some(5));
    assert!(bench.delivery().alarms.iter().all(|alarm| alarm.closable));
    let left = close(&bench, AlarmKind::HeadquartersLost, Some(3));
    assert_eq!(left.iter().map(|alarm| alarm.page).collect::<Vec<_>>(), [Some(5)]);
    assert_eq!(close(&bench, AlarmKind::HeadquartersLost, Some(3)), left, "twice is once");
    bench.killed();
    bench.unlock();
    assert_eq!(bench.delivery().alarms, left);
    assert!(raise(&bench, AlarmKind::HeadquartersLost, Some(3)), "lost again is news again");
}

#[test]
fn an_unread_alarm_is_never_pushed_out_by_later_ones() {
    let bench = Bench::enrolled();
    raise(&bench, AlarmKind::ReceiptNotMine, Some(1));
    for page in 1..200 {
        raise(&bench, AlarmKind::HeadquartersLost, Some(page));
    }
    let alarms = bench.delivery().alarms;
    assert!(alarms.len() < 100, "bounded: {}", alarms.len());
    assert!(alarms.iter().any(|alarm| alarm.alarm == AlarmKind::ReceiptNotMine));
}

/// Every byte of the person's folder, by file.
fn on_disk(bench: &Bench) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut left, mut files) = (vec![bench.data()], BTreeMap::new());
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => left.push(path),
                false => drop(files.insert(path.clone(), std::fs::read(path).unwrap())),
            }
        }
    }
    files
}

#[test]
fn a_full_list_writes_nothing_and_has_room_for_every_kind_that_is_not_there_yet() {
    let mut bench = Bench::enrolled();
    let kept = (1..200).filter(|page| raise(&bench, AlarmKind::Restored, Some(*page))).count();
    assert!(kept > 40 && kept < 64, "room is kept: {kept}");
    let before = on_disk(&bench);
    for page in 200..300 {
        assert!(!raise(&bench, AlarmKind::Restored, Some(page)), "its kind stands there unread");
    }
    assert_eq!(on_disk(&bench), before);
    let others = [AlarmKind::RelayWrong, AlarmKind::HeadquartersLost, AlarmKind::Cloned];
    for alarm in others {
        assert!(raise(&bench, alarm, None), "{alarm:?}");
    }
    assert!(on_disk(&bench) != before, "and this is written");
    bench.killed();
    bench.unlock();
    let alarms = bench.delivery().alarms;
    for alarm in others {
        assert!(alarms.iter().any(|one| one.alarm == alarm), "{alarm:?} is kept");
    }
}
