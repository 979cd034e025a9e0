//! A text as dark and light squares.
//!
//! Made here and not in the interface, so that what is scanned is what the core wrote, and a test
//! without a window can read it. Rejected: an image file, which the interface would have to
//! scale.

use qrcode::{Color, EcLevel, QrCode};

use crate::api::QrView;
use crate::desk::small;

/// The squares of a text; none if it is too long for any size.
pub(crate) fn of(text: &str) -> Option<QrView> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let dark = |color: Color| color.select('1', '0');
    Some(QrView {
        size: small(code.width() as u64),
        dark: code.to_colors().into_iter().map(dark).collect(),
    })
}
