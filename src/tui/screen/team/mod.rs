//! What the teams have: what is new since it was last looked at, all of it, and all by topic; who brought the selected page,
//! as the commits say, and what it says.

mod draw;
mod request;
mod rows;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::order;
use super::shared::Shared;
use super::{Can, Location, Screen, ScreenState, Subject, Surroundings, Tab, Verb};
use crate::entry::{Entry, EntryPath};
use crate::keymap::{Act, Action, Context, Go, Move, Run};
use crate::ops::find::{By, SortOrder};
use crate::ops::team::{About, Arrived, Digest, Listed, Page, TeamRequest};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::sharing::Sharing;
use crate::tui::screen::reader::{Reader, text_area};
use crate::tui::widget::footer::{COMMANDS, Footer, Item, SEARCH};
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::list::List;
use crate::tui::widget::panel::panel_room;
use crate::tui::widget::selection::scrolls;
use rows::{Row, Section};

const TAB: Tab = Tab { go: Go::Team, name: "Team", short: "Team", verb: Verb::Share };

const KEYS: [Item; 11] = [
    (Action::Act(Act::Open), "read"),
    (Action::Act(Act::Adopt), "adopt"),
    (Action::Act(Act::Thank), "thank"),
    (Action::Act(Act::Seen), "all seen"),
    (Action::Run(Run::Ask), "ask"),
    (Action::Act(Act::CopyLink), "copy address"),
    (Action::Move(Move::PaneRight), "section"),
    (Action::Move(Move::PreviewDown), "scroll"),
    (Action::Run(Run::Sync), "look again"),
    SEARCH,
    COMMANDS,
];

/// On a request.
const REQUEST: [Item; 9] = [
    (Action::Act(Act::Open), "read"),
    (Action::Act(Act::Claim), "claim"),
    (Action::Act(Act::Nugget), "write the answer"),
    (Action::Act(Act::Answer), "with a page"),
    (Action::Act(Act::Reply), "reply"),
    (Action::Act(Act::Finish), "close"),
    (Action::Run(Run::Ask), "ask"),
    (Action::Move(Move::PaneRight), "section"),
    COMMANDS,
];

/// As many sources of a page as are shown.
const SOURCES: usize = 3;

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
    /// The team whose entries are listed; all of them else.
    chosen: Option<String>,
    /// What is listed; what is new where there is something, else all.
    section: Option<Section>,
    /// What is new, and all there is; nothing before the first answer.
    arrived: Option<Vec<Arrived>>,
    pages: Option<Vec<Page>>,
    requests: Vec<TeamRequest>,
    /// What happened in the last days, a team each.
    weeks: Option<Vec<(String, Digest)>>,
    /// In which order pages are listed, if it is not the newest first.
    order: Option<By>,
    /// How many pages and topics there are.
    counted: (usize, usize),
    list: List<Row>,
    reader: Reader,
    /// Of which page it was asked what is known of it, and that.
    about: Option<(EntryPath, About)>,
    asked_about: Option<EntryPath>,
    generation: u64,
}

impl Team {
    /// The teams whose entries are listed.
    fn shown(&self, teams: &[Listed]) -> Vec<String> {
        let all = teams.iter().map(|team| &team.name);
        all.filter(|name| self.chosen.as_ref().is_none_or(|chosen| chosen == *name)).cloned().collect()
    }

    fn ask_for(&mut self, teams: &[Listed]) -> Vec<Effect> {
        self.generation += 1;
        let (generation, teams) = (self.generation, self.shown(teams));
        self.asked_about = None;
        let mut effects = vec![
            Effect::Arrived { generation, teams: teams.clone() },
            Effect::TeamPages { generation, teams: teams.clone() },
        ];
        // What takes a look at the history is asked for where it is shown.
        self.weeks = None;
        effects.extend((self.section() == Section::Week).then_some(Effect::Week { generation, teams }));
        effects
    }

    fn want_week(&self, teams: &[Listed]) -> Vec<Effect> {
        let is_wanted = self.section() == Section::Week && self.weeks.is_none();
        let week = || Effect::Week { generation: self.generation, teams: self.shown(teams) };
        is_wanted.then(week).into_iter().collect()
    }

    fn selected(&self) -> Option<&Row> {
        self.list.selected()
    }

    /// What is listed: a newcomer sees what is there.
    fn section(&self) -> Section {
        let has_new = self.arrived.as_ref().is_some_and(|arrived| !arrived.is_empty());
        self.section.unwrap_or(if has_new { Section::New } else { Section::All })
    }

    fn has_answered(&self) -> bool {
        self.arrived.is_some() && self.pages.is_some()
    }

