//! Reads the app's configuration, which lies at the top of the repository and not beside this package, and names the
//! commands that a page may be allowed to invoke.

fn main() {
    let commands = &["ask", "subscribe", "open_link", "choose_calendar", "save"];
    let commands = tauri_build::AppManifest::new().commands(commands);
    let attributes =
        tauri_build::Attributes::new().config_path("../../tauri.conf.json").app_manifest(commands);
    tauri_build::try_build(attributes).expect("tauri.conf.json describes an app that can be built");
}
