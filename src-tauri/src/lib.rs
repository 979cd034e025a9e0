//! The shell: a window, three commands, and the phone's own signals. It holds no rule.
//!
//! Whatever a button does is done by `app`; here a call is only carried off the main thread and
//! its reply back. The page may call `execute`, `query` and `notices`, and give a file out: by the
//! save dialog on a desktop, by the share sheet on a phone. It refuses every other command of
//! Tauri's own and of its plugins; a file comes in by the page's own input. Rejected: logic beside
//! the commands, which no test without a window could reach.

mod commands;
#[cfg(target_os = "android")]
mod evening;
#[cfg(any(target_os = "android", test))]
mod keep;
#[cfg(target_os = "android")]
mod screen;
#[cfg(target_os = "android")]
mod share;
mod start;

pub use start::run;
