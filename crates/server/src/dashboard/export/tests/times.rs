//! Everything that can be recorded, at moments nobody should be able to read from a file.

use super::*;
use domain::event::*;
use domain::{Event, EventRef, Fold, JournalRef, Stamped};
use journal::ids::{JournalId, PageNumber};
use store::endpoint::{Arrival, InCustody};

/// Columns that tell a moment by the minute: as it was announced, never when anybody pressed.
const BY_THE_MINUTE: [(&str, &str); 5] = [
    ("turnout.csv", "as_of"),
    ("announced.csv", "as_of"),
    ("announced.csv", "published"),
    ("announced_areas.csv", "as_of"),
    ("announced_areas.csv", "published"),
];

/// Some second of some minute that begins no quarter, a new one each time.
struct Odd {
    start: i64,
    next: i64,
}

impl Odd {
    fn at(&mut self) -> i64 {
        self.next += 1;
        let minute = 1 + self.next.rem_euclid(14);
        self.start + 900 * (self.next / 3) + 60 * minute + 7 + self.next.rem_euclid(50)
    }
}

fn words() -> Option<String> {
    Some("=words".into())
}

/// One of each kind that an observer records, in a journal of its own.
fn everything(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let mut all = watched(odd);
    all.extend(beside(odd));
    all.extend(handed(odd));
    all.extend(boxes(odd));
    all.extend(figures(odd));
    all.extend(told(odd));
    all.extend(reported(odd));
    all.extend(filled(odd));
    all
}

fn at_odd(odd: &mut Odd, payloads: Vec<Payload>) -> Vec<(i64, Payload)> {
    payloads.into_iter().map(|payload| (odd.at(), payload)).collect()
}

/// Events 1 to 6.
fn watched(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let started = WatchStarted {
        visit: 1,
        definition_version: 0,
        point: 1,
        covers: vec![],
        view: ViewOfPoint::Full,
    };
    let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
    let (from, to) = (odd.at(), odd.at());
    let (group, persons) = (GroupKind::Conscripts, 40);
    let group = GroupCounted { watch: 2, category: 1, persons, from, to, group, words: words() };
    let payloads = vec![
        Payload::Arrived(Arrived { station: "12B".into(), place: Place::Inside }),
        Payload::WatchStarted(started),
        Payload::VoterCounted(tap.clone()),
        Payload::VoterCounted(tap),
        Payload::CountUndone(CountUndone { event: 4 }),
        Payload::GroupCounted(group),
    ];
    at_odd(odd, payloads)
}

/// Events 7 to 10.
fn beside(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let (visit, definition_version, point, category) = (1, 0, 1, 1);
    let tally = TallyEntered {
        visit,
        definition_version,
        point,
        covers: vec!["=2".into()],
        category,
        from: odd.at(),
        to: odd.at(),
        persons: 17,
        method: TallyMethod::Paper,
        relation: TallyRelation::Adds,
        words: words(),
    };
    let corrected = HourCorrected {
        visit,
        definition_version,
        point,
        covers: vec![],
        category,
        from: odd.at(),
        to: odd.at(),
        old: 3,
        new: 4,
        reason: CorrectionReason::Missed,
        words: words(),
    };
    let (watch, from, to) = (2, odd.at(), odd.at());
    let (stands, reason) = (StretchStands::Gap, AmendReason::Meal);
    let amended = WatchAmended { watch, from, to, stands, reason, words: words() };
    let (from, to, answer) = (odd.at(), odd.at(), QuietAnswer::NotAnswered);
    let payloads = vec![
        Payload::TallyEntered(tally),
        Payload::HourCorrected(corrected),
        Payload::WatchAmended(amended),
        Payload::QuietTimeExplained(QuietTimeExplained { watch, from, to, answer }),
    ];
    at_odd(odd, payloads)
}

/// Events 11 to 14.
fn handed(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let watch = 2;
    let other = Some(EventRef::Elsewhere(JournalRef([8; 16]), 4));
    let relation = WatchRelation::Parallel;
    let related = WatchesRelated { watch: EventRef::Here(watch), other, relation };
    let given = CountHandedOver { watch, figure: 44, as_of: odd.at(), tag: 407 };
    let taken = CountTakenOver { watch, figure: 7, as_of: odd.at(), tag: 3, given: None };
    let payloads = vec![
        Payload::WatchesRelated(related),
        Payload::CountHandedOver(given),
        Payload::CountTakenOver(taken),
        Payload::WatchEnded(WatchEnded { watch }),
    ];
    at_odd(odd, payloads)
}

