//! The palette, the help and the actions menu, filled from the keymap as it is.

use chrono::NaiveDate;

use super::{App, Effect, entry_actions};
use crate::entry::Stage;
use crate::keymap::{Act, Action, Context, Later, Move, Refine, Run, Sort};
use crate::ops;
use crate::ops::find::{By, SortOrder};
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
        let recent = |action: &Action| self.ran.iter().position(|ran| ran == action).unwrap_or(usize::MAX);
        commands.sort_by_key(|action| (recent(action), place(*action)));
        let rows = commands.into_iter().map(|action| {
            let keys = self.shared.first_key(action, &everywhere);
            MenuRow::new(action, keys, self.why_not(action))
        });
        Menu::new(MenuKind::Palette, "Commands", rows.collect())
    }

    /// The keys of the place where the person is, in groups; what is not possible now is the last of them.
    pub(super) fn help(&self) -> Menu {
        let contexts = self.contexts();
        let mut rows: Vec<(Group, MenuRow)> = Vec::new();
        for action in Action::ALL.iter().copied() {
            let keys = self.all_keys(action, &contexts);
            if !keys.is_empty() {
                let row = MenuRow::new(action, keys, self.why_not(action));
                let group = if row.reason.is_some() { Group::NotNow } else { Group::of(action) };
                rows.push((group, row.under(group.name())));
            }
        }
        rows.sort_by_key(|(group, _)| *group);
        Menu::new(MenuKind::Help, "Keys here", rows.into_iter().map(|(_, row)| row).collect())
    }

    /// Something was run from the palette: it stands at its top the next time.
    pub(super) fn note_ran(&mut self, action: Action) {
        self.ran.retain(|ran| *ran != action);
        self.ran.insert(0, action);
        self.ran.truncate(RECENT);
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
            Action::Sort(sort) if self.screen().order() == Some(order(sort)) => "now".to_owned(),
            Action::Move(_)
            | Action::Write(_)
            | Action::Act(_)
            | Action::Refine(_)
            | Action::Sort(_)
            | Action::Decide(_)
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
        ops::later::day(words, self.shared.today())
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
            MenuKind::Sort => ("Order", &SORT),
            MenuKind::Palette | MenuKind::Help | MenuKind::Actions(_) => return Vec::new(),
        };
        let contexts = kind.contexts();
        let rows = actions.iter().map(|action| {
            let row = MenuRow::new(*action, self.shared.first_key(*action, contexts), self.why_not(*action));
            row.with_note(self.meaning(*action))
        });
        let menu = Menu::new(kind, title, rows.collect());
        let is_now =
            |action: &Action| matches!(action, Action::Sort(sort) if self.screen().order() == Some(order(*sort)));
        let now = actions.iter().position(is_now).unwrap_or(0);
        self.shared.push(Overlay::Menu(menu.begin_at(now)));
        Vec::new()
    }
}

/// As many as stand at the top of the palette because they were run from it.
const RECENT: usize = 6;

/// What actions stand under in the help, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Move,
    Entry,
    Make,
    Go,
    Terminal,
    NotNow,
}

impl Group {
    fn name(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Entry => "Entry",
            Self::Make => "Make",
            Self::Go => "Go",
            Self::Terminal => "Terminal",
            Self::NotNow => "Not possible now",
        }
    }

    fn of(action: Action) -> Self {
        match action {
            Action::Move(_) | Action::Sort(_) => Self::Move,
            Action::Act(Act::Mark | Act::MarkRange | Act::MarkAll | Act::Order | Act::WithTeams) => Self::Move,
            Action::Act(Act::Annotate | Act::Nugget | Act::Todo) | Action::Write(_) => Self::Make,
            Action::Act(_) | Action::Later(_) | Action::Refine(_) | Action::Decide(_) => Self::Entry,
            Action::Go(_) => Self::Go,
            Action::Run(Run::Log | Run::Capture | Run::Undo | Run::Redo | Run::AddTeam) => Self::Make,
            Action::Run(_) => Self::Terminal,
        }
    }
}

const LATER: [Action; 4] = [
    Action::Later(Later::Tomorrow),
    Action::Later(Later::Week),
    Action::Later(Later::Month),
    Action::Later(Later::Day),
];

const SORT: [Action; 6] = [
    Action::Sort(Sort::Best),
    Action::Sort(Sort::Recent),
    Action::Sort(Sort::Newest),
    Action::Sort(Sort::Oldest),
    Action::Sort(Sort::Title),
    Action::Sort(Sort::Name),
];

/// The order that a choice means.
pub(super) fn order(sort: Sort) -> SortOrder {
    match sort {
        Sort::Best => SortOrder::Best,
        Sort::Recent => SortOrder::By(By::Recent),
        Sort::Newest => SortOrder::By(By::Newest),
        Sort::Oldest => SortOrder::By(By::Oldest),
        Sort::Title => SortOrder::By(By::Title),
        Sort::Name => SortOrder::By(By::Name),
    }
}

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
        Action::Later(_) | Action::Refine(_) | Action::Sort(_) | Action::Decide(_) => 3,
        Action::Move(_) | Action::Write(_) => 4,
    }
}

/// Whether an action is something to ask for by name; editing keys and steps of the selection are not.
fn is_command(action: Action) -> bool {
    match action {
        Action::Move(r#move) => matches!(r#move, Move::First | Move::Last | Move::PageDown | Move::PageUp),
        Action::Write(_) => false,
        Action::Act(_) | Action::Later(_) | Action::Refine(_) | Action::Sort(_) | Action::Go(_) => true,
        Action::Decide(_) => true,
        Action::Run(run) => !matches!(run, Run::Cancel | Run::Interrupt | Run::Palette),
    }
}
