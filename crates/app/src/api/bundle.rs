//! Pages as one file: what was written, and what a file held.
//!
//! Damage is told by its place and kind, so that a person can ask for the file again. It refuses to
//! say what stands in the pages: a file passes through, and its reader is headquarters.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file to save or share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BundleView {
    /// Its bytes, standard base64.
    pub base64: String,
    /// A name that tells nothing about persons or places, `.sanaq-bundle` included.
    pub file_name: String,
    /// Pages in it.
    pub pages: u32,
    /// What had no room in it: pages, which go with the next file once these have arrived; of an
    /// answer the journals whose words it lacks.
    pub left_out: u32,
}

/// What an imported file held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportedView {
    /// Pages that were not here before.
    pub new: u32,
    /// Pages that were here already.
    pub already: u32,
    /// Pages kept aside.
    pub held: u32,
    /// Pages and words that are not of this election or do not hold; not kept.
    pub refused: u32,
    /// Receipts of headquarters for this device or for what it carries.
    pub receipts: u32,
    /// Notes of leads that hold this device's pages.
    pub custody: u32,
    /// Pages of headquarters' journals.
    pub headquarters: u32,
    /// Damaged stretches; everything outside them was read.
    pub damaged: Vec<DamageView>,
    /// The file that goes back the same way; none if there is nothing to answer.
    pub answer: Option<BundleView>,
}

/// A damaged stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DamageView {
    /// First byte, from 0.
    pub offset: u32,
    /// Bytes.
    pub length: u32,
    /// What is wrong, as a code.
    pub reason: DamageReason,
}

/// What is wrong with a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DamageReason {
    /// Not a frame at all.
    NotAFrame,
    /// A frame whose bytes were changed.
    Changed,
    /// The file ends inside a frame.
    CutOff,
    /// A whole frame whose content cannot be read.
    NotReadable,
}
