//! What was recorded, as tables: one row a visit, watch, figure, log entry, alarm or answer.
//!
//! Rows are in the order of journal and ordinal, so that two exports differ only where the record
//! does. A time of recording is told by its quarter hour: a tap's time plus a video of the hall
//! names a voter. What is unknown or was not told is an empty cell, never 0. Rejected: one wide
//! table, in which every line repeats the station.

use chrono_tz::Tz;
use domain::event::Value;
use domain::fold::{Fold, FormRecord, Moment};
use domain::hours::{QUARTER_S, zone_of};
use journal::ids::JournalId;

use super::safe;
use crate::dashboard::desk::{Desk, local};
use crate::dashboard::overview::{columns, lines};
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

    fn zone(&self, visit: Option<u64>) -> Tz {
        match self.station(visit) {
            code if code.is_empty() => self.desk.zone(),
            code => {
                let station = self.desk.station(&domain::station_key(&code));
                zone_of(&station, self.desk.definitions.current())
            }
        }
    }

    /// The quarter hour of a moment on the wall of the visit's station.
    pub(super) fn quarter(&self, visit: Option<u64>, moment: Moment) -> String {
        self.quarter_of(visit, self.fold.time(moment).at)
    }

    fn quarter_of(&self, visit: Option<u64>, at: i64) -> String {
        let quarter = at - at.rem_euclid(QUARTER_S);
        local(quarter, self.zone(visit), "%Y-%m-%dT%H:%M")
    }
}

pub(super) fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn text(value: Option<&str>) -> String {
    safe(value.unwrap_or_default())
}

/// Stations of the list, and those somebody was at.
pub(super) fn stations(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "stations",
        &[
            ("code", "the station's code as the list or an observer writes it"),
            ("name", "its name"),
            ("region", "from the largest area to the smallest, apart by ` / `"),
            ("registered", "voters by the imported list"),
            ("listed", "yes: in headquarters' list; no: typed by an observer"),
            ("journals", "devices that were there"),
        ],
    );
    let mut keys: std::collections::BTreeSet<String> =
        desk.stations.iter().map(|station| domain::station_key(&station.code)).collect();
    keys.extend(desk.holdings.station_keys().cloned());
    for key in keys {
        let station = desk.station(&key);
        let listed = desk.stations.get(&key).is_some();
        table.rows.push(vec![
            safe(&station.code),
            safe(&station.name),
            safe(&station.region.join(" / ")),
            number(station.registered),
            if listed { "yes" } else { "no" }.to_owned(),
            desk.holdings.devices_at(&key).count().to_string(),
        ]);
    }
    table
}

/// The hours of every polling day.
pub(super) fn hours(desk: &Desk<'_>) -> Table {
    let mut table = Table::new("hours", &super::HOURS);
    for polling in &desk.definitions.current().days {
        let lines = lines(desk, *polling);
        let columns = columns(*polling, &lines);
        let day = polling.date.to_string();
        for line in lines {
            let row = line.with_columns(&columns, desk.now);
            let cells = columns.iter().zip(&row.hours);
            table
                .rows
                .extend(cells.map(|(name, cell)| super::record(&day, &row, *name, cell).to_vec()));
        }
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
            let totals = watch.totals();
            let counted: Vec<String> =
                totals.iter().map(|(category, count)| format!("{category}={count}")).collect();
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
                counted.join(" "),
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
        let at = at.map(|at| at - at.rem_euclid(QUARTER_S)).unwrap_or_default();
        let told: Vec<String> =
            alarm.told.iter().map(|field| format!("{}={}", field.name, field.value)).collect();
        table.rows.push(vec![
            alarm.journal,
            alarm.event.to_string(),
            safe(&alarm.station),
            word(&alarm.kind),
            local(at, desk.zone(), "%Y-%m-%dT%H:%M"),
            told.join(" "),
            safe(&alarm.texts.join("\n")),
            if alarm.linked { "yes" } else { "no" }.to_owned(),
            alarm.over.map(|over| over.word).unwrap_or_default(),
        ]);
    }
    table
}

/// Answers, one a row, special ones told apart from empty.
pub(super) fn answers(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "answers",
        &[
            ("key", "the filling, as KEY in the form's own file"),
            ("station", "code as written"),
            ("form", "the form's form_id; its number where the version is not known"),
            ("form_version", "the version it was given in"),
            ("rounds", "rounds of the repeats around the question, apart by `/`"),
            ("question", "its name; its number where the version is not known"),
            ("value", "choices by name, apart by spaces; empty: taken back, or special"),
            ("special", "did_not_see, not_allowed, refused_to_say or does_not_apply"),
            ("answered", "quarter hour on the station's wall"),
            ("before", "answers the question had before this one"),
        ],
    );
    for author in authors(desk) {
        for filling in author.fold.forms() {
            table.rows.extend(answer_rows(&author, filling));
        }
    }
    table
}

fn answer_rows(author: &Author<'_>, filling: &FormRecord) -> Vec<Vec<String>> {
    let form = author.desk.holdings.common.form_version(filling.form, filling.version);
    let form = form.and_then(Result::ok);
    let name = form.as_ref().map(|form| form.body().name.clone());
    let rows = filling.answers.iter().map(|((rounds, question), answer)| {
        let item = form.as_ref().and_then(|form| form.item(*question));
        let rounds: Vec<String> = rounds.iter().map(ToString::to_string).collect();
        let special = match &answer.value {
            Value::Special(special) => word(special),
            Value::Cleared
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Chosen(_)
            | Value::Text(_) => String::new(),
        };
        vec![
            super::answers::key(author.journal, filling),
            safe(&author.station(Some(filling.visit))),
            safe(&name.clone().unwrap_or_else(|| filling.form.to_string())),
            filling.version.to_string(),
            rounds.join("/"),
            safe(&item.map_or_else(|| question.to_string(), |item| item.name.clone())),
            super::answers::value(item, &answer.value),
            special,
            author.quarter(Some(filling.visit), answer.moment),
            answer.before.to_string(),
        ]
    });
    rows.collect()
}
