//! The palette, the help and the actions menu, filled from the keymap as it is.

use chrono::NaiveDate;

use super::{App, Effect, entry_actions};
use crate::entry::Stage;
use crate::keymap::{Action, Context, Later, Move, Refine, Run};
use crate::ops;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::menu::{Menu, MenuKind, MenuRow, MenuSubject};
use crate::tui::widget::footer::keycap;

impl App {
    fn all_keys(&self, action: Action, contexts: &[Context]) -> String {
        let keys = self.shared.settings.keymap.keys_of(action, contexts);
        keys.iter().take(3).map(|keys| keycap(&keys.to_string())).collect::<Vec<_>>().join("  ")
    }

    /// All commands.
    pub(super) fn palette(&self) -> Menu {
        let everywhere = self.places();
        let mut commands: Vec<Action> = Action::ALL.iter().copied().filter(|action| is_command(*action)).collect();
        commands.sort_by_key(|action| place(*action));
        let rows = commands.into_iter().map(|action| {
            let keys = self.shared.first_key(action, &everywhere);
            MenuRow::new(action, keys, self.why_not(action))
        });
        Menu::new(MenuKind::Palette, "Commands", rows.collect())
    }

    /// The keys of the place where the person is.
    pub(super) fn help(&self) -> Menu {
        let contexts = self.contexts();
        let mut actions = Action::ALL.to_vec();
        actions.sort_by_key(|action| match action {
            Action::Act(_) | Action::Later(_) | Action::Refine(_) => 0,
            Action::Run(_) | Action::Go(_) => 1,
            Action::Move(_) | Action::Write(_) => 2,
        });
        let rows = actions.into_iter().filter_map(|action| {
            let keys = self.all_keys(action, &contexts);
            (!keys.is_empty()).then(|| MenuRow::new(action, keys, self.why_not(action)))
        });
        Menu::new(MenuKind::Help, "Keys here", rows.collect())
    }

    /// What can be done with the selection.
    pub(super) fn actions(&self) -> Menu {
        let contexts = self.places();
        let rows = entry_actions::menu().map(|action| {
            let keys = self.shared.first_key(action, &contexts);
            MenuRow::new(action, keys, self.why_not(action))
        });
        let title = self.subject().map_or("Actions", |subject| subject.title);
        Menu::new(MenuKind::Actions(self.on()), title, rows.collect())
    }

    /// What the actions are about here.
    fn on(&self) -> MenuSubject {
        if self.screen().is_sharing() {
            MenuSubject::Shared
        } else if self.of_team() {
            MenuSubject::Team
        } else {
            MenuSubject::Entry
        }
    }

    /// Where the keys of actions are looked up.
    fn places(&self) -> Vec<Context> {
        let here = match self.on() {
            MenuSubject::Entry => None,
            MenuSubject::Shared => Some(Context::Share),
            MenuSubject::Team => Some(Context::Team),
        };
        here.into_iter().chain([Context::Entry, Context::List, Context::Global]).collect()
    }

    /// What a choice means now: the day on which an entry would come back, or that it is like this already.
    fn meaning(&self, action: Action) -> String {
        match action {
            Action::Later(later) => {
                self.day_of(later).map(|day| day.format("%a %-d %b").to_string()).unwrap_or_default()
            }
            Action::Refine(refine) if self.is_now(refine) => "now".to_owned(),
            Action::Move(_)
            | Action::Write(_)
            | Action::Act(_)
            | Action::Refine(_)
            | Action::Go(_)
            | Action::Run(_) => String::new(),
        }
    }

    /// The day that a choice of the menu of when means; none for the day that is typed.
    pub(super) fn day_of(&self, later: Later) -> Option<NaiveDate> {
        let words = match later {
            Later::Tomorrow => "tomorrow",
            Later::Week => "week",
            Later::Month => "month",
            Later::Day => return None,
        };
        ops::later::day(words, self.shared.now().date_naive())
    }

    /// Whether the selected entry is like this already.
    fn is_now(&self, refine: Refine) -> bool {
        let Some(entry) = self.entry().filter(|_| !self.screen().has_marks()) else { return false };
        let field = |name: &str| entry.fields.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        match refine {
            Refine::Seed => entry.stage == Some(Stage::Seed),
            Refine::Growing => entry.stage == Some(Stage::Growing),
            Refine::Evergreen => entry.stage == Some(Stage::Evergreen),
            Refine::Low => field("confidence") == "low",
            Refine::Medium => field("confidence") == "medium",
            Refine::High => field("confidence") == "high",
            Refine::Checked => field("checked") == self.shared.now().format("%Y-%m-%d").to_string(),
        }
    }

    /// Opens the menu of when, or of stage and confidence.
    pub(super) fn open_menu(&mut self, kind: MenuKind) -> Vec<Effect> {
        let (title, actions): (_, &[Action]) = match kind {
            MenuKind::Later => ("Later", &LATER),
            MenuKind::Refine => ("Stage and confidence", &REFINE),
            MenuKind::Palette | MenuKind::Help | MenuKind::Actions(_) => return Vec::new(),
        };
        let contexts = kind.contexts();
        let rows = actions.iter().map(|action| {
            let row = MenuRow::new(*action, self.shared.first_key(*action, contexts), self.why_not(*action));
            row.with_note(self.meaning(*action))
        });
        let menu = Menu::new(kind, title, rows.collect());
        self.shared.push(Overlay::Menu(menu));
        Vec::new()
    }
}

const LATER: [Action; 4] = [
    Action::Later(Later::Tomorrow),
    Action::Later(Later::Week),
    Action::Later(Later::Month),
    Action::Later(Later::Day),
];

const REFINE: [Action; 7] = [
    Action::Refine(Refine::Seed),
    Action::Refine(Refine::Growing),
    Action::Refine(Refine::Evergreen),
    Action::Refine(Refine::Low),
    Action::Refine(Refine::Medium),
    Action::Refine(Refine::High),
    Action::Refine(Refine::Checked),
];

/// Where a group stands in the palette: what a person comes for first.
fn place(action: Action) -> u8 {
    match action {
        Action::Run(_) => 0,
        Action::Act(_) => 1,
        Action::Go(_) => 2,
        Action::Later(_) | Action::Refine(_) => 3,
        Action::Move(_) | Action::Write(_) => 4,
    }
}

/// Whether an action is something to ask for by name; editing keys and steps of the selection are not.
fn is_command(action: Action) -> bool {
    match action {
        Action::Move(r#move) => matches!(r#move, Move::First | Move::Last | Move::PageDown | Move::PageUp),
        Action::Write(_) => false,
        Action::Act(_) | Action::Later(_) | Action::Refine(_) | Action::Go(_) => true,
        Action::Run(run) => !matches!(run, Run::Cancel | Run::Interrupt | Run::Palette),
    }
}
