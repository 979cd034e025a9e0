//! What a person does with a page: looks for a thing by its test id, touches it, reads it.
//!
//! Everything waits for its condition and never for a time; when the wait is over the picture of
//! what was there instead is kept in `target/screens`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::NewSessionError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};

const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A page of the app or of a browser.
pub struct Page {
    pub client: Client,
    name: String,
}

impl Page {
    /// Opens a WebDriver session at the port; `name` names the pictures of failures.
    ///
    /// The error is the driver's own: it may end while it starts its browser.
    pub async fn open(
        name: &str,
        port: u16,
        capabilities: Map<String, Value>,
    ) -> Result<Self, NewSessionError> {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await?;
        Ok(Self { client, name: name.to_owned() })
    }

    async fn look(&self, id: &str) -> Option<Element> {
        let found = self.client.find(Locator::Css(&selector(id))).await.ok()?;
        // WebKit's own word is wrong for a heading that may be cut off.
        let drawn = "const it = document.querySelector(arguments[0]);
            if (!it) return false;
            const box = it.getBoundingClientRect();
            const seen = getComputedStyle(it).visibility !== 'hidden';
            return seen && box.width > 0 && box.height > 0;";
        let drawn = self.client.execute(drawn, vec![selector(id).into()]).await.ok()?;
        (drawn == Value::Bool(true)).then_some(found)
    }

    async fn says(&self, id: &str) -> Option<String> {
        let said = "return document.querySelector(arguments[0])?.innerText ?? null;";
        let said = self.client.execute(said, vec![selector(id).into()]).await.ok()?;
        said.as_str().map(|said| said.trim().to_owned())
    }

    /// The thing, as soon as it is there.
    pub async fn shown(&self, id: &str) -> Element {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(found) = self.look(id).await {
                return found;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.give_up(&format!("{id} did not appear")).await
    }

    /// True if the thing is there now.
    pub async fn has(&self, id: &str) -> bool {
        self.look(id).await.is_some()
    }

    /// Touches the thing once it can be touched.
    pub async fn touch(&self, id: &str) {
        let until = Instant::now() + PATIENCE;
        let mut last = String::new();
        while Instant::now() < until {
            let thing = self.shown(id).await;
            if thing.is_enabled().await.unwrap_or(false) {
                match thing.click().await {
                    Ok(()) => return,
                    Err(error) => last = error.to_string(),
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.give_up(&format!("{id} could not be touched: {last}")).await
    }

    /// Touches what a selector finds, for lists whose lines are named otherwise.
    pub async fn touch_css(&self, css: &str) {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Ok(found) = self.client.find(Locator::Css(css)).await {
                if found.click().await.is_ok() {
                    return;
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.give_up(&format!("{css} could not be touched")).await
    }

    /// Chooses a radio button or box by touching its label; the button itself is not drawn.
    pub async fn pick(&self, id: &str) {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Ok(input) = self.client.find(Locator::Css(&selector(id))).await {
                let label = input.find(Locator::XPath("./ancestor::label")).await;
                let touched = match label {
                    Ok(label) => label.click().await.is_ok(),
                    Err(_) => input.click().await.is_ok(),
                };
                if touched {
                    return;
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.give_up(&format!("{id} could not be chosen")).await
    }

    /// True if the page holds the thing, drawn or not.
    pub async fn there(&self, id: &str) -> bool {
        self.client.find(Locator::Css(&selector(id))).await.is_ok()
    }

    /// Gives a file to a file field, which is not drawn.
    pub async fn choose_file(&self, id: &str, file: &Path) {
        let until = Instant::now() + PATIENCE;
        let mut last = String::new();
        while Instant::now() < until {
            match self.client.find(Locator::Css(&selector(id))).await {
                Ok(field) => match field.send_keys(file.to_str().unwrap()).await {
                    Ok(()) => return,
                    Err(error) => last = error.to_string(),
                },
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.give_up(&format!("{id} took no file: {last}")).await
    }

    /// Leaves a field, which is when what was typed is taken.
    pub async fn leave(&self, id: &str) {
        let script = "document.querySelector(arguments[0])?.blur()";
        self.client.execute(script, vec![selector(id).into()]).await.unwrap();
    }

    /// Writes into a field, replacing what stood there.
    pub async fn write(&self, id: &str, text: &str) {
        let field = self.shown(id).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// What the thing says.
    pub async fn text(&self, id: &str) -> String {
        self.shown(id).await;
        self.says(id).await.unwrap_or_default()
    }

    /// Waits until what the thing says satisfies the condition.
    pub async fn until(&self, id: &str, holds: impl Fn(&str) -> bool) -> String {
        let until = Instant::now() + PATIENCE;
        let mut text = String::new();
        while Instant::now() < until {
            text = self.says(id).await.unwrap_or_default();
            if holds(&text) {
                return text;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.give_up(&format!("{id} says {text:?}")).await
    }

    /// Waits until the thing is gone.
    pub async fn gone(&self, id: &str) {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if self.look(id).await.is_none() {
                return;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.give_up(&format!("{id} stayed")).await
    }

    /// The value of a `data-…` attribute or another one.
    pub async fn attribute(&self, id: &str, name: &str) -> Option<String> {
        self.shown(id).await.attr(name).await.unwrap()
    }

    /// An attribute of what a selector finds now.
    pub async fn attribute_of(&self, css: &str, name: &str) -> Option<String> {
        let found = self.client.find(Locator::Css(css)).await.ok()?;
        found.attr(name).await.ok()?
    }

    /// A live property, such as what a field holds.
    pub async fn property(&self, id: &str, name: &str) -> Option<String> {
        self.shown(id).await.prop(name).await.unwrap()
    }

    /// Keeps a picture of the page in `target/screens`; where it lies, if one could be made.
    pub async fn picture(&self, name: &str) -> PathBuf {
        let at = screens().join(format!("{name}.png"));
        if let Ok(png) = self.client.screenshot().await {
            fs::create_dir_all(screens()).unwrap();
            fs::write(&at, png).unwrap();
        }
        at
    }

    async fn give_up(&self, why: &str) -> ! {
        self.picture(&format!("failed-{}", self.name)).await;
        let source = self.client.source().await.unwrap_or_default();
        let body = source.split("<body").nth(1).unwrap_or_default();
        let body: String = body.chars().take(6_000).collect();
        panic!("{}: {why}; the page: {body}", self.name)
    }
}

fn selector(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

fn screens() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().join("screens")
}
