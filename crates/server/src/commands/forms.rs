//! `forms import`: an XLSForm into the common journal, and the definition that names it.
//!
//! A form is known by its `form_id`: the same name is a new version, answers stay on theirs.
//! Refuses by sheet, row and column, and publishes nothing of a workbook with one bad cell.

use std::path::Path;

use anyhow::bail;
use domain::event::{FormPublished, Payload};

use super::{Say, election_apply};
use crate::data_folder;
use crate::headquarters::{Headquarters, local_operator};
use crate::texts;

/// Reads the file and publishes it as a new form, or as a new version of the form of its
/// name. A form that is published already just so is left alone.
pub fn import(
    headquarters: &mut Headquarters,
    file: &Path,
    dry_run: bool,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let workbook = data_folder::read(file)?;
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("form");
    let folder = file.parent().map(Path::to_owned).unwrap_or_default();
    let beside =
        move |name: &str| data_folder::read(&folder.join(name)).map_err(|error| error.to_string());
    let form = match crate::forms::import(&workbook, stem, &beside) {
        Ok(imported) => {
            for note in &imported.notes {
                say.note(texts::noted_cell(&note.to_string()))?;
            }
            imported.form
        }
        Err(refusals) => {
            for refusal in &refusals {
                say.note(texts::refused_cell(&refusal.to_string()))?;
            }
            bail!(texts::FORM_REFUSED);
        }
    };
    let common = headquarters.common()?;
    let (name, bytes) = (form.body().name.clone(), form.encode());
    let (mut number, mut version, mut same) = (0, 0, false);
    let mut highest = 0;
    for (known, its_version, published) in common.form_versions() {
        highest = highest.max(known);
        let of_that_name = domain::form::Form::decode(published)
            .is_ok_and(|published| published.body().name == name);
        if of_that_name && its_version >= version {
            (number, version, same) = (known, its_version, published == bytes);
        }
    }
    if same {
        return Ok(say.line(texts::form_known(&name, version))?);
    }
    let form = if number == 0 { highest + 1 } else { number };
    let version = version + 1;
    if dry_run {
        say.line(texts::form_read(&name, version))?;
        return Ok(say.line(texts::DRY_RUN)?);
    }
    let operator = local_operator();
    let published = FormPublished { operator, form, version, bytes };
    headquarters.publish_common(vec![Payload::FormPublished(published)])?;
    say.line(texts::form_read(&name, version))?;
    election_apply(headquarters, say)
}
