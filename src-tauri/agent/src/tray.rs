//! `tidegate tray`: what `tidegate run` is, with an icon in the panel. The icon's menu is drawn from the views, and a
//! click is the same command that everybody else sends. Where no panel shows icons that is said once, and the rest
//! goes on.

mod icon;
mod item;
mod menu;

use crate::cli::Run;
use crate::failure::Failure;
use crate::serve::{self, Working, say};
use item::Shown;
use menu::{Click, Customer, menu};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use tidegate_core::ids::TenantId;
use tidegate_core::incident::Notice;
use tidegate_core::view::{CircuitView, View};
use tidegate_door::Frame;
use tidegate_door::command::{Command, Envelope};
use tidegate_door::patience;
use tidegate_engine::desktop::Desktop;
use tidegate_engine::host::{Host, Views};
use tidegate_engine::paths::{HOME_VARIABLE, Home};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;

const NO_PANEL: &str = "this desktop shows no tray icons, so Tidegate works without one; \
    `tidegate status` shows what it does, and in GNOME the extension AppIndicator brings the icon";

/// Runs until a signal, or until somebody quits from the menu.
pub(crate) async fn run(home: Option<&Path>, options: &Run) -> Result<(), Failure> {
    let home = Home::locate(home)?;
    let Some(owner) = serve::take(&home).await? else {
        say("tidegate: Tidegate runs already for this data folder and goes on; this one did nothing");
        return Ok(());
    };
    let working = serve::begin(owner, options).await?;
    let (asked, mut opened) = tokio::sync::mpsc::unbounded_channel();
    working.host.hear_buttons(move |tenant| drop(asked.send(tenant)));
    let mut stop = std::pin::pin!(serve::until_told_to_stop());
    match item::show(menu(&[])).await {
        Ok(shown) => Attendant::new(home, &working, shown).attend(stop, &mut opened).await,
        Err(error) => {
            say(&format!("tidegate: {NO_PANEL} ({error})"));
            loop {
                tokio::select! {
                    () = stop.as_mut() => break,
                    Some(tenant) = opened.recv() => open(&working, &home, serve::attention(tenant)),
                }
            }
        }
    }
    Ok(())
}

/// Keeps the icon true and does what is clicked.
struct Attendant<'w> {
    home: Home,
    working: &'w Working,
    host: &'w Arc<Host>,
    desktop: &'w Arc<Desktop>,
    views: watch::Receiver<Views>,
    customers: BTreeMap<TenantId, Customer>,
    shown: Shown,
}

/// What the attendant does next.
enum Next {
    Look,
    Clicked(Click),
    Noticed(Option<TenantId>),
    NoPanel,
    Stop,
}

impl<'w> Attendant<'w> {
    fn new(home: Home, working: &'w Working, shown: Shown) -> Self {
        let Working { host, desktop, .. } = working;
        Self { home, working, host, desktop, views: host.views(), customers: BTreeMap::new(), shown }
    }

    async fn attend(
        mut self,
        mut stop: std::pin::Pin<&mut impl Future<Output = ()>>,
        opened: &mut UnboundedReceiver<Option<TenantId>>,
    ) {
        self.views.mark_changed();
        let mut missed = std::pin::pin!(missed(self.shown.panel.clone()));
        let mut told = false;
        let mut dropped = std::pin::pin!(dropped(self.host.views()));
        let mut leaving = false;
        loop {
            let next = tokio::select! {
                () = stop.as_mut() => Next::Stop,
                Ok(()) = self.views.changed() => Next::Look,
                Some(click) = self.shown.clicks.recv() => Next::Clicked(click),
                Some(tenant) = opened.recv() => Next::Noticed(tenant),
                () = missed.as_mut(), if !told => Next::NoPanel,
                () = dropped.as_mut(), if leaving => Next::Clicked(Click::Quit),
            };
            match next {
                Next::Look => self.look().await,
                Next::Clicked(Click::Quit) => {
                    self.host.call_windows(Frame::Leave {});
                    tokio::time::sleep(patience::WINDOW_HEARS).await;
                    break;
                }
                Next::Stop => break,
                Next::Noticed(tenant) => open(self.working, &self.home, serve::attention(tenant)),
                Next::Clicked(Click::Do(commands)) => self.carry_out(commands),
                Next::Clicked(Click::DropAndQuit(commands)) => {
                    self.carry_out(commands);
                    leaving = true;
                }
                Next::Clicked(Click::Open(screen)) => {
                    let screen = screen.map(str::to_owned);
                    let token = ksni::current_xdg_activation_token();
                    open(self.working, &self.home, Frame::Summon { screen, tenant: None, token });
                }
                Next::Clicked(Click::Stay) => {}
                Next::NoPanel => {
                    told = true;
                    say(&format!("tidegate: {NO_PANEL}"));
                    self.tell("There is no tray icon here", NO_PANEL);
                }
            }
        }
        self.shown.leave().await;
    }

