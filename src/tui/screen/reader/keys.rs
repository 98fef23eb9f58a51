//! What the footer names while a text is read in a special way, and where keys are looked up then.

use super::Reader;
use crate::keymap::{Act, Action, Context, Move, Run, Write};
use crate::tui::widget::footer::{COMMANDS, Item};

/// Words to look for are being typed.
pub(crate) const FIND: [Item; 3] = [
    (Action::Write(Write::Submit), "mark them"),
    (Action::Move(Move::Down), "next"),
    (Action::Run(Run::Cancel), "back"),
];

/// The letters of a link are being typed.
pub(crate) const FOLLOW: [Item; 1] = [(Action::Run(Run::Cancel), "back")];

/// What was looked for is marked.
pub(crate) const FOUND: [Item; 6] = [
    (Action::Move(Move::FindNext), "next"),
    (Action::Move(Move::FindPrevious), "previous"),
    (Action::Run(Run::Cancel), "unmark"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Follow), "follow"),
    COMMANDS,
];

/// Where keys are looked up while a text is read.
pub(crate) fn reading_contexts(reader: &Reader) -> Vec<Context> {
    let found = reader.has_found().then_some(Context::Found);
    found.into_iter().chain([Context::Preview, Context::Entry, Context::Global]).collect()
}
