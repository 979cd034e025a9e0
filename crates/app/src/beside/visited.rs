//! The visit that an entry belongs to: the open one, or one that was left.
//!
//! What is typed at a visit that was left is read on the day it was left, and ends by then.
//! Rejected: today's clock for both, by which yesterday's sheet would be of today.

use chrono_tz::Tz;
use domain::StationSpec;
use domain::fold::{Time, VisitRecord, WatchRecord};
use domain::hours::zone_of;
use domain::view::StationDay;
use sync::world::World;

use crate::api::{AppError, ErrorCode};
use crate::desk::Open;
use crate::wall::typed;
use crate::watch;
use crate::world::Machine;

/// A visit, its station, and until when it is looked at.
pub(super) struct Visited {
    /// Ordinal of its `Arrived`.
    pub(super) visit: u64,
    pub(super) station: StationSpec,
    /// Now, or when it was left.
    pub(super) time: Time,
    alive: Option<i64>,
}

impl Visited {
    /// The open visit, now.
    pub(super) fn open(open: &Open, world: Machine) -> Result<Self, AppError> {
        let record = open.store.fold().open_visit().ok_or(ErrorCode::NoVisit)?;
        let now = world.now();
        let alive = watch::alive(open, now);
        let (visit, station) = (record.ordinal, open.station(&record.station).0);
        Ok(Self { visit, station, time: open.time_of(now), alive })
    }

    /// A visit of this journal that was left.
    pub(super) fn left(open: &Open, visit: u32) -> Result<Self, AppError> {
        let record = open.store.fold().visit(u64::from(visit)).ok_or(ErrorCode::NoSuchEntry)?;
        Self::of_left(open, record).ok_or_else(|| ErrorCode::NoSuchEntry.into())
    }

    /// The same, where the record is at hand; none while it is open.
    pub(super) fn of_left(open: &Open, record: &VisitRecord) -> Option<Self> {
        let time = open.store.fold().time(record.left?);
        let (visit, station) = (record.ordinal, open.station(&record.station).0);
        Some(Self { visit, station, time, alive: None })
    }

    pub(super) fn zone(&self, open: &Open) -> Tz {
        zone_of(&self.station, open.definitions.current())
    }

    /// The day at its station, as far as this device knows it.
    pub(super) fn day(&self, open: &Open) -> StationDay {
        open.station_day(&self.station, self.time, self.alive)
    }

    /// Its watches, in order.
    pub(super) fn watches<'a>(
        &self,
        open: &'a Open,
    ) -> impl DoubleEndedIterator<Item = &'a WatchRecord> + use<'a> {
        let visit = self.visit;
        open.store.fold().watches().filter(move |watch| watch.visit == visit)
    }

    /// A typed stretch; refused where it ends before it begins or later than the visit. The
    /// minute that runs may be typed.
    pub(super) fn stretch(
        &self,
        open: &Open,
        from: &str,
        to: &str,
    ) -> Result<(i64, i64), AppError> {
        let zone = self.zone(open);
        let at = |text: &str| typed(zone, self.time.at, text).ok_or(ErrorCode::NotAStretch);
        let (from, to) = (at(from)?, at(to)?);
        match from < to && to <= self.time.at + 60 {
            true => Ok((from, to)),
            false => Err(ErrorCode::NotAStretch.into()),
        }
    }
}
