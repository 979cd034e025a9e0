//! The smallest workbook a spreadsheet program would open, made for a test.
//!
//! Cells are inline text, so that a test reads as the sheet does. Rejected: a library that
//! writes workbooks, of which these tests would use one function.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Sheets of text cells.
#[derive(Default)]
pub(super) struct Workbook {
    sheets: Vec<(String, String)>,
    shared: Option<String>,
}

impl Workbook {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a sheet; empty cells are left out.
    pub(super) fn sheet(mut self, name: &str, rows: &[&[&str]]) -> Self {
        let mut xml = String::new();
        for (row, cells) in rows.iter().enumerate() {
            write!(xml, "<row r=\"{}\">", row + 1).unwrap();
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let column = char::from(b'A' + u8::try_from(column).unwrap());
                xml.push_str(&cell(&format!("{column}{}", row + 1), text));
            }
            xml.push_str("</row>");
        }
        self.sheets.push((name.to_owned(), xml));
        self
    }

    /// Adds one cell anywhere in a sheet.
    pub(super) fn cell(mut self, sheet: &str, place: &str, text: &str) -> Self {
        let row: String = place.chars().filter(char::is_ascii_digit).collect();
        let (_, xml) = self.sheets.iter_mut().find(|(name, _)| name == sheet).unwrap();
        write!(xml, "<row r=\"{row}\">{}</row>", cell(place, text)).unwrap();
        self
    }

    /// Adds a text that stands once in the file, and cells of a sheet's row that name it.
    pub(super) fn shared(mut self, sheet: &str, row: u32, columns: &str, text: &str) -> Self {
        let (_, xml) = self.sheets.iter_mut().find(|(name, _)| name == sheet).unwrap();
        write!(xml, "<row r=\"{row}\">").unwrap();
        for column in columns.chars() {
            write!(xml, "<c r=\"{column}{row}\" t=\"s\"><v>0</v></c>").unwrap();
        }
        xml.push_str("</row>");
        self.shared = Some(text.to_owned());
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        if let Some(shared) = &self.shared {
            let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            let text = format!("<sst xmlns=\"{main}\"><si><t>{shared}</t></si></sst>");
            file(&mut zip, "xl/sharedStrings.xml", &text);
        }
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let (mut sheets, mut relations) = (String::new(), String::new());
        for (index, (name, rows)) in self.sheets.iter().enumerate() {
            let id = index + 1;
            write!(sheets, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"r{id}\"/>").unwrap();
            let kind = format!("Type=\"{office}/worksheet\"");
            let target = format!("Target=\"worksheets/sheet{id}.xml\"");
            write!(relations, "<Relationship Id=\"r{id}\" {kind} {target}/>").unwrap();
            let sheet =
                format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
            file(&mut zip, &format!("xl/worksheets/sheet{id}.xml"), &sheet);
        }
        let book = format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{sheets}</sheets></workbook>"
        );
        file(&mut zip, "xl/workbook.xml", &book);
        let relations = format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>");
        file(&mut zip, "xl/_rels/workbook.xml.rels", &relations);
        let kind = format!("Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"");
        let root = format!("<Relationship Id=\"r1\" {kind}/>");
        let root = format!("<Relationships xmlns=\"{package}\">{root}</Relationships>");
        file(&mut zip, "_rels/.rels", &root);
        zip.finish().unwrap().into_inner()
    }
}

fn cell(place: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

/// A workbook's parts by name, as they stand in its archive.
pub(super) fn parts(xlsx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut parts = Vec::new();
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    parts
}

/// A workbook of parts, each with its right length and checksum.
pub(super) fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn file(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &str) {
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{content}");
    zip.write_all(xml.as_bytes()).unwrap();
}
