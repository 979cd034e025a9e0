//! Disk: what a device and headquarters' endpoint keep, and how it survives.
//!
//! Two stores over one `connection`: `device` (SQLCipher, one folder an enrolment, the outbox) and
//! `endpoint` (sealed pages, quarantine, views, the `Keeper`). What is signed is made and
//! judged in `journal`, what it means in `domain`; nothing here decides either. Rejected: one
//! store for both, since a device never judges and an endpoint never taps.
#![forbid(unsafe_code)]

mod connection;
pub mod device;
pub mod endpoint;
mod error;
mod faults;
mod migrations;
mod rows;

pub use device::{DeviceStore, KdfCost, Kit, LockState, Unlock};
pub use endpoint::EndpointStore;
pub use error::{Result, StoreError};
pub use faults::Faults;
pub use rows::ViewRow;
