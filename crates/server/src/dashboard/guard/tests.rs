#![allow(clippy::unwrap_used)]

use super::*;

fn guard() -> Guard {
    Guard::new("127.0.0.1:7480".parse().unwrap(), &[], false)
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

#[test]
fn a_foreign_host_is_refused() {
    for host in ["127.0.0.1:7480", "localhost:7480", "LOCALHOST:7480", "[::1]:7480"] {
        assert!(guard().admits(&Method::GET, &headers(&[("host", host)])), "{host}");
    }
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:7480.evil.example", ""] {
        assert!(!guard().admits(&Method::GET, &headers(&[("host", host)])), "{host}");
    }
    assert!(!guard().admits(&Method::GET, &HeaderMap::new()));
    let two = headers(&[("host", "localhost:7480"), ("host", "localhost:7480")]);
    assert_eq!(two.get_all("host").iter().count(), 2);
    assert!(!guard().admits(&Method::GET, &two));
}

#[test]
fn a_change_needs_the_own_origin() {
    let host = ("host", "localhost:7480");
    let own = headers(&[host, ("origin", "http://localhost:7480")]);
    assert!(guard().admits(&Method::POST, &own));
    assert!(!guard().admits(&Method::POST, &headers(&[host])));
    for origin in ["null", "http://evil.example", "https://localhost:7480", "http://localhost:1"] {
        let foreign = headers(&[host, ("origin", origin)]);
        assert!(!guard().admits(&Method::POST, &foreign), "{origin}");
        assert!(!guard().admits(&Method::GET, &foreign), "{origin}");
    }
}

#[test]
fn another_site_may_open_the_page_and_fetch_nothing() {
    let host = ("host", "localhost:7480");
    let link = [host, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    assert!(guard().admits(&Method::GET, &headers(&link)));
    let fetch = [host, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")];
    assert!(!guard().admits(&Method::GET, &headers(&fetch)));
}

#[test]
fn given_names_are_admitted_with_and_without_the_port() {
    let guard = Guard::new("192.0.2.1:443".parse().unwrap(), &["HQ.example".into()], true);
    let own = [("host", "hq.example"), ("origin", "https://hq.example")];
    assert!(guard.admits(&Method::POST, &headers(&own)));
    assert!(!guard.admits(&Method::GET, &headers(&[("host", "localhost:443")])));
}
