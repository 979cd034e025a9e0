use super::*;
use crate::definition::{FormEntry, Phase, Repeat, StationSpec, Texts};
use crate::event::*;
use crate::fold::Fold;
use crate::form::{Form, FormBody, Item, ItemKind};
use crate::hours::day_span;
use proptest::prelude::*;

/// 6 December 2026, 07:00 in Almaty.
const OPENS: i64 = 1_796_522_400;
const HOUR: i64 = 3600;
const STATION: &str = "1804";

fn at(anchor: Anchor, minutes: i32) -> When {
    When { anchor, minutes }
}

fn row(number: u32, task: Task, opens: When, due: When, late: When) -> ScheduleRow {
    ScheduleRow {
        number,
        code: format!("row_{number}"),
        names: Texts::new(),
        phase: Phase::Voting,
        whose: Whose::Observer,
        task,
        form: None,
        opens,
        due,
        late,
        repeat: None,
        only_if: Vec::new(),
    }
}

fn definition(schedule: Vec<ScheduleRow>) -> ElectionDefinition {
    ElectionDefinition {
        version: 1,
        zone: "Asia/Almaty".into(),
        days: vec![PollingDay {
            date: "2026-12-06".parse().unwrap(),
            opens_minutes: 7 * 60,
            closes_minutes: 20 * 60,
            early: false,
        }],
        forms: vec![FormEntry { form: 3, version: 1, name: "opening".into() }],
        schedule,
        ..ElectionDefinition::built_in()
    }
}

/// Arrive, note the opening, figures every two hours from ten, the box, the opening's form.
fn day() -> ElectionDefinition {
    use Anchor::{Arrival, BoxOut, Midnight, Opening};
    let figures = ScheduleRow {
        repeat: Some(Repeat { every_minutes: 120, until: at(Anchor::Closing, 0) }),
        only_if: vec![Condition::Admitted],
        ..row(3, Task::NoteTurnout, at(Midnight, 585), at(Midnight, 600), at(Midnight, 660))
    };
    let back = ScheduleRow {
        only_if: vec![Condition::BoxWentOut],
        ..row(4, Task::CheckIn, at(BoxOut, 0), at(BoxOut, 60), at(BoxOut, 120))
    };
    let form = ScheduleRow {
        form: Some("opening".into()),
        ..row(5, Task::FillForm, at(Opening, -60), at(Opening, 30), at(Opening, 90))
    };
    definition(vec![
        row(1, Task::Arrive, at(Opening, -60), at(Opening, -30), at(Opening, 0)),
        row(2, Task::NoteOpening, at(Opening, 0), at(Opening, 15), at(Opening, 60)),
        figures,
        back,
        form,
        row(6, Task::Count, at(Arrival, 0), at(Arrival, 30), at(Arrival, 60)),
    ])
}

#[derive(Debug)]
struct Journal {
    fold: Fold,
    next: u64,
}

impl Journal {
    fn arrived(time: i64, place: Place) -> Self {
        let mut journal = Self { fold: Fold::new(), next: 1 };
        journal.add(time, Payload::Arrived(Arrived { station: STATION.into(), place }));
        journal
    }

    fn add(&mut self, time: i64, payload: Payload) {
        let event = Event::new(time, payload);
        let stamped = Stamped { ordinal: self.next, boot: [1; 16], drift: 0, event };
        self.fold.apply([&stamped]);
        self.next += 1;
    }

    fn log(&mut self, time: i64, entry: EntryKind) {
        let (visit, text) = (Some(1), String::new());
        self.add(time, Payload::LogNoted(LogNoted { visit, entry, text, seen_at: None }));
    }

    fn figure(&mut self, as_of: i64, figure: u64) {
        let noted = TurnoutNoted { as_of, ..crate::samples::turnout(figure) };
        self.add(as_of + 60, Payload::TurnoutNoted(noted));
    }
}

fn sheets() -> Sheets {
    Sheets::default()
}

