//! What stands beside the taps, as tables: groups, stretches, tallies, relations, hand-overs.
//!
//! Every row is one thing somebody said, in the order of journal and event; how it stands to the
//! totals is what the station's day judged. A stretch has its quarter hour and its whole
//! minutes, never the second it began at. Rejected: leaving out what was taken back or does not
//! stand, since a reader must see what was said first.

use domain::EventRef;
use domain::fold::{Amendment, HandOverSide, TallyOrigin, TallyRecord, WatchRecord};
use journal::ids::JournalId;

use super::days::Judged;
use super::safe;
use super::tables::{
    Author, EVENT, JOURNAL, STATION, Table, WORDS, authors, number, text, word_of, yes,
};
use crate::dashboard::desk::Desk;
use crate::dashboard::words::word;

/// Groups counted at once.
pub(super) fn groups(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "groups",
        &[
            JOURNAL,
            EVENT,
            STATION,
            ("watch", "number of the event that begins its watch"),
            ("category", "number in the watch's definition version"),
            ("persons", "how many"),
            ("group", "conscripts, students, residents, workers, brought, detained or other"),
            ("from", "quarter hour the first came"),
            ("to", "quarter hour the last had come"),
            ("undone", "yes: taken back, counts nowhere"),
            WORDS,
        ],
    );
    for author in authors(desk) {
        for watch in author.fold.watches() {
            let visit = Some(watch.visit);
            for group in watch.groups.values() {
                let mut row = author.begin(group.ordinal, visit);
                row.extend([
                    watch.ordinal.to_string(),
                    group.category.to_string(),
                    group.persons.to_string(),
                    word(&group.group),
                    author.quarter(visit, group.from),
                    author.quarter(visit, group.to),
                    yes(watch.undone.contains(&group.ordinal)),
                    text(group.words.as_deref()),
                ]);
                table.rows.push(row);
            }
        }
    }
    table
}

/// Stretches of watches: as they ran, and as they were said to stand afterwards.
pub(super) fn stretches(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "watch_stretches",
        &[
            JOURNAL,
            ("watch", "number of the event that begins the watch"),
            STATION,
            ("event", "number of the event that says so; empty: the watch by itself"),
            ("stands", "watched, gap or doubtful; where two overlap a later event holds"),
            ("reason", "why it stands otherwise than the watch says"),
            ("quiet", "quiet time: nobody_came, not_counted, away or not_answered"),
            ("from", "quarter hour it begins in"),
            ("to", "quarter hour it ends in; empty: it runs"),
            ("minutes", "its length in whole minutes"),
            WORDS,
        ],
    );
    for author in authors(desk) {
        for watch in author.fold.watches() {
            table.rows.extend(ran(&author, watch));
            table.rows.extend(watch.amendments.iter().map(|it| said(&author, watch, it)));
        }
    }
    table
}

fn ran(author: &Author<'_>, watch: &WatchRecord) -> Vec<Vec<String>> {
    let visit = Some(watch.visit);
    let row = |stretch: &domain::fold::Stretch| {
        let end = stretch.to.unwrap_or(watch.last_sign);
        let length = author.fold.time(end).at - author.fold.time(stretch.from).at;
        vec![
            author.journal.to_string(),
            watch.ordinal.to_string(),
            safe(&author.station(visit)),
            String::new(),
            "watched".to_owned(),
            String::new(),
            String::new(),
            author.quarter(visit, stretch.from),
            stretch.to.map(|to| author.quarter(visit, to)).unwrap_or_default(),
            minutes(length),
            String::new(),
        ]
    };
    watch.stretches.iter().map(row).collect()
}

fn said(author: &Author<'_>, watch: &WatchRecord, it: &Amendment) -> Vec<String> {
    let visit = Some(watch.visit);
    // Quiet time is told by the device's clock, everything else by the wall.
    let at = |claimed: i64| match it.quiet {
        Some(_) => author.fold.time(it.clock.at(claimed)).at,
        None => claimed,
    };
    vec![
        author.journal.to_string(),
        watch.ordinal.to_string(),
        safe(&author.station(visit)),
        it.ordinal.to_string(),
        word(&it.stands),
        word_of(it.reason),
        word_of(it.quiet),
        author.quarter_of(visit, at(it.from)),
        author.quarter_of(visit, at(it.to)),
        minutes(at(it.to) - at(it.from)),
        text(it.words.as_deref()),
    ]
}

fn minutes(seconds: i64) -> String {
    (seconds.max(0) / 60).to_string()
}

