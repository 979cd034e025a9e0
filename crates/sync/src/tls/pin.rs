//! What a connection is pinned to.
//!
//! Three forms because three papers carry them: a `.sanaq` file has room for the authority's
//! certificate, a QR code only for its hash, and a lead's relay has no authority at all.
//! Nothing here says "any": a pin that accepts everything cannot be written down.

use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::CertificateDer;
use rustls::server::ParsedCertificate;
use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::verifier::PinnedVerifier;

/// The one identity a client accepts on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pin {
    /// The election's own authority, whole (X.509, DER): the chain must end in it.
    Authority(Vec<u8>),
    /// SHA-256 of the authority's SubjectPublicKeyInfo; the host sends the authority along.
    AuthoritySpki([u8; 32]),
    /// SHA-256 of the host's own SubjectPublicKeyInfo (a lead's relay).
    HostSpki([u8; 32]),
}

impl Pin {
    /// A verifier that accepts this identity and no other.
    pub fn verifier(&self) -> Arc<dyn ServerCertVerifier> {
        Arc::new(PinnedVerifier::new(self.clone()))
    }
}

/// SHA-256 of a certificate's SubjectPublicKeyInfo (DER in, 32 bytes out).
///
/// # Errors
/// The bytes are not an X.509 certificate.
pub fn spki_sha256(certificate_der: &[u8]) -> Result<[u8; 32], rustls::Error> {
    let der = CertificateDer::from(certificate_der);
    let parsed = ParsedCertificate::try_from(&der)?;
    Ok(Sha256::digest(parsed.subject_public_key_info().as_ref()).into())
}
