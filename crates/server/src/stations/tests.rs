use super::*;

fn columns() -> Columns {
    Columns {
        code: "code".into(),
        name: "name".into(),
        registered: Some("voters".into()),
        region: vec!["oblast".into(), "rayon".into()],
        ..Columns::default()
    }
}

fn import(text: &str) -> Import {
    read(text.as_bytes(), None, &columns(), &mut |_, _| ()).unwrap()
}

fn reasons(import: &Import) -> Vec<String> {
    import.refused.iter().map(ToString::to_string).collect()
}

#[test]
fn good_rows_become_stations() {
    let import =
        import("code,name,voters,oblast,rayon\n 1804 ,№12 мектеп,1 204,Алматы,Бостандық\n");
    assert_eq!(import.refused, []);
    assert_eq!(
        import.stations,
        [Station {
            code: "1804".into(),
            name: "№12 мектеп".into(),
            region: vec!["Алматы".into(), "Бостандық".into()],
            registered: Some(1204),
            ..Station::default()
        }]
    );
}

#[test]
fn every_refused_row_is_named_by_line_column_and_reason() {
    let import = import(
        "code,name,voters,oblast,rayon\n\
         ,A,1,x,y\n\
         2,,1,x,y\n\
         3,C,\"1,5\",x,y\n\
         4,D,-7,x,y\n\
         5,E,9999999,x,y\n\
         6,F,,x,\n\
         7,G,,x,y\n\
         8,H\n",
    );
    assert_eq!(
        reasons(&import),
        [
            "line 2, column code: empty",
            "line 3, column name: empty",
            "line 4, column voters: \"1,5\" is not a number of voters",
            "line 5, column voters: \"-7\" is not a number of voters",
            "line 6, column voters: \"9999999\" is not a number of voters",
            "line 7, column rayon: empty",
            "line 9: 2 cells where the header has 5",
        ]
    );
    assert_eq!(import.stations.len(), 1);
    assert_eq!(import.stations[0].registered, None);
}

#[test]
fn a_station_has_its_own_zone_and_hours_from_the_list() {
    let own = Columns {
        code: "code".into(),
        name: "name".into(),
        timezone: Some("zone".into()),
        opens: Some("from".into()),
        closes: Some("to".into()),
        ..Columns::default()
    };
    let import = |text: &str| read(text.as_bytes(), None, &own, &mut |_, _| ()).unwrap();
    let good = import(
        "code,name,zone,from,to\nB1,Berlin,europe/berlin,08:00,18:30\nN,Night,,20:00,02:00\nO,,,,\nP,Plain,,,\n",
    );
    assert_eq!(reasons(&good), ["line 4, column name: empty"]);
    let hours = |at: usize| {
        let spec = good.stations[at].spec();
        (spec.zone, spec.opens_minutes, spec.closes_minutes)
    };
    assert_eq!(hours(0), (Some("Europe/Berlin".into()), Some(480), Some(1110)));
    assert_eq!(hours(1), (None, Some(1200), Some(1560)), "it closes on the next date");
    assert_eq!(hours(2), (None, None, None));
    let bad = import("code,name,zone,from,to\n1,A,Berlin,,\n2,B,,8,\n3,C,,,24:00\n");
    assert_eq!(
        reasons(&bad),
        [
            "line 2, column zone: no time zone is called \"Berlin\"",
            "line 3, column from: \"8\" is no time of day such as 07:00",
            "line 4, column to: \"24:00\" is no time of day such as 07:00",
        ]
    );
    // A list written before there were such columns is still a list.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stations.json");
    std::fs::write(&path, br#"[{"code":"1","name":"A","region":[],"registered":7}]"#).unwrap();
    let old = StationList::load(&path).unwrap();
    assert_eq!(old.get("1").unwrap().spec().registered, Some(7));
}

#[test]
fn a_station_has_its_own_days_from_the_list() {
    let own = Columns {
        code: "code".into(),
        name: "name".into(),
        days: Some("days".into()),
        polling: ["2026-12-05", "2026-12-06"].map(|day| day.parse().unwrap()).to_vec(),
        ..Columns::default()
    };
    let import = |text: &str| read(text.as_bytes(), None, &own, &mut |_, _| ()).unwrap();
    let good = import("code,name,days\n1,A,2026-12-06 2026-12-05\n2,B,\n");
    let votes = |at: usize, day: &str| good.stations[at].spec().votes_on(day.parse().unwrap());
    assert!(votes(0, "2026-12-05") && votes(0, "2026-12-06") && !votes(0, "2026-12-07"));
    assert!(votes(1, "2026-12-07"), "an empty cell is every day");
    let bad = import("code,name,days\n1,A,06.12.2026\n2,B,2026-12-05 2026-11-06\n");
    let told = [
        "line 2, column days: \"06.12.2026\" is not a date",
        "line 3, column days: \"2026-11-06\" is no polling day of the election",
    ];
    assert_eq!(reasons(&bad), told);
}

#[test]
fn codes_that_coincide_after_trim_and_lower_case_are_all_refused() {
    let import = import(
        "code,name,voters,oblast,rayon\nÄ1,A,1,x,y\n2,B,1,x,y\n  ä1 ,C,1,x,y\nA\u{308}1,D,1,x,y\n",
    );
    assert_eq!(import.stations.len(), 1);
    let lines: Vec<u64> = import.refused.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 4, 5]);
    assert!(import.refused[0].reason.contains("line 4"));
}

