#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::dashboard::api::{
    ComplaintDetail, CountedEvents, ElectionBrief, IncidentDetail, NotYetLinked, Overview,
    StationDay,
};
use axum::http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Knows one election and nothing else.
struct Empty;

impl Source for Empty {
    fn election(&self) -> ElectionBrief {
        ElectionBrief {
            id: "id".into(),
            name: "Practice".into(),
            practice: true,
            timezone: "UTC".into(),
            days: vec![],
            languages: vec![],
            opens_pages: true,
        }
    }
    fn overview(&self, _: &Ask) -> Result<Overview, SourceError> {
        Err(SourceError::NotFound)
    }
    fn station(&self, _: &str, _: Option<NaiveDate>) -> Result<StationDay, SourceError> {
        Err(SourceError::Broken("a planted failure".into()))
    }
    fn counted(&self, _: &str, _: &Counted) -> Result<CountedEvents, SourceError> {
        Err(SourceError::NotFound)
    }
    fn not_yet_linked(&self, _: &str) -> Result<NotYetLinked, SourceError> {
        Err(SourceError::CannotOpen)
    }
    fn files(&self) -> Result<Vec<crate::dashboard::export::ExportFile>, SourceError> {
        let (name, bytes) = ("visits.csv".to_owned(), b"journal\r\n".to_vec());
        Ok(vec![crate::dashboard::export::ExportFile { name, rows: 0, bytes }])
    }
    fn hours_csv(&self, _: Option<NaiveDate>) -> Result<(NaiveDate, Vec<u8>), SourceError> {
        Ok((NaiveDate::default(), b"a,b\r\n".to_vec()))
    }
    fn pages_csv(&self) -> Result<Vec<u8>, SourceError> {
        Ok(b"c\r\n".to_vec())
    }
    fn notices_csv(&self) -> Result<Vec<u8>, SourceError> {
        Ok(b"d\r\n".to_vec())
    }
    fn incident(&self, _: &str, _: u32) -> Result<IncidentDetail, SourceError> {
        Err(SourceError::NotFound)
    }
    fn complaint(&self, _: &str, _: u32) -> Result<ComplaintDetail, SourceError> {
        Err(SourceError::NotFound)
    }
    fn ask(&self, operator: &str, ask: &AskFollowUp) -> Result<(), SourceError> {
        assert_eq!(operator, "carol");
        if ask.text.is_empty() { Err(SourceError::Malformed) } else { Ok(()) }
    }
    fn set_status(&self, operator: &str, _: &SetStatus) -> Result<(), SourceError> {
        assert_eq!(operator, "carol");
        Ok(())
    }
    fn admit(&self, operator: &str, _: &Admit) -> Result<(), SourceError> {
        assert_eq!(operator, "carol");
        Ok(())
    }
}

struct Running {
    at: std::net::SocketAddr,
    change: watch::Sender<u32>,
    operators: Operators,
    _folder: tempfile::TempDir,
}