fn rows(
    definition: &ElectionDefinition,
    journals: &[&Fold],
    heard: Heard,
    now: i64,
) -> Vec<NowRow> {
    let station = StationSpec::of_code(STATION);
    rows_at(&station, definition.days[0], definition, journals, heard, now)
}

fn rows_at(
    station: &StationSpec,
    day: PollingDay,
    definition: &ElectionDefinition,
    journals: &[&Fold],
    heard: Heard,
    now: i64,
) -> Vec<NowRow> {
    let span = day_span(day, station, definition);
    let facts = Facts::of(STATION, &span, journals);
    let deeds = Deeds::of(STATION, &span, journals, &sheets(), &[]);
    let (whose, span) = (Whose::Observer, &span);
    let (facts, deeds) = (&facts, &deeds);
    what_now(&ScheduleQuery { definition, day, span, whose, facts, deeds, heard, now })
}

fn states(rows: &[NowRow], number: u32) -> Vec<NowState> {
    rows.iter().filter(|row| row.row == number).map(|row| row.state).collect()
}

fn one(rows: &[NowRow], number: u32) -> &NowRow {
    rows.iter().find(|row| row.row == number).unwrap()
}

#[test]
fn a_row_is_not_yet_then_open_then_due_then_late_as_the_day_passes() {
    let state = |now| one(&rows(&day(), &[], Heard::Here, now), 2).state;
    assert_eq!(state(OPENS - 1), NowState::NotYet);
    assert_eq!(state(OPENS), NowState::Open);
    assert_eq!(state(OPENS + 15 * 60), NowState::Due);
    assert_eq!(state(OPENS + HOUR), NowState::Late);
}

#[test]
fn times_move_when_the_station_really_opens() {
    let definition = day();
    let mut alice = Journal::arrived(OPENS - HOUR, Place::Inside);
    let before = rows(&definition, &[&alice.fold], Heard::Here, OPENS);
    assert_eq!(one(&before, 5).late, Some(OPENS + 90 * 60));
    // It opens forty minutes late, and what hangs on the opening moves with it.
    alice.log(OPENS + 40 * 60, EntryKind::Opened);
    let after = rows(&definition, &[&alice.fold], Heard::Here, OPENS + 41 * 60);
    assert_eq!(one(&after, 5).late, Some(OPENS + 130 * 60));
    assert_eq!((one(&after, 2).state, one(&after, 5).state), (NowState::Done, NowState::Open));
    // Figures are announced by the clock on the wall, whenever the station opened.
    assert_eq!(one(&after, 3).due, Some(OPENS + 3 * HOUR));
}

#[test]
fn a_figure_counts_for_the_hour_it_is_for_and_not_for_another() {
    let mut alice = Journal::arrived(OPENS, Place::Inside);
    // The one at ten is missed, the one at twelve noted.
    alice.figure(OPENS + 5 * HOUR, 200);
    let rows = rows(&day(), &[&alice.fold], Heard::Here, OPENS + 6 * HOUR);
    let first = states(&rows, 3);
    assert_eq!(first[..3], [NowState::Late, NowState::Done, NowState::NotYet]);
    // 10, 12, 14, 16, 18 and 20 o'clock: the last opens before the closing at eight.
    assert_eq!(first.len(), 6);
}

#[test]
fn who_was_not_let_in_owes_nothing_that_is_only_for_the_admitted() {
    let outside = Journal::arrived(OPENS, Place::NotAdmitted);
    let rows = rows(&day(), &[&outside.fold], Heard::Here, OPENS + 13 * HOUR);
    assert!(states(&rows, 3).iter().all(|state| *state == NowState::NotNeeded));
    assert_eq!(one(&rows, 1).state, NowState::Done);
    assert_eq!(one(&rows, 2).state, NowState::Late);
}

