//! The words of `or_other`: the choice itself and the question behind it.
//!
//! They are in the languages this program speaks, English elsewhere; pyxform has English in every
//! language. Refused by whoever reads the row: a choice filter beside it. Rejected: leaving the
//! words out where a language is not known, which shows an empty choice.

/// The choice.
pub(super) fn word(language: &str) -> &'static str {
    match language {
        "kk" => "Басқа",
        "ru" => "Другое",
        _ => "Other",
    }
}

/// The question behind it.
pub(super) fn specify(language: &str) -> &'static str {
    match language {
        "kk" => "Нақты жазыңыз.",
        "ru" => "Уточните.",
        _ => "Specify other.",
    }
}
