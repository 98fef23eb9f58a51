//! The palette, the help and the actions menu, filled from the keymap as it is.

use super::App;
use crate::keymap::{Act, Action, Context, Go, Move, Run};
use crate::tui::footer::keycap;
use crate::tui::overlay::menu::{Menu, Row, Sort};

impl App {
    /// The first key of an action, as it stands on a keyboard; one that needs no Ctrl or Alt if there is one.
    pub(super) fn first_key(&self, action: Action, contexts: &[Context]) -> String {
        let keys = self.settings.keymap.keys_of(action, contexts);
        let plain = keys.iter().find(|keys| !keys.keys().iter().any(|key| key.needs_modifier()));
        plain.or(keys.first()).map(|keys| keycap(&keys.to_string())).unwrap_or_default()
    }

    fn all_keys(&self, action: Action, contexts: &[Context]) -> String {
        let keys = self.settings.keymap.keys_of(action, contexts);
        keys.iter().take(3).map(|keys| keycap(&keys.to_string())).collect::<Vec<_>>().join("  ")
    }

    /// All commands.
    pub(super) fn palette(&self) -> Menu {
        let everywhere = [Context::Entry, Context::List, Context::Global];
        let mut commands: Vec<Action> = Action::ALL.iter().copied().filter(|action| is_command(*action)).collect();
        commands.sort_by_key(|action| place(*action));
        let rows = commands.into_iter().map(|action| {
            let keys = self.first_key(action, &everywhere);
            Row::new(action, keys, self.why_not(action))
        });
        Menu::new(Sort::Palette, "Commands", rows.collect())
    }

    /// The keys of the place where the person is.
    pub(super) fn help(&self) -> Menu {
        let contexts = self.contexts();
        let mut actions = Action::ALL.to_vec();
        actions.sort_by_key(|action| match action {
            Action::Act(_) => 0,
            Action::Run(_) | Action::Go(_) => 1,
            Action::Move(_) | Action::Write(_) => 2,
        });
        let rows = actions.into_iter().filter_map(|action| {
            let keys = self.all_keys(action, &contexts);
            (!keys.is_empty()).then(|| Row::new(action, keys, self.why_not(action)))
        });
        Menu::new(Sort::Help, "Keys here", rows.collect())
    }

    /// What can be done with the selection.
    pub(super) fn actions(&self) -> Menu {
        let contexts = [Context::Entry, Context::List, Context::Global];
        let rows = SELECTION.iter().map(|action| {
            let keys = self.first_key(*action, &contexts);
            Row::new(*action, keys, self.why_not(*action))
        });
        let title = self.library.selected().map_or("Actions", |hit| hit.title.as_str());
        Menu::new(Sort::Actions, title, rows.collect())
    }
}

/// The actions menu, in the order in which hands learn it; it never changes, so positions can be learnt too.
const SELECTION: [Action; 17] = [
    Action::Act(Act::Open),
    Action::Act(Act::Edit),
    Action::Act(Act::Tag),
    Action::Act(Act::OpenOutside),
    Action::Act(Act::Mark),
    Action::Act(Act::MarkAll),
    Action::Act(Act::CopyLink),
    Action::Act(Act::CopyText),
    Action::Act(Act::CopyPath),
    Action::Act(Act::CopyUrl),
    Action::Act(Act::CopyCode),
    Action::Run(Run::Capture),
    Action::Go(Go::Search),
    Action::Run(Run::Sync),
    Action::Run(Run::Undo),
    Action::Run(Run::Redo),
    Action::Run(Run::Messages),
];

/// Where a group stands in the palette: what a person comes for first.
fn place(action: Action) -> u8 {
    match action {
        Action::Run(_) => 0,
        Action::Act(_) => 1,
        Action::Go(_) => 2,
        Action::Move(_) | Action::Write(_) => 3,
    }
}

/// Whether an action is something to ask for by name; editing keys and steps of the selection are not.
fn is_command(action: Action) -> bool {
    match action {
        Action::Move(r#move) => matches!(r#move, Move::First | Move::Last | Move::PageDown | Move::PageUp),
        Action::Write(_) => false,
        Action::Act(_) | Action::Go(_) => true,
        Action::Run(run) => !matches!(run, Run::Cancel | Run::Interrupt | Run::Palette),
    }
}
