//! Hand-overs put together: which two halves are one, and what nobody else's record shows.
//!
//! Halves are one where the code named the other event, else where figure and tag agree. A
//! figure taken over whose counting is here is never counted again; where it is not, only what
//! exceeds all that was counted at that point until then is *told*, hatched. So a middle link
//! that never arrived is counted once and the first one not twice.

use super::shift::Shift;
use super::{EventAt, HandOverLine, PointDay, Quarter};
use crate::fold::{HandOverRecord, HandOverSide};
use crate::hours::QUARTER_S;
use crate::ids::EventRef;
use std::collections::BTreeMap;

/// Most hand-overs of one station's day that are put together.
const HAND_OVERS_MAX: usize = 1_000;

/// Puts halves together: by the event a code named, else by figure and tag.
pub(super) fn pair(lines: &mut [HandOverLine]) {
    lines.sort_by_key(|line| (line.record.as_of, line.journal, line.record.ordinal));
    let given: Vec<(EventAt, HandOverRecord)> = lines
        .iter()
        .filter(|line| line.record.side == HandOverSide::Given)
        .take(HAND_OVERS_MAX)
        .map(|line| ((line.journal, line.record.ordinal), line.record))
        .collect();
    for line in lines.iter_mut().take(HAND_OVERS_MAX) {
        let HandOverSide::Taken(named) = line.record.side else { continue };
        let named = named.map(|named| match named {
            EventRef::Here(ordinal) => (line.journal, ordinal),
            EventRef::Elsewhere(journal, ordinal) => (journal, ordinal),
        });
        let same = |(at, record): &&(EventAt, HandOverRecord)| match named {
            Some(named) => *at == named,
            None => (record.figure, record.tag) == (line.record.figure, line.record.tag),
        };
        line.other = given.iter().find(same).map(|(at, _)| *at);
        line.given_figure = given.iter().find(same).map(|(_, record)| record.figure);
    }
}

/// Watches of which the second took the first one's figure over.
pub(super) fn relays(lines: &[HandOverLine]) -> Vec<(EventAt, EventAt)> {
    let watch = |line: &HandOverLine| (line.journal, line.record.watch);
    let given: BTreeMap<EventAt, EventAt> =
        lines.iter().map(|line| ((line.journal, line.record.ordinal), watch(line))).collect();
    let taken = lines.iter().filter_map(|line| Some((*given.get(&line.other?)?, watch(line))));
    taken.collect()
}

/// Gives each point what was told to it and no record here shows; halves are paired.
pub(super) fn settle(
    lines: &mut [HandOverLine],
    shifts: &[Shift<'_>],
    points: &mut [PointDay],
    tallied_until: impl Fn(&PointDay, i64) -> u32,
) {
    for line in lines.iter_mut().take(HAND_OVERS_MAX) {
        if line.other.is_some() || line.record.side == HandOverSide::Given {
            continue;
        }
        let watch = shifts.iter().find(|shift| {
            (shift.journal, shift.record.ordinal) == (line.journal, line.record.watch)
        });
        let Some(watch) = watch else { continue };
        let here = (watch.record.point, watch.kind());
        let point = points.iter_mut().find(|point| (point.point, point.kind) == here);
        let Some(point) = point else { continue };
        // The code names a whole minute; who came within it may be in the figure already, but
        // not whom the taker counted after taking it.
        let (taken, until) = (line.record.as_of, line.record.as_of.saturating_add(60));
        let counted = |quarter: &Quarter| match quarter.starts + QUARTER_S <= taken {
            true => quarter.persons,
            // Of the quarter the hand-over falls into, only those before it.
            false => {
                let watches = shifts.iter().filter(|it| (it.record.point, it.kind()) == here);
                let before = watches.map(|it| {
                    let own = (it.journal, it.record.ordinal) == (line.journal, line.record.watch);
                    it.persons_in(quarter.starts, if own { taken } else { until })
                });
                quarter.persons.min(before.fold(0, u32::saturating_add))
            }
        };
        let quarters = point.quarters.iter().filter(|quarter| quarter.starts < until);
        let known = quarters.map(counted).fold(0, u32::saturating_add);
        let told = tallied_until(point, taken).saturating_add(point.told);
        let known = known.saturating_add(told);
        line.told = line.record.figure.saturating_sub(known);
        point.told = point.told.saturating_add(line.told);
    }
}
