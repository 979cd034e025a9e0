//! What is taken and what is refused, by us and by pyxform, on workbooks made by hand.
//!
//! Each case says what both must do; where they part, it names the entry of DIFFERENCES.md that
//! says who is right and why.

use crate::compare::Readers;
use crate::ours::read;
use crate::readers::skipped;
use crate::workbook::Workbook;

/// What both readings do with a workbook.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Take,
    Refuse,
    /// We refuse, pyxform takes it.
    WeRefuse(&'static str),
}

use Verdict::{Refuse, Take, WeRefuse};

/// Rows under `type | name | label` and, after a `;`, further columns by name.
const CASES: &[(&str, &str, Verdict)] = &[
    ("one question", "| type | name | label |\n| text | a | A |", Take),
    ("no type column", "| name | label |\n| a | A |", Refuse),
    ("no name column", "| type | label |\n| text | A |", Refuse),
    ("an unknown type", "| type | name | label |\n| telepathy | a | A |", Refuse),
    ("no name", "| type | name | label |\n| text | | A |", Refuse),
    ("no label", "| type | name | label |\n| text | a | |", Refuse),
    ("a hint is enough", "| type | name | hint |\n| text | a | A |", Take),
    ("a name with a space", "| type | name | label |\n| text | a b | A |", Refuse),
    ("a name begun by a digit", "| type | name | label |\n| text | 1a | A |", Refuse),
    ("a name with a colon", "| type | name | label |\n| text | a:b | A |", WeRefuse("colon")),
    ("a name in Cyrillic", "| type | name | label |\n| text | имя | A |", Take),
    ("a name twice", "| type | name | label |\n| text | a | A |\n| text | a | A |", Refuse),
    (
        "a name twice, in two groups",
        "| type | name | label |\n| begin group | g | G |\n| text | a | A |\n| end group | | |
         | text | a | A |",
        Take,
    ),
    (
        "a reference to a name that stands twice",
        "| type | name | label | relevant |\n| begin group | g | G | |\n| text | a | A | |
         | end group | | | |\n| text | a | A | |\n| text | b | B | ${a} = 1 |",
        Refuse,
    ),
    (
        "a group not ended",
        "| type | name | label |\n| begin group | g | G |\n| text | a | A |",
        Refuse,
    ),
    ("an end alone", "| type | name | label |\n| text | a | A |\n| end group | | |", Refuse),
    (
        "a group ended as a repeat",
        "| type | name | label |\n| begin group | g | G |\n| text | a | A |\n| end repeat | | |",
        Refuse,
    ),
    (
        "a group without a name",
        "| type | name | label |\n| begin group | | G |\n| text | a | A |\n| end group | | |",
        Refuse,
    ),
    (
        "a group without a label",
        "| type | name | label |\n| begin group | g | |\n| text | a | A |\n| end group | | |",
        Take,
    ),
    (
        "a repeat in a group",
        "| type | name | label |\n| begin_group | g | G |\n| begin_repeat | r | R |
         | text | a | A |\n| end_repeat | | |\n| end_group | | |",
        Take,
    ),
    ("a list", "| type | name | label |\n| select_one yn | a | A |", Take),
    ("a list not there", "| type | name | label |\n| select_one nobody | a | A |", Refuse),
    ("no list named", "| type | name | label |\n| select_one | a | A |", Refuse),
    ("or_other", "| type | name | label |\n| select_multiple yn or_other | a | A |", Take),
    ("a rank", "| type | name | label |\n| rank yn | a | A |", Take),
    (
        "an unknown reference",
        "| type | name | label | relevant |\n| text | a | A | ${nobody} = 1 |",
        Refuse,
    ),
    (
        "an unknown reference in a label",
        "| type | name | label |\n| text | a | A ${nobody} |",
        Refuse,
    ),
    (
        "a calculation",
        "| type | name | label | calculation |\n| text | a | A | |\n| calculate | b | | 1 + 1 |",
        Take,
    ),
    (
        "a calculate row with nothing",
        "| type | name | label |\n| text | a | A |\n| calculate | b | |",
        Refuse,
    ),
    (
        "a circle",
        "| type | name | label | calculation |\n| text | q | Q | |\n| calculate | a | | ${b} |
         | calculate | b | | ${a} |",
        WeRefuse("circles"),
    ),
    (
        "an expression cut short",
        "| type | name | label | relevant |\n| text | a | A | |\n| text | b | B | ${a} = |",
        WeRefuse("grammar"),
    ),
    (
        "a function nobody has",
        "| type | name | label | relevant |\n| text | a | A | guess(1) |",
        WeRefuse("grammar"),
    ),
    (
        "a bracket too few",
        "| type | name | label | relevant |\n| text | a | A | |\n| text | b | B | not(${a} = 1 |",
        WeRefuse("grammar"),
    ),
    (
        "a range",
        "| type | name | label | parameters |\n| range | a | A | start=1 end=9 step=2 |",
        Take,
    ),
    (
        "a range with words",
        "| type | name | label | parameters |\n| range | a | A | start=low |",
        Refuse,
    ),
    (
        "a parameter nobody has",
        "| type | name | label | parameters |\n| range | a | A | sort=1 |",
        Refuse,
    ),
    (
        "a trigger",
        "| type | name | label | calculation | trigger |\n| text | a | A | | |\n\
         | calculate | b | | 1 | ${a} |",
        Take,
    ),
    (
        "a trigger nobody has",
        "| type | name | label | calculation | trigger |\n| text | a | A | | |\n\
         | calculate | b | | 1 | ${c} |",
        Refuse,
    ),
    (
        "a counted repeat",
        "| type | name | label | repeat_count |\n| integer | n | N | |
         | begin repeat | r | R | ${n} |\n| text | a | A | |\n| end repeat | | | |",
        Take,
    ),
    (
        "all that is filled in by itself",
        "| type | name | label |\n| text | a | A |\n| start | s | |\n| end | e | |\n| today | t | |
         | deviceid | d | |\n| username | u | |",
        Take,
    ),
    (
        "what is photographed and recorded",
        "| type | name | label |\n| image | a | A |\n| audio | b | B |\n| video | c | C |
         | file | d | D |\n| barcode | e | E |\n| acknowledge | f | F |\n| geopoint | g | G |",
        Take,
    ),
    ("a line on a map", "| type | name | label |\n| geotrace | a | A |", WeRefuse("types")),
    ("an area on a map", "| type | name | label |\n| geoshape | a | A |", WeRefuse("types")),
    (
        "sound all along",
        "| type | name | label |\n| text | b | B |\n| background-audio | a | |",
        WeRefuse("types"),
    ),
    (
        "who is asked",
        "| type | name | label |\n| text | b | B |\n| phonenumber | a | |",
        WeRefuse("types"),
    ),
    (
        "an audit of every touch",
        "| type | name | label |\n| text | b | B |\n| audit | audit | |",
        WeRefuse("types"),
    ),
    (
        "a card's number",
        "| type | name | label |\n| text | b | B |\n| simserial | a | |",
        WeRefuse("types"),
    ),
    ("an address", "| type | name | label |\n| email | a | A |", WeRefuse("types")),
    (
        "a list in XML",
        "| type | name | label |\n| text | b | B |\n| xml-external | a | |",
        WeRefuse("types"),
    ),
    (
        "only what is computed",
        "| type | name | label | calculation |\n| calculate | a | | 1 |",
        WeRefuse("nothing-asked"),
    ),
    ("no question", "| type | name | label |\n| calculate | a | |", Refuse),
    (
        "a row switched off",
        "| type | name | label | disabled |\n| text | a | A | |\n| what | b | B | yes |",
        Take,
    ),
    (
        "two languages",
        "| type | name | label::English (en) | label::Қазақша (kk) |\n| text | a | A | Ә |",
        Take,
    ),
    ("a column twice", "| type | name | label | label |\n| text | a | A | B |", Refuse),
    ("a column of one's own", "| type | name | label | note to self |\n| text | a | A | x |", Take),
    (
        "a rule's name mistyped",
        "| type | name | label | constraints |\n| integer | a | A | . > 1 |",
        WeRefuse("columns"),
    ),
    (
        "old spellings",
        "| type | name | label:English | bind:relevant |\n| q int | a | A | |\n\
         | select one from yn | b | B | ${a} > 1 |",
        Take,
    ),
    (
        "last saved",
        "| type | name | label | default |\n| text | a | A | ${last-saved#a} |",
        WeRefuse("last-saved"),
    ),
    (
        "a list from a file not beside it",
        "| type | name | label |\n| select_one_from_file cities.csv | a | A |",
        WeRefuse("files"),
    ),
    (
        "a constraint on a note",
        "| type | name | label | constraint |\n| note | a | A | . > 1 |\n| text | b | B | |",
        WeRefuse("notes"),
    ),
    (
        "a constraint on a group",
        "| type | name | label | constraint |\n| begin group | g | G | . > 1 |\n| text | b | B | |
         | end group | | | |",
        WeRefuse("notes"),
    ),
    (
        "a group that is required",
        "| type | name | label | required |\n| begin group | g | G | yes |\n| text | b | B | |
         | end group | | | |",
        WeRefuse("notes"),
    ),
    (
        "a default on a group",
        "| type | name | label | default |\n| begin group | g | G | 1 |\n| text | b | B | |
         | end group | | | |",
        WeRefuse("notes"),
    ),
    (
        "no on a note",
        "| type | name | label | required |\n| note | a | A | no |\n| text | b | B | |",
        Take,
    ),
    (
        "a filter without choices",
        "| type | name | label | choice_filter |\n| text | a | A | x = 1 |",
        WeRefuse("misplaced"),
    ),
    (
        "a count on a group",
        "| type | name | label | repeat_count |\n| begin group | g | G | 2 |\n| text | b | B | |
         | end group | | | |",
        WeRefuse("misplaced"),
    ),
    (
        "or_other with a filter",
        "| type | name | label | choice_filter |\n\
         | select_one yn or_other | a | A | name != 'no' |",
        Refuse,
    ),
    (
        "a range without a step",
        "| type | name | label | parameters |\n| range | a | A | start=0 end=5 step=0 |",
        Refuse,
    ),
    (
        "a step wider than its range",
        "| type | name | label | parameters |\n| range | a | A | start=0 end=5 step=6 |",
        Refuse,
    ),
    (
        "a range that goes down",
        "| type | name | label | parameters |\n| range | a | A | start=5 end=0 step=1 |",
        Take,
    ),
    (
        "a file's columns on a list",
        "| type | name | label | parameters |\n| select_one yn | a | A | value=code |",
        Refuse,
    ),
    (
        "parameters of a camera and a receiver",
        "| type | name | label | parameters |\n| image | a | A | max-pixels=100 |
         | audio | b | B | quality=low |\n| geopoint | c | C | capture-accuracy=5 |",
        Take,
    ),
    (
        "a label with a name that stands twice",
        "| type | name | label |\n| begin group | g | G |\n| text | a | A |\n| end group | | |
         | text | a | A |\n| text | b | Of ${a} |",
        Refuse,
    ),
    (
        "a pattern that is none",
        "| type | name | label | constraint |\n| text | a | A | regex(., '(') |",
        WeRefuse("grammar"),
    ),
    (
        "forty brackets",
        concat!(
            "| type | name | label | relevant |\n| text | a | A | ",
            "((((((((((((((((((((((((((((((((((((((((1",
            "))))))))))))))))))))))))))))))))))))))))",
            " |"
        ),
        WeRefuse("deep"),
    ),
    (
        "defaults that compute",
        "| type | name | label | default |\n| date | a | A | today() - 1 |
         | integer | b | B | (1 + 2) |\n| time | c | C | now() |\n| integer | d | D | 1 + 2 |",
        Take,
    ),
    (
        "defaults of their kind",
        "| type | name | label | default |\n| date | a | A | 2026-12-06 |\n| integer | b | B | -5 |
         | select_multiple yn | c | C | yes no |\n| text | d | D | it's \"so\" |",
        Take,
    ),
    (
        "a default that reads as a sum",
        "| type | name | label | default |\n| text | a | A | +7 701 |",
        WeRefuse("grammar"),
    ),
    (
        "half a whole number",
        "| type | name | label | default |\n| integer | a | A | 2.5 |",
        WeRefuse("default"),
    ),
    (
        "a choice nobody has",
        "| type | name | label | default |\n| select_one yn | a | A | perhaps |",
        WeRefuse("default"),
    ),
    (
        "a picture by default",
        "| type | name | label | default |\n| image | a | A | a.png |",
        WeRefuse("default"),
    ),
    (
        "a row switched off by another word",
        "| type | name | label | disabled |\n| text | a | A | no |\n| what | b | B | True |",
        Take,
    ),
    (
        "a table not beside it",
        "| type | name | label | calculation |\n| text | a | A | |
         | calculate | b | | pulldata('people', 'a', 'b', ${a}) |",
        WeRefuse("files"),
    ),
    (
        "a value under no header",
        "| type | name | label | |\n| text | a | A | stray |",
        WeRefuse("cells"),
    ),
    ("an entity's property", "| type | name | label | save_to |\n| text | a | A | x |", Refuse),
    (
        "a choice filter",
        "| type | name | label | choice_filter |\n| select_one yn | a | A | name != 'no' |",
        Take,
    ),
    (
        "yes as people write it",
        "| type | name | label | required | read_only |\n| text | a | A | Yes | no |",
        Take,
    ),
];

