//! Where a command writes: results to one place, progress to another. A test gives it memory.
//!
//! Results can be piped, progress cannot get in between; without a terminal progress is lines
//! and not one line written over.

use std::io::Write;

/// The two ways out.
pub struct Say<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Progress and refusals.
    pub err: &'a mut dyn Write,
    /// `err` is a terminal: progress may overwrite its line.
    pub terminal: bool,
}

impl Say<'_> {
    /// One line of results.
    pub fn line(&mut self, text: impl AsRef<str>) -> std::io::Result<()> {
        writeln!(self.out, "{}", text.as_ref())
    }

    /// One line beside the results.
    pub fn note(&mut self, text: impl AsRef<str>) -> std::io::Result<()> {
        writeln!(self.err, "{}", text.as_ref())
    }

    /// How far a long work is. Without a terminal a line each time.
    pub fn progress(&mut self, done: usize, about: usize, what: &str) {
        let text = format!("{done} of about {about} {what}");
        // Progress that cannot be written is no reason to stop.
        let _ = if self.terminal {
            write!(self.err, "\r{text}").and_then(|()| self.err.flush())
        } else {
            writeln!(self.err, "{text}")
        };
    }

    /// Ends a line of progress.
    pub fn progress_end(&mut self) {
        if self.terminal {
            let _ = writeln!(self.err);
        }
    }
}
