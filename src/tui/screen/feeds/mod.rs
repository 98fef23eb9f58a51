//! What people and sites publish: sources with groups, their items, and the text of the selected one.

mod draw;
mod marks;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::session::Session;
use super::shared::Shared;
use super::{Can, Location, Screen, ScreenState, Subject, Surroundings, Tab, Verb};
use crate::entry::{Entry, EntryPath, Kind};
use crate::keymap::{Act, Action, Context, Go, Move, Run, Write};
use crate::ops::feeds::{List, Listed, Marked, Reason, Show, Source};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::screen::reader::{Reader, text_area};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::footer::{COMMANDS, FILTER, Footer, Item as Hint};
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::list::List as Rows;
use crate::tui::widget::panel::panel_room;
use rows::{Place, Row};

const TAB: Tab = Tab { go: Go::Feeds, name: "Feeds", short: "Feed", verb: Verb::Seek };

const KEYS: [Hint; 11] = [
    (Action::Act(Act::Keep), "keep"),
    (Action::Act(Act::Nugget), "nugget"),
    (Action::Act(Act::Read), "read"),
    (Action::Act(Act::ReadAll), "all read"),
    (Action::Act(Act::Star), "star"),
    (Action::Act(Act::Later), "later"),
    (Action::Act(Act::OpenOutside), "browser"),
    (Action::Run(Run::AddFeed), "add"),
    (Action::Run(Run::FetchFeeds), "look again"),
    (Action::Move(Move::PaneLeft), "sources"),
    COMMANDS,
];

/// On the left.
const OF_SOURCES: [Hint; 7] = [
    (Action::Act(Act::Open), "items"),
    (Action::Run(Run::AddFeed), "add"),
    (Action::Act(Act::Mute), "mute"),
    (Action::Act(Act::Trash), "unfollow"),
    (Action::Act(Act::ReadAll), "all read"),
    (Action::Run(Run::FetchFeeds), "look again"),
    COMMANDS,
];

/// The pane that has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    Sources,
    #[default]
    Items,
}

/// Where the parts of the screen lie; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Areas {
    sources: Rect,
    items: Rect,
    text: Rect,
    /// Why the selected item is here.
    why: Rect,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Feeds {
    /// What is followed; nothing before the first answer.
    listed: Option<Vec<Listed>>,
    places: Rows<Place>,
    items: Rows<Row>,
    filter: Filter,
    focus: Focus,
    show: Show,
    reader: Reader,
    /// Of which item it was asked why it is here, and that.
    asked_why: Option<EntryPath>,
    why: Option<(EntryPath, Vec<Reason>)>,
    /// What was marked last, to be taken back.
    marked: Vec<Marked>,
    /// The next answer is of what was taken back.
    taking_back: bool,
    generation: u64,
    /// The items of the selected place have come.
    answered: bool,
}

impl Feeds {
    fn listed(&self) -> &[Listed] {
        self.listed.as_deref().unwrap_or_default()
    }

    /// What is listed.
    fn list(&self) -> List {
        self.places.selected().map(|place| place.list.clone()).unwrap_or_default()
    }

    fn ask_items(&mut self) -> Vec<Effect> {
        self.generation += 1;
        vec![Effect::FeedItems { generation: self.generation, list: self.list(), show: self.show }]
    }

    /// The source that is selected on the left, or that the selected item is from.
    fn source(&self) -> Option<&Source> {
        let of_item = || Some(crate::ops::feeds::split(&self.items.selected()?.path)?.0.to_owned());
        let key = if self.focus == Focus::Items { of_item() } else { None };
        let is_it = |it: &&Listed| match (&key, self.list()) {
            (Some(key), _) => it.key == *key,
            (None, List::Source(url)) => it.source.url == url,
            (None, List::All | List::Starred | List::Group(_)) => false,
        };
        self.listed().iter().find(is_it).map(|it| &it.source)
    }

    /// Asks why the selected item is here, once.
    fn want_why(&mut self, class: Class) -> Option<Effect> {
        let path = self.items.selected()?.path.clone();
        if class != Class::Wide || self.asked_why.as_ref() == Some(&path) {
            return None;
        }
        self.asked_why = Some(path.clone());
        Some(Effect::FeedReasons { path })
    }

