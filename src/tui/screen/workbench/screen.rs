//! What the program asks of this screen.

use super::follow::Following;
use super::keys::{FIND, FOLLOW, KEYS, LINES};
use super::{Part, Workbench, side};
use crate::entry::Entry;
use crate::keymap::{Act, Action, Context, Move, Write};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::sharing::Sharing;
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

    fn take(&mut self, answer: &Answer, _: &mut Shared) -> Vec<Effect> {
        if let Answer::Show { request, outcome } = answer {
            self.shown(request, outcome);
        } else if let Answer::ShowPage { request, outcome } = answer {
            self.page.shown(request, outcome);
        } else if let Answer::Sides { generation, outcome, .. } = answer {
            self.sides_came(*generation, outcome);
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
        vec![Context::Preview, Context::Entry, Context::Global]
    }

    fn is_typing(&self) -> bool {
        self.following.is_some() || self.reading().is_finding()
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        if self.following.is_some() {
            self.panels.links.go(r#move);
        } else if self.reading().is_finding() {
            self.reading_mut().go(r#move);
        } else {
            self.step(r#move);
        }
        Vec::new()
    }

    fn write(&mut self, write: Write, shared: &mut Shared) -> Vec<Effect> {
        if self.following.is_some() {
            let target = self.write_follow(write);
            return follow(target, shared);
        }
        self.reading_mut().write_find(write);
        Vec::new()
    }

    fn text(&mut self, text: &str, shared: &mut Shared) -> Vec<Effect> {
        if self.following.is_some() {
            let target = self.text_follow(text);
            return follow(target, shared);
        }
        self.reading_mut().text_find(text);
        Vec::new()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        if act == Act::Open {
            let target = self.panels.of(self.part).and_then(|panel| panel.target().cloned());
            return Some(follow(target, shared));
        }
        if act == Act::Follow {
            self.focus(Part::Links);
            self.following = Some(Following::default());
            return Some(Vec::new());
        }
        let marks = matches!(act, Act::Mark | Act::MarkRange | Act::MarkAll);
        marks.then(|| self.mark_lines()).map(|()| Vec::new())
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        if action == Action::Act(Act::Follow) {
            let none = self.panels.links.targets().next().is_none();
            return Can::unless(none.then_some("there is no link to follow"));
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
        if self.following.take().is_some() || self.reading_mut().end_find() || self.lines.take().is_some() {
            return Some(Vec::new());
        }
        let inner = self.part != Part::Own;
        self.focus(Part::Own);
        inner.then(Vec::new)
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn footer(&self) -> Footer {
        if self.is_following() {
            Footer::only(&FOLLOW)
        } else if self.is_typing() {
            Footer::only(&FIND)
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
