//! A form run in our core: what is done in it, and every node after each act.
//!
//! The same acts are written down as ODK's engine takes them. Answers fit their question and are
//! among the choices offered: what a person could not do is not compared.

use crate::sketch::{Act, Language};
use crate::workbook::Workbook;
use crate::write::PLACES;
use domain::event::Value;
use domain::form::{Filling, Form, Item, ItemKind, Moment, NodeState, Record, RepeatPath, Setting};
use serde_json::json;
use server::forms::import;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// One node as a reading shows it; what a group has not is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub relevant: bool,
    pub leaf: Option<Leaf>,
}

/// What a question or computed row shows while it is relevant.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    pub value: String,
    pub required: bool,
    pub read_only: bool,
    pub broken: bool,
    pub missing: bool,
    pub offered: Option<Vec<String>>,
    pub label: Option<String>,
}

/// Nodes by place, e.g. `/data/r1[2]/q3`.
pub type State = BTreeMap<String, Seen>;

/// The form of a workbook, or what is refused in it.
pub fn read(book: &Workbook) -> Result<Form, String> {
    let beside = |name: &str| match name {
        "places.csv" => Ok(PLACES.as_bytes().to_vec()),
        name => Err(format!("no file {name}")),
    };
    let imported = import(&book.bytes(), "data", &beside);
    imported.map(|imported| imported.form).map_err(|refusals| {
        let lines: Vec<String> = refusals.iter().map(ToString::to_string).collect();
        lines.join("\n")
    })
}

/// What one act is as ODK's engine takes it: more than one where an answer is put right with it.
pub type Steps = Vec<serde_json::Value>;

/// Does what is sketched; gives the acts as ODK's engine takes them, and the states.
pub fn run(form: &Form, acts: &[Act], language: Language, now: Moment) -> (Vec<Steps>, Vec<State>) {
    let setting = Setting { began: now, now, ..Setting::default() };
    let mut filling = Filling::open(form, Record::default(), setting);
    let (mut steps, mut states) = (Vec::new(), vec![state(form, &filling, language)]);
    let mut fallen = BTreeSet::new();
    for act in acts {
        let mut next = filling.clone();
        let Some(step) = done(form, &mut next, act, states.len(), now) else { continue };
        keep(form, &mut next, now);
        let mut act = vec![step];
        while let Some(step) = put_right(form, &mut next, now) {
            keep(form, &mut next, now);
            act.push(step);
        }
        let (falls, rises) = recounted(form, &filling, &next);
        // Rounds a count took away come back empty in the engine, with their answers here.
        if rises.iter().any(|place| fallen.contains(place)) {
            continue;
        }
        fallen.extend(falls);
        filling = next;
        steps.push(act);
        states.push(state(form, &filling, language));
    }
    (steps, states)
}

type Places = BTreeSet<(u32, RepeatPath)>;

/// Repeats in which a count left fewer rounds, and more.
fn recounted(form: &Form, before: &Filling<'_>, after: &Filling<'_>) -> (Places, Places) {
    let (mut falls, mut rises) = (Places::new(), Places::new());
    for (item, path) in repeats(form, before, |item| item.repeat_count.is_some()) {
        let rounds = |filling: &Filling<'_>| filling.rounds(&path, item.number).len();
        let (old, new) = (rounds(before), rounds(after));
        let place = (item.number, path.clone());
        match old.cmp(&new) {
            Ordering::Greater => falls.insert(place),
            Ordering::Less => rises.insert(place),
            Ordering::Equal => false,
        };
    }
    (falls, rises)
}

fn done(
    form: &Form,
    filling: &mut Filling<'_>,
    act: &Act,
    acted: usize,
    now: Moment,
) -> Option<serde_json::Value> {
    let open = open_repeats(form, filling);
    if act.place % 4 == 0 && !open.is_empty() {
        let (item, path) = &open[usize::from(act.place / 4) % open.len()];
        let (step, rounds) = repeated(form, filling, (item, path), (act.value, acted));
        filling.set_rounds(path, item.number, rounds, now);
        return Some(step);
    }
    let open = open_questions(form, filling);
    let (item, path) = open.get(usize::from(act.place / 4) % open.len().max(1))?;
    let (value, text) = answer(item, filling.node(path, item.number).unwrap(), act.value);
    let at = place(form, filling, item, path);
    filling.answer(path, item.number, value, now);
    Some(json!({ "at": at, "set": text }))
}

