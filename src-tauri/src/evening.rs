//! Carries the orders of `keep.rs` to `Evening.kt`: a service with a notification while the core
//! collects the team.
//!
//! The page cannot call it: no capability names it. It refuses to decide anything. Rejected: a
//! service that runs while the app is open, which would show a notification all day long.

use std::sync::{Mutex, PoisonError};

use app::Core;
use serde::Serialize;
use tauri::plugin::{Builder, PluginHandle, TauriPlugin};
use tauri::{AppHandle, Manager, Wry};

use crate::keep::{Happened, Keep, Order};

/// The Kotlin side, and what it was told.
struct Evening {
    phone: PluginHandle<Wry>,
    keep: Mutex<Keep>,
}

#[derive(Serialize)]
struct Stay {
    on: bool,
}

/// Loads `Evening.kt`.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    Builder::new("evening")
        .setup(|app, api| {
            let phone = api.register_android_plugin("org.sanaq.app", "Evening")?;
            app.manage(Evening { phone, keep: Mutex::default() });
            Ok(())
        })
        .build()
}

/// Follows the core's collecting.
pub(crate) fn follow(app: &AppHandle, core: &Core) {
    let app = app.clone();
    core.on_collecting(Box::new(move |on| happened(&app, Happened::Collecting(on))));
}

/// The program came to the front; called off the main thread, which Kotlin answers on.
pub(crate) fn front(app: &AppHandle) {
    happened(app, Happened::Front);
}

fn happened(app: &AppHandle, what: Happened) {
    let evening = app.state::<Evening>();
    let mut keep = evening.keep.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(order) = keep.next(what) else { return };
    let stay = Stay { on: order == Order::Begin };
    if let Err(why) = evening.phone.run_mobile_plugin::<()>("stay", stay) {
        tracing::warn!(%why, "the service was refused");
        keep.next(Happened::Refused);
    }
}
