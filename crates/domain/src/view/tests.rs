use super::*;
use crate::definition::{Definitions, ElectionDefinition, PollingDay};
use crate::event::*;
use crate::fold::Fold;
use crate::ids::JournalRef;
use proptest::prelude::*;

/// 3 November 2013, 07:00 in Belgrade.
const OPENS: i64 = 1_383_458_400;
const HOUR: i64 = 3600;
const ALICE: JournalRef = JournalRef([1; 16]);
const BOB: JournalRef = JournalRef([2; 16]);

struct Journal {
    events: Vec<Stamped>,
}

impl Journal {
    fn at(station: &str, time: i64) -> Self {
        let mut journal = Self { events: Vec::new() };
        let station = station.to_owned();
        journal.add(time, Payload::Arrived(Arrived { station, place: Place::Inside }));
        journal
    }

    fn add(&mut self, time: i64, payload: Payload) -> u64 {
        let ordinal = self.events.len() as u64 + 1;
        let event = Event::new(time, payload);
        self.events.push(Stamped { ordinal, boot: [3; 16], drift: 0, event });
        ordinal
    }

    fn watch(&mut self, time: i64, point: u32) -> u64 {
        let started = WatchStarted {
            visit: 1,
            definition_version: 1,
            point,
            covers: Vec::new(),
            view: ViewOfPoint::Full,
        };
        self.add(time, Payload::WatchStarted(started))
    }

    fn tap(&mut self, time: i64, watch: u64, category: u32) -> u64 {
        let method = CountMethod::Screen;
        self.add(time, Payload::VoterCounted(VoterCounted { watch, category, method }))
    }

    fn end(&mut self, time: i64, watch: u64) {
        self.add(time, Payload::WatchEnded(WatchEnded { watch }));
    }

    /// A watch from `from` to `to` with taps evenly spread.
    fn counted(&mut self, from: i64, to: i64, taps: i64) -> u64 {
        let watch = self.watch(from, 1);
        (0..taps).for_each(|tap| {
            self.tap(from + tap * (to - from) / taps, watch, 1);
        });
        self.end(to, watch);
        watch
    }

    fn figure(&mut self, as_of: i64, figure: u64) {
        let noted = TurnoutNoted { as_of, ..crate::samples::turnout(figure) };
        self.add(as_of, Payload::TurnoutNoted(noted));
    }

    fn fold(&self) -> Fold {
        let mut fold = Fold::new();
        fold.apply(&self.events);
        fold
    }
}

/// The fold of one journal with an event a minute.
pub(super) fn fold(events: Vec<Payload>) -> Fold {
    let stamped = events.into_iter().enumerate().map(|(index, payload)| Stamped {
        ordinal: index as u64 + 1,
        boot: [1; 16],
        drift: 0,
        event: Event::new(1000 + 60 * index as i64, payload),
    });
    let mut fold = Fold::new();
    fold.apply(&stamped.collect::<Vec<_>>());
    fold
}

fn definitions() -> Definitions {
    let mut definition = ElectionDefinition::built_in();
    definition.version = 1;
    definition.zone = "Europe/Belgrade".into();
    definition.highest_rate_per_minute = Some(3);
    definition.days = vec![PollingDay {
        date: "2013-11-03".parse().unwrap(),
        opens_minutes: 7 * 60,
        closes_minutes: 19 * 60,
        early: false,
    }];
    Definitions::of([definition])
}

fn day_at(now: i64, journals: &[(JournalRef, &Journal)]) -> StationDay {
    day_alive(now, journals, None)
}

