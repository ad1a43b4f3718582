//! A data folder at work: every tenant's round, the list of tenants, and the way from a command to the tenant it is
//! for. There is no "active tenant": every command names one, unless there is only one to name.

mod buttons;

use crate::carrier::Carrier;
use crate::clock::Signal;
use crate::commands::{self, CommandError};
use crate::desktop::Pressed;
use crate::door::{Asked, Calls, Door, DoorError, ErrorBody, Role};
use crate::home::{HomeStore, Listed};
use crate::owner::Owner;
use crate::paths::PathsError;
use crate::practice::{self, Practice, is_practice};
use crate::run::{BeginError, Handle, Machine, Orders, begin};
use crate::store::{Store, StoreError};
use crate::system;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tidegate_core::ids::TenantId;
use tidegate_core::incident::{Notice, Remedy};
use tidegate_core::view::View;
use tidegate_core::world::{Record, Tenant};
use tidegate_door::Frame;
use tidegate_door::command::Envelope;
use tokio::sync::{Mutex, broadcast, mpsc, watch};
use tokio::task::{AbortHandle, JoinHandle};

/// A data folder at work.
pub struct Host {
    owner: Owner,
    machine: Machine,
    orders: Orders,
    list: Mutex<HomeStore>,
    rounds: Mutex<BTreeMap<TenantId, Round>>,
    /// Tenants that could not begin: their names, and why.
    ended: Mutex<BTreeMap<TenantId, (String, String)>>,
    views: watch::Sender<Views>,
    /// The same as they travel through the door.
    written: watch::Sender<Value>,
    windows: Calls,
    practice: Option<Arc<dyn Practice>>,
}

/// The last view of every tenant that has one.
pub type Views = BTreeMap<TenantId, Arc<View>>;

/// Signals waiting at once; more of them say nothing new.
const SIGNALS: usize = 16;

/// A tenant's round and its name.
#[derive(Clone)]
pub(crate) struct Round {
    pub(crate) name: String,
    pub(crate) handle: Handle,
    task: AbortHandle,
}

/// Why a data folder cannot be put to work.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// A folder.
    #[error("the data folder cannot be used, so nothing was started")]
    Paths(#[from] PathsError),
    /// A database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// One tenant cannot begin; the others go on.
    #[error("the customer \"{name}\" cannot be started, so nothing is ordered for it")]
    Tenant {
        /// Its name.
        name: String,
        /// Why.
        source: BeginError,
    },
}

impl Host {
    /// Puts a folder to work: each tenant begins its round. A tenant that cannot begin is told and holds up nobody.
    ///
    /// # Errors
    ///
    /// When the folder or the list of tenants cannot be used.
    pub async fn open(
        owner: Owner,
        machine: Machine,
        orders: Orders,
    ) -> Result<(Arc<Self>, Vec<HostError>), HostError> {
        Self::open_with(owner, machine, orders, None).await
    }

