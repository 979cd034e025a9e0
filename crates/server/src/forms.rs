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
mod kinds;
mod labels;
mod refusal;
mod settings;
mod sheet;
mod survey;

pub use beside::Beside;
pub use refusal::{Reason, Refusal};

use domain::form::{Form, FormBody, FormError};
use sheet::Book;

/// Largest workbook read, in bytes.
pub const WORKBOOK_BYTES_MAX: usize = 8 * 1024 * 1024;

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
    let form = with_tables(&mut body, beside, &mut refusals);
    let form = form.map_err(|errors| {
        for error in errors {
            survey.refuse(error, &mut refusals);
        }
    });
    match (form, refusals.is_empty()) {
        (Ok(form), true) => Ok(Imported { form, notes: refusal::sorted(notes) }),
        (Ok(_) | Err(()), _) => Err(refusal::sorted(refusals)),
    }
}

/// The form with the tables its expressions look into.
fn with_tables(
    body: &mut FormBody,
    beside: Beside<'_>,
    refusals: &mut Vec<Refusal>,
) -> Result<Form, Vec<FormError>> {
    let form = Form::new(body.clone())?;
    for name in form.tables_asked() {
        let file = format!("{name}.csv");
        match beside::table(&file, beside) {
            Ok(table) => body.tables.push(table),
            Err(detail) => {
                let reason = Reason::File { file, detail };
                refusals.push(Refusal::new("survey", None, None, reason));
            }
        }
    }
    match body.tables.is_empty() {
        true => Ok(form),
        false => Form::new(body.clone()),
    }
}

impl survey::Survey {
    /// Brings a fault the core found back to its row.
    fn refuse(&self, error: FormError, refusals: &mut Vec<Refusal>) {
        match error {
            FormError::Expression { item, column, error } => {
                let row = self.row_of(&item);
                let reason = Reason::Expression(error.to_string());
                refusals.push(Refusal::new("survey", row, Some(column), reason));
            }
            FormError::Cycle { item, path } => {
                let row = self.row_of(&item);
                let reason = Reason::Cycle(path.join(" → "));
                refusals.push(Refusal::new("survey", row, None, reason));
            }
            // Said already, by row and column, by whoever read the row.
            FormError::Item { .. } if !refusals.is_empty() => {}
            FormError::Item { item, detail } => {
                let row = self.row_of(&item);
                refusals.push(Refusal::new("survey", row, None, Reason::Item(detail)));
            }
            FormError::Malformed(detail) => {
                refusals.push(Refusal::new("survey", None, None, Reason::Item(detail)));
            }
        }
    }
}

#[cfg(test)]
mod tests;
