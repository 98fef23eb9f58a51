//! The library: a query, what it finds, and the text of the selected entry.

mod areas;
mod draw;
mod hit;
mod keys;
mod moves;
mod narrow;
mod reach;
mod results;
mod teams;
mod text;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::session::Session;
use super::shared::Shared;
use super::{Can, Event, Location, Reminder, Screen, ScreenState, Subject, Surroundings, Tab, Verb};
use crate::entry::{Entry, EntryPath};
use crate::keymap::{Act, Action, Context, Go, Move, Run, Write};
use crate::ops::Hit;
use crate::ops::find::SortOrder;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::screen::reader::{Reader, reading_contexts};
use crate::tui::widget::footer::Footer;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::list::List;
use keys::{FIND, FOLLOW, FOUND, NARROW, QUERY, READER, RESULTS};
use narrow::Narrow;
use reach::Reach;
use teams::Teams;

/// How many results are asked for at the start, when the one that was selected last is looked for among them.
const BATCH: usize = 100;
/// How many more results are asked for than the screen shows; more come when the selection comes so near to the last one.
const SPARE: usize = 10;

/// As much of a query as is searched for; more was not typed but pasted by mistake.
const LONGEST: usize = 1000;

const TAB: Tab = Tab { go: Go::Library, name: "Library", short: "Lib", verb: Verb::Find };

/// What has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    Query,
    /// What narrows the results.
    Narrow,
    #[default]
    Results,
    /// One entry has the whole screen.
    Reader,
}

/// Where the parts of the screen lie; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Areas {
    query: Rect,
    narrow: Rect,
    list: Rect,
    preview: Rect,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub query: Input,
    pub focus: Focus,
    /// How many results there are, and how many entries.
    totals: (usize, usize),
    /// What of the query was not understood.
    ignored: Vec<String>,
    pub list: List<Hit>,
    /// So many of its rows are mine; those of the teams follow.
    own: usize,
    teams: Teams,
    reader: Reader,
    narrow: Narrow,
    /// Something has answered since the start.
    answered: bool,
    generation: u64,
    limit: usize,
    order: SortOrder,
    /// What waits for the results that were not asked for yet.
    reach: Option<Reach>,
    /// The query that the newest request asked for.
    asked: String,
    /// The query that the shown results answer, and their order.
    shown_for: String,
    shown_in: SortOrder,
    /// Entries that were changed from here, which keep their places while the list stays the same.
    changed_here: Vec<EntryPath>,
    /// What the results matched, in lower case, to underline in the text.
    words: Vec<String>,
    class: Option<Class>,
    rows: usize,
}

impl Library {
    pub fn hits(&self) -> &[Hit] {
        self.list.all()
    }

    pub fn selected(&self) -> Option<&Hit> {
        self.list.selected()
    }

    /// What is searched for when nothing was found, as a title to write down.
    fn nothing_found(&self) -> Option<String> {
        let text = self.query.text().trim();
        (self.answered && self.hits().is_empty() && !text.is_empty()).then(|| text.to_owned())
    }

    /// Asks for results of the query as it is.
    fn search(&mut self) -> Effect {
        self.generation += 1;
        self.asked = self.query.text().to_owned();
        let text = self.asked.chars().take(LONGEST).collect();
        Effect::Search { generation: self.generation, text, order: self.order, limit: self.limit }
    }

    fn asked_anew(&mut self) -> Option<Effect> {
        if self.query.text() == self.asked {
            return None;
        }
        self.list.choose_none();
        self.reach = None;
        // What nobody sees yet would only hold up what they do. Without a query a result may take half the rows.
        let rows = if self.query.text().trim().is_empty() { self.rows * 2 } else { self.rows };
        self.limit = rows + SPARE;
        Some(self.search())
    }
}

impl ScreenState for Library {
    fn location(&self) -> Location {
        Location::of(Screen::Library)
    }

