//! What the definition switches on and limits, and people who share a phone.

use super::fixture::{Bench, SECRET};
use super::*;
use crate::api::{
    CollectCommand, Entry, Feature, FigureCounts, FigureSource, FigureWhat, GroupKind,
    IncidentDeed, Mend, MobileBox, RegisterKind, RegisterSource, TurnoutInput, ViewOfPoint,
};
use crate::words::Same;

/// A command of each part that begins something in it.
fn beginnings() -> Vec<(Feature, Command)> {
    let turnout = TurnoutInput {
        figure: 1,
        counts: FigureCounts::SinceOpening,
        as_of: "08:00".into(),
        what: FigureWhat::Unclear,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Told,
        told_by: String::new(),
    };
    let (view, method) = (ViewOfPoint::Full, CountMethod::Screen);
    let group = Entry::Group { persons: 2, group: GroupKind::Other, came: None };
    let answer = Command::Answer {
        form: 1,
        instance: 1,
        path: Vec::new(),
        question: 1,
        given: Given::One { choice: 1 },
        seen_at: None,
        since_touch_ms: 0,
    };
    let log = Command::LogEntry {
        about: LogKind::Opened,
        text: String::new(),
        seen_at: None,
        since_touch_ms: 0,
    };
    let collect = CollectCommand::StartCollecting { wifi_name: None, wifi_password: None };
    let marked = IncidentDeed::MarkMoment { mark: None, incident_kind: None };
    let give = BesideCommand::HandOver { figure: 0, since_touch_ms: 0 };
    let register = BesideCommand::NoteRegister {
        what: RegisterKind::ListAtOpening,
        figure: 1204,
        as_of: "08:00".into(),
        contest: None,
        source: RegisterSource::Paper,
        told_by: String::new(),
        since_touch_ms: 0,
    };
    let paper = Mend::Tally { tally: beside::sheet(3, "08:00", "08:01", TallyRelation::Adds) };
    vec![
        (
            Feature::Count,
            Command::StartWatch { point: 2, covers: Vec::new(), view, since_touch_ms: 0 },
        ),
        (Feature::Count, Command::RecordVoter { category: 1, method, since_touch_ms: 0 }),
        (Feature::Count, Command::Enter { entry: group, since_touch_ms: 0 }),
        (Feature::Turnout, Command::NoteTurnout { turnout, since_touch_ms: 0 }),
        (Feature::Checklists, Command::BeginChecklist { form: 1 }),
        (Feature::Checklists, answer),
        (Feature::Log, log),
        (Feature::Collect, Command::Collect(collect)),
        (Feature::Incidents, Command::TellIncident { deed: marked, since_touch_ms: 0 }),
        (Feature::BoxTrips, Command::Beside(boxes::out(CountMeanwhile::GoesOn))),
        (Feature::HandOver, Command::Beside(give)),
        (Feature::HandOver, Command::Beside(boxes::take("1234"))),
        (Feature::Turnout, Command::Beside(register)),
        (Feature::Count, Command::MendVisit { visit: 1, mend: paper, since_touch_ms: 0 }),
    ]
}

fn switched_on(bench: &Bench) -> Vec<Feature> {
    bench.session(bench.core.query(Query::Session)).open.unwrap().switched_on
}

#[test]
fn what_is_not_switched_on_is_refused_and_not_named_to_the_interface() {
    let off = Bench::enrolled_where(|definition| definition.switched_on = Some(Vec::new()));
    off.arrive("1804");
    assert!(switched_on(&off).is_empty());
    for (part, command) in beginnings() {
        let refused = off.core.execute(command).unwrap_err().code;
        assert_eq!(refused, ErrorCode::NotSwitchedOn, "{part:?}");
    }
    let on = Bench::enrolled_where(|definition| {
        definition.switched_on = Some(vec!["count".into(), "log".into()]);
    });
    on.arrive("1804");
    assert_eq!(switched_on(&on), [Feature::Count, Feature::Log]);
    for (part, command) in beginnings() {
        let refused = on.core.execute(command).is_err_and(|e| e.code == ErrorCode::NotSwitchedOn);
        assert_eq!(refused, !matches!(part, Feature::Count | Feature::Log), "{part:?}");
    }
    assert_eq!(switched_on(&Bench::enrolled()).len(), 8, "everything where nothing is said");
}

#[test]
fn every_part_begins_somewhere_and_has_one_name_on_both_sides_of_the_seam() {
    let known: Vec<Feature> = domain::definition::Feature::ALL.map(Same::same).to_vec();
    for part in &known {
        let tried = beginnings().into_iter().any(|(of, _)| of == *part);
        assert!(tried, "nothing begins {part:?}");
    }
    let named = |part: &Feature| serde_json::to_value(part).unwrap();
    let here: Vec<_> = known.iter().map(named).collect();
    let words = domain::definition::Feature::ALL.map(domain::definition::Feature::word);
    assert_eq!(here, words.map(serde_json::Value::from));
}

#[test]
fn the_silent_question_comes_after_the_definitions_quiet_minutes() {
    let bench = Bench::enrolled_where(|definition| definition.limits.quiet_minutes = Some(40));
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    bench.pass(40 * 60 - 1);
    assert!(!bench.counter().ask_still_watching);
    bench.pass(1);
    assert!(bench.counter().ask_still_watching);
}

#[test]
fn two_people_on_one_phone_are_two_enrolments_with_two_secrets() {
    let mut bench = Bench::enrolled();
    let alice = bench.enrolment();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    bench.tap();
    bench.pass(120);
    bench.invite_another();
    let secret = "bob's own passphrase";
    bench.read_invitation().unwrap();
    let view = bench.session(bench.core.execute(Command::Enrol { secret: secret.into() }));
    let bob = view.open.unwrap().id;
    assert_eq!((view.enrolments.len(), bob == alice), (2, false));
    assert!(view.visit.is_none(), "Alice's station is not Bob's");
    let unlock = |enrolment: &str, secret: &str| {
        bench.core.execute(Command::Unlock { enrolment: enrolment.into(), secret: secret.into() })
    };
    bench.arrive("1804");
    bench.watch();
    assert_eq!(bench.tap().day_persons, 1, "counts stay apart");
    for (whose, secret) in [(&alice, secret), (&bob, SECRET)] {
        let refused = unlock(whose, secret).unwrap_err().code;
        assert!(matches!(refused, ErrorCode::WrongSecret { .. }), "each opens only their own");
    }
    bench.pass(600);
    unlock(&alice, SECRET).unwrap();
    let view = bench.counter();
    assert_eq!(view.day_persons, 1);
    let WatchView::Interrupted { last_sign, .. } = view.watch else { panic!("not locked") };
    assert_eq!(last_sign, "2026-11-23T08:03:00", "hers was locked when Bob enrolled");
}
