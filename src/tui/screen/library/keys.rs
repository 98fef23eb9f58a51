//! What the footer names in the library.

use crate::keymap::{Act, Action, Go, Move, Run, Write};
use crate::tui::widget::footer::{CAPTURE, COMMANDS, Item, SEARCH};

pub(super) const RESULTS: [Item; 14] = [
    (Action::Act(Act::Open), "read"),
    CAPTURE,
    SEARCH,
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Act(Act::Prepare), "share"),
    COMMANDS,
    (Action::Act(Act::Mark), "mark"),
    (Action::Move(Move::PaneLeft), "narrow"),
    (Action::Act(Act::WithTeams), "teams"),
    (Action::Run(Run::Undo), "undo"),
    (Action::Run(Run::Sync), "sync"),
    (Action::Act(Act::CopyLink), "copy link"),
    (Action::Run(Run::Close), "quit"),
];

pub(super) const READER: [Item; 10] = [
    (Action::Move(Move::PaneLeft), "back"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Act(Act::Prepare), "share"),
    (Action::Go(Go::Find), "find"),
    (Action::Move(Move::Down), "scroll"),
    (Action::Act(Act::CopyLink), "copy link"),
    (Action::Act(Act::OpenOutside), "open outside"),
    COMMANDS,
    CAPTURE,
];

pub(super) const QUERY: [Item; 4] = [
    (Action::Write(Write::Submit), "results"),
    (Action::Move(Move::Down), "results"),
    (Action::Run(Run::Cancel), "back"),
    (Action::Write(Write::DeleteToStart), "clear"),
];

pub(super) const NARROW: [Item; 4] = [
    (Action::Act(Act::Open), "narrow or widen"),
    (Action::Move(Move::PaneRight), "results"),
    (Action::Run(Run::Cancel), "back"),
    COMMANDS,
];

pub(super) use crate::tui::screen::reader::keys::{FIND, FOLLOW, FOUND};
