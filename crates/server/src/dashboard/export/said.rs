//! What else observers and officials said, as tables: lists, boxes, stations mended or added.
//!
//! The moment a figure is for is told as it was announced, by the minute; everything written
//! down on the spot by its quarter hour. A percentage stays a percentage. Rejected: announced
//! figures of stations and areas in one file, since an area's percentage would be added up.

use domain::event::FigureUnit;
use domain::fold::{AreaFigureRecord, BoxTripRecord};

use super::safe;
use super::tables::{
    Author, EVENT, JOURNAL, STATION, Table, WORDS, authors, number, quarter, text, word_of,
};
use crate::dashboard::desk::{Desk, local};
use crate::dashboard::words::word;

/// Figures of the list and the ballots.
pub(super) fn registers(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "registers",
        &[
            JOURNAL,
            EVENT,
            STATION,
            ("what", "list_at_opening, list_at_closing, additions, certificates and so on"),
            ("figure", "as it was said"),
            ("as_of", "quarter hour it is for"),
            ("noted", "quarter hour it was written down"),
            ("contest", "number of the contest, where told apart"),
            ("source", "where it comes from"),
            ("told_by", "who said so"),
        ],
    );
    for author in authors(desk) {
        for it in author.fold.registers() {
            let visit = Some(it.visit);
            let mut row = author.begin(it.ordinal, visit);
            row.extend([
                word(&it.what),
                it.figure.to_string(),
                author.quarter_of(visit, it.as_of),
                author.quarter(visit, it.moment),
                number(it.contest),
                word(&it.source),
                text(it.told_by.as_deref()),
            ]);
            table.rows.push(row);
        }
    }
    table
}

/// Trips of the mobile box.
pub(super) fn box_trips(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "box_trips",
        &[
            JOURNAL,
            EVENT,
            STATION,
            ("box", "its number or name"),
            ("out", "quarter hour it went out"),
            ("applications", "applications for voting at home"),
            ("ballots", "ballots taken along"),
            ("accompanied", "an observer went along: yes, no, not_told or refused"),
            ("meanwhile", "the count: gap, handed_over, goes_on or not_counting"),
            WORDS,
            ("back_event", "number of the event of its return; empty: not told"),
            ("back", "quarter hour it came back"),
            ("voted", "persons who voted into it"),
            ("returned", "ballots brought back unused"),
            ("accompanied_back", "an observer was along all the way"),
            ("words_back", "the observer's words at its return"),
        ],
    );
    for author in authors(desk) {
        table.rows.extend(author.fold.box_trips().map(|trip| trip_row(&author, trip)));
    }
    table
}

fn trip_row(author: &Author<'_>, trip: &BoxTripRecord) -> Vec<String> {
    let visit = Some(trip.visit);
    let back = trip.back.as_ref();
    let mut row = author.begin(trip.ordinal, visit);
    row.extend([
        text(trip.name.as_deref()),
        author.quarter(visit, trip.moment),
        number(trip.applications),
        number(trip.ballots),
        word(&trip.accompanied),
        word(&trip.meanwhile),
        text(trip.words.as_deref()),
        number(back.map(|back| back.ordinal)),
        back.map(|back| author.quarter(visit, back.moment)).unwrap_or_default(),
        number(back.and_then(|back| back.voted)),
        number(back.and_then(|back| back.returned)),
        word_of(back.map(|back| back.accompanied)),
        text(back.and_then(|back| back.words.as_deref())),
    ]);
    row
}

/// Visits whose station was mended.
pub(super) fn moves(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "visit_moves",
        &[
            JOURNAL,
            EVENT,
            ("station", "code the visit stands at now"),
            ("visit", "number of the event that begins the visit"),
            ("before", "code that stood before"),
            WORDS,
        ],
    );
    for author in authors(desk) {
        for visit in author.fold.visits() {
            for moved in &visit.moves {
                let mut row = author.begin(moved.ordinal, Some(visit.ordinal));
                row.extend([
                    visit.ordinal.to_string(),
                    safe(&moved.before),
                    text(moved.words.as_deref()),
                ]);
                table.rows.push(row);
            }
        }
    }
    table
}

