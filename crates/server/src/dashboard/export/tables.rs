//! What was recorded, as tables: one row a station, visit, watch, figure, log entry or alarm.
//!
//! Rows are in the order of journal and ordinal, so that two exports differ only where the record
//! does. A time of recording is told by its quarter hour: a tap's time plus a video of the hall
//! names a voter. What is unknown or was not told is an empty cell, never 0. Rejected: one wide
//! table, in which every line repeats the station.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::fold::{Fold, Moment};
use domain::hours::QUARTER_S;
use journal::ids::JournalId;

use super::safe;
use crate::dashboard::desk::{Desk, local};
use crate::dashboard::urgent;
use crate::dashboard::words::word;

/// A table: a file's name without ending, its columns with what they mean, its rows.
pub struct Table {
    /// The file's name without `.csv`.
    pub name: String,
    /// Names of the columns and what stands in them.
    pub columns: Vec<(String, &'static str)>,
    /// The rows, each as long as `columns`. Texts of people are safe already.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(name: &str, columns: &[(&str, &'static str)]) -> Self {
        let columns = columns.iter().map(|(name, what)| ((*name).to_owned(), *what)).collect();
        Self { name: name.to_owned(), columns, rows: Vec::new() }
    }
}

/// One device's journal while its rows are made.
pub(super) struct Author<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) journal: JournalId,
    pub(super) fold: &'a Fold,
}

/// All journals in order.
pub(super) fn authors<'a>(desk: &'a Desk<'a>) -> impl Iterator<Item = Author<'a>> {
    let devices = desk.holdings.devices.iter();
    devices.map(move |(journal, device)| Author { desk, journal: *journal, fold: &device.fold })
}

impl Author<'_> {
    /// The code of a visit's station as written; empty when none is known.
    pub(super) fn station(&self, visit: Option<u64>) -> String {
        let visit = visit.and_then(|visit| self.fold.visit(visit));
        visit.map(|visit| visit.station.clone()).unwrap_or_default()
    }

    /// Journal, event and station, as most rows begin.
    pub(super) fn begin(&self, event: u64, visit: Option<u64>) -> Vec<String> {
        vec![self.journal.to_string(), event.to_string(), safe(&self.station(visit))]
    }

    /// The zone on the wall of the visit's station.
    pub(super) fn zone(&self, visit: Option<u64>) -> Tz {
        self.desk.zone_at(&self.station(visit))
    }

    /// The quarter hour of a moment on the wall of the visit's station.
    pub(super) fn quarter(&self, visit: Option<u64>, moment: Moment) -> String {
        self.quarter_of(visit, self.fold.time(moment).at)
    }

    /// The same of Unix seconds.
    pub(super) fn quarter_of(&self, visit: Option<u64>, at: i64) -> String {
        quarter(at, self.zone(visit))
    }
}

/// What most rows begin with.
pub(super) const JOURNAL: (&str, &str) = ("journal", "UUID of the device's journal");
pub(super) const EVENT: (&str, &str) = ("event", "number of its event");
pub(super) const STATION: (&str, &str) = ("station", "code as written");
pub(super) const WORDS: (&str, &str) = ("words", "the observer's words");

/// The quarter hour an instant lies in, on a wall.
pub(super) fn quarter(at: i64, zone: Tz) -> String {
    local(at - at.rem_euclid(QUARTER_S), zone, "%Y-%m-%dT%H:%M")
}

pub(super) fn yes(it: bool) -> String {
    if it { "yes" } else { "no" }.to_owned()
}

pub(super) fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A code's word; empty where it is not told.
pub(super) fn word_of<T: std::fmt::Debug>(code: Option<T>) -> String {
    code.map(|code| word(&code)).unwrap_or_default()
}

pub(super) fn text(value: Option<&str>) -> String {
    safe(value.unwrap_or_default())
}

/// Apart by spaces.
pub(super) fn spaced<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    all.into_iter().map(|it| it.to_string()).collect::<Vec<_>>().join(" ")
}

