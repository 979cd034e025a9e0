//! What an announced figure asks of the minutes nobody watched, and what is possible at all.
//!
//! A count with gaps is a floor; a difference is *at most* so much, with the unwatched minutes
//! beside it. Taps are cut at the second where an observer told a figure. Persons of a tally
//! that straddles the moment, and of a quarter at any other moment, came before it or after it:
//! *at most* is told without them, a rate with them, so that the one is never too low and the
//! other never overstated. Nothing is extrapolated from what was seen. Every share names its
//! denominator; without a known list there is none.

use super::shift::seconds_in;
use super::{KnownList, PointDay, StationDay, TallyState};
use crate::hours::QUARTER_S;

/// From the floor to the most that can have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possible {
    /// At least.
    pub floor: u32,
    /// At most; `None` when the definition allows any rate and no list is known.
    pub most: Option<u32>,
    /// Minutes of the vote so far in which nobody watched.
    pub unwatched_minutes: u32,
}

/// An announced figure beside the own count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Against {
    /// The figure.
    pub figure: u64,
    /// Own count until its moment, at least: a floor where minutes are unwatched.
    pub own: u32,
    /// Minutes of the vote before its moment in which nobody watched: the denominator.
    pub unwatched_minutes: u32,
    /// At most so many more than counted; `None` when the own count is as high.
    pub at_most: Option<u64>,
    /// Persons in ten unwatched minutes that the figure needs; `None` without such minutes.
    pub needed_in_ten_minutes: Option<u64>,
}

/// How much of a vote was watched: all that of a day's minutes hangs on *now*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// First second of the vote and the first after it.
    pub voting: (i64, i64),
    /// Stretches in which somebody watched the leading point: sorted, apart, Unix seconds.
    pub watched: Vec<(i64, i64)>,
}

impl Coverage {
    /// Minutes of the vote before an instant.
    #[must_use]
    pub fn passed_minutes(&self, until: i64) -> u32 {
        u32::try_from(self.passed_s(until) / 60).unwrap_or(u32::MAX)
    }

    /// Minutes of the vote before an instant in which nobody watched.
    #[must_use]
    pub fn unwatched_minutes(&self, until: i64) -> u32 {
        u32::try_from(self.unwatched_s(until) / 60).unwrap_or(u32::MAX)
    }

    fn unwatched_s(&self, until: i64) -> u64 {
        // A minute watched outside the vote, or after the instant, makes up for none within.
        let watched_s = seconds_in(&self.watched, self.voting.0, until.min(self.voting.1));
        u64::try_from(self.passed_s(until) - watched_s).unwrap_or(0)
    }

    fn passed_s(&self, until: i64) -> i64 {
        until.min(self.voting.1).saturating_sub(self.voting.0).max(0)
    }
}

/// A figure out of a list, which is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The figure.
    pub figure: u64,
    /// Out of so many, and who says so.
    pub of: KnownList,
}

impl Share {
    /// Tenths of a percent, rounded down.
    #[must_use]
    pub fn tenths_of_percent(&self) -> u64 {
        self.figure.saturating_mul(1000) / u64::from(self.of.voters.max(1))
    }
}

impl StationDay {
    /// Persons at the leading point at least: taps, groups, tallies that stand, and what was
    /// taken over from nobody known; `None` when there is nothing at all.
    #[must_use]
    pub fn floor(&self) -> Option<u32> {
        self.points.first().map(super::PointDay::floor)
    }

    /// From the floor to what the highest rate and the largest known list allow.
    #[must_use]
    pub fn possible(&self, highest_rate_per_minute: Option<u32>) -> Possible {
        let floor = self.floor().unwrap_or(0);
        let unwatched_minutes = self.unwatched_minutes(self.now);
        let unwatched_s = self.coverage().unwatched_s(self.now);
        let by_rate = highest_rate_per_minute.map(|rate| {
            let more = unwatched_s.saturating_mul(u64::from(rate)).div_ceil(60);
            floor.saturating_add(u32::try_from(more).unwrap_or(u32::MAX))
        });
        // A list shorter than what was counted is wrong and bounds nothing.
        let list = self.largest_list().map(|list| list.voters).filter(|list| *list >= floor);
        let most = match (by_rate, list) {
            (Some(rate), Some(list)) => Some(rate.min(list)),
            (one, other) => one.or(other),
        };
        Possible { floor, most, unwatched_minutes }
    }

