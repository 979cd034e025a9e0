//! Checklists as tables: one row a filling, one row an answer.
//!
//! Beside the files in ODK Central's layout, for what those cannot tell: special answers apart
//! from empty ones, when it was seen and written by the quarter hour, how often it was answered
//! before, whether it still stands, why a filling was opened again. Rejected: a column a question
//! here too.

use std::sync::Arc;

use domain::event::Value;
use domain::fold::{FormRecord, ReadForms};
use domain::form::Form;

use super::safe;
use super::settled::{settled, stands};
use super::tables::{Author, STATION, Table, authors, spaced, yes};
use crate::dashboard::desk::Desk;
use crate::dashboard::words::word;

/// Fillings, open and finished ones.
pub(super) fn fillings(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "fillings",
        &[
            ("key", "the filling, as KEY in the form's own file"),
            STATION,
            ("form", "the form's form_id; its number where the version is not known"),
            ("form_version", "the version it is filled in"),
            ("first", "quarter hour of its first answer"),
            ("last", "quarter hour of its latest answer"),
            ("finished", "quarter hour; empty: it is open"),
            ("reopened", "how often it was opened again"),
            ("reasons", "why, in the observer's words, apart by line breaks"),
            ("rounds", "rounds of repeats that stand, question number=rounds, apart by spaces"),
        ],
    );
    let forms = ReadForms::default();
    for author in authors(desk) {
        for filling in author.fold.forms() {
            let at = |moment| author.quarter(Some(filling.visit), moment);
            let reasons: Vec<&str> = filling.reopened.iter().map(|it| it.reason.as_str()).collect();
            let rounds = filling.rounds.iter().map(|((path, repeat), rounds)| {
                let path: String = path.iter().map(|round| format!("{round}/")).collect();
                format!("{path}{repeat}={}", rounds.standing.len())
            });
            table.rows.push(vec![
                super::answers::key(author.journal, filling),
                safe(&author.station(Some(filling.visit))),
                safe(&form_name(&author, filling, &forms)),
                filling.version.to_string(),
                at(filling.first),
                at(filling.last),
                filling.finished.map(at).unwrap_or_default(),
                filling.reopened.len().to_string(),
                safe(&reasons.join("\n")),
                spaced(rounds),
            ]);
        }
    }
    table
}

/// The form, read once for all its fillings.
fn form_of(author: &Author<'_>, filling: &FormRecord, forms: &ReadForms) -> Option<Arc<Form>> {
    let form = forms.get(&author.desk.holdings.common, filling.form, filling.version);
    form.and_then(Result::ok)
}

fn form_name(author: &Author<'_>, filling: &FormRecord, forms: &ReadForms) -> String {
    let form = form_of(author, filling, forms);
    form.map_or_else(|| filling.form.to_string(), |form| form.body().name.clone())
}

/// Answers, one a row, special ones told apart from empty.
pub(super) fn answers(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "answers",
        &[
            ("key", "the filling, as KEY in the form's own file"),
            ("station", "code as written"),
            ("form", "the form's form_id; its number where the version is not known"),
            ("form_version", "the version it was given in"),
            ("rounds", "rounds of the repeats around the question, apart by `/`"),
            ("question", "its name; its number where the version is not known"),
            ("value", "choices by name, apart by spaces; empty: taken back, or special"),
            ("special", "did_not_see, not_allowed, refused_to_say or does_not_apply"),
            ("stands", "no: its round was taken out, or the form does not ask it any more"),
            ("answered", "quarter hour on the station's wall it was written down"),
            ("seen", "quarter hour it was seen; empty: when it was written down"),
            ("before", "answers the question had before this one"),
        ],
    );
    let forms = ReadForms::default();
    for author in authors(desk) {
        for filling in author.fold.forms() {
            table.rows.extend(answer_rows(&author, filling, &forms));
        }
    }
    table
}

fn answer_rows(author: &Author<'_>, filling: &FormRecord, forms: &ReadForms) -> Vec<Vec<String>> {
    let form = form_of(author, filling, forms);
    let name = form_name(author, filling, forms);
    let opened = form.as_deref().map(|form| settled(author, filling, form));
    let rows = filling.answers.iter().map(|((rounds, question), answer)| {
        let item = form.as_ref().and_then(|form| form.item(*question));
        let stands = opened.as_ref().map(|opened| yes(stands(opened, rounds, *question)));
        let rounds: Vec<String> = rounds.iter().map(ToString::to_string).collect();
        let special = match &answer.value {
            Value::Special(special) => word(special),
            Value::Cleared
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Chosen(_)
            | Value::Text(_) => String::new(),
        };
        let seen = answer.seen_at.map(|at| author.quarter_of(Some(filling.visit), at));
        vec![
            super::answers::key(author.journal, filling),
            safe(&author.station(Some(filling.visit))),
            safe(&name),
            filling.version.to_string(),
            rounds.join("/"),
            safe(&item.map_or_else(|| question.to_string(), |item| item.name.clone())),
            super::answers::value(item, &answer.value),
            special,
            stands.unwrap_or_default(),
            author.quarter(Some(filling.visit), answer.moment),
            seen.unwrap_or_default(),
            answer.before.to_string(),
        ]
    });
    rows.collect()
}
