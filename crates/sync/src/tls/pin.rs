//! What a connection is pinned to.
//!
//! Two forms: an invitation carries the hash of the election's authority (a QR code has no room
//! for more), and a lead's relay has no authority at all, only its own key. Nothing here says
//! "any": a pin that accepts everything cannot be written down. Rejected: pinning whole
//! certificates, which would have to be handed out again whenever one is re-issued.

use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::CertificateDer;
use rustls::server::ParsedCertificate;
use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::verifier::PinnedVerifier;

/// The one identity a client accepts on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pin {
    /// SHA-256 of the SubjectPublicKeyInfo of the election's own authority: the chain must end
    /// in it, and the host sends it along.
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