#[test]
fn who_stands_outside_is_told_apart_from_who_was_let_in() {
    let states = |place| {
        let journal = Journal::arrived(OPENS, place);
        let span = day_span(day().days[0], &StationSpec::of_code(STATION), &day());
        let deeds = Deeds::of(STATION, &span, &[&journal.fold], &sheets(), &[]);
        let rows = rows(&day(), &[&journal.fold], Heard::Here, OPENS + 13 * HOUR);
        let figures = states(&rows, 3).iter().all(|state| *state == NowState::NotNeeded);
        (deeds.admitted, figures)
    };
    assert_eq!(states(Place::Inside), (Some(true), false));
    assert_eq!(states(Place::Outside), (Some(false), true));
    // Who came in later was let in.
    let mut alice = Journal::arrived(OPENS, Place::Outside);
    let (station, place) = (STATION.to_owned(), Place::Inside);
    alice.add(OPENS + HOUR, Payload::Arrived(Arrived { station, place }));
    let rows = rows(&day(), &[&alice.fold], Heard::Here, OPENS + 13 * HOUR);
    assert!(self::states(&rows, 3).contains(&NowState::Late));
}

#[test]
fn a_row_for_the_box_is_not_needed_until_one_went_out() {
    let definition = day();
    let mut alice = Journal::arrived(OPENS, Place::Inside);
    let state = |journal: &Journal, now| {
        one(&rows(&definition, &[&journal.fold], Heard::Here, now), 4).state
    };
    assert_eq!(state(&alice, OPENS + HOUR), NowState::NotNeeded);
    let (definition_version, point) = (0, 1);
    let started = WatchStarted {
        visit: 1,
        definition_version,
        point,
        covers: Vec::new(),
        view: ViewOfPoint::Full,
    };
    alice.add(OPENS, Payload::WatchStarted(started));
    let paused = WatchPaused { watch: 2, reason: PauseReason::BoxTrip };
    alice.add(OPENS + HOUR, Payload::WatchPaused(paused));
    // The pause itself is a sign of life, so the row is done where it asks for one.
    assert_eq!(state(&alice, OPENS + HOUR), NowState::Done);
}

#[test]
fn without_an_arrival_what_hangs_on_it_is_not_yet_and_has_no_time() {
    let rows = rows(&day(), &[], Heard::Here, OPENS + 10 * HOUR);
    let counting = one(&rows, 6);
    assert_eq!((counting.state, counting.opens), (NowState::NotYet, None));
}

#[test]
fn a_form_that_is_not_published_is_not_asked_for() {
    let mut definition = day();
    definition.forms.clear();
    let rows = rows(&definition, &[], Heard::Here, OPENS + 10 * HOUR);
    assert_eq!(one(&rows, 5).state, NowState::NotNeeded);
}

/// A form of one required whole number, as it was published once; its shape may grow.
fn published_form() -> Vec<u8> {
    let mut out = minicbor::Encoder::new(Vec::new());
    let empty = |out: &mut minicbor::Encoder<Vec<u8>>, key: u8| {
        out.u8(key).unwrap().map(0).unwrap();
    };
    out.map(4).unwrap().u8(0).unwrap().str("opening").unwrap();
    empty(&mut out, 1);
    out.u8(2).unwrap().array(1).unwrap().str("en").unwrap();
    out.u8(3).unwrap().array(1).unwrap().map(9).unwrap();
    out.u8(0).unwrap().u8(1).unwrap().u8(1).unwrap().str("seals").unwrap();
    out.u8(2).unwrap().u8(2).unwrap();
    [4, 5].into_iter().for_each(|key| empty(&mut out, key));
    out.u8(6).unwrap().array(0).unwrap();
    empty(&mut out, 9);
    out.u8(10).unwrap().str("true()").unwrap();
    empty(&mut out, 11);
    out.into_writer()
}

/// Form 3 as published with these bytes.
fn sheets_of(bytes: Vec<u8>) -> Sheets {
    let mut common = Journal::arrived(0, Place::Inside);
    let published = FormPublished { operator: "Carol".into(), form: 3, version: 1, bytes };
    common.add(0, Payload::FormPublished(published));
    Sheets::of(&common.fold)
}

