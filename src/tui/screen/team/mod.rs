//! What is new in the teams since it was last looked at: who brought it, as the commits say, and what it says.

mod draw;

use ratatui::layout::{Constraint, Layout, Rect};

use crate::entry::Entry;
use crate::keymap::{Context, Move};
use crate::ops::team::{Arrived, Listed};
use crate::tui::effect::Effect;
use crate::tui::layout::Class;
use crate::tui::screen::reader::{Reader, text_area};
use crate::tui::view::Parts;
use crate::tui::widget::list::List;
use crate::tui::widget::panel::panel_room;

/// Where the parts of the screen lie; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Areas {
    list: Rect,
    /// Who brought the selected one, and when.
    about: Rect,
    text: Rect,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Team {
    /// The teams there are; nothing before the first answer.
    teams: Option<Vec<Listed>>,
    /// The one whose entries are listed; all of them else.
    chosen: Option<String>,
    /// A list has come since the start.
    answered: bool,
    list: List<Arrived>,
    pub reader: Reader,
    generation: u64,
}

impl Team {
    pub fn contexts(&self) -> Vec<Context> {
        if self.list.is_empty() {
            return vec![Context::List, Context::Global];
        }
        vec![Context::Team, Context::List, Context::Entry, Context::Global]
    }

    /// The teams there are, as far as that is known.
    pub fn teams(&self) -> &[Listed] {
        self.teams.as_deref().unwrap_or_default()
    }

    pub fn is_known(&self) -> bool {
        self.teams.is_some()
    }

    /// How many entries are new in all teams.
    pub fn news(&self) -> usize {
        self.teams().iter().map(|team| team.new).sum()
    }

    pub fn teams_came(&mut self, teams: Vec<Listed>) {
        self.chosen = self.chosen.take().filter(|chosen| teams.iter().any(|team| team.name == *chosen));
        self.teams = Some(teams);
    }

    /// The teams whose entries are listed.
    pub fn shown(&self) -> Vec<String> {
        let all = self.teams().iter().map(|team| &team.name);
        all.filter(|name| self.chosen.as_ref().is_none_or(|chosen| chosen == *name)).cloned().collect()
    }

    /// Asks for what is new.
    pub fn ask(&mut self) -> Effect {
        self.generation += 1;
        Effect::Arrived { generation: self.generation, teams: self.shown() }
    }

    /// A list has come; one of an older question is not looked at.
    pub fn came(&mut self, generation: u64, arrived: Vec<Arrived>) {
        if generation != self.generation {
            return;
        }
        self.answered = true;
        self.list.fill(arrived);
    }

    /// What was looked at is not new any more.
    pub fn has_seen(&mut self) {
        self.list.fill(Vec::new());
        let seen = self.shown();
        for team in self.teams.iter_mut().flatten().filter(|team| seen.contains(&team.name)) {
            team.new = 0;
        }
    }

    pub fn selected(&self) -> Option<&Arrived> {
        self.list.selected()
    }

    pub fn entry(&self) -> Option<&Entry> {
        self.reader.page(&self.selected()?.path).map(|page| &page.entry)
    }

    /// Moves in the list or from team to team; says whether another list is wanted.
    pub fn go(&mut self, r#move: Move) -> bool {
        match r#move {
            Move::PreviewDown => self.reader.scroll_by(3),
            Move::PreviewUp => self.reader.scroll_by(-3),
            Move::PaneLeft | Move::PanePrevious => return self.turn(-1),
            Move::PaneRight | Move::PaneNext => return self.turn(1),
            of_list => drop(self.list.go(of_list)),
        }
        false
    }

    /// From all teams to each of them and round; says whether that changed anything.
    fn turn(&mut self, by: isize) -> bool {
        let names: Vec<String> = self.teams().iter().map(|team| team.name.clone()).collect();
        if names.len() < 2 {
            return false;
        }
        let here = self.chosen.as_ref().and_then(|chosen| names.iter().position(|name| name == chosen));
        let places = isize::try_from(names.len() + 1).unwrap_or(1);
        let here = here.and_then(|here| isize::try_from(here + 1).ok()).unwrap_or(0);
        let next = usize::try_from((here + by).rem_euclid(places)).unwrap_or(0);
        self.chosen = next.checked_sub(1).and_then(|at| names.get(at).cloned());
        true
    }

    /// Brings positions into step with the room there is, and asks for the text of what is selected.
    pub fn settle(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        let areas = self.areas(class, Parts::of(class, Rect::new(0, 0, size.0, size.1)).body);
        self.list.follow(panel_room(class, areas.list).height.into());
        let text = text_area(class, areas.text);
        self.reader.rows = usize::from(text.height);
        let selected = self.list.selected();
        let wanted = selected.and_then(|arrived| self.reader.want(&arrived.path, usize::from(text.width)));
        self.reader.hold();
        wanted.into_iter().collect()
    }

    fn areas(&self, class: Class, body: Rect) -> Areas {
        let split = match class {
            Class::Wide => Layout::horizontal([Constraint::Percentage(45), Constraint::Fill(1)]),
            Class::Normal => Layout::horizontal([Constraint::Percentage(50), Constraint::Fill(1)]),
            Class::TallNarrow => Layout::vertical([Constraint::Percentage(38), Constraint::Fill(1)]),
            Class::Small => Layout::vertical([Constraint::Percentage(45), Constraint::Fill(1)]),
            Class::Tiny | Class::None => return Areas { list: body, ..Areas::default() },
        };
        if self.list.is_empty() {
            return Areas { list: body, ..Areas::default() };
        }
        let [list, rest] = split.areas(body);
        let about = if class == Class::Small { 0 } else { 5 };
        let [about, text] = Layout::vertical([Constraint::Length(about), Constraint::Fill(1)]).areas(rest);
        Areas { list, about, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::canned::{arrived, teams};

    fn team() -> Team {
        let mut team = Team::default();
        team.teams_came(teams());
        team.ask();
        team.came(1, arrived());
        team
    }

    #[test]
    fn one_goes_from_all_teams_to_each_and_round() {
        let mut team = team();

        assert_eq!(team.shown(), ["acme", "hub"]);
        assert!(team.go(Move::PaneRight));
        assert_eq!(team.shown(), ["acme"]);
        team.go(Move::PaneRight);
        assert_eq!(team.shown(), ["hub"]);
        team.go(Move::PaneRight);
        assert_eq!(team.shown(), ["acme", "hub"]);
        team.go(Move::PaneLeft);
        assert_eq!(team.shown(), ["hub"]);
    }

    #[test]
    fn what_was_seen_is_not_counted_any_more() {
        let mut team = team();
        assert_eq!(team.news(), 3);

        team.has_seen();

        assert_eq!(team.news(), 0);
        assert!(team.selected().is_none());
    }

    #[test]
    fn a_team_that_is_gone_is_not_shown() {
        let mut team = team();
        team.go(Move::PaneLeft);

        team.teams_came(teams().into_iter().take(1).collect());

        assert_eq!(team.shown(), ["acme"]);
    }
}