fn day_alive(now: i64, journals: &[(JournalRef, &Journal)], alive: Option<i64>) -> StationDay {
    let definitions = definitions();
    let folds: Vec<(JournalRef, Fold)> =
        journals.iter().map(|(id, journal)| (*id, journal.fold())).collect();
    let folds: Vec<(JournalRef, &Fold)> = folds.iter().map(|(id, fold)| (*id, fold)).collect();
    let station = StationSpec { registered: Some(500), ..StationSpec::of_code("12a") };
    station_day(&StationQuery {
        station: &station,
        definitions: &definitions,
        day: definitions.current().days[0],
        now,
        journals: &folds,
        alive,
    })
}

fn counted(persons: u32, minutes_watched: u32) -> HourCount {
    HourCount::Counted {
        persons,
        parts: BTreeMap::new(),
        outside: BTreeMap::new(),
        minutes_watched,
    }
}

fn hour(day: &StationDay, hour: u8) -> HourCount {
    day.hours.iter().find(|row| row.hour.hour == hour).unwrap().count.clone()
}

/// A tally on paper of a stretch at the visit; gives its ordinal.
fn tally(journal: &mut Journal, from: i64, to: i64, persons: u32, relation: TallyRelation) -> u64 {
    let event = TallyEntered {
        visit: 1,
        definition_version: 1,
        point: 1,
        covers: Vec::new(),
        category: 1,
        from,
        to,
        persons,
        method: TallyMethod::Paper,
        relation,
        words: None,
    };
    journal.add(to, Payload::TallyEntered(event))
}

#[test]
fn an_hour_in_which_nobody_watched_is_unknown_and_never_zero() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 47);
    alice.counted(OPENS + 2 * HOUR, OPENS + 3 * HOUR, 0);
    let day = day_at(OPENS + 4 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(hour(&day, 7), counted(47, 60));
    assert_eq!(hour(&day, 8), HourCount::Unknown);
    assert_eq!(hour(&day, 9), counted(0, 60));
    assert_eq!(day.persons, Some(47));
    assert_eq!(day.minutes_watched, 120);
}

#[test]
fn an_hour_to_come_is_not_yet_which_is_not_unknown() {
    let alice = Journal::at("12A", OPENS);
    let day = day_at(OPENS + HOUR / 2, &[(ALICE, &alice)]);
    assert_eq!(hour(&day, 7), HourCount::Unknown);
    assert_eq!(hour(&day, 8), HourCount::NotYet);
    assert_eq!(day.hours.len(), 12);
    assert_eq!(day.persons, None);
}

#[test]
fn a_silent_watch_ends_at_its_last_tap() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    alice.tap(OPENS + 20 * 60, watch, 1);
    let day = day_at(OPENS + 5 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(hour(&day, 7), counted(1, 20));
    assert_eq!(hour(&day, 8), HourCount::Unknown);
    // The device itself knows it lived on.
    let day = day_alive(OPENS + 5 * HOUR, &[(ALICE, &alice)], Some(OPENS + 90 * 60));
    assert_eq!(hour(&day, 7), counted(1, 60));
    assert_eq!(hour(&day, 8), counted(0, 30));
}

#[test]
fn a_pause_is_not_watched() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    let reason = PauseReason::Break;
    alice.add(OPENS + 600, Payload::WatchPaused(WatchPaused { watch, reason }));
    alice.add(OPENS + 1800, Payload::WatchResumed(WatchResumed { watch }));
    alice.end(OPENS + HOUR, watch);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!(hour(&day, 7), counted(0, 40));
}

#[test]
fn assisted_adds_nobody_and_turned_away_stands_outside() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    [1, 1, 2, 4].into_iter().for_each(|category| {
        alice.tap(OPENS + 60, watch, category);
    });
    alice.end(OPENS + HOUR, watch);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    let expected = HourCount::Counted {
        persons: 2,
        parts: [(2, 1)].into(),
        outside: [(4, 1)].into(),
        minutes_watched: 60,
    };
    assert_eq!(hour(&day, 7), expected);
}

