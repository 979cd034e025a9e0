//! What the dashboard's HTTP asks of the endpoint. Blocking; called beside the async threads.
//!
//! A trait, so that the HTTP is tested with a source that knows nothing. Errors are what the
//! page can act on; details go to the log.

use chrono::NaiveDate;

use super::api::{Admit, ElectionBrief, NotYetLinked, Overview, StationDay};
use super::export::ExportFile;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// No such day, station or journal.
    #[error("not found")]
    NotFound,
    /// Collect-only: there is no key to open pages with.
    #[error("no key to open pages with")]
    CannotOpen,
    /// Something failed; the detail is for the log.
    #[error("{0}")]
    Broken(String),
}

/// Where figures come from.
pub trait Source: Send + Sync {
    /// What is counted here.
    fn election(&self) -> ElectionBrief;
    /// The whole picture of a day.
    fn overview(&self, day: Option<NaiveDate>) -> Result<Overview, SourceError>;
    /// One station down to its events.
    fn station(&self, code: &str, day: Option<NaiveDate>) -> Result<StationDay, SourceError>;
    /// What a journal's waiting pages say.
    fn not_yet_linked(&self, journal: &str) -> Result<NotYetLinked, SourceError>;
    /// Every table, as files.
    fn files(&self) -> Result<Vec<ExportFile>, SourceError>;
    /// The hours of a day as CSV, and the day.
    fn hours_csv(&self, day: Option<NaiveDate>) -> Result<(NaiveDate, Vec<u8>), SourceError>;
    /// How every device's pages came, and what only leads hold, as CSV.
    fn pages_csv(&self) -> Result<Vec<u8>, SourceError>;
    /// Notices and who read them, as CSV.
    fn notices_csv(&self) -> Result<Vec<u8>, SourceError>;
    /// Admits a journal, or a branch of one, out of quarantine.
    fn admit(&self, operator: &str, admit: &Admit) -> Result<(), SourceError>;
}