/// As the app does: what is computed once is written down with the answer.
fn keep(form: &Form, filling: &mut Filling<'_>, now: Moment) {
    for ((path, number), text) in filling.unrecorded().clone() {
        let value = match text.is_empty() {
            true => Some(Value::Cleared),
            false => form.item(number).and_then(|item| item.value_of(&text)),
        };
        if let Some(value) = value {
            filling.answer(&path, number, value, now);
        }
    }
}

/// Takes what is no longer offered out of an answer: ours marks it, the engine passes over it.
fn put_right(form: &Form, filling: &mut Filling<'_>, now: Moment) -> Option<serde_json::Value> {
    for (item, path) in open_questions(form, filling) {
        let node = filling.node(&path, item.number).unwrap();
        let Some(offered) = &node.offered else { continue };
        let named = |name: &str| item.choices.iter().find(|choice| choice.name == name).unwrap();
        let (stays, goes): (Vec<_>, Vec<_>) = node
            .text
            .split_whitespace()
            .map(named)
            .partition(|choice| offered.contains(&choice.number));
        if goes.is_empty() {
            continue;
        }
        let text = stays.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>().join(" ");
        let value = match stays.is_empty() {
            true => Value::Cleared,
            false => Value::Chosen(stays.iter().map(|choice| choice.number).collect()),
        };
        let at = place(form, filling, item, &path);
        filling.answer(&path, item.number, value, now);
        return Some(json!({ "at": at, "set": text }));
    }
    None
}

type Open<'f> = Vec<(&'f Item, RepeatPath)>;

fn open_questions<'f>(form: &'f Form, filling: &Filling<'_>) -> Open<'f> {
    let mut open = Vec::new();
    for item in form.body().items.iter().filter(|item| item.kind.takes_answer()) {
        let nodes = filling.nodes(item.number).filter(|(_, node)| node.relevant && !node.read_only);
        open.extend(nodes.map(|(path, _)| (item, path.clone())));
    }
    open
}

fn open_repeats<'f>(form: &'f Form, filling: &Filling<'_>) -> Open<'f> {
    repeats(form, filling, |item| item.repeat_count.is_none())
}

fn repeats<'f>(form: &'f Form, filling: &Filling<'_>, wanted: fn(&Item) -> bool) -> Open<'f> {
    let mut open: Open<'f> = Vec::new();
    let items = form.body().items.iter().filter(|item| item.kind == ItemKind::Repeat);
    for item in items.filter(|item| wanted(item)) {
        // Rounds that stand around it, whether or not it has any itself.
        let around = repeats_around(form, item);
        let mut paths: Vec<RepeatPath> = vec![Vec::new()];
        for repeat in around {
            let longer = |path: RepeatPath| {
                let rounds = filling.rounds(&path, repeat).to_vec();
                rounds.into_iter().map(move |round| [path.clone(), vec![round]].concat())
            };
            paths = paths.into_iter().flat_map(longer).collect();
        }
        open.extend(paths.into_iter().map(|path| (item, path)));
    }
    open
}

/// Numbers of the repeats around an item, outermost first, without itself.
fn repeats_around(form: &Form, item: &Item) -> Vec<u32> {
    let mut around = Vec::new();
    let mut group = item.group;
    while let Some(item) = group.and_then(|group| form.item(group)) {
        if item.kind == ItemKind::Repeat {
            around.insert(0, item.number);
        }
        group = item.group;
    }
    around
}

fn repeated(
    form: &Form,
    filling: &Filling<'_>,
    (item, path): (&Item, &RepeatPath),
    (pick, acted): (u16, usize),
) -> (serde_json::Value, Vec<u32>) {
    let mut rounds = filling.rounds(path, item.number).to_vec();
    let at = place(form, filling, item, path);
    let place = usize::from(pick / 3) % rounds.len().max(1);
    if pick.is_multiple_of(3) && !rounds.is_empty() {
        rounds.remove(place);
        return (json!({ "at": at, "remove": place }), rounds);
    }
    let after = rounds.len();
    // Numbers are never used again.
    rounds.push(100 + u32::try_from(acted).unwrap());
    (json!({ "at": at, "add": i64::try_from(after).unwrap() - 1 }), rounds)
}

