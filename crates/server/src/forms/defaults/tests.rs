use super::{ItemKind, is_computed, quoted, source};

#[test]
fn a_default_that_computes_is_computed() {
    for text in [
        "today() - 1",
        "1 + 2",
        "(1 + 2)",
        "round(5) div 2",
        "7 mod 2",
        "concat('a', 'b')",
        "${a}",
        "a - b",
        "2 * 3",
        "now()",
    ] {
        assert!(is_computed(text, ItemKind::Text), "{text}");
        assert_eq!(source(text, ItemKind::Text), text);
    }
}

#[test]
fn a_date_a_number_a_name_and_a_text_in_quotes_are_what_they_say() {
    for text in [
        "2020-01-01",
        "2020-01-01T07:00:00.000+05:00",
        "07:00:00.000+05:00",
        "07:00",
        "-5",
        "2.5",
        ".5",
        "5-3",
        "well-known",
        "yes",
        "a/b",
        "(none)",
        "'a + b'",
        "43.25 76.9",
        "Ағаш",
        "modern divan",
    ] {
        assert!(!is_computed(text, ItemKind::Text), "{text}");
    }
    assert!(!is_computed("43.25 - 76.9", ItemKind::Geopoint));
    assert!(is_computed("today() - 1", ItemKind::Date));
}

#[test]
fn a_fixed_default_keeps_every_quotation_mark() {
    assert_eq!(quoted("plain"), "'plain'");
    assert_eq!(quoted("it's"), "\"it's\"");
    assert_eq!(quoted("it's \"so\""), "concat('it', \"'\", 's \"so\"')");
}
