//! The effect of events that stand beside the taps: groups, amendments, tallies, boxes, moves.
//!
//! `None` means that the event refers to nothing, as everywhere in the fold.

use super::amendment::Amendment;
use super::counting::{
    AddedStationRecord, BoxBack, BoxTripRecord, GroupRecord, HandOverRecord, HandOverSide,
    RegisterRecord, RelationRecord, TallyRecord,
};
use super::records::{StationRecord, VisitMove};
use super::table::key;
use super::{Fold, Moment};
use crate::definition::station_key;
use crate::event::{
    BoxTripEnded, BoxTripStarted, CountHandedOver, CountTakenOver, GroupCounted, HourCorrected,
    QuietTimeExplained, RegisterNoted, StationAdded, TallyEntered, TurnoutAmended, VisitMoved,
    WatchAmended, WatchesRelated,
};
use crate::ids::EventRef;

/// Where an event stands in its journal.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) ordinal: u64,
    pub(super) moment: Moment,
}

pub(super) fn grouped(fold: &mut Fold, at: At, event: &GroupCounted) -> Option<()> {
    let watch = fold.watches.change(&key(event.watch))?;
    watch.group(&fold.clocks, GroupRecord::of(at.ordinal, at.moment, event));
    Some(())
}

pub(super) fn amended(fold: &mut Fold, at: At, event: &WatchAmended) -> Option<()> {
    let watch = fold.watches.change(&key(event.watch))?;
    watch.amend(at.moment, Amendment::said(at.ordinal, at.moment, event));
    Some(())
}

pub(super) fn quiet(fold: &mut Fold, at: At, event: &QuietTimeExplained) -> Option<()> {
    let watch = fold.watches.change(&key(event.watch))?;
    // Who says later what it was may have set the clock since, or started the phone anew.
    let same = |it: &&Amendment| (it.from, it.to) == (event.from, event.to) && it.quiet.is_some();
    let clock = watch.amendments.iter().find(same).map_or(at.moment, |first| first.clock);
    watch.amend(at.moment, Amendment::quiet((at.ordinal, at.moment), clock, event));
    Some(())
}

pub(super) fn tally(fold: &mut Fold, at: At, event: &TallyEntered) -> Option<()> {
    put_tally(fold, TallyRecord::entered(at.ordinal, at.moment, event))
}

pub(super) fn corrected(fold: &mut Fold, at: At, event: &HourCorrected) -> Option<()> {
    put_tally(fold, TallyRecord::corrected(at.ordinal, at.moment, event))
}

fn put_tally(fold: &mut Fold, record: TallyRecord) -> Option<()> {
    fold.visits.get(&key(record.visit))?;
    fold.tallies.put(key(record.ordinal).to_vec(), record);
    Some(())
}

/// Takes a tally back, if the ordinal names one that stands.
pub(super) fn tally_undone(fold: &mut Fold, at: At, event: u64) -> Option<()> {
    let key = key(event);
    fold.tallies.get(&key).filter(|tally| tally.undone.is_none())?;
    fold.tallies.change(&key)?.undone = Some(at.ordinal);
    Some(())
}

pub(super) fn related(fold: &mut Fold, at: At, event: &WatchesRelated) -> Option<()> {
    let own = [Some(event.watch), event.other].into_iter().flatten();
    for named in own {
        match named {
            EventRef::Here(watch) => {
                fold.watches.get(&key(watch))?;
            }
            // What stands in another journal is looked for when both are put together.
            EventRef::Elsewhere(..) => {}
        }
    }
    fold.relations.put(key(at.ordinal).to_vec(), RelationRecord::of(at.ordinal, event));
    Some(())
}

pub(super) fn handed_over(fold: &mut Fold, at: At, event: &CountHandedOver) -> Option<()> {
    fold.watches.get(&key(event.watch))?;
    let record = HandOverRecord::given(at.ordinal, at.moment, event);
    fold.hand_overs.put(key(at.ordinal).to_vec(), record);
    Some(())
}

pub(super) fn taken_over(fold: &mut Fold, at: At, event: &CountTakenOver) -> Option<()> {
    fold.watches.get(&key(event.watch))?;
    let record = HandOverRecord::taken(at.ordinal, at.moment, event);
    fold.hand_overs.put(key(at.ordinal).to_vec(), record);
    Some(())
}

/// Takes a figure back that was taken over, if the ordinal names one that stands.
pub(super) fn taking_undone(fold: &mut Fold, at: At, event: u64) -> Option<()> {
    let key = key(event);
    let stands = |one: &&HandOverRecord| one.undone.is_none() && one.side != HandOverSide::Given;
    fold.hand_overs.get(&key).filter(stands)?;
    fold.hand_overs.change(&key)?.undone = Some(at.ordinal);
    Some(())
}

pub(super) fn moved(fold: &mut Fold, at: At, event: &VisitMoved) -> Option<()> {
    let visit = fold.visits.change(&key(event.visit))?;
    let before = std::mem::replace(&mut visit.station, event.station.clone());
    let old = station_key(&before).into_bytes();
    visit.moves.push(VisitMove { ordinal: at.ordinal, before, words: event.words.clone() });
    let left = fold.stations.change(&old).is_some_and(|station| {
        station.visits.remove(&event.visit);
        station.visits.is_empty()
    });
    if left {
        fold.stations.remove(&old);
    }
    let make = || StationRecord { code: event.station.clone(), visits: Default::default() };
    let new = station_key(&event.station).into_bytes();
    fold.stations.change_or(&new, make).visits.insert(event.visit);
    Some(())
}

pub(super) fn station_added(fold: &mut Fold, at: At, event: &StationAdded) {
    let row = station_key(&event.code).into_bytes();
    fold.added_stations.put(row, AddedStationRecord::of(at.ordinal, event));
}

pub(super) fn register(fold: &mut Fold, at: At, event: &RegisterNoted) -> Option<()> {
    fold.visits.get(&key(event.visit))?;
    let record = RegisterRecord::of(at.ordinal, at.moment, event);
    fold.registers.put(key(at.ordinal).to_vec(), record);
    Some(())
}

pub(super) fn box_out(fold: &mut Fold, at: At, event: &BoxTripStarted) -> Option<()> {
    fold.visits.get(&key(event.visit))?;
    let record = BoxTripRecord::of(at.ordinal, at.moment, event);
    fold.box_trips.put(key(at.ordinal).to_vec(), record);
    Some(())
}

pub(super) fn box_back(fold: &mut Fold, at: At, event: &BoxTripEnded) -> Option<()> {
    let trip = fold.box_trips.change(&key(event.trip))?;
    trip.back = Some(BoxBack::of(at.ordinal, at.moment, event));
    Some(())
}

pub(super) fn turnout_amended(fold: &mut Fold, at: At, event: &TurnoutAmended) -> Option<()> {
    fold.turnout.change(&key(event.event))?.amend(at.ordinal, event);
    Some(())
}