/// When form 3 was done by a journal.
fn filled(journal: &Journal, sheets: &Sheets) -> Option<Vec<i64>> {
    let definition = day();
    let span = day_span(definition.days[0], &StationSpec::of_code(STATION), &definition);
    let deeds = Deeds::of(STATION, &span, &[&journal.fold], sheets, &[]);
    deeds.done.get(&(Task::FillForm, Some(3))).cloned()
}

#[test]
fn a_filling_is_done_when_no_required_question_is_open() {
    let sheets = sheets_of(published_form());
    let mut alice = Journal::arrived(OPENS, Place::Inside);
    let done = |journal: &Journal| filled(journal, &sheets);
    let answer = |value| answered(Vec::new(), 1, value);
    alice.add(OPENS + 60, answer(Value::Cleared));
    assert_eq!(done(&alice), None);
    alice.add(OPENS + 120, answer(Value::Special(SpecialAnswer::NotAllowed)));
    assert_eq!(done(&alice), Some(vec![OPENS + 120]));
}

fn answered(repeat_path: Vec<u32>, question: u32, value: Value) -> Payload {
    Payload::Answered(Answered {
        visit: 1,
        form: 3,
        form_version: 1,
        instance: 1,
        repeat_path,
        question,
        value,
        seen_at: None,
    })
}

/// Boxes, each with a required seal; as many candidates as boxes, each with required votes; and a
/// reason that only whoever answers in another century is asked for.
fn form_of_rounds() -> Form {
    let item = |number, name: &str, kind, group| Item { group, ..Item::new(number, name, kind) };
    let required = |item: Item| Item { required: Some("true()".into()), ..item };
    let counted = item(3, "candidate", ItemKind::Repeat, None);
    let late = Item {
        relevant: Some("now() < date('2000-01-01')".into()),
        ..required(item(5, "why", ItemKind::Text, None))
    };
    let body = FormBody {
        name: "opening".into(),
        titles: Texts::new(),
        languages: vec!["en".into()],
        items: vec![
            item(1, "box", ItemKind::Repeat, None),
            required(item(2, "seal", ItemKind::Text, Some(1))),
            Item { repeat_count: Some("count(${box})".into()), ..counted },
            required(item(4, "votes", ItemKind::Integer, Some(3))),
            late,
        ],
        label_version: None,
        tables: Vec::new(),
    };
    Form::new(body).unwrap()
}

#[test]
fn a_checklist_filled_in_its_rounds_is_done() {
    let sheets = sheets_of(form_of_rounds().encode());
    let mut alice = Journal::arrived(OPENS, Place::Inside);
    let done = |journal: &Journal| filled(journal, &sheets);
    let filling = FillingRef { visit: 1, form: 3, form_version: 1, instance: 1 };
    let added = |round| {
        let (filling, repeat_path) = (filling.clone(), Vec::new());
        Payload::RepeatAdded(RepeatAdded { filling, repeat_path, repeat: 1, round })
    };
    alice.add(OPENS + 60, added(2));
    assert_eq!(done(&alice), None, "nothing is answered");
    alice.add(OPENS + 120, answered(vec![1], 2, Value::Text("A1".into())));
    alice.add(OPENS + 120, answered(vec![2], 2, Value::Text("B2".into())));
    alice.add(OPENS + 120, answered(vec![1], 4, Value::Integer(7)));
    assert_eq!(done(&alice), None, "the second candidate's votes are asked for");
    alice.add(OPENS + 180, answered(vec![2], 4, Value::Special(SpecialAnswer::NotAllowed)));
    assert_eq!(done(&alice), Some(vec![OPENS + 180]));
    alice.add(OPENS + 240, added(3));
    assert_eq!(done(&alice), None, "a third box has no seal yet");
}

