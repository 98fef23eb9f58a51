//! The screens: state, update and drawing together, one module each.

pub mod inbox;
pub mod library;
pub mod prepare;
pub mod reader;
pub mod share;
pub mod team;
pub mod today;
pub mod workbench;

use serde::{Deserialize, Serialize};

use super::app::App;
use super::layout::Class;
use super::theme::Theme;
use crate::entry::{EntryPath, Timestamp};
use crate::keymap::Action;

/// Which screen is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Screen {
    Today,
    Inbox,
    #[default]
    Library,
    /// One entry; `App::workbench` knows which.
    Workbench,
    /// What I published.
    Share,
    /// One entry as a team would get it; `App::prepare` knows which.
    Prepare,
    /// What is new in the teams.
    Team,
}

impl Screen {
    /// The screen whose tab stands for this one.
    pub fn tab(self) -> Self {
        match self {
            Self::Prepare => Self::Share,
            Self::Today | Self::Inbox | Self::Library | Self::Workbench | Self::Share | Self::Team => self,
        }
    }
}

/// A place to go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    Today,
    Inbox,
    Library,
    Entry(EntryPath),
    Share,
    /// An entry, and the team that would get it.
    Prepare(EntryPath, String),
    Team,
}

impl Spot {
    pub fn screen(&self) -> Screen {
        match self {
            Self::Today => Screen::Today,
            Self::Inbox => Screen::Inbox,
            Self::Library => Screen::Library,
            Self::Entry(_) => Screen::Workbench,
            Self::Share => Screen::Share,
            Self::Prepare(..) => Screen::Prepare,
            Self::Team => Screen::Team,
        }
    }
}

/// What drawing needs beyond a screen's state.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub theme: &'a Theme,
    pub class: Class,
    pub now: Timestamp,
    /// The index is being built or brought up to date.
    pub indexing: bool,
    /// Something lies over the screen and has the keys.
    pub covered: bool,
    /// For the keys of actions, and whether they can be done.
    pub app: &'a App,
}

impl Surroundings<'_> {
    /// The key of an action, as the person has it.
    pub fn key(&self, action: Action) -> &str {
        self.app.key_on_screen(action)
    }

    /// Whether an action can be done here and now.
    pub fn can(&self, action: Action) -> bool {
        self.app.why_not(action).is_none()
    }
}