    fn reasons(&self) -> &[Reason] {
        let selected = self.items.selected().map(|row| &row.path);
        self.why.as_ref().filter(|(path, _)| Some(path) == selected).map_or(&[], |(_, why)| why)
    }

    /// All three panes, and why the item is here.
    fn wide(&self, body: Rect) -> Areas {
        let split = [Constraint::Length(25), Constraint::Percentage(44), Constraint::Fill(1)];
        let [sources, items, text] = Layout::horizontal(split).areas(body);
        let reasons = u16::try_from(self.reasons().len().min(4)).unwrap_or(0);
        let why = if reasons == 0 { 0 } else { reasons + 2 };
        let [text, why] = Layout::vertical([Constraint::Fill(1), Constraint::Length(why)]).areas(text);
        Areas { sources, items, text, why }
    }

    fn areas(&self, class: Class, body: Rect) -> Areas {
        let nothing = Areas { sources: body, ..Areas::default() };
        match (class, self.focus) {
            (Class::Wide, _) => self.wide(body),
            (Class::Normal, Focus::Sources) => {
                let [sources, items] = Layout::horizontal([Constraint::Length(30), Constraint::Fill(1)]).areas(body);
                Areas { sources, items, ..Areas::default() }
            }
            (Class::Small | Class::Tiny | Class::None, Focus::Sources) => nothing,
            (Class::TallNarrow, Focus::Sources) => {
                let [sources, items] = Layout::vertical([Constraint::Percentage(40), Constraint::Fill(1)]).areas(body);
                Areas { sources, items, ..Areas::default() }
            }
            (Class::Normal, Focus::Items) => {
                let [items, text] = Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).areas(body);
                Areas { items, text, ..Areas::default() }
            }
            (Class::TallNarrow | Class::Small, Focus::Items) => {
                let [items, text] = Layout::vertical([Constraint::Percentage(45), Constraint::Fill(1)]).areas(body);
                Areas { items, text, ..Areas::default() }
            }
            (Class::Tiny | Class::None, Focus::Items) => Areas { items: body, ..Areas::default() },
        }
    }

    fn refilter(&mut self) -> Vec<Effect> {
        self.items.filter_by(&self.filter);
        self.items.unmark_gone();
        Vec::new()
    }

    /// Goes from pane to pane.
    fn turn(&mut self, to: Focus) -> Vec<Effect> {
        self.focus = to;
        Vec::new()
    }

    fn go_in_sources(&mut self, r#move: Move) -> Vec<Effect> {
        let before = self.list();
        self.places.go(r#move);
        if self.list() == before { Vec::new() } else { self.ask_items() }
    }
}

/// Whether something else was done: what was done after a mark is what undo is about.
fn is_act(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::ChangeSource { outcome: Ok(_), .. }
            | Answer::Unfollow { outcome: Ok(_), .. }
            | Answer::Follow { outcome: Ok(_), .. }
            | Answer::KeepItem { outcome: Ok(_), .. }
            | Answer::FinishNugget { outcome: Ok(_), .. }
            | Answer::FinishEdit { outcome: Ok(_), .. }
            | Answer::Capture { outcome: Ok(_), .. }
            | Answer::Log { outcome: Ok(_), .. }
            | Answer::Do { outcome: Ok(_), .. }
    )
}

impl ScreenState for Feeds {
    fn location(&self) -> Location {
        Location::of(Screen::Feeds)
    }