#[test]
fn a_row_of_a_leads_is_no_observers() {
    let mut definition = day();
    let lead = at(Anchor::Midnight, 600);
    let row = ScheduleRow { whose: Whose::Lead, ..row(9, Task::CheckIn, lead, lead, lead) };
    definition.schedule.push(row);
    let of = |whose| {
        let station = StationSpec::of_code(STATION);
        let day = definition.days[0];
        let span = day_span(day, &station, &definition);
        let facts = Facts::of(STATION, &span, &[]);
        let deeds = Deeds::of(STATION, &span, &[], &sheets(), &[]);
        let (definition, span, facts, deeds) = (&definition, &span, &facts, &deeds);
        let heard = Heard::Here;
        let now = OPENS + HOUR;
        let query = ScheduleQuery { definition, day, span, whose, facts, deeds, heard, now };
        what_now(&query).iter().map(|row| row.row).collect::<Vec<u32>>()
    };
    assert!(!of(Whose::Observer).contains(&9) && of(Whose::Observer).contains(&1));
    assert_eq!(of(Whose::Lead), [9]);
}

#[test]
fn silence_is_told_apart_from_lateness_and_is_never_called_anything_else() {
    let definition = day();
    let alice = Journal::arrived(OPENS - HOUR, Place::Inside);
    let now = OPENS + 2 * HOUR;
    let state = |heard| one(&rows(&definition, &[&alice.fold], heard, now), 2).state;
    // Heard after the opening was due to be noted: late. Heard before: nobody knows.
    assert_eq!(state(Heard::Until(OPENS + HOUR)), NowState::Late);
    assert_eq!(state(Heard::Until(OPENS - HOUR)), NowState::Silent);
    assert_eq!(state(Heard::Never), NowState::Silent);
    let all = rows(&definition, &[], Heard::Never, OPENS + 24 * HOUR);
    let missing = all.iter().filter(|row| row.state.is_missing());
    assert!(missing.clone().all(|row| row.state == NowState::Silent));
    assert!(missing.count() > 5);
}

#[test]
fn a_clock_time_is_read_from_the_wall_on_a_day_of_twenty_five_hours() {
    let mut definition = day();
    definition.zone = "Europe/Belgrade".into();
    definition.days[0].date = "2013-10-27".parse().unwrap();
    let rows = rows(&definition, &[], Heard::Here, 0);
    // 10:00 CET, one hour more after midnight than on other days.
    assert_eq!(one(&rows, 3).due, Some(1_382_864_400));
}

#[test]
fn early_days_and_the_day_itself_have_rows_of_their_own() {
    let mut definition = day();
    definition.schedule[0].only_if = vec![Condition::EarlyDay];
    definition.schedule[1].only_if = vec![Condition::MainDay];
    let needed = |definition: &ElectionDefinition| {
        let rows = rows(definition, &[], Heard::Here, OPENS - 2 * HOUR);
        (one(&rows, 1).state, one(&rows, 2).state)
    };
    assert_eq!(needed(&definition), (NowState::NotNeeded, NowState::NotYet));
    definition.days[0].early = true;
    assert_eq!(needed(&definition), (NowState::NotYet, NowState::NotNeeded));
}

#[test]
fn a_station_without_an_early_day_owes_nothing_on_it() {
    let mut definition = day();
    let main = definition.days[0];
    let early = PollingDay { date: "2026-12-05".parse().unwrap(), early: true, ..main };
    definition.days.insert(0, early);
    let only = StationSpec { days: vec![main.date], ..StationSpec::of_code(STATION) };
    let owed = |station: &StationSpec, day: PollingDay| {
        let rows = rows_at(station, day, &definition, &[], Heard::Never, i64::MAX);
        let span = day_span(day, station, &definition);
        (rows.len(), span.closes - span.opens)
    };
    let everywhere = StationSpec::of_code(STATION);
    let (rows, open_s) = owed(&everywhere, early);
    assert!(rows > 0 && open_s == 13 * HOUR);
    assert_eq!(owed(&only, early), (0, 0));
    assert_eq!(owed(&only, main), owed(&everywhere, main));
}

fn any_when() -> impl Strategy<Value = When> {
    let anchor = prop_oneof![
        Just(Anchor::Midnight),
        Just(Anchor::Opening),
        Just(Anchor::Closing),
        Just(Anchor::Arrival),
        Just(Anchor::BoxOut),
        Just(Anchor::BoxBack),
    ];
    (anchor, -200_i32..1500).prop_map(|(anchor, minutes)| at(anchor, minutes))
}

