//! One station's day with everything in it, told in the order of the clock; its hour table is
//! written by hand, each line explained, and compared on both phones and at headquarters.
//!
//! Alice observes 101 from seven to one, Bob relieves her and stays until four. Nobody has a
//! network before half past five.

use app::api::{
    Accompanied, AskedNext, BesideCommand, BesideView, Command, CountMeanwhile, Entry,
    FigureCounts, FigureSource, FigureWhat, GapChoice, GroupKind, HourState, MobileBox, Presence,
    Reply, TallyInput, TallyMethod, TallyRelation, TurnoutAmendReason, TurnoutInput, ViewOfPoint,
    WatchView,
};
use std::time::{Duration, Instant};
use tests::support::desk::{Desk, Tables};
use tests::support::phone::Phone;

use crate::station::{Scene, new_phone};

/// Hour, persons by taps and groups, minutes watched, doubtful minutes, persons tallied apart,
/// minutes those watched. `None`: nobody watched, or no tally.
type Hour = (u32, Option<(u32, u32)>, u32, Option<(u32, u32)>);

const TABLE: [Hour; 11] = [
    // 30 persons, one every two minutes.
    (7, Some((30, 60)), 0, None),
    // 10 before and 10 after the truck with 40 conscripts at half past.
    (8, Some((60, 60)), 0, None),
    // 5 and 4 in ten minutes each; the phone was dead for 40. The strokes on paper stand apart.
    (9, Some((9, 20)), 0, Some((17, 40))),
    (10, Some((24, 60)), 0, None),
    // The box trip is a gap of 45 minutes.
    (11, Some((6, 15)), 0, None),
    (12, Some((18, 60)), 0, None),
    // Bob's own twelve; what he took over from Alice is hers.
    (13, Some((12, 60)), 0, None),
    // The last tap at 14:54, then nobody answered: doubtful, neither watched nor a gap.
    (14, Some((10, 54)), 6, None),
    (15, Some((7, 35)), 25, None),
    // Nobody watched: unknown, never zero.
    (16, None, 0, None),
    // The export is made at half past five: the hour has begun, and nobody is there.
    (17, None, 0, None),
];

/// A phone and its person.
struct Person(Phone);

impl Person {
    fn at(&mut self, hour: i64, minute: i64) {
        self.0.clock.until(hour, minute).unwrap();
    }

    fn says(&mut self, command: &Command) -> Reply {
        self.0.execute(command)
    }

    fn arrives(&mut self, station: &str) {
        let (station_code, presence) = (station.to_owned(), Presence::Inside);
        self.says(&Command::Arrive { station_code, presence, since_touch_ms: 0 });
    }

    fn watches(&mut self) {
        let point = self.0.counter().points.first().expect("a counting point").point;
        let (covers, view) = (Vec::new(), ViewOfPoint::Full);
        self.says(&Command::StartWatch { point, covers, view, since_touch_ms: 0 });
    }

    /// The first now, the others so many minutes apart.
    fn counts(&mut self, voters: u32, minutes: i64) {
        self.0.count(1, 0);
        self.0.count(voters - 1, minutes * 60);
    }

    /// A figure somebody tells: its event, and what the app asks then.
    fn hears(&mut self, turnout: TurnoutInput) -> (u32, AskedNext) {
        match self.says(&Command::NoteTurnout { turnout, since_touch_ms: 0 }) {
            Reply::TurnoutNoted { list, ask } => (list[0].event, ask),
            other => panic!("{other:?}"),
        }
    }

    /// What stands beside the count, after a command of that family.
    fn beside(&mut self, command: BesideCommand) -> BesideView {
        match self.says(&Command::Beside(command)) {
            Reply::Beside { view } => view,
            other => panic!("{other:?}"),
        }
    }

    fn goes_on(&mut self) {
        if matches!(self.0.counter().watch, WatchView::Interrupted { .. }) {
            self.says(&Command::AnswerGap { choice: GapChoice::GoOn, since_touch_ms: 0 });
        }
    }

    fn leaves(&mut self) {
        self.says(&Command::Leave { since_touch_ms: 0 });
    }

    /// What the own screen shows of some hours.
    fn shows(&mut self, hours: std::ops::Range<usize>) -> Vec<HourState> {
        let view = self.0.counter();
        // The first row is the opening at seven.
        hours.map(|hour| view.hours[hour - 7].state).collect()
    }
}

