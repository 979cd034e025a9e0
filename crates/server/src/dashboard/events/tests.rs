#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use domain::Stamped;
use domain::event::FormPublished;
use domain::form::{Choice, FormBody, ItemKind};
use std::collections::BTreeMap;

/// Two versions of one form; the second calls its question and choices otherwise.
fn common() -> Fold {
    let version = |version: u32, question: &str, choices: [&str; 2]| {
        let choice = |(number, name): (u32, &str)| Choice {
            number,
            name: name.to_owned(),
            labels: BTreeMap::new(),
            columns: BTreeMap::new(),
        };
        let choices = (1..).zip(choices).map(choice).collect();
        let body = FormBody {
            name: "opening".into(),
            titles: BTreeMap::new(),
            languages: vec!["en".into()],
            items: vec![Item { choices, ..Item::new(1, question, ItemKind::SelectMultiple) }],
            label_version: None,
            tables: Vec::new(),
        };
        let bytes = Form::new(body).unwrap().encode();
        let published = FormPublished { operator: "carol".into(), form: 7, version, bytes };
        let event = Event::new(1_000, Payload::FormPublished(published));
        Stamped { ordinal: version.into(), boot: [1; 16], drift: 0, event }
    };
    let mut common = Fold::new();
    let all = [version(1, "seals", ["whole", "torn"]), version(2, "seal", ["intact", "broken"])];
    common.apply(&all);
    common
}

#[test]
fn an_answer_is_told_by_its_questions_name_and_version() {
    let common = common();
    let forms = Published::of(&common);
    let told = |form_version, value| {
        let answered = Answered {
            visit: 1,
            form: 7,
            form_version,
            instance: 1,
            repeat_path: Vec::new(),
            question: 1,
            value,
            seen_at: None,
        };
        let (_, fields) = described(&Event::new(1_000, Payload::Answered(answered)), &forms);
        let field = |name: &str| fields.iter().find(|it| it.name == name).unwrap().value.clone();
        ["form", "form_version", "question", "choices"].map(field)
    };
    let chosen = || Value::Chosen(vec![2, 1]);
    assert_eq!(told(1, chosen()), ["opening", "1", "seals", "torn, whole"]);
    assert_eq!(told(2, chosen()), ["opening", "2", "seal", "broken, intact"]);
    assert_eq!(told(3, chosen()), ["7", "3", "1", "2, 1"], "unknown here: by its numbers");
}
