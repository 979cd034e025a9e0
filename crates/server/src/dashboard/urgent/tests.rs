#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::announced::Announced;
use crate::holdings::{Beside, Device, Holdings};
use crate::invitations::Notes;
use crate::stations::StationList;
use domain::definition::Definitions;
use domain::event::{CheckInWord, CheckedIn, InDanger, JournalContinued, Payload, Removed};
use domain::ids::EventRef;
use domain::{Event, Stamped};
use store::endpoint::BesideJournal;

const ALICE: InvitationId = InvitationId([1; 16]);
const MALLORY: InvitationId = InvitationId([2; 16]);

fn stamped(first: u64, payloads: Vec<Payload>) -> Vec<Stamped> {
    let stamp = |(ordinal, payload)| {
        let event = Event::new(1000 + ordinal as i64, payload);
        Stamped { ordinal, boot: [1; 16], drift: 0, event }
    };
    (first..).zip(payloads).map(stamp).collect()
}

fn folded(payloads: Vec<Payload>) -> Fold {
    let mut fold = Fold::new();
    fold.apply(&stamped(1, payloads));
    fold
}

fn danger() -> Payload {
    let (follows, danger) = (None, Danger::Untold);
    Payload::InDanger(InDanger { visit: None, follows, danger, happened_at: None, text: None })
}

fn removed() -> Payload {
    Payload::Removed(Removed {
        visit: None,
        follows: None,
        by: RemovedBy::Police,
        reason: RemovalReason::Untold,
        decision: DecisionForm::Untold,
        happened_at: None,
        text: Some("out".into()),
    })
}

fn safe(ends: EventRef) -> Payload {
    let (ends, word) = (Some(ends), CheckInWord::SafeAgain);
    Payload::CheckedIn(CheckedIn { visit: None, ends, word, text: None })
}

fn put(holdings: &mut Holdings, journal: u8, invitation: InvitationId, fold: Fold) {
    let device = Device { fold, invitation: Some(invitation), ..Device::default() };
    holdings.put(JournalId([journal; 16]), device);
}

fn rows(holdings: &Holdings) -> Vec<UrgentRow> {
    lines(&Desk {
        holdings,
        definitions: Definitions::of([]),
        stations: &StationList::default(),
        notes: &Notes::default(),
        announced: &Announced::default(),
        highest_rate: None,
        now: 5000,
    })
}

#[test]
fn danger_stands_above_removal_and_what_is_over_below_both() {
    let mut holdings = Holdings::default();
    put(&mut holdings, 1, ALICE, folded(vec![danger(), safe(EventRef::Here(1)), removed()]));
    put(&mut holdings, 2, MALLORY, folded(vec![danger()]));
    let rows = rows(&holdings);
    let kinds: Vec<_> = rows.iter().map(|row| (row.kind, row.over.is_some())).collect();
    let wanted =
        [(UrgentKind::InDanger, false), (UrgentKind::Removed, false), (UrgentKind::InDanger, true)];
    assert_eq!(kinds, wanted);
    let told = &rows[1].told;
    assert_eq!((told.len(), told[0].name.as_str(), told[0].value.as_str()), (1, "by", "police"));
}

#[test]
fn nobody_elses_word_ends_an_alarm_and_the_persons_new_phone_does() {
    let old = JournalRef([1; 16]);
    let continued = Payload::JournalContinued(JournalContinued {
        old_journal: old,
        last_number: 1,
        hash: [0; 32],
    });
    let word = || vec![continued.clone(), safe(EventRef::Elsewhere(old, 1))];
    let mut holdings = Holdings::default();
    put(&mut holdings, 1, ALICE, folded(vec![danger()]));
    put(&mut holdings, 2, MALLORY, folded(word()));
    assert!(rows(&holdings)[0].over.is_none());
    // Its number sorts before the old journal's: the order is that of continuing.
    put(&mut holdings, 0, ALICE, folded(word()));
    assert_eq!(rows(&holdings)[0].over.as_ref().unwrap().word, "safe_again");
}

#[test]
fn what_waits_is_shown_as_not_yet_linked() {
    let mut holdings = Holdings::default();
    put(&mut holdings, 1, ALICE, folded(vec![removed()]));
    let mut ahead = folded(vec![removed()]);
    ahead.apply(&stamped(5, vec![danger()]));
    let journal = JournalId([1; 16]);
    let kept = BesideJournal { journal, invitation: ALICE, held: Vec::new(), waiting: Vec::new() };
    let beside = Beside { kept, opening: Default::default(), ahead: Some(ahead) };
    holdings.beside.insert(journal, beside);
    let linked: Vec<_> = rows(&holdings).iter().map(|row| (row.kind, row.linked)).collect();
    assert_eq!(linked, [(UrgentKind::InDanger, false), (UrgentKind::Removed, true)]);
}
