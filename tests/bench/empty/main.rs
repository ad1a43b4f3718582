//! The least that Tauri can do: a window with one word in it. The window's bench measures Tidegate beside it; it is
//! never shipped.

fn main() {
    let context = tauri::generate_context!("../../tests/bench/empty/tauri.conf.json");
    tauri::Builder::default().run(context).expect("a display to open a window on");
}