    /// As [`Self::open`], with a carrier to practise on.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub async fn open_with(
        owner: Owner,
        machine: Machine,
        orders: Orders,
        practice: Option<Arc<dyn Practice>>,
    ) -> Result<(Arc<Self>, Vec<HostError>), HostError> {
        let list = HomeStore::open(&owner.home().database())?;
        let tenants = list.tenants()?;
        let host = Self {
            owner,
            machine,
            orders,
            list: Mutex::new(list),
            rounds: Mutex::default(),
            ended: Mutex::default(),
            views: watch::Sender::default(),
            written: watch::Sender::new(Value::Null),
            windows: broadcast::Sender::new(SIGNALS),
            practice,
        };
        let mut troubles = Vec::new();
        for tenant in &tenants {
            if let Err(trouble) = host.begin(tenant).await {
                let told = (tenant.name.clone(), crate::chain(&trouble));
                host.ended.lock().await.insert(tenant.id.clone(), told);
                troubles.push(trouble);
            }
        }
        Ok((Arc::new(host), troubles))
    }

    /// Begins a tenant's round.
    pub(crate) async fn begin(&self, tenant: &Listed) -> Result<(), HostError> {
        let path = self.owner.home().ledger(tenant.id.as_str())?;
        let begun = self.begun(tenant, &path).await;
        let (handle, task) =
            begun.map_err(|source| HostError::Tenant { name: tenant.name.clone(), source })?;
        self.follow(tenant.id.clone(), handle.view());
        let round = Round { name: tenant.name.clone(), handle, task: task.abort_handle() };
        self.rounds.lock().await.insert(tenant.id.clone(), round);
        Ok(())
    }

    async fn begun(&self, tenant: &Listed, ledger: &Path) -> Result<(Handle, JoinHandle<()>), BeginError> {
        let mut store = Store::open(ledger, &tenant.id)?;
        let machine = match self.practice.as_ref().filter(|_| is_practice(&tenant.id)) {
            Some(practice) => practice::begun(&**practice, &mut store, &self.machine).await?,
            None => self.machine.clone(),
        };
        begin(store, machine, self.orders)
    }

    /// Opens the door of the folder: commands come in, views go out.
    ///
    /// # Errors
    ///
    /// When the local channel cannot be made.
    pub fn open_door(self: &Arc<Self>) -> Result<Door, DoorError> {
        let host = Arc::clone(self);
        let handler = move |asked: Asked| {
            let host = Arc::clone(&host);
            async move { host.answer_caller(asked).await }
        };
        Door::open(&self.owner, handler, self.written.subscribe(), self.windows.clone())
    }

    /// Calls every open window forward, or away. False where there is none.
    pub fn call_windows(&self, call: Frame) -> bool {
        self.windows.send(call).is_ok()
    }

    /// Whether a window listens. One that has just closed may be counted for a moment.
    pub fn has_windows(&self) -> bool {
        self.windows.receiver_count() > 0
    }

    /// Answers a caller. What a window asks and what spends or raises a limit is asked back first: the page alone
    /// cannot do that.
    async fn answer_caller(self: &Arc<Self>, asked: Asked) -> Result<Value, ErrorBody> {
        if asked.role != Role::Command {
            commands::confirmed(self, &asked).await?;
        }
        self.answer(asked.command).await
    }

    /// Answers a command as it came through the door.
    pub async fn answer(self: &Arc<Self>, command: Value) -> Result<Value, ErrorBody> {
        let envelope: Envelope = serde_json::from_value(command).map_err(|error| ErrorBody {
            code: "usage".into(),
            message: format!(
                "this command is not understood ({error}); restart Tidegate if it was just updated"
            ),
        })?;
        commands::carry_out(self, envelope).await.map_err(ErrorBody::from)
    }

    /// The tenant that a command names, or the only one. One that could not begin is there, and says why it does not
    /// answer.
    pub(crate) async fn round(&self, name: Option<&str>) -> Result<Round, CommandError> {
        let rounds = self.rounds.lock().await;
        let ended = self.ended.lock().await;
        let meant = |id: &TenantId, known: &str| {
            name.is_none_or(|name| id.as_str() == name || known.eq_ignore_ascii_case(name))
        };
        let stopped: Vec<&str> = ended
            .iter()
            .filter(|(id, (known, _))| meant(id, known))
            .map(|(_, (_, why))| why.as_str())
            .collect();
        let found: Vec<&Round> =
            rounds.iter().filter(|(id, round)| meant(id, &round.name)).map(|(_, round)| round).collect();
        match (&found[..], name) {
            ([one], _) if stopped.is_empty() => Ok((*one).clone()),
            ([], _) if stopped.len() == 1 => Err(CommandError::failed(stopped.concat())),
            ([], Some(name)) => Err(CommandError::not_found(format!(
                "there is no customer \"{name}\"; `tidegate tenants list` shows them"
            ))),
            ([], None) if stopped.is_empty() => Err(CommandError::not_found(
                "nothing is set up yet; begin with `tidegate tenants add`, or try `tidegate demo`".into(),
            )),
            (_, _) => {
                Err(CommandError::usage("there are several customers; say which: --tenant NAME".into()))
            }
        }
    }

    /// Every tenant's round.
    pub(crate) async fn all(&self) -> Vec<Round> {
        self.rounds.lock().await.values().cloned().collect()
    }

    /// All tenants, by name.
    pub(crate) async fn tenants(&self) -> Result<Vec<Listed>, StoreError> {
        self.list.lock().await.tenants()
    }

    /// Makes a tenant: its ledger, its place in the list, its round.
    pub(crate) async fn add(&self, tenant: Tenant, at: &str) -> Result<(), CommandError> {
        let listed = Listed { id: tenant.id.clone(), name: tenant.name.clone() };
        let list = self.list.lock().await;
        if list.tenants()?.iter().any(|other| other.name.eq_ignore_ascii_case(&listed.name)) {
            return Err(CommandError::usage(format!(
                "there is a customer \"{}\" already; choose another name",
                listed.name
            )));
        }
        // Before anything of it is kept: a carrier's address that cannot be asked would end it at every start.
        let (id, secrets) = (tenant.id.clone(), Arc::clone(&self.machine.secrets));
        Carrier::new(id, &tenant.profile, &self.machine.limits, secrets, self.machine.clock.clone())?;
        let path = self.owner.home().ledger(listed.id.as_str()).map_err(HostError::from)?;
        Store::open(&path, &listed.id)?.commit(&[Record::Tenant(Box::new(tenant))])?;
        list.add(&listed, at)?;
        drop(list);
        Ok(self.begin(&listed).await?)
    }

    /// Deletes a tenant: its round ends, its secrets and its folder go, a receipt stays.
    pub(crate) async fn remove(&self, name: &str, at: &str) -> Result<String, CommandError> {
        let listed = self.list.lock().await.tenants()?;
        let found =
            listed.into_iter().find(|one| one.id.as_str() == name || one.name.eq_ignore_ascii_case(name));
        let id = found
            .ok_or_else(|| {
                CommandError::not_found(format!(
                    "there is no customer \"{name}\", so nothing was deleted; `tidegate tenants list` shows them"
                ))
            })?
            .id;
        // First, since it can fail: a keychain that is locked leaves the customer as it was.
        let secrets = self.machine.secrets.remove_all(&id).await?;
        self.rounds.lock().await.remove(&id).inspect(|round| round.task.abort());
        self.ended.lock().await.remove(&id);
        let folder = self.owner.home().tenant(id.as_str()).map_err(HostError::from)?;
        std::fs::remove_dir_all(&folder).map_err(|error| {
            let undone = format!("the secrets of \"{name}\" are gone, but its ledger is still there");
            CommandError::files(&undone, &folder, &error)
        })?;
        let receipt = format!("\"{name}\" was deleted with its ledger and {secrets} secrets");
        self.list.lock().await.remove(&id, at, &receipt)?;
        Ok(receipt)
    }

    /// Where the data folder is, for people.
    pub(crate) fn folder(&self) -> String {
        self.owner.home().root().display().to_string()
    }

    /// What this host has of the machine.
    pub(crate) fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The carrier to practise on, where this process has one.
    pub(crate) fn practice(&self) -> Option<&Arc<dyn Practice>> {
        self.practice.as_ref()
    }

    /// A tenant's folder.
    pub(crate) fn tenant_folder(&self, tenant: &TenantId) -> Result<PathBuf, CommandError> {
        Ok(self.owner.home().tenant(tenant.as_str()).map_err(HostError::from)?)
    }

    /// Whether this process orders at all.
    pub(crate) fn orders(&self) -> Orders {
        self.orders
    }

    /// Whether Tidegate starts with the session; `None` where that cannot be told.
    pub(crate) fn autostart(&self) -> Option<bool> {
        system::autostart::is_on(self.owner.home())
    }

    /// Lets Tidegate start with the session, or not.
    pub(crate) fn set_autostart(&self, on: bool) -> Result<(), CommandError> {
        system::autostart::set(on, self.owner.home()).map_err(CommandError::failed)
    }

    /// The views, now and at each change.
    pub fn views(&self) -> watch::Receiver<Views> {
        self.views.subscribe()
    }

    /// Follows a round's view to its end, for all who look at every tenant.
    fn follow(&self, id: TenantId, mut view: watch::Receiver<Option<Arc<View>>>) {
        let (views, written) = (self.views.clone(), self.written.clone());
        tokio::spawn(async move {
            while view.changed().await.is_ok() {
                let Some(seen) = view.borrow_and_update().clone() else { continue };
                if let Ok(value) = serde_json::to_value(&*seen) {
                    written.send_modify(|all| all[id.as_str()] = value);
                }
                views.send_modify(|all| drop(all.insert(id.clone(), seen)));
            }
            written.send_modify(|all| drop(all.as_object_mut().and_then(|all| all.remove(id.as_str()))));
            views.send_modify(|all| drop(all.remove(&id)));
        });
    }

    /// Hears what the system tells, sleep and network, and tells every round, for as long as the runtime lasts.
    pub fn hear_system(self: &Arc<Self>) {
        let (told, mut heard) = mpsc::channel(SIGNALS);
        let before_sleep = self.machine.limits.before_sleep.to_std().unwrap_or_default();
        tokio::spawn(system::hear(told, before_sleep));
        let host = Arc::clone(self);
        tokio::spawn(async move {
            while let Some(signal) = heard.recv().await {
                host.signal(signal).await;
            }
        });
    }

    /// Hears which buttons are pressed on notices and does what they say, for as long as the runtime lasts. `open` is
    /// called for the window, with the screen that the notice is about.
    pub fn hear_buttons(self: &Arc<Self>, open: impl Fn(Option<TenantId>) + Send + 'static) {
        let Some(mut pressed) = self.machine.desktop.pressed() else { return };
        let host = Arc::clone(self);
        tokio::spawn(async move {
            while let Some(pressed) = pressed.recv().await {
                if pressed.remedy == Remedy::Open {
                    open(pressed.tenant);
                } else {
                    host.press(pressed).await;
                }
            }
        });
    }

    /// Does what a button says; whoever is refused is told why in another notice.
    async fn press(self: &Arc<Self>, pressed: Pressed) {
        let view = pressed.tenant.as_ref().and_then(|id| self.views.borrow().get(id).cloned());
        let Some(command) = view.and_then(|view| buttons::command(&view, &pressed)) else { return };
        let envelope = Envelope { tenant: pressed.tenant.as_ref().map(|id| id.0.clone()), command };
        let Ok(command) = serde_json::to_value(envelope) else { return };
        if let Err(error) = self.answer(command).await {
            let now = self.machine.clock.now();
            let notice =
                Notice::once(now, &pressed.key, pressed.circuit.as_ref(), "That was not done", error.message);
            self.machine.desktop.show(pressed.tenant.as_ref(), &notice).await;
        }
    }

    /// Tells every round.
    pub async fn signal(&self, signal: Signal) {
        let handles: Vec<Handle> =
            self.rounds.lock().await.values().map(|round| round.handle.clone()).collect();
        for handle in handles {
            handle.signal(signal).await;
        }
    }

    /// Waits until every tenant's first pass has come to rest.
    pub async fn settled(&self) {
        let views: Vec<_> = self.rounds.lock().await.values().map(|round| round.handle.view()).collect();
        for mut view in views {
            // A round that ended will not settle; what it lacks is told by the command that asks it.
            let _ = view.wait_for(Option::is_some).await;
        }
    }
}

#[cfg(test)]
mod tests;
