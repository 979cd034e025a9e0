//! Codes of the domain's words for the page: `NotAllowed` is `not_allowed`.
//!
//! The page has the sentences. Made from the variant's own name, so that a new word of the
//! domain has a code without a table to forget.

use std::fmt::Debug;

/// A fieldless variant's name in snake case; of others, the name before the fields.
pub fn word(variant: &impl Debug) -> String {
    let name = format!("{variant:?}");
    let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let mut word = String::with_capacity(name.len() + 4);
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            word.push('_');
        }
        word.extend(c.to_lowercase());
    }
    word
}

#[cfg(test)]
mod tests {
    use super::word;

    #[derive(Debug)]
    #[allow(dead_code, reason = "only its name is read")]
    enum Example {
        BallotDesk,
        Since { opening: u8 },
    }

    #[test]
    fn variants_become_snake_case_words() {
        assert_eq!(word(&Example::BallotDesk), "ballot_desk");
        assert_eq!(word(&Example::Since { opening: 1 }), "since");
    }
}