    /// The requests of the teams that are shown.
    fn requests(&self) -> impl Iterator<Item = &TeamRequest> {
        self.requests.iter().filter(|it| self.chosen.as_ref().is_none_or(|chosen| *chosen == it.team))
    }

    fn fill(&mut self) {
        if self.section() == Section::Requests {
            self.list.fill(rows::of_requests(self.requests()));
        } else if self.section() == Section::Week {
            self.list.fill(rows::of_week(self.weeks.as_deref().unwrap_or_default()));
        } else if let (Some(arrived), Some(pages)) = (&self.arrived, &self.pages) {
            let mut rows = rows::rows(self.section(), arrived, pages);
            if let Some(by) = self.order.filter(|_| self.is_sorted()) {
                rows::sort(&mut rows, by);
            }
            self.list.fill(rows);
        }
    }

    /// Whether what is listed has no order of its own.
    fn is_sorted(&self) -> bool {
        matches!(self.section(), Section::New | Section::All)
    }

    fn show_section(&mut self, by: isize) {
        self.section = Some(self.section().beside(by));
        self.fill();
    }

    /// How many there are in a section.
    fn len_of(&self, section: Section) -> usize {
        match section {
            Section::New => self.arrived.as_ref().map_or(0, Vec::len),
            Section::Requests => self.requests().filter(|it| it.request.is_open()).count(),
            Section::Week => {
                self.weeks.as_ref().map_or(0, |weeks| weeks.iter().map(|(_, week)| week.items.len()).sum())
            }
            Section::All => self.counted.0,
            Section::Topics => self.counted.1,
        }
    }

    /// What is known of the selected page.
    fn about(&self) -> Option<&About> {
        let selected = &self.selected()?.path;
        self.about.as_ref().filter(|(path, _)| path == selected).map(|(_, about)| about)
    }

    /// Asks what is known of the selected page, once.
    fn want_about(&mut self) -> Option<Effect> {
        let path = self.selected()?.path.clone();
        (self.asked_about.replace(path.clone()).as_ref() != Some(&path)).then_some(Effect::AboutPage { path })
    }

    /// From all teams to each of them and round; says whether that changed anything.
    fn turn(&mut self, by: isize, teams: &[Listed]) -> bool {
        let names: Vec<String> = teams.iter().map(|team| team.name.clone()).collect();
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

    /// What was looked at is not new any more.
    fn see(&mut self, shared: &mut Shared) -> Vec<Effect> {
        let seen = self.shown(shared.sharing.teams());
        self.arrived = Some(Vec::new());
        self.section = None;
        self.fill();
        for team in shared.sharing.teams.iter_mut().flatten().filter(|team| seen.contains(&team.name)) {
            team.new = 0;
        }
        vec![Effect::SeeTeams { teams: seen }]
    }

    /// Rows that what is known of the selected page takes, with its frame.
    fn about_rows(&self) -> u16 {
        if let Some(request) = self.selected().and_then(|row| row.request.as_ref()) {
            return request::rows(request) + 2;
        }
        let more = self.about().map_or(0, |about| {
            usize::from(about.says().is_some()) + about.sources.len().min(SOURCES) + about.notices.len()
        });
        5 + u16::try_from(more).unwrap_or(0)
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
        let about = if class == Class::Small { 0 } else { self.about_rows() };
        let [about, text] = Layout::vertical([Constraint::Length(about), Constraint::Fill(1)]).areas(rest);
        Areas { list, about, text }
    }
}

/// How many pages there are beside a README, and how many topics they have.
fn counted(pages: &[Page]) -> (usize, usize) {
    let topics = pages.iter().map(|page| page.topic.as_str()).filter(|topic| !topic.is_empty());
    (pages.iter().filter(|page| !page.is_readme).count(), topics.collect::<BTreeSet<_>>().len())
}

impl ScreenState for Team {
    fn location(&self) -> Location {
        Location::of(Screen::Team)
    }

    fn tab(&self) -> Option<&'static Tab> {
        Some(&TAB)
    }