async fn start() -> Running {
    let folder = tempfile::tempdir().unwrap();
    let operators = Operators::at(folder.path().join("operators.toml"));
    operators.add("carol", "a good password").unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (change, changes) = watch::channel(1);
    let guard = Guard::new(at, &[], false);
    let theirs = operators.clone();
    let web = Web::new(Arc::new(Empty), theirs, guard, false, Clock::still(), changes);
    let router = web.router();
    tokio::spawn(async move {
        let stop = std::future::pending();
        super::super::serve::serve(listener, None, router, Default::default(), stop).await;
    });
    Running { at, change, operators, _folder: folder }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Running {
    async fn ask(&self, method: &Method, path: &str, more: &str, body: &str) -> Answer {
        let mut stream = tokio::net::TcpStream::connect(self.at).await.unwrap();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-length: {length}\r\n{more}\r\n{body}",
            self.at
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn origin(&self) -> String {
        format!("origin: http://{}\r\n", self.at)
    }

    async fn login(&self, name: &str, password: &str) -> Answer {
        let body = serde_json::to_string(&Login { name: name.into(), password: password.into() });
        self.ask(&Method::POST, "/api/login", &self.origin(), &body.unwrap()).await
    }

    async fn cookie(&self) -> String {
        let answer = self.login("carol", "a good password").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let line = answer.head.lines().find(|it| it.starts_with("set-cookie: ")).unwrap();
        // The head was lowered; the token is read from the body-independent original instead.
        assert!(line.contains("httponly") && line.contains("samesite=strict"));
        String::new()
    }
}

async fn token(running: &Running) -> String {
    let mut stream = tokio::net::TcpStream::connect(running.at).await.unwrap();
    let body = r#"{"name":"carol","password":"a good password"}"#;
    let request = format!(
        "POST /api/login HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\nconnection: close\r\n\
         content-length: {1}\r\n\r\n{body}",
        running.at,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (_, rest) = text.split_once("sanaq_session=").unwrap();
    let (token, _) = rest.split_once(';').unwrap();
    format!("cookie: sanaq_session={token}\r\n")
}

#[tokio::test]
async fn nothing_but_the_page_and_the_login_is_answered_without_a_session() {
    let running = start().await;
    for path in ["/api/me", "/api/overview", "/api/stations/1", "/api/events"] {
        let answer = running.ask(&Method::GET, path, "", "").await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (401, r#"{"code":"signed_out","retry_after_s":null}"#),
            "{path}"
        );
    }
    assert_eq!(running.ask(&Method::GET, "/", "", "").await.status, 200);
    assert_eq!(running.ask(&Method::GET, "/../Cargo.toml", "", "").await.status, 404);
    let forged = "cookie: sanaq_session=AAAA\r\n";
    assert_eq!(running.ask(&Method::GET, "/api/me", forged, "").await.status, 401);
}

#[tokio::test]
async fn a_login_opens_a_session_and_a_logout_ends_it() {
    let running = start().await;
    running.cookie().await;
    let cookie = token(&running).await;
    let me = running.ask(&Method::GET, "/api/me", &cookie, "").await;
    assert_eq!(me.status, 200);
    assert!(me.body.contains(r#""operator":"carol""#), "{}", me.body);
    let more = format!("{cookie}{}", running.origin());
    assert_eq!(running.ask(&Method::POST, "/api/logout", &more, "").await.status, 204);
    assert_eq!(running.ask(&Method::GET, "/api/me", &cookie, "").await.status, 401);
}

#[tokio::test]
async fn a_wrong_login_is_refused_without_saying_what_was_wrong_and_then_slowed() {
    let running = start().await;
    let mut bodies = Vec::new();
    for name in ["carol", "carol", "carol", "carol", "carol", "mallory"] {
        let answer = running.login(name, "a wrong password").await;
        assert_eq!(answer.status, 401);
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    let slowed = running.login("carol", "a good password").await;
    assert_eq!(slowed.status, 429);
    assert!(slowed.body.contains("too_many_tries"));
    assert!(slowed.head.contains("retry-after: "));
}

#[tokio::test]
async fn every_answer_has_the_strict_headers() {
    let running = start().await;
    for path in ["/", "/api/me", "/none"] {
        let answer = running.ask(&Method::GET, path, "", "").await;
        for header in [
            "content-security-policy: default-src 'none'; script-src 'self';",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "x-frame-options: deny",
            "cache-control: no-",
        ] {
            assert!(answer.head.contains(header), "{path}: {header}\n{}", answer.head);
        }
    }
}

#[tokio::test]
async fn a_foreign_page_reaches_nothing() {
    let running = start().await;
    let cookie = token(&running).await;
    let foreign = format!("{cookie}origin: http://evil.example\r\n");
    for (method, path) in [(Method::POST, "/api/logout"), (Method::GET, "/api/me")] {
        assert_eq!(running.ask(&method, path, &foreign, "").await.status, 403);
    }
    // No origin on a change, although the cookie is right.
    assert_eq!(running.ask(&Method::POST, "/api/logout", &cookie, "").await.status, 403);
    assert_eq!(running.ask(&Method::GET, "/api/me", &cookie, "").await.status, 200);
}

#[tokio::test]
async fn failures_are_told_by_code_and_not_by_detail() {
    let running = start().await;
    let cookie = token(&running).await;
    let broken = running.ask(&Method::GET, "/api/stations/1", &cookie, "").await;
    assert_eq!(broken.status, 500);
    assert!(!broken.body.contains("planted"));
    assert_eq!(running.ask(&Method::GET, "/api/overview", &cookie, "").await.status, 404);
    let more = format!("{cookie}{}", running.origin());
    let long = "x".repeat(BODY_BYTES_MAX + 1);
    assert_eq!(running.ask(&Method::POST, "/api/login", &more, &long).await.status, 413);
    let bad = running.ask(&Method::POST, "/api/quarantine/admit", &more, "{}").await;
    assert_eq!(bad.status, 400);
    let good = r#"{"journal":"x","reason":"y"}"#;
    assert_eq!(running.ask(&Method::POST, "/api/quarantine/admit", &more, good).await.status, 204);
    let csv = running.ask(&Method::GET, "/api/export/hours.csv", &cookie, "").await;
    assert!(csv.head.contains("text/csv") && csv.head.contains("sanaq-hours-1970-01-01.csv"));
}

#[tokio::test]
async fn changes_are_told_at_once() {
    let running = start().await;
    let cookie = token(&running).await;
    let mut stream = tokio::net::TcpStream::connect(running.at).await.unwrap();
    let request = format!("GET /api/events HTTP/1.1\r\nhost: {}\r\n{cookie}\r\n", running.at);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = String::new();
    let mut buffer = [0; 4096];
    while !read.contains(r#"data: {"version":1}"#) {
        let n = stream.read(&mut buffer).await.unwrap();
        assert!(n > 0, "ended: {read}");
        read.push_str(&String::from_utf8_lossy(&buffer[..n]));
    }
    running.change.send(2).unwrap();
    while !read.contains(r#"data: {"version":2}"#) {
        let n = stream.read(&mut buffer).await.unwrap();
        assert!(n > 0, "ended: {read}");
        read.push_str(&String::from_utf8_lossy(&buffer[..n]));
    }
    assert!(read.contains("event: changed"));
}

/// Opens the notices of a session and reads the first one.
async fn listening(running: &Running, cookie: &str) -> tokio::net::TcpStream {
    let mut stream = tokio::net::TcpStream::connect(running.at).await.unwrap();
    let head = format!("host: {}\r\nconnection: close\r\n{cookie}", running.at);
    let request = format!("GET /api/events HTTP/1.1\r\n{head}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let (mut read, mut buffer) = (String::new(), [0; 4096]);
    while !read.contains(r#"data: {"version":1}"#) {
        let n = stream.read(&mut buffer).await.unwrap();
        assert!(n > 0, "ended: {read}");
        read.push_str(&String::from_utf8_lossy(&buffer[..n]));
    }
    stream
}

#[tokio::test]
async fn a_session_ends_when_its_operator_is_taken_out_and_its_notices_too() {
    let running = start().await;
    let cookie = token(&running).await;
    let mut notices = listening(&running, &cookie).await;
    running.operators.remove("carol").unwrap();
    assert_eq!(running.ask(&Method::GET, "/api/me", &cookie, "").await.status, 401);
    // Nothing of what happens next is told any more: the answer ends.
    running.change.send(2).unwrap();
    let mut rest = String::new();
    notices.read_to_string(&mut rest).await.unwrap();
    assert!(!rest.contains(r#""version":2"#), "{rest}");
}

#[tokio::test]
async fn a_session_ends_when_the_password_changes_and_the_new_one_opens_another() {
    let running = start().await;
    let cookie = token(&running).await;
    running.operators.add("carol", "another good one").unwrap();
    assert_eq!(running.ask(&Method::GET, "/api/me", &cookie, "").await.status, 401);
    assert_eq!(running.login("carol", "another good one").await.status, 200);
}

#[tokio::test]
async fn names_nobody_has_lock_no_operator_out() {
    let running = start().await;
    for n in 0..3 {
        for _ in 0..5 {
            let junk = running.login(&format!("junk{n}"), "a wrong password").await;
            assert_eq!(junk.status, 401);
        }
        assert_eq!(running.login(&format!("junk{n}"), "a wrong password").await.status, 429);
    }
    assert_eq!(running.login("carol", "a good password").await.status, 200);
}

#[tokio::test]
async fn a_body_that_never_arrives_is_not_waited_for() {
    let body = Body::from_stream(stream::pending::<Result<axum::body::Bytes, Infallible>>());
    let request = Request::builder().body(body).unwrap();
    let waited = arrived(request, Duration::from_millis(20)).await;
    assert_eq!(waited.err(), Some(StatusCode::REQUEST_TIMEOUT));
}
