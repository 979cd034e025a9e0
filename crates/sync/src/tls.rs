//! Whom a connection trusts: exactly one authority or one key, named by the invitation.
//!
//! The system's roots are never loaded and there is no fallback: a country that makes phones
//! trust its own root (Kazakhstan 2019) can stop a connection, not open one. Dates are not
//! trusted either, since a phone's clock may be years wrong; certificates are made to hold from
//! 2000 to 2100 and are checked at one fixed day. Rejected: reqwest's `tls_certs_only`, which
//! cannot pin by hash, believes the clock and demands that an address that moved be re-issued.

mod acceptor;
mod issue;
mod pin;
mod verifier;

pub use acceptor::{Identity, acceptor};
pub use issue::{Authority, Issued, self_made};
pub use pin::{Pin, spki_sha256};
pub(crate) use verifier::client_config;

use thiserror::Error;

/// What can be wrong with TLS material on this side (never with the other side's).
#[derive(Debug, Error)]
pub enum TlsError {
    /// rustls refused the key, the certificate or their pairing.
    #[error("TLS material refused: {0}")]
    Material(#[from] rustls::Error),
    /// A certificate could not be made.
    #[error("certificate could not be made: {0}")]
    Issue(#[from] rcgen::Error),
    /// The private key is in no form that rustls reads (PKCS#8, SEC1 or PKCS#1 DER).
    #[error("private key in no known form")]
    KeyForm,
}

#[cfg(test)]
mod tests;
