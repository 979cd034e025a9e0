//! The app's core in a process of its own, so that a test can kill it.
//!
//! The shell's part is played by lines of JSON: `{"execute": Command}`, `{"query": Query}` or
//! `{"tick": null}` in, one line out for each (`{"reply": …}` or `{"refused": …, "detail": …}`),
//! and `{"notice": …}` in between, unasked. Nothing of the core is replaced. The first argument
//! is the data folder; the clock is the file that `SANAQ_TEST_CLOCK` names.

#![forbid(unsafe_code)]

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use app::Core;
use app::api::{Command, Query};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let data = std::env::args_os().nth(1).map(PathBuf::from).context("no data folder")?;
    let core = Core::start(data);
    let out = Arc::new(Mutex::new(std::io::stdout()));
    let say = move |line: &Value| {
        let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(out, "{line}").and_then(|()| out.flush())
    };
    let say = Arc::new(say);
    let notices = Arc::clone(&say);
    core.listen(Box::new(move |notice| notices(&json!({ "notice": notice })).is_ok()));
    for line in std::io::stdin().lock().lines() {
        let mut line: Value = serde_json::from_str(&line?)?;
        let answer = if let Some(command) = line.get_mut("execute") {
            core.execute(serde_json::from_value::<Command>(command.take())?)
        } else if let Some(query) = line.get_mut("query") {
            core.query(serde_json::from_value::<Query>(query.take())?)
        } else {
            core.tick();
            Ok(app::api::Reply::Done)
        };
        match answer {
            Ok(reply) => say(&json!({ "reply": reply }))?,
            Err(error) => say(&json!({ "refused": error.code, "detail": error.detail }))?,
        }
    }
    Ok(())
}
