//! What the dashboard's HTTP asks of the endpoint. Blocking; called beside the async threads.
//!
//! A trait, so that the HTTP is tested with a source that knows nothing. Errors are what the
//! page can act on; details go to the log.

use chrono::NaiveDate;
use serde::Deserialize;

use super::api::{
    Admit, AskFollowUp, ComplaintDetail, CountedEvents, ElectionBrief, IncidentDetail,
    NotYetLinked, Overview, SetStatus, StationDay,
};
use super::export::ExportFile;
use super::overview::Ask;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// No such day, station or journal.
    #[error("not found")]
    NotFound,
    /// Collect-only: there is no key to open pages with.
    #[error("no key to open pages with")]
    CannotOpen,
    /// The request cannot be taken as it is.
    #[error("not a request that can be taken")]
    Malformed,
    /// Something failed; the detail is for the log.
    #[error("{0}")]
    Broken(String),
}

/// Which figure is to be opened.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Counted {
    /// The polling day; the running or last one where it is not said.
    pub day: Option<NaiveDate>,
    /// The counting point.
    pub point: u32,
    /// The place of the hour among the page's hours; the whole day without it.
    pub hour: Option<usize>,
}

/// Where figures come from.
pub trait Source: Send + Sync {
    /// What is counted here.
    fn election(&self) -> ElectionBrief;
    /// The whole picture of a day.
    fn overview(&self, ask: &Ask) -> Result<Overview, SourceError>;
    /// One station down to its events.
    fn station(&self, code: &str, day: Option<NaiveDate>) -> Result<StationDay, SourceError>;
    /// The events behind a figure: a point's, in one hour of the table or the whole day.
    fn counted(&self, code: &str, of: &Counted) -> Result<CountedEvents, SourceError>;
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
    /// An incident with its history, conversation and complaints.
    fn incident(&self, journal: &str, event: u32) -> Result<IncidentDetail, SourceError>;
    /// A complaint with its steps and conversation.
    fn complaint(&self, journal: &str, event: u32) -> Result<ComplaintDetail, SourceError>;
    /// Asks whoever reported; the question goes down with headquarters' journal for them.
    fn ask(&self, operator: &str, ask: &AskFollowUp) -> Result<(), SourceError>;
    /// Decides how an incident stands.
    fn set_status(&self, operator: &str, set: &SetStatus) -> Result<(), SourceError>;
    /// Admits a journal, or a branch of one, out of quarantine.
    fn admit(&self, operator: &str, admit: &Admit) -> Result<(), SourceError>;
}
