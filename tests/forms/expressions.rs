//! Expression sketches written out over the rows a place can see.
//!
//! Every function of the list stands here once or more, save those that ask the clock or chance,
//! `pi`, and what the list of differences names (`version`, `date-time`).
//! Functions whose last digit is the machine's own are rounded.

use crate::sketch::Tree;

/// What a row's value is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Number,
    Text,
    Truth,
    Colours,
    Towns,
    Date,
    DateTime,
    Time,
}

/// A row that may be referred to.
#[derive(Clone, Debug)]
pub struct Known {
    pub name: String,
    pub sort: Sort,
    pub repeats: Vec<String>,
    /// Stands in a repeat that something hides with its count.
    pub uncounted: bool,
}

/// A place an expression stands at.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub known: &'a [Known],
    pub repeats: &'a [String],
    /// The sort of the row's own value, where `.` may stand for it.
    pub own: Option<Sort>,
    /// Whether the columns of a choice may be named.
    pub filter: bool,
    /// Whether `jr:choice-name` may be asked: see *filter-choice-name* in DIFFERENCES.md.
    pub labels: bool,
    /// Whether it may look into rounds: see *trigger-order*.
    pub rounds: bool,
}

const NUMBERS: [&str; 12] =
    ["1", "0", "2", "3", "5", "10", "-1", "0.5", "2.25", "100", "7", "-3.5"];
const TEXTS: [&str; 10] =
    ["'a'", "''", "'b c'", "'abc'", "'1'", "'red'", "' x '", "'Ағаш'", "'2020-02-29'", "\"it's\""];
const DATES: [&str; 4] = ["2020-02-29", "2021-01-01", "1999-12-31", "2026-12-06"];
const PATTERNS: [&str; 6] =
    ["'^[a-z]+$'", "'^.*b.*$'", "'^[0-9]{1,3}$'", "'^(?=.*a).*c$'", "'^(a|b c)$'", "'^x?$'"];

fn at<'t>(table: &[&'t str], pick: u16) -> &'t str {
    table[usize::from(pick) % table.len()]
}

