//! Files beside the workbook: lists to choose from, tables to look into, external choices.

use super::*;

const TOWNS: &str = "name,label,region\naral,Арал,south\ntobol,\"Тобыл, қала\",north\n";

fn beside(name: &str) -> Result<Vec<u8>, String> {
    match name {
        "towns.csv" => Ok(TOWNS.as_bytes().to_vec()),
        "empty.csv" => Ok(b"name,label\n".to_vec()),
        "bare.csv" => Ok(b"code,town\n1,Aral\n".to_vec()),
        "spaced.csv" => Ok(b"name,label\na b,A\n".to_vec()),
        other => Err(format!("there is no {other}")),
    }
}

fn read(workbook: &Workbook) -> Result<Form, String> {
    let imported = super::super::import(&workbook.bytes(), "f", &beside);
    imported
        .map(|imported| imported.form)
        .map_err(|refusals| refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_list_from_a_file_is_chosen_from_and_filtered_like_any_other() {
    let form = read(&survey(&[
        &["type", "name", "label", "choice_filter"],
        &["text", "region", "Region", ""],
        &["select_one_from_file towns.csv", "town", "Town", "region = ${region}"],
    ]))
    .unwrap();
    let town = form.item_named("town").unwrap();
    let names: Vec<&str> = town.choices.iter().map(|choice| choice.name.as_str()).collect();
    assert_eq!(names, ["aral", "tobol"]);
    assert_eq!(town.choices[1].labels["default"], "Тобыл, қала");
    let north = ("region", Value::Text("north".into()));
    let chosen = |number| ("town", Value::Chosen(vec![number]));
    assert_eq!(state(&form, &[north.clone(), chosen(2)]).violated, 0);
    assert_eq!(state(&form, &[north, chosen(1)]).violated, 1);
}

#[test]
fn other_columns_are_named_by_parameters() {
    let form = read(&survey(&[
        &["type", "name", "label", "parameters"],
        &["select_one_from_file bare.csv", "town", "Town", "value=code label=town"],
    ]))
    .unwrap();
    assert_eq!(form.item_named("town").unwrap().choices[0].labels["default"], "Aral");
}

#[test]
fn a_table_is_looked_into_by_pulldata() {
    let form = read(&survey(&[
        &["type", "name", "label", "calculation", "relevant"],
        &["text", "town", "Town", "", ""],
        &["calculate", "r", "", "pulldata('towns', 'region', 'name', ${town})", ""],
        &["text", "why", "Why", "", "${r} = 'south'"],
    ]))
    .unwrap();
    assert_eq!(form.body().tables.len(), 1);
    let relevant = |town: &str| state(&form, &[("town", Value::Text(town.into()))]).relevant;
    assert_eq!((relevant("aral"), relevant("tobol"), relevant("nowhere")), (2, 1, 1));
}

#[test]
fn external_choices_are_a_sheet_of_the_same_workbook() {
    let workbook = survey(&[
        &["type", "name", "label", "choice_filter"],
        &["text", "region", "Region", ""],
        &["select_one_external towns", "town", "Town", "region = ${region}"],
    ])
    .sheet(
        "external_choices",
        &[
            &["list_name", "name", "label", "region"],
            &["towns", "aral", "Aral", "south"],
            &["towns", "tobol", "Tobol", "north"],
        ],
    );
    let form = read(&workbook).unwrap();
    assert_eq!(form.item_named("town").unwrap().choices.len(), 2);
}

#[test]
fn a_file_that_cannot_be_used_is_refused_with_its_name_and_reason() {
    let workbook = survey(&[
        &["type", "name", "label", "calculation"],
        &["select_one_from_file missing.csv", "a", "A", ""],
        &["select_one_from_file empty.csv", "b", "B", ""],
        &["select_one_from_file bare.csv", "c", "C", ""],
        &["select_one_from_file spaced.csv", "d", "D", ""],
        &["select_one_from_file ../towns.csv", "e", "E", ""],
        &["select_one_from_file towns.xml", "f", "F", ""],
    ]);
    insta::assert_snapshot!(read(&workbook).unwrap_err());
    let table = survey(&[
        &["type", "name", "label", "calculation"],
        &["text", "q", "Q", ""],
        &["calculate", "r", "", "pulldata('people', 'name', 'code', ${q})"],
    ]);
    let place = "sheet survey, row 3, column calculation";
    assert_eq!(read(&table).unwrap_err(), format!("{place}: people.csv: there is no people.csv"));
}

#[test]
fn a_missing_table_is_refused_in_every_cell_that_asks_for_it_beside_all_other_faults() {
    let workbook = survey(&[
        &["type", "name", "label", "calculation", "constraint"],
        &["text", "q", "Q", "", "pulldata('people.csv', 'a', 'b', .) = 1"],
        &["calculate", "r", "", "pulldata('people', 'a', 'b', ${q})", ""],
        &["calculate", "s", "", "pulldata('towns', 'label', 'name', ${q})", ""],
        &["calculate", "t", "", "${t} + 1", ""],
        &["text", "u", "U", "", ". >"],
    ]);
    let lines = read(&workbook).unwrap_err();
    let expected = [
        "sheet survey, row 2, column constraint: people.csv: there is no people.csv",
        "sheet survey, row 3, column calculation: people.csv: there is no people.csv",
        "sheet survey, row 5, column calculation: it depends on itself: t → t",
    ];
    assert_eq!(lines.lines().take(3).collect::<Vec<_>>(), expected, "{lines}");
    assert_eq!(lines.lines().count(), 4, "{lines}");
}

#[test]
fn a_form_too_large_to_publish_is_refused_with_its_size() {
    let workbook = survey(&[
        &["type", "name", "label", "calculation"],
        &["text", "q", "Q", ""],
        &["calculate", "r", "", "pulldata('people', 'name', 'code', ${q})"],
    ])
    .bytes();
    let table = |rows: usize| {
        let rows = (0..rows).map(|row| format!("{row},{}\n", "x".repeat(100)));
        format!("code,name\n{}", rows.collect::<String>()).into_bytes()
    };
    let read = |rows: usize| super::super::import(&workbook, "f", &|_: &str| Ok(table(rows)));
    let kept = read(2_000).unwrap().form.encode().len();
    assert!(kept <= super::super::FORM_BYTES_MAX && kept > 200_000, "{kept}");
    let refusals = read(3_000).unwrap_err();
    let [Refusal { reason: Reason::FormTooLarge { bytes, most, largest, rows }, .. }] =
        refusals.as_slice()
    else {
        panic!("{refusals:?}")
    };
    assert!(*bytes > 300_000 && bytes > most);
    assert_eq!((largest.as_str(), *rows), ("people.csv", 3_000));
}

#[test]
fn no_and_false_say_nothing_on_a_note() {
    let workbook = survey(&[
        &["type", "name", "label", "required", "constraint", "required_message"],
        &["note", "n", "N", "no", "", "Please answer"],
        &["begin group", "g", "G", "FALSE", "false", ""],
        &["text", "q", "Q", "yes", "", "Please answer"],
        &["end group", "", "", "", "", ""],
    ]);
    let imported = super::super::import(&workbook.bytes(), "f", &nothing).unwrap();
    let items = &imported.form.body().items;
    assert!(items.iter().all(|item| item.constraint.is_none()));
    assert_eq!(items.iter().filter(|item| item.required.is_some()).count(), 1);
    assert_eq!(imported.notes.len(), 1, "{:?}", imported.notes);
    let yes = survey(&[
        &["type", "name", "label", "required"],
        &["note", "n", "N", "yes"],
        &["text", "q", "Q", ""],
    ]);
    let expected = "sheet survey, row 2, column required: a note takes no value here";
    assert_eq!(refusals(&yes), expected);
}

#[test]
fn a_row_disabled_in_any_spelling_is_left_out() {
    let workbook = survey(&[
        &["type", "name", "label", "disabled"],
        &["text", "a", "A", "no"],
        &["telepathy", "b", "B", "Yes"],
        &["telepathy", "c", "C", "true"],
        &["telepathy", "d", "D", "TRUE()"],
    ]);
    assert_eq!(import(&workbook.bytes(), "f").unwrap().body().items.len(), 1);
}

#[test]
fn a_setting_of_ones_own_is_noted() {
    let workbook = survey(&[&["type", "name", "label"], &["text", "q", "Q"]])
        .sheet("settings", &[&["form_id", "attribute::my_number"], &["f", "5"]]);
    let notes = super::super::import(&workbook.bytes(), "f", &nothing).unwrap().notes;
    let expected = "sheet settings, row 2, column attribute::my_number: this setting has no \
                    meaning in this app: 5";
    assert_eq!(notes[0].to_string(), expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_beside_the_workbook_are_read_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        more in "[a-z,;\"\n \t]{0,200}",
    ) {
        let workbook = survey(&[
            &["type", "name", "label"],
            &["select_one_from_file list.csv", "q", "Q"],
        ]).bytes();
        for content in [bytes, format!("name,label\n{more}").into_bytes()] {
            let beside = |_: &str| Ok(content.clone());
            if let Err(refusals) = super::super::import(&workbook, "f", &beside) {
                prop_assert!(!refusals.is_empty());
            }
        }
    }
}

#[test]
fn a_workbook_in_old_spellings_reads_as_one_of_today() {
    let old = survey(&[
        &["type", "name", "label:English (en)", "bind:relevant", "bind:jr:constraintMsg", "image"],
        &["q int", "a", "How many?", "", "", "a.png"],
        &["add select one prompt using yn", "b", "Is it?", "${a} > 1", "no", ""],
    ])
    .sheet("choices", &[&["list name", "value", "label:English (en)"], &["yn", "y", "Yes"]])
    .sheet("settings", &[&["id_string", "title"], &["old", "Old words"]]);
    let new = survey(&[
        &["type", "name", "label::English (en)", "relevant", "constraint_message"],
        &["integer", "a", "How many?", "", ""],
        &["select_one yn", "b", "Is it?", "${a} > 1", "no"],
    ])
    .sheet("choices", &[&["list_name", "name", "label::English (en)"], &["yn", "y", "Yes"]])
    .sheet("settings", &[&["form_id", "form_title"], &["old", "Old words"]]);
    let imported = super::super::import(&old.bytes(), "checklist", &nothing).unwrap();
    assert_eq!(imported.form, import(&new.bytes(), "checklist").unwrap());
    let notes: Vec<String> = imported.notes.iter().map(ToString::to_string).collect();
    let image = "sheet survey, row 2, column image: this column has no meaning in this app: a.png";
    assert_eq!(notes, [image]);
}

#[test]
fn two_choices_of_one_name_are_taken_where_settings_and_a_filter_say_so() {
    let towns = |filter: &str| {
        survey(&[
            &["type", "name", "label", "choice_filter"],
            &["text", "region", "Region", ""],
            &["select_one towns", "town", "Town", filter],
        ])
        .sheet(
            "choices",
            &[
                &["list_name", "name", "label", "region"],
                &["towns", "aral", "Aral", "north"],
                &["towns", "aral", "Aral", "south"],
            ],
        )
        .sheet("settings", &[&["form_id", "allow_choice_duplicates"], &["f", "yes"]])
    };
    let form = import(&towns("region = ${region}").bytes(), "").unwrap();
    assert_eq!(form.item_named("town").unwrap().choices.len(), 2);
    assert!(import(&towns("").bytes(), "").is_err());
}

#[test]
fn a_refused_type_is_one_refusal_and_a_row_of_remarks_is_left_out() {
    let book = survey(&[
        &["type", "name", "label", "remarks"],
        &["integer", "a", "A", ""],
        &["telepathy", "b", "", ""],
        &["", "", "", "ask gently"],
    ]);
    assert_eq!(
        refusals(&book),
        "sheet survey, row 3, column type: the type telepathy is not supported"
    );
}
