//! Sketches written out as workbooks: rows, lists, and what each may refer to.
//!
//! A row refers to rows above it only, so that no form goes in circles.

use crate::expressions::{Known, Scope, Sort};
use crate::sketch::{Language, Part, Question, Sketch, Tree};
use crate::workbook::Workbook;

const HEADERS: [&str; 14] = [
    "type",
    "name",
    "label::English (en)",
    "label::Русский (ru)",
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
const KINDS: [&str; 29] = [
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
    "select_one_from_file places.csv",
    "calculate once",
    "calculate triggered",
    "calculate clock",
    "date",
];

/// The lists; `f` and `g` serve the filters. Colours are asked for by their label, which is the
/// same in both languages.
const CHOICES: &str = "choices
    | list_name | name | label::English (en) | label::Русский (ru) | f | g |
    | colours | red | Red | Red | 1 | a |
    | colours | green | Green | Green | 2 | b |
    | colours | blue | Blue | Blue | 3 | a |
    | fruits | apple | Apple | Яблоко | 1 | a |
    | fruits | pear | Pear | Груша | 2 | b |
    | towns | 1 | Oskemen | Усть-Каменогорск | 1 | red |
    | towns | 2 | Semey | Семей | 1 | green |
    | towns | 3 | Ridder | Риддер | 2 | red |
    | towns | 4 | Zaisan | Зайсан | 5 | x |";

/// The file beside the workbook: a list to choose from, a table to look into.
pub const PLACES: &str =
    "name,label,f,g\n1,Oskemen,1,red\n2,\"Semey, town\",1,green\n3,Ridder,2,red\n4,Zaisan,5,x\n";

/// The workbook of a sketch.
pub fn workbook(sketch: &Sketch) -> Workbook {
    let mut writing = Writing { language: Some(sketch.language), ..Writing::default() };
    writing.rows.push(HEADERS.map(str::to_owned).to_vec());
    // Something to ask in every form.
    writing.put(&[("type", "integer"), ("name", "q0"), ("label", "First")]);
    writing.known.push(Known {
        name: "q0".to_owned(),
        sort: Sort::Number,
        repeats: Vec::new(),
        uncounted: false,
    });
    // And something that looks into the table.
    let looked_up = "pulldata('places', 'label', 'name', ${q0})";
    writing.put(&[("type", "calculate"), ("name", "p0"), ("calculation", looked_up)]);
    writing.known.push(Known {
        name: "p0".to_owned(),
        sort: Sort::Text,
        repeats: Vec::new(),
        uncounted: false,
    });
    writing.asked.push(writing.known[0].clone());
    for part in &sketch.parts {
        writing.part(part);
    }
    let mut book = Workbook { sheets: vec![("survey", writing.rows)] };
    book.sheets.extend(Workbook::of_text(CHOICES).sheets);
    let settings = Workbook::of_text(
        "settings\n| form_id | version | default_language |\n| data | 7 | English (en) |",
    );
    book.sheets.extend(settings.sheets);
    book
}

#[derive(Default)]
struct Writing {
    rows: Vec<Vec<String>>,
    known: Vec<Known>,
    /// Of these the ones a person answers and nothing hides.
    asked: Vec<Known>,
    /// Groups around that something hides.
    conditions: usize,
    /// Repeats around whose count is hidden with them.
    uncounted: usize,
    language: Option<Language>,
    repeats: Vec<String>,
    count: usize,
}

impl Writing {
    fn put(&mut self, cells: &[(&str, &str)]) {
        let cell = |header: &&str| {
            let (base, language) = header.split_once("::").unwrap_or((header, ""));
            let found = cells.iter().find(|(name, _)| *name == base);
            let text = found.map_or("", |(_, text)| text);
            match language.contains("(ru)") && !text.is_empty() {
                true => format!("{text}: по-русски"),
                false => text.to_owned(),
            }
        };
        self.rows.push(HEADERS.iter().map(cell).collect());
    }

    fn scope(&self) -> Scope<'_> {
        Scope {
            known: &self.known,
            repeats: &self.repeats,
            own: None,
            filter: false,
            labels: true,
            rounds: true,
        }
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
                self.inside(parts, &relevant);
                self.put(&[("type", "end_group")]);
            }
            Part::Repeat { parts, relevant, count } => {
                let name = self.next('r');
                let scope = Scope { labels: false, ..self.scope() };
                let relevant = relevant.as_ref().map(|tree| scope.truth(tree));
                let relevant = relevant.unwrap_or_default();
                let count = count.as_ref().map(|tree| self.scope().count(tree));
                let begin = [("type", "begin_repeat"), ("name", &name), ("label", "Repeat")];
                // A repeat inside a new round begins differently where nothing counts it.
                let inner = if self.repeats.is_empty() { "" } else { "2" };
                let count = count.unwrap_or(inner.to_owned());
                let rules = [("relevant", relevant.as_str()), ("repeat_count", &count)];
                self.put(&[&begin[..], &rules].concat());
                let uncounted = usize::from(!count.is_empty() && self.conditions > 0);
                self.uncounted += uncounted;
                self.repeats.push(name);
                self.inside(parts, &relevant);
                self.put(&[("type", "end_repeat")]);
                self.repeats.pop();
                self.uncounted -= uncounted;
            }
        }
    }

    fn inside(&mut self, parts: &[Part], relevant: &str) {
        let hides = usize::from(!relevant.is_empty());
        self.conditions += hides;
        parts.iter().for_each(|part| self.part(part));
        self.conditions -= hides;
    }

    fn question(&mut self, question: &Question) {
        let name = self.next('q');
        let picked = KINDS[usize::from(question.kind) % KINDS.len()];
        if picked == "calculate clock" {
            return self.clock(question, &name);
        }
        let (kind, sort) = self.kind(picked);
        let scope = self.scope();
        let own = Scope { own: Some(sort), ..scope };
        let filter = Scope { filter: true, labels: false, ..scope };
        let triggered = picked == "calculate triggered";
        let of = |tree: &Option<Tree>, scope: &Scope<'_>| {
            tree.as_ref().map(|tree| scope.truth(tree)).unwrap_or_default()
        };
        let asked = !matches!(kind, "calculate" | "hidden" | "note");
        let only = |wanted: bool, text: String| if wanted { text } else { String::new() };
        let (relevant, constraint) =
            (of(&question.relevant, &scope), only(asked, of(&question.constraint, &own)));
        let required = only(asked, of(&question.required, &scope));
        let read_only = only(asked, of(&question.read_only, &scope));
        let known = if triggered { self.asked.as_slice() } else { scope.known };
        let valued = Scope { known, rounds: !triggered, ..scope };
        let mut calculation = only(kind == "calculate", valued.value(sort, &question.value));
        if picked == "calculate once" {
            calculation = format!("once({calculation})");
        }
        let trigger = only(triggered, self.trigger(question.chance));
        let hidden = !relevant.is_empty() || self.conditions > 0;
        let default = self.stands(question, (kind, sort), hidden);
        let chooses = kind.starts_with("select") && !kind.ends_with("or_other");
        // What is no longer offered could not be put right where nothing may be written.
        let filters = chooses && read_only.is_empty();
        let choice_filter = only(filters, of(&question.filter, &filter));
        let label = match question.label.and_then(|pick| scope.reference(pick, |_| true)) {
            Some(other) => format!("See {other} here"),
            None => "Label".to_owned(),
        };
        let shown = if matches!(kind, "calculate" | "hidden") { "" } else { &label };
        let parameters = match kind {
            "range" => "start=0 end=10 step=1".to_owned(),
            _ => only(chooses, scope.shuffle(question.chance)),
        };
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
            ("parameters", &parameters),
            ("trigger", &trigger),
        ]);
        let (repeats, uncounted) = (self.repeats.clone(), self.uncounted > 0);
        let known = Known { name, sort, repeats, uncounted };
        if asked && !hidden {
            self.asked.push(known.clone());
        }
        if kind != "note" {
            self.known.push(known);
        }
    }

    /// The type of a row, and what its value is like.
    fn kind(&self, picked: &'static str) -> (&'static str, Sort) {
        match picked.split_once(' ') {
            Some(("calculate", "truth")) => ("calculate", Sort::Truth),
            Some(("calculate", "text")) => ("calculate", Sort::Text),
            Some(("calculate", _)) => ("calculate", Sort::Number),
            // pyxform has no words for *other* in other languages.
            Some((_, "fruits or_other")) if self.language == Some(Language::Russian) => {
                ("select_one fruits", Sort::Text)
            }
            Some((_, "towns" | "places.csv")) => (picked, Sort::Towns),
            Some((_, list)) if list.starts_with("fruits") => (picked, Sort::Text),
            Some(_) => (picked, Sort::Colours),
            None => (picked, sort_of(picked)),
        }
    }

    /// What stands there before an answer.
    fn stands(&self, question: &Question, (kind, sort): (&str, Sort), hidden: bool) -> String {
        let scope = self.scope();
        match (&question.default, kind) {
            (_, "hidden") => scope.literal(Sort::Text, question.value.leaf),
            // A computed one is not set where something hides the question at first.
            (Some(tree), "integer" | "text") if hidden => {
                scope.default(sort, &Tree { arms: Vec::new(), ..tree.clone() })
            }
            (Some(tree), "integer" | "text") => scope.default(sort, tree),
            _ => String::new(),
        }
    }

    /// A question that sets a row when it is answered; outside of rounds, see *trigger-order*.
    fn trigger(&self, pick: u16) -> String {
        let outside = |known: &&Known| known.repeats.is_empty();
        let near: Vec<&Known> = self.asked.iter().filter(outside).collect();
        let one = near.get(usize::from(pick) % near.len().max(1)).copied();
        one.filter(|_| self.repeats.is_empty())
            .map(|known| format!("${{{}}}", known.name))
            .unwrap_or_default()
    }

    /// What asks the clock.
    fn clock(&mut self, question: &Question, name: &str) {
        let asks =
            ["today()", "now()", "format-date(today(), '%Y-%m')", "decimal-date-time(now())"];
        let calculation = asks[usize::from(question.chance) % asks.len()];
        self.put(&[("type", "calculate"), ("name", name), ("calculation", calculation)]);
        let (name, repeats) = (name.to_owned(), self.repeats.clone());
        let uncounted = self.uncounted > 0;
        self.known.push(Known { name, sort: Sort::Text, repeats, uncounted });
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