impl Scope<'_> {
    /// `${name}` of a row with one value here.
    pub fn reference(&self, pick: u16, wanted: impl Fn(Sort) -> bool) -> Option<String> {
        let near = |known: &&Known| self.repeats.starts_with(&known.repeats) && wanted(known.sort);
        let found: Vec<&Known> = self.known.iter().filter(near).collect();
        let one = found.get(usize::from(pick) % found.len().max(1))?;
        Some(format!("${{{}}}", one.name))
    }

    /// `${name}` of a row with several values here.
    fn set(&self, pick: u16, wanted: impl Fn(Sort) -> bool) -> Option<&Known> {
        let far = |known: &&Known| {
            let here = self.repeats.starts_with(&known.repeats);
            self.rounds && !here && wanted(known.sort) && !known.uncounted
        };
        let found: Vec<&Known> = self.known.iter().filter(far).collect();
        found.get(usize::from(pick) % found.len().max(1)).copied()
    }

    pub fn literal(&self, sort: Sort, pick: u16) -> String {
        match sort {
            Sort::Number => at(&NUMBERS, pick).to_owned(),
            _ => at(&TEXTS, pick).trim_matches(['\'', '"']).trim().replace('\'', ""),
        }
    }

    /// A default: a fixed text or number, or computed from the rows above.
    pub fn default(&self, sort: Sort, tree: &Tree) -> String {
        match (tree.arms.is_empty(), sort) {
            (true, Sort::Number) => (tree.leaf % 9).to_string(),
            (true, _) => self.literal(sort, tree.leaf),
            (false, Sort::Number) => format!("int({})", self.number(tree)),
            (false, _) => format!("concat({}, '')", self.text(tree)),
        }
    }

    /// Parameters that show choices in an order of chance, in some of the cases.
    pub fn shuffle(&self, pick: u16) -> String {
        let seed = match pick % 8 {
            0 => (pick / 8).to_string(),
            1 => match self.reference(pick / 8, |sort| sort == Sort::Number) {
                Some(number) => number,
                None => return String::new(),
            },
            _ => return String::new(),
        };
        format!("randomize=true, seed={seed}")
    }

    /// A cell of the table beside the workbook.
    fn looked_up(&self, column: &str, pick: u16) -> String {
        let key = self.reference(pick, |sort| sort == Sort::Towns).unwrap_or("'3'".to_owned());
        format!("pulldata('places', '{column}', 'name', {key})")
    }

    /// How many rounds: few.
    pub fn count(&self, tree: &Tree) -> String {
        match (tree.arms.is_empty(), self.reference(tree.leaf, |sort| sort == Sort::Number)) {
            (false, Some(reference)) => {
                // What is no number leaves the engine's rounds as they were.
                let few = format!("if(abs({reference}) > 3, 3, int(abs({reference})))");
                format!("if(abs({reference}) >= 0, {few}, 0)")
            }
            (false, None) => "2".to_owned(),
            (true, _) => (tree.leaf % 4).to_string(),
        }
    }

    pub fn value(&self, sort: Sort, tree: &Tree) -> String {
        match sort {
            Sort::Number => self.number(tree),
            Sort::Truth => self.truth(tree),
            _ => self.text(tree),
        }
    }

    pub fn truth(&self, tree: &Tree) -> String {
        let Some(one) = tree.arms.first() else { return self.truth_leaf(tree) };
        let two = tree.arms.get(1).unwrap_or(one);
        let sign = at(&["<", ">", "<=", ">=", "=", "!="], tree.leaf);
        match tree.pick % 16 {
            0..=2 => format!("{} {sign} {}", self.number(one), self.number(two)),
            3 => format!("{} = {}", self.text(one), self.text(two)),
            4 => format!("{} != {}", self.text(one), self.text(two)),
            5 => format!("({}) and {}", self.truth(one), self.truth(two)),
            6 => format!("({}) or {}", self.truth(one), self.truth(two)),
            7 => format!("not({})", self.truth(one)),
            8 => format!("contains({}, {})", self.text(one), self.text(two)),
            9 => format!("starts-with({}, {})", self.text(one), self.text(two)),
            10 => format!("ends-with({}, {})", self.text(one), self.text(two)),
            11 => format!("regex({}, {})", self.text(one), at(&PATTERNS, tree.leaf)),
            12 if tree.leaf.is_multiple_of(2) => format!("boolean(number({}))", self.number(one)),
            12 => format!("boolean(string({}))", self.text(one)),
            13 => format!("boolean-from-string({})", self.text(one)),
            14 => format!("checklist(1, 2, {}, {})", self.truth(one), self.truth(two)),
            _ => format!(
                "weighted-checklist(2, 5, {}, 2, {}, {})",
                self.truth(one),
                self.truth(two),
                at(&NUMBERS, tree.leaf)
            ),
        }
    }

    fn truth_leaf(&self, tree: &Tree) -> String {
        let chosen = |sort: Sort| matches!(sort, Sort::Colours | Sort::Towns);
        match tree.pick % 6 {
            0 if self.filter => "f = 1".to_owned(),
            1 if self.filter => "g = 'red' or name = 'blue'".to_owned(),
            2 if self.filter => {
                let number = self.reference(tree.leaf, |sort| sort == Sort::Number);
                format!("f <= {}", number.unwrap_or("2".to_owned()))
            }
            0 | 1 => match (self.own, self.reference(tree.leaf, chosen)) {
                (Some(Sort::Number), _) => format!(". >= {}", at(&NUMBERS, tree.leaf)),
                (Some(Sort::Text), _) => "string-length(.) < 4".to_owned(),
                (Some(Sort::Colours | Sort::Towns), _) => "count-selected(.) = 1".to_owned(),
                (Some(Sort::Date), _) => ". > date('2020-06-01')".to_owned(),
                (_, Some(asked)) => format!("selected({asked}, 'red')"),
                (_, None) => "true()".to_owned(),
            },
            2 | 3 => match self.reference(tree.leaf, |_| true) {
                Some(any) => format!("{any} != ''"),
                None => "false()".to_owned(),
            },
            4 => match self.reference(tree.leaf, |sort| sort == Sort::Number) {
                Some(number) => format!("{number} > {}", at(&NUMBERS, tree.pick / 6)),
                None => "true()".to_owned(),
            },
            _ => at(&["true()", "false()"], tree.leaf).to_owned(),
        }
    }

    pub fn number(&self, tree: &Tree) -> String {
        let Some(one) = tree.arms.first() else { return self.number_leaf(tree) };
        let two = tree.arms.get(1).unwrap_or(one);
        let figure = || self.number(one);
        let sign = at(&["+", "-", "*", "div", "mod"], tree.leaf);
        match tree.pick % 20 {
            // Nothing is divided by nothing: infinity is read back differently.
            0..=3 if sign == "div" => format!("({} div (abs({}) + 1))", figure(), self.number(two)),
            0..=3 => format!("({} {sign} {})", figure(), self.number(two)),
            4 => format!("-({})", figure()),
            5 => format!("abs({})", figure()),
            6 => format!("int({})", figure()),
            // A negative half is rounded differently.
            7 => format!("round(abs({}), {})", figure(), tree.leaf % 3),
            8 => format!("round(abs({}))", figure()),
            9 => format!("round(pow(abs({}) mod 10, 2), 3)", figure()),
            10 => {
                let of = at(&["sqrt", "exp", "log", "log10", "sin", "cos", "tan"], tree.leaf);
                format!("round(abs({of}(1 + abs({}) mod 5)), 3)", figure())
            }
            11 => {
                let of = at(&["atan", "asin", "acos", "exp10"], tree.leaf);
                format!("round(abs({of}(({}) mod 3 div 4)), 3)", figure())
            }
            12 => format!("string-length({})", self.text(one)),
            // Spaces alone are nought in the engine.
            13 => format!("number(normalize-space({}))", self.text(one)),
            14 => format!("if({}, {}, {})", self.truth(one), figure(), self.number(two)),
            15 => format!("min({}, {})", figure(), self.number(two)),
            16 => format!("max({}, {})", figure(), self.number(two)),
            17 => {
                let first = format!("coalesce({}, {})", self.text(one), self.number(two));
                format!("number(normalize-space({first}))")
            }
            18 => format!("round(abs(atan2({}, {})), 3)", figure(), self.number(two)),
            _ => format!("number({})", self.truth(one)),
        }
    }

    fn number_leaf(&self, tree: &Tree) -> String {
        let numeric = |sort: Sort| sort == Sort::Number;
        let chosen = |sort: Sort| matches!(sort, Sort::Colours | Sort::Towns);
        let constant = || at(&NUMBERS, tree.leaf).to_owned();
        match tree.pick % 13 {
            0..=3 => self.reference(tree.leaf, numeric).unwrap_or_else(constant),
            4 => match self.reference(tree.leaf, chosen) {
                Some(asked) => format!("count-selected({asked})"),
                None => constant(),
            },
            // In a filter it would be the list's.
            5 if !self.repeats.is_empty() && !self.filter => "position(..)".to_owned(),
            6 => match self.set(tree.leaf, numeric) {
                Some(Known { name, .. }) => match tree.pick / 12 % 3 {
                    // The sum of no round is not zero in the engine.
                    0 => format!("if(count(${{{name}}}) > 0, sum(${{{name}}}), 0)"),
                    1 => format!("min(${{{name}}})"),
                    _ => format!("max(${{{name}}})"),
                },
                None => constant(),
            },
            7 => match self.set(tree.leaf, |_| true) {
                Some(known) => format!("count-non-empty(${{{}}})", known.name),
                None => constant(),
            },
            8 => match self.set(tree.leaf, |_| true) {
                Some(known) => format!("count(${{{}}})", known.repeats[0]),
                None => constant(),
            },
            9 => match self.reference(tree.leaf, |sort| sort == Sort::Date) {
                Some(date) => format!("round(decimal-date-time({date}), 2)"),
                None => constant(),
            },
            10 => match self.reference(tree.leaf, |sort| sort == Sort::Time) {
                Some(time) => format!("round(decimal-time({time}), 3)"),
                None => constant(),
            },
            11 => format!("number({})", self.looked_up("f", tree.leaf)),
            _ => constant(),
        }
    }

    pub fn text(&self, tree: &Tree) -> String {
        let Some(one) = tree.arms.first() else { return self.text_leaf(tree) };
        let two = tree.arms.get(1).unwrap_or(one);
        let three = tree.arms.get(2).unwrap_or(two);
        let text = || self.text(one);
        let few = tree.leaf % 4;
        match tree.pick % 15 {
            0 | 1 => format!("concat({}, {})", text(), self.text(two)),
            2 => format!("join(' ', {}, {})", text(), self.text(two)),
            3 => format!("substr({}, {few})", text()),
            4 => format!("substr({}, 1, {few})", text()),
            5 => format!("substring-before({}, {})", text(), self.text(two)),
            6 => format!("substring-after({}, '{}')", text(), at(&["a", " ", "-"], tree.leaf)),
            7 => format!("translate({}, 'abc', 'xy')", text()),
            8 => format!("normalize-space({})", text()),
            // What is not a number is no text in the engine.
            9 => format!("if({0} = {0}, string({0}), 'none')", self.number(one)),
            10 => format!("string({})", self.truth(one)),
            11 => format!("if({}, {}, {})", self.truth(one), self.text(two), self.text(three)),
            12 => format!("coalesce({}, {})", text(), self.text(two)),
            13 => format!("selected-at({}, {few})", text()),
            _ => format!("substr({}, {})", text(), self.number(two)),
        }
    }

    fn text_leaf(&self, tree: &Tree) -> String {
        let constant = || at(&TEXTS, tree.leaf).to_owned();
        let dated = |sort: Sort| sort == Sort::Date;
        match tree.pick % 13 {
            // The engine's number of a moment's text has no time of day: see *number*.
            0..=2 => {
                let other = self.reference(tree.leaf, |sort| sort != Sort::DateTime);
                other.unwrap_or_else(constant)
            }
            3 => match self.reference(tree.leaf, |sort| sort == Sort::Colours) {
                Some(asked) if self.labels => format!("jr:choice-name({asked}, '{asked}')"),
                Some(_) | None => constant(),
            },
            4 => match self.reference(tree.leaf, |sort| sort == Sort::Colours) {
                Some(asked) => format!("selected-at({asked}, {})", tree.pick / 12 % 3),
                None => constant(),
            },
            5 => match self.reference(tree.leaf, dated) {
                Some(date) => {
                    let form = at(&["%Y-%m-%d", "%e/%n/%y", "%b %d"], tree.pick / 12);
                    format!("format-date({date}, '{form}')")
                }
                None => format!("format-date('{}', '%Y-%m')", at(&DATES, tree.leaf)),
            },
            6 => match self.reference(tree.leaf, |sort| sort == Sort::DateTime) {
                Some(moment) => format!("format-date-time({moment}, '%H:%M')"),
                None => constant(),
            },
            7 => match self.set(tree.leaf, |_| true) {
                Some(known) => format!("join(',', ${{{}}})", known.name),
                None => constant(),
            },
            8 => match self.set(tree.leaf, |_| true) {
                Some(Known { name, repeats, .. }) if repeats.len() == 1 => format!(
                    "string(indexed-repeat(${{{name}}}, ${{{}}}, {}))",
                    repeats[0],
                    tree.pick / 12 % 3
                ),
                _ => constant(),
            },
            9 => format!("date('{}')", at(&DATES, tree.leaf)),
            10 => self.looked_up(at(&["label", "g"], tree.pick / 13), tree.leaf),
            _ => constant(),
        }
    }
}
