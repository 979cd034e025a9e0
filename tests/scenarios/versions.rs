//! A second version of a checklist comes out while the first is being filled in.

use std::path::Path;
use std::process::Command as Process;

use app::api::{ChecklistChange, ChecklistView, Command, ContactOutcome, Given, Query, Reply};
use tests::support::headquarters::Headquarters;
use tests::support::phone::Phone;

use crate::station::Scene;

pub const FIRST: &str = "integer,seals,How many seals?,\nselect_one yn,whole,Are they whole?,\n";
pub const SECOND: &str = "integer,seals,How many seals?,. >= 1\n\
                          select_one yn,whole,Are they whole?,\n\
                          text,numbers,Their numbers?,\n";

/// Writes the checklist `seals` with these rows and imports it.
pub fn publish(hq: &Headquarters, rows: &str, version: u32) {
    let folder = hq.path(&format!("forms-{version}"));
    std::fs::create_dir_all(&folder).unwrap();
    let survey = format!("# survey\ntype,name,label::English (en),constraint\n{rows}");
    let choices = "# choices\nlist_name,name,label::English (en)\nyn,yes,Yes\nyn,no,No\n";
    let settings = format!("# settings\nform_id,version\nseals,{version}\n");
    let table = Path::new(&folder).join("seals.csv");
    std::fs::write(&table, [survey.as_str(), choices, &settings].concat()).unwrap();
    let written = Process::new(env!("CARGO_BIN_EXE_checklists")).arg(&folder).status().unwrap();
    assert!(written.success());
    hq.run(&["forms", "import", table.with_extension("xlsx").to_str().unwrap()]);
}

fn view(reply: Reply) -> ChecklistView {
    match reply {
        Reply::Checklist { view } => view,
        other => panic!("{other:?}"),
    }
}

fn answer(phone: &mut Phone, of: &ChecklistView, name: &str, given: Given) -> ChecklistView {
    let item = of.items.iter().find(|item| item.name == name).unwrap();
    view(phone.execute(&Command::Answer {
        form: of.summary.form,
        instance: of.summary.instance,
        path: item.path.clone(),
        question: item.number,
        given,
        seen_at: None,
        since_touch_ms: 0,
    }))
}

fn change(phone: &mut Phone, of: &ChecklistView, change: ChecklistChange) -> ChecklistView {
    let (form, instance) = (of.summary.form, of.summary.instance);
    view(phone.execute(&Command::ChangeChecklist { form, instance, change, since_touch_ms: 0 }))
}

fn named(of: &ChecklistView) -> Vec<&str> {
    of.items.iter().map(|item| item.name.as_str()).collect()
}

#[test]
fn a_filling_stays_on_the_version_it_began_with_and_headquarters_knows_which() {
    let mut scene = Scene::new();
    publish(&scene.hq, FIRST, 1);
    scene.hq.serve();
    let mut alice = scene.alice();
    // The invitation is older than the checklist.
    assert_eq!(alice.send(), ContactOutcome::Reached);
    let Reply::Checklists { list } = alice.query(&Query::Checklists) else { panic!("no list") };
    let form = list.iter().find(|one| one.name == "seals").unwrap().form;
    let begun = view(alice.execute(&Command::BeginChecklist { form }));
    let number = |text: &str| Given::Number { text: text.to_owned() };
    let draft = answer(&mut alice, &begun, "seals", number("0"));
    assert_eq!((draft.summary.version, draft.summary.broken), (1, 0));

    scene.hq.stop();
    publish(&scene.hq, SECOND, 2);
    scene.hq.serve();
    let instance = draft.summary.instance;
    // A contact that was under way before the order, or met nobody, may end first.
    let draft = (0..10).find_map(|_| {
        alice.send();
        let draft = view(alice.query(&Query::Checklist { form, instance }));
        draft.summary.newer_version.is_some().then_some(draft)
    });
    let draft = draft.expect("the second version is known after some contacts");
    assert_eq!((draft.summary.version, draft.summary.newer_version), (1, Some(2)));
    assert_eq!(named(&draft), ["seals", "whole"], "the new question is not slipped in");
    assert_eq!(draft.summary.broken, 0, "nor is the new rule");
    let draft = answer(&mut alice, &draft, "whole", Given::One { choice: 1 });
    change(&mut alice, &draft, ChecklistChange::Finish);
    let reason = "a seal lay behind the box".to_owned();
    let again = change(&mut alice, &draft, ChecklistChange::Reopen { reason: reason.clone() });
    assert_eq!((again.summary.version, &again.summary.finished), (1, &None));
    answer(&mut alice, &again, "seals", number("2"));

    let fresh = view(alice.execute(&Command::BeginChecklist { form }));
    assert_eq!((fresh.summary.version, fresh.summary.newer_version), (2, None));
    assert_eq!(named(&fresh), ["seals", "whole", "numbers"]);
    let fresh = answer(&mut alice, &fresh, "seals", number("0"));
    assert_eq!(fresh.summary.broken, 1, "the new rule holds here");
    alice.deliver();
    scene.hq.stop();

    let store = scene.hq.store(&scene.invitation);
    let journal = store.devices().unwrap()[0].journal;
    let fold = store.fold(journal).unwrap().unwrap();
    let kept: Vec<_> = fold.forms().filter(|record| record.form == form).collect();
    let versions: Vec<u32> = kept.iter().map(|record| record.version).collect();
    assert_eq!(versions, [1, 2]);
    let reasons: Vec<&str> = kept[0].reopened.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, [reason]);
    let before: Vec<u32> = kept[0].answers.values().map(|answer| answer.before).collect();
    assert_eq!(before, [1, 0], "the earlier number is history, not lost");
}
