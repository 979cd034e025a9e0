//! The log: to standard error, plain or one JSON object a line, without content.
//!
//! What goes in: codes, counts, ids of journals, sizes, durations. What never does: names,
//! codes of stations, figures, answers, addresses of devices. A test plants markers and
//! searches the log for them.

use tracing_subscriber::EnvFilter;

/// Starts logging; a second call in one process changes nothing.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_env("SANAQ_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let to = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if json {
        to.json().flatten_event(true).with_current_span(false).try_init()
    } else {
        to.with_ansi(false).with_target(false).try_init()
    };
    // Tests start several servers in one process; the first log serves all.
    drop(started);
}
