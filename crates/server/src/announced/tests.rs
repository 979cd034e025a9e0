#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn figures_are_read_in_station_time_and_bad_rows_are_named() {
    let text = "station;figure;as_of;source\n\
                1804;902;2026-12-06 12:00;commission\n\
                1805;;2026-12-06 12:00;x\n\
                1805;12;noon;x\n";
    let (good, refused) = read(text.as_bytes(), Tz::Asia__Almaty).unwrap();
    assert_eq!(good.len(), 1);
    assert_eq!((good[0].figure, good[0].as_of), (902, 1_796_540_400));
    let lines: Vec<_> = refused.iter().map(|row| (row.line, row.column.as_str())).collect();
    assert_eq!(lines, [(3, "figure"), (4, "as_of")]);
}

#[test]
fn a_second_figure_for_the_same_moment_replaces_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("announced.json");
    let entry = |station: &str, figure, as_of| Entry {
        station: station.into(),
        figure,
        as_of,
        source: String::new(),
    };
    let mut all = Announced::load(&path).unwrap();
    all.add([entry("A1", 5, 100), entry(" a1 ", 6, 100), entry("A1", 9, 200)]);
    all.save(&path).unwrap();
    let all = Announced::load(&path).unwrap();
    let figures: Vec<u32> = all.of_station("a1", 0, 1000).map(|it| it.figure).collect();
    assert_eq!(figures, [6, 9]);
    assert_eq!(all.of_station("a1", 0, 200).count(), 1);
    assert_eq!(all.of_station("a2", 0, 1000).count(), 0);
}