    fn tab(&self) -> Option<&'static Tab> {
        Some(&TAB)
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Library), Action::Go(Go::Search)]
    }

    fn arrive(&mut self, by: Action) {
        self.changed_here.clear();
        if by == Action::Go(Go::Search) {
            self.begin_search();
        } else {
            self.focus = Focus::Results;
        }
    }

    fn save(&self, session: &mut Session, _: &Shared) {
        session.keep("query", self.query.text());
        session.keep("selected", self.selected().map(|hit| hit.path.to_string()));
        session.keep("scroll", self.reader.scroll);
        session.keep("reading", self.focus == Focus::Reader);
        session.keep("order", self.order.name());
        session.keep("mine-only", self.teams.are_hidden);
    }

    fn restore(&mut self, session: &Session, _: &mut Shared) -> Location {
        self.query = Input::new(session.get::<String>("query"));
        self.focus = if session.get("reading") { Focus::Reader } else { Focus::Results };
        self.reader = Reader::at(session.get("scroll"));
        self.order = SortOrder::named(&session.get::<String>("order")).unwrap_or_default();
        self.teams.are_hidden = session.get("mine-only");
        self.limit = BATCH;
        session.path("selected").into_iter().for_each(|path| self.list.choose(path));
        self.location()
    }

    fn ask(&mut self, _: &mut Shared) -> Vec<Effect> {
        self.reader.forget();
        self.forget_far();
        vec![self.search()]
    }

    fn take(&mut self, answer: &Answer, shared: &mut Shared) -> Vec<Effect> {
        if let Answer::Search { generation, outcome: Ok(answer), .. } = answer {
            return self.found(*generation, answer, shared);
        } else if let Answer::SearchTeams { generation, outcome: Ok(answer), .. } = answer {
            self.found_in_teams(*generation, answer);
        } else if let Answer::Do { paths, outcome: Ok(_), .. } = answer {
            self.changed_here.extend(paths.iter().cloned());
        } else if let Answer::Facets { generation, outcome, .. } = answer {
            self.counted_facets(*generation, outcome);
        }
        self.reader.take(answer);
        Vec::new()
    }

    fn notice(&mut self, event: &Event) {
        match event {
            Event::Created(path) | Event::Moved { to: path, .. } => self.list.choose(path.clone()),
            Event::Leaves(paths) => self.list.take_out(paths),
            Event::Restored(_) => {}
        }
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        let mut effects = self.settle_in(shared.class, shared.size);
        effects.extend(self.count(shared.at));
        effects
    }

    fn deadline(&self) -> Option<Duration> {
        self.count_due()
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        let hit = self.selected()?;
        Some(Subject::new(&hit.path, &hit.title, Some(hit.kind)))
    }

    fn targets(&self, _: &Shared) -> Vec<EntryPath> {
        self.list.targets()
    }

    fn entry(&self) -> Option<&Entry> {
        Some(&self.reader.page(&self.selected()?.path)?.entry)
    }

    fn tags(&self, _: &Shared) -> Vec<String> {
        let targets = self.list.targets();
        let mut hits = self.hits().iter().filter(|hit| targets.contains(&hit.path));
        let Some(first) = hits.next() else { return Vec::new() };
        let rest: Vec<&Hit> = hits.collect();
        first.tags.iter().filter(|tag| rest.iter().all(|hit| hit.tags.contains(tag))).cloned().collect()
    }

    fn has_marks(&self) -> bool {
        !self.list.marks.is_empty()
    }

    fn unmark(&mut self) {
        self.list.marks.clear();
    }

    fn to_capture(&self) -> Option<String> {
        self.nothing_found()
    }

    fn contexts(&self) -> Vec<Context> {
        match self.focus {
            _ if self.reader.is_typing() => vec![Context::Picker, Context::Input, Context::Global],
            Focus::Query => vec![Context::Picker, Context::Input, Context::Global],
            Focus::Narrow => vec![Context::List, Context::Entry, Context::Global],
            Focus::Results if self.selected().is_none() => vec![Context::List, Context::Global],
            Focus::Results => vec![Context::List, Context::Entry, Context::Global],
            Focus::Reader => reading_contexts(&self.reader),
        }
    }

    fn is_typing(&self) -> bool {
        self.focus == Focus::Query || self.reader.is_typing()
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        self.step(r#move);
        Vec::new()
    }

    fn write(&mut self, write: Write, shared: &mut Shared) -> Vec<Effect> {
        if self.typed_in_text(|reader| reader.write(write), shared) {
            return Vec::new();
        }
        match self.query.write(write) {
            Typed::Changed => return self.asked_anew().into_iter().collect(),
            Typed::Submit => self.focus = Focus::Results,
            Typed::Moved | Typed::NextField | Typed::PreviousField | Typed::InEditor => {}
        }
        Vec::new()
    }

    fn text(&mut self, text: &str, shared: &mut Shared) -> Vec<Effect> {
        if self.typed_in_text(|reader| reader.type_text(text), shared) {
            return Vec::new();
        }
        self.query.insert(text);
        self.asked_anew().into_iter().collect()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        if self.focus == Focus::Narrow && matches!(act, Act::Open | Act::Mark) {
            return Some(self.choose_facet().into_iter().collect());
        }
        if matches!(act, Act::Tick | Act::Follow | Act::Open) {
            return self.act_in_text(act, shared);
        }
        if act == Act::MarkAll {
            self.mark_all(shared);
            return Some(Vec::new());
        }
        if act == Act::WithTeams {
            return Some(self.toggle_teams(shared));
        }
        self.list.act(act).then(Vec::new)
    }

    fn can(&self, action: Action, shared: &Shared) -> Can {
        if let Some(can) = self.can_in_text(action) {
            return can;
        }
        if action == Action::Act(Act::WithTeams) {
            return if shared.sharing.has_teams() { Can::Yes } else { Can::No("there is no team yet") };
        }
        let narrows = self.focus == Focus::Narrow && matches!(action, Action::Act(Act::Open | Act::Mark));
        let marks =
            matches!(action, Action::Act(Act::Mark | Act::MarkRange | Act::MarkAll)) && self.selected().is_some();
        if narrows || marks || action == Action::Run(Run::Zoom) { Can::Yes } else { Can::AsElsewhere }
    }

    fn find(&mut self) -> bool {
        match self.focus {
            Focus::Reader => self.reader.find(),
            Focus::Query | Focus::Narrow | Focus::Results => self.focus = Focus::Query,
        }
        true
    }

    fn zoom(&mut self) {
        match self.focus {
            Focus::Reader => self.back_to_results(),
            Focus::Query | Focus::Narrow | Focus::Results => self.read(),
        }
    }

    fn order(&self) -> Option<SortOrder> {
        (self.focus != Focus::Reader).then_some(self.order)
    }

    fn sort(&mut self, order: SortOrder) -> Vec<Effect> {
        self.order = order;
        self.changed_here.clear();
        self.focus = Focus::Results;
        self.reach = None;
        self.list.choose_none();
        vec![self.search()]
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        self.step_out()
    }

    fn close(&mut self) -> bool {
        self.out()
    }

    fn click(&mut self, at: Position, shared: &Shared) -> bool {
        let areas = self.areas(shared.class, ScreenAreas::of_size(shared.class, shared.size).body);
        if areas.query.contains(at) {
            self.focus = Focus::Query;
        } else if areas.narrow.contains(at) {
            self.focus = Focus::Narrow;
        } else if areas.list.contains(at) {
            return self.select_row(shared.class, areas.list, at.y);
        }
        false
    }

    fn wheel(&mut self, at: Position, step: Move, shared: &mut Shared) -> Vec<Effect> {
        let preview = self.areas(shared.class, ScreenAreas::of_size(shared.class, shared.size).body).preview;
        let over_text = preview.contains(at);
        let scroll = if step == Move::Up { Move::PreviewUp } else { Move::PreviewDown };
        self.go(if over_text { scroll } else { step }, shared)
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn reminder(&self) -> Option<(String, Reminder)> {
        self.remind()
    }

    fn footer(&self) -> Footer {
        match self.focus {
            _ if self.reader.is_following() => Footer::only(&FOLLOW),
            _ if self.reader.is_finding() => Footer::only(&FIND),
            Focus::Query => Footer::only(&QUERY),
            Focus::Narrow => Footer::of(&NARROW),
            Focus::Results => Footer::of(&RESULTS),
            Focus::Reader if self.reader.has_found() => Footer::of(&FOUND),
            Focus::Reader => Footer::of(&READER),
        }
    }
}
