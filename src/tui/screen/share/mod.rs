//! What I published: what wants something from me first, with how it stands and what can be done about it.

mod draw;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::shared::Shared;
use super::{Location, Request, Screen, ScreenState, Subject, Surroundings, Tab, Verb, Visit};
use crate::entry::EntryPath;
use crate::keymap::{Act, Action, Context, Go, Move, Run};
use crate::ops::share::{Outgoing, State};
use crate::tui::core::effect::Effect;
use crate::tui::core::sharing::Sharing;
use crate::tui::widget::footer::{COMMANDS, Footer, Item, SEARCH};
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::panel::{Panel, PanelRow, Tone, panel_room};

/// One publication: the entry and the team.
pub(crate) type Key = (EntryPath, String);

/// What belongs together in the list, what wants something first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Todo,
    Review,
    Out,
    Withdrawn,
}

impl Group {
    const ALL: [Self; 4] = [Self::Todo, Self::Review, Self::Out, Self::Withdrawn];

    fn of(state: State) -> Self {
        match state {
            State::Private | State::Queued | State::Drifted | State::Edited | State::Diverged | State::Unshared => {
                Self::Todo
            }
            State::Proposed => Self::Review,
            State::Published => Self::Out,
            State::Withdrawn => Self::Withdrawn,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Todo => "Needs attention",
            Self::Review => "Waiting for review",
            Self::Out => "Published",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

const TAB: Tab = Tab { go: Go::Share, name: "Share", short: "Share", verb: Verb::Share };

const KEYS: [Item; 9] = [
    (Action::Act(Act::Open), "look, publish"),
    (Action::Act(Act::Withdraw), "withdraw"),
    (Action::Act(Act::Take), "take theirs"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::CopyLink), "copy link"),
    (Action::Act(Act::OpenOutside), "open outside"),
    (Action::Run(Run::Sync), "sync"),
    SEARCH,
    COMMANDS,
];

/// The screen's state; what is published is shared with others.
#[derive(Clone, Debug, Default)]
pub struct Share {
    panel: Panel<Key>,
    /// For which the rows were made.
    class: Option<Class>,
}

impl Share {
    fn is_empty(&self) -> bool {
        self.panel.rows.is_empty()
    }

    fn selected<'a>(&self, sharing: &'a Sharing) -> Option<&'a Outgoing> {
        let (entry, team) = self.panel.target()?;
        sharing.outgoing.iter().find(|out| out.entry == *entry && out.team == *team)
    }

    /// The list, and the facts of the selected one.
    fn areas(&self, class: Class, body: Rect) -> [Rect; 2] {
        let split = match class {
            Class::Wide => Layout::horizontal([Constraint::Percentage(60), Constraint::Fill(1)]),
            Class::Normal | Class::TallNarrow => Layout::vertical([Constraint::Fill(1), Constraint::Length(9)]),
            Class::Small => Layout::vertical([Constraint::Fill(1), Constraint::Length(7)]),
            Class::Tiny | Class::None => return [body, Rect::default()],
        };
        if self.is_empty() { [body, Rect::default()] } else { split.areas(body) }
    }
}

/// How many want something from me.
fn todo(sharing: &Sharing) -> usize {
    sharing.outgoing.iter().filter(|out| Group::of(out.state) == Group::Todo).count()
}

impl ScreenState for Share {
    fn location(&self) -> Location {
        Location::of(Screen::Share)
    }

    fn tab(&self) -> Option<&'static Tab> {
        Some(&TAB)
    }

    fn count(&self, shared: &Shared) -> usize {
        todo(&shared.sharing)
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Share)]
    }

    fn ask(&mut self, shared: &mut Shared) -> Vec<Effect> {
        vec![shared.sharing.ask()]
    }

    fn sharing_changed(&mut self, sharing: &Sharing) {
        self.panel.fill(rows(&sharing.outgoing, self.class));
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        if self.class != Some(shared.class) {
            self.class = Some(shared.class);
            self.sharing_changed(&shared.sharing);
        }
        let [list, _] = self.areas(shared.class, ScreenAreas::of_size(shared.class, shared.size).body);
        self.panel.room = usize::from(panel_room(shared.class, list).height);
        self.panel.follow();
        Vec::new()
    }

    fn subject<'a>(&'a self, shared: &'a Shared) -> Option<Subject<'a>> {
        let out = self.selected(&shared.sharing)?;
        Some(Subject::new(&out.entry, &out.title, None))
    }

    fn publication(&self, shared: &Shared) -> Option<Outgoing> {
        self.selected(&shared.sharing).cloned()
    }

    fn is_sharing(&self) -> bool {
        true
    }

    fn contexts(&self) -> Vec<Context> {
        if self.is_empty() {
            return vec![Context::List, Context::Global];
        }
        vec![Context::Share, Context::List, Context::Entry, Context::Global]
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        self.panel.go(r#move);
        Vec::new()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        let out = self.selected(&shared.sharing).filter(|_| act == Act::Open)?;
        let (location, title) = (Location::prepare(out.entry.clone(), &*out.team), out.title.clone());
        shared.request(Request::Visit(Visit { location, title, ..Visit::default() }));
        Some(Vec::new())
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn footer(&self) -> Footer {
        Footer::of(&KEYS)
    }
}

fn rows(outgoing: &[Outgoing], class: Option<Class>) -> Vec<PanelRow<Key>> {
    let mut rows = Vec::new();
    for group in Group::ALL {
        let members: Vec<&Outgoing> = outgoing.iter().filter(|out| Group::of(out.state) == group).collect();
        if members.is_empty() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(PanelRow::default());
        }
        rows.push(PanelRow::heading(format!("{} {}", group.title(), members.len())));
        rows.extend(members.into_iter().map(|out| row(out, class)));
    }
    rows
}

fn row(out: &Outgoing, class: Option<Class>) -> PanelRow<Key> {
    let beside = match class {
        Some(Class::Tiny | Class::None) => String::new(),
        Some(Class::Small) => format!("{:<8}", out.team),
        Some(Class::Wide | Class::Normal | Class::TallNarrow) | None => format!("{:<8}  {}", out.team, out.date),
    };
    let state = format!("{:<11}", out.state.name());
    PanelRow::of(vec![(tone(out.state), state), (Tone::Text, out.title.clone())])
        .leads((out.entry.clone(), out.team.clone()))
        .beside(beside)
}

/// How a state looks.
pub(crate) fn tone(state: State) -> Tone {
    match state {
        State::Diverged | State::Unshared => Tone::Bad,
        State::Private | State::Queued | State::Drifted | State::Edited => Tone::Warn,
        State::Proposed => Tone::Found,
        State::Published => Tone::Good,
        State::Withdrawn => Tone::Muted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::canned::outgoing;

    #[test]
    fn what_wants_something_comes_first_and_is_counted() {
        let mut sharing = Sharing::default();
        sharing.outgoing = outgoing();
        let mut share = Share::default();
        share.sharing_changed(&sharing);

        assert_eq!(todo(&sharing), 2);
        let rows: Vec<String> = share.panel.rows.iter().map(PanelRow::plain).collect();
        assert_eq!(rows[0], "Needs attention 2");
        assert!(rows[1].starts_with("drifted"), "{rows:#?}");
        assert_eq!(share.selected(&sharing).unwrap().state, State::Drifted);
    }
}
