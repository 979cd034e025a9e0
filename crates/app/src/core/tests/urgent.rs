//! What cannot wait, on the phone.

use journal::outbox::{Outbox as _, Toward};

use super::fixture::Bench;
use crate::api::{
    AppError, Command, Danger, DecisionForm, ErrorCode, OverWord, PauseReason, Query,
    RemovalReason, RemovedBy, Reply, StatusWord, UrgentCommand, UrgentPlace, UrgentView,
    UrgentWhat, WatchView,
};
use crate::status;

pub const REMOVED: Command = Command::Urgent(UrgentCommand::ReportRemoved { since_touch_ms: 0 });
const DANGER: Command = Command::Urgent(UrgentCommand::ReportDanger { since_touch_ms: 0 });

fn list(reply: Result<Reply, AppError>) -> Vec<UrgentView> {
    match reply {
        Ok(Reply::Urgent { list }) => list,
        other => panic!("{other:?}"),
    }
}

/// Numbers of the pages in the order they would leave, and events left unsealed.
fn leaving(bench: &Bench) -> (Vec<u64>, u64) {
    let mut desk = bench.core.shared.desk();
    let store = &mut desk.open.as_mut().unwrap().store;
    let offer = store.offer(Toward::Headquarters, 1 << 20).unwrap();
    let numbers = offer.pages.iter().map(|page| page.header().number.0).collect();
    (numbers, store.delivery().unwrap().unsealed)
}

fn word(bench: &Bench) -> Option<StatusWord> {
    status::word(bench.core.shared.desk().open.as_ref().unwrap())
}

#[test]
fn one_press_seals_the_whole_tail_leaves_first_and_starts_a_send_at_once() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    bench.core.execute(Command::SealNow).unwrap();
    bench.tap();
    let said = list(bench.core.execute(REMOVED));
    assert_eq!(leaving(&bench), (vec![2, 1], 0));
    assert_eq!(bench.core.shared.bell.next_in_s(bench.core.shared.world), Some(0));
    let untold = UrgentWhat::Removed {
        by: RemovedBy::Untold,
        reason: RemovalReason::Untold,
        decision: DecisionForm::Untold,
    };
    assert_eq!((said.len(), said[0].what, said[0].place), (1, untold, UrgentPlace::OnPhone));
    assert_eq!(said[0].station_code, "1804");
    let WatchView::Paused { reason: PauseReason::SentOut, .. } = bench.counter().watch else {
        panic!("still watching from outside")
    };
    let desk = bench.core.shared.desk();
    let store = &desk.open.as_ref().unwrap().store;
    let page = store.sealed_pages().unwrap().pop().unwrap();
    assert_eq!(page.last_ordinal, u64::from(said[0].event), "itself last");
}

#[test]
fn covered_an_alarm_works_and_answers_with_nothing_to_read() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.core.execute(Command::Cover).unwrap();
    assert!(list(bench.core.execute(DANGER)).is_empty());
    assert_eq!(leaving(&bench), (vec![1], 0));
    let view = bench.tap();
    assert_eq!(view.hour.persons, 1, "the count goes on");
    assert_eq!(bench.core.query(Query::Urgent).unwrap_err().code, ErrorCode::Locked);
    let end = Command::Urgent(UrgentCommand::EndUrgent {
        event: 3,
        word: OverWord::ByMistake,
        since_touch_ms: 0,
    });
    let refused = bench.core.execute(end).unwrap_err().code;
    assert_eq!(refused, ErrorCode::Locked, "whoever took the phone calls no help off");
    bench.unlock();
    assert!(list(bench.core.query(Query::Urgent))[0].over.is_none());
}

#[test]
fn danger_needs_no_station_and_says_nothing_to_a_lead() {
    let bench = Bench::enrolled();
    let said = list(bench.core.execute(DANGER));
    let untold = UrgentWhat::InDanger { danger: Danger::Untold };
    assert_eq!((said[0].what, said[0].station_code.as_str()), (untold, ""));
    assert_eq!(word(&bench), None);
}

#[test]
fn what_is_told_later_and_that_it_is_over_leave_at_once_too() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let event = list(bench.core.execute(DANGER))[0].event;
    bench.core.execute(Command::SealNow).unwrap();
    let what = UrgentWhat::InDanger { danger: Danger::Followed };
    let tell = Command::Urgent(UrgentCommand::TellUrgent {
        event,
        what,
        text: " a grey car ".into(),
        since_touch_ms: 0,
    });
    let said = list(bench.core.execute(tell));
    assert_eq!((said.len(), said[0].what, said[0].event), (1, what, event));
    assert_eq!(said[0].texts, ["a grey car"]);
    bench.pass(600);
    let end = Command::Urgent(UrgentCommand::EndUrgent {
        event,
        word: OverWord::SafeAgain,
        since_touch_ms: 0,
    });
    let said = list(bench.core.execute(end));
    let over = said[0].over.as_ref().unwrap();
    assert_eq!((over.word, over.place), (OverWord::SafeAgain, UrgentPlace::OnPhone));
    assert_eq!(leaving(&bench), (vec![1, 2, 3], 0));
    let none = Command::Urgent(UrgentCommand::EndUrgent {
        event: 99,
        word: OverWord::SafeAgain,
        since_touch_ms: 0,
    });
    assert_eq!(bench.core.execute(none).unwrap_err().code, ErrorCode::NoSuchUrgent);
}

#[test]
fn the_word_to_the_lead_follows_a_removal_until_it_is_over_or_another_visit_begins() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.core.execute(Command::SayStatus { word: Some(StatusWord::SheetCopied) }).unwrap();
    let event = list(bench.core.execute(REMOVED))[0].event;
    assert_eq!(word(&bench), Some(StatusWord::Removed), "over a word said before");
    let back = Command::Urgent(UrgentCommand::EndUrgent {
        event,
        word: OverWord::BackInside,
        since_touch_ms: 0,
    });
    bench.core.execute(back).unwrap();
    assert_eq!(word(&bench), Some(StatusWord::InPlace));
    bench.core.execute(REMOVED).unwrap();
    bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    assert_eq!(word(&bench), Some(StatusWord::Removed), "outside, and sent out");
    bench.arrive("1805");
    assert_eq!(word(&bench), Some(StatusWord::InPlace));
}
