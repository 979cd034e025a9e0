//! The functions a form may use: ODK's list, less what needs a server.
//!
//! One table gives name, number of arguments and meaning, so that the import refuses exactly
//! what the core cannot evaluate. Names and meanings follow the ODK XForms specification
//! (functions section); arguments are counted here and nowhere else.

/// A function by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are ODK's")]
pub enum Function {
    Abs,
    Acos,
    Asin,
    Atan,
    Atan2,
    Boolean,
    BooleanFromString,
    Checklist,
    ChoiceName,
    Coalesce,
    Concat,
    Contains,
    Cos,
    Count,
    CountNonEmpty,
    CountSelected,
    Date,
    DateTime,
    DecimalDateTime,
    DecimalTime,
    EndsWith,
    Exp,
    Exp10,
    False,
    FormatDate,
    FormatDateTime,
    If,
    IndexedRepeat,
    Int,
    Join,
    Log,
    Log10,
    Max,
    Min,
    NormalizeSpace,
    Not,
    Now,
    Number,
    Once,
    Pi,
    Position,
    Pow,
    Pulldata,
    Random,
    Regex,
    Round,
    Selected,
    SelectedAt,
    Sin,
    Sqrt,
    StartsWith,
    String,
    StringLength,
    Substr,
    SubstringAfter,
    SubstringBefore,
    Sum,
    Tan,
    Today,
    Translate,
    True,
    Uuid,
    Version,
    WeightedChecklist,
}

/// Name, fewest and most arguments; `usize::MAX` for any number.
type Row = (&'static str, Function, usize, usize);

const ANY: usize = usize::MAX;

const TABLE: &[Row] = &[
    ("abs", Function::Abs, 1, 1),
    ("acos", Function::Acos, 1, 1),
    ("asin", Function::Asin, 1, 1),
    ("atan", Function::Atan, 1, 1),
    ("atan2", Function::Atan2, 2, 2),
    ("boolean", Function::Boolean, 1, 1),
    ("boolean-from-string", Function::BooleanFromString, 1, 1),
    ("checklist", Function::Checklist, 2, ANY),
    ("jr:choice-name", Function::ChoiceName, 2, 2),
    ("coalesce", Function::Coalesce, 2, 2),
    ("concat", Function::Concat, 0, ANY),
    ("contains", Function::Contains, 2, 2),
    ("cos", Function::Cos, 1, 1),
    ("count", Function::Count, 1, 1),
    ("count-non-empty", Function::CountNonEmpty, 1, 1),
    ("count-selected", Function::CountSelected, 1, 1),
    ("date", Function::Date, 1, 1),
    ("date-time", Function::DateTime, 1, 1),
    ("decimal-date-time", Function::DecimalDateTime, 1, 1),
    ("decimal-time", Function::DecimalTime, 1, 1),
    ("ends-with", Function::EndsWith, 2, 2),
    ("exp", Function::Exp, 1, 1),
    ("exp10", Function::Exp10, 1, 1),
    ("false", Function::False, 0, 0),
    ("format-date", Function::FormatDate, 2, 2),
    ("format-date-time", Function::FormatDateTime, 2, 2),
    ("if", Function::If, 3, 3),
    ("indexed-repeat", Function::IndexedRepeat, 3, 7),
    ("int", Function::Int, 1, 1),
    ("join", Function::Join, 1, ANY),
    ("log", Function::Log, 1, 1),
    ("log10", Function::Log10, 1, 1),
    ("max", Function::Max, 1, ANY),
    ("min", Function::Min, 1, ANY),
    ("normalize-space", Function::NormalizeSpace, 0, 1),
    ("not", Function::Not, 1, 1),
    ("now", Function::Now, 0, 0),
    ("number", Function::Number, 0, 1),
    ("once", Function::Once, 1, 1),
    ("pi", Function::Pi, 0, 0),
    ("position", Function::Position, 1, 1),
    ("pow", Function::Pow, 2, 2),
    ("pulldata", Function::Pulldata, 4, 4),
    ("random", Function::Random, 0, 0),
    ("regex", Function::Regex, 2, 2),
    ("round", Function::Round, 1, 2),
    ("selected", Function::Selected, 2, 2),
    ("selected-at", Function::SelectedAt, 2, 2),
    ("sin", Function::Sin, 1, 1),
    ("sqrt", Function::Sqrt, 1, 1),
    ("starts-with", Function::StartsWith, 2, 2),
    ("string", Function::String, 0, 1),
    ("string-length", Function::StringLength, 0, 1),
    ("substr", Function::Substr, 2, 3),
    ("substring-after", Function::SubstringAfter, 2, 2),
    ("substring-before", Function::SubstringBefore, 2, 2),
    ("sum", Function::Sum, 1, 1),
    ("tan", Function::Tan, 1, 1),
    ("today", Function::Today, 0, 0),
    ("translate", Function::Translate, 3, 3),
    ("true", Function::True, 0, 0),
    ("uuid", Function::Uuid, 0, 1),
    ("version", Function::Version, 0, 0),
    ("weighted-checklist", Function::WeightedChecklist, 4, ANY),
];

impl Function {
    /// The function of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    /// What it takes, in figures, if it does not take this many arguments.
    pub(crate) fn refuses(self, given: usize) -> Option<String> {
        let (_, _, least, most) = TABLE.iter().find(|row| row.1 == self)?;
        let pairs = match self {
            Self::IndexedRepeat => given % 2 == 1,
            Self::WeightedChecklist => given.is_multiple_of(2),
            _ => true,
        };
        if (*least..=*most).contains(&given) && pairs {
            return None;
        }
        Some(match (*least, *most) {
            (least, ANY) => format!("{least} or more"),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Function, TABLE};

    #[test]
    fn every_function_has_one_name_and_every_name_one_function() {
        for (name, function, ..) in TABLE {
            assert_eq!(Function::named(name), Some(*function));
            assert_eq!(TABLE.iter().filter(|row| row.1 == *function).count(), 1, "{name}");
        }
    }

    #[test]
    fn arguments_come_in_the_numbers_the_table_says() {
        assert_eq!(Function::IndexedRepeat.refuses(4).as_deref(), Some("3 to 7"));
        assert_eq!(Function::IndexedRepeat.refuses(5), None);
        assert_eq!(Function::Join.refuses(0).as_deref(), Some("1 or more"));
        assert_eq!(Function::Not.refuses(2).as_deref(), Some("1"));
    }
}
