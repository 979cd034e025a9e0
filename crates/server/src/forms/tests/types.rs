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
            ("type", "select_one town"),
            ("name", "town"),
            ("label::E", "Town"),
            ("choice_filter", "region = ${region}"),
        ]),
        ask("select_multiple region or_other", "seen"),
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
    insta::assert_snapshot!(notes(&workbook));
}

/// What is imported and noted, line by line.
fn notes(workbook: &Workbook) -> String {
    let notes = super::super::import(&workbook.bytes(), "f", &nothing).unwrap().notes;
    notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn parameters_without_a_meaning_here_are_listed_and_a_scale_that_is_none_refused() {
    let workbook = survey(&[
        &["type", "name", "label", "parameters"],
        &["image", "a", "A", "max-pixels=1000"],
        &["geopoint", "b", "B", "warning-accuracy=5"],
    ]);
    let expected = [
        "sheet survey, row 2, column parameters: this parameter has no meaning in this app: \
         max-pixels=1000",
        "sheet survey, row 3, column parameters: this parameter has no meaning in this app: \
         warning-accuracy=5",
    ];
    assert_eq!(notes(&workbook), expected.join("\n"));
    let workbook = survey(&[
        &["type", "name", "label", "parameters"],
        &["range", "a", "A", "start=0 end=5 step=0"],
        &["range", "b", "B", "start=0 end=5 step=6"],
        &["range", "c", "C", "start=5 end=0 step=5"],
        &["select_one l", "d", "D", "value=code"],
    ])
    .sheet("choices", &[&["list_name", "name", "label"], &["l", "x", "X"]]);
    let expected = [
        "sheet survey, row 2, column parameters: not a parameter here: step=0",
        "sheet survey, row 3, column parameters: not a parameter here: step=6",
        "sheet survey, row 5, column parameters: not a parameter here: value=code",
    ];
    assert_eq!(refusals(&workbook), expected.join("\n"));
}

#[test]
fn or_other_with_a_choice_filter_is_refused() {
    let workbook = survey(&[
        &["type", "name", "label", "choice_filter"],
        &["select_one l or_other", "a", "A", "size > 1"],
    ])
    .sheet("choices", &[&["list_name", "name", "label", "size"], &["l", "x", "X", "2"]]);
    let expected = "sheet survey, row 2, column choice_filter: or_other takes no choice_filter: \
                    the choice other has no columns to be found by";
    assert_eq!(refusals(&workbook), expected);
}

#[test]
fn a_default_not_of_its_kind_is_refused() {
    let workbook = survey(&[
        &["type", "name", "label", "default"],
        &["integer", "a", "A", "2.5"],
        &["integer", "b", "B", "today() - 1"],
        &["select_one l", "c", "C", "perhaps"],
        &["date", "d", "D", "never"],
        &["date", "e", "E", "5"],
        &["date", "f", "F", "2026-12-06"],
        &["select_multiple l", "g", "G", "x"],
        &["time", "h", "H", "now()"],
        &["integer", "i", "I", "(1 + 2)"],
    ])
    .sheet("choices", &[&["list_name", "name", "label"], &["l", "x", "X"]]);
    let expected = [
        "sheet survey, row 2, column default: 2.5 is no answer to this question",
        "sheet survey, row 4, column default: perhaps is no answer to this question",
        "sheet survey, row 5, column default: never is no answer to this question",
        "sheet survey, row 6, column default: 5 is no answer to this question",
    ];
    assert_eq!(refusals(&workbook), expected.join("\n"));
}

#[test]
fn a_pattern_that_is_none_is_refused_in_its_cell() {
    let workbook = survey(&[
        &["type", "name", "label", "constraint", "relevant"],
        &["text", "a", "A", "not(regex(., '[a-'))", ""],
        &["text", "b", "B", r"regex(., '^\w{1,100}$')", "regex(${a}, '^(?=.*[0-9]).+$')"],
        &["text", "c", "C", r"regex(., '\w{60000}')", ""],
    ]);
    let lines = refusals(&workbook);
    let places: Vec<&str> = lines.lines().map(|line| line.split(": ").next().unwrap()).collect();
    let expected =
        ["sheet survey, row 2, column constraint", "sheet survey, row 4, column constraint"];
    assert_eq!(places, expected, "{lines}");
    assert!(lines.lines().all(|line| line.contains("not a regular expression: ")), "{lines}");
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
    assert_eq!(
        lines,
        "sheet survey, row 3, column calculation: it depends on itself: c → d → e → c"
    );
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
