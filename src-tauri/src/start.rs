//! Starting and stopping: where the data lies, the log, the minute, the front.
//!
//! The log goes to standard error (logcat keeps none of it on Android) and holds codes, never
//! content. The minute's tick is the watch's sign of life; it stops with the process, which is
//! what makes it one.

use std::path::PathBuf;
use std::time::Duration;

use app::Core;
use app::api::Command;
use tauri::{App, AppHandle, Manager, RunEvent, WindowEvent};

/// How often the core is told that the program lives.
const TICK: Duration =
    if cfg!(feature = "test-clock") { Duration::from_secs(1) } else { Duration::from_secs(60) };

/// Opens the window and stays until it is closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let builder = tauri::Builder::default();
    #[cfg(target_os = "android")]
    let builder = builder
        .plugin(crate::screen::plugin())
        .plugin(crate::evening::plugin())
        .plugin(crate::share::plugin());
    #[cfg(desktop)]
    let builder = builder.plugin(tauri_plugin_dialog::init()).plugin(tauri_plugin_fs::init());
    let built = builder
        .invoke_handler(tauri::generate_handler![
            crate::commands::execute,
            crate::commands::query,
            crate::commands::notices
        ])
        .setup(set_up)
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(signal),
        Err(why) => {
            tracing::error!(%why, "the window did not open");
            std::process::exit(1);
        }
    }
}

fn set_up(app: &mut App) -> Result<(), Box<dyn std::error::Error>> {
    let core = Core::start(data_folder(app)?);
    #[cfg(target_os = "android")]
    {
        crate::screen::follow(app.handle(), &core);
        crate::evening::follow(app.handle(), &core);
    }
    app.manage(core.clone());
    std::thread::Builder::new().name("minute".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(TICK);
            core.tick();
        }
    })?;
    Ok(())
}

/// `SANAQ_DATA`, else what the system gives an app.
fn data_folder(app: &App) -> tauri::Result<PathBuf> {
    match std::env::var_os("SANAQ_DATA") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => app.path().app_data_dir(),
    }
}

fn signal(app: &AppHandle, event: RunEvent) {
    let front = match event {
        RunEvent::Resumed => true,
        RunEvent::WindowEvent { event: WindowEvent::Focused(focused), .. } => focused,
        _ => false,
    };
    // The window's first events come before the set-up.
    if front && let Some(core) = app.try_state::<Core>() {
        let core = core.inner().clone();
        #[cfg(target_os = "android")]
        let app = app.clone();
        tauri::async_runtime::spawn_blocking(move || {
            #[cfg(target_os = "android")]
            crate::evening::front(&app);
            core.execute(Command::AppToFront)
        });
    }
}
