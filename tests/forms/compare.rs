//! The same form in our core and in ODK's engine, node by node.
//!
//! Forms come out of a fixed seed, so that a run can be repeated; `SANAQ_FORMS` says how many.
//! What is known to differ, and who is right, stands in DIFFERENCES.md; the generator makes none
//! of it, and anything else that differs fails with the smallest form that shows it.

use crate::ours::{Leaf, Seen, State, read, run};
use crate::readers::{Reader, skipped};
use crate::sketch::{Sketch, sketch};
use crate::workbook::Workbook;
use crate::write::workbook;
use base64::Engine as _;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::time::Instant;

/// Forms of an ordinary run.
const FORMS: u32 = 80;

/// Both readings.
pub struct Readers {
    pyxform: Reader,
    engine: Reader,
}

impl Readers {
    pub fn start() -> Option<Self> {
        Some(Self { pyxform: Reader::pyxform()?, engine: Reader::odk_engine()? })
    }

    /// A workbook as XForm XML, or why pyxform refuses it.
    pub fn convert(&mut self, book: &Workbook) -> Result<String, String> {
        let xlsx = base64::engine::general_purpose::STANDARD.encode(book.bytes());
        let answer = self.pyxform.ask(&json!({ "xlsx": xlsx }));
        match answer["xml"].as_str() {
            Some(xml) => Ok(xml.to_owned()),
            None => Err(answer["refused"].to_string()),
        }
    }

    /// The states of a form in ODK's engine, at the beginning and after each step.
    pub fn states(&mut self, xml: &str, steps: &[Value]) -> Result<Vec<State>, String> {
        let answer = self.engine.ask(&json!({ "xml": xml, "steps": steps }));
        match answer["states"].as_array() {
            Some(states) => Ok(states.iter().map(state_of).collect()),
            None => Err(answer["refused"].as_str().unwrap_or_default().to_owned()),
        }
    }
}

fn state_of(nodes: &Value) -> State {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let node = |node: &Value| {
        let leaf = node["value"].is_string().then(|| Leaf {
            value: text(&node["value"]),
            required: node["required"] == true,
            read_only: node["readonly"] == true,
            broken: node["constraint"] == false,
            missing: node["missing"] == true,
            offered: node["options"]
                .as_array()
                .map(|options| options.iter().map(|option| text(&option[0])).collect()),
            label: node["label"]
                .as_str()
                .map(|label| label.split_whitespace().collect::<Vec<_>>().join(" ")),
        });
        (text(&node["at"]), Seen { relevant: node["relevant"] == true, leaf })
    };
    nodes.as_array().unwrap().iter().map(node).collect()
}

/// What differs between two states, in words.
pub fn differences(ours: &State, theirs: &State) -> Vec<String> {
    let mut found = Vec::new();
    for (place, one) in ours {
        match theirs.get(place) {
            // A count that pyxform keeps in a row of its own counts nothing while irrelevant.
            None if !one.relevant => {}
            None => found.push(format!("{place}: theirs has no such node")),
            Some(two) if one.relevant != two.relevant => {
                let (one, two) = (one.relevant, two.relevant);
                found.push(format!("{place}: relevant: ours {one}, theirs {two}"));
            }
            Some(two) if one.relevant && one.leaf != two.leaf => {
                let (one, two) = (one.leaf.as_ref(), two.leaf.as_ref());
                found.push(format!("{place}:\n      ours   {one:?}\n      theirs {two:?}"));
            }
            Some(_) => {}
        }
    }
    // pyxform adds a calculation for a count that is more than a name, and the metadata.
    let added = |place: &str| place.ends_with("_count") || place.starts_with("/data/meta");
    for place in theirs.keys().filter(|place| !ours.contains_key(*place) && !added(place)) {
        found.push(format!("{place}: ours has no such node"));
    }
    found
}

/// Nodes compared, or everything that differs in one form.
fn check(readers: &mut Readers, sketch: &Sketch) -> Result<usize, String> {
    let book = workbook(sketch);
    let told = |what: String| format!("{what}\n{}", shown(&book));
    let form = read(&book).map_err(|refused| told(format!("ours refuses: {refused}")))?;
    let xml = readers.convert(&book).map_err(|why| told(format!("pyxform refuses: {why}")))?;
    let (steps, ours) = run(&form, &sketch.acts);
    let theirs = readers.states(&xml, &steps);
    let theirs = theirs.map_err(|why| told(format!("the engine stops: {why}\n{steps:?}")))?;
    for (at, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        let found = differences(ours, theirs);
        if !found.is_empty() {
            let done: Vec<String> = steps[..at].iter().map(ToString::to_string).collect();
            let what = format!("after {}:\n    {}", done.join(" "), found.join("\n    "));
            return Err(told(what));
        }
    }
    Ok(ours.iter().map(State::len).sum())
}

fn shown(book: &Workbook) -> String {
    let headers = &book.sheets[0].1[0];
    let row = |row: &Vec<String>| {
        let cells = headers.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        cells.map(|(header, cell)| format!("{header}: {cell}")).collect::<Vec<_>>().join(" | ")
    };
    book.sheets[0].1[1..].iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Runs a share of the forms; gives forms and nodes compared.
fn share(seed: u8, forms: u32) -> (u32, usize) {
    let readers = RefCell::new(Readers::start().unwrap());
    let config = Config {
        cases: forms,
        failure_persistence: None,
        max_shrink_iters: 250,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let (nodes, ran) = (RefCell::new(0), RefCell::new(0));
    let outcome = TestRunner::new_with_rng(config, rng).run(&sketch(), |sketch| {
        let compared = check(&mut readers.borrow_mut(), &sketch).map_err(TestCaseError::fail)?;
        *nodes.borrow_mut() += compared;
        *ran.borrow_mut() += 1;
        Ok(())
    });
    if let Err(proptest::test_runner::TestError::Fail(why, _)) = &outcome {
        panic!("{why}");
    }
    outcome.unwrap();
    (ran.into_inner(), nodes.into_inner())
}

#[test]
fn generated_forms_give_in_every_node_what_odks_engine_gives() {
    if Readers::start().is_none() {
        return skipped("pyxform or ODK's engine");
    }
    let asked = std::env::var("SANAQ_FORMS").ok().and_then(|forms| forms.parse().ok());
    let forms: u32 = asked.unwrap_or(FORMS);
    let started = Instant::now();
    let workers = [1_u8, 2].map(|seed| std::thread::spawn(move || share(seed, forms / 2)));
    let mut total = (0, 0);
    for worker in workers {
        let (ran, nodes) = worker.join().unwrap_or_else(|why| std::panic::resume_unwind(why));
        total = (total.0 + ran, total.1 + nodes);
    }
    let (ran, nodes) = total;
    println!("compared {nodes} nodes of {ran} forms in {:.0} s", started.elapsed().as_secs_f64());
    assert_eq!(ran, forms / 2 * 2);
}