const CHOICES: &str = "choices\n| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |";

/// Choices sheets with a fault, each with one question that asks from it.
const LISTS: &[(&str, &str, Verdict)] = &[
    ("a choice without a name", "| list_name | name | label |\n| l | | A |", Refuse),
    ("a choice without a label", "| list_name | name | label |\n| l | a | |", WeRefuse("label")),
    ("a choice twice", "| list_name | name | label |\n| l | a | A |\n| l | a | B |", Refuse),
    ("a choice with a space", "| list_name | name | label |\n| l | a b | A |", Refuse),
    ("a column of one's own", "| list_name | name | label | size |\n| l | a | A | 3 |", Take),
    ("a label that names nothing", "| list_name | name | label |\n| l | a | ${nobody} |", Refuse),
    ("no list_name column", "| name | label |\n| a | A |", Refuse),
];

/// Settings sheets, each with one question.
const SETTINGS: &[(&str, &str, Verdict)] = &[
    ("a title that names nothing", "| form_title |\n| Of ${nobody} |", Refuse),
    ("a key", "| form_id | public_key |\n| f | MIIB |", WeRefuse("settings")),
    ("a choice none", "| form_id | add_none_option |\n| f | no |", WeRefuse("settings")),
    ("a setting nobody knows", "| form_id | shoe_size |\n| f | 9 |", WeRefuse("settings")),
    ("an attribute of one's own", "| form_id | attribute::x |\n| f | 9 |", Take),
];

