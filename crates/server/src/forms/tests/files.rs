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
    assert_eq!(read(&table).unwrap_err(), "sheet survey: people.csv: there is no people.csv");
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
