//! Sketches written out as workbooks: rows, lists, and what each may refer to.
//!
//! A row refers to rows above it only, so that no form goes in circles.

use crate::expressions::{Known, Scope, Sort};
use crate::sketch::{Part, Question, Sketch, Tree};
use crate::workbook::Workbook;

const HEADERS: [&str; 13] = [
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "required",
    "read_only",
    "calculation",
    "choice_filter",
    "default",
    "repeat_count",
    "parameters",
    "trigger",
];

/// Types by weight of their places.
const KINDS: [&str; 24] = [
    "integer",
    "text",
    "select_one colours",
    "calculate number",
    "calculate text",
    "calculate truth",
    "select_multiple colours",
    "decimal",
    "date",
    "integer",
    "select_one towns",
    "calculate number",
    "calculate text",
    "note",
    "select_multiple towns",
    "rank colours",
    "time",
    "dateTime",
    "hidden",
    "acknowledge",
    "barcode",
    "range",
    "geopoint",
    "select_one fruits or_other",
];

/// The lists; `f` and `g` serve the filters.
const CHOICES: &str = "choices
    | list_name | name | label | f | g |
    | colours | red | Red | 1 | a |
    | colours | green | Green | 2 | b |
    | colours | blue | Blue | 3 | a |
    | fruits | apple | Apple | 1 | a |
    | fruits | pear | Pear | 2 | b |
    | towns | 1 | Oskemen | 1 | red |
    | towns | 2 | Semey | 1 | green |
    | towns | 3 | Ridder | 2 | red |
    | towns | 4 | Zaisan | 5 | x |";

/// The workbook of a sketch.
pub fn workbook(sketch: &Sketch) -> Workbook {
    let mut writing = Writing::default();
    writing.rows.push(HEADERS.map(str::to_owned).to_vec());
    // Something to ask in every form.
    writing.put(&[("type", "integer"), ("name", "q0"), ("label", "First")]);
    writing.known.push(Known { name: "q0".to_owned(), sort: Sort::Number, repeats: Vec::new() });
    for part in &sketch.parts {
        writing.part(part);
    }
    let mut book = Workbook { sheets: vec![("survey", writing.rows)] };
    book.sheets.extend(Workbook::of_text(CHOICES).sheets);
    let settings = Workbook::of_text("settings\n| form_id | version |\n| data | 7 |");
    book.sheets.extend(settings.sheets);
    book
}

#[derive(Default)]
struct Writing {
    rows: Vec<Vec<String>>,
    known: Vec<Known>,
    repeats: Vec<String>,
    count: usize,
}

impl Writing {
    fn put(&mut self, cells: &[(&str, &str)]) {
        let cell = |header: &&str| {
            let found = cells.iter().find(|(name, _)| name == header);
            found.map_or(String::new(), |(_, text)| (*text).to_owned())
        };
        self.rows.push(HEADERS.iter().map(cell).collect());
    }

    fn scope(&self) -> Scope<'_> {
        Scope { known: &self.known, repeats: &self.repeats, own: None, filter: false }
    }

    fn truth(&self, tree: Option<&Tree>) -> String {
        tree.map(|tree| self.scope().truth(tree)).unwrap_or_default()
    }

    fn next(&mut self, letter: char) -> String {
        self.count += 1;
        format!("{letter}{}", self.count)
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Question(question) => self.question(question),
            Part::Group { parts, relevant } => {
                let (name, relevant) = (self.next('g'), self.truth(relevant.as_ref()));
                let begin = [("type", "begin_group"), ("name", &name), ("label", "Group")];
                self.put(&[&begin[..], &[("relevant", &relevant)]].concat());
                parts.iter().for_each(|part| self.part(part));
                self.put(&[("type", "end_group")]);
            }
            Part::Repeat { parts, relevant, count } => {
                let (name, relevant) = (self.next('r'), self.truth(relevant.as_ref()));
                let count = count.as_ref().map(|tree| self.scope().count(tree));
                let begin = [("type", "begin_repeat"), ("name", &name), ("label", "Repeat")];
                // A repeat inside a new round begins differently where nothing counts it.
                let inner = if self.repeats.is_empty() { "" } else { "2" };
                let count = count.unwrap_or(inner.to_owned());
                let rules = [("relevant", relevant.as_str()), ("repeat_count", &count)];
                self.put(&[&begin[..], &rules].concat());
                self.repeats.push(name);
                parts.iter().for_each(|part| self.part(part));
                self.put(&[("type", "end_repeat")]);
                self.repeats.pop();
            }
        }
    }

    fn question(&mut self, question: &Question) {
        let name = self.next('q');
        let kind = KINDS[usize::from(question.kind) % KINDS.len()];
        let (kind, sort) = match kind.split_once(' ') {
            Some(("calculate", "number")) => ("calculate", Sort::Number),
            Some(("calculate", "truth")) => ("calculate", Sort::Truth),
            Some(("calculate", _)) => ("calculate", Sort::Text),
            Some((_, list)) if list.starts_with("towns") => (kind, Sort::Towns),
            Some((_, list)) if list.starts_with("fruits") => (kind, Sort::Text),
            Some(_) => (kind, Sort::Colours),
            None => (kind, sort_of(kind)),
        };
        let scope = self.scope();
        let own = Scope { own: Some(sort), ..scope };
        let filter = Scope { filter: true, ..scope };
        let of = |tree: &Option<Tree>, scope: &Scope<'_>| {
            tree.as_ref().map(|tree| scope.truth(tree)).unwrap_or_default()
        };
        let asked = !matches!(kind, "calculate" | "hidden" | "note");
        let only = |wanted: bool, text: String| if wanted { text } else { String::new() };
        let (relevant, constraint) =
            (of(&question.relevant, &scope), only(asked, of(&question.constraint, &own)));
        let required = only(asked, of(&question.required, &scope));
        let read_only = only(asked, of(&question.read_only, &scope));
        let calculation = only(kind == "calculate", scope.value(sort, &question.value));
        let default = match (&question.default, kind) {
            (_, "hidden") => scope.literal(Sort::Text, question.value.leaf),
            (Some(tree), "integer" | "text") => scope.default(sort, tree),
            _ => String::new(),
        };
        let chooses = kind.starts_with("select") && !kind.ends_with("or_other");
        let choice_filter = only(chooses, of(&question.filter, &filter));
        let label = match question.label.and_then(|pick| scope.reference(pick, |_| true)) {
            Some(other) => format!("See {other} here"),
            None => "Label".to_owned(),
        };
        let shown = if matches!(kind, "calculate" | "hidden") { "" } else { &label };
        let parameters = if kind == "range" { "start=0 end=10 step=1" } else { "" };
        self.put(&[
            ("type", kind),
            ("name", &name),
            ("label", shown),
            ("relevant", &relevant),
            ("constraint", &constraint),
            ("required", &required),
            ("read_only", &read_only),
            ("calculation", &calculation),
            ("choice_filter", &choice_filter),
            ("default", &default),
            ("parameters", parameters),
        ]);
        if kind != "note" {
            self.known.push(Known { name, sort, repeats: self.repeats.clone() });
        }
    }
}

fn sort_of(kind: &str) -> Sort {
    match kind {
        "integer" | "decimal" | "range" => Sort::Number,
        "date" => Sort::Date,
        "dateTime" => Sort::DateTime,
        "time" => Sort::Time,
        _ => Sort::Text,
    }
}
