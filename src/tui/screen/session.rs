//! Where the person was; kept for the next start.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Screen;
use crate::entry::EntryPath;

/// The screen, and what each screen keeps under a name of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    pub screen: Screen,
    #[serde(flatten)]
    draft: Map<String, Value>,
}

impl Session {
    pub fn new(screen: Screen) -> Self {
        Self { screen, draft: Map::new() }
    }

    /// Where somebody begins who was never here and is to see the first steps.
    pub fn on_first_steps() -> Self {
        Self::new(Screen::Today)
    }

    /// What was kept under a name; what is not there, or is something else by now, is as if it were empty.
    pub fn get<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        self.draft.get(name).and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
    }

    pub fn path(&self, name: &str) -> Option<EntryPath> {
        self.get::<Option<String>>(name).and_then(|path| EntryPath::new(path).ok())
    }

    pub fn keep(&mut self, name: &str, value: impl Into<Value>) {
        self.draft.insert(name.to_owned(), value.into());
    }
}
