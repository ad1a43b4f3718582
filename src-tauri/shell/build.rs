//! Reads the app's configuration, which lies at the top of the repository and not beside this package.

fn main() {
    let attributes = tauri_build::Attributes::new().config_path("../../tauri.conf.json");
    tauri_build::try_build(attributes).expect("tauri.conf.json describes an app that can be built");
}
