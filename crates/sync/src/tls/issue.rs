//! Makes the certificates of an election: its authority, the endpoint's, a relay's own.
//!
//! P-256, because a handshake with it is about a third of one with RSA. Valid from 2000 to 2100:
//! dates are not trusted, so they must never be what stops an observer. No name of the election
//! or of an organisation stands in any of them; a certificate is seen by whoever connects.
//! Rejected: a public authority, which would list the endpoint in a public log.

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use zeroize::Zeroizing;

use super::{Identity, TlsError};

/// An election's own authority.
#[derive(Debug)]
pub struct Authority {
    /// X.509 in DER.
    pub certificate: Vec<u8>,
    /// PKCS#8 in DER; kept sealed by whoever keeps it.
    pub key: Zeroizing<Vec<u8>>,
}

/// A certificate and its key, as one connection's end shows them.
pub type Issued = Identity;

impl Authority {
    /// A new authority with a new key.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn create() -> Result<Self, TlsError> {
        let key = KeyPair::generate()?;
        let certificate = authority_params()?.self_signed(&key)?;
        Ok(Self {
            certificate: certificate.der().to_vec(),
            key: Zeroizing::new(key.serialize_der()),
        })
    }

    /// A certificate for an endpoint reachable under `names` (DNS names and IP addresses).
    ///
    /// # Errors
    /// A name that is neither, or a key that does not read back.
    pub fn issue(&self, names: &[String]) -> Result<Issued, TlsError> {
        let ours = KeyPair::try_from(self.key.as_slice())?;
        let issuer = Issuer::new(authority_params()?, ours);
        let key = KeyPair::generate()?;
        let certificate = host_params(names)?.signed_by(&key, &issuer)?;
        Ok(Identity {
            chain: vec![certificate.der().to_vec(), self.certificate.clone()],
            key: Zeroizing::new(key.serialize_der()),
        })
    }
}

/// A certificate signed by itself: what a lead's relay shows, pinned by its SPKI hash.
///
/// # Errors
/// The system gave no randomness.
pub fn self_made() -> Result<Issued, TlsError> {
    let key = KeyPair::generate()?;
    let certificate = host_params(&[])?.self_signed(&key)?;
    Ok(Identity {
        chain: vec![certificate.der().to_vec()],
        key: Zeroizing::new(key.serialize_der()),
    })
}

fn dated(names: &[String], common_name: &str) -> Result<CertificateParams, TlsError> {
    let mut params = CertificateParams::new(names.to_vec())?;
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(2100, 1, 1);
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    params.distinguished_name = name;
    Ok(params)
}

fn authority_params() -> Result<CertificateParams, TlsError> {
    let mut params = dated(&[], "authority")?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    Ok(params)
}

fn host_params(names: &[String]) -> Result<CertificateParams, TlsError> {
    let mut params = dated(names, "host")?;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    Ok(params)
}