/// Events 15 to 17.
fn boxes(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let register = RegisterNoted {
        visit: 1,
        what: RegisterKind::ListAtOpening,
        figure: 0,
        as_of: odd.at(),
        contest: None,
        source: RegisterSource::Told,
        told_by: words(),
    };
    let out = BoxTripStarted {
        visit: 1,
        name: words(),
        applications: None,
        ballots: Some(15),
        accompanied: Accompanied::Yes,
        meanwhile: CountMeanwhile::Gap,
        words: words(),
    };
    let back = BoxTripEnded {
        trip: 16,
        voted: Some(0),
        returned: None,
        accompanied: Accompanied::Refused,
        words: words(),
    };
    let payloads = vec![
        Payload::RegisterNoted(register),
        Payload::BoxTripStarted(out),
        Payload::BoxTripEnded(back),
    ];
    at_odd(odd, payloads)
}

/// Events 18 and 19.
fn figures(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let figure = TurnoutNoted {
        visit: 1,
        figure: 40,
        counts: FigureCounts::SinceOpening,
        as_of: odd.at(),
        zone: None,
        noted_at: Some(odd.at()),
        what: FigureKind::Signatures,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Told,
        told_by: words(),
    };
    let again = TurnoutAmended {
        event: 18,
        figure: 600,
        counts: FigureCounts::SinceOpening,
        as_of: odd.at(),
        zone: None,
        what: FigureKind::Signatures,
        mobile_box: MobileBox::Unknown,
        contest: None,
        reason: TurnoutAmendReason::Explained,
        words: words(),
    };
    at_odd(odd, vec![Payload::TurnoutNoted(figure), Payload::TurnoutAmended(again)])
}

/// Events 20 to 24.
fn told(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let (name, region, zone) = ("=tent".into(), vec![], None);
    let added = StationAdded { code: "99".into(), name, region, zone, words: words() };
    let danger = InDanger {
        visit: Some(1),
        follows: None,
        danger: Danger::Threatened,
        happened_at: Some(odd.at()),
        text: words(),
    };
    let (ends, word) = (Some(EventRef::Here(22)), CheckInWord::SafeAgain);
    let entry = LogNoted {
        visit: Some(1),
        entry: EntryKind::Remark,
        text: "@here".into(),
        seen_at: Some(odd.at()),
    };
    let payloads = vec![
        Payload::VisitMoved(VisitMoved { visit: 1, station: "12A".into(), words: words() }),
        Payload::StationAdded(added),
        Payload::InDanger(danger),
        Payload::CheckedIn(CheckedIn { visit: Some(1), ends, word, text: words() }),
        Payload::LogNoted(entry),
    ];
    at_odd(odd, payloads)
}

/// Events 25 to 31.
fn reported(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let incident = |odd: &mut Odd| IncidentTold {
        definition_version: 1,
        kind: None,
        gravity: domain::definition::Gravity::Serious,
        from: odd.at(),
        to: Some(odd.at()),
        occurs: Occurrence::Several,
        known: HowKnown::Told,
        told_by: words(),
        affected: None,
        told_to: Some(ToldTo::Chair),
        their_answer: words(),
        text: words(),
    };
    let marked =
        MomentMarked { visit: Some(1), follows: None, definition_version: 1, kind: Some(4) };
    let mark = Some(EventRef::Here(25));
    let (again, report) = (incident(odd), EventRef::Here(26));
    let reason = IncidentAmendReason::MoreKnown;
    let waits = MomentMarked { kind: None, ..marked.clone() };
    let made = ComplaintMade {
        visit: Some(1),
        follows: None,
        incident: Some(report),
        to: ComplaintTo::Court,
        stage: ComplaintStage::HandedOver,
        happened_at: Some(odd.at()),
        number: words(),
        text: words(),
    };
    let answered = ComplaintAnswered {
        complaint: EventRef::Here(29),
        decision: ComplaintDecision::GrantedInPart,
        happened_at: Some(odd.at()),
        number: None,
        text: words(),
    };
    let journal = JournalRef([4; 16]);
    let told = FollowUpAnswered { follow_up: 1, journal, text: "=at the door".into() };
    let payloads = vec![
        Payload::MomentMarked(marked),
        Payload::IncidentReported(IncidentReported { visit: Some(1), mark, told: incident(odd) }),
        Payload::IncidentAmended(IncidentAmended {
            incident: report,
            told: again,
            reason,
            words: words(),
        }),
        Payload::MomentMarked(waits),
        Payload::ComplaintMade(made),
        Payload::ComplaintAnswered(answered),
        Payload::FollowUpAnswered(told),
    ];
    at_odd(odd, payloads)
}

