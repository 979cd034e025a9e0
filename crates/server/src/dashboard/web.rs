//! The dashboard's HTTP: guard, sessions, JSON, notices, the embedded page.
//!
//! Every request passes the guard (Host, Origin), every answer gets the same strict headers,
//! and nothing but the page itself and the login is answered without a session. What is slow
//! or blocks (Argon2id, figures, opening pages) runs beside the async threads. Rejected: a
//! token in the page's storage, which a script could read.

use std::convert::Infallible;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::NaiveDate;
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use tokio::sync::watch;

use super::api::{Admit, AskFollowUp, Changed, Login, Me, Refusal, RefusalCode, SetStatus};
use super::export::ExportFile;
use super::guard::Guard;
use super::limit::Limit;
use super::overview::Ask;
use super::source::{Counted, Source, SourceError};
use super::{page, session};
use crate::clock::Clock;
use crate::operators::Operators;

const BODY_BYTES_MAX: usize = 16 * 1024;
/// Time for a request's body to arrive.
const BODY: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How soon a page that only listens hears that its session ended.
const LOOK_EVERY: Duration = Duration::from_secs(3);
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                   font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
                   form-action 'none'; frame-ancestors 'none'";

/// Everything the routes share.
pub struct Web {
    /// Where figures come from.
    pub source: Arc<dyn Source>,
    /// Who may log in.
    pub operators: Operators,
    /// Which requests are looked at.
    pub guard: Guard,
    /// TLS is in front: cookies are `Secure`.
    pub secure: bool,
    /// Time and chance.
    pub clock: Clock,
    /// The version of the holdings, for notices.
    pub changes: watch::Receiver<u32>,
    sessions: session::Sessions,
    limit: Limit,
}

impl Web {
    /// Puts the parts together; nobody is logged in.
    pub fn new(
        source: Arc<dyn Source>,
        operators: Operators,
        guard: Guard,
        secure: bool,
        clock: Clock,
        changes: watch::Receiver<u32>,
    ) -> Self {
        let (sessions, limit) = (session::Sessions::default(), Limit::default());
        Self { source, operators, guard, secure, clock, changes, sessions, limit }
    }

    /// The routes.
    pub fn router(self) -> Router {
        let web = Arc::new(self);
        let inside = Router::new()
            .route("/api/me", get(me))
            .route("/api/logout", post(logout))
            .route("/api/overview", get(overview))
            .route("/api/stations/{code}", get(station))
            .route("/api/stations/{code}/counted", get(counted))
            .route("/api/waiting/{journal}", get(not_yet_linked))
            .route("/api/events", get(events))
            .route("/api/export/all.zip", get(all_files))
            .route("/api/export/hours.csv", get(hours_csv))
            .route("/api/export/pages.csv", get(pages_csv))
            .route("/api/export/notices.csv", get(notices_csv))
            .route("/api/quarantine/admit", post(admit))
            .route("/api/incidents/{journal}/{event}", get(incident))
            .route("/api/complaints/{journal}/{event}", get(complaint))
            .route("/api/incidents/ask", post(ask))
            .route("/api/incidents/status", post(set_status))
            .route_layer(from_fn_with_state(Arc::clone(&web), signed_in));
        Router::new()
            .route("/api/login", post(login))
            .merge(inside)
            .fallback(files)
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
            .layer(from_fn_with_state(Arc::clone(&web), guarded))
            .with_state(web)
    }

    fn operator(&self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers.get_all(header::COOKIE).iter();
        let token = cookies
            .filter_map(|cookie| cookie.to_str().ok())
            .find_map(|cookie| session::token(cookie, self.secure))?;
        let (name, mark) = self.sessions.operator(token, self.clock.running_ms())?;
        // Taken out, or with another password since: that session is over. So is every one
        // while the file cannot be read.
        if self.operators.mark(&name).ok().flatten() != Some(mark) {
            self.sessions.close(token);
            return None;
        }
        Some(name)
    }
}

/// Who asks, once the session was checked.
#[derive(Clone)]
struct Operator(String);

/// An answer that is no success.
struct No(StatusCode, RefusalCode, Option<u32>);

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let body = Refusal { code: self.1, retry_after_s: self.2 };
        let mut response = (self.0, axum::Json(body)).into_response();
        if let Some(seconds) = self.2 {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<SourceError> for No {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::NotFound => Self(StatusCode::NOT_FOUND, RefusalCode::NotFound, None),
            SourceError::CannotOpen => Self(StatusCode::CONFLICT, RefusalCode::CannotOpen, None),
            SourceError::Malformed => Self(StatusCode::BAD_REQUEST, RefusalCode::Malformed, None),
            SourceError::Broken(detail) => broken(&detail),
        }
    }
}

