//! XLSForm workbooks into the core's forms.
//!
//! Everything a workbook says is either taken or refused by sheet, row, column and reason;
//! all refusals come at once, and nothing is passed over in silence, because a constraint
//! that was dropped is a checklist that lies. Rejected: a converter to ODK's XML on the way,
//! which would need a second reader here.

mod choices;
mod refusal;
mod settings;
mod sheet;
mod survey;

pub use refusal::{Reason, Refusal};

use domain::form::{Form, FormBody, FormError};
use sheet::Book;

/// Largest workbook read, in bytes.
pub const WORKBOOK_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Reads a workbook; `file_stem` names the form where no settings do.
///
/// # Errors
/// Every refusal, in the order of sheets and rows; never an empty list.
pub fn import(xlsx: &[u8], file_stem: &str) -> Result<Form, Vec<Refusal>> {
    if xlsx.len() > WORKBOOK_BYTES_MAX {
        return Err(vec![Refusal::of_book(Reason::TooLarge(WORKBOOK_BYTES_MAX))]);
    }
    let mut refusals = Vec::new();
    let book = Book::read(xlsx, &mut refusals)?;
    let settings = settings::read(&book, file_stem, &mut refusals);
    let lists = choices::read(&book, &settings, &mut refusals);
    let survey = survey::read(&book, &settings, &lists, &mut refusals);
    let body = FormBody {
        name: settings.form_id.clone(),
        titles: settings.titles.clone(),
        languages: survey.languages(&settings, &lists),
        items: survey.items.clone(),
        label_version: settings.version.clone(),
    };
    let form = Form::new(body).map_err(|errors| {
        for error in errors {
            survey.refuse(error, &mut refusals);
        }
    });
    match (form, refusals.is_empty()) {
        (Ok(form), true) => Ok(form),
        (Ok(_) | Err(()), _) => Err(refusal::sorted(refusals)),
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
                refusals.push(Refusal::new("survey", row, Some("relevant"), reason));
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