/// What headquarters says to the device: a notice, a question, a decision.
fn from_headquarters(odd: &mut Odd) -> Fold {
    let operator = || "=carol".to_owned();
    let sent = NoticeSent { operator: operator(), notice: 1, text: "=come".into() };
    let (journal, event) = (JournalRef([6; 16]), 26);
    let text = "=Where?".to_owned();
    let asked = FollowUpAsked { operator: operator(), follow_up: 1, journal, event, text };
    let (status, words) = (IncidentStatus::Confirmed, words());
    let set = IncidentStatusSet { operator: operator(), journal, incident: event, status, words };
    let payloads = vec![
        Payload::NoticeSent(sent),
        Payload::FollowUpAsked(asked),
        Payload::IncidentStatusSet(set),
    ];
    folded(at_odd(odd, payloads))
}

fn filled(odd: &mut Odd) -> Vec<(i64, Payload)> {
    let filling = || FillingRef { visit: 1, form: 1, form_version: 1, instance: 1 };
    let answered = Answered {
        visit: 1,
        form: 1,
        form_version: 1,
        instance: 1,
        repeat_path: vec![],
        question: 3,
        value: Value::Integer(5),
        seen_at: Some(odd.at()),
    };
    let added = RepeatAdded { filling: filling(), repeat_path: vec![], repeat: 4, round: 2 };
    let read = NoticeRead { notice: 1, journal: JournalRef([4; 16]) };
    let payloads = vec![
        Payload::Answered(answered),
        Payload::RepeatAdded(added),
        Payload::FormFinished(FormFinished { filling: filling() }),
        Payload::FormReopened(FormReopened { filling: filling(), reason: "=late".into() }),
        Payload::NoticeRead(read),
        Payload::Left(Left { visit: 1 }),
    ];
    at_odd(odd, payloads)
}

fn folded(events: Vec<(i64, Payload)>) -> Fold {
    let stamp = |(ordinal, (at, payload))| {
        let event = Event::new(at, payload);
        Stamped { ordinal, boot: [1; 16], drift: 0, event }
    };
    let mut fold = Fold::new();
    fold.apply(&(1..).zip(events).map(stamp).collect::<Vec<_>>());
    fold
}

fn announced_of(odd: &mut Odd, station: Option<&str>) -> domain::fold::AreaFigureRecord {
    domain::fold::AreaFigureRecord {
        ordinal: 1,
        time: odd.at(),
        operator: "Carol".into(),
        station: station.map(Into::into),
        area: vec!["=Алматы".into()],
        figure: 1_234,
        unit: match station {
            Some(_) => FigureUnit::Persons,
            None => FigureUnit::HundredthsOfPercent,
        },
        counts: FigureCounts::SinceOpening,
        what: FigureKind::Unclear,
        contest: None,
        as_of: odd.at(),
        zone: None,
        published_at: Some(odd.at()),
        words: words(),
        link: None,
    }
}

fn all_files(odd: &mut Odd) -> BTreeMap<String, String> {
    let (mut holdings, definition, _) = played(odd.start);
    let (first, last, via) = (PageNumber(1), PageNumber(3), journal::keeper::Via::Direct);
    let device = crate::holdings::Device {
        fold: folded(everything(odd)),
        invitation: Some(journal::ids::InvitationId([1; 16])),
        arrivals: vec![Arrival { first, last, via, received_at: odd.at() }],
        told: Some((JournalId([4; 16]), from_headquarters(odd))),
        ..Default::default()
    };
    holdings.put(JournalId([6; 16]), device);
    holdings.custody.push(InCustody {
        relay: JournalId([6; 16]),
        journal: JournalId([7; 16]),
        pages: 2,
        last: PageNumber(2),
        noted_at: odd.at(),
    });
    let figures = [announced_of(odd, Some("12A")), announced_of(odd, None)];
    let place = crate::stations::StationPlace { lat: "51.16".into(), lon: "71.4".into() };
    let station = Station {
        code: "12A".into(),
        name: "School".into(),
        region: vec!["Алматы".into()],
        registered: Some(500),
        place: Some(place),
        ..Station::default()
    };
    let made = Made {
        stations: [station].into_iter().collect(),
        announced: Announced::of_records(figures),
        highest_rate: Some(3),
        ..Made::of(holdings, definition, odd.start + 40_000)
    };
    made.files()
}

