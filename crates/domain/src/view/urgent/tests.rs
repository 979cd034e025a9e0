use super::*;
use crate::event::*;
use crate::ids::EventRef;
use crate::view::tests::fold;

const ALICE: JournalRef = JournalRef([1; 16]);
const AGAIN: JournalRef = JournalRef([2; 16]);
const MALLORY: JournalRef = JournalRef([3; 16]);

fn arrived() -> Payload {
    Payload::Arrived(Arrived { station: "204".into(), place: Place::Inside })
}

fn pressed(visit: Option<u64>) -> Payload {
    Payload::Removed(Removed {
        visit,
        follows: None,
        by: RemovedBy::Untold,
        reason: RemovalReason::Untold,
        decision: DecisionForm::Untold,
        happened_at: None,
        text: None,
    })
}

fn told(first: EventRef, by: RemovedBy, text: &str) -> Payload {
    Payload::Removed(Removed {
        visit: None,
        follows: Some(first),
        by,
        reason: RemovalReason::Untold,
        decision: DecisionForm::Untold,
        happened_at: None,
        text: Some(text.into()),
    })
}

fn danger() -> Payload {
    Payload::InDanger(InDanger {
        visit: None,
        follows: None,
        danger: Danger::Untold,
        happened_at: None,
        text: None,
    })
}

fn safe(ends: Option<EventRef>) -> Payload {
    Payload::CheckedIn(CheckedIn { visit: None, ends, word: CheckInWord::SafeAgain, text: None })
}

#[test]
fn removed_and_in_danger_are_two_alarms() {
    let fold = fold(vec![arrived(), pressed(Some(1)), danger()]);
    let lines = urgent(&[(ALICE, &fold)]);
    assert_eq!(lines.iter().map(UrgentLine::is_danger).collect::<Vec<_>>(), [false, true]);
    let stations: Vec<_> = lines.iter().map(|line| line.station.as_deref()).collect();
    assert_eq!(stations, [Some("204"), Some("204")], "the latest visit where none was told");
    assert!(lines.iter().all(UrgentLine::stands));
}

#[test]
fn what_is_told_later_joins_the_first_event_and_untold_erases_nothing() {
    let first = EventRef::Here(2);
    let later =
        [told(first, RemovedBy::Police, "two men"), told(first, RemovedBy::Untold, "outside now")];
    let fold = fold([vec![arrived(), pressed(Some(1))], later.to_vec()].concat());
    let lines = urgent(&[(ALICE, &fold)]);
    assert_eq!(lines.len(), 1);
    let UrgentWhat::Removed { by, reason, .. } = lines[0].what else { panic!("another kind") };
    assert_eq!((by, reason), (RemovedBy::Police, RemovalReason::Untold));
    assert_eq!((lines[0].at.at, lines[0].ordinal), (1060, 2), "the time is the first press's");
    assert_eq!(lines[0].texts, ["two men", "outside now"]);
}

#[test]
fn an_alarm_that_is_over_stays_and_one_told_of_again_stands_again() {
    let over = vec![arrived(), danger(), safe(Some(EventRef::Here(2)))];
    let lines = urgent(&[(ALICE, &fold(over.clone()))]);
    let ended = lines[0].over.as_ref().unwrap();
    assert_eq!((ended.at.at, ended.word), (1120, CheckInWord::SafeAgain));
    let again = Payload::InDanger(InDanger {
        visit: None,
        follows: Some(EventRef::Here(2)),
        danger: Danger::Followed,
        happened_at: None,
        text: None,
    });
    let lines = urgent(&[(ALICE, &fold([over, vec![again]].concat()))]);
    assert_eq!((lines.len(), lines[0].stands()), (1, true));
}

#[test]
fn a_new_journal_of_the_same_person_ends_the_alarm_and_nobody_elses_does() {
    let before = fold(vec![arrived(), danger()]);
    let after = fold(vec![safe(Some(EventRef::Elsewhere(ALICE, 2)))]);
    assert!(!urgent(&[(ALICE, &before), (AGAIN, &after)])[0].stands());
    assert!(urgent(&[(ALICE, &before)])[0].stands());
    assert!(urgent(&[(MALLORY, &after)]).is_empty(), "a check-in alone is no alarm");
}

#[test]
fn a_reference_that_leads_nowhere_or_to_another_kind_costs_no_alarm() {
    let lost = told(EventRef::Here(99), RemovedBy::Staff, "who");
    let other = told(EventRef::Here(1), RemovedBy::Staff, "who");
    let fold = fold(vec![danger(), lost, other, safe(None), safe(Some(EventRef::Here(99)))]);
    let lines = urgent(&[(ALICE, &fold)]);
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(UrgentLine::stands), "a check-in about no alarm ends none");
    assert_eq!(fold.journal_record().stray, 0);
}

#[test]
fn silence_is_no_alarm() {
    assert!(urgent(&[(ALICE, &fold(vec![arrived()]))]).is_empty());
}