fn broken(detail: &str) -> No {
    tracing::error!(detail, "the dashboard failed to answer");
    No(StatusCode::INTERNAL_SERVER_ERROR, RefusalCode::Broken, None)
}

async fn guarded(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let mut response = if web.guard.admits(request.method(), request.headers()) {
        match arrived(request, BODY).await {
            Ok(request) => next.run(request).await,
            Err(status) => No(status, RefusalCode::Malformed, None).into_response(),
        }
    } else {
        No(StatusCode::FORBIDDEN, RefusalCode::ForeignOrigin, None).into_response()
    };
    let headers = response.headers_mut();
    let always: [(HeaderName, &str); 7] = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in always {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The request with its whole body, which has a limit and a time.
async fn arrived(request: Request, within: Duration) -> Result<Request, StatusCode> {
    let (parts, body) = request.into_parts();
    let whole = tokio::time::timeout(within, axum::body::to_bytes(body, BODY_BYTES_MAX)).await;
    match whole {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

async fn signed_in(State(web): State<Arc<Web>>, mut request: Request, next: Next) -> Response {
    match web.operator(request.headers()) {
        Some(name) => {
            request.extensions_mut().insert(Operator(name));
            next.run(request).await
        }
        None => No(StatusCode::UNAUTHORIZED, RefusalCode::SignedOut, None).into_response(),
    }
}

async fn login(State(web): State<Arc<Web>>, body: axum::body::Bytes) -> Result<Response, No> {
    let login: Login = read(&body)?;
    // Before the password is looked at: if it changes meanwhile, the session will not hold.
    let mark = web.operators.mark(&login.name).map_err(|error| broken(&error.to_string()))?;
    let now_ms = web.clock.running_ms();
    web.limit.try_now(&login.name, mark.is_some(), now_ms).map_err(|wait_ms| {
        let seconds = u32::try_from(wait_ms.div_ceil(1000)).unwrap_or(u32::MAX);
        No(StatusCode::TOO_MANY_REQUESTS, RefusalCode::TooManyTries, Some(seconds))
    })?;
    let (operators, name) = (web.operators.clone(), login.name.clone());
    let admitted =
        tokio::task::spawn_blocking(move || operators.admits(&login.name, &login.password));
    let admitted = admitted.await.map_err(|error| broken(&error.to_string()))?;
    let (true, Some(mark)) = (admitted.map_err(|error| broken(&error.to_string()))?, mark) else {
        tracing::warn!("a login failed");
        return Err(No(StatusCode::UNAUTHORIZED, RefusalCode::WrongLogin, None));
    };
    web.limit.succeeded(&name);
    let token = web.sessions.open(&name, mark, web.clock.running_ms());
    let me = Me { operator: name, election: web.source.election() };
    let mut response = axum::Json(me).into_response();
    set_cookie(&mut response, &session::cookie(&token, web.secure));
    Ok(response)
}

async fn logout(State(web): State<Arc<Web>>, headers: HeaderMap) -> Response {
    let cookies = headers.get_all(header::COOKIE).iter();
    for cookie in cookies.filter_map(|cookie| cookie.to_str().ok()) {
        if let Some(token) = session::token(cookie, web.secure) {
            web.sessions.close(token);
        }
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &session::no_cookie(web.secure));
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

async fn me(
    State(web): State<Arc<Web>>,
    axum::Extension(operator): axum::Extension<Operator>,
) -> Response {
    axum::Json(Me { operator: operator.0, election: web.source.election() }).into_response()
}

/// `?day=YYYY-MM-DD`.
#[derive(Deserialize)]
struct Day {
    day: Option<NaiveDate>,
}

async fn overview(State(web): State<Arc<Web>>, Query(ask): Query<Ask>) -> Result<Response, No> {
    let overview = beside(&web, move |source| source.overview(&ask)).await?;
    Ok(axum::Json(overview).into_response())
}

async fn station(
    State(web): State<Arc<Web>>,
    Path(code): Path<String>,
    Query(day): Query<Day>,
) -> Result<Response, No> {
    let station = beside(&web, move |source| source.station(&code, day.day)).await?;
    Ok(axum::Json(station).into_response())
}

async fn counted(
    State(web): State<Arc<Web>>,
    Path(code): Path<String>,
    Query(of): Query<Counted>,
) -> Result<Response, No> {
    let counted = beside(&web, move |source| source.counted(&code, &of)).await?;
    Ok(axum::Json(counted).into_response())
}

async fn not_yet_linked(
    State(web): State<Arc<Web>>,
    Path(journal): Path<String>,
) -> Result<Response, No> {
    let waiting = beside(&web, move |source| source.not_yet_linked(&journal)).await?;
    Ok(axum::Json(waiting).into_response())
}

async fn hours_csv(State(web): State<Arc<Web>>, Query(day): Query<Day>) -> Result<Response, No> {
    let (date, file) = beside(&web, move |source| source.hours_csv(day.day)).await?;
    Ok(csv(&format!("hours-{date}"), file))
}

async fn pages_csv(State(web): State<Arc<Web>>) -> Result<Response, No> {
    Ok(csv("pages", beside(&web, |source| source.pages_csv()).await?))
}

async fn notices_csv(State(web): State<Arc<Web>>) -> Result<Response, No> {
    Ok(csv("notices", beside(&web, |source| source.notices_csv()).await?))
}

/// Every table in one archive.
async fn all_files(State(web): State<Arc<Web>>) -> Result<Response, No> {
    let files = beside(&web, |source| source.files()).await?;
    let archive = zipped(&files).map_err(|error| broken(&error.to_string()))?;
    Ok(attachment("sanaq-tables.zip", "application/zip", archive))
}

/// The same files give the same bytes: no time of day stands in it.
fn zipped(files: &[ExportFile]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().unix_permissions(0o600);
    for file in files {
        archive.start_file(file.name.as_str(), options)?;
        archive.write_all(&file.bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn csv(name: &str, file: Vec<u8>) -> Response {
    attachment(&format!("sanaq-{name}.csv"), "text/csv; charset=utf-8", file)
}

fn attachment(name: &str, kind: &'static str, file: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

async fn admit(
    State(web): State<Arc<Web>>,
    axum::Extension(operator): axum::Extension<Operator>,
    body: axum::body::Bytes,
) -> Result<StatusCode, No> {
    let admit: Admit = read(&body)?;
    beside(&web, move |source| source.admit(&operator.0, &admit)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn incident(
    State(web): State<Arc<Web>>,
    Path((journal, event)): Path<(String, u32)>,
) -> Result<Response, No> {
    let incident = beside(&web, move |source| source.incident(&journal, event)).await?;
    Ok(axum::Json(incident).into_response())
}

async fn complaint(
    State(web): State<Arc<Web>>,
    Path((journal, event)): Path<(String, u32)>,
) -> Result<Response, No> {
    let complaint = beside(&web, move |source| source.complaint(&journal, event)).await?;
    Ok(axum::Json(complaint).into_response())
}

async fn ask(
    State(web): State<Arc<Web>>,
    axum::Extension(operator): axum::Extension<Operator>,
    body: axum::body::Bytes,
) -> Result<StatusCode, No> {
    let ask: AskFollowUp = read(&body)?;
    beside(&web, move |source| source.ask(&operator.0, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn set_status(
    State(web): State<Arc<Web>>,
    axum::Extension(operator): axum::Extension<Operator>,
    body: axum::body::Bytes,
) -> Result<StatusCode, No> {
    let set: SetStatus = read(&body)?;
    beside(&web, move |source| source.set_status(&operator.0, &set)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A body's JSON.
fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, No> {
    serde_json::from_slice(body)
        .map_err(|_| No(StatusCode::BAD_REQUEST, RefusalCode::Malformed, None))
}

/// Runs what blocks beside the async threads.
async fn beside<T: Send + 'static>(
    web: &Arc<Web>,
    work: impl FnOnce(&dyn Source) -> Result<T, SourceError> + Send + 'static,
) -> Result<T, No> {
    let source = Arc::clone(&web.source);
    let done = tokio::task::spawn_blocking(move || work(source.as_ref())).await;
    Ok(done.map_err(|error| broken(&error.to_string()))??)
}

async fn events(
    State(web): State<Arc<Web>>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = web.changes.clone();
    let start = (web, headers, changes, true);
    let notices = stream::unfold(start, |(web, headers, mut changes, first)| async move {
        if !first {
            changed(&web, &headers, &mut changes).await?;
        }
        let version = *changes.borrow_and_update();
        let event = Event::default().event("changed").json_data(Changed { version });
        Some((Ok(event.unwrap_or_default()), (web, headers, changes, false)))
    });
    Sse::new(notices).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

/// Waits for the next change; `None` once the session is over or the server ends.
async fn changed(web: &Web, headers: &HeaderMap, changes: &mut watch::Receiver<u32>) -> Option<()> {
    loop {
        let waited = tokio::time::timeout(LOOK_EVERY, changes.changed()).await;
        web.operator(headers)?;
        match waited {
            Ok(changed) => return changed.ok(),
            Err(_) => continue,
        }
    }
}

async fn files(request: Request) -> Response {
    let path = request.uri().path();
    let read =
        request.method() == axum::http::Method::GET || request.method() == axum::http::Method::HEAD;
    if !read || path.starts_with("/api/") {
        return No(StatusCode::NOT_FOUND, RefusalCode::NotFound, None).into_response();
    }
    page::file(path)
}

#[cfg(test)]
mod tests;
