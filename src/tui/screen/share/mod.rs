//! What I published: what wants something from me first, with how it stands and what can be done about it.

mod draw;

pub use draw::VERBS;

use ratatui::layout::{Constraint, Layout, Rect};

use crate::entry::EntryPath;
use crate::keymap::{Context, Move};
use crate::ops::share::{Outgoing, State};
use crate::tui::effect::Effect;
use crate::tui::layout::Class;
use crate::tui::view::Parts;
use crate::tui::widget::panel::{Panel, Row, Tone, panel_room};

/// One publication: the entry and the team.
pub type Key = (EntryPath, String);

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

    fn told(self) -> &'static str {
        match self {
            Self::Todo => "Wants something from me",
            Self::Review => "Waits for a review",
            Self::Out => "Published",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Share {
    outgoing: Vec<Outgoing>,
    /// Something has answered since the start.
    pub answered: bool,
    panel: Panel<Key>,
    generation: u64,
    class: Option<Class>,
}

impl Share {
    pub fn contexts(&self) -> Vec<Context> {
        if self.outgoing.is_empty() {
            return vec![Context::List, Context::Global];
        }
        vec![Context::Share, Context::List, Context::Entry, Context::Global]
    }

    /// Asks for the list as it is now.
    pub fn ask(&mut self) -> Effect {
        self.generation += 1;
        Effect::Outgoing { generation: self.generation }
    }

    /// A list has come; one of an older question is not looked at.
    pub fn came(&mut self, generation: u64, outgoing: Vec<Outgoing>) {
        if generation != self.generation {
            return;
        }
        self.answered = true;
        self.outgoing = outgoing;
        self.panel.fill(rows(&self.outgoing, self.class));
    }

    /// How many want something from me.
    pub fn todo(&self) -> usize {
        self.outgoing.iter().filter(|out| Group::of(out.state) == Group::Todo).count()
    }

    pub fn selected(&self) -> Option<&Outgoing> {
        let (entry, team) = self.panel.goal()?;
        self.outgoing.iter().find(|out| out.entry == *entry && out.team == *team)
    }

    /// Where an entry is published, or on its way to.
    pub fn of<'a>(&'a self, entry: &'a EntryPath) -> impl Iterator<Item = &'a Outgoing> {
        self.outgoing.iter().filter(move |out| out.entry == *entry)
    }

    /// What else of mine a team has, as something that may take the place of an entry.
    pub fn others<'a>(&'a self, entry: &'a EntryPath, team: &'a str) -> impl Iterator<Item = &'a Outgoing> {
        let is_there = |out: &&Outgoing| Group::of(out.state) != Group::Withdrawn && out.state != State::Queued;
        self.outgoing.iter().filter(move |out| out.team == team && out.entry != *entry).filter(is_there)
    }

    pub fn go(&mut self, r#move: Move) {
        self.panel.go(r#move);
    }

    /// Brings positions into step with the room there is.
    pub fn settle(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        if self.class != Some(class) {
            self.class = Some(class);
            self.panel.fill(rows(&self.outgoing, self.class));
        }
        let [list, _] = self.areas(class, Parts::of(class, Rect::new(0, 0, size.0, size.1)).body);
        self.panel.room = usize::from(panel_room(class, list).height);
        self.panel.follow();
        Vec::new()
    }

    /// The list, and what is told of the selected one.
    fn areas(&self, class: Class, body: Rect) -> [Rect; 2] {
        let split = match class {
            Class::Wide => Layout::horizontal([Constraint::Percentage(60), Constraint::Fill(1)]),
            Class::Normal | Class::TallNarrow => Layout::vertical([Constraint::Fill(1), Constraint::Length(9)]),
            Class::Small => Layout::vertical([Constraint::Fill(1), Constraint::Length(7)]),
            Class::Tiny | Class::None => return [body, Rect::default()],
        };
        if self.outgoing.is_empty() { [body, Rect::default()] } else { split.areas(body) }
    }
}

fn rows(outgoing: &[Outgoing], class: Option<Class>) -> Vec<Row<Key>> {
    let mut rows = Vec::new();
    for group in Group::ALL {
        let members: Vec<&Outgoing> = outgoing.iter().filter(|out| Group::of(out.state) == group).collect();
        if members.is_empty() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        rows.push(Row::heading(format!("{} {}", group.told(), members.len())));
        rows.extend(members.into_iter().map(|out| row(out, class)));
    }
    rows
}

fn row(out: &Outgoing, class: Option<Class>) -> Row<Key> {
    let beside = match class {
        Some(Class::Tiny | Class::None) => String::new(),
        Some(Class::Small) => format!("{:<8}", out.team),
        Some(Class::Wide | Class::Normal | Class::TallNarrow) | None => format!("{:<8}  {}", out.team, out.date),
    };
    let state = format!("{:<11}", out.state.name());
    Row::of(vec![(tone(out.state), state), (Tone::Text, out.title.clone())])
        .leads((out.entry.clone(), out.team.clone()))
        .beside(beside)
}

/// How a state looks.
pub fn tone(state: State) -> Tone {
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
    use crate::tui::canned::outgoing;

    #[test]
    fn what_wants_something_comes_first_and_is_counted() {
        let mut share = Share::default();
        share.ask();
        share.came(1, outgoing());

        assert_eq!(share.todo(), 2);
        let rows: Vec<String> = share.panel.rows.iter().map(Row::plain).collect();
        assert_eq!(rows[0], "Wants something from me 2");
        assert!(rows[1].starts_with("drifted"), "{rows:#?}");
        assert_eq!(share.selected().unwrap().state, State::Drifted);
    }

    #[test]
    fn an_older_list_is_not_shown() {
        let mut share = Share::default();
        share.ask();
        share.ask();
        share.came(1, outgoing());

        assert!(share.selected().is_none() && !share.answered);
    }

    #[test]
    fn what_may_take_the_place_of_an_entry_is_in_the_same_team_and_not_withdrawn() {
        let mut share = Share::default();
        share.ask();
        share.came(1, outgoing());
        let entry = share.selected().unwrap().entry.clone();

        let others: Vec<&str> = share.others(&entry, "acme").map(|out| out.title.as_str()).collect();

        assert_eq!(others, ["Shallow clones in CI"]);
    }
}
