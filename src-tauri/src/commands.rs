//! The three commands, one line each.
//!
//! They pass on what comes and hold no rule: what works in `app`'s tests works here. The store
//! blocks, so each runs apart from the window's thread. Rejected: a command a button, each with a
//! rule of its own.

use app::Core;
use app::api::{AppError, Command, Notice, Query, Reply};
use tauri::State;
use tauri::ipc::Channel;

/// Does what a person asks; the reply comes after the events are durable.
#[tauri::command(async)]
pub(crate) fn execute(core: State<'_, Core>, command: Command) -> Result<Reply, AppError> {
    core.execute(command)
}

/// Answers from durable state.
#[tauri::command(async)]
pub(crate) fn query(core: State<'_, Core>, query: Query) -> Result<Reply, AppError> {
    core.query(query)
}

/// Takes the channel for what the core says unasked; a new page's channel replaces the old.
#[tauri::command]
pub(crate) fn notices(core: State<'_, Core>, channel: Channel<Notice>) {
    core.listen(Box::new(move |notice| channel.send(notice).is_ok()));
}
