use super::*;
use crate::definition::ElectionDefinition;
use crate::event::Payload;
use crate::event::{Arrived, Event, Place, Stamped, ViewOfPoint, WatchEnded, WatchStarted};
use crate::view::point::{joined, meeting, overlapping};
use proptest::prelude::*;

/// A journal of one visit with a watch for each stretch.
fn fold(stretches: &[(i64, i64)]) -> Fold {
    let mut events = Vec::new();
    let mut add = |time, payload| {
        let ordinal = events.len() as u64 + 1;
        events.push(Stamped { ordinal, boot: [1; 16], drift: 0, event: Event::new(time, payload) });
        ordinal
    };
    add(0, Payload::Arrived(Arrived { station: "1".into(), place: Place::Inside }));
    for (from, to) in stretches {
        let started = WatchStarted {
            visit: 1,
            definition_version: 1,
            point: 1,
            covers: Vec::new(),
            view: ViewOfPoint::Full,
        };
        let watch = add(*from, Payload::WatchStarted(started));
        add(*to, Payload::WatchEnded(WatchEnded { watch }));
    }
    let mut fold = Fold::new();
    fold.apply(&events);
    fold
}

fn with_shifts<T>(fold: &Fold, work: impl Fn(&[&Shift<'_>]) -> T) -> T {
    let definition = ElectionDefinition::built_in();
    let journal = JournalRef([1; 16]);
    let shift = |record| Shift::new(journal, fold, record, &definition, None);
    let shifts: Vec<Shift<'_>> = fold.watches().map(shift).collect();
    work(&shifts.iter().collect::<Vec<_>>())
}

/// A stretch that counts how often it is compared.
struct Compared<'a>((i64, i64), &'a std::cell::Cell<u32>);

impl PartialEq for Compared<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == std::cmp::Ordering::Equal
    }
}

impl Eq for Compared<'_> {}

impl PartialOrd for Compared<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Compared<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.1.set(self.1.get() + 1);
        self.0.cmp(&other.0)
    }
}

#[test]
fn many_short_watches_are_not_compared_each_with_each() {
    let compared = std::cell::Cell::new(0);
    // Scattered, so that they are not in order already.
    let stretch = |n: i64| (n * 2_741 % 4_000 * 2, n * 2_741 % 4_000 * 2 + 1);
    let all = (0..4_000).map(|n| Compared(stretch(n), &compared)).collect();
    assert!(!overlapping(all, |it| it.0));
    // 4,000 × log2 is 48,000; each with each is 8 million.
    assert!((4_000..200_000).contains(&compared.get()), "{} comparisons", compared.get());
}

#[test]
fn watches_that_follow_one_another_in_a_quarter_are_all_taken() {
    let stretches: Vec<_> = (0..450).map(|n| (n * 2, n * 2 + 1)).collect();
    with_shifts(&fold(&stretches), |shifts| {
        assert_eq!(joined(shifts, 0, None).0.watched_s, 450);
        assert_eq!(joined(shifts, 1, None).0.watched_s, 0);
    });
    // The second meets the first and is left out; the third follows both.
    with_shifts(&fold(&[(0, 100), (50, 150), (100, 120)]), |shifts| {
        assert_eq!(joined(shifts, 0, None).0.watched_s, 120);
    });
}

proptest! {
    #[test]
    fn watches_meet_when_a_pair_of_them_does(
        stretches in proptest::collection::vec((0i64..200, 1i64..30), 0..8),
    ) {
        let stretches: Vec<_> = stretches.iter().map(|(from, long)| (*from, from + long)).collect();
        let overlap = |one: &(i64, i64), two: &(i64, i64)| one.0 < two.1 && two.0 < one.1;
        let pairs = stretches.iter().enumerate().any(|(at, one)| {
            stretches.iter().skip(at + 1).any(|two| overlap(one, two))
        });
        prop_assert_eq!(with_shifts(&fold(&stretches), meeting), pairs);
    }

    #[test]
    fn journals_are_parallel_when_visits_of_two_overlap(
        visits in proptest::collection::vec((0u8..4, 0i64..100, 1i64..20), 0..12),
    ) {
        let folds: Vec<(JournalRef, Fold, (i64, i64))> = visits
            .iter()
            .map(|(whose, from, long)| {
                let arrived = Arrived { station: "1".into(), place: Place::Inside };
                let left = crate::event::Left { visit: 1 };
                let stamped = |ordinal, time, payload| Stamped {
                    ordinal,
                    boot: [1; 16],
                    drift: 0,
                    event: Event::new(time, payload),
                };
                let mut fold = Fold::new();
                fold.apply(&[
                    stamped(1, *from, Payload::Arrived(arrived)),
                    stamped(2, from + long, Payload::Left(left)),
                ]);
                (JournalRef([*whose; 16]), fold, (*from, from + long))
            })
            .collect();
        let stays: Vec<Stay<'_>> = folds
            .iter()
            .map(|(journal, fold, _)| Stay {
                journal: *journal,
                fold,
                visits: fold.visits().collect(),
                here: [1].into(),
                reach: i64::MIN..i64::MAX,
                alive: None,
            })
            .collect();
        let definition = ElectionDefinition::built_in();
        let day = PollingDay {
            date: "2013-11-03".parse().unwrap(),
            opens_minutes: 420,
            closes_minutes: 1140,
            early: false,
        };
        let span = day_span(day, &StationSpec::of_code("1"), &definition);
        let mut expected = BTreeSet::new();
        for (one, _, a) in &folds {
            for (two, _, b) in &folds {
                if one != two && a.0 < b.1 && b.0 < a.1 {
                    expected.extend([*one, *two]);
                }
            }
        }
        prop_assert_eq!(parallel(&stays, &span), expected);
    }
}
