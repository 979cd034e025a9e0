//! What is refused in a workbook, and where: the only English of this import.
//!
//! Rows are counted as the spreadsheet shows them, from 1; columns by their header.

use std::fmt;

/// One fault of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The sheet; empty when the file as a whole is meant.
    pub sheet: String,
    /// The row as the spreadsheet shows it, from 1.
    pub row: Option<u32>,
    /// The column's header, or its letter where it has none.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// Why something is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The file is no workbook.
    #[error("not an .xlsx workbook: {0}")]
    NotAWorkbook(String),
    /// The file is larger than anybody's form.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// A form that could be read and not published.
    #[error(
        "as a form it has {bytes} bytes and {most} can be published; most rows stand in \
         {largest}: {rows}"
    )]
    FormTooLarge {
        /// Its bytes.
        bytes: usize,
        /// Most bytes.
        most: usize,
        /// The largest table or list of choices.
        largest: String,
        /// Its rows.
        rows: usize,
    },
    /// Its parts are larger than anybody's form, however well they pack.
    #[error("its parts unpack to more than {0} bytes")]
    UnpacksTooLarge(u64),
    /// Many questions that choose from a long list.
    #[error("with this question's the form holds more than {0} bytes of choices")]
    ChoicesTooLarge(usize),
    /// A sheet goes beyond what is read.
    #[error("more than {rows} rows or {columns} columns")]
    TooFar {
        /// Most rows.
        rows: u32,
        /// Most columns.
        columns: u32,
    },
    /// A cell longer than is read.
    #[error("longer than {0} characters")]
    CellTooLong(usize),
    /// A sheet that must be there.
    #[error("there is no sheet of this name")]
    SheetMissing,
    /// A sheet with a meaning the import does not have.
    #[error("this sheet is not supported")]
    SheetUnsupported,
    /// A column that must be there.
    #[error("there is no column of this name")]
    ColumnMissing,
    /// A column twice.
    #[error("there are two columns of this name")]
    ColumnTwice,
    /// A value under no header.
    #[error("a value stands under no header: {0}")]
    NoHeader(String),
    /// A filled cell of a column the import does not have and that may be a rule mistyped.
    #[error("this column is not supported: {0}")]
    ColumnUnsupported(String),
    /// A date, a duration or an error, where text or a number is meant.
    #[error("write this cell as text: it holds {0}")]
    CellKind(&'static str),
    /// A type the import does not have.
    #[error("the type {0} is not supported")]
    TypeUnsupported(String),
    /// No type where something else stands.
    #[error("there is no type")]
    TypeMissing,
    /// A file beside the workbook that is not read.
    #[error("write the list as .csv: {0}")]
    FileKind(String),
    /// A file beside the workbook that cannot be used.
    #[error("{file}: {detail}")]
    File {
        /// Its name.
        file: String,
        /// Why.
        detail: String,
    },
    /// A parameter this type does not have, or that does not read.
    #[error("not a parameter here: {0}")]
    Parameter(String),
    /// A parameter that is left out and changes nothing here.
    #[error("this parameter has no meaning in this app: {0}")]
    ParameterIgnored(String),
    /// A filter on a question whose choice *other* it would never let through.
    #[error("or_other takes no choice_filter: the choice other has no columns to be found by")]
    OtherFiltered,
    /// A computed row without a rule.
    #[error("there is nothing to compute")]
    CalculationMissing,
    /// A trigger that names no question.
    #[error("no question is named {0}")]
    TriggerUnknown(String),
    /// A word of the appearance column that is kept and changes nothing here.
    #[error("{0} has no meaning in this app; the question is asked without it")]
    AppearanceIgnored(String),
    /// A column that is kept out and changes nothing here.
    #[error("this column has no meaning in this app: {0}")]
    ColumnIgnored(String),
    /// A row with nothing to ask.
    #[error("there is no type, name or label; the row is left out")]
    RowIgnored,
    /// A setting that is kept out and changes nothing here.
    #[error("this setting has no meaning in this app: {0}")]
    SettingIgnored(String),
    /// A label that names no question.
    #[error("no question is named {0}")]
    LabelNames(String),
    /// A label that names several questions.
    #[error("several questions are named {0}")]
    LabelNamesSeveral(String),
    /// A selection from a list that is not there.
    #[error("there is no choice list named {0}")]
    ListUnknown(String),
    /// A selection that names no list, or more than one.
    #[error("name one choice list, as in select_one yes_no")]
    ListName,
    /// No name.
    #[error("there is no name")]
    NameMissing,
    /// A name that cannot be referred to.
    #[error("not a name: {0}; use letters, digits, - and _, a letter first")]
    NameShape(String),
    /// A choice name with a space in it.
    #[error("a choice name has no spaces: {0}")]
    ChoiceName(String),
    /// A name used before.
    #[error("the name {name} stands in row {row} already")]
    NameTwice {
        /// The name.
        name: String,
        /// Where it stands.
        row: u32,
    },
    /// Nothing to show.
    #[error("there is no label in any language")]
    LabelMissing,
    /// A value where this type takes none.
    #[error("{0} takes no value here")]
    NotHere(&'static str),
    /// A group or repeat ended by the other's end.
    #[error("this does not end the {0}")]
    GroupOther(&'static str),
    /// A group that is not ended.
    #[error("the group {0} is not ended")]
    GroupOpen(String),
    /// An end without a group.
    #[error("no group is open here")]
    GroupNotOpen,
    /// An expression that is not understood.
    #[error("{0}")]
    Expression(String),
    /// Relevance or a value that depends on itself.
    #[error("it depends on itself: {0}")]
    Cycle(String),
    /// Anything the core refuses about an item.
    #[error("{0}")]
    Item(String),
    /// A form without a question.
    #[error("there is no question")]
    NoQuestion,
    /// Settings in more than one row.
    #[error("settings stand in one row")]
    SettingsRows,
}

impl Refusal {
    pub(super) fn new(sheet: &str, row: Option<u32>, column: Option<&str>, reason: Reason) -> Self {
        let column = column.map(str::to_owned);
        Self { sheet: sheet.to_owned(), row, column, reason }
    }

    pub(super) fn of_book(reason: Reason) -> Self {
        Self::new("", None, None, reason)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut place = Vec::new();
        if !self.sheet.is_empty() {
            place.push(format!("sheet {}", self.sheet));
        }
        place.extend(self.row.map(|row| format!("row {row}")));
        place.extend(self.column.as_ref().map(|column| format!("column {column}")));
        if !place.is_empty() {
            write!(f, "{}: ", place.join(", "))?;
        }
        write!(f, "{}", self.reason)
    }
}

/// In the order a person walks through the workbook.
pub(super) fn sorted(mut refusals: Vec<Refusal>) -> Vec<Refusal> {
    let sheet = |refusal: &Refusal| match refusal.sheet.as_str() {
        "survey" => 1,
        "choices" | "external_choices" => 2,
        "settings" => 3,
        _ => 0,
    };
    refusals.sort_by_key(|refusal| (sheet(refusal), refusal.row));
    refusals
}
