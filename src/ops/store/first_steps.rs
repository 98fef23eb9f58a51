//! What a person tries first: four steps, shown until all are done or they are put away for good. Later, what a new version
//! brought, until that is put away.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::ops::{Error, Workspace, outside};
use crate::records;

/// Of the format of what is remembered here.
const VERSION: u64 = 1;

/// The version whose news are told, and what they are: to be written anew with each version that brings something to see.
pub const NEWS: ((u16, u16), &str) = ((0, 1), "links by letter, riffle pick");

/// One of the steps.
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
    /// The version whose news need not be shown any more.
    news_of: Option<(u16, u16)>,
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

    /// Whether there is something new to be told, which waits until nothing else is.
    pub fn has_news(&self) -> bool {
        !self.are_shown() && self.news_of != Some(NEWS.0)
    }

    /// With one more done.
    #[must_use]
    pub fn with(mut self, step: Step) -> Self {
        self.done[step as usize] = true;
        self
    }

    /// Never to be shown again, nor the news of this version.
    #[must_use]
    pub fn put_away(self) -> Self {
        Self { put_away: true, news_of: Some(NEWS.0), ..self }
    }
}

/// How far the person is. Who was in the workbench before there were first steps needs none; to who begins, nothing is news.
pub fn first_steps(workspace: &Workspace) -> FirstSteps {
    records::read(&file(workspace), VERSION).unwrap_or_else(|| match outside::session(workspace) {
        Some(_) => FirstSteps { put_away: true, ..FirstSteps::default() },
        None => FirstSteps { news_of: Some(NEWS.0), ..FirstSteps::default() },
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_news_are_those_of_this_version() {
        let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));

        assert_eq!(format!("{}.{}", NEWS.0.0, NEWS.0.1), version);
    }
}
