//! XLSForm workbooks into the core's forms.
//!
//! Everything a workbook says is either taken or refused by sheet, row, column and reason;
//! all refusals come at once, and nothing is passed over in silence, because a constraint
//! that was dropped is a checklist that lies. Rejected: a converter to ODK's XML on the way,
//! which would need a second reader here.

mod alias;
mod beside;
mod choices;
mod columns;
mod defaults;
mod kinds;
mod labels;
mod other;
mod refusal;
mod settings;
mod sheet;
mod survey;

pub use beside::Beside;
pub use refusal::{Reason, Refusal};

use domain::form::{Form, FormBody, FormError};
use sheet::Book;
use std::collections::BTreeMap;

/// Largest workbook read, in bytes.
pub const WORKBOOK_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Largest form published, in bytes: an event's limit, less what stands around the form in it.
pub const FORM_BYTES_MAX: usize = journal::event::EVENT_BYTES_MAX - 1_024;

/// Takes a column and what is wrong in it, for the row at hand.
type Refuse<'a> = dyn FnMut(&str, Reason) + 'a;

/// A workbook as read.
#[derive(Debug)]
pub struct Imported {
    /// The form.
    pub form: Form,
    /// What was kept and has no meaning in this app, for people to know.
    pub notes: Vec<Refusal>,
}

/// Reads a workbook; `file_stem` names the form where no settings do, `beside` gives the files
/// it chooses from or looks into.
///
/// # Errors
/// Every refusal, in the order of sheets and rows; never an empty list.
pub fn import(xlsx: &[u8], file_stem: &str, beside: Beside<'_>) -> Result<Imported, Vec<Refusal>> {
    if xlsx.len() > WORKBOOK_BYTES_MAX {
        return Err(vec![Refusal::of_book(Reason::TooLarge(WORKBOOK_BYTES_MAX))]);
    }
    let (mut refusals, mut notes) = (Vec::new(), Vec::new());
    let book = Book::read(xlsx, &mut refusals)?;
    let settings = settings::read(&book, file_stem, &mut refusals, &mut notes);
    let lists = survey::Sources {
        choices: choices::read(&book, "choices", &settings, (&mut refusals, &mut notes)),
        external: choices::read(&book, "external_choices", &settings, (&mut refusals, &mut notes)),
        beside,
    };
    let survey = survey::read(&book, &settings, &lists, &mut refusals, &mut notes);
    let mut body = FormBody {
        name: settings.form_id.clone(),
        titles: settings.titles.clone(),
        languages: survey.languages(&settings),
        items: survey.items.clone(),
        label_version: settings.version.clone(),
        tables: Vec::new(),
    };
    survey.tables(&mut body, beside, &mut refusals);
    let form = Form::import(body).map_err(|errors| {
        for error in errors {
            survey.refuse(error, &mut refusals);
        }
    });
    if let Ok(form) = &form {
        refusals.extend(too_large(form));
    }
    match (form, refusals.is_empty()) {
        (Ok(form), true) => Ok(Imported { form, notes: refusal::sorted(notes) }),
        (Ok(_) | Err(()), _) => Err(refusal::sorted(refusals)),
    }
}

/// A form travels as one event, which no journal takes above its limit.
fn too_large(form: &Form) -> Option<Refusal> {
    let bytes = form.encode().len();
    if bytes <= FORM_BYTES_MAX {
        return None;
    }
    let body = form.body();
    let rows = body.tables.iter().map(|table| (table.rows.len(), format!("{}.csv", table.name)));
    let choices = body.items.iter().map(|item| (item.choices.len(), item.name.clone()));
    let (rows, largest) = rows.chain(choices).max()?;
    Some(Refusal::of_book(Reason::FormTooLarge { bytes, most: FORM_BYTES_MAX, largest, rows }))
}

impl survey::Survey {
    /// Reads the tables a form looks into, each once; one that cannot be had is refused wherever
    /// it is asked for.
    fn tables(&self, body: &mut FormBody, beside: Beside<'_>, refusals: &mut Vec<Refusal>) {
        let mut read: BTreeMap<String, Option<String>> = BTreeMap::new();
        for asked in Form::tables_asked(body) {
            let file = format!("{}.csv", asked.table);
            let known = read.entry(asked.table).or_insert_with(|| {
                let table = beside::table(&file, beside);
                table.map(|table| body.tables.push(table)).err()
            });
            if let Some(detail) = known.clone() {
                let (row, reason) = (self.row_of(asked.item), Reason::File { file, detail });
                refusals.push(Refusal::new("survey", row, Some(asked.column), reason));
            }
        }
    }

    /// Brings a fault the core found back to its row.
    fn refuse(&self, error: FormError, refusals: &mut Vec<Refusal>) {
        let (number, column, reason) = match error {
            FormError::Expression { number, column, error, .. } => {
                (number, Some(column), Reason::Expression(error.to_string()))
            }
            FormError::Cycle { number, column, path, .. } => {
                (number, column, Reason::Cycle(path.join(" → ")))
            }
            // Said already, by row and column, by whoever read the row.
            FormError::Item { .. } if !refusals.is_empty() => return,
            FormError::Item { number, detail, .. } => (number, None, Reason::Item(detail)),
            FormError::Malformed(detail) => (0, None, Reason::Item(detail)),
        };
        refusals.push(Refusal::new("survey", self.row_of(number), column, reason));
    }
}

#[cfg(test)]
mod tests;
