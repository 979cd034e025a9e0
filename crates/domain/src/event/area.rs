//! A figure headquarters took over from an announcement: of a station or of an area.
//!
//! It stands in headquarters' own desk journal, which no device pulls. Where it was announced
//! in another zone than the station's, the zone is kept; the exact words and the link are what
//! a reader checks it by. A percentage is a figure of its own unit and names no number of
//! persons. Rejected: turning percentages into persons by the list known here. Changing this
//! changes bytes.

use super::{Fields, FigureCounts, FigureKind, kinds};
use crate::codec::{FieldError, Reader, Writer};
use minicbor::{Decode, Encode};

/// What a figure counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum FigureUnit {
    /// Persons.
    #[n(1)]
    Persons,
    /// Hundredths of a percent of voters on some list.
    #[n(2)]
    HundredthsOfPercent,
}

/// A figure as it was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaFigureNoted {
    /// Who took it over.
    pub operator: String,
    /// The station's code; `None` for an area.
    pub station: Option<String>,
    /// The area's path, the largest first; empty for a station.
    pub area: Vec<String>,
    /// The figure.
    pub figure: u64,
    /// What it counts in.
    pub unit: FigureUnit,
    /// What stretch it counts.
    pub counts: FigureCounts,
    /// What was counted.
    pub what: FigureKind,
    /// Number of the contest in the definition; `None` when not told apart.
    pub contest: Option<u32>,
    /// The moment it is for, Unix seconds.
    pub as_of: i64,
    /// The zone it was announced in (IANA name); `None` is the station's or the election's own.
    pub zone: Option<String>,
    /// When it was published, Unix seconds.
    pub published_at: Option<i64>,
    /// The exact words, where kept.
    pub words: Option<String>,
    /// Where it was published.
    pub link: Option<String>,
}

impl Fields for AreaFigureNoted {
    const KIND: u64 = kinds::AREA_FIGURE_NOTED;
    const COUNT: usize = 13;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.text_or_null(self.station.as_deref());
        out.texts(&self.area);
        out.put(&self.figure);
        out.put(&self.unit);
        out.put(&self.counts);
        out.put(&self.what);
        out.put(&self.contest);
        out.put(&self.as_of);
        out.text_or_null(self.zone.as_deref());
        out.put(&self.published_at);
        out.withholdable_or_null(self.words.as_deref());
        out.text_or_null(self.link.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            station: from.text_or_null()?,
            area: from.texts()?,
            figure: from.get()?,
            unit: from.get()?,
            counts: from.get()?,
            what: from.get()?,
            contest: from.get()?,
            as_of: from.get()?,
            zone: from.text_or_null()?,
            published_at: from.get()?,
            words: from.withholdable_or_null()?,
            link: from.text_or_null()?,
        })
    }
}
