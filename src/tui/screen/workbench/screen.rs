//! What the program asks of this screen.

use super::keys::{KEYS, LINES};
use super::{Part, Workbench, side};
use crate::entry::Entry;
use crate::keymap::{Act, Action, Context, Move, Write};
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::sharing::Sharing;
use crate::tui::screen::reader::keys::{FIND, FOLLOW, FOUND};
use crate::tui::screen::reader::reading_contexts;
use crate::tui::screen::session::Session;
use crate::tui::screen::shared::Shared;
use crate::tui::screen::{Anchor, LinkTarget};
use crate::tui::screen::{Can, Event, Location, Request, Screen, ScreenState, Subject, Surroundings, Visit};
use crate::tui::widget::footer::Footer;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl ScreenState for Workbench {
    fn location(&self) -> Location {
        self.path.clone().map_or_else(Location::default, Location::entry)
    }

    fn home(&self) -> Option<Screen> {
        None
    }

    fn is_inner(&self) -> bool {
        true
    }

    fn show(&mut self, visit: &Visit) {
        let Some(path) = visit.location.entry.clone() else { return };
        self.open(path, &visit.title);
        if visit.at != Anchor::Top {
            self.show_text(Part::Own);
            self.reader.jump();
        }
        if !visit.words.is_empty() {
            self.reader.mark_found(&visit.words);
        }
        self.at = visit.at.clone();
    }

    fn save(&self, session: &mut Session, _: &Shared) {
        session.keep("entry", self.path.as_ref().map(ToString::to_string));
        session.keep("entry_scroll", self.reader.scroll);
    }

    fn restore(&mut self, session: &Session, _: &mut Shared) -> Location {
        let Some(path) = session.path("entry") else { return Location::default() };
        self.left.push((path.clone(), session.get("entry_scroll")));
        Location::entry(path)
    }

    fn ask(&mut self, _: &mut Shared) -> Vec<Effect> {
        self.reader.forget();
        self.page.forget();
        self.asked = None;
        Vec::new()
    }

    fn take(&mut self, answer: &Answer, shared: &mut Shared) -> Vec<Effect> {
        if matches!(answer, Answer::Show { .. } | Answer::ShowWhole { .. }) {
            self.shown(answer);
        } else if let Answer::ShowPage { request, outcome } = answer {
            self.page.shown(request, outcome);
        } else if let Answer::Sides { generation, outcome, .. } = answer {
            self.sides_came(*generation, outcome, &shared.conflicts);
        } else if let Answer::Conflicts { outcome: Ok(conflicts) } = answer {
            self.conflicts_came(conflicts);
        }
        Vec::new()
    }

    fn sharing_changed(&mut self, sharing: &Sharing) {
        let Some(path) = &self.path else { return };
        self.shared = sharing.of(path).cloned().collect();
        if let Some(Ok(sides)) = &self.sides {
            self.panels.checks.fill(side::checks(&sides.checks, &self.shared));
        }
    }

    fn notice(&mut self, event: &Event) {
        match event {
            Event::Moved { from, to } => self.moved(from, to),
            Event::Created(_) | Event::Restored(_) | Event::Leaves(_) => {}
        }
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        self.settle_in(shared.class, shared.size)
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        let kind = self.entry().map(|entry| entry.kind);
        Some(Subject::new(self.path.as_ref()?, self.title(), kind))
    }

    /// The entry, or as much of it as the shown page is: its text is what can be copied.
    fn entry(&self) -> Option<&Entry> {
        let shown = self.reading().page(self.path.as_ref()?);
        Some(&shown.or(self.reader.page(self.path.as_ref()?))?.entry)
    }

    fn quote(&self) -> Vec<String> {
        self.marked_lines()
    }

    fn unmark(&mut self) {
        self.lines = None;
    }

    fn contexts(&self) -> Vec<Context> {
        if self.is_typing() {
            return vec![Context::Picker, Context::Input, Context::Global];
        }
        reading_contexts(self.reading())
    }

    fn is_typing(&self) -> bool {
        self.reading().is_typing()
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        if self.reading().is_finding() {
            self.reading_mut().go(r#move);
        } else {
            self.step(r#move);
        }
        Vec::new()
    }

    fn write(&mut self, write: Write, shared: &mut Shared) -> Vec<Effect> {
        follow(self.reading_mut().write(write).target(), shared)
    }

    fn text(&mut self, text: &str, shared: &mut Shared) -> Vec<Effect> {
        follow(self.reading_mut().type_text(text).target(), shared)
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        if act == Act::Open {
            return Some(follow(self.open_link(), shared));
        }
        if act == Act::Follow {
            return Some(follow(self.begin_follow(), shared));
        }
        if act == Act::Tick {
            let tick = match self.lines {
                Some(lines) => self.reader.tick_on(lines.at),
                None => self.reader.tick(),
            };
            tick.into_iter().for_each(|tick| shared.request(Request::Do(EntryCommand::Tick(tick))));
            return Some(Vec::new());
        }
        let marks = matches!(act, Act::Mark | Act::MarkRange | Act::MarkAll);
        marks.then(|| self.mark_lines()).map(|()| Vec::new())
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        if action == Action::Act(Act::Follow) {
            return Can::unless(self.why_not_follow());
        }
        if action == Action::Act(Act::Open) {
            return Can::unless(self.why_not_open());
        }
        if action == Action::Act(Act::Tick) {
            return Can::unless(self.why_not_tick());
        }
        let marks = matches!(action, Action::Act(Act::Mark | Act::MarkRange | Act::MarkAll));
        if marks { Can::unless(self.why_not_mark()) } else { Can::AsElsewhere }
    }

    fn find(&mut self) -> bool {
        self.focus(self.home_part());
        self.reading_mut().find();
        true
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        if self.reading_mut().end_typing() || self.lines.take().is_some() {
            return Some(Vec::new());
        }
        let inner = self.part != Part::Own;
        self.focus(Part::Own);
        inner.then(Vec::new)
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn to_tell(&mut self) -> Option<String> {
        let wanted = self.lacks.take()?;
        let (kind, name) = match wanted.strip_prefix('^') {
            Some(block) => ("block", block),
            None => ("heading", wanted.as_str()),
        };
        Some(format!("No {kind} \u{201c}{name}\u{201d} in this entry."))
    }

    fn footer(&self) -> Footer {
        if self.reading().is_following() {
            Footer::only(&FOLLOW)
        } else if self.is_typing() {
            Footer::only(&FIND)
        } else if self.reading().has_found() {
            Footer::of(&FOUND)
        } else if self.lines.is_some() {
            Footer::only(&LINES)
        } else {
            Footer::of(&KEYS)
        }
    }
}

/// Asks to go where a link leads.
fn follow(target: Option<LinkTarget>, shared: &mut Shared) -> Vec<Effect> {
    target.into_iter().for_each(|target| shared.request(Request::Follow(target)));
    Vec::new()
}