fn any_row() -> impl Strategy<Value = ScheduleRow> {
    let task = prop_oneof![
        Just(Task::Arrive),
        Just(Task::NoteOpening),
        Just(Task::NoteTurnout),
        Just(Task::CheckIn),
    ];
    let repeat = proptest::option::of((0_u32..300, any_when()));
    let only_if = prop_oneof![
        3 => Just(Vec::new()),
        1 => Just(vec![Condition::Admitted]),
        1 => Just(vec![Condition::BoxWentOut]),
    ];
    (task, any_when(), any_when(), any_when(), repeat, only_if).prop_map(
        |(task, opens, due, late, repeat, only_if)| ScheduleRow {
            repeat: repeat.map(|(every_minutes, until)| Repeat { every_minutes, until }),
            only_if,
            ..row(1, task, opens, due, late)
        },
    )
}

fn any_schedule() -> impl Strategy<Value = ElectionDefinition> {
    proptest::collection::vec(any_row(), 0..8).prop_map(|mut rows| {
        for (index, row) in rows.iter_mut().enumerate() {
            row.number = u32::try_from(index).unwrap() + 1;
        }
        definition(rows)
    })
}

fn any_journal() -> impl Strategy<Value = Journal> {
    let entry = (0_u8..4, 0_i64..20 * HOUR);
    let place = prop_oneof![
        3 => Just(Place::Inside),
        1 => Just(Place::Outside),
        1 => Just(Place::NotAdmitted),
    ];
    (place, -HOUR..5 * HOUR, proptest::collection::vec(entry, 0..8)).prop_map(
        |(place, arrived, entries)| {
            let mut journal = Journal::arrived(OPENS + arrived, place);
            for (what, at) in entries {
                match what {
                    0 => journal.log(OPENS + at, EntryKind::Opened),
                    1 => journal.log(OPENS + at, EntryKind::Closed),
                    2 => journal.figure(OPENS + at, 100),
                    _ => journal.log(OPENS + at, EntryKind::Remark),
                }
            }
            journal
        },
    )
}

fn any_heard() -> impl Strategy<Value = Heard> {
    prop_oneof![
        Just(Heard::Here),
        Just(Heard::Never),
        (-2 * HOUR..30 * HOUR).prop_map(|at| Heard::Until(OPENS + at)),
    ]
}

/// How far a state is; a day never goes back.
fn rank(state: NowState) -> u8 {
    match state {
        NowState::NotYet => 0,
        NowState::Open => 1,
        NowState::Due => 2,
        NowState::Late | NowState::Silent => 3,
        NowState::Done => 4,
        NowState::NotNeeded => 5,
    }
}