/// Categories with their counts, `number=count`.
pub(super) fn by_category(counts: &BTreeMap<u32, u32>) -> String {
    spaced(counts.iter().map(|(category, count)| format!("{category}={count}")))
}

/// Stations of the list, and those somebody was at.
pub(super) fn stations(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "stations",
        &[
            ("code", "the station's code as the list or an observer writes it"),
            ("name", "its name; where it is not listed, as an observer gave it"),
            ("region", "from the largest area to the smallest, apart by ` / `"),
            ("registered", "voters by the imported list"),
            ("listed", "yes: in headquarters' list; no: typed by an observer"),
            ("journals", "devices that were there"),
            ("lat", "degrees north, WGS84; empty: not in the list"),
            ("lon", "degrees east, WGS84"),
        ],
    );
    let mut keys: std::collections::BTreeSet<String> =
        desk.stations.iter().map(|station| domain::station_key(&station.code)).collect();
    keys.extend(desk.holdings.station_keys().cloned());
    for key in keys {
        let station = desk.station(&key);
        let listed = desk.stations.get(&key).is_some();
        let place = desk.stations.get(&key).and_then(|station| station.place.as_ref());
        table.rows.push(vec![
            safe(&station.code),
            safe(&station.name),
            safe(&station.region.join(" / ")),
            number(station.registered),
            yes(listed),
            desk.holdings.devices_at(&key).count().to_string(),
            place.map(|place| place.lat.clone()).unwrap_or_default(),
            place.map(|place| place.lon.clone()).unwrap_or_default(),
        ]);
    }
    table
}

/// Visits.
pub(super) fn visits(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "visits",
        &[
            ("journal", "UUID of the device's journal"),
            ("visit", "number of the event that begins it"),
            ("station", "code as written"),
            ("place", "inside, outside or not_admitted"),
            ("arrived", "quarter hour on the station's wall"),
            ("left", "quarter hour; empty: not told"),
        ],
    );
    for author in authors(desk) {
        for visit in author.fold.visits() {
            let at = |moment| author.quarter(Some(visit.ordinal), moment);
            table.rows.push(vec![
                author.journal.to_string(),
                visit.ordinal.to_string(),
                safe(&visit.station),
                word(&visit.place),
                at(visit.arrived),
                visit.left.map(at).unwrap_or_default(),
            ]);
        }
    }
    table
}

/// Watches.
pub(super) fn watches(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "watches",
        &[
            ("journal", "UUID of the device's journal"),
            ("watch", "number of the event that begins it"),
            ("visit", "number of its visit"),
            ("station", "code as written"),
            ("definition_version", "gives points and categories their numbers; 0: built in"),
            ("point", "number of the counting point in that version"),
            ("covers", "desks or boxes in sight; empty: the whole point"),
            ("view", "full, partly_blocked or none"),
            ("state", "running, paused, interrupted or ended"),
            ("started", "quarter hour on the station's wall"),
            ("last_sign", "quarter hour of its last sign of life"),
            ("counted", "taps that stand, category number=count, apart by spaces"),
        ],
    );
    for author in authors(desk) {
        for watch in author.fold.watches() {
            let at = |moment| author.quarter(Some(watch.visit), moment);
            let started = watch.stretches.first().map(|stretch| stretch.from);
            table.rows.push(vec![
                author.journal.to_string(),
                watch.ordinal.to_string(),
                watch.visit.to_string(),
                safe(&author.station(Some(watch.visit))),
                watch.definition_version.to_string(),
                watch.point.to_string(),
                safe(&watch.covers.join(" ")),
                word(&watch.view),
                word(&watch.state),
                started.map(at).unwrap_or_default(),
                at(watch.last_sign),
                by_category(&watch.totals()),
            ]);
        }
    }
    table
}

