//! Every type and column a phone can ask, and what is refused or only noted.

use super::*;

/// A workbook with every type and every column.
fn everything() -> Workbook {
    let header: &[&str] = &[
        "type",
        "name",
        "label::Қазақша (kk)",
        "label::English (en)",
        "hint",
        "guidance_hint",
        "relevant",
        "constraint",
        "constraint_message",
        "required",
        "required_message",
        "calculation",
        "trigger",
        "choice_filter",
        "default",
        "read_only",
        "repeat_count",
        "appearance",
        "parameters",
    ];
    // Cells by header, so that a row says only what it has.
    let is = |title: &str, name: &str| {
        title == name || (name.starts_with("label::") && title.starts_with(name))
    };
    let row = |cells: &[(&str, &'static str)]| -> Vec<&'static str> {
        let cell = |title: &&str| {
            cells.iter().find(|(name, _)| is(title, name)).map_or("", |(_, cell)| *cell)
        };
        header.iter().map(cell).collect()
    };
    let ask = |kind: &'static str, name: &'static str| {
        row(&[("type", kind), ("name", name), ("label::Қ", name), ("label::E", name)])
    };
    let rows: Vec<Vec<&str>> = vec![
        header.to_vec(),
        ask("start", "began"),
        ask("end", "ended"),
        ask("today", "day"),
        ask("deviceid", "device"),
        ask("username", "who"),
        row(&[("type", "hidden"), ("name", "wave"), ("default", "2")]),
        ask("begin group", "about"),
        row(&[
            ("type", "text"),
            ("name", "words"),
            ("label::E", "In **your** words"),
            ("guidance_hint", "Names of voters never"),
            ("appearance", "multiline"),
            ("required", "yes"),
            ("required_message", "Write something"),
        ]),
        ask("end group", ""),
        row(&[
            ("type", "integer"),
            ("name", "ballots"),
            ("label::E", "Ballots"),
            ("hint", "as counted"),
            ("constraint", ". >= 0"),
            ("constraint_message", "not below zero"),
            ("default", "0"),
        ]),
        ask("decimal", "share"),
        row(&[
            ("type", "range"),
            ("name", "order"),
            ("label::E", "Order, 0 to 5"),
            ("parameters", "start=0 end=5 step=0.5"),
        ]),
        ask("select_one region", "region"),
        row(&[
            ("type", "select_one town or_other"),
            ("name", "town"),
            ("label::E", "Town"),
            ("choice_filter", "region = ${region}"),
        ]),
        ask("select_multiple region", "seen"),
        ask("rank region", "ranked"),
        ask("date", "date"),
        ask("time", "time"),
        ask("dateTime", "both"),
        ask("geopoint", "place"),
        ask("image", "photo"),
        ask("audio", "sound"),
        ask("video", "film"),
        ask("file", "paper"),
        ask("barcode", "code"),
        row(&[
            ("type", "acknowledge"),
            ("name", "read"),
            ("label::E", "I have read it"),
            ("relevant", "${ballots} > 0"),
        ]),
        row(&[
            ("type", "begin repeat"),
            ("name", "box"),
            ("label::E", "Box"),
            ("repeat_count", "${ballots}"),
        ]),
        row(&[
            ("type", "text"),
            ("name", "seal"),
            ("label::E", "Seal"),
            ("default", "concat('B', position(..))"),
            ("read_only", "${ballots} = 1"),
        ]),
        ask("end repeat", ""),
        row(&[
            ("type", "calculate"),
            ("name", "changed"),
            ("calculation", "now()"),
            ("trigger", "${ballots}, ${share}"),
        ]),
        row(&[("type", "note"), ("name", "thanks"), ("label::E", "${ballots} ballots, thank you")]),
    ];
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    survey(&rows)
        .sheet(
            "choices",
            &[
                &["list_name", "name", "label::Қазақша (kk)", "label::English (en)", "region"],
                &["region", "north", "Солтүстік", "North", ""],
                &["region", "south", "Оңтүстік", "South", ""],
                &["town", "aral", "Арал", "Aral", "south"],
                &["town", "tobol", "Тобыл", "Tobol", "north"],
            ],
        )
        .sheet(
            "settings",
            &[
                &["form_id", "form_title::English (en)", "version", "default_language"],
                &["all", "Everything", "7", "Қазақша (kk)"],
            ],
        )
}

#[test]
fn every_type_and_column_reads_as_this_text() {
    insta::assert_snapshot!(as_text(&import(&everything().bytes(), "").unwrap()));
}

#[test]
fn an_imported_form_reads_back_from_its_bytes() {
    let form = import(&everything().bytes(), "").unwrap();
    assert_eq!(Form::decode(&form.encode()).unwrap(), form);
}

#[test]
fn what_has_no_meaning_on_a_phone_is_listed_and_imported() {
    let workbook = survey(&[
        &["type", "name", "label", "appearance"],
        &["text", "q", "Q", "w4 multiline"],
        &["select_one l", "s", "S", "minimal"],
        &["begin group", "g", "G", "field-list"],
        &["integer", "i", "I", "numbers"],
        &["end group", "", "", ""],
    ])
    .sheet("choices", &[&["list_name", "name", "label"], &["l", "a", "A"]])
    .sheet("settings", &[&["form_id", "style", "instance_name"], &["f", "pages", "${q}"]]);
    let notes = super::super::import(&workbook.bytes(), "f", &nothing).unwrap().notes;
    let lines: Vec<String> = notes.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_a_phone_cannot_ask_is_refused_by_its_place() {
    let workbook = survey(&[
        &["type", "name", "label", "save_to", "image", "body::accuracyThreshold", "parameters"],
        &["geotrace", "g", "G", "", "", "", ""],
        &["geoshape", "h", "H", "", "", "", ""],
        &["audit", "audit", "", "", "", "", ""],
        &["email", "mail", "", "", "", "", ""],
        &["xml-external", "x", "", "", "", "", ""],
        &["background-audio", "b", "", "", "", "", ""],
        &["text", "t", "T", "voters", "t.png", "", ""],
        &["geopoint", "p", "P", "", "", "5", ""],
        &["range", "r", "R", "", "", "", "start=a pages=2 wide"],
        &["select_one_from_file towns.geojson", "s", "S", "", "", "", ""],
        &["rank l or_other", "o", "O", "", "", "", ""],
        &["begin repeat", "open", "Open", "", "", "", ""],
        &["end group", "", "", "", "", "", ""],
    ])
    .sheet("choices", &[&["list_name", "name", "label", "image"], &["l", "a", "A", "a.png"]])
    .sheet("entities", &[&["list_name"], &["voters"]])
    .sheet("settings", &[&["form_id", "public_key"], &["f", "MIIB"]]);
    insta::assert_snapshot!(refusals(&workbook));
}

#[test]
fn expressions_that_cannot_be_kept_are_refused_by_their_place() {
    let workbook = survey(&[
        &["type", "name", "label", "relevant", "calculation", "choice_filter", "repeat_count"],
        &["integer", "a", "A", "${b} = 1", "", "", ""],
        &["integer", "b", "B", "area(${a}) > 1", "", "", ""],
        &["calculate", "c", "", "", "${d} + 1", "", ""],
        &["calculate", "d", "", "", "${c} + 1", "", ""],
        &["calculate", "e", "", "", "", "", ""],
        &["calculate", "f", "", "", "pulldata('towns', 'name', 'code', ${a})", "", ""],
        &["text", "g", "G", "regex(${a}, '(')", "", "x = 1", ""],
        &["text", "h", "Unknown ${nobody}", "//a/b = 1", "", "", "3"],
        &["text", "i", "I", "if(${a} = 1, 2)", "", "", ""],
    ]);
    insta::assert_snapshot!(refusals(&workbook));
}

#[test]
fn a_circle_of_values_is_refused_with_its_path() {
    let workbook = survey(&[
        &["type", "name", "label", "calculation"],
        &["integer", "a", "A", ""],
        &["calculate", "c", "", "${d} + 1"],
        &["calculate", "d", "", "${e} + ${a}"],
        &["calculate", "e", "", "${c} + 1"],
    ]);
    let lines = refusals(&workbook);
    assert_eq!(lines, "sheet survey, row 3: it depends on itself: c → d → e → c");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text_as_an_expression_is_taken_or_refused(
        words in proptest::collection::vec(
            prop_oneof![
                Just("${q}".to_owned()),
                proptest::sample::select(vec![
                    "(", ")", ",", "+", "-", "*", " div ", " mod ", "=", "!=", "<", ">=", " and ",
                    " or ", "not(", "if(", "selected(", "count(", "position(..)", "regex(",
                    "'a+'", "../q", "current()/.", ".", "//", "instance(", "now()", "1e9", "\"",
                ]).prop_map(str::to_owned),
                "[ -~]{0,6}",
                "\\PC{0,4}",
            ],
            0..14,
        ),
    ) {
        let text = words.concat();
        let cell: &str = &text;
        for column in ["relevant", "constraint", "calculation", "default", "required"] {
            let rows: [&[&str]; 3] = [
                &["type", "name", "label", column],
                &["text", "q", "Q", ""],
                &["text", "r", "R", cell],
            ];
            match import(&survey(&rows).bytes(), "f") {
                Ok(form) => {
                    let answer = ("q", Value::Text(text.clone()));
                    state(&form, &[answer]);
                }
                Err(refusals) => prop_assert!(!refusals.is_empty()),
            }
        }
    }

    #[test]
    fn any_type_with_any_cells_is_a_form_or_refused(
        kind in concat!(
            "(text|range|rank l|select_one l( or_other)?|select_one_from_file [a-z./]{1,6}",
            "|begin repeat|calculate|[a-z _]{0,12})",
        ),
        cells in proptest::collection::vec("\\PC{0,12}", 5),
    ) {
        let cell = |at: usize| cells[at].as_str();
        let rows: [&[&str]; 3] = [
            &["type", "name", "label", "parameters", "appearance", "repeat_count", "trigger"],
            &["text", "q", "Q", "", "", "", ""],
            &[&kind, "r", cell(0), cell(1), cell(2), cell(3), cell(4)],
        ];
        if let Err(refusals) = import(&survey(&rows).bytes(), "f") {
            prop_assert!(!refusals.is_empty());
        }
    }
}