/// An answer of the item's kind, as ours and as text.
fn answer(item: &Item, node: &NodeState, pick: u16) -> (Value, String) {
    let of = |table: &[&str]| table[usize::from(pick) % table.len()].to_owned();
    let typed = |text: String| (Value::Decimal(text.clone()), text);
    if pick % 16 == 15 {
        return (Value::Cleared, String::new());
    }
    match item.kind {
        ItemKind::Integer | ItemKind::Range => {
            let range = item.kind == ItemKind::Range;
            let number = if range { i64::from(pick % 11) } else { i64::from(pick % 13) - 3 };
            (Value::Integer(number), number.to_string())
        }
        ItemKind::Decimal => typed(of(&["0.1", "2.5", "-1.25", "3.75", "10.5"])),
        ItemKind::Date => typed(of(&["2020-02-29", "2021-01-01", "1999-12-31", "2026-12-06"])),
        ItemKind::Time => {
            typed(of(&["07:00:00.000+00:00", "23:59:30.000+00:00", "12:30:00.000+00:00"]))
        }
        ItemKind::DateTime => typed(of(&["2026-12-06T07:00:00+00:00", "2020-02-29T23:59:30Z"])),
        ItemKind::Geopoint => typed(of(&["43.25 76.9 0.0 0.0", "-1.5 179.5 20.5 5.5"])),
        ItemKind::SelectOne | ItemKind::SelectMultiple | ItemKind::Rank => {
            let all: Vec<u32> = item.choices.iter().map(|choice| choice.number).collect();
            let offered = node.offered.clone().unwrap_or(all);
            let chosen = chosen(item.kind, &offered, pick);
            let name = |number: &u32| {
                item.choices.iter().find(|choice| choice.number == *number).unwrap().name.clone()
            };
            let text = chosen.iter().map(name).collect::<Vec<_>>().join(" ");
            match chosen.is_empty() {
                true => (Value::Cleared, text),
                false => (Value::Chosen(chosen), text),
            }
        }
        ItemKind::Acknowledge => (Value::Text("OK".to_owned()), "OK".to_owned()),
        _ => {
            let text = of(&["a", "b c", "abc", "1", "-2.5", "xyz", "Ағаш", "red blue", "abcab"]);
            (Value::Text(text.clone()), text)
        }
    }
}

fn chosen(kind: ItemKind, offered: &[u32], pick: u16) -> Vec<u32> {
    let turn = usize::from(pick) % offered.len().max(1);
    match kind {
        ItemKind::SelectOne => offered.get(turn).copied().into_iter().collect(),
        ItemKind::Rank => [&offered[turn..], &offered[..turn]].concat(),
        _ => {
            let picked = |(at, number): (usize, &u32)| (pick >> at & 1 == 1).then_some(*number);
            offered.iter().enumerate().filter_map(picked).collect()
        }
    }
}

fn state(form: &Form, filling: &Filling<'_>, language: Language) -> State {
    let mut state = State::new();
    for item in &form.body().items {
        for (path, node) in filling.nodes(item.number) {
            let leaf =
                (!item.kind.holds_others()).then(|| leaf(filling, item, path, node, language));
            let seen = Seen { relevant: node.relevant, leaf };
            state.insert(place(form, filling, item, path), seen);
        }
    }
    state
}

fn leaf(
    filling: &Filling<'_>,
    item: &Item,
    path: &RepeatPath,
    node: &NodeState,
    language: Language,
) -> Leaf {
    // A form of one language has it under another name.
    let label = item.labels.get(language.code()).or_else(|| item.labels.values().next());
    let label = label.map(|text| filling.label(path, item.number, text));
    let all: Vec<u32> = item.choices.iter().map(|choice| choice.number).collect();
    let offered = node.offered.as_ref().unwrap_or(&all);
    let names = offered
        .iter()
        .filter_map(|number| item.choices.iter().find(|choice| choice.number == *number));
    Leaf {
        value: node.text.clone(),
        required: node.required,
        // A note takes no answer; ODK's programs say so by its being read-only.
        read_only: node.read_only || item.kind == ItemKind::Note,
        broken: node.violated,
        missing: node.required && !node.answered,
        offered: (!item.choices.is_empty()).then(|| names.map(|one| one.name.clone()).collect()),
        label: label.map(|label| label.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// Where a node stands, in the words of a path; a repeat without its own round is all of it.
fn place(form: &Form, filling: &Filling<'_>, item: &Item, path: &RepeatPath) -> String {
    let around = repeats_around(form, item);
    let mut rounds = path.iter().enumerate().map(|(depth, round)| {
        let repeat = around.get(depth).copied().unwrap_or(item.number);
        let standing = filling.rounds(&path[..depth], repeat);
        standing.iter().position(|one| one == round).map_or(0, |at| at + 1)
    });
    let mut names = vec![item];
    while let Some(group) = names.last().unwrap().group.and_then(|group| form.item(group)) {
        names.push(group);
    }
    let mut place = "/data".to_owned();
    for item in names.into_iter().rev() {
        place.push('/');
        place.push_str(&item.name);
        if item.kind == ItemKind::Repeat
            && let Some(round) = rounds.next()
        {
            place.push_str(&format!("[{round}]"));
        }
    }
    place
}
