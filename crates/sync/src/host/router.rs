//! One route: takes a body with bounds, opens it, has it kept, answers.
//!
//! What is not a sync request gets a bare status and no words (no `Allow` either, which a
//! method router would add): the public listener must tell a scanner nothing. What is one, even
//! a bad one, gets a signed answer over its nonce.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use journal::answer::Refusal;
use journal::ids::InvitationId;
use journal::keeper::{Keeper, Outcome};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::body::Caller;
use super::rate::Rates;
use super::writer::{Writer, WriterError};
use crate::faults::{Step, reached};
use crate::limits;
use crate::session::{Asked, Given, Kept, Meeting, Opened, Reading, Speaker, Words, open};
use crate::world::World;

/// A peer that answers sync requests. Clones share everything.
#[derive(Clone)]
pub struct Host {
    inner: Arc<Inner>,
}

struct Inner {
    words: RwLock<Arc<Words>>,
    writer: Writer,
    world: Arc<dyn World>,
    rates: Mutex<Rates>,
    meeting: RwLock<Option<OnMeeting>>,
}

/// Is told of every device that was here, on the writer's thread, after the commit.
type OnMeeting = Arc<dyn Fn(Meeting) + Send + Sync>;

impl Host {
    /// A host that speaks `words` and keeps through `writer`.
    pub fn new(words: Words, writer: Writer, world: Arc<dyn World>) -> Self {
        let words = RwLock::new(Arc::new(words));
        let (rates, meeting) = (Mutex::default(), RwLock::default());
        Self { inner: Arc::new(Inner { words, writer, world, rates, meeting }) }
    }

    /// Has `tell` told of every device that was here, once its pages are on disk and before it
    /// is answered. It runs on the writer's thread and must be quick.
    pub fn on_meeting(&self, tell: impl Fn(Meeting) + Send + Sync + 'static) {
        let mut slot = self.inner.meeting.write().unwrap_or_else(PoisonError::into_inner);
        *slot = Some(Arc::new(tell));
    }

    /// Replaces what the host says (a newer key list, other endpoints).
    pub fn set_words(&self, words: Words) {
        let mut slot = self.inner.words.write().unwrap_or_else(PoisonError::into_inner);
        *slot = Arc::new(words);
    }

    /// What the host says now.
    pub fn words(&self) -> Arc<Words> {
        Arc::clone(&self.inner.words.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The routes to hand to [`super::serve`], which says who calls; without it nothing is
    /// answered.
    pub fn router(&self) -> Router {
        Router::new().fallback(sync).with_state(self.clone())
    }

    /// Answers one request's body. The answer is signed in every case.
    pub async fn answer(&self, body: &[u8]) -> Vec<u8> {
        let words = self.words();
        let now = self.inner.world.now();
        let speaker = Speaker { words: &words, now: now.wall };
        let opened = match open(body, &words, now.wall) {
            Ok(opened) => opened,
            Err(refused) => return speaker.refuse(refused),
        };
        reached(Step::Arrived);
        let (busy, foreign) = (opened.busy(), opened.refused(Refusal::NoValidChain));
        let invitation = opened.chain.invitation;
        let now_ms = u64::try_from(now.boottime).unwrap_or(0).saturating_mul(1_000);
        if !self.allows(invitation, now_ms) {
            return speaker.refuse(busy);
        }
        match self.keep(&words, opened, now.wall).await {
            // The sender's journal is another writer's: it gets no word beside the refusal.
            Ok(asked) if asked.is_foreign() => speaker.refuse(foreign),
            Ok(asked) => {
                let answer = speaker.answer(asked);
                reached(Step::Signed);
                answer
            }
            Err(error) => {
                tracing::warn!(%error, "a request was not kept");
                speaker.refuse(busy)
            }
        }
    }

    fn allows(&self, invitation: InvitationId, now_ms: u64) -> bool {
        let mut rates = self.inner.rates.lock().unwrap_or_else(PoisonError::into_inner);
        rates.take(invitation.0, now_ms).is_ok()
    }

    async fn keep(
        &self,
        words: &Words,
        opened: Opened,
        received_at: i64,
    ) -> Result<Asked, WriterError> {
        let reading = Reading::of(&opened, words);
        let (kept, rest) = opened.split(words, received_at);
        let Kept { deliveries, notes, meeting } = kept;
        let tell = self.inner.meeting.read().unwrap_or_else(PoisonError::into_inner).clone();
        let read = move |outcomes: &[Outcome], keeper: &dyn Keeper| {
            if outcomes.first().is_some_and(|own| own.foreign) {
                return Ok(Given::default());
            }
            if let Some(tell) = tell {
                tell(meeting);
            }
            reading.read(keeper)
        };
        let (outcomes, given) = self.inner.writer.deliver(deliveries, notes, read).await?;
        Ok(Asked { rest, outcomes, given })
    }
}

async fn sync(
    State(host): State<Host>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    if request.method() != Method::POST || request.uri() != limits::PATH {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = request.headers();
    let media = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if headers.contains_key(CONTENT_ENCODING) || media != Some(limits::MEDIA_TYPE.as_bytes()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let whole = match caller.gather(request.into_body()).await {
        Ok(whole) => whole,
        Err(status) => return status.into_response(),
    };
    let media = HeaderValue::from_static(limits::MEDIA_TYPE);
    ([(CONTENT_TYPE, media)], host.answer(&whole.bytes).await).into_response()
}