/// Entries of DIFFERENCES.md that a case here shows.
pub fn entries() -> impl Iterator<Item = &'static str> {
    CASES.iter().chain(LISTS).chain(SETTINGS).filter_map(|(.., verdict)| match verdict {
        WeRefuse(entry) => Some(*entry),
        Take | Refuse => None,
    })
}

#[test]
fn workbooks_by_hand_are_taken_and_refused_as_by_pyxform() {
    let Some(mut readers) = Readers::start() else { return skipped("pyxform or ODK's engine") };
    let mut wrong = Vec::new();
    let survey = |rows: &&'static str| {
        let mut book = Workbook::of_text(CHOICES);
        book.sheets.push(("survey", Workbook::rows_of_text(rows)));
        book
    };
    let list = |rows: &&'static str| {
        let mut book = Workbook { sheets: vec![("choices", Workbook::rows_of_text(rows))] };
        let asked = "| type | name | label |\n| select_multiple l | a | A |";
        book.sheets.push(("survey", Workbook::rows_of_text(asked)));
        book
    };
    let surveys = CASES.iter().map(|(name, rows, verdict)| (name, survey(rows), verdict));
    let lists = LISTS.iter().map(|(name, rows, verdict)| (name, list(rows), verdict));
    let set = |rows: &&'static str| {
        let mut book = Workbook { sheets: vec![("settings", Workbook::rows_of_text(rows))] };
        let asked = "| type | name | label |\n| text | a | A |";
        book.sheets.push(("survey", Workbook::rows_of_text(asked)));
        book
    };
    let settings = SETTINGS.iter().map(|(name, rows, verdict)| (name, set(rows), verdict));
    for (name, book, verdict) in surveys.chain(lists).chain(settings) {
        let (ours, theirs) = (read(&book), readers.convert(&book));
        let held = match (verdict, ours.is_ok(), theirs.is_ok()) {
            (Take, true, true) | (Refuse, false, false) | (WeRefuse(_), false, true) => true,
            _ => false,
        };
        if !held {
            let (ours, theirs) = (ours.map(|_| "takes it"), theirs.map(|_| "takes it"));
            wrong.push(format!("{name}, meant {verdict:?}: ours {ours:?}, pyxform {theirs:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} workbooks by hand", CASES.len() + LISTS.len() + SETTINGS.len());
}
