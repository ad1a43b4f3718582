//! Presses and reads what is in the window, through WebKitWebDriver (W3C WebDriver): it starts the window's program
//! itself, and what it says of the page is what a person would see.

use super::{Daemon, Desk, PATIENCE, free_port, shots, until};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A window under a driver; it closes with this value.
pub(crate) struct Window {
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    session: String,
    _driver: Daemon,
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(async { self.client.delete(&self.session).send().await });
    }
}

impl Window {
    /// Starts the window's program as a person would.
    pub(crate) fn open(desk: &Desk) -> Self {
        Self::of(desk, env!("CARGO_BIN_EXE_tidegate-desktop"), &[])
    }

    /// Starts it at a screen, as the tray would.
    pub(crate) fn at(desk: &Desk, screen: &str) -> Self {
        Self::of(desk, env!("CARGO_BIN_EXE_tidegate-desktop"), &["--screen", screen])
    }

    /// Starts a program with a window.
    pub(crate) fn of(desk: &Desk, program: &str, arguments: &[&str]) -> Self {
        let port = free_port();
        let mut command = desk.command("WebKitWebDriver", &[&format!("--port={port}")]);
        command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let driver = Daemon(driver.expect("WebKitWebDriver (package webkit2gtk-driver) starts"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().timeout(PATIENCE).no_proxy().build().expect("a client");
        let mut window =
            Self { client, runtime, session: format!("http://127.0.0.1:{port}"), _driver: driver };
        until("the driver is ready", || window.get("/status").is_ok());
        let options = json!({ "binary": program, "args": arguments });
        let asked = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let made = window.post("/session", &asked).expect("the window opens");
        let id = made["sessionId"].as_str().expect("a session");
        window.session = format!("http://127.0.0.1:{port}/session/{id}");
        window
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        self.runtime.block_on(async { answer(self.client.get(url).send().await).await })
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        let request = self.client.post(url).header("content-type", "application/json").body(body.to_string());
        self.runtime.block_on(async { answer(request.send().await).await })
    }

    /// Runs a function's body in the page.
    pub(crate) fn script(&self, body: &str, arguments: &Value) -> Value {
        self.post("/execute/sync", &json!({ "script": body, "args": arguments }))
            .unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Everything that is to be read in the page.
    pub(crate) fn text(&self) -> String {
        let text = self.script("return document.body.innerText", &json!([]));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page says something.
    pub(crate) fn says(&self, words: &str) {
        let begun = Instant::now();
        while !self.text().contains(words) {
            assert!(begun.elapsed() < PATIENCE, "\"{words}\" is not to be read in:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for what a script finds by a name; what the page says instead is told.
    fn sought(&self, script: &str, name: &str) -> Value {
        let begun = Instant::now();
        loop {
            let found = self.script(script, &json!([name]));
            if !found.is_null() {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "there is no \"{name}\" in:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses the button, link or tab of this name as a person does, once it is there and can be pressed.
    pub(crate) fn press(&self, name: &str) {
        let found = self.sought(FIND, name);
        let (_, id) = found.as_object().and_then(|all| all.iter().next()).expect("an element");
        let path = format!("/element/{}/click", id.as_str().expect("an id"));
        self.post(&path, &json!({})).unwrap_or_else(|error| panic!("pressing \"{name}\": {error}"));
    }

    /// Types into the field of this label.
    pub(crate) fn type_into(&self, label: &str, text: &str) {
        let found = self.sought(FIELD, label);
        let (_, id) = found.as_object().and_then(|all| all.iter().next()).expect("an element");
        let id = id.as_str().expect("an id");
        self.post(&format!("/element/{id}/clear"), &json!({})).expect("it can be cleared");
        self.post(&format!("/element/{id}/value"), &json!({ "text": text })).expect("it can be typed into");
    }

    /// Chooses an entry of the list of this label.
    pub(crate) fn choose(&self, label: &str, entry: &str) {
        let chosen = || self.script(CHOOSE, &json!([label, entry]));
        until(&format!("\"{label}\" can be {entry}"), || chosen() == json!(true));
    }

    /// A picture of the page, to be looked at; it proves nothing, so a driver that gives none fails nothing.
    pub(crate) fn picture(&self, name: &str) {
        use base64::Engine;
        let picture = match self.get("/screenshot") {
            Ok(picture) => picture,
            Err(why) => return eprintln!("no picture of {name}: {why}"),
        };
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture.as_str().expect("base64"));
        std::fs::write(shots().join(format!("{name}.png")), bytes.expect("base64")).expect("a file");
    }
}

/// The first visible thing to press whose accessible name is, or begins with, the first argument.
const FIND: &str = r#"
    const name = arguments[0];
    const all = [...document.querySelectorAll('button, a[href], [role=button], [role=tab], summary, label, input[type=radio], input[type=checkbox]')];
    const called = (one) => (one.getAttribute('aria-label') ?? one.innerText ?? '').trim();
    const can = (one) => one.offsetParent !== null && !one.disabled && one.getAttribute('aria-disabled') !== 'true';
    const there = all.filter(can);
    return there.find((one) => called(one) === name) ?? there.find((one) => called(one).startsWith(name)) ?? null;
"#;

/// The visible field that a label of this text belongs to.
const FIELD: &str = r#"
    const label = arguments[0];
    const all = [...document.querySelectorAll('input, textarea, select')].filter((one) => one.offsetParent !== null);
    const called = (one) => (one.getAttribute('aria-label') ?? [...(one.labels ?? [])].map((l) => l.innerText).join(' ')).trim();
    return all.find((one) => called(one).startsWith(label)) ?? null;
"#;

/// Chooses in a list as a person does: the list is told.
const CHOOSE: &str = r#"
    const [label, entry] = arguments;
    const called = (one) => [...(one.labels ?? [])].map((l) => l.innerText).join(' ').trim();
    const list = [...document.querySelectorAll('select')].find((one) => called(one).startsWith(label));
    const option = list && [...list.options].find((one) => one.text.trim() === entry);
    if (!option) return false;
    list.value = option.value;
    list.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
"#;

async fn answer(sent: Result<reqwest::Response, reqwest::Error>) -> Result<Value, String> {
    let response = sent.map_err(|error| error.to_string())?;
    let good = response.status().is_success();
    let text = response.text().await.map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
    if good { Ok(value["value"].clone()) } else { Err(value["value"].to_string()) }
}
