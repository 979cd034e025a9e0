//! The host's half of TLS: one certificate, TLS 1.3, tickets that carry no state on our side.
//!
//! It asks for no client certificate: who is speaking stands in the signed hello, inside the
//! tunnel, where a relay's neighbours cannot see it. Rejected: 0-RTT, because an early request
//! can be replayed by whoever recorded it and saves one round trip a day.

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use zeroize::Zeroizing;

use super::TlsError;

/// What a host shows: its chain (DER, the host first, then the authority) and its private key.
#[derive(Clone)]
pub struct Identity {
    /// DER certificates, the host's own first. The authority goes along, so that a client that
    /// knows only its hash can check the chain.
    pub chain: Vec<Vec<u8>>,
    /// The host's private key (PKCS#8 DER).
    pub key: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("certificates", &self.chain.len()).finish_non_exhaustive()
    }
}

/// An acceptor that shows `identity`.
///
/// # Errors
/// [`TlsError::KeyForm`] or [`TlsError::Material`] when key and certificate do not fit.
pub fn acceptor(identity: &Identity) -> Result<TlsAcceptor, TlsError> {
    let key = PrivateKeyDer::try_from(identity.key.to_vec()).map_err(|_| TlsError::KeyForm)?;
    let chain = identity.chain.iter().cloned().map(CertificateDer::from).collect();
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.ticketer = ring::Ticketer::new()?;
    config.send_tls13_tickets = 1;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
