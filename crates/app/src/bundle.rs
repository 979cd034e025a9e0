//! Pages as one file, out and in.
//!
//! What leaves is what would travel: sealed pages, certificates, signed words; no name and no
//! station, in the file's name neither. What comes in is checked page by page; the answer goes
//! back the same way. It refuses files of another election and says what of a damaged one was
//! lost. Rejected: a file only a lead may take, since any peer may be the next to reach a
//! network.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use journal::bundle::{BUNDLE_BYTES_MAX, Damage, DamageReason as Reason};
use store::device::{ImportError, Imported};
use sync::schedule::Cause;
use sync::world::World;

use crate::api::{
    AppError, BundleView, DamageReason, DamageView, ErrorCode, ImportedView, Reply, Topic,
};
use crate::core::Shared;
use crate::desk::{Open, small};

/// Most damaged stretches told; more are one file that is lost anyway.
const DAMAGED_MAX: usize = 200;

pub(crate) fn export(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    open.seal(shared.world)?;
    let file = open.store.bundle()?;
    if file.pages == 0 {
        return Err(ErrorCode::NothingToSend.into());
    }
    let view = written(shared, open, &file.bytes, [file.pages, file.left_out]);
    drop(desk);
    shared.changed(&[Topic::Delivery]);
    Ok(Reply::Bundle { view })
}

/// A file under a name that tells when it was written and nothing else.
fn written(shared: &Shared, open: &Open, bytes: &[u8], [pages, left_out]: [u64; 2]) -> BundleView {
    let at = crate::wall::civil(open.zone(), shared.world.now().wall);
    let at: String = at.chars().filter(char::is_ascii_digit).collect();
    BundleView {
        base64: STANDARD.encode(bytes),
        file_name: format!("{at}.sanaq-bundle"),
        pages: small(pages),
        left_out: small(left_out),
    }
}

pub(crate) fn import(shared: &Shared, base64: &str) -> Result<Reply, AppError> {
    if base64.len() / 4 * 3 > BUNDLE_BYTES_MAX + 4096 {
        return Err(AppError::because(ErrorCode::BundleUnreadable, "too long"));
    }
    let bytes = STANDARD
        .decode(base64.trim())
        .map_err(|error| AppError::because(ErrorCode::BundleUnreadable, error))?;
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let imported = open.store.import_bundle(&bytes, shared.world.now().wall).map_err(refused)?;
    open.take_definitions();
    let view = view(shared, open, &imported);
    drop(desk);
    if imported.new > 0 {
        shared.bell.ring(Cause::Carried, shared.world);
    }
    shared.changed(&[Topic::Session, Topic::Delivery, Topic::Collect, Topic::Notices]);
    Ok(Reply::Imported { view })
}

fn refused(error: ImportError) -> AppError {
    match error {
        ImportError::OtherElection => ErrorCode::OtherElection.into(),
        ImportError::Unreadable => ErrorCode::BundleUnreadable.into(),
        ImportError::Store(error) => error.into(),
    }
}

fn view(shared: &Shared, open: &Open, imported: &Imported) -> ImportedView {
    let left_out = imported.unanswered;
    let answer = (!imported.answer.is_empty())
        .then(|| written(shared, open, &imported.answer, [0, left_out]));
    ImportedView {
        new: small(imported.new),
        already: small(imported.already),
        held: small(imported.held),
        refused: small(imported.refused),
        receipts: small(imported.receipts),
        custody: small(imported.custody),
        headquarters: small(imported.headquarters),
        damaged: imported.damaged.iter().take(DAMAGED_MAX).map(damage).collect(),
        answer,
    }
}

fn damage(damage: &Damage) -> DamageView {
    DamageView {
        offset: small(damage.offset as u64),
        length: small(damage.length as u64),
        reason: match damage.reason {
            Reason::NoHead | Reason::NoFrame => DamageReason::NotAFrame,
            Reason::BadLength | Reason::BadChecksum => DamageReason::Changed,
            Reason::Cut => DamageReason::CutOff,
            Reason::Unreadable | Reason::NotRead => DamageReason::NotReadable,
        },
    }
}