/// Signatures, as the chair tells them.
fn told(figure: u32, as_of: &str, counts: FigureCounts) -> TurnoutInput {
    TurnoutInput {
        figure,
        counts,
        as_of: as_of.into(),
        what: FigureWhat::Signatures,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Told,
        told_by: "the chair".into(),
    }
}

/// What a phone shows of the table's rows: its taps, and whether they are all of the hour.
fn on_a_phone(hours: std::ops::Range<usize>) -> Vec<HourState> {
    let state = |(_, counted, ..): &Hour| match *counted {
        Some((persons, 60)) => HourState::Counted { persons },
        Some((persons, minutes)) => HourState::Partly { persons, minutes },
        None => HourState::Unknown,
    };
    TABLE.iter().skip(hours.start - 7).take(hours.len()).map(state).collect()
}

/// Until ten: the wrong door, the conscripts, the dead phone, the strokes on paper.
fn alices_morning(alice: &mut Person) {
    alice.arrives("102");
    alice.at(7, 0);
    alice.watches();
    alice.counts(30, 2);
    alice.at(8, 0);
    alice.counts(10, 3);
    alice.at(8, 31);
    let conscripts = Entry::Group { persons: 40, group: GroupKind::Conscripts, came: None };
    alice.says(&Command::Enter { entry: conscripts, since_touch_ms: 0 });
    alice.at(8, 32);
    alice.counts(10, 2);
    alice.at(9, 0);
    alice.counts(5, 2);
    alice.at(9, 10);
    alice.says(&Command::StillWatching);
    // The battery.
    alice.0.kill();
    alice.at(9, 50);
    alice.0.clock.reboot().unwrap();
    alice.0.start();
    alice.0.unlock();
    alice.goes_on();
    alice.counts(4, 2);
    alice.at(9, 58);
    let tally = TallyInput {
        persons: 17,
        from: "09:10".into(),
        to: "09:50".into(),
        method: TallyMethod::Paper,
        relation: TallyRelation::Adds,
        point: None,
        covers: Vec::new(),
    };
    let strokes = Entry::Tally { tally };
    alice.says(&Command::Enter { entry: strokes, since_touch_ms: 0 });
    alice.at(9, 59);
    // The sign says 101.
    let (station_code, text) = ("101".to_owned(), String::new());
    alice.says(&Command::MoveVisit { station_code, text, since_touch_ms: 0 });
}

/// Until one: the box trip, a figure that was an interval, the hand-over. Gives its code.
fn alices_noon(alice: &mut Person) -> String {
    alice.at(10, 0);
    alice.counts(24, 2);
    alice.at(11, 0);
    let out = alice.beside(BesideCommand::StartBoxTrip {
        name: "1".into(),
        applications: Some(12),
        ballots: Some(15),
        accompanied: Accompanied::Yes,
        meanwhile: CountMeanwhile::Gap,
        text: String::new(),
        since_touch_ms: 0,
    });
    assert!(matches!(alice.0.counter().watch, WatchView::Paused { .. }));
    alice.at(11, 45);
    alice.beside(BesideCommand::EndBoxTrip {
        trip: out.box_trips[0].trip,
        voted: Some(11),
        returned: Some(4),
        accompanied: Accompanied::Yes,
        text: String::new(),
        since_touch_ms: 0,
    });
    alice.says(&Command::ResumeWatch { since_touch_ms: 0 });
    alice.counts(6, 2);
    alice.at(12, 0);
    alice.hears(told(200, "12:00", FigureCounts::SinceOpening));
    alice.counts(18, 3);
    // "40" is less than "200": the chair meant since the last one.
    let (event, asked) = alice.hears(told(40, "12:45", FigureCounts::SinceOpening));
    assert_eq!(asked, AskedNext::SinceOpeningOrInterval);
    alice.says(&Command::AmendTurnout {
        event,
        turnout: told(40, "12:45", FigureCounts::ThisInterval),
        reason: TurnoutAmendReason::Explained,
        text: "the chair meant since noon".into(),
        since_touch_ms: 0,
    });
    alice.at(13, 0);
    // 30 + 60 + 9 + 17 + 24 + 6 + 18; another figure than the one that was read is refused.
    let given = alice.beside(BesideCommand::HandOver { figure: 164, since_touch_ms: 0 });
    given.given.expect("a code").code
}

