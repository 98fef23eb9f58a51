//! What happened ([`Msg`]), as data.

use super::effect::{Answer, Performed};
use super::failure::Outcome;
use super::job::Job;
use crate::keymap::Key;
use crate::ops::distil::Distilling;
use crate::ops::edit::Session as Editing;
use crate::ops::fresh::Progress;
use crate::ops::share::suggest::Suggesting;

/// How an editor was left.
#[derive(Clone, Debug)]
pub enum EditorExit<T> {
    Done(T),
    /// With another code than 0, by a signal, or never started: a sentence.
    Failed(String),
}

/// What the mouse did at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerAction {
    Click,
    WheelUp,
    WheelDown,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(Key),
    Paste(String),
    Resized {
        width: u16,
        height: u16,
    },
    FocusGained,
    Mouse {
        x: u16,
        y: u16,
        did: PointerAction,
    },
    /// A deadline that [`crate::tui::app::App::deadline`] named has passed.
    Late,
    /// The program is to end now, keeping everything.
    Ended,
    /// Something in the store's folder changed.
    FilesChanged,

    Answer(Box<Answer>),
    /// A job ended because it was cancelled.
    Stopped(Job),
    Progress {
        job: Job,
        at: Progress,
    },
    DraftEdited(Outcome<Option<String>>),
    /// A piece of text for the screen was in the editor.
    PieceEdited(Outcome<String>),
    Edited(EditorExit<Editing>),
    /// A nugget was written in the editor.
    Written(EditorExit<Distilling>),
    /// A page of a team was in the editor.
    PageEdited(EditorExit<Suggesting>),
    /// A server wants to know this.
    Asked(String),
    /// Something that the person should know of, though nothing failed.
    Warning(String),
}

impl From<Performed> for Msg {
    fn from(performed: Performed) -> Self {
        match performed {
            Performed::Answered(answer) => Self::Answer(answer),
            Performed::Stopped(job) => Self::Stopped(job),
        }
    }
}

impl From<Answer> for Msg {
    fn from(answer: Answer) -> Self {
        Self::Answer(Box::new(answer))
    }
}
