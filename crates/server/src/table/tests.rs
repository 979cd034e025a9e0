use super::*;

const HEADER: &[&str] = &["code", "name"];

fn cells(bytes: &[u8]) -> Vec<(u64, String, String)> {
    let table = Table::read(bytes, None, HEADER).unwrap();
    let (code, name) = (table.column("code").unwrap(), table.column("name").unwrap());
    table
        .rows()
        .map(|row| row.unwrap())
        .map(|row| (row.line, row.cell(&code).to_owned(), row.cell(&name).to_owned()))
        .collect()
}

#[test]
fn every_delimiter_is_found() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = format!("code{delimiter}name\n1{delimiter}Lyceum\n");
        assert_eq!(cells(text.as_bytes()), [(2, "1".into(), "Lyceum".into())], "{delimiter:?}");
    }
}

#[test]
fn commas_in_names_do_not_hide_a_semicolon() {
    let text = "code;name\n1;\"School, east, west\"\n2;A, B, C, D\n";
    assert_eq!(cells(text.as_bytes())[1], (3, "2".into(), "A, B, C, D".into()));
}

#[test]
fn a_quoted_line_break_keeps_the_count_of_lines() {
    let text = "code,name\r\n1,\"two\r\nlines \"\"quoted\"\"\"\r\n2,after\r\n";
    let read = cells(text.as_bytes());
    assert_eq!(read[0], (2, "1".into(), "two\r\nlines \"quoted\"".into()));
    assert_eq!(read[1], (4, "2".into(), "after".into()));
}

#[test]
fn utf_8_with_and_without_a_mark() {
    let plain = "code,name\n7,№12 мектеп Әлия\n".as_bytes();
    let marked = [b"\xef\xbb\xbf", plain].concat();
    assert_eq!(cells(plain), cells(&marked));
    assert_eq!(cells(plain)[0].2, "№12 мектеп Әлия");
}

#[test]
fn utf_16_both_ways_with_and_without_a_mark() {
    let text = "code,name\n7,Школа №5\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked_little = [b"\xff\xfe".as_slice(), &little].concat();
    let marked_big = [b"\xfe\xff".as_slice(), &big].concat();
    for bytes in [little, big, marked_little, marked_big] {
        assert_eq!(cells(&bytes), [(2, "7".into(), "Школа №5".into())]);
    }
}

#[test]
fn windows_1251_is_guessed_from_the_text_and_taken_by_name() {
    let text = "code;name\n17;Средняя общеобразовательная школа имени Абая\n\
                18;Дом культуры железнодорожников\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    assert_eq!(cells(&bytes)[1].2, "Дом культуры железнодорожников");
    let named = Table::read(&bytes, Some("windows-1251"), HEADER).unwrap();
    assert_eq!(named.rows().count(), 2);
}

#[test]
fn bytes_that_are_no_text_are_named_by_line() {
    let bytes = b"code,name\n1,a\n2,\xff\n";
    let error = Table::read(bytes, Some("utf-8"), HEADER).unwrap_err();
    assert_eq!(error, TableError::NotText { encoding: "UTF-8".into(), line: 3 });
    let unknown = Table::read(bytes, Some("klingon"), HEADER).unwrap_err();
    assert_eq!(unknown, TableError::UnknownEncoding("klingon".into()));
}

#[test]
fn rows_with_too_few_or_too_many_cells_are_refused_alone() {
    let table = Table::read(b"code,name\n1\n2,b\n3,c,d\n\n", None, HEADER).unwrap();
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].as_ref().unwrap_err().to_string(), "line 2: 1 cells where the header has 2");
    assert!(rows[1].is_ok());
    assert_eq!(rows[2].as_ref().unwrap_err().line, 4);
}

#[test]
fn a_missing_or_doubled_column_is_named() {
    let table = Table::read(b"Code,name,NAME\n", None, HEADER).unwrap();
    assert_eq!(table.column("CODE").unwrap().name, "Code");
    assert_eq!(table.column("name").unwrap().place, 1);
    assert_eq!(table.column("Name").unwrap_err(), TableError::TwiceColumn("Name".into()));
    assert!(matches!(table.column("zip"), Err(TableError::NoColumn { .. })));
    assert_eq!(Table::read(b"", None, HEADER).unwrap_err(), TableError::Empty);
    assert_eq!(Table::read(b"\n\n", None, HEADER).unwrap_err(), TableError::Empty);
}

#[test]
fn an_unclosed_quote_is_refused_and_nothing_panics() {
    let mut text = "code,name\n1,\"open\n".to_owned();
    text.push_str(&"2,row\n".repeat(5_000));
    let table = Table::read(text.as_bytes(), None, HEADER).unwrap();
    let refused: Vec<_> = table.rows().filter_map(Result::err).collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].line, 2);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        if let Ok(table) = Table::read(&bytes, None, HEADER) {
            let rows = table.rows().count();
            proptest::prop_assert!(rows <= bytes.len());
        }
    }

    /// A byte of an old encoding is at most three of UTF-8; no row is read twice.
    #[test]
    fn any_bytes_below_a_header_are_rows_no_larger_than_the_file(
        bytes: Vec<u8>,
        text in "[\\PC\n\r,;|\t\"]{0,200}",
        delimiter in "[,;\t|]",
    ) {
        for rows in [bytes, text.into_bytes()] {
            let file = [format!("code{delimiter}name\n").into_bytes(), rows].concat();
            let Ok(table) = Table::read(&file, None, HEADER) else { continue };
            let read: usize = table.rows().map(|row| match row {
                Ok(row) => row.cells().map(str::len).sum(),
                Err(refused) => usize::from(refused.line == 0),
            }).sum();
            proptest::prop_assert!(read <= 3 * file.len(), "{} of {}", read, file.len());
        }
    }
}