    /// How many entries are new in all teams.
    fn count(&self, shared: &Shared) -> usize {
        shared.sharing.teams().iter().map(|team| team.new).sum()
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Team)]
    }

    fn ask(&mut self, shared: &mut Shared) -> Vec<Effect> {
        self.reader.forget();
        self.ask_for(shared.sharing.teams())
    }

    fn take(&mut self, answer: &Answer, _: &mut Shared) -> Vec<Effect> {
        self.reader.take(answer);
        if let Answer::Arrived { generation, outcome: Ok(arrived), .. } = answer
            && *generation == self.generation
        {
            self.arrived = Some(arrived.clone());
            self.fill();
        } else if let Answer::TeamPages { generation, outcome: Ok(pages), .. } = answer
            && *generation == self.generation
        {
            self.counted = counted(pages);
            self.pages = Some(pages.clone());
            self.fill();
        } else if let Answer::Week { generation, outcome: Ok(weeks), .. } = answer
            && *generation == self.generation
        {
            self.weeks = Some(weeks.clone());
            self.fill();
        } else if let Answer::AboutPage { path, outcome: Ok(about) } = answer {
            self.about = Some((path.clone(), about.clone()));
        }
        Vec::new()
    }

    fn sharing_changed(&mut self, sharing: &Sharing) {
        let teams = sharing.teams();
        self.chosen = self.chosen.take().filter(|chosen| teams.iter().any(|team| team.name == *chosen));
        self.requests.clone_from(&sharing.requests);
        if self.section() == Section::Requests {
            self.fill();
        }
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        let class = shared.class;
        let areas = self.areas(class, ScreenAreas::of_size(class, shared.size).body);
        self.list.follow(usize::from(panel_room(class, areas.list).height).saturating_sub(Self::head(class).into()));
        let text = text_area(class, areas.text);
        self.reader.rows = usize::from(text.height);
        let selected = self.list.selected();
        let wanted = selected.and_then(|row| self.reader.want(&row.path, usize::from(text.width)));
        self.reader.hold();
        wanted.into_iter().chain(self.want_about()).collect()
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        let row = self.selected()?;
        Some(Subject::new(&row.path, &row.title, Some(row.kind)))
    }

    fn entry(&self) -> Option<&Entry> {
        self.reader.page(&self.selected()?.path).map(|page| &page.entry)
    }

    fn contexts(&self) -> Vec<Context> {
        if self.list.is_empty() {
            return vec![Context::List, Context::Global];
        }
        vec![Context::Team, Context::List, Context::Entry, Context::Global]
    }

    fn go(&mut self, r#move: Move, shared: &mut Shared) -> Vec<Effect> {
        let teams = shared.sharing.teams();
        let turned = match r#move {
            Move::PreviewDown | Move::PreviewUp => {
                self.reader.scroll_by(scrolls(r#move, 0));
                false
            }
            Move::SideLeft | Move::SideRight => !self.reader.scroll_sideways(r#move),
            Move::PaneLeft | Move::PaneRight => {
                self.show_section(if r#move == Move::PaneLeft { -1 } else { 1 });
                return self.want_week(teams);
            }
            Move::PanePrevious => self.turn(-1, teams),
            Move::PaneNext => self.turn(1, teams),
            of_list => !self.list.go(of_list),
        };
        if turned { self.ask_for(teams) } else { Vec::new() }
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        (act == Act::Seen).then(|| self.see(shared))
    }

    fn can(&self, action: Action, shared: &Shared) -> Can {
        if action == Action::Act(Act::Seen) {
            return Can::unless((self.len_of(Section::New) == 0).then_some("nothing is new"));
        }
        if matches!(action, Action::Move(Move::PanePrevious | Move::PaneNext)) {
            return Can::unless((shared.sharing.teams().len() < 2).then_some("there is no other team"));
        }
        if self.is_sorted() { order::can(action) } else { Can::AsElsewhere }
    }

    fn order(&self) -> Option<SortOrder> {
        self.is_sorted().then_some(SortOrder::By(self.order.unwrap_or(By::Newest)))
    }

    fn sort(&mut self, order: SortOrder) -> Vec<Effect> {
        self.order = order.by();
        self.fill();
        self.list.selection.select(0, self.list.len());
        Vec::new()
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn footer(&self) -> Footer {
        if self.section() == Section::Requests { Footer::of(&REQUEST) } else { Footer::of(&KEYS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::canned::teams;

    #[test]
    fn one_goes_from_all_teams_to_each_and_round() {
        let mut team = Team::default();
        let shown = |team: &Team| team.shown(&teams());

        assert_eq!(shown(&team), ["acme", "hub"]);
        assert!(team.turn(1, &teams()));
        assert_eq!(shown(&team), ["acme"]);
        team.turn(1, &teams());
        assert_eq!(shown(&team), ["hub"]);
        team.turn(1, &teams());
        assert_eq!(shown(&team), ["acme", "hub"]);
        team.turn(-1, &teams());
        assert_eq!(shown(&team), ["hub"]);
    }

    #[test]
    fn a_team_that_is_gone_is_not_shown() {
        let mut team = Team::default();
        team.turn(-1, &teams());
        let left: Vec<Listed> = teams().into_iter().take(1).collect();

        let mut sharing = Sharing::default();
        sharing.teams = Some(left.clone());
        team.sharing_changed(&sharing);

        assert_eq!(team.shown(&left), ["acme"]);
    }
}
