#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod added;
mod marks;

use super::*;
use crate::announced::Announced;
use crate::dashboard::overview::{Ask, overview};
use crate::election_file::{ElectionFile, PRACTICE};
use crate::holdings::{Device, Holdings};
use crate::invitations::{Note, Notes};
use crate::stations::{Station, StationList};
use domain::definition::{Definitions, Gravity};
use domain::event::{
    Arrived, CountMethod, FigureCounts, FigureKind, FigureSource, HowKnown, IncidentTold,
    MobileBox, Occurrence, Payload, Place, TurnoutNoted, ViewOfPoint, VoterCounted, WatchStarted,
};
use domain::{Event, Fold, Stamped};
use journal::ids::{InvitationId, JournalId, PageNumber};
use journal::keeper::Via;
use store::endpoint::Arrival;

/// 6 December 2026, 07:00 in Almaty: the practice election's opening.
const OPENS: i64 = 1_796_522_400;
const HOUR: i64 = 3600;
const STATIONS: u32 = 40;

fn id(n: u32) -> [u8; 16] {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    id
}

fn code(n: u32) -> String {
    format!("{}", 1800 + n)
}

/// One observer's hours at a station, so many taps.
fn device(n: u32, taps: u32) -> Device {
    let arrived = Arrived { station: code(n), place: Place::Inside };
    let started = WatchStarted {
        visit: 1,
        definition_version: 1,
        point: 1,
        covers: Vec::new(),
        view: ViewOfPoint::Full,
    };
    let mut events = vec![
        Event::new(OPENS - HOUR, Payload::Arrived(arrived)),
        Event::new(OPENS, Payload::WatchStarted(started)),
    ];
    let counted = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
    let tap = |at| Event::new(at, Payload::VoterCounted(counted.clone()));
    events.extend((0..taps).map(|tap_at| tap(OPENS + i64::from(tap_at) * 60)));
    let noted = TurnoutNoted {
        visit: 1,
        figure: u64::from(taps) + 50,
        counts: FigureCounts::SinceOpening,
        as_of: OPENS + 3 * HOUR,
        zone: None,
        noted_at: None,
        what: FigureKind::Signatures,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Told,
        told_by: None,
    };
    events.push(Event::new(OPENS + 3 * HOUR, Payload::TurnoutNoted(noted)));
    let mut fold = Fold::new();
    for (ordinal, event) in (1..).zip(events) {
        fold.apply([&Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
    }
    let received_at = OPENS + 4 * HOUR;
    let arrival =
        Arrival { first: PageNumber(1), last: PageNumber(1), via: Via::Direct, received_at };
    Device {
        fold,
        invitation: Some(InvitationId(id(n))),
        receipted: 1,
        received_at: Some(received_at),
        arrivals: vec![arrival],
        ..Device::default()
    }
}

/// Somebody's journal with these events, one a minute from the opening on.
fn journal(n: u32, payloads: &[Payload]) -> Device {
    let mut fold = Fold::new();
    for (ordinal, payload) in (1_u32..).zip(payloads) {
        let event = Event::new(OPENS + 60 * i64::from(ordinal), payload.clone());
        let ordinal = u64::from(ordinal);
        fold.apply([&Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
    }
    let (invitation, received_at) = (Some(InvitationId(id(n))), Some(OPENS + 5 * HOUR));
    Device { fold, invitation, receipted: 1, received_at, ..Device::default() }
}

/// Something grave, told without a word more than it takes.
fn told() -> IncidentTold {
    IncidentTold {
        definition_version: 1,
        kind: None,
        gravity: Gravity::Grave,
        from: OPENS + 60,
        to: None,
        occurs: Occurrence::Once,
        known: HowKnown::SeenMyself,
        told_by: None,
        affected: None,
        told_to: None,
        their_answer: None,
        text: None,
    }
}

struct Made {
    holdings: Holdings,
    stations: StationList,
    notes: Notes,
    announced: Announced,
}

impl Made {
    fn new() -> Self {
        let mut made = Self {
            holdings: Holdings::default(),
            stations: StationList::default(),
            notes: Notes::default(),
            announced: Announced::default(),
        };
        for n in 0..STATIONS {
            let (name, region) = (format!("School {n}"), vec![format!("Ward {}", n % 4)]);
            let registered = Some(900);
            let station = Station { code: code(n), name, region, registered, ..Station::default() };
            made.stations.update([station]);
            made.notes.notes.push(Note {
                id: InvitationId(id(n)).to_string(),
                label: format!("Observer {n}"),
                lead: false,
                stations: vec![code(n)],
                made_at: 0,
                expires_at: i64::MAX,
                revoked_at: None,
                team: String::new(),
                call_sign: String::new(),
            });
            made.holdings.put(JournalId(id(n)), device(n, 20 + n));
        }
        made
    }

    fn at<T>(&self, now: i64, work: impl FnOnce(&Desk<'_>, PollingDay) -> T) -> T {
        let mut definition = ElectionFile::parse(PRACTICE).unwrap().definition;
        definition.version = 1;
        let (day, highest_rate) = (definition.days[0], definition.highest_rate_per_minute);
        let desk = Desk {
            holdings: &self.holdings,
            definitions: Definitions::of([definition]),
            stations: &self.stations,
            notes: &self.notes,
            announced: &self.announced,
            highest_rate,
            now,
        };
        work(&desk, day)
    }

    /// The answer as text, and what had to be made anew for it.
    fn asked(&self, board: &mut Board, ask: &Ask, now: i64) -> (String, MadeAnew) {
        self.at(now, |desk, day| {
            let anew = board.settle(desk, day);
            (serde_json::to_string(&overview(desk, ask, board)).unwrap(), anew)
        })
    }
}

#[test]
fn a_question_makes_anew_what_changed_and_nothing_else() {
    let mut made = Made::new();
    let mut board = Board::default();
    let ask = Ask::default();
    let all = STATIONS as usize;
    let now = OPENS + 5 * HOUR;
    let (_, first) = made.asked(&mut board, &ask, now);
    assert_eq!(first, MadeAnew { stations: all, people: all, incidents: all });
    let (_, again) = made.asked(&mut board, &ask, now + 1800);
    assert_eq!(again, MadeAnew::default(), "time alone makes nothing anew");
    made.holdings.put(JournalId(id(7)), device(7, 90));
    let (said, one) = made.asked(&mut board, &ask, now + 1801);
    assert_eq!(one, MadeAnew { stations: 1, people: 1, incidents: 1 });
    assert!(said.contains("\"counted\":90"), "{said}");
    made.holdings.changed_all();
    let (_, whole) = made.asked(&mut board, &ask, now + 1802);
    assert_eq!(whole, MadeAnew { stations: all, people: all, incidents: all });
}

#[test]
fn what_is_kept_answers_as_what_is_made_anew_at_every_hour_and_after_every_change() {
    let mut made = Made::new();
    let mut kept = Board::default();
    for hour in -2..30 {
        for order in [StationOrder::ByCode, StationOrder::ByGap, StationOrder::ByUnwatched] {
            let find = if hour % 2 == 0 { "ward 1" } else { "" }.to_owned();
            let ask = Ask { find, order, ..Ask::default() };
            let now = OPENS + hour * HOUR + 700;
            let fresh = made.asked(&mut Board::default(), &ask, now).0;
            assert_eq!(made.asked(&mut kept, &ask, now).0, fresh, "hour {hour}");
        }
        // Somebody's journal grows, and Bob turns out to have been somewhere else.
        let n = hour.unsigned_abs() as u32 % STATIONS;
        let moved = device((n + 3) % STATIONS, 60);
        let invitation = Some(InvitationId(id(n)));
        made.holdings.put(JournalId(id(n)), Device { invitation, ..moved });
    }
}

#[test]
fn a_page_holds_a_hundred_stations_at_most_whatever_is_asked() {
    let mut made = Made::new();
    for n in STATIONS..250 {
        made.holdings.put(JournalId(id(n)), device(n, 1));
    }
    let mut board = Board::default();
    made.at(OPENS + HOUR, |desk, day| {
        board.settle(desk, day);
        let page = |find: &str, from| {
            let page = board.page(find, StationOrder::ByCode, from, desk.now);
            (page.from, page.found, page.keys.len(), page.keys.first().map(|it| it.to_string()))
        };
        assert_eq!(page("", 0), (0, 250, 100, Some("1800".into())));
        assert_eq!(page("", 199), (100, 250, 100, Some("1900".into())));
        assert_eq!(page("", 9999), (200, 250, 50, Some("2000".into())));
        assert_eq!(page("SCHOOL 3", 0), (0, 11, 11, Some("1803".into())));
        assert_eq!(page("nowhere", 100), (0, 0, 0, None));
    });
}

#[test]
fn codes_stand_in_the_order_people_read_numbers() {
    let mut codes = ["10", "9", "2а", "2", "007", "Б-3", "б-20", "Б-100"];
    codes.sort_by(|a, b| as_read(a, b));
    assert_eq!(codes, ["2", "2а", "007", "9", "10", "Б-3", "б-20", "Б-100"]);
}
