//! A workbook of text cells, as bytes that both readings are given.
//!
//! Cells are inline text, so that nothing is guessed about numbers and dates on the way.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Rows of cells; the first row holds the headers.
pub type Sheet = Vec<Vec<String>>;

/// Sheets by name.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    pub sheets: Vec<(&'static str, Sheet)>,
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

impl Workbook {
    /// Reads sheets as people write them in a text: `| a | b |`, a sheet's name alone on a line.
    pub fn of_text(text: &'static str) -> Self {
        let mut book = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match line.starts_with('|') {
                false => book.sheets.push((line, Vec::new())),
                true => book.sheets.last_mut().unwrap().1.extend(Self::rows_of_text(line)),
            }
        }
        book
    }

    /// Rows as people write them in a text: `| a | b |`.
    pub fn rows_of_text(text: &str) -> Sheet {
        let cells = |line: &str| {
            let line = line.trim();
            let inner = line.strip_prefix('|').unwrap_or(line);
            let inner = inner.strip_suffix('|').unwrap_or(inner);
            inner.split('|').map(|cell| cell.trim().to_owned()).collect()
        };
        text.lines().map(cells).collect()
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let (mut sheets, mut relations, mut types) = (String::new(), String::new(), String::new());
        for (index, (name, rows)) in self.sheets.iter().enumerate() {
            let id = index + 1;
            let part = format!("worksheets/sheet{id}.xml");
            write!(sheets, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"r{id}\"/>").unwrap();
            relations.push_str(&relation(id, "worksheet", &part));
            types.push_str(&content_type(&format!("/xl/{part}"), "worksheet"));
            file(&mut zip, &format!("xl/{part}"), &worksheet(rows));
        }
        let book = format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"
        );
        file(&mut zip, "xl/workbook.xml", &book);
        file(&mut zip, "xl/_rels/workbook.xml.rels", &relationships(&relations));
        let root = relation(1, "officeDocument", "xl/workbook.xml");
        file(&mut zip, "_rels/.rels", &relationships(&root));
        let rels = "application/vnd.openxmlformats-package.relationships+xml";
        let types = format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
             ContentType=\"{rels}\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{}\
             {types}</Types>",
            content_type("/xl/workbook.xml", "sheet.main")
        );
        file(&mut zip, "[Content_Types].xml", &types);
        zip.finish().unwrap().into_inner()
    }
}

fn worksheet(rows: &Sheet) -> String {
    let mut xml = String::new();
    for (row, cells) in (1..).zip(rows) {
        write!(xml, "<row r=\"{row}\">").unwrap();
        for (column, text) in (b'A'..=b'Z').zip(cells).filter(|(_, text)| !text.is_empty()) {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let place = format!("{}{row}", char::from(column));
            write!(
                xml,
                "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            )
            .unwrap();
        }
        xml.push_str("</row>");
    }
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{xml}</sheetData></worksheet>")
}

fn relation(id: usize, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"r{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
}

fn relationships(all: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
}

fn content_type(part: &str, kind: &str) -> String {
    let known = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    format!("<Override PartName=\"{part}\" ContentType=\"{known}.{kind}+xml\"/>")
}

fn file(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &str) {
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{content}");
    zip.write_all(xml.as_bytes()).unwrap();
}