/// Figures that observers noted.
pub(super) fn turnout(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "turnout",
        &[
            ("journal", "UUID of the device's journal"),
            ("event", "number of its event"),
            ("station", "code as written"),
            ("figure", "as it was said, also when it falls"),
            ("counts", "since_opening, this_interval or unclear"),
            ("as_of", "the moment it is for, on the wall it was announced by"),
            ("noted", "quarter hour it was written down"),
            ("what", "ballots_issued, signatures, dropped or unclear"),
            ("mobile_box", "in it: yes, no or unknown"),
            ("contest", "number of the contest, where told apart"),
            ("source", "own_count, told, displayed or overheard"),
            ("told_by", "who said so"),
            ("noted_figure", "the figure as it was noted first"),
            ("amended", "numbers of the events that said it anew, apart by spaces"),
            ("withdrawn", "yes: it does not stand any more"),
        ],
    );
    for author in authors(desk) {
        for noted in author.fold.turnout() {
            let visit = Some(noted.visit);
            let own = noted.zone.as_deref().and_then(domain::hours::zone);
            let zone = own.unwrap_or_else(|| author.zone(visit));
            table.rows.push(vec![
                author.journal.to_string(),
                noted.ordinal.to_string(),
                safe(&author.station(visit)),
                noted.figure.to_string(),
                word(&noted.counts),
                local(noted.as_of, zone, "%Y-%m-%dT%H:%M"),
                author.quarter(visit, noted.moment),
                word(&noted.what),
                word(&noted.mobile_box),
                number(noted.contest),
                word(&noted.source),
                text(noted.told_by.as_deref()),
                noted.noted_figure.to_string(),
                spaced(&noted.amended),
                yes(noted.withdrawn),
            ]);
        }
    }
    table
}

/// Log entries.
pub(super) fn log(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "log",
        &[
            ("journal", "UUID of the device's journal"),
            ("event", "number of its event"),
            ("station", "code as written; empty: at none"),
            ("about", "remark, opened, closed, incident, conversation, people or material"),
            ("seen", "quarter hour it was seen"),
            ("text", "the observer's words"),
        ],
    );
    for author in authors(desk) {
        for entry in author.fold.log() {
            let seen = entry.seen_at.map(|at| author.quarter_of(entry.visit, at));
            table.rows.push(vec![
                author.journal.to_string(),
                entry.ordinal.to_string(),
                safe(&author.station(entry.visit)),
                word(&entry.entry),
                seen.unwrap_or_else(|| author.quarter(entry.visit, entry.moment)),
                safe(&entry.text),
            ]);
        }
    }
    table
}

/// Alarms, in the order of journal and event.
pub(super) fn alarms(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "alarms",
        &[
            ("journal", "UUID of the journal its first event is in"),
            ("event", "number of that event"),
            ("station", "code; empty: none known"),
            ("kind", "removed or in_danger"),
            ("at", "quarter hour in the election's zone"),
            ("told", "what was told of it, name=code, apart by spaces"),
            ("text", "the person's words, apart by line breaks"),
            ("linked", "no: it stands in a page that waits for the ones before it"),
            ("over", "the word it is said to be over in; empty: it stands"),
        ],
    );
    let mut all = urgent::all(desk);
    all.sort_by(|a, b| (&a.journal, a.event).cmp(&(&b.journal, b.event)));
    for alarm in all {
        let at = chrono::DateTime::parse_from_rfc3339(&alarm.at).map(|at| at.timestamp());
        let at = at.map(|at| quarter(at, desk.zone())).unwrap_or_default();
        let told: Vec<String> =
            alarm.told.iter().map(|field| format!("{}={}", field.name, field.value)).collect();
        table.rows.push(vec![
            alarm.journal,
            alarm.event.to_string(),
            safe(&alarm.station),
            word(&alarm.kind),
            at,
            told.join(" "),
            safe(&alarm.texts.join("\n")),
            yes(alarm.linked),
            alarm.over.map(|over| over.word).unwrap_or_default(),
        ]);
    }
    table
}
