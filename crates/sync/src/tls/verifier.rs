//! The client's half of TLS: a verifier that knows one pin, and the configuration around it.
//!
//! The host's *name* is deliberately not compared: every certificate under the election's
//! authority is the endpoint, and the signed address list holds raw IPs that change between
//! elections. What is believed later is believed because of signatures, not because of a name.
//! For the same reason no SNI is sent: a censor that filters by it learns nothing.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use std::sync::Arc;
use std::time::Duration;

use super::pin::{Pin, spki_sha256};

/// 2050-01-01T00:00:00Z: the one day at which every certificate is judged (see [`super`]).
const JUDGED_AT: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(2_524_608_000));

/// Certificates in a chain that is looked at at all (leaf and authority, and one to spare).
const CHAIN_MAX: usize = 3;

/// Accepts one [`Pin`].
#[derive(Debug)]
pub(crate) struct PinnedVerifier {
    pin: Pin,
    algorithms: WebPkiSupportedAlgorithms,
}

impl PinnedVerifier {
    pub(crate) fn new(pin: Pin) -> Self {
        Self { pin, algorithms: ring::default_provider().signature_verification_algorithms }
    }

    fn chains_to(
        &self,
        authority: &CertificateDer<'_>,
        host: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
    ) -> Result<(), Error> {
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        verify_server_cert_signed_by_trust_anchor(
            &ParsedCertificate::try_from(host)?,
            &roots,
            between,
            JUDGED_AT,
            self.algorithms.all,
        )
    }

    fn judge(
        &self,
        host: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
    ) -> Result<(), Error> {
        if between.len() >= CHAIN_MAX {
            return Err(Error::InvalidCertificate(CertificateError::UnknownIssuer));
        }
        match &self.pin {
            Pin::AuthoritySpki(hash) => {
                let authority = between
                    .iter()
                    .find(|certificate| spki_sha256(certificate).is_ok_and(|h| h == *hash))
                    .ok_or(Error::InvalidCertificate(CertificateError::UnknownIssuer))?;
                self.chains_to(authority, host, between)
            }
            Pin::HostSpki(hash) if spki_sha256(host)? == *hash => Ok(()),
            Pin::HostSpki(_) => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
        }
    }
}

impl ServerCertVerifier for PinnedVerifier {
    fn verify_server_cert(
        &self,
        host: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.judge(host, between).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _host: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // Both ends are ours and speak 1.3, where the certificate itself travels encrypted.
        Err(Error::PeerIncompatible(rustls::PeerIncompatible::Tls13RequiredForQuic))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        host: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, host, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// TLS 1.3 only, one pin, no SNI, no client certificate (the hello identifies, inside).
///
/// # Errors
/// rustls found the provider unfit; does not happen with ring.
pub(crate) fn client_config(pin: &Pin) -> Result<ClientConfig, Error> {
    let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(pin.verifier())
        .with_no_client_auth();
    config.enable_sni = false;
    Ok(config)
}
