//! The same form in our core and in ODK's engine, node by node.
//!
//! Forms come out of a fixed seed, so that a run can be repeated; `SANAQ_FORMS` says how many.
//! What is known to differ, and who is right, stands in DIFFERENCES.md; the generator makes none
//! of it, and anything else that differs fails with the smallest form that shows it.

use crate::ours::{Leaf, Seen, State, read, run};
use crate::readers::{Hour, NOON, Reader, skipped};
use crate::sketch::{Language, Sketch, sketch};
use crate::workbook::Workbook;
use crate::write::{PLACES, workbook};
use base64::Engine as _;
use proptest::strategy::{Strategy as _, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

/// Forms of an ordinary run.
const FORMS: u32 = 80;
/// Steps towards a smaller form that differs too.
const STEPS_MAX: u32 = 100;
/// Differing forms after which a share ends: one cause may differ in every third form.
const DIFFERING_MAX: usize = 4;

/// Both readings.
pub struct Readers {
    pyxform: Reader,
    engine: Reader,
}

impl Readers {
    pub fn start() -> Option<Self> {
        Self::at(NOON)
    }

    pub fn at(hour: Hour) -> Option<Self> {
        Some(Self { pyxform: Reader::pyxform()?, engine: Reader::odk_engine(hour)? })
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
    pub fn states(
        &mut self,
        xml: &str,
        steps: &[Vec<Value>],
        language: Language,
    ) -> Result<Vec<State>, String> {
        let (language, files) = (language.code(), json!({ "places.csv": PLACES }));
        let asked = json!({ "xml": xml, "steps": steps, "language": language, "files": files });
        let answer = self.engine.ask(&asked);
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
            // A hidden count counts nothing there, or what it counted before it was hidden.
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
    let more = theirs.iter().filter(|(place, two)| two.relevant && !ours.contains_key(*place));
    for (place, _) in more.filter(|(place, _)| !added(place)) {
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
    let (steps, ours) = run(&form, &sketch.acts, sketch.language, NOON.now);
    let theirs = readers.states(&xml, &steps, sketch.language);
    let theirs = theirs.map_err(|why| told(format!("the engine stops: {why}\n{steps:?}")))?;
    for (at, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        let found = differences(ours, theirs);
        if !found.is_empty() {
            let done: Vec<String> = steps[..at].iter().flatten().map(Value::to_string).collect();
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

/// As [`check`]; a core that panics is told with the form it panics on.
fn caught(readers: &mut Readers, sketch: &Sketch) -> Result<usize, String> {
    panic::catch_unwind(AssertUnwindSafe(|| check(readers, sketch)))
        .unwrap_or_else(|_| Err(format!("it panics\n{}", shown(&workbook(sketch)))))
}

/// The smallest form near one that differs, in words.
fn smallest(
    readers: &mut Readers,
    near: &mut impl ValueTree<Value = Sketch>,
    mut why: String,
) -> String {
    let mut more = near.simplify();
    for _ in 0..STEPS_MAX {
        if !more {
            break;
        }
        more = match caught(readers, &near.current()) {
            Ok(_) => near.complicate(),
            Err(smaller) => {
                why = smaller;
                near.simplify()
            }
        };
    }
    why
}

/// What a share of the forms came to.
#[derive(Default)]
struct Tally {
    forms: u32,
    nodes: usize,
    differing: Vec<String>,
}

/// Runs a share of the forms.
fn share(seed: u8, forms: u32, done: &AtomicU32, started: Instant) -> Tally {
    let mut readers = Readers::start().unwrap();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut tally = Tally::default();
    while tally.forms < forms && tally.differing.len() < DIFFERING_MAX {
        let mut form = sketch().new_tree(&mut runner).unwrap();
        match caught(&mut readers, &form.current()) {
            Ok(nodes) => tally.nodes += nodes,
            Err(why) => {
                let number = tally.forms;
                let why = smallest(&mut readers, &mut form, why);
                let why = format!("form {number} of seed {seed}: {why}");
                // At once: a run of hours that is stopped has told what it found.
                println!("{why}\n");
                tally.differing.push(why);
            }
        }
        tally.forms += 1;
        let all = done.fetch_add(1, Ordering::Relaxed) + 1;
        if all.is_multiple_of(500) {
            println!("{all} forms in {:.0} s", started.elapsed().as_secs_f64());
        }
    }
    tally
}

#[test]
fn generated_forms_give_in_every_node_what_odks_engine_gives() {
    if Readers::start().is_none() {
        return skipped("pyxform or ODK's engine");
    }
    let asked = std::env::var("SANAQ_FORMS").ok().and_then(|forms| forms.parse().ok());
    let forms: u32 = asked.unwrap_or(FORMS);
    let (started, done) = (Instant::now(), &AtomicU32::new(0));
    let tallies = std::thread::scope(|scope| {
        let begin = |seed| scope.spawn(move || share(seed, forms / 2, done, started));
        let workers = [1_u8, 2].map(begin);
        workers.map(|worker| worker.join().unwrap_or_else(|why| panic::resume_unwind(why)))
    });
    let ran: u32 = tallies.iter().map(|tally| tally.forms).sum();
    let nodes: usize = tallies.iter().map(|tally| tally.nodes).sum();
    let differing: Vec<&str> =
        tallies.iter().flat_map(|tally| &tally.differing).map(String::as_str).collect();
    println!("compared {nodes} nodes of {ran} forms in {:.0} s", started.elapsed().as_secs_f64());
    assert_eq!(differing, [""; 0]);
    assert_eq!(ran, forms / 2 * 2);
}
