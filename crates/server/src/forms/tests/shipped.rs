//! The checklists that come with the program: opening, voting, closing and counting.

use super::*;

fn shipped(name: &str) -> Form {
    let path = format!("{}/forms/{name}.xlsx", env!("CARGO_MANIFEST_DIR"));
    import(&std::fs::read(path).unwrap(), "").unwrap()
}

#[test]
fn the_opening_checklist_reads_as_this_text() {
    insta::assert_snapshot!(as_text(&shipped("opening")));
}

#[test]
fn the_voting_checklist_reads_as_this_text() {
    insta::assert_snapshot!(as_text(&shipped("voting")));
}

#[test]
fn the_counting_checklist_reads_as_this_text() {
    insta::assert_snapshot!(as_text(&shipped("counting")));
}

#[test]
fn every_text_of_a_shipped_checklist_stands_in_three_languages() {
    for name in ["opening", "voting", "counting"] {
        let form = shipped(name);
        let body = form.body();
        assert_eq!((body.name.as_str(), body.titles.len()), (name, 3));
        for item in &body.items {
            let computed = item.kind == ItemKind::Calculate;
            assert!(item.labels.len() == 3 || computed, "{name}: {}", item.name);
            for texts in [&item.hints, &item.constraint_messages, &item.required_messages] {
                assert!(texts.is_empty() || texts.len() == 3, "{name}: {}", item.name);
            }
            assert!(item.choices.iter().all(|choice| choice.labels.len() == 3));
        }
    }
}

#[test]
fn the_counting_checklist_tells_the_sum_of_what_was_read_out() {
    let form = shipped("counting");
    let number = |name: &str| form.item_named(name).unwrap().number;
    let (repeat, votes) = (number("option"), number("option_votes"));
    let mut record = domain::form::Record::default();
    record.rounds.insert((vec![], repeat), vec![1, 2]);
    for (round, count) in [(1, 312), (2, 198)] {
        record.answers.insert((vec![round], votes), Value::Integer(count));
    }
    record.answers.insert((vec![], number("invalid")), Value::Integer(9));
    record.answers.insert((vec![], number("in_box")), Value::Integer(520));
    let filling = domain::form::Filling::open(&form, record, domain::form::Setting::default());
    let told = form.item_named("sum_told").unwrap();
    let words = filling.label(&[], told.number, &told.labels["en"]);
    assert_eq!(words, "Votes and invalid ballots together: **519**; in the box: **520**.");
    assert!(filling.node(&[], told.number).unwrap().relevant);
}

#[test]
fn a_sum_with_a_gap_is_not_told() {
    use domain::event::SpecialAnswer;
    let form = shipped("counting");
    let number = |name: &str| form.item_named(name).unwrap().number;
    let told = |votes: Value, invalid: Value| {
        let mut record = domain::form::Record::default();
        record.answers.insert((vec![1], number("option_votes")), votes);
        record.answers.insert((vec![], number("invalid")), invalid);
        record.answers.insert((vec![], number("in_box")), Value::Integer(520));
        let filling = domain::form::Filling::open(&form, record, domain::form::Setting::default());
        filling.node(&[], number("sum_told")).unwrap().relevant
    };
    let unseen = || Value::Special(SpecialAnswer::ALL[0]);
    assert!(told(Value::Integer(312), Value::Integer(0)));
    assert!(!told(Value::Integer(312), unseen()), "what was not seen is not nought");
    assert!(!told(Value::Integer(312), Value::Cleared));
    assert!(!told(unseen(), Value::Integer(9)));
}
