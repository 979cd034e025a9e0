//! Old spellings of columns and types, as pyxform's own table of aliases knows them.
//!
//! Workbooks of ten years ago write `bind:relevant`, `label:English` and *add select one prompt
//! using*; what they mean is well known. A spelling that is not here is not guessed: a column is
//! listed or refused, a type refused. Rejected: mending workbooks by hand before import, which
//! changes what a mission signed off.

/// A column's meaning and its language, of a title as written.
pub(super) fn column(title: &str) -> (String, Option<&str>) {
    let parts = parts(title);
    let mut plain = parts.iter().map(|part| normal(part));
    let (first, second) = (plain.next().unwrap_or_default(), plain.next());
    let known = match (first.as_str(), second.as_deref()) {
        ("bind", Some(second)) => bound(second).map(|base| (base.to_owned(), 2)),
        ("control" | "body", Some(second @ ("appearance" | "jr:count"))) => {
            Some((renamed(second).to_owned(), 2))
        }
        ("media", Some(second)) => Some((second.to_owned(), 2)),
        ("bind" | "control" | "body" | "instance", _) => None,
        (first, _) => Some((renamed(first).to_owned(), 1)),
    };
    match known {
        Some((base, taken)) => {
            let language = parts.get(taken).copied().filter(|language| !language.is_empty());
            (base, language)
        }
        // Nothing else is read of it, so its whole title is its name.
        None => (normal(title), None),
    }
}

/// Two colons divide, or one where there are no two; `jr:` is part of a name.
fn parts(title: &str) -> Vec<&str> {
    if title.contains("::") {
        return title.split("::").map(str::trim).collect();
    }
    let mut parts = Vec::new();
    let mut rest = title;
    loop {
        let from = if rest.trim_start().starts_with("jr:") { rest.find("jr:") } else { None };
        let skip = from.map_or(0, |at| at + 3);
        let Some(at) = rest.get(skip..).and_then(|tail| tail.find(':')) else { break };
        parts.push(rest.get(..skip + at).unwrap_or_default().trim());
        rest = rest.get(skip + at + 1..).unwrap_or_default();
    }
    parts.push(rest.trim());
    parts
}

fn normal(text: &str) -> String {
    text.trim().to_lowercase().replace(' ', "_")
}

/// What stands behind `bind`; none where it means nothing here.
fn bound(second: &str) -> Option<&'static str> {
    Some(match second {
        "relevant" | "relevance" => "relevant",
        "constraint" => "constraint",
        "required" => "required",
        "readonly" | "read_only" => "read_only",
        "calculate" | "calculation" => "calculation",
        "jr:constraintmsg" => "constraint_message",
        "jr:requiredmsg" => "required_message",
        _ => return None,
    })
}

fn renamed(base: &str) -> &str {
    match base {
        "relevance" => "relevant",
        "list" => "list_name",
        "readonly" => "read_only",
        "calculate" => "calculation",
        "count" | "repeat" | "jr:count" => "repeat_count",
        "constraining_message" => "constraint_message",
        "requiredmsg" => "required_message",
        "value" | "tag" => "name",
        "caption" => "label",
        "command" => "type",
        base => base,
    }
}

/// A setting's name as it is written today.
pub(super) fn setting(base: &str) -> &str {
    match base {
        "title" | "set_form_title" => "form_title",
        "id_string" | "set_form_id" => "form_id",
        base => base,
    }
}

/// A plain type as it is written today.
pub(super) fn plain_type(lower: &str) -> &str {
    let rest = lower.strip_prefix("add ").and_then(|rest| rest.strip_suffix(" prompt"));
    let rest = rest.or_else(|| lower.strip_prefix("q ")).or_else(|| lower.strip_prefix("get "));
    match rest.unwrap_or(lower) {
        "picture" => "photo",
        "date time" => "datetime",
        "start time" => "start",
        "end time" => "end",
        "imei" | "uri:deviceid" => "deviceid",
        "uri:username" => "username",
        plain => plain,
    }
}

/// Spellings of selections, the longer of two that begin alike first.
const SELECTIONS: [(&str, &str); 22] = [
    ("add select multiple prompt using", "select_multiple"),
    ("add select one prompt using", "select_one"),
    ("select all that apply from", "select_multiple"),
    ("select multiple from file", "select_multiple_from_file"),
    ("select_multiple_from_file", "select_multiple_from_file"),
    ("select_one_from_file", "select_one_from_file"),
    ("select one from file", "select_one_from_file"),
    ("select_one_external", "select_one_external"),
    ("select one external", "select_one_external"),
    ("select multiple using", "select_multiple"),
    ("select all that apply", "select_multiple"),
    ("select multiple from", "select_multiple"),
    ("select one using", "select_one"),
    ("select one from", "select_one"),
    ("select_multiple", "select_multiple"),
    ("select multiple", "select_multiple"),
    ("select_one", "select_one"),
    ("select one", "select_one"),
    ("q select1", "select_one"),
    ("q select", "select_multiple"),
    ("select1", "select_one"),
    ("rank", "rank"),
];

/// A selection as it is written today, and the words behind it.
pub(super) fn selection<'w>(words: &[&'w str]) -> Option<(&'static str, Vec<&'w str>)> {
    SELECTIONS.iter().find_map(|(old, new)| {
        let old: Vec<&str> = old.split(' ').collect();
        let begin = words.get(..old.len())?;
        let same = begin.iter().zip(&old).all(|(word, old)| word.eq_ignore_ascii_case(old));
        same.then(|| (*new, words.get(old.len()..).unwrap_or_default().to_vec()))
    })
}

/// Whether a column's name is so near to that of a rule that it may be one mistyped.
pub(super) fn near_a_rule(base: &str, rules: &[&str]) -> bool {
    rules.iter().filter(|rule| rule.len() > 4).any(|rule| base.contains(rule) || close(base, rule))
}

/// At most two letters apart, by the usual distance.
fn close(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return false;
    }
    let mut line: Vec<usize> = (0..=b.len()).collect();
    for (row, one) in a.iter().enumerate() {
        let mut before = row;
        let mut left = row + 1;
        let mut next = vec![left];
        for (other, above) in b.iter().zip(line.iter().skip(1)) {
            let changed = before + usize::from(one != other);
            left = changed.min(above + 1).min(left + 1);
            next.push(left);
            before = *above;
        }
        line = next;
    }
    line.last().is_some_and(|apart| *apart <= 2)
}

#[cfg(test)]
mod tests;