#[test]
fn parallel_watches_are_never_added_and_the_longer_one_leads() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + 2 * HOUR, 80);
    let mut bob = Journal::at("12a ", OPENS);
    bob.counted(OPENS, OPENS + HOUR, 90);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert_eq!(hour(&day, 7), counted(40, 60));
    assert_eq!(hour(&day, 8), counted(40, 60));
    assert!(day.points[0].parallel);
    assert_eq!(day.watches.len(), 2);
    assert_eq!(day.watches[1].persons, 90);
    assert_eq!(day.parallel, [ALICE, BOB].into());
}

#[test]
fn watches_one_after_the_other_are_joined() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + 1000, 10);
    alice.add(OPENS + 1000, Payload::Left(Left { visit: 1 }));
    let mut bob = Journal::at("12A", OPENS + 1000);
    bob.counted(OPENS + 1000, OPENS + HOUR, 30);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert_eq!(hour(&day, 7), counted(40, 60));
    assert!(!day.points[0].parallel);
    assert!(day.parallel.is_empty());
}

#[test]
fn different_counting_points_are_never_added() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 10);
    let mut bob = Journal::at("12A", OPENS);
    let watch = bob.watch(OPENS, 3);
    bob.tap(OPENS + 60, watch, 1);
    bob.end(OPENS + 1800, watch);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert_eq!(hour(&day, 7), counted(10, 60));
    assert_eq!(day.points.iter().map(|point| point.persons).collect::<Vec<_>>(), [10, 1]);
}

#[test]
fn another_station_is_not_this_one() {
    let mut bob = Journal::at("13A", OPENS);
    bob.counted(OPENS, OPENS + HOUR, 10);
    let day = day_at(OPENS + HOUR, &[(BOB, &bob)]);
    assert!(day.visits.is_empty());
    assert_eq!(day.persons, None);
}

#[test]
fn counting_after_midnight_shows_in_its_own_day() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS + 18 * HOUR, OPENS + 19 * HOUR, 5);
    let day = day_at(OPENS + 20 * HOUR, &[(ALICE, &alice)]);
    let last = day.hours.last().unwrap();
    assert_eq!((last.hour.hour, last.hour.date.to_string().as_str()), (1, "2013-11-04"));
    assert_eq!(last.count, counted(5, 60));
}

#[test]
fn a_falling_figure_and_one_above_the_list_are_findings() {
    let mut alice = Journal::at("12A", OPENS);
    alice.figure(OPENS + 3 * HOUR, 300);
    alice.figure(OPENS + 6 * HOUR, 200);
    alice.figure(OPENS + 9 * HOUR, 501);
    let day = day_at(OPENS + 10 * HOUR, &[(ALICE, &alice)]);
    let falls = Finding::TurnoutFalls {
        journal: ALICE,
        earlier: 2,
        later: 3,
        earlier_figure: 300,
        later_figure: 200,
    };
    let above = Finding::AboveList { journal: ALICE, event: 4, figure: 501, registered: 500 };
    assert_eq!(day.findings, [falls, above]);
}