    fn tab(&self) -> Option<&'static Tab> {
        Some(&TAB)
    }

    /// How many items are unread.
    fn count(&self, _: &Shared) -> usize {
        self.places.all().first().map_or(0, |all| all.unread)
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Feeds)]
    }

    fn save(&self, session: &mut Session, _: &Shared) {
        session.keep("feeds", self.places.selected().map(|place| place.id.clone()));
    }

    fn restore(&mut self, session: &Session, _: &mut Shared) -> Location {
        if let Some(id) = session.get::<Option<String>>("feeds") {
            self.places.choose(id);
        }
        self.location()
    }

    fn ask(&mut self, _: &mut Shared) -> Vec<Effect> {
        self.asked_why = None;
        let mut effects = vec![Effect::FeedSources];
        effects.extend(self.ask_items());
        effects
    }

    fn take(&mut self, answer: &Answer, shared: &mut Shared) -> Vec<Effect> {
        self.reader.take(answer);
        match answer {
            Answer::FeedSources { outcome: Ok(listed) } => {
                let before = self.list();
                self.places.fill(rows::places(listed));
                self.listed = Some(listed.clone());
                return if self.list() == before { Vec::new() } else { self.ask_items() };
            }
            Answer::FeedItems { generation, outcome: Ok(items), .. } if *generation == self.generation => {
                let rows = rows::rows(items, self.listed(), &self.list());
                if self.answered {
                    self.items.fill(rows);
                } else {
                    self.items.begin(rows);
                }
                self.answered = true;
            }
            Answer::FeedReasons { path, outcome: Ok(why) } => self.why = Some((path.clone(), why.clone())),
            Answer::MarkItems { outcome: Ok(marked), .. } => return self.was_marked(marked, shared),
            _ if is_act(answer) => self.marked.clear(),
            _ => {}
        }
        Vec::new()
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        let class = shared.class;
        let areas = self.areas(class, ScreenAreas::of_size(class, shared.size).body);
        self.places.follow(panel_room(class, areas.sources).height.into());
        self.items.follow(panel_room(class, areas.items).height.into());
        let text = text_area(class, areas.text);
        self.reader.rows = usize::from(text.height);
        let selected = self.items.selected();
        let wanted = selected.and_then(|row| self.reader.want(&row.path, usize::from(text.width)));
        self.reader.hold();
        wanted.into_iter().chain(self.want_why(class)).collect()
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        let row = self.items.selected().filter(|_| self.focus == Focus::Items)?;
        Some(Subject::new(&row.path, &row.title, Some(Kind::Bookmark)))
    }

    fn targets(&self, _: &Shared) -> Vec<EntryPath> {
        if self.focus == Focus::Items { self.items.targets() } else { Vec::new() }
    }

    fn entry(&self) -> Option<&Entry> {
        self.reader.page(&self.items.selected()?.path).map(|page| &page.entry)
    }

    fn has_marks(&self) -> bool {
        !self.items.marks.is_empty()
    }

    fn unmark(&mut self) {
        self.items.marks.clear();
    }

    fn contexts(&self) -> Vec<Context> {
        if self.filter.is_typing() {
            return vec![Context::Picker, Context::Input, Context::Global];
        }
        match self.focus {
            Focus::Items if !self.items.is_empty() => {
                vec![Context::Feeds, Context::List, Context::Entry, Context::Global]
            }
            Focus::Items | Focus::Sources => vec![Context::Sources, Context::Feeds, Context::List, Context::Global],
        }
    }

    fn is_typing(&self) -> bool {
        self.filter.is_typing()
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        match r#move {
            Move::PaneLeft => self.turn(Focus::Sources),
            Move::PaneRight => self.turn(Focus::Items),
            Move::PaneNext | Move::PanePrevious => {
                self.turn(if self.focus == Focus::Items { Focus::Sources } else { Focus::Items })
            }
            Move::PreviewDown | Move::PreviewUp => {
                self.reader.scroll_by(if r#move == Move::PreviewDown { 3 } else { -3 });
                Vec::new()
            }
            _ if self.reader.scroll_sideways(r#move) => Vec::new(),
            _ if self.focus == Focus::Sources => self.go_in_sources(r#move),
            _ => {
                self.items.go(r#move);
                Vec::new()
            }
        }
    }

    fn write(&mut self, write: Write, _: &mut Shared) -> Vec<Effect> {
        self.filter.write(write);
        self.refilter()
    }

    fn text(&mut self, text: &str, _: &mut Shared) -> Vec<Effect> {
        self.filter.text(text);
        self.refilter()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        match self.focus {
            Focus::Sources => self.act_on_source(act, shared),
            Focus::Items => self.act_on_items(act, shared),
        }
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        let Action::Act(act) = action else { return Can::AsElsewhere };
        self.can_act(act)
    }

    fn find(&mut self) -> bool {
        self.focus = Focus::Items;
        self.filter.begin();
        true
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        if self.filter.end() {
            return Some(self.refilter());
        }
        self.items.marks.clear().then(Vec::new)
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn filter(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn footer(&self) -> Footer {
        if self.is_typing() {
            return Footer::only(&FILTER);
        }
        if self.focus == Focus::Sources { Footer::of(&OF_SOURCES) } else { Footer::of(&KEYS) }
    }
}

#[cfg(test)]
mod tests;
