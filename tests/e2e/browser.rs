//! Headquarters' browser: Chromium over its driver.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::page::Page;
use crate::process::{Group, accepts, free_port, in_path};

/// What Chromium and its like are called; `xtask`'s setup looks for the same.
const NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// A browser while it runs.
pub struct Browser {
    pub page: Page,
    _driver: Group,
}

impl Browser {
    /// Opens an address; `None`, with the reason printed, where Chromium cannot be driven.
    pub async fn open(name: &str, folder: &Path, address: &str) -> Option<Self> {
        let browser = NAMES.iter().find_map(|name| in_path(name));
        let (Some(driver), Some(chromium)) = (in_path("chromedriver"), browser) else {
            println!("SKIPPED dashboard in Chromium: no browser with its chromedriver is here");
            return None;
        };
        let port = free_port();
        let mut start = Command::new(driver);
        start.arg(format!("--port={port}")).env("HOME", folder);
        start.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
        let driver = Group::start(&mut start);
        accepts(port).await;
        let profile = format!("--user-data-dir={}", folder.join("chromium").display());
        let options = json!({ "goog:chromeOptions": { "binary": chromium, "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-quic", "--window-size=1280,900", profile,
        ] } });
        let page = Page::open(name, port, options.as_object().unwrap().clone()).await.unwrap();
        page.client.goto(address).await.unwrap();
        Some(Self { page, _driver: driver })
    }
}
