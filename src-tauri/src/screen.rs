//! Keeping the screen on while a watch runs: a phone that sleeps misses voters.
//!
//! One call into `Screen.kt`, made when the core says that a watch begins or ends to run. The page
//! cannot call it: no capability names it. Rejected: the screen on all day, which empties the
//! battery that the evening needs.

use app::Core;
use serde::Serialize;
use tauri::plugin::{Builder, PluginHandle, TauriPlugin};
use tauri::{AppHandle, Manager, Wry};

/// The Kotlin side.
struct Screen(PluginHandle<Wry>);

#[derive(Serialize)]
struct Keep {
    on: bool,
}

/// Loads `Screen.kt`.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    Builder::new("screen")
        .setup(|app, api| {
            let handle = api.register_android_plugin("org.sanaq.app", "Screen")?;
            app.manage(Screen(handle));
            Ok(())
        })
        .build()
}

/// Follows the core's watch.
pub(crate) fn follow(app: &AppHandle, core: &Core) {
    let app = app.clone();
    core.on_watching(Box::new(move |on| {
        let screen = app.state::<Screen>();
        if let Err(why) = screen.0.run_mobile_plugin::<()>("keep", Keep { on }) {
            tracing::warn!(%why, "the screen was not told");
        }
    }));
}