/// Tallies and corrections of an hour.
pub(super) fn tallies(desk: &Desk<'_>, judged: &Judged) -> Table {
    let mut table = Table::new(
        "tallies",
        &[
            JOURNAL,
            EVENT,
            STATION,
            ("definition_version", "gives point and category their numbers; 0: built in"),
            ("point", "number of the counting point"),
            ("covers", "desks or boxes in sight; empty: the whole point"),
            ("category", "number of the category"),
            ("from", "quarter hour it begins in, on the station's wall"),
            ("to", "quarter hour it ends in"),
            ("minutes", "its length in whole minutes"),
            ("persons", "the figure"),
            ("method", "paper, clicker, recording or memory; empty: a correction"),
            ("relation", "adds: beside the taps; replaces: instead of them"),
            ("old", "of a correction: the figure the observer saw"),
            ("reason", "of a correction: why"),
            ("state", "counts, or why it is in no total; empty: of no polling day"),
            WORDS,
        ],
    );
    for author in authors(desk) {
        let rows = author.fold.tallies().map(|tally| tally_row(&author, tally, judged));
        table.rows.extend(rows);
    }
    table
}

fn tally_row(author: &Author<'_>, tally: &TallyRecord, judged: &Judged) -> Vec<String> {
    let visit = Some(tally.visit);
    let [method, relation, old, reason] = match tally.origin {
        TallyOrigin::Entered(method, relation) => {
            [word(&method), word(&relation), String::new(), String::new()]
        }
        TallyOrigin::Corrected(old, reason) => {
            [String::new(), "replaces".to_owned(), old.to_string(), word(&reason)]
        }
    };
    let mut row = author.begin(tally.ordinal, visit);
    row.extend([
        tally.definition_version.to_string(),
        tally.point.to_string(),
        safe(&tally.covers.join(" ")),
        tally.category.to_string(),
        author.quarter_of(visit, tally.from),
        author.quarter_of(visit, tally.to),
        minutes(tally.to.saturating_sub(tally.from)),
        tally.persons.to_string(),
        method,
        relation,
        old,
        reason,
        match tally.undone {
            Some(_) => "undone".to_owned(),
            None => word_of(judged.tally(author.journal, tally.ordinal)),
        },
        text(tally.words.as_deref()),
    ]);
    row
}

/// How watches were declared to stand to one another.
pub(super) fn relations(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "watch_relations",
        &[
            JOURNAL,
            EVENT,
            ("watch_journal", "journal of the watch it is said of"),
            ("watch", "number of that watch's event"),
            ("other_journal", "journal of the other one"),
            ("other", "number of its event; empty: whoever else watches that point then"),
            ("relation", "parallel (compared), relay (joined) or split (added)"),
        ],
    );
    for author in authors(desk) {
        for relation in author.fold.relations() {
            let [watch_journal, watch] = named(author.journal, Some(relation.watch));
            let [other_journal, other] = named(author.journal, relation.other);
            table.rows.push(vec![
                author.journal.to_string(),
                relation.ordinal.to_string(),
                watch_journal,
                watch,
                other_journal,
                other,
                word(&relation.relation),
            ]);
        }
    }
    table
}

fn named(own: JournalId, event: Option<EventRef>) -> [String; 2] {
    match event {
        None => [String::new(), String::new()],
        Some(EventRef::Here(ordinal)) => [own.to_string(), ordinal.to_string()],
        Some(EventRef::Elsewhere(journal, ordinal)) => {
            [JournalId(journal.0).to_string(), ordinal.to_string()]
        }
    }
}

/// Halves of hand-overs.
pub(super) fn hand_overs(desk: &Desk<'_>, judged: &Judged) -> Table {
    let mut table = Table::new(
        "hand_overs",
        &[
            JOURNAL,
            EVENT,
            STATION,
            ("watch", "number of the journal's own watch"),
            ("side", "given or taken"),
            ("figure", "persons of the day at that point"),
            ("as_of", "quarter hour it holds for"),
            ("tag", "tells this hand-over apart, 0 to 999"),
            ("other_journal", "of a taken one: journal of the other half, where it is here"),
            ("other_event", "and its event"),
            ("told", "of a taken one: persons of it that no record here shows"),
            ("undone", "yes: taken back, told nowhere"),
        ],
    );
    for author in authors(desk) {
        for half in author.fold.hand_overs() {
            let visit = author.fold.watch(half.watch).map(|watch| watch.visit);
            let taken = matches!(half.side, HandOverSide::Taken(_));
            let settled = judged.hand_over(author.journal, half.ordinal).filter(|_| taken);
            let other = settled.and_then(|it| it.other);
            let mut row = author.begin(half.ordinal, visit);
            row.extend([
                half.watch.to_string(),
                word(&half.side),
                half.figure.to_string(),
                author.quarter_of(visit, half.as_of),
                half.tag.to_string(),
                other.map(|(journal, _)| JournalId(journal.0).to_string()).unwrap_or_default(),
                number(other.map(|(_, event)| event)),
                number(settled.map(|it| it.told)),
                yes(half.undone.is_some()),
            ]);
            table.rows.push(row);
        }
    }
    table
}
