//! Who has not reported, and in what way.
//!
//! Sending nothing is told apart: nobody was ever seen, a device made contact and sent nothing, or
//! it fell silent while a station of its person is open. It refuses to call silence danger, and to
//! call anybody silent outside the hours of their stations. Rejected: judging by the latest event,
//! whose time is a claim; what counts here is when headquarters received something.

use crate::definition::{ElectionDefinition, PollingDay, StationSpec};
use crate::hours::day_span;

/// Whoever sent nothing for so long while a station of theirs is open is silent, seconds; the
/// definition's limits may say otherwise.
const SILENT_S: i64 = 3 * 3600;

/// Why somebody stands among those who have not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReported {
    /// No device of theirs made contact.
    NeverSeen,
    /// A device made contact and no page came.
    NothingSent,
    /// Pages came, the last one long ago.
    Silent,
}

/// Somebody who is to report, as headquarters knows them.
#[derive(Clone, Copy, Debug)]
pub struct Reporter<'a> {
    /// Their stations; of none, the election's ordinary hours hold.
    pub stations: &'a [StationSpec],
    /// For each of their journals: when headquarters received its last page, Unix seconds; none
    /// where no page came.
    pub received: &'a [Option<i64>],
}

impl Reporter<'_> {
    /// When headquarters last received a page, Unix seconds.
    #[must_use]
    pub fn last(&self) -> Option<i64> {
        self.received.iter().copied().flatten().max()
    }

    /// Why they stand among those who have not reported; none where nothing is missing at `now`,
    /// Unix seconds.
    #[must_use]
    pub fn missing(
        &self,
        day: PollingDay,
        definition: &ElectionDefinition,
        now: i64,
    ) -> Option<NotReported> {
        if self.received.is_empty() {
            return Some(NotReported::NeverSeen);
        }
        let Some(last) = self.last() else { return Some(NotReported::NothingSent) };
        let ordinary = [StationSpec::of_code("")];
        let stations = if self.stations.is_empty() { &ordinary } else { self.stations };
        let open = |station| {
            let span = day_span(day, station, definition);
            (span.opens..span.closes).contains(&now)
        };
        let limit = definition.limits.silent_minutes;
        let silent_s = limit.map_or(SILENT_S, |minutes| i64::from(minutes) * 60);
        let long_ago = last < now.saturating_sub(silent_s);
        (long_ago && stations.iter().any(open)).then_some(NotReported::Silent)
    }
}
