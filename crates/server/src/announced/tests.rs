#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use chrono_tz::Tz;
use domain::event::{AreaFigureNoted, Payload};
use domain::{Event, Stamped};

fn layout() -> Layout {
    Layout {
        station: Vec::new(),
        area: Vec::new(),
        moments: Vec::new(),
        what: FigureKind::Unclear,
        contest: None,
        counts: FigureCounts::SinceOpening,
        zone: Tz::Asia__Almaty,
        foreign_zone: false,
        published_at: None,
        words: None,
        link: None,
        operator: "Carol".into(),
    }
}

fn desk(figures: &[AreaFigureNoted]) -> Announced {
    let mut fold = Fold::new();
    for (ordinal, figure) in (1..).zip(figures) {
        let event = Event::new(100, Payload::AreaFigureNoted(figure.clone()));
        fold.apply([&Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
    }
    Announced::of(&fold)
}

#[test]
fn figures_are_read_in_station_time_and_bad_rows_are_named() {
    let text = "station;figure;as_of;source\n\
                1804;902;2026-12-06 12:00;commission\n\
                1805;;2026-12-06 12:00;x\n\
                1805;12;noon;x\n\
                ;12;2026-12-06 12:00;x\n";
    let (good, refused) = read(text.as_bytes(), &layout()).unwrap();
    assert_eq!(good.len(), 1);
    assert_eq!((good[0].figure, good[0].as_of), (902, 1_796_540_400));
    assert_eq!(
        (good[0].station.as_deref(), good[0].words.as_deref()),
        (Some("1804"), Some("commission"))
    );
    let lines: Vec<String> = refused.iter().map(ToString::to_string).collect();
    let expected = [
        "line 3, column figure: no whole number and no percentage such as 43.1%",
        "line 4, column as_of: no time such as 2026-12-06 12:00",
        "line 5, column station: empty",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_row_a_station_with_a_column_a_moment_is_read_and_an_empty_cell_announces_nothing() {
    let text = "district,precinct,by 12,by 17\n1,2,210,\n1,3,0,583\n";
    let moments = [("by 12", 43_200), ("by 17", 61_200)];
    let moments = moments.map(|(column, as_of)| Moment { column: column.into(), as_of });
    let station = vec!["district".into(), "precinct".into()];
    let layout = Layout { station, moments: moments.to_vec(), ..layout() };
    let (good, refused) = read(text.as_bytes(), &layout).unwrap();
    assert!(refused.is_empty());
    let read: Vec<_> =
        good.iter().map(|it| (it.station.as_deref().unwrap(), it.as_of, it.figure)).collect();
    assert_eq!(read, [("1/2", 43_200, 210), ("1/3", 43_200, 0), ("1/3", 61_200, 583)]);
}

#[test]
fn a_percentage_of_an_area_stays_one_with_words_link_and_the_zone_it_was_announced_in() {
    let text = "area;figure;as_of;source;link;published_at\n\
                Ақмола облысы/Көкшетау;43,1%;2026-12-06 12:00;по состоянию на 12:00;\
                https://c.example;2026-12-06 12:10\n\
                Ақмола облысы;101%;2026-12-06 12:00;x;;\n";
    let layout = Layout { zone: Tz::Asia__Aqtau, foreign_zone: true, ..layout() };
    let (good, refused) = read(text.as_bytes(), &layout).unwrap();
    assert_eq!(refused.len(), 1);
    let figure = &good[0];
    assert_eq!((figure.figure, figure.unit), (4310, FigureUnit::HundredthsOfPercent));
    assert_eq!(figure.area, ["Ақмола облысы", "Көкшетау"]);
    assert_eq!(figure.zone.as_deref(), Some("Asia/Aqtau"));
    assert_eq!(figure.published_at, Some(figure.as_of + 600));
    assert_eq!(figure.link.as_deref(), Some("https://c.example"));
    let announced = desk(&good);
    assert_eq!(announced.of_areas(0, i64::MAX).count(), 1);
    assert!(announced.totals(0, i64::MAX).is_empty());
}

#[test]
fn a_second_figure_for_the_same_moment_replaces_the_first() {
    let (good, _) = read(b"station,figure,as_of\nA1,5,2026-12-06 10:00\n", &layout()).unwrap();
    let first = good[0].clone();
    let figure = |station: &str, figure, as_of| AreaFigureNoted {
        station: Some(station.into()),
        figure,
        as_of,
        ..first.clone()
    };
    let all = desk(&[figure("A1", 5, 100), figure(" a1 ", 6, 100), figure("A1", 9, 200)]);
    let figures: Vec<u64> = all.of_station("a1", 0, 1000).map(|it| it.figure).collect();
    assert_eq!(figures, [6, 9]);
    assert_eq!(all.of_station("a1", 0, 200).count(), 1);
    assert_eq!(all.of_station("a2", 0, 1000).count(), 0);
    let thing = (first.what, None);
    let total = |as_of, sum| MomentTotal { as_of, thing, stations: 1, sum };
    assert_eq!(all.totals(0, 1000), [total(100, 6), total(200, 9)]);
}

#[test]
fn figures_of_two_things_are_two_totals() {
    let (good, _) = read(b"station,figure,as_of\nA1,5,2026-12-06 10:00\n", &layout()).unwrap();
    let figure = |station: &str, figure, what| AreaFigureNoted {
        station: Some(station.into()),
        figure,
        what,
        as_of: 100,
        ..good[0].clone()
    };
    let (issued, signed) = (FigureKind::BallotsIssued, FigureKind::Signatures);
    let all = desk(&[
        figure("A1", 50, issued),
        figure("A1", 40, signed),
        figure("A2", 7, issued),
        figure("A2", 6, signed),
    ]);
    let total = |what, sum| MomentTotal { as_of: 100, thing: (what, None), stations: 2, sum };
    let mut totals = all.totals(0, 1000);
    totals.sort_by_key(|total| total.thing);
    let mut wanted = [total(issued, 57), total(signed, 46)];
    wanted.sort_by_key(|total| total.thing);
    assert_eq!(totals, wanted);
}

#[test]
fn figures_of_two_contests_are_two_totals_and_an_interval_is_in_none() {
    let file = b"station,figure,as_of\nA1,5,2026-12-06 10:00\n";
    let of = |contest, counts| {
        let layout = Layout { contest, counts, ..layout() };
        read(file, &layout).unwrap().0.swap_remove(0)
    };
    let since = FigureCounts::SinceOpening;
    let interval = of(Some(1), FigureCounts::ThisInterval);
    let all = desk(&[of(Some(1), since), of(Some(2), since), interval]);
    let totals = all.totals(0, i64::MAX);
    let told: Vec<_> = totals.iter().map(|it| (it.thing.1, it.stations, it.sum)).collect();
    assert_eq!(told, [(Some(1), 1, 5), (Some(2), 1, 5)]);
}

proptest::proptest! {
    #[test]
    fn any_cells_are_figures_or_refused_by_line_and_column(
        cells in proptest::collection::vec("(?s).{0,12}", 0..40),
    ) {
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(["station", "figure", "as_of", "source"]).unwrap();
        let rows = cells.chunks_exact(4);
        let number = rows.len();
        rows.for_each(|row| file.write_record(row).unwrap());
        let (good, refused) = read(&file.into_inner().unwrap(), &layout()).unwrap();
        proptest::prop_assert!(good.len() + refused.len() <= number);
        for row in &refused {
            let named = ["station", "figure", "as_of", "source", ""];
            let column = row.column.as_str();
            proptest::prop_assert!(row.line >= 2 && named.contains(&column), "{}", row);
        }
    }

    #[test]
    fn any_bytes_are_figures_or_refused_and_no_more_is_kept_than_the_file_holds(
        bytes: Vec<u8>,
        text in "[\\PC\n,;\"%0-9]{0,200}",
    ) {
        let header = "area;figure;as_of;source;link\n";
        let below = [header.as_bytes(), &bytes].concat();
        for file in [bytes, below, format!("{header}{text}").into_bytes()] {
            let Ok((good, _)) = read(&file, &layout()) else { continue };
            let kept: usize = good.iter().map(|it| {
                let area = it.area.iter().chain(&it.station).map(String::len).sum::<usize>();
                let beside = it.words.iter().chain(&it.link).map(String::len).sum::<usize>();
                area + beside
            }).sum();
            proptest::prop_assert!(kept <= 3 * file.len(), "{} of {}", kept, file.len());
        }
    }
}
