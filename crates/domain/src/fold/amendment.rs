//! How a stretch of a watch stands, said afterwards or at a quiet question.
//!
//! A gap is told by the station's wall, quiet time by the device's clock. Nothing here is merged:
//! amendments stand in order, and a later one holds. Rejected: quiet time read on the clock of
//! whichever event told it last, which somebody may have set in between.

use super::Moment;
use crate::event::{AmendReason, QuietAnswer, QuietTimeExplained, StretchStands, WatchAmended};
use minicbor::{Decode, Encode};

/// How a stretch of a watch stands, said afterwards or at a quiet question.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Amendment {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Its first second: the station's wall, or the device's clock where `quiet` is set.
    #[n(2)]
    pub from: i64,
    /// The first second after it.
    #[n(3)]
    pub to: i64,
    /// How it stands.
    #[n(4)]
    pub stands: StretchStands,
    /// Why, where somebody amended.
    #[n(5)]
    pub reason: Option<AmendReason>,
    /// What was answered, where it is quiet time.
    #[n(6)]
    pub quiet: Option<QuietAnswer>,
    /// The observer's words.
    #[n(7)]
    pub words: Option<String>,
    /// The clock on which quiet time is read: a later answer repeats the seconds of the first.
    #[n(8)]
    pub clock: Moment,
}

impl Amendment {
    pub(super) fn said(ordinal: u64, moment: Moment, event: &WatchAmended) -> Self {
        Self {
            ordinal,
            moment,
            from: event.from,
            to: event.to,
            stands: event.stands,
            reason: Some(event.reason),
            quiet: None,
            words: event.words.clone(),
            clock: moment,
        }
    }

    pub(super) fn quiet(
        (ordinal, moment): (u64, Moment),
        clock: Moment,
        event: &QuietTimeExplained,
    ) -> Self {
        Self {
            ordinal,
            moment,
            from: event.from,
            to: event.to,
            stands: match event.answer {
                QuietAnswer::NobodyCame => StretchStands::Watched,
                QuietAnswer::NotCounted | QuietAnswer::Away => StretchStands::Gap,
                QuietAnswer::NotAnswered => StretchStands::Doubtful,
            },
            reason: None,
            quiet: Some(event.answer),
            words: None,
            clock,
        }
    }
}