/// Whether a cell tells a moment finer than a quarter hour: a second, a minute that begins no
/// quarter, or Unix seconds of those days.
fn too_fine(cell: &str, start: i64) -> bool {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = cell.split(':').collect();
    let clock = parts.windows(2).any(|pair| {
        let hour = pair[0].get(pair[0].len().saturating_sub(2)..).is_some_and(digits);
        let minute = pair[1].get(..2).filter(|minute| digits(minute));
        hour && minute.is_some_and(|minute| !["00", "15", "30", "45"].contains(&minute))
    });
    let numbers = cell.split(|c: char| !c.is_ascii_digit());
    let mut numbers = numbers.filter_map(|number| number.parse::<i64>().ok());
    clock || numbers.any(|number| (number - start).abs() < 400_000)
}

#[test]
fn no_exported_file_tells_a_moment_finer_than_it_promises() {
    let start = seven();
    let files = all_files(&mut Odd { start, next: 0 });
    for (name, text) in &files {
        if !name.ends_with(".csv") {
            assert!(!text.split(',').any(|part| too_fine(part, start)), "{name}: {text}");
            continue;
        }
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let header = rows.headers().unwrap().clone();
        for row in rows.records().map(Result::unwrap) {
            for (column, cell) in header.iter().zip(&row) {
                let may = BY_THE_MINUTE.contains(&(name.as_str(), column));
                assert!(may || !too_fine(cell, start), "{name}, {column}: {cell}");
            }
        }
    }
    let told = ["2026-12-06T07:01", "07:15:01", &format!("from={}", start + 7)];
    assert!(told.iter().all(|cell| too_fine(cell, start)), "the look itself can fail");
    assert!(!too_fine("2026-12-06T07:15+05:00", start));
}

/// A piece of the row that each event must have: its number, and what was said.
const ROWS: [(&str, &str); 22] = [
    ("groups", ",6,12A,2,1,40,conscripts,"),
    ("tallies", ",17,paper,adds,,,"),
    ("tallies", ",4,,replaces,3,missed,"),
    ("watch_stretches", ",9,gap,meal,,"),
    ("watch_stretches", ",10,doubtful,,not_answered,"),
    ("hand_overs", ",12,12A,2,given,44,"),
    ("hand_overs", ",13,12A,2,taken,7,"),
    ("registers", ",15,12A,list_at_opening,0,"),
    // Applications were not told: empty, never 0; nobody voted into it: 0, never empty.
    ("box_trips", ",,15,yes,gap,'=words,17,"),
    ("box_trips", ",0,,refused,'=words"),
    ("turnout", ",18,12A,600,since_opening,"),
    ("turnout", ",40,19,no"),
    ("visit_moves", ",20,12A,1,12B,'=words"),
    ("findings", ",12A,record,above_list,"),
    ("moments", ",4,reported,"),
    ("incidents", ",26,12A,no,,"),
    ("incidents", ",27,12A,yes,more_known,"),
    ("incident_statuses", ",26,confirmed,"),
    ("complaints", ",court,handed_over,,"),
    ("complaints", ",court,,granted_in_part,"),
    ("follow_ups", ",26,1,asked,"),
    ("follow_ups", ",26,1,answered,"),
];

#[test]
fn everything_recorded_has_its_row_and_every_column_its_meaning() {
    let files = all_files(&mut Odd { start: seven(), next: 0 });
    let explained = &files["columns.csv"];
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        for column in rows.headers().unwrap() {
            assert!(explained.contains(&format!("{name},{column},")), "{name}: {column}");
        }
        assert!(rows.into_records().count() > 0, "{name} is empty");
    }
    for (name, part) in ROWS {
        let file = &files[&format!("{name}.csv")];
        assert!(file.contains(part), "{name}: {part}\n{file}");
    }
    assert!(files["announced_areas.csv"].contains("'=Алматы,1,12.34,percent,"));
    let map = &files["stations.geojson"];
    assert!(map.contains(r#""coordinates":[71.4,51.16]"#), "{map}");
    let read: serde_json::Value = serde_json::from_str(map).unwrap();
    assert_eq!(read["features"][0]["properties"]["code"], "12A");
}