proptest! {
    #[test]
    fn rows_stand_in_order_and_each_opens_before_it_is_due_and_is_due_before_it_is_late(
        definition in any_schedule(),
        journal in any_journal(),
        heard in any_heard(),
        now in -5 * HOUR..40 * HOUR,
    ) {
        let rows = rows(&definition, &[&journal.fold], heard, OPENS + now);
        let opens: Vec<i64> = rows.iter().map(|row| row.opens.unwrap_or(i64::MAX)).collect();
        prop_assert!(opens.is_sorted());
        for row in &rows {
            prop_assert!(row.opens.zip(row.due).is_none_or(|(opens, due)| opens <= due));
            prop_assert!(row.due.zip(row.late).is_none_or(|(due, late)| due <= late));
            prop_assert_eq!(row.state == NowState::Done, row.done_at.is_some());
        }
        for row in &definition.schedule {
            let rounds = rows.iter().filter(|known| known.row == row.number).count();
            prop_assert!((1..=ROUNDS_MAX as usize).contains(&rounds));
        }
    }

    #[test]
    fn as_time_passes_no_row_goes_back(
        definition in any_schedule(),
        journal in any_journal(),
        heard in any_heard(),
        now in -5 * HOUR..40 * HOUR,
        later in 0_i64..20 * HOUR,
    ) {
        let before = rows(&definition, &[&journal.fold], heard, OPENS + now);
        let after = rows(&definition, &[&journal.fold], heard, OPENS + now + later);
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!((before.row, before.round), (after.row, after.round));
            prop_assert!(rank(before.state) <= rank(after.state));
            if rank(before.state) >= 3 {
                prop_assert_eq!(before.state, after.state);
            }
        }
    }

    #[test]
    fn what_is_not_heard_turns_late_into_silent_and_changes_nothing_else(
        definition in any_schedule(),
        journal in any_journal(),
        heard in any_heard(),
        now in -5 * HOUR..40 * HOUR,
    ) {
        let here = rows(&definition, &[&journal.fold], Heard::Here, OPENS + now);
        let there = rows(&definition, &[&journal.fold], heard, OPENS + now);
        for (here, there) in here.iter().zip(&there) {
            let same = here.state == there.state;
            prop_assert!(same || (here.state, there.state) == (NowState::Late, NowState::Silent));
        }
    }

    #[test]
    fn what_is_missing_at_any_time_is_what_would_be_at_the_end_from_its_own_moment_on(
        definition in any_schedule(),
        journal in any_journal(),
        heard in any_heard(),
        now in -5 * HOUR..40 * HOUR,
    ) {
        let missing = |now: i64| {
            let rows = rows(&definition, &[&journal.fold], heard, now);
            rows.into_iter().filter(|row| row.state.is_missing()).collect::<Vec<_>>()
        };
        let mut later = missing(i64::MAX);
        later.retain(|row| row.missing_from().is_some_and(|from| from <= OPENS + now));
        prop_assert_eq!(missing(OPENS + now), later);
    }
}

#[test]
fn an_opening_noted_again_by_the_same_person_is_the_latest() {
    let definitions = crate::definition::Definitions::of([day()]);
    let station = StationSpec::of_code(STATION);
    let polling = definitions.current().days[0];
    let span = day_span(polling, &station, definitions.current());
    let noted = |journal: &mut Journal, entry, seen_at| {
        let (visit, text, seen_at) = (Some(1), String::new(), Some(seen_at));
        journal.add(OPENS + HOUR, Payload::LogNoted(LogNoted { visit, entry, text, seen_at }));
    };
    let mut alice = Journal::arrived(OPENS - HOUR, Place::Inside);
    noted(&mut alice, EntryKind::Opened, OPENS - 20 * 60);
    noted(&mut alice, EntryKind::Closed, OPENS + 14 * HOUR);
    // Typed an hour and a half wrong, and a closing that was none.
    noted(&mut alice, EntryKind::Opened, OPENS + 100 * 60);
    noted(&mut alice, EntryKind::Closed, OPENS + 13 * HOUR);
    let ran = |journals: &[&Journal]| {
        let folds: Vec<&Fold> = journals.iter().map(|journal| &journal.fold).collect();
        let facts = Facts::of(STATION, &span, &folds);
        let named = (1..).map(|n| crate::ids::JournalRef([n; 16])).zip(folds.iter().copied());
        let day = crate::view::station_day(&crate::view::StationQuery {
            station: &station,
            definitions: &definitions,
            day: polling,
            now: OPENS + 15 * HOUR,
            journals: &named.collect::<Vec<_>>(),
            alive: None,
        });
        let both = (facts.opened.unwrap(), facts.closed.unwrap());
        assert_eq!(day.voting, both, "the day and the schedule read the same");
        both
    };
    assert_eq!(ran(&[&alice]), (OPENS + 100 * 60, OPENS + 13 * HOUR));
    let mut bob = Journal::arrived(OPENS, Place::Inside);
    noted(&mut bob, EntryKind::Opened, OPENS + 95 * 60);
    assert_eq!(ran(&[&alice, &bob]), (OPENS + 95 * 60, OPENS + 13 * HOUR), "the first of both");
}
