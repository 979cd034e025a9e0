//! Alarms and the last contact outlive the process; reading an alarm does, too.

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
