//! `import`: a bundle file, page by page, with every bad stretch named.
//!
//! What is good is kept, and the command ends with an error where something was not, so that a
//! script cannot take a damaged file for a whole one. Twice changes nothing. A running `serve`
//! need not be stopped: it sees the new pages within seconds.

use std::fs::File;
use std::io::Read as _;

use anyhow::{Context as _, bail};
use journal::bundle::BUNDLE_BYTES_MAX;

use super::Say;
use crate::headquarters::Headquarters;
use crate::{bundle, cli, data_folder, texts};

/// Takes a file and writes the answer, if one is asked for.
pub fn import(
    headquarters: &mut Headquarters,
    args: &cli::Import,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let file = File::open(&args.file).context(args.file.display().to_string())?;
    // One byte more than a bundle may have, so that a longer one is told as such.
    let mut bytes = Vec::new();
    file.take(BUNDLE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .context(args.file.display().to_string())?;
    let taken = bundle::take(headquarters, &bytes, &mut |done, all| {
        say.progress(done, all, texts::PROGRESS_PAGES);
    })?;
    say.progress_end();
    for damage in &taken.damaged {
        say.note(texts::damaged(damage))?;
    }
    for (journal, page, why) in &taken.refused {
        say.note(texts::refused_page(&journal.to_string(), page.0, why))?;
    }
    if let Some(path) = &args.answer {
        data_folder::write_private(path, &bundle::answer(headquarters, &taken)?)?;
    }
    say.line(texts::taken(&taken))?;
    if taken.empty {
        bail!(texts::NO_BUNDLE);
    }
    match taken.damaged.is_empty() && taken.refused.is_empty() && taken.bad_certificates == 0 {
        true => Ok(()),
        false => bail!(texts::NOT_ALL_TAKEN),
    }
}