/// Stations on no list.
pub(super) fn added_stations(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "added_stations",
        &[
            JOURNAL,
            EVENT,
            ("code", "the code on the wall"),
            ("name", "its name"),
            ("region", "from the largest area to the smallest, apart by ` / `"),
            ("zone", "its time zone, where not the election's"),
            WORDS,
        ],
    );
    for author in authors(desk) {
        for station in author.fold.added_stations() {
            table.rows.push(vec![
                author.journal.to_string(),
                station.ordinal.to_string(),
                safe(&station.code),
                safe(&station.name),
                safe(&station.region.join(" / ")),
                text(station.zone.as_deref()),
                text(station.words.as_deref()),
            ]);
        }
    }
    table
}

/// Words that all is well, or that an alarm is over.
pub(super) fn check_ins(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "check_ins",
        &[
            JOURNAL,
            EVENT,
            ("at", "quarter hour in the election's zone"),
            ("word", "what the person says"),
            ("ends", "yes: it ends an alarm"),
            ("text", "the person's words"),
        ],
    );
    for author in authors(desk) {
        for it in author.fold.check_ins() {
            table.rows.push(vec![
                author.journal.to_string(),
                it.ordinal.to_string(),
                quarter(author.fold.time(it.moment).at, desk.zone()),
                word(&it.word),
                super::tables::yes(it.ends.is_some()),
                text(it.text.as_deref()),
            ]);
        }
    }
    table
}

const OF_FIGURE: [(&str, &str); 12] = [
    ("event", "number of its event in the desk journal"),
    ("figure", "as it was announced"),
    ("unit", "persons or percent"),
    ("counts", "since_opening, this_interval or unclear"),
    ("what", "ballots_issued, signatures, dropped or unclear"),
    ("contest", "number of the contest, where told apart"),
    ("as_of", "the moment it is for, on the wall it was announced by"),
    ("zone", "the zone of that wall"),
    ("published", "when it was published, the same wall"),
    ("operator", "who entered it"),
    ("words", "the exact words"),
    ("link", "where it was published"),
];

/// Figures announced of stations.
pub(super) fn announced(desk: &Desk<'_>) -> Table {
    let mut columns = vec![("station", "code")];
    columns.extend(OF_FIGURE);
    let mut table = Table::new("announced", &columns);
    for record in desk.announced.stations() {
        let mut row = vec![text(record.station.as_deref())];
        row.extend(figure(desk, record));
        table.rows.push(row);
    }
    table
}

/// Figures announced of areas.
pub(super) fn announced_areas(desk: &Desk<'_>) -> Table {
    let mut columns = vec![("area", "from the largest to the smallest, apart by ` / `")];
    columns.extend(OF_FIGURE);
    let mut table = Table::new("announced_areas", &columns);
    for record in desk.announced.of_areas(i64::MIN, i64::MAX) {
        let mut row = vec![safe(&record.area.join(" / "))];
        row.extend(figure(desk, record));
        table.rows.push(row);
    }
    table
}

fn figure(desk: &Desk<'_>, record: &AreaFigureRecord) -> Vec<String> {
    let zone = record.zone.as_deref().and_then(domain::hours::zone).unwrap_or(desk.zone());
    let wall = |at| local(at, zone, "%Y-%m-%dT%H:%M");
    let (figure, unit) = match record.unit {
        FigureUnit::Persons => (record.figure.to_string(), "persons"),
        FigureUnit::HundredthsOfPercent => {
            (format!("{}.{:02}", record.figure / 100, record.figure % 100), "percent")
        }
    };
    vec![
        record.ordinal.to_string(),
        figure,
        unit.to_owned(),
        word(&record.counts),
        word(&record.what),
        number(record.contest),
        wall(record.as_of),
        zone.name().to_owned(),
        record.published_at.map(wall).unwrap_or_default(),
        safe(&record.operator),
        text(record.words.as_deref()),
        text(record.link.as_deref()),
    ]
}
