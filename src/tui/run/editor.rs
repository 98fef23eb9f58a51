//! The terminal in the hands of an editor.

use std::path::Path;

use super::{Error, Ui};
use crate::entry::EntryPath;
use crate::ops::distil::Source;
use crate::ops::{self, stuck};
use crate::tui::core::drafts::{self, Draft, DraftKind};
use crate::tui::core::failure::{Failure, Outcome};
use crate::tui::core::msg::{EditorExit, Msg};
use crate::tui::terminal::Terminal;
use crate::tui::terminal::wait::Waiter;

impl Ui {
    pub(super) fn edit(&mut self, path: &EntryPath) -> Result<(), Error> {
        let begun = stuck::watched(|| ops::edit::begin(&self.workspace, path));
        let left = self.in_editor(begun, |session| session.file.as_path())?;
        self.answer(Msg::Edited(left))
    }

    pub(super) fn distil(&mut self, sources: &[Source]) -> Result<(), Error> {
        let begun = stuck::watched(|| ops::distil::begin(&self.workspace, sources));
        let left = self.in_editor(begun, |distilling| distilling.file.as_path())?;
        self.answer(Msg::Written(left))
    }

    pub(super) fn suggest(&mut self, page: &EntryPath) -> Result<(), Error> {
        let begun = stuck::watched(|| ops::share::suggest::begin(&self.workspace, page));
        let left = self.in_editor(begun, |suggesting| suggesting.file.as_path())?;
        self.answer(Msg::PageEdited(left))
    }

    fn in_editor<T>(&mut self, begun: Result<T, ops::Error>, file: fn(&T) -> &Path) -> Result<EditorExit<T>, Error> {
        Ok(match begun {
            Err(error) => EditorExit::Failed(sentence(error)),
            Ok(begun) => match self.hand_over(file(&begun))? {
                Ok(()) => EditorExit::Done(begun),
                Err(why) => EditorExit::Failed(why),
            },
        })
    }

    pub(super) fn edit_draft(&mut self, draft: &Draft) -> Result<(), Error> {
        let text: Outcome<Option<String>> = match drafts::file(&self.workspace, draft) {
            Err(failure) => Err(failure),
            Ok(file) => match self.hand_over(&file)? {
                Ok(()) => Ok(std::fs::read_to_string(file).ok()),
                Err(why) => {
                    Err(Failure { what: why, hint: Some("The draft is as it was.".to_owned()), question: None })
                }
            },
        };
        self.answer(Msg::DraftEdited(text))
    }

    pub(super) fn edit_piece(&mut self, text: &str) -> Result<(), Error> {
        let mut draft = Draft::new(DraftKind::Left("piece".to_owned()), if text.is_empty() { "\n" } else { text });
        let text = match drafts::file(&self.workspace, &draft) {
            Err(failure) => Err(failure),
            Ok(file) => match self.hand_over(&file)? {
                Ok(()) => {
                    std::fs::read_to_string(file).map_err(|error| Failure::unforeseen("the edit", &error.to_string()))
                }
                Err(why) => {
                    Err(Failure { what: why, hint: Some("Nothing was changed by it.".to_owned()), question: None })
                }
            },
        };
        draft.text.clear();
        // It has come back, or is as it was; a draft that is left over does no harm.
        drafts::keep(&self.workspace, &draft).ok();
        self.answer(Msg::PieceEdited(text))
    }

    fn hand_over(&mut self, file: &Path) -> Result<Result<(), String>, Error> {
        self.await_answer()?;
        hand_over(&mut self.terminal, &self.waiter, file)
    }
}

/// Gives the terminal to the editor and takes it back, however the editor ends; says what went wrong with it.
pub(super) fn hand_over(terminal: &mut Terminal, waiter: &Waiter, file: &Path) -> Result<Result<(), String>, Error> {
    terminal.give()?;
    let ended = ops::edit::run_editor(file);
    terminal.take()?;
    waiter.forget();
    Ok(ended.map_err(|error| match error {
        ops::Error::Write(ops::WriteError::Editor { status, .. }) => format!("The editor ended with {status}."),
        error => sentence(error),
    }))
}

fn sentence(error: ops::Error) -> String {
    format!("{}.", Failure::from(error).what)
}
