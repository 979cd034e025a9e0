//! The one thread that owns the keeper, and group commit.
//!
//! Whatever queued up while a commit ran goes into the next one together: under load the disk
//! is asked once for many requests, alone a request waits for nobody. The thread also runs what
//! others want of the keeper (an operator's decision, headquarters' own pages), so that there
//! is one order of things. Rejected: a mutex round the keeper; it cannot batch.

use journal::attested::Attested;
use journal::keeper::{Delivery, Keeper, KeeperError, Outcome};
use journal::receipts::CustodyNote;
use std::collections::VecDeque;
use std::thread::JoinHandle;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use crate::faults::{Step, reached};
use crate::limits::{BATCH_MAX, QUEUE_MAX};

/// Why the writer did not do it.
#[derive(Debug, Error)]
pub enum WriterError {
    /// The queue is full: come back later.
    #[error("the queue is full")]
    Busy,
    /// The writer has ended.
    #[error("the writer has ended")]
    Ended,
    /// The keeper kept nothing.
    #[error(transparent)]
    Keeper(#[from] KeeperError),
}

type Errand = Box<dyn FnOnce(&mut dyn Keeper) + Send>;
type AfterCommit = Box<dyn FnMut(&[Outcome]) + Send>;

/// Takes what became of one request's deliveries, and may read from the keeper.
type Reply = Box<dyn FnOnce(Result<Vec<Outcome>, KeeperError>, &dyn Keeper) + Send>;

enum Job {
    Deliver(Request),
    Errand(Errand),
}

/// What one request gives to keep, and who waits for it.
struct Request {
    deliveries: Vec<Delivery>,
    notes: Vec<Attested<CustodyNote>>,
    reply: Reply,
}

/// A handle to the writer; clones share it. The thread ends when the last one is gone.
#[derive(Clone, Debug)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the thread. `after_commit` is told of every batch, after it is on disk (for
    /// folding and for telling who watches); it must be quick.
    ///
    /// # Errors
    /// The system gave no thread.
    pub fn start(
        keeper: Box<dyn Keeper + Send>,
        after_commit: impl FnMut(&[Outcome]) + Send + 'static,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (jobs, queue) = mpsc::channel(QUEUE_MAX);
        let after: AfterCommit = Box::new(after_commit);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || run(queue, keeper, after))?;
        Ok((Self { jobs }, thread))
    }

    /// Requests waiting for the writer at this moment.
    pub fn queued(&self) -> usize {
        self.jobs.max_capacity().saturating_sub(self.jobs.capacity())
    }

    /// Keeps the deliveries of one request and the custody notes that came along, and then reads
    /// what its answer needs. When this returns, the deliveries are on disk.
    ///
    /// # Errors
    /// [`WriterError`]; then nothing of them was kept, or the reading failed.
    pub async fn deliver<R: Send + 'static>(
        &self,
        deliveries: Vec<Delivery>,
        notes: Vec<Attested<CustodyNote>>,
        read: impl FnOnce(&[Outcome], &dyn Keeper) -> Result<R, KeeperError> + Send + 'static,
    ) -> Result<(Vec<Outcome>, R), WriterError> {
        let (sender, result) = oneshot::channel();
        let reply: Reply = Box::new(move |kept, keeper| {
            let all = kept.and_then(|outcomes| {
                let found = read(&outcomes, keeper)?;
                Ok((outcomes, found))
            });
            // Whoever asked may have gone; the pages are kept all the same.
            let _ = sender.send(all);
        });
        let request = Request { deliveries, notes, reply };
        self.jobs.try_send(Job::Deliver(request)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => WriterError::Busy,
            mpsc::error::TrySendError::Closed(_) => WriterError::Ended,
        })?;
        result.await.map_err(|_| WriterError::Ended)?.map_err(WriterError::Keeper)
    }

    /// Runs `errand` on the writer's thread, in its turn.
    ///
    /// # Errors
    /// [`WriterError::Ended`].
    pub async fn with_keeper<R: Send + 'static>(
        &self,
        errand: impl FnOnce(&mut dyn Keeper) -> R + Send + 'static,
    ) -> Result<R, WriterError> {
        let (reply, result) = oneshot::channel();
        let boxed: Errand = Box::new(move |keeper| {
            // Whoever asked may have gone; the errand is done all the same.
            let _ = reply.send(errand(keeper));
        });
        self.jobs.send(Job::Errand(boxed)).await.map_err(|_| WriterError::Ended)?;
        result.await.map_err(|_| WriterError::Ended)
    }
}

fn run(mut queue: mpsc::Receiver<Job>, mut keeper: Box<dyn Keeper + Send>, mut after: AfterCommit) {
    let mut next = VecDeque::new();
    while let Some(job) = next.pop_front().or_else(|| queue.blocking_recv()) {
        let mut batch = Vec::new();
        let mut waiting = Some(job);
        while let Some(job) = waiting.take() {
            match job {
                Job::Deliver(request) => {
                    batch.push(request);
                    if batch.len() < BATCH_MAX {
                        waiting = queue.try_recv().ok();
                    }
                }
                // An errand keeps its turn: what came before it is committed first.
                Job::Errand(errand) if batch.is_empty() => errand(keeper.as_mut()),
                errand @ Job::Errand(_) => next.push_back(errand),
            }
        }
        if !batch.is_empty() {
            commit(keeper.as_mut(), batch, &mut after);
        }
    }
}

fn commit(keeper: &mut dyn Keeper, mut batch: Vec<Request>, after: &mut AfterCommit) {
    let counts: Vec<usize> = batch.iter().map(|request| request.deliveries.len()).collect();
    let deliveries =
        batch.iter_mut().flat_map(|request| std::mem::take(&mut request.deliveries)).collect();
    match keeper.commit(deliveries) {
        Ok(outcomes) => {
            reached(Step::Committed);
            tracing::debug!(requests = batch.len(), "committed");
            keep_notes(keeper, &mut batch);
            after(&outcomes);
            let mut outcomes = outcomes.into_iter();
            for (count, request) in counts.into_iter().zip(batch) {
                (request.reply)(Ok(outcomes.by_ref().take(count).collect()), keeper);
            }
            keeper.answered();
        }
        Err(error) => {
            tracing::error!(%error, "a commit failed; nothing of its batch was kept");
            for request in batch {
                (request.reply)(Err(error.clone()), keeper);
            }
        }
    }
}

/// Notes say only where pages are thought to be, and come again until there is a receipt: if
/// they cannot be kept the pages' answer goes out all the same.
fn keep_notes(keeper: &mut dyn Keeper, batch: &mut [Request]) {
    let notes: Vec<_> =
        batch.iter_mut().flat_map(|request| std::mem::take(&mut request.notes)).collect();
    if !notes.is_empty()
        && let Err(error) = keeper.keep_custody(&notes)
    {
        tracing::warn!(%error, "custody notes were not kept");
    }
}
