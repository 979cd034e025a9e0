//! What was recorded of one filling: answers by repeat path and question, rounds of repeats.
//!
//! Rounds have numbers that are never used twice, so that an answer stays with its round when
//! another one is taken out. It holds what events said and nothing computed. Rejected: rounds
//! by position, which moves every later answer when one round goes.

use super::{Answers, RepeatPath};
use crate::event::Value;
use std::collections::BTreeMap;

/// Answers and rounds as recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// By the rounds around a question, and its number; what was taken back is `Cleared`.
    pub answers: BTreeMap<(RepeatPath, u32), Value>,
    /// By the rounds around a repeat, and its number: its rounds in order. A repeat that is not
    /// here has one round, number 1.
    pub rounds: BTreeMap<(RepeatPath, u32), Vec<u32>>,
}

impl Record {
    /// Answers of a form without repeats.
    #[must_use]
    pub fn of_answers(answers: &Answers) -> Self {
        let answers = answers.iter().map(|(item, value)| ((Vec::new(), *item), value.clone()));
        Self { answers: answers.collect(), rounds: BTreeMap::new() }
    }
}
