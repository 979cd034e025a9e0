//! Writes the shipped checklists' workbooks from their tables: `checklists FOLDER`.
//!
//! A table is one CSV with a line `# survey`, `# choices` or `# settings` before each sheet, so
//! that a change of a word is one line in a diff. The same table gives the same bytes. It does
//! not judge what it writes: the import does, in the server's tests. Rejected: workbooks by
//! hand, whose words nobody reviews.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A sheet's name and its rows of text.
type Sheet = (String, Vec<Vec<String>>);

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).map(PathBuf::from).context("name a folder")?;
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let book = workbook(&sheets(&path)?)?;
            std::fs::write(path.with_extension("xlsx"), book)?;
        }
    }
    Ok(())
}

fn sheets(path: &Path) -> Result<Vec<Sheet>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for record in reader.records() {
        let cells: Vec<String> = record?.iter().map(str::to_owned).collect();
        match (cells.first().and_then(|cell| cell.strip_prefix("# ")), sheets.last_mut()) {
            (Some(name), _) => sheets.push((name.to_owned(), Vec::new())),
            (None, Some((_, rows))) => rows.push(cells),
            (None, None) => bail!("{}: a row stands before any sheet", path.display()),
        }
    }
    Ok(sheets)
}

fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let (mut names, mut relations, mut types) = (String::new(), String::new(), String::new());
    for ((name, rows), id) in sheets.iter().zip(1..) {
        write!(names, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"r{id}\"/>")?;
        let (kind, target) = (format!("{OFFICE}/worksheet"), format!("worksheets/sheet{id}.xml"));
        write!(relations, "<Relationship Id=\"r{id}\" Type=\"{kind}\" Target=\"{target}\"/>")?;
        let part = format!("PartName=\"/xl/{target}\" ContentType=\"{SHEET_TYPE}.worksheet+xml\"");
        write!(types, "<Override {part}/>")?;
        let rows = rows_xml(rows)?;
        let sheet =
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        file(&mut zip, &format!("xl/{target}"), &sheet)?;
    }
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"
    );
    file(&mut zip, "xl/workbook.xml", &book)?;
    let relations = format!("<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>");
    file(&mut zip, "xl/_rels/workbook.xml.rels", &relations)?;
    let kind = format!("Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"");
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" {kind}/></Relationships>"
    );
    file(&mut zip, "_rels/.rels", &root)?;
    let relation = "Extension=\"rels\" \
        ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"";
    let main = format!("PartName=\"/xl/workbook.xml\" ContentType=\"{SHEET_TYPE}.sheet.main+xml\"");
    let types =
        format!("<Types xmlns=\"{TYPES}\"><Default {relation}/><Override {main}/>{types}</Types>");
    file(&mut zip, "[Content_Types].xml", &types)?;
    Ok(zip.finish()?.into_inner())
}

/// Inline text cells; empty ones are left out.
fn rows_xml(rows: &[Vec<String>]) -> Result<String> {
    let mut xml = String::new();
    for (cells, row) in rows.iter().zip(1..) {
        write!(xml, "<row r=\"{row}\">")?;
        for (text, column) in cells.iter().zip(b'A'..=b'Z') {
            if !text.is_empty() {
                let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                let place = char::from(column);
                write!(xml, "<c r=\"{place}{row}\" t=\"inlineStr\"><is>")?;
                write!(xml, "<t xml:space=\"preserve\">{text}</t></is></c>")?;
            }
        }
        xml.push_str("</row>");
    }
    Ok(xml)
}

fn file(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &str) -> Result<()> {
    zip.start_file(name, SimpleFileOptions::default())?;
    zip.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>")?;
    Ok(zip.write_all(content.as_bytes())?)
}
