//! The shell: a window, three commands, and the phone's own signals. It holds no rule.
//!
//! Whatever a button does is done by `app`; here a call is only carried off the main thread and
//! its reply back. It refuses plugins and every command of Tauri's own: the page may call
//! `execute`, `query` and `notices`, and a file is chosen by the page's own input. Rejected: logic
//! beside the commands, which no test without a window could reach.

mod commands;
#[cfg(target_os = "android")]
mod screen;
mod start;

pub use start::run;