    /// An announced figure since opening beside the own count.
    #[must_use]
    pub fn against(&self, figure: u64, as_of: i64) -> Against {
        let (own, with_straddling) = self.own_until(as_of);
        let unwatched_minutes = self.unwatched_minutes(as_of);
        let unwatched_s = self.coverage().unwatched_s(as_of.min(self.now));
        let beyond = |own: u32| figure.checked_sub(u64::from(own)).filter(|more| *more > 0);
        let needed = beyond(with_straddling).filter(|_| unwatched_minutes > 0);
        let needed_in_ten_minutes =
            needed.and_then(|more| more.saturating_mul(600).checked_div(unwatched_s));
        let at_most = beyond(own);
        Against { figure, own, unwatched_minutes, at_most, needed_in_ten_minutes }
    }

    /// A figure out of the largest known list.
    #[must_use]
    pub fn share(&self, figure: u64) -> Option<Share> {
        self.largest_list().map(|of| Share { figure, of })
    }

    /// The largest list anybody names; a list of none is not known.
    #[must_use]
    pub fn largest_list(&self) -> Option<KnownList> {
        self.lists.iter().copied().filter(|list| list.voters > 0).max_by_key(|list| list.voters)
    }

    /// Minutes of the vote before an instant in which nobody watched the leading point.
    #[must_use]
    pub fn unwatched_minutes(&self, until: i64) -> u32 {
        self.coverage().unwatched_minutes(until.min(self.now))
    }

    /// How much of the vote was watched at the leading point, whenever it is asked.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.coverage_at(self.points.first())
    }

    /// The same of one of its points; of none, nothing was watched.
    #[must_use]
    pub fn coverage_at(&self, point: Option<&PointDay>) -> Coverage {
        let watched = point.map(|point| point.watched.clone());
        Coverage { voting: self.voting, watched: watched.unwrap_or_default() }
    }

    /// Persons at the leading point before an instant: at least, and with all of whom it cannot
    /// be said.
    fn own_until(&self, until: i64) -> (u32, u32) {
        let Some(point) = self.points.first() else { return (0, 0) };
        let here = |line: &&super::TallyLine| {
            (line.record.point, line.kind) == (point.point, point.kind)
                && line.state == TallyState::Counts
                && line.record.from < until
                && line.adds
        };
        let tallies = self.tallies.iter().filter(here);
        let tallied = |record: &crate::fold::TallyRecord| match record.to <= until {
            true => (record.persons, record.persons),
            false => (0, record.persons),
        };
        let there = |line: &&super::HandOverLine| {
            let named = (line.journal, line.record.watch);
            let mut watches = self.watches.iter();
            let watch = watches.find(|watch| (watch.journal, watch.watch) == named);
            watch.is_some_and(|watch| (watch.point, watch.kind) == (point.point, point.kind))
        };
        let told = self.hand_overs.iter().filter(|line| line.record.as_of <= until);
        let told = told.filter(|line| line.told > 0).filter(there);
        let all = tapped_until(point, until)
            .chain(tallies.map(|line| tallied(&line.record)))
            .chain(told.map(|line| (line.told, line.told)));
        all.fold((0, 0), |sum, one| (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1)))
    }
}

/// Persons of each quarter before an instant: at least, and at most.
fn tapped_until(point: &PointDay, until: i64) -> impl Iterator<Item = (u32, u32)> + '_ {
    let cut = point.cuts.iter().find(|(at, _)| *at == until).map(|(_, persons)| *persons);
    let before = point.quarters.iter().take_while(move |quarter| quarter.starts < until);
    before.map(move |quarter| match (quarter.starts + QUARTER_S <= until, cut) {
        (true, _) => (quarter.persons, quarter.persons),
        (false, Some(persons)) => (persons, persons),
        (false, None) => (0, quarter.persons),
    })
}
