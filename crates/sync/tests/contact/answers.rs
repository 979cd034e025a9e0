//! What the public listener says to whoever is no device: nothing.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use journal::answer::{Refusal, SyncAnswer};
use journal::attested::Attested;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::election::{Election, Endpoint};

/// A stranger's TLS over a connection to the endpoint.
pub async fn tls(endpoint: &Endpoint, stream: TcpStream) -> TlsStream<TcpStream> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .dangerous()
        .with_custom_certificate_verifier(endpoint.peer().pin.verifier())
        .with_no_client_auth();
    let name = rustls::pki_types::ServerName::try_from("any.example").expect("name");
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("tls")
}

async fn ask(
    endpoint: &Endpoint,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> (StatusCode, hyper::HeaderMap, Vec<u8>) {
    let tls = tls(endpoint, TcpStream::connect(endpoint.address).await.expect("connects")).await;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(tls)).await.expect("http");
    tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(path).header("host", "x");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(body))).expect("request");
    let response = sender.send_request(request).await.expect("answered");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("whole").to_bytes().to_vec();
    (parts.status, parts.headers, body)
}

const CBOR: (&str, &str) = ("content-type", "application/cbor");

#[tokio::test]
async fn every_other_path_and_method_gets_a_bare_404() {
    let endpoint = Endpoint::start(&Election::new(70)).await;
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/v1/sync"),
        (Method::PUT, "/v1/sync"),
        (Method::OPTIONS, "/v1/sync"),
        (Method::POST, "/v1/sync/"),
        (Method::POST, "/v2/sync"),
        (Method::GET, "/metrics"),
        (Method::GET, "/api/me"),
    ] {
        let (status, headers, body) = ask(&endpoint, method.clone(), path, &[], vec![]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{method} {path}");
        assert!(body.is_empty(), "{method} {path}");
        assert!(!headers.contains_key("server") && !headers.contains_key("allow"));
    }
}

#[tokio::test]
async fn an_encoded_body_or_another_media_type_is_not_looked_at() {
    let endpoint = Endpoint::start(&Election::new(71)).await;
    for headers in [
        vec![CBOR, ("content-encoding", "gzip")],
        vec![CBOR, ("content-encoding", "identity")],
        vec![("content-type", "application/json")],
        vec![],
    ] {
        let (status, _, body) =
            ask(&endpoint, Method::POST, "/v1/sync", &headers, vec![0xa0]).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{headers:?}");
        assert!(body.is_empty());
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_before_it_is_kept_in_memory() {
    let endpoint = Endpoint::start(&Election::new(72)).await;
    let long = vec![0; sync::limits::REQUEST_BYTES_MAX + 1];
    let (status, ..) = ask(&endpoint, Method::POST, "/v1/sync", &[CBOR], long).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn bytes_that_are_no_request_get_a_signed_refusal_over_no_nonce() {
    let election = Election::new(73);
    let endpoint = Endpoint::start(&election).await;
    for junk in [vec![], vec![0xa0], vec![0xff; 100], b"GET".to_vec()] {
        let (status, _, body) = ask(&endpoint, Method::POST, "/v1/sync", &[CBOR], junk).await;
        assert_eq!(status, StatusCode::OK);
        let answer = Attested::<SyncAnswer>::decode(&body).expect("an answer");
        let answer = answer.verify(&election.roles.receipt.public()).expect("signed");
        assert_eq!(answer.refusal, Some(Refusal::Malformed));
        assert_eq!(answer.nonce.0, [0; 16]);
        assert!(answer.key_list.is_none() && answer.endpoints.is_none());
    }
}