    /// Draws the views anew. Tiers and prices are asked for only when something else changed: asking is itself
    /// followed by a view.
    async fn look(&mut self) {
        let views = self.views.borrow_and_update().clone();
        let before = std::mem::take(&mut self.customers);
        for (id, view) in views {
            let known = before.get(&id).filter(|known| same(&known.view, &view)).cloned();
            let customer = match known {
                Some(known) => Customer { view, ..known },
                None => look_up(self.host, id.clone(), view).await,
            };
            self.customers.insert(id, customer);
        }
        if self.customers != before {
            let customers: Vec<Customer> = self.customers.values().cloned().collect();
            self.shown.update(menu(&customers)).await;
        }
    }

    /// Carries commands out beside everything else; whoever is refused is told why.
    fn carry_out(&self, commands: Vec<Envelope>) {
        let (host, desktop) = (Arc::clone(self.host), Arc::clone(self.desktop));
        tokio::spawn(async move {
            for envelope in commands {
                let Ok(command) = serde_json::to_value(envelope) else { continue };
                if let Err(error) = host.answer(command).await {
                    desktop.show(None, &notice("That was not done", &error.message)).await;
                }
            }
        });
    }

    fn tell(&self, title: &'static str, body: &'static str) {
        let desktop = Arc::clone(self.desktop);
        tokio::spawn(async move { desktop.show(None, &notice(title, body)).await });
    }
}

/// Calls the window forward; where there is none it is started, and finds its way to this process by itself. One that
/// was closing when it was called is gone a moment later, and then a new one is started.
fn open(working: &Working, home: &Home, summons: Frame) {
    let (host, desktop, home) = (Arc::clone(&working.host), Arc::clone(&working.desktop), home.clone());
    tokio::spawn(async move {
        let mut new = window(&home, &summons);
        if host.call_windows(summons) {
            tokio::time::sleep(patience::WINDOW_HEARS).await;
            if host.has_windows() {
                return;
            }
        }
        match new.spawn() {
            Ok(mut window) => drop(window.wait().await),
            Err(_) => {
                let (title, body) =
                    ("The window is not installed", "The command `tidegate` does all that it does.");
                desktop.show(None, &notice(title, body)).await;
            }
        }
    });
}

/// The window's program for this folder, at the screen that it is called for, with the token that lets it come forward.
fn window(home: &Home, summons: &Frame) -> tokio::process::Command {
    let (screen, tenant, token) = match summons {
        Frame::Summon { screen, tenant, token } => (screen.as_ref(), tenant.as_ref(), token.as_ref()),
        Frame::Ask { .. }
        | Frame::Subscribe {}
        | Frame::Leave {}
        | Frame::Reply { .. }
        | Frame::Push { .. }
        | Frame::Reject { .. } => (None, None, None),
    };
    let beside = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.join(WINDOW)));
    let program = beside.filter(|path| path.exists()).unwrap_or_else(|| WINDOW.into());
    let mut command = tokio::process::Command::new(program);
    command.env(HOME_VARIABLE, home.root()).stdin(Stdio::null());
    for (word, value) in [("--screen", screen), ("--customer", tenant)] {
        command.args(value.into_iter().flat_map(|value| [word, value]));
    }
    for name in ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"] {
        match token {
            Some(token) => command.env(name, token),
            None => command.env_remove(name),
        };
    }
    command
}

/// The window's program, beside this one or where programs are.
const WINDOW: &str = "tidegate-desktop";

fn notice(title: &str, body: &str) -> Notice {
    Notice::once(chrono::Utc::now(), "tray", None, title, body.to_owned())
}

/// Nothing changed but the time of looking.
fn same(one: &View, other: &View) -> bool {
    View { at: other.at, ..one.clone() } == *other
}

/// Whatever cannot be had is left out of the menu: prices unknown, the rule the carrier's dearest.
async fn look_up(host: &Arc<Host>, id: TenantId, view: Arc<View>) -> Customer {
    let settings: serde_json::Value = ask(host, &id, Command::Settings {}).await.unwrap_or_default();
    let billing = serde_json::from_value(settings["billing"].clone()).unwrap_or_default();
    let circuits = ask(host, &id, Command::Circuits {}).await.unwrap_or_default();
    Customer { id, view, circuits, billing }
}

async fn ask<T: DeserializeOwned>(host: &Arc<Host>, id: &TenantId, command: Command) -> Option<T> {
    let envelope = Envelope { tenant: Some(id.0.clone()), command };
    let answer = host.answer(serde_json::to_value(envelope).ok()?).await.ok()?;
    serde_json::from_value(answer).ok()
}

/// Ends when nothing is above its baseline any more that a kill switch could still bring down: it has paused.
async fn dropped(mut views: watch::Receiver<Views>) {
    let up = |circuit: &CircuitView| circuit.live.is_some_and(|live| live > circuit.baseline);
    let done = |one: &Arc<View>| !one.automation || one.paused.is_some() || !one.circuits.iter().any(up);
    let _ = views.wait_for(|all| all.values().all(done)).await; // else the host has gone: over as well
}

/// Ends when there was no panel for as long as one may take.
async fn missed(mut panel: watch::Receiver<bool>) {
    loop {
        if panel.wait_for(|there| !there).await.is_err() {
            return std::future::pending().await;
        }
        let back = tokio::time::timeout(patience::PANEL, panel.wait_for(|there| *there)).await;
        if back.is_err() {
            return;
        }
    }
}