#[test]
fn numbers_with_spaces_are_numbers_and_with_points_are_not() {
    use import::whole_number;
    assert_eq!(whole_number("673"), Some(673));
    assert_eq!(whole_number("1\u{a0}204"), Some(1204));
    for bad in ["", " ", "1 20", "1.204", "12e3", "٣", "+5", "4294967296"] {
        assert_eq!(whole_number(bad), None, "{bad:?}");
    }
}

#[test]
fn a_second_import_updates_and_deletes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stations.json");
    let mut list = StationList::load(&path).unwrap();
    let first = import("code,name,voters,oblast,rayon\nA1,One,5,x,y\nA2,Two,6,x,y\n");
    assert_eq!(list.update(first.stations), Changes { added: 2, updated: 0, unchanged: 0 });
    list.save(&path).unwrap();
    let mut list = StationList::load(&path).unwrap();
    let second = import("code,name,voters,oblast,rayon\nA1,One,5,x,y\na2,Two,7,x,y\n");
    assert_eq!(list.update(second.stations), Changes { added: 0, updated: 1, unchanged: 1 });
    let third = import("code,name,voters,oblast,rayon\nA3,Three,1,x,y\n");
    assert_eq!(list.update(third.stations), Changes { added: 1, updated: 0, unchanged: 0 });
    assert_eq!((list.len(), list.get(" A2 ").unwrap().registered), (3, Some(7)));
}

#[test]
fn a_damaged_list_is_an_error_and_not_an_empty_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stations.json");
    std::fs::write(&path, b"[{").unwrap();
    assert!(matches!(StationList::load(&path), Err(ListError::Damaged(_))));
}

#[test]
fn coordinates_are_kept_as_read_and_refused_by_line_and_column() {
    let columns = Columns { place: Some(("lat".into(), "lon".into())), ..columns() };
    let text = "code,name,voters,oblast,rayon,lat,lon\n\
                1,A,1,x,y,+051.1605220,71.42\n\
                2,B,1,x,y,,\n\
                3,C,1,x,y,90.01,71\n\
                4,D,1,x,y,51,-180.5\n\
                5,E,1,x,y,51,\n\
                6,F,1,x,y,\"51,16\",71\n\
                7,G,1,x,y,-90,180\n\
                8,H,1,x,y,1e1,0\n";
    let import = read(text.as_bytes(), None, &columns, &mut |_, _| ()).unwrap();
    assert_eq!(
        reasons(&import),
        [
            "line 4, column lat: \"90.01\" is not a number of degrees from -90 to 90",
            "line 5, column lon: \"-180.5\" is not a number of degrees from -180 to 180",
            "line 6, column lon: empty, and the other coordinate is not",
            "line 7, column lat: \"51,16\" is not a number of degrees from -90 to 90",
            "line 9, column lat: \"1e1\" is not a number of degrees from -90 to 90",
        ]
    );
    let places: Vec<_> = import.stations.iter().map(|station| station.place.as_ref()).collect();
    let said = |place: Option<&StationPlace>| place.map(|it| (it.lat.clone(), it.lon.clone()));
    let at = |lat: &str, lon: &str| Some((lat.to_owned(), lon.to_owned()));
    let said: Vec<_> = places.into_iter().map(said).collect();
    assert_eq!(said, [at("51.160522", "71.42"), None, at("-90", "180")]);
}