#[test]
fn two_observers_figures_are_not_one_falling_series() {
    let mut alice = Journal::at("12A", OPENS);
    alice.figure(OPENS + 3 * HOUR, 300);
    let mut bob = Journal::at("12A", OPENS);
    bob.figure(OPENS + 4 * HOUR, 200);
    let day = day_at(OPENS + 10 * HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert!(day.findings.is_empty());
    assert_eq!(day.turnout.len(), 2);
}

#[test]
fn a_mended_series_is_within_three_percent_or_five_persons_both_inclusive() {
    let rule = IntervalRule { percent: 3, persons: 5 };
    let mended = |figures: &[u64], total| mended_as_interval(figures, total, rule);
    assert!(mended(&[100, 50, 30, 20], 200));
    assert!(mended(&[103], 100));
    assert!(mended(&[105], 100));
    assert!(!mended(&[106], 100));
    assert!(mended(&[1030], 1000));
    assert!(!mended(&[1031], 1000));
    assert!(mended(&[970], 1000));
    assert!(!mended(&[969], 1000));
}

#[test]
fn a_list_of_none_is_no_list() {
    assert!(!above_list(5, 0));
    assert!(above_list(5, 4));
    assert!(!above_list(5, 5));
}

#[test]
fn an_unknown_kind_makes_the_day_incomplete() {
    let mut alice = Journal::at("12A", OPENS);
    let event = Event::decode(&[0x82, 0x18, 99, 0x00]).unwrap();
    alice.events.push(Stamped { ordinal: 2, boot: [3; 16], drift: 0, event });
    let day = day_at(OPENS, &[(ALICE, &alice)]);
    assert_eq!(day.incomplete, [99].into());
    let finding = Finding::UnknownKinds { journal: ALICE, kinds: [(99, 1)].into() };
    assert_eq!(day.findings, [finding]);
}

#[test]
fn times_say_whether_they_are_claimed() {
    let mut alice = Journal::at("12A", OPENS);
    assert_eq!(day_at(OPENS, &[(ALICE, &alice)]).time, TimeBasis::Claimed);
    let (boot, boottime, headquarters_time) = ([3; 16], OPENS, OPENS + 5);
    let compared = ClockCompared { boot, boottime, headquarters_time };
    alice.add(OPENS, Payload::ClockCompared(compared));
    assert_eq!(day_at(OPENS, &[(ALICE, &alice)]).time, TimeBasis::Corrected);
    let bob = Journal::at("12A", OPENS);
    let both = day_at(OPENS, &[(ALICE, &alice), (BOB, &bob)]);
    assert_eq!(both.time, TimeBasis::Mixed);
}

#[test]
fn a_clock_two_hours_wrong_is_corrected_into_the_right_hour() {
    let mut alice = Journal::at("12A", OPENS + 2 * HOUR);
    alice.counted(OPENS + 2 * HOUR, OPENS + 3 * HOUR, 12);
    let compared = ClockCompared {
        boot: [3; 16],
        boottime: OPENS + 4 * HOUR,
        headquarters_time: OPENS + 2 * HOUR,
    };
    alice.add(OPENS + 4 * HOUR, Payload::ClockCompared(compared));
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(hour(&day, 7), counted(12, 60));
}

#[test]
fn any_times_at_all_make_a_day_without_panic() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(i64::MIN, 1);
    alice.tap(i64::MAX, watch, 1);
    alice.end(i64::MIN + 1, watch);
    let compared = ClockCompared { boot: [3; 16], boottime: i64::MIN, headquarters_time: i64::MAX };
    alice.add(i64::MAX, Payload::ClockCompared(compared));
    alice.figure(i64::MAX, u64::MAX);
    assert!(day_at(i64::MAX, &[(ALICE, &alice)]).persons.is_none_or(|persons| persons == 0));
}

