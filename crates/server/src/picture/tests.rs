use super::*;

/// As long as an invitation code may be.
fn longest() -> String {
    format!("SANAQ1:{}", "A".repeat(683))
}

#[test]
fn the_longest_code_fits_both_pictures() {
    let svg = String::from_utf8(of(&longest(), Path::new("a.SVG")).unwrap()).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("viewBox=\"0 0 "));
    let png = of(&longest(), Path::new("a.png")).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
}

#[test]
fn both_pictures_have_the_same_dark_modules() {
    let code = QrCode::with_error_correction_level("SANAQ1:abc", EcLevel::L).unwrap();
    let modules = dark(&code).count();
    assert_eq!(svg(&code).matches("h1v1h-1z").count(), modules);
    let file = super::png(&code).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let black = pixels.iter().filter(|pixel| **pixel == 0).count();
    assert_eq!(black, modules * PIXELS_A_MODULE * PIXELS_A_MODULE);
}

#[test]
fn another_ending_is_refused() {
    for name in ["a.jpg", "a", "a.png.txt"] {
        assert!(matches!(of("x", Path::new(name)), Err(PictureError::Ending(_))));
    }
}