fn bobs_day(bob: &mut Person, code: String) {
    bob.at(12, 55);
    bob.arrives("101");
    bob.at(13, 0);
    let point = bob.0.counter().points.first().expect("a counting point").point;
    let (covers, view) = (Vec::new(), ViewOfPoint::Full);
    let take = BesideCommand::TakeOver { code, point, covers, view, since_touch_ms: 0 };
    assert_eq!(bob.beside(take).taken.expect("taken").figure, 164);
    bob.counts(12, 5);
    bob.at(14, 0);
    bob.counts(10, 6);
    // The silent question stands from nine past three; nobody answers it.
    bob.at(15, 25);
    bob.counts(7, 5);
    bob.at(16, 0);
}

/// The leading point's hours at the station, as the table writes them; later ones are not yet.
fn at_headquarters(tables: &Tables) -> Vec<Hour> {
    let rows = tables["point_hours.csv"].iter();
    let here = rows.filter(|row| row["station"] == "101" && row["leading"] == "yes");
    here.filter(|row| row["state"] != "not_yet")
        .map(|row| {
            let figure = |column: &str| row[column].parse::<u32>().ok();
            let hour = row["begins"][11..13].parse().unwrap();
            let counted = figure("adds").zip(figure("watched_minutes"));
            let tallied = figure("tallied").zip(figure("tallied_minutes"));
            (hour, counted, figure("doubtful_minutes").unwrap_or(0), tallied)
        })
        .collect()
}

#[test]
fn a_day_with_everything_in_it_gives_the_table_written_by_hand_on_phones_and_at_headquarters() {
    let mut scene = Scene::new();
    let mut alice =
        Person(Phone::new(env!("CARGO_BIN_EXE_phone"), &scene.folder.path().join("alice"), 6, 45));
    alice.0.enrol(&scene.invitation);
    alices_morning(&mut alice);
    let code = alices_noon(&mut alice);
    assert_eq!(alice.shows(7..13), on_a_phone(7..13));
    let alices = alice.0.counter();
    assert_eq!((alices.day_persons, alices.day_tallied), (147, 17));
    alice.leaves();
    let mut bob = Person(new_phone(&scene.folder.path().join("bob")));
    bob.0.enrol(&scene.hq.invite("Bob", "101"));
    bobs_day(&mut bob, code);
    assert_eq!(bob.shows(13..16), on_a_phone(13..16));
    assert!(bob.shows(7..13).iter().all(|state| *state == HourState::Unknown));
    bob.leaves();
    scene.hq.clock.until(17, 30).unwrap();
    scene.hq.serve();
    for person in [&mut alice, &mut bob] {
        person.at(17, 30);
        person.0.deliver();
    }
    let tables = settled(&Desk::of(&scene.hq));
    assert_eq!(at_headquarters(&tables), TABLE);
    told_at_headquarters(&tables);
}

/// The tables once everything is folded, which follows the receipts.
fn settled(desk: &Desk) -> Tables {
    let began = Instant::now();
    loop {
        let tables = desk.tables();
        if at_headquarters(&tables) == TABLE || began.elapsed() > Duration::from_secs(60) {
            return tables;
        }
        std::thread::yield_now();
    }
}

/// What stands beside the hours.
fn told_at_headquarters(tables: &Tables) {
    let one = |name: &str, of: &dyn Fn(&str) -> bool| {
        let mut rows = tables[name].iter().filter(|row| of(&row["station"]));
        let row = rows.next().unwrap_or_else(|| panic!("{name}: {:?}", tables[name])).clone();
        assert!(rows.next().is_none(), "{name}: {:?}", tables[name]);
        row
    };
    let here = |code: &str| code == "101";
    // 176 by taps and the group, 17 by strokes; what was handed over is nobody's twice.
    let point = one("points.csv", &here);
    let figures = ["persons", "tallied", "told", "floor"].map(|column| point[column].as_str());
    assert_eq!(figures, ["176", "17", "0", "193"]);
    let trip = one("box_trips.csv", &here);
    let figures = ["out", "back", "ballots", "voted", "returned"].map(|it| trip[it].as_str());
    assert_eq!(figures, ["2026-12-06T11:00", "2026-12-06T11:45", "15", "11", "4"]);
    assert_eq!(one("visit_moves.csv", &here)["before"], "102");
    assert_eq!(one("tallies.csv", &here)["state"], "counts");
    assert_eq!(one("groups.csv", &here)["group"], "conscripts");
    let sides: Vec<_> = tables["hand_overs.csv"].iter().map(|row| row["side"].as_str()).collect();
    assert_eq!(sides.len(), 2, "{:?}", tables["hand_overs.csv"]);
    // The wrong door, the interval, the box's ballots: all mended, nothing looks wrong.
    assert!(tables["findings.csv"].is_empty(), "{:?}", tables["findings.csv"]);
}
