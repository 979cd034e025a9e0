//! Giving a file to another app of the phone: the one call that the page makes into Kotlin.
//!
//! `Share.kt` writes the file into the app's private cache and opens the share sheet over it. It
//! refuses to read anything: what is shared is what the page was given by the core to give out.
//! Rejected: the desktop's save dialog, which on a phone ends in a folder that nobody finds.

use tauri::Wry;
use tauri::plugin::{Builder, TauriPlugin};

/// Loads `Share.kt`; its command is `plugin:share|file`.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    Builder::new("share")
        .setup(|_app, api| {
            api.register_android_plugin("org.sanaq.app", "Share")?;
            Ok(())
        })
        .build()
}
