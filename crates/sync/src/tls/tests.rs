use super::*;
use rustls::pki_types::ServerName;
use std::sync::Arc;
use tokio_rustls::TlsConnector;

/// One handshake in memory; the client's verdict.
async fn handshake(pin: &Pin, identity: &Identity, name: &str) -> Result<(), String> {
    let acceptor = acceptor(identity).expect("acceptor");
    let connector = TlsConnector::from(Arc::new(client_config(pin).expect("config")));
    let (ours, theirs) = tokio::io::duplex(64 * 1024);
    let name = ServerName::try_from(name.to_owned()).expect("name");
    let (client, _host) = tokio::join!(connector.connect(name, ours), acceptor.accept(theirs));
    client.map(|_| ()).map_err(|e| e.to_string())
}

fn endpoint() -> (Authority, Identity) {
    let authority = Authority::create().expect("authority");
    let identity = authority.issue(&["box.example".into(), "127.0.0.1".into()]).expect("issued");
    (authority, identity)
}

#[tokio::test]
async fn the_elections_own_authority_is_accepted_under_any_name_or_address() {
    let (authority, identity) = endpoint();
    let pin = Pin::AuthoritySpki(spki_sha256(&authority.certificate).expect("spki"));
    for name in ["box.example", "127.0.0.1", "10.9.8.7", "renamed.example"] {
        handshake(&pin, &identity, name).await.expect(name);
    }
}

#[tokio::test]
async fn another_authority_is_refused_whatever_name_it_uses() {
    let (_, identity) = endpoint();
    let (other, _) = endpoint();
    for pin in [
        Pin::AuthoritySpki(spki_sha256(&other.certificate).expect("spki")),
        Pin::HostSpki(spki_sha256(&other.certificate).expect("spki")),
    ] {
        let refused = handshake(&pin, &identity, "box.example").await;
        assert!(refused.is_err_and(|e| e.contains("invalid peer certificate")), "{pin:?}");
    }
}

#[tokio::test]
async fn the_hash_of_the_authority_is_enough_when_the_host_sends_it_along() {
    let (authority, mut identity) = endpoint();
    let pin = Pin::AuthoritySpki(spki_sha256(&authority.certificate).expect("spki"));
    handshake(&pin, &identity, "box.example").await.expect("accepted");
    identity.chain.truncate(1);
    assert!(handshake(&pin, &identity, "box.example").await.is_err());
}

#[tokio::test]
async fn an_authority_shown_beside_a_foreign_certificate_proves_nothing() {
    let (authority, _) = endpoint();
    let mut forged = self_made().expect("made");
    forged.chain.push(authority.certificate.clone());
    let pin = Pin::AuthoritySpki(spki_sha256(&authority.certificate).expect("spki"));
    assert!(handshake(&pin, &forged, "box.example").await.is_err());
}

#[tokio::test]
async fn a_relay_is_known_by_its_own_key_and_by_nothing_else() {
    let relay = self_made().expect("made");
    let pin = Pin::HostSpki(spki_sha256(&relay.chain[0]).expect("spki"));
    handshake(&pin, &relay, "192.168.43.1").await.expect("accepted");
    let other = self_made().expect("made");
    assert!(handshake(&pin, &other, "192.168.43.1").await.is_err());
}

#[tokio::test]
async fn a_key_stolen_from_another_certificate_does_not_pass_for_the_pinned_one() {
    let (authority, identity) = endpoint();
    let other = authority.issue(&["box.example".into()]).expect("issued");
    let mixed = Identity { chain: identity.chain.clone(), key: other.key.clone() };
    assert!(acceptor(&mixed).is_err(), "rustls refuses the pairing itself");
}

#[test]
fn certificates_hold_from_2000_to_2100_and_name_nobody() {
    let (authority, identity) = endpoint();
    for der in [&authority.certificate, &identity.chain[0]] {
        let text = String::from_utf8_lossy(der);
        assert!(text.contains("000101000000Z"), "not before 2000");
        assert!(text.contains("21000101000000Z"), "not after 2100");
        assert!(!text.to_lowercase().contains("sanaq"));
    }
}
