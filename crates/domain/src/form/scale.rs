//! The marks of a range question: from start to end by its step.
//!
//! Marks are written with as many decimals as start and step have, so that a mark is the same
//! text each time. Start, end and step are 1, 10 and 1 where the workbook is silent, as
//! pyxform has it. Rejected: adding steps, which drifts.

use super::Item;
use super::worth::figure_of;

/// Most steps of a range.
const STEPS_MAX: f64 = 100_000.0;

/// A range question's marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    start: f64,
    step: f64,
    last: u32,
    decimals: usize,
}

impl Scale {
    /// The scale of an item's parameters; one mark where they make none.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        let written = |name: &str, usual: &'static str| {
            item.parameters.get(name).map_or(usual, String::as_str).trim().to_owned()
        };
        let (start, end, step) =
            (written("start", "1"), written("end", "10"), written("step", "1"));
        let decimals = decimals(&start).max(decimals(&step));
        let (start, end, step) = (figure_of(&start), figure_of(&end), figure_of(&step).abs());
        let steps = (end - start).abs() / step;
        let last = if steps.is_finite() { (steps + 1e-9).floor().min(STEPS_MAX) as u32 } else { 0 };
        let step = if end < start { -step } else { step };
        Self { start, step, last, decimals }
    }

    /// Number of the last mark; the first is 0.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.last
    }

    /// A mark as it is shown and written.
    #[must_use]
    pub fn mark(&self, at: u32) -> String {
        let value = self.start + f64::from(at.min(self.last)) * self.step;
        format!("{value:.*}", self.decimals)
    }

    /// The mark nearest to a typed number; none where it is no number.
    #[must_use]
    pub fn place(&self, typed: &str) -> Option<u32> {
        let steps = ((figure_of(typed) - self.start) / self.step).round();
        steps.is_finite().then(|| steps.clamp(0.0, f64::from(self.last)) as u32)
    }
}

fn decimals(typed: &str) -> usize {
    typed.split_once('.').map_or(0, |(_, part)| part.len().min(9))
}

#[cfg(test)]
mod tests {
    use super::Scale;
    use crate::form::{Item, ItemKind};

    fn scale(parameters: &[(&str, &str)]) -> Scale {
        let mut item = Item::new(1, "q", ItemKind::Range);
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        item.parameters = parameters.iter().map(own).collect();
        Scale::of(&item)
    }

    #[test]
    fn marks_are_the_same_text_each_time_and_do_not_drift() {
        let half = scale(&[("start", "0"), ("end", "1"), ("step", "0.1")]);
        assert_eq!(
            (half.last(), half.mark(3).as_str(), half.mark(99).as_str()),
            (10, "0.3", "1.0")
        );
        assert_eq!(half.place("0.3"), Some(3));
        let plain = scale(&[]);
        assert_eq!((plain.mark(0).as_str(), plain.mark(plain.last()).as_str()), ("1", "10"));
        let down = scale(&[("start", "5"), ("end", "-5"), ("step", "5")]);
        assert_eq!((down.last(), down.mark(2).as_str(), down.place("-5")), (2, "-5", Some(2)));
    }

    #[test]
    fn parameters_that_make_no_scale_leave_one_mark() {
        for broken in [[("step", "0")], [("end", "five")], [("start", "")]] {
            assert_eq!(scale(&broken).last(), 0, "{broken:?}");
        }
        assert_eq!(scale(&[("step", "0")]).place("many"), None);
    }
}
