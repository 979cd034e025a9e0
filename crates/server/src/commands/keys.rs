//! `keys verify-backup` opens a copy of the recovery file and compares every key; `keys
//! restore` makes a new endpoint of it where the old computer is lost.
//!
//! Verify the copy, not the original: a file in the data folder is lost with it and is refused.
//! Only after a copy was opened does `invite` work. A restored endpoint holds no pages: devices
//! send theirs again. What headquarters itself published comes back from an invitation file, the
//! newest at hand, since devices never send it; labels and station lists are not in it and are
//! imported again.

use std::path::Path;

use anyhow::{Context as _, bail};
use domain::event::Payload;
use domain::{JournalRef, Stamped};
use journal::ids::{Hash, InvitationId, JournalId, PageNumber};
use journal::invitation::InvitationFile;
use journal::keeper::Decision;

use super::Say;
use crate::cli::Restore;
use crate::clock::Clock;
use crate::data_folder::{self, DataFolder};
use crate::election_file::ElectionFile;
use crate::headquarters::Headquarters;
use crate::passphrase::Passphrases;
use crate::{keys, texts};

/// Opens a copy of the recovery file and compares every key.
pub fn verify_backup(
    folder: &DataFolder,
    copy: &Path,
    passphrases: &Passphrases,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    if folder.holds(copy)? {
        bail!(texts::BACKUP_IS_HERE);
    }
    keys::verify_backup(folder, copy, passphrases)?;
    Ok(say.line(texts::BACKUP_VERIFIED)?)
}

/// Makes a new endpoint's folder from a recovery file.
pub fn restore(
    root: &Path,
    args: &Restore,
    passphrases: &Passphrases,
    clock: &Clock,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let recovered = keys::recover(&args.file, passphrases)?;
    let text = match &args.election {
        Some(path) => {
            String::from_utf8(data_folder::read(path)?).context(path.display().to_string())?
        }
        None => recovered.election_toml.clone().context(texts::RESTORE_NEEDS_ELECTION)?,
    };
    let file = ElectionFile::parse(&text)?;
    if file.definition.practice != recovered.keys.list.list().practice {
        bail!(texts::PRACTICE_MISMATCH);
    }
    let common = args.common.as_deref().map(|path| common(path, &recovered)).transpose()?;
    // Nothing is made before all that was given makes sense.
    let folder = DataFolder::create(root)?;
    recovered.write(&folder, passphrases, &text)?;
    data_folder::write_private(&folder.election_toml(), text.as_bytes())?;
    let members = recovered.keys.members.clone();
    let mut headquarters = Headquarters::with_keys(folder, recovered.keys, clock.clone())?;
    match common {
        Some(file) => {
            let (decided, at) = (|told: &[Stamped]| Ok(decisions(told)), clock.now_s());
            headquarters.store.restore_common(file.common, &members, decided, at)?;
        }
        None => say.note(texts::RESTORED_WITHOUT_COMMON)?,
    }
    Ok(say.line(texts::restored(&file.definition.name, &root.display().to_string()))?)
}

/// An invitation of this election.
fn common(path: &Path, recovered: &keys::Recovered) -> anyhow::Result<InvitationFile> {
    let file = InvitationFile::open(&data_folder::read(path)?)
        .with_context(|| path.display().to_string())?;
    if file.election() != recovered.keys.election {
        bail!(texts::OTHER_ELECTIONS_INVITATION);
    }
    Ok(file)
}

/// What was revoked stays revoked, what was admitted admitted.
fn decisions(told: &[Stamped]) -> Vec<Decision> {
    let mut all = Vec::new();
    for stamped in told {
        if let Payload::Revoked(it) = &stamped.event.payload {
            let last_good = it.journal.zip(it.last_good_page);
            let last_good = last_good.map(|(of, page)| (JournalId(of.0), PageNumber(page)));
            let invitation = InvitationId(it.invitation);
            all.push(Decision::Revoke { invitation, last_good });
        }
        if let Payload::Admitted(it) = &stamped.event.payload {
            all.extend(it.ends_journal.zip(it.ends_at_page).map(end));
            all.push(Decision::Admit { journal: JournalId(it.journal.0) });
        }
        if let Payload::PagesAdmitted(it) = &stamped.event.payload {
            all.extend(it.ends.iter().copied().map(end));
            let (journal, number) = (JournalId(it.journal.0), PageNumber(it.first_page));
            all.push(match it.hash {
                Some(hash) => Decision::AdmitBranch { journal, number, hash: Hash(hash) },
                None => Decision::Admit { journal },
            });
        }
    }
    all
}

fn end((journal, last): (JournalRef, u64)) -> Decision {
    Decision::End { journal: JournalId(journal.0), last: PageNumber(last) }
}
