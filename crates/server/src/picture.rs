//! The QR picture of an invitation code, as SVG or PNG by the file's ending.
//!
//! The lowest error correction: the code is read from a clean screen or a fresh print, and
//! larger modules help a cheap camera more. A quiet zone of four modules, black on white
//! whatever the theme.

use std::path::Path;

use qrcode::{Color, EcLevel, QrCode};

const QUIET: usize = 4;
const PIXELS_A_MODULE: usize = 8;

/// Why no picture was made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The ending.
    #[error("{0}: a QR picture ends in .svg or .png")]
    Ending(String),
    /// The text.
    #[error("the invitation does not fit a QR picture: {0}")]
    TooLong(#[from] qrcode::types::QrError),
    /// The PNG encoder.
    #[error("PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// The picture's bytes for a file of this name.
pub fn of(text: &str, name: &Path) -> Result<Vec<u8>, PictureError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L)?;
    match name.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("svg") => Ok(svg(&code).into_bytes()),
        Some("png") => png(&code),
        Some(_) | None => Err(PictureError::Ending(name.display().to_string())),
    }
}

fn svg(code: &QrCode) -> String {
    let side = code.width() + 2 * QUIET;
    let mut path = String::new();
    for (x, y) in dark(code) {
        path.push_str(&format!("M{},{}h1v1h-1z", x + QUIET, y + QUIET));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{0}\" \
         height=\"{0}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" \
         d=\"M0,0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>\n",
        side * PIXELS_A_MODULE
    )
}

fn png(code: &QrCode) -> Result<Vec<u8>, PictureError> {
    let side = (code.width() + 2 * QUIET) * PIXELS_A_MODULE;
    let mut pixels = vec![255_u8; side * side];
    for (x, y) in dark(code) {
        let (left, top) = ((x + QUIET) * PIXELS_A_MODULE, (y + QUIET) * PIXELS_A_MODULE);
        for row in top..top + PIXELS_A_MODULE {
            let from = row * side + left;
            if let Some(run) = pixels.get_mut(from..from + PIXELS_A_MODULE) {
                run.fill(0);
            }
        }
    }
    let mut file = Vec::new();
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}

fn dark(code: &QrCode) -> impl Iterator<Item = (usize, usize)> {
    let width = code.width();
    let colors = code.to_colors().into_iter().enumerate();
    colors.filter(|(_, color)| *color == Color::Dark).map(move |(i, _)| (i % width, i / width))
}

#[cfg(test)]
mod tests;
