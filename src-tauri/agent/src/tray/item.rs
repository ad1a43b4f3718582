//! The icon in the panel, spoken over D-Bus: it draws a [`Menu`] and passes clicks on. It holds no truth; what is
//! clicked is carried out elsewhere, since this runs on the bus's thread.

use super::icon;
use super::menu::{Click, Item, Menu};
use ksni::menu::{StandardItem, SubMenu};
use ksni::{Icon, MenuItem, OfflineReason, Tray, TrayMethods};
use tokio::sync::{mpsc, watch};

/// Clicks waiting at once; more are lost, as on anything that hangs.
const CLICKS: usize = 16;

/// The icon while it is shown.
pub(super) struct Shown {
    handle: ksni::Handle<Panel>,
    pub(super) clicks: mpsc::Receiver<Click>,
    /// Whether there is a panel to show it.
    pub(super) panel: watch::Receiver<bool>,
}

/// Shows the icon, at once or when a panel comes.
///
/// # Errors
///
/// Without a session bus.
pub(super) async fn show(menu: Menu) -> Result<Shown, ksni::Error> {
    let (click, clicks) = mpsc::channel(CLICKS);
    let (there, panel) = watch::channel(true);
    let handle = Panel { menu, click, there }.assume_sni_available(true).spawn().await?;
    Ok(Shown { handle, clicks, panel })
}

impl Shown {
    pub(super) async fn update(&self, menu: Menu) {
        self.handle.update(|panel| panel.menu = menu).await;
    }

    /// Takes the icon away.
    pub(super) async fn leave(self) {
        self.handle.shutdown().await;
    }
}

struct Panel {
    menu: Menu,
    click: mpsc::Sender<Click>,
    there: watch::Sender<bool>,
}

impl Tray for Panel {
    /// The left button opens the menu, as there is no window of this process.
    const MENU_ON_ACTIVATE: bool = true;

    fn id(&self) -> String {
        "tidegate".into()
    }

    fn title(&self) -> String {
        "Tidegate".into()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        let picture = |size: u16| Icon {
            width: i32::from(size),
            height: i32::from(size),
            data: icon::argb(self.menu.shape, size),
        };
        icon::SIZES.into_iter().map(picture).collect()
    }

    fn tool_tip(&self) -> ksni::ToolTip {
        ksni::ToolTip {
            title: "Tidegate".into(),
            description: self.menu.tooltip.clone(),
            ..Default::default()
        }
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.menu.items.iter().map(drawn).collect()
    }

    fn watcher_online(&self) {
        self.there.send_replace(true);
    }

    fn watcher_offline(&self, _reason: OfflineReason) -> bool {
        self.there.send_replace(false);
        true
    }
}

fn drawn(item: &Item) -> MenuItem<Panel> {
    match item {
        Item::Line(text) => StandardItem { label: plain(text), enabled: false, ..Default::default() }.into(),
        Item::Separator => MenuItem::Separator,
        Item::Act(text, click) => {
            let click = click.clone();
            let activate = move |panel: &mut Panel| drop(panel.click.try_send(click.clone()));
            StandardItem { label: plain(text), activate: Box::new(activate), ..Default::default() }.into()
        }
        Item::Sub(text, items) => {
            SubMenu { label: plain(text), submenu: items.iter().map(drawn).collect(), ..Default::default() }
                .into()
        }
    }
}

/// An underscore would underline the letter after it.
fn plain(text: &str) -> String {
    text.replace('_', "__")
}
