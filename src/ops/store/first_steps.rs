//! What a person tries first: four steps, shown until all are done or they are put away for good.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::ops::{Error, Workspace, outside};
use crate::records;

/// Of the format of what is remembered here.
const VERSION: u64 = 1;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Write something down.
    Capture,
    /// Say in own words why.
    SayWhy,
    Distil,
    FindAgain,
}

/// Which of them are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirstSteps {
    /// In the order of `Step::ALL`.
    done: [bool; 4],
    /// Not to be shown again.
    put_away: bool,
}

impl Step {
    pub const ALL: [Self; 4] = [Self::Capture, Self::SayWhy, Self::Distil, Self::FindAgain];
}

impl FirstSteps {
    pub fn is_done(&self, step: Step) -> bool {
        self.done[step as usize]
    }

    pub fn are_shown(&self) -> bool {
        !self.put_away && !Step::ALL.into_iter().all(|step| self.is_done(step))
    }

    /// With one more done.
    #[must_use]
    pub fn with(mut self, step: Step) -> Self {
        self.done[step as usize] = true;
        self
    }

    /// Never to be shown again.
    #[must_use]
    pub fn put_away(self) -> Self {
        Self { put_away: true, ..self }
    }
}

/// How far the person is. Who was in the workbench before there were first steps needs none.
pub fn first_steps(workspace: &Workspace) -> FirstSteps {
    let known = records::read(&file(workspace), VERSION);
    known.unwrap_or(FirstSteps { put_away: outside::session(workspace).is_some(), ..FirstSteps::default() })
}

/// Whether the workbench opens with them: in a store of Riffle's own. Whoever brings notes along wants to see those.
pub fn come_first(workspace: &Workspace) -> bool {
    first_steps(workspace).are_shown() && workspace.store().habits().keeps_folders
}

/// Keeps how far the person is, for all stores of this machine.
pub fn keep(workspace: &Workspace, steps: FirstSteps) -> Result<(), Error> {
    Ok(records::put_unsynced(&file(workspace), VERSION, &steps)?)
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.paths.state.join("first-steps.json")
}
