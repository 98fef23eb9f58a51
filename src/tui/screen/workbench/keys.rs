//! What the footer names on the workbench.

use crate::keymap::{Act, Action, Go, Move, Run};
use crate::tui::widget::footer::{COMMANDS, Item};

pub(super) const KEYS: [Item; 12] = [
    (Action::Run(Run::Close), "back"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Annotate), "words"),
    (Action::Act(Act::Nugget), "nugget"),
    (Action::Act(Act::Link), "link"),
    (Action::Act(Act::Prepare), "share"),
    (Action::Act(Act::Refine), "stage"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Act(Act::Follow), "follow"),
    (Action::Act(Act::History), "history"),
    (Action::Go(Go::Find), "find"),
    COMMANDS,
];

/// Lines of a text are being marked.
pub(super) const LINES: [Item; 5] = [
    (Action::Move(Move::Down), "line below"),
    (Action::Act(Act::MarkRange), "mark from here"),
    (Action::Act(Act::Annotate), "quote"),
    (Action::Run(Run::Cancel), "back"),
    COMMANDS,
];
