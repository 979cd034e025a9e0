//! Whatever a file holds, its import ends, panics nowhere and keeps no more than a bound.
//!
//! Bytes flipped in a packed file mostly end at its checksum; here the parts themselves are bent
//! and packed anew, so that every reader behind the archive sees them.

use super::workbook::{packed, parts};
use super::*;
use proptest::sample::Index;

fn reasons(bytes: &[u8]) -> Vec<Reason> {
    import(bytes, "f").unwrap_err().into_iter().map(|refusal| refusal.reason).collect()
}

/// A survey with one question.
fn small() -> Workbook {
    survey(&[&["type", "name", "label"], &["text", "q", "Q"]])
}

#[test]
fn a_workbook_that_unpacks_to_more_than_any_form_is_refused_before_it_is_read() {
    let mut parts = parts(&small().bytes());
    let more = "<!--".to_owned() + &" ".repeat(33 * 1024 * 1024);
    parts.push(("xl/sharedStrings.xml".to_owned(), more.into_bytes()));
    let bytes = packed(&parts);
    assert!(bytes.len() < 128 * 1024, "{}", bytes.len());
    assert_eq!(reasons(&bytes), [Reason::UnpacksTooLarge(32 * 1024 * 1024)]);
}

#[test]
fn one_long_text_that_every_cell_names_is_not_kept_for_every_cell() {
    let text = "x".repeat(9_000);
    let named = |rows: u32| {
        (0..rows).fold(small(), |book, row| book.shared("survey", row + 3, "ABC", &text)).bytes()
    };
    let too_large =
        |bytes: &[u8]| reasons(bytes).iter().any(|reason| matches!(reason, Reason::TooLarge(_)));
    assert!(!too_large(&named(300)), "8,100,000 bytes are kept");
    let bytes = named(320);
    assert!(bytes.len() < 64 * 1024, "{}", bytes.len());
    assert!(too_large(&bytes));
}

#[test]
fn a_long_list_that_every_question_names_is_not_kept_for_every_question() {
    let named = |questions: usize| {
        let names: Vec<String> = (0..1_000).map(|number| format!("c{number}")).collect();
        let label = "l".repeat(100);
        let choices = names.iter().map(|name| ["towns", name.as_str(), label.as_str()]);
        let choices: Vec<[&str; 3]> =
            [["list_name", "name", "label"]].into_iter().chain(choices).collect();
        let choices: Vec<&[&str]> = choices.iter().map(|row| row.as_slice()).collect();
        let names: Vec<String> = (0..questions).map(|number| format!("q{number}")).collect();
        let rows = names.iter().map(|name| ["select_one towns", name.as_str(), "Q"]);
        let rows: Vec<[&str; 3]> = [["type", "name", "label"]].into_iter().chain(rows).collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
        survey(&rows).sheet("choices", &choices).bytes()
    };
    let too_large = |questions| {
        let reasons = reasons(&named(questions));
        reasons.iter().filter(|it| matches!(it, Reason::ChoicesTooLarge(_))).count()
    };
    assert_eq!(too_large(20), 0, "but too large to publish");
    assert_eq!(too_large(120), 1, "and said once");
}

#[test]
fn a_header_longer_than_anybodys_is_refused_once_and_kept_by_no_cell() {
    let long = "l".repeat(201);
    let rows: [&[&str]; 2] = [&["type", "name", "label", &long], &["text", "q", "Q", "x"]];
    let reasons = reasons(&survey(&rows).bytes());
    assert!(reasons.contains(&Reason::CellTooLong(200)), "{reasons:?}");
}

#[test]
fn groups_within_groups_without_end_are_a_form_or_refused() {
    let names: Vec<String> = (0..1_000).map(|number| format!("g{number}")).collect();
    for kind in ["group", "repeat"] {
        let (begin, end) = (format!("begin {kind}"), format!("end {kind}"));
        let begins: Vec<[&str; 3]> =
            names.iter().map(|name| [begin.as_str(), name.as_str(), "G"]).collect();
        let ends = vec![[end.as_str(), "", ""]; names.len()];
        let header = [["type", "name", "label"]];
        let rows = header.iter().chain(&begins).chain([&["text", "q", "Q"]]).chain(&ends);
        let rows: Vec<&[&str]> = rows.map(|row| row.as_slice()).collect();
        if let Err(refusals) = import(&survey(&rows).bytes(), "f") {
            assert!(!refusals.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_workbook_with_bent_parts_is_read_or_refused(
        bends in proptest::collection::vec(
            (any::<Index>(), any::<Index>(), 0_usize..9, prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..6),
                "[<>/&;\"= a-z0-9]{0,9}".prop_map(String::into_bytes),
            ]),
            1..4,
        ),
    ) {
        let mut parts = parts(PRACTICE);
        for (part, from, length, piece) in bends {
            let place = part.index(parts.len());
            let (_, content) = &mut parts[place];
            let from = from.index(content.len().max(1)).min(content.len());
            let to = (from + length).min(content.len());
            drop(content.splice(from..to, piece));
        }
        if let Err(refusals) = import(&packed(&parts), "f") {
            prop_assert!(!refusals.is_empty());
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes: Vec<u8>, packed: bool) {
        let bytes = if packed { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        prop_assert!(matches!(reasons(&bytes).as_slice(), [Reason::NotAWorkbook(_)]));
    }
}
