//! The real thing from end to end: a real window, a real SQLCipher file, an endpoint in a process
//! of its own, headquarters' page in a real browser, and a clock that the test writes.
//!
//! Nothing of ours is replaced here, which makes these tests the slowest; what can be shown
//! without a window is shown elsewhere. Needs Xvfb, WebKitWebDriver, tauri-driver, Chromium and
//! its driver: `cargo xtask test` installs them. A test that lacks one prints SKIPPED.

mod app;
mod browser;
mod clock;
mod dashboard;
mod endpoint;
mod network;
mod page;
mod process;
mod relay;
mod screen;
mod start;
mod window;
