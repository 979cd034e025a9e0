//! Counts passed, failed and skipped tests from what the runners print.
//!
//! A test that cannot run here prints a line that starts with `SKIPPED` and returns; libtest
//! calls that passed, so each such line moves one test over. Counting from text is what any
//! stable toolchain allows; libtest's JSON is not stable.

use std::fmt;

#[cfg(test)]
mod tests;

/// How many tests of a kind did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Ran and held.
    pub passed: u32,
    /// Ran and did not hold, or ended without a word.
    pub failed: u32,
    /// Could not run here, or are marked as ignored.
    pub skipped: u32,
}

/// Whose output is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// `cargo test -- --show-output`.
    Libtest,
    /// `vitest run` without colours.
    Vitest,
}

impl Tally {
    /// Adds the other's figures.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// The same; in a continuous integration run nothing but skips is a failure.
    pub fn where_all_must_run(self, in_ci: bool) -> Self {
        let ran = self.passed > 0 || self.failed > 0;
        if ran || !in_ci { self } else { Self { failed: 1, ..self } }
    }

    /// Takes one line of a runner's output into account.
    pub fn read(&mut self, reader: Reader, line: &str) {
        if line.starts_with("SKIPPED") {
            self.passed = self.passed.saturating_sub(1);
            self.skipped += 1;
            return;
        }
        match reader {
            Reader::Libtest => self.read_libtest(line),
            Reader::Vitest => self.read_vitest(line),
        }
    }

    /// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; …`
    fn read_libtest(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("test result: ") {
            let (_, figures) = rest.split_once(". ").unwrap_or(("", rest));
            self.count(figures.split(';'), "ignored");
        }
    }

    /// `      Tests  1 failed | 12 passed | 1 skipped (14)`
    fn read_vitest(&mut self, line: &str) {
        if let Some(figures) = line.trim_start().strip_prefix("Tests ") {
            let figures = figures.split(" (").next().unwrap_or(figures);
            self.count(figures.split('|'), "skipped");
        }
    }

    fn count<'a>(&mut self, figures: impl Iterator<Item = &'a str>, skipped: &str) {
        for figure in figures {
            let mut words = figure.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<u32>().ok());
            let (Some(number), Some(word)) = (number, words.next()) else { continue };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "todo" => self.skipped += number,
                word if word == skipped => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}