#[test]
fn a_second_import_moves_a_station_and_one_without_coordinates_leaves_it_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stations.json");
    // As written before there were coordinates.
    std::fs::write(&path, br#"[{"code":"1","name":"A","region":["x","y"],"registered":1}]"#)
        .unwrap();
    let mut list = StationList::load(&path).unwrap();
    let columns = Columns { place: Some(("lat".into(), "lon".into())), ..columns() };
    let text = |lat: &str| format!("code,name,voters,oblast,rayon,lat,lon\n1,A,1,x,y,{lat},71\n");
    for (lat, updated) in [("51", 1), ("52", 1), ("52.0", 0)] {
        let import = read(text(lat).as_bytes(), None, &columns, &mut |_, _| ()).unwrap();
        assert_eq!(list.update(import.stations).updated, updated);
        list.save(&path).unwrap();
        list = StationList::load(&path).unwrap();
    }
    list.update(import_of("code,name,voters,oblast,rayon\n1,B,1,x,y\n"));
    let station = list.get("1").unwrap();
    assert_eq!((station.name.as_str(), station.place.as_ref().unwrap().lat.as_str()), ("B", "52"));
}

fn import_of(text: &str) -> Vec<Station> {
    import(text).stations
}

proptest::proptest! {
    /// As many stations and refusals as there are rows, whatever the cells hold.
    #[test]
    fn any_cells_are_stations_or_refused_by_line_and_column(
        cells in proptest::collection::vec("(?s).{0,12}", 0..60),
    ) {
        let columns = Columns { place: Some(("lat".into(), "lon".into())), ..columns() };
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(["code", "name", "voters", "oblast", "rayon", "lat", "lon"]).unwrap();
        let rows = cells.chunks_exact(7);
        let number = rows.len();
        rows.for_each(|row| file.write_record(row).unwrap());
        let bytes = file.into_inner().unwrap();
        let import = read(&bytes, None, &columns, &mut |_, _| ()).unwrap();
        proptest::prop_assert!(import.stations.len() + import.refused.len() <= number);
        let named = ["code", "name", "voters", "oblast", "rayon", "lat", "lon", ""];
        for refused in &import.refused {
            proptest::prop_assert!(refused.line >= 2, "{}", refused);
            proptest::prop_assert!(named.contains(&refused.column.as_str()), "{}", refused);
        }
    }

    #[test]
    fn any_bytes_are_stations_or_refused_and_no_more_is_kept_than_the_file_holds(
        bytes: Vec<u8>,
        text in "[\\PC\n,\"]{0,200}",
    ) {
        let header = "code,name,voters,oblast,rayon\n";
        let below = [header.as_bytes(), &bytes].concat();
        for file in [bytes, below, format!("{header}{text}").into_bytes()] {
            let Ok(import) = read(&file, None, &columns(), &mut |_, _| ()) else { continue };
            let kept: usize = import.stations.iter().map(|station| {
                let region = station.region.iter().map(String::len).sum::<usize>();
                station.code.len() + station.name.len() + region
            }).sum();
            let lines = file.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
            proptest::prop_assert!(kept <= 3 * file.len(), "{} of {}", kept, file.len());
            proptest::prop_assert!(import.stations.len() + import.refused.len() <= lines);
        }
    }
}
