use super::*;

#[test]
fn a_title_is_read_with_one_colon_or_two() {
    let is = |title, base: &str, language| {
        assert_eq!(column(title), (base.to_owned(), language), "{title}");
    };
    is("label:English", "label", Some("English"));
    is("label::Қазақша (kk)", "label", Some("Қазақша (kk)"));
    is("Constraint Message::fr", "constraint_message", Some("fr"));
    is("bind::relevant", "relevant", None);
    is("bind:relevant", "relevant", None);
    is("bind:jr:constraintMsg", "constraint_message", None);
    is("bind::jr:constraintMsg::French", "constraint_message", Some("French"));
    is("jr:count", "repeat_count", None);
    is("media::audio::chinese", "audio", Some("chinese"));
    is("media:image:English", "image", Some("English"));
    is("image::english", "image", Some("english"));
    is("body::mediatype", "body::mediatype", None);
    is("bind::saveIncomplete", "bind::saveincomplete", None);
}

#[test]
fn a_selection_is_read_in_each_of_its_old_spellings() {
    let of = |written: &str| {
        let words: Vec<&str> = written.split_whitespace().collect();
        selection(&words).map(|(kind, rest)| format!("{kind}: {}", rest.join(" ")))
    };
    let is = |written, read: &str| assert_eq!(of(written).as_deref(), Some(read), "{written}");
    is("select one from yes_no", "select_one: yes_no");
    is("select one yes_no or_other", "select_one: yes_no or_other");
    is("add select one prompt using yes_no", "select_one: yes_no");
    is("select all that apply from list", "select_multiple: list");
    is("Select Multiple colours", "select_multiple: colours");
    is("q select1 l", "select_one: l");
    is("select_one_from_file a.csv", "select_one_from_file: a.csv");
    assert_eq!(of("selected l"), None);
}

#[test]
fn a_name_near_a_rule_is_told_from_one_of_its_own() {
    let rules = ["relevant", "constraint", "label", "type"];
    for near in ["relevent", "constrait", "constraint_2", "lable", "label_en"] {
        assert!(near_a_rule(near, &rules), "{near}");
    }
    for own in ["note_to_self", "_category", "tutorial_notes", "tr_id", "typo"] {
        assert!(!near_a_rule(own, &rules), "{own}");
    }
}
