//! Text written by an election's organisers, in each language they wrote it in.
//!
//! The interface chooses the language, since it knows the person's. It refuses to translate, and
//! to fill in a language that is missing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Language code (`kk`, `ru`, `en`, …) to text. The interface takes its own language, else the
/// first that is there. Never made by Rust: it comes from the definition or a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Texts(pub BTreeMap<String, String>);