#[test]
fn somebody_is_missing_until_a_page_came_and_silent_only_while_a_station_of_theirs_is_open() {
    let definitions = definitions();
    let definition = definitions.current();
    let day = definition.days[0];
    let late = StationSpec { opens_minutes: Some(22 * 60), ..StationSpec::of_code("13A") };
    let late = StationSpec { closes_minutes: Some(23 * 60), ..late };
    let state = |stations: &[StationSpec], received: &[Option<i64>], now| {
        Reporter { stations, received }.missing(day, definition, now)
    };
    let (noon, none) = (OPENS + 5 * HOUR, &[][..]);
    assert_eq!(state(none, &[], noon), Some(NotReported::NeverSeen));
    assert_eq!(state(none, &[None], noon), Some(NotReported::NothingSent));
    assert_eq!(
        state(none, &[None, Some(noon - 3 * HOUR)], noon),
        None,
        "three hours to the second"
    );
    assert_eq!(state(none, &[Some(noon - 3 * HOUR - 1)], noon), Some(NotReported::Silent));
    assert_eq!(state(none, &[Some(0), Some(noon - 60)], noon), None, "the newest journal counts");
    assert_eq!(state(none, &[Some(OPENS)], OPENS - 60), None, "before opening nobody is silent");
    let closes = OPENS + 12 * HOUR;
    assert_eq!(state(none, &[Some(OPENS)], closes), None, "nor after closing");
    let evening = OPENS + 15 * HOUR + 60;
    assert_eq!(state(&[StationSpec::of_code("12A")], &[Some(OPENS)], evening), None);
    let two = [StationSpec::of_code("12A"), late];
    assert_eq!(
        state(&two, &[Some(OPENS)], evening),
        Some(NotReported::Silent),
        "the other is open"
    );
    let mut strict = definition.clone();
    strict.limits.silent_minutes = Some(60);
    let quiet = Reporter { stations: none, received: &[Some(noon - 2 * HOUR)] };
    assert_eq!(quiet.missing(day, &strict, noon), Some(NotReported::Silent), "its own limit");
    assert_eq!(quiet.missing(day, definition, noon), None);
}

#[test]
fn a_newer_definition_that_cannot_be_read_is_named_and_makes_the_day_incomplete() {
    let read = definitions().current().encode();
    let day = |published: &[(u32, &[u8])]| {
        let definitions = Definitions::of_bytes(published.iter().copied());
        let query = StationQuery {
            station: &StationSpec::of_code("12A"),
            definitions: &definitions,
            day: definitions.version(1).unwrap().days[0],
            now: OPENS,
            journals: &[],
            alive: None,
        };
        let unreadable: Vec<u32> = definitions.unreadable().collect();
        (definitions.current().version, unreadable, station_day(&query).incomplete)
    };
    assert_eq!(day(&[(1, &read)]), (1, vec![], [].into()));
    assert_eq!(day(&[(1, &read), (2, b"a later shape")]), (1, vec![2], [1000].into()));
    assert_eq!(
        day(&[(0, b"older"), (1, &read)]),
        (1, vec![0], [].into()),
        "replaced by a read one"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_two_journals_make_a_day_whose_hours_add_up(
        one in crate::samples::journal(),
        two in crate::samples::journal(),
        now: i64,
    ) {
        let definitions = definitions();
        let folds = [one, two].map(|events| {
            let mut fold = Fold::new();
            fold.apply(&events);
            fold
        });
        let journals = [(ALICE, &folds[0]), (BOB, &folds[1])];
        for station in folds.iter().flat_map(Fold::stations) {
            let station = StationSpec::of_code(&station.code);
            let query = StationQuery {
                station: &station,
                definitions: &definitions,
                day: definitions.current().days[0],
                now,
                journals: &journals,
                alive: None,
            };
            let day = station_day(&query);
            for point in &day.points {
                let alike = day.points.iter().filter(|other| other.point == point.point).count();
                let events = counted_events(&query, point.point, i64::MIN, i64::MAX, usize::MAX);
                let adding = events.iter().filter(|it| it.stands == Stands::Counts);
                let adding: u64 = adding.map(|it| u64::from(it.persons)).sum();
                let exact = alike == 1 && point.floor() < u32::MAX;
                prop_assert!(!exact || adding == u64::from(point.floor()), "opened: {}", adding);
                let persons = |row: &HourRow| match &row.count {
                    HourCount::Counted { persons, .. } => *persons,
                    HourCount::Unknown | HourCount::NotYet => 0,
                };
                prop_assert_eq!(point.hours.iter().map(persons).sum::<u32>(), point.persons);
                let watches = day.watches.iter().filter(|watch| watch.point == point.point);
                let all: u32 = watches.map(|watch| watch.persons).sum();
                prop_assert!(point.persons <= all, "joined is never more than all together");
            }
        }
    }
}

mod counting;
mod place_and_time;
mod played_day;
mod told;
